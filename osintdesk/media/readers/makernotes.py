"""Maker notes: whose they are by their first bytes, and the serial numbers, identifiers and dates inside them.

Layouts (where the directory begins, what its offsets count from) as documented by the exiftool and exiv2 projects'
tag references. What is not known by name is kept under its number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from osintdesk.media.readers.findings import Findings, attempt, decoded
from osintdesk.media.readers.tiff import Entry, Tiff, shown
from osintdesk.media.readers.window import Window

_MAX_ENTRIES_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Layout:
    """How one maker writes: `magic` at the start, directory at `directory`, offsets from the note or the EXIF block.

    `order_at` is where `II` or `MM` stands inside the note; `header_at` where a whole TIFF header does.
    """

    maker: str
    magic: bytes = b""
    directory: int = 0
    from_note: bool = False
    shift: int = 0
    order: str = ""
    order_at: int | None = None
    header_at: int | None = None
    pointer_at: int | None = None
    tags: Mapping[int, str] = field(default_factory=dict)
    binary: Callable[[Window, Findings, str], None] | None = None


_CANON = {
    0x06: "CanonImageType",
    0x07: "CanonFirmwareVersion",
    0x08: "FileNumber",
    0x09: "OwnerName",
    0x0C: "SerialNumber",
    0x10: "CanonModelID",
    0x15: "SerialNumberFormat",
    0x28: "ImageUniqueID",
    0x95: "LensModel",
    0x96: "InternalSerialNumber",
}
_NIKON = {
    0x01: "MakerNoteVersion",
    0x02: "ISO",
    0x04: "Quality",
    0x1D: "SerialNumber",
    0xA0: "SerialNumber2",
    0xA7: "ShutterCount",
    0xB9: "AFTune",
    0x1A: "VRInfo",
    0x24: "WorldTime",
    0x0E: "ExposureDifference",
}
_OLYMPUS = {
    0x0200: "SpecialMode",
    0x0207: "CameraType",
    0x0404: "SerialNumber",
    0x0104: "BodyFirmwareVersion",
    0x2010: "Equipment",
}
_OLYMPUS_EQUIPMENT = {
    0x0100: "CameraType2",
    0x0101: "SerialNumber",
    0x0102: "InternalSerialNumber",
    0x0104: "BodyFirmwareVersion",
    0x0202: "LensSerialNumber",
    0x0203: "LensModel",
}
_PANASONIC = {
    0x02: "FirmwareVersion",
    0x25: "InternalSerialNumber",
    0x51: "LensType",
    0x52: "LensSerialNumber",
    0x33: "BabyAge",
    0x36: "TravelDay",
    0x69: "Country",
    0x6B: "State",
    0x6D: "City",
    0x6F: "Landmark",
    0xAF: "TimeStamp",
}
_FUJI = {
    0x10: "InternalSerialNumber",
    0x1000: "Quality",
    0x8000: "FileSource",
    0x8002: "OrderNumber",
    0x1438: "ImageCount",
}
_PENTAX = {
    0x05: "PentaxModelID",
    0x06: "Date",
    0x07: "Time",
    0x1D: "FocalLength",
    0x0215: "CameraInfo",
    0x0229: "SerialNumber",
    0x0230: "FirmwareVersion",
    0x0022: "TimeInfo",
    0x023: "HometownCity",
    0x024: "DestinationCity",
}
_SONY = {
    0x2031: "SerialNumber",
    0xB000: "FileFormat",
    0xB001: "SonyModelID",
    0xB020: "CreativeStyle",
    0x102A: "FirmwareVersion",
}
_SAMSUNG = {
    0x01: "MakerNoteVersion",
    0x02: "DeviceType",
    0x03: "SamsungModelID",
    0xA001: "FirmwareName",
    0xA002: "SerialNumber",
    0xA003: "LensType",
    0xA005: "InternalLensSerialNumber",
}
_SIGMA = {0x02: "SerialNumber", 0x17: "Software", 0x18: "Software"}
_APPLE = {
    0x01: "MakerNoteVersion",
    0x03: "RunTime",
    0x08: "AccelerationVector",
    0x0A: "HDRImageType",
    0x0B: "BurstUUID",
    0x11: "ContentIdentifier",
    0x14: "ImageCaptureType",
    0x15: "ImageUniqueID",
    0x17: "LivePhotoVideoIndex",
    0x2B: "PhotoIdentifier",
    0x2E: "CameraType",
}
_RICOH = {0x01: "MakerNoteType", 0x02: "FirmwareVersion", 0x05: "InternalSerialNumber", 0x07: "Quality"}
_RICOH_TWO = {0x0207: "RicohModel", 0x0300: "RicohMake", 0x0306: "SerialNumber"}
_MINOLTA = {0x00: "MakerNoteVersion", 0x0040: "CompressedImageSize", 0x0100: "SceneMode"}
_MOTOROLA = {0x5500: "BuildNumber", 0x5501: "SerialNumber", 0x665E: "Sensor", 0x6705: "ManufactureDate"}
_DJI = {0x01: "Make", 0x03: "SpeedX", 0x04: "SpeedY", 0x05: "SpeedZ", 0x06: "Pitch", 0x07: "Yaw", 0x08: "Roll"}
_CASIO = {0x0002: "PreviewImageSize", 0x0015: "FirmwareDate", 0x2001: "ReleaseDate"}
_SANYO = {0x0100: "ThumbnailOffset", 0x0200: "SpecialMode", 0x0300: "FaceInfo"}


def _reconyx_hyperfire(note: Window, findings: Findings, path: str) -> None:
    """Fixed places of the HyperFire note; the serial number is UTF-16 at word 21."""
    serial = note.some(42, 30).decode("utf-16-le", "replace").split("\x00")[0]
    findings.add("SerialNumber", serial, path, offset=note.offset(42))


def _hewlett(note: Window, findings: Findings, path: str) -> None:
    at = note.find(b"SERIAL NUMBER:")
    if at >= 0:
        findings.add(
            "SerialNumber", decoded(note.some(at + 14, 26)).split("\x00")[0], path, offset=note.offset(at + 14)
        )


_LAYOUTS = (
    Layout("Apple", b"Apple iOS\x00", 14, from_note=True, order_at=12, tags=_APPLE),
    Layout("Nikon", b"Nikon\x00\x02", header_at=10, tags=_NIKON),
    Layout("Nikon", b"Nikon\x00\x01", 8, tags=_NIKON),
    Layout("Olympus", b"OLYMPUS\x00", 12, from_note=True, order_at=8, tags=_OLYMPUS),
    Layout("OM System", b"OM SYSTEM\x00", 16, from_note=True, order_at=12, tags=_OLYMPUS),
    Layout("Olympus", b"OLYMP\x00", 8, tags=_OLYMPUS),
    Layout("Epson", b"EPSON\x00", 8, tags=_OLYMPUS),
    Layout("Minolta", b"MINOL\x00", 8, tags=_OLYMPUS),
    Layout("Fujifilm", b"FUJIFILM", from_note=True, order="<", pointer_at=8, tags=_FUJI),
    Layout("General Electric", b"GENERALE", from_note=True, order="<", pointer_at=8, tags=_FUJI),
    Layout("Panasonic", b"Panasonic\x00", 12, tags=_PANASONIC),
    Layout("Leica", b"LEICA\x00\x00\x00", 8, tags=_PANASONIC),
    Layout("Leica", b"LEICA\x00", 8, from_note=True, tags={0x0303: "LensModel", 0x0305: "SerialNumber"}),
    Layout("Leica", b"LEICA CAMERA AG", 18, from_note=True, tags={0x0305: "SerialNumber"}),
    Layout("Pentax", b"AOC\x00", 6, order_at=4, tags=_PENTAX),
    Layout("Pentax", b"PENTAX \x00", 10, from_note=True, order_at=8, tags=_PENTAX),
    Layout("Pentax", b"SAMSUNG\x00", 10, from_note=True, order_at=8, tags=_PENTAX),
    Layout("Pentax", b"RICOH\x00II", 8, from_note=True, order="<", tags=_PENTAX),
    Layout("Pentax", b"RICOH\x00MM", 8, from_note=True, order=">", tags=_PENTAX),
    Layout("Ricoh", b"Ricoh", 8, tags=_RICOH),
    Layout("Ricoh", b"RICOH", 8, tags=_RICOH),
    Layout("Sony", b"SONY DSC ", 12, tags=_SONY),
    Layout("Sony", b"SONY CAM ", 12, tags=_SONY),
    Layout("Sony", b"SONY MOBILE", 12, tags=_SONY),
    Layout("Sony", b"VHAB     ", 12, tags=_SONY),
    Layout("Sigma", b"SIGMA\x00", 10, tags=_SIGMA),
    Layout("Sigma", b"FOVEON\x00", 10, tags=_SIGMA),
    Layout("Casio", b"QVC\x00", 6, order=">", tags=_CASIO),
    Layout("Casio", b"DCI\x00", 6, order=">", tags=_CASIO),
    Layout("Sanyo", b"SANYO\x00", 8, tags=_SANYO),
    Layout("Motorola", b"MOT\x00", 8, from_note=True, tags=_MOTOROLA),
    Layout("Kyocera", b"KYOCERA", 22, from_note=True),
    Layout("JVC", b"JVC ", 4),
    Layout("Reconyx", b"\x01\xf1", binary=_reconyx_hyperfire),
    Layout("Reconyx", b"RECONYX", binary=lambda note, findings, path: None),
    Layout("Kodak", b"KDK", binary=lambda note, findings, path: None),
    Layout("Konica", b"KC", binary=lambda note, findings, path: None),
    Layout("Hewlett-Packard", b"Hewlett-Packard", binary=_hewlett),
    Layout("Hewlett-Packard", b"HP", binary=_hewlett),
    Layout("Hewlett-Packard", b"IIII", binary=_hewlett),
    Layout("Ricoh", b"Rv", binary=lambda note, findings, path: None),
    Layout("Ricoh", b"Rev", binary=lambda note, findings, path: None),
    Layout("Google", b"HDRP", binary=lambda note, findings, path: None),
    Layout("Samsung", b"STMN", binary=lambda note, findings, path: None),
    Layout("DJI", b"[ae_dbg_info:", binary=lambda note, findings, path: None),
)
_UNMARKED = {
    "canon": Layout("Canon", tags=_CANON),
    "nikon": Layout("Nikon", tags={0x0A: "FocalLength", 0x1D: "SerialNumber"}),
    "casio": Layout("Casio", order=">", tags=_CASIO),
    "minolta": Layout("Minolta", tags=_MINOLTA),
    "konica": Layout("Konica Minolta", tags=_MINOLTA),
    "samsung": Layout("Samsung", from_note=True, tags=_SAMSUNG),
    "dji": Layout("DJI", tags=_DJI),
    "sony": Layout("Sony", tags=_SONY),
    "asahi": Layout("Pentax", tags=_PENTAX),
    "pentax": Layout("Pentax", tags=_PENTAX),
    "ricoh": Layout("Ricoh", tags=_RICOH),
    "leica": Layout("Leica", tags=_PANASONIC),
    "sanyo": Layout("Sanyo", tags=_SANYO),
}
_LEICA_M8 = Layout("Leica", b"LEICA\x00", 8, from_note=True, tags={0x0303: "SerialNumber", 0x0310: "LensType"})
_RICOH_HEADER = Layout("Ricoh", header_at=0, tags=_RICOH_TWO)


def whose(note: bytes, make: str) -> Layout | None:
    """The layout that the first bytes name; without a mark, that of the camera's Make."""
    if note.startswith(b"LEICA\x00\x00\x00") and make.lower().startswith("leica camera"):
        return _LEICA_M8
    for layout in _LAYOUTS:
        if note.startswith(layout.magic):
            return layout
    if note[:4] in (b"II*\x00", b"MM\x00*"):
        return _RICOH_HEADER if "ricoh" in make.lower() else Layout(make or "unknown", header_at=0)
    first = make.lower()
    return next((layout for name, layout in _UNMARKED.items() if first.startswith(name)), None)


