"""TIFF directories, wherever they are: TIFF and raw files, the EXIF block of every other format."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from osintdesk.media.readers.findings import Findings, attempt, decoded
from osintdesk.media.readers.tags import GPS_TAGS, IMAGE_TAGS, INTEROP_TAGS, RW2_TAGS
from osintdesk.media.readers.window import Cut, Window

_MAX_DIRECTORIES = 40
_MAX_ENTRIES = 600
_MAX_VALUES = 64
_MAX_THUMBNAIL = 2 << 20

# TIFF 6.0 types and their struct letters; 13 is IFD, 16–18 those of BigTIFF.
_LETTERS = {
    1: "B", 2: "s", 3: "H", 4: "I", 5: "II", 6: "b", 7: "B", 8: "h", 9: "i", 10: "ii", 11: "f", 12: "d", 13: "I",
    16: "Q", 17: "q", 18: "Q",
}  # fmt: skip
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_BYTES = 7
_TEXT = 2

Nested = Callable[[Window, Findings, str], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One directory entry: `at` is where its value stands in the TIFF window."""

    tag: int
    kind: int
    count: int
    at: int

    @property
    def size(self) -> int:
        return self.count * _SIZES.get(self.kind, 0)


@dataclass(slots=True)
class Tiff:
    """A TIFF structure: all offsets count from the beginning of `window`."""

    window: Window
    order: str
    big: bool = False
    seen: set[int] = field(default_factory=set)
    make: str = ""
    nested: Mapping[int, tuple[str, Nested]] = field(default_factory=dict)

    def entries(self, at: int) -> tuple[list[Entry], int]:
        """The directory at `at` and the offset of the next one (0 = none)."""
        wide, head, step = (8, 8, 20) if self.big else (4, 2, 12)
        count = self._whole(at, head)
        found = [self._entry(at + head + step * number, wide) for number in range(min(count, _MAX_ENTRIES))]
        try:
            following = self._whole(at + head + step * count, wide) if count <= _MAX_ENTRIES else 0
        except Cut:
            following = 0
        return [entry for entry in found if entry is not None], following

    def _entry(self, at: int, wide: int) -> Entry | None:
        try:
            tag, kind = self.window.u16(at, self.order), self.window.u16(at + 2, self.order)
            count = self._whole(at + 4, wide)
            if kind not in _SIZES:
                return None
            inline = count * _SIZES[kind] <= wide
            return Entry(tag, kind, count, at + 4 + wide if inline else self._whole(at + 4 + wide, wide))
        except Cut:
            return None

    def _whole(self, at: int, size: int) -> int:
        reader = {2: self.window.u16, 4: self.window.u32, 8: self.window.u64}[size]
        return reader(at, self.order)

    def numbers(self, entry: Entry, limit: int = _MAX_VALUES) -> list[int | float | tuple[int, int]]:
        """Up to `limit` values; rationals as pairs."""
        letter, size = _LETTERS[entry.kind], _SIZES[entry.kind]
        count = min(entry.count, limit)
        data = self.window.take(entry.at, count * size)
        flat = struct.unpack(f"{self.order}{letter * count}", data) if letter != "s" else tuple(data)
        return list(zip(flat[::2], flat[1::2], strict=True)) if len(letter) == 2 else list(flat)

    def number(self, entry: Entry) -> int | None:
        """The first value as a whole number."""
        values = self.numbers(entry, 1)
        return values[0] if values and isinstance(values[0], int) else None

    def part(self, entry: Entry) -> Window:
        return self.window.part(entry.at, entry.size)


def opened(window: Window) -> tuple[Tiff, int]:
    """The structure and its first directory; raises Cut when it is no TIFF."""
    order = {b"II": "<", b"MM": ">"}.get(window.some(0, 2), "")
    if not order:
        raise Cut("no byte order")
    magic = window.u16(2, order)
    if magic == 43:
        return Tiff(window, order, big=True), window.u64(8, order)
    if magic not in (42, 0x55, 0x4F52, 0x5352):
        raise Cut("not TIFF")
    return Tiff(window, order), window.u32(4, order)


