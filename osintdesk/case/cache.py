"""What can be made again: thumbnails, key-frame strips, previews, readings, fingerprints and the search index.

`cache.db` is an ordinary SQLite file in WAL mode. Any thread may read and write; each has its own connection. Damaged
or of another version, it is dropped and begins empty; a disk that cannot be written makes it forgetful, never loud.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from osintdesk.case import search
from osintdesk.core import canonical
from osintdesk.core.domain import ENTITIES, Json, Media, Record, Ref, ref, split_ref
from osintdesk.core.records import Records

VERSION = 1

_TABLES = """
CREATE TABLE thumbnail (sha TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE strip (
  sha TEXT NOT NULL, place INTEGER NOT NULL, seconds TEXT NOT NULL, pts INTEGER NOT NULL, idx INTEGER NOT NULL,
  data BLOB NOT NULL, PRIMARY KEY (sha, place)
) STRICT;
CREATE TABLE readings (sha TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE fingerprint (kind TEXT NOT NULL, sha TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (kind, sha)) STRICT;
CREATE TABLE preview (key TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE known (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE text (
  number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, ref TEXT NOT NULL, tbl TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE words USING fts5 (body, content = '', tokenize = 'ascii');
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a key-frame strip: time in seconds as text, presentation time stamp, index, JPEG."""

    seconds: str
    pts: int
    index: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that holds what was searched for, with the words around it and the field they are in."""

    ref: Ref
    snippet: str
    field: str = ""


class Followed(Protocol):
    """What the search index follows: a case file."""

    records: Records
    case_id: str

    def length(self) -> int: ...
    def touched(self, *, after: int) -> list[Ref]: ...


class Cache:
    """The cache of one case folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._target = path.absolute().as_uri()
        self._own = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.RLock()
        self._closed = False
        self._prepare()

    @classmethod
    def of(cls, folder: Path) -> Self:
        """The cache in a case folder."""
        return cls(folder / "cache.db")

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._drop_connections()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # The file

    def _prepare(self) -> None:
        """Ready for use: the tables of this version, or new ones."""
        with self._lock:
            try:
                version = self._connection().execute("PRAGMA user_version").fetchone()[0]
                if version == VERSION:
                    return
            except (sqlite3.Error, OSError):
                pass
            self._begin_anew()

    def _begin_anew(self) -> None:
        self._drop_connections()
        try:
            _remove(self._path)
            _make(self._connection())
        except (sqlite3.Error, OSError):
            # Nowhere to keep anything: work from memory until the case is closed.
            self._drop_connections()
            self._target = f"file:osintdesk-{id(self)}?mode=memory&cache=shared"
            _make(self._connection())

    def _drop_connections(self) -> None:
        for connection in self._all:
            connection.close()
        self._all.clear()
        self._own = threading.local()

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if found is None:
            found = _open(self._target)
            self._own.connection = found
            with self._lock:
                self._all.append(found)
        return found

    def _read(self, query: str, values: Iterable[Any] = ()) -> list[Any]:
        """Rows; none when the file is damaged, which is then made anew."""
        try:
            return self._connection().execute(query, tuple(values)).fetchall()
        except sqlite3.Error:
            self._recover()
            return []

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Everything put inside is one transaction (one at a time among all threads); may be nested."""
        with self._lock:
            if not self._begun():
                yield
                return
            try:
                yield
                self._commit()
            except sqlite3.Error:
                self._recover()
            except BaseException:
                self._connection().rollback()
                raise

    def _commit(self) -> None:
        connection = self._connection()
        if connection.in_transaction:
            connection.execute("COMMIT")

    def _begun(self) -> bool:
        """Begin a transaction; False inside of one. Where none can begin, every write stands for itself."""
        connection = self._connection()
        if connection.in_transaction:
            return False
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            self._recover()
        return True

    def _recover(self) -> None:
        """After an error: keep a sound file (it was only full or busy), replace a damaged one."""
        with self._lock:
            if self._closed:
                return
            try:
                connection = self._connection()
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            except sqlite3.Error:
                sound = False
            if not sound:
                self._begin_anew()

    def _write(self, query: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with self.writing():
            self._connection().executemany(query, rows)

    # Pictures and readings

    def thumbnail(self, sha: str) -> bytes | None:
        return self._one("SELECT data FROM thumbnail WHERE sha = ?", sha)

    def put_thumbnail(self, sha: str, data: bytes) -> None:
        self._write("INSERT OR REPLACE INTO thumbnail VALUES (?, ?)", [(sha, data)])

    def strip(self, sha: str) -> list[Frame]:
        """The key-frame strip in order of time, empty when there is none."""
        rows = self._read("SELECT seconds, pts, idx, data FROM strip WHERE sha = ? ORDER BY place", (sha,))
        return [Frame(*row) for row in rows]

    def put_strip(self, sha: str, frames: Iterable[Frame | tuple[str, int, int, bytes]]) -> None:
        """The whole strip of a media item, in place of the one before."""
        kept = [f if isinstance(f, Frame) else Frame(*f) for f in frames]
        rows = [(sha, place, f.seconds, f.pts, f.index, f.data) for place, f in enumerate(kept)]
        with self.writing():
            self._write("DELETE FROM strip WHERE sha = ?", [(sha,)])
            self._write("INSERT INTO strip VALUES (?, ?, ?, ?, ?, ?)", rows)

    def readings(self, sha: str) -> list[dict[str, Json]] | None:
        """Every metadata reading of a media item; None when it was not read yet."""
        data = self._one("SELECT data FROM readings WHERE sha = ?", sha)
        return None if data is None else list(canonical.loads(data))

    def put_readings(self, sha: str, readings: list[dict[str, Json]]) -> None:
        """Keep the readings, and let search find the media item by every value in them."""
        with self.writing():
            self._write("INSERT OR REPLACE INTO readings VALUES (?, ?)", [(sha, canonical.dumps(readings))])
            self._index([_text_of_readings(sha, readings)])

    def fingerprint(self, sha: str, kind: str) -> bytes | None:
        return self._one("SELECT data FROM fingerprint WHERE sha = ? AND kind = ?", sha, kind)

    def put_fingerprint(self, sha: str, kind: str, data: bytes) -> None:
        self._write("INSERT OR REPLACE INTO fingerprint VALUES (?, ?, ?)", [(kind, sha, data)])

    def fingerprints(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """SHA-256 and fingerprint of every media item that has one of this kind."""
        yield from self._read("SELECT sha, data FROM fingerprint WHERE kind = ? ORDER BY sha", (kind,))

    def preview(self, key: str) -> bytes | None:
        return self._one("SELECT data FROM preview WHERE key = ?", key)

    def put_preview(self, key: str, data: bytes) -> None:
        self._write("INSERT OR REPLACE INTO preview VALUES (?, ?)", [(key, data)])

    def _one(self, query: str, *values: str) -> bytes | None:
        rows = self._read(query, values)
        return bytes(rows[0][0]) if rows else None

    # Search

    def index(self, reference: Ref, text: Mapping[str, str]) -> None:
        """Find `reference` by `text` (by field) from now on; no text takes it out."""
        self.index_all([(reference, text)])

    def index_all(self, found: Iterable[tuple[Ref, Mapping[str, str]]]) -> None:
        """As `index`, many in one transaction."""
        self._index((reference, reference, text) for reference, text in found)

    def _index(self, found: Iterable[tuple[str, Ref, Mapping[str, str]]]) -> None:
        """Key of the row, what is found by it, and the text."""
        with self.writing():
            connection = self._connection()
            for key, reference, text in found:
                _take_out(connection, key)
                if text:
                    _put_in(connection, key, reference, text)

    def reindex(self, records: Records) -> None:
        """Make the search index anew, from the records and the readings kept here."""
        with self.writing():
            connection = self._connection()
            connection.execute("DELETE FROM text")
            connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
            for cls in ENTITIES.values():
                self.index_all((r.ref, search.texts(r)) for r in records.all(cls))
            kept = connection.execute("SELECT sha, data FROM readings ORDER BY sha").fetchall()
            self._index(_text_of_readings(sha, canonical.loads(data)) for sha, data in kept)

    def follow(self, case: Followed) -> int:
        """Bring the search index up to the case's newest entry; returns how many records were looked at."""
        number, indexed = case.length(), self._indexed(case.case_id)
        if indexed is None or indexed > number:
            with self.writing():
                self.reindex(case.records)
                self._note_indexed(case.case_id, number)
            return number
        touched = case.touched(after=indexed) if indexed < number else []
        if touched:
            with self.writing():
                self.index_all((reference, _text_of(case.records.of(reference))) for reference in touched)
                self._note_indexed(case.case_id, number)
        return len(touched)

    def _indexed(self, case_id: str) -> int | None:
        rows = self._read("SELECT value FROM known WHERE name = ?", (f"indexed {case_id}",))
        return int(rows[0][0]) if rows else None

    def _note_indexed(self, case_id: str, number: int) -> None:
        self._write("INSERT OR REPLACE INTO known VALUES (?, ?)", [(f"indexed {case_id}", str(number))])

    def search(self, words: str, *, tables: Iterable[str] | None = None, limit: int = 100) -> list[Hit]:
        """Records that hold every word (as a beginning; in quotes exactly), the best first. Any input is allowed."""
        asked = search.question(words)
        if not asked:
            return []
        chosen = list(tables) if tables is not None else []
        only = f"AND tbl IN ({', '.join('?' * len(chosen))}) " if tables is not None else ""
        rows = self._read(
            "SELECT ref, fields FROM words JOIN text ON text.number = words.rowid "
            f"WHERE words MATCH ? {only}ORDER BY rank, ref LIMIT ?",
            (asked, *chosen, 2 * limit),
        )
        starts = search.sought(words)
        hits = {reference: _hit(reference, canonical.loads(fields), starts) for reference, fields in reversed(rows)}
        return list(reversed(hits.values()))[:limit]


def _hit(reference: Ref, fields: dict[str, str], starts: list[str]) -> Hit:
    for name, text in fields.items():
        if found := search.snippet(text, starts):
            return Hit(reference, found, name)
    return Hit(reference, "")


def _text_of(record: Record | None) -> dict[str, str]:
    return {} if record is None or record.deleted else search.texts(record)


def _text_of_readings(sha: str, readings: list[dict[str, Json]]) -> tuple[str, Ref, dict[str, str]]:
    values = "\n".join(str(reading.get("value", "")) for reading in readings)
    return f"readings:{sha}", ref(Media.TABLE, sha), {"readings": values} if values.strip() else {}


def _body(text: Mapping[str, str]) -> str:
    words = [token for part in text.values() for token in search.tokens(part)]
    return " ".join(words + search.bare(words))


def _take_out(connection: sqlite3.Connection, key: str) -> None:
    """The index keeps no text of its own, so what was put in must be told again to take it out."""
    for number, fields in connection.execute("SELECT number, fields FROM text WHERE key = ?", (key,)).fetchall():
        body = _body(canonical.loads(fields))
        connection.execute("INSERT INTO words (words, rowid, body) VALUES ('delete', ?, ?)", (number, body))
        connection.execute("DELETE FROM text WHERE number = ?", (number,))


def _put_in(connection: sqlite3.Connection, key: str, reference: Ref, text: Mapping[str, str]) -> None:
    clean = {name: part.encode(errors="replace").decode() for name, part in text.items()}
    cursor = connection.execute(
        "INSERT INTO text (key, ref, tbl, fields) VALUES (?, ?, ?, ?)",
        (key, reference, split_ref(reference)[0], canonical.dumps(clean).decode()),
    )
    connection.execute("INSERT INTO words (rowid, body) VALUES (?, ?)", (cursor.lastrowid, _body(clean)))


def _open(target: str) -> sqlite3.Connection:
    connection = sqlite3.connect(target, uri=True, isolation_level=None, timeout=5, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA trusted_schema = OFF")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _make(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    for statement in _TABLES.split(";\n"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def state(path: Path) -> str:
    """`sound`, `absent` or `damaged`; nothing is changed."""
    if not path.exists():
        return "absent"
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=5)
        try:
            return "sound" if connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok" else "damaged"
        finally:
            connection.close()
    except sqlite3.Error:
        return "damaged"
