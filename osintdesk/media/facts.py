"""From readings to facts, by one declared table: which reading, in which place, says what.

Two places that disagree give two facts. A library that repeats what the own reader found adds nothing; one that finds
another value in the same place adds a fact of its own, because the disagreement of readers matters too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from osintdesk.core.readings import Fact, Reading
from osintdesk.media.fact_table import RULES, XMP_PLACES, Rule, number_text, positive_text, ratio_text
from osintdesk.media.readers.findings import OWN

_MOST = 60


@dataclass(slots=True)
class Index:
    """Readings by reader and group, trailers and previews left out (they describe another picture)."""

    groups: dict[tuple[str, str], dict[str, list[Reading]]] = field(default_factory=dict)

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> Index:
        index = cls()
        for reading in readings:
            if not _ELSEWHERE.search(reading.group) or reading.name.startswith(("Trailer", "EmbeddedVideo")):
                names = index.groups.setdefault((reading.reader, reading.group), {})
                names.setdefault(reading.name, []).append(reading)
        return index


_ELSEWHERE = re.compile(r"^Trailer\b|/JpgFromRaw/(SOF|JPEG)\b|/MPF\b")


def facts_of(readings: Sequence[Reading]) -> dict[str, tuple[Fact, ...]]:
    """All facts that the table finds in `readings`, own reader first, in the order of the table."""
    index = Index.of(readings)
    found: dict[str, list[Fact]] = {}
    ordered = sorted(index.groups.items(), key=lambda item: item[0][0] != OWN)
    for compose in COMPOSED:
        for (reader, group), names in ordered:
            for fact in compose(group, names):
                if reader == OWN or not _own(found, fact.name):
                    _keep(fact, reader, found)
    for rule in RULES:
        for (reader, group), names in ordered:
            if _fits(rule.places, group):
                _apply(rule, reader, names, found)
    _whole_file(index, found)
    return {name: tuple(facts[:_MOST]) for name, facts in found.items()}


def _own(found: dict[str, list[Fact]], name: str) -> bool:
    """Whether the own reader states a composed fact: a library's parts may lack what it merely repeated."""
    return any(fact.source.startswith(f"{OWN}:") for fact in found.get(name, ()))


def _fits(places: tuple[str, ...], group: str) -> bool:
    return any(fnmatchcase("/" + group, "*/" + place) for place in places)


def _apply(rule: Rule, reader: str, names: dict[str, list[Reading]], found: dict[str, list[Fact]]) -> None:
    for name in rule.names:
        for reading in names.get(name, ()):
            value = rule.convert(reading.value)
            if value is not None:
                _keep(Fact(rule.fact, value, reading.source), reader, found)


# Libraries often read maker notes with the wrong base: what the own reader decoded there is not put in doubt by them.
_NOTE = "MakerNote"
# Facts that only say that something is there: once is enough, whatever each reader writes for it.
_PRESENCE = frozenset({"embedded_thumbnail", "exif_block", "maker_note"})


def _keep(fact: Fact, reader: str, found: dict[str, list[Fact]]) -> None:
    known = found.setdefault(fact.name, [])
    if any(other.source == fact.source and other.value == fact.value for other in known):
        return
    if reader != OWN and known and (_NOTE in fact.source or fact.name in _PRESENCE):
        return
    if reader != OWN and any(same_value(other.value, fact.value) for other in known):
        return
    known.append(fact)


def same_value(first: str, second: str) -> bool:
    """Equal but for spaces, letter case and the way a number is written."""
    if first.split() == second.split() or first.strip("\x00 ").casefold() == second.strip("\x00 ").casefold():
        return True
    try:
        one, two = ([float(part) for part in text.split()] for text in (first, second))
    except ValueError:
        return False
    return len(one) == len(two) > 0 and all(
        math.isclose(a, b, rel_tol=2e-3, abs_tol=1e-6) for a, b in zip(one, two, strict=True)
    )


Names = dict[str, list[Reading]]


def _exif_place(group: str, names: Names) -> Iterable[Fact]:
    """Degrees, minutes, seconds with their reference letters; without a letter the positive value."""
    if not _fits(("GPS",), group):
        return
    for fact, name, letter in (("latitude", "GPSLatitude", "S"), ("longitude", "GPSLongitude", "W")):
        if name in names:
            angle = _sexagesimal(names[name][0].value)
            mark = names[f"{name}Ref"][0].value.strip().upper()[:1] if f"{name}Ref" in names else ""
            if angle is not None:
                yield Fact(fact, _degree_text(-angle if mark == letter else angle), names[name][0].source)
                yield Fact(f"{fact}_ref", mark or "missing", names[name][0].source)


def _degree_text(value: float) -> str:
    return f"{value:.8f}".rstrip("0").rstrip(".")


def _sexagesimal(value: str) -> float | None:
    try:
        parts = [float(part) for part in value.split()]
    except ValueError:
        return None
    if not 1 <= len(parts) <= 3 or not all(map(math.isfinite, parts)):
        return None
    return math.fsum(part / 60**place for place, part in enumerate(parts))


def _exif_altitude(group: str, names: Names) -> Iterable[Fact]:
    if _fits(("GPS",), group) and "GPSAltitude" in names:
        value = number_text(names["GPSAltitude"][0].value)
        if value is not None:
            reference = names.get("GPSAltitudeRef", [None])[0]
            below = reference is not None and reference.value.split()[:1] in (["1"], ["01"])
            yield Fact("altitude", f"-{value}" if below and float(value) > 0 else value, names["GPSAltitude"][0].source)


