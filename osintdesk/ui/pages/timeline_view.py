"""The painted timeline: lanes under an axis, zoomed from minutes to years, moved by drag, wheel and keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from osintdesk.core import instants
from osintdesk.core.i18n import _
from osintdesk.ui.pages.timeline_model import Lane, Mark, extent, group_title, ticks
from osintdesk.ui.theme import painting, theme

LABELS = 140
LANE = 30
BAR = 13
SHORTEST = timedelta(minutes=2)
LONGEST = timedelta(days=366 * 80)
_ZOOM = 1.25
_EDGE = 6


class TimelineView(QAbstractScrollArea):
    """`opened(ref)` on a click or Enter. Time runs from left to right in every language; labels lead."""

    opened = Signal(str)
    span_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lanes: list[Lane] = []
        self._zone = self._case_zone = "UTC"
        now = datetime.now(UTC)
        self._start, self._end = now - timedelta(days=1), now
        self._grip: tuple[float, datetime, datetime] | None = None
        self._moved = False
        self._current = (-1, -1)
        self._hover = (-1, -1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Timeline"))
        self.viewport().setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme().changed.connect(self._measure)

    # What is shown

    @property
    def span(self) -> tuple[datetime, datetime]:
        return self._start, self._end

    def set_lanes(self, lanes: Sequence[Lane], zone: str, case_zone: str) -> None:
        """Show lanes on an axis in `zone`; the span stays. Tool tips say the case's zone beside UTC."""
        self._lanes, self._zone, self._case_zone = list(lanes), zone, case_zone
        self._current = self._hover = (-1, -1)
        self._measure()

    def show_all(self) -> None:
        """Zoom so that every mark is seen."""
        found = extent(self._lanes)
        if found is not None:
            self.set_span(*found)

    def set_span(self, start: datetime, end: datetime) -> None:
        """Show from `start` to `end`, at least minutes and at most decades."""
        length = min(LONGEST, max(SHORTEST, end - start))
        middle = start + (end - start) / 2
        low, high = datetime(1900, 1, 1, tzinfo=UTC), datetime(2150, 1, 1, tzinfo=UTC)
        begin = min(max(middle - length / 2, low), high - length)
        self._start, self._end = begin, begin + length
        self.span_changed.emit()
        self.viewport().update()

    def zoom(self, factor: float, at: float = 0.5) -> None:
        """Zoom in (`factor` > 1) or out, the moment at `at` (0 to 1 of the width) kept in place."""
        length = self._end - self._start
        kept = self._start + length * at
        new = min(LONGEST, max(SHORTEST, length / factor))
        self.set_span(kept - new * at, kept + new * (1 - at))

    def pan(self, share: float) -> None:
        """Move by a share of the span, later when positive."""
        by = (self._end - self._start) * share
        self.set_span(self._start + by, self._end + by)

    # Geometry

    def _lane_height(self) -> int:
        return max(LANE, QFontMetrics(theme().font("small")).height() + 12)

    def _axis_height(self) -> int:
        return QFontMetrics(theme().font("caption")).height() + 14

    def _labels(self) -> int:
        return min(
            max(LABELS, QFontMetrics(theme().font("small")).averageCharWidth() * 24), self.viewport().width() // 3
        )

    def _rows(self) -> list[tuple[str, Lane | None]]:
        """Group headings and lanes from top to bottom."""
        rows: list[tuple[str, Lane | None]] = []
        for number, lane in enumerate(self._lanes):
            if number == 0 or self._lanes[number - 1].group != lane.group:
                rows.append((group_title(lane.group), None))
            rows.append((lane.label, lane))
        return rows

    def _measure(self) -> None:
        height = self._lane_height() * len(self._rows()) + self._axis_height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._lane_height())
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def sizeHint(self) -> QSize:
        return QSize(800, 400)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def _x(self, at: datetime) -> float:
        wide = self.viewport().width() - self._labels() - _EDGE
        return self._labels() + (at - self._start) / (self._end - self._start) * wide

    def _time(self, x: float) -> float:
        """The share (0 to 1) of the span at a place."""
        wide = max(1, self.viewport().width() - self._labels() - _EDGE)
        return min(1.0, max(0.0, (x - self._labels()) / wide))

    def _bar(self, mark: Mark, top: float) -> QRectF:
        """Where a mark lies; open ends reach out of the span."""
        left = self._x(mark.start) if mark.start else float(self._labels() - 20)
        right = self._x(mark.end) if mark.end else float(self.viewport().width() + 20)
        middle = top + self._lane_height() / 2
        if mark.point:
            return QRectF(left - 6, middle - 6, 12, 12)
        left, right = max(left, self._labels() - 20.0), min(right, self.viewport().width() + 20.0)
        return QRectF(left, middle - BAR / 2, max(3.0, right - left), BAR)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), theme().colour("surface"))
        self._paint_ticks(painter)
        painter.setClipRect(QRectF(0, self._axis_height(), self.viewport().width(), self.viewport().height()))
        top, lane = float(self._axis_height() - self.verticalScrollBar().value()), 0
        for label, found in self._rows():
            if top > self.viewport().height():
                break
            if top + self._lane_height() > 0:
                self._paint_row(painter, top, label, found, lane)
            top += self._lane_height()
            lane += found is not None

    def _paint_ticks(self, painter: QPainter) -> None:
        font = theme().font("caption")
        painter.setFont(font)
        metrics = QFontMetrics(font)
        wide = self.viewport().width() - self._labels()
        free = -1.0
        for tick in ticks(self._start, self._end, instants.zone(self._zone), wanted=max(2, wide // 96)):
            x = self._x(tick.at)
            painter.setPen(QPen(theme().colour("edge" if tick.strong else "line"), 0))
            painter.drawLine(QPointF(x, self._axis_height() - 8), QPointF(x, self.viewport().height()))
            if x > free and x + 4 + metrics.horizontalAdvance(tick.label) < self.viewport().width():
                painter.setFont(theme().font("caption_strong" if tick.strong else "caption"))
                painter.setPen(theme().colour("text" if tick.strong else "text2"))
                painter.drawText(QPointF(x + 4, metrics.ascent() + 5), tick.label)
                free = x + 12 + metrics.horizontalAdvance(tick.label)
        painting.line(painter, QPointF(0, self._axis_height()), QPointF(self.viewport().width(), self._axis_height()))

    def _paint_row(self, painter: QPainter, top: float, label: str, lane: Lane | None, number: int) -> None:
        height = self._lane_height()
        wide = self.viewport().width()
        painting.line(painter, QPointF(0, top + height), QPointF(wide, top + height))
        if lane is not None:
            self._paint_marks(painter, top, lane, number)
        painter.fillRect(QRectF(0, top + 1, self._labels() - 4, height - 1), theme().colour("surface"))
        painter.setFont(theme().font("small" if lane is not None else "caption_strong"))
        painter.setPen(theme().colour("text" if lane is not None else "text3"))
        area = QRectF(16 if lane is None else 24, top, self._labels() - 34, height)
        shown = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _paint_marks(self, painter: QPainter, top: float, lane: Lane, number: int) -> None:
        """Bars first, then points; each mark's label where there is room for it."""
        painter.save()
        clip = QRectF(self._labels() - 4, self._axis_height(), self.viewport().width(), self.viewport().height())
        painter.setClipRect(clip)
        order = sorted(enumerate(lane.marks), key=lambda pair: pair[1].point)
        for place, mark in order:
            bar = self._bar(mark, top)
            if bar.right() < self._labels() - 20 or bar.left() > self.viewport().width() + 20:
                continue
            _paint_mark(painter, bar, mark)
            if (number, place) in (self._current, self._hover) and (self.hasFocus() or self._hover[0] >= 0):
                painting.frame(painter, bar.adjusted(-3, -3, 3, 3), "accent", 5, 2)
        self._paint_labels(painter, [(self._bar(mark, top), mark) for mark in lane.marks])
        painter.restore()

    def _paint_labels(self, painter: QPainter, placed: list[tuple[QRectF, Mark]]) -> None:
        """A label stands only where it covers neither the mark after it nor another label."""
        free = float(self._labels())
        for number, (bar, mark) in enumerate(placed):
            if not mark.label or bar.right() < self._labels() or bar.left() > self.viewport().width():
                continue
            font = QFontMetrics(theme().font("small_strong"))
            width = font.horizontalAdvance(mark.label) + 6
            ahead = [b.left() for b, _m in placed[number + 1 :] if b.left() > bar.left()]
            behind = [b.right() for b, _m in placed[:number]]
            fits_after = bar.right() + width <= min([float(self.viewport().width()), *ahead])
            fits_before = bar.left() - width >= max([free, *behind])
            if bar.left() >= free and fits_after:
                free = self._paint_label(painter, bar, mark, bar.right() + 6)
            elif fits_before:
                self._paint_label(painter, bar, mark, bar.left() - width)
                free = bar.right() + 4

    def _paint_label(self, painter: QPainter, bar: QRectF, mark: Mark, left: float) -> float:
        strong = mark.kind in {"result", "event"}
        painter.setFont(theme().font("small_strong" if strong else "small"))
        painter.setPen(theme().colour("text" if strong else "text2"))
        width = painter.fontMetrics().horizontalAdvance(mark.label)
        box = QRectF(left, bar.top() - 6, width + 2, bar.height() + 12)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, mark.label)
        return max(bar.right(), left + width) + 8

    # Pointer and keys

    def _at(self, x: float, y: float) -> tuple[int, int]:
        """Lane and mark under a point, the nearest within 6 px; (-1, -1) for none."""
        top, number = float(self._axis_height() - self.verticalScrollBar().value()), 0
        for _label, lane in self._rows():
            if lane is not None:
                if top <= y < top + self._lane_height() and x >= self._labels() - 6:
                    return self._nearest(lane, number, top, x)
                number += 1
            top += self._lane_height()
        return -1, -1

    def _nearest(self, lane: Lane, number: int, top: float, x: float) -> tuple[int, int]:
        best, found = 6.0, -1
        for place, mark in enumerate(lane.marks):
            bar = self._bar(mark, top)
            off = max(0.0, bar.left() - x, x - bar.right())
            # Of several under the pointer the shortest is meant: the others can be reached beside it.
            if off <= best and (found < 0 or off < best or bar.width() <= self._bar(lane.marks[found], top).width()):
                best, found = off, place
        return (number, found) if found >= 0 else (-1, -1)

    def mark(self, at: tuple[int, int]) -> Mark | None:
        return self._lanes[at[0]].marks[at[1]] if at[0] >= 0 else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = (event.position().x(), self._start, self._end)
            self._moved = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, y = event.position().x(), event.position().y()
        if self._grip is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(x)
            return
        self._hover = self._at(x, y)
        found = self.mark(self._hover)
        self.viewport().setToolTip(found.tip(self._case_zone) if found else "")
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.OpenHandCursor)
        self.viewport().update()

    def _drag(self, x: float) -> None:
        if self._grip is None:
            return
        by = x - self._grip[0]
        if abs(by) > 3:
            self._moved = True
            wide = max(1, self.viewport().width() - self._labels() - _EDGE)
            shift = (self._grip[2] - self._grip[1]) * (by / wide)
            self.set_span(self._grip[1] - shift, self._grip[2] - shift)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None
        if self._moved:
            return
        at = self._at(event.position().x(), event.position().y())
        found = self.mark(at)
        if found is not None:
            self._current = at
            self.opened.emit(found.ref)

    def leaveEvent(self, _event: object) -> None:
        self._hover = (-1, -1)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl with the wheel zooms at the pointer; Shift or a sideways wheel moves; else lanes scroll."""
        steps = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM ** (steps.y() / 120), self._time(event.position().x()))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or steps.x():
            self.pan(-(steps.x() or steps.y()) / 120 * 0.1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the marks; + and - zoom, Ctrl with arrows moves, 0 shows all."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.pan(0.25 if key == Qt.Key.Key_Right else -0.25)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            self.zoom(1 / _ZOOM if key == Qt.Key.Key_Minus else _ZOOM)
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step(Qt.Key(key))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and (found := self.mark(self._current)):
            self.opened.emit(found.ref)
        else:
            super().keyPressEvent(event)

    def _step(self, key: Qt.Key) -> None:
        if not self._lanes:
            return
        lane, place = (max(0, part) for part in self._current)
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            lane = min(len(self._lanes) - 1, max(0, lane + (1 if key == Qt.Key.Key_Down else -1)))
            place = min(place, len(self._lanes[lane].marks) - 1)
        elif self._current[0] >= 0:
            place = min(len(self._lanes[lane].marks) - 1, max(0, place + (1 if key == Qt.Key.Key_Right else -1)))
        self._current = (lane, place)
        found = self._lanes[lane].marks[place]
        self.setAccessibleDescription(f"{self._lanes[lane].label}: {found.tip(self._case_zone)}")
        self._bring_in(found)
        self.viewport().update()

    def _bring_in(self, mark: Mark) -> None:
        """Move the span so that the mark is seen."""
        at = mark.start or mark.end
        if at is not None and not self._start <= at <= self._end:
            half = (self._end - self._start) / 2
            self.set_span(at - half, at + half)


_ROLES = {
    "event": "accent",
    "sighting": "ok",
    "fact": "accent",
    "method": "warn",
    "result": "accent",
    "claim": "progress",
}


def _paint_mark(painter: QPainter, bar: QRectF, mark: Mark) -> None:
    """Fact: accent at 30 %; method: warn; excluded: dashed; claim: hollow ring; result: solid accent."""
    role = theme().status_role(_ROLES.get(mark.kind, "text2"))
    if mark.kind == "excluded":
        painting.frame(painter, bar, "warn", 3, dashed=True)
    elif mark.point and mark.kind == "claim":
        painter.setPen(QPen(theme().colour(role), 2))
        painter.setBrush(theme().colour("surface"))
        painter.drawEllipse(bar.center(), 5, 5)
    elif mark.point and mark.kind == "fact":
        painter.save()
        painter.translate(bar.center())
        painter.rotate(45)
        painting.fill(painter, QRectF(-4.5, -4.5, 9, 9), role, 1, alpha=0.75)
        painter.restore()
    elif mark.point:
        painting.fill(painter, QRectF(bar.center().x() - 5, bar.center().y() - 5, 10, 10), role, 5)
    else:
        alpha = {"method": 0.7, "event": 0.45, "fact": 0.3}.get(mark.kind, 1.0)
        painting.fill(painter, bar, role, 3, alpha=alpha)
