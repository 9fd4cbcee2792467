"""The line of a video: where the shown frame is, what is played between the marks, where key frames and notes are.

Never mirrored: time runs from left to right in every language.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.core.i18n import _
from osintdesk.ui.theme import annotation_colour, painting, qcolor, theme
from osintdesk.ui.viewer.citation import timecode
from osintdesk.ui.viewer.player import Player

TRACK = 6
HEIGHT = 26
_TICK_GAP = 12.0


class Scrubber(QWidget):
    """Drag to look for a frame; `player` may be None while nothing is open."""

    scrubbed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player: Player | None = None
        self._notes: tuple[tuple[int, int], ...] = ()
        self._ticks: tuple[float, ...] = ()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAccessibleName(_("Position in the video"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme().changed.connect(self.update)

    def set_player(self, player: Player | None) -> None:
        self._player = player
        self._ticks = ()
        if player is not None:
            player.opened.connect(self.refresh)
            player.frame_shown.connect(self.refresh)
            player.marks_changed.connect(self.refresh)
        self.update()

    def set_notes(self, notes: Sequence[tuple[int, int]]) -> None:
        """Frames with annotations and the colour of each."""
        self._notes = tuple(notes)
        self.update()

    def refresh(self) -> None:
        if self._player is not None and self._player.index and not self._ticks:
            self._ticks = tuple(self._part(key) for key in self._player.index.keys)
        if self._player is not None:
            self.setAccessibleDescription(timecode(self._player.seconds()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    # Geometry

    def _part(self, frame: int) -> float:
        """Where a frame begins, 0–1 of the video's length."""
        player = self._player
        length = float(player.duration()) if player is not None else 0.0
        return float(player.seconds(frame)) / length if player is not None and length else 0.0

    def x_of(self, frame: int) -> float:
        return 1 + self._part(frame) * (self.width() - 2)

    def frame_at(self, x: float) -> int:
        """The frame that is on the screen at the time under `x`."""
        player = self._player
        if player is None or not player.index:
            return 0
        part = min(max((x - 1) / max(1, self.width() - 2), 0.0), 1.0)
        return player.index.at(part * float(player.duration()))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        track = QRectF(0, HEIGHT / 2 - TRACK / 2 + 1, self.width(), TRACK)
        painting.fill(painter, track, "sunken" if theme().tokens.dark else "line", TRACK / 2)
        player = self._player
        if player is None or not player.index:
            return
        self._paint_ticks(painter, track)
        here = self.x_of(max(0, player.number))
        self._paint_span(painter, track, here)
        self._paint_notes(painter, track)
        painting.fill(painter, QRectF(here - 1.5, track.top() - 5, 3, TRACK + 10), "text", 1.5)

    def _paint_ticks(self, painter: QPainter, track: QRectF) -> None:
        painter.setPen(QPen(theme().colour("text3"), 1))
        last = -_TICK_GAP
        for part in self._ticks:
            x = int(part * self.width()) + 0.5
            if x - last >= _TICK_GAP:
                painter.drawLine(QPointF(x, track.top() - 6), QPointF(x, track.top() - 3))
                last = x

    def _paint_span(self, painter: QPainter, track: QRectF, here: float) -> None:
        assert self._player is not None
        marks = self._player.marks
        painting.fill(painter, QRectF(0, track.top(), here, TRACK), "accent", TRACK / 2)
        if marks.first is None and marks.last is None:
            return
        first, last = marks.span(len(self._player))
        start, end = self.x_of(first), self.x_of(last + 1) if last + 1 < len(self._player) else self.width()
        ahead = QRectF(max(here, start), track.top(), max(0.0, end - max(here, start)), TRACK)
        painting.fill(painter, ahead, "accent", alpha=0.4)
        if marks.first is not None:
            self._bracket(painter, track, start, 1)
        if marks.last is not None:
            self._bracket(painter, track, end, -1)

    def _bracket(self, painter: QPainter, track: QRectF, x: float, side: int) -> None:
        painter.setPen(QPen(theme().colour("warn"), 2))
        top, bottom = track.top() - 6, track.bottom() + 6
        x = min(max(x, 1), self.width() - 1)
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        for y in (top, bottom):
            painter.drawLine(QPointF(x, y), QPointF(x + 5 * side, y))

    def _paint_notes(self, painter: QPainter, track: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for frame, colour in self._notes:
            painter.setBrush(qcolor(annotation_colour(colour)[0]))
            painter.drawEllipse(QPointF(self.x_of(frame), track.bottom() + 5), 2.5, 2.5)

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.scrubbed.emit(self.frame_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        frame = self.frame_at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.scrubbed.emit(frame)
        elif self._player is not None and self._player.index:
            self.setToolTip(f"{timecode(self._player.seconds(frame))}  #{frame}")
