"""JPEG files: every segment in its order, what it carries, how the picture was coded, what stands behind its end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from osintdesk.media.kinds import sniff_bytes
from osintdesk.media.readers.carried import note_jumbf
from osintdesk.media.readers.findings import Findings, attempt, decoded
from osintdesk.media.readers.icc import read_icc
from osintdesk.media.readers.photoshop import read_resources
from osintdesk.media.readers.tiff import read_tiff
from osintdesk.media.readers.window import Cut, Window, unpacked
from osintdesk.media.readers.xmp import read_xmp

_MAX_SEGMENTS = 4000
_MAX_JOINED = 16 << 20
_END = 0xD9
_SOF = {
    0xC0: "baseline",
    0xC1: "extended",
    0xC2: "progressive",
    0xC3: "lossless",
    0xC9: "arithmetic",
    0xCA: "arithmetic progressive",
}
_NAMES = {0xC4: "DHT", 0xDB: "DQT", 0xDA: "SOS", 0xDD: "DRI", 0xFE: "COM", 0xD8: "SOI", 0xD9: "EOI", 0xCC: "DAC"}

EXIF = b"Exif\x00"
XMP = b"http://ns.adobe.com/xap/1.0/\x00"
XMP_EXTENSION = b"http://ns.adobe.com/xmp/extension/\x00"
ICC = b"ICC_PROFILE\x00"


@dataclass(slots=True)
class _State:
    """What is gathered over several segments."""

    order: list[str] = field(default_factory=list)
    tables: list[bytes] = field(default_factory=list)
    huffman: list[bytes] = field(default_factory=list)
    icc: list[tuple[int, Window]] = field(default_factory=list)
    extended: dict[bytes, list[tuple[int, Window]]] = field(default_factory=dict)
    jumbf: list[Window] = field(default_factory=list)
    multi: tuple[int, Window] | None = None
    joined: int = 0


def read_jpeg(window: Window, findings: Findings, prefix: str = "", *, inner: bool = False) -> None:
    """Every segment up to the end of the (first) picture, then what trails behind it."""
    state, end = _State(), -1
    for marker, at, segment in _segments(window):
        name = _name(marker)
        state.order.append(name)
        if marker == _END:
            end = at + 2
        else:
            attempt(findings, f"{name} segment", partial(_segment_of, marker, segment, state, findings, prefix))
    _summary(state, findings, prefix)
    attempt(findings, "colour profile", lambda: _joined_icc(state, findings, prefix))
    attempt(findings, "extended XMP", lambda: _joined_xmp(state, findings, prefix))
    if not inner:
        attempt(findings, "end of the picture", lambda: _behind(window, end, state, findings))


def _segments(window: Window) -> Iterator[tuple[int, int, Window]]:
    """Marker, its place and the body of each segment, the end marker last; raises Cut when it is no JPEG."""
    if window.some(0, 2) != b"\xff\xd8":
        raise Cut("no start of image")
    at = 2
    for _segment in range(_MAX_SEGMENTS):
        at = _marker_at(window, at)
        if at < 0:
            return
        marker = window.u8(at + 1)
        if marker == _END:
            yield marker, at, window.part(at + 2, 0)
            return
        size = max(window.u16(at + 2), 2)
        yield marker, at, window.part(at + 4, size - 2)
        at += 2 + size
        if marker == 0xDA:
            at = _after_scan(window, at)


def _name(marker: int) -> str:
    if 0xE0 <= marker <= 0xEF:
        return f"APP{marker - 0xE0}"
    return _NAMES.get(marker) or ("SOF" if marker in _SOF else f"{marker:02X}")


def end_of_picture(window: Window) -> int:
    """The place behind the end marker; -1 when the picture has none or is no JPEG."""
    try:
        return next((at + 2 for marker, at, _segment in _segments(window) if marker == _END), -1)
    except Cut:
        return -1


def _marker_at(window: Window, at: int) -> int:
    """The next marker from `at` on; fill bytes are stepped over, stray bytes too (as decoders do)."""
    for _step in range(20_000):
        if at + 2 > len(window):
            return -1
        if window.u8(at) == 0xFF and window.u8(at + 1) not in (0x00, 0xFF):
            return at
        following = window.find(b"\xff", at + 1)
        if following < 0:
            return -1
        at = following
    return -1


def _after_scan(window: Window, at: int) -> int:
    """The marker behind entropy-coded data: neither a stuffed zero nor a restart."""
    while True:
        at = window.find(b"\xff", at)
        if at < 0 or at + 1 >= len(window):
            return len(window)
        following = window.u8(at + 1)
        if following and not 0xD0 <= following <= 0xD7 and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _segment_of(marker: int, segment: Window, state: _State, findings: Findings, prefix: str) -> None:
    name = f"{prefix}/{state.order[-1]}" if prefix else state.order[-1]
    if marker in _SOF:
        _frame(marker, segment, findings, name)
    elif marker == 0xDB:
        state.tables.append(segment.all())
    elif marker == 0xC4:
        state.huffman.append(segment.all())
    elif marker == 0xFE:
        findings.add("Comment", decoded(segment.some(0, 8000)), name, offset=segment.offset(0))
    elif 0xE0 <= marker <= 0xEF:
        _application(marker - 0xE0, segment, state, findings, name)


def _frame(marker: int, segment: Window, findings: Findings, path: str) -> None:
    findings.add("EncodingProcess", _SOF[marker], path, offset=segment.offset(0))
    findings.add("BitsPerSample", segment.u8(0), path, offset=segment.offset(0))
    findings.add("ImageHeight", segment.u16(1), path, offset=segment.offset(1))
    findings.add("ImageWidth", segment.u16(3), path, offset=segment.offset(3))
    parts = [segment.u8(7 + 3 * number) for number in range(min(segment.u8(5), 4))]
    findings.add("Sampling", " ".join(f"{part >> 4}x{part & 15}" for part in parts), path, offset=segment.offset(5))


def _application(number: int, segment: Window, state: _State, findings: Findings, path: str) -> None:
    head = segment.some(0, 40)
    if number == 1 and head.startswith(EXIF):
        attempt(findings, "EXIF", lambda: read_tiff(segment.part(6), findings, path))
    elif number == 1 and head.startswith(XMP):
        attempt(
            findings,
            "XMP",
            lambda: read_xmp(segment.part(len(XMP)).all(), findings, f"{path}/XMP", offset=segment.offset(29)),
        )
    elif number == 1 and head.startswith(XMP_EXTENSION):
        _keep_extended(segment.part(len(XMP_EXTENSION)), state, findings, path)
    elif number == 2 and head.startswith(ICC) and len(state.icc) < 255:
        state.icc.append((segment.u8(12), segment.part(14)))
    elif number == 2 and head.startswith(b"MPF\x00"):
        state.multi = (segment.offset(4) or 0, segment.part(4))
        attempt(
            findings, "multi-picture index", lambda: read_tiff(segment.part(4), findings, f"{path}/MPF", first="MPF")
        )
    elif number == 11 and head[:2] == b"JP":
        _note_jumbf(segment, state, findings, path)
    elif number == 13 and head.startswith(b"Photoshop 3.0\x00"):
        attempt(findings, "Photoshop resources", lambda: read_resources(segment.part(14), findings, path))
    else:
        _small(number, head, segment, findings, path)


def _small(number: int, head: bytes, segment: Window, findings: Findings, path: str) -> None:
    """Segments of a few fields."""
    at = segment.offset(0)
    if number == 0 and head.startswith(b"JFIF\x00"):
        findings.add("JFIFVersion", f"{head[5]}.{head[6]:02d}", path, offset=at)
        findings.add("JFIFDensity", f"{segment.u16(8)} x {segment.u16(10)} ({segment.u8(7)})", path, offset=at)
    elif number == 14 and head.startswith(b"Adobe"):
        findings.add("AdobeTransform", segment.u8(11), path, offset=at)
    elif number == 12 and head.startswith(b"Ducky"):
        findings.add("DuckyQuality", segment.u32(9) if len(segment) > 12 else "present", path, offset=at)
    else:
        mark = decoded(head.split(b"\x00")[0][:24])
        findings.add("ApplicationSegment", f"{mark or head[:8].hex()} ({len(segment)} bytes)", path, offset=at)


def _note_jumbf(segment: Window, state: _State, findings: Findings, path: str) -> None:
    if not state.jumbf:
        note_jumbf(segment, findings, path)
    state.jumbf.append(segment)


def _keep_extended(segment: Window, state: _State, findings: Findings, path: str) -> None:
    identifier, place = segment.take(0, 32), segment.u32(36)
    if state.joined + len(segment) > _MAX_JOINED:
        findings.problem("The extended XMP is too large to be read.")
        return
    state.joined += len(segment)
    state.extended.setdefault(identifier, []).append((place, segment.part(40)))


def _joined_icc(state: _State, findings: Findings, prefix: str) -> None:
    if state.icc:
        parts = [part for _number, part in sorted(state.icc, key=lambda item: item[0])]
        whole = parts[0] if len(parts) == 1 else unpacked(b"".join(part.all() for part in parts))
        read_icc(whole, findings, f"{prefix}/APP2/ICC" if prefix else "APP2/ICC")


def _joined_xmp(state: _State, findings: Findings, prefix: str) -> None:
    for parts in state.extended.values():
        packet = b"".join(part.all() for _place, part in sorted(parts, key=lambda item: item[0]))
        read_xmp(packet, findings, f"{prefix}/APP1/ExtendedXMP" if prefix else "APP1/ExtendedXMP")


def _summary(state: _State, findings: Findings, prefix: str) -> None:
    """How the picture was coded, as far as it tells one encoder from another."""
    path = f"{prefix}/JPEG" if prefix else "JPEG"
    order = _runs(state.order)
    findings.add("SegmentOrder", " ".join(order[:120]), path)
    if state.tables:
        tables = b"".join(state.tables)
        findings.add("QuantisationTables", hashlib.sha256(tables).hexdigest()[:16], path, raw=tables[:260].hex())
        quality = estimated_quality(state.tables)
        if quality:
            findings.add("QualityLikeIJG", quality, path)
    if state.huffman:
        findings.add("HuffmanTables", hashlib.sha256(b"".join(state.huffman)).hexdigest()[:16], path)


def _runs(order: list[str]) -> list[str]:
    """`DQT DQT DQT` as `DQT*3`."""
    runs: list[tuple[str, int]] = []
    for name in order:
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + 1)
        else:
            runs.append((name, 1))
    return [name if count == 1 else f"{name}*{count}" for name, count in runs]


# ITU-T T.81 table K.1 in zigzag order: what libjpeg scales by its quality setting.
_STANDARD = (
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49,
    35, 37, 29, 40, 58, 51, 61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56,
    80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
)  # fmt: skip


def estimated_quality(tables: list[bytes]) -> int | None:
    """The IJG quality whose luminance table this is exactly; None for a table of another kind."""
    first = b"".join(tables)
    if len(first) < 65 or first[0] != 0:
        return None
    luminance = tuple(first[1:65])
    return next((quality for quality in range(1, 101) if _scaled(quality) == luminance), None)


def _scaled(quality: int) -> tuple[int, ...]:
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return tuple(min(max((value * scale + 50) // 100, 1), 255) for value in _STANDARD)


def _behind(window: Window, end: int, state: _State, findings: Findings) -> None:
    """Bytes after the end of the picture: known trailers are named, anything else is said to be there."""
    if end < 0:
        findings.add("MissingEnd", "The picture has no end marker.", "JPEG", offset=len(window))
        return
    size = len(window) - end
    rest = window.part(end)
    if size <= 0 or not rest.some(0, 4096).strip(b"\x00\xff\r\n "):
        if size > 0:
            findings.add("Padding", f"{size} bytes", "Trailer", offset=window.offset(end))
        return
    kind = trailer_kind(rest, state.multi is not None)
    findings.add("TrailerSize", size, "Trailer", offset=window.offset(end))
    findings.add("TrailerKind", kind, "Trailer", offset=window.offset(end))
    if kind == "motion photo" or b"ftyp" in rest.some(0, 64):
        _motion(rest, findings)


def trailer_kind(rest: Window, multi: bool) -> str:
    """What stands behind a picture: one of the trailers that cameras write, or what its first bytes say."""
    head, tail = rest.some(0, 4096), rest.some(len(rest) - 64, 64)
    if head.lstrip(b"\x00")[:2] == b"\xff\xd8" and multi:
        return "further pictures of a multi-picture file"
    if b"SEFT" in tail or b"SEFH" in rest.some(len(rest) - 4096, 4096):
        return "Samsung trailer"
    if b"MotionPhoto_Data" in head or head[4:8] == b"ftyp":
        return "motion photo"
    if head.startswith((b"\xff\xd8\xff",)):
        return "another JPEG picture"
    return f"unknown ({sniff_bytes(head).format})"


def _motion(rest: Window, findings: Findings) -> None:
    at = rest.find(b"ftyp")
    if at >= 4:
        from osintdesk.media.readers.bmff import read_bmff

        findings.add("EmbeddedVideo", f"{len(rest) - at + 4} bytes", "Trailer", offset=rest.offset(at - 4))
        attempt(findings, "embedded video", lambda: read_bmff(rest.part(at - 4), findings, prefix="Trailer"))
