"""A recording of sound: its waveform with the playhead, played from any place. Silent until asked for."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.core.i18n import _
from osintdesk.ui.theme import metrics, painting, theme
from osintdesk.ui.viewer.citation import timecode
from osintdesk.ui.viewer.loading import pixels_of_bytes
from osintdesk.ui.viewer.looks import Pixels
from osintdesk.ui.viewer.sound import Voice, has_device
from osintdesk.ui.viewer.transport import FrameFact, PlayButton
from osintdesk.ui.widgets import column, hairline, panel, row

_STEP = 5.0
_TICK_MS = 40


def inked(pixels: Pixels, colour: QColor) -> QImage:
    """What is dark in `pixels`, in `colour` on nothing: the waveform fits every theme."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.int32)
    made = np.empty((*grey.shape, 4), np.uint8)
    made[..., :3] = (colour.blue(), colour.green(), colour.red())
    made[..., 3] = np.clip((235 - grey) * 255 // 130, 0, 255)
    height, width = grey.shape
    return QImage(made.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()


class Waveform(QWidget):
    """The picture of the sound over its whole length; never mirrored."""

    chosen = Signal(float)
    """0–1 of the length."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._picture: bytes | None = None
        self.place = 0.0
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Waveform"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme().changed.connect(self._dress)
        theme().greyscale_changed.connect(self._dress)

    def show_picture(self, picture: bytes | None) -> None:
        self._picture = picture
        self._dress()

    def _dress(self) -> None:
        pixels = pixels_of_bytes(self._picture) if self._picture else None
        role = "text2" if theme().greyscale else "accent"
        self._image = None if pixels is None else inked(pixels, theme().colour(role))
        self.update()

    def set_place(self, place: float) -> None:
        self.place = place
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 120)

    def _area(self) -> QRectF:
        height = min(self.height() - 32, 320)
        return QRectF(16, (self.height() - height) / 2, self.width() - 32, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("canvas"))
        area = self._area()
        painting.fill(painter, area, "sunken", metrics.RADIUS_CARD)
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self._image)
        x = area.left() + self.place * area.width()
        painting.fill(painter, QRectF(x - 2, area.top() - 6, 4, area.height() + 12), "shadow", 2)
        painting.fill(painter, QRectF(x - 1, area.top() - 6, 2, area.height() + 12), "on_scrim", 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(event)

    def _choose(self, event: QMouseEvent) -> None:
        area = self._area()
        self.chosen.emit(min(max((event.position().x() - area.left()) / max(1.0, area.width()), 0.0), 1.0))


class Recording(QWidget):
    """Plays one file from where the line stands."""

    said = Signal(str)

    def __init__(self, path: Path, *, length: float, picture: bytes | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path, self._length = path, length
        self._voice: Voice | None = None
        self.seconds = 0.0
        self.wave = Waveform()
        self.wave.show_picture(picture)
        self.wave.chosen.connect(lambda place: self.go_to(place * self._length))
        self.play_button = PlayButton()
        self.play_button.clicked.connect(self.toggle)
        self.time, self.whole = FrameFact(_("Time"), "00:00:00.000"), FrameFact(_("Length"), "00:00:00.000")
        self.whole.set(timecode(length))
        foot = panel(row(self.play_button, 8, self.time, self.whole, None, space=16, margins=(16, 8, 16, 8)), "surface")
        box = column(self.wave, hairline(), foot, space=0)
        box.setStretch(0, 1)
        self.setLayout(box)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._follow)
        self._show()

    @property
    def is_playing(self) -> bool:
        return self._voice is not None

    def toggle(self) -> None:
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Play on from the line; from the beginning when it stands at the end."""
        if not has_device():
            self.said.emit(_("This computer has no sound device that can be used."))
            return
        if self.seconds >= self._length - 0.05:
            self.seconds = 0.0
        self._voice = Voice(self._path, self.seconds)
        self.play_button.set_playing(True)
        self._clock.start()

    def pause(self) -> None:
        voice, self._voice = self._voice, None
        self._clock.stop()
        if voice is not None:
            voice.stop()
        self.play_button.set_playing(False)

    def go_to(self, seconds: float) -> None:
        """Put the line there; what plays goes on from there."""
        was_playing = self.is_playing
        self.pause()
        self.seconds = min(max(seconds, 0.0), self._length)
        self._show()
        if was_playing:
            self.play()

    def _follow(self) -> None:
        if self._voice is None:
            return
        self.seconds = min(self._voice.heard(), self._length)
        self._show()
        if self._voice.is_over():
            self.pause()

    def _show(self) -> None:
        self.time.set(timecode(self.seconds))
        self.wave.set_place(self.seconds / self._length if self._length else 0.0)
        self.wave.setAccessibleDescription(timecode(self.seconds))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
        elif event.key() in steps:
            self.go_to(self.seconds + steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self.go_to(0.0)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing sounds where nobody looks."""
        self.pause()
        super().hideEvent(event)