def read_tiff(window: Window, findings: Findings, prefix: str, *, first: str = "IFD0") -> None:
    """All directories from the header on; `prefix` is what holds them (`APP1`, `eXIf`, nothing for a TIFF file)."""
    tiff, at = opened(window)
    raw = window.u16(2, tiff.order) == 0x55
    findings.add(
        "ExifByteOrder",
        "little-endian" if tiff.order == "<" else "big-endian",
        prefix or "TIFF",
        offset=window.offset(0),
    )
    number = 0
    while at and number < _MAX_DIRECTORIES:
        name = first if number == 0 else f"IFD{number}"
        path = f"{prefix}/{name}" if prefix else name
        names = {**IMAGE_TAGS, **RW2_TAGS} if raw else GPS_TAGS if first == "GPS" else IMAGE_TAGS
        at = directory(tiff, at, findings, path, names)
        number += 1


def directory(tiff: Tiff, at: int, findings: Findings, path: str, names: Mapping[int, str]) -> int:
    """Read one directory and what hangs below it; returns the offset of the next one, 0 at the end or in a circle."""
    if at in tiff.seen or len(tiff.seen) >= _MAX_DIRECTORIES:
        findings.problem("The EXIF directories point back at themselves.")
        return 0
    tiff.seen.add(at)
    entries, following = tiff.entries(at)
    for entry in entries:
        if names is IMAGE_TAGS and entry.tag == 0x010F:
            tiff.make = tiff.make or decoded(tiff.window.some(entry.at, min(entry.count, 64)))
    for entry in entries:
        attempt(findings, "EXIF directory", partial(_one, tiff, entry, findings, path, names))
    if names is not GPS_TAGS:
        attempt(findings, "embedded thumbnail", lambda: _thumbnail(tiff, entries, findings, path))
    return following


def _one(tiff: Tiff, entry: Entry, findings: Findings, path: str, names: Mapping[int, str]) -> None:
    name = names.get(entry.tag, f"0x{entry.tag:04x}")
    below = _BELOW.get(entry.tag) if names is not GPS_TAGS and names is not INTEROP_TAGS else None
    if below is not None and below(tiff, entry, findings, path):
        return
    value, raw = shown(tiff, entry, name)
    findings.add(name, value, path, raw=raw, offset=tiff.window.offset(entry.at))


def shown(tiff: Tiff, entry: Entry, name: str) -> tuple[str, str]:
    """The value for people and as it stands in the file."""
    if entry.kind == _TEXT:
        return _ascii(tiff.window.some(entry.at, min(entry.count, 20_000)), name)
    if name.startswith("XP") and entry.kind in (1, 7):
        data = tiff.window.some(entry.at, min(entry.size, 20_000))
        return data.decode("utf-16-le", "replace").rstrip("\x00"), data[:100].hex()
    if entry.kind == _BYTES or (entry.kind in (1, 6) and entry.count > 4):
        return _binary(tiff.window.some(entry.at, min(entry.size, 8000)), name, tiff.order, entry.size)
    return _numeric(tiff.numbers(entry), entry.count)


def _ascii(data: bytes, name: str) -> tuple[str, str]:
    """Text up to its first zero; a copyright has two parts (photographer, editor)."""
    parts = [decoded(part).strip() for part in data.split(b"\x00")[: 2 if name == "Copyright" else 1]]
    return "; ".join(part for part in parts if part), decoded(data)


def _binary(data: bytes, name: str, order: str, size: int) -> tuple[str, str]:
    raw = data[:64].hex() + ("…" if size > 64 else "")
    if name in {"UserComment", "GPSProcessingMethod", "GPSAreaInformation"}:
        return _comment(data, order), raw
    text = data.rstrip(b"\x00 ")
    if text and len(text) < 400 and all(31 < char < 127 for char in text):
        return text.decode("ascii"), raw
    return (f"({size} bytes)" if size > 16 else data.hex(" ")), raw


