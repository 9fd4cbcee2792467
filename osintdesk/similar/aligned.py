"""Two pictures laid over each other: in which blocks they agree, and where they differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from osintdesk.similar.arrays import Floats, Mask, Matrix, Picture, blurred, box_mean, eroded, warped

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

    first: Floats
    second: Floats
    shared: Mask
    to_a: Matrix
    to_b: Matrix


@dataclass(frozen=True, slots=True)
class Agreement:
    """The overlay judged in blocks of 24 pixels every 8.

    correlation: per block, NaN where it is not shared or has no texture; share: of textured blocks that agree;
    shared: share of the frame that both cover; textured: number of judged blocks.
    """

    correlation: Floats
    share: float
    textured: int


def full(affine: Matrix) -> Matrix:
    """2×3 as 3×3."""
    return np.vstack([affine, [0, 0, 1]]) if affine.shape[0] == 2 else affine


def overlay(a: Picture, b: Picture, matrix: Matrix) -> Overlay:
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


def _warped(image: Picture, matrix: Matrix, size: tuple[int, int]) -> tuple[Floats, Mask]:
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    if scale < 0.7:
        # Averaging before shrinking: a plain warp would take single pixels and their noise.
        image = blurred(image, 0.45 / scale)
    inside = warped(np.full(image.shape, 255, np.uint8), matrix, *size, exact=True)
    return warped(image, matrix, *size).astype(np.float32), eroded(inside > 0, 3)


def agreement(laid: Overlay, *, block: int = BLOCK, least_spread: float = _LEAST_SPREAD) -> Agreement:
    """Normalised cross-correlation of each textured block that both cover."""
    first, second = blurred(laid.first, 1.0), blurred(laid.second, 1.0)
    mean_a, mean_b = box_mean(first, block), box_mean(second, block)
    spread_a = np.sqrt(np.maximum(box_mean(first * first, block) - mean_a**2, 0))
    spread_b = np.sqrt(np.maximum(box_mean(second * second, block) - mean_b**2, 0))
    together = box_mean(first * second, block) - mean_a * mean_b
    value = together / np.maximum(spread_a * spread_b, 1e-3)
    covered = eroded(laid.shared, block)
    textured = covered & (np.maximum(spread_a, spread_b) > least_spread)
    value[~textured] = np.nan
    grid = value[block // 2 :: STEP, block // 2 :: STEP]
    known = grid[~np.isnan(grid)]
    return Agreement(grid, float((known >= AGREE).mean()) if len(known) else 0.0, len(known))
