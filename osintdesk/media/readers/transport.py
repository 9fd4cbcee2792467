"""MPEG transport streams: programs and streams, and the camera's recording time in AVCHD (MDPM in H.264 SEI)."""

from __future__ import annotations

from osintdesk.media.readers.findings import Findings
from osintdesk.media.readers.window import Window

_STREAMS = {
    0x01: "MPEG-1 video",
    0x02: "MPEG-2 video",
    0x0F: "AAC",
    0x11: "AAC-LATM",
    0x1B: "H.264",
    0x24: "HEVC",
    0x03: "MPEG audio",
    0x81: "AC-3",
    0x83: "TrueHD",
    0x80: "LPCM",
    0x90: "PGS subtitles",
    0x15: "metadata",
    0x06: "private data",
}
_HEAD = 4 << 20
_MDPM = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM"


def read_transport(window: Window, findings: Findings) -> None:
    """Program table by its first copy; recording times by scanning the first 4 MB."""
    step, first = (192, 4) if window.some(4, 1) == b"\x47" and window.some(0, 1) != b"\x47" else (188, 0)
    findings.add("PacketSize", step, "TS", offset=window.offset(0))
    _programs(window, findings, step, first)
    _camera_times(window, findings)


def _programs(window: Window, findings: Findings, step: int, first: int) -> None:
    """PAT on PID 0 names the PMTs; a PMT names the streams (ISO/IEC 13818-1 sections 2.4.4.3 and 2.4.4.8)."""
    maps: set[int] = set()
    done: set[int] = set()
    for at in range(first, min(len(window), 4000 * step) - 187, step):
        if window.u8(at) != 0x47:
            return
        flags = window.u16(at + 1)
        pid, starts = flags & 0x1FFF, bool(flags & 0x4000)
        if not starts or (pid and pid not in maps) or pid in done:
            continue
        payload = window.part(at + 4 + (1 + window.u8(at + 4) if window.u8(at + 3) & 0x20 else 0), 184)
        section = payload.part(1 + payload.u8(0))
        if pid == 0:
            maps |= _map_pids(section)
        else:
            _streams(section, findings, at, window)
        done.add(pid)


def _map_pids(section: Window) -> set[int]:
    end = min(3 + (section.u16(1) & 0xFFF) - 4, len(section))
    return {section.u16(at + 2) & 0x1FFF for at in range(8, end - 3, 4) if section.u16(at)}


def _streams(section: Window, findings: Findings, at: int, window: Window) -> None:
    end = min(3 + (section.u16(1) & 0xFFF) - 4, len(section))
    place = 12 + (section.u16(10) & 0xFFF)
    while place + 5 <= end:
        kind, pid = section.u8(place), section.u16(place + 1) & 0x1FFF
        findings.add(
            "Stream", _STREAMS.get(kind, f"type 0x{kind:02x}"), f"TS/PMT/PID-0x{pid:04x}", offset=window.offset(at)
        )
        place += 5 + (section.u16(place + 3) & 0xFFF)


def _camera_times(window: Window, findings: Findings) -> None:
    """AVCHD writes the local time with zone into an SEI message: entries of a tag and four bytes, BCD."""
    at = window.find(_MDPM)
    if not 0 <= at < _HEAD:
        return
    body = window.some(at + len(_MDPM), 200).replace(b"\x00\x00\x03", b"\x00\x00")
    entries = {
        body[1 + 5 * n]: body[2 + 5 * n : 6 + 5 * n]
        for n in range(min(body[0] if body else 0, 30))
        if len(body) >= 6 + 5 * n
    }
    if 0x18 in entries and 0x19 in entries:
        zone, century, year, month = entries[0x18]
        day, hour, minute, second = entries[0x19]
        value = f"{century:02x}{year:02x}:{month:02x}:{day:02x} {hour:02x}:{minute:02x}:{second:02x}{_zone(zone)}"
        findings.add(
            "DateTimeOriginal",
            value,
            "TS/H264/MDPM",
            raw=(entries[0x18] + entries[0x19]).hex(),
            offset=window.offset(at),
        )
    for tag, maker in ((0xE0, "Make"),):
        if tag in entries:
            code = int.from_bytes(entries[tag][:2], "big")
            findings.add(maker, _MAKERS.get(code, f"0x{code:04x}"), "TS/H264/MDPM", offset=window.offset(at))


_MAKERS = {0x0103: "Panasonic", 0x0108: "Sony", 0x1011: "Canon", 0x1104: "JVC"}


def _zone(code: int) -> str:
    """Half hours with sign and daylight bit."""
    if code == 0xFF or code & 0x80:
        return ""
    sign = "-" if code & 0x20 else "+"
    return f"{sign}{(code >> 1) & 0xF:02d}:{'30' if code & 1 else '00'}"
