"""What lies around the shared part: nothing, plain or blurred bars, a page with text, or another picture."""

from __future__ import annotations

from enum import Enum

import cv2
import numpy as np

from osintdesk.similar.arrays import Floats, Mask, Matrix, Picture, grown, spread_of

_DETAIL = 14
_SEAM = 2.2


class Around(Enum):
    """What a picture shows outside of the shared part."""

    NOTHING = "nothing"
    PLAIN = "plain"
    PAGE = "page"
    PICTURE = "picture"


def around(grey: Picture, outline: Matrix) -> Around:
    """Judge the pixels of `grey` outside the polygon `outline` (in its pixels)."""
    outside = _outside(grey.shape, outline)
    if outside.mean() < 0.07:
        return Around.NOTHING
    detailed = float((spread_of(grey)[outside] > _DETAIL).mean())
    flat = _paper(grey[outside])
    if detailed < 0.06:
        return Around.PLAIN
    return Around.PAGE if flat > 0.45 else Around.PICTURE


def _outside(shape: tuple[int, ...], outline: Matrix) -> Mask:
    inside = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(inside, np.rint(outline).astype(np.int32), 1)
    return np.asarray(grown(inside, 5) == 0)


def _paper(values: Picture) -> float:
    """The share of the pixels that have one of the three commonest grey values (±3)."""
    counts = np.bincount(values, minlength=256).astype(np.float64)
    total, share = max(counts.sum(), 1.0), 0.0
    for _ in range(3):
        peak = int(counts.argmax())
        low, high = max(0, peak - 3), peak + 4
        share += counts[low:high].sum() / total
        counts[low:high] = 0
    return float(share)


def set_in(grey: Picture, outline: Matrix) -> bool:
    """Whether the outline is a seam in `grey`: a picture set into another, not a part of a larger view.

    Along most sides that are not the picture's own border the step across the outline stands out from the steps
    just beside it.
    """
    height, width = grey.shape
    values = grey.astype(np.float32)
    seams = [
        _seam(values, outline[i], outline[(i + 1) % len(outline)], centre=outline.mean(axis=0))
        for i in range(len(outline))
        if not _on_border(outline[i], outline[(i + 1) % len(outline)], width, height)
    ]
    known = [seam for seam in seams if seam is not None]
    return bool(known) and float(np.mean([seam > _SEAM for seam in known])) > 0.5


def _on_border(start: Matrix, end: Matrix, width: int, height: int) -> bool:
    edge_x, edge_y = 0.02 * width, 0.02 * height
    across = max(start[0], end[0]) < edge_x or min(start[0], end[0]) > width - edge_x
    return bool(across or max(start[1], end[1]) < edge_y or min(start[1], end[1]) > height - edge_y)


def _seam(values: Floats, start: Matrix, end: Matrix, *, centre: Matrix) -> float | None:
    """The largest mean step across lines within 3 pixels of the side, over the median step of lines further off."""
    length = float(np.linalg.norm(end - start))
    if length < 16:
        return None
    along = (end - start) / length
    outward = np.array([along[1], -along[0]])
    if (start - centre) @ outward < 0:
        outward = -outward
    places = start + np.linspace(0.08, 0.92, max(16, int(length / 2)))[:, None] * (end - start)
    offsets = np.arange(-11, 12)
    grid = (places[:, None, :] + offsets[None, :, None] * outward).astype(np.float32)
    lines = cv2.remap(values, grid[..., 0], grid[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    steps = np.abs(np.diff(lines, axis=1)).mean(axis=0)
    near = np.abs(offsets[:-1] + 0.5) <= 3
    return float(steps[near].max() / max(np.median(steps[~near]), 1.0))
