"""ICC colour profiles: description, device, creation time."""

from __future__ import annotations

from osintdesk.media.readers.findings import Findings, decoded
from osintdesk.media.readers.window import Window

_TEXTS = {
    b"desc": "ProfileDescription",
    b"cprt": "ProfileCopyright",
    b"dmnd": "DeviceMfgDesc",
    b"dmdd": "DeviceModelDesc",
}


def read_icc(window: Window, findings: Findings, path: str) -> None:
    """Header fields and the text tags (ICC.1:2022 sections 7.2 and 9.2)."""
    if len(window) < 132 or window.take(36, 4) != b"acsp":
        return
    year, month, day, hour, minute, second = (window.u16(24 + 2 * place) for place in range(6))
    header = {
        "ProfileCMMType": decoded(window.take(4, 4)).strip(),
        "ProfileClass": decoded(window.take(12, 4)).strip(),
        "ColorSpaceData": decoded(window.take(16, 4)).strip(),
        "ProfileDateTime": f"{year:04d}:{month:02d}:{day:02d} {hour:02d}:{minute:02d}:{second:02d}",
        "PrimaryPlatform": decoded(window.take(40, 4)).strip(),
        "DeviceManufacturer": decoded(window.take(48, 4)).strip(),
        "ProfileCreator": decoded(window.take(80, 4)).strip(),
        "ProfileID": window.take(84, 16).hex(),
    }
    for name, value in header.items():
        findings.add(name, value, path, offset=window.offset(0))
    for number in range(min(window.u32(128), 100)):
        place = 132 + 12 * number
        signature, at, size = window.take(place, 4), window.u32(place + 4), window.u32(place + 8)
        if signature in _TEXTS:
            text = _text(window.part(at, min(size, 20_000)))
            if text:
                findings.add(_TEXTS[signature], text, path, offset=window.offset(at))


def _text(tag: Window) -> str:
    kind = tag.some(0, 4)
    if kind == b"desc":
        return decoded(tag.some(12, tag.u32(8))).rstrip("\x00 ")
    if kind == b"text":
        return decoded(tag.some(8, len(tag))).rstrip("\x00 ")
    if kind == b"mluc" and tag.u32(8):
        return _english(tag)
    return ""


def _english(tag: Window) -> str:
    """The English text of a multi-language one, else the first."""
    records = [16 + 12 * number for number in range(min(tag.u32(8), 100))]
    chosen = next((at for at in records if tag.some(at, 2) == b"en"), records[0])
    return tag.some(tag.u32(chosen + 8), tag.u32(chosen + 4)).decode("utf-16-be", "replace").rstrip("\x00 ")
