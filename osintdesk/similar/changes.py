"""What differs between two pictures laid over each other, and on which of them it was added.

Something put over a copy (a caption, a logo, an emoji) has its outline on one picture only. Where a scene has moved on
between two exposures, things have gone from one place and come to another: outlines on both.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from osintdesk.similar.aligned import Overlay
from osintdesk.similar.arrays import Floats, Mask, Picture, blurred, eroded, grown, resized

_LEAST_CHANGE = 14.0
_SPREADS = 4.5
_LEAST_AREA = 0.0008
_FIELD = 61


@dataclass(frozen=True, slots=True)
class Change:
    """One connected part that differs: its box in the frame (left, top, right, bottom in pixels), pixels, and lean.

    lean: −1 to 1; positive when the outline is on B (something was put there), negative when it is on A.
    """

    box: tuple[int, int, int, int]
    area: int
    lean: float


@dataclass(frozen=True, slots=True)
class Changes:
    """All parts that differ; share: of the shared area; one_sided: 1 when all outlines are on one picture, 0 evenly."""

    parts: tuple[Change, ...]
    share: float
    one_sided: float


def found_changes(laid: Overlay) -> Changes:
    """The parts where B is not what A predicts, allowing for exposure, contrast, vignettes and coding."""
    first, second = blurred(laid.first, 1.2), blurred(laid.second, 1.2)
    residual = _residual(first, second, laid.shared)
    known = residual[laid.shared]
    if known.size < 256:
        return Changes((), 0.0, 1.0)
    limit = max(_LEAST_CHANGE, _SPREADS * 1.48 * float(np.median(np.abs(known))))
    changed = (np.abs(residual) > limit) & laid.shared
    mask = cv2.morphologyEx(changed.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)) & laid.shared.astype(np.uint8)
    return _summed(_parts(mask, first, second, laid.shared), int(laid.shared.sum()))


def _residual(first: Floats, second: Floats, shared: Mask) -> Floats:
    """B minus what A's grey values predict for B, minus its own slow field."""
    predicted = _tone_curve(first[shared], second[shared])[np.clip(first, 0, 255).astype(np.uint8)]
    residual = np.where(shared, second - predicted, 0).astype(np.float32)
    height, width = residual.shape
    quarter = resized(residual, max(1, width // 4), max(1, height // 4))
    shifted = np.clip(quarter + 128, 0, 255).astype(np.uint8)
    field = cv2.medianBlur(shifted, min(_FIELD // 4 | 1, 15)).astype(np.float32) - 128
    return np.asarray(residual - resized(field, width, height), np.float32)


def _tone_curve(first: Floats, second: Floats) -> Floats:
    """For each grey value of A the median grey value of B there, smoothed; 256 values."""
    level = np.clip(first / 8, 0, 31).astype(int)
    centres = [k * 8 + 4 for k in range(32) if (level == k).sum() >= 24]
    medians = [float(np.median(second[level == c // 8])) for c in centres]
    if not centres:
        return np.full(256, float(np.median(second)) if second.size else 0.0, np.float32)
    return np.interp(np.arange(256), centres, medians).astype(np.float32)


def _parts(mask: Picture, first: Floats, second: Floats, shared: Mask) -> list[Change]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    edges_a, edges_b = _edges(first), _edges(second)
    inner = eroded(shared, 7).astype(np.uint8)
    parts = []
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        if area >= _LEAST_AREA * shared.sum():
            part = (labels == label).astype(np.uint8)
            parts.append(Change((left, top, left + width, top + height), area, _lean(part & inner, edges_a, edges_b)))
    return parts


def _edges(values: Floats) -> Floats:
    return np.asarray(np.hypot(cv2.Sobel(values, cv2.CV_32F, 1, 0), cv2.Sobel(values, cv2.CV_32F, 0, 1)), np.float32)


def _lean(part: Picture, edges_a: Floats, edges_b: Floats) -> float:
    """Which picture has more edge along the part's outline."""
    ring = (grown(part, 5) > 0) & ~eroded(part > 0, 5)
    on_a, on_b = float(edges_a[ring].sum()), float(edges_b[ring].sum())
    return (on_b - on_a) / max(on_a + on_b, 1e-3)


def _summed(parts: list[Change], shared: int) -> Changes:
    area = sum(part.area for part in parts)
    one_sided = abs(sum(part.area * part.lean for part in parts)) / area if area else 1.0
    return Changes(tuple(sorted(parts, key=lambda part: -part.area)), area / max(shared, 1), one_sided)
