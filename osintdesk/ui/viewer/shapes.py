"""Drawing of numbered shapes: casing first, then the colour; pens and discs keep their size at every zoom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF

from osintdesk.core.domain import Annotation, Json, decimal
from osintdesk.core.text import visible
from osintdesk.core.words import AnnotationKind
from osintdesk.ui.theme import annotation_colour, painting, qcolor, theme
from osintdesk.ui.theme.tokens import ANNOTATION_CASING, ANNOTATION_NUMBER

LINE = 2.0
CASING = 1.5
DISC = 20.0
HANDLE = 8.0
_ARROW = 14.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape in widget coordinates; `colour` counts the annotation colours from 0; `dashed`: casing and all."""

    kind: str
    points: tuple[QPointF, ...]
    number: int
    colour: int
    text: str = ""
    dashed: bool = False
    strong: bool = False


def points_of(annotation: Annotation) -> list[tuple[float, float]]:
    """The stored points as numbers, 0–1 of the picture; what cannot be read is left out."""
    found = []
    for pair in annotation.points if isinstance(annotation.points, list) else []:
        try:
            found.append((float(pair[0]), float(pair[1])))
        except (TypeError, ValueError, IndexError, KeyError):
            continue
    return found


def stored_points(points: Sequence[tuple[float, float]]) -> Json:
    """Points as records hold them."""
    return [[decimal(x), decimal(y)] for x, y in points]


def paint_shape(painter: QPainter, shape: Shape) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if shape.kind == AnnotationKind.TEXT:
        _paint_text(painter, shape)
    elif shape.points:
        _paint_path(painter, shape)
    if shape.points and shape.number:
        paint_disc(painter, disc_centre(shape), shape.number, shape.colour)
    painter.restore()


def _paint_path(painter: QPainter, shape: Shape) -> None:
    path = outline(shape)
    colour, dashed = annotation_colour(shape.colour)
    width = LINE + (1 if shape.strong else 0)
    painter.setBrush(qcolor(ANNOTATION_CASING, 0.35) if shape.kind == AnnotationKind.BLUR else Qt.BrushStyle.NoBrush)
    casing, pen = _pen(ANNOTATION_CASING, width + 2 * CASING), _pen(colour, width)
    if dashed or shape.dashed:
        _dash(pen)
    if shape.dashed:
        _dash(casing)
    painter.setPen(casing)
    painter.drawPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(path)


def _dash(pen: QPen) -> None:
    """The same dashes in pixels whatever the width."""
    pen.setDashPattern([7 / pen.widthF(), 5 / pen.widthF()])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(qcolor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def outline(shape: Shape) -> QPainterPath:
    """The line of a shape, in widget coordinates."""
    path = QPainterPath()
    points = shape.points
    match shape.kind:
        case AnnotationKind.POINT:
            _cross(path, points[0])
        case AnnotationKind.BOX | AnnotationKind.BLUR if len(points) > 1:
            path.addRect(QRectF(points[0], points[1]).normalized())
        case AnnotationKind.POLYGON:
            path.addPolygon(QPolygonF(points))
            path.closeSubpath()
        case _:
            path.addPolygon(QPolygonF(points))
            if shape.kind == AnnotationKind.ARROW and len(points) > 1:
                _arrow_head(path, points[-2], points[-1])
    return path


def _cross(path: QPainterPath, at: QPointF) -> None:
    path.addEllipse(at, 5, 5)
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        path.moveTo(at + QPointF(5 * dx, 5 * dy))
        path.lineTo(at + QPointF(11 * dx, 11 * dy))


def _arrow_head(path: QPainterPath, start: QPointF, end: QPointF) -> None:
    angle = math.atan2(end.y() - start.y(), end.x() - start.x())
    for side in (math.pi * 0.86, -math.pi * 0.86):
        path.moveTo(end)
        path.lineTo(end + QPointF(math.cos(angle + side), math.sin(angle + side)) * _ARROW)


def disc_centre(shape: Shape) -> QPointF:
    """Where the number stands: above the first corner of boxes, at the first point of the others."""
    first, size = shape.points[0], disc_size()
    match shape.kind:
        case AnnotationKind.BOX | AnnotationKind.BLUR if len(shape.points) > 1:
            return QRectF(first, shape.points[1]).normalized().topLeft() + QPointF(size / 2, -size / 2)
        case AnnotationKind.POINT:
            return first + QPointF(size * 0.7, -size * 0.7)
        case AnnotationKind.TEXT:
            return first + QPointF(-size * 0.7, 0)
        case _ if len(shape.points) > 1:
            away = first - shape.points[1]
            return first + away * (size * 0.6 / max(1.0, math.hypot(away.x(), away.y())))
        case _:
            return first


def disc_size() -> float:
    """As large as the number at the user's text size needs."""
    return max(DISC, QFontMetrics(theme().font("caption_strong")).height() + 4.0)


def paint_disc(painter: QPainter, centre: QPointF, number: int, colour: int) -> None:
    """A number on its colour with a dark edge."""
    size = disc_size()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(qcolor(ANNOTATION_CASING), CASING))
    painter.setBrush(qcolor(annotation_colour(colour)[0]))
    painter.drawEllipse(centre, size / 2 - 0.5, size / 2 - 0.5)
    painter.setFont(theme().font("caption_strong"))
    painter.setPen(qcolor(ANNOTATION_NUMBER))
    square = QRectF(centre.x() - size, centre.y() - size / 2, 2 * size, size)
    painter.drawText(square, Qt.AlignmentFlag.AlignCenter, str(number))


def _paint_text(painter: QPainter, shape: Shape) -> None:
    rect = text_rect(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().scrim())
    painter.drawRoundedRect(rect, 4, 4)
    if shape.strong:
        painting.frame(painter, rect, "on_scrim", 4)
    painter.setFont(theme().font("body"))
    painter.setPen(qcolor(annotation_colour(shape.colour)[0]))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, visible(shape.text))


def text_rect(shape: Shape) -> QRectF:
    font = QFontMetrics(theme().font("body"))
    width = font.horizontalAdvance(visible(shape.text)) + 16
    return QRectF(
        shape.points[0] - QPointF(0, font.height() / 2 + 2), shape.points[0] + QPointF(width, font.height() / 2 + 2)
    )


def is_hit(shape: Shape, at: QPointF, *, reach: float = 6.0) -> bool:
    """Whether `at` is on the line, the number or the text of a shape."""
    if not shape.points:
        return False
    gap = disc_centre(shape) - at
    if math.hypot(gap.x(), gap.y()) <= disc_size() / 2:
        return True
    if shape.kind == AnnotationKind.TEXT:
        return text_rect(shape).contains(at)
    stroker = QPainterPathStroker()
    stroker.setWidth(2 * reach)
    return stroker.createStroke(outline(shape)).contains(at)


def handles(shape: Shape) -> tuple[QPointF, ...]:
    """The points by which a shape is changed."""
    if shape.kind in (AnnotationKind.BOX, AnnotationKind.BLUR) and len(shape.points) > 1:
        rect = QRectF(shape.points[0], shape.points[1])
        return (rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft())
    return shape.points


def paint_handles(painter: QPainter, shape: Shape) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(theme().colour("accent"), 1))
    painter.setBrush(theme().colour("on_scrim"))
    for at in handles(shape):
        painter.drawRect(QRectF(at.x() - HANDLE / 2, at.y() - HANDLE / 2, HANDLE, HANDLE))
