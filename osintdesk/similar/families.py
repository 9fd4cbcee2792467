"""Families: everything that comes from one original, as a tree of re-uploads with the likely original first.

Pure functions over plain values. Confirmed matches bind first, then suggested ones by their score. A rejected pair is
never in one family, even where a third item is linked to both; the weaker link is then left out and named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from osintdesk.core import instants
from osintdesk.core.i18n import _
from osintdesk.core.words import MatchDecision, Relation

Pair = tuple[str, str]

WHOLE = frozenset({Relation.SAME_FILE, Relation.REENCODE, Relation.CROP, Relation.MIRRORED, Relation.SCREEN})
"""Relations by which the content of one stands for that of the other, so that decisions are handed on."""

BINDING = WHOLE | {Relation.EXCERPT, Relation.CONTAINS}
"""Relations that make a family."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is known of a media item; 0 and empty mean not known.

    first_seen: earliest known sighting, RFC 3339. width, height: pixels. seconds: of a clip. detail: bits per pixel
    (and frame), the higher the less re-encoded. whole: the share of the family's picture that it shows, 0–1.
    """

    key: str
    first_seen: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    detail: float = 0.0
    whole: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """A match of two items: what was suggested or decided, and how sure the suggestion is (0–1)."""

    a: str
    b: str
    relation: str
    decision: str = MatchDecision.SUGGESTED
    score: float = 0.0

    @property
    def pair(self) -> Pair:
        return pair_of(self.a, self.b)

    @property
    def binds(self) -> bool:
        """Whether it makes its two items one family."""
        return self.decision != MatchDecision.REJECTED and self.relation in BINDING

    @property
    def strength(self) -> tuple[bool, float]:
        return self.decision == MatchDecision.CONFIRMED, self.score


@dataclass(frozen=True, slots=True)
class Member:
    """One item of a family: from which it comes (None for the original), by which link, and why it stands there."""

    key: str
    parent: str | None
    relation: str
    confirmed: bool
    depth: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """The original first, each other member after the one it comes from; left_out: links that a rejection forbids."""

    members: tuple[Member, ...]
    left_out: tuple[Link, ...] = field(default=())

    @property
    def original(self) -> str:
        return self.members[0].key


@dataclass(frozen=True, slots=True)
class Criterion:
    """One reason to take an item for the original: its weight, how items compare (larger is better), how it is said."""

    name: str
    weight: int
    value: Callable[[Item], float]
    tolerance: float
    sentence: Callable[[Item], str]


def _earliness(item: Item) -> float:
    return -instants.parse(item.first_seen).timestamp() if item.first_seen else float("-inf")


CRITERIA = (
    Criterion(
        "earliest", 6, _earliness, 0.0, lambda i: _("Seen first: {time}.").format(time=instants.shown(i.first_seen))
    ),
    Criterion("uncropped", 3, lambda i: i.whole, 0.04, lambda i: _("Shows the most of the picture.")),
    Criterion(
        "longest", 3, lambda i: i.seconds, 0.05, lambda i: _("Longest: {s}\u202fs.").format(s=f"{i.seconds:.1f}")
    ),
    Criterion(
        "largest", 2, lambda i: float(i.width * i.height), 0.02,
        lambda i: _("Largest: {w} × {h} pixels.").format(w=i.width, h=i.height),
    ),
    Criterion("least re-encoded", 2, lambda i: i.detail, 0.1, lambda i: _("Least compressed.")),
)  # fmt: skip


def pair_of(a: str, b: str) -> Pair:
    """The pair in one order, whichever way it was given."""
    return (a, b) if a <= b else (b, a)


def families(
    items: Iterable[Item],
    links: Iterable[Link],
    *,
    originals: Iterable[str] = (),
    parents: Mapping[str, str] | None = None,
) -> list[Family]:
    """All families of two or more, the largest first.

    originals: items that a person named as the original of their family; parents: where a person said what an item
    comes from. Both go before what is computed, as far as they lie within one family.
    """
    known = {item.key: item for item in items}
    usable = [link for link in links if link.a in known and link.b in known and link.a != link.b]
    groups, left_out = _groups(known, usable)
    chosen = set(originals)
    made = [_family(group, known, usable, left_out, chosen, parents or {}) for group in groups if len(group) > 1]
    return sorted(made, key=lambda family: (-len(family.members), family.original))


def _groups(known: Mapping[str, Item], links: Sequence[Link]) -> tuple[list[set[str]], list[Link]]:
    """Items that belong together, and the links that could not join because a rejected pair stands between."""
    rejected = {link.pair for link in links if link.decision == MatchDecision.REJECTED}
    group = {key: {key} for key in known}
    left_out = []
    for link in sorted(links, key=lambda each: (each.strength, each.pair), reverse=True):
        one, other = group[link.a], group[link.b]
        if not link.binds or one is other or link.pair in rejected:
            continue
        if _kept_apart(one, other, rejected):
            left_out.append(link)
            continue
        one |= other
        group.update(dict.fromkeys(other, one))
    return list({id(each): each for each in group.values()}.values()), left_out


def _kept_apart(one: set[str], other: set[str], rejected: set[Pair]) -> bool:
    return any((a in one and b in other) or (a in other and b in one) for a, b in rejected)


def _family(
    group: set[str],
    known: Mapping[str, Item],
    links: Sequence[Link],
    left_out: Sequence[Link],
    chosen: set[str],
    parents: Mapping[str, str],
) -> Family:
    inside = [link for link in links if link.binds and link.a in group and link.b in group]
    ranked = ranking([known[key] for key in group])
    named = [key for key, _reasons in ranked if key in chosen]
    original = named[0] if named else ranked[0][0]
    reasons = dict(ranked)
    if named:
        reasons[original] = (_("Named as the original by a person."), *reasons[original])
    members = _tree(original, group, inside, known, reasons, parents)
    return Family(tuple(members), tuple(link for link in left_out if link.a in group or link.b in group))


def ranking(items: Sequence[Item]) -> list[tuple[str, tuple[str, ...]]]:
    """The items with the likely original first, each with the sentences that speak for it."""
    points = {item.key: 0 for item in items}
    reasons: dict[str, list[str]] = {item.key: [] for item in items}
    for criterion in CRITERIA:
        for item in _best(items, criterion):
            points[item.key] += criterion.weight
            reasons[item.key].append(criterion.sentence(item))
    order = sorted(items, key=lambda item: (-points[item.key], -_earliness(item), item.key))
    return [(item.key, tuple(reasons[item.key])) for item in order]


def _best(items: Sequence[Item], criterion: Criterion) -> list[Item]:
    """The items that are best by a criterion, none when they do not differ in it or nothing is known."""
    values = {item.key: criterion.value(item) for item in items}
    top, bottom = max(values.values()), min(values.values())
    if top == float("-inf") or top <= 0 <= bottom:
        return []
    margin = abs(top) * criterion.tolerance
    best = [item for item in items if values[item.key] >= top - margin]
    return best if len(best) < len(items) else []


def _tree(
    original: str,
    group: set[str],
    links: Sequence[Link],
    known: Mapping[str, Item],
    reasons: Mapping[str, tuple[str, ...]],
    parents: Mapping[str, str],
) -> list[Member]:
    """Members from the original outwards: each is hung on the link that most likely brought it there."""
    placed = {original: Member(original, None, "", True, 0, reasons[original])}
    while len(placed) < len(group):
        reaching = [
            (link, parent, child)
            for link in links
            for parent, child in ((link.a, link.b), (link.b, link.a))
            if parent in placed and child not in placed
        ]
        if not reaching:
            break
        # An item whose parent a person named waits for it, unless everything else waits for the item.
        free = [each for each in reaching if parents.get(each[2]) in {None, each[1]} or parents[each[2]] not in group]
        link, parent, child = max(free or reaching, key=lambda each: _likelihood(each, known, parents))
        placed[child] = Member(
            child, parent, _seen_from(link, parent), link.strength[0], placed[parent].depth + 1, reasons[child]
        )
    return _in_order(original, placed)


def _likelihood(
    step: tuple[Link, str, str], known: Mapping[str, Item], parents: Mapping[str, str]
) -> tuple[bool, bool, bool, float, str]:
    """A person's word first, then a parent that was not seen later, a confirmed link, the score."""
    link, parent, child = step
    said = parents.get(child) == parent
    before, after = known[parent].first_seen, known[child].first_seen
    in_time = not (before and after) or instants.parse(before) <= instants.parse(after)
    confirmed, score = link.strength
    return said, in_time, confirmed, score, child


