"""The tables of `case.db`: the log and its companions, and one table per entity, derived from `ENTITIES`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache

from sqlite_utils import Database

from osintdesk.case.changes import Change, defaults, kinds
from osintdesk.core import canonical
from osintdesk.core.domain import ENTITIES, Json, Record

APPLICATION_ID = 0x4F534943  # "OSIC"
MAJOR, MINOR = 1, 0
VERSION = MAJOR * 1000 + MINOR

_COLUMN = {"str": str, "Ref": str, "Json": str, "bool": int, "int": int, "int | None": int}

_LOG = """
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, replica TEXT NOT NULL, seq INTEGER NOT NULL, entity TEXT NOT NULL,
  kind TEXT NOT NULL, hash TEXT NOT NULL, body BLOB NOT NULL, UNIQUE (replica, seq)
) STRICT;
CREATE INDEX entry_of_entity ON entry (entity);
CREATE INDEX entry_that_saw ON entry (number) WHERE kind IN ('join', 'merge');
CREATE TABLE payload (
  number INTEGER PRIMARY KEY REFERENCES entry (number), grp TEXT NOT NULL, step INTEGER NOT NULL,
  undoes TEXT NOT NULL, salt BLOB NOT NULL, payload BLOB
) STRICT;
CREATE INDEX payload_of_group ON payload (grp);
CREATE INDEX payload_of_step ON payload (number) WHERE step = 1;
CREATE TABLE head (
  replica TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL, signature TEXT NOT NULL,
  PRIMARY KEY (replica, seq)
) STRICT;
CREATE TABLE intent (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, raw_name TEXT NOT NULL, folder TEXT NOT NULL, modified_at TEXT NOT NULL,
  begun_at TEXT NOT NULL
) STRICT;
CREATE TABLE conflict (
  tbl TEXT NOT NULL, id TEXT NOT NULL, field TEXT NOT NULL, versions TEXT NOT NULL, PRIMARY KEY (tbl, id, field)
) STRICT;
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""

# Guards against mistakes of the program; who can write the file can drop them, and then the hashes tell.
TRIGGERS = {
    f"entry_{verb.lower()}": f"CREATE TRIGGER entry_{verb.lower()} BEFORE {verb} ON entry "
    "BEGIN SELECT RAISE(ABORT, 'the custody log only grows'); END"
    for verb in ("UPDATE", "DELETE")
}


def create(connection: sqlite3.Connection) -> None:
    """Every table of this version, inside the caller's transaction."""
    for statement in _LOG.split(";\n"):
        connection.execute(statement)
    for statement in TRIGGERS.values():
        connection.execute(statement)
    create_tables(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def create_tables(connection: sqlite3.Connection) -> None:
    """One table per entity."""
    database = Database(connection, execute_plugins=False)
    for table in ENTITIES:
        database.table(table).create(columns(table), pk="id", strict=True)


def drop_tables(connection: sqlite3.Connection) -> None:
    """Forget every derived table; the log stays."""
    for table in ENTITIES:
        connection.execute(f'DROP TABLE IF EXISTS "{table}"')
    connection.execute("DELETE FROM conflict")


@cache
def columns(table: str) -> dict[str, type]:
    return {"id": str, **{name: _COLUMN[kind] for name, kind in kinds(table).items()}}


def tables_fit(connection: sqlite3.Connection) -> bool:
    """Whether the derived tables have the columns that the records have."""
    return all(_columns_of(connection, table) == list(columns(table)) for table in ENTITIES)


def _columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


@cache
def _json_fields(table: str) -> tuple[str, ...]:
    return tuple(name for name, kind in kinds(table).items() if kind == "Json")


@cache
def _bool_fields(table: str) -> tuple[str, ...]:
    return tuple(name for name, kind in kinds(table).items() if kind == "bool")


Row = tuple[object, ...]


def row_of(table: str, entity_id: str, values: dict[str, Json]) -> Row:
    """The table row of an entity with these field values; what is not among them has its default."""
    named = {**defaults(table), **values}
    for name in _json_fields(table):
        named[name] = canonical.dumps(named[name]).decode()
    return (entity_id, *map(named.__getitem__, kinds(table)))


def store(connection: sqlite3.Connection, records: Iterable[Record]) -> None:
    """Write records, in place of those with the same id."""
    by_table: dict[str, list[Row]] = {}
    for record in records:
        by_table.setdefault(record.TABLE, []).append(row_of(record.TABLE, record.id, record.values()))
    for table, found in by_table.items():
        store_rows(connection, table, found)


def store_rows(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """As `store`, rows of one table."""
    connection.executemany(_upsert(table), rows)


@cache
def _upsert(table: str) -> str:
    """Prepared once, this took 4 µs a row where the upsert of sqlite-utils took 13, and 92 for a single one."""
    names = [f'"{name}"' for name in columns(table)]
    marks, updates = ", ".join("?" * len(names)), ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    return f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {updates}'


def settle(connection: sqlite3.Connection, changes: Iterable[Change]) -> None:
    """A write here has seen every version there is, so it ends the conflicts of its fields."""
    keys = [(change.table, change.id, name) for change in changes for name in change.fields]
    connection.executemany("DELETE FROM conflict WHERE tbl = ? AND id = ? AND field = ?", keys)


def read(connection: sqlite3.Connection) -> list[Record]:
    """Every record of every table, in the order of first writing."""
    return [record for table in ENTITIES for record in _read_table(connection, table)]


def rows(connection: sqlite3.Connection, table: str) -> sqlite3.Cursor:
    """Every row of one table, columns in the order of `columns`."""
    selected = ", ".join(f'"{name}"' for name in columns(table))
    return connection.execute(f'SELECT {selected} FROM "{table}" ORDER BY rowid')


def _read_table(connection: sqlite3.Connection, table: str) -> Iterator[Record]:
    cls, names = ENTITIES[table], tuple(columns(table))
    jsons, bools = _json_fields(table), _bool_fields(table)
    for row in rows(connection, table):
        values = dict(zip(names, row, strict=True))
        for name in jsons:
            values[name] = canonical.loads(values[name])
        for name in bools:
            values[name] = values[name] == 1
        yield cls(**values)


def record_from(table: str, entity_id: str, values: dict[str, object]) -> Record:
    """A record from field values; fields of newer programs are left out, missing ones take their default."""
    known = kinds(table)
    return ENTITIES[table](id=entity_id, **{**defaults(table), **{n: v for n, v in values.items() if n in known}})
