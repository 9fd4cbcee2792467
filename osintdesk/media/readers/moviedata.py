"""What movies carry beside their pictures: user data, metadata keys and items, as cameras and programs write them."""

from __future__ import annotations

import struct
from functools import partial

from osintdesk.media.readers.bmff import BoxReader, Reader
from osintdesk.media.readers.findings import attempt, decoded
from osintdesk.media.readers.window import Window
from osintdesk.media.readers.xmp import read_xmp


def signed(value: int) -> int:
    """A 32-bit number as two's complement."""
    return value - (1 << 32) if value & 0x80000000 else value


def user_data(reader: Reader, kind: bytes, body: Window, path: str) -> None:
    """One atom of `udta`: QuickTime's ©-texts, those of 3GPP, and blocks that cameras put there."""
    findings, name = reader.findings, decoded(kind)
    if kind in _USER_BLOCKS:
        _USER_BLOCKS[kind](reader, body, path)
    elif kind[:1] == b"\xa9":
        for text, at in _texts(body):
            findings.add(_TEXT_NAMES.get(name, name), text, path, offset=body.offset(at))
    elif kind in _CAMERA_TEXTS:
        findings.add(_CAMERA_TEXTS[kind], decoded(body.some(6, 200)).strip("\x00 "), path, offset=body.offset(6))
    elif kind[:1] == b"@" and "\xa9" + name[1:] in _TEXT_NAMES:
        for text, at in _texts(body):
            findings.add(_TEXT_NAMES["\xa9" + name[1:]], text, path, offset=body.offset(at))
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
    longitude, latitude, altitude = (signed(body.u32(after + 1 + 4 * place)) / 65536 for place in range(3))
    value = f"{latitude:+.6f}{longitude:+.6f}{altitude:+.3f}/"
    reader.findings.add("LocationInformation", value, path, offset=body.offset(after + 1))
    name = _unicode(body.some(6, after - 6))
    if name:
        reader.findings.add("LocationName", name, path, offset=body.offset(6))


def _year(reader: Reader, body: Window, path: str) -> None:
    reader.findings.add("RecordingYear", body.u16(4), path, offset=body.offset(4))


def read_thumbnail(reader: Reader, body: Window, path: str) -> None:
    at = body.find(b"\xff\xd8\xff")
    if at >= 0:
        reader.findings.thumbnails.append((path, body.some(at, 2 << 20)))
        reader.findings.add("ThumbnailImage", f"{len(body) - at} bytes", path, offset=body.offset(at))


def read_xmp_box(reader: Reader, body: Window, path: str) -> None:
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
    b"thmb": read_thumbnail,
    b"CNTH": read_thumbnail,
    b"CNDA": read_thumbnail,
    b"NCTH": read_thumbnail,
    b"SLTH": read_thumbnail,
    b"XMP_": read_xmp_box,
    b"GPMF": _gpmf,
    b"FIRM": _plain("FirmwareVersion"),
    b"LENS": _plain("LensSerialNumber"),
}
# Six bytes of version and language, then text, as some cameras write it.
_CAMERA_TEXTS = {b"manu": "Make", b"modl": "Model"}
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


def read_keys(reader: Reader, body: Window, path: str) -> None:
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


def read_items(reader: Reader, body: Window, path: str) -> None:
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
