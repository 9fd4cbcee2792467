"""What is to be decided, in which order: open pairs, those put off last; or the decided ones; or those of one item."""

from __future__ import annotations

from osintdesk.app.matches import open_matches
from osintdesk.core.domain import Match
from osintdesk.core.records import Records
from osintdesk.core.words import MatchDecision
from osintdesk.ui.pages.matches.pair import Pair, pair_of


class Queue:
    """The order of review. A pair that was decided leaves at once, before the case has written it."""

    def __init__(self) -> None:
        self.media = ""
        self.shows_decided = False
        self._later: list[str] = []
        self._under_way: set[str] = set()
        self._decided_here: set[str] = set()

    def put_off(self, match: str) -> None:
        """Ask again after all others."""
        self._later = [m for m in self._later if m != match] + [match]

    def decide(self, match: str) -> None:
        """It is being written; it is not asked for meanwhile."""
        self._under_way.add(match)
        self._decided_here.add(match)

    def was_decided_here(self, match: str) -> bool:
        """Whether somebody decided it while the page was open."""
        return match in self._decided_here

    def written(self, match: str) -> None:
        """The case holds it, or refused it."""
        self._under_way.discard(match)

    def pairs(self, records: Records) -> list[Pair]:
        found = (pair_of(records, match) for match in self._matches(records))
        return [pair for pair in found if pair is not None]

    def _matches(self, records: Records) -> list[Match]:
        if self.media:
            return [*self._open(records), *self._decided(records)]
        return self._decided(records) if self.shows_decided else self._open(records)

    def _open(self, records: Records) -> list[Match]:
        found = [m for m in open_matches(records) if m.id not in self._under_way and self._concerns(m)]
        places = {match: place for place, match in enumerate(self._later, 1)}
        return sorted(found, key=lambda m: places.get(m.id, 0))

    def _decided(self, records: Records) -> list[Match]:
        found = [m for m in records.all(Match) if m.decision != MatchDecision.SUGGESTED and self._concerns(m)]
        return sorted(found, key=lambda m: m.decided_at, reverse=True)

    def _concerns(self, match: Match) -> bool:
        return not self.media or self.media in (match.a, match.b)

    def any_decided(self, records: Records) -> bool:
        """Whether anything was decided, or is being written just now."""
        return bool(self._under_way) or bool(self.decided_count(records))

    def open_count(self, records: Records) -> int:
        return len(self._open(records))

    def decided_count(self, records: Records) -> int:
        return len(self._decided(records))
