"""Two different pictures under one logo: key points agree, but only on the mark that both carry."""

from __future__ import annotations

import cv2
import numpy as np

from osintdesk.similar.aligned import agreement, overlay
from osintdesk.similar.geometry import Affine, Fit

# A channel's mark, a caption or a watermark covers less than this share of a picture; what is pasted in covers more.
MOST_AREA = 0.04
LEAST_AGREED = 0.3


def shares_only_a_mark(a: np.ndarray, b: np.ndarray, fit: Fit) -> bool:
    """Whether the agreeing key points of two grey pictures keep to one small place in both, and the rest differs."""
    inside_a, inside_b = fit.places_a[fit.inside], fit.places_b[fit.inside]
    if max(_area(inside_a, a.shape), _area(inside_b, b.shape)) >= MOST_AREA:
        return False
    return agreement(overlay(a, b, fit.affine)).share < LEAST_AGREED


def _area(places: Affine, shape: tuple[int, ...]) -> float:
    """Share of the picture inside the outline of these places."""
    outline = cv2.convexHull(places.astype(np.float32))
    return float(cv2.contourArea(outline)) / (shape[0] * shape[1])
