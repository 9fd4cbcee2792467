"""The tables made again from the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from osintdesk.case import connection as connecting
from osintdesk.case import schema
from osintdesk.case.fold import Folded, Version, fold, in_bulk, writes
from osintdesk.core import canonical
from osintdesk.core.domain import ENTITIES, Json, split_ref


def fit_tables(connection: sqlite3.Connection) -> None:
    """Tables made by a program that knew other fields are made again."""
    if not schema.tables_fit(connection):
        with connecting.transaction(connection):
            refold(connection)


def refold(connection: sqlite3.Connection) -> None:
    """Drop every table and fold the whole log, inside the caller's transaction."""
    with in_bulk():
        folded = fold(writes(connection))
        schema.drop_tables(connection)
        schema.create_tables(connection)
        for table, rows in told(folded).items():
            schema.store_rows(connection, table, rows.values())
    connection.executemany("INSERT INTO conflict VALUES (?, ?, ?, ?)", conflict_rows(folded))


def told(folded: Folded) -> dict[str, dict[str, schema.Row]]:
    """Every row as the log tells it, by table and id, in order of first writing; what newer programs added is not."""
    result: dict[str, dict[str, schema.Row]] = {table: {} for table in ENTITIES}
    for reference, values in folded.values.items():
        table, entity_id = split_ref(reference)
        if table in result:
            result[table][entity_id] = schema.row_of(table, entity_id, values)
    return result


def conflict_rows(folded: Folded) -> list[tuple[str, str, str, str]]:
    """Rows of the table of conflicts: which field of what, and its versions, the shown one last."""
    return [(*split_ref(reference), name, _versions(found)) for (reference, name), found in folded.conflicts.items()]


def _versions(versions: Iterable[Version]) -> str:
    said: list[Json] = [
        {"value": v.value, "replica": v.replica, "seq": v.seq, "clock": list(v.clock), "by": v.by} for v in versions
    ]
    return canonical.dumps(said).decode()
