"""Matroska and WebM: segment information, tracks, tags (RFC 9559); clusters are stepped over."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from osintdesk.media.readers.findings import Findings, attempt, decoded
from osintdesk.media.readers.window import Window

_MAX_ELEMENTS = 20_000
_MAX_DEPTH = 8
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Element:
    """`kind`: master, unsigned, signed, float, text, date, binary."""

    name: str
    kind: str


_M, _U, _F, _T, _D = "master", "unsigned", "float", "text", "date"
_ELEMENTS = {
    0x1A45DFA3: _Element("EBML", _M),
    0x4282: _Element("DocType", _T),
    0x4287: _Element("DocTypeVersion", _U),
    0x18538067: _Element("Segment", _M),
    0x1549A966: _Element("Info", _M),
    0x2AD7B1: _Element("TimestampScale", _U),
    0x4489: _Element("Duration", _F),
    0x4461: _Element("DateTimeOriginal", _D),
    0x7BA9: _Element("Title", _T),
    0x4D80: _Element("MuxingApp", _T),
    0x5741: _Element("WritingApp", _T),
    0x73A4: _Element("SegmentUID", "binary"),
    0x1654AE6B: _Element("Tracks", _M),
    0xAE: _Element("Track", _M),
    0xD7: _Element("TrackNumber", _U),
    0x83: _Element("TrackType", _U),
    0x86: _Element("CodecID", _T),
    0x258688: _Element("CodecName", _T),
    0x536E: _Element("TrackName", _T),
    0x22B59C: _Element("TrackLanguage", _T),
    0x23E383: _Element("DefaultDuration", _U),
    0xE0: _Element("Video", _M),
    0xB0: _Element("ImageWidth", _U),
    0xBA: _Element("ImageHeight", _U),
    0x54B0: _Element("DisplayWidth", _U),
    0x54BA: _Element("DisplayHeight", _U),
    0xE1: _Element("Audio", _M),
    0xB5: _Element("AudioSampleRate", _F),
    0x9F: _Element("AudioChannels", _U),
    0x1254C367: _Element("Tags", _M),
    0x7373: _Element("Tag", _M),
    0x67C8: _Element("SimpleTag", _M),
    0x45A3: _Element("TagName", _T),
    0x4487: _Element("TagString", _T),
    0x1941A469: _Element("Attachments", _M),
    0x61A7: _Element("AttachedFile", _M),
    0x466E: _Element("AttachedFileName", _T),
    0x4660: _Element("AttachedFileMIMEType", _T),
}
_STEPPED_OVER = frozenset({0x1F43B675, 0x1C53BB6B, 0x114D9B74, 0x1043A770})


@dataclass(slots=True)
class _Walk:
    findings: Findings
    count: int = 0
    scale: int = 1_000_000
    duration: float | None = None
    tag: str = ""
    track: int = 0


def read_matroska(window: Window, findings: Findings) -> None:
    """All elements that describe; the duration is given in seconds."""
    state = _Walk(findings)
    _elements(window, state, "", 0)
    if state.duration is not None:
        findings.add("Duration", f"{state.duration * state.scale / 1e9:.6f}", "Segment/Info")


def _elements(window: Window, state: _Walk, path: str, depth: int) -> None:
    at = 0
    while at < len(window):
        state.count += 1
        if state.count > _MAX_ELEMENTS or depth > _MAX_DEPTH:
            state.findings.problem("There are more elements, or deeper ones, than are taken in.")
            return
        number, size, head = _head(window, at)
        body = window.part(at + head, len(window) if size is None else size)
        known = _ELEMENTS.get(number)
        if known is not None:
            attempt(state.findings, f"{known.name} element", partial(_one, known, body, state, path, depth))
        elif number not in _STEPPED_OVER and size is None:
            return
        if size is None and number in _STEPPED_OVER:
            return  # a live recording: clusters of unknown size follow to the end
        at += head + (size if size is not None else len(window))


def _head(window: Window, at: int) -> tuple[int, int | None, int]:
    """Identifier, size (None = unknown), and how many bytes they take."""
    first = window.u8(at)
    width = 9 - first.bit_length() if first else 9
    if width > 4:
        raise ValueError("not an element")
    number = int.from_bytes(window.take(at, width), "big")
    second = window.u8(at + width)
    length = 9 - second.bit_length() if second else 9
    if length > 8:
        raise ValueError("not a size")
    size = int.from_bytes(window.take(at + width, length), "big") & ((1 << 7 * length) - 1)
    return number, None if size == (1 << 7 * length) - 1 else size, width + length


def _one(known: _Element, body: Window, state: _Walk, path: str, depth: int) -> None:
    name = known.name
    if known.kind == _M:
        if name == "Track":
            state.track += 1
            name = f"Track[{state.track}]"
        _elements(body, state, f"{path}/{name}" if path else name, depth + 1)
        return
    value = _value(known, body)
    if name == "TimestampScale":
        state.scale = int(value)
    elif name == "Duration":
        state.duration = float(value)
    elif name == "TagName":
        state.tag = value
    elif name == "TagString":
        state.findings.add(f"Tag:{state.tag}"[:80], value, path, offset=body.offset(0))
    else:
        state.findings.add(
            name, value, path, raw=body.some(0, 64).hex() if known.kind == "date" else None, offset=body.offset(0)
        )


def _value(known: _Element, body: Window) -> str:
    data = body.some(0, 4000)
    if known.kind == _T:
        return decoded(data)
    if known.kind == _U:
        return str(int.from_bytes(data[:8], "big"))
    if known.kind == _F:
        return repr(struct.unpack(">f" if len(data) == 4 else ">d", data[:8])[0]) if len(data) in (4, 8) else "0"
    if known.kind == _D:
        nanoseconds = int.from_bytes(data[:8], "big", signed=True)
        return (_EPOCH + timedelta(microseconds=nanoseconds // 1000)).strftime("%Y:%m:%d %H:%M:%S")
    return data[:64].hex()
