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
class Options:
    """What the person who makes the report chose; None means "all".

    `incidents` are ids, `exhibits` SHA-256 hashes, `sections` names of `SECTIONS` in the wished order. Without `names`
    people appear as roles only. `place_decimals` rounds every coordinate (2 is about 1 km); None prints them as held.
    `sensitive` shows pictures that are marked graphic, personal or minors; without it a grey block says why not.
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
    log_rows: int = 400
