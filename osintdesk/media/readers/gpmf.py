"""Timed metadata tracks: GoPro's GPMF, the camera-motion format CAMM, as a track of positions."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from osintdesk.media.readers.bmff import Reader, Track
from osintdesk.media.readers.documents import describe_track
from osintdesk.media.readers.findings import MAX_POINTS, Findings, attempt, decoded
from osintdesk.media.readers.window import Cut, Window
from osintdesk.media.results import TrackPoint

_MAX_SAMPLES = 20_000
_MAX_SAMPLE = 4 << 20
_MAX_DEPTH = 8
_LETTERS = {"b": "b", "B": "B", "s": "h", "S": "H", "l": "i", "L": "I", "f": "f", "d": "d", "j": "q", "J": "Q"}


@dataclass(slots=True)
class _Stream:
    scale: list[float] = field(default_factory=list)
    time: str = ""
    name: str = ""


def read_gpmf(window: Window, findings: Findings, path: str) -> None:
    """One GPMF block (in `udta` or as a sample): names, device, and its GPS points at time zero."""
    for seconds, point in _points(window, findings, path, 0.0, 0.0, describe=True):
        if len(findings.track) < MAX_POINTS:
            findings.track.append(TrackPoint(seconds, *point))


def read_timed_tracks(reader: Reader) -> None:
    """GPS positions of every metadata track whose format is known."""
    findings = reader.findings
    for track in reader.tracks:
        work = {"gpmd": _gpmf_track, "camm": _camm_track}.get(track.format)
        if work is not None:
            attempt(findings, f"{track.format} track", partial(work, reader, track))
            if findings.track:
                describe_track(findings, f"{track.path}/{track.format}")


def samples(reader: Reader, track: Track) -> Iterator[tuple[float, float, Window]]:
    """Start and length in seconds and the bytes of each sample, by the tables of ISO/IEC 14496-12 section 8.6–8.7."""
    tables = track.tables
    if not {"stsz", "stsc", "stts"} <= tables.keys() or not (tables.keys() & {"stco", "co64"}):
        return
    times, places = _times(track), _places(tables)
    for number, (at, size) in enumerate(places):
        if number >= _MAX_SAMPLES:
            return
        start, length = next(times, (0.0, 0.0))
        yield start, length, reader.root.part(at, min(size, _MAX_SAMPLE))


def _times(track: Track) -> Iterator[tuple[float, float]]:
    table, now, scale = track.tables["stts"], 0, max(track.timescale, 1)
    for run in range(min(table.u32(4), _MAX_SAMPLES)):
        count, delta = table.u32(8 + 8 * run), table.u32(12 + 8 * run)
        for _sample in range(min(count, _MAX_SAMPLES)):
            yield now / scale, delta / scale
            now += delta


def _places(tables: dict[str, Window]) -> Iterator[tuple[int, int]]:
    """Offset and size of each sample."""
    chunks, wide = (tables["co64"], True) if "co64" in tables else (tables["stco"], False)
    per_chunk, sizes = _per_chunk(tables["stsc"]), tables["stsz"]
    uniform, sample = sizes.u32(4), 0
    for chunk in range(min(chunks.u32(4), _MAX_SAMPLES)):
        at = chunks.u64(8 + 8 * chunk) if wide else chunks.u32(8 + 4 * chunk)
        for _place in range(min(per_chunk(chunk + 1), _MAX_SAMPLES)):
            if sample >= sizes.u32(8):
                return
            size = uniform or sizes.u32(12 + 4 * sample)
            yield at, size
            at += size
            sample += 1


def _per_chunk(table: Window) -> Callable[[int], int]:
    runs = [(table.u32(8 + 12 * n), table.u32(12 + 12 * n)) for n in range(min(table.u32(4), 5000))]

    def samples_in(chunk: int) -> int:
        return next((count for first, count in reversed(runs) if first <= chunk), 0)

    return samples_in


def _gpmf_track(reader: Reader, track: Track) -> None:
    for number, (start, length, sample) in enumerate(samples(reader, track)):
        for seconds, point in _points(
            sample, reader.findings, f"{track.path}/gpmd", start, length, describe=number == 0
        ):
            if len(reader.findings.track) >= MAX_POINTS:
                return
            reader.findings.track.append(TrackPoint(seconds, *point))


_Point = tuple[float, float, float, str]


def _points(
    window: Window, findings: Findings, path: str, start: float, length: float, *, describe: bool
) -> list[tuple[float, _Point]]:
    found: list[_Point] = []
    _walk(window, findings, path, _Stream(), found, 0, describe)
    return [(start + length * number / max(len(found), 1), point) for number, point in enumerate(found)]


def _walk(
    window: Window, findings: Findings, path: str, stream: _Stream, found: list[_Point], depth: int, describe: bool
) -> None:
    """Key, type, size, repeat; padded to four bytes (GoPro's GPMF introduction)."""
    at = 0
    while at + 8 <= len(window) and depth < _MAX_DEPTH:
        key, letter = decoded(window.take(at, 4)), window.u8(at + 4)
        size, repeat = window.u8(at + 5), window.u16(at + 6)
        total = size * repeat
        body = window.part(at + 8, total)
        if letter == 0:
            inner = _Stream() if key == "STRM" else stream
            _walk(body, findings, f"{path}/{key}" if key != "DEVC" else path, inner, found, depth + 1, describe)
        else:
            _key(key, chr(letter), size, body, stream, found, findings, path, describe)
        at += 8 + (total + 3 & ~3)


def _key(
    key: str,
    letter: str,
    size: int,
    body: Window,
    stream: _Stream,
    found: list[_Point],
    findings: Findings,
    path: str,
    describe: bool,
) -> None:
    if key == "SCAL":
        stream.scale = [float(value) or 1.0 for value in _values(letter, body)]
    elif key == "GPSU":
        stream.time = _gps_time(decoded(body.some(0, 16)))
    elif key == "GPS5":
        found += [_gps5(row, stream) for row in _rows(letter, size, body)]
    elif key == "GPS9":
        found += [_gps9(body.part(at, size), stream) for at in range(0, len(body) - size + 1, max(size, 1))][
            :MAX_POINTS
        ]
    elif describe and letter == "c":
        findings.add(_NAMES.get(key, key), decoded(body.some(0, 200)).strip("\x00 "), path, offset=body.offset(0))
    elif describe and key in _NAMES:
        findings.add(
            _NAMES[key], " ".join(f"{value:g}" for value in _values(letter, body)[:8]), path, offset=body.offset(0)
        )


_NAMES = {
    "DVNM": "DeviceName",
    "STNM": "StreamName",
    "FMWR": "FirmwareVersion",
    "CASN": "CameraSerialNumber",
    "MINF": "Model",
    "VERS": "Version",
    "MUID": "MediaUniqueID",
    "CDAT": "CreationDate",
    "GPSF": "GPSFix",
    "GPSP": "GPSPrecision",
}


def _values(letter: str, body: Window) -> list[float]:
    code = _LETTERS.get(letter)
    if code is None:
        return []
    width = struct.calcsize(code)
    data = body.some(0, min(len(body), 200_000) // width * width)
    return [float(value) for value in struct.unpack(f">{len(data) // width}{code}", data)]


def _rows(letter: str, size: int, body: Window) -> list[list[float]]:
    code = _LETTERS.get(letter)
    width = size // struct.calcsize(code) if code else 0
    flat = _values(letter, body)
    return [flat[at : at + width] for at in range(0, len(flat) - width + 1, width)] if width else []


def _gps5(row: list[float], stream: _Stream) -> _Point:
    scale = (stream.scale + [1.0] * 5)[:5] if len(stream.scale) != 1 else stream.scale * 5
    latitude, longitude, altitude = (value / by for value, by in zip(row[:3], scale[:3], strict=True))
    return latitude, longitude, altitude, stream.time


def _gps9(row: Window, stream: _Stream) -> _Point:
    """Five long integers as GPS5, then days since 2000, seconds, precision, fix."""
    scale = (stream.scale + [1.0] * 9)[:9]
    latitude, longitude, altitude = (struct.unpack(">i", row.take(4 * n, 4))[0] / scale[n] for n in range(3))
    return latitude, longitude, altitude, ""


def _gps_time(text: str) -> str:
    """yymmddhhmmss.sss in UTC."""
    if len(text) < 12 or not text[:12].isdigit():
        return text
    return f"20{text[:2]}-{text[2:4]}-{text[4:6]}T{text[6:8]}:{text[8:10]}:{text[10:]}Z"


def _camm_track(reader: Reader, track: Track) -> None:
    """Type 5: three doubles; type 6: time, fix, two doubles, float altitude (CAMM specification)."""
    for start, _length, sample in samples(reader, track):
        point = _camm(sample)
        if point and len(reader.findings.track) < MAX_POINTS:
            reader.findings.track.append(TrackPoint(start, *point))


def _camm(sample: Window) -> _Point | None:
    kind = sample.u16(2, "<")
    try:
        if kind == 5:
            return (*struct.unpack("<3d", sample.take(4, 24)), "")
        if kind == 6:
            _time, _fix, latitude, longitude, altitude = struct.unpack("<dIddf", sample.take(4, 32))
            return latitude, longitude, altitude if math.isfinite(altitude) else math.nan, ""
    except Cut:
        return None
    return None
