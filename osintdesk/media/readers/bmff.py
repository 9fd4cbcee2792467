"""ISO base media files and QuickTime: every box, with the place of every time and every position in it.

Also the still formats built of boxes: HEIF and AVIF, Canon CR3, JPEG XL, JPEG 2000.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from osintdesk.media.readers.findings import Findings, attempt, decoded
from osintdesk.media.readers.window import Cut, Window, unpacked

_MAX_BOXES = 20_000
_MAX_DEPTH = 14
_MAX_MOOV = 16 << 20
_INSTA360 = b"8db42d694ccc418790edff439fe026bf"

CONTAINERS = frozenset(
    [
        "moov",
        "trak",
        "mdia",
        "minf",
        "stbl",
        "udta",
        "edts",
        "dinf",
        "moof",
        "traf",
        "mvex",
        "mfra",
        "schi",
        "sinf",
        "gmhd",
        "iprp",
        "ipco",
        "jp2h",
        "wave",
        "tapt",
        "strk",
        "strd",
        "mere",
    ]
)
FULL_CONTAINERS = frozenset({"meta"})


@dataclass(slots=True)
class Track:
    """What the sample tables of one track say, for reading timed metadata."""

    path: str
    handler: str = ""
    format: str = ""
    timescale: int = 0
    tables: dict[str, Window] = field(default_factory=dict)


@dataclass(slots=True)
class Reader:
    """One walk through one file."""

    root: Window
    findings: Findings
    boxes: int = 0
    tracks: list[Track] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    order: dict[str, list[str]] = field(default_factory=dict)
    items: dict[str, Window] = field(default_factory=dict)
    codestream: list[bytes] = field(default_factory=list)

    def track(self) -> Track:
        """The track that is being read; outside of one a throw-away."""
        return self.tracks[-1] if self.tracks else Track("")


BoxReader = Callable[[Reader, Window, str], None]


def read_bmff(window: Window, findings: Findings, *, prefix: str = "") -> Reader:
    """Walk all boxes; returns what was gathered on the way (sample tables for timed tracks)."""
    reader = Reader(window, findings)
    walk(reader, window, prefix, 0)
    for path, names in reader.order.items():
        findings.add("BoxOrder", " ".join(names[:80]), path or "file")
    from osintdesk.media.readers.heif import finish_heif, finish_jxl

    attempt(findings, "picture items", lambda: finish_heif(reader, prefix))
    attempt(findings, "JPEG XL codestream", lambda: finish_jxl(reader, prefix))
    return reader


def walk(reader: Reader, window: Window, path: str, depth: int) -> None:
    """All boxes of `window`; each is read by its own reader, and one that breaks off ends only itself."""
    at = 0
    while at + 8 <= len(window):
        reader.boxes += 1
        if reader.boxes > _MAX_BOXES or depth > _MAX_DEPTH:
            reader.findings.problem("There are more boxes, or deeper ones, than are taken in.")
            return
        size, head, kind = _size(window, at)
        if size < head or not _plausible(kind):
            _rest(reader, window, at, path, depth)
            return
        if at + size > len(window) and depth == 0:
            reader.findings.problem("The file ends before its last box does.")
        name = _named(reader, kind, path)
        if depth <= 1 and (depth == 0 or path.endswith("moov")):
            reader.order.setdefault(path, []).append(decoded(kind))
        place = f"{path}/{name}" if path else name
        body = window.part(at + head, size - head)
        attempt(reader.findings, f"{name} box", partial(_box, reader, kind, body, place, depth))
        at += size
    if depth == 0 and at < len(window):
        _rest(reader, window, at, path, depth)


def _size(window: Window, at: int) -> tuple[int, int, bytes]:
    """Whole size, size of the head, type."""
    size, kind = window.u32(at), window.take(at + 4, 4)
    if size == 1:
        return window.u64(at + 8), 16, kind
    return (len(window) - at if size == 0 else size), 8, kind


def _plausible(kind: bytes) -> bool:
    return all(byte == 0xA9 or 32 <= byte < 127 for byte in kind) or kind[:3] == b"\x00\x00\x00"


def _named(reader: Reader, kind: bytes, path: str) -> str:
    name = decoded(kind).strip() or kind.hex()
    if kind == b"trak":
        reader.tracks.append(Track(f"{path}/trak[{len(reader.tracks) + 1}]"))
        return f"trak[{len(reader.tracks)}]"
    return name


def _rest(reader: Reader, window: Window, at: int, path: str, depth: int) -> None:
    """What stands behind the last box of the file."""
    if depth or path:
        return
    rest = window.part(at)
    if rest.some(len(rest) - 32, 32) == _INSTA360:
        reader.findings.add("TrailerKind", "Insta360 trailer", "Trailer", offset=window.offset(at))
    elif at and rest.some(0, 4096).strip(b"\x00"):
        reader.findings.add("TrailerSize", len(rest), "Trailer", offset=window.offset(at))
        reader.findings.add("TrailerKind", "unknown (no box)", "Trailer", offset=window.offset(at))
    if not at:
        raise Cut("no box at the beginning")


def _box(reader: Reader, kind: bytes, body: Window, path: str, depth: int) -> None:
    from osintdesk.media.readers import heif, moviedata, quicktime

    name = decoded(kind)
    special = quicktime.READERS.get(kind) or heif.READERS.get(kind)
    if kind == b"cmov":
        _compressed(reader, body, path, depth)
    elif name in FULL_CONTAINERS:
        _meta(reader, body, path, depth)
    elif special is not None:
        special(reader, body, path)
    elif name in CONTAINERS:
        walk(reader, body, path, depth + 1)
    elif path.endswith(("/udta/" + name, "/udta/" + name.strip())):
        moviedata.user_data(reader, kind, body, path)


def _meta(reader: Reader, body: Window, path: str, depth: int) -> None:
    """`meta` is a full box in MP4 and a plain one in QuickTime: the next type tells."""
    plain = body.some(4, 4) in (b"hdlr", b"keys", b"ilst", b"mhdr")
    walk(reader, body if plain else body.part(4), path, depth + 1)


def _compressed(reader: Reader, body: Window, path: str, depth: int) -> None:
    """A compressed movie header: `dcom` names zlib, `cmvd` holds size and data; unpacked up to 16 MB."""
    at = body.find(b"cmvd")
    if at < 0:
        return
    engine = zlib.decompressobj()
    try:
        data = engine.decompress(body.some(at + 8, len(body)), _MAX_MOOV)
    except zlib.error:
        reader.findings.problem("The compressed movie header is damaged.")
        return
    if engine.unconsumed_tail:
        reader.findings.problem("The compressed movie header unpacks to more than is taken in.")
    walk(reader, unpacked(data), path, depth + 1)
