"""Points in time: an RFC 3339 string that keeps the offset in which the time was stated.

`2024-08-06T18:52:00+03:00` was stated in UTC+3; `…Z` was stated in UTC; `…-00:00` is known in UTC, its local offset
is not (RFC 3339 section 4.3). Strings are what is stored and exchanged; `parse` gives an aware datetime.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from osintdesk.core.errors import UsageError

_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?\s*(Z|z|[+-]\d\d:?\d\d)?\Z", re.ASCII)


def parse(text: str, *, zone: tzinfo | None = None) -> datetime:
    """An aware datetime from RFC 3339; without an offset `zone` is taken, or UsageError raised."""
    found = _RFC3339.match(text.strip())
    if not found:
        raise UsageError(f"“{text}” is not a time. Write it like 2024-08-06T18:52:00+03:00.")
    year, month, day, hour, minute = (int(part) for part in found.group(1, 2, 3, 4, 5))
    second = int(found.group(6) or 0)
    micro = int(((found.group(7) or ".")[1:] + "000000")[:6])
    offset = found.group(8)
    if offset is None and zone is None:
        raise UsageError(f"“{text}” has no time zone. Write Z for UTC or an offset like +03:00 at its end.")
    try:
        return datetime(year, month, day, hour, minute, second, micro, tzinfo=_zone_of(offset) if offset else zone)
    except ValueError as error:
        raise UsageError(f"“{text}” is not a time: {error}.") from None


def _zone_of(offset: str) -> timezone:
    if offset in {"Z", "z"}:
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def write(moment: datetime) -> str:
    """RFC 3339 with the datetime's own offset (`Z` for UTC); milliseconds only when there are any."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be recorded")
    text = moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
    return text[:-6] + "Z" if moment.utcoffset() == timedelta(0) else text


def utc(text: str) -> str:
    """The same instant written in UTC: what is sorted and compared."""
    return write(parse(text).astimezone(UTC))


def zone(name: str) -> tzinfo:
    """A zone by IANA name or fixed offset (`Europe/Moscow`, `+03:00`, `UTC`); UsageError when unknown."""
    if re.fullmatch(r"[+-]\d\d:\d\d|Z", name):
        return _zone_of(name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(
            f"“{name}” is not a time zone. Write a name like Europe/Moscow or an offset like +03:00."
        ) from None


def shown(text: str, case_zone: str = "UTC", *, seconds: bool = False) -> str:
    """For people: `2024-08-06 06:41 UTC (09:41 MSK)`; the date is repeated where it differs in the case's zone."""
    moment = parse(text)
    clock = "%H:%M:%S" if seconds else "%H:%M"
    in_utc = moment.astimezone(UTC)
    result = f"{in_utc:%Y-%m-%d} {in_utc.strftime(clock)} UTC"
    local = moment.astimezone(zone(case_zone))
    if local.utcoffset() == timedelta(0):
        return result
    date = f"{local:%Y-%m-%d} " if local.date() != in_utc.date() else ""
    return f"{result} ({date}{local.strftime(clock)} {zone_label(local)})"


def zone_label(local: datetime) -> str:
    """`MSK`, or `UTC+3` where the zone has no letters of its own."""
    name = local.tzname() or ""
    if re.fullmatch(r"[A-Z]{2,5}", name):
        return name
    total = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, minutes = divmod(abs(total), 60)
    return f"UTC{'-' if total < 0 else '+'}{hours}" + (f":{minutes:02d}" if minutes else "")


def now() -> str:
    """This moment in UTC, to the millisecond."""
    return write(datetime.now(UTC))
