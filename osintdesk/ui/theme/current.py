"""The theme in force: colours, text scale, motion, greyscale; switched live by `Theme.apply`.

`theme()` is the one of the program. Painters ask `theme().colour(role)` at paint time; widgets that keep something
derived listen to `theme().changed`.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication

from osintdesk.ui.theme import tokens as _tokens
from osintdesk.ui.theme.tokens import Tokens, qcolor
from osintdesk.ui.theme.typography import make_font

CHOICES = ("system", "light", "dark", "high contrast")


class Theme(QObject):
    """What everything on the screen is drawn with."""

    changed = Signal()
    greyscale_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens = _tokens.LIGHT
        self.text_scale = 1.0
        self.reduced_motion = False
        self.compact = False
        self._greyscale = False
        self._fonts: dict[str, QFont] = {}

    def hex(self, role: str) -> str:
        """The colour of a role as `#RRGGBB`; a status role with `_tint` is its background."""
        if role == "accent_tint":
            return self.tokens.selected
        return str(getattr(self.tokens, role))

    def colour(self, role: str, alpha: float = 1.0) -> QColor:
        """The colour of a role (shared: never change it in place)."""
        return qcolor(self.hex(role), alpha)

    def scrim(self) -> QColor:
        """What lies under white text on pictures."""
        return qcolor(self.tokens.scrim, self.tokens.scrim_alpha)

    def font(self, style: str = "body") -> QFont:
        """The font of a text style (`typography.STYLES`) at the user's scale."""
        if style not in self._fonts:
            self._fonts[style] = make_font(style, scale=self.text_scale)
        return self._fonts[style]

    def duration(self, milliseconds: int) -> int:
        """How long an animation lasts: 0 when motion is reduced."""
        return 0 if self.reduced_motion else milliseconds

    @property
    def greyscale(self) -> bool:
        """Whether every picture is drawn in grey and status colours rest."""
        return self._greyscale

    @greyscale.setter
    def greyscale(self, on: bool) -> None:
        if on != self._greyscale:
            self._greyscale = on
            self.greyscale_changed.emit(on)

    def status_role(self, role: str) -> str:
        """The colour of a status mark: at rest in whole-window greyscale, where the shape alone speaks."""
        return "text2" if self._greyscale and role in _tokens.STATUS_ROLES else role

    def forget(self) -> None:
        """Drop what was derived from the scale or the language."""
        self._fonts.clear()


@cache
def theme() -> Theme:
    """The theme of the program."""
    return Theme()


def system_tokens() -> Tokens:
    """The table that fits the system's settings."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference().value:
        return _tokens.HIGH_CONTRAST
    return _tokens.DARK if hints.colorScheme().name == "Dark" else _tokens.LIGHT


def tokens_for(choice: str) -> Tokens:
    """The table for the user's choice (`CHOICES`)."""
    return _tokens.THEMES.get(choice) or system_tokens()
