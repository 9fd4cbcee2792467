"""The bounds that verification steps put on time and place, and what they leave together.

Steps that were superseded or removed say nothing any more; steps whose result is inconclusive or that found nothing
do not bind. A step may name several windows in `output["windows"]` as [[not before, not after], …] (a shadow fits in
the morning and in the evening); they are narrowed by its own `not_before` and `not_after`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from osintdesk.core import instants, words
from osintdesk.core.domain import Json, Step
from osintdesk.core.errors import UsageError
from osintdesk.verify.place_bounds import LARGEST_RADIUS_M, Circle, PlaceBounds, intersect_places
from osintdesk.verify.time_bounds import TimeBound, TimeBounds, Window, intersect_times

_BINDING_RESULTS = {words.Result.SUPPORTS, words.Result.CONTRADICTS}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the steps of one subject leave of time and place; holders are step ids."""

    time: TimeBounds
    place: PlaceBounds


def bounds_of_steps(steps: Iterable[Step]) -> Bounds:
    """The intersection over all steps that bind."""
    binding = [step for step in active_steps(list(steps)) if step.result in _BINDING_RESULTS]
    times = [bound for step in binding if (bound := time_bound(step))]
    places = [circle for step in binding if (circle := circle_of(step))]
    return Bounds(intersect_times(times), intersect_places(places))


def active_steps(steps: Sequence[Step]) -> list[Step]:
    """The steps that still stand: not removed, and not superseded by one that stands."""
    standing = [step for step in steps if not step.deleted]
    superseded = {step.supersedes for step in standing if step.supersedes}
    return [step for step in standing if step.id not in superseded]


def time_bound(step: Step) -> TimeBound | None:
    """What the step says on the capture time; None when it says nothing (a time that cannot be read is nothing)."""
    own = _window(step.not_before, step.not_after)
    pairs = _pairs(step.output)
    if not pairs:
        return None if own.open else TimeBound(step.id, (own,))
    met = (_window(*pair).meet(own) for pair in pairs)
    return TimeBound(step.id, tuple(window for window in met if not window.empty))


def _pairs(output: Json) -> list[tuple[str, str]]:
    windows = output.get("windows") if isinstance(output, dict) else None
    pairs = windows if isinstance(windows, list) else []
    return [(str(p[0] or ""), str(p[1] or "")) for p in pairs if isinstance(p, list) and len(p) == 2]


def _window(not_before: str, not_after: str) -> Window:
    return Window(*(instants.parse(text) if _readable(text) else None for text in (not_before, not_after)))


def _readable(text: str) -> bool:
    try:
        return bool(text) and bool(instants.parse(text))
    except UsageError:
        return False


def circle_of(step: Step) -> Circle | None:
    """The circle in which the step places the camera; None without coordinates or without a radius."""
    if not step.latitude or not step.longitude or step.radius_m is None:
        return None
    try:
        latitude, longitude = float(step.latitude), float(step.longitude)
    except ValueError:
        return None
    if step.radius_m > LARGEST_RADIUS_M or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Circle(step.id, latitude, longitude, float(step.radius_m))
