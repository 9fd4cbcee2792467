"""A damaged `case.db` made again from every row of the log that can still be read."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from osintdesk.case import connection as connecting
from osintdesk.case import folder as case_folder
from osintdesk.case import refold, schema
from osintdesk.core import canonical, files
from osintdesk.core.errors import CaseDamaged

_KEPT = ("entry", "payload", "head", "intent")
# One bad inner page hides some thousand rows.
_PATIENCE = 50_000
_NOT_A_DATABASE = 26


def repair(folder: Path) -> Path:
    """Write a new `case.db`, then change places with the old one, which keeps its bytes under the returned name.

    CaseInUse when a process has it open, CaseDamaged when not one entry can be read.
    """
    connecting.require_free(folder)
    place = connecting.copy_aside(folder)
    fresh = folder / f"fresh-{secrets.token_hex(4)}"
    try:
        fresh.mkdir()
        with connecting.reading_errors(folder):
            _make_again(place / "case.db", fresh, folder)
        return _change_places(folder, fresh)
    except OSError as error:
        raise files.unwritable(folder, error) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(fresh, ignore_errors=True)


def _make_again(damaged: Path, fresh: Path, folder: Path) -> None:
    source = sqlite3.connect(damaged, isolation_level=None)
    target = connecting.new_database(fresh)
    try:
        with connecting.transaction(target):
            schema.create(target)
            for table in _KEPT:
                _copy_rows(source, target, table)
            target.execute("DELETE FROM payload WHERE number NOT IN (SELECT number FROM entry)")
            target.execute("INSERT INTO fact (name, value) VALUES ('case', ?)", (_case_id(target, folder),))
            refold.refold(target)
    finally:
        source.close()
        target.close()


def _copy_rows(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> None:
    marks = ", ".join("?" * len(target.execute(f"PRAGMA table_info({table})").fetchall()))
    for row in _readable(source, table):
        target.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)


def _readable(source: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    """Rows in order of their number; where a page is bad, the next numbers are tried until one can be read again."""
    query = f"SELECT rowid, * FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT 1"
    place, bad = 0, 0
    while bad < _PATIENCE:
        try:
            row = source.execute(query, (place,)).fetchone()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF == _NOT_A_DATABASE:
                return
            place, bad = place + 1, bad + 1
            continue
        if row is None:
            return
        place, bad = row[0], 0
        yield row[1:]


def _case_id(target: sqlite3.Connection, folder: Path) -> str:
    row = target.execute("SELECT body FROM entry ORDER BY number LIMIT 1").fetchone()
    if row is None:
        raise CaseDamaged(f"Nothing of the log of “{folder.name}” can be read. Restore case.db from a backup.")
    return str(canonical.loads(row[0])["case"])


def _change_places(folder: Path, fresh: Path) -> Path:
    path = case_folder.database(folder)
    kept = next(p for n in range(1, 10_000) if not (p := folder / f"case.db.damaged-{n}").exists())
    for suffix in ("-wal", ""):
        if (old := path.with_name(path.name + suffix)).exists():
            old.rename(kept.with_name(kept.name + suffix))
    case_folder.database(fresh).rename(path)
    files.sync_folder(folder)
    return kept
