"""Entries of the custody log as bytes: how they are made, hashed and read. FORMAT.md says the same in words."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass

from osintdesk.core import canonical
from osintdesk.core.domain import Json, Ref

_EVENT = b"oscase/event/v1\x00"
NO_HASH = "0" * 64
SET, NOTE, JOIN, MERGE = "set", "note", "join", "merge"
KINDS = (SET, NOTE, JOIN, MERGE)
Clock = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Head:
    """The end of one replica's chain; `seq` 0 when it has no entry."""

    replica: str
    seq: int = 0
    hash: str = NO_HASH


@dataclass(frozen=True, slots=True)
class Payload:
    """What an entry says; stands beside the hashed body, so that it can be withheld and the chain still verifies.

    `step`: the group is an undo step. `undoes`: the group that this one compensates. `heads`: the ends of the other
    chains that the writer had seen (join and merge).
    """

    by: str
    group: str
    label: str
    fields: dict[str, Json]
    why: str = ""
    event: str = ""
    step: bool = False
    undoes: str = ""
    heads: dict[str, list[Json]] | None = None

    def bytes(self) -> bytes:
        """Canonical JSON; what is empty is left out."""
        named = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return canonical.dumps({n: v for n, v in named.items() if v or n in {"by", "group", "label", "fields"}})


def read_payload(data: bytes | None) -> Payload:
    """The payload in `data`, an empty one when it is withheld; ValueError when it is none."""
    return Payload(**{"by": "", "group": "", "label": "", "fields": {}, **payload_parts(data)})


def payload_parts(data: bytes | None) -> dict[str, Json]:
    """As `read_payload`, but only the parts that are there."""
    said = canonical.loads(data) if data is not None else {}
    if not (type(said) is dict and said.keys() <= _PARTS and type(said.get("fields", {})) is dict):
        raise ValueError("not the content of an entry")
    return said


_PARTS = Payload.__dataclass_fields__.keys()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as stored; `hash` is over `body`, and `body` holds the digest of salt and payload."""

    replica: str
    seq: int
    clock: Clock
    entity: Ref
    kind: str
    hash: str
    body: bytes
    salt: bytes
    payload: bytes

    @property
    def head(self) -> Head:
        return Head(self.replica, self.seq, self.hash)


def entry_hash(body: bytes) -> str:
    return hashlib.sha256(_EVENT + body).hexdigest()


def payload_digest(salt: bytes, payload: bytes) -> str:
    return hashlib.sha256(salt + payload).hexdigest()


def seal(case: str, head: Head, clock: Clock, *, entity: Ref, kind: str, payload: Payload) -> Entry:
    """The entry that follows `head`."""
    salt, said = secrets.token_bytes(16), payload.bytes()
    body = canonical.dumps(
        {
            "v": 1,
            "case": case,
            "r": head.replica,
            "s": head.seq + 1,
            "p": head.hash,
            "t": list(clock),
            "e": entity,
            "k": kind,
            "d": payload_digest(salt, said),
        }
    )
    return Entry(head.replica, head.seq + 1, clock, entity, kind, entry_hash(body), body, salt, said)


def tick(last: Clock) -> Clock:
    """The next reading of the hybrid logical clock: never behind one that was seen, near the wall clock."""
    now = time.time_ns() // 1_000_000
    return (now, 0) if now > last[0] else (last[0], last[1] + 1)
