"""What helps looking: the loupe under the pointer, the measure, the veil over hidden pictures."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen

from osintdesk.core.i18n import _
from osintdesk.ui.theme import metrics, paint_icon, painting, theme
from osintdesk.ui.viewer.canvas import Canvas
from osintdesk.ui.viewer.geometry import scale_of
from osintdesk.ui.viewer.raster import to_image

LOUPE = 184
_STRONGER = 4.0
_PIXELS_SEEN = 8.0


class Loupe:
    """A window of 184 px beside the pointer that shows the picture at four times the scale, at least 8 px a pixel."""

    def __init__(self, canvas: Canvas) -> None:
        self.on = False
        self._at: tuple[int, int] | None = None
        self._canvas = canvas
        canvas.overlays.append(self)
        canvas.pointed.connect(self._follow)

    def toggle(self, on: bool) -> None:
        self.on = on
        self._canvas.update()

    def _follow(self, at: tuple[int, int] | None) -> None:
        self._at = at
        if self.on:
            self._canvas.update()

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        picture = canvas.picture
        if not self.on or self._at is None or picture is None:
            return
        ratio = canvas.devicePixelRatioF()
        side = round(LOUPE * ratio)
        matrix = canvas.matrix()
        strength = max(_STRONGER * scale_of(matrix), _PIXELS_SEEN * ratio) / scale_of(matrix)
        linear = matrix[:, :2] * strength
        middle = np.array([self._at[0] + 0.5, self._at[1] + 0.5])
        moved = np.column_stack([linear, np.array([side / 2, side / 2]) - linear @ middle])
        ground = canvas.ground()
        colour = (ground.red(), ground.green(), ground.blue())
        image = to_image(picture.drawn(moved, (side, side), look=canvas.shown_look(), ground=colour), ratio)
        self._frame(painter, canvas, image, scale_of(moved) / ratio)

    def _frame(self, painter: QPainter, canvas: Canvas, image: object, pixel: float) -> None:
        assert self._at is not None
        rect = self._place(canvas, canvas.to_widget((self._at[0] + 0.5, self._at[1] + 0.5)))
        painter.save()
        painting.rounded(painter, rect, metrics.RADIUS_CARD)
        painter.drawImage(rect.topLeft(), image)  # type: ignore[call-overload]
        painter.restore()
        painting.frame(painter, rect, "text2", metrics.RADIUS_CARD)
        square = QRectF(rect.center().x() - pixel / 2, rect.center().y() - pixel / 2, pixel, pixel)
        painting.frame(painter, square.adjusted(-1, -1, 1, 1), "shadow")
        painting.frame(painter, square, "on_scrim")
        painting.badge(painter, rect.bottomRight() - QPointF(6, 6), pixel_text(canvas, self._at))

    def _place(self, canvas: Canvas, pointer: QPointF) -> QRectF:
        """Beside the pointer, on the side where there is room."""
        x = pointer.x() + 24 if pointer.x() + 24 + LOUPE < canvas.width() else pointer.x() - 24 - LOUPE
        y = pointer.y() + 24 if pointer.y() + 24 + LOUPE < canvas.height() else pointer.y() - 24 - LOUPE
        return QRectF(round(x), round(y), LOUPE, LOUPE)


def pixel_text(canvas: Canvas, at: tuple[int, int]) -> str:
    """`812, 404: 134 92 71`: place and red, green, blue as stored, before any adjustment."""
    value = canvas.picture.value_at(*at) if canvas.picture is not None else None
    place = f"{at[0]}, {at[1]}"
    return place if value is None else f"{place}: {value[0]} {value[1]} {value[2]}"


class MeasureTool:
    """Length and angle of a dragged line, in pixels of the picture as stored upright."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._line: tuple[QPointF, QPointF] | None = None
        canvas.overlays.append(self)

    def press(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> bool:
        self._line = (at, at)
        return True

    def drag(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> None:
        if self._line is not None:
            self._line = (self._line[0], at)
            canvas.update()

    def release(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> None:
        self.drag(canvas, at, event)

    def clear(self) -> None:
        self._line = None
        self._canvas.update()

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        if self._line is None or self._line[0] == self._line[1]:
            return
        start, end = (canvas.to_widget((p.x(), p.y())) for p in self._line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for role, width in (("shadow", 4.0), ("on_scrim", 1.5)):
            painter.setPen(QPen(theme().colour(role), width))
            painter.drawLine(start, end)
        font = QFontMetrics(theme().font("small"))
        corner = end + QPointF(font.horizontalAdvance(self.text()) + 22, font.height() + 8)
        painting.badge(painter, corner, self.text())

    def text(self) -> str:
        """`214.3 ±1.4 px, 12.5° ±0.4°`: each end is known to half a pixel in x and y."""
        if self._line is None:
            return ""
        dx, dy = self._line[1].x() - self._line[0].x(), self._line[0].y() - self._line[1].y()
        length = math.hypot(dx, dy)
        error = math.sqrt(2) / 2 * 2
        angle, angle_error = math.degrees(math.atan2(dy, dx)), math.degrees(math.atan2(error, max(length, 1e-6)))
        return _("{length} ±{error} px, {angle}° ±{angle_error}°").format(
            length=f"{length:.1f}", error=f"{error:.1f}", angle=f"{angle:.1f}", angle_error=f"{angle_error:.1f}"
        )


class Veil:
    """What is written over a hidden picture."""

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        middle = canvas.picture_rect().intersected(QRectF(canvas.rect())).center()
        paint_icon(painter, QRect(int(middle.x()) - 16, int(middle.y()) - 46, 32, 32), "hidden", "on_scrim")
        lines = (
            ("strong", 0, _("Hidden: {reason}").format(reason=canvas.hidden_reason)),
            ("body", 22, _("Hold V, or press and hold here")),
        )
        for style, offset, text in lines:
            painter.setFont(theme().font(style))
            painter.setPen(theme().colour("on_scrim"))
            rect = QRectF(middle.x() - 240, middle.y() - 8 + offset, 480, 22)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
