"""Text on the screen: always plain text, with characters that turn or hide their neighbours made visible."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from osintdesk.core.text import isolate, visible
from osintdesk.ui.theme import theme

_ISOLATED = re.compile("\u2066([^\u2066-\u2069\u202a-\u202e\u200e\u200f]*)\u2069")


def readable(text: str, *, lines: bool = False) -> str:
    """Text as it is put on the screen: what turns or hides its neighbours is made visible.

    A closed isolate around plain text stays one (`core.text.isolate`): it turns nothing outside itself.
    """
    if "\u2066" not in text:
        return visible(text, lines=lines)
    parts = _ISOLATED.split(text)
    shown = [visible(part, lines=lines) for part in parts]
    return "".join(isolate(part) if place % 2 else part for place, part in enumerate(shown))


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for, and draw the widget anew by it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


class Label(QLabel):
    """Plain text in a text style (`typography.STYLES`) and a colour role."""

    def __init__(
        self,
        text: str = "",
        style: str = "body",
        tone: str = "text",
        *,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._style = style
        self.setProperty("tone", tone)
        self._dress()
        theme().changed.connect(self._dress)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(readable(text, lines=True))

    def set_tone(self, tone: str) -> None:
        set_property(self, "tone", tone)

    def _dress(self) -> None:
        self.setFont(theme().font(self._style))


class ElidedLabel(QWidget):
    """A name or path that may be longer than its place: elided, whole in the tool tip and for screen readers."""

    def __init__(
        self, text: str = "", style: str = "body", tone: str = "text", *, middle: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._style, self._tone = style, tone
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)
        self.setText(text)

    def text(self) -> str:
        return self._text

    def setText(self, text: str) -> None:
        self._text = readable(text)
        self.setAccessibleName(self._text)
        self.setToolTip(self._text)
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: str) -> None:
        self._tone = tone
        self.update()

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme().font(self._style))

    def sizeHint(self) -> QSize:
        return QSize(self._metrics().horizontalAdvance(self._text) + 2, self._metrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self._metrics().averageCharWidth() * 6), self._metrics().height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme().font(self._style))
        painter.setPen(theme().colour(self._tone))
        shown = self._metrics().elidedText(self._text, self._mode, self.width())
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), self.style().visualAlignment(self.layoutDirection(), side), shown)
