"""What the timeline shows: lanes of bars and points, and the ticks of its axis from minutes to years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

from osintdesk.core.domain import Claim, Contents, Incident, Interval, Json, Media, Ref, Sighting, Step
from osintdesk.core.i18n import _
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.incident_model import short_note
from osintdesk.verify.bounds import active_steps, bounds_of_steps, time_bound
from osintdesk.verify.consistency.moments import read_moment
from osintdesk.verify.methods import method_named
from osintdesk.verify.time_bounds import TimeBounds

Kind = Literal["event", "fact", "method", "excluded", "claim", "sighting", "result"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar (start < end), a point (start = end), or a bar with an open end (None)."""

    start: datetime | None
    end: datetime | None
    kind: Kind
    label: str
    head: str
    foot: str
    ref: Ref

    def tip(self, zone: str) -> str:
        """What it is, when, and what that rests on."""
        said = (self.head, phrases.span(self.start, self.end, zone), self.foot)
        return "\n".join(part for part in said if part)

    @property
    def point(self) -> bool:
        return self.start is not None and self.start == self.end

    @property
    def sorted_by(self) -> datetime:
        return self.start or self.end or datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Lane:
    """One row: its label, the group it belongs to, and its marks in time order."""

    group: str
    label: str
    marks: tuple[Mark, ...]


GROUPS: tuple[str, ...] = ("incidents", "bounds", "sightings", "files", "claims")


def group_title(group: str) -> str:
    return {
        "incidents": _("Incidents"),
        "bounds": _("Bounds from steps"),
        "sightings": _("Sightings"),
        "files": _("Read from the file"),
        "claims": _("Claims"),
    }[group]


def lanes(records: Records, zone: str, *, groups: tuple[str, ...] = GROUPS, subject: Ref = "") -> list[Lane]:
    """Every lane that has a mark, in the order of the groups; of one subject when it is given."""
    makers = {
        "incidents": _incident_lanes,
        "bounds": _bound_lanes,
        "sightings": _sighting_lanes,
        "files": _file_lanes,
        "claims": _claim_lanes,
    }
    found = [lane for group in GROUPS if group in groups for lane in makers[group](records, zone)]
    if subject:
        found = [
            Lane(lane.group, lane.label, kept)
            for lane in found
            if (kept := tuple(m for m in lane.marks if m.ref == subject))
        ]
    return [lane for lane in found if lane.marks]


def _lane(group: str, label: str, marks: list[Mark]) -> Lane:
    return Lane(group, label, tuple(sorted(marks, key=lambda m: m.sorted_by)))


def _incident_lanes(records: Records, zone: str) -> Iterator[Lane]:
    for incident in records.all(Incident):
        title = visible(incident.title)
        marks = [
            mark
            for each in records.where(Interval, subject=incident.ref)
            if (mark := _interval_mark(each, "event", title, incident.ref))
        ]
        yield _lane("incidents", title, marks)


def _interval_mark(interval: Interval, kind: Kind, title: str, subject: Ref) -> Mark | None:
    start, end = phrases.read(interval.not_before), phrases.read(interval.not_after)
    if start is None and end is None:
        return None
    foot = "\n".join(part for part in (_(interval.basis), visible(interval.note)) if part)
    return Mark(start, end, kind, short_note(interval), title, foot, subject)


# With more subjects than this, each shows only what its steps leave together.
STEP_LANES = 25
# More lanes than this cannot be looked through; the page of each subject shows its own.
MOST_LANES = 400


def _bound_lanes(records: Records, zone: str) -> Iterator[Lane]:
    """For each subject with bounds: a lane for what every step says, then one for what remains."""
    subjects: dict[Ref, list[Step]] = {}
    for step in records.all(Step):
        if step.not_before or step.not_after or step.output:
            subjects.setdefault(step.subject, []).append(step)
    known = [(subject, record) for subject in subjects if (record := records.of(subject)) and not record.deleted]
    for subject, record in known[:MOST_LANES]:
        steps, name = active_steps(subjects[subject]), phrases.called(records, record)
        time = bounds_of_steps(steps).time
        if len(known) <= STEP_LANES:
            excluded = {holder for holders in time.contradictions for holder in holders}
            yield from (_step_lane(step, name, subject, excluded=step.id in excluded) for step in steps)
        yield _lane("bounds", _("{what}: result").format(what=name), list(_result_marks(time, subject, zone)))


def _step_lane(step: Step, name: str, subject: Ref, *, excluded: bool) -> Lane:
    method = method_named(step.method)
    label = f"{name}: {_(method.title) if method else visible(step.question)}"
    return _lane("bounds", label, list(_step_marks(step, subject, excluded=excluded)))


def _step_marks(step: Step, subject: Ref, *, excluded: bool) -> Iterator[Mark]:
    bound = time_bound(step)
    kind: Kind = "excluded" if excluded else "method"
    for window in bound.windows if bound else ():
        yield Mark(
            window.not_before, window.not_after, kind, "", visible(step.question), visible(step.finding), subject
        )


def _result_marks(time: TimeBounds, subject: Ref, zone: str) -> Iterator[Mark]:
    for window in time.windows if time.bounded else ():
        said = phrases.span(window.not_before, window.not_after, zone)
        yield Mark(window.not_before, window.not_after, "result", said, "", "", subject)


def _sighting_lanes(records: Records, zone: str) -> Iterator[Lane]:
    marks = [mark for seen in records.all(Sighting) if (mark := _sighting_mark(records, seen))]
    yield _lane("sightings", _("Posted"), marks)


