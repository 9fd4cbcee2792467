"""The sound of a video: off until asked for, decoded by the same library as the frames, heard only while playing.

Sound follows the picture: it starts where playing starts, and only at the recorded speed, forwards.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
from PySide6.QtCore import QByteArray, QIODevice, QObject

from osintdesk.core.errors import FileProblem
from osintdesk.media.frames import open_container
from osintdesk.ui.viewer.player import Player

RATE = 48_000
_FRAME_BYTES = 4
_AHEAD = RATE * _FRAME_BYTES
_LATE = 0.12


def samples_from(path: Path, seconds: float) -> Iterator[bytes]:
    """Stereo 16-bit samples at 48 kHz from `seconds` after the container's beginning to the end."""
    with open_container(path) as container:
        stream = next(iter(container.streams.audio), None)
        if stream is None:
            return
        start = seconds + float(container.start_time or 0) / av.time_base
        if seconds > 0:
            container.seek(max(0, round(start / float(stream.time_base))), stream=stream, backward=True)
        resampler = av.AudioResampler(format="s16", layout="stereo", rate=RATE)
        for frame in _decoded(container, stream):
            yield from _resampled(resampler, frame, start)


def _decoded(container: Any, stream: Any) -> Iterator[av.AudioFrame]:
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.FFmpegError:
            continue


def _resampled(resampler: av.AudioResampler, frame: av.AudioFrame, start: float) -> Iterator[bytes]:
    """The part of a frame at and after `start` seconds."""
    begins = frame.time if frame.time is not None else start
    for made in resampler.resample(frame):
        data = made.to_ndarray().tobytes()
        skipped = max(0, round((start - begins) * RATE)) * _FRAME_BYTES
        if skipped < len(data):
            yield data[skipped:]


def has_device() -> bool:
    """Whether this computer can play sound. Qt's part for it is loaded only when sound is asked for."""
    from PySide6.QtMultimedia import QMediaDevices

    return not QMediaDevices.defaultAudioOutput().isNull()


class _Feed(QIODevice):
    """What the sound device reads from; filled by a thread, at most a second ahead."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__()
        self._path, self._seconds = path, seconds
        self._data = bytearray()
        self._changed = threading.Condition()
        self._closing = False
        self._filled = False
        self._thread = threading.Thread(target=self._fill, name="sound", daemon=True)
        self.open(QIODevice.OpenModeFlag.ReadOnly)
        self._thread.start()

    def _fill(self) -> None:
        try:
            for part in samples_from(self._path, self._seconds):
                with self._changed:
                    while len(self._data) > _AHEAD and not self._closing:
                        self._changed.wait()
                    if self._closing:
                        return
                    self._data += part
        except (av.FFmpegError, FileProblem):
            pass  # sound that cannot be decoded is silence; the picture goes on
        self._filled = True

    def is_empty(self) -> bool:
        """Whether everything was decoded and taken."""
        with self._changed:
            return self._filled and not self._data

    def stop(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join()
        self.close()

    def readData(self, most: int) -> object:
        with self._changed:
            part = bytes(self._data[:most])
            del self._data[:most]
            self._changed.notify()
        return part

    def writeData(self, data: QByteArray | bytes | bytearray | memoryview, most: int) -> int:
        return -1

    def bytesAvailable(self) -> int:
        with self._changed:
            return len(self._data) + super().bytesAvailable()

    def isSequential(self) -> bool:
        return True


class Voice:
    """Sound that is being played, from `seconds` on."""

    def __init__(self, path: Path, seconds: float) -> None:
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

        wanted = QAudioFormat()
        wanted.setSampleRate(RATE)
        wanted.setChannelCount(2)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._began = seconds
        self._feed = _Feed(path, seconds)
        self._sink = QAudioSink(QMediaDevices.defaultAudioOutput(), wanted)
        self._sink.start(self._feed)

    def heard(self) -> float:
        """The moment that is heard now."""
        return self._began + self._sink.processedUSecs() / 1e6

    def has_begun(self) -> bool:
        return self._sink.processedUSecs() > 0

    def is_over(self) -> bool:
        """Whether everything was played."""
        return self._feed.is_empty()

    def stop(self) -> None:
        self._sink.stop()
        self._sink.deleteLater()
        self._feed.stop()
        self._feed.deleteLater()


class Sound(QObject):
    """Plays the sound along with a player while it is switched on."""

    def __init__(self, path: Path, player: Player) -> None:
        super().__init__(player)
        self._path, self._player = path, player
        self._voice: Voice | None = None
        self.is_on = False
        player.playing_changed.connect(lambda _playing: self._follow())
        player.speed_changed.connect(lambda _speed: self._follow())
        player.frame_shown.connect(self._keep_up)

    def toggle(self) -> bool:
        """Switch; tells whether sound is on now. Without a sound device it stays off."""
        self.is_on = not self.is_on and has_device()
        self._follow()
        return self.is_on

    def close(self) -> None:
        self.is_on = False
        self._stop()
        self.deleteLater()

    def _follow(self) -> None:
        self._stop()
        if self.is_on and self._player.is_playing and self._player.speed == 1.0:
            self._voice = Voice(self._path, float(self._player.seconds()))

    def _keep_up(self, number: int) -> None:
        """Begin again after a loop, or when picture and sound have drifted apart."""
        if self._voice is None or not self._voice.has_begun():
            return
        if abs(self._voice.heard() - float(self._player.seconds(number))) > _LATE:
            self._follow()

    def _stop(self) -> None:
        voice, self._voice = self._voice, None
        if voice is not None:
            voice.stop()
