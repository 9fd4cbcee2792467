"""Tags of sound files: ID3 (MP3), Vorbis comments (FLAC, Ogg, Opus); M4A and WAV are read as containers."""

from __future__ import annotations

from osintdesk.media.readers.findings import Findings, decoded
from osintdesk.media.readers.window import Window

_MAX_FRAMES = 500
_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_FRAMES = {
    "TIT2": "Title",
    "TPE1": "Artist",
    "TALB": "Album",
    "TYER": "Year",
    "TDRC": "RecordingTime",
    "TDEN": "EncodingTime",
    "TDTG": "TaggingTime",
    "TDAT": "Date",
    "TIME": "Time",
    "TSSE": "EncoderSettings",
    "TENC": "EncodedBy",
    "TCOP": "Copyright",
    "TLEN": "Length",
    "TSRC": "ISRC",
    "TCON": "Genre",
    "TT2": "Title",
    "TP1": "Artist",
    "TAL": "Album",
    "TYE": "Year",
    "TSS": "EncoderSettings",
    "TEN": "EncodedBy",
}


def read_mp3(window: Window, findings: Findings) -> None:
    """ID3v2 at the beginning, the encoder's mark in the first frame, ID3v1 at the end."""
    start = _id3v2(window, findings) if window.some(0, 3) == b"ID3" else 0
    frame = window.some(start, 4000)
    for mark in (b"LAME", b"Lavc", b"Lavf", b"GOGO"):
        at = frame.find(mark)
        if at >= 0:
            findings.add(
                "Encoder",
                decoded(frame[at : at + 9].split(b"\x00")[0]).strip("\x55 "),
                "MPEG/Xing",
                offset=window.offset(start + at),
            )
            break
    last = window.part(len(window) - 128)
    if last.some(0, 3) == b"TAG":
        for name, at, size in (
            ("Title", 3, 30),
            ("Artist", 33, 30),
            ("Album", 63, 30),
            ("Year", 93, 4),
            ("Comment", 97, 28),
        ):
            text = decoded(last.take(at, size).split(b"\x00")[0]).strip()
            if text:
                findings.add(name, text, "ID3v1", offset=last.offset(at))


def _synchsafe(data: bytes) -> int:
    return sum((byte & 0x7F) << 7 * (len(data) - 1 - place) for place, byte in enumerate(data))


def _id3v2(window: Window, findings: Findings) -> int:
    """All text and comment frames of versions 2.2 to 2.4; returns the place behind the tag."""
    version, size = window.u8(3), _synchsafe(window.take(6, 4))
    findings.add("ID3Version", f"2.{version}", "ID3v2", offset=window.offset(3))
    body, at = window.part(10, size), 0
    if window.u8(5) & 0x40 and version > 2:
        at = 4 + body.u32(0) if version == 3 else _synchsafe(body.take(0, 4))
    head, width = (6, 3) if version == 2 else (10, 4)
    for _frame in range(_MAX_FRAMES):
        if at + head > len(body) or not body.u8(at):
            break
        name = decoded(body.take(at, width))
        raw = body.take(at + width, width)
        length = _synchsafe(raw) if version == 4 else int.from_bytes(raw, "big")
        _frame_of(name, body.part(at + head, length), findings)
        at += head + length
    return 10 + size


def _frame_of(name: str, frame: Window, findings: Findings) -> None:
    data = frame.some(0, 8000)
    if not data:
        return
    if name.startswith("T") and name not in ("TXXX", "TXX"):
        findings.add(_FRAMES.get(name, name), _text(data[0], data[1:]), "ID3v2", offset=frame.offset(0))
    elif name in ("TXXX", "TXX"):
        label, _zero, value = _text(data[0], data[1:], joined=False).partition("\x00")
        findings.add(label or name, value, "ID3v2/TXXX", offset=frame.offset(0))
    elif name in ("COMM", "COM"):
        _label, _zero, value = _text(data[0], data[4:], joined=False).partition("\x00")
        findings.add("Comment", value, "ID3v2", offset=frame.offset(0))
    elif name in ("APIC", "PIC"):
        findings.add("CoverArt", f"{len(frame)} bytes", "ID3v2/APIC", offset=frame.offset(0))
        at = data.find(b"\xff\xd8\xff")
        if at >= 0:
            findings.thumbnails.append(("ID3v2/APIC", frame.some(at, 2 << 20)))
    elif name == "PRIV":
        findings.add("Private", decoded(data.split(b"\x00")[0][:80]), "ID3v2/PRIV", offset=frame.offset(0))


def _text(encoding: int, data: bytes, *, joined: bool = True) -> str:
    text = data.decode(_ENCODINGS[encoding] if encoding < 4 else "latin-1", "replace").rstrip("\x00")
    text = text.replace("\ufeff", "")
    return text.replace("\x00", ", ") if joined else text


def read_ogg(window: Window, findings: Findings) -> None:
    """The comment header of Vorbis, Opus, Theora or Speex; it is in one of the first pages."""
    at = -4
    for _page in range(8):
        at = window.find(b"OggS", at + 4)
        if at < 0:
            return
        body = window.part(at + 27 + window.u8(at + 26))
        for mark in (b"\x03vorbis", b"OpusTags", b"\x81theora"):
            if body.some(0, len(mark)) == mark:
                read_comments(body.part(len(mark)), findings, decoded(mark).strip("\x03\x81"))


def read_flac(window: Window, findings: Findings) -> None:
    """Metadata blocks up to the first frame."""
    at = 4
    for _block in range(200):
        kind, size = window.u8(at), int.from_bytes(window.take(at + 1, 3), "big")
        body = window.part(at + 4, size)
        if kind & 0x7F == 4:
            read_comments(body, findings, "FLAC/VORBIS_COMMENT")
        elif kind & 0x7F == 0:
            packed = int.from_bytes(body.take(10, 8), "big")
            findings.add("AudioSampleRate", packed >> 44, "FLAC/STREAMINFO", offset=body.offset(10))
            findings.add("AudioMD5", body.take(18, 16).hex(), "FLAC/STREAMINFO", offset=body.offset(18))
        at += 4 + size
        if kind & 0x80:
            return


def read_comments(body: Window, findings: Findings, path: str) -> None:
    """Vorbis comments: the vendor (the encoder), then `NAME=value`."""
    size = body.u32(0, "<")
    findings.add("Encoder", decoded(body.some(4, min(size, 400))), path, offset=body.offset(4))
    at = 4 + size
    count, at = body.u32(at, "<"), at + 4
    for _comment in range(min(count, 500)):
        length = body.u32(at, "<")
        name, _equals, value = decoded(body.some(at + 4, min(length, 8000))).partition("=")
        if len(value) < 6000:
            findings.add(name[:80] or "Comment", value, path, offset=body.offset(at + 4))
        at += 4 + length