def _gps_time(group: str, names: Names) -> Iterable[Fact]:
    """Date and time of the satellites, in UTC."""
    if _fits(("GPS",), group) and "GPSTimeStamp" in names and "GPSDateStamp" in names:
        reading = names["GPSTimeStamp"][0]
        try:
            hour, minute, second = (float(part) for part in re.split(r"[ :]+", reading.value.strip())[:3])
            clock = f"{int(hour):02d}:{int(minute):02d}:{int(second):02d}"
        except (ValueError, OverflowError):
            return
        yield Fact("gps_date_time", f"{names['GPSDateStamp'][0].value} {clock}", reading.source)


def _xmp_gps_time(group: str, names: Names) -> Iterable[Fact]:
    if _fits(XMP_PLACES, group):
        for reading in names.get("exif:GPSTimeStamp", ()):
            yield Fact("gps_date_time", reading.value, reading.source)


def _xmp_altitude(group: str, names: Names) -> Iterable[Fact]:
    if _fits(XMP_PLACES, group):
        for reading in names.get("exif:GPSAltitude", ()):
            value = ratio_text(reading.value)
            below = names.get("exif:GPSAltitudeRef", [None])[0]
            if value is not None:
                yield Fact(
                    "altitude", f"-{value}" if below is not None and below.value == "1" else value, reading.source
                )


def _iptc_date(group: str, names: Names) -> Iterable[Fact]:
    if _fits(("IPTC",), group) and "DateCreated" in names:
        clock = names["TimeCreated"][0].value if "TimeCreated" in names else ""
        yield Fact(
            "iptc_date_created", f"{names['DateCreated'][0].value} {clock}".strip(), names["DateCreated"][0].source
        )


_STEP = re.compile(r"xmpMM:History\[(\d+)\]/stEvt:(action|softwareAgent|when|changed)")


def _history(group: str, names: Names) -> Iterable[Fact]:
    """Each step of an XMP history on one line: action, program, time."""
    steps: dict[int, dict[str, str]] = {}
    source = ""
    for name, readings in names.items():
        if name.startswith("xmpMM:History"):
            source = source or readings[0].source
            found = _STEP.fullmatch(name)
            if found:
                steps.setdefault(int(found[1]), {})[found[2]] = readings[0].value
    for number in sorted(steps):
        step = steps[number]
        yield Fact(
            "xmp_history", ", ".join(step[key] for key in ("action", "softwareAgent", "when") if key in step), source
        )
    if source and not steps:
        text = next(readings[0].value for name, readings in names.items() if name.startswith("xmpMM:History"))
        yield Fact("xmp_history", text or "present", source)


def _stored_tiff(group: str, names: Names) -> Iterable[Fact]:
    """Size of a TIFF picture; directories inside other formats only repeat what their container says."""
    if group == "IFD0" and "ImageWidth" in names and "ImageHeight" in names and "DNGVersion" not in names:
        for fact, name in (("width", "ImageWidth"), ("height", "ImageHeight")):
            value = positive_text(names[name][0].value)
            if value:
                yield Fact(fact, value, names[name][0].source)


COMPOSED = (_exif_place, _exif_altitude, _gps_time, _xmp_gps_time, _xmp_altitude, _iptc_date, _history, _stored_tiff)


def _whole_file(index: Index, found: dict[str, list[Fact]]) -> None:
    """What only several groups together say: how long picture and sound are, each for itself."""
    for (reader, group), names in index.groups.items():
        if group.endswith("mdia/mdhd") and "MediaDuration" in names:
            kinds = index.groups.get((reader, group.removesuffix("mdhd") + "hdlr"), {}).get("HandlerType", [])
            fact = {"vide": "video_track_duration", "soun": "audio_track_duration"}.get(kinds[0].value if kinds else "")
            if fact:
                reading = names["MediaDuration"][0]
                _keep(Fact(fact, reading.value, reading.source), reader, found)
        for length in _tracks_of_avi(group, names):
            _keep(length, reader, found)
    _first_picture_track(found)
    _display_sizes(index, found)


def _first_picture_track(found: dict[str, list[Fact]]) -> None:
    """The size of a movie is that of its first picture track; further ones are thumbnails or raw data."""
    for name in ("width", "height"):
        tracks = sorted({number for fact in found.get(name, ()) if (number := _track_number(fact.source))})
        if len(tracks) > 1:
            found[name] = [fact for fact in found[name] if _track_number(fact.source) in (0, tracks[0])]


def _track_number(source: str) -> int:
    number = re.search(r"trak\[(\d+)\]", source)
    return int(number[1]) if number else 0


def _display_sizes(index: Index, found: dict[str, list[Fact]]) -> None:
    """The size that the track header asks for, where it differs from the stored one (or is all there is)."""
    for (_reader, group), names in index.groups.items():
        if not group.endswith("tkhd") or "DisplayWidth" not in names:
            continue
        number = _track_number(group)
        if any(_track_number(fact.source) not in (0, number) for fact in found.get("width", ())):
            continue
        for fact_name, name in (("width", "DisplayWidth"), ("height", "DisplayHeight")):
            value = f"{float(names[name][0].value):.0f}"
            known = found.setdefault(fact_name, [])
            if all(other.value != value for other in known):
                known.append(Fact(fact_name, value, names[name][0].source))


def _tracks_of_avi(group: str, names: Names) -> Iterable[Fact]:
    if group.endswith("strh"):
        for name, fact in (("VideoDuration", "video_track_duration"), ("AudioDuration", "audio_track_duration")):
            for reading in names.get(name, ()):
                yield Fact(fact, reading.value, reading.source)
