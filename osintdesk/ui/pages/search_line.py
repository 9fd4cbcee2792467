"""The search field of a page's toolbar: it tells a moment after the last key."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from osintdesk.ui.theme import icon, metrics
from osintdesk.ui.widgets import LineEdit

_PAUSE_MS = 150


class SearchLine(LineEdit):
    """Esc clears it; `changed` comes once the user has stopped typing."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name=name, placeholder=name)
        self.addAction(QAction(icon("search", "text3"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(False)
        self.setMinimumWidth(metrics.SEARCH_MIN)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self.changed)
        self.textChanged.connect(lambda _text: self._soon.start())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
