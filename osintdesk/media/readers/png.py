"""PNG and APNG chunks: texts, times, EXIF, XMP, colour profile, and what trails behind the end."""

from __future__ import annotations

import zlib
from functools import partial

from osintdesk.media.kinds import sniff_bytes
from osintdesk.media.readers.carried import note_jumbf
from osintdesk.media.readers.findings import Findings, attempt, decoded
from osintdesk.media.readers.icc import read_icc
from osintdesk.media.readers.iptc import read_iptc
from osintdesk.media.readers.photoshop import read_resources
from osintdesk.media.readers.tiff import read_tiff
from osintdesk.media.readers.window import Window, unpacked
from osintdesk.media.readers.xmp import read_xmp

_MAX_CHUNKS = 20_000
_MAX_UNPACKED = 8 << 20
_COLOURS = {0: "grey", 2: "RGB", 3: "palette", 4: "grey with alpha", 6: "RGB with alpha"}
_XMP_KEYWORD = b"XML:com.adobe.xmp"


def read_png(window: Window, findings: Findings) -> None:
    """Every chunk up to IEND; the pixels are not unpacked."""
    at, names = 8, []
    for _chunk in range(_MAX_CHUNKS):
        if at + 8 > len(window):
            findings.add("MissingEnd", "The picture has no end chunk.", "PNG", offset=len(window))
            break
        size, kind = window.u32(at), window.take(at + 4, 4)
        name = decoded(kind)
        names.append(name)
        chunk = window.part(at + 8, size)
        attempt(findings, f"{name} chunk", partial(_chunk_of, kind, chunk, findings))
        at += 12 + size
        if kind == b"IEND":
            _behind(window, at, findings)
            break
    order = list(dict.fromkeys(names))
    findings.add("ChunkOrder", " ".join(order[:80]), "PNG")


def _behind(window: Window, end: int, findings: Findings) -> None:
    if end < len(window):
        kind = sniff_bytes(window.some(end, 4096)).format
        findings.add("TrailerSize", len(window) - end, "Trailer", offset=window.offset(end))
        findings.add("TrailerKind", f"unknown ({kind})", "Trailer", offset=window.offset(end))


def _chunk_of(kind: bytes, chunk: Window, findings: Findings) -> None:
    reader = _CHUNKS.get(kind)
    if reader is not None:
        reader(chunk, findings, decoded(kind))


def _header(chunk: Window, findings: Findings, path: str) -> None:
    findings.add("ImageWidth", chunk.u32(0), path, offset=chunk.offset(0))
    findings.add("ImageHeight", chunk.u32(4), path, offset=chunk.offset(4))
    findings.add("BitDepth", chunk.u8(8), path, offset=chunk.offset(8))
    findings.add("ColorType", _COLOURS.get(chunk.u8(9), chunk.u8(9)), path, offset=chunk.offset(9))


def _latin(chunk: Window, findings: Findings, path: str) -> None:
    keyword, _zero, text = chunk.some(0, 200_000).partition(b"\x00")
    _texts(keyword, text, chunk, findings, path)


def _packed(chunk: Window, findings: Findings, path: str) -> None:
    keyword, _zero, rest = chunk.some(0, 4 << 20).partition(b"\x00")
    _texts(keyword, inflated(rest[1:], findings), chunk, findings, path)


def _international(chunk: Window, findings: Findings, path: str) -> None:
    keyword, _zero, rest = chunk.some(0, 4 << 20).partition(b"\x00")
    packed, rest = rest[:1], rest[2:]
    _language, _zero, rest = rest.partition(b"\x00")
    _translated, _zero, text = rest.partition(b"\x00")
    _texts(keyword, inflated(text, findings) if packed == b"\x01" else text, chunk, findings, path)


