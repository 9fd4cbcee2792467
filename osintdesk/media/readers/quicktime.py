"""Boxes of movies: times, tracks, handlers, codecs, edits, user data, keys, extended boxes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from osintdesk.media.readers.bmff import BoxReader, Reader, walk
from osintdesk.media.readers.carried import note_jumbf
from osintdesk.media.readers.findings import decoded
from osintdesk.media.readers.moviedata import read_items, read_keys, read_thumbnail, read_xmp_box, signed
from osintdesk.media.readers.tiff import read_tiff
from osintdesk.media.readers.window import Window
from osintdesk.media.readers.xmp import read_xmp

_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_MAX_ENTRIES = 200_000
_LANGUAGE = 0x60


def moment(seconds: int) -> str:
    """Seconds since 1904 as a date in UTC; zero stays zero: "not set" and "1904" cannot be told apart."""
    if not seconds:
        return "0000:00:00 00:00:00"
    try:
        return (_EPOCH + timedelta(seconds=seconds)).strftime("%Y:%m:%d %H:%M:%S")
    except (OverflowError, ValueError):
        return f"{seconds} seconds since 1904"


def _times(reader: Reader, body: Window, path: str, first: str, second: str) -> int:
    """The two dates that stand first in mvhd, tkhd and mdhd; returns the place behind them."""
    wide = body.u8(0) == 1
    read, step = (body.u64, 8) if wide else (body.u32, 4)
    for name, at in ((first, 4), (second, 4 + step)):
        seconds = read(at)
        reader.findings.add(name, moment(seconds), path, raw=str(seconds), offset=body.offset(at))
    return 4 + 2 * step


def _length(body: Window, at: int) -> int:
    wide = body.u8(0) == 1
    length = body.u64(at) if wide else body.u32(at)
    return 0 if length == (1 << (64 if wide else 32)) - 1 else length


def _file_type(reader: Reader, body: Window, path: str) -> None:
    brands = [decoded(body.take(at, 4)) for at in range(8, min(len(body) - 3, 400), 4)]
    reader.findings.add("MajorBrand", decoded(body.take(0, 4)), path, offset=body.offset(0))
    reader.findings.add("MinorVersion", f"{body.u32(4):08x}", path, offset=body.offset(4))
    reader.findings.add("CompatibleBrands", " ".join(brands), path, offset=body.offset(8))


def _movie_header(reader: Reader, body: Window, path: str) -> None:
    at = _times(reader, body, path, "CreateDate", "ModifyDate")
    scale, length = body.u32(at), _length(body, at + 4)
    reader.findings.add("TimeScale", scale, path, offset=body.offset(at))
    if scale:
        reader.findings.add("Duration", f"{length / scale:.6f}", path, raw=str(length), offset=body.offset(at + 4))


def _track_header(reader: Reader, body: Window, path: str) -> None:
    at = _times(reader, body, path, "TrackCreateDate", "TrackModifyDate")
    reader.findings.add("TrackID", body.u32(at), path, offset=body.offset(at))
    after = at + 8 + (8 if body.u8(0) == 1 else 4)
    matrix = after + 16
    turn = _rotation(body, matrix)
    if turn:
        reader.findings.add("Rotation", turn, path, offset=body.offset(matrix))
    width, height = body.u32(matrix + 36) / 65536, body.u32(matrix + 40) / 65536
    if width and height:
        reader.findings.add("DisplayWidth", f"{width:g}", path, offset=body.offset(matrix + 36))
        reader.findings.add("DisplayHeight", f"{height:g}", path, offset=body.offset(matrix + 40))


def _rotation(body: Window, at: int) -> int:
    """Degrees clockwise of the display matrix; 0 for none and for anything that is no quarter turn."""
    a, b, c, d = (signed(body.u32(at + place)) for place in (0, 4, 12, 16))
    turns = {(0, 1, -1, 0): 90, (-1, 0, 0, -1): 180, (0, -1, 1, 0): 270}
    return turns.get(tuple((value > 0) - (value < 0) for value in (a, b, c, d)), 0)  # type: ignore[arg-type]


def _media_header(reader: Reader, body: Window, path: str) -> None:
    at = _times(reader, body, path, "MediaCreateDate", "MediaModifyDate")
    scale, length = body.u32(at), _length(body, at + 4)
    reader.track().timescale = scale
    if scale:
        reader.findings.add("MediaDuration", f"{length / scale:.6f}", path, raw=str(length), offset=body.offset(at + 4))
    code = body.u16(at + (12 if body.u8(0) == 1 else 8))
    letters = "".join(chr(_LANGUAGE + (code >> shift & 31)) for shift in (10, 5, 0))
    if letters.isalpha():
        reader.findings.add("MediaLanguage", letters, path, raw=f"{code:04x}")


def _handler(reader: Reader, body: Window, path: str) -> None:
    kind = decoded(body.take(8, 4))
    name = body.some(24, 200)
    if name and name[0] == len(name) - 1:
        name = name[1:]
    text = decoded(name.split(b"\x00")[0]).strip()
    reader.findings.add("HandlerType", kind, path, offset=body.offset(8))
    vendor = decoded(body.take(12, 4)).strip("\x00 ")
    if vendor:
        reader.findings.add("HandlerVendor", vendor, path, offset=body.offset(12))
    if text:
        reader.findings.add("HandlerDescription", text, path, offset=body.offset(24))
    if path.endswith("mdia/hdlr"):
        reader.track().handler = kind


def _sample_description(reader: Reader, body: Window, path: str) -> None:
    """The first sample entry: codec, and for pictures their size as stored."""
    entry = body.part(8, body.u32(8) if body.u32(4) else 0)
    track, kind = reader.track(), decoded(entry.take(4, 4)).strip("\x00 ")
    track.format = kind
    if track.handler in ("vide", "pict") or (not track.handler and len(entry) >= 86):
        _video_entry(reader, entry, path, kind)
    elif track.handler == "soun":
        reader.findings.add("AudioFormat", kind, path, offset=entry.offset(4))
        reader.findings.add("AudioChannels", entry.u16(24), path, offset=entry.offset(24))
        reader.findings.add("AudioSampleRate", entry.u32(32) >> 16, path, offset=entry.offset(32))
    else:
        reader.findings.add("MetaFormat", kind, path, offset=entry.offset(4))


def _video_entry(reader: Reader, entry: Window, path: str, kind: str) -> None:
    findings = reader.findings
    findings.add("CompressorID", kind, path, offset=entry.offset(4))
    vendor = decoded(entry.take(20, 4)).strip("\x00 ")
    if vendor:
        findings.add("VendorID", vendor, path, offset=entry.offset(20))
    findings.add("SourceImageWidth", entry.u16(32), path, offset=entry.offset(32))
    findings.add("SourceImageHeight", entry.u16(34), path, offset=entry.offset(34))
    size = min(entry.u8(50), 31)
    name = decoded(entry.some(51, size)).strip("\x00 ")
    if name:
        findings.add("CompressorName", name, path, offset=entry.offset(50))
    walk(reader, entry.part(86), path, 10)


def _colour(reader: Reader, body: Window, path: str) -> None:
    kind = body.some(0, 4)
    if kind in (b"nclx", b"nclc"):
        values = [body.u16(at) for at in (4, 6, 8)]
        reader.findings.add("ColourCode", "{} {} {}".format(*values), path, offset=body.offset(0))
    elif kind in (b"prof", b"rICC"):
        from osintdesk.media.readers.icc import read_icc

        read_icc(body.part(4), reader.findings, f"{path}/ICC")


def _time_to_sample(reader: Reader, body: Window, path: str) -> None:
    reader.track().tables["stts"] = body
    if reader.track().handler != "vide":
        return
    runs = [(body.u32(8 + 8 * n), body.u32(12 + 8 * n)) for n in range(min(body.u32(4), 2000, (len(body) - 8) // 8))]
    frames = sum(count for count, _delta in runs)
    deltas = {delta for count, delta in runs if count}
    reader.findings.add("FrameCount", frames, path, offset=body.offset(8))
    reader.findings.add("FrameIntervals", f"{len(deltas)} different", path, raw=" ".join(map(str, sorted(deltas)[:20])))


def _keep(name: str) -> BoxReader:
    def keep(reader: Reader, body: Window, path: str) -> None:
        reader.track().tables[name] = body

    return keep


def _edit_list(reader: Reader, body: Window, path: str) -> None:
    wide = body.u8(0) == 1
    count, step = body.u32(4), 20 if wide else 12
    edits = []
    for number in range(min(count, 20)):
        at = 8 + step * number
        length = body.u64(at) if wide else body.u32(at)
        start = body.u64(at + 8) if wide else body.u32(at + 4)
        edits.append(f"{length}@{'empty' if start == (1 << (64 if wide else 32)) - 1 else start}")
    reader.findings.add("EditList", " ".join(edits), path, raw=str(count), offset=body.offset(0))


_UUIDS = {
    "be7acfcb97a942e89c71999491e3afac": "XMP",
    "d8fec3d61b0e483c92975828877ec481": "C2PA",
    "85c0b687820f11e08111f4ce462b6a48": "Canon",
    "eaf42b5e1c984b88b9fbb7dc406e4d16": "Canon preview",
    "55534d5421d24fceBB88695cfac9c740".lower(): "USMT",
    "50524f4621d24fcebb88695cfac9c740": "PROF",
    "4a706754696666457869662d3e4a5032": "EXIF",
    "ffcc8263f8554a938814587a02521fdd": "spherical video",
    "0537cdab9d0c4431a72afa561f2a113e": "EXIF",
    "33c7a4d2b81d4723a0baf1a3e097ad38": "IPTC",
}


def _extended_box(reader: Reader, body: Window, path: str) -> None:
    """A box whose type is a UUID: XMP, Content Credentials, Canon's raw metadata, EXIF in JPEG 2000."""
    identifier = body.take(0, 16).hex()
    inner, name = body.part(16), _UUIDS.get(identifier, identifier)
    place = f"{path}[{name}]"
    if name == "XMP":
        read_xmp(inner.all(), reader.findings, f"{place}/XMP", offset=inner.offset(0))
    elif name == "C2PA":
        note_jumbf(inner, reader.findings, place)
    elif name == "Canon":
        walk(reader, inner, place, 3)
    elif name == "EXIF":
        read_tiff(inner, reader.findings, place)
    elif name == "Canon preview":
        read_thumbnail(reader, inner, place)
    elif name == "spherical video":
        reader.findings.add("SphericalVideoXML", decoded(inner.some(0, 4000)), place, offset=inner.offset(0))
    else:
        text = _encoder_in(inner.some(0, 2000))
        reader.findings.add("UUIDBox", text or f"{len(inner)} bytes", place, offset=inner.offset(0))


