"""The per-file job: one path in, everything the file says and shows out. It runs in a limited worker process.

It is split into stages so that a stage that hangs or dies takes nothing from the others: `readings` (what the file
says, by the own reader), `libraries` (what further readers add), `thumbnail` (what it shows) and `strip` (key frames).
Each stage alone answers with a partial `Examined`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from osintdesk.core.errors import FileProblem
from osintdesk.media.completing import completed, sniffed
from osintdesk.media.kinds import AUDIO, IMAGE, VIDEO, Sniffed
from osintdesk.media.pages import page_picture
from osintdesk.media.pictures import USUAL_PIXELS, is_incomplete, small_picture, thumbnail_bytes
from osintdesk.media.readers.containers import read_container
from osintdesk.media.readers.findings import Findings
from osintdesk.media.readers.libraries import read_libraries
from osintdesk.media.readers.thumbnails import compare_thumbnails, embedded_picture
from osintdesk.media.results import LIBRARIES, READINGS, STAGES, STRIP, THUMBNAIL, Examined
from osintdesk.media.video import key_frame_strip, poster, probe
from osintdesk.media.waveform import waveform


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: pixels that may be decoded, seconds for strip and waveform."""

    max_pixels: int = 4 * USUAL_PIXELS
    strip_seconds: float = 20.0
    waveform_seconds: float = 12.0


def examine(path: Path, *, stages: Iterable[str] = STAGES, limits: Limits | None = None) -> Examined:
    """All asked stages of one file; never raises for bad content: `reason` says what could not be read."""
    result, limits = sniffed(path), limits or Limits()
    if result.reason:
        return result
    for stage in stages:
        result = result.joined(_guarded(_STAGES[stage], result, path, limits))
    return completed(result)


Stage = Callable[[Examined, Path, Limits], Examined]


def _guarded(stage: Stage, known: Examined, path: Path, limits: Limits) -> Examined:
    blank = Examined(known.kind, known.mime, known.format, known.size)
    try:
        return stage(blank, path, limits)
    except FileProblem as problem:
        return replace(blank, reason=str(problem))
    except MemoryError:
        return replace(blank, reason="The file needs too much memory to be read.")
    except RecursionError:
        return replace(blank, reason="The file is nested too deeply to be read.")
    except Exception as error:  # parsers raise anything on hostile bytes; the file still ends as a row with a reason
        return replace(blank, reason=f"The file could not be read completely ({type(error).__name__}).")


def _readings(blank: Examined, path: Path, limits: Limits) -> Examined:
    """What directories, boxes and segments say, read by the own reader alone: quick, and sure to end."""
    findings = Findings()
    read_container(path, blank.format, findings)
    return replace(
        blank,
        readings=tuple(findings.readings),
        track=tuple(findings.track),
        reason=_problems(findings, blank),
    )


def _problems(findings: Findings, blank: Examined) -> str | None:
    if not findings.readings and not findings.problems:
        known = blank.format != "unknown"
        return "The file holds no metadata that can be read." if known else "The file is of no known format."
    return " ".join(findings.problems[:6]) or None


def _libraries(blank: Examined, path: Path, limits: Limits) -> Examined:
    """What exifread, Pillow, PyAV and the Content Credentials library add; thumbnails against the picture; streams."""
    own, findings = Findings(), Findings()
    read_container(path, blank.format, own)
    read_libraries(path, Sniffed(blank.kind, blank.mime, blank.format), own.readings, findings)
    findings.thumbnails = own.thumbnails
    shown = len(findings.readings)
    orientation = next((value for value in own.values("Orientation") if value.isdigit()), "1")
    compare_thumbnails(path, findings, orientation=int(orientation), max_pixels=limits.max_pixels)
    result = replace(
        blank,
        readings=tuple(findings.readings),
        embedded=embedded_picture(own.thumbnails),
        reason=" ".join(findings.problems) if not own.readings and not shown else None,
    )
    return result.joined(_streams(blank, path)) if blank.kind in {VIDEO, AUDIO} else result


def _streams(blank: Examined, path: Path) -> Examined:
    try:
        streams = probe(path)
    except FileProblem as problem:
        return replace(blank, reason=str(problem))
    return replace(
        blank,
        width=streams.width,
        height=streams.height,
        duration=streams.duration,
        fps=streams.fps,
        frame_count=streams.frame_count,
        video_codec=streams.video_codec,
        audio_codec=streams.audio_codec,
    )


def _thumbnail(blank: Examined, path: Path, limits: Limits) -> Examined:
    if blank.kind == IMAGE:
        picture = small_picture(path, max_pixels=limits.max_pixels)
        reason = "The picture is cut off; only a part of it can be shown." if is_incomplete(picture) else None
        return replace(blank, thumbnail=thumbnail_bytes(picture), reason=reason)
    if blank.format == "pdf":
        return replace(blank, thumbnail=thumbnail_bytes(page_picture(path)))
    if blank.kind not in {VIDEO, AUDIO}:
        return blank
    blank = blank.joined(_streams(blank, path))
    if blank.kind == VIDEO and blank.video_codec:
        return replace(blank, thumbnail=thumbnail_bytes(poster(path)))
    if not blank.reason:
        return replace(blank, thumbnail=thumbnail_bytes(waveform(path, budget=limits.waveform_seconds)))
    return blank


def _strip(blank: Examined, path: Path, limits: Limits) -> Examined:
    if blank.kind != VIDEO or not probe(path).video_codec:
        return blank
    return replace(blank, strip=tuple(key_frame_strip(path, budget=limits.strip_seconds)))


_STAGES: dict[str, Stage] = {READINGS: _readings, LIBRARIES: _libraries, THUMBNAIL: _thumbnail, STRIP: _strip}
