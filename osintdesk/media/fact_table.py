"""The declared table of facts: which reading, in which place of the file, says what."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

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


def number_text(value: str) -> str | None:
    try:
        return f"{float(value):.10g}" if math.isfinite(float(value)) else None
    except ValueError:
        return None


def positive_text(value: str) -> str | None:
    number = number_text(value)
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
        return number_text(value)
    degrees = int(found[1]) + float(found[2]) / 60 + float(found[3] or 0) / 3600
    return f"{-degrees if found[4] in 'SW' else degrees:.9g}"


def ratio_text(value: str) -> str | None:
    top, slash, bottom = value.partition("/")
    try:
        return f"{float(top) / float(bottom):.10g}" if slash else number_text(value)
    except (ValueError, ZeroDivisionError):
        return None


def _track_part(place: int) -> Convert:
    def part(value: str) -> str | None:
        parts = value.split()
        return parts[place] if len(parts) > place else None

    return part


_IFD0, _EXIF, _GPS = ("IFD0",), ("ExifIFD", "IFD0"), ("GPS",)
XMP_PLACES = ("XMP", "XMP[[]*]", "ExtendedXMP")
_USER = ("udta", "udta/*", "ilst/*", "meta/ilst/*")
_STORED = (
    "SOF",
    "IHDR",
    "GIF",
    "VP8X",
    "VP8",
    "VP8L",
    "PSD",
    "BMP",
    "ispe",
    "jxlc",
    "JXL",
    "X3F",
    "MRW/PRD",
    "CIFF",
    "ihdr",
)
# exiftool names the groups of maker notes after their makers.
_MAKERS_OF_EXIFTOOL = tuple(
    "Apple Canon CanonRaw Casio DJI FLIR FujiFilm GE Google HP Huawei JVC Kodak Leica Minolta Motorola Nikon Olympus "
    "Panasonic Pentax PhaseOne Reconyx Ricoh Samsung Sanyo Sigma Sony Xiaomi".split()
)
_CAMERA_BLOCKS = ("IFD0", "CIFF", "RAF", "udta/*", "ilst/*", "MDPM")

RULES: tuple[Rule, ...] = (
    # the device
    Rule("make", (*_CAMERA_BLOCKS, "udta/GPMF"), ("Make",), _plain),
    Rule("make", XMP_PLACES, ("tiff:Make",), _plain),
    Rule("model", (*_CAMERA_BLOCKS, "udta/GPMF"), ("Model",), _plain),
    Rule("model", XMP_PLACES, ("tiff:Model",), _plain),
    Rule("body_serial", _EXIF, ("BodySerialNumber",), _plain),
    Rule("camera_serial", ("IFD0", "udta/GPMF", "gpmd"), ("CameraSerialNumber",), _plain),
    Rule("camera_serial", XMP_PLACES, ("aux:SerialNumber", "exifEX:BodySerialNumber"), _plain),
    Rule("maker_note", ("MakerNote",), ("MakerNote",)),
    Rule(
        "maker_note",
        XMP_PLACES,
        ("GCamera:HDRPlusMakerNote", "GCamera:hdrp_makernote", "GCamera:HdrPlusMakernote"),
        lambda value: f"in XMP, {len(value)} characters",
    ),
    Rule("maker_note", ("APP1",), ("ApplicationSegment",), lambda value: value if value.startswith("FLIR") else None),
    Rule("maker_note", ("Trailer",), ("TrailerKind",), lambda value: value if value == "Samsung trailer" else None),
    Rule("maker_note", ("CIFF",), ("CanonFirmwareVersion", "CanonImageType"), lambda value: "Canon CIFF"),
    Rule("maker_note_maker", ("MakerNote",), ("MakerNoteMaker",)),
    Rule(
        "maker_note_serial",
        ("MakerNote", "MakerNote/*", *_MAKERS_OF_EXIFTOOL),
        ("SerialNumber", "InternalSerialNumber"),
        _plain,
    ),
    Rule("lens_model", _EXIF, ("LensModel",), _plain),
    Rule("lens_model", XMP_PLACES, ("aux:Lens", "exifEX:LensModel"), _plain),
    Rule("lens_serial", (*_EXIF, "MakerNote", "MakerNote/*"), ("LensSerialNumber",), _plain),
    Rule(
        "firmware",
        ("MakerNote", "MakerNote/*", "udta/*", "gpmd"),
        ("CanonFirmwareVersion", "FirmwareVersion", "BodyFirmwareVersion"),
        _plain,
    ),
    # the software
    Rule("software", _IFD0, ("Software",), _plain),
    Rule("software", _USER, ("Software", "SoftwareVersion", "Encoder"), _plain),
    Rule("software", ("INFO", "*LIST-INFO/ISFT", "ISFT"), ("Software",), _plain),
    Rule("software", ("Segment/Info",), ("WritingApp",), _plain),
    Rule("software", ("tEXt", "iTXt", "zTXt"), ("Software", "software"), _plain),
    Rule(
        "software",
        ("FLAC/VORBIS_COMMENT", "vorbis", "OpusTags", "theora", "MPEG/Xing", "ID3v2"),
        ("Encoder", "EncoderSettings"),
        _plain,
    ),
    Rule("software", ("PDF/Info",), ("Creator", "Producer"), _plain),
    Rule("software", ("IPTC",), ("OriginatingProgram",), _plain),
    Rule("muxing_app", ("Segment/Info",), ("MuxingApp",), _plain),
    Rule("xmp_creator_tool", XMP_PLACES, ("xmp:CreatorTool",), _plain),
    Rule("xmp_toolkit", XMP_PLACES, ("XMPToolkit",), _plain),
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
    Rule("xmp_create_date", XMP_PLACES, ("xmp:CreateDate",), _plain),
    Rule("xmp_modify_date", XMP_PLACES, ("xmp:ModifyDate",), _plain),
    Rule("xmp_date_time_original", XMP_PLACES, ("exif:DateTimeOriginal",), _plain),
    Rule("photoshop_date_created", XMP_PLACES, ("photoshop:DateCreated",), _plain),
    Rule("media_create_date", ("moov/mvhd", "cmov/moov/mvhd"), ("CreateDate",), _date),
    Rule("media_modify_date", ("moov/mvhd", "cmov/moov/mvhd"), ("ModifyDate",), _date),
    Rule("track_create_date", ("tkhd",), ("TrackCreateDate",), _date),
    Rule("track_create_date", ("mdhd",), ("MediaCreateDate",), _date),
    Rule("creation_date", _USER, ("CreationDate",), _plain),
    Rule("content_create_date", _USER, ("ContentCreateDate", "Date"), _plain),
    Rule(
        "recording_time",
        ("bext", "ID3v2", "VORBIS_COMMENT", "PDF/Info"),
        ("OriginationDate", "RecordingTime", "date", "DATE", "CreationDate"),
        _plain,
    ),
    # the place
    Rule("latitude", _USER, ("GPSCoordinates", "LocationInformation"), _iso6709(0)),
    Rule("longitude", _USER, ("GPSCoordinates", "LocationInformation"), _iso6709(1)),
    Rule("altitude", _USER, ("GPSCoordinates", "LocationInformation"), _iso6709(2)),
    Rule("latitude", XMP_PLACES, ("exif:GPSLatitude", "drone-dji:GpsLatitude", "drone-dji:Latitude"), _xmp_angle),
    Rule(
        "longitude",
        XMP_PLACES,
        ("exif:GPSLongitude", "drone-dji:GpsLongitude", "drone-dji:GpsLongtitude", "drone-dji:Longitude"),
        _xmp_angle,
    ),
    Rule("altitude", XMP_PLACES, ("drone-dji:AbsoluteAltitude",), number_text),
    Rule("latitude", ("SRT", "gpmd", "camm"), ("TrackStart",), _track_part(0)),
    Rule("longitude", ("SRT", "gpmd", "camm"), ("TrackStart",), _track_part(1)),
    Rule("altitude", ("SRT", "gpmd", "camm"), ("TrackStart",), _track_part(2)),
    Rule("track_start_time", ("SRT", "gpmd", "camm"), ("TrackStartTime",), _plain),
    Rule("gps_img_direction", _GPS, ("GPSImgDirection",), number_text),
    Rule("gps_dop", _GPS, ("GPSDOP",), number_text),
    Rule("gps_processing", _GPS, ("GPSProcessingMethod",), _plain),
    Rule("place_name", ("IPTC",), ("City", "Province-State", "Country-PrimaryLocationName", "Sub-location"), _plain),
    Rule("place_name", XMP_PLACES, ("photoshop:City", "photoshop:State", "photoshop:Country"), _plain),
    # the picture
    Rule("width", _STORED, ("ImageWidth",), positive_text),
    Rule("height", _STORED, ("ImageHeight",), positive_text),
    Rule("width", ("stsd",), ("SourceImageWidth",), positive_text),
    Rule("height", ("stsd",), ("SourceImageHeight",), positive_text),
    Rule("width", ("Video", "avih"), ("ImageWidth",), positive_text),
    Rule("height", ("Video", "avih"), ("ImageHeight",), positive_text),
    Rule("exif_width", ("ExifIFD",), ("ExifImageWidth",), positive_text),
    Rule("exif_height", ("ExifIFD",), ("ExifImageHeight",), positive_text),
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
    Rule("exif_block", ("*",), ("ExifByteOrder",)),
    # identifiers
    Rule("image_unique_id", _EXIF, ("ImageUniqueID",), _plain),
    Rule("maker_note_unique_id", ("MakerNote", "MakerNote/*"), ("ImageUniqueID", "PhotoIdentifier"), _plain),
    Rule("content_identifier", ("MakerNote", "ilst/*"), ("ContentIdentifier",), _plain),
    Rule("burst_identifier", ("MakerNote",), ("BurstUUID",), _plain),
    Rule("file_number", ("MakerNote",), ("FileNumber",), _plain),
    Rule("xmp_document_id", XMP_PLACES, ("xmpMM:DocumentID",), _plain),
    Rule("xmp_instance_id", XMP_PLACES, ("xmpMM:InstanceID",), _plain),
    Rule("xmp_original_document_id", XMP_PLACES, ("xmpMM:OriginalDocumentID",), _plain),
    Rule(
        "xmp_derived_from",
        XMP_PLACES,
        ("xmpMM:DerivedFrom/stRef:documentID", "xmpMM:DerivedFrom/stRef:originalDocumentID"),
        _plain,
    ),
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
    Rule(
        "generator_text",
        ("tEXt", "iTXt", "zTXt"),
        ("parameters", "prompt", "workflow", "Dream", "sd-metadata", "invokeai_metadata", "generation_data"),
        _plain,
    ),
    Rule("digital_source_type", XMP_PLACES, ("Iptc4xmpExt:DigitalSourceType",), _plain),
    # the container
    Rule("brand", ("ftyp",), ("MajorBrand",)),
    Rule("compatible_brands", ("ftyp",), ("CompatibleBrands",)),
    Rule("box_order", ("file", "moov"), ("BoxOrder",)),
    Rule("handler", ("hdlr",), ("HandlerDescription",), _plain),
    Rule("handler_vendor", ("hdlr",), ("HandlerVendor",), _plain),
    Rule("duration", ("moov/mvhd", "Segment/Info", "avih"), ("Duration",), number_text),
    Rule("duration", ("container",), ("Duration",), positive_text),
    Rule("frame_count", ("stts", "avih", "GIF"), ("FrameCount", "TotalFrames"), positive_text),
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
    Rule("motion_photo", XMP_PLACES, ("GCamera:MotionPhoto", "GCamera:MicroVideo"), _plain),
    # Content Credentials: present, intact, signer trusted, what it asserts
    Rule("c2pa", ("*",), ("JUMBF",)),
    Rule("c2pa_intact", ("C2PA",), ("Intact",)),
    Rule("c2pa_trusted", ("C2PA",), ("SignerTrusted",)),
    Rule("c2pa_signer", ("C2PA",), ("Signer",)),
    Rule("c2pa_signed_at", ("C2PA",), ("SignedAt",)),
    Rule("c2pa_generator", ("C2PA",), ("ClaimGenerator",)),
    Rule("c2pa_asserts", ("C2PA",), ("Asserts", "Action")),
    Rule(
        "c2pa_remote",
        (*XMP_PLACES,),
        ("dcterms:provenance",),
        lambda value: value if value.startswith("http") else None,
    ),
    Rule("digital_source_type", ("C2PA",), ("DigitalSourceType",)),
)
