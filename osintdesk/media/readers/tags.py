"""Names of EXIF and TIFF tags: Pillow's table, with the names that investigators know where they differ."""

from __future__ import annotations

from PIL import ExifTags

_OTHER_NAMES = {
    0x0132: "ModifyDate",
    0x9004: "CreateDate",
    0x9290: "SubSecTime",
    0x9291: "SubSecTimeOriginal",
    0x9292: "SubSecTimeDigitized",
    0x9010: "OffsetTime",
    0x9011: "OffsetTimeOriginal",
    0x9012: "OffsetTimeDigitized",
    0xA002: "ExifImageWidth",
    0xA003: "ExifImageHeight",
    0x0100: "ImageWidth",
    0x0101: "ImageHeight",
    0xA430: "OwnerName",
    0xA431: "BodySerialNumber",
    0xA432: "LensInfo",
    0xA433: "LensMake",
    0xA434: "LensModel",
    0xA435: "LensSerialNumber",
    0xA460: "CompositeImage",
    0x0201: "ThumbnailOffset",
    0x0202: "ThumbnailLength",
    0xC614: "UniqueCameraModel",
    0xC62F: "CameraSerialNumber",
    0xC65D: "RawDataUniqueID",
    0xC612: "DNGVersion",
    0x8827: "ISO",
    0x02BC: "ApplicationNotes",
    0x83BB: "IPTC",
    0x8649: "PhotoshopSettings",
    0x8773: "ICC_Profile",
    0x014A: "SubIFDs",
    0xCD41: "JUMBF",
    0x013B: "Artist",
    0x9C9B: "XPTitle",
    0x9C9C: "XPComment",
    0x9C9D: "XPAuthor",
    0x9C9E: "XPKeywords",
    0x9C9F: "XPSubject",
}
IMAGE_TAGS = {**ExifTags.TAGS, **_OTHER_NAMES}
GPS_TAGS = {**ExifTags.GPSTAGS, 0x1F: "GPSHPositioningError"}
INTEROP_TAGS = {1: "InteropIndex", 2: "InteropVersion", 0x1001: "RelatedImageWidth", 0x1002: "RelatedImageHeight"}
RW2_TAGS = {
    0x0001: "PanasonicRawVersion",
    0x0002: "SensorWidth",
    0x0003: "SensorHeight",
    0x0004: "SensorTopBorder",
    0x0005: "SensorLeftBorder",
    0x0006: "SensorBottomBorder",
    0x0007: "SensorRightBorder",
    0x002E: "JpgFromRaw",
}
