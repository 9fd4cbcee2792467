"""What steps bound, in words and along an axis: the bars of the step cards and the bands above them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from osintdesk.core import words
from osintdesk.core.domain import Step
from osintdesk.core.i18n import _
from osintdesk.ui.pages import phrases
from osintdesk.verify.bounds import Bounds, time_bound
from osintdesk.verify.time_bounds import Window


@dataclass(frozen=True, slots=True)
class BoundBar:
    """A step's windows on the pillar's common axis, with the two ends of what remains; 0 to 1 along the axis."""

    axis_start: str
    axis_end: str
    windows: tuple[tuple[float, float], ...]
    ticks: tuple[float, ...]
    text: str
    excluded: bool


@dataclass(frozen=True, slots=True)
class Band:
    """What remains of time or place, and who binds it; `role` is selected, or bad when nothing remains."""

    text: str
    beside: str
    binding: str
    bad: bool


def axis_of(steps: list[Step]) -> tuple[datetime, datetime] | None:
    """The common axis: every finite end of every bound, with a margin; None when there is none.

    A bound far from the others (a road layout of 2019) does not stretch it: the axis keeps to six times the spread of
    the narrow half of the ends.
    """
    bounds = [bound for step in steps if (bound := time_bound(step))]
    ends = sorted(t for b in bounds for w in b.windows for t in (w.not_before, w.not_after) if t is not None)
    if not ends:
        return None
    middle = ends[len(ends) // 2]
    near = sorted(abs(end - middle) for end in ends)[len(ends) // 2]
    reach = max(near * 6, timedelta(minutes=30))
    kept = [end for end in ends if abs(end - middle) <= reach] or ends
    margin = max((kept[-1] - kept[0]) / 4, timedelta(minutes=15))
    return kept[0] - margin, kept[-1] + margin


def bar_of(step: Step, bounds: Bounds, axis: tuple[datetime, datetime] | None, zone: str) -> BoundBar | None:
    bound = time_bound(step)
    if bound is None or axis is None:
        return None
    excluded = any(step.id in holders for holders in bounds.time.contradictions)
    ends = [t for t in (bounds.time.not_before, bounds.time.not_after) if t is not None]
    return BoundBar(
        _axis_label(axis[0], axis),
        _axis_label(axis[1], axis),
        tuple((_along(w.not_before, axis, 0.0), _along(w.not_after, axis, 1.0)) for w in bound.windows),
        tuple(_along(t, axis, 0.0) for t in ends),
        _(" or ").join(_window_words(w, axis) for w in bound.windows) or _("nothing remains"),
        excluded,
    )


def _axis_label(at: datetime, axis: tuple[datetime, datetime]) -> str:
    long = axis[1] - axis[0] > timedelta(days=60)
    at = at.astimezone(axis[0].tzinfo)
    at = at.astimezone(UTC)
    return phrases.day(at) if long else f"{phrases.day(at, year=False)} {phrases.clock(at)}"


def _along(at: datetime | None, axis: tuple[datetime, datetime], default: float) -> float:
    if at is None:
        return default
    return min(1.0, max(0.0, (at - axis[0]) / (axis[1] - axis[0])))


def _window_words(window: Window, axis: tuple[datetime, datetime]) -> str:
    """`17:26 to 17:46 UTC`, `not after 18:52 UTC`, with the date where the axis spans more than one day."""
    same_day = axis[0].astimezone(UTC).date() == axis[1].astimezone(UTC).date()
    start = window.not_before.astimezone(UTC) if window.not_before else None
    end = window.not_after.astimezone(UTC) if window.not_after else None
    if start and end:
        if start.date() == end.date():
            return _("{start} to {end}").format(start=phrases.clock(start), end=f"{phrases.clock(end)} UTC")
        return _("{start} to {end}").format(start=_dated(start), end=f"{_dated(end)} UTC")
    if end:
        return _("not after {time}").format(time=f"{phrases.clock(end) if same_day else _dated(end)} UTC")
    if start is None:
        return ""
    return _("not before {time}").format(time=f"{phrases.clock(start) if same_day else _dated(start)} UTC")


def _dated(at: datetime) -> str:
    return f"{phrases.day(at, year=False)} {phrases.clock(at)}" if at.hour or at.minute else phrases.day(at)


def bands_of(bounds: Bounds, pillar: str, number: dict[str, int], zone: str) -> list[Band]:
    found = []
    if pillar in {words.Pillar.DATE, words.Pillar.TECHNICAL, words.Pillar.PROVENANCE} and bounds.time.bounded:
        found.append(time_band(bounds, number, zone))
    if pillar == words.Pillar.LOCATION and bounds.place.bounded:
        found.append(place_band(bounds, number))
    return found


def time_band(bounds: Bounds, number: dict[str, int], zone: str) -> Band:
    """`Filmed between … and …`, or who excludes whom."""
    time = bounds.time
    if time.empty:
        return Band(_("No time is left: {steps}.").format(steps=_excluding(time.contradictions, number)), "", "", True)
    said = _(" or ").join(filmed(window, zone)[0] for window in time.windows)
    beside = filmed(time.windows[0], zone)[1] if len(time.windows) == 1 else ""
    return Band(_sentence(time.windows, said), beside, _binding(time.binding_before, time.binding_after, number), False)


def _sentence(windows: tuple[Window, ...], said: str) -> str:
    both = all(w.not_before and w.not_after for w in windows)
    return (_("Filmed between {time}") if both else _("Filmed {time}")).format(time=said)


def filmed(window: Window, zone: str) -> tuple[str, str]:
    """`17:26 and 17:46 UTC on 6 August 2024`, and the clock in the case's zone beside it."""
    if window.not_before is None or window.not_after is None:
        return phrases.span(window.not_before, window.not_after, zone), ""
    start, end = window.not_before.astimezone(UTC), window.not_after.astimezone(UTC)
    full = phrases.span(window.not_before, window.not_after, zone)
    beside = f"({full.rpartition('(')[2]}" if full.endswith(")") else ""
    if start.date() == end.date():
        text = _("{start} and {end} UTC on {day}").format(
            start=phrases.clock(start), end=phrases.clock(end), day=phrases.long_day(start)
        )
    else:
        text = _("{start} and {end}").format(start=phrases.moment(start), end=phrases.moment(end))
    return text, beside


