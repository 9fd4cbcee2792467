"""Photoshop image resources (`8BIM`), in JPEG, TIFF and PSD, and the PSD file itself."""

from __future__ import annotations

from osintdesk.media.readers.findings import Findings, attempt, decoded
from osintdesk.media.readers.icc import read_icc
from osintdesk.media.readers.iptc import read_iptc
from osintdesk.media.readers.tiff import read_tiff
from osintdesk.media.readers.window import Window
from osintdesk.media.readers.xmp import read_xmp

_MAX_RESOURCES = 500
_TYPES = (b"8BIM", b"PHUT", b"DCSR", b"AgHg", b"MeSa")
_MODES = {0: "bitmap", 1: "grey", 2: "indexed", 3: "RGB", 4: "CMYK", 7: "multichannel", 8: "duotone", 9: "Lab"}


def read_resources(window: Window, findings: Findings, path: str) -> None:
    """Each resource: identifier, Pascal name, size, data (Adobe Photoshop File Formats, 'Image Resource Blocks')."""
    at = 0
    for _resource in range(_MAX_RESOURCES):
        if at + 12 > len(window) or window.take(at, 4) not in _TYPES:
            return
        identifier, name = window.u16(at + 4), window.u8(at + 6)
        start = at + 6 + ((name + 2) & ~1)
        size = window.u32(start)
        _resource_of(identifier, window.part(start + 4, size), findings, path)
        at = start + 4 + size + (size & 1)


def _resource_of(identifier: int, data: Window, findings: Findings, path: str) -> None:
    place = f"{path}/8BIM-0x{identifier:04x}"
    if identifier == 0x0404:
        attempt(findings, "IPTC", lambda: read_iptc(data, findings, f"{path}/IPTC"))
    elif identifier == 0x040F:
        attempt(findings, "colour profile", lambda: read_icc(data, findings, f"{path}/ICC"))
    elif identifier == 0x0424:
        attempt(findings, "XMP", lambda: read_xmp(data.all(), findings, f"{path}/XMP", offset=data.offset(0)))
    elif identifier in (0x0422, 0x0423):
        attempt(findings, "EXIF", lambda: read_tiff(data, findings, f"{path}/EXIF"))
    elif identifier in (0x0409, 0x040C) and len(data) > 28:
        jpeg = data.some(28, 2 << 20)
        findings.add("PhotoshopThumbnail", f"{data.u32(4)} × {data.u32(8)} pixels", place, offset=data.offset(0))
        if jpeg.startswith(b"\xff\xd8") and identifier == 0x040C:
            findings.thumbnails.append((place, jpeg))
    elif identifier == 0x0425:
        findings.add("IPTCDigest", data.some(0, 16).hex(), place, offset=data.offset(0))
    elif identifier == 0x0406:
        findings.add("PhotoshopQuality", data.some(0, 8).hex(), place, offset=data.offset(0))
    elif identifier == 0x040B:
        findings.add("URL", decoded(data.some(0, 2000)), place, offset=data.offset(0))
    elif identifier == 0x0421 and len(data) > 9:
        findings.add("PhotoshopVersion", _writer(data), place, offset=data.offset(0))


def _writer(data: Window) -> str:
    count = data.u32(5)
    return data.some(9, min(count, 200) * 2).decode("utf-16-be", "replace").rstrip("\x00")


def read_psd(window: Window, findings: Findings) -> None:
    """Header, then the image resources (layers are not looked into)."""
    findings.add("ImageHeight", window.u32(14), "PSD", offset=window.offset(14))
    findings.add("ImageWidth", window.u32(18), "PSD", offset=window.offset(18))
    findings.add("BitDepth", window.u16(22), "PSD", offset=window.offset(22))
    mode = window.u16(24)
    findings.add("ColorMode", _MODES.get(mode, mode), "PSD", offset=window.offset(24))
    colours = window.u32(26)
    size = window.u32(30 + colours)
    read_resources(window.part(34 + colours, size), findings, "PSD")
