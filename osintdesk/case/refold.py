"""The tables made again from the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from osintdesk.case import connection as connecting
from osintdesk.case import schema
from osintdesk.case.fold import Folded, Version, fold, writes
from osintdesk.core import canonical
from osintdesk.core.domain import ENTITIES, Json, Record, split_ref


def fit_tables(connection: sqlite3.Connection) -> None:
    """Tables made by a program that knew other fields are made again."""
    if not schema.tables_fit(connection):
        with connecting.transaction(connection):
            refold(connection)


def refold(connection: sqlite3.Connection) -> None:
    """Drop every table and fold the whole log, inside the caller's transaction."""
    folded = fold(writes(connection))
    schema.drop_tables(connection)
    schema.create_tables(connection)
    schema.store(connection, records(folded))
    connection.executemany("INSERT INTO conflict VALUES (?, ?, ?, ?)", conflict_rows(folded))


def records(folded: Folded) -> list[Record]:
    """Every record as the log tells it, in order of first writing; entities of newer programs are left out."""
    named = ((split_ref(reference), values) for reference, values in folded.values.items())
    return [schema.record_from(table, entity_id, v) for (table, entity_id), v in named if table in ENTITIES]


def conflict_rows(folded: Folded) -> list[tuple[str, str, str, str]]:
    """Rows of the table of conflicts: which field of what, and its versions, the shown one last."""
    return [(*split_ref(reference), name, _versions(found)) for (reference, name), found in folded.conflicts.items()]


def _versions(versions: Iterable[Version]) -> str:
    said: list[Json] = [
        {"value": v.value, "replica": v.replica, "seq": v.seq, "clock": list(v.clock), "by": v.by} for v in versions
    ]
    return canonical.dumps(said).decode()
