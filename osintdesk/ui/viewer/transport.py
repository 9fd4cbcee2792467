"""Transport: the buttons of a video, and exactly which frame is seen. Never mirrored."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from osintdesk.core.i18n import _
from osintdesk.core.text import isolate
from osintdesk.media.video import FrameIndex
from osintdesk.ui.theme import painting, theme
from osintdesk.ui.viewer.citation import timecode
from osintdesk.ui.viewer.narrowing import GivesWay, give_way
from osintdesk.ui.viewer.player import Player
from osintdesk.ui.viewer.strip import is_key
from osintdesk.ui.widgets import Button, IconButton, Label, Segmented, column, row

PLAY = 34
SPEED_KEYS = ("0.25", "0.5", "1", "2")
SPEED_KEYS_FEW = ("0.25", "1")
_NARROWEST = 480


class PlayButton(QAbstractButton):
    """Round, in the accent: play or pause."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(PLAY, PLAY)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_playing(False)
        theme().changed.connect(self.update)

    def set_playing(self, playing: bool) -> None:
        self._playing = playing
        name = _("Pause") if playing else _("Play")
        self.setAccessibleName(name)
        self.setToolTip(_("{name}  Space").format(name=name))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        role = "accent_pressed" if self.isDown() else "accent_hover" if self.underMouse() else "accent"
        painter.setOpacity(1.0 if self.isEnabled() else 0.45)
        painting.fill(painter, QRectF(self.rect()), role, PLAY / 2)
        painter.setPen(theme().colour("on_accent"))
        painter.setBrush(theme().colour("on_accent"))
        if self._playing:
            for x in (12.5, 18.5):
                painter.drawRoundedRect(QRectF(x, 11.5, 3, 11), 1, 1)
        else:
            painter.drawPolygon(QPolygonF([QPointF(14, 11), QPointF(23.5, 17), QPointF(14, 23)]))


class FrameFact(QWidget):
    """A caption over a value in fixed width, wide enough for the longest value that can come."""

    def __init__(self, caption: str, widest: str) -> None:
        super().__init__()
        self._caption, self._value = Label(caption, "caption", "text3"), Label("", "mono_large", selectable=True)
        self._widest = widest
        self.setLayout(column(self._caption, self._value, space=0))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def set(self, value: str, caption: str | None = None, widest: str | None = None) -> None:
        self._value.setText(value)
        if caption is not None:
            self._caption.setText(caption)
        if widest is not None and widest != self._widest:
            self._widest = widest
            self.updateGeometry()
        self._value.setAccessibleName(f"{self._caption.text()}: {value}")

    def value(self) -> str:
        return self._value.text()

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(theme().font("mono_large")).horizontalAdvance(self._widest)
        caption = QFontMetrics(theme().font("caption")).horizontalAdvance(self._caption.text())
        height = QFontMetrics(theme().font("mono_large")).height() + QFontMetrics(theme().font("caption")).height()
        return QSize(max(wide, caption) + 4, height)

    minimumSizeHint = sizeHint


