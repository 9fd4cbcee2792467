"""Hashes of everything in memory, packed: one flat scan answers which are near, for a million rows in milliseconds.

The 64 lowest frequencies are compared first, in pieces that stay in the processor's cache; what is near in them is
compared in full. Trees and band tricks do not help at distances of 60 of 256 bits.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osintdesk.core.progress import NO_PROGRESS, Progress
from osintdesk.similar.hashes import Bits, Words, as_words, form_bits, unpacked

LOW_NEAR = 20
_PIECE = 1 << 15
_CHUNK = 512
_SECOND_NEAR = 26
_GONE = -1


@dataclass(frozen=True, slots=True)
class Near:
    """A row near the query: whose it is, its tag (frame index, or region), distance in bits, and the form matched."""

    owner: int
    tag: int
    distance: int
    form: int


class Rows:
    """A growing table of hashes with their owners; removal blanks the rows."""

    def __init__(self) -> None:
        self._count = 0
        self._low = np.empty(1024, np.uint64)
        self._rest = np.empty((1024, 3), np.uint64)
        self._owners = np.empty(1024, np.int64)
        self._tags = np.empty(1024, np.int32)

    def __len__(self) -> int:
        return self._count

    def add(self, owner: int, words: Words, tags: NDArray[np.int32]) -> None:
        """Append (n, 4) hashes of one owner with their tags."""
        self.extend(np.full(len(words), owner, np.int64), words, tags)

    def extend(self, owners: NDArray[np.int64], words: Words, tags: NDArray[np.int32]) -> None:
        """Append (n, 4) hashes of many owners."""
        end = self._count + len(words)
        self._reserve(end)
        new = slice(self._count, end)
        self._low[new], self._rest[new] = words[:, 0], words[:, 1:]
        self._owners[new], self._tags[new] = owners, tags
        self._count = end

    def _reserve(self, size: int) -> None:
        if size <= len(self._low):
            return
        room = max(size, len(self._low) * 3 // 2)
        self._low, self._owners = np.resize(self._low, room), np.resize(self._owners, room)
        self._rest, self._tags = np.resize(self._rest, (room, 3)), np.resize(self._tags, room)

    def remove(self, owner: int) -> None:
        """Blank the rows of an owner."""
        self._owners[: self._count][self._owners[: self._count] == owner] = _GONE

    def near(self, bits: Bits, *, most: int, forms: int = 8) -> list[Near]:
        """Rows within `most` bits of any of (q, 256) query hashes in its first `forms` forms, each owner's nearest."""
        queries = as_words(form_bits(bits)[:, :forms].reshape(-1, 256))
        rows, columns = self._sieved(queries)
        apart = np.bitwise_count(self._low[rows] ^ queries[columns, 0]).astype(np.int64)
        apart += np.bitwise_count(self._rest[rows] ^ queries[columns, 1:]).sum(axis=1, dtype=np.int64)
        kept = np.flatnonzero((apart <= most) & (self._owners[rows] != _GONE))
        kept = kept[np.argsort(apart[kept], kind="stable")]
        found: dict[int, Near] = {}
        for i in kept:
            owner = int(self._owners[rows[i]])
            if owner not in found:
                found[owner] = Near(owner, int(self._tags[rows[i]]), int(apart[i]), int(columns[i]) % forms)
        return list(found.values())

    def pairs(self, *, most: int, threads: int = 2, progress: Progress = NO_PROGRESS) -> Iterator[tuple[int, int, int]]:
        """Every two owners within `most` bits in any of the eight forms: (owner, other, distance), each pair once.

        Each row looks only at the rows after it: the forms of one against the other are those of the other against
        the one. A hundred thousand rows take about a minute on two cores.
        """
        best: dict[tuple[int, int], int] = {}
        starts = list(range(0, self._count, _CHUNK))
        with ThreadPoolExecutor(threads) as pool:
            for done, part in enumerate(pool.map(lambda start: self._pairs_from(start, most), starts), 1):
                progress.step(done * _CHUNK, self._count)
                for one, other, distance in part:
                    pair = (min(one, other), max(one, other))
                    best[pair] = min(distance, best.get(pair, distance))
        yield from ((one, other, distance) for (one, other), distance in best.items())

    def _pairs_from(self, start: int, most: int) -> list[tuple[int, int, int]]:
        """The pairs of the rows of one chunk with all rows after each of them."""
        end = min(start + _CHUNK, self._count)
        words = np.column_stack([self._low[start:end], self._rest[start:end]])
        queries = as_words(form_bits(unpacked(np.ascontiguousarray(words).view(np.uint8))))
        found = []
        mixed, apart = np.empty(_PIECE, np.uint64), np.empty(_PIECE, np.uint8)
        for row in range(start, end):
            for form in queries[row - start]:
                for hit in self._hits_after(row, form, mixed, apart):
                    distance = int(np.bitwise_count(self._low[hit] ^ form[0])) + int(
                        np.bitwise_count(self._rest[hit] ^ form[1:]).sum()
                    )
                    one, other = int(self._owners[row]), int(self._owners[hit])
                    if distance <= most and one != other and _GONE not in {one, other}:
                        found.append((one, other, distance))
        return found

    def _hits_after(self, row: int, form: Words, mixed: Words, apart: NDArray[np.uint8]) -> list[int]:
        """The rows after `row` that are near the form in the low 64 bits, and likely near in all."""
        hits: list[int] = []
        for start in range(row + 1, self._count, _PIECE):
            piece = self._low[start : min(start + _PIECE, self._count)]
            np.bitwise_xor(piece, form[0], out=mixed[: len(piece)])
            np.bitwise_count(mixed[: len(piece)], out=apart[: len(piece)])
            near = np.flatnonzero(apart[: len(piece)] <= LOW_NEAR) + start
            # Strangers pass the first sieve once in 400; the second word leaves hardly any.
            second = np.bitwise_count(self._rest[near, 0] ^ form[1])
            hits += near[second <= _SECOND_NEAR].tolist()
        return hits

    def _sieved(self, queries: Words) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows and queries that are near in the low 64 bits."""
        rows, columns = [], []
        apart = np.empty(_PIECE, np.uint8)
        mixed = np.empty(_PIECE, np.uint64)
        for start in range(0, self._count, _PIECE):
            piece = self._low[start : min(start + _PIECE, self._count)]
            out, temporary = apart[: len(piece)], mixed[: len(piece)]
            for column, low in enumerate(queries[:, 0]):
                np.bitwise_xor(piece, low, out=temporary)
                np.bitwise_count(temporary, out=out)
                hits = np.flatnonzero(out <= LOW_NEAR)
                if len(hits):
                    rows.append(hits + start)
                    columns.append(np.full(len(hits), column))
        if not rows:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        return np.concatenate(rows), np.concatenate(columns)
