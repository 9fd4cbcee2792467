"""Raw formats that are not TIFF: Fujifilm RAF, Minolta MRW, Sigma X3F, Canon CRW."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from osintdesk.media.readers.findings import Findings, attempt, decoded
from osintdesk.media.readers.jpeg import read_jpeg
from osintdesk.media.readers.tiff import read_tiff
from osintdesk.media.readers.window import Window

_MAX_RECORDS = 600
_MAX_DEPTH = 8


def read_raf(window: Window, findings: Findings) -> None:
    """Header texts, then the embedded JPEG with its EXIF."""
    findings.add("Model", decoded(window.take(28, 32).split(b"\x00")[0]), "RAF", offset=window.offset(28))
    findings.add("RAFVersion", decoded(window.take(60, 4)), "RAF", offset=window.offset(60))
    at, size = window.u32(84), window.u32(88)
    attempt(findings, "preview", lambda: read_jpeg(window.part(at, size), findings, "RAF/JPEG", inner=True))


def read_mrw(window: Window, findings: Findings) -> None:
    """Blocks of a name and a size; `TTW` is a TIFF block, `PRD` the picture's dimensions."""
    at, end = 8, 8 + window.u32(4)
    for _block in range(20):
        if at + 8 > min(end, len(window)):
            return
        name, size = window.take(at, 4), window.u32(at + 4)
        body = window.part(at + 8, size)
        if name == b"\x00TTW":
            attempt(findings, "EXIF", partial(read_tiff, body, findings, "MRW/TTW"))
        elif name == b"\x00PRD":
            findings.add("ImageHeight", body.u16(8), "MRW/PRD", offset=body.offset(8))
            findings.add("ImageWidth", body.u16(10), "MRW/PRD", offset=body.offset(10))
        at += 8 + size


def read_x3f(window: Window, findings: Findings) -> None:
    """Header, and the JPEG previews' EXIF where there is one."""
    findings.add("X3FVersion", f"{window.u16(6, '<')}.{window.u16(4, '<')}", "X3F", offset=window.offset(4))
    findings.add("ImageUniqueID", window.take(8, 16).hex(), "X3F", offset=window.offset(8))
    findings.add("ImageWidth", window.u32(28, "<"), "X3F", offset=window.offset(28))
    findings.add("ImageHeight", window.u32(32, "<"), "X3F", offset=window.offset(32))
    at = window.find(b"\xff\xd8\xff\xe1")
    if at >= 0:
        attempt(findings, "preview", lambda: read_jpeg(window.part(at), findings, "X3F/JPEG", inner=True))


_CRW = {
    0x080A: "MakeModel",
    0x080B: "CanonFirmwareVersion",
    0x0810: "OwnerName",
    0x0815: "CanonImageType",
    0x0816: "OriginalFileName",
}


def read_crw(window: Window, findings: Findings) -> None:
    """CIFF: directories at the end of each heap (Canon's CIFF specification, version 1.0 revision 4)."""
    order = "<" if window.some(0, 2) == b"II" else ">"
    _heap(window, window.u32(2, order), len(window), order, findings, 0)


def _heap(window: Window, start: int, end: int, order: str, findings: Findings, depth: int) -> None:
    if depth > _MAX_DEPTH or end - start < 6:
        return
    table = start + window.u32(end - 4, order)
    for number in range(min(window.u16(table, order), _MAX_RECORDS)):
        at = table + 2 + 10 * number
        tag = window.u16(at, order)
        inside = tag & 0x4000
        size, place = (8, at + 2) if inside else (window.u32(at + 2, order), start + window.u32(at + 6, order))
        body = window.part(place, size)
        if tag & 0x3800 in (0x2800, 0x3000) and not inside and start <= place and place + size < end:
            _heap(window, place, place + size, order, findings, depth + 1)
        else:
            attempt(findings, "CIFF record", partial(_record, tag & 16383, body, order, findings))


def _record(tag: int, body: Window, order: str, findings: Findings) -> None:
    text = body.some(0, 256)
    if tag == 0x080A:
        make, _zero, model = text.partition(b"\x00")
        findings.add("Make", decoded(make), "CIFF", offset=body.offset(0))
        findings.add("Model", decoded(model.split(b"\x00")[0]), "CIFF", offset=body.offset(0))
    elif tag in _CRW:
        findings.add(_CRW[tag], decoded(text.split(b"\x00")[0]), "CIFF", offset=body.offset(0))
    elif tag == 0x180B:
        findings.add("SerialNumber", body.u32(0, order), "CIFF/MakerNote", offset=body.offset(0))
    elif tag == 0x180E:
        when = datetime.fromtimestamp(body.u32(0, order), UTC)
        findings.add("DateTimeOriginal", when.strftime("%Y:%m:%d %H:%M:%S"), "CIFF", offset=body.offset(0))
    elif tag == 0x1810:
        findings.add("ImageWidth", body.u32(0, order), "CIFF", offset=body.offset(0))
        findings.add("ImageHeight", body.u32(4, order), "CIFF", offset=body.offset(4))
    elif tag == 0x2007 and body.some(0, 2) == b"\xff\xd8":
        findings.thumbnails.append(("CIFF", body.some(0, 2 << 20)))


def read_bmp(window: Window, findings: Findings) -> None:
    """BITMAPINFOHEADER: size and depth; a negative height means top-down."""
    size = window.u32(14, "<")
    if size == 12:
        width, height = window.u16(18, "<"), window.u16(20, "<")
    else:
        width, height = window.u32(18, "<"), window.u32(22, "<")
        height = (1 << 32) - height if height & 0x80000000 else height
    findings.add("ImageWidth", width, "BMP", offset=window.offset(18))
    findings.add("ImageHeight", height, "BMP", offset=window.offset(22))
    findings.add("BitDepth", window.u16(28 if size > 12 else 24, "<"), "BMP")
