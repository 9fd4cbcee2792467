"""Something over the whole window: the window is dimmed, a click beside it or Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from osintdesk.ui.theme import theme
from osintdesk.ui.widgets.layout import panel, row

DIM = 0.32


class Overlay(QWidget):
    """A plain child of the window, filled at 32 %, with `frame` in it; put content into `frame` by a layout."""

    def __init__(self, window: QWidget, *, width: int, top: int) -> None:
        super().__init__(window)
        self._before = window.focusWidget()
        self._top, self._width = top, width
        self.frame = panel(row(), "popover", parent=self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.installEventFilter(self)
        self.hide()

    def set_content(self, content: QWidget) -> None:
        layout = self.frame.layout()
        if layout is not None:
            layout.addWidget(content)

    def open(self) -> None:
        self._place()
        self.show()
        self.raise_()

    def close_it(self) -> None:
        """Go away, and give the focus back."""
        self.hide()
        if self._before is not None:
            try:
                self._before.setFocus()
            except RuntimeError:
                pass
        self.close()

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        width = min(self._width, window.width() - 48)
        height = min(self.frame.sizeHint().height(), window.height() - self._top - 40)
        self.frame.setGeometry((window.width() - width) // 2, self._top, width, height)

    def refit(self) -> None:
        """The content has another height now."""
        layout = self.frame.layout()
        for part in self.frame.findChildren(QWidget):
            inner = part.layout()
            if inner is not None:
                inner.invalidate()
        if layout is not None:
            layout.invalidate()
            layout.activate()
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().colour("shadow", DIM))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.frame.geometry().contains(event.position().toPoint()):
            self.close_it()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        else:
            event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
