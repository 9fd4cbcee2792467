"""Starts the window: application, theme, language, keyboard, and the case that was asked for."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from osintdesk.app.profile import Preferences, load_profile
from osintdesk.core.i18n import use_language
from osintdesk.core.resources import resource_path
from osintdesk.ui.preferences import RIGHT_TO_LEFT
from osintdesk.ui.theme import install, theme
from osintdesk.ui.theme.apply import follows_system

_CHOICES = {"contrast": "high contrast"}


def make_application(arguments: Sequence[str] = ("osintdesk",)) -> QApplication:
    """The application, made once; scale factors are passed through."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(list(arguments))
    application.setApplicationName("OSINT Desk")
    application.setDesktopFileName("osintdesk")
    application.setWindowIcon(QIcon(str(resource_path("icons", "app.svg"))))
    return application


def dress(preferences: Preferences) -> None:
    """Put the person's preferences on the application; may be called again at any time."""
    application = make_application()
    rtl = preferences.language.split("_")[0] in RIGHT_TO_LEFT
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    theme().greyscale = preferences.greyscale
    if theme().compact != preferences.compact:
        theme().compact = preferences.compact
        theme().changed.emit()
    install(
        application,
        choice=_CHOICES.get(preferences.theme, preferences.theme),
        text_scale=preferences.text_scale / 100,
        reduced_motion=True if preferences.reduced_motion else None,
    )


def _follow_system(preferences: Preferences) -> None:
    if follows_system(preferences.theme):
        dress(preferences)


def _close_on_signals(window: QWidget) -> QTimer:
    """Ctrl C and a polite kill close the window as its button does; Python needs to be woken to see them."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: window.close())
    wake = QTimer(window)
    wake.timeout.connect(lambda: None)
    return wake


def run(case: str | None = None) -> int:
    """Show the window until it is closed; `case` is a case folder to open."""
    profile = load_profile()
    use_language(profile.preferences.language or None)
    application = make_application(sys.argv[:1])
    dress(profile.preferences)
    from osintdesk.ui.bugs import BugHook
    from osintdesk.ui.widgets.focus import KeyboardWatch
    from osintdesk.ui.window import Window

    windows: list[Window] = []
    bugs = BugHook(lambda: windows[0] if windows else None)
    bugs.install()
    window = Window(profile, dress=dress, bugs=bugs)
    windows.append(window)
    KeyboardWatch(application, held=window.hold)
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: _follow_system(window.profile.preferences))
    window.show()
    if case is not None:
        QTimer.singleShot(0, lambda: window.open_path(Path(case)))
    wake = _close_on_signals(window)
    wake.start(300)
    return application.exec()
