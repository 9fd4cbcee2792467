"""The case as read model: every record in memory, by table and id, with look-ups by any field."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

from osintdesk.core.domain import ENTITIES, Case, Media, Record, Ref, split_ref
from osintdesk.core.errors import UsageError

R = TypeVar("R", bound=Record)
_NONE: dict[str, None] = {}
_ABSENT = object()


class Records:
    """All records of a case. Records are immutable, so a reader may hold one while the case goes on."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._tables: dict[str, dict[str, Record]] = {table: {} for table in ENTITIES}
        self._lookups: dict[tuple[str, str], dict[object, dict[str, None]]] = {}
        self._numbers: dict[int, str] = {}
        # The case's thread writes while others look up.
        self._lock = threading.RLock()
        for record in records:
            self.put(record)

    def put(self, record: Record) -> None:
        """Take `record` in, in place of the one with the same id."""
        with self._lock:
            before = self._tables[record.TABLE].get(record.id)
            self._tables[record.TABLE][record.id] = record
            self._look_up(record.TABLE, before, record)
            if isinstance(record, Media):
                self._numbers[record.exhibit] = record.id

    def drop(self, cls: type[Record], entity_id: str) -> None:
        """Forget a record that was never written (an undone creation leaves a tombstone instead)."""
        with self._lock:
            before = self._tables[cls.TABLE].pop(entity_id, None)
            self._look_up(cls.TABLE, before, None)

    def _look_up(self, table: str, before: Record | None, after: Record | None) -> None:
        """Keep the look-ups right; a record whose value stays keeps its place in the order."""
        for (name, field), lookup in self._lookups.items():
            if name != table:
                continue
            old, new = (getattr(r, field) if r is not None else _ABSENT for r in (before, after))
            if old != new and before is not None:
                lookup.get(old, {}).pop(before.id, None)
            if after is not None:
                lookup.setdefault(new, {}).setdefault(after.id, None)

    def get(self, cls: type[R], entity_id: str) -> R | None:
        """The record, also when deleted; None when there is none."""
        found = self._tables[cls.TABLE].get(entity_id)
        return found if isinstance(found, cls) else None

    def one(self, cls: type[R], entity_id: str) -> R:
        """The record; UsageError when there is none or it was deleted."""
        found = self.get(cls, entity_id)
        if found is None or found.deleted:
            raise UsageError(f"There is no {cls.TABLE.replace('_', ' ')} “{entity_id}” in this case.")
        return found

    def of(self, reference: Ref) -> Record | None:
        """The record that a reference names, None when there is none."""
        table, entity_id = split_ref(reference)
        return self._tables.get(table, {}).get(entity_id)

    def all(self, cls: type[R], *, deleted: bool = False) -> Iterator[R]:
        """Every record of one kind, in the order of their first writing."""
        for record in list(self._tables[cls.TABLE].values()):
            if isinstance(record, cls) and (deleted or not record.deleted):
                yield record

    def where(self, cls: type[R], **field: object) -> list[R]:
        """The records (not deleted) whose one named field equals the value, e.g. `where(Sighting, media=sha)`."""
        ((name, value),) = field.items()
        with self._lock:
            table = self._tables[cls.TABLE]
            found = [table[i] for i in self._lookup(cls, name).get(value, _NONE)]
        return [r for r in found if isinstance(r, cls) and not r.deleted]

    def _lookup(self, cls: type[Record], field: str) -> dict[object, dict[str, None]]:
        key = (cls.TABLE, field)
        if key not in self._lookups:
            lookup: dict[object, dict[str, None]] = {}
            for record in self._tables[cls.TABLE].values():
                lookup.setdefault(getattr(record, field), {})[record.id] = None
            self._lookups[key] = lookup
        return self._lookups[key]

    def count(self, cls: type[Record]) -> int:
        """How many records (not deleted) there are."""
        return sum(not r.deleted for r in list(self._tables[cls.TABLE].values()))

    @property
    def case(self) -> Case:
        return next(self.all(Case), None) or Case(id="")

    def exhibit(self, number: str | int) -> Media:
        """A media item by `EX-0012`, `ex12`, `12`, or its SHA-256 (8 digits or more); UsageError when unknown."""
        text = str(number).strip()
        digits = text.upper().removeprefix("EX-").removeprefix("EX")
        if digits.isdecimal() and len(digits) < 8 and int(digits) in self._numbers:
            return self.one(Media, self._numbers[int(digits)])
        if len(text) >= 8:
            found = [m for m in self.all(Media) if m.id.startswith(text.lower())]
            if len(found) == 1:
                return found[0]
        raise UsageError(f"There is no exhibit “{number}” in this case.")
