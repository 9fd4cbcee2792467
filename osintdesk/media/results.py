"""Everything known of one examined file, and how it travels between processes.

The message comes from a worker process that has just parsed a stranger's file, so it is itself foreign input: every
field is checked for its type and size before it becomes an `Examined`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from osintdesk.core.readings import Fact, Reading
from osintdesk.media.kinds import AUDIO, DOCUMENT, IMAGE, OTHER, VIDEO

READINGS, LIBRARIES, THUMBNAIL, STRIP = "readings", "libraries", "thumbnail", "strip"
STAGES = (READINGS, LIBRARIES, THUMBNAIL, STRIP)
"""The parts of examining a file, each of which can fail alone (see `osintdesk.media.examine`)."""
METADATA_STAGES = (READINGS, LIBRARIES)
KINDS = frozenset({IMAGE, VIDEO, AUDIO, DOCUMENT, OTHER})
MAX_READINGS = 20_000
MAX_TEXT = 64_000
MAX_NAME = 400
MAX_STRIP = 24
MAX_BLOB = 16 << 20
MAX_TRACK = 200_000


class BadMessage(Exception):
    """A worker's answer is not what it must be; the worker is to be thrown away."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of a key-frame strip: where it stands in the video, and its JPEG bytes."""

    seconds: float
    pts: int
    frame: int
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """One point of a timed track: seconds from the start, degrees, metres (NaN: not given), time as written."""

    seconds: float
    latitude: float
    longitude: float
    altitude: float
    time: str


@dataclass(frozen=True, slots=True)
class EmbeddedPart:
    """A picture or clip inside a file: what holds it, its format, its offset, its bytes unchanged."""

    path: str
    format: str
    offset: int | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Examined:
    """What one file says and shows. `width` and `height` are pixels as stored, before `orientation` (EXIF 1–8).

    `reason` is a whole sentence when something could not be read; what could be read stands beside it.
    """

    kind: str
    mime: str
    format: str
    size: int = 0
    width: int | None = None
    height: int | None = None
    orientation: int = 1
    duration: float | None = None
    fps: float | None = None
    frame_count: int | None = None
    video_codec: str | None = None
    audio_codec: str | None = None
    readings: tuple[Reading, ...] = ()
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    track: tuple[TrackPoint, ...] = ()
    thumbnail: bytes | None = None
    strip: tuple[Shot, ...] = ()
    embedded: bytes | None = None
    reason: str | None = None

    def joined(self, other: Examined) -> Examined:
        """This result completed by `other`, another stage of the same file; reasons are joined."""
        kept = {name: getattr(self, name) or getattr(other, name) for name in _JOINED}
        kept["readings"] = (*self.readings, *other.readings)[:MAX_READINGS]
        reasons = list(dict.fromkeys(reason for reason in (self.reason, other.reason) if reason))
        orientation = self.orientation if self.orientation != 1 else other.orientation
        return replace(self, **kept, orientation=orientation, reason=" ".join(reasons) or None)


_JOINED = (
    *("width", "height", "duration", "fps", "frame_count", "video_codec", "audio_codec"),
    *("facts", "track", "thumbnail", "strip", "embedded"),
)


def to_message(examined: Examined) -> tuple[dict[str, Any], list[bytes]]:
    """A JSON-able document and the blobs it refers to: thumbnail, embedded thumbnail, then the strip in its order."""
    body: dict[str, Any] = {name: getattr(examined, name) for name in _PLAIN}
    body["readings"] = [[r.name, r.value, r.raw, r.reader, r.path] for r in examined.readings]
    body["facts"] = {name: [[f.value, f.source] for f in found] for name, found in examined.facts.items()}
    body["track"] = [[p.seconds, p.latitude, p.longitude, _number(p.altitude), p.time] for p in examined.track]
    body["strip"] = [[shot.seconds, shot.pts, shot.frame] for shot in examined.strip]
    body["pictures"] = [examined.thumbnail is not None, examined.embedded is not None]
    pictures = [blob for blob in (examined.thumbnail, examined.embedded) if blob is not None]
    return body, pictures + [shot.jpeg for shot in examined.strip]


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


_PLAIN = (
    *("kind", "mime", "format", "size", "width", "height", "orientation", "duration", "fps", "frame_count"),
    *("video_codec", "audio_codec", "reason"),
)


