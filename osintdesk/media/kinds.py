"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

IMAGE: Final = "image"
VIDEO: Final = "video"
AUDIO: Final = "audio"
DOCUMENT: Final = "document"
OTHER: Final = "other"

_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Sniffed:
    """`kind` is image, video, audio, document or other; `format` a short name (`jpeg`, `heic`, `mp4`, `cr2`)."""

    kind: str
    mime: str
    format: str


@dataclass(frozen=True, slots=True)
class _Signature:
    offset: int
    magic: bytes
    answer: Sniffed


def _image(mime: str, name: str) -> Sniffed:
    return Sniffed(IMAGE, f"image/{mime}", name)


def _video(mime: str, name: str) -> Sniffed:
    return Sniffed(VIDEO, f"video/{mime}", name)


def _audio(mime: str, name: str) -> Sniffed:
    return Sniffed(AUDIO, f"audio/{mime}", name)


_UNKNOWN = Sniffed(OTHER, "application/octet-stream", "unknown")
EMPTY = Sniffed(OTHER, "application/x-empty", "empty")

# The first that fits is taken, so longer magics stand before their own beginnings.
_SIGNATURES = (
    _Signature(0, b"\xff\xd8\xff", _image("jpeg", "jpeg")),
    _Signature(0, b"\x89PNG\r\n\x1a\n", _image("png", "png")),
    _Signature(0, b"GIF87a", _image("gif", "gif")),
    _Signature(0, b"GIF89a", _image("gif", "gif")),
    _Signature(0, b"8BPS", _image("vnd.adobe.photoshop", "psd")),
    _Signature(0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", _image("jxl", "jxl")),
    _Signature(0, b"\xff\x0a", _image("jxl", "jxl")),
    _Signature(0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", _image("jp2", "jp2")),
    _Signature(0, b"\xff\x4f\xff\x51", _image("x-j2c", "j2k")),
    _Signature(0, b"FUJIFILMCCD-RAW", _image("x-fujifilm-raf", "raf")),
    _Signature(0, b"FOVb", _image("x-sigma-x3f", "x3f")),
    _Signature(6, b"HEAPCCDR", _image("x-canon-crw", "crw")),
    _Signature(0, b"\x00MRM", _image("x-minolta-mrw", "mrw")),
    _Signature(0, b"IIRO", _image("x-olympus-orf", "orf")),
    _Signature(0, b"IIRS", _image("x-olympus-orf", "orf")),
    _Signature(0, b"MMOR", _image("x-olympus-orf", "orf")),
    _Signature(0, b"IIU\x00", _image("x-panasonic-rw2", "rw2")),
    _Signature(0, b"\x00\x00\x01\x00", _image("vnd.microsoft.icon", "ico")),
    _Signature(0, b"qoif", _image("qoi", "qoi")),
    _Signature(0, b"\x1aE\xdf\xa3", _video("x-matroska", "mkv")),
    _Signature(0, b"\x00\x00\x01\xba", _video("mpeg", "mpeg-ps")),
    _Signature(0, b"\x00\x00\x01\xb3", _video("mpeg", "mpeg-es")),
    _Signature(0, b"FLV\x01", _video("x-flv", "flv")),
    _Signature(0, bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"), _video("x-ms-asf", "asf")),
    _Signature(0, b"fLaC", _audio("flac", "flac")),
    _Signature(0, b"ID3", _audio("mpeg", "mp3")),
    _Signature(0, b"#!AMR", _audio("amr", "amr")),
    _Signature(0, b"caff", _audio("x-caf", "caf")),
    _Signature(0, b"MThd", _audio("midi", "midi")),
    _Signature(0, b"%PDF-", Sniffed(DOCUMENT, "application/pdf", "pdf")),
    _Signature(0, b"{\\rtf", Sniffed(DOCUMENT, "application/rtf", "rtf")),
    _Signature(0, b"PK\x03\x04", Sniffed(OTHER, "application/zip", "zip")),
    _Signature(0, b"MZ", Sniffed(OTHER, "application/vnd.microsoft.portable-executable", "exe")),
    _Signature(0, b"\x7fELF", Sniffed(OTHER, "application/x-elf", "elf")),
    _Signature(0, b"\xff\x01Exiv2", Sniffed(OTHER, "application/x-exiv2", "exv")),
)

_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), _image("heic", "heic")),
    **dict.fromkeys((b"avif", b"avis"), _image("avif", "avif")),
    **dict.fromkeys((b"mif1", b"mif2", b"mif3", b"msf1", b"miaf"), _image("heif", "heif")),
    b"crx ": _image("x-canon-cr3", "cr3"),
    b"jp2 ": _image("jp2", "jp2"),
    b"jxl ": _image("jxl", "jxl"),
    b"qt  ": _video("quicktime", "mov"),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), _audio("mp4", "m4a")),
    **dict.fromkeys((b"M4V ", b"M4VH", b"M4VP"), _video("x-m4v", "m4v")),
}
_BOXES_WITHOUT_BRAND = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_RIFF = {
    b"WEBP": _image("webp", "webp"),
    b"AVI ": _video("x-msvideo", "avi"),
    b"WAVE": _audio("x-wav", "wav"),
    b"RMID": _audio("midi", "midi"),
}
_TIFF_MAKERS = (
    ("nikon", _image("x-nikon-nef", "nef")),
    ("sony", _image("x-sony-arw", "arw")),
    ("samsung", _image("x-samsung-srw", "srw")),
    ("pentax", _image("x-pentax-pef", "pef")),
    ("ricoh", _image("x-pentax-pef", "pef")),
    ("hasselblad", _image("x-hasselblad-3fr", "3fr")),
    ("phase one", _image("x-phaseone-iiq", "iiq")),
    ("leaf", _image("x-leaf-mos", "mos")),
    ("kodak", _image("x-kodak-dcr", "dcr")),
)
_SUBRIP = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*\d+\s*\r?\n\d\d:\d\d:\d\d[,.]\d{1,3}\s*-->")


