"""What is seen of a picture: arithmetic that must hold for every picture, window and scale."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from osintdesk.ui.viewer import geometry
from osintdesk.ui.viewer.geometry import View

sides = st.integers(1, 20_000)
sizes = st.tuples(sides, sides)
viewports = st.tuples(st.integers(40, 4000), st.integers(40, 4000))
turns = st.integers(0, 3)


@given(sizes, viewports, turns)
def test_a_fitted_picture_is_whole_and_centred(
    picture: tuple[int, int], viewport: tuple[int, int], quarters: int
) -> None:
    view = geometry.fit(View(picture, turns=quarters), viewport)
    corners = [geometry.applied(geometry.matrix_of(view, viewport), corner) for corner in ((0, 0), picture)]
    for axis in (0, 1):
        low, high = sorted(corner[axis] for corner in corners)
        assert low >= -1 and high <= viewport[axis] + 1
        assert abs(low - (viewport[axis] - high)) <= 2


large = st.tuples(st.integers(9_000, 20_000), st.integers(9_000, 20_000))
small_viewports = st.tuples(st.integers(40, 800), st.integers(40, 800))


@given(large, small_viewports, turns, st.floats(0.6, 10), st.floats(0, 1), st.floats(0, 1))
def test_zooming_keeps_the_point_under_the_pointer(
    picture: tuple[int, int], viewport: tuple[int, int], quarters: int, factor: float, x: float, y: float
) -> None:
    middle = (picture[0] / 2, picture[1] / 2)
    start = View(picture, scale=1.0, centre=middle, turns=quarters, fitted=False)
    at = (x * viewport[0], y * viewport[1])
    before = geometry.applied(geometry.inverse(geometry.matrix_of(start, viewport)), at)
    zoomed = geometry.zoomed(start, factor, at=at, viewport=viewport)
    after = geometry.applied(geometry.inverse(geometry.matrix_of(zoomed, viewport)), at)
    assert abs(after[0] - before[0]) <= 1.5 / zoomed.scale
    assert abs(after[1] - before[1]) <= 1.5 / zoomed.scale


@given(sizes, viewports, turns, st.floats(-9000, 9000), st.floats(-9000, 9000), st.floats(0.2, 20))
def test_panning_never_loses_the_picture(
    picture: tuple[int, int], viewport: tuple[int, int], quarters: int, dx: float, dy: float, scale: float
) -> None:
    start = geometry.at_scale(View(picture, turns=quarters), scale, at=(0, 0), viewport=viewport)
    view = geometry.panned(start, dx, dy, viewport)
    corners = [geometry.applied(geometry.matrix_of(view, viewport), corner) for corner in ((0, 0), picture)]
    for axis in (0, 1):
        low, high = sorted(corner[axis] for corner in corners)
        empty = max(low, 0) + max(viewport[axis] - high, 0)
        assert empty <= max(0.0, viewport[axis] - (high - low)) + 3


@given(sizes, viewports, turns)
def test_one_to_one_moves_by_whole_pixels(picture: tuple[int, int], viewport: tuple[int, int], quarters: int) -> None:
    view = geometry.at_scale(View(picture, turns=quarters), 1.0, at=(10, 10), viewport=viewport)
    matrix = geometry.matrix_of(view, viewport)
    assert np.array_equal(matrix, np.round(matrix))


@given(sizes, viewports, turns)
def test_a_matrix_and_its_inverse_cancel(picture: tuple[int, int], viewport: tuple[int, int], quarters: int) -> None:
    matrix = geometry.matrix_of(geometry.fit(View(picture, turns=quarters), viewport), viewport)
    both = geometry.chained(geometry.inverse(matrix), matrix)
    assert np.allclose(both, [[1, 0, 0], [0, 1, 0]], atol=1e-6)


def test_four_quarters_are_none() -> None:
    view = View((300, 200), fitted=False)
    for _quarter in range(4):
        view = geometry.turned(view, 1, (400, 400))
    assert view.turns == 0
