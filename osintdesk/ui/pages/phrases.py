"""Times and names as the pages say them: UTC first, the case's zone beside it, the zone always named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from osintdesk.core import instants
from osintdesk.core.domain import Claim, Media, Record, Ref
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import N_, _
from osintdesk.core.records import Records
from osintdesk.core.text import visible

_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip
_LONG_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
_WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


def read(text: str) -> datetime | None:
    """The instant, or None when there is none or it cannot be read."""
    if not text:
        return None
    try:
        return instants.parse(text)
    except UsageError:
        return None


def day(moment: datetime, *, year: bool = True) -> str:
    """`6 Aug 2024`, or `6 Aug`."""
    short = f"{moment.day} {_(_MONTHS[moment.month - 1])}"
    return f"{short} {moment.year}" if year else short


def long_day(moment: datetime) -> str:
    """`6 August 2024`."""
    return f"{moment.day} {_(_LONG_MONTHS[moment.month - 1])} {moment.year}"


def weekday(moment: datetime) -> str:
    """`Monday 12 August 2024`."""
    return f"{_(_WEEKDAYS[moment.weekday()])} {long_day(moment)}"


def clock(moment: datetime, *, seconds: bool = False) -> str:
    return moment.strftime("%H:%M:%S" if seconds else "%H:%M")


def moment(text: str | datetime, zone: str = "UTC", *, year: bool = True) -> str:
    """`6 Aug 2024, 18:52 UTC (21:52 MSK)`; what cannot be read is given back as it stands."""
    at = text if isinstance(text, datetime) else read(text)
    if at is None:
        return visible(text) if isinstance(text, str) else ""
    in_utc = at.astimezone(UTC)
    shown = f"{day(in_utc, year=year)}, {clock(in_utc)} UTC"
    beside = _beside(at, at, zone)
    return f"{shown} ({beside})" if beside else shown


def stamp(text: str) -> str:
    """Short, for who did what: `12 Aug 08:20 UTC`, with the year when it is another than this one."""
    at = read(text)
    if at is None:
        return visible(text)
    at = at.astimezone(UTC)
    return f"{day(at, year=at.year != datetime.now(UTC).year)} {clock(at)} UTC"


def span(start: datetime | None, end: datetime | None, zone: str = "UTC") -> str:
    """`6 Aug 2024, 17:26 to 17:46 UTC (20:26 to 20:46 MSK)`; `not before …` and `not after …` with one end."""
    if start is None and end is None:
        return _("no time")
    if start is None or end is None:
        said = _("not after {time}") if start is None else _("not before {time}")
        one = end if start is None else start
        return said.format(time=moment(one, zone)) if one else ""
    if start == end:
        return moment(start, zone)
    beside = _beside(start, end, zone)
    said = _range(start.astimezone(UTC), end.astimezone(UTC), _("UTC"))
    return f"{said} ({beside})" if beside else said


def span_of(not_before: str, not_after: str, zone: str = "UTC") -> str:
    """As `span`, from what is recorded."""
    return span(read(not_before), read(not_after), zone)


def _range(start: datetime, end: datetime, label: str) -> str:
    last = clock(end) if start.date() == end.date() else f"{day(end)}, {clock(end)}"
    return _("{start} to {end}").format(start=f"{day(start)}, {clock(start)}", end=f"{last} {label}")


def _beside(start: datetime, end: datetime, zone: str) -> str:
    """The clock in the case's zone, with the date where it differs; empty in UTC."""
    local, last = (t.astimezone(instants.zone(zone)) for t in (start, end))
    if local.utcoffset() == timedelta(0):
        return ""
    first = _local(local, start)
    label = instants.zone_label(local)
    return (
        f"{first} {label}"
        if start == end
        else _("{start} to {end}").format(start=first, end=f"{_local(last, end)} {label}")
    )


def _local(local: datetime, at: datetime) -> str:
    same = local.date() == at.astimezone(UTC).date()
    return clock(local) if same else f"{day(local, year=False)} {clock(local)}"


def duration(milliseconds: int | None) -> str:
    """`1:52`, `1:02:07`; empty when not known."""
    if milliseconds is None:
        return ""
    total = round(milliseconds / 1000)
    hours, rest = divmod(total, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def count(number: int) -> str:
    """`1,248`."""
    return f"{number:,}"


def named(records: Records, subject: Ref) -> str:
    """What a reference is called on the pages: `EX-0012`, the title of an incident, `Claim 4`."""
    return called(records, records.of(subject))


def called(records: Records, record: Record | None) -> str:
    match record:
        case None:
            return _("not in this case")
        case Media():
            return record.number
        case Claim():
            return _("Claim {n}").format(n=claim_number(records, record.id))
        case _:
            words = (getattr(record, name, "") for name in ("title", "name", "question", "status", "text"))
            return visible(next((str(word) for word in words if word), record.TABLE))


def claim_number(records: Records, claim: str) -> int:
    """Claims are counted in the order in which they were recorded, removed ones too, so that a number stays."""
    return next((n for n, each in enumerate(records.all(Claim, deleted=True), start=1) if each.id == claim), 0)
