"""Exact frames of a video: each is found by its own timestamp, never by seconds times frames per second."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any

import av
import numpy as np
from av.video.reformatter import Colorspace

from osintdesk.core.errors import FileProblem

Picture = np.ndarray[Any, np.dtype[np.uint8]]

_CACHED_FRAMES = 30
_CACHED_BYTES = 256 << 20
_KEYS_BACK = 3
_CHECKED = 12
_MAX_FRAMES = 5_000_000
_FORWARD = 40
_UNSTATED = 2  # AVCOL_SPC_UNSPECIFIED
_TYPES = {1: "I", 2: "P", 3: "B"}  # AVPictureType


@dataclass(frozen=True, slots=True)
class FrameIndex:
    """Timestamps of all frames in the order shown, in units of `time_base`, and which of them are key frames."""

    pts: tuple[int, ...]
    keys: tuple[int, ...]
    time_base: Fraction

    def __len__(self) -> int:
        return len(self.pts)

    @property
    def start(self) -> int:
        return self.pts[0] if self.pts else 0

    def seconds(self, frame: int) -> Fraction:
        """Seconds from the first frame."""
        return (self.pts[frame] - self.start) * self.time_base

    def at(self, seconds: float | Fraction) -> int:
        """The frame that is on the screen at `seconds` from the first frame; clamped to the video."""
        target = self.start + Fraction(seconds) / self.time_base
        return min(max(bisect_right(self.pts, target) - 1, 0), max(len(self.pts) - 1, 0))

    def key_before(self, frame: int) -> int:
        """The last key frame at or before `frame` (0 when there is none)."""
        place = bisect_right(self.keys, frame)
        return self.keys[place - 1] if place else 0

    def key_after(self, frame: int) -> int | None:
        """The first key frame after `frame`."""
        place = bisect_right(self.keys, frame)
        return self.keys[place] if place < len(self.keys) else None


class FrameSource:
    """Frames of the first video stream of `path`, exact in any order; a context manager.

    Raises FileProblem when the file holds no video or cannot be decoded.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._cache: OrderedDict[int, av.VideoFrame] = OrderedDict()
        self._container = open_container(path)
        try:
            self._stream = video_stream(self._container)
            self.index = _index(path, self._stream.index)
        except BaseException:
            self._container.close()
            raise
        self._decoding: Iterator[av.VideoFrame] | None = None
        self._reached = -1
        self._rotation: int | None = None

    def __enter__(self) -> FrameSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._cache.clear()
        self._decoding = None
        self._container.close()

    def __len__(self) -> int:
        return len(self.index)

    @property
    def time_base(self) -> Fraction:
        return self.index.time_base

    @property
    def rotation(self) -> int:
        """Degrees clockwise by which stored frames are turned to be upright (0, 90, 180, 270)."""
        if self._rotation is None:
            self.frame(0)
        return self._rotation or 0

    def pts(self, frame: int) -> int:
        """The frame's own timestamp, in units of `time_base`."""
        return self.index.pts[frame]

    def time(self, frame: int) -> Fraction:
        """Seconds from the first frame, exact."""
        return self.index.seconds(frame)

    def index_at(self, seconds: float | Fraction) -> int:
        return self.index.at(seconds)

    def key_before(self, frame: int) -> int:
        return self.index.key_before(frame)

    def key_after(self, frame: int) -> int | None:
        return self.index.key_after(frame)

    def frame(self, number: int) -> Picture:
        """Frame `number` (0-based, as shown) as upright RGB: shape (height, width, 3), uint8; IndexError outside."""
        if not 0 <= number < len(self.index):
            raise IndexError(number)
        with self._lock:
            return upright(self._frame(number))

    def picture_type(self, number: int) -> str:
        """How frame `number` is coded: `I`, `P`, `B`, or empty where the codec does not say."""
        if not 0 <= number < len(self.index):
            raise IndexError(number)
        with self._lock:
            return _TYPES.get(int(self._frame(number).pict_type), "")

    def _frame(self, number: int) -> av.VideoFrame:
        found = self._cache.get(number)
        if found is None:
            found = self._decoded(number)
        self._cache.move_to_end(number)
        if self._rotation is None:
            self._rotation = -found.rotation % 360
        return found

    def _decoded(self, number: int) -> av.VideoFrame:
        """Decode on from where we are, else from earlier and earlier key frames, at last from the beginning."""
        for start in self._starts(number):
            found = self._search(number, start)
            if found is not None:
                return found
        raise FileProblem(f"Frame {number} of the video cannot be decoded.")

    def _starts(self, number: int) -> Iterator[int | None]:
        """Key frames to begin from: None stands for going on, -1 for the beginning of the file."""
        ahead = number - self._reached
        if (
            self._decoding is not None
            and ahead > 0
            and (ahead <= _FORWARD or self.index.key_before(number) <= self._reached)
        ):
            yield None
        key = self.index.key_before(number)
        for _attempt in range(_KEYS_BACK):
            yield key
            if key <= 0:
                break
            key = self.index.key_before(key - 1)
        yield -1

    def _search(self, number: int, start: int | None) -> av.VideoFrame | None:
        """Decode from `start` until the frame with exactly the wanted timestamp; None when it is not met."""
        if start is not None:
            self._seek(start)
        assert self._decoding is not None
        target = self.index.pts[number]
        for frame in self._decoding:
            pts = _pts(frame)
            if pts is None:
                continue
            self._remember(pts, frame)
            if pts == target:
                return frame
            if pts > target:
                return None
        self._decoding = None
        return None

    def _seek(self, key: int) -> None:
        """Placed at or before key frame `key`; the file is opened anew for -1 and for formats that cannot seek."""
        self._reached = -1
        if key < 0:
            self._reopen()
        else:
            try:
                self._container.seek(self.index.pts[key], stream=self._stream, backward=True)
            except av.FFmpegError:
                self._reopen()
        self._decoding = decoding(self._container, self._stream)

    def _reopen(self) -> None:
        self._container.close()
        self._container = open_container(self._path)
        self._stream = video_stream(self._container)

    def _remember(self, pts: int, frame: av.VideoFrame) -> None:
        number = bisect_left(self.index.pts, pts)
        if number == len(self.index.pts) or self.index.pts[number] != pts:
            return
        self._reached = number
        self._cache[number] = frame
        self._cache.move_to_end(number)
        room = max(4, min(_CACHED_FRAMES, _CACHED_BYTES // max(1, frame.width * frame.height * 2)))
        while len(self._cache) > room:
            self._cache.popitem(last=False)


def upright(frame: av.VideoFrame, *, width: int | None = None, height: int | None = None) -> Picture:
    """One decoded frame as RGB, turned by its display matrix; `width` and `height` are those before turning."""
    # Where no colour matrix is named, players take BT.709 from 720 lines upwards and BT.601 below.
    source = Colorspace.ITU709 if frame.colorspace == _UNSTATED and frame.height >= 720 else None
    rgb = frame.reformat(width=width, height=height, format="rgb24", src_colorspace=source).to_ndarray()
    turned = np.rot90(rgb, round(frame.rotation / 90) % 4) if frame.rotation else rgb
    return np.ascontiguousarray(turned)


def open_container(path: Path) -> Any:
    """The container, opened so that it can read nothing but this one file."""
    try:
        return av.open(str(path), "r", options={"protocol_whitelist": "file"}, metadata_errors="replace")
    except av.FFmpegError as error:
        raise FileProblem(f"The video cannot be read: {_plain(error)}.") from None
    except (OSError, ValueError) as error:
        raise FileProblem(f"The file cannot be opened: {_plain(error)}.") from None


def _plain(error: BaseException) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__).strip().rstrip(".")[:200]


def video_stream(container: Any) -> Any:
    """The first stream of moving pictures; cover art does not count."""
    for stream in container.streams.video:
        if stream.codec_context is not None and not stream.disposition & av.stream.Disposition.attached_pic:
            stream.thread_type = "SLICE"
            return stream
    raise FileProblem("The file holds no video that can be decoded.")


def decoding(container: Any, stream: Any) -> Iterator[av.VideoFrame]:
    """Decoded frames; packets that cannot be decoded are stepped over, as players do."""
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.InvalidDataError:
            continue
        except av.EOFError:
            return


def _pts(frame: av.VideoFrame) -> int | None:
    return frame.pts if frame.pts is not None else frame.dts


def _index(path: Path, stream_index: int) -> FrameIndex:
    """By one demux; where the packets do not tell the frames (fields, damaged streams) by decoding everything once."""
    with open_container(path) as container:
        stream = container.streams[stream_index]
        index = _by_packets(container, stream)
    with open_container(path) as container:
        stream = video_stream(container)
        if not _agrees(index, container, stream):
            index = None
    if index is None:
        with open_container(path) as container:
            index = _by_decoding(container, video_stream(container))
    if not index.pts:
        raise FileProblem("No frame of the video can be decoded.")
    return index


def _by_packets(container: Any, stream: Any) -> FrameIndex | None:
    found: dict[int, bool] = {}
    try:
        for packet in container.demux(stream):
            if packet.size == 0 or packet.is_discard:
                continue
            pts = packet.pts if packet.pts is not None else packet.dts
            if pts is None or pts in found or len(found) > _MAX_FRAMES:
                return None
            found[pts] = bool(packet.is_keyframe)
    except av.FFmpegError:
        pass  # a cut-off file: what came before counts
    return _indexed(found, stream.time_base)


def _indexed(found: dict[int, bool], time_base: Fraction) -> FrameIndex:
    pts = tuple(sorted(found))
    return FrameIndex(pts, tuple(number for number, at in enumerate(pts) if found[at]), Fraction(time_base))


def _agrees(index: FrameIndex | None, container: Any, stream: Any) -> bool:
    """Whether the first decoded frames carry exactly the first timestamps of the index."""
    if index is None:
        return False
    first: list[int | None] = []
    try:
        for frame in decoding(container, stream):
            first.append(_pts(frame))
            if len(first) >= _CHECKED:
                break
    except av.FFmpegError:
        return False
    if len(first) < _CHECKED and len(first) != len(index):
        return False
    return tuple(first) == index.pts[: len(first)]


def _by_decoding(container: Any, stream: Any) -> FrameIndex:
    found: dict[int, bool] = {}
    try:
        for frame in decoding(container, stream):
            pts = _pts(frame)
            if pts is not None and len(found) <= _MAX_FRAMES:
                found.setdefault(pts, bool(frame.key_frame))
    except av.FFmpegError:
        pass
    return _indexed(found, stream.time_base)
