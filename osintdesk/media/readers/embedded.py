"""Pictures and clips inside a file, byte for byte: thumbnails, previews of raw files, the clip of a motion photo."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path

from osintdesk.media.kinds import sniff, sniff_bytes
from osintdesk.media.pictures import RAW_FORMATS, embedded_jpegs
from osintdesk.media.readers.containers import read_data
from osintdesk.media.readers.findings import Findings
from osintdesk.media.results import EmbeddedPart

_MOST_PARTS = 24
_MOST_BYTES = 200 << 20
_LARGEST_JPEG = 64 << 20


def embedded_parts(path: Path) -> Iterator[EmbeddedPart]:
    """Each part once, the named ones first; at most 24 parts and 200 MB."""
    if not path.stat().st_size:
        return
    room, seen = _MOST_BYTES, set[bytes]()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for number, part in enumerate(_found(path, data)):
            room -= len(part.data)
            if number >= _MOST_PARTS or room < 0:
                return
            if part.data not in seen:
                seen.add(part.data)
                yield part


def _found(path: Path, data: mmap.mmap) -> Iterator[EmbeddedPart]:
    form, findings = sniff(path).format, Findings()
    read_data(data, form, findings)
    for place, picture in findings.thumbnails:
        whole = _to_its_end(picture)
        offset = data.find(whole[:4096])
        yield EmbeddedPart(place, sniff_bytes(whole[:4096]).format, offset if offset >= 0 else None, whole)
    for reading in findings.readings:
        if reading.name == "EmbeddedVideo" and reading.offset is not None:
            clip = bytes(data[reading.offset :])
            yield EmbeddedPart(reading.group, sniff_bytes(clip[:4096]).format, reading.offset, clip)
    if form in RAW_FORMATS:
        yield from _previews(data)


def _previews(data: mmap.mmap) -> Iterator[EmbeddedPart]:
    for at, width, height in embedded_jpegs(data):
        picture = _to_its_end(bytes(data[at : at + _LARGEST_JPEG]))
        yield EmbeddedPart(f"preview of {width} × {height} pixels", "jpeg", at, picture)


def _to_its_end(picture: bytes) -> bytes:
    """A JPEG without what follows its end marker; anything else as it is."""
    if not picture.startswith(b"\xff\xd8"):
        return picture
    from osintdesk.media.readers.jpeg import end_of_picture
    from osintdesk.media.readers.window import Window

    end = end_of_picture(Window(picture))
    return picture[:end] if end > 0 else picture
