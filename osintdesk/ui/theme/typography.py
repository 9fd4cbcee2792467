"""Text styles: the families that travel along, sizes by the user's scale.

Inter's tabular figures (`tnum`) bring tabular hyphens, stops and spaces with them, which tear words and sentences
apart; so they are on in the styles for numbers that stand in columns or change in place, and off in text.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from osintdesk.core.resources import resource_path

_SANS = ("Inter", "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans SC")
_MONO = ("JetBrains Mono", "Noto Sans Mono", "Noto Sans Arabic", "Noto Sans SC")
# Qt counts points at 96 dots an inch, on macOS at 72.
_POINTS = 1.0 if sys.platform == "darwin" else 0.75


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Pixels at 100 %, line height in pixels, weight, letter spacing in per cent, tabular figures."""

    size: int
    line: int
    weight: int = 400
    spacing: float = 0.0
    mono: bool = False
    tabular: bool = False


STYLES: dict[str, TextStyle] = {
    "display": TextStyle(28, 36, 600, -1.5),
    "title": TextStyle(20, 28, 600, -1.2),
    "heading": TextStyle(16, 24, 600),
    "strong": TextStyle(13, 20, 600),
    "body": TextStyle(13, 20),
    "control": TextStyle(13, 20, 500),
    "small": TextStyle(12, 16),
    "small_strong": TextStyle(12, 16, 600),
    "caption": TextStyle(11, 16),
    "caption_strong": TextStyle(11, 16, 600),
    "caption_medium": TextStyle(11, 16, 500),
    "numbers": TextStyle(12, 16, tabular=True),
    "caption_numbers": TextStyle(11, 16, tabular=True),
    "mono": TextStyle(12, 16, mono=True),
    "mono_large": TextStyle(13, 20, mono=True),
    "mono_strong": TextStyle(13, 20, 600, mono=True),
    "mono_caption": TextStyle(11, 16, mono=True),
}


@cache
def load_fonts() -> tuple[str, ...]:
    """Register every font that travels along; their families. Needs an application."""
    folder = resource_path("fonts")
    files = sorted(folder.rglob("*.ttf")) if folder.is_dir() else []
    return tuple(family for file in files for family in _register(file))


def _register(file: Path) -> list[str]:
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))


def make_font(style: str, *, scale: float = 1.0) -> QFont:
    """The font of a text style at the user's text scale (1.0 = 100 %)."""
    named = STYLES[style]
    font = QFont()
    font.setFamilies(list(_MONO if named.mono else _SANS))
    font.setPointSizeF(named.size * _POINTS * scale)
    font.setWeight(QFont.Weight(named.weight))
    if named.spacing:
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 + named.spacing)
    if named.tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    if _ratio() > 1.25:
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _ratio() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio() if screen else 1.0
