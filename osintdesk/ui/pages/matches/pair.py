"""A pair as it is reviewed: which of both stands first, how the second relates to it, and what the decisions mean."""

from __future__ import annotations

from dataclasses import dataclass

from osintdesk.app.seen import earliest, posted
from osintdesk.core.domain import Contents, Match, Media, link_id
from osintdesk.core.i18n import N_, _
from osintdesk.core.records import Records
from osintdesk.core.words import MatchDecision, Relation
from osintdesk.similar.comparison import REVERSED
from osintdesk.ui.pages.matches.alignment import Alignment, alignment_of
from osintdesk.ui.theme import shown

_CLEARLY = 0.05


@dataclass(frozen=True, slots=True)
class Pair:
    """`first` is what the other one is laid on: the one that shows more, else the longer, else the earlier."""

    match: Match
    first: Media
    second: Media
    alignment: Alignment
    swapped: bool

    @property
    def id(self) -> str:
        return self.match.id

    @property
    def is_recorded(self) -> bool:
        """Whether it is a match of the case; else two items that somebody laid side by side."""
        return bool(self.match.relation)

    @property
    def relation(self) -> str:
        """How `second` relates to `first`, decided or suggested."""
        stored = self.match.decided_relation or self.match.relation
        return stored if self.swapped or not stored else str(turned(stored))

    @property
    def title(self) -> str:
        return _("{a} and {b}").format(a=self.first.number, b=self.second.number)

    def stored(self, relation: str) -> str:
        """A relation of `second` to `first` as the match records it (of its a to its b)."""
        return relation if self.swapped else str(turned(relation))


def turned(relation: str) -> str:
    """The relation of b to a, where it is another word than that of a to b."""
    try:
        return REVERSED.get(Relation(relation), Relation(relation))
    except ValueError:
        return relation


def pair_of(records: Records, match: Match) -> Pair | None:
    """The pair of a match; None when one of both is gone."""
    a, b = records.get(Media, match.a), records.get(Media, match.b)
    if a is None or b is None or a.deleted or b.deleted:
        return None
    alignment = alignment_of(match)
    if _b_goes_first(records, a, b, alignment):
        return Pair(match, b, a, alignment.reversed(), True)
    return Pair(match, a, b, alignment, False)


def free_pair(records: Records, a: str, b: str) -> Pair | None:
    """Two items that somebody wants to compare: their match, or none that is recorded."""
    one, other = sorted((a, b))
    found = records.get(Match, link_id(one, other))
    if found is not None and not found.deleted:
        return pair_of(records, found)
    return pair_of(records, Match(id="", a=one, b=other, relation=""))


def _b_goes_first(records: Records, a: Media, b: Media, alignment: Alignment) -> bool:
    if abs(alignment.shared_of_a - alignment.shared_of_b) > _CLEARLY:
        return alignment.shared_of_b < alignment.shared_of_a
    lengths = [(c.duration_ms or 0) if (c := records.get(Contents, m.id)) is not None else 0 for m in (a, b)]
    if abs(lengths[0] - lengths[1]) > 500:
        return lengths[1] > lengths[0]
    seen = [earliest(records, m.id) for m in (a, b)]
    times = [posted(s) if s is not None else "9" for s in seen]
    return (times[1], b.exhibit) < (times[0], a.exhibit)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the five decisions: key, verb, consequence, what is recorded."""

    key: str
    verb: str
    consequence: str
    decision: str = ""
    relation: str = ""
    short: str = ""


CHOICES = (
    Choice("1", N_("Confirm"), "", MatchDecision.CONFIRMED),
    Choice("2", N_("Other relation…"), N_("choose from nine"), MatchDecision.CONFIRMED, "?", N_("Other…")),
    Choice("3", N_("Same scene"), N_("other camera"), MatchDecision.CONFIRMED, Relation.SAME_SCENE),
    Choice("4", N_("Not related"), N_("remembered"), MatchDecision.REJECTED, Relation.NOT_RELATED),
    Choice("5", N_("Decide later"), N_("next pair")),
)
REOPEN = Choice("5", N_("Decide again"), N_("back to the list"), MatchDecision.SUGGESTED)


def suggested_choice(pair: Pair) -> str:
    """The key of the decision that the comparison suggests."""
    return {Relation.SAME_SCENE.value: "3", Relation.NOT_RELATED.value: "4"}.get(pair.match.relation, "1")


def relation_words(relation: str) -> str:
    return shown(relation) if relation else _("Not compared yet")


_SHORT = {
    Relation.CROP: N_("crop"),
    Relation.SCREEN: N_("of a screen"),
    Relation.SAME_SCENE: N_("same scene"),
    Relation.SAME_FILE: N_("same file"),
}


def short_words(relation: str) -> str:
    """The relation where there is little room."""
    known = next((words for key, words in _SHORT.items() if key == relation), "")
    return shown(known) if known else relation_words(relation)
