"""What one report is to be: which template, which part of the case, for whom, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Template = Literal["case", "brief", "exhibit", "custody"]

SECTIONS: tuple[str, ...] = (
    "summary", "open", "method", "incidents", "exhibits", "matches", "steps", "claims", "contradicting", "assessment",
    "hashes", "custody", "scales",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Most:
    """How many of each are printed at length before the rest is shortened: thousands of pages serve nobody.

    What is shortened is said so in the report, and stays whole in the attached case.json.
    """

    incidents: int = 60
    sheets: int = 60
    short_forms: int = 120
    matches: int = 40
    step_cards: int = 300
    verdicts: int = 150
    claims_in_grid: int = 40
    sightings: int = 400
    log_rows: int = 400


USUAL = Most()
LONG = Most(
    incidents=20, sheets=20, short_forms=60, matches=10, step_cards=60, verdicts=100, sightings=200, log_rows=200
)
_LONG_FROM = 400


def most_for(exhibits: int, incidents: int) -> Most:
    """What is printed at length, by the size of the report; the typesetter holds all pages in memory."""
    return LONG if exhibits > _LONG_FROM or incidents > _LONG_FROM // 2 else USUAL


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who makes the report chose; None means "all".

    `incidents` are ids, `exhibits` SHA-256 hashes, `sections` names of `SECTIONS` in the wished order. Without `names`
    people appear as roles only. `place_decimals` rounds every coordinate (2 is about 1 km); None prints them as held.
    `sensitive` shows pictures that are marked graphic, personal or minors; without it a grey block says why not. `most`
    None: as `most_for` says.
    """

    template: Template = "case"
    incidents: tuple[str, ...] | None = None
    exhibits: tuple[str, ...] | None = None
    sections: tuple[str, ...] | None = None
    language: str = "en"
    audience: str = ""
    names: bool = False
    place_decimals: int | None = 2
    title: str = ""
    handling: str = ""
    sensitive: bool = False
    attach: bool = True
    most: Most | None = None
