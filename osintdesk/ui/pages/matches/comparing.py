"""The comparison: side by side with linked views, swipe, blink and difference; the matched regions are outlined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QStackedWidget, QWidget

from osintdesk.core.i18n import N_, _
from osintdesk.core.words import AnnotationKind
from osintdesk.ui.pages.matches.alignment import Alignment, Polygon
from osintdesk.ui.pages.matches.overlaid import Difference, Placed, Swiped
from osintdesk.ui.pages.matches.sides import Side
from osintdesk.ui.theme import metrics, painting, theme
from osintdesk.ui.viewer.canvas import Canvas
from osintdesk.ui.viewer.geometry import View, fill_factor, fit
from osintdesk.ui.viewer.lens import Veil
from osintdesk.ui.viewer.looks import Look
from osintdesk.ui.viewer.raster import Picture
from osintdesk.ui.viewer.shapes import Shape, paint_shape
from osintdesk.ui.widgets import hairline, row

if TYPE_CHECKING:
    from osintdesk.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to compare."""

    key: str
    name: str
    icon: str


MODES = (
    Mode("side", N_("Side by side"), ""),
    Mode("swipe", N_("Swipe"), "swipe"),
    Mode("blink", N_("Blink"), ""),
    Mode("difference", N_("Difference"), ""),
)
_GRIP = 22.0
_WHOLE = 0.97


class Regions:
    """The shared part dashed, differing parts solid, on one picture of the pair."""

    def __init__(self) -> None:
        self.outline: Polygon = ()
        self.differing: tuple[Polygon, ...] = ()
        self.visible = True

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        if not self.visible:
            return
        if self.outline and _area(self.outline) < _WHOLE:
            paint_shape(painter, self._shape(canvas, self.outline, colour=0, dashed=True))
        for box in self.differing:
            if box:
                paint_shape(painter, self._shape(canvas, box, colour=5, dashed=False))

    @staticmethod
    def _shape(canvas: Canvas, polygon: Polygon, *, colour: int, dashed: bool) -> Shape:
        width, height = canvas.view.picture
        points = tuple(canvas.to_widget((x * width, y * height)) for x, y in polygon)
        return Shape(AnnotationKind.POLYGON, points, 0, colour, dashed=dashed)


def _area(polygon: Polygon) -> float:
    """Share of the picture, by the shoelace formula."""
    pairs = zip(polygon, (*polygon[1:], polygon[0]), strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


class Name:
    """Which exhibit this is, on the scrim in a corner of the picture."""

    def __init__(self, *, at_end: bool = False) -> None:
        self.letter, self.text, self._at_end = "", "", at_end

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        if not self.text:
            return
        strong, plain = QFontMetrics(theme().font("small_strong")), QFontMetrics(theme().font("small"))
        letter = strong.horizontalAdvance(self.letter)
        width = letter + plain.horizontalAdvance(self.text) + 28
        seen = canvas.picture_rect().intersected(QRectF(canvas.rect()))
        x = seen.right() - width - 10 if self._at_end else seen.left() + 10
        rect = QRectF(x, seen.top() + 10, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().scrim())
        painter.drawRoundedRect(rect, metrics.RADIUS_CHIP, metrics.RADIUS_CHIP)
        painter.setPen(theme().colour("on_scrim"))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme().font("small_strong"))
        painter.drawText(rect.adjusted(10, 0, 0, 0), middle, self.letter)
        painter.setFont(theme().font("small"))
        painter.drawText(rect.adjusted(letter + 18, 0, 0, 0), middle, self.text)