def read_maker_note(tiff: Tiff, entry: Entry, findings: Findings, path: str) -> None:
    """Note that there is a maker note, whose it is, and what of it can be read."""
    note = tiff.part(entry)
    place = f"{path}/MakerNote"
    head = note.some(0, 32)
    layout = whose(head, tiff.make)
    marked = layout is not None and layout.magic != b""
    owner = layout.maker if layout else "unknown"
    findings.add(
        "MakerNote", f"{owner}, {entry.size} bytes", place, raw=head.hex(), offset=tiff.window.offset(entry.at)
    )
    if marked:
        findings.add("MakerNoteMaker", owner, place, raw=head[:12].hex(), offset=tiff.window.offset(entry.at))
    if layout is not None:
        attempt(findings, "maker note", lambda: _read(layout, tiff, entry, note, findings, place))


def _read(layout: Layout, tiff: Tiff, entry: Entry, note: Window, findings: Findings, path: str) -> None:
    if layout.binary is not None:
        layout.binary(note, findings, path)
        return
    inner, at = _directory_of(layout, tiff, entry, note)
    _walk(inner, at, layout, findings, path)


def _directory_of(layout: Layout, tiff: Tiff, entry: Entry, note: Window) -> tuple[Tiff, int]:
    """The structure whose offsets the note uses, and where its directory begins in it."""
    order = layout.order or _order(note, layout.order_at) or tiff.order
    if layout.header_at is not None:
        # Offsets count from the header inside the note; values may stand behind the note's own end.
        inner = tiff.window.part(entry.at + layout.header_at)
        order = {b"II": "<", b"MM": ">"}.get(inner.some(0, 2), order)
        return Tiff(inner, order), inner.u32(4, order)
    if layout.from_note:
        inner = tiff.window.part(entry.at)
        at = inner.u32(layout.pointer_at, order) if layout.pointer_at is not None else layout.directory
        return Tiff(inner, _plausible(inner, at, order)), at
    at = entry.at + layout.directory
    return Tiff(tiff.window, _plausible(tiff.window, at, order)), at


