"""Segment ribbon: two film strips with their shared spans joined by a band. Never mirrored."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.case.cache import Frame
from osintdesk.core.i18n import _
from osintdesk.ui.pages.matches.alignment import Span
from osintdesk.ui.theme import painting, theme
from osintdesk.ui.viewer.citation import clock
from osintdesk.ui.viewer.loading import pixels_of_bytes
from osintdesk.ui.viewer.looks import hidden, without_colour
from osintdesk.ui.viewer.raster import to_image

LETTER = 16.0
STRIP = 27.0
BAND = 34.0
AXIS = 18.0
_LEAST = 0.3
_PICTURE = 48.0


class Ribbon(QWidget):
    """A above, B below; a press on a strip goes to that moment."""

    a_chosen = Signal(float)
    b_chosen = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._lengths = (0.0, 0.0)
        self._spans: tuple[Span, ...] = ()
        self._strips: tuple[list[tuple[float, QImage]], list[tuple[float, QImage]]] = ([], [])
        self._frames: tuple[Sequence[Frame], Sequence[Frame]] = ((), ())
        self._at = (0.0, 0.0)
        self._hidden = False
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Shared segments"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme().changed.connect(self.update)
        theme().greyscale_changed.connect(self._dress)

    def show_pair(
        self,
        lengths: tuple[float, float],
        spans: Sequence[Span],
        frames: tuple[Sequence[Frame], Sequence[Frame]],
        *,
        hide: bool = False,
    ) -> None:
        """Lengths in seconds, the shared spans, and the strips from the cache."""
        self._lengths, self._spans, self._frames, self._hidden = lengths, tuple(spans), frames, hide
        self._dress()

    def set_lengths(self, a: float, b: float) -> None:
        self._lengths = (a, b)
        self.update()

    def set_hidden(self, hide: bool) -> None:
        self._hidden = hide
        self._dress()

    def set_place(self, a: float, b: float) -> None:
        """Where both playheads stand, in seconds."""
        self._at = (a, b)
        self.setAccessibleDescription(_("A at {a}, B at {b}").format(a=clock(a), b=clock(b)))
        self.update()

    def _dress(self) -> None:
        self._strips = (self._images(self._frames[0]), self._images(self._frames[1]))
        self.update()

    def _images(self, frames: Sequence[Frame]) -> list[tuple[float, QImage]]:
        found = []
        for frame in frames:
            pixels = pixels_of_bytes(frame.data)
            if pixels is not None:
                pixels = hidden(pixels) if self._hidden else without_colour(pixels) if theme().greyscale else pixels
                found.append((float(frame.seconds), to_image(pixels)))
        return found

    def sizeHint(self) -> QSize:
        return QSize(400, round(2 * AXIS + 2 * STRIP + BAND))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    # Geometry

    def _strip_rect(self, side: int) -> QRectF:
        """A or B as long as it lasts against the longer one, but never so short that nothing is seen."""
        room = self.width() - LETTER
        longest = max(*self._lengths, 0.001)
        width = room * max(_LEAST, self._lengths[side] / longest) if self._lengths[side] else _PICTURE
        top = AXIS if side == 0 else AXIS + STRIP + BAND
        return QRectF(self._left_of(side, width, room), top, width, STRIP)

    def _left_of(self, side: int, width: float, room: float) -> float:
        """The shorter strip stands below what it shares."""
        if not self._spans or width >= room:
            return LETTER
        other, span = 1 - side, self._spans[0]
        start, end = (span.a_start, span.a_end) if other == 0 else (span.b_start, span.b_end)
        middle = (start + end) / 2 / max(self._lengths[other], 0.001) * room
        return LETTER + min(max(middle - width / 2, 0.0), room - width)

    def x_of(self, side: int, seconds: float) -> float:
        rect = self._strip_rect(side)
        return rect.left() + min(max(seconds / max(self._lengths[side], 0.001), 0.0), 1.0) * rect.width()

    def seconds_at(self, side: int, x: float) -> float:
        rect = self._strip_rect(side)
        return min(max((x - rect.left()) / max(1.0, rect.width()), 0.0), 1.0) * self._lengths[side]

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for span in self._spans:
            self._paint_band(painter, span)
        for side in (0, 1):
            self._paint_strip(painter, side)
        for span in self._spans:
            self._paint_span(painter, span)
            self._paint_words(painter, span)
        for side in (0, 1):
            self._paint_playhead(painter, side)

    def _paint_strip(self, painter: QPainter, side: int) -> None:
        rect = self._strip_rect(side)
        painting.fill(painter, rect, "sunken")
        images = self._strips[side]
        if images:
            cell = STRIP * images[0][1].width() / max(1, images[0][1].height())
            count = max(1, round(rect.width() / cell))
            for place in range(count):
                box = QRectF(rect.left() + place * rect.width() / count, rect.top(), rect.width() / count - 1, STRIP)
                moment = (place + 0.5) / count * self._lengths[side]
                _fill_with(painter, box, _nearest(images, moment))
        painter.setFont(theme().font("caption_strong"))
        painter.setPen(theme().colour("text2"))
        letter = QRectF(0, rect.top(), LETTER - 4, STRIP)
        painter.drawText(letter, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, "AB"[side])
        if self._lengths[side]:
            self._paint_axis(painter, side, rect)

    def _paint_axis(self, painter: QPainter, side: int, rect: QRectF) -> None:
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text3"))
        top = rect.top() - AXIS + 2 if side == 0 else rect.bottom() + 1
        parts = (0.0, 0.5, 1.0) if rect.width() > 240 else (0.0, 1.0)
        for part in parts:
            side_of = {0.0: Qt.AlignmentFlag.AlignLeft, 1.0: Qt.AlignmentFlag.AlignRight}
            align = side_of.get(part, Qt.AlignmentFlag.AlignHCenter) | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(rect.left(), top, rect.width(), AXIS - 2), align, clock(part * self._lengths[side]))

    def _ends(self, span: Span, side: int) -> tuple[float, float]:
        start, end = (span.a_start, span.a_end) if side == 0 else (span.b_start, span.b_end)
        left, right = self.x_of(side, start), self.x_of(side, end)
        return (left, right) if right - left >= 3 else (left - 1.5, left + 1.5)

    def _paint_span(self, painter: QPainter, span: Span) -> None:
        for side in (0, 1):
            left, right = self._ends(span, side)
            rect = QRectF(left, self._strip_rect(side).top(), right - left, STRIP)
            painting.fill(painter, rect, "accent", 2, alpha=0.22)
            painting.frame(painter, rect, "accent", 2, 1.5)

    def _paint_band(self, painter: QPainter, span: Span) -> None:
        a_left, a_right = self._ends(span, 0)
        b_left, b_right = self._ends(span, 1)
        top, bottom = self._strip_rect(0).bottom(), self._strip_rect(1).top()
        middle = (top + bottom) / 2
        path = QPainterPath(QPointF(a_left, top))
        path.cubicTo(QPointF(a_left, middle), QPointF(b_left, middle), QPointF(b_left, bottom))
        path.lineTo(b_right, bottom)
        path.cubicTo(QPointF(b_right, middle), QPointF(a_right, middle), QPointF(a_right, top))
        path.closeSubpath()
        painter.setPen(QPen(theme().colour("accent", 0.5), 1))
        painter.setBrush(theme().colour("accent", 0.16))
        painter.drawPath(path)

    def _paint_words(self, painter: QPainter, span: Span) -> None:
        """Length and agreement inside the band; speed and mirroring when they are not as usual."""
        painter.setFont(theme().font("caption_strong"))
        painter.setPen(theme().colour("text"))
        text = span_words(span)
        width = QFontMetrics(theme().font("caption_strong")).horizontalAdvance(text) + 8
        centre = (sum(self._ends(span, 0)) + sum(self._ends(span, 1))) / 4
        left = min(max(centre - width / 2, LETTER), self.width() - width)
        top = self._strip_rect(0).bottom()
        painter.drawText(QRectF(left, top, width, BAND), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_playhead(self, painter: QPainter, side: int) -> None:
        if not self._lengths[side]:
            return
        rect, x = self._strip_rect(side), self.x_of(side, self._at[side])
        painting.fill(painter, QRectF(x - 1, rect.top() - 4, 2, STRIP + 8), "text")

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        for side, chosen in enumerate((self.a_chosen, self.b_chosen)):
            if self._strip_rect(side).adjusted(0, -6, 0, 6).contains(event.position()) and self._lengths[side]:
                chosen.emit(self.seconds_at(side, event.position().x()))


def span_words(span: Span) -> str:
    """`5.24 s, 96 % of frames agree, 2× speed, mirrored`."""
    length = span.a_end - span.a_start or span.b_end - span.b_start
    parts = [_("{seconds} s").format(seconds=f"{abs(length):.2f}")] if length else []
    parts.append(_("{share} % of frames agree").format(share=round(span.agreement * 100)))
    if abs(span.speed - 1) > 0.02:
        parts.append(_("speed {speed}×").format(speed=f"{span.speed:.2f}"))
    if span.mirrored:
        parts.append(_("mirrored"))
    return ", ".join(parts)


def _nearest(images: Sequence[tuple[float, QImage]], seconds: float) -> QImage:
    return min(images, key=lambda found: abs(found[0] - seconds))[1]


def _fill_with(painter: QPainter, box: QRectF, image: QImage) -> None:
    """The picture covering the box, cut at its sides."""
    scale = max(box.width() / image.width(), box.height() / image.height())
    width, height = box.width() / scale, box.height() / scale
    painter.drawImage(box, image, QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height))
