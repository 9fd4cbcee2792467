"""PDF information, and subtitle files that drones write beside their clips."""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator
from functools import partial

from osintdesk.media.readers.findings import MAX_POINTS, Findings, attempt, decoded
from osintdesk.media.readers.window import Window
from osintdesk.media.readers.xmp import read_xmp
from osintdesk.media.results import TrackPoint

_MAX_TEXT = 32 << 20
_INFO = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate", "Trapped")
_MAX_OBJECTS = 400


def read_pdf(window: Window, findings: Findings) -> None:
    """Version, information dictionary, XMP packets, page count, saved versions; without running the document."""
    data = window.some(0, _MAX_TEXT)
    findings.add("PDFVersion", decoded(data[5:8]), "PDF", offset=window.offset(5))
    saves = data.count(b"%%EOF")
    if saves > 1:
        findings.add("SavedVersions", saves, "PDF")
    pages = len(re.findall(rb"/Type\s*/Page(?![a-zA-Z])", data))
    findings.add("PageCount", pages, "PDF")
    for at, text in _texts(data):
        _information(text, findings, window, at)
    for found in re.finditer(rb"<x:xmpmeta.{0,200000}?</x:xmpmeta>", data, re.S):
        attempt(
            findings,
            "XMP",
            partial(read_xmp, found.group(), findings, "PDF/XMP", offset=window.offset(found.start())),
        )
    for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/Encrypt", b"/AcroForm", b"/XFA"):
        if word in data:
            findings.add("Contains", decoded(word[1:]), "PDF", offset=window.offset(data.find(word)))


def _texts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The file itself, and object streams (where newer files keep the dictionary)."""
    yield 0, data
    for number, found in enumerate(re.finditer(rb"/Type\s*/ObjStm.{0,400}?stream\r?\n", data, re.S)):
        if number >= _MAX_OBJECTS:
            return
        engine = zlib.decompressobj()
        try:
            yield -1, engine.decompress(data[found.end() : found.end() + (1 << 20)], 1 << 20)
        except zlib.error:
            continue


def _information(text: bytes, findings: Findings, window: Window, base: int) -> None:
    for name in _INFO:
        pattern = rb"/" + name.encode() + rb"\s*(\((?:[^()\\]|\\.){0,2000}\)|<[0-9A-Fa-f\s]{0,4000}>)"
        for number, found in enumerate(re.finditer(pattern, text)):
            if number >= 4:
                break
            value = _pdf_text(found[1])
            offset = window.offset(found.start(1)) if base == 0 else None
            if value and value not in findings.values(name):
                findings.add(name, value, "PDF/Info", raw=decoded(found[1][:200]), offset=offset)


_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _pdf_text(token: bytes) -> str:
    """A literal or hexadecimal string; UTF-16 with a mark, else close to Latin-1 (ISO 32000-1 section 7.9.2)."""
    if token.startswith(b"<"):
        digits = re.sub(rb"\s", b"", token[1:-1])
        data = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    else:
        data = re.sub(rb"\\([0-7]{1,3}|\r?\n|.)", _unescaped, token[1:-1], flags=re.S)
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", "replace")
    return decoded(data)


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    if code.isdigit():
        return bytes([int(code, 8) & 0xFF])
    return b"" if code.strip() == b"" else _ESCAPES.get(code, code)


_BLOCK = re.compile(r"(\d\d):(\d\d):(\d\d)[,.](\d{1,3})\s*-->[^\n]*\n(.*?)(?=\n\s*\n\s*\d+\s*\n|\Z)", re.S)
_BRACKETS = re.compile(
    r"\[\s*(latitude|longitude|longtitude|rel_alt|abs_alt|altitude)\s*:?\s*([-+\d.]+)(?:\s+abs_alt\s*:?\s*([-+\d.]+))?\s*\]",
    re.I,
)
_GPS = re.compile(r"GPS\s*\(\s*([-+\d.]+)\s*,\s*([-+\d.]+)\s*,\s*([-+\d.]+)", re.I)
_WHEN = re.compile(r"(\d{4}[-.:]\d\d[-.:]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,6})*)")


def read_subrip(window: Window, findings: Findings) -> None:
    """Subtitles; those of drones carry place, height and time of every moment."""
    text = re.sub(r"<[^>]{0,200}>", "", decoded(window.some(0, _MAX_TEXT))).replace("\r\n", "\n")
    cues = 0
    for found in _BLOCK.finditer(text):
        cues += 1
        _cue(found, findings)
    findings.add("CueCount", cues, "SRT")
    if findings.track:
        describe_track(findings, "SRT")
    elif cues:
        first = _BLOCK.search(text)
        findings.add("FirstCue", (first[5].strip() if first else "")[:500], "SRT")


def _cue(found: re.Match[str], findings: Findings) -> None:
    hours, minutes, seconds = (int(found[number]) for number in (1, 2, 3))
    at = hours * 3600 + minutes * 60 + seconds + float(f"0.{found[4]}")
    body = found[5]
    values = {name.lower(): (first, second) for name, first, second in _BRACKETS.findall(body)}
    when = _WHEN.search(body)
    try:
        point = _bracketed(values) or _parenthesised(body)
    except ValueError:
        return
    if point and len(findings.track) < MAX_POINTS:
        findings.track.append(TrackPoint(at, *point, when[1] if when else ""))


def _bracketed(values: dict[str, tuple[str, str]]) -> tuple[float, float, float] | None:
    longitude = values.get("longitude") or values.get("longtitude")
    if "latitude" not in values or longitude is None:
        return None
    height = (
        values.get("rel_alt", ("", ""))[1] or values.get("abs_alt", ("", ""))[0] or values.get("altitude", ("", ""))[0]
    )
    return float(values["latitude"][0]), float(longitude[0]), float(height) if height else math.nan


def _parenthesised(body: str) -> tuple[float, float, float] | None:
    """Older DJI files write GPS(longitude, latitude, height); a swap is told by the range."""
    found = _GPS.search(body)
    if not found:
        return None
    first, second, height = (float(value) for value in found.groups())
    latitude, longitude = (second, first) if abs(second) <= 90 else (first, second)
    return latitude, longitude, height


def describe_track(findings: Findings, path: str) -> None:
    """The first and last point and the count, as readings, so that the track can be compared with other places."""
    points = [
        p for p in findings.track if abs(p.latitude) <= 90 and abs(p.longitude) <= 180 and (p.latitude or p.longitude)
    ]
    findings.add("TrackPoints", len(findings.track), path)
    for name, point in (("TrackStart", points[0]), ("TrackEnd", points[-1])) if points else ():
        height = "" if math.isnan(point.altitude) else f" {point.altitude:g}"
        findings.add(name, f"{point.latitude:.7f} {point.longitude:.7f}{height}", path)
        if point.time:
            findings.add(f"{name}Time", point.time, path)