def _order(note: Window, at: int | None) -> str:
    return {b"II": "<", b"MM": ">"}.get(note.some(at, 2), "") if at is not None else ""


def _plausible(window: Window, at: int, order: str) -> str:
    """Some makers write their note in the other byte order: the entry count tells."""
    count = window.u16(at, order)
    other = ">" if order == "<" else "<"
    return other if count > 300 and window.u16(at, other) <= 300 else order


def _walk(tiff: Tiff, at: int, layout: Layout, findings: Findings, path: str) -> None:
    entries, _following = tiff.entries(at)
    for entry in entries[:_MAX_ENTRIES_SHOWN]:
        attempt(findings, "maker note", partial(_one, tiff, entry, layout, findings, path))


def _one(tiff: Tiff, entry: Entry, layout: Layout, findings: Findings, path: str) -> None:
    name = layout.tags.get(entry.tag, f"0x{entry.tag:04x}")
    if name == "Equipment":
        at = tiff.number(entry) if entry.kind in (4, 13) else entry.at
        if at:
            equipment = replace(layout, tags=_OLYMPUS_EQUIPMENT)
            _walk(tiff, at, equipment, findings, f"{path}/Equipment")
        return
    value, raw = shown(tiff, entry, name)
    special = _SPECIAL.get((layout.maker, name))
    value = special(tiff, entry, value, findings, path) if special else value
    findings.add(name, value, path, raw=raw, offset=tiff.window.offset(entry.at))


