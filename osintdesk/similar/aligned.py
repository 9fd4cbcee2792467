"""Two pictures laid over each other: in which blocks they agree, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from osintdesk.similar.geometry import Affine

Values = NDArray[np.float32]
Mask = NDArray[np.bool_]

BLOCK = 24
AGREE = 0.7
_LONG_SIDE = 384
_LEAST_SPREAD = 5.0
STEP = 8


@dataclass(frozen=True, slots=True)
class Overlay:
    """A and B in one frame, A warped onto B's or B onto A's, whichever loses less.

    first, second: grey pictures of A and B; shared: where both have pixels; on_b: whether the frame is B's;
    to_a, to_b: 2×3 from the frame's pixels to pixels of A and of B.
    """

    first: Values
    second: Values
    shared: Mask
    to_a: Affine
    to_b: Affine


@dataclass(frozen=True, slots=True)
class Agreement:
    """The overlay judged in blocks of 24 pixels every 8.

    correlation: per block, NaN where it is not shared or has no texture; share: of textured blocks that agree;
    shared: share of the frame that both cover; textured: number of judged blocks.
    """

    correlation: Values
    share: float
    textured: int


def full(affine: Affine) -> Affine:
    """2×3 as 3×3."""
    return np.vstack([affine, [0, 0, 1]]) if affine.shape[0] == 2 else affine


def overlay(a: NDArray[np.uint8], b: NDArray[np.uint8], matrix: Affine) -> Overlay:
    """Lay B (grey) and A (grey) over each other; `matrix` carries pixels of A to B, 2×3 or 3×3.

    The frame is that of the one whose pixels are coarser, so that nothing is enlarged.
    """
    forward = full(matrix)
    scale = float(np.sqrt(abs(np.linalg.det(forward[:2, :2]))))
    target, on_b = (b, True) if scale < 1 else (a, False)
    factor = min(1.0, _LONG_SIDE / max(target.shape))
    size = (max(8, round(target.shape[1] * factor)), max(8, round(target.shape[0] * factor)))
    shrink = np.diag([size[0] / target.shape[1], size[1] / target.shape[0], 1.0])
    from_a = shrink @ forward if on_b else shrink
    from_b = shrink if on_b else shrink @ np.linalg.inv(forward)
    first, inside_a = _warped(a, from_a, size)
    second, inside_b = _warped(b, from_b, size)
    return Overlay(first, second, inside_a & inside_b, np.linalg.inv(from_a), np.linalg.inv(from_b))


def _warped(image: NDArray[np.uint8], matrix: Affine, size: tuple[int, int]) -> tuple[Values, Mask]:
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    if scale < 0.7:
        # Averaging before shrinking: a plain warp would take single pixels and their noise.
        image = cv2.GaussianBlur(image, (0, 0), 0.45 / scale)
    picture = cv2.warpPerspective(image, matrix, size, flags=cv2.INTER_LINEAR)
    inside = cv2.warpPerspective(np.full(image.shape, 255, np.uint8), matrix, size, flags=cv2.INTER_NEAREST)
    return picture.astype(np.float32), cv2.erode(inside, np.ones((3, 3), np.uint8), borderValue=0) > 0


def agreement(laid: Overlay, *, block: int = BLOCK, least_spread: float = _LEAST_SPREAD) -> Agreement:
    """Normalised cross-correlation of each textured block that both cover."""
    first, second = cv2.GaussianBlur(laid.first, (0, 0), 1.0), cv2.GaussianBlur(laid.second, (0, 0), 1.0)
    box = (block, block)
    mean_a, mean_b = cv2.boxFilter(first, -1, box), cv2.boxFilter(second, -1, box)
    spread_a = np.sqrt(np.maximum(cv2.boxFilter(first * first, -1, box) - mean_a**2, 0))
    spread_b = np.sqrt(np.maximum(cv2.boxFilter(second * second, -1, box) - mean_b**2, 0))
    together = cv2.boxFilter(first * second, -1, box) - mean_a * mean_b
    value = together / np.maximum(spread_a * spread_b, 1e-3)
    covered = cv2.erode(laid.shared.astype(np.uint8), np.ones(box, np.uint8), borderValue=0) > 0
    textured = covered & (np.maximum(spread_a, spread_b) > least_spread)
    value[~textured] = np.nan
    grid = value[block // 2 :: STEP, block // 2 :: STEP]
    known = grid[~np.isnan(grid)]
    return Agreement(grid, float((known >= AGREE).mean()) if len(known) else 0.0, len(known))