def inflated(data: bytes, findings: Findings) -> bytes:
    """Unpacked by zlib, at most 8 MB of it."""
    engine = zlib.decompressobj()
    try:
        text = engine.decompress(data, _MAX_UNPACKED)
    except zlib.error:
        findings.problem("A compressed block is damaged.")
        return b""
    if engine.unconsumed_tail:
        findings.problem("A compressed block unpacks to more than is taken in; its beginning was read.")
    return text


def _texts(keyword: bytes, text: bytes, chunk: Window, findings: Findings, path: str) -> None:
    """A text chunk; some keywords carry whole blocks, hex-coded by ImageMagick."""
    if keyword == _XMP_KEYWORD:
        attempt(findings, "XMP", lambda: read_xmp(text, findings, f"{path}/XMP", offset=chunk.offset(0)))
    elif keyword.startswith(b"Raw profile type "):
        attempt(findings, "raw profile", lambda: _raw_profile(keyword[17:].strip(), text, findings, path))
    else:
        findings.add(decoded(keyword)[:80] or "Text", decoded(text[:20_000]), path, offset=chunk.offset(0))


def _raw_profile(kind: bytes, text: bytes, findings: Findings, path: str) -> None:
    lines = text.strip().split(b"\n")
    data = bytes.fromhex("".join(line.decode("ascii", "ignore") for line in lines[2:]))
    inner = unpacked(data)
    if kind in (b"exif", b"APP1") and data.startswith(b"Exif\x00"):
        read_tiff(inner.part(6), findings, path)
    elif kind in (b"exif", b"APP1"):
        read_tiff(inner, findings, path)
    elif kind == b"xmp":
        read_xmp(data, findings, f"{path}/XMP")
    elif kind in (b"iptc", b"8bim"):
        start = 14 if data.startswith(b"Photoshop 3.0\x00") else 0
        if data[start : start + 4] == b"8BIM":
            read_resources(inner.part(start), findings, path)
        else:
            read_iptc(inner, findings, f"{path}/IPTC")
    elif kind in (b"icc", b"icm"):
        read_icc(inner, findings, f"{path}/ICC")


def _exif(chunk: Window, findings: Findings, path: str) -> None:
    start = 6 if chunk.some(0, 5) == b"Exif\x00" else 0
    read_tiff(chunk.part(start), findings, path)


def _packed_exif(chunk: Window, findings: Findings, path: str) -> None:
    if chunk.u8(0) == 0:
        read_tiff(unpacked(inflated(chunk.some(5, 4 << 20), findings)), findings, path)
    else:
        _exif(chunk, findings, path)


def _profile(chunk: Window, findings: Findings, path: str) -> None:
    name, _zero, rest = chunk.some(0, 4 << 20).partition(b"\x00")
    findings.add("ProfileName", decoded(name)[:80], path, offset=chunk.offset(0))
    read_icc(unpacked(inflated(rest[1:], findings)), findings, f"{path}/ICC")


def _time(chunk: Window, findings: Findings, path: str) -> None:
    year, rest = chunk.u16(0), chunk.take(2, 5)
    value = "{:04d}:{:02d}:{:02d} {:02d}:{:02d}:{:02d}".format(year, *rest)
    findings.add("ModifyDate", value, path, offset=chunk.offset(0))


def _animation(chunk: Window, findings: Findings, path: str) -> None:
    findings.add("AnimationFrames", chunk.u32(0), path, offset=chunk.offset(0))


def _pixels(chunk: Window, findings: Findings, path: str) -> None:
    findings.add("PixelsPerUnit", f"{chunk.u32(0)} x {chunk.u32(4)} ({chunk.u8(8)})", path, offset=chunk.offset(0))


_CHUNKS = {
    b"IHDR": _header,
    b"tEXt": _latin,
    b"zTXt": _packed,
    b"iTXt": _international,
    b"eXIf": _exif,
    b"zxIf": _packed_exif,
    b"iCCP": _profile,
    b"tIME": _time,
    b"acTL": _animation,
    b"pHYs": _pixels,
    b"caBX": note_jumbf,
}
