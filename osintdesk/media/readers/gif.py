"""GIF blocks: size, frames, comments, application blocks (looping, XMP), and what trails behind the end."""

from __future__ import annotations

from osintdesk.media.kinds import sniff_bytes
from osintdesk.media.readers.findings import Findings, attempt, decoded
from osintdesk.media.readers.icc import read_icc
from osintdesk.media.readers.window import Window, unpacked
from osintdesk.media.readers.xmp import read_xmp

_MAX_BLOCKS = 100_000
_MAX_COLLECTED = 4 << 20


def read_gif(window: Window, findings: Findings) -> None:
    """All blocks up to the trailer byte."""
    findings.add("GIFVersion", decoded(window.take(3, 3)), "GIF", offset=window.offset(3))
    findings.add("ImageWidth", window.u16(6, "<"), "GIF", offset=window.offset(6))
    findings.add("ImageHeight", window.u16(8, "<"), "GIF", offset=window.offset(8))
    at, frames = 13 + _table(window.u8(10)), 0
    for _block in range(_MAX_BLOCKS):
        mark = window.some(at, 1)
        if mark == b"\x21":
            at = _extension(window, at, findings)
        elif mark == b"\x2c":
            frames += 1
            at = _past_blocks(window, at + 11 + _table(window.u8(at + 9)))
        else:
            break
    findings.add("FrameCount", frames, "GIF")
    if window.some(at, 1) == b";" and at + 1 < len(window):
        _behind(window, at + 1, findings)


def _table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _past_blocks(window: Window, at: int) -> int:
    while True:
        size = window.u8(at)
        at += 1 + size
        if not size:
            return at


def _extension(window: Window, at: int, findings: Findings) -> int:
    kind = window.u8(at + 1)
    if kind == 0xFE:
        text, after = _collected(window, at + 2)
        findings.add("Comment", decoded(text[:8000]), "GIF/Comment", offset=window.offset(at))
        return after
    if kind == 0xFF and window.u8(at + 2) == 11:
        return _application(window, at, findings)
    return _past_blocks(window, at + 2)


def _application(window: Window, at: int, findings: Findings) -> int:
    name = window.take(at + 3, 11)
    start, after = at + 14, _past_blocks(window, at + 14)
    path = f"GIF/{decoded(name).strip()}"
    if name == b"XMP DataXMP":
        # The packet stands there as it is; its 258-byte "magic trailer" makes it look like sub-blocks.
        packet = window.some(start, min(after - start, _MAX_COLLECTED))
        attempt(
            findings,
            "XMP",
            lambda: read_xmp(packet.split(b"\x01\xff\xfe")[0], findings, f"{path}/XMP", offset=window.offset(start)),
        )
    elif name == b"ICCRGBG1012":
        attempt(
            findings,
            "colour profile",
            lambda: read_icc(unpacked(_collected(window, start)[0]), findings, f"{path}/ICC"),
        )
    elif name in (b"NETSCAPE2.0", b"ANIMEXTS1.0"):
        findings.add("AnimationIterations", window.u16(start + 2, "<"), path, offset=window.offset(start))
    else:
        findings.add("ApplicationExtension", f"{after - start} bytes", path, offset=window.offset(start))
    return after


def _collected(window: Window, at: int) -> tuple[bytes, int]:
    """The joined sub-blocks from `at` on, and the place behind them."""
    parts, total = [], 0
    while size := window.u8(at):
        if total < _MAX_COLLECTED:
            parts.append(window.take(at + 1, size))
            total += size
        at += 1 + size
    return b"".join(parts), at + 1


def _behind(window: Window, end: int, findings: Findings) -> None:
    rest = window.some(end, 4096)
    if rest.strip(b"\x00"):
        findings.add("TrailerSize", len(window) - end, "Trailer", offset=window.offset(end))
        findings.add("TrailerKind", f"unknown ({sniff_bytes(rest).format})", "Trailer", offset=window.offset(end))