def sniff(path: Path) -> Sniffed:
    """What the bytes of `path` say it is; raises OSError when it cannot be read."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return sniff_bytes(head)


def sniff_bytes(head: bytes) -> Sniffed:
    """What the first bytes of a file (4096 are enough) say it is."""
    if not head:
        return EMPTY
    for signature in _SIGNATURES:
        if head.startswith(signature.magic, signature.offset):
            return _refined(signature.answer, head)
    if b"%PDF-" in head[:1024]:
        return Sniffed(DOCUMENT, "application/pdf", "pdf")
    for guess in (_boxes, _riff, _tiff, _ogg, _transport_stream, _bitmap, _aiff, _bare_audio, _text):
        found = guess(head)
        if found:
            return found
    return _UNKNOWN


def _refined(answer: Sniffed, head: bytes) -> Sniffed:
    if answer.format == "mkv" and b"webm" in head[:64]:
        return _video("webm", "webm")
    return answer


def _boxes(head: bytes) -> Sniffed | None:
    """ISO base media: by major brand, then by the compatible ones; QuickTime files may begin without `ftyp`."""
    kind = head[4:8]
    if kind in _BOXES_WITHOUT_BRAND:
        return _video("quicktime", "mov")
    if kind not in (b"ftyp", b"styp"):
        return None
    size = min(struct.unpack(">I", head[:4])[0], len(head))
    major, others = head[8:12], [head[at : at + 4] for at in range(16, size - 3, 4)]
    if major in (b"mif1", b"msf1", b"miaf", b"mif2", b"mif3"):
        return next((_BRANDS[brand] for brand in others if brand in (b"avif", b"heic", b"heix")), _BRANDS[major])
    if major in _BRANDS:
        return _BRANDS[major]
    if major[:2] == b"3g":
        return _video("3gpp2" if major[:3] == b"3g2" else "3gpp", "3gp")
    return _video("mp4", "mp4")


def _riff(head: bytes) -> Sniffed | None:
    if head[:4] in (b"RIFF", b"RF64", b"RIFX"):
        return _RIFF.get(head[8:12], _UNKNOWN)
    return None


def _tiff(head: bytes) -> Sniffed | None:
    """TIFF and the raw formats that are TIFF: told apart by DNGVersion, Canon's mark, or maker plus sub-images."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(head[:4])
    if head[:4] in (b"II+\x00", b"MM\x00+"):
        return _image("tiff", "tiff")
    if order is None:
        return None
    if head[8:10] == b"CR":
        return _image("x-canon-cr2", "cr2")
    tags = _first_directory(head, order)
    if 0xC612 in tags:
        return _image("x-adobe-dng", "dng")
    maker = tags.get(0x010F, b"").decode("latin-1").lower()
    if 0x014A in tags or 0x8769 in tags:
        known = next((raw for name, raw in _TIFF_MAKERS if name in maker), None)
        if known and 0x014A in tags:
            return known
    return _image("tiff", "tiff")


