"""Blocks that other containers carry: XMP, IPTC, Photoshop resources, colour profiles, Content Credentials."""

from __future__ import annotations

from osintdesk.media.readers.findings import Findings, attempt
from osintdesk.media.readers.icc import read_icc
from osintdesk.media.readers.iptc import read_iptc
from osintdesk.media.readers.photoshop import read_resources
from osintdesk.media.readers.window import Window
from osintdesk.media.readers.xmp import read_xmp


def read_carried(tag: int, window: Window, findings: Findings, path: str) -> bool:
    """The block that a TIFF tag holds; whether it was one."""
    if tag == 0x02BC:
        attempt(findings, "XMP", lambda: read_xmp(window.all(), findings, f"{path}/XMP", offset=window.offset(0)))
    elif tag == 0x83BB:
        attempt(findings, "IPTC", lambda: read_iptc(window, findings, f"{path}/IPTC"))
    elif tag == 0x8649:
        attempt(findings, "Photoshop resources", lambda: read_resources(window, findings, f"{path}/Photoshop"))
    elif tag == 0x8773:
        attempt(findings, "colour profile", lambda: read_icc(window, findings, f"{path}/ICC"))
    elif tag == 0xCD41:
        note_jumbf(window, findings, path)
    elif tag == 0x002E and window.some(0, 2) == b"\xff\xd8":
        from osintdesk.media.readers.jpeg import read_jpeg

        attempt(findings, "preview", lambda: read_jpeg(window, findings, f"{path}/JpgFromRaw", inner=True))
    else:
        return False
    return True


def note_jumbf(window: Window, findings: Findings, path: str) -> None:
    """Say that a JUMBF box store is there (Content Credentials travel in one)."""
    kind = "C2PA manifest store" if window.find(b"c2pa") >= 0 else "JUMBF boxes"
    findings.add("JUMBF", f"{kind}, {len(window)} bytes", path, offset=window.offset(0))
