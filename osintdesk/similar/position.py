"""Where A is in B: the shared part on both, turn, mirror, size; and whether it is seen at an angle."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from osintdesk.similar.aligned import full
from osintdesk.similar.arrays import Mask, Matrix
from osintdesk.similar.comparison import Box, Transform
from osintdesk.similar.geometry import TOLERANCE, Fit

_LEAST_PERSPECTIVE = 0.03
_LEAST_POINTS = 14


@dataclass(frozen=True, slots=True)
class Perspective:
    """A 3×3 projection from A to B; bend: by how much of its size the far side shrinks, 0 for none."""

    matrix: Matrix
    inliers: int
    bend: float


def perspective(fit: Fit, *, a_size: tuple[int, int], long_side: int) -> Perspective | None:
    """The projection that explains the matched places clearly better than the affine does; None when none does."""
    if fit.matched < _LEAST_POINTS or fit.inliers < 8:
        return None
    near = _errors(full(fit.affine), fit) < 5 * TOLERANCE * long_side
    if near.sum() < _LEAST_POINTS:
        return None
    matrix = _projection(fit, near, long_side)
    if matrix is None:
        return None
    bend = _bend(matrix, a_size)
    inside = _errors(matrix, fit) < TOLERANCE * long_side
    flat = _errors(full(fit.affine), fit)[inside]
    gain = float(np.sqrt((flat**2).mean()) / max(np.sqrt((_errors(matrix, fit)[inside] ** 2).mean()), 1e-6))
    clear = inside.sum() >= max(_LEAST_POINTS, fit.inliers) and gain > 1.6 and _LEAST_PERSPECTIVE < bend < 0.8
    return Perspective(matrix, int(inside.sum()), bend) if clear else None


def _projection(fit: Fit, near: Mask, long_side: int) -> Matrix | None:
    """Least squares over the points near the affine, tightened twice."""
    for share in (2.5, 1.0, 1.0):
        found, _ = cv2.findHomography(fit.places_a[near], fit.places_b[near], 0)
        if np.shape(found) != (3, 3):
            return None
        matrix = np.asarray(found, np.float64)
        near = _errors(matrix, fit) < share * TOLERANCE * long_side
        if near.sum() < _LEAST_POINTS:
            return None
    return matrix


def _errors(matrix: Matrix, fit: Fit) -> Matrix:
    return np.asarray(np.linalg.norm(carried(matrix, fit.places_a) - fit.places_b, axis=1))


def _bend(matrix: Matrix, size: tuple[int, int]) -> float:
    scaled = matrix / matrix[2, 2]
    return float(abs(scaled[2, 0]) * size[0] + abs(scaled[2, 1]) * size[1])


def inverse(matrix: Matrix) -> Matrix:
    """The map the other way, 3×3."""
    return np.asarray(np.linalg.inv(full(matrix)), np.float64)


def carried(matrix: Matrix, points: Matrix) -> Matrix:
    """(n, 2) points through a 2×3 or 3×3 matrix."""
    forward = full(matrix)
    result = np.column_stack([points, np.ones(len(points))]) @ forward.T
    return np.asarray(result[:, :2] / result[:, 2:])


def corners(size: tuple[int, int]) -> Matrix:
    """The four corners of a picture of (width, height), clockwise from the top left."""
    width, height = size
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)


def shared_outlines(matrix: Matrix, a_size: tuple[int, int], b_size: tuple[int, int]) -> tuple[Matrix, Matrix]:
    """The part that both pictures cover, as polygons in pixels of A and of B."""
    outline = carried(matrix, corners(a_size)).astype(np.float32)
    area, common = cv2.intersectConvexConvex(outline, corners(b_size).astype(np.float32))
    if area <= 0 or common is None:
        return corners(a_size), corners(b_size)
    on_b = common.reshape(-1, 2).astype(np.float64)
    return carried(inverse(matrix), on_b), on_b


def covered(outline: Matrix, size: tuple[int, int]) -> float:
    """The share of a picture's area inside a polygon in its pixels."""
    return float(cv2.contourArea(outline.astype(np.float32)) / (size[0] * size[1]))


def box_of(outline: Matrix, size: tuple[int, int]) -> Box:
    """The upright box around a polygon, 0–1."""
    left, top = np.clip(outline.min(axis=0) / size, 0, 1)
    right, bottom = np.clip(outline.max(axis=0) / size, 0, 1)
    return round(float(left), 4), round(float(top), 4), round(float(right), 4), round(float(bottom), 4)


def turned_by(affine: Matrix) -> tuple[float, bool, float]:
    """Degrees clockwise (−180 to 180), mirrored, and scale of the linear part, which mirrors before it turns."""
    linear = affine[:2, :2].astype(np.float64)
    scale = float(np.sqrt(abs(np.linalg.det(linear))))
    mirrored = bool(np.linalg.det(linear) < 0)
    if mirrored:
        linear = linear @ np.diag([-1.0, 1.0])
    # The rotation nearest to the linear part: that of its polar decomposition.
    degrees = float(np.degrees(np.arctan2(linear[1, 0] - linear[0, 1], linear[0, 0] + linear[1, 1])))
    return degrees, mirrored, scale


def transform(
    affine: Matrix,
    outlines: tuple[Matrix, Matrix],
    *,
    small: tuple[tuple[int, int], tuple[int, int]],
    original: tuple[tuple[int, int], tuple[int, int]],
) -> Transform:
    """The transform in pixels of the originals, from one found between small pictures."""
    to_small = np.diag([small[0][0] / original[0][0], small[0][1] / original[0][1], 1.0])
    to_large = np.diag([original[1][0] / small[1][0], original[1][1] / small[1][1], 1.0])
    matrix = (to_large @ full(affine) @ to_small)[:2]
    degrees, mirrored, scale = turned_by(matrix)
    return Transform(
        crop=box_of(outlines[0], small[0]),
        crop_in_b=box_of(outlines[1], small[1]),
        rotation=round(degrees, 2),
        mirrored=mirrored,
        scale=round(scale, 4),
        affine=(_row(matrix[0]), _row(matrix[1])),
        a_size=original[0],
        b_size=original[1],
        outline=_shares(outlines[0], small[0]),
        outline_in_b=_shares(outlines[1], small[1]),
    )


def _row(values: Matrix) -> tuple[float, float, float]:
    return round(float(values[0]), 5), round(float(values[1]), 5), round(float(values[2]), 5)


def _shares(outline: Matrix, size: tuple[int, int]) -> tuple[tuple[float, float], ...]:
    return tuple((round(float(x), 4), round(float(y), 4)) for x, y in np.clip(outline / size, 0, 1))
