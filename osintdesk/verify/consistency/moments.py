"""Times as files write them: EXIF, ISO 8601, XMP, QuickTime; with or without a zone, and then as a range."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

WEST, EAST = timedelta(hours=-12), timedelta(hours=14)
"""The zones of the world lie between UTC-12 and UTC+14."""

_FIRST_YEAR, _LAST_YEAR = 1800, 9000  # outside, a zone could not be applied, and no camera meant it
_TIME = re.compile(
    r"\s*(\d{4})[-:/.](\d\d)[-:/.](\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_OFFSET = re.compile(r"\s*([+-])(\d\d):?(\d\d)\s*\Z")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time on some clock: `local` as written, `offset` to UTC where it is known, `day_only` for a bare date."""

    local: datetime
    offset: timedelta | None = None
    day_only: bool = False

    @property
    def utc(self) -> datetime | None:
        return (self.local - self.offset).replace(tzinfo=UTC) if self.offset is not None else None

    @property
    def earliest(self) -> datetime:
        """The earliest instant that this can be: exact with a zone, else as if in the easternmost one."""
        return (self.local - (EAST if self.offset is None else self.offset)).replace(tzinfo=UTC)

    @property
    def latest(self) -> datetime:
        day = timedelta(days=1) if self.day_only else timedelta()
        return (self.local + day - (WEST if self.offset is None else self.offset)).replace(tzinfo=UTC)

    def shown(self) -> str:
        text = f"{self.local:%Y-%m-%d}" if self.day_only else f"{self.local:%Y-%m-%d %H:%M:%S}"
        return f"{text} {zone_text(self.offset)}" if self.offset is not None else f"{text} (no zone stated)"


def read_moment(text: str, *, offset: str = "") -> Moment | None:
    """The time in `text`; a zone written in it goes before `offset`. None for what is no time at all."""
    found = _TIME.match(text)
    if not found:
        return None
    year, month, day = (int(part) for part in found.group(1, 2, 3))
    hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
    try:
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        local = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - a clock of unknown zone
    except ValueError:
        return None
    return Moment(local, read_offset(found[7] or offset), day_only=found[4] is None)


def read_offset(text: str) -> timedelta | None:
    """`+03:00`, `-0600`, `Z`; None for anything else."""
    if text.strip() in {"Z", "z"}:
        return timedelta()
    found = _OFFSET.match(text)
    if not found:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -size if found[1] == "-" else size


def utc_moment(text: str) -> Moment | None:
    """A time that is in UTC by the definition of its place (mvhd, GPS)."""
    return read_moment(text, offset="Z")


def zone_text(offset: timedelta) -> str:
    """`UTC+3`, `UTC-3:30`, `UTC`."""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def zone_between(local: datetime, utc: datetime, *, tolerance: timedelta = timedelta(minutes=2)) -> timedelta | None:
    """The zone in which a clock shows `local` at `utc`: a whole quarter of an hour that exists in the world."""
    difference = local - utc.replace(tzinfo=None)
    quarters = round(difference / timedelta(minutes=15))
    zone = quarters * timedelta(minutes=15)
    return zone if abs(difference - zone) <= tolerance and WEST <= zone <= EAST else None


def span(difference: timedelta) -> str:
    """A difference for people: `3 days 4 h`, `2 h 10 min`, `14 s`."""
    seconds = round(abs(difference.total_seconds()))
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    if days >= 730:
        return f"{days / 365.25:.0f} years"
    parts = [(days, "day" if days == 1 else "days"), (hours, "h"), (minutes, "min"), (seconds, "s")]
    shown = [f"{count}\u202f{unit}" for count, unit in parts if count][:2]
    return " ".join(shown) or "0\u202fs"
