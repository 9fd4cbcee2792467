"""Clips that carry their frame number in the picture as a block code, so that a test can read which frame it got."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

WIDTH, HEIGHT, BITS = 256, 128, 12
_BLOCK = 32
_PLAIN_RATE = frozenset({"mpeg4", "mpeg2video", "mjpeg"})


def coded(number: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """A grey picture whose white and black blocks are the bits of `number`."""
    picture = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    for bit in range(BITS):
        row, column = divmod(bit, WIDTH // _BLOCK)
        top, left = row * _BLOCK, column * _BLOCK
        picture[top : top + _BLOCK, left : left + _BLOCK] = 235 if number >> bit & 1 else 16
    return picture


def number_in(picture: np.ndarray[Any, np.dtype[np.uint8]]) -> int:
    """The number that `coded` wrote, read from the middle of each block."""
    number = 0
    for bit in range(BITS):
        row, column = divmod(bit, WIDTH // _BLOCK)
        top, left = row * _BLOCK + 10, column * _BLOCK + 10
        number |= int(picture[top : top + 12, left : left + 12].mean() > 128) << bit
    return number


def write_clip(
    path: Path,
    codec: str,
    *,
    frames: int = 60,
    times: list[int] | None = None,
    options: dict[str, str] | None = None,
    gop: int = 12,
) -> list[int]:
    """A clip of `frames` coded frames at 1/1000 s times `times` (40 ms apart when not given); returns the times."""
    times = times or [40 * number for number in range(frames)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=25, options=options or {})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.codec_context.gop_size = gop
        stream.codec_context.time_base = Fraction(1, 25 if codec in _PLAIN_RATE else 1000)
        for number, when in enumerate(times):
            frame = av.VideoFrame.from_ndarray(coded(number), format="rgb24")
            frame.time_base = Fraction(1, 1000)
            frame.pts = when
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return times


def rotate(path: Path, matrix: tuple[int, int, int, int]) -> None:
    """Write a display matrix (a, b, c, d) into the first track header of an MP4 file."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40  # version 0: the matrix stands 40 bytes after the box's type
    a, b, c, d = (value << 16 for value in matrix)
    data[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