def _comment(data: bytes, order: str) -> str:
    """Text with its 8-byte character code, EXIF 2.3 section 4.6.5."""
    code, body = data[:8], data[8:]
    if code.startswith(b"UNICODE"):
        encoding = "utf-16-le" if order == "<" else "utf-16-be"
        return body.decode(encoding, "replace").rstrip("\x00 ")
    if code.startswith(b"JIS"):
        return body.decode("shift_jis", "replace").rstrip("\x00 ")
    return decoded((body if code in (b"ASCII\x00\x00\x00", bytes(8)) else data).rstrip(b"\x00 ")).strip("\x00")


def _numeric(values: list[int | float | tuple[int, int]], count: int) -> tuple[str, str]:
    more = " …" if count > len(values) else ""
    value = " ".join(_number(v) for v in values) + more
    raw = " ".join(f"{v[0]}/{v[1]}" if isinstance(v, tuple) else str(v) for v in values) + more
    return value, raw


def _number(value: int | float | tuple[int, int]) -> str:
    if isinstance(value, tuple):
        top, bottom = value
        return f"{top / bottom:.10g}" if bottom else ("undefined" if not top else "infinite")
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _thumbnail(tiff: Tiff, entries: list[Entry], findings: Findings, path: str) -> None:
    """The JPEG that a directory names by offset and length."""
    by_tag = {entry.tag: entry for entry in entries}
    if 0x0201 not in by_tag or 0x0202 not in by_tag:
        return
    at, size = tiff.number(by_tag[0x0201]), tiff.number(by_tag[0x0202])
    if not at or not size:
        return
    data = tiff.window.some(at, min(size, _MAX_THUMBNAIL))
    if data.startswith(b"\xff\xd8"):
        findings.thumbnails.append((path, data))


def _below_directory(name: str, names: Mapping[int, str]) -> Callable[[Tiff, Entry, Findings, str], bool]:
    def follow(tiff: Tiff, entry: Entry, findings: Findings, path: str) -> bool:
        at = tiff.number(entry)
        if at:
            attempt(findings, f"{name} directory", lambda: directory(tiff, at, findings, f"{path}/{name}", names))
        return True

    return follow


def _sub_images(tiff: Tiff, entry: Entry, findings: Findings, path: str) -> bool:
    for number, at in enumerate(tiff.numbers(entry, 10)):
        if isinstance(at, int) and at:
            attempt(
                findings,
                "sub-image directory",
                partial(directory, tiff, at, findings, f"{path}/SubIFD{number}", IMAGE_TAGS),
            )
    return True


def _maker_note(tiff: Tiff, entry: Entry, findings: Findings, path: str) -> bool:
    from osintdesk.media.readers.makernotes import read_maker_note

    read_maker_note(tiff, entry, findings, path)
    return True


def _private(tiff: Tiff, entry: Entry, findings: Findings, path: str) -> bool:
    """Adobe's DNG converters keep the camera's maker note here."""
    from osintdesk.media.readers.makernotes import read_adobe_block

    return tiff.window.some(entry.at, 6) == b"Adobe\x00" and read_adobe_block(tiff, entry, findings, path)


def _nested(tiff: Tiff, entry: Entry, findings: Findings, path: str) -> bool:
    from osintdesk.media.readers.carried import read_carried

    return read_carried(entry.tag, tiff.part(entry), findings, path)


_BELOW: dict[int, Callable[[Tiff, Entry, Findings, str], bool]] = {
    0x8769: _below_directory("ExifIFD", IMAGE_TAGS),
    0x8825: _below_directory("GPS", GPS_TAGS),
    0xA005: _below_directory("Interop", INTEROP_TAGS),
    0x014A: _sub_images,
    0x927C: _maker_note,
    0x02BC: _nested,
    0x83BB: _nested,
    0x8649: _nested,
    0x8773: _nested,
    0xCD41: _nested,
    0xC634: _private,
    0x002E: _nested,
}
