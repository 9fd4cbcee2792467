"""What the entries of the log mean: every field of every entity, as a fold that any order of arrival leaves the same.

A field is a multi-value register. A write supersedes the writes in its causal past: all earlier ones of its own chain,
and those of other chains up to the heads that its chain had named (in `join` and `merge` entries) before it. Of the
writes that survive, the one with the greatest (milliseconds, counter, replica) is shown; different surviving values
are a conflict.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from osintdesk.case.entries import Clock, Payload, read_payload
from osintdesk.core import canonical
from osintdesk.core.domain import Json, Ref
from osintdesk.core.errors import CaseDamaged


@dataclass(frozen=True, slots=True)
class Write:
    """One entry as the fold sees it; `payload` None when it is withheld."""

    replica: str
    seq: int
    clock: Clock
    entity: Ref
    kind: str
    payload: Payload | None


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
class _Past:
    """What each chain had seen of the others, and since which of its own entries."""

    seen: dict[str, list[tuple[int, dict[str, int]]]] = field(default_factory=dict)

    def add(self, write: Write) -> None:
        heads = (write.payload and write.payload.heads) or {}
        if heads:
            known = {replica: int(head[0]) for replica, head in heads.items()}
            self.seen.setdefault(write.replica, []).append((write.seq, known))

    def covers(self, version: Version, other: Version) -> bool:
        """Whether `version` was written by somebody who had seen `other`."""
        if version.replica == other.replica:
            return version.seq > other.seq
        known = (heads.get(other.replica, 0) for seq, heads in self.seen.get(version.replica, ()) if seq <= version.seq)
        return max(known, default=0) >= other.seq


def fold(writes: Iterable[Write]) -> Folded:
    """The state that the entries tell; each chain in its own order, the chains in any."""
    past = _Past()
    latest: dict[Ref, dict[str, dict[str, Version]]] = {}
    for write in writes:
        _take(write, past, latest)
    values: dict[Ref, dict[str, Json]] = {}
    conflicts: dict[tuple[Ref, str], list[Version]] = {}
    for entity, registers in latest.items():
        values[entity] = {}
        for name, versions in registers.items():
            survivors = _survivors(list(versions.values()), past)
            values[entity][name] = survivors[-1].value
            if len(survivors) > 1 and len({canonical.dumps(v.value) for v in survivors}) > 1:
                conflicts[entity, name] = survivors
    return Folded(values, conflicts)


def _take(write: Write, past: _Past, latest: dict[Ref, dict[str, dict[str, Version]]]) -> None:
    match write.kind:
        case "set" | "join":
            past.add(write)
            registers = latest.setdefault(write.entity, {})
            if write.payload:
                for name, value in write.payload.fields.items():
                    version = Version(value, write.replica, write.seq, write.clock, write.payload.by)
                    registers.setdefault(name, {})[write.replica] = version
        case "merge":
            past.add(write)
        case "note":
            pass
        case _:
            raise CaseDamaged(f"The custody log holds an entry of the unknown kind “{write.kind}”.")


def _survivors(versions: list[Version], past: _Past) -> list[Version]:
    """Those that no other has seen, the shown one last."""
    if len(versions) == 1:
        return versions
    left = [v for v in versions if not any(past.covers(other, v) for other in versions if other is not v)]
    return sorted(left, key=lambda v: (v.clock, v.replica))


def writes(connection: sqlite3.Connection, *, of: Ref | None = None, below: int | None = None) -> Iterator[Write]:
    """The entries of the log in order of arrival; those of one entity come with all that tell what was seen."""
    query = (
        "SELECT replica, seq, entity, body, payload FROM entry LEFT JOIN payload ON payload.number = entry.number "
        "WHERE (:below IS NULL OR entry.number < :below) "
    )
    if of is not None:
        query += "AND (entity = :of OR kind IN ('join', 'merge')) "
    for row in connection.execute(query + "ORDER BY entry.number", {"below": below, "of": of}):
        if (write := _write_of(*row)) is not None:
            yield write


def _write_of(replica: str, seq: int, entity: Ref, body: bytes, payload: bytes | None) -> Write | None:
    """One stored entry. What cannot be read is left out here, and named by the check."""
    try:
        head = canonical.loads(body)
        said = read_payload(payload) if payload is not None else None
        return Write(replica, seq, (head["t"][0], head["t"][1]), entity, head["k"], said)
    except (ValueError, TypeError, LookupError):
        return None
