"""“Read from the file”: every value with the reader and the place in the file that it came from.

Painted in one widget, because a photograph can carry some hundred values; the keyboard walks through them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.core.domain import Contents, Json
from osintdesk.core.i18n import _
from osintdesk.core.text import visible
from osintdesk.ui.theme import painting, theme
from osintdesk.ui.widgets import Menu

LABEL = 96
SIDE = 16
GAP = 8
PAD = 6
SHOWN_AT_FIRST = 300
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Row:
    """One value: its name, itself, where it comes from; a heading has only a name."""

    name: str
    value: str = ""
    source: str = ""

    @property
    def is_heading(self) -> bool:
        return not self.value and not self.source

    def holds(self, words: Sequence[str]) -> bool:
        text = f"{self.name} {self.value} {self.source}".casefold()
        return all(word in text for word in words)


def fact_rows(contents: Contents | None) -> list[Row]:
    """What the file says about itself, by the names that all formats share."""
    facts: Json = contents.facts if contents is not None else {}
    found: list[Row] = []
    for name, values in facts.items() if isinstance(facts, dict) else ():
        for value in values if isinstance(values, list) else ():
            if isinstance(value, dict):
                found.append(
                    Row(readable(str(name)), visible(str(value.get("value", ""))), str(value.get("source", "")))
                )
    return found


def reading_rows(readings: Iterable[dict[str, Json]] | None) -> list[Row]:
    """Every reading under the box or segment that holds it."""
    groups: dict[str, list[Row]] = {}
    for reading in readings or ():
        path, reader = str(reading.get("path", "")), str(reading.get("reader", ""))
        group = f"{path.partition('@')[0]}, {reader}".strip(", ")
        row = Row(visible(str(reading.get("name", ""))), visible(str(reading.get("value", ""))), f"{reader}: {path}")
        groups.setdefault(group, []).append(row)
    return [row for group, rows in groups.items() for row in (Row(visible(group)), *rows)]


def readable(name: str) -> str:
    """`capture_time` → `Capture time`."""
    text = _(name.replace("_", " "))
    return text[:1].upper() + text[1:]


def filtered(rows: Sequence[Row], text: str) -> list[Row]:
    """Rows that hold every word; headings only where something is left below them."""
    words = text.casefold().split()
    found: list[Row] = []
    heading: Row | None = None
    for row in rows:
        if row.is_heading:
            heading = row
        elif row.holds(words):
            found += [heading, row] if heading is not None else [row]
            heading = None
    return found


def _laid(text: str, style: str, width: int, *, rtl: bool = False) -> QTextLayout:
    """`text` in lines of at most `width`, broken between words where there are any."""
    layout = QTextLayout(text, theme().font(style))
    option = QTextOption(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


class Readings(QWidget):
    """Rows of name, value and source; Ctrl+C or the menu copies the current one."""

    copied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._tops: list[int] = []
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Read from the file"))
        theme().changed.connect(self._measure)

    def show_rows(self, rows: Sequence[Row]) -> None:
        self._rows = tuple(rows)
        self._current = -1
        self._measure()

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    # Measures

    def _value_width(self) -> int:
        return max(80, self.width() - 2 * SIDE - LABEL - GAP)

    def _height(self, text: str, style: str, width: int) -> int:
        return math.ceil(_laid(text[:_LONGEST], style, width).boundingRect().height())

    def _row_height(self, row: Row) -> int:
        if row.is_heading:
            return self._height(row.name, "caption_strong", self.width() - 2 * SIDE) + 14
        value = self._height(row.value, "small", self._value_width())
        source = self._height(row.source, "mono_caption", self._value_width())
        return max(self._height(row.name, "small", LABEL), value + source) + 2 * PAD

    def _measure(self) -> None:
        self._tops = [0]
        for row in self._rows:
            self._tops.append(self._tops[-1] + self._row_height(row))
        self.setFixedHeight(max(1, self._tops[-1]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self._tops[-1] if self._tops else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._measure()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        for place, row in enumerate(self._rows):
            box = QRect(0, self._tops[place], self.width(), self._tops[place + 1] - self._tops[place])
            if box.intersects(event.rect()):
                self._paint_row(painter, box, row, place == self._current)

    def _paint_row(self, painter: QPainter, box: QRect, row: Row, current: bool) -> None:
        if current:
            painting.fill(painter, box.toRectF().adjusted(8, 0, -8, -1), "selected" if self.hasFocus() else "hover", 4)
        if row.is_heading:
            self._write(painter, box.adjusted(SIDE, 10, -SIDE, 0), row.name, "caption_strong", "text2")
            return
        name, value = self._columns(box)
        self._write(painter, name, row.name, "small", "text3")
        self._write(painter, value, row.value[:_LONGEST], "small", "text")
        below = value.adjusted(0, self._height(row.value, "small", value.width()), 0, 0)
        self._write(painter, below, row.source, "mono_caption", "text3")
        painter.fillRect(SIDE, box.bottom(), self.width() - 2 * SIDE, 1, theme().colour("line"))

    def _columns(self, box: QRect) -> tuple[QRect, QRect]:
        inner = box.adjusted(SIDE, PAD, -SIDE, -PAD)
        name = QRect(inner.left(), inner.top(), LABEL, inner.height())
        value = QRect(inner.left() + LABEL + GAP, inner.top(), self._value_width(), inner.height())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            name.moveRight(inner.right())
            value.moveLeft(inner.left())
        return name, value

    def _write(self, painter: QPainter, box: QRect, text: str, style: str, role: str) -> None:
        painter.setPen(theme().colour(role))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        _laid(text[:_LONGEST], style, box.width(), rtl=rtl).draw(painter, box.topLeft().toPointF())

    # Choosing and copying

    def _at(self, y: float) -> int:
        found = next((i for i, top in enumerate(self._tops[1:]) if y < top), -1)
        return found if found >= 0 and not self._rows[found].is_heading else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._at(event.position().y()))

    def _choose(self, place: int) -> None:
        self._current = place
        if place >= 0:
            row = self._rows[place]
            self.setAccessibleDescription(f"{row.name}: {row.value}, {row.source}")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy(with_source=False)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _move(self, by: int) -> None:
        place = self._current + by
        while 0 <= place < len(self._rows) and self._rows[place].is_heading:
            place += by
        if 0 <= place < len(self._rows):
            self._choose(place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = self._at(event.pos().y()) if event.reason() == QContextMenuEvent.Reason.Mouse else self._current
        if place < 0:
            return
        self._choose(place)
        menu = Menu("", self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.item(_("Copy value"), lambda: self.copy(with_source=False), icon="copy")
        menu.item(_("Copy value with source"), lambda: self.copy(with_source=True), icon="citation")
        menu.popup(event.globalPos())

    def copy(self, *, with_source: bool) -> None:
        """The current value on the clipboard, perhaps with its name, reader and place."""
        if self._current < 0:
            return
        row = self._rows[self._current]
        text = f"{row.name}: {row.value} ({row.source})" if with_source else row.value
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(row.name)
