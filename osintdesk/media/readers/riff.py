"""RIFF files: WebP pictures, AVI video, WAV sound."""

from __future__ import annotations

from functools import partial

from osintdesk.media.kinds import sniff_bytes
from osintdesk.media.readers.carried import note_jumbf
from osintdesk.media.readers.findings import Findings, attempt, decoded
from osintdesk.media.readers.icc import read_icc
from osintdesk.media.readers.tiff import read_tiff
from osintdesk.media.readers.window import Cut, Window
from osintdesk.media.readers.xmp import read_xmp

_MAX_CHUNKS = 4000
_MAX_DEPTH = 6
_INFO = {
    b"ISFT": "Software",
    b"INAM": "Title",
    b"IART": "Artist",
    b"ICMT": "Comment",
    b"ICOP": "Copyright",
    b"ICRD": "DateCreated",
    b"IGNR": "Genre",
    b"ISRC": "Source",
    b"ITCH": "Technician",
    b"IENG": "Engineer",
    b"IDIT": "DateTimeOriginal",
    b"ISMP": "TimeCode",
    b"IKEY": "Keywords",
    b"ISBJ": "Subject",
}
_LISTS = (b"LIST", b"RIFF", b"RF64")


def read_riff(window: Window, findings: Findings) -> None:
    """All chunks; lists are descended into, sample data is stepped over."""
    size = window.u32(4, "<")
    end = 8 + size + (size & 1)
    form = decoded(window.take(8, 4)).strip()
    _chunks(window.part(12, min(size, len(window)) - 4), findings, form, 0)
    if window.some(0, 4) == b"RIFF" and 8 < end < len(window):
        rest = window.some(end, 4096)
        if not rest.startswith(b"RIFF") and rest.strip(b"\x00"):
            findings.add("TrailerSize", len(window) - end, "Trailer", offset=window.offset(end))
            findings.add("TrailerKind", f"unknown ({sniff_bytes(rest).format})", "Trailer", offset=window.offset(end))


def _chunks(window: Window, findings: Findings, path: str, depth: int) -> None:
    at, names = 0, []
    for _chunk in range(_MAX_CHUNKS):
        if at + 8 > len(window):
            break
        kind, size = window.take(at, 4), window.u32(at + 4, "<")
        chunk = window.part(at + 8, size)
        names.append(decoded(kind).strip())
        place = f"{path}/{names[-1]}"
        attempt(findings, f"{names[-1]} chunk", partial(_chunk_of, kind, chunk, findings, place, depth))
        at += 8 + size + (size & 1)
    if depth == 0:
        findings.add("ChunkOrder", " ".join(dict.fromkeys(names[:80])), path)


def _chunk_of(kind: bytes, chunk: Window, findings: Findings, path: str, depth: int) -> None:
    if kind in _LISTS and depth < _MAX_DEPTH:
        form = chunk.some(0, 4)
        if form not in (b"movi", b"rec "):
            _chunks(chunk.part(4), findings, f"{path}-{decoded(form).strip()}", depth + 1)
    elif kind in _INFO:
        findings.add(_INFO[kind], decoded(chunk.some(0, 4000).split(b"\x00")[0]).strip(), path, offset=chunk.offset(0))
    elif kind in _READERS:
        _READERS[kind](chunk, findings, path)


def _extended(chunk: Window, findings: Findings, path: str) -> None:
    """VP8X: the canvas of a WebP file with anything beyond plain pixels."""
    findings.add("ImageWidth", 1 + int.from_bytes(chunk.take(4, 3), "little"), path, offset=chunk.offset(4))
    findings.add("ImageHeight", 1 + int.from_bytes(chunk.take(7, 3), "little"), path, offset=chunk.offset(7))
    flags = chunk.u8(0)
    names = {32: "ICC", 16: "alpha", 8: "EXIF", 4: "XMP", 2: "animation"}
    findings.add(
        "WebPFlags", ", ".join(name for bit, name in names.items() if flags & bit), path, offset=chunk.offset(0)
    )


def _lossy(chunk: Window, findings: Findings, path: str) -> None:
    if chunk.some(3, 3) == b"\x9d\x01\x2a":
        findings.add("ImageWidth", chunk.u16(6, "<") & 0x3FFF, path, offset=chunk.offset(6))
        findings.add("ImageHeight", chunk.u16(8, "<") & 0x3FFF, path, offset=chunk.offset(8))


def _lossless(chunk: Window, findings: Findings, path: str) -> None:
    if chunk.some(0, 1) == b"\x2f":
        bits = chunk.u32(1, "<")
        findings.add("ImageWidth", (bits & 0x3FFF) + 1, path, offset=chunk.offset(1))
        findings.add("ImageHeight", (bits >> 14 & 0x3FFF) + 1, path, offset=chunk.offset(1))


