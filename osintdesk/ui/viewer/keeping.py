"""Keeping a frame: the bytes of the derivative and the parameters that say exactly how it was made."""

from __future__ import annotations

import io
from typing import Any

import av
from PIL import Image

from osintdesk import __version__
from osintdesk.core.domain import Json
from osintdesk.media.video import FrameIndex
from osintdesk.ui.viewer.citation import timecode
from osintdesk.ui.viewer.looks import Pixels

MADE_BY = f"OSINT Desk {__version__}, keep frame"


def png_of(pixels: Pixels) -> bytes:
    """RGB pixels as PNG: every pixel as decoded, no metadata."""
    sink = io.BytesIO()
    Image.fromarray(pixels).save(sink, "PNG", compress_level=6)
    return sink.getvalue()


def frame_parameters(index: FrameIndex, number: int, pixels: Pixels) -> Json:
    """What another person needs to make the same picture from the original."""
    base = index.time_base
    return {
        "operation": "frame",
        "frame": number,
        "pts": index.pts[number],
        "time_base": f"{base.numerator}/{base.denominator}",
        "time": timecode(index.seconds(number)),
        "width": int(pixels.shape[1]),
        "height": int(pixels.shape[0]),
        "format": "PNG, RGB, 8 bits, upright, no adjustments",
        "decoder": decoder(),
    }


def decoder() -> str:
    """`PyAV 18.1.0, libavcodec 62.11.100`."""
    versions: dict[str, Any] = av.library_versions
    codec = ".".join(str(part) for part in versions.get("libavcodec", ()))
    return f"PyAV {av.__version__}, libavcodec {codec}"
