"""Boxes of movies: times, tracks, handlers, codecs, edits, user data, keys, extended boxes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import partial

from osintdesk.media.readers.bmff import BoxReader, Reader, walk
from osintdesk.media.readers.carried import note_jumbf
from osintdesk.media.readers.findings import attempt, decoded
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
    a, b, c, d = (_signed(body.u32(at + place)) for place in (0, 4, 12, 16))
    turns = {(0, 1, -1, 0): 90, (-1, 0, 0, -1): 180, (0, -1, 1, 0): 270}
    return turns.get(tuple((value > 0) - (value < 0) for value in (a, b, c, d)), 0)  # type: ignore[arg-type]


def _signed(value: int) -> int:
    return value - (1 << 32) if value & 0x80000000 else value


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


def user_data(reader: Reader, kind: bytes, body: Window, path: str) -> None:
    """One atom of `udta`: QuickTime's ©-texts, those of 3GPP, and blocks that cameras put there."""
    findings, name = reader.findings, decoded(kind)
    if kind in _USER_BLOCKS:
        _USER_BLOCKS[kind](reader, body, path)
    elif kind[:1] == b"\xa9":
        for text, at in _texts(body):
            findings.add(_TEXT_NAMES.get(name, name), text, path, offset=body.offset(at))
    elif kind in _THREE_GPP:
        findings.add(_THREE_GPP[kind], _unicode(body.some(6, 2000)), path, offset=body.offset(6))
    elif len(body) <= 400:
        data = body.all()
        text = decoded(data).strip("\x00 \r\n")
        readable = bool(text) and all(char.isprintable() for char in text)
        findings.add(
            name.strip(), text if readable else f"({len(data)} bytes)", path, raw=data[:64].hex(), offset=body.offset(0)
        )


def _texts(body: Window) -> list[tuple[str, int]]:
    """QuickTime international text (size, language, text)…, or an iTunes `data` box, or bare text."""
    found, at = [], 0
    if body.some(4, 4) == b"data":
        return [(decoded(body.some(16, body.u32(0) - 16)), 16)]
    while at + 4 <= len(body):
        size = body.u16(at)
        if not size or at + 4 + size > len(body):
            break
        found.append((decoded(body.take(at + 4, size)).strip("\x00"), at + 4))
        at += 4 + size
    return found or [(decoded(body.some(0, 400)).strip("\x00 "), 0)]


