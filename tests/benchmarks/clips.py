"""Reading, writing and attacking clips for the measurements: a small PyAV sampler and 16 attacks.

A clip in memory is a `Clip`: RGB frames and their seconds. An attack takes one and a generator, and returns the
attacked clip with the truth: pieces (a_start, a_end, b_start, b_end) of the original (A) in the attacked one (B).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Piece = tuple[float, float, float, float]
Frames = list[NDArray[np.uint8]]


@dataclass(frozen=True)
class Clip:
    """Frames in memory at a steady rate."""

    frames: Frames
    rate: float

    @property
    def duration(self) -> float:
        return len(self.frames) / self.rate


def sample(source: str | io.BytesIO, *, per_second: float = 4, long_side: int = 384) -> Iterator[tuple[float, NDArray]]:
    """Frames of a file every 1/per_second seconds, shrunk to `long_side`."""
    with av.open(source) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        wanted = 0.0
        first: float | None = None
        for frame in container.decode(stream):
            time = float(frame.time if frame.time is not None else 0)
            first = time if first is None else first
            time -= first
            if time + 1e-6 < wanted:
                continue
            wanted = (np.floor(time * per_second + 1e-6) + 1) / per_second
            scale = min(1.0, long_side / max(frame.width, frame.height))
            size = (max(2, round(frame.width * scale)), max(2, round(frame.height * scale)))
            yield time, frame.reformat(size[0], size[1], "rgb24", interpolation="AREA").to_ndarray()


def read(path: Path, *, height: int = 360, most_seconds: float = 40, rate: float = 24) -> Clip:
    """A file as a clip in memory at about `rate` frames per second."""
    frames: Frames = []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        first = None
        for frame in container.decode(stream):
            time = float(frame.time or 0)
            first = time if first is None else first
            if time - first > most_seconds:
                break
            if len(frames) > (time - first) * rate:
                continue
            scale = min(1.0, height / frame.height)
            size = (round(frame.width * scale) // 2 * 2, round(frame.height * scale) // 2 * 2)
            picture = frame.reformat(size[0], size[1], "rgb24", interpolation="AREA").to_ndarray()
            while len(frames) <= (time - first) * rate:
                frames.append(picture)
    return Clip(frames, rate)


def encoded(clip: Clip, *, crf: int = 23) -> io.BytesIO:
    """The clip as an MP4 file in memory."""
    out = io.BytesIO()
    out.name = "clip.mp4"
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=Fraction(clip.rate).limit_denominator(1000))
        height, width = clip.frames[0].shape[:2]
        stream.width, stream.height, stream.pix_fmt = width // 2 * 2, height // 2 * 2, "yuv420p"
        stream.options = {"crf": str(crf), "preset": "veryfast", "threads": "1"}
        for frame in clip.frames:
            picture = np.ascontiguousarray(frame[: stream.height, : stream.width])
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode())
    out.seek(0)
    return out


def part(clip: Clip, start: float, end: float) -> Clip:
    """The frames from `start` to `end` seconds."""
    return replace(clip, frames=clip.frames[round(start * clip.rate) : round(end * clip.rate)])


def mapped(clip: Clip, change: Callable[[NDArray[np.uint8]], NDArray[np.uint8]]) -> Clip:
    return replace(clip, frames=[np.ascontiguousarray(change(frame)) for frame in clip.frames])


def scaled(frame: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    return cv2.resize(frame, (width // 2 * 2, height // 2 * 2), interpolation=cv2.INTER_AREA)


def cropped(clip: Clip, rng: np.random.Generator, area: float) -> Clip:
    side = area**0.5
    height, width = clip.frames[0].shape[:2]
    h, w = round(height * side), round(width * side)
    y, x = int(rng.integers(0, height - h + 1)), int(rng.integers(0, width - w + 1))
    return mapped(clip, lambda f: f[y : y + h, x : x + w])


def smaller(clip: Clip) -> Clip:
    """160 lines at 12 frames per second."""
    step = clip.rate / 12
    frames = [clip.frames[int(i * step)] for i in range(int(len(clip.frames) / step))]
    height, width = frames[0].shape[:2]
    return Clip([scaled(f, round(width * 160 / height), 160) for f in frames], 12)


def faster(clip: Clip, speed: float) -> Clip:
    return Clip([clip.frames[int(i * speed)] for i in range(int(len(clip.frames) / speed))], clip.rate)


def grey_contrast(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return np.repeat(np.clip((grey - 128) * 1.4 + 138, 0, 255).astype(np.uint8)[..., None], 3, 2)


def bar(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A subtitle band and a logo."""
    result = frame.copy()
    h, w = frame.shape[:2]
    result[int(h * 0.82) : int(h * 0.95)] = (20, 20, 20)
    cv2.putText(result, "LIVE: eyewitness video", (w // 20, int(h * 0.91)), 0, h / 500, (255, 255, 255), 1)
    cv2.rectangle(result, (int(w * 0.84), int(h * 0.04)), (int(w * 0.97), int(h * 0.14)), (200, 20, 30), -1)
    return result


def letterboxed(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    add = frame.shape[0] // 5
    return cv2.copyMakeBorder(frame, add, add, 0, 0, cv2.BORDER_CONSTANT, value=(0, 0, 0))


def vertical(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A 9:16 repost: the whole picture across the middle, enlarged and blurred above and below."""
    h, w = frame.shape[:2]
    width, height = 360, 640
    back = cv2.resize(frame[:, w // 2 - int(h * 9 / 32) : w // 2 + int(h * 9 / 32)], (width, height))
    back = cv2.GaussianBlur(back, (0, 0), 18)
    inner = scaled(frame, width, round(width * h / w))
    top = (height - inner.shape[0]) // 2
    back[top : top + inner.shape[0], : inner.shape[1]] = inner
    return back


def recording(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A desktop recording with the clip in a window of a page."""
    page = np.full((450, 800, 3), 245, np.uint8)
    page[:40] = (215, 220, 228)
    cv2.putText(page, "https://video.example/watch", (90, 26), 0, 0.5, (30, 30, 30), 1)
    h, w = frame.shape[:2]
    inner = scaled(frame, 520, round(520 * h / w)) if h / w < 0.7 else scaled(frame, round(360 * w / h), 360)
    page[60 : 60 + inner.shape[0], 20 : 20 + inner.shape[1]] = inner
    for i in range(8):
        cv2.putText(page, f"Recommended {i + 1}", (600, 80 + i * 42), 0, 0.45, (60, 60, 60), 1)
    return page


def excerpt(clip: Clip, rng: np.random.Generator) -> tuple[Clip, float]:
    """Between 40 % and 80 % of the clip, at least 2 seconds, and where it starts."""
    length = max(2.0, float(rng.uniform(0.4, 0.8)) * clip.duration)
    length = min(length, clip.duration, 20.0)
    start = float(rng.uniform(0, clip.duration - length))
    return part(clip, start, start + length), start


def spliced(clip: Clip, rng: np.random.Generator, other: Clip) -> tuple[Clip, list[Piece]]:
    """A piece of the clip, a piece of another one, and an earlier or later piece of the clip."""
    third = max(2.0, min(6.0, clip.duration / 3))
    first = float(rng.uniform(0, clip.duration / 2 - third / 2)) if clip.duration > 2 * third else 0.0
    second = min(clip.duration - third, first + third) if clip.duration > 2 * third else 0.0
    h, w = clip.frames[0].shape[:2]
    middle = mapped(part(other, 0, third), lambda f: cv2.resize(f, (w, h)))
    one, two = part(clip, second, second + third), part(clip, first, first + third)
    frames = one.frames + middle.frames + two.frames
    begin = (len(one.frames) + len(middle.frames)) / clip.rate
    pieces = [(second, second + third, 0.0, len(one.frames) / clip.rate)]
    pieces.append((first, first + third, begin, begin + len(two.frames) / clip.rate))
    return Clip(frames, clip.rate), pieces


SIMPLE: dict[str, tuple[Callable[[Clip, np.random.Generator], Clip], int, float]] = {
    # name: change, CRF, seconds of A per second of B
    "re-encode": (lambda c, r: c, 23, 1),
    "CRF 38": (lambda c, r: c, 38, 1),
    "160p at 12 fps": (lambda c, r: smaller(c), 28, 1),
    "crop 81 %": (lambda c, r: cropped(c, r, 0.81), 23, 1),
    "crop 49 %": (lambda c, r: cropped(c, r, 0.49), 23, 1),
    "mirror": (lambda c, r: mapped(c, lambda f: f[:, ::-1]), 23, 1),
    "grey contrast": (lambda c, r: mapped(c, grey_contrast), 23, 1),
    "overlay bar": (lambda c, r: mapped(c, bar), 23, 1),
    "letterbox": (lambda c, r: mapped(c, letterboxed), 23, 1),
    "vertical repost": (lambda c, r: mapped(c, vertical), 23, 1),
    "speed 2": (lambda c, r: faster(c, 2), 23, 2),
    "speed 1.25": (lambda c, r: faster(c, 1.25), 23, 1.25),
    "speed 0.5": (lambda c, r: faster(c, 0.5), 23, 0.5),
    "screen recording": (lambda c, r: mapped(c, recording), 26, 1),
    "chain": (lambda c, r: mapped(mapped(cropped(c, r, 0.81), lambda f: f[:, ::-1]), letterboxed), 32, 1),
}
NAMES = (*SIMPLE, "splice")


def attacked(name: str, clip: Clip, other: Clip, seed: int) -> tuple[io.BytesIO, list[Piece]]:
    """The attacked clip as a file, and which pieces of `clip` it holds."""
    rng = np.random.default_rng([seed, NAMES.index(name)])
    if name == "splice":
        made, pieces = spliced(clip, rng, other)
        return encoded(made, crf=24), pieces
    change, crf, speed = SIMPLE[name]
    taken, start = excerpt(clip, rng)
    made = change(taken, rng)
    return encoded(made, crf=crf), [(start, start + made.duration * speed, 0.0, made.duration)]
