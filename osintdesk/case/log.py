"""The custody log in `case.db`: appended to, read, and searched by entity and group."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from osintdesk.case.entries import Clock, Entry, Head, Payload, read_payload
from osintdesk.core import canonical
from osintdesk.core.domain import Json, Ref

_COLUMNS = "entry.number, entry.hash, entry.body, payload.payload"
_FROM = "FROM entry LEFT JOIN payload ON payload.number = entry.number"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the custody log for people: who did what to which entity, when (UTC), and why.

    `number` counts arrivals in this copy of the case; `replica` and `seq` name the entry everywhere. `kind` is `set`,
    `note`, `join` or `merge`; a note has an `event` (export, check …) with its facts in `fields`. `withheld`: the
    content was removed, the chain still verifies.
    """

    number: int
    replica: str
    seq: int
    hash: str
    at: str
    by: str
    label: str
    kind: str
    ref: Ref
    fields: dict[str, Json]
    why: str
    group: str
    event: str = ""
    undoes: str = ""
    step: bool = False
    withheld: bool = False


def shown_time(milliseconds: int) -> str:
    """RFC 3339 in UTC, always with milliseconds."""
    moment = datetime.fromtimestamp(milliseconds // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"


class Log:
    """Reads and appends; transactions are the caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def append(self, entries: list[Entry]) -> int:
        """Take `entries` in and return the number of the last one."""
        number = self.length()
        for entry in entries:
            number += 1
            said = read_payload(entry.payload)
            self._connection.execute(
                "INSERT INTO entry (number, replica, seq, entity, kind, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, entry.replica, entry.seq, entry.entity, entry.kind, entry.hash, entry.body),
            )
            self._connection.execute(
                "INSERT INTO payload (number, grp, step, undoes, salt, payload) VALUES (?, ?, ?, ?, ?, ?)",
                (number, said.group, said.step, said.undoes, entry.salt, entry.payload),
            )
        return number

    def length(self) -> int:
        """The number of the last entry, 0 in an empty log."""
        return int(self._connection.execute("SELECT coalesce(max(number), 0) FROM entry").fetchone()[0])

    def heads(self) -> dict[str, Head]:
        """The end of every replica's chain."""
        rows = self._connection.execute("SELECT replica, max(seq), hash FROM entry GROUP BY replica ORDER BY replica")
        return {row[0]: Head(*row) for row in rows}

    def hash_at(self, replica: str, seq: int) -> str | None:
        """The hash of one entry, None when it is not in this log."""
        found = self._connection.execute("SELECT hash FROM entry WHERE replica = ? AND seq = ?", (replica, seq))
        return next((str(row[0]) for row in found), None)

    def last_clock(self) -> Clock:
        """The greatest clock of any chain's end."""
        query = "SELECT body, max(seq) FROM entry GROUP BY replica"
        clocks = [tuple(canonical.loads(row[0])["t"]) for row in self._connection.execute(query)]
        return max(clocks, default=(0, 0))

    def entries(
        self, *, of: Ref | None = None, after: int = 0, limit: int | None = None, newest_first: bool = False
    ) -> list[LogEntry]:
        """Entries for people, all or those of one entity, numbers above `after`."""
        where = "entry.number > :after" + (" AND entry.entity = :of" if of is not None else "")
        order = "DESC" if newest_first else "ASC"
        query = f"SELECT {_COLUMNS} {_FROM} WHERE {where} ORDER BY entry.number {order} LIMIT :limit"
        values = {"after": after, "of": of, "limit": -1 if limit is None else limit}
        return list(map(_shown, self._connection.execute(query, values)))

    def group(self, group: str) -> list[LogEntry]:
        """The entries of one group, in order."""
        query = f"SELECT {_COLUMNS} {_FROM} WHERE payload.grp = ? ORDER BY entry.number"
        return list(map(_shown, self._connection.execute(query, (group,))))

    def label(self, group: str) -> str:
        """What the action of a group is called, empty when its content is withheld."""
        query = "SELECT payload FROM payload WHERE grp = ? ORDER BY number LIMIT 1"
        row = self._connection.execute(query, (group,)).fetchone()
        return _said(row[0] if row else None).label

    def touched(self, *, after: int) -> list[Ref]:
        """The entities that entries above `after` speak of, each once."""
        query = "SELECT entity FROM entry WHERE number > ? GROUP BY entity ORDER BY min(number)"
        return [row[0] for row in self._connection.execute(query, (after,))]

    def steps(self, replica: str) -> list[tuple[str, str]]:
        """Every undo step of one replica in order: its group, and the group that it undoes or an empty string."""
        query = (
            "SELECT grp, undoes FROM payload JOIN entry ON entry.number = payload.number "
            "WHERE step = 1 AND replica = ? ORDER BY payload.number"
        )
        return list(self._connection.execute(query, (replica,)))


def _said(payload: bytes | None) -> Payload:
    """The content; that of an entry whose content was withheld or is damaged is empty (the check tells which)."""
    try:
        return read_payload(payload)
    except ValueError:
        return read_payload(None)


def _shown(row: tuple[int, str, bytes, bytes | None]) -> LogEntry:
    number, digest, body, payload = row
    head: dict[str, Any] = canonical.loads(body)
    said = _said(payload)
    return LogEntry(
        number=number,
        replica=head["r"],
        seq=head["s"],
        hash=digest,
        at=shown_time(head["t"][0]),
        by=said.by,
        label=said.label,
        kind=head["k"],
        ref=head["e"],
        fields=said.fields,
        why=said.why,
        group=said.group,
        event=said.event,
        undoes=said.undoes,
        step=said.step,
        withheld=payload is None,
    )
