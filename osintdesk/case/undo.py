"""Undo and redo: a compensating group of entries each, so that the log never shrinks and both survive reopening."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from osintdesk.case.changes import Change, defaults, same
from osintdesk.case.entries import SET
from osintdesk.case.fold import state_before
from osintdesk.case.log import LogEntry
from osintdesk.core.domain import Json, Ref, split_ref
from osintdesk.core.records import Records


@dataclass(slots=True)
class Steps:
    """The groups that can be undone and those that can be redone, the next one last; made from the log."""

    undo: list[str] = field(default_factory=list)
    redo: list[str] = field(default_factory=list)
    origin: dict[str, str] = field(default_factory=dict)

    def take(self, group: str, undoes: str) -> None:
        """One more step: a new action, the undoing of the last one, or its redoing."""
        self.origin[group] = self.origin.get(undoes, undoes) if undoes else group
        if undoes and undoes in self.undo[-1:]:
            self.undo.pop()
            self.redo.append(group)
        elif undoes and undoes in self.redo[-1:]:
            self.redo.pop()
            self.undo.append(group)
        else:
            self.undo.append(group)
            self.redo.clear()


def steps(groups: Iterable[tuple[str, str]]) -> Steps:
    result = Steps()
    for group, undoes in groups:
        result.take(group, undoes)
    return result


def compensation(connection: sqlite3.Connection, group: list[LogEntry], records: Records) -> list[Change]:
    """The changes that bring back what was there before a group of entries was written."""
    written: dict[Ref, dict[str, Json]] = {}
    for entry in group:
        if entry.kind == SET:
            written.setdefault(entry.ref, {}).update(entry.fields)
    before = {reference: state_before(connection, reference, group[0].number) for reference in written}
    return [c for reference, wrote in written.items() for c in _back(reference, wrote, before[reference], records)]


def _back(reference: Ref, wrote: dict[str, Json], before: dict[str, Json] | None, records: Records) -> Iterator[Change]:
    """What was created is deleted; a field that something else has changed since is left as it is."""
    (table, entity_id), now = split_ref(reference), records.of(reference)
    if now is None:
        return
    if before is None:
        yield Change(table, entity_id, {"deleted": True})
        return
    values, usual = now.values(), defaults(table)
    back = {n: before.get(n, usual[n]) for n, value in wrote.items() if n in usual and same(values[n], value)}
    if back:
        yield Change(table, entity_id, back)
