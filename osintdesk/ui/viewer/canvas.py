"""The canvas: shows a picture, lets it be zoomed, moved and turned, and keeps hidden what must not be seen by chance.

All geometry is in device pixels, so that 1:1 is one picture pixel per pixel of the screen at any display scale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.ui.viewer import geometry
from osintdesk.ui.viewer.geometry import Matrix, Point, Size, View
from osintdesk.ui.viewer.looks import PLAIN, Look
from osintdesk.ui.viewer.raster import Colour, Picture, to_image

WHEEL_STEP = 1.2
KEY_STEP = 1.5
MARGIN = 12


class Overlay(Protocol):
    """Something drawn over the picture, in the widget's coordinates."""

    def paint(self, painter: QPainter, canvas: Canvas) -> None: ...


class Tool(Protocol):
    """What the left button does; points are picture coordinates. `press` says whether it takes the drag."""

    cursor: Qt.CursorShape

    def press(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> bool: ...
    def drag(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> None: ...
    def release(self, canvas: Canvas, at: QPointF, event: QMouseEvent) -> None: ...


class Canvas(QWidget):
    """Shows one picture; `view` is what is seen of it. Left or middle button drags, the wheel zooms at the pointer."""

    view_changed = Signal()
    pointed = Signal(object)
    """(x, y) of the picture pixel under the pointer, or None."""
    reveal_changed = Signal(bool)
    menu_wanted = Signal(QPointF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture: Picture | None = None
        self.view = View((1, 1))
        self.look = PLAIN
        self.greyscale: Callable[[], bool] = lambda: False
        self.ground: Callable[[], QColor] = lambda: QColor(Qt.GlobalColor.black)
        self.overlays: list[Overlay] = []
        self.tool: Tool | None = None
        self.hidden_reason = ""
        self.veil: Overlay | None = None
        self._revealed = False
        self._veiled: tuple[Picture, Picture] | None = None
        self._image: tuple[object, QImage] | None = None
        self._dragged_from: QPointF | None = None
        self._tool_drags = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # What is shown

    def show_picture(self, picture: Picture | None, *, keep_view: bool = False) -> None:
        """Show `picture`; with `keep_view` the same part of it stays in sight (next frame, or the full version)."""
        before = self.picture
        self.picture = picture
        self._image = None
        if picture is not None:
            self._take_size(picture.size, keep_view and before is not None)
        self.update()

    def _take_size(self, size: Size, keep_view: bool) -> None:
        if keep_view and size == self.view.picture:
            return
        if keep_view and not self.view.fitted:
            factor = size[0] / self.view.picture[0]
            centre = (self.view.centre[0] * factor, self.view.centre[1] * factor)
            self.set_view(replace(self.view, picture=size, scale=self.view.scale / factor, centre=centre))
            return
        turns = self.view.turns if keep_view else 0
        self.set_view(geometry.fit(View(size, turns=turns), self.viewport_size(), margin=self._margin()))

    def set_look(self, look: Look) -> None:
        self.look = look
        self.update()

    def set_view(self, view: View) -> None:
        """Show exactly this part; the one way by which the view changes."""
        if view.fitted:
            view = geometry.fit(view, self.viewport_size(), margin=self._margin())
        if view != self.view:
            self.view = view
            self.update()
            self.view_changed.emit()

    def hide_picture(self, reason: str) -> None:
        """Show blocks instead of the picture until it is revealed; an empty reason shows it."""
        self.hidden_reason = reason
        self._revealed = False
        self._veiled = None
        self.update()

    @property
    def is_veiled(self) -> bool:
        return bool(self.hidden_reason) and not self._revealed

    def reveal(self, seen: bool) -> None:
        """Show a hidden picture while `seen`, as long as a key or the button is held."""
        if seen != self._revealed and self.hidden_reason:
            self._revealed = seen
            self.update()
            self.reveal_changed.emit(seen)

    # Commands

    def fit(self) -> None:
        self.set_view(replace(self.view, fitted=True))

    def one_to_one(self, at: QPointF | None = None) -> None:
        self.scale_to(1.0, at)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        self.set_view(geometry.zoomed(self.view, factor, at=self._device(at), viewport=self.viewport_size()))

    def rotate(self, quarters: int) -> None:
        """Turn the view clockwise; the file is not touched."""
        self.set_view(geometry.turned(self.view, quarters, self.viewport_size()))

    def pan(self, dx: float, dy: float) -> None:
        """Move by widget pixels."""
        ratio = self.devicePixelRatioF()
        self.set_view(geometry.panned(self.view, dx * ratio, dy * ratio, self.viewport_size()))

    def centre_on(self, point: Point, *, scale: float | None = None) -> None:
        """Bring a picture point into the middle."""
        view = replace(self.view, centre=point, scale=scale or self.view.scale, fitted=False)
        self.set_view(geometry.kept_in_sight(view, self.viewport_size()))

    def scale_to(self, scale: float, at: QPointF | None = None) -> None:
        """Show at `scale` pixels of the screen per picture pixel, holding what is at `at` (the middle)."""
        self.set_view(geometry.at_scale(self.view, scale, at=self._device(at), viewport=self.viewport_size()))

    # Coordinates

    def viewport_size(self) -> Size:
        ratio = self.devicePixelRatioF()
        return (max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))

    def matrix(self) -> Matrix:
        return geometry.matrix_of(self.view, self.viewport_size())

    def to_widget(self, point: Point) -> QPointF:
        x, y = geometry.applied(self.matrix(), point)
        ratio = self.devicePixelRatioF()
        return QPointF(x / ratio, y / ratio)

    def to_picture(self, at: QPointF) -> QPointF:
        return QPointF(*geometry.applied(geometry.inverse(self.matrix()), self._device(at)))

    def picture_rect(self) -> QRectF:
        """Where the whole picture lies, in widget coordinates."""
        width, height = self.view.picture
        return QRectF(self.to_widget((0, 0)), self.to_widget((width, height))).normalized()

    def _device(self, at: QPointF | None) -> Point:
        if at is None:
            width, height = self.viewport_size()
            return (width / 2, height / 2)
        ratio = self.devicePixelRatioF()
        return (at.x() * ratio, at.y() * ratio)

    def _margin(self) -> int:
        return round(MARGIN * self.devicePixelRatioF())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.picture is None:
            painter.fillRect(self.rect(), self.ground())
        else:
            painter.drawImage(0, 0, self._drawn(self.picture))
        if self.is_veiled:
            if self.veil is not None:
                self.veil.paint(painter, self)
            return
        for overlay in self.overlays:
            overlay.paint(painter, self)

    def shown_look(self) -> Look:
        """The adjustments, without colour when the whole window is."""
        return replace(self.look, greyscale=self.look.greyscale or self.greyscale())

    def shown_picture(self) -> Picture | None:
        """The picture, or what stands for it."""
        if self.picture is None or not self.is_veiled:
            return self.picture
        if self._veiled is None or self._veiled[0] is not self.picture:
            self._veiled = (self.picture, self.picture.veiled())
        return self._veiled[1]

    def _drawn(self, picture: Picture) -> QImage:
        """The viewport as an image, made again only when something about it changed."""
        ground = self.ground()
        colour: Colour = (ground.red(), ground.green(), ground.blue())
        state = (id(picture), self.is_veiled, self.view, self.viewport_size(), self.shown_look(), colour)
        if self._image is None or self._image[0] != state:
            seen = self.shown_picture() or picture
            pixels = seen.drawn(self.matrix(), self.viewport_size(), look=self.shown_look(), ground=colour)
            self._image = (state, to_image(pixels, self.devicePixelRatioF()))
        return self._image[1]

    def picture_changed(self) -> None:
        """Draw again although the picture is the same object."""
        self._image = None
        self.update()

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.view.fitted:
            self.set_view(self.view)
        else:
            self.set_view(geometry.kept_in_sight(self.view, self.viewport_size()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps:
            self.zoom(WHEEL_STEP**steps, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(1 + event.value(), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.is_veiled and event.button() == Qt.MouseButton.LeftButton:
            self.reveal(True)
            return
        at = self.to_picture(event.position())
        if event.button() == Qt.MouseButton.LeftButton and self.tool is not None and self.tool.press(self, at, event):
            self._tool_drags = True
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._dragged_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._tool_drags and self.tool is not None:
            self.tool.drag(self, self.to_picture(event.position()), event)
        elif self._dragged_from is not None:
            moved = event.position() - self._dragged_from
            self._dragged_from = event.position()
            self.pan(moved.x(), moved.y())
        self._tell_pointed(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._tool_drags and self.tool is not None and event.button() == Qt.MouseButton.LeftButton:
            self._tool_drags = False
            self.tool.release(self, self.to_picture(event.position()), event)
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self.reveal(False)
        self._dragged_from = None
        self.show_cursor()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.is_veiled:
            self.menu_wanted.emit(QPointF(event.pos()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.tool is not None or event.button() != Qt.MouseButton.LeftButton or self.is_veiled:
            self.mousePressEvent(event)
        elif self.view.fitted:
            self.one_to_one(event.position())
        else:
            self.fit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.show_cursor()

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_V and not event.modifiers() and self.hidden_reason:
            self.reveal(True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        # The key's release goes elsewhere now; a revealed picture must not stay.
        self.reveal(False)
        super().focusOutEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_V and not event.isAutoRepeat():
            self.reveal(False)
        else:
            super().keyReleaseEvent(event)

    def _tell_pointed(self, at: QPointF) -> None:
        point = self.to_picture(at)
        x, y = int(point.x() // 1), int(point.y() // 1)
        width, height = self.view.picture
        inside = self.picture is not None and not self.is_veiled and 0 <= x < width and 0 <= y < height
        self.pointed.emit((x, y) if inside else None)

    def show_cursor(self) -> None:
        """The pointer of the tool; an arrow without one."""
        self.setCursor(self.tool.cursor if self.tool is not None else Qt.CursorShape.ArrowCursor)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)
