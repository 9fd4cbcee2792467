"""Everything that has a fingerprint, ready to be asked what is like it. Disposable: made again from fingerprints.

The folder holds `index.db` (keys and fingerprints) and the segments of the inverted file. Hashes are held in memory.
One object may be used from several threads; its calls wait for each other.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from osintdesk.core.progress import NO_PROGRESS, Progress
from osintdesk.similar import hashes, inverted
from osintdesk.similar.clip import VideoFingerprint
from osintdesk.similar.comparison import Comparison
from osintdesk.similar.packing import BadFingerprint
from osintdesk.similar.picture import PictureFingerprint
from osintdesk.similar.scan import Rows

if TYPE_CHECKING:
    from osintdesk.similar.verification import Views

Fingerprint = PictureFingerprint | VideoFingerprint
PictureOf = Callable[[str], Image.Image | None]
Match = tuple[str, Comparison]

SCHEMA = 1
HASH_NEAR = 68
_FRAME_APART = 24
_TAIL = 400
_REGROW = 4
_LEAST_WORDS_AT = 64
_QUERY_KEYS = 10
_QUERY_FRAMES = 60
_TABLES = """
CREATE TABLE item (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE NOT NULL, kind TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE document (id INTEGER PRIMARY KEY AUTOINCREMENT, item INTEGER NOT NULL);
CREATE INDEX document_item ON document(item);
CREATE TABLE segment (name TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE TABLE words (data BLOB NOT NULL, documents INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may share content: by `hash` (distance in bits) or by `features` (distance −1), and the votes."""

    key: str
    distance: int
    how: str
    votes: float = 0.0


class Index:
    """Fingerprints by key; `open` gives one that lasts, a folder of None one in memory."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._rows = Rows()
        self._keys: dict[int, str] = {}
        self._ids: dict[str, int] = {}
        self._owners: dict[int, int] = {}
        self._last_document = 0
        self._tail: list[tuple[int, NDArray[np.uint8]]] = []
        self._tail_segment: inverted.Segment | None = None
        self._segments: list[inverted.Segment] = []
        self._vocabulary: inverted.Vocabulary | None = None
        self._words_at = 0
        self._views: Views | None = None
        self._connection = sqlite3.connect(folder / "index.db" if folder else ":memory:", check_same_thread=False)
        self._connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;")

    @classmethod
    def open(cls, folder: Path) -> Index:
        """The index in `folder`, which is made when missing; a damaged or other version's is emptied."""
        folder.mkdir(parents=True, exist_ok=True)
        index: Index | None = None
        try:
            index = cls(folder)
            index._load()
        except (sqlite3.DatabaseError, ValueError, OSError, IndexError):
            if index is not None:
                index._connection.close()
            _emptied(folder)
            index = cls(folder)
            index._load()
        return index

    @classmethod
    def in_memory(cls) -> Index:
        """An index that is gone when it is closed."""
        index = cls(None)
        index._load()
        return index

    def close(self) -> None:
        """Write what is not filed yet, and close."""
        with self._lock:
            self._flush()
            self._connection.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._ids

    def keys(self) -> list[str]:
        """All keys, in the order they were added."""
        with self._lock:
            return list(self._keys.values())

    def add(self, key: str, fingerprint: Fingerprint) -> None:
        """Take in one fingerprint; one that has the key already is replaced."""
        self.add_many([(key, fingerprint)])

    def add_many(self, items: Iterable[tuple[str, Fingerprint]], progress: Progress = NO_PROGRESS) -> None:
        """Take in many in one transaction; stopping halfway keeps what was taken in."""
        with self._lock, self._connection:
            for done, (key, fingerprint) in enumerate(items, 1):
                self._remove(key)
                self._insert(key, fingerprint)
                progress.step(done)

    def remove(self, key: str) -> None:
        """Forget a key; unknown ones are no error."""
        with self._lock, self._connection:
            self._remove(key)

    def rebuild(self, items: Iterable[tuple[str, Fingerprint]], progress: Progress = NO_PROGRESS) -> None:
        """Forget everything, and take these in."""
        with self._lock:
            self._connection.executescript(
                "DELETE FROM item; DELETE FROM document; DELETE FROM segment; DELETE FROM words;"
            )
            self._forget()
            self.add_many(items, progress)

    def fingerprint(self, key: str) -> Fingerprint | None:
        """The fingerprint taken in under a key."""
        with self._lock:
            row = self._connection.execute("SELECT kind, data FROM item WHERE key = ?", (key,)).fetchone()
        return _decoded(row[0], row[1]) if row else None

    def candidates(self, fingerprint: Fingerprint, *, limit: int = 20) -> list[Candidate]:
        """What may share content with it, the nearest first: those near by hash, and the most voted by features."""
        with self._lock:
            near = self._near(fingerprint)
            voted = self._voted(fingerprint, limit)
        found = [
            Candidate(self._keys[owner], distance, "hash", voted.get(owner, 0.0))
            for owner, distance in sorted(near.items(), key=lambda pair: pair[1])
            if owner in self._keys
        ][:limit]
        by_votes = sorted(voted.items(), key=lambda pair: -pair[1])
        found += [
            Candidate(self._keys[owner], -1, "features", weight)
            for owner, weight in by_votes
            if owner not in near and owner in self._keys
        ][:limit]
        return found

    def matches_for(
        self,
        subject: str | Fingerprint,
        *,
        picture_of: PictureOf,
        picture: Image.Image | None = None,
        limit: int = 20,
        skip: Callable[[str], bool] = lambda key: False,
    ) -> list[Match]:
        """What is related to a key or a fingerprint, verified, the surest first: (key, comparison with it as B).

        picture_of: gives the small picture (long side ≤ 512) of a key, or None where it cannot; picture: that of the
        subject itself when it has no key. skip: keys not to be looked at, such as pairs already decided.
        """
        from osintdesk.similar.verification import Views, verified

        own = subject if isinstance(subject, str) else None
        known = self.fingerprint(subject) if isinstance(subject, str) else subject
        if known is None:
            return []
        others = [each for each in self.candidates(known, limit=limit + 1) if each.key != own and not skip(each.key)]
        view = picture if picture is not None else picture_of(own) if own is not None else None
        if self._views is None:
            self._views = Views()
        fingerprints = ((each, self.fingerprint(each.key)) for each in others)
        found = verified(known, view, fingerprints, picture_of, self._views)
        return sorted(found, key=lambda pair: -pair[1].score)

    def all_pairs(self, *, most: int = HASH_NEAR, progress: Progress = NO_PROGRESS) -> list[tuple[str, str, int]]:
        """Every two keys that are near by hash in any form, with their distance in bits, the nearest first.

        For going through a whole collection at once; parts and screenshots are found by `candidates`, key by key.
        """
        with self._lock:
            found = [
                (self._keys[one], self._keys[other], distance)
                for one, other, distance in self._rows.pairs(most=most, progress=progress)
                if one in self._keys and other in self._keys
            ]
        return sorted(found, key=lambda each: (each[2], each[0], each[1]))

    def flush(self) -> None:
        """File what is only in memory."""
        with self._lock:
            self._flush()

    # What is below is called with the lock held.

    def _load(self) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            self._connection.executescript(f"{_TABLES} PRAGMA user_version={SCHEMA};")
        elif version != SCHEMA:
            raise ValueError("index of another version")
        for number, key, kind, data in self._connection.execute("SELECT id, key, kind, data FROM item ORDER BY id"):
            self._keys[number], self._ids[key] = key, number
            self._file_hashes(number, _decoded(kind, data))
        self._owners = dict(self._connection.execute("SELECT id, item FROM document"))
        self._last_document = max(self._owners, default=0)
        words = self._connection.execute("SELECT data, documents FROM words").fetchone()
        if words:
            self._vocabulary = inverted.Vocabulary(np.frombuffer(words[0], np.uint8).reshape(-1, 16))
            self._words_at = words[1]
        self._load_segments()

    def _load_segments(self) -> None:
        covered: list[tuple[int, int]] = []
        for name, first, last in self._connection.execute("SELECT name, first, last FROM segment ORDER BY first"):
            if self._folder is not None:
                segment = inverted.read(self._folder / name)
                if self._vocabulary is None or len(segment.offsets) != len(self._vocabulary) + 1:
                    raise ValueError("segments of other words")
                self._segments.append(segment)
                covered.append((first, last))
        for item in self._items_after(max((last for _, last in covered), default=0)):
            self._tail.extend(item)

    def _items_after(self, document: int) -> Iterator[list[tuple[int, NDArray[np.uint8]]]]:
        """The descriptors of all items with documents beyond one that are not filed in a segment."""
        rows = self._connection.execute(
            "SELECT DISTINCT item.id, kind, data FROM item JOIN document ON document.item = item.id"
            " WHERE document.id > ?",
            (document,),
        ).fetchall()
        for number, kind, data in rows:
            known = self._connection.execute("SELECT id FROM document WHERE item = ? ORDER BY id", (number,))
            codes = _documents(_decoded(kind, data))
            yield [(each[0], code) for each, code in zip(known.fetchall(), codes, strict=True) if each[0] > document]

    def _insert(self, key: str, fingerprint: Fingerprint) -> None:
        kind = "picture" if isinstance(fingerprint, PictureFingerprint) else "clip"
        cursor = self._connection.execute(
            "INSERT INTO item (key, kind, data) VALUES (?, ?, ?)", (key, kind, fingerprint.to_bytes())
        )
        number = int(cursor.lastrowid or 0)
        self._keys[number], self._ids[key] = key, number
        self._file_hashes(number, fingerprint)
        for codes in _documents(fingerprint):
            self._last_document = int(
                self._connection.execute("INSERT INTO document (item) VALUES (?)", (number,)).lastrowid or 0
            )
            self._owners[self._last_document] = number
            self._tail.append((self._last_document, codes))
        self._tail_segment = None
        self._tidy()

    def _remove(self, key: str) -> None:
        number = self._ids.pop(key, None)
        if number is None:
            return
        if self._views is not None:
            self._views.forget(key)
        del self._keys[number]
        self._rows.remove(number)
        gone = {row[0] for row in self._connection.execute("SELECT id FROM document WHERE item = ?", (number,))}
        for document in gone:
            self._owners.pop(document, None)
        self._tail = [each for each in self._tail if each[0] not in gone]
        self._tail_segment = None
        self._connection.execute("DELETE FROM document WHERE item = ?", (number,))
        self._connection.execute("DELETE FROM item WHERE id = ?", (number,))

    def _file_hashes(self, number: int, fingerprint: Fingerprint) -> None:
        words, tags = _hash_rows(fingerprint)
        if len(words):
            self._rows.add(number, words, tags)

    def _forget(self) -> None:
        self._rows = Rows()
        self._keys, self._ids, self._owners = {}, {}, {}
        self._tail, self._tail_segment = [], None
        self._drop_segments()
        self._vocabulary, self._words_at = None, 0

    def _drop_segments(self) -> None:
        self._segments = []
        self._connection.execute("DELETE FROM segment")
        if self._folder is not None:
            for path in self._folder.glob("*.segment"):
                with contextlib.suppress(OSError):
                    path.unlink()

    def _tidy(self) -> None:
        """New words when there is far more than when they were taken; a segment when enough has come in."""
        if len(self._owners) >= max(_LEAST_WORDS_AT, _REGROW * self._words_at):
            self._take_words()
        elif self._vocabulary is not None and len(self._tail) >= _TAIL:
            self._flush()

    def _take_words(self) -> None:
        documents = [pair for item in self._items_after(0) for pair in item]
        codes = np.concatenate([pair[1] for pair in documents]) if documents else np.empty((0, 16), np.uint8)
        if len(codes) < 256:
            return
        self._vocabulary = inverted.Vocabulary(inverted.chosen_words(codes, inverted.word_count(4 * len(codes))))
        self._words_at = len(documents)
        self._connection.execute("DELETE FROM words")
        data = self._vocabulary.words.tobytes()
        self._connection.execute("INSERT INTO words VALUES (?, ?)", (data, len(documents)))
        self._drop_segments()
        self._tail, self._tail_segment = documents, None
        self._flush()

    def _flush(self) -> None:
        if not self._tail or self._vocabulary is None:
            return
        segment = self._filed_tail()
        self._store(segment, self._tail[0][0], self._tail[-1][0])
        self._tail, self._tail_segment = [], None
        if len(self._segments) > 8:
            self._join()

    def _store(self, segment: inverted.Segment, first: int, last: int) -> None:
        if self._folder is not None:
            name = f"{first}-{last}.segment"
            inverted.write(segment, self._folder / name)
            self._connection.execute("INSERT OR REPLACE INTO segment VALUES (?, ?, ?)", (name, first, last))
            segment = inverted.read(self._folder / name)
        self._segments.append(segment)

    def _join(self) -> None:
        """One segment out of all small ones, and out of everything when those have grown as large."""
        self._segments.sort(key=len, reverse=True)
        small = sum(len(each) for each in self._segments[1:])
        kept = [] if small * 2 > len(self._segments[0]) else self._segments[:1]
        segment = inverted.joined(self._segments[len(kept) :])
        rows = self._connection.execute("SELECT name, first, last FROM segment ORDER BY first").fetchall()
        if kept:
            rows = [row for row in rows if not self._is_largest(row[0])]
        self._segments = kept
        for name, _first, _last in rows:
            self._connection.execute("DELETE FROM segment WHERE name = ?", (name,))
        first = min((row[1] for row in rows), default=1)
        last = max((row[2] for row in rows), default=self._last_document)
        self._store(segment, first, last)
        for name, _first, _last in rows:
            if self._folder is not None and name != f"{first}-{last}.segment":
                with contextlib.suppress(OSError):
                    (self._folder / name).unlink()

    def _is_largest(self, name: str) -> bool:
        assert self._folder is not None
        sizes = {path.name: path.stat().st_size for path in self._folder.glob("*.segment")}
        return sizes.get(name) == max(sizes.values(), default=0)

    def _filed_tail(self) -> inverted.Segment:
        assert self._vocabulary is not None
        if self._tail_segment is None:
            codes = np.concatenate([pair[1] for pair in self._tail])
            documents = np.repeat([pair[0] for pair in self._tail], [len(pair[1]) for pair in self._tail])
            words = self._vocabulary.nearest(codes)[:, 0]
            self._tail_segment = inverted.filed(words, documents.astype(np.uint32), codes, count=len(self._vocabulary))
        return self._tail_segment

    def _near(self, fingerprint: Fingerprint) -> dict[int, int]:
        """Distance by item number of everything near by hash."""
        bits = _query_bits(fingerprint)
        if not len(bits):
            return {}
        forms = 8 if isinstance(fingerprint, PictureFingerprint) else 2
        return {each.owner: each.distance for each in self._rows.near(bits, most=HASH_NEAR, forms=forms)}

    def _voted(self, fingerprint: Fingerprint, limit: int) -> dict[int, float]:
        """Votes by item number of the most voted."""
        if not self._owners:
            return {}
        best: dict[int, float] = {}
        for codes in _query_codes(fingerprint):
            for owner, weight in self._votes_of(codes, limit):
                best[owner] = max(best.get(owner, 0.0), weight)
        return best

    def _votes_of(self, codes: NDArray[np.uint8], limit: int) -> list[tuple[int, float]]:
        segments = list(self._segments)
        vocabulary = self._vocabulary or inverted.Vocabulary(np.zeros((1, 16), np.uint8))
        if self._tail:
            segments.append(self._filed_tail() if self._vocabulary else _unfiled(self._tail))
        votes = inverted.votes(segments, vocabulary, codes, documents=self._last_document + 1)
        few = np.argsort(-votes)[: limit * 4]
        best: dict[int, float] = {}
        for document in few:
            owner = self._owners.get(int(document))
            if owner is not None and votes[document] > 0 and owner not in best:
                best[owner] = float(votes[document])
        return list(best.items())[:limit]


def _unfiled(tail: list[tuple[int, NDArray[np.uint8]]]) -> inverted.Segment:
    """Everything under one word, while there is too little for words."""
    codes = np.concatenate([pair[1] for pair in tail])
    documents = np.repeat([pair[0] for pair in tail], [len(pair[1]) for pair in tail]).astype(np.uint32)
    return inverted.filed(np.zeros(len(codes), np.int64), documents, codes, count=1)


def _emptied(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _decoded(kind: str, data: bytes) -> Fingerprint:
    if kind == "picture":
        return PictureFingerprint.from_bytes(data)
    if kind == "clip":
        return VideoFingerprint.from_bytes(data)
    raise BadFingerprint(f"unknown kind {kind!r}")


def _hash_rows(fingerprint: Fingerprint) -> tuple[hashes.Words, NDArray[np.int32]]:
    """The hashes filed for a fingerprint, (n, 4), and their tags: a region's number, or a frame's index."""
    if isinstance(fingerprint, PictureFingerprint):
        unique = list(dict.fromkeys((fingerprint.full, fingerprint.inner, fingerprint.content)))
        return hashes.words_of(b"".join(unique)), np.arange(len(unique), dtype=np.int32)
    chosen = changed_frames(fingerprint)
    return hashes.as_words(fingerprint.bits[chosen]), chosen.astype(np.int32)


def changed_frames(fingerprint: VideoFingerprint) -> NDArray[np.int64]:
    """Frames with detail whose hash differs from the one kept before: what is worth filing of a clip."""
    kept: list[int] = []
    for i in np.flatnonzero(fingerprint.texture >= 3):
        if not kept or (fingerprint.bits[i] != fingerprint.bits[kept[-1]]).sum() >= _FRAME_APART:
            kept.append(int(i))
    return np.array(kept, np.int64)


def _query_bits(fingerprint: Fingerprint) -> hashes.Bits:
    if isinstance(fingerprint, PictureFingerprint):
        unique = list(dict.fromkeys((fingerprint.full, fingerprint.inner, fingerprint.content)))
        return hashes.unpacked(np.frombuffer(b"".join(unique), np.uint8).reshape(-1, hashes.HASH_BYTES))
    chosen = changed_frames(fingerprint)
    if len(chosen) > _QUERY_FRAMES:
        chosen = chosen[np.linspace(0, len(chosen) - 1, _QUERY_FRAMES).astype(int)]
    return fingerprint.bits[chosen]


def _documents(fingerprint: Fingerprint) -> list[NDArray[np.uint8]]:
    """The descriptors filed for a fingerprint: of the picture, or of each key frame."""
    if isinstance(fingerprint, PictureFingerprint):
        return [fingerprint.local.codes[: inverted.STRONGEST]]
    return [key.local.codes[: inverted.STRONGEST] for key in fingerprint.keys]


def _query_codes(fingerprint: Fingerprint) -> list[NDArray[np.uint8]]:
    if isinstance(fingerprint, PictureFingerprint):
        return [fingerprint.local.codes] if len(fingerprint.local) else []
    keys = [key for key in fingerprint.keys if len(key.local)]
    if len(keys) > _QUERY_KEYS:
        keys = [keys[i] for i in np.linspace(0, len(keys) - 1, _QUERY_KEYS).astype(int)]
    return [key.local.codes for key in keys]