Special = Callable[[Tiff, Entry, str, Findings, str], str]


def _pentax_camera_info(tiff: Tiff, entry: Entry, value: str, findings: Findings, path: str) -> str:
    """Model, dates, production, internal serial number as five long integers."""
    numbers = tiff.numbers(entry)
    if len(numbers) >= 5:
        findings.add("InternalSerialNumber", numbers[4], path, offset=tiff.window.offset(entry.at + 16))
        findings.add("ManufactureDate", numbers[1], path, offset=tiff.window.offset(entry.at + 4))
    return value


def _ricoh_serial(tiff: Tiff, entry: Entry, value: str, findings: Findings, path: str) -> str:
    """Sixteen bytes, written as hexadecimal digits, or as text by newer models."""
    data = tiff.window.some(entry.at, min(entry.size, 64))
    return decoded(data).strip("\x00 ") if data.isdigit() else data.hex()


def _hexadecimal(tiff: Tiff, entry: Entry, value: str, findings: Findings, path: str) -> str:
    """Text up to its first zero where it is text, else hexadecimal digits."""
    data = tiff.window.some(entry.at, min(entry.size, 64))
    text = data.split(b"\x00")[0]
    return decoded(text).strip() if text and all(31 < byte < 127 for byte in text) else data.hex()


