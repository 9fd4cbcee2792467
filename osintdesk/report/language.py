"""The language of a report, which need not be the interface's: labels by their English text, and the direction."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache

from osintdesk.core.errors import UsageError
from osintdesk.core.resources import resource_path


@dataclass(frozen=True, slots=True)
class Language:
    """Call it with an English text of the reports to get the text of this language."""

    code: str
    rtl: bool = False
    texts: dict[str, str] = field(default_factory=dict, repr=False, hash=False)

    def __call__(self, text: str, **values: object) -> str:
        found = str(self.texts.get(text, text))
        return found.format(**values) if values else found

    def capital(self, word: str) -> str:
        """A word of an enumeration as the beginning of a line."""
        shown = self(word)
        return shown[:1].upper() + shown[1:]


def number(value: int) -> str:
    """A count with its thousands apart: `18 442 716`."""
    return f"{value:,}".replace(",", "\u202f")


def languages() -> tuple[str, ...]:
    """Codes of the languages in which reports can be made, English first."""
    folder = resource_path("report", "languages")
    return ("en", *sorted(path.stem for path in folder.glob("*.json")))


@cache
def language(code: str) -> Language:
    """The language with this code; UsageError when reports cannot be made in it."""
    if code == "en":
        return Language("en")
    path = resource_path("report", "languages", f"{code}.json")
    if code not in languages():
        raise UsageError(f"Reports cannot be made in “{code}”. Choose one of: {', '.join(languages())}.")
    data = json.loads(path.read_text(encoding="utf-8"))
    return Language(code, data["direction"] == "rtl", data["texts"])
