"""Annotations on the canvas: what is drawn over the picture, and the tools that make and change it.

The layer knows nothing of the case: it shows records and tells by signals what the user drew.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter

from osintdesk.core.domain import Annotation
from osintdesk.core.words import AnnotationKind
from osintdesk.ui.viewer.canvas import Canvas
from osintdesk.ui.viewer.shapes import (
    HANDLE,
    Shape,
    handles,
    is_hit,
    paint_handles,
    paint_shape,
    points_of,
)

Points = list[tuple[float, float]]
_SMALLEST = 4.0
"""A shape drawn smaller than this many pixels of the screen was a slip of the hand."""


class AnnotationLayer(QObject):
    """The annotations of what is on the canvas, the selected one, and the one being drawn."""

    drawn = Signal(str, object)
    """kind, points 0–1: the user finished a new shape."""
    changed = Signal(str, object)
    """annotation id, points 0–1: the user moved or reshaped it."""
    selected_changed = Signal(str)
    opened = Signal(str)
    """annotation id: it was pressed twice."""
    menu_wanted = Signal(str)
    text_wanted = Signal(object)
    """points 0–1: a text is to be written there."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.annotations: tuple[Annotation, ...] = ()
        self.selected = ""
        self.visible = True
        self.draft: tuple[str, Points] | None = None
        self._moved: tuple[str, Points] | None = None
        canvas.overlays.append(self)
        canvas.menu_wanted.connect(self._ask_menu)

    def _ask_menu(self, at: QPointF) -> None:
        found = self.hit(at) if self.visible else None
        if found is not None:
            self.select(found.id)
            self.menu_wanted.emit(found.id)

    def show_annotations(self, annotations: Sequence[Annotation]) -> None:
        self.annotations = tuple(annotations)
        if self.selected not in {a.id for a in annotations}:
            self.select("")
        self._moved = None
        self._canvas.update()

    def select(self, annotation: str) -> None:
        if annotation != self.selected:
            self.selected = annotation
            self.selected_changed.emit(annotation)
            self._canvas.update()

    def shapes(self) -> list[tuple[Annotation, Shape]]:
        """Every annotation as it lies on the widget now, in drawing order."""
        return [(a, self._shape(a)) for a in self.annotations]

    def _shape(self, annotation: Annotation) -> Shape:
        points = points_of(annotation)
        if self._moved is not None and self._moved[0] == annotation.id:
            points = self._moved[1]
        strong = annotation.id == self.selected
        return Shape(
            annotation.kind,
            self.on_widget(points),
            annotation.number,
            annotation.colour,
            annotation.name,
            strong=strong,
        )

    def on_widget(self, points: Points) -> tuple[QPointF, ...]:
        width, height = self._canvas.view.picture
        return tuple(self._canvas.to_widget((x * width, y * height)) for x, y in points)

    def in_picture(self, at: QPointF) -> tuple[float, float]:
        """A picture point as parts of the picture, kept inside it."""
        width, height = self._canvas.view.picture
        return (min(max(at.x() / width, 0.0), 1.0), min(max(at.y() / height, 0.0), 1.0))

    def move_to(self, annotation: str, points: Points) -> None:
        """Show an annotation elsewhere while it is dragged."""
        self._moved = (annotation, points)
        self._canvas.update()

    def finish_move(self) -> None:
        if self._moved is not None:
            annotation, points = self._moved
            self.changed.emit(annotation, points)

    def set_draft(self, draft: tuple[str, Points] | None) -> None:
        self.draft = draft
        self._canvas.update()

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        if not self.visible:
            return
        for annotation, shape in self.shapes():
            paint_shape(painter, shape)
            if annotation.id == self.selected:
                paint_handles(painter, shape)
        if self.draft is not None:
            kind, points = self.draft
            colour = max((a.number for a in self.annotations), default=0) % 8
            paint_shape(painter, Shape(kind, self.on_widget(points), 0, colour, strong=True))

    def hit(self, at: QPointF) -> Annotation | None:
        """The topmost annotation at a widget point."""
        return next((a for a, shape in reversed(self.shapes()) if is_hit(shape, at)), None)