class Transport(QFrame):
    """Buttons and frame facts; commands go to the player, the rest is told by signals."""

    sound_toggled = Signal(bool)
    citation_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._player: Player | None = None
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.play_button = PlayButton()
        self.play_button.clicked.connect(lambda: self._do(Player.toggle))
        self.sound = IconButton("sound_off", _("Sound is off"), size=18, side=PLAY, role="warn", shortcut="M")
        self.sound.clicked.connect(lambda: self.sound_toggled.emit(self.sound.property("on") is not True))
        self.loop = IconButton("loop", _("Loop between the marks"), checkable=True, size=18, shortcut="/")
        self.loop.toggled.connect(lambda on: self._do(lambda player: player.set_loop(on)))
        self.time = FrameFact(_("Timecode"), "00:00:00.000")
        self.frame = FrameFact(_("Frame"), "0000 of 0000")
        self.pts = FrameFact("PTS", "0000000")
        self.kind = FrameFact(_("Frame type"), "P, key at 00000")
        self.copy = Button(_("Copy citation"), icon="copy", on=self.citation_wanted.emit, tip="Ctrl+Shift+C")
        self.copy_small = IconButton("copy", _("Copy citation"), on=self.citation_wanted.emit, shortcut="Ctrl+Shift+C")
        self.speeds, self.speeds_small = self._speeds(SPEED_KEYS), self._speeds(SPEED_KEYS_FEW)
        self._build()
        self.set_sound(False, True)

    def _build(self) -> None:
        buttons = row(
            self._step("first", _("First frame"), lambda p: p.show(0), "Home"),
            self._step("step_back", _("One frame back"), lambda p: p.step(-1), "←"),
            self.play_button,
            self._step("step_forward", _("One frame on"), lambda p: p.step(1), "→"),
            self._step("last", _("Last frame"), lambda p: p.show(len(p) - 1), "End"),
            self.sound,
            space=4,
        )
        facts = row(self.time, self.frame, self.pts, self.kind, space=20)
        self.box = row(
            buttons, 12, facts, None, self.loop, self.copy, self.copy_small, self.speeds, self.speeds_small, space=8
        )
        self.setLayout(self.box)
        self.setMinimumWidth(_NARROWEST)

    def _step(self, icon: str, name: str, act: Callable[[Player], None], key: str) -> IconButton:
        return IconButton(icon, name, on=lambda: self._do(act), size=18, side=PLAY, shortcut=key)

    def _speeds(self, keys: tuple[str, ...]) -> Segmented:
        made = Segmented([(key, isolate(f"{key}×"), "") for key in keys], name=_("Speed"))
        made.set_current("1")
        made.changed.connect(lambda key: self._do(lambda player: player.set_speed(float(key))))
        return made

    def _do(self, act: Callable[[Player], None]) -> None:
        if self._player is not None:
            act(self._player)

    def set_player(self, player: Player | None) -> None:
        self._player = player
        self.setEnabled(player is not None)
        if player is not None:
            player.frame_shown.connect(self.refresh)
            player.opened.connect(self.refresh)
            player.playing_changed.connect(self.play_button.set_playing)
            player.speed_changed.connect(self._show_speed)
        self.loop.setChecked(False)
        self._show_speed(1.0)
        self.play_button.set_playing(False)
        self.refresh()

    def set_sound(self, on: bool, available: bool) -> None:
        """Show whether sound is on; `available` says whether the file has any."""
        self.sound.setProperty("on", on)
        self.sound.setEnabled(available)
        name = _("Sound is on") if on else _("Sound is off") if available else _("The file has no sound")
        self.sound.set_name(name, "M")
        self.sound.set_icon("sound_on" if on else "sound_off", "text" if on else "warn" if available else "text3")

    def _show_speed(self, speed: float) -> None:
        for speeds in (self.speeds, self.speeds_small):
            speeds.set_current(f"{abs(speed):g}")

    def refresh(self) -> None:
        player = self._player
        if player is None or not player.index or player.number < 0:
            for part in (self.time, self.frame, self.pts, self.kind):
                part.set("–")
            return
        number, index = player.number, player.index
        last = str(len(index))
        self.time.set(timecode(player.seconds()))
        self.frame.set(_("{n} of {m}").format(n=number, m=last), widest=_("{n} of {m}").format(n=last, m=last))
        self.pts.set(
            str(index.pts[number]), _("PTS ({base})").format(base=base_text(index.time_base)), str(index.pts[-1])
        )
        self.kind.set(kind_text(index, number, player.kind), widest=kind_text(index, len(index) - 1, "B"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """When narrow, the label of the button goes first, then what is read least."""
        speeds = GivesWay(self.speeds, self.speeds_small)
        speeds, copy = GivesWay(self.speeds, self.speeds_small), GivesWay(self.copy, self.copy_small)
        order = (speeds, copy, GivesWay(self.kind), GivesWay(self.pts), GivesWay(self.loop))
        give_way(self.box, event.size().width(), order)
        super().resizeEvent(event)


def kind_text(index: FrameIndex, number: int, kind: str) -> str:
    """`P, key at 1661`: how the frame is coded, and the key frame on which it rests."""
    rests = _("key frame") if is_key(index, number) else _("key at {n}").format(n=index.key_before(number))
    return f"{kind}, {rests}" if kind else rests


def base_text(base: Fraction) -> str:
    """`1/12800`."""
    return f"{base.numerator}/{base.denominator}"
