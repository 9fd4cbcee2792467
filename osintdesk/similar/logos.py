"""Two different pictures under one logo, caption or page: key points agree, but only on what is printed on both."""

from __future__ import annotations

import cv2
import numpy as np

from osintdesk.similar.aligned import agreement, overlay
from osintdesk.similar.arrays import Floats, Mask, Matrix, Picture
from osintdesk.similar.features import Features
from osintdesk.similar.geometry import Fit

# A channel's mark, a caption or a watermark covers less than this share of a picture; what is pasted in covers more.
MOST_AREA = 0.04
LEAST_AGREED = 0.3
# Of pairs under one template at least .83 of the agreeing points were printed, and .74 of the blocks agreed; copies
# whose points look printed (line drawings, a jet in a clear sky) agreed in .95 and more.
PRINTED_POINTS = 0.78
PRINTED_AGREED = 0.8
_PAPER = 0.45
_HALF = 12
_LEVELS = 9
_MOST_POINTS = 100


def shares_only_a_mark(a: Picture, b: Picture, fit: Fit) -> bool:
    """Whether the agreeing points of two grey pictures are only a mark, or text and controls; the rest differs."""
    inside_a, inside_b = fit.places_a[fit.inside], fit.places_b[fit.inside]
    small = max(_area(inside_a, a.shape), _area(inside_b, b.shape)) < MOST_AREA
    on_print = printed_share(a, b, inside_a, inside_b) >= PRINTED_POINTS
    if not (small or on_print):
        return False
    agreed = agreement(overlay(a, b, fit.affine)).share
    return (small and agreed < LEAST_AGREED) or (on_print and agreed < PRINTED_AGREED)


def _area(places: Matrix, shape: tuple[int, ...]) -> float:
    """Share of the picture inside the outline of these places."""
    outline = cv2.convexHull(places.astype(np.float32))
    return float(cv2.contourArea(outline)) / (shape[0] * shape[1])


def printed_share(a: Picture, b: Picture, places_a: Matrix, places_b: Matrix) -> float:
    """The share of the places that lie on print (text, icons, drawn marks) in both pictures."""
    every = max(1, len(places_a) // _MOST_POINTS)
    both = np.minimum(paper(a, places_a[::every]), paper(b, places_b[::every]))
    return float((both > _PAPER).mean()) if len(both) else 0.0


def paper(grey: Picture, places: Matrix) -> Floats:
    """For each place, the share of the 25×25 pixels around it that have one grey (±4): the paper around print."""
    return np.array([_commonest(_around(grey, float(x), float(y))) for x, y in places], np.float32)


def _around(grey: Picture, x: float, y: float) -> Picture:
    column, row = round(x), round(y)
    return grey[max(0, row - _HALF) : row + _HALF + 1, max(0, column - _HALF) : column + _HALF + 1]


def _commonest(patch: Picture) -> float:
    if not patch.size:
        return 0.0
    counts = np.bincount(patch.ravel(), minlength=256)
    return float(np.convolve(counts, np.ones(_LEVELS, np.int64), "same").max() / patch.size)


def without_print(grey: Picture, features: Features) -> Features:
    """The features that do not lie on print."""
    kept: Mask = paper(grey, features.points[:, :2].astype(np.float64)) <= _PAPER
    return Features(features.width, features.height, features.points[kept], features.roots[kept])