def _identifier(tiff: Tiff, entry: Entry, value: str, findings: Findings, path: str) -> str:
    """Sixteen bytes of an identifier as digits."""
    data = tiff.window.some(entry.at, min(entry.size, 64))
    return data.hex() if entry.kind in (1, 7) and any(data) else value


_SPECIAL: dict[tuple[str, str], Special] = {
    ("Pentax", "CameraInfo"): _pentax_camera_info,
    ("Ricoh", "InternalSerialNumber"): _ricoh_serial,
    ("Panasonic", "InternalSerialNumber"): _hexadecimal,
    ("Canon", "ImageUniqueID"): _identifier,
}


def read_adobe_block(tiff: Tiff, entry: Entry, findings: Findings, path: str) -> bool:
    """`Adobe` then `MakN` blocks: size, byte order, the note's old place, the note (DNG 1.4, DNGPrivateData).

    Offsets in a note that counted from the EXIF block still do so from where that once stood.
    """
    body, at = tiff.part(entry), 6
    while at + 14 <= len(body):
        kind, size = body.take(at, 4), body.u32(at + 4)
        if kind == b"MakN":
            order = {b"II": "<", b"MM": ">"}.get(body.take(at + 8, 2), tiff.order)
            moved = entry.at + at + 14 - body.u32(at + 10)
            note = Entry(0x927C, 7, size - 6, entry.at + at + 14 - moved)
            read_maker_note(Tiff(_Moved(tiff.window, moved), order, make=tiff.make), note, findings, path)
            return True
        at += 8 + size + (size & 1)
    return False


class _Moved(Window):
    """The same bytes, counted from `by` bytes further on (or before): offsets of a block that was moved."""

    __slots__ = ("by",)

    def __init__(self, window: Window, by: int) -> None:
        super().__init__(window.data, window.start, window.size, origin=window.origin)
        self.by = by

    def take(self, at: int, count: int) -> bytes:
        return super().take(at + self.by, count)

    def some(self, at: int, count: int) -> bytes:
        place = at + self.by
        return super().take(place, max(0, min(count, self.size - place))) if 0 <= place < self.size else b""

    def part(self, at: int, size: int | None = None) -> Window:
        return Window(self.data, self.start, self.size, origin=self.origin).part(at + self.by, size)

    def offset(self, at: int) -> int | None:
        return super().offset(at + self.by)


def read_canon_block(window: Window, findings: Findings, path: str) -> None:
    """CMT3 of a CR3 file: Canon's maker note as a TIFF block of its own."""
    from osintdesk.media.readers.tiff import opened

    tiff, at = opened(window)
    place = f"{path}/MakerNote"
    findings.add(
        "MakerNote", f"Canon, {len(window)} bytes", place, raw=window.some(0, 32).hex(), offset=window.offset(0)
    )
    findings.add("MakerNoteMaker", "Canon", place, offset=window.offset(0))
    _walk(tiff, at, _UNMARKED["canon"], findings, place)
