"""The established libraries as further readers: what they find beyond the own reader, and where they disagree with it.

A value that a library reads just as the own reader did is not listed again; the number of such agreements is.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from osintdesk.core.readings import Reading
from osintdesk.media.facts import same_value
from osintdesk.media.kinds import AUDIO, IMAGE, VIDEO, Sniffed
from osintdesk.media.readers.content_credentials import CREDENTIAL_FORMATS, read_content_credentials
from osintdesk.media.readers.findings import Findings, attempt
from osintdesk.media.readers.tags import GPS_TAGS, IMAGE_TAGS, INTEROP_TAGS

EXIF_FORMATS = frozenset(
    "jpeg tiff heic heif avif webp png jxl cr2 cr3 nef arw srw pef orf rw2 raf dng 3fr iiq mos dcr".split()
)
_EXIFREAD_LIMIT = 300 << 20


@dataclass(slots=True)
class Known:
    """What the own reader found, by the last part of its group and its name."""

    values: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    anywhere: set[str] = field(default_factory=set)
    agreed: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> Known:
        known = cls()
        for reading in readings:
            known.values.setdefault((_place(reading.group), reading.name), []).append(reading.value)
            known.anywhere.add(_bare(reading.value))
        return known

    def repeats(self, reader: str, path: str, name: str, value: str) -> bool:
        """Whether this value is known already; counted as an agreement."""
        same = any(same_value(other, value) for other in self.values.get((_place(path), name), ()))
        if path.endswith("/metadata") or _place(path).startswith("stream["):
            same = same or _bare(value) in self.anywhere
        self.agreed[reader] = self.agreed.get(reader, 0) + same
        return same


def _bare(value: str) -> str:
    """Letters and digits of a value, without the fraction of a second: containers write one date in several ways."""
    return re.sub(r"\W", "", re.sub(r"\.0+Z?$", "", value)).casefold()


def _place(group: str) -> str:
    return group.rsplit("/", 1)[-1]


def read_libraries(path: Path, kind: Sniffed, own: Iterable[Reading], findings: Findings) -> None:
    """Every library that knows the format; a failure of one is noted and ends only that one."""
    known = Known.of(own)
    for name, fits, work in _LIBRARIES:
        if fits(kind):
            attempt(findings, f"file by {name}", partial(_quietly, work, path, kind, known, findings))
    for reader, count in known.agreed.items():
        if count:
            findings.add("ValuesAgreed", count, "agreement", reader=reader)


Work = Callable[[Path, Sniffed, Known, Findings], None]


def _quietly(work: Work, path: Path, kind: Sniffed, known: Known, findings: Findings) -> None:
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            work(path, kind, known, findings)
    finally:
        logging.disable(logging.NOTSET)


def _note(findings: Findings, known: Known, reader: str, path: str, name: str, value: str) -> None:
    if value and not known.repeats(reader, path, name, value):
        findings.add(name, value, path, reader=reader)


_EXIFREAD_PLACES = {
    "Image": "IFD0",
    "Thumbnail": "IFD1",
    "EXIF": "ExifIFD",
    "GPS": "GPS",
    "Interoperability": "Interop",
    "MakerNote": "MakerNote",
}


def _exifread(path: Path, kind: Sniffed, known: Known, findings: Findings) -> None:
    import exifread

    if path.stat().st_size > _EXIFREAD_LIMIT:
        return
    with path.open("rb") as file:
        tags = exifread.process_file(file, details=True, extract_thumbnail=False)
    for key, tag in tags.items():
        if not hasattr(tag, "values"):
            continue
        group, _space, label = key.partition(" ")
        place = _EXIFREAD_PLACES.get(group, group)
        if label in _POINTERS or label.startswith("Tag 0x"):
            continue
        name = label if place == "MakerNote" else _tag_name(place, tag.tag, label)
        value = tag.printable if place == "MakerNote" else _exifread_value(tag)
        _note(findings, known, "exifread", place, name, str(value).strip("\x00 "))


# Offsets and blocks that the own reader follows, and that say nothing by themselves.
_POINTERS = frozenset(
    {"ExifOffset", "GPSInfo", "ExifInteroperabilityOffset", "InteroperabilityOffset", "MakerNote", "ApplicationNotes"}
)
_UNDEFINED = 7


def _exifread_value(tag: Any) -> str:
    """As the own reader writes it; bytes of no stated type as text where they are text."""
    if (
        tag.field_type == _UNDEFINED
        and isinstance(tag.values, list)
        and all(isinstance(value, int) for value in tag.values)
    ):
        data = bytes(value & 0xFF for value in tag.values[:400])
        text = data.rstrip(b"\x00 ")
        if text and all(31 < byte < 127 for byte in text):
            return text.decode("ascii")
        return data.hex(" ") if len(data) <= 16 else ""
    return _joined(tag.values)


def _tag_name(place: str, number: int, label: str) -> str:
    names = GPS_TAGS if place == "GPS" else INTEROP_TAGS if place == "Interop" else IMAGE_TAGS
    return names.get(number, label)


def _joined(values: Any) -> str:
    """Values as the own reader writes them: decimals, separated by blanks."""
    if isinstance(values, str):
        return values.split("\x00")[0].strip()
    if isinstance(values, bytes):
        return values[:200].decode("utf-8", "replace")
    return " ".join(_one(value) for value in list(values)[:64])


def _one(value: Any) -> str:
    top, bottom = getattr(value, "num", None), getattr(value, "den", None)
    if top is None:
        top, bottom = getattr(value, "numerator", None), getattr(value, "denominator", None)
    if isinstance(value, float) or top is None or bottom is None:
        return f"{value:.10g}" if isinstance(value, float) else str(value)
    return f"{top / bottom:.10g}" if bottom else ("undefined" if not top else "infinite")


def _pillow(path: Path, kind: Sniffed, known: Known, findings: Findings) -> None:
    from PIL import Image

    reader = "pillow-heif" if kind.format in ("heic", "heif") else "Pillow"
    with path.open("rb") as file, Image.open(file) as image:
        findings.add("Format", f"{image.format}, {image.mode}", "picture", reader=reader)
        if reader == "Pillow":
            findings.add("Size", f"{image.width} × {image.height}", "picture", reader=reader)
        frames = getattr(image, "n_frames", 1)
        if frames > 1 and kind.format != "psd":
            findings.add("Frames", frames, "picture", reader=reader)
        for place, name, value in _pillow_exif(image.getexif()):
            # pillow-heif turns the picture itself and then says that nothing is to be turned.
            if not (reader == "pillow-heif" and name == "Orientation"):
                _note(findings, known, reader, place, name, value)
        _pillow_extras(image, known, findings, reader)


def _pillow_exif(exif: Any) -> Iterator[tuple[str, str, str]]:
    blocks = [("IFD0", dict(exif), IMAGE_TAGS)]
    for place, pointer, names in (("ExifIFD", 0x8769, IMAGE_TAGS), ("GPS", 0x8825, GPS_TAGS)):
        with suppress(Exception):
            blocks.append((place, exif.get_ifd(pointer), names))
    for place, block, names in blocks:
        for tag, value in block.items():
            if tag in names and tag not in (
                0x8769,
                0x8825,
                0xA005,
                0x927C,
                0x02BC,
                0x83BB,
                0x8649,
                0x8773,
                0x014A,
                0x9286,
            ):
                yield place, names[tag], _pillow_value(value)


def _pillow_value(value: Any) -> str:
    if isinstance(value, bytes):
        return (
            value.decode("ascii") if len(value) < 40 and value.isascii() and value.decode("ascii").isprintable() else ""
        )
    if isinstance(value, (tuple, list)):
        return " ".join(_one(part) for part in value[:64])
    return _joined(value) if isinstance(value, str) else _one(value)


def _pillow_extras(image: Any, known: Known, findings: Findings, reader: str) -> None:
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if profile:
        import io

        with suppress(Exception):
            text = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))) or ""
            _note(findings, known, reader, "ICC", "ProfileDescription", text.strip())
    comment = image.info.get("comment")
    if isinstance(comment, bytes):
        _note(findings, known, reader, "COM", "Comment", comment[:2000].decode("utf-8", "replace"))


def _pyav(path: Path, kind: Sniffed, known: Known, findings: Findings) -> None:
    from osintdesk.media.frames import open_container

    with open_container(path) as container:
        facts = {
            "Format": container.format.name,
            "Duration": f"{container.duration / 1e6:.6f}" if container.duration else "",
            "BitRate": str(container.bit_rate or ""),
        }
        for name, value in facts.items():
            _note(findings, known, "PyAV", "container", name, value)
        for name, value in container.metadata.items():
            _note(findings, known, "PyAV", "container/metadata", name, value)
        for stream in list(container.streams)[:40]:
            _stream(stream, known, findings)


def _stream(stream: Any, known: Known, findings: Findings) -> None:
    place = f"stream[{stream.index}]"
    for name, value in stream.metadata.items():
        _note(findings, known, "PyAV", f"{place}/metadata", name, value)
    codec = stream.codec_context
    if codec is None:
        return
    name = {"video": "VideoCodec", "audio": "AudioCodec"}.get(stream.type, "Codec")
    _note(findings, known, "PyAV", place, name, codec.codec.canonical_name)
    if stream.type == "video":
        _note(findings, known, "PyAV", place, "Size", f"{codec.width} × {codec.height}")
        if stream.average_rate:
            _note(findings, known, "PyAV", place, "FrameRate", f"{float(stream.average_rate):.6g}")
        if stream.profile:
            _note(findings, known, "PyAV", place, "Profile", str(stream.profile))
        if stream.frames:
            _note(findings, known, "PyAV", place, "FrameCount", str(stream.frames))
    if stream.duration and stream.time_base:
        seconds = float(stream.duration * stream.time_base)
        _note(findings, known, "PyAV", place, f"{stream.type.title()}Duration", f"{seconds:.6f}")


def _credentials(path: Path, kind: Sniffed, known: Known, findings: Findings) -> None:
    read_content_credentials(path, kind, findings)


def _document(path: Path, kind: Sniffed, known: Known, findings: Findings) -> None:
    from osintdesk.media.pages import READER, read_document

    found = Findings()
    read_document(path, found)
    for reading in found.readings:
        _note(findings, known, READER, reading.path, reading.name, reading.value)


_LIBRARIES: tuple[tuple[str, Callable[[Sniffed], bool], Work], ...] = (
    ("exifread", lambda kind: kind.format in EXIF_FORMATS, _exifread),
    (
        "Pillow",
        lambda kind: kind.kind == IMAGE and kind.format not in {"cr3", "crw", "x3f", "raf", "rw2", "jxl"},
        _pillow,
    ),
    ("PyAV", lambda kind: kind.kind in {VIDEO, AUDIO}, _pyav),
    ("PDFium", lambda kind: kind.format == "pdf", _document),
    ("c2pa", lambda kind: kind.format in CREDENTIAL_FORMATS, _credentials),
)
