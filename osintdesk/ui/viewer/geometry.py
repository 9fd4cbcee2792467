"""Which part of a picture is seen, how large and turned how: pure arithmetic in device pixels.

Picture coordinates are continuous with y downwards: pixel (i, j) covers [i, i + 1) × [j, j + 1). A matrix is 2 × 3 and
takes picture coordinates to device pixels of the viewport.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Point = tuple[float, float]
Size = tuple[int, int]

LARGEST = 64.0
SMALLEST_SIDE = 32.0
"""A picture is never shown smaller than this many device pixels on its longer side (or at 1:1 if it is smaller)."""


@dataclass(frozen=True, slots=True)
class View:
    """What a viewport shows of a picture: `scale` device pixels per picture pixel around `centre`, turned clockwise."""

    picture: Size
    scale: float = 1.0
    centre: Point = (0.0, 0.0)
    turns: int = 0
    fitted: bool = True
    """Keeps fitting when the viewport changes its size."""


def turned_size(view: View) -> tuple[float, float]:
    """Width and height of the whole picture in device pixels, after turning."""
    width, height = (side * view.scale for side in view.picture)
    return (height, width) if view.turns % 2 else (width, height)


def fit(view: View, viewport: Size, *, margin: int = 0, enlarge: bool = False) -> View:
    """The whole picture inside the viewport; small pictures are not enlarged beyond 1:1 unless asked to."""
    width, height = view.picture if view.turns % 2 == 0 else view.picture[::-1]
    room = (max(1, viewport[0] - 2 * margin), max(1, viewport[1] - 2 * margin))
    scale = min(room[0] / max(1, width), room[1] / max(1, height))
    scale = scale if enlarge else min(scale, 1.0)
    return replace(view, scale=scale, centre=middle(view), fitted=True)


def fill_factor(view: View, viewport: Size, *, margin: int = 0) -> float:
    """How large the view is against the fitting one: 1 = fits."""
    return view.scale / fit(view, viewport, margin=margin).scale


def middle(view: View) -> Point:
    return (view.picture[0] / 2, view.picture[1] / 2)


def matrix_of(view: View, viewport: Size) -> Matrix:
    """Picture coordinates → device pixels, moved to whole device pixels so that 1:1 shows every pixel unchanged."""
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[view.turns % 4]
    linear = view.scale * np.array([[cos, -sin], [sin, cos]], dtype=np.float64)
    shift = np.array([viewport[0] / 2, viewport[1] / 2]) - linear @ np.array(view.centre)
    return np.column_stack([linear, np.round(shift)])


def applied(matrix: Matrix, point: Point) -> Point:
    x, y = matrix[:, :2] @ np.array(point, dtype=np.float64) + matrix[:, 2]
    return (float(x), float(y))


def inverse(matrix: Matrix) -> Matrix:
    """The matrix that takes back; raises LinAlgError when `matrix` flattens the plane."""
    linear = np.linalg.inv(matrix[:, :2])
    return np.column_stack([linear, -linear @ matrix[:, 2]])


def chained(after: Matrix, before: Matrix) -> Matrix:
    """First `before`, then `after`."""
    linear = after[:, :2] @ before[:, :2]
    return np.column_stack([linear, after[:, :2] @ before[:, 2] + after[:, 2]])


def scale_of(matrix: Matrix) -> float:
    """Device pixels per picture pixel, as the geometric mean of both axes."""
    return math.sqrt(abs(float(np.linalg.det(matrix[:, :2])))) or 1e-9


def zoomed(view: View, factor: float, *, at: Point, viewport: Size) -> View:
    """Scaled by `factor` while the picture's point under the device pixel `at` stays there."""
    scale = min(max(view.scale * factor, _smallest(view)), LARGEST)
    return at_scale(view, scale, at=at, viewport=viewport)


def at_scale(view: View, scale: float, *, at: Point, viewport: Size) -> View:
    """As `zoomed`, to an absolute scale."""
    held = applied(inverse(matrix_of(view, viewport)), at)
    scaled = replace(view, scale=scale, fitted=False)
    linear = inverse(matrix_of(replace(scaled, centre=(0.0, 0.0)), viewport))[:, :2]
    offset = linear @ (np.array(at) - np.array(viewport) / 2)
    return kept_in_sight(replace(scaled, centre=(held[0] - float(offset[0]), held[1] - float(offset[1]))), viewport)


def _smallest(view: View) -> float:
    return min(1.0, SMALLEST_SIDE / max(1, *view.picture))


def panned(view: View, dx: float, dy: float, viewport: Size) -> View:
    """Moved by device pixels, as if the picture were dragged."""
    linear = inverse(matrix_of(view, viewport))[:, :2]
    moved = linear @ np.array([dx, dy])
    centre = (view.centre[0] - float(moved[0]), view.centre[1] - float(moved[1]))
    return kept_in_sight(replace(view, centre=centre, fitted=False), viewport)


def kept_in_sight(view: View, viewport: Size) -> View:
    """An axis on which all of the picture fits is centred; on the other one no empty band is wider than needed."""
    across = viewport if view.turns % 2 == 0 else viewport[::-1]
    x, y = (
        _held(centre, side, room / view.scale)
        for centre, side, room in zip(view.centre, view.picture, across, strict=True)
    )
    return replace(view, centre=(x, y))


def _held(centre: float, side: float, seen: float) -> float:
    if seen >= side:
        return side / 2
    return min(max(centre, seen / 2), side - seen / 2)


def turned(view: View, quarters: int, viewport: Size) -> View:
    """Turned clockwise by quarters; fitted again when it was fitted."""
    view = replace(view, turns=(view.turns + quarters) % 4)
    return view if view.fitted else kept_in_sight(view, viewport)
