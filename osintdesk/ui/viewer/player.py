"""Exact frames of one video for the window: one thread of its own decodes, the window only receives finished frames.

Playing is paced by the frames' own timestamps: at every moment the frame shown is the one whose time has come, times
the speed, forwards or backwards. A frame that comes too late is left out, never shown for another.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from osintdesk.core.errors import FileProblem
from osintdesk.media.video import FrameIndex, FrameSource
from osintdesk.ui.viewer.raster import Raster
from osintdesk.ui.viewer.threads import Threaded

SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


@dataclass(frozen=True, slots=True)
class Marks:
    """In and out frame (both belong to the span); None where not set."""

    first: int | None = None
    last: int | None = None

    def span(self, count: int) -> tuple[int, int]:
        """First and last frame to be played of `count`."""
        return (self.first or 0, count - 1 if self.last is None else min(self.last, count - 1))


@dataclass(frozen=True, slots=True)
class Playing:
    """Signed speed, and the moment (monotonic) at which `start` seconds of the video were shown."""

    speed: float
    start: float
    since: float

    def media_time(self, now: float) -> float:
        return self.start + self.speed * (now - self.since)


class Player(Threaded):
    """The state of looking at one video: the frame shown, playing, speed, marks, loop."""

    opened = Signal()
    frame_shown = Signal(int)
    playing_changed = Signal(bool)
    marks_changed = Signal()
    speed_changed = Signal(float)
    failed = Signal(str)
    _arrived = Signal(int, object, str, bool)
    _stopped = Signal()
    _ready = Signal(object)
    _broken = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.index: FrameIndex | None = None
        self.number = -1
        self.raster: Raster | None = None
        self.kind = ""
        """How the shown frame is coded: I, P, B, or empty."""
        self.speed = 1.0
        self.loop = False
        self.marks = Marks()
        self.is_playing = False
        self._wanted = 0
        self._arrived.connect(self._take_frame)
        self._stopped.connect(self._take_stop)
        self._ready.connect(self._take_index)
        self._broken.connect(self.failed)
        self._thread = _FrameThread(
            path,
            arrived=self._arrived.emit,
            stopped=self._stopped.emit,
            ready=self._ready.emit,
            broken=self._broken.emit,
        )
        self.begin(self._thread.run, "frames")

    def ask_to_end(self) -> None:
        self._thread.end()

    # What is known

    def __len__(self) -> int:
        return len(self.index) if self.index else 0

    def seconds(self, frame: int | None = None) -> Fraction:
        """Seconds of a frame (the shown one) from the first frame."""
        number = max(0, self.number) if frame is None else frame
        return self.index.seconds(number) if self.index else Fraction(0)

    def duration(self) -> Fraction:
        """Seconds from the first frame to the end of the last one, taken as long as the one before it."""
        if not self.index or len(self) < 2:
            return Fraction(0)
        last = self.seconds(len(self) - 1)
        return last + (last - self.seconds(len(self) - 2))

    # Commands

    def show(self, number: int) -> None:
        """Show exactly this frame (clamped to the video); of many wishes in a row the last one counts."""
        self.pause()
        self._wish(number)

    def step(self, frames: int) -> None:
        """So many frames on or back from the one that was last wished for."""
        self.pause()
        self._wish(self._wanted + frames)

    def step_key(self, direction: int) -> None:
        """To the key frame before or after."""
        if not self.index:
            return
        if direction > 0:
            after = self.index.key_after(self._wanted)
            self.show(len(self) - 1 if after is None else after)
        else:
            self.show(self.index.key_before(max(0, self._wanted - 1)))

    def show_time(self, seconds: float | Fraction) -> None:
        """The frame that is on the screen then; a float is taken for the simple number that it stands for."""
        if self.index:
            self.show(self.index.at(Fraction(seconds).limit_denominator(1_000_000)))

    def play(self, speed: float | None = None) -> None:
        """Play on from the shown frame; a negative speed plays backwards."""
        if not self.index:
            return
        self.set_speed(self.speed if speed is None else speed)
        first, last = self.marks.span(len(self)) if self.loop else (0, len(self) - 1)
        at_end = self._wanted >= last if self.speed > 0 else self._wanted <= first
        if at_end or not first <= self._wanted <= last:
            self._wanted = first if self.speed > 0 else last
        self._thread.play(self._wanted, self.speed, (first, last), self.loop)
        self._set_playing(True)

    def pause(self) -> None:
        if self.is_playing:
            self._thread.pause()
            self._wanted = max(0, self.number)
            self._set_playing(False)

    def toggle(self) -> None:
        """Space: play on, always forwards."""
        if self.is_playing:
            self.pause()
        else:
            self.play(abs(self.speed))

    def shuttle(self, direction: int) -> None:
        """J and L: play in a direction, twice as fast with every further press."""
        faster = abs(self.speed) * 2 if self.is_playing and (self.speed > 0) == (direction > 0) else 1.0
        self.play(direction * min(faster, SPEEDS[-1]))

    def set_speed(self, speed: float) -> None:
        changed = speed != self.speed
        self.speed = speed
        if changed:
            self.speed_changed.emit(speed)
            if self.is_playing:
                self._wanted = max(0, self.number)
                self.play()

    def mark_in(self) -> None:
        last = self.marks.last if self.marks.last is None or self.marks.last >= self.number else None
        self.set_marks(Marks(self.number, last))

    def mark_out(self) -> None:
        first = self.marks.first if self.marks.first is None or self.marks.first <= self.number else None
        self.set_marks(Marks(first, self.number))

    def set_marks(self, marks: Marks) -> None:
        self.marks = marks
        self.marks_changed.emit()

    def set_loop(self, loop: bool) -> None:
        """Play between the marks again and again."""
        self.loop = loop
        if self.is_playing:
            self._wanted = max(0, self.number)
            self.play()

    def _wish(self, number: int) -> None:
        if self.index:
            self._wanted = min(max(number, 0), len(self) - 1)
            self._thread.want(self._wanted)

    # From the thread

    def _take_index(self, index: FrameIndex) -> None:
        self.index = index
        self.opened.emit()
        self._wish(self._wanted)

    def _take_frame(self, number: int, raster: Raster, kind: str, played: bool) -> None:
        self._thread.taken()
        if played and not self.is_playing:
            return  # was on its way when playing was stopped
        self.number, self.raster, self.kind = number, raster, kind
        if self.is_playing:
            self._wanted = number
        self.frame_shown.emit(number)

    def _take_stop(self) -> None:
        if self.is_playing and not self._thread.is_playing:
            self._set_playing(False)

    def _set_playing(self, playing: bool) -> None:
        if playing != self.is_playing:
            self.is_playing = playing
            self.playing_changed.emit(playing)


class _FrameThread:
    """Decodes what is wished for; at most two frames are on their way to the window at once."""

    def __init__(
        self,
        path: Path,
        *,
        arrived: Callable[[int, Raster, str, bool], None],
        stopped: Callable[[], None],
        ready: Callable[[FrameIndex], None],
        broken: Callable[[str], None],
    ) -> None:
        self._path = path
        self._arrived, self._stopped, self._ready, self._broken = arrived, stopped, ready, broken
        self._changed = threading.Condition()
        self._wanted: int | None = None
        self._playing: Playing | None = None
        self._span = (0, 0)
        self._loop = False
        self._shown = -1
        self._under_way = 0
        self._closing = False

    @property
    def is_playing(self) -> bool:
        with self._changed:
            return self._playing is not None

    # From the window

    def want(self, number: int) -> None:
        with self._changed:
            self._wanted = number
            self._playing = None
            self._changed.notify()

    def play(self, number: int, speed: float, span: tuple[int, int], loop: bool) -> None:
        with self._changed:
            self._wanted = number
            self._playing = Playing(speed, -1.0, 0.0)  # starts counting when its first frame is there
            self._span, self._loop = span, loop
            self._changed.notify()

    def pause(self) -> None:
        with self._changed:
            self._playing = None
            self._changed.notify()

    def taken(self) -> None:
        with self._changed:
            self._under_way -= 1
            self._changed.notify()

    def end(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify()

    # In the thread

    def run(self) -> None:
        try:
            with FrameSource(self._path) as source:
                self._tell(lambda: self._ready(source.index))
                self._serve(source)
        except FileProblem as problem:
            self._fail(str(problem))

    def _tell(self, say: Callable[[], None]) -> None:
        if not self._closing:
            say()

    def _fail(self, reason: str) -> None:
        self.pause()
        self._tell(lambda: self._broken(reason))
        self._tell(self._stopped)

    def _serve(self, source: FrameSource) -> None:
        while (wish := self._next(source)) is not None:
            number, played = wish
            try:
                raster, kind = Raster.of(source.frame(number)), source.picture_type(number)
            except FileProblem as problem:
                self._fail(str(problem))
                continue
            if played:
                self._wait_for_turn(source, number)
            self._deliver(source, number, (raster, kind), played)

    def _next(self, source: FrameSource) -> tuple[int, bool] | None:
        """The next frame to be decoded and whether it is played, waited for; None when closing."""
        with self._changed:
            while not self._closing:
                if self._wanted is not None:
                    number, self._wanted = self._wanted, None
                    return number, self._playing is not None
                if self._playing is not None and self._under_way < 2:
                    due = self._due(source)
                    if due is not None:
                        return due, True
                    continue
                self._changed.wait()
            return None

    def _due(self, source: FrameSource) -> int | None:
        """The frame to be shown next while playing: the following one, or the one of this moment if that is late."""
        assert self._playing is not None
        forwards = self._playing.speed > 0
        now = source.index_at(max(0.0, self._playing.media_time(time.monotonic())))
        number = max(now, self._shown + 1) if forwards else min(now, self._shown - 1)
        first, last = self._span
        if first <= number <= last:
            return number
        if forwards and self._shown < last:
            return last
        if self._loop:
            self._playing = Playing(self._playing.speed, -1.0, 0.0)
            return first if forwards else last
        self._wait_until_shown(source)
        self._playing = None
        self._stopped()
        return None

    def _wait_until_shown(self, source: FrameSource) -> None:
        """The last frame stays for its own length before playing ends."""
        if self._shown > 0:
            length = source.time(self._shown) - source.time(self._shown - 1)
            self._changed.wait(min(0.5, float(length) / abs(self._playing.speed if self._playing else 1.0)))

    def _wait_for_turn(self, source: FrameSource, number: int) -> None:
        """Sleep until the decoded frame's time has come; a new wish ends the sleep."""
        with self._changed:
            while self._playing is not None and self._wanted is None and not self._closing and self._playing.start >= 0:
                away = float(source.time(number)) - self._playing.media_time(time.monotonic())
                wait = away / self._playing.speed
                if wait <= 0.0005:
                    return
                self._changed.wait(wait)

    def _deliver(self, source: FrameSource, number: int, frame: tuple[Raster, str], played: bool) -> None:
        with self._changed:
            if self._closing or (played and (self._playing is None or self._wanted is not None)):
                return
            if self._playing is not None and self._playing.start < 0:
                self._playing = Playing(self._playing.speed, float(source.time(number)), time.monotonic())
            self._shown = number
            self._under_way += 1
        self._arrived(number, *frame, played)