def _encoder_in(data: bytes) -> str:
    found = re.search(rb"[ -~]{12,200}", data)
    return found.group().decode("ascii") if found else ""


def _canon_tiff(first: str) -> BoxReader:
    """CMT1–CMT4 of a CR3 file are TIFF blocks: IFD0, EXIF, maker note, GPS."""

    def read(reader: Reader, body: Window, path: str) -> None:
        if first == "MakerNote":
            from osintdesk.media.readers.makernotes import read_canon_block

            read_canon_block(body, reader.findings, path)
        else:
            read_tiff(body, reader.findings, path, first=first)

    return read


def _canon_version(reader: Reader, body: Window, path: str) -> None:
    reader.findings.add("CompressorVersion", decoded(body.some(0, 40).split(b"\x00")[0]), path, offset=body.offset(0))


READERS: dict[bytes, BoxReader] = {
    b"ftyp": _file_type,
    b"mvhd": _movie_header,
    b"tkhd": _track_header,
    b"mdhd": _media_header,
    b"hdlr": _handler,
    b"stsd": _sample_description,
    b"stts": _time_to_sample,
    b"stsz": _keep("stsz"),
    b"stsc": _keep("stsc"),
    b"stco": _keep("stco"),
    b"co64": _keep("co64"),
    b"elst": _edit_list,
    b"colr": _colour,
    b"keys": read_keys,
    b"ilst": read_items,
    b"uuid": _extended_box,
    b"XMP_": read_xmp_box,
    b"CNCV": _canon_version,
    b"CMT1": _canon_tiff("IFD0"),
    b"CMT2": _canon_tiff("ExifIFD"),
    b"CMT3": _canon_tiff("MakerNote"),
    b"CMT4": _canon_tiff("GPS"),
    b"THMB": read_thumbnail,
}