def _sighting_mark(records: Records, seen: Sighting) -> Mark | None:
    at, media = phrases.read(seen.posted_at), records.get(Media, seen.media)
    if at is None or media is None or media.deleted:
        return None
    basis = _(seen.posted_basis) if seen.posted_basis else ""
    foot = ", ".join(part for part in (visible(seen.platform), basis) if part)
    return Mark(at, at, "sighting", media.number, media.number, foot, media.ref)


# Which facts say when the file was made, with the fact that states the zone; None: UTC by its definition.
_TIME_FACTS: dict[str, str | None] = {
    "date_time_original": "offset_time_original", "create_date": "offset_time_digitized", "creation_date": "",
    "media_create_date": None, "gps_date_time": None, "xmp_date_time_original": "",
}  # fmt: skip
# Clocks that were never set say their zero.
_FIRST_YEAR = 1971


def _file_lanes(records: Records, zone: str) -> Iterator[Lane]:
    marks = [
        mark
        for contents in records.all(Contents)
        if (media := records.get(Media, contents.id)) and not media.deleted
        for mark in _fact_marks(media, contents)
    ]
    yield _lane("files", _("Times in files"), marks)


def _fact_marks(media: Media, contents: Contents) -> Iterator[Mark]:
    """A point where the zone is known, else everything between the easternmost zone and the westernmost."""
    facts = contents.facts if isinstance(contents.facts, dict) else {}
    for name, zone_fact in _TIME_FACTS.items():
        offset = "Z" if zone_fact is None else _first_value(facts.get(zone_fact))
        for each in facts.get(name) or ():
            if not isinstance(each, dict):
                continue
            moment = read_moment(str(each.get("value", "")), offset=offset)
            if moment is None or moment.local.year < _FIRST_YEAR:
                continue
            foot = f"{visible(name)}, {visible(str(each.get('source', '')))}"
            exact = moment.utc if not moment.day_only else None
            start, end = exact or moment.earliest, exact or moment.latest
            head = media.number if start == end else _("{what}, zone not stated").format(what=media.number)
            yield Mark(start, end, "fact", media.number, head, foot, media.ref)


def _first_value(values: Json) -> str:
    first = values[0] if isinstance(values, list) and values else None
    return str(first.get("value", "")) if isinstance(first, dict) else ""


def _claim_lanes(records: Records, zone: str) -> Iterator[Lane]:
    marks = []
    for n, claim in enumerate(records.all(Claim, deleted=True), start=1):
        at = phrases.read(claim.said_at)
        if at is not None and not claim.deleted:
            label = _("Claim {n}").format(n=n)
            marks.append(Mark(at, at, "claim", label, f"{label}: {visible(claim.statement)}", "", claim.ref))
    yield _lane("claims", _("Said"), marks)


def extent(found: list[Lane]) -> tuple[datetime, datetime] | None:
    """From the first to the last finite end, with a margin; None when there is none."""
    ends = [t for lane in found for mark in lane.marks for t in (mark.start, mark.end) if t is not None]
    if not ends:
        return None
    margin = max((max(ends) - min(ends)) / 16, timedelta(minutes=10))
    return min(ends) - margin, max(ends) + margin


def first_look(found: list[Lane]) -> tuple[datetime, datetime] | None:
    """What is shown at first: from the first incident to the last, else what was posted and said, else everything."""
    for groups in (("incidents", "sightings", "claims"), GROUPS):
        span = extent([lane for lane in found if lane.group in groups])
        if span is not None:
            return span
    return None


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the axis; `strong` begins a new day or year."""

    at: datetime
    label: str
    strong: bool


_STEPS: tuple[timedelta, ...] = (
    timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=15),
    timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2), timedelta(hours=3), timedelta(hours=6),
    timedelta(hours=12), timedelta(days=1), timedelta(days=2), timedelta(days=7), timedelta(days=14),
)  # fmt: skip
_MONTH_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600)


def ticks(start: datetime, end: datetime, zone: tzinfo, *, wanted: int = 8) -> list[Tick]:
    """About `wanted` ticks at round moments of `zone` between the two ends."""
    target = (end - start) / max(1, wanted)
    step = next((s for s in _STEPS if s >= target), None)
    if step is not None:
        return list(_clock_ticks(start, end, zone, step))
    months = next((m for m in _MONTH_STEPS if timedelta(days=30 * m) >= target), _MONTH_STEPS[-1])
    return list(_month_ticks(start, end, zone, months))


def _clock_ticks(start: datetime, end: datetime, zone: tzinfo, step: timedelta) -> Iterator[Tick]:
    """Steps counted from midnight of the zone's own day, so that they stay round across a change of the clock."""
    local = start.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    if step >= timedelta(days=1):
        midnight -= timedelta(days=midnight.toordinal() % step.days)
    at = midnight
    while (moment := at.replace(tzinfo=zone)) <= end:
        if moment >= start:
            new_day = at.hour == 0 and at.minute == 0
            yield Tick(moment, _tick_label(at, step, new_day), new_day)
        at += step


def _tick_label(at: datetime, step: timedelta, new_day: bool) -> str:
    if step >= timedelta(days=1):
        return phrases.day(at, year=at.month == 1 and at.day <= step.days)
    return phrases.day(at, year=False) if new_day else phrases.clock(at)


def _month_ticks(start: datetime, end: datetime, zone: tzinfo, months: int) -> Iterator[Tick]:
    local = start.astimezone(zone)
    index = (local.year * 12 + local.month - 1) // months * months
    while index // 12 <= 9998:
        at = datetime(max(1, index // 12), index % 12 + 1, 1, tzinfo=zone)
        if at > end:
            return
        if at >= start:
            year = index % 12 == 0
            yield Tick(at, str(at.year) if year else phrases.day(at, year=False).partition(" ")[2], year)
        index += months
