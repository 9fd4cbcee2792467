"""From readings to facts, by one declared table: which reading, in which place, says what.

Two places that disagree give two facts. A library that repeats what the own reader found adds nothing; one that finds
another value in the same place adds a fact of its own, because the disagreement of readers matters too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from osintdesk.core.readings import Fact, Reading
from osintdesk.media.readers.findings import OWN

_MOST = 60

Convert = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """`fact` is what a reading called one of `names` says, when its group ends in one of `places` (`*` allowed)."""

    fact: str
    places: tuple[str, ...]
    names: tuple[str, ...]
    convert: Convert = field(default=lambda value: value)


def _plain(value: str) -> str | None:
    return value.strip() or None


def _number(value: str) -> str | None:
    try:
        return f"{float(value):.10g}" if math.isfinite(float(value)) else None
    except ValueError:
        return None


def _positive(value: str) -> str | None:
    number = _number(value)
    return number if number is not None and float(number) > 0 else None


def _date(value: str) -> str | None:
    """As it stands; blank and placeholder dates are facts too, an empty field is none."""
    return value.strip() or None


def _iso6709(place: int) -> Convert:
    def part(value: str) -> str | None:
        found = parse_iso6709(value)
        return None if found is None or found[place] is None else f"{found[place]:.7g}"

    return part


_ISO6709 = re.compile(r"([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?")


def parse_iso6709(text: str) -> tuple[float, float, float | None] | None:
    """`+48.8584+002.2945+035.000/` (also with degrees and minutes) as latitude, longitude, altitude."""
    found = _ISO6709.match(text.strip())
    if not found:
        return None
    latitude, longitude = _degrees(found[1], 2), _degrees(found[2], 3)
    return latitude, longitude, float(found[3]) if found[3] else None


def _degrees(text: str, digits: int) -> float:
    """ISO 6709 writes degrees, or degrees and minutes, or seconds too, told by the number of digits."""
    sign, whole = (-1 if text[0] == "-" else 1), text[1:].split(".")[0]
    value = float(text[1:])
    if len(whole) > digits + 2:
        return sign * (value // 10000 + value // 100 % 100 / 60 + value % 100 / 3600)
    if len(whole) > digits:
        return sign * (value // 100 + value % 100 / 60)
    return sign * value


def _xmp_angle(value: str) -> str | None:
    """`48,51.504N` or `48,51,30N` (XMP part 2, GPSCoordinate), or plain degrees."""
    found = re.fullmatch(r"\s*(\d+),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?\s*([NSEW])\s*", value)
    if not found:
        return _number(value)
    degrees = int(found[1]) + float(found[2]) / 60 + float(found[3] or 0) / 3600
    return f"{-degrees if found[4] in 'SW' else degrees:.9g}"


def _ratio(value: str) -> str | None:
    top, slash, bottom = value.partition("/")
    try:
        return f"{float(top) / float(bottom):.10g}" if slash else _number(value)
    except (ValueError, ZeroDivisionError):
        return None


def _track_part(place: int) -> Convert:
    def part(value: str) -> str | None:
        parts = value.split()
        return parts[place] if len(parts) > place else None

    return part


_IFD0, _EXIF, _GPS = ("IFD0",), ("ExifIFD", "IFD0"), ("GPS",)
_XMP = ("XMP", "XMP[[]*]", "ExtendedXMP")
_USER = ("udta", "udta/*", "ilst/*", "meta/ilst/*")
_STORED = ("SOF", "IHDR", "GIF", "VP8X", "VP8", "VP8L", "PSD", "BMP", "ispe", "jxlc", "JXL", "X3F", "MRW/PRD", "CIFF", "ihdr")
_CAMERA_BLOCKS = ("IFD0", "CIFF", "RAF", "udta/*", "ilst/*", "MDPM")

RULES: tuple[Rule, ...] = (
    # the device
    Rule("make", (*_CAMERA_BLOCKS, "udta/GPMF"), ("Make",), _plain),
    Rule("make", _XMP, ("tiff:Make",), _plain),
    Rule("model", (*_CAMERA_BLOCKS, "udta/GPMF"), ("Model",), _plain),
    Rule("model", _XMP, ("tiff:Model",), _plain),
    Rule("body_serial", _EXIF, ("BodySerialNumber",), _plain),
    Rule("camera_serial", ("IFD0", "udta/GPMF", "gpmd"), ("CameraSerialNumber",), _plain),
    Rule("camera_serial", _XMP, ("aux:SerialNumber", "exifEX:BodySerialNumber"), _plain),
    Rule("maker_note", ("MakerNote",), ("MakerNote",)),
    Rule("maker_note", _XMP, ("GCamera:HDRPlusMakerNote", "GCamera:hdrp_makernote", "GCamera:HdrPlusMakernote"), lambda value: f"in XMP, {len(value)} characters"),
    Rule("maker_note", ("CIFF",), ("CanonFirmwareVersion", "CanonImageType"), lambda value: "Canon CIFF"),
    Rule("maker_note_maker", ("MakerNote",), ("MakerNoteMaker",)),
    Rule("maker_note_serial", ("MakerNote", "MakerNote/*"), ("SerialNumber", "InternalSerialNumber"), _plain),
    Rule("lens_model", _EXIF, ("LensModel",), _plain),
    Rule("lens_model", _XMP, ("aux:Lens", "exifEX:LensModel"), _plain),
    Rule("lens_serial", (*_EXIF, "MakerNote", "MakerNote/*"), ("LensSerialNumber",), _plain),
    Rule("firmware", ("MakerNote", "MakerNote/*", "udta/*", "gpmd"), ("CanonFirmwareVersion", "FirmwareVersion", "BodyFirmwareVersion"), _plain),
    # the software
    Rule("software", _IFD0, ("Software",), _plain),
    Rule("software", _USER, ("Software", "SoftwareVersion", "Encoder"), _plain),
    Rule("software", ("INFO", "*LIST-INFO/ISFT", "ISFT"), ("Software",), _plain),
    Rule("software", ("Segment/Info",), ("WritingApp",), _plain),
    Rule("software", ("tEXt", "iTXt", "zTXt"), ("Software", "software"), _plain),
    Rule("software", ("FLAC/VORBIS_COMMENT", "vorbis", "OpusTags", "theora", "MPEG/Xing", "ID3v2"), ("Encoder", "EncoderSettings"), _plain),
    Rule("software", ("PDF/Info",), ("Creator", "Producer"), _plain),
    Rule("software", ("IPTC",), ("OriginatingProgram",), _plain),
    Rule("muxing_app", ("Segment/Info",), ("MuxingApp",), _plain),
    Rule("xmp_creator_tool", _XMP, ("xmp:CreatorTool",), _plain),
    Rule("xmp_toolkit", _XMP, ("XMPToolkit",), _plain),
    Rule("photoshop_version", ("8BIM-0x0421",), ("PhotoshopVersion",), _plain),
    Rule("adobe_segment", ("APP14",), ("AdobeTransform",)),
    Rule("ducky_segment", ("APP12",), ("DuckyQuality",)),
    Rule("compressor_name", ("stsd",), ("CompressorName",), _plain),
    # times
    Rule("date_time_original", _EXIF, ("DateTimeOriginal",), _date),
    Rule("date_time_original", ("CIFF", "MDPM", "IDIT", "*/IDIT", "Segment/Info"), ("DateTimeOriginal",), _date),
    Rule("create_date", _EXIF, ("CreateDate",), _date),
    Rule("modify_date", ("IFD0", "tIME"), ("ModifyDate",), _date),
    Rule("sub_sec_time_original", _EXIF, ("SubSecTimeOriginal",), _plain),
    Rule("offset_time", _EXIF, ("OffsetTime",), _plain),
    Rule("offset_time_original", _EXIF, ("OffsetTimeOriginal",), _plain),
    Rule("xmp_create_date", _XMP, ("xmp:CreateDate",), _plain),
    Rule("xmp_modify_date", _XMP, ("xmp:ModifyDate",), _plain),
    Rule("xmp_date_time_original", _XMP, ("exif:DateTimeOriginal",), _plain),
    Rule("photoshop_date_created", _XMP, ("photoshop:DateCreated",), _plain),
    Rule("media_create_date", ("moov/mvhd", "cmov/moov/mvhd"), ("CreateDate",), _date),
    Rule("media_modify_date", ("moov/mvhd", "cmov/moov/mvhd"), ("ModifyDate",), _date),
    Rule("track_create_date", ("tkhd",), ("TrackCreateDate",), _date),
    Rule("track_create_date", ("mdhd",), ("MediaCreateDate",), _date),
    Rule("creation_date", _USER, ("CreationDate",), _plain),
    Rule("content_create_date", _USER, ("ContentCreateDate", "Date"), _plain),
    Rule("recording_time", ("bext", "ID3v2", "VORBIS_COMMENT", "PDF/Info"), ("OriginationDate", "RecordingTime", "date", "DATE", "CreationDate"), _plain),
    # the place
    Rule("latitude", _USER, ("GPSCoordinates", "LocationInformation"), _iso6709(0)),
    Rule("longitude", _USER, ("GPSCoordinates", "LocationInformation"), _iso6709(1)),
    Rule("altitude", _USER, ("GPSCoordinates", "LocationInformation"), _iso6709(2)),
    Rule("latitude", _XMP, ("exif:GPSLatitude", "drone-dji:GpsLatitude", "drone-dji:Latitude"), _xmp_angle),
    Rule("longitude", _XMP, ("exif:GPSLongitude", "drone-dji:GpsLongitude", "drone-dji:GpsLongtitude", "drone-dji:Longitude"), _xmp_angle),
    Rule("altitude", _XMP, ("drone-dji:AbsoluteAltitude",), _number),
    Rule("latitude", ("SRT", "gpmd", "camm"), ("TrackStart",), _track_part(0)),
    Rule("longitude", ("SRT", "gpmd", "camm"), ("TrackStart",), _track_part(1)),
    Rule("altitude", ("SRT", "gpmd", "camm"), ("TrackStart",), _track_part(2)),
    Rule("track_start_time", ("SRT", "gpmd", "camm"), ("TrackStartTime",), _plain),
    Rule("gps_img_direction", _GPS, ("GPSImgDirection",), _number),
    Rule("gps_dop", _GPS, ("GPSDOP",), _number),
    Rule("gps_processing", _GPS, ("GPSProcessingMethod",), _plain),
    Rule("place_name", ("IPTC",), ("City", "Province-State", "Country-PrimaryLocationName", "Sub-location"), _plain),
    Rule("place_name", _XMP, ("photoshop:City", "photoshop:State", "photoshop:Country"), _plain),
    # the picture
    Rule("width", _STORED, ("ImageWidth",), _positive),
    Rule("height", _STORED, ("ImageHeight",), _positive),
    Rule("width", ("stsd",), ("SourceImageWidth",), _positive),
    Rule("height", ("stsd",), ("SourceImageHeight",), _positive),
    Rule("width", ("Video", "avih"), ("ImageWidth",), _positive),
    Rule("height", ("Video", "avih"), ("ImageHeight",), _positive),
    Rule("exif_width", ("ExifIFD",), ("ExifImageWidth",), _positive),
    Rule("exif_height", ("ExifIFD",), ("ExifImageHeight",), _positive),
    Rule("orientation", _IFD0, ("Orientation",), _plain),
    Rule("rotation", ("tkhd", "irot"), ("Rotation",), _plain),
    Rule("icc_description", ("ICC",), ("ProfileDescription",), _plain),
    Rule("encoding_process", ("SOF",), ("EncodingProcess",)),
    Rule("sampling", ("SOF",), ("Sampling",)),
    Rule("quantisation_tables", ("JPEG",), ("QuantisationTables",)),
    Rule("jpeg_quality", ("JPEG",), ("QualityLikeIJG",)),
    Rule("segment_order", ("JPEG",), ("SegmentOrder",)),
    Rule("jfif", ("APP0",), ("JFIFVersion",)),
    Rule("embedded_thumbnail", ("IFD1",), ("ThumbnailOffset",)),
    Rule("embedded_thumbnail", ("*",), ("EmbeddedThumbnail",)),
    Rule("thumbnail_distance", ("*",), ("ThumbnailDistance",)),
    Rule("thumbnail_shape", ("*",), ("ThumbnailShape",)),
    # identifiers
    Rule("image_unique_id", _EXIF, ("ImageUniqueID",), _plain),
    Rule("maker_note_unique_id", ("MakerNote", "MakerNote/*"), ("ImageUniqueID", "PhotoIdentifier"), _plain),
    Rule("content_identifier", ("MakerNote", "ilst/*"), ("ContentIdentifier",), _plain),
    Rule("burst_identifier", ("MakerNote",), ("BurstUUID",), _plain),
    Rule("file_number", ("MakerNote",), ("FileNumber",), _plain),
    Rule("xmp_document_id", _XMP, ("xmpMM:DocumentID",), _plain),
    Rule("xmp_instance_id", _XMP, ("xmpMM:InstanceID",), _plain),
    Rule("xmp_original_document_id", _XMP, ("xmpMM:OriginalDocumentID",), _plain),
    Rule("xmp_derived_from", _XMP, ("xmpMM:DerivedFrom/stRef:documentID", "xmpMM:DerivedFrom/stRef:originalDocumentID"), _plain),
    # what people wrote
    Rule("description", _IFD0, ("ImageDescription",), _plain),
    Rule("user_comment", _EXIF, ("UserComment",), _plain),
    Rule("artist", _IFD0, ("Artist",), _plain),
    Rule("copyright", _IFD0, ("Copyright",), _plain),
    Rule("comment", ("COM", "GIF/Comment", "udta/*", "ilst/*", "ID3v2", "INFO/ICMT"), ("Comment",), _plain),
    Rule("title", ("udta/*", "ilst/*", "ID3v2", "PDF/Info", "Segment/Info", "INAM"), ("Title",), _plain),
    Rule("iptc_caption", ("IPTC",), ("Caption-Abstract",), _plain),
    Rule("iptc_credit", ("IPTC",), ("Credit",), _plain),
    Rule("iptc_byline", ("IPTC",), ("By-line",), _plain),
    Rule("iptc_instructions", ("IPTC",), ("SpecialInstructions",), _plain),
    Rule("iptc_transmission_reference", ("IPTC",), ("OriginalTransmissionReference",), _plain),
    Rule("generator_text", ("tEXt", "iTXt", "zTXt"), ("parameters", "prompt", "workflow", "Dream", "sd-metadata", "invokeai_metadata", "generation_data"), _plain),
    Rule("digital_source_type", _XMP, ("Iptc4xmpExt:DigitalSourceType",), _plain),
    # the container
    Rule("brand", ("ftyp",), ("MajorBrand",)),
    Rule("compatible_brands", ("ftyp",), ("CompatibleBrands",)),
    Rule("box_order", ("file", "moov"), ("BoxOrder",)),
    Rule("handler", ("hdlr",), ("HandlerDescription",), _plain),
    Rule("handler_vendor", ("hdlr",), ("HandlerVendor",), _plain),
    Rule("duration", ("moov/mvhd", "Segment/Info", "avih"), ("Duration",), _number),
    Rule("duration", ("container",), ("Duration",), _positive),
    Rule("frame_count", ("stts", "avih", "GIF"), ("FrameCount", "TotalFrames"), _positive),
    Rule("frame_intervals", ("stts",), ("FrameIntervals",)),
    Rule("edit_list", ("elst",), ("EditList",)),
    Rule("video_codec", ("stsd",), ("CompressorID",), _plain),
    Rule("video_codec", ("container", "strh"), ("VideoCodec",), _plain),
    Rule("audio_codec", ("stsd",), ("AudioFormat",), _plain),
    Rule("audio_codec", ("container", "strh"), ("AudioCodec",), _plain),
    Rule("encoder_settings", ("SEI",), ("EncoderSettings",), _plain),
    Rule("trailing_data", ("Trailer",), ("TrailerSize",)),
    Rule("trailing_kind", ("Trailer",), ("TrailerKind",)),
    Rule("motion_photo", ("Trailer",), ("EmbeddedVideo",)),
    Rule("motion_photo", _XMP, ("GCamera:MotionPhoto", "GCamera:MicroVideo"), _plain),
    # Content Credentials: present, intact, signer trusted, what it asserts
    Rule("c2pa", ("*",), ("JUMBF",)),
    Rule("c2pa_intact", ("C2PA",), ("Intact",)),
    Rule("c2pa_trusted", ("C2PA",), ("SignerTrusted",)),
    Rule("c2pa_signer", ("C2PA",), ("Signer",)),
    Rule("c2pa_signed_at", ("C2PA",), ("SignedAt",)),
    Rule("c2pa_generator", ("C2PA",), ("ClaimGenerator",)),
    Rule("c2pa_asserts", ("C2PA",), ("Asserts", "Action")),
    Rule("c2pa_remote", (*_XMP,), ("dcterms:provenance",), lambda value: value if value.startswith("http") else None),
    Rule("digital_source_type", ("C2PA",), ("DigitalSourceType",)),
)


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
    for rule in RULES:
        for (reader, group), names in ordered:
            if _fits(rule.places, group):
                _apply(rule, reader, names, found)
    for compose in COMPOSED:
        for (reader, group), names in ordered:
            for fact in compose(group, names):
                _keep(fact, reader, found)
    _whole_file(index, found)
    return {name: tuple(facts[:_MOST]) for name, facts in found.items()}


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


def _keep(fact: Fact, reader: str, found: dict[str, list[Fact]]) -> None:
    known = found.setdefault(fact.name, [])
    if any(other.source == fact.source and other.value == fact.value for other in known):
        return
    if reader != OWN and (any(same_value(other.value, fact.value) for other in known) or (known and _NOTE in fact.source)):
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
    return len(one) == len(two) > 0 and all(math.isclose(a, b, rel_tol=2e-3, abs_tol=1e-6) for a, b in zip(one, two, strict=True))


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
    return sum(part / 60**place for place, part in enumerate(parts))


def _exif_altitude(group: str, names: Names) -> Iterable[Fact]:
    if _fits(("GPS",), group) and "GPSAltitude" in names:
        value = _number(names["GPSAltitude"][0].value)
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
    if _fits(_XMP, group):
        for reading in names.get("exif:GPSTimeStamp", ()):
            yield Fact("gps_date_time", reading.value, reading.source)


def _xmp_altitude(group: str, names: Names) -> Iterable[Fact]:
    if _fits(_XMP, group):
        for reading in names.get("exif:GPSAltitude", ()):
            value = _ratio(reading.value)
            below = names.get("exif:GPSAltitudeRef", [None])[0]
            if value is not None:
                yield Fact("altitude", f"-{value}" if below is not None and below.value == "1" else value, reading.source)


def _iptc_date(group: str, names: Names) -> Iterable[Fact]:
    if _fits(("IPTC",), group) and "DateCreated" in names:
        clock = names["TimeCreated"][0].value if "TimeCreated" in names else ""
        yield Fact("iptc_date_created", f"{names['DateCreated'][0].value} {clock}".strip(), names["DateCreated"][0].source)


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
        yield Fact("xmp_history", ", ".join(step[key] for key in ("action", "softwareAgent", "when") if key in step), source)
    if source and not steps:
        text = next(readings[0].value for name, readings in names.items() if name.startswith("xmpMM:History"))
        yield Fact("xmp_history", text or "present", source)


def _stored_tiff(group: str, names: Names) -> Iterable[Fact]:
    """Size of a TIFF picture; directories inside other formats only repeat what their container says."""
    if group == "IFD0" and "ImageWidth" in names and "ImageHeight" in names and "DNGVersion" not in names:
        for fact, name in (("width", "ImageWidth"), ("height", "ImageHeight")):
            value = _positive(names[name][0].value)
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
        for fact in _tracks_of_avi(group, names):
            _keep(fact, reader, found)
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
