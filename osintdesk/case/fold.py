"""What the entries of the log mean: every field of every entity, as a fold that any order of arrival leaves the same.

A field is a multi-value register. A write supersedes the writes in its causal past: all earlier ones of its own chain,
and those of other chains up to the heads that its chain had named (in `join` and `merge` entries) before it. Of the
writes that survive, the one with the greatest (milliseconds, counter, replica) is shown; different surviving values
are a conflict.
"""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from osintdesk.case.entries import Clock, payload_parts
from osintdesk.core import canonical
from osintdesk.core.domain import Json, Ref
from osintdesk.core.errors import CaseDamaged

Heads = dict[str, list[Json]]


class Write(NamedTuple):
    """One entry as the fold sees it; without `fields` and `heads` when its content is withheld."""

    replica: str
    seq: int
    clock: Clock
    entity: Ref
    kind: str
    by: str
    fields: dict[str, Json]
    heads: Heads


@dataclass(frozen=True, slots=True)
class Version:
    """One surviving value of a field that is in conflict."""

    value: Json
    replica: str
    seq: int
    clock: Clock
    by: str


@dataclass(frozen=True, slots=True)
class Folded:
    """The shown value of every written field, and the fields with more than one surviving value."""

    values: dict[Ref, dict[str, Json]]
    conflicts: dict[tuple[Ref, str], list[Version]]


@dataclass(slots=True)
class Past:
    """What each chain had seen of the others, and since which of its own entries."""

    seen: dict[str, list[tuple[int, dict[str, int]]]] = field(default_factory=dict)

    def add(self, write: Write) -> None:
        if write.heads:
            known = {replica: int(head[0]) for replica, head in write.heads.items()}
            self.seen.setdefault(write.replica, []).append((write.seq, known))

    def covers(self, write: Write, other: Write) -> bool:
        """Whether who wrote `write` had seen `other`."""
        if write.replica == other.replica:
            return write.seq > other.seq
        known = (heads.get(other.replica, 0) for seq, heads in self.seen.get(write.replica, ()) if seq <= write.seq)
        return max(known, default=0) >= other.seq


def fold(writes: Iterable[Write]) -> Folded:
    """The state that the entries tell; each chain in its own order, the chains in any."""
    past = Past()
    by_entity: dict[Ref, list[Write]] = {}
    for write in writes:
        if _sets(write, past):
            by_entity.setdefault(write.entity, []).append(write)
    folded = Folded({}, {})
    for entity, found in by_entity.items():
        folded.values[entity] = _fold_entity(entity, found, past, folded.conflicts)
    return folded


def _sets(write: Write, past: Past) -> bool:
    """Note what the write had seen; True when it sets fields."""
    match write.kind:
        case "set" | "join":
            past.add(write)
            return True
        case "merge":
            past.add(write)
            return False
        case "note":
            return False
        case _:
            raise CaseDamaged(f"The custody log holds an entry of the unknown kind “{write.kind}”.")


def _fold_entity(
    entity: Ref, writes: list[Write], past: Past, conflicts: dict[tuple[Ref, str], list[Version]]
) -> dict[str, Json]:
    if len({write.replica for write in writes}) == 1:
        return {name: value for write in writes for name, value in write.fields.items()}
    values: dict[str, Json] = {}
    for name, latest in _latest(writes).items():
        survivors = _survivors(list(latest.values()), past)
        values[name] = survivors[-1].fields[name]
        if len({canonical.dumps(write.fields[name]) for write in survivors}) > 1:
            conflicts[entity, name] = [Version(w.fields[name], w.replica, w.seq, w.clock, w.by) for w in survivors]
    return values


def _latest(writes: list[Write]) -> dict[str, dict[str, Write]]:
    """The last write of each chain to each field: it supersedes the earlier ones of its chain."""
    latest: dict[str, dict[str, Write]] = {}
    for write in writes:
        for name in write.fields:
            latest.setdefault(name, {})[write.replica] = write
    return latest


def _survivors(writes: list[Write], past: Past) -> list[Write]:
    """Those that no other has seen, the shown one last."""
    left = [w for w in writes if not any(past.covers(other, w) for other in writes if other is not w)]
    return sorted(left, key=lambda write: (write.clock, write.replica))


def writes(connection: sqlite3.Connection) -> Iterator[Write]:
    """Every entry of the log, in order of arrival."""
    query = "SELECT body, payload FROM entry LEFT JOIN payload ON payload.number = entry.number ORDER BY entry.number"
    return _writes(connection.execute(query))


def state_before(connection: sqlite3.Connection, reference: Ref, number: int) -> dict[str, Json] | None:
    """Field values of one entity before the entry with that number, None when it was not there yet."""
    own = "SELECT number FROM entry WHERE entity = :of AND number < :below"
    seen = "SELECT number FROM entry WHERE kind IN ('join', 'merge') AND number < :below"
    query = (
        "SELECT body, payload FROM entry LEFT JOIN payload ON payload.number = entry.number "
        f"WHERE entry.number IN ({own} UNION {seen}) ORDER BY entry.number"
    )
    return fold(_writes(connection.execute(query, {"of": reference, "below": number}))).values.get(reference)


def _writes(rows: Iterable[tuple[bytes, bytes | None]]) -> Iterator[Write]:
    """What cannot be read is left out here, and named by the check."""
    for body, payload in rows:
        try:
            yield write_of(canonical.loads(body), payload_parts(payload))
        except (ValueError, TypeError, LookupError):
            continue


def write_of(head: dict[str, Json], said: dict[str, Json]) -> Write:
    clock = (head["t"][0], head["t"][1])
    fields, heads = said.get("fields", {}), said.get("heads", {})
    return Write(head["r"], head["s"], clock, head["e"], head["k"], said.get("by", ""), fields, heads)


@contextmanager
def in_bulk() -> Iterator[None]:
    """The collector of cyclic garbage rests: it would go through 100,000 entries again and again, and find none."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