class SwipeLine:
    """The line between A and B, and the tool that drags it."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, view: CompareView) -> None:
        self._view = view

    def paint(self, painter: QPainter, canvas: Canvas) -> None:
        x = self._view.swipe * canvas.width()
        seen = canvas.picture_rect().intersected(QRectF(canvas.rect()))
        painting.fill(painter, QRectF(x - 1, seen.top(), 2, seen.height()), "on_scrim")
        centre = QPointF(x, seen.center().y())
        disc = QRectF(centre.x() - _GRIP / 2, centre.y() - _GRIP / 2, _GRIP, _GRIP)
        painting.fill(painter, disc, "on_scrim", _GRIP / 2)
        painter.setPen(theme().colour("shadow"))
        painter.setFont(theme().font("caption_strong"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, "‹ ›")

    def press(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> bool:
        return abs(event.position().x() - self._view.swipe * canvas.width()) <= _GRIP

    def drag(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> None:
        self._view.set_swipe(event.position().x() / max(1, canvas.width()))

    def release(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> None:
        self.drag(canvas, at, event)


class CompareView(QWidget):
    """Two sides in one of four modes; zoom and pan of both are one."""

    mode_changed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.a, self.b = Side(desk, self), Side(desk, self)
        self.mode, self.aligned, self.flipped, self.swipe = "swipe", True, False, 0.5
        self.shows_b = False
        self.alignment = Alignment()
        self._linking = False
        self.left, self.right, self.over = (self._canvas(name) for name in (_("A"), _("B"), _("A and B")))
        self._names = {"left": Name(), "right": Name(), "over_a": Name(), "over_b": Name(at_end=True)}
        self._regions = {"left": Regions(), "right": Regions(), "over": Regions()}
        self._line = SwipeLine(self)
        self._build()
        self._connect()

    def _canvas(self, name: str) -> Canvas:
        made = Canvas()
        made.setAccessibleName(name)
        made.ground = lambda: theme().colour("canvas")
        made.greyscale = lambda: theme().greyscale
        made.veil = Veil()
        return made

    def _build(self) -> None:
        pair = QWidget()
        box = row(self.left, hairline(vertical=True), self.right, space=0)
        box.setStretch(0, 1)
        box.setStretch(2, 1)
        pair.setLayout(box)
        self._stack = QStackedWidget()
        self._stack.addWidget(pair)
        self._stack.addWidget(self.over)
        self.setLayout(row(self._stack, space=0))
        self.left.overlays += [self._regions["left"], self._names["left"]]
        self.right.overlays += [self._regions["right"], self._names["right"]]
        self.over.overlays += [self._regions["over"], self._names["over_a"], self._names["over_b"]]

    def _connect(self) -> None:
        self.a.changed.connect(self._refresh)
        self.b.changed.connect(self._refresh)
        self.left.view_changed.connect(lambda: self._link(self.left, self.right))
        self.right.view_changed.connect(lambda: self._link(self.right, self.left))
        self._desk.revealed_changed.connect(self._reveal)
        for canvas in self.canvases():
            canvas.reveal_changed.connect(self._reveal)
        theme().changed.connect(self._repaint)
        theme().greyscale_changed.connect(self._repaint)

    def canvases(self) -> tuple[Canvas, Canvas, Canvas]:
        return (self.left, self.right, self.over)

    # What is compared

    def names(self, a: str, b: str) -> None:
        """What is written on the pictures: exhibit numbers, B with its size against A."""
        for key, letter, text in (("left", "A", a), ("right", "B", b), ("over_a", "A", a), ("over_b", "B", b)):
            self._names[key].letter, self._names[key].text = letter, text

    def set_alignment(self, alignment: Alignment) -> None:
        self.alignment, self.flipped, self.shows_b = alignment, False, False
        self._show_regions()

    def _show_regions(self) -> None:
        found = self.alignment
        aligned = self.aligned or self.mode != "side"
        self._regions["left"].outline = self._regions["over"].outline = found.outline_a
        on_a, on_b = tuple(a for a, _b in found.differing), tuple(b for _a, b in found.differing)
        self._regions["left"].differing = self._regions["over"].differing = on_a
        self._regions["right"].outline = found.outline_a if aligned else found.outline_b
        self._regions["right"].differing = on_a if aligned else on_b

    def set_hidden(self, reason: str) -> None:
        for canvas in self.canvases():
            canvas.hide_picture(reason)

    def _reveal(self, seen: bool) -> None:
        for canvas in self.canvases():
            canvas.reveal(seen)

    def close_pair(self) -> None:
        self.a.close()
        self.b.close()
        for canvas in self.canvases():
            canvas.show_picture(None)

    # How it is compared

    def set_mode(self, mode: str) -> None:
        if mode != self.mode:
            self.mode = mode
            self.shows_b = False
            self.mode_changed.emit(mode)
        self._refresh()

    def set_aligned(self, aligned: bool) -> None:
        """Lay B on A by the position that was found, or over its whole area."""
        self.aligned = aligned
        self._refresh()

    def set_flipped(self, flipped: bool) -> None:
        self.flipped = flipped
        self._refresh()

    def set_regions(self, visible: bool) -> None:
        for regions in self._regions.values():
            regions.visible = visible
        self._repaint()

    def set_look(self, look: Look) -> None:
        for canvas in self.canvases():
            canvas.set_look(look)

    def set_swipe(self, part: float) -> None:
        self.swipe = min(max(part, 0.0), 1.0)
        self._refresh()

    def blink(self) -> None:
        """Show the other one of both, in its place."""
        if self.mode != "blink":
            self.set_mode("blink")
        self.shows_b = not self.shows_b
        self._refresh()

    def fit(self) -> None:
        for canvas in (self.left, self.over):
            canvas.fit()

    def _placed(self) -> Placed | None:
        """B in the coordinates of A."""
        a, b = self.a.raster, self.b.raster
        if a is None or b is None:
            return None
        alignment = self.alignment if self.aligned else Alignment()
        return Placed(b, alignment.b_on_a(a.size, b.size, flipped=self.flipped), a.size)

    def _refresh(self) -> None:
        self._show_regions()
        self._stack.setCurrentIndex(0 if self.mode == "side" else 1)
        if self.mode == "side":
            self._show_pair()
        else:
            self._show_over()

    def _show_pair(self) -> None:
        placed = self._placed()
        _show(self.left, self.a.raster)
        if self.aligned:
            _show(self.right, placed)
        else:
            _show(self.right, self._flipped_b())
        self._link(self.left, self.right)

    def _flipped_b(self) -> Picture | None:
        b = self.b.raster
        if b is None or not self.flipped:
            return b
        return Placed(b, Alignment().b_on_a(b.size, b.size, flipped=True), b.size)

    def _show_over(self) -> None:
        a, placed = self.a.raster, self._placed()
        if a is None or placed is None:
            _show(self.over, a)
            return
        self._show_names()
        match self.mode:
            case "swipe":
                _show(self.over, Swiped(a, placed, self.swipe))
            case "blink":
                _show(self.over, Swiped(a, placed, 0.0) if self.shows_b else a)
            case _:
                _show(self.over, Difference(a, placed))
        self._set_line(self.mode == "swipe")

    def _show_names(self) -> None:
        """While blinking only the name of what is seen stands there."""
        names = (self._names["left"], self._names["right"])
        blinking = self.mode == "blink"
        self._names["over_a"].text = "" if blinking and self.shows_b else names[0].text
        self._names["over_b"].text = "" if blinking and not self.shows_b else names[1].text

    def _set_line(self, on: bool) -> None:
        self.over.tool = self._line if on else None
        if on and self._line not in self.over.overlays:
            self.over.overlays.append(self._line)
        elif not on and self._line in self.over.overlays:
            self.over.overlays.remove(self._line)

    def _link(self, moved: Canvas, other: Canvas) -> None:
        """The other canvas shows the same part, in its own picture."""
        if self._linking or moved.picture is None or other.picture is None or self.mode != "side":
            return
        self._linking = True
        try:
            other.set_view(_same_part(moved, other))
        finally:
            self._linking = False

    def _repaint(self) -> None:
        for canvas in self.canvases():
            canvas.picture_changed()


def _show(canvas: Canvas, picture: Picture | None) -> None:
    """Show a picture; the view stays unless there was nothing before."""
    canvas.show_picture(picture, keep_view=canvas.picture is not None)


def _same_part(moved: Canvas, other: Canvas) -> View:
    """The view of `other` that shows the same share of its picture as `moved` does of its own."""
    view, size = moved.view, other.view.picture
    if view.fitted or size == view.picture:
        return replace(view, picture=size)
    centre = (view.centre[0] / view.picture[0] * size[0], view.centre[1] / view.picture[1] * size[1])
    fitting = fit(View(size, turns=view.turns), other.viewport_size())
    scale = fill_factor(view, moved.viewport_size()) * fitting.scale
    return View(size, scale=scale, centre=centre, turns=view.turns, fitted=False)
