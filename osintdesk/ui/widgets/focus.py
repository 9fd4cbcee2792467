"""The focus ring: around whatever has the focus, with a gap, and only after the keyboard was used."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFocusFrame,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_SHOW_IT_THEMSELVES = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)
_TEXT = (QAbstractSpinBox, QLineEdit, QPlainTextEdit, QTextEdit)
_MOVES = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_F6})


def writes_text(widget: QWidget | None) -> bool:
    """Whether letters typed now go into a text."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, _TEXT) and widget.isEnabled()


class KeyboardWatch(QObject):
    """Watches keys and presses of every window of the program: for the ring, and for keys that are held."""

    def __init__(self, application: QApplication, *, held: Callable[[int, bool], None] | None = None) -> None:
        super().__init__(application)
        self._held = held
        self._keyboard = False
        self._frame: QFocusFrame | None = None
        application.focusChanged.connect(self._focus_moved)
        application.focusWindowChanged.connect(self._window_changed)

    def _window_changed(self, window: QWindow | None) -> None:
        if window is None:
            self._release_keys()
        elif not window.property("desk_watched"):
            window.setProperty("desk_watched", True)
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress:
                self._keyboard = False
                self._drop()
            case QEvent.Type.KeyPress | QEvent.Type.KeyRelease if isinstance(event, QKeyEvent):
                self._key(event)
            case QEvent.Type.FocusOut:
                self._release_keys()
            case _:
                pass
        return False

    def _key(self, event: QKeyEvent) -> None:
        down = event.type() == QEvent.Type.KeyPress
        if down and event.key() in _MOVES:
            self._keyboard = True
        if self._held is not None and not event.isAutoRepeat():
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if not down or (plain and not writes_text(QApplication.focusWidget())):
                self._held(event.key(), down)

    def _release_keys(self) -> None:
        if self._held is not None:
            self._held(int(Qt.Key.Key_V), False)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self._keyboard or isinstance(now, _SHOW_IT_THEMSELVES):
            self._drop()
            return
        self._drop()
        self._frame = QFocusFrame(now)
        self._frame.setWidget(now)

    def _drop(self) -> None:
        if self._frame is None:
            return
        try:
            self._frame.setWidget(None)  # type: ignore[arg-type]
            self._frame.deleteLater()
        except RuntimeError:
            pass
        self._frame = None
