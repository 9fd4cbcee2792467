"""The strip below a video: key frames around the shown one, each with its number; a press goes there.

With few key frames, frames between them are shown too. A reader of its own decodes the small pictures, the nearest
first, so that the player is never held up.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.core.errors import FileProblem
from osintdesk.core.i18n import _
from osintdesk.media.video import FrameIndex, FrameSource
from osintdesk.ui.theme import metrics, painting, theme
from osintdesk.ui.viewer.looks import Pixels, hidden, without_colour
from osintdesk.ui.viewer.player import Player
from osintdesk.ui.viewer.raster import to_image
from osintdesk.ui.viewer.threads import Threaded

CELL = 98
GAP = 7
PICTURE = 46
LABEL = 20
_KEPT = 400
_SMALL = 120


def stops_of(index: FrameIndex, *, at_least: int) -> tuple[int, ...]:
    """Frames at which the strip has a cell: the key frames, and evenly spread ones between when those are few."""
    keys = list(index.keys) or [0]
    if keys[0] != 0:
        keys.insert(0, 0)
    ends = [*keys[1:], len(index)]
    longest = max(1, -(-len(index) // max(1, at_least)))
    found: list[int] = []
    for start, end in zip(keys, ends, strict=True):
        parts = max(1, round((end - start) / longest))
        found += [start + (end - start) * part // parts for part in range(parts)]
    return tuple(dict.fromkeys(found))


def is_key(index: FrameIndex, frame: int) -> bool:
    """Whether a frame is a key frame."""
    return bool(index.keys) and index.key_before(frame) == frame and (frame > 0 or index.keys[0] == 0)


class SmallFrames(Threaded):
    """Small pictures of single frames, made in a thread of its own and kept."""

    made = Signal(int)
    _done = Signal(int, object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._pictures: OrderedDict[int, Pixels] = OrderedDict()
        self._wanted: list[int] = []
        self._changed = threading.Condition()
        self._closing = False
        self._done.connect(self._take)
        self.begin(self._run, "strip")

    def picture(self, frame: int) -> Pixels | None:
        return self._pictures.get(frame)

    def want(self, frames: list[int]) -> None:
        """These frames, in this order, instead of what was wanted before."""
        with self._changed:
            self._wanted = [frame for frame in frames if frame not in self._pictures]
            self._changed.notify()

    def ask_to_end(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify()

    def _take(self, frame: int, pixels: Pixels) -> None:
        self._pictures[frame] = pixels
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self.made.emit(frame)

    def _run(self) -> None:
        try:
            with FrameSource(self._path) as source:
                while (frame := self._next()) is not None:
                    self._make(source, frame)
        except FileProblem:
            return  # the player says what is wrong with the file

    def _make(self, source: FrameSource, frame: int) -> None:
        try:
            pixels = small(source.frame(frame))
        except (FileProblem, IndexError):
            return
        if not self._closing:
            self._done.emit(frame, pixels)

    def _next(self) -> int | None:
        with self._changed:
            while not self._closing and not self._wanted:
                self._changed.wait()
            return None if self._closing else self._wanted.pop(0)


def small(pixels: Pixels) -> Pixels:
    """At most 120 lines."""
    height, width = pixels.shape[:2]
    if height <= _SMALL:
        return pixels
    made = cv2.resize(pixels, (max(1, round(width * _SMALL / height)), _SMALL), interpolation=cv2.INTER_AREA)
    return np.asarray(made, dtype=np.uint8)


class Strip(QWidget):
    """One row of cells; the cell of the shown frame shows that very frame, with the accent."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_hidden: Callable[[], bool] = lambda: False
        self._player: Player | None = None
        self._frames: SmallFrames | None = None
        self._stops: tuple[int, ...] = ()
        self._first = 0
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Key frames"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme().changed.connect(self.update)
        theme().greyscale_changed.connect(self.update)

    def set_player(self, player: Player | None, frames: SmallFrames | None) -> None:
        self._player, self._frames, self._stops, self._first = player, frames, (), 0
        if player is not None and frames is not None:
            player.opened.connect(self.refresh)
            player.frame_shown.connect(self.refresh)
            frames.made.connect(self.update)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, PICTURE + self._label())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, PICTURE + self._label())

    def _label(self) -> int:
        """Room for the number below a cell, at the user's text size."""
        return max(LABEL, QFontMetrics(theme().font("small")).height() + 5)

    @property
    def stops(self) -> tuple[int, ...]:
        return self._stops

    def _columns(self) -> int:
        return max(3, (self.width() + GAP) // (CELL + GAP))

    def current_cell(self) -> int:
        """The cell whose span holds the shown frame."""
        number = self._player.number if self._player is not None else 0
        return max(0, sum(stop <= number for stop in self._stops) - 1)

    def refresh(self) -> None:
        player = self._player
        if player is None or not player.index:
            return
        if not self._stops:
            self._stops = stops_of(player.index, at_least=min(len(player.index), 2 * self._columns()))
        self._page()
        shown = self.shown_cells()
        here = self.current_cell()
        if self._frames is not None:
            wanted = sorted((self._stops[cell] for cell in shown), key=lambda stop: abs(stop - self._stops[here]))
            self._frames.want(wanted)
        self.setAccessibleDescription(_("Frame {n}").format(n=player.number))
        self.update()

    def _page(self) -> None:
        """Cells stay where they are until the shown frame leaves them."""
        here, columns = self.current_cell(), self._columns()
        if not self._first <= here < self._first + columns:
            self._first = here - columns // 2
        self._first = min(max(0, self._first), max(0, len(self._stops) - columns))

    def shown_cells(self) -> range:
        return range(self._first, min(len(self._stops), self._first + self._columns()))

    def _cell_rect(self, place: int) -> QRectF:
        columns = self._columns()
        width = (self.width() - GAP * (columns - 1)) / columns
        return QRectF(place * (width + GAP), 0, width, PICTURE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        here = self.current_cell()
        for place, cell in enumerate(self.shown_cells()):
            self._paint_cell(painter, self._cell_rect(place), self._stops[cell], cell == here)
        if self.hasFocus() and self._stops:
            rect = self._cell_rect(max(0, here - self._first))
            painting.frame(painter, rect.adjusted(-1, -1, 1, 1), "accent", metrics.RADIUS_CHIP, 3)

    def _paint_cell(self, painter: QPainter, rect: QRectF, stop: int, current: bool) -> None:
        painting.fill(painter, rect, "sunken", metrics.RADIUS_CHIP)
        pixels = self._pixels(stop, current)
        if pixels is not None:
            painter.save()
            painting.rounded(painter, rect, metrics.RADIUS_CHIP)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self.is_hidden())
            self._paint_picture(painter, rect, self._as_shown(pixels))
            painter.restore()
        number = self._player.number if self._player is not None and current else stop
        if current:
            painting.frame(painter, rect, "accent", metrics.RADIUS_CHIP, 2)
        painter.setFont(theme().font("small_strong" if current else "small"))
        painter.setPen(theme().colour("accent" if current else "text3"))
        box = QRectF(rect.left(), rect.bottom() + 3, rect.width(), self._label() - 3)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{number} K" if self._is_key(number) else str(number))

    def _pixels(self, stop: int, current: bool) -> Pixels | None:
        if current and self._player is not None and self._player.raster is not None:
            return small(self._player.raster.pixels)
        return self._frames.picture(stop) if self._frames is not None else None

    def _as_shown(self, pixels: Pixels) -> Pixels:
        if self.is_hidden():
            return hidden(pixels)
        return without_colour(pixels) if theme().greyscale else pixels

    @staticmethod
    def _paint_picture(painter: QPainter, rect: QRectF, pixels: Pixels) -> None:
        image: QImage = to_image(pixels)
        scale = max(rect.width() / image.width(), rect.height() / image.height())
        width, height = rect.width() / scale, rect.height() / scale
        part = QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
        painter.drawImage(rect, image, part)

    def _is_key(self, frame: int) -> bool:
        return self._player is not None and self._player.index is not None and is_key(self._player.index, frame)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, cell in enumerate(self.shown_cells()):
            if self._cell_rect(place).adjusted(0, 0, 0, self._label()).contains(event.position()):
                self.chosen.emit(self._stops[cell])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the beginning of the current cell; arrows are the page's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._stops:
            self.chosen.emit(self._stops[self.current_cell()])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        self._stops = ()
        self.refresh()
