"""Verification of the chains: every entry is what its hash says, follows the one before, and holds what was signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson

from osintdesk.case import signing
from osintdesk.case.entries import JOIN, KINDS, Head, entry_hash, payload_digest, payload_parts
from osintdesk.case.fold import Write, write_of
from osintdesk.core.domain import Json, Ref

_BODY = {"v", "case", "r", "s", "p", "t", "e", "k", "d"}
Problem = tuple[str, str, str]


@dataclass(slots=True)
class Chains:
    """Takes entries in order of arrival and collects what does not fit, as (code, name, sentence)."""

    case: str
    problems: list[Problem] = field(default_factory=list)
    _ends: dict[str, tuple[Head, tuple[int, int]]] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _seen: list[tuple[str, str, int, str]] = field(default_factory=list)
    _hashes: dict[str, dict[int, str]] = field(default_factory=dict)
    _count: int = 0

    def take(
        self,
        replica: str,
        seq: int,
        entity: Ref,
        kind: str,
        digest: str,
        body: bytes,
        group: str | None,
        step: int | None,
        undoes: str | None,
        salt: bytes | None,
        payload: bytes | None,
        number: int,
    ) -> Write | None:
        """Verify one stored entry; what can be folded comes back."""
        name = f"{replica}/{seq}"
        self._count += 1
        if number != self._count:
            self._say("log-gap", name, f"Before entry {name} something was removed from the log.")
            self._count = number
        head = self._head_of(name, body, digest)
        if head is None:
            return None
        if (head["r"], head["s"], head["e"], head["k"]) != (replica, seq, entity, kind):
            self._say("entry-altered", name, f"Entry {name} is filed under something else than it says.")
        self._follow(name, head, digest)
        return self._content(name, head, (group, step, undoes), salt, payload)

    def _say(self, code: str, name: str, text: str) -> None:
        self.problems.append((code, name, text))

    def _head_of(self, name: str, body: bytes, digest: str) -> dict[str, Json] | None:
        if entry_hash(body) != digest:
            self._say("entry-altered", name, f"Entry {name} of the custody log was altered: its hash does not fit.")
        try:
            head = orjson.loads(body)
            sound = head.keys() == _BODY and orjson.dumps(head, option=orjson.OPT_SORT_KEYS) == body
            sound = sound and head["v"] == 1 and head["k"] in KINDS and _typed(head)
        except (ValueError, AttributeError, TypeError):
            sound = False
        if not sound:
            self._say("entry-altered", name, f"Entry {name} of the custody log cannot be read.")
            return None
        if head["case"] != self.case:
            self._say("entry-foreign", name, f"Entry {name} belongs to another case.")
            return None
        found: dict[str, Json] = head
        return found

    def _follow(self, name: str, head: dict[str, Json], digest: str) -> None:
        before, clock = self._ends.get(head["r"], (Head(head["r"]), (0, -1)))
        if head["s"] != before.seq + 1 or head["p"] != before.hash:
            self._say("chain-broken", name, f"The chain is broken before entry {name}.")
        now = (head["t"][0], head["t"][1])
        if now <= clock:
            self._say("clock-back", name, f"Entry {name} says to be older than the one before it.")
        self._hashes.setdefault(head["r"], {})[head["s"]] = digest
        self._ends[head["r"]] = Head(head["r"], head["s"], digest), now

    def _content(
        self,
        name: str,
        head: dict[str, Json],
        columns: tuple[str | None, int | None, str | None],
        salt: bytes | None,
        payload: bytes | None,
    ) -> Write | None:
        if payload is None or salt is None:
            self._say("content-withheld", name, f"The content of entry {name} was removed; the chain still holds.")
            return write_of(head, {})
        if payload_digest(salt, payload) != head["d"]:
            self._say("content-altered", name, f"The content of entry {name} of the custody log was altered.")
        try:
            said = payload_parts(payload)
        except ValueError:
            self._say("content-altered", name, f"The content of entry {name} cannot be read.")
            return None
        if columns != (said.get("group", ""), int(said.get("step", False)), said.get("undoes", "")):
            self._say("content-altered", name, f"Entry {name} is filed under another group than it says.")
        write = write_of(head, said)
        try:
            self._learn(name, write)
        except (ValueError, TypeError, AttributeError):
            self._say("content-altered", name, f"What entry {name} says to have seen cannot be read.")
            return None
        return write

    def _learn(self, name: str, write: Write) -> None:
        if write.kind == JOIN:
            self._keys[write.replica] = str(write.fields.get("public_key", ""))
        if write.heads:
            self._seen += [(name, replica, seq, digest) for replica, (seq, digest) in write.heads.items()]

    def finish(self, signed: Iterable[tuple[str, int, str, str]]) -> None:
        """After the last entry: heads that were named or signed must be there as they were."""
        for name, replica, seq, digest in self._seen:
            if self._hash(replica, seq) != digest:
                text = f"Entry {name} had seen entry {replica}/{seq}, which is not here as it was then."
                self._say("chain-missing", name, text)
        for replica, seq, digest, signature in signed:
            self._signed(Head(replica, seq, digest), signature)

    def _hash(self, replica: str, seq: int) -> str | None:
        return self._hashes.get(replica, {}).get(seq)

    def _signed(self, head: Head, signature: str) -> None:
        name = f"{head.replica}/{head.seq}"
        if not signing.verifies(self._keys.get(head.replica, ""), signature, signing.signed_part(self.case, head)):
            self._say("signature-wrong", name, f"The signature of entry {name} does not fit.")
        if self._hash(head.replica, head.seq) != head.hash:
            self._say("log-shortened", name, f"The log was signed up to entry {name}, which is not in it as it was.")


def _typed(head: dict[str, Json]) -> bool:
    """Whether the parts of a body are of the kinds that FORMAT.md names."""
    texts = type(head["r"]) is type(head["p"]) is type(head["e"]) is type(head["d"]) is str
    clock = head["t"]
    return texts and type(head["s"]) is int and len(clock) == 2 and type(clock[0]) is type(clock[1]) is int