@dataclass(slots=True)
class SelectTool:
    """Selects, moves and reshapes annotations; elsewhere the picture is dragged."""

    layer: AnnotationLayer
    cursor: Qt.CursorShape = Qt.CursorShape.ArrowCursor
    _from: tuple[float, float] = (0.0, 0.0)
    _points: Points | None = None
    _handle: int | None = None

    def press(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> bool:
        chosen = next((a for a in self.layer.annotations if a.id == self.layer.selected), None)
        self._handle = None if chosen is None else self._handle_at(chosen, event.position())
        if self._handle is None:
            chosen = self.layer.hit(event.position())
            self.layer.select(chosen.id if chosen else "")
        if chosen is None:
            return False
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self.layer.opened.emit(chosen.id)
        self._from = self.layer.in_picture(at)
        self._points = points_of(chosen)
        return True

    def _handle_at(self, annotation: Annotation, at: QPointF) -> int | None:
        shape = next(s for a, s in self.layer.shapes() if a.id == annotation.id)
        for index, place in enumerate(handles(shape)):
            if max(abs(place.x() - at.x()), abs(place.y() - at.y())) <= HANDLE:
                return index
        return None

    def drag(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> None:
        chosen = next((a for a in self.layer.annotations if a.id == self.layer.selected), None)
        if self._points is None or chosen is None:
            return
        here = self.layer.in_picture(at)
        if self._handle is not None:
            self.layer.move_to(chosen.id, reshaped(chosen.kind, self._points, self._handle, here))
        else:
            self.layer.move_to(chosen.id, shifted(self._points, here[0] - self._from[0], here[1] - self._from[1]))

    def release(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> None:
        self.layer.finish_move()
        self._points = None


def shifted(points: Points, dx: float, dy: float) -> Points:
    """Moved as a whole, as far as the picture goes."""
    dx = min(max(dx, -min(x for x, _y in points)), 1 - max(x for x, _y in points))
    dy = min(max(dy, -min(y for _x, y in points)), 1 - max(y for _x, y in points))
    return [(x + dx, y + dy) for x, y in points]


def reshaped(kind: str, points: Points, handle: int, to: tuple[float, float]) -> Points:
    """One handle moved: a point, or a corner of a box whose opposite corner stays."""
    if kind in (AnnotationKind.BOX, AnnotationKind.BLUR):
        (left, top), (right, bottom) = points
        sides = {"left": left, "top": top, "right": right, "bottom": bottom}
        sides["left" if handle in (0, 3) else "right"] = to[0]
        sides["top" if handle in (0, 1) else "bottom"] = to[1]
        return [(sides["left"], sides["top"]), (sides["right"], sides["bottom"])]
    return [to if index == handle else point for index, point in enumerate(points)]


@dataclass(slots=True)
class DrawTool:
    """Draws one kind of shape; polygons grow by clicks and end with a click on the first point, or by Enter."""

    layer: AnnotationLayer
    kind: str
    cursor: Qt.CursorShape = Qt.CursorShape.CrossCursor

    def press(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> bool:
        here = self.layer.in_picture(at)
        if self.kind == AnnotationKind.POINT:
            self.layer.drawn.emit(self.kind, [here])
        elif self.kind == AnnotationKind.TEXT:
            self.layer.text_wanted.emit([here])
        elif self.kind == AnnotationKind.POLYGON:
            self._corner(here)
        else:
            self.layer.set_draft((self.kind, [here, here]))
        return True

    def _corner(self, here: tuple[float, float]) -> None:
        points = self.layer.draft[1] if self.layer.draft else []
        if len(points) >= 3 and self._near(points[0], here):
            self.finish()
        else:
            self.layer.set_draft((self.kind, [*points, here]))

    def finish(self) -> None:
        """End a polygon with the corners that it has."""
        draft, self.layer.draft = self.layer.draft, None
        if draft is not None and len(draft[1]) >= 3:
            self.layer.drawn.emit(draft[0], draft[1])
        self.layer.set_draft(None)

    def cancel(self) -> None:
        self.layer.set_draft(None)

    def drag(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> None:
        if self.layer.draft is not None and self.kind != AnnotationKind.POLYGON:
            self.layer.set_draft((self.kind, [self.layer.draft[1][0], self.layer.in_picture(at)]))

    def release(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> None:
        if self.layer.draft is None or self.kind == AnnotationKind.POLYGON:
            return
        points = self.layer.draft[1]
        self.layer.set_draft(None)
        if not self._near(points[0], points[-1]):
            self.layer.drawn.emit(self.kind, points)

    def _near(self, one: tuple[float, float], other: tuple[float, float]) -> bool:
        a, b = self.layer.on_widget([one, other])
        return math.hypot(a.x() - b.x(), a.y() - b.y()) < _SMALLEST * 2
