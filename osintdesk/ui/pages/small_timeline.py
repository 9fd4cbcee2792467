"""The small timeline of an incident: one line with moments and intervals, labels above and below it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.core.i18n import _
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.incident_model import Event
from osintdesk.ui.pages.timeline_model import ticks
from osintdesk.ui.theme import painting, theme

_ROLES = {"interval": "accent", "sighting": "ok", "claim": "progress"}
_EDGE = 12


class SmallTimeline(QWidget):
    """Time from left to right in every language; Left and Right go through the events, Enter opens one."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._events: tuple[Event, ...] = ()
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def set_events(self, events: tuple[Event, ...]) -> None:
        self._events, self._current = events, -1
        said = [f"{e.label}: {phrases.span(e.start, e.end)}" for e in events]
        self.setAccessibleName(_("Timeline"))
        self.setAccessibleDescription("; ".join(said))
        self.setVisible(bool(events))
        self.update()

    def day(self) -> str:
        """`6 August 2024, UTC`, or from one day to the other."""
        span = self._span()
        if span is None:
            return ""
        first, last = (t.astimezone(UTC) for t in (self._events[0].start, max(e.end for e in self._events)))
        if first.date() == last.date():
            return _("{day}, UTC").format(day=phrases.long_day(first))
        return _("{first} to {last}, UTC").format(first=phrases.day(first), last=phrases.day(last))

    def _line(self) -> int:
        return QFontMetrics(theme().font("small")).height()

    def sizeHint(self) -> QSize:
        return QSize(400, self._line() * 3 + 52)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def _span(self) -> tuple[datetime, datetime] | None:
        if not self._events:
            return None
        start, end = min(e.start for e in self._events), max(e.end for e in self._events)
        margin = max((end - start) / 14, timedelta(minutes=10))
        return start - margin, end + margin

    def _x(self, at: datetime) -> float:
        span = self._span()
        if span is None:
            return 0.0
        return _EDGE + (at - span[0]) / (span[1] - span[0]) * (self.width() - 2 * _EDGE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        span = self._span()
        if span is None:
            return
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self._line() + 22.0
        painter.setPen(QPen(theme().colour("edge"), 1))
        painter.drawLine(QPointF(_EDGE, middle), QPointF(self.width() - _EDGE, middle))
        self._ticks(painter, middle, span)
        for event in self._events:
            self._mark(painter, middle, event)
        self._labels(painter, middle)

    def _ticks(self, painter: QPainter, middle: float, span: tuple[datetime, datetime]) -> None:
        painter.setFont(theme().font("caption"))
        font, free = painter.fontMetrics(), -1e9
        for tick in ticks(*span, UTC, wanted=max(2, self.width() // 110)):
            x, width = self._x(tick.at), font.horizontalAdvance(tick.label)
            painter.setPen(QPen(theme().colour("edge"), 1))
            painter.drawLine(QPointF(x, middle - 4), QPointF(x, middle + 4))
            if x - width / 2 > free and x + width / 2 < self.width():
                painter.setPen(theme().colour("text2"))
                painter.drawText(QPointF(x - width / 2, middle + 8 + font.ascent()), tick.label)
                free = x + width / 2 + 6

    def _mark(self, painter: QPainter, middle: float, event: Event) -> None:
        role = _ROLES.get(event.kind, "text2")
        left, right = self._x(event.start), self._x(event.end)
        if event.kind == "interval":
            bar = QRectF(left - 1, middle - 12, max(4.0, right - left + 2), 24)
            painting.fill(painter, bar, role, 3, alpha=0.28)
            painting.frame(painter, bar, role, 3)
        elif event.kind == "claim":
            painter.setPen(QPen(theme().colour(role), 2))
            painter.setBrush(theme().colour("surface"))
            painter.drawEllipse(QPointF(left, middle), 4.5, 4.5)
        else:
            painting.fill(painter, QRectF(left - 5, middle - 5, 10, 10), role, 5)
        if self._current >= 0 and self._events[self._current] is event and self.hasFocus():
            ring = QRectF(left - 8, middle - 15, max(16.0, right - left + 16), 30)
            painting.frame(painter, ring, "accent", 6, 2)

    def _labels(self, painter: QPainter, middle: float) -> None:
        """Intervals above; moments below, each where there is room, the current one always."""
        font = QFontMetrics(theme().font("small"))
        free = {0: -1e9, 1: -1e9}
        for number, event in enumerate(self._events):
            above = event.kind == "interval"
            centre = (self._x(event.start) + self._x(event.end)) / 2
            width = font.horizontalAdvance(event.label)
            left = min(max(0.0, centre - width / 2), max(0.0, self.width() - width))
            line = 0 if above else 1
            if left < free[line] and number != self._current:
                continue
            free[line] = left + width + 10
            painter.setFont(theme().font("small_strong" if above else "small"))
            painter.setPen(theme().colour("text" if above else "text2"))
            y = (
                font.ascent() + 2
                if above
                else middle + 12 + QFontMetrics(theme().font("caption")).height() + font.ascent()
            )
            painter.drawText(QPointF(left, y), event.label)

    def _at(self, x: float) -> int:
        near = [(max(0.0, self._x(e.start) - x, x - self._x(e.end)), n) for n, e in enumerate(self._events)]
        found = min(near, default=(99.0, -1))
        return found[1] if found[0] <= 8 else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().x())
        tip = f"{self._events[found].label}\n{phrases.span(self._events[found].start, self._events[found].end)}"
        self.setToolTip(tip if found >= 0 else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if found >= 0 else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().x())
        if found >= 0:
            self.opened.emit(self._events[found].ref)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is not None and self._events:
            self._current = min(len(self._events) - 1, max(0, self._current + step))
            self.setAccessibleDescription(self._events[self._current].label)
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._current >= 0:
            self.opened.emit(self._events[self._current].ref)
        else:
            super().keyPressEvent(event)
