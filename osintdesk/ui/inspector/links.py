"""A link whose words wrap, for names that may be long."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from osintdesk.ui.theme import painting
from osintdesk.ui.widgets import Label


class Link(Label):
    """Goes somewhere when it is pressed, by mouse or by Enter."""

    def __init__(self, text: str, on: Callable[[], object]) -> None:
        super().__init__(text, "small", "accent", wrap=True)
        self._on = on
        self.setAccessibleName(self.text())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painting.frame(QPainter(self), self.rect().toRectF(), "accent", 4, 2)
