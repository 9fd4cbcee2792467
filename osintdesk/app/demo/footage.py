"""The files of the example case, as an investigator would receive them: a clip, its repost, stills, a reference."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from osintdesk.app.demo.scene import HEIGHT, MARK, WIDTH, Picture, dusk_frame, map_picture, marked, old_picture
from osintdesk.core.progress import NO_PROGRESS, Progress

RATE = 25
SECONDS = 6.0
SOUND_RATE = 44_100

ORIGINAL = "VID_20240806_202931.mp4"
REPOST = "Курск СЕЙЧАС.mp4"
STILL = "photo_2024-08-06_22-15-04.jpg"
OLD = "kursk_smoke_today.jpg"
REFERENCE = "reference_from_above.png"


def write_files(folder: Path, *, progress: Progress = NO_PROGRESS) -> dict[str, Path]:
    """Make all files in `folder`: {name: path}, in the order in which they are collected."""
    folder.mkdir(parents=True, exist_ok=True)
    total = int(SECONDS * RATE)
    frames: list[Picture] = []
    for number in range(total):
        progress.step(number, total, "Drawing the example footage")
        frames.append(dusk_frame(number / RATE))
    _clip(folder / ORIGINAL, frames, quality=21, sound=True, tags=_phone_tags())
    _clip(folder / REPOST, list(_reposted(frames[20:130])), quality=31, sound=False, tags={"title": MARK})
    _still(folder / STILL, frames[52])
    _old(folder / OLD)
    Image.fromarray(map_picture()).save(folder / REFERENCE)
    progress.step(total, total)
    return {name: folder / name for name in (ORIGINAL, REPOST, STILL, OLD, REFERENCE)}


def _phone_tags() -> dict[str, str]:
    """What a phone writes: made at 17:29:31 UTC, near Sudzha (rounded to the village)."""
    return {
        "creation_time": "2024-08-06T17:29:31.000000Z",
        "location": "+51.1900+035.2700/",
        "comment": f"{MARK}: OSINT Desk example case",
    }


def _clip(path: Path, frames: list[Picture], *, quality: int, sound: bool, tags: dict[str, str]) -> None:
    height, width = frames[0].shape[:2]
    with av.open(str(path), "w", format="mp4", options={"movflags": "use_metadata_tags+faststart"}) as file:
        file.metadata.update(tags)
        picture = file.add_stream("libx264", rate=RATE, options={"crf": str(quality), "preset": "veryfast", "g": "25"})
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        picture.codec_context.thread_count = 1
        track = file.add_stream("aac", rate=SOUND_RATE, layout="mono") if sound else None
        for frame in frames:
            file.mux(picture.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        file.mux(picture.encode())
        if track is not None:
            for samples in _roar(len(frames) / RATE):
                file.mux(track.encode(samples))
            file.mux(track.encode())


def _roar(seconds: float) -> Iterator[av.AudioFrame]:
    """A jet's passing as noise that swells and falls."""
    count = int(seconds * SOUND_RATE)
    noise = np.cumsum(np.random.default_rng(3).normal(0, 1, count))
    noise -= np.convolve(noise, np.ones(2000) / 2000, mode="same")
    swell = np.exp(-(((np.arange(count) / SOUND_RATE - seconds * 0.45) / 1.4) ** 2)) * 0.6 + 0.02
    sound = (noise / np.abs(noise).max() * swell * 30_000).astype(np.int16)
    for start in range(0, count, 1024):
        frame = av.AudioFrame.from_ndarray(sound[None, start : start + 1024], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
        yield frame


def _reposted(frames: list[Picture]) -> Iterator[Picture]:
    """As a channel posts it again: cropped to the middle, mirrored, smaller, with a caption."""
    for frame in frames:
        part = frame[int(HEIGHT * 0.06) : int(HEIGHT * 0.86), int(WIDTH * 0.1) : int(WIDTH * 0.9)]
        small = Image.fromarray(part[:, ::-1]).resize((640, 360), Image.Resampling.LANCZOS)
        yield marked(np.asarray(small), f"КУРСК СЕЙЧАС · {MARK}")


def _still(path: Path, frame: Picture) -> None:
    """A messenger's still: smaller, without camera data."""
    Image.fromarray(frame).resize((1024, 576), Image.Resampling.LANCZOS).save(path, quality=80, comment=MARK.encode())


def _old(path: Path) -> None:
    """A photograph of another day: its camera clock says July 2022."""
    exif = Image.Exif()
    exif[0x010E] = f"{MARK}: OSINT Desk example case"
    exif[0x010F], exif[0x0110], exif[0x0132] = "Example", "Example One", "2022:07:14 12:05:33"
    exif[0x0131] = "Example Camera 1.0"
    details = exif.get_ifd(0x8769)
    details[0x9003] = details[0x9004] = "2022:07:14 12:05:33"
    details[0x9011] = "+03:00"
    Image.fromarray(old_picture()).save(path, quality=88, exif=exif)