def _seen_from(link: Link, parent: str) -> str:
    """The child's relation to the parent: "child <relation> parent"."""
    reverse = {Relation.EXCERPT.value: Relation.CONTAINS.value, Relation.CONTAINS.value: Relation.EXCERPT.value}
    return str(link.relation) if link.b == parent else reverse.get(str(link.relation), str(link.relation))


def _in_order(original: str, placed: Mapping[str, Member]) -> list[Member]:
    children: dict[str, list[str]] = {}
    for member in placed.values():
        if member.parent is not None:
            children.setdefault(member.parent, []).append(member.key)
    order, waiting = [], [original]
    while waiting:
        key = waiting.pop(0)
        order.append(placed[key])
        waiting = sorted(children.get(key, [])) + waiting
    return order


@dataclass(frozen=True, slots=True)
class Implied:
    """What earlier decisions say of a pair that nobody decided itself, and the decided pair it follows from."""

    decision: str
    through: tuple[Pair, ...]


def implied(links: Iterable[Link]) -> dict[Pair, Implied]:
    """For each suggested pair what follows from decided ones, so that it need not be asked.

    Copies of one picture share decisions: related to one of them is related to the others, and so is not related.
    An excerpt or a compilation shares only a part, so nothing is handed on across it.
    """
    known = list(links)
    alike = _alike([link for link in known if link.decision == MatchDecision.CONFIRMED and link.relation in WHOLE])
    rejected = [link.pair for link in known if link.decision == MatchDecision.REJECTED]
    found: dict[Pair, Implied] = {}
    for link in known:
        if link.decision != MatchDecision.SUGGESTED:
            continue
        one, other = alike.get(link.a, frozenset({link.a})), alike.get(link.b, frozenset({link.b}))
        if one is other:
            found[link.pair] = Implied(MatchDecision.CONFIRMED, ())
            continue
        against = tuple(pair for pair in rejected if _between(pair, one, other))
        if against:
            found[link.pair] = Implied(MatchDecision.REJECTED, against)
    return found


def _between(pair: Pair, one: frozenset[str], other: frozenset[str]) -> bool:
    return (pair[0] in one and pair[1] in other) or (pair[1] in one and pair[0] in other)


def _alike(links: Sequence[Link]) -> dict[str, frozenset[str]]:
    """Each item's group of confirmed copies."""
    group: dict[str, set[str]] = {}
    for link in links:
        one, other = group.setdefault(link.a, {link.a}), group.setdefault(link.b, {link.b})
        if one is not other:
            one |= other
            group.update(dict.fromkeys(other, one))
    frozen = {id(each): frozenset(each) for each in group.values()}
    return {key: frozen[id(each)] for key, each in group.items()}
