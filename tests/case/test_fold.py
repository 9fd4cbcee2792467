"""Chains of several people fold to the same state in any order of arrival, and every conflict is seen."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osintdesk.case.fold import Folded, Write, fold
from osintdesk.core.errors import CaseDamaged

ENTITIES, FIELDS = ("incident:1", "incident:2"), ("title", "deleted")
# What one replica does next: write a field, or take in what another has; its wall clock may be anything.
ACTIONS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.one_of(st.tuples(st.sampled_from(ENTITIES), st.sampled_from(FIELDS), st.integers(0, 3)), st.integers(0, 3)),
        st.integers(0, 20),
    ),
    max_size=40,
)


@dataclass
class Replica:
    """One copy of the case: what it has of every chain, and the set of writes it has seen."""

    name: str
    log: list[Write] = field(default_factory=list)
    own: int = 0
    clock: tuple[int, int] = (0, 0)

    def add(self, wall: int, kind: str, **content: Any) -> None:
        last = max((write.clock for write in self.log), default=(0, 0))
        self.clock = (wall, 0) if wall > last[0] else (last[0], last[1] + 1)
        self.own += 1
        entity = content.get("entity", "case:1")
        fields, heads = content.get("fields", {}), content.get("heads", {})
        self.log.append(Write(self.name, self.own, self.clock, entity, kind, self.name, fields, heads))

    def heads(self) -> dict[str, list[Any]]:
        ends: dict[str, list[Any]] = {}
        for write in self.log:
            if write.replica != self.name:
                ends[write.replica] = [max(write.seq, ends.get(write.replica, [0])[0]), "hash"]
        return ends

    def take(self, other: Replica, wall: int) -> None:
        have = {(write.replica, write.seq) for write in self.log}
        new = [write for write in other.log if (write.replica, write.seq) not in have]
        if new:
            self.log += new
            self.add(wall, "merge", heads=self.heads())


def history(actions: Any) -> list[Replica]:
    replicas = [Replica(name) for name in "abcd"]
    for replica in replicas:
        replica.add(1, "join", entity="person:1")
    for who, what, wall in actions:
        if isinstance(what, int):
            if what != who:
                replicas[who].take(replicas[what], wall)
        else:
            entity, name, value = what
            replicas[who].add(wall, "set", entity=entity, fields={name: value})
    return replicas


def all_writes(replicas: list[Replica]) -> list[Write]:
    return list({(w.replica, w.seq): w for replica in replicas for w in replica.log}.values())


def shuffled(writes: list[Write], seed: int) -> list[Write]:
    """Any order of arrival that keeps each chain in its own order."""
    chance, chains = random.Random(seed), {}
    for write in sorted(writes, key=lambda w: (w.replica, w.seq)):
        chains.setdefault(write.replica, []).append(write)
    result = []
    while chains:
        name = chance.choice(sorted(chains))
        result.append(chains[name].pop(0))
        if not chains[name]:
            del chains[name]
    return result


def by_definition(writes: list[Write]) -> dict[tuple[str, str], list[Write]]:
    """The surviving writes of each field, from the definition: walk back from each write to all that it follows."""
    by_id = {(w.replica, w.seq): w for w in writes}

    def past(write: Write) -> set[tuple[str, int]]:
        seen: set[tuple[str, int]] = set()
        todo = [(write.replica, write.seq - 1)] + [(r, head[0]) for r, head in write.heads.items()]
        while todo:
            replica, seq = todo.pop()
            if seq > 0 and (replica, seq) not in seen:
                seen.add((replica, seq))
                before = by_id[replica, seq]
                todo += [(replica, seq - 1), *((r, head[0]) for r, head in before.heads.items())]
        return seen

    survivors: dict[tuple[str, str], list[Write]] = {}
    for write in writes:
        for name in write.fields if write.kind == "set" else ():
            survivors.setdefault((write.entity, name), []).append(write)
    pasts = {(w.replica, w.seq): past(w) for w in writes}
    for key, found in survivors.items():
        survivors[key] = [
            w for w in found if not any((w.replica, w.seq) in pasts[other.replica, other.seq] for other in found)
        ]
    return survivors


@given(actions=ACTIONS, seed=st.integers(0, 9))
def test_any_order_of_arrival_gives_the_same(actions: Any, seed: int) -> None:
    writes = all_writes(history(actions))
    one, other = fold(writes), fold(shuffled(writes, seed))
    assert one.values == other.values
    assert one.conflicts == other.conflicts


@given(actions=ACTIONS)
def test_what_is_shown_and_what_conflicts_follows_from_the_definition(actions: Any) -> None:
    writes = all_writes(history(actions))
    folded = fold(writes)
    for (entity, name), survivors in by_definition(writes).items():
        shown = max(survivors, key=lambda w: (w.clock, w.replica))
        assert folded.values[entity][name] == shown.fields[name]
        different = {w.fields[name] for w in survivors}
        conflict = folded.conflicts.get((entity, name))
        assert (conflict is not None) == (len(different) > 1)
        if conflict:
            assert {(v.replica, v.seq, v.value) for v in conflict} == {
                (w.replica, w.seq, w.fields[name]) for w in survivors
            }
            assert conflict[-1].value == shown.fields[name]


@given(actions=ACTIONS)
def test_copies_that_have_taken_in_each_other_show_the_same(actions: Any) -> None:
    replicas = history(actions)
    for _ in range(2):
        for one in replicas:
            for other in replicas:
                if one is not other:
                    one.take(other, 1)
    shown = [fold(replica.log) for replica in replicas]
    assert all(folded.values == shown[0].values and folded.conflicts == shown[0].conflicts for folded in shown)


def _apart() -> tuple[Replica, Replica]:
    one, other = Replica("a"), Replica("b")
    one.add(1, "join", entity="person:a")
    other.add(2, "join", entity="person:b")
    one.add(5, "set", entity="incident:1", fields={"title": "Jets", "deleted": False})
    other.take(one, 5)
    one.add(7, "set", entity="incident:1", fields={"title": "Two jets"})
    other.add(6, "set", entity="incident:1", fields={"title": "Drones"})
    return one, other


def test_the_same_field_edited_apart_is_a_conflict_with_both_authors() -> None:
    one, other = _apart()
    other.take(one, 8)
    folded = fold(other.log)
    assert folded.values["incident:1"]["title"] == "Two jets"
    assert [(v.value, v.by) for v in folded.conflicts["incident:1", "title"]] == [("Drones", "b"), ("Two jets", "a")]


def test_a_later_write_that_saw_both_ends_the_conflict() -> None:
    one, other = _apart()
    other.take(one, 8)
    other.add(3, "set", entity="incident:1", fields={"title": "Drones"})
    folded = fold(other.log)
    assert (folded.values["incident:1"]["title"], folded.conflicts) == ("Drones", {})


def test_the_same_value_written_apart_is_no_conflict() -> None:
    one, other = _apart()
    one.add(9, "set", entity="incident:1", fields={"title": "Same"})
    other.add(9, "set", entity="incident:1", fields={"title": "Same"})
    one.take(other, 10)
    assert fold(one.log).conflicts == {}


def test_a_clock_that_is_wrong_does_not_bring_back_what_was_superseded() -> None:
    one, other = Replica("a"), Replica("b")
    one.add(1_000_000, "set", entity="incident:1", fields={"title": "from the future"})
    other.take(one, 1)
    other.add(1, "set", entity="incident:1", fields={"title": "later"})
    assert fold(other.log).values["incident:1"]["title"] == "later"


def test_an_entry_of_an_unknown_kind_is_not_passed_over() -> None:
    with pytest.raises(CaseDamaged, match="unknown kind"):
        fold([Write("a", 1, (1, 0), "case:1", "future", "", {}, {})])


def test_nothing_folds_to_nothing() -> None:
    assert fold([]) == Folded({}, {})