def from_message(body: Mapping[str, Any], blobs: Sequence[bytes]) -> Examined:
    """The `Examined` that `to_message` wrote; raises BadMessage for anything that is not exactly that."""
    try:
        return _checked(body, list(blobs))
    except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
        raise BadMessage(f"the answer of a worker process is not well formed: {error!r}") from None


def _checked(body: Mapping[str, Any], blobs: list[bytes]) -> Examined:
    has_thumbnail, has_embedded = (_flag(value) for value in body["pictures"])
    strip = _items(body["strip"], MAX_STRIP)
    _must(len(blobs) == has_thumbnail + has_embedded + len(strip), "the number of pictures")
    _must(all(type(blob) is bytes and len(blob) <= MAX_BLOB for blob in blobs), "the size of a picture")
    thumbnail = blobs.pop(0) if has_thumbnail else None
    embedded = blobs.pop(0) if has_embedded else None
    _must(body["kind"] in KINDS, "the kind")
    return Examined(
        kind=_text(body["kind"]),
        mime=_text(body["mime"]),
        format=_text(body["format"]),
        size=_whole(body["size"], 0, 1 << 53),
        width=_optional_whole(body["width"]),
        height=_optional_whole(body["height"]),
        orientation=_whole(body["orientation"], 1, 8),
        duration=_optional_real(body["duration"]),
        fps=_optional_real(body["fps"]),
        frame_count=_optional_whole(body["frame_count"]),
        video_codec=_optional_text(body["video_codec"]),
        audio_codec=_optional_text(body["audio_codec"]),
        readings=tuple(_reading(row) for row in _items(body["readings"], MAX_READINGS)),
        facts=_facts(body["facts"]),
        track=tuple(_point(row) for row in _items(body["track"], MAX_TRACK)),
        thumbnail=thumbnail,
        strip=tuple(_shot(row, jpeg) for row, jpeg in zip(strip, blobs, strict=True)),
        embedded=embedded,
        reason=_optional_text(body["reason"]),
    )


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(f"{what} is wrong")


def _flag(value: object) -> bool:
    _must(type(value) is bool, "a flag")
    return bool(value)


def _text(value: object, limit: int = MAX_NAME) -> str:
    if type(value) is not str or len(value) > limit:
        raise ValueError("a text is wrong or too long")
    value.encode("utf-8")  # refuses lone surrogates, which neither SQLite nor the log can hold
    return value


def _optional_text(value: object) -> str | None:
    return None if value is None else _text(value, 4000)


def _whole(value: object, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        raise ValueError("a number is out of its range")
    return value


def _optional_whole(value: object) -> int | None:
    return None if value is None else _whole(value, 0, 1 << 53)


def _real(value: object) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):  # type: ignore[arg-type]
        raise ValueError("a number is not finite")
    return float(value)  # type: ignore[arg-type]


def _optional_real(value: object) -> float | None:
    return None if value is None else _real(value)


def _items(value: object, limit: int) -> list[Any]:
    if type(value) is not list or len(value) > limit:
        raise ValueError("a list is wrong or too long")
    return value


def _reading(row: list[Any]) -> Reading:
    name, value, raw, reader, path = row
    return Reading(_text(name), _text(value, MAX_TEXT), _text(raw, MAX_TEXT), _text(reader), _text(path, 2000))


def _facts(value: object) -> dict[str, tuple[Fact, ...]]:
    if type(value) is not dict or len(value) > 1000:
        raise ValueError("the facts are wrong or too many")
    return {_text(name): tuple(_fact(name, row) for row in _items(rows, 1000)) for name, rows in value.items()}


def _fact(name: str, row: list[Any]) -> Fact:
    value, source = row
    return Fact(name, _text(value, MAX_TEXT), _text(source, 2400))


def _point(row: list[Any]) -> TrackPoint:
    seconds, latitude, longitude, altitude, time = row
    height = math.nan if altitude is None else _real(altitude)
    return TrackPoint(_real(seconds), _real(latitude), _real(longitude), height, _text(time))


def _shot(row: list[Any], jpeg: bytes) -> Shot:
    seconds, pts, frame = row
    _must(jpeg.startswith(b"\xff\xd8\xff"), "a picture of the strip")
    return Shot(_real(seconds), _whole(pts, -(1 << 62), 1 << 62), _whole(frame, 0, 1 << 40), jpeg)
