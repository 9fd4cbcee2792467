"""The one connection to `case.db`: exclusive, durable at every commit, its errors as sentences."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from osintdesk.case import folder as case_folder
from osintdesk.case import schema
from osintdesk.core.errors import CaseDamaged, CaseError, CaseInUse, CaseTooNew, KnownError, StorageProblem
from osintdesk.core.text import visible

# Closing any descriptor of a file drops this process's locks on it, so a case that this process holds is never touched
# by other means.
_HELD: set[Path] = set()
_BUSY = 5
_UNWRITABLE = "“{}” cannot be written. Check its permissions, or open it read-only."


def connect(folder: Path) -> sqlite3.Connection:
    """Take the case for this process; CaseInUse, CaseTooNew, CaseDamaged or CaseError otherwise."""
    path = _existing(folder)
    if path in _HELD:
        raise CaseInUse(f"“{folder.name}” is already open here.")
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise StorageProblem(_UNWRITABLE.format(folder.name))
    with reading_errors(folder):
        connection = _exclusive(path, folder)
    _HELD.add(path)
    return connection


def release(connection: sqlite3.Connection, folder: Path) -> None:
    """Give the case back."""
    try:
        connection.close()
    finally:
        _HELD.discard(case_folder.database(folder).resolve())


def _existing(folder: Path) -> Path:
    path = case_folder.database(folder).resolve()
    try:
        if path.is_file():
            return path
    except OSError as error:
        raise CaseError(f"“{folder}” cannot be opened: {error.strerror}.") from error
    raise CaseError(f"There is no case at “{folder}”.")


def _exclusive(path: Path, folder: Path) -> sqlite3.Connection:
    # mode=rw: a case.db that vanished must not come back empty.
    connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=0.5)
    try:
        _settings(connection)
        check_version(connection, folder)
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF == _BUSY:
            raise CaseInUse(case_folder.in_use_sentence(folder)) from error
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def _settings(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("COMMIT")


def new_database(folder: Path) -> sqlite3.Connection:
    """An empty `case.db` in a folder that nobody else knows yet."""
    connection = sqlite3.connect(case_folder.database(folder), isolation_level=None)
    _settings(connection)
    return connection


def check_version(connection: sqlite3.Connection, folder: Path) -> None:
    """CaseDamaged when this is not a case's database, CaseTooNew when this program cannot know what it means."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != schema.APPLICATION_ID:
        raise CaseDamaged(f"The file case.db in “{folder.name}” is not a case's. Restore it from a backup.")
    if version // 1000 > schema.MAJOR:
        raise CaseTooNew(
            f"“{folder.name}” was written by a newer OSINT Desk (case format {version // 1000}, this program knows "
            f"{schema.MAJOR}). Update the program to open it."
        )
    _refuse_strange_code(connection, folder)


def _refuse_strange_code(connection: sqlite3.Connection, folder: Path) -> None:
    """Triggers and views run on their own; one that is not ours could forge what is shown."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
    strange = [name for name, sql in rows if schema.TRIGGERS.get(name) != sql]
    if strange:
        raise CaseDamaged(
            f"The file case.db in “{folder.name}” holds program code that OSINT Desk did not put there "
            f"({', '.join(strange)}). Do not trust this copy; ask for a package of the case instead."
        )


@contextmanager
def known_errors(folder: Path) -> Iterator[None]:
    """SQLite's errors as sentences."""
    try:
        yield
    except sqlite3.Error as error:
        raise sentence(error, folder) from error


@contextmanager
def reading_errors(folder: Path) -> Iterator[None]:
    """As `known_errors`, and what the file should not hold: text that is no text, JSON that is none, columns gone."""
    try:
        with known_errors(folder):
            yield
    except (ValueError, TypeError, LookupError, sqlite3.Error) as error:
        raise damaged(error, folder) from error


def damaged(error: Exception, folder: Path) -> CaseDamaged:
    return CaseDamaged(
        f"The file case.db in “{folder.name}” is damaged ({visible(str(error))}). The originals are not touched by "
        "that. Run the check with rebuilding, or restore case.db from a backup."
    )


def sentence(error: sqlite3.Error, folder: Path) -> KnownError:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case 13:
            return StorageProblem(f"The disk of “{folder.name}” is full. Free some space, then try again.")
        case 5:
            return CaseInUse(case_folder.in_use_sentence(folder))
        case 3 | 8 | 14 | 23:
            return StorageProblem(_UNWRITABLE.format(folder.name))
        case 10:
            return StorageProblem(
                f"The disk failed while “{folder.name}” was being used. Close the case, check the disk, open it again."
            )
        case 11 | 26:
            return damaged(error, folder)
        case _ if "decode" in str(error):
            return damaged(error, folder)
        case _:
            raise error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, durable when it ends."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def connect_copy(folder: Path) -> tuple[sqlite3.Connection, Path]:
    """A read-only connection to a copy of `case.db`, and the copy's folder, to be removed by `discard_copy`."""
    place = copy_aside(folder)
    try:
        with reading_errors(folder):
            connection = sqlite3.connect(place / "case.db", isolation_level=None)
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA trusted_schema = OFF")
            check_version(connection, folder)
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return connection, place


def require_free(folder: Path) -> None:
    """CaseInUse when a process has the case open; a file too damaged to tell is taken for free."""
    path = _existing(folder)
    connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=0.5)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF == _BUSY:
            raise sentence(error, folder) from error
    finally:
        connection.close()


def copy_aside(folder: Path) -> Path:
    """A new folder with a copy of `case.db` and its WAL as they were at one moment."""
    path = _existing(folder)
    if path in _HELD:
        raise CaseInUse(f"“{folder.name}” is already open here.")
    place = Path(tempfile.mkdtemp(prefix="osintdesk-"))
    try:
        _copy_steadily(path, place / "case.db")
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    return place


def discard_copy(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)


def _copy_steadily(path: Path, target: Path) -> None:
    """Copy database and WAL as they were at one moment: tried again while the other process moves pages."""
    wal = path.with_name(path.name + "-wal")
    for attempt in range(20):
        before = _state(path, wal)
        try:
            shutil.copyfile(path, target)
            _copy_if_there(wal, target.with_name(target.name + "-wal"))
        except OSError as error:
            raise CaseError(f"“{path.parent.name}” cannot be read: {error.strerror}.") from error
        if _state(path, wal) == before:
            return
        time.sleep(0.05 * (attempt + 1))
    raise CaseInUse(f"{case_folder.in_use_sentence(path.parent)} It is being written all the time; try again later.")


def _copy_if_there(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    if source.exists():
        shutil.copyfile(source, target)


def _state(path: Path, wal: Path) -> tuple[object, ...]:
    """What changes when pages move into the database or the WAL begins anew; appending to the WAL is no matter."""
    state = path.stat()
    try:
        with wal.open("rb") as stream:
            start = stream.read(32)
    except FileNotFoundError:
        start = b""
    return state.st_size, state.st_mtime_ns, state.st_ino, start
