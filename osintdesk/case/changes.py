"""Changes to a case before they are written: made from records, checked against the record classes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from functools import cache

from osintdesk.core import canonical
from osintdesk.core.domain import ENTITIES, Json, Record, Ref, ref
from osintdesk.core.errors import UsageError
from osintdesk.core.records import Records


@dataclass(frozen=True, slots=True)
class Change:
    """Sets `fields` of one entity. `whole`: every field that is not named goes back to its default."""

    table: str
    id: str
    fields: dict[str, Json] = field(default_factory=dict)
    whole: bool = False

    @property
    def ref(self) -> Ref:
        return ref(self.table, self.id)


@dataclass(frozen=True, slots=True)
class Commit:
    """What one group of entries changed; `group` is empty when nothing had to be written."""

    group: str
    label: str
    changed: tuple[Ref, ...]
    at: str
    undoes: str = ""


def put(record: Record) -> Change:
    """The entity becomes exactly `record`; a deleted one comes back when the record is not."""
    usual = defaults(record.TABLE)
    return Change(record.TABLE, record.id, {n: v for n, v in record.values().items() if v != usual[n]}, whole=True)


def edit(record: Record, **values: Json) -> Change:
    """Only those of the given fields that really differ from `record`."""
    return Change(record.TABLE, record.id, {n: v for n, v in values.items() if getattr(record, n) != v})


def remove(record: Record) -> Change:
    """The tombstone: the record is hidden, kept, and can come back."""
    return Change(record.TABLE, record.id, {"deleted": True})


@cache
def defaults(table: str) -> dict[str, Json]:
    """The value of every field but the id in a record of which nothing is known."""
    return {name: canonical.normal(value) for name, value in ENTITIES[table](id="").values().items()}


_KINDS: dict[str, tuple[str, Callable[[Json], bool]]] = {
    "str": ("text", lambda value: type(value) is str),
    "Ref": ("a reference", lambda value: type(value) is str),
    "bool": ("yes or no", lambda value: type(value) is bool),
    "int": ("a whole number", lambda value: type(value) is int),
    "int | None": ("a whole number or nothing", lambda value: value is None or type(value) is int),
    "Json": ("anything", lambda value: True),
}


@cache
def kinds(table: str) -> dict[str, str]:
    """The declared kind of every field but the id: a key of `_KINDS`."""
    found = {f.name: str(f.type) for f in fields(ENTITIES[table]) if f.name != "id"}
    unknown = set(found.values()) - _KINDS.keys()
    if unknown:
        raise TypeError(f"{table} has fields of a kind that cannot be stored: {unknown}")
    return found


def checked(change: Change) -> Change:
    """`change` with its values in canonical form; UsageError when a table, field or value does not belong there."""
    if change.table not in ENTITIES:
        raise UsageError(f"A case has no {change.table!r}.")
    if not change.id:
        raise UsageError(f"This {change.table} has no id.")
    known = kinds(change.table)
    values = {}
    for name, value in change.fields.items():
        if name not in known:
            raise UsageError(f"A {change.table} has no field {name!r}.")
        values[name] = canonical.normal(value)
        said, fits = _KINDS[known[name]]
        if not fits(values[name]):
            raise UsageError(f"{change.table}.{name} takes {said}, not {value!r}.")
    return Change(change.table, canonical.normal(change.id), values, change.whole)


def effective(changes: Iterable[Change], records: Records) -> list[Change]:
    """What really changes, one change per entity in order of first mention; UsageError as `checked`."""
    merged: dict[Ref, Change] = {}
    for change in map(checked, changes):
        before = merged.get(change.ref)
        joined = {**before.fields, **change.fields} if before and not change.whole else change.fields
        merged[change.ref] = Change(change.table, change.id, joined, change.whole or bool(before and before.whole))
    return [found for change in merged.values() if (found := _difference(change, records)) is not None]


def _difference(change: Change, records: Records) -> Change | None:
    cls = ENTITIES[change.table]
    now = records.get(cls, change.id)
    before = now.values() if now else defaults(change.table)
    wanted = {**defaults(change.table), **change.fields} if change.whole and now else change.fields
    differing = {name: value for name, value in wanted.items() if not same(before[name], value)}
    return Change(change.table, change.id, differing) if differing or now is None else None


def same(a: Json, b: Json) -> bool:
    """Equal as JSON: unlike in Python, `1` is not `true`."""
    return bool(a == b) and (type(a) is type(b) or canonical.dumps(a) == canonical.dumps(b))