def _unicode(data: bytes) -> str:
    if data[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return data.decode("utf-16", "replace").split("\x00")[0]
    return decoded(data.split(b"\x00")[0])


def _location(reader: Reader, body: Window, path: str) -> None:
    """3GPP `loci` (TS 26.244 section 8.10): name, role, longitude, latitude, altitude as 16.16 numbers."""
    after = 6 + len(body.some(6, 400).split(b"\x00")[0]) + 1
    longitude, latitude, altitude = (_signed(body.u32(after + 1 + 4 * place)) / 65536 for place in range(3))
    value = f"{latitude:+.6f}{longitude:+.6f}{altitude:+.3f}/"
    reader.findings.add("LocationInformation", value, path, offset=body.offset(after + 1))
    name = _unicode(body.some(6, after - 6))
    if name:
        reader.findings.add("LocationName", name, path, offset=body.offset(6))


def _year(reader: Reader, body: Window, path: str) -> None:
    reader.findings.add("RecordingYear", body.u16(4), path, offset=body.offset(4))


def _thumbnail(reader: Reader, body: Window, path: str) -> None:
    at = body.find(b"\xff\xd8\xff")
    if at >= 0:
        reader.findings.thumbnails.append((path, body.some(at, 2 << 20)))
        reader.findings.add("ThumbnailImage", f"{len(body) - at} bytes", path, offset=body.offset(at))


def _xmp_box(reader: Reader, body: Window, path: str) -> None:
    read_xmp(body.all(), reader.findings, f"{path}/XMP", offset=body.offset(0))


def _gpmf(reader: Reader, body: Window, path: str) -> None:
    from osintdesk.media.readers.gpmf import read_gpmf

    attempt(reader.findings, "GPMF", lambda: read_gpmf(body, reader.findings, path))


def _plain(name: str) -> BoxReader:
    def read(reader: Reader, body: Window, path: str) -> None:
        reader.findings.add(name, decoded(body.some(0, 400)).strip("\x00 "), path, offset=body.offset(0))

    return read


_USER_BLOCKS: dict[bytes, BoxReader] = {
    b"loci": _location,
    b"yrrc": _year,
    b"thmb": _thumbnail,
    b"CNTH": _thumbnail,
    b"CNDA": _thumbnail,
    b"NCTH": _thumbnail,
    b"SLTH": _thumbnail,
    b"XMP_": _xmp_box,
    b"GPMF": _gpmf,
    b"FIRM": _plain("FirmwareVersion"),
    b"LENS": _plain("LensSerialNumber"),
}
_THREE_GPP = {
    b"titl": "Title",
    b"dscp": "Description",
    b"cprt": "Copyright",
    b"perf": "Performer",
    b"auth": "Author",
    b"gnre": "Genre",
    b"albm": "Album",
    b"date": "Date",
}
_TEXT_NAMES = {
    "\xa9xyz": "GPSCoordinates",
    "\xa9mak": "Make",
    "\xa9mod": "Model",
    "\xa9swr": "SoftwareVersion",
    "\xa9day": "ContentCreateDate",
    "\xa9nam": "Title",
    "\xa9cmt": "Comment",
    "\xa9too": "Encoder",
    "\xa9enc": "EncodedBy",
    "\xa9inf": "Information",
    "\xa9cpy": "Copyright",
    "\xa9ART": "Artist",
    "\xa9alb": "Album",
    "\xa9des": "Description",
    "\xa9xsp": "SpeedX",
    "\xa9ysp": "SpeedY",
    "\xa9zsp": "SpeedZ",
    "\xa9fpt": "Pitch",
    "\xa9fyw": "Yaw",
    "\xa9frl": "Roll",
    "\xa9gpt": "CameraPitch",
    "\xa9gyw": "CameraYaw",
    "\xa9grl": "CameraRoll",
    "\xa9fmt": "Format",
    "\xa9TIM": "StartTimecode",
    "\xa9TSC": "StartTimeScale",
    "\xa9TSZ": "StartTimeSampleSize",
    "\xa9wrt": "Composer",
    "\xa9gen": "Genre",
    "\xa9lyr": "Lyrics",
    "\xa9dir": "Director",
}


def _keys(reader: Reader, body: Window, path: str) -> None:
    """The names that numbered items of the next `ilst` use."""
    reader.keys, at = [], 8
    for _key in range(min(body.u32(4), 2000)):
        if at + 8 > len(body):
            return
        size = body.u32(at)
        if size < 8:
            return
        reader.keys.append(decoded(body.some(at + 8, min(size - 8, 200))))
        at += size


def _items(reader: Reader, body: Window, path: str) -> None:
    """`ilst`: items named by four letters (iTunes) or by their number in `keys` (QuickTime metadata)."""
    at = 0
    for _place in range(2000):
        if at + 8 > len(body):
            return
        size, kind = body.u32(at), body.take(at + 4, 4)
        if size < 8:
            return
        name, holder = _item_name(reader, kind, body.part(at + 8, size - 8), path)
        attempt(
            reader.findings,
            "metadata item",
            partial(_item, reader, body.part(at + 8, size - 8), name, holder),
        )
        at += size


def _item_name(reader: Reader, kind: bytes, item: Window, path: str) -> tuple[str, str]:
    number = int.from_bytes(kind, "big")
    if reader.keys and 1 <= number <= len(reader.keys):
        key = reader.keys[number - 1]
        return _KEY_NAMES.get(key, key.removeprefix("com.apple.quicktime.")), f"{path}/{key}"
    text = decoded(kind)
    if kind == b"----":
        label = item.find(b"name")
        text = decoded(item.some(label + 8, item.u32(label - 4) - 12)) if label >= 4 else text
    return _TEXT_NAMES.get(text, _ITEM_NAMES.get(text, text)), f"{path}/{decoded(kind).strip()}"


def _item(reader: Reader, item: Window, name: str, path: str) -> None:
    at = item.find(b"data")
    if at < 4:
        return
    size, kind = item.u32(at - 4), item.u32(at + 4) & 0xFFFFFF
    data = item.some(at + 12, min(max(size - 16, 0), 20_000))
    if kind in (13, 14):
        reader.findings.add(name, f"picture, {size - 16} bytes", path, offset=item.offset(at + 12))
        if kind == 13 and name in ("covr", "CoverArt"):
            reader.findings.thumbnails.append((path, item.some(at + 12, size - 16)))
        return
    reader.findings.add(
        name, _typed(kind, data), path, raw=data[:64].hex() if kind not in (1, 2) else None, offset=item.offset(at + 12)
    )


def _typed(kind: int, data: bytes) -> str:
    """By the well-known types of the QuickTime File Format: text, UTF-16, integers, floats."""
    import struct

    if kind == 1 or (kind == 0 and data and all(31 < b < 127 for b in data)):
        return decoded(data)
    if kind == 2:
        return data.decode("utf-16-be", "replace")
    if kind in (21, 22, 65, 66, 67, 74, 75, 76, 77, 78) and len(data) in (1, 2, 3, 4, 8):
        return str(int.from_bytes(data, "big", signed=kind in (21, 65, 66, 67, 74)))
    if kind in (23, 24) and len(data) in (4, 8):
        return f"{struct.unpack('>f' if len(data) == 4 else '>d', data)[0]:.7g}"
    return data[:64].hex()


_KEY_NAMES = {
    "com.apple.quicktime.creationdate": "CreationDate",
    "com.apple.quicktime.make": "Make",
    "com.apple.quicktime.model": "Model",
    "com.apple.quicktime.software": "Software",
    "com.apple.quicktime.location.ISO6709": "GPSCoordinates",
    "com.apple.quicktime.location.accuracy.horizontal": "LocationAccuracyHorizontal",
    "com.apple.quicktime.content.identifier": "ContentIdentifier",
    "com.apple.quicktime.still-image-time": "StillImageTime",
    "com.apple.quicktime.displayname": "DisplayName",
    "com.apple.quicktime.description": "Description",
    "com.apple.quicktime.author": "Author",
    "com.apple.quicktime.comment": "Comment",
    "com.android.version": "AndroidVersion",
    "com.android.manufacturer": "Make",
    "com.android.model": "Model",
    "com.android.capture.fps": "AndroidCaptureFPS",
    "com.samsung.android.utc_offset": "UTCOffset",
    "com.xiaomi.product.marketname": "MarketName",
    "make": "Make",
    "model": "Model",
    "software": "Software",
    "creation_time": "CreationDate",
    "encoder": "Encoder",
    "location": "GPSCoordinates",
    "location-eng": "GPSCoordinates",
    "date": "Date",
    "title": "Title",
    "comment": "Comment",
}
_ITEM_NAMES = {
    "covr": "CoverArt",
    "cprt": "Copyright",
    "desc": "Description",
    "ldes": "LongDescription",
    "aART": "AlbumArtist",
    "tool": "Encoder",
}

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
        _thumbnail(reader, inner, place)
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
    b"keys": _keys,
    b"ilst": _items,
    b"uuid": _extended_box,
    b"XMP_": _xmp_box,
    b"CNCV": _canon_version,
    b"CMT1": _canon_tiff("IFD0"),
    b"CMT2": _canon_tiff("ExifIFD"),
    b"CMT3": _canon_tiff("MakerNote"),
    b"CMT4": _canon_tiff("GPS"),
    b"THMB": _thumbnail,
}
