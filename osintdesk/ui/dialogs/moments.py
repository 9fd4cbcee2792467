"""Times as people write them, read with their zone into RFC 3339 (no Qt)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from osintdesk.core import instants
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _

# RFC 3339, section 4.3: the instant is known in UTC, the local offset is not.
UNKNOWN_OFFSET = "-00:00"

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_NAMED_DAY = re.compile(r"(\d{1,2})\.?\s+([A-Za-z]+)\.?,?\s+(\d{4})")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?")
_OFFSET = re.compile(r"(Z|UTC|[+-]\d\d:?\d\d)\Z", re.IGNORECASE)


def read_time(text: str, zone: str) -> str:
    """RFC 3339 of `2024-08-06 18:52`, `6 Aug 2024 18:52`, `06.08.2024 18:52` in `zone` (IANA name or offset).

    An offset at the end of the text wins over `zone`. UsageError for what is not a time, and for a clock time that
    happened twice or never because the clocks were changed.
    """
    given = " ".join(text.replace("T", " ").split())
    found = _OFFSET.search(given)
    if found:
        offset, given = found[1].upper(), given[: found.start()].strip()
        zone = "UTC" if offset in {"Z", "UTC"} else offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
    moment = _moment(given, text)
    if zone == UNKNOWN_OFFSET:
        return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds") + UNKNOWN_OFFSET
    return instants.write(_placed(moment, instants.zone(zone), zone))


def _moment(given: str, text: str) -> datetime:
    """The date and clock without a zone."""
    day, rest = _day(given, text)
    clock = _CLOCK.fullmatch(rest.strip(" ,"))
    if not clock:
        raise UsageError(_("“{text}” has no time of day. Write it like 2024-08-06 18:52.").format(text=text.strip()))
    micro = int((clock[4] or "0").ljust(6, "0"))
    try:
        return datetime(*day, int(clock[1]), int(clock[2]), int(clock[3] or 0), micro)  # noqa: DTZ001
    except ValueError as error:
        raise UsageError(_("“{text}” is not a time: {error}.").format(text=text.strip(), error=error)) from None


def _day(given: str, text: str) -> tuple[tuple[int, int, int], str]:
    if found := _ISO_DAY.match(given):
        return (int(found[1]), int(found[2]), int(found[3])), given[found.end() :]
    if found := _DOTTED_DAY.match(given):
        return (int(found[3]), int(found[2]), int(found[1])), given[found.end() :]
    if found := _NAMED_DAY.match(given):
        return (int(found[3]), _MONTHS.get(found[2].casefold(), 0), int(found[1])), given[found.end() :]
    raise UsageError(_("“{text}” is not a time. Write it like 2024-08-06 18:52.").format(text=text.strip()))


def _placed(moment: datetime, zone: tzinfo, name: str) -> datetime:
    first, second = moment.replace(tzinfo=zone, fold=0), moment.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        raise UsageError(
            _("The clocks were changed in {zone} at this time. Write the offset at its end, like +03:00.").format(
                zone=name
            )
        )
    return first


def shown_time(text: str) -> tuple[str, str]:
    """What stands in the field for a recorded time, and its zone: the clock as it was stated."""
    moment = instants.parse(text)
    clock = moment.strftime("%H:%M:%S" if moment.second or moment.microsecond else "%H:%M")
    clock += f".{moment.microsecond // 1000:03d}" if moment.microsecond else ""
    zone = UNKNOWN_OFFSET if text.endswith(UNKNOWN_OFFSET) else offset(moment)
    return f"{moment:%Y-%m-%d} {clock}", zone


def offset(moment: datetime) -> str:
    """`UTC` or `+03:00`."""
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


def zone_choices(case_zone: str) -> list[tuple[str, str]]:
    """The zones that are offered: UTC, the case's, whole offsets, and that the offset is not known."""
    own = [(case_zone, _("{zone} (case)").format(zone=case_zone))] if case_zone != "UTC" else []
    west = [(f"-{h:02d}:00", f"UTC−{h}") for h in range(12, 0, -1)]
    east = [(f"+{h:02d}:00", f"UTC+{h}") for h in range(1, 15)]
    return [("UTC", "UTC"), *own, (UNKNOWN_OFFSET, _("UTC, local offset not known")), *west, *east]
