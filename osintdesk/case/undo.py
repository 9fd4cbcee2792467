"""Undo and redo: a compensating group of entries each, so that the log never shrinks and both survive reopening."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from osintdesk.case.changes import Change, defaults, same
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


def compensation(
    written: dict[Ref, dict[str, Json]], before: dict[Ref, dict[str, Json] | None], records: Records
) -> list[Change]:
    """The changes that bring back the values `before` a group wrote `written` (None: the entity was not there).

    A field that something else has changed since is left as it is.
    """
    changes = []
    for reference, fields in written.items():
        table, entity_id = split_ref(reference)
        now = records.of(reference)
        if now is None:
            continue
        earlier = before[reference]
        if earlier is None:
            changes.append(Change(table, entity_id, {"deleted": True}))
            continue
        values, usual = now.values(), defaults(table)
        back = {n: earlier.get(n, usual[n]) for n, wrote in fields.items() if n in usual and same(values[n], wrote)}
        if back:
            changes.append(Change(table, entity_id, back))
    return changes