def _exif(chunk: Window, findings: Findings, path: str) -> None:
    start = 6 if chunk.some(0, 5) == b"Exif\x00" else 0
    read_tiff(chunk.part(start), findings, path)


def _xmp(chunk: Window, findings: Findings, path: str) -> None:
    read_xmp(chunk.all(), findings, path, offset=chunk.offset(0))


def _main_header(chunk: Window, findings: Findings, path: str) -> None:
    """avih: microseconds a frame, frames, size (AVI RIFF file reference, AVIMAINHEADER)."""
    interval, frames = chunk.u32(0, "<"), chunk.u32(16, "<")
    findings.add("TotalFrames", frames, path, offset=chunk.offset(16))
    findings.add("StreamCount", chunk.u32(24, "<"), path, offset=chunk.offset(24))
    findings.add("ImageWidth", chunk.u32(32, "<"), path, offset=chunk.offset(32))
    findings.add("ImageHeight", chunk.u32(36, "<"), path, offset=chunk.offset(36))
    if interval:
        findings.add("FrameRate", f"{1e6 / interval:.6g}", path, offset=chunk.offset(0))
        findings.add("Duration", f"{frames * interval / 1e6:.6f}", path, offset=chunk.offset(0))


def _stream_header(chunk: Window, findings: Findings, path: str) -> None:
    """strh: kind, codec and length of one stream."""
    kind, codec = decoded(chunk.take(0, 4)), decoded(chunk.take(4, 4)).strip("\x00 ")
    scale, rate, length = chunk.u32(20, "<"), chunk.u32(24, "<"), chunk.u32(32, "<")
    findings.add("StreamType", kind, path, offset=chunk.offset(0))
    findings.add("VideoCodec" if kind == "vids" else "AudioCodec", codec, path, offset=chunk.offset(4))
    if rate and scale:
        findings.add(
            "VideoDuration" if kind == "vids" else "AudioDuration",
            f"{length * scale / rate:.6f}",
            path,
            offset=chunk.offset(32),
        )


def _wave_format(chunk: Window, findings: Findings, path: str) -> None:
    if path.startswith("WAVE"):
        findings.add("AudioFormat", f"0x{chunk.u16(0, '<'):04x}", path, offset=chunk.offset(0))
        findings.add("AudioChannels", chunk.u16(2, "<"), path, offset=chunk.offset(2))
        findings.add("AudioSampleRate", chunk.u32(4, "<"), path, offset=chunk.offset(4))


def _broadcast(chunk: Window, findings: Findings, path: str) -> None:
    """bext (EBU Tech 3285): who recorded, when, with what."""
    for name, at, size in (
        ("Description", 0, 256),
        ("Originator", 256, 32),
        ("OriginatorReference", 288, 32),
        ("OriginationDate", 320, 10),
        ("OriginationTime", 330, 8),
    ):
        text = decoded(chunk.take(at, size).split(b"\x00")[0]).strip()
        if text:
            findings.add(name, text, path, offset=chunk.offset(at))
    history = decoded(chunk.some(602, 4000)).strip("\x00 \r\n")
    if history:
        findings.add("CodingHistory", history, path, offset=chunk.offset(602))


def _camera_block(chunk: Window, findings: Findings, path: str) -> None:
    """Camera makers put EXIF or plain text into an AVI `strd` or `IDIT` block."""
    head = chunk.some(0, 16)
    if head.startswith(b"AVIF"):
        try:
            from osintdesk.media.readers.tags import IMAGE_TAGS
            from osintdesk.media.readers.tiff import Tiff, directory

            directory(Tiff(chunk.part(8), "<"), 0, findings, f"{path}/IFD0", IMAGE_TAGS)
        except Cut:
            return
    elif head.startswith((b"II*\x00", b"MM\x00*")):
        read_tiff(chunk, findings, path)


def _wave_xml(chunk: Window, findings: Findings, path: str) -> None:
    findings.add("XML", decoded(chunk.some(0, 4000)), path, offset=chunk.offset(0))


_READERS = {
    b"VP8X": _extended,
    b"VP8 ": _lossy,
    b"VP8L": _lossless,
    b"EXIF": _exif,
    b"XMP ": _xmp,
    b"_PMX": _xmp,
    b"ICCP": lambda chunk, findings, path: read_icc(chunk, findings, f"{path}/ICC"),
    b"C2PA": note_jumbf,
    b"avih": _main_header,
    b"strh": _stream_header,
    b"strd": _camera_block,
    b"fmt ": _wave_format,
    b"bext": _broadcast,
    b"iXML": _wave_xml,
    b"aXML": _wave_xml,
}