def _first_directory(head: bytes, order: str) -> dict[int, bytes]:
    """Tags of the first directory, with the bytes of text values that lie within `head`."""
    tags: dict[int, bytes] = {}
    at = struct.unpack_from(order + "I", head, 4)[0] if len(head) >= 8 else 0
    if not 8 <= at <= len(head) - 2:
        return tags
    for entry in range(min(struct.unpack_from(order + "H", head, at)[0], 200)):
        place = at + 2 + 12 * entry
        if place + 12 > len(head):
            break
        tag, kind, count, value = struct.unpack_from(order + "HHII", head, place)
        start = place + 8 if count <= 4 else value
        tags[tag] = head[start : start + min(count, 64)] if kind == 2 else b""
    return tags


def _ogg(head: bytes) -> Sniffed | None:
    if not head.startswith(b"OggS"):
        return None
    if b"theora" in head[:256] or b"BBCD" in head[:64]:
        return _video("ogg", "ogv")
    return _audio("opus", "opus") if b"OpusHead" in head[:64] else _audio("ogg", "ogg")


def _transport_stream(head: bytes) -> Sniffed | None:
    for first, step in ((0, 188), (4, 192), (0, 204)):
        marks = range(first, min(len(head), first + 5 * step), step)
        if len(marks) >= 2 and all(head[at] == 0x47 for at in marks):
            return _video("mp2t", "m2ts" if step == 192 else "mpeg-ts")
    return None


def _bitmap(head: bytes) -> Sniffed | None:
    if (
        head[:2] == b"BM"
        and len(head) >= 18
        and struct.unpack_from("<I", head, 14)[0] in (12, 40, 52, 56, 64, 108, 124)
    ):
        return _image("bmp", "bmp")
    return None


def _aiff(head: bytes) -> Sniffed | None:
    return _audio("aiff", "aiff") if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC") else None


def _bare_audio(head: bytes) -> Sniffed | None:
    """MPEG audio and AAC without a header of their own: two frames must follow each other."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    if head[1] & 0xF6 == 0xF0:
        return _audio("aac", "aac")
    valid = head[1] & 0x06 != 0 and head[1] & 0x18 != 0x08 and head[2] & 0xF0 not in (0, 0xF0)
    return _audio("mpeg", "mp3") if valid and head[2] & 0x0C != 0x0C else None


def _text(head: bytes) -> Sniffed | None:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < max(len(head) - 4, 1):
            return None
        text = head[: error.start].decode("utf-8")
    if any(char < " " and char not in "\t\r\n\f" for char in text):
        return None
    return _text_format(head, text.lstrip("\ufeff \t\r\n").lower())


def _text_format(head: bytes, text: str) -> Sniffed:
    if _SUBRIP.match(head):
        return Sniffed(DOCUMENT, "application/x-subrip", "srt")
    if text.startswith("webvtt"):
        return Sniffed(DOCUMENT, "text/vtt", "vtt")
    if text.startswith("<svg") or (text.startswith("<?xml") and "<svg" in text):
        return Sniffed(DOCUMENT, "image/svg+xml", "svg")
    if text.startswith(("<!doctype html", "<html")):
        return Sniffed(DOCUMENT, "text/html", "html")
    if text.startswith(("<?xpacket", "<x:xmpmeta")):
        return Sniffed(DOCUMENT, "application/rdf+xml", "xmp")
    return Sniffed(DOCUMENT, "text/plain", "text")
