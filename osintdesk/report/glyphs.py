"""Which characters the fonts of the reports can draw, and what stands for those that they cannot.

The PDF standard refuses a character without a glyph, and one emoji in an account's name would stop a whole report; so
such a character is shown as its code point, ⟨U+1F6E9⟩.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from osintdesk.core.resources import resource_path
from osintdesk.core.text import visible

_FACES = ("NotoSans-Regular", "NotoSansMono-Regular", "NotoSansArabic-Regular", "NotoSansHebrew-Regular")
_OPTIONAL = ("optional/NotoSansSC-Regular",)
_KEPT = "\n"
# Joiners shape their neighbours and have no picture of their own.
_JOINERS = frozenset("\u200c\u200d")


def font_folder() -> Path:
    return resource_path("fonts")


@cache
def coverage() -> tuple[frozenset[int], ...]:
    """Code points by face, in the order in which the typesetter falls back."""
    files = [font_folder() / f"{name}.ttf" for name in (*_FACES, *_OPTIONAL)]
    return tuple(_code_points(path) for path in files if path.is_file())


def _code_points(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(_unicode_table(font))


def _unicode_table(font: TTFont) -> dict[int, str]:
    found: dict[int, str] | None = font.getBestCmap()
    return found or {}


@cache
def _safe() -> re.Pattern[str]:
    """Text that needs no look: composed Latin and Cyrillic, as far as the first face has them."""
    ranges = (
        *range(0x20, 0x7F),
        *range(0xA1, 0xAD),
        *range(0xAE, 0x180),
        *range(0x400, 0x460),
        0x2013,
        0x2019,
        0x201C,
        0x201D,
    )
    first = coverage()[0]
    held = "".join(re.escape(chr(code)) for code in ranges if code in first)
    return re.compile(f"[{held}\n\u202f]*" if 0x202F in first else f"[{held}\n]*")


class Printable:
    """Makes text printable, and counts what had to be replaced."""

    def __init__(self) -> None:
        self.replaced: dict[str, int] = {}
        self._safe = _safe()

    def __call__(self, text: str) -> str:
        if self._safe.fullmatch(text):
            return text
        return "".join(self._cluster(cluster) for cluster in clusters(visible(text, lines=True)))

    def _cluster(self, cluster: str) -> str:
        """A base with its marks is drawn by one face or not at all."""
        codes = {ord(c) for c in cluster if c not in _KEPT and c not in _JOINERS}
        if any(codes <= face for face in coverage()):
            return cluster
        base = cluster[0]
        kept = (
            base
            if any(ord(base) in face for face in coverage()) and not unicodedata.combining(base)
            else self._named(base)
        )
        return kept + "".join(self._named(char) for char in cluster[1:])

    def _named(self, char: str) -> str:
        self.replaced[char] = self.replaced.get(char, 0) + 1
        return f"⟨U+{ord(char):04X}⟩"


def clusters(text: str) -> Iterable[str]:
    """Each base character with the marks and variation selectors that follow it."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _joins(text[index]):
            yield text[start:index]
            start = index


def _joins(char: str) -> bool:
    return unicodedata.category(char) in {"Mn", "Mc", "Me"} or "\ufe00" <= char <= "\ufe0f" or char in _JOINERS
