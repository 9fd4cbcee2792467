"""Local features on disk: an inverted file from visual words to the pictures that have them.

A picture's 96 strongest binarised descriptors are each filed under the nearest of a few thousand words; a query looks
at the few nearest words of each of its descriptors, and lets what is near there vote for its picture. The words are
descriptors taken from the pictures themselves: when there are four times as many pictures, words are taken anew.
A segment is one file that is never changed: offsets by word, then picture numbers, then descriptors; 20 bytes for
each descriptor.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from osintdesk.similar.features import CODE_BYTES, mirrored_codes

Codes = NDArray[np.uint8]

STRONGEST = 96
_WORDS_LOOKED_AT = 3
_NEAR = 26
_MAGIC = b"OSDI0001"
_MOST_WORDS = 16384


def word_count(descriptors: int) -> int:
    """How many words suit that many descriptors: short lists for few, at most 16,384."""
    return int(np.clip(1 << max(0, int(np.log2(max(descriptors, 1) / 12))), 64, _MOST_WORDS))


def chosen_words(codes: Codes, count: int) -> Codes:
    """`count` of the descriptors, spread evenly: the words."""
    return np.ascontiguousarray(codes[np.linspace(0, len(codes) - 1, count).astype(np.int64)])


class Vocabulary:
    """The words, and which are nearest to a descriptor."""

    def __init__(self, words: Codes) -> None:
        self.words = words
        self._signs = np.unpackbits(words, axis=1).astype(np.float32) * 2 - 1

    def __len__(self) -> int:
        return len(self.words)

    def nearest(self, codes: Codes, count: int = 1) -> NDArray[np.int64]:
        """(n, count) numbers of the nearest words."""
        signs = np.unpackbits(codes, axis=1).astype(np.float32) * 2 - 1
        found = [self._nearest(signs[i : i + 512], count) for i in range(0, len(signs), 512)]
        return np.concatenate(found) if found else np.empty((0, count), np.int64)

    def _nearest(self, signs: NDArray[np.float32], count: int) -> NDArray[np.int64]:
        likeness = signs @ self._signs.T
        if count == 1:
            return np.asarray(likeness.argmax(axis=1)[:, None])
        return np.argpartition(-likeness, min(count, len(self) - 1), axis=1)[:, :count]


@dataclass(frozen=True)
class Segment:
    """Filed descriptors: of word w those from offsets[w] to offsets[w + 1]; documents and codes run alongside."""

    offsets: NDArray[np.int64]
    documents: NDArray[np.uint32]
    codes: Codes

    def __len__(self) -> int:
        return len(self.documents)


def filed(words: NDArray[np.int64], documents: NDArray[np.uint32], codes: Codes, *, count: int) -> Segment:
    """A segment in memory from descriptors with their words."""
    order = np.argsort(words, kind="stable")
    offsets = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(words, minlength=count), out=offsets[1:])
    return Segment(offsets, documents[order], np.ascontiguousarray(codes[order]))


def joined(segments: list[Segment]) -> Segment:
    """One segment with everything of several."""
    count = len(segments[0].offsets) - 1
    words = np.concatenate([np.repeat(np.arange(count), np.diff(each.offsets)) for each in segments])
    documents = np.concatenate([np.asarray(each.documents) for each in segments])
    return filed(words, documents, np.concatenate([np.asarray(each.codes) for each in segments]), count=count)


def write(segment: Segment, path: Path) -> None:
    """Write a segment beside its name and move it there, so that a half-written one is never seen."""
    draft = path.with_suffix(".tmp")
    with draft.open("wb") as out:
        out.write(_MAGIC)
        out.write(np.array([len(segment.offsets), len(segment)], "<i8").tobytes())
        for part in (segment.offsets, segment.documents, segment.codes):
            out.write(np.ascontiguousarray(part).tobytes())
    draft.replace(path)


def read(path: Path) -> Segment:
    """A segment mapped from its file; ValueError when the file is not one."""
    size = path.stat().st_size
    head = np.fromfile(path, np.uint8, 24) if size >= 24 else np.empty(0, np.uint8)
    if len(head) < 24 or head[:8].tobytes() != _MAGIC:
        raise ValueError(f"{path.name} is not a segment")
    offsets, rows = (int(value) for value in head[8:].view("<i8"))
    if offsets < 2 or rows < 0 or size != 24 + 8 * offsets + (4 + CODE_BYTES) * rows:
        raise ValueError(f"{path.name} is cut short")
    starts = np.fromfile(path, "<i8", offsets, offset=24)
    if starts[0] != 0 or starts[-1] != rows or (np.diff(starts) < 0).any():
        raise ValueError(f"{path.name} is damaged")
    if not rows:
        return Segment(starts, np.empty(0, np.uint32), np.empty((0, CODE_BYTES), np.uint8))
    at = 24 + 8 * offsets
    documents = np.memmap(path, np.uint32, "r", at, (rows,))
    return Segment(starts, documents, np.memmap(path, np.uint8, "r", at + 4 * rows, (rows, CODE_BYTES)))


def votes(segments: list[Segment], vocabulary: Vocabulary, codes: Codes, *, documents: int) -> NDArray[np.float32]:
    """(documents,) how strongly the descriptors of a picture, or of it mirrored, point to each document."""
    plain = _votes(segments, vocabulary, codes, documents)
    return np.maximum(plain, _votes(segments, vocabulary, mirrored_codes(codes), documents))


def _votes(segments: list[Segment], vocabulary: Vocabulary, codes: Codes, documents: int) -> NDArray[np.float32]:
    near = vocabulary.nearest(codes, min(_WORDS_LOOKED_AT, len(vocabulary)))
    total = np.zeros(documents, np.float32)
    for segment in segments:
        if len(segment):
            total += _segment_votes(segment, near, codes, documents)
    return total


Near = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]


def _among_all(segment: Segment, codes: Codes) -> Near:
    """Rows, queries and distances of all that is near, where everything is filed under one word: no row is gathered."""
    asked, known = (np.ascontiguousarray(each).view(np.uint64) for each in (codes, segment.codes))
    apart = np.bitwise_count(asked[:, None, 0] ^ known[None, :, 0])
    apart += np.bitwise_count(asked[:, None, 1] ^ known[None, :, 1])
    queries, rows = np.nonzero(apart <= _NEAR)
    return rows, queries, apart[queries, rows]


def _among_words(segment: Segment, near: NDArray[np.int64], codes: Codes) -> Near:
    """As `_among_all`, looking only at the words that each query is near to."""
    starts, ends = segment.offsets[near].ravel(), segment.offsets[near + 1].ravel()
    lengths = ends - starts
    rows = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths) + np.arange(lengths.sum())
    queries = np.repeat(np.repeat(np.arange(len(codes)), near.shape[1]), lengths)
    wide = np.ascontiguousarray(codes).view(np.uint64)
    counts = np.bitwise_count(np.ascontiguousarray(segment.codes[rows]).view(np.uint64) ^ wide[queries])
    apart = counts[:, 0] + counts[:, 1]
    kept = apart <= _NEAR
    return rows[kept], queries[kept], apart[kept]


def _segment_votes(segment: Segment, near: NDArray[np.int64], codes: Codes, documents: int) -> NDArray[np.float32]:
    whole = len(segment.offsets) == 2
    rows, queries, apart = _among_all(segment, codes) if whole else _among_words(segment, near, codes)
    # A descriptor that is near to many others (a fence, a grid of windows) says less about each of them.
    common = np.bincount(queries, minlength=len(codes))[queries]
    weights = (1.0 - apart / (_NEAR + 6.0)) / np.sqrt(common)
    return np.bincount(segment.documents[rows], weights=weights, minlength=documents).astype(np.float32)
