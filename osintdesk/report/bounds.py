"""Time bounds out of steps: which span they leave together, which step binds each end, and how they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from osintdesk.core.domain import Step
from osintdesk.report.blocks import Axis, Bar, Run
from osintdesk.report.language import Language
from osintdesk.report.times import Clock, moment
from osintdesk.verify.time_bounds import TimeBound, Window, intersect_times

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_STEPS = (
    1, 5, 15, 30, _MINUTE, 2 * _MINUTE, 5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE, _HOUR, 2 * _HOUR, 3 * _HOUR, 6 * _HOUR,
    12 * _HOUR, _DAY, 2 * _DAY, 5 * _DAY, 10 * _DAY, 30 * _DAY, 61 * _DAY, 183 * _DAY, 365 * _DAY, 730 * _DAY,
    1826 * _DAY, 3652 * _DAY, 18262 * _DAY,
)  # fmt: skip
_MOST_TICKS = 7
_ZOOM_BELOW = 0.12


@dataclass(frozen=True, slots=True)
class Bound:
    """What one step allows; `label` as printed beside the bar."""

    number: str
    label: str
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Together:
    """What all bounds leave, either end may be open; `excluding`: steps that exclude each other when nothing is."""

    start: datetime | None
    end: datetime | None
    binds_start: str = ""
    binds_end: str = ""
    excluding: tuple[str, ...] = ()

    @property
    def excluded(self) -> bool:
        return bool(self.excluding)


def bounds_of(steps: Iterable[tuple[str, Step]]) -> list[Bound]:
    """The numbered steps that bound a time."""
    found = [Bound(number, step.question, moment(step.not_before), moment(step.not_after)) for number, step in steps]
    return [b for b in found if b.start or b.end]


def together(bounds: list[Bound]) -> Together:
    """What all of them allow, each end with the step that sets it."""
    left = intersect_times(TimeBound(b.number, (Window(b.start, b.end),)) for b in bounds)
    if left.empty:
        return Together(None, None, excluding=next(iter(left.contradictions), tuple(b.number for b in bounds)))
    first, last = next(iter(left.binding_before), ""), next(iter(left.binding_after), "")
    return Together(left.not_before, left.not_after, first, last)


def axes(bounds: list[Bound], clock: Clock, t: Language) -> tuple[Axis, ...]:
    """An overview of all bounds and, where what is left is a small part of it, the same hours enlarged."""
    left = together(bounds)
    times = sorted(m for b in bounds for m in (b.start, b.end) if m)
    start, end = _roomy(times[0], times[-1])
    zoom = _zoom(left, start, end)
    view = _View(start, end, clock, t)
    overview = view.axis([*(view.bar(b, left) for b in bounds), *([] if zoom else view.result(left))], zoom)
    if zoom is None:
        return (overview,)
    near = _View(*zoom, clock, t, near=True)
    inside = [b for b in bounds if any(m and zoom[0] <= m <= zoom[1] for m in (b.start, b.end))]
    return (overview, near.axis([*(near.bar(b, left) for b in inside), *near.result(left)], None))


def _roomy(first: datetime, last: datetime) -> tuple[datetime, datetime]:
    margin = max((last - first) * 0.1, timedelta(minutes=30))
    return first - margin, last + margin


def _zoom(left: Together, start: datetime, end: datetime) -> tuple[datetime, datetime] | None:
    """Whole hours around what is left, twelve hours at least."""
    if left.excluded or not left.start or not left.end or (left.end - left.start) > (end - start) * _ZOOM_BELOW:
        return None
    middle = left.start + (left.end - left.start) / 2
    half = max(timedelta(hours=6), (left.end - left.start) * 2)
    if half * 2 > (end - start) * 0.6:
        return None
    first = (middle - half).replace(minute=0, second=0, microsecond=0)
    return first, first + timedelta(seconds=round(half.total_seconds() * 2 / _HOUR) * _HOUR)


@dataclass(frozen=True, slots=True)
class _View:
    start: datetime
    end: datetime
    clock: Clock
    t: Language
    near: bool = False

    def at(self, value: datetime | None) -> float | None:
        if value is None:
            return None
        return min(1.0, max(0.0, round((value - self.start) / (self.end - self.start), 5)))

    def axis(self, bars: list[Bar], zoom: tuple[datetime, datetime] | None) -> Axis:
        step = next((s for s in _STEPS if (self.end - self.start).total_seconds() / s <= _MOST_TICKS), _STEPS[-1])
        ticks = list(self._ticks(step))
        local = [] if step >= _DAY or self.clock.is_utc(self.start) else ticks
        zoomed = (self.at(zoom[0]) or 0.0, self.at(zoom[1]) or 0.0) if zoom else None
        return Axis(
            self._title(step),
            tuple((self.at(m) or 0.0, self._label(m, step)) for m in ticks),
            tuple((self.at(m) or 0.0, f"{self.clock.local(m):%H:%M}") for m in local),
            tuple(bars),
            zoomed,
        )

    def _ticks(self, step: int) -> Iterable[datetime]:
        midnight = self.start.replace(hour=0, minute=0, second=0, microsecond=0)
        value = midnight
        if step >= 30 * _DAY:
            yield from self._months(step)
            return
        while value < self.start:
            value += timedelta(seconds=step)
        while value <= self.end:
            yield value
            value += timedelta(seconds=step)

    def _months(self, step: int) -> Iterable[datetime]:
        months = round(step / (30.4 * _DAY))
        index = (self.start.year * 12 + self.start.month - 1) // months * months
        while True:
            value = self.start.replace(
                year=index // 12, month=index % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
            )
            if value > self.end or value.year > 9000:
                return
            if value >= self.start:
                yield value
            index += months

    def _label(self, value: datetime, step: int) -> str:
        month = self.t(MONTHS[value.month - 1])
        if step < _DAY and (value.hour, value.minute, value.second) != (0, 0, 0):
            return f"{value:%H:%M:%S}" if step < _MINUTE else f"{value:%H:%M}"
        if step < 30 * _DAY:
            return f"{value.day} {month}"
        return f"{month} {value.year}" if step < 365 * _DAY else str(value.year)

    def _title(self, step: int) -> tuple[str, ...]:
        if step >= _DAY:
            return ("UTC",) if self.start.year != self.end.year else (f"{self.start.year}, UTC",)
        title = (f"{self.start + (self.end - self.start) / 2:%Y-%m-%d}, UTC",)
        return title if self.clock.is_utc(self.start) else (*title, self._zone())

    def _zone(self) -> str:
        """`MSK = UTC+3`, or `UTC+3` where the zone has no letters."""
        offset = self.clock.local(self.start).utcoffset() or timedelta()
        hours, minutes = divmod(abs(round(offset.total_seconds() / 60)), 60)
        shift = f"UTC{'-' if offset < timedelta() else '+'}{hours}" + (f":{minutes:02d}" if minutes else "")
        name = self.clock.label(self.start)
        return name if name == shift else f"{name} = {shift}"

    def bar(self, bound: Bound, left: Together) -> Bar:
        label = (Run(bound.number, "strong"), Run(f" {bound.label}"))
        start, end = bound.start, bound.end
        words = self._span(start, end) if start and end else self._open(start, end)
        return Bar(
            label, self.at(start), self.at(end), words, binding=bound.number in {left.binds_start, left.binds_end}
        )

    def _open(self, start: datetime | None, end: datetime | None) -> str:
        value = start or end
        sentence = "not before {time}" if start else "not after {time}"
        shown = f"{value:%H:%M} UTC" if self.near else f"{value:%Y-%m-%d %H:%M} UTC"
        return self.t(sentence, time=shown)

    def _span(self, start: datetime, end: datetime) -> str:
        if start.date() != end.date():
            return f"{start:%Y-%m-%d %H:%M} – {end:%Y-%m-%d %H:%M} UTC"
        return f"{start:%H:%M}–{end:%H:%M} UTC" if self.near else f"{start:%Y-%m-%d %H:%M}–{end:%H:%M} UTC"

    def result(self, left: Together) -> list[Bar]:
        """The bar of what all bounds leave together."""
        if left.excluded:
            return []
        label = (Run(self.t("All bounds together"), "strong"),)
        both = (left.start, left.end) if left.start and left.end else None
        words = _View(self.start, self.end, self.clock, self.t)._span(*both) if both else ""
        return [
            Bar(label, self.at(left.start), self.at(left.end), words, self._local(*both) if both else "", whole=True)
        ]

    def _local(self, start: datetime, end: datetime) -> str:
        if self.clock.is_utc(start):
            return ""
        a, b = self.clock.local(start), self.clock.local(end)
        return f"{a:%H:%M}–{b:%H:%M} {self.clock.label(end)}" if a.date() == b.date() else ""
