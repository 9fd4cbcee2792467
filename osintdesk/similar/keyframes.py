"""Positions found between stored local features: binarised descriptors matched, one position agreed on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from osintdesk.similar import features
from osintdesk.similar.clip import KeyFrame
from osintdesk.similar.features import Sketch
from osintdesk.similar.geometry import Affine, Fit, fit

_FURTHEST = 38
_RATIO = 0.84
_MOST_KEYS = 24
_LEAST_MATCHES = 6
_MOST_RANKED = 300
_LIKE = 0.06
_CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])


@dataclass(frozen=True, slots=True)
class Placed:
    """A position found between two sketches: 2×3 between unit squares, and how many key points agree of how many.

    spread: the share of A inside the outline of the agreeing points; small where only a logo or a caption agrees.
    """

    matrix: Affine
    inliers: int
    matched: int
    mirrored: bool
    spread: float = 1.0
    at_a: int = 0
    at_b: int = 0


def signs(codes: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(n, 128) of −1 and 1."""
    return np.unpackbits(codes, axis=1).astype(np.float32) * 2 - 1


def pairs(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.int64]:
    """(n, 2) indices of codes (as signs) of A whose nearest in B is near, and clearly nearer than the second."""
    if len(a) < 3 or len(b) < 3:
        return np.empty((0, 2), np.int64)
    apart = (128 - a @ b.T) / 2
    nearest = apart.argmin(axis=1)
    every = np.arange(len(a))
    first = apart[every, nearest]
    apart[every, nearest] = 999
    kept = (first <= _FURTHEST) & (first < _RATIO * apart.min(axis=1))
    return np.column_stack([np.flatnonzero(kept), nearest[kept]])


def placed(a: Sketch, b: Sketch, a_size: tuple[int, int], b_size: tuple[int, int]) -> Placed | None:
    """The position of A in B with most key points in agreement, of both handednesses; None under 4."""
    return _better(
        _one_way(a, b, signs(a.codes), signs(b.codes), a_size, b_size, mirrored=False),
        _one_way(a, b, signs(features.mirrored_codes(a.codes)), signs(b.codes), a_size, b_size, mirrored=True),
    )


def _better(first: Placed | None, second: Placed | None) -> Placed | None:
    return max((each for each in (first, second) if each), key=lambda each: each.inliers, default=None)


def _one_way(
    a: Sketch,
    b: Sketch,
    signs_a: NDArray[np.float32],
    signs_b: NDArray[np.float32],
    a_size: tuple[int, int],
    b_size: tuple[int, int],
    *,
    mirrored: bool,
) -> Placed | None:
    matched = pairs(signs_a, signs_b)
    if len(matched) < _LEAST_MATCHES:
        return None
    points = features.unsketched(a, *a_size)
    if mirrored:
        points[:, 0] = a_size[0] - 1 - points[:, 0]
        points[:, 3] = (180 - points[:, 3]) % 360
    found = fit(points, features.unsketched(b, *b_size), matched, long_side=max(b_size), mirrored=mirrored)
    return _in_unit_squares(found, a_size, b_size) if found else None


def _in_unit_squares(found: Fit, a_size: tuple[int, int], b_size: tuple[int, int]) -> Placed:
    matrix = np.vstack([found.affine, [0, 0, 1]])
    if found.mirrored:
        matrix = matrix @ np.array([[-1.0, 0, a_size[0] - 1], [0, 1, 0], [0, 0, 1]])
    unit = np.diag([1 / b_size[0], 1 / b_size[1], 1.0]) @ matrix @ np.diag([a_size[0], a_size[1], 1.0])
    outline = cv2.convexHull(found.places_a[found.inside].astype(np.float32))
    spread = float(cv2.contourArea(outline)) / (a_size[0] * a_size[1])
    return Placed(unit[:2], found.inliers, found.matched, found.mirrored, spread)


def best_placed(
    a: tuple[KeyFrame, ...], b: tuple[KeyFrame, ...], a_size: tuple[int, int], b_size: tuple[int, int], *, most: int = 3
) -> list[Placed]:
    """The surest positions between key frames of A and of B: those that most pairs of key frames agree on, best first.

    A panning camera fits frames of different moments onto each other, each pair in its own position; the position of
    one clip in another stays.
    """
    few_a, few_b = _spread(a), _spread(b)
    known_b = [(key, signs(key.local.codes)) for key in few_b]
    found: list[Placed] = []
    for key in few_a:
        plain, turned = signs(key.local.codes), signs(features.mirrored_codes(key.local.codes))
        for other, codes in known_b:
            for own, mirrored in ((plain, False), (turned, True)):
                each = _one_way(key.local, other.local, own, codes, a_size, b_size, mirrored=mirrored)
                if each:
                    found.append(replace(each, at_a=key.at, at_b=other.at))
    return _agreed(sorted(found, key=lambda each: -each.inliers)[:_MOST_RANKED], most)


def _agreed(found: list[Placed], most: int) -> list[Placed]:
    """The best of each group of like positions, by the key points of the whole group, one pair a key frame of B."""
    if not found:
        return []
    places = np.array([(np.vstack([_CORNERS.T, np.ones(3)]).T @ each.matrix.T).ravel() for each in found])
    like = np.abs(places[:, None] - places[None]).max(axis=2) < _LIKE
    support = []
    for row in like:
        best: dict[int, int] = {}
        for each in np.flatnonzero(row).tolist():
            best.setdefault(found[each].at_b, found[each].inliers)
        support.append(sum(best.values()))
    chosen: list[int] = []
    for i in sorted(range(len(found)), key=lambda i: (-support[i], -found[i].inliers)):
        if not like[i, chosen].any():
            chosen.append(i)
    return [found[i] for i in chosen[:most]]


def _spread(keys: tuple[KeyFrame, ...]) -> list[KeyFrame]:
    """At most 24 of them, evenly over the clip."""
    if len(keys) <= _MOST_KEYS:
        return list(keys)
    return [keys[i] for i in np.linspace(0, len(keys) - 1, _MOST_KEYS).astype(int)]
