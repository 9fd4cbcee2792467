"""Bounds: what steps leave of time and place, who binds, who excludes whom."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from osintdesk.core import words
from osintdesk.core.domain import Step
from osintdesk.verify.bounds import bounds_of_steps
from osintdesk.verify.place_bounds import EARTH_RADIUS_M, Circle, distance_m, intersect_places
from osintdesk.verify.time_bounds import TimeBound, Window, intersect_times

START = datetime(2024, 8, 6, tzinfo=UTC)
hours = st.integers(0, 48)
ends = st.none() | hours


def at(hour: int | None) -> datetime | None:
    return None if hour is None else START + timedelta(hours=hour)


def window(low: int | None, high: int | None) -> Window:
    return Window(at(low), at(high))


def filled(pair: tuple[int | None, int | None]) -> Window:
    low, high = pair
    return window(low, high) if low is None or high is None else window(min(low, high), max(low, high))


single = st.tuples(ends, ends).map(filled)
several = st.lists(single, min_size=1, max_size=3).map(tuple)
families = st.lists(several, min_size=1, max_size=6)


def bounds(family: list[tuple[Window, ...]]) -> list[TimeBound]:
    return [TimeBound(f"s{n}", windows) for n, windows in enumerate(family)]


@given(families, hours)
def test_a_moment_remains_exactly_when_every_step_allows_it(family: list[tuple[Window, ...]], hour: int) -> None:
    moment = START + timedelta(hours=hour)
    result = intersect_times(bounds(family))
    allowed = all(any(w.holds(moment) for w in windows) for windows in family)
    assert any(w.holds(moment) for w in result.windows) == allowed


@given(families)
def test_the_order_of_steps_does_not_matter(family: list[tuple[Window, ...]]) -> None:
    forward, backward = intersect_times(bounds(family)), intersect_times(bounds(family)[::-1])
    assert forward.windows == backward.windows
    assert set(forward.binding_before) == set(backward.binding_before)


@given(families)
def test_contradictions_are_named_exactly_when_nothing_remains(family: list[tuple[Window, ...]]) -> None:
    result = intersect_times(bounds(family))
    assert result.empty == bool(result.contradictions)
    by_holder = {b.holder: b for b in bounds(family)}
    for holders in result.contradictions:
        blamed = [by_holder[h] for h in holders]
        assert intersect_times(blamed).empty
        for fewer in combinations(blamed, len(blamed) - 1):
            assert not intersect_times(fewer).empty, "a contradiction must be minimal"


@given(st.lists(single, min_size=1, max_size=6))
def test_without_a_binding_step_the_end_moves(family: list[Window]) -> None:
    given_bounds = bounds([(w,) for w in family])
    result = intersect_times(given_bounds)
    if result.empty or result.not_before is None:
        assert result.binding_before == ()
        return
    rest = intersect_times([b for b in given_bounds if b.holder not in result.binding_before])
    assert rest.not_before is None or rest.not_before < result.not_before


def test_an_evening_shadow_is_cut_by_the_first_sighting() -> None:
    shadow = TimeBound("shadow", (window(3, 4), window(16, 17)))
    posted = TimeBound("posted", (window(None, 5),))
    result = intersect_times([shadow, posted])
    assert result.windows == (window(3, 4),)
    assert (result.binding_before, result.binding_after) == (("shadow",), ("shadow",))


def test_three_steps_may_exclude_each_other_though_each_pair_agrees() -> None:
    family = [(window(0, 1), window(10, 11)), (window(0, 1), window(20, 21)), (window(10, 11), window(20, 21))]
    assert intersect_times(bounds(family)).contradictions == (("s0", "s1", "s2"),)


latitudes = st.floats(-89, 89)
circles = st.lists(
    st.tuples(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05), st.floats(10, 6000)), min_size=1, max_size=5
)


def placed(offsets: list[tuple[float, float, float]], latitude: float) -> list[Circle]:
    squeeze = max(0.02, math.cos(math.radians(latitude)))
    return [
        Circle(f"s{n}", max(-90, min(90, latitude + dy)), 34.0 + dx / squeeze, radius)
        for n, (dy, dx, radius) in enumerate(offsets)
    ]


def within(latitude: float, longitude: float, circle: Circle, slack: float = 0.0) -> bool:
    return distance_m(latitude, longitude, circle.latitude, circle.longitude) <= circle.radius_m + slack


@given(circles, latitudes, st.floats(-0.06, 0.06), st.floats(-0.06, 0.06))
def test_a_point_in_every_circle_is_in_what_remains(
    offsets: list[tuple[float, float, float]], latitude: float, dy: float, dx: float
) -> None:
    family = placed(offsets, latitude)
    squeeze = max(0.02, math.cos(math.radians(latitude)))
    point = max(-90, min(90, latitude + dy)), 34.0 + dx / squeeze
    result = intersect_places(family)
    if all(within(*point, c) for c in family):
        assert not result.empty
        assert result.around is not None and within(*point, result.around, slack=result.around.radius_m * 0.01 + 0.1)


@given(circles, latitudes)
def test_circles_that_exclude_each_other_are_named(offsets: list[tuple[float, float, float]], latitude: float) -> None:
    family = placed(offsets, latitude)
    result = intersect_places(family)
    assert (result.around is None) == result.empty
    by_holder = {c.holder: c for c in family}
    for holders in result.contradictions:
        assert intersect_places([by_holder[h] for h in holders]).empty
    if result.around is not None:
        assert result.binding
        assert result.around.radius_m <= max(c.radius_m for c in family) * 1.01


def test_a_small_circle_inside_binds_alone() -> None:
    region = Circle("region", 51.19, 35.27, 20_000)
    panel = Circle("panel", 51.19043, 35.26821, 100)
    result = intersect_places([region, panel])
    assert result.binding == ("panel",)
    assert result.around == panel


def test_circles_across_the_date_line_meet() -> None:
    result = intersect_places([Circle("a", 0, 179.999, 300), Circle("b", 0, -179.999, 300)])
    assert not result.empty and result.around is not None
    assert abs(abs(result.around.longitude) - 180) < 0.001


def test_three_circles_may_leave_nothing_though_pairs_meet() -> None:
    side = math.degrees(1000 / EARTH_RADIUS_M)
    family = [
        Circle("a", 0, 0, 550),
        Circle("b", 0, side, 550),
        Circle("c", side * math.sqrt(3) / 2, side / 2, 550),
    ]
    assert intersect_places(family).contradictions == (("a", "b", "c"),)


def step(name: str, **fields: object) -> Step:
    given_fields: dict[str, object] = {"result": words.Result.SUPPORTS, **fields}
    return Step(id=name, subject="media:x", **given_fields)  # type: ignore[arg-type]


def test_a_superseded_or_inconclusive_step_does_not_bind() -> None:
    steps = [
        step("old", not_after="2024-08-06T10:00:00Z"),
        step("new", not_after="2024-08-06T18:52:00Z", supersedes="old"),
        step("unsure", not_after="2024-08-06T01:00:00Z", result=words.Result.INCONCLUSIVE),
        step("gone", not_after="2024-08-06T02:00:00Z", deleted=True),
    ]
    time = bounds_of_steps(steps).time
    assert time.not_after == datetime(2024, 8, 6, 18, 52, tzinfo=UTC)
    assert time.binding_after == ("new",)


def test_windows_of_a_method_are_narrowed_by_the_bounds_that_were_kept() -> None:
    output = {"windows": [["2024-08-09T02:56:00Z", "2024-08-09T03:38:00Z"], ["2024-08-09T15:53:00Z", None]]}
    kept = step("sun", output=output, not_after="2024-08-09T12:00:00Z")
    time = bounds_of_steps([kept]).time
    assert [(w.not_before.hour, w.not_after.hour) for w in time.windows if w.not_before and w.not_after] == [(2, 3)]


def test_a_step_without_a_radius_says_nothing_on_the_place() -> None:
    assert not bounds_of_steps([step("a", latitude="51.2", longitude="35.2")]).place.bounded
