"""Frames taken from a video at intervals: for fingerprints, for the key-frame strip, and what the streams say."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import av
from PIL import Image

from osintdesk.core.errors import FileProblem
from osintdesk.media.frames import FrameSource, Picture, decoding, open_container, upright, video_stream
from osintdesk.media.pictures import THUMBNAIL_SIDE, thumbnail_bytes
from osintdesk.media.results import Shot

STRIP_SHOTS = 12
STRIP_HEIGHT = 160


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """What the decoder says of a container: seconds, pixels as stored, frames per second, codec names."""

    duration: float | None
    width: int | None
    height: int | None
    fps: float | None
    frame_count: int | None
    video_codec: str | None
    audio_codec: str | None
    container: str


def probe(path: Path) -> StreamFacts:
    """Stream facts from the headers alone; raises FileProblem when the container cannot be opened."""
    with open_container(path) as container:
        return _facts(container)


def _facts(container: Any) -> StreamFacts:
    video = _first(container.streams.video)
    audio = _first(container.streams.audio)
    rate = video.average_rate if video is not None else None
    return StreamFacts(
        duration=_duration(container, video or audio),
        width=(video.codec_context.width or None) if video is not None else None,
        height=(video.codec_context.height or None) if video is not None else None,
        fps=float(rate) if rate else None,
        frame_count=(video.frames or None) if video is not None else None,
        video_codec=video.codec_context.codec.canonical_name if video is not None else None,
        audio_codec=audio.codec_context.codec.canonical_name if audio is not None else None,
        container=container.format.name,
    )


def _first(streams: Any) -> Any:
    return next((stream for stream in streams if stream.codec_context is not None), None)


def _duration(container: Any, stream: Any) -> float | None:
    if container.duration:
        return float(container.duration) / av.time_base
    if stream is not None and stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return None


def sample_frames(path: Path, *, per_second: float = 4, height: int = 256) -> Iterator[tuple[float, Picture]]:
    """`(seconds from the first frame, RGB)` for the first frame of each interval of 1 / `per_second` seconds.

    Pictures are upright and have about `height` lines (never more than stored); raises FileProblem when nothing can
    be decoded.
    """
    with open_container(path) as container:
        stream = video_stream(container)
        stream.thread_type = "AUTO"
        step = Fraction(1) / Fraction(per_second)
        yield from _sampled(container, stream, step, height)


def _sampled(container: Any, stream: Any, step: Fraction, height: int) -> Iterator[tuple[float, Picture]]:
    start: Fraction | None = None
    wanted = Fraction(0)
    for frame in decoding(container, stream):
        if frame.pts is None:
            continue
        now = frame.pts * Fraction(stream.time_base)
        start = now if start is None else start
        if now - start >= wanted:
            yield float(now - start), upright(frame, **_fitted(frame, height))
            wanted = ((now - start) // step + 1) * step
    if start is None:
        raise FileProblem("No frame of the video can be decoded.")


def _fitted(frame: av.VideoFrame, height: int) -> dict[str, int]:
    """Size before turning that gives `height` lines after it, even numbers, never enlarged."""
    lines = frame.width if frame.rotation % 180 else frame.height
    scale = min(1.0, height / max(lines, 1))
    return {"width": _even(frame.width * scale), "height": _even(frame.height * scale)}


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)


def poster(path: Path, *, long_side: int = THUMBNAIL_SIDE) -> Image.Image:
    """One upright picture that stands for the video: the key frame at about a tenth of it, else the first frame.

    Raises FileProblem when nothing can be decoded.
    """
    for share in (0.1, 0.0):
        with open_container(path) as container:
            stream = video_stream(container)
            _move_to(container, share)
            frame = next(decoding(container, stream), None)
            if frame is not None:
                return _small(frame, long_side)
    raise FileProblem("No frame of the video can be decoded.")


def _move_to(container: Any, share: float) -> None:
    if share and container.duration:
        with suppress(av.FFmpegError):
            container.seek(int((container.start_time or 0) + container.duration * share))


def _small(frame: av.VideoFrame, long_side: int) -> Image.Image:
    scale = min(1.0, long_side / max(frame.width, frame.height))
    return Image.fromarray(upright(frame, width=_even(frame.width * scale), height=_even(frame.height * scale)))


def key_frame_strip(
    path: Path, *, shots: int = STRIP_SHOTS, height: int = STRIP_HEIGHT, budget: float = 20.0
) -> list[Shot]:
    """Up to `shots` pictures spread over the video, key frames where there are enough of them, `height` lines each.

    Stops after `budget` seconds with what there is; raises FileProblem when not one frame can be decoded.
    """
    ends = time.monotonic() + budget
    with FrameSource(path) as source:
        strip: list[Shot] = []
        for number in _chosen(source, shots):
            strip.append(_shot(source, number, height))
            if time.monotonic() > ends:
                break
        return strip


def _chosen(source: FrameSource, shots: int) -> list[int]:
    """Evenly spread moments, each moved to the key frame before it unless that would show one frame twice."""
    count = len(source)
    last = source.time(count - 1)
    moments = [source.index_at(last * place / shots) for place in range(shots)]
    keys = sorted({source.key_before(number) for number in moments})
    if len(keys) < shots / 2:
        return sorted(set(moments))
    spare = (number for number in moments if number not in keys)
    return sorted({*keys, *islice(spare, shots - len(keys))})


def _shot(source: FrameSource, number: int, height: int) -> Shot:
    picture = Image.fromarray(source.frame(number))
    width = max(1, round(picture.width * height / picture.height))
    small = picture.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0)
    jpeg = thumbnail_bytes(small, long_side=max(width, height))
    return Shot(float(source.time(number)), source.pts(number), number, jpeg)
