"""Clips that carry their frame number as black and white fields, and pictures whose every pixel is known."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

BITS = 10
FIELD = 16
SIZE = (BITS * FIELD, 96)


def numbered(number: int, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    """A frame whose upper half says its number in binary, lowest bit at the left."""
    width, height = size
    frame = np.full((height, width, 3), 90, np.uint8)
    for bit in range(BITS):
        frame[: height // 2, bit * FIELD : (bit + 1) * FIELD] = 255 if number >> bit & 1 else 0
    frame[height // 2 :, (number * 3) % width :] = 160
    return frame


def number_in(pixels: NDArray[np.uint8]) -> int:
    """The number that a frame says."""
    row = pixels[pixels.shape[0] // 4, FIELD // 2 :: FIELD, 0][:BITS]
    return sum(int(value > 127) << bit for bit, value in enumerate(row))


def write_clip(
    path: Path,
    frames: int = 60,
    *,
    codec: str = "libx264",
    rate: int = 25,
    gop: int = 12,
    times: list[int] | None = None,
    sound: bool = False,
) -> Path:
    """A clip of `frames` numbered frames; `times` are timestamps in 1/1000 s for a variable frame rate."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.gop_size = gop
        if times is not None:
            stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        tone = container.add_stream("aac", rate=44100) if sound else None
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(numbered(number), format="rgb24")
            frame.pts = number if times is None else times[number]
            frame.time_base = Fraction(1, rate) if times is None else Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if tone is not None:
            _write_tone(container, tone, frames / rate)
    return path


def _write_tone(container, stream, seconds: float) -> None:  # type: ignore[no-untyped-def]
    samples = (np.sin(np.arange(int(44100 * seconds)) * 2 * np.pi * 440 / 44100) * 8000).astype(np.int16)
    for start in range(0, len(samples), 1024):
        part = samples[start : start + 1024].reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 44100, start, Fraction(1, 44100)
        container.mux(stream.encode(frame))
    container.mux(stream.encode())