def _binding(before: tuple[str, ...], after: tuple[str, ...], number: dict[str, int]) -> str:
    first, last = _steps(before, number), _steps(after, number)
    if first and first == last:
        return _("Binding: {steps} at both ends").format(steps=first)
    if first and last:
        return _("Binding: {first} before, {last} after").format(first=first, last=last)
    return _("Binding: {steps}").format(steps=first or last)


def _steps(ids: tuple[str, ...], number: dict[str, int]) -> str:
    known = sorted(number.get(i, 0) for i in ids)
    if not known:
        return ""
    said = _("step {list}") if len(known) == 1 else _("steps {list}")
    return said.format(list=", ".join(str(n) for n in known))


def _excluding(contradictions: tuple[tuple[str, ...], ...], number: dict[str, int]) -> str:
    pairs = [_(" and ").join(str(number.get(i, 0)) for i in holders) for holders in contradictions[:3]]
    said = "; ".join(_("steps {numbers} exclude each other").format(numbers=pair) for pair in pairs)
    rest = len(contradictions) - 3
    return said + (_("; and {n} more").format(n=rest) if rest > 0 else "")


def place_band(bounds: Bounds, number: dict[str, int]) -> Band:
    """`Filmed within 100 m of 51.19043, 35.26821`, or who excludes whom."""
    place = bounds.place
    if place.around is None:
        text = _("No place is left: {steps}.").format(steps=_excluding(place.contradictions, number))
        return Band(text, "", "", True)
    near = place.around
    text = _("Filmed within {radius} of {place}").format(
        radius=metres(near.radius_m), place=f"{near.latitude:.5f}, {near.longitude:.5f}"
    )
    return Band(text, "", _("Binding: {steps}").format(steps=_steps(place.binding, number)), False)


def metres(radius: float) -> str:
    """`100 m`, `1.5 km`."""
    return f"{radius:.0f}\u202fm" if radius < 1000 else f"{radius / 1000:.3g}\u202fkm"


def time_words(bounds: Bounds, zone: str) -> str:
    if bounds.time.empty:
        return _("no time is left")
    if not bounds.time.bounded:
        return _("no bounds on the time yet")
    return phrases.span(bounds.time.not_before, bounds.time.not_after)


def place_words(bounds: Bounds) -> str:
    if bounds.place.empty:
        return _("no place is left")
    near = bounds.place.around
    if near is None:
        return _("no bounds on the place yet")
    return f"{near.latitude:.3f}, {near.longitude:.3f}, ±{metres(near.radius_m)}"
