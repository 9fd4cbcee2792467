"""Files made for the tests, byte by byte where no library writes what is to be read."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image

from osintdesk.core.readings import Reading
from osintdesk.media.kinds import sniff_bytes
from osintdesk.media.readers.containers import read_data
from osintdesk.media.readers.findings import Findings

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Test XMP 1.0">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:exif="http://ns.adobe.com/exif/1.0/" xmp:CreatorTool="Adobe Photoshop 24.0"
    exif:GPSLatitude="51,11.46N" exif:GPSLongitude="35,16.26E">
   <xmpMM:DocumentID>xmp.did:1</xmpMM:DocumentID>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Суджа</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>One</rdf:li><rdf:li>Two</rdf:li></rdf:Seq></dc:creator>
   <xmpMM:History><rdf:Seq>
    <rdf:li stEvt:action="created" stEvt:softwareAgent="Adobe Photoshop 24.0" stEvt:when="2024-08-06T10:00:00+03:00"/>
    <rdf:li rdf:parseType="Resource"><stEvt:action>saved</stEvt:action></rdf:li>
   </rdf:Seq></xmpMM:History>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()


def exif(
    zeroth: Mapping[int, Any] | None = None,
    detail: Mapping[int, Any] | None = None,
    gps: Mapping[int, Any] | None = None,
) -> Image.Exif:
    block = Image.Exif()
    for tag, value in (zeroth or {}).items():
        block[tag] = value
    for pointer, tags in ((0x8769, detail), (0x8825, gps)):
        if tags:
            block.get_ifd(pointer).update(tags)
    return block


CAMERA = {0x010F: "Canon", 0x0110: "Canon EOS 80D", 0x0112: 6, 0x0131: "Firmware 1.0.2", 0x0132: "2024:08:06 18:52:00"}
TAKEN = {0x9003: "2024:08:06 18:52:00", 0x9291: "042", 0x9011: "+03:00", 0xA431: "123456789", 0xA434: "EF50mm"}
SUDZHA = {
    1: "N",
    2: (51.0, 11.0, 27.6),
    3: "E",
    4: (35.0, 16.0, 15.6),
    5: b"\x00",
    6: 190.5,
    7: (15.0, 52.0, 3.0),
    0x1D: "2024:08:06",
}


def picture(size: tuple[int, int] = (64, 48)) -> Image.Image:
    return Image.radial_gradient("L").resize(size).convert("RGB")


def jpeg(**options: Any) -> bytes:
    sink = io.BytesIO()
    picture().save(sink, "JPEG", **options)
    return sink.getvalue()


def camera_jpeg() -> bytes:
    return jpeg(exif=exif(CAMERA, TAKEN, SUDZHA), xmp=XMP, comment=b"a comment", quality=85)


def with_segment(data: bytes, marker: int, body: bytes) -> bytes:
    """A JPEG with one more segment behind the start of the image."""
    return data[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + data[2:]


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes) -> bytes:
    sink = io.BytesIO()
    picture().save(sink, "PNG")
    data = sink.getvalue()
    return data[:33] + b"".join(chunks) + data[33:]


def box(kind: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I", len(body) + 8) + kind + body


def full(kind: bytes, *bodies: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags), *bodies)


def since_1904(text: str) -> int:
    moment = datetime.fromisoformat(text).astimezone(UTC)
    return int((moment - datetime(1904, 1, 1, tzinfo=UTC)).total_seconds())


def movie(*extra: bytes, created: int | None = None, track_created: int | None = None, brand: bytes = b"qt  ") -> bytes:
    """A movie of one video track of 320 × 240 pixels and 5 s, without samples; `extra` boxes go into `moov`."""
    when = since_1904("2024-08-06T15:52:00+00:00") if created is None else created
    track = when if track_created is None else track_created
    matrix = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)
    header = full(b"mvhd", struct.pack(">4I", when, when, 600, 3000), bytes(80))
    track_header = full(
        b"tkhd",
        struct.pack(">5I", track, track, 1, 0, 3000),
        bytes(16),
        matrix,
        struct.pack(">2I", 320 << 16, 240 << 16),
    )
    entry = box(b"avc1", bytes(24), struct.pack(">2H", 320, 240), bytes(14), b"\x06Encode".ljust(32, b"\x00"), bytes(4))
    table = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 1), entry),
        full(b"stts", struct.pack(">3I", 1, 125, 24)),
    )
    media = box(
        b"mdia",
        full(b"mdhd", struct.pack(">4IHH", track, track, 600, 3000, 0x55C4, 0)),
        full(b"hdlr", b"mhlrvideappl", bytes(8), b"\x12Core Media Video\x00\x00"),
        box(b"minf", table),
    )
    return box(b"ftyp", brand, bytes(4), brand) + box(b"moov", header, box(b"trak", track_header, media), *extra)


def keys_meta(values: Mapping[str, str]) -> bytes:
    """QuickTime metadata: `keys` with names, `ilst` with their values."""
    names = b"".join(struct.pack(">I", len(key) + 8) + b"mdta" + key.encode() for key in values)
    items = b"".join(
        box(struct.pack(">I", number), box(b"data", struct.pack(">2I", 1, 0), value.encode()))
        for number, value in enumerate(values.values(), 1)
    )
    handler = full(b"hdlr", bytes(4), b"mdta", bytes(12))
    return box(b"meta", handler, full(b"keys", struct.pack(">I", len(values)), names), box(b"ilst", items))


def user_text(kind: bytes, text: str) -> bytes:
    raw = text.encode()
    return box(kind, struct.pack(">2H", len(raw), 0x15C7), raw)


def read(data: bytes) -> Findings:
    findings = Findings()
    read_data(data, sniff_bytes(data[:4096]).format, findings)
    return findings


def named(findings: Findings, name: str) -> list[Reading]:
    return [reading for reading in findings.readings if reading.name == name]


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
