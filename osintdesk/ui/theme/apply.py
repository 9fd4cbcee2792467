"""Puts the theme on the application: style, palette, style sheet and fonts, all again on each switch."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from osintdesk.ui.theme import tokens as _tokens
from osintdesk.ui.theme.current import system_tokens, theme, tokens_for
from osintdesk.ui.theme.qss import style_sheet
from osintdesk.ui.theme.style import DeskStyle
from osintdesk.ui.theme.tokens import Tokens, qcolor
from osintdesk.ui.theme.typography import load_fonts

_Role = QPalette.ColorRole

_PALETTE: dict[QPalette.ColorRole, str] = {
    _Role.Window: "window",
    _Role.Base: "surface",
    _Role.AlternateBase: "page",
    _Role.WindowText: "text",
    _Role.Text: "text",
    _Role.ButtonText: "text",
    _Role.BrightText: "text",
    _Role.PlaceholderText: "text3",
    _Role.Highlight: "selected",
    _Role.HighlightedText: "text",
    _Role.Button: "surface",
    _Role.Mid: "line",
    _Role.Dark: "edge",
    _Role.Light: "surface",
    _Role.Midlight: "hover",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.Accent: "accent",
    _Role.ToolTipBase: "raised",
    _Role.ToolTipText: "text",
}


def palette_of(tokens: Tokens) -> QPalette:
    """The palette, all three groups; disabled text at 45 %."""
    made = QPalette()
    for role, name in _PALETTE.items():
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
            made.setColor(group, role, qcolor(getattr(tokens, name)))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, qcolor(tokens.text, 0.45))
    return made


def install(
    application: QApplication,
    *,
    choice: str = "system",
    text_scale: float = 1.0,
    reduced_motion: bool | None = None,
) -> None:
    """Put the theme on; may be called again to switch live. `choice` as in `current.CHOICES`, scale 0.8–2.0."""
    load_fonts()
    current = theme()
    current.text_scale = min(2.0, max(0.8, text_scale))
    current.reduced_motion = system_reduces_motion() if reduced_motion is None else reduced_motion
    current.tokens = tokens_for(choice)
    current.forget()
    # Dressing every widget anew takes a moment; what changes nothing to be seen must not.
    look = f"{current.tokens.name} {current.text_scale}"
    if application.property("desk_look") == look:
        return
    application.setProperty("desk_look", look)
    if not isinstance(application.property("desk_styled"), bool):
        application.setStyle(DeskStyle())
        application.setProperty("desk_styled", True)
    with _no_collection():
        application.setPalette(palette_of(current.tokens))
        application.setFont(current.font("body"))
        application.setStyleSheet(style_sheet(current.tokens, current.font("caption").pointSizeF()))
    current.changed.emit()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Qt walks over all widgets here; Python must not end forgotten ones meanwhile (that crashes the process)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def follows_system(choice: str) -> bool:
    """Whether a change of the system's colours must be followed."""
    return choice not in _tokens.THEMES and system_tokens() is not theme().tokens


def system_reduces_motion() -> bool:
    """What the system says on animations; False where it does not say."""
    if os.environ.get("OSINTDESK_REDUCED_MOTION"):
        return True
    if sys.platform == "win32":
        return _windows_reduces_motion()
    if sys.platform == "darwin":
        return _says(["defaults", "read", "com.apple.universalaccess", "reduceMotion"], "1")
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return False
    return _says(["gsettings", "get", "org.gnome.desktop.interface", "enable-animations"], "false")


def _windows_reduces_motion() -> bool:
    """SPI_GETCLIENTAREAANIMATION, on Windows only."""
    if sys.platform == "win32":
        import ctypes

        shown = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(0x1042, 0, ctypes.byref(shown), 0)
        return not shown.value
    return False


def _says(command: list[str], answer: str) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=1, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.stdout.strip() == answer
