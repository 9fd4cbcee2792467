"""What the checks look at: the facts of one file, what is claimed about it, and how a finding is written."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from osintdesk.core.readings import Fact, Noticed
from osintdesk.verify.consistency.moments import Moment, read_moment

INFO: Final = "info"
LOOK: Final = "look"
STRONG: Final = "strong"


@dataclass(frozen=True, slots=True)
class Subject:
    """`posted_at`: earliest known sighting; `seen_at`: when the file came to us; places: (latitude, longitude)."""

    facts: Mapping[str, Sequence[Fact]]
    name: str = ""
    kind: str = ""
    format: str = ""
    posted_at: datetime | None = None
    claimed_places: tuple[tuple[float, float], ...] = ()
    seen_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def all(self, *names: str) -> list[Fact]:
        """Every fact of these names, in the order of the names."""
        return [fact for name in names for fact in self.facts.get(name, ())]

    def first(self, *names: str) -> Fact | None:
        return next(iter(self.all(*names)), None)

    def value(self, *names: str) -> str:
        """The first value, or nothing."""
        found = self.first(*names)
        return found.value if found else ""

    def number(self, *names: str) -> float | None:
        """The first value as a finite number."""
        try:
            value = float(self.value(*names))
        except ValueError:
            return None
        return value if math.isfinite(value) else None

    def moments(self, *names: str, zone_of: str = "") -> list[tuple[Fact, Moment]]:
        """Every readable time of these names; one without a zone takes the offset that the fact `zone_of` states."""
        offset = self.value(zone_of) if zone_of else ""
        found = [(fact, read_moment(fact.value, offset=offset)) for fact in self.all(*names)]
        return [(fact, moment) for fact, moment in found if moment is not None]

    @property
    def captured(self) -> list[tuple[Fact, Moment]]:
        """The camera's own time of taking the picture, with its zone where one is stated."""
        return self.moments("date_time_original", zone_of="offset_time_original")


def place_of(fact: Fact) -> str:
    """Where in the file a fact comes from, without reader and offset: `moov/mvhd`."""
    return fact.source.partition(": ")[2].partition("@")[0]


Finding = Iterator[Noticed]


@dataclass(frozen=True, slots=True)
class Check:
    """One declared check: its code, what it asks, what would explain a finding innocently, and its body."""

    code: str
    asks: str
    innocent: str
    look: Callable[[Subject], Iterator[tuple[str, str, Sequence[Fact]]]]
