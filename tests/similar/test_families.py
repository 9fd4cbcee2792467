"""Families of copies: the likely original first with its reasons, decisions kept and handed on."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from osintdesk.core.words import MatchDecision, Relation
from osintdesk.similar.families import Item, Link, families, implied, pair_of

CONFIRMED, REJECTED, SUGGESTED = MatchDecision.CONFIRMED, MatchDecision.REJECTED, MatchDecision.SUGGESTED

FIRST = Item("first", "2024-08-06T18:52:00Z", 1280, 720, 60.0, 0.12)
LARGE = Item("large", "2024-08-06T19:20:00Z", 1920, 1080, 60.0, 0.05)
CROP = Item("crop", "2024-08-06T20:03:00Z", 720, 720, 20.0, 0.04, whole=0.5)


def test_the_earliest_sighting_comes_first_and_says_why() -> None:
    links = [Link("first", "large", Relation.REENCODE, CONFIRMED, 0.9), Link("large", "crop", Relation.CROP, score=0.8)]
    (family,) = families([CROP, LARGE, FIRST], links)
    assert family.original == "first"
    assert "Seen first: 2024-08-06 18:52 UTC." in family.members[0].reasons
    assert [(m.key, m.parent, m.depth, m.confirmed) for m in family.members] == [
        ("first", None, 0, True),
        ("large", "first", 1, True),
        ("crop", "large", 2, False),
    ]
    assert "Largest: 1920 × 1080 pixels." in family.members[1].reasons


def test_without_sightings_the_larger_and_whole_one_comes_first() -> None:
    links = [Link("b", "a", Relation.CROP, score=0.9)]
    items = [Item("a", width=640, height=480, whole=0.6), Item("b", width=1920, height=1080)]
    (family,) = families(items, links)
    assert family.original == "b"
    assert "Shows the most of the picture." in family.members[0].reasons


def test_a_person_can_name_the_original_and_a_parent() -> None:
    items = [FIRST, LARGE, CROP]
    links = [
        Link("first", "large", Relation.REENCODE, score=0.9),
        Link("large", "crop", Relation.CROP, score=0.9),
        Link("first", "crop", Relation.CROP, score=0.6),
    ]
    (family,) = families(items, links, originals=["large"], parents={"crop": "first"})
    assert family.original == "large"
    assert "person" in family.members[0].reasons[0]
    assert {m.key: m.parent for m in family.members} == {"large": None, "first": "large", "crop": "first"}


def test_a_rejected_pair_stays_apart_though_a_third_item_links_them() -> None:
    items = [Item(key) for key in "abc"]
    links = [
        Link("a", "b", Relation.REENCODE, CONFIRMED, 0.9),
        Link("b", "c", Relation.REENCODE, SUGGESTED, 0.95),
        Link("a", "c", Relation.NOT_RELATED, REJECTED),
    ]
    (family,) = families(items, links)
    assert {m.key for m in family.members} == {"a", "b"}
    assert [link.pair for link in family.left_out] == [("b", "c")]


def test_a_same_scene_makes_no_family() -> None:
    assert families([Item("a"), Item("b")], [Link("a", "b", Relation.SAME_SCENE, CONFIRMED, 0.4)]) == []


def test_an_excerpt_is_named_from_the_child() -> None:
    items = [Item("long", seconds=60), Item("short", seconds=5)]
    (family,) = families(items, [Link("long", "short", Relation.CONTAINS, CONFIRMED)])
    assert [(m.key, m.relation) for m in family.members] == [("long", ""), ("short", Relation.EXCERPT)]


def test_decisions_are_handed_on_between_copies_only() -> None:
    links = [
        Link("a", "b", Relation.REENCODE, CONFIRMED),
        Link("b", "c", Relation.MIRRORED, CONFIRMED),
        Link("a", "c", Relation.MIRRORED),
        Link("x", "a", Relation.NOT_RELATED, REJECTED),
        Link("x", "c", Relation.CROP),
        Link("film", "a", Relation.CONTAINS, CONFIRMED),
        Link("film", "c", Relation.CONTAINS),
        Link("film", "x", Relation.CONTAINS),
    ]
    found = implied(links)
    assert found[("a", "c")].decision == CONFIRMED
    assert found[("c", "x")].decision == REJECTED
    assert found[("c", "x")].through == (("a", "x"),)
    assert ("c", "film") not in found
    assert ("film", "x") not in found


KEYS = list("abcdef")
links_of = st.lists(
    st.builds(
        Link,
        st.sampled_from(KEYS),
        st.sampled_from(KEYS),
        st.sampled_from([Relation.REENCODE, Relation.EXCERPT, Relation.SAME_SCENE]),
        st.sampled_from([CONFIRMED, REJECTED, SUGGESTED]),
        st.floats(0, 1),
    ),
    max_size=14,
    unique_by=lambda link: pair_of(link.a, link.b),
)


@given(links_of)
def test_families_are_trees_and_never_hold_a_rejected_pair(links: list[Link]) -> None:
    found = families([Item(key) for key in KEYS], links)
    rejected = {link.pair for link in links if link.decision == REJECTED}
    keys = [m.key for family in found for m in family.members]
    assert len(keys) == len(set(keys))
    for family in found:
        inside = {m.key for m in family.members}
        assert not any(pair_of(a, b) in rejected for a, b in itertools.combinations(inside, 2))
        seen: set[str] = set()
        for member in family.members:
            assert (member.parent is None) == (member.key == family.original)
            assert member.parent is None or member.parent in seen
            seen.add(member.key)


@given(links_of, st.randoms(use_true_random=False))
def test_the_order_of_links_does_not_matter(links: list[Link], random: object) -> None:
    shuffled = list(links)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    items = [Item(key) for key in KEYS]
    assert families(items, links) == families(items, shuffled)
