"""IPTC-IIM records (IIM 4.2): the captions, credits and dates that press photographers write."""

from __future__ import annotations

from osintdesk.media.readers.findings import Findings, decoded
from osintdesk.media.readers.window import Window

_MAX_RECORDS = 2000
_UTF8 = b"\x1b%G"
NAMES = {
    (1, 0): "EnvelopeRecordVersion",
    (1, 90): "CodedCharacterSet",
    (2, 0): "ApplicationRecordVersion",
    (2, 5): "ObjectName",
    (2, 7): "EditStatus",
    (2, 10): "Urgency",
    (2, 15): "Category",
    (2, 20): "SupplementalCategories",
    (2, 25): "Keywords",
    (2, 30): "ReleaseDate",
    (2, 35): "ReleaseTime",
    (2, 40): "SpecialInstructions",
    (2, 55): "DateCreated",
    (2, 60): "TimeCreated",
    (2, 62): "DigitalCreationDate",
    (2, 63): "DigitalCreationTime",
    (2, 65): "OriginatingProgram",
    (2, 70): "ProgramVersion",
    (2, 80): "By-line",
    (2, 85): "By-lineTitle",
    (2, 90): "City",
    (2, 92): "Sub-location",
    (2, 95): "Province-State",
    (2, 100): "Country-PrimaryLocationCode",
    (2, 101): "Country-PrimaryLocationName",
    (2, 103): "OriginalTransmissionReference",
    (2, 105): "Headline",
    (2, 110): "Credit",
    (2, 115): "Source",
    (2, 116): "CopyrightNotice",
    (2, 118): "Contact",
    (2, 120): "Caption-Abstract",
    (2, 122): "Writer-Editor",
}


def read_iptc(window: Window, findings: Findings, path: str) -> None:
    """Every dataset with its name (or `record:number`), text by the declared or guessed encoding."""
    at, utf8 = 0, False
    for _record in range(_MAX_RECORDS):
        if at + 5 > len(window) or window.u8(at) != 0x1C:
            return
        record, number, size = window.u8(at + 1), window.u8(at + 2), window.u16(at + 3)
        start = at + 5
        if size & 0x8000:
            length = size & 0x7FFF
            size = int.from_bytes(window.take(start, min(length, 4)), "big")
            start += length
        data = window.some(start, min(size, 40_000))
        utf8 = utf8 or ((record, number) == (1, 90) and data.startswith(_UTF8))
        findings.add(
            _name(record, number), _value(number, record, data), path, raw=_raw(data), offset=window.offset(start)
        )
        at = start + size


def _name(record: int, number: int) -> str:
    return NAMES.get((record, number), f"{record}:{number}")


def _value(number: int, record: int, data: bytes) -> str:
    if number == 0:
        return str(int.from_bytes(data, "big"))
    text = decoded(data)
    if record == 2 and number in (30, 55, 62) and len(text) == 8:
        return f"{text[:4]}:{text[4:6]}:{text[6:]}"
    return text


def _raw(data: bytes) -> str:
    return decoded(data) if all(byte >= 32 for byte in data[:200]) else data[:64].hex()
