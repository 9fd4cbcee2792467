"""A position from one pair of key frames, settled over the whole stretch.

Key frames of two clips are hardly ever of exactly the same moment. Under a panning camera the position found between
them is then off by what the camera moved meanwhile, and the offset in time makes up for it. Here place and time are
moved together until the frames of the whole stretch agree best.
"""

from __future__ import annotations

import numpy as np

from osintdesk.similar.arrays import Matrix
from osintdesk.similar.clip import VideoFingerprint
from osintdesk.similar.timeline import Stretch, Track, correlations, nearest, warped

_STEPS = (0.08, 0.04, 0.02, 0.01)
_SHIFTS = (-0.5, -0.25, 0.0, 0.25, 0.5)
_MOST_FRAMES = 20
_DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1))


def settled(a: VideoFingerprint, matrix: Matrix, zoom: Matrix, seen: Track, stretch: Stretch) -> Matrix:
    """`matrix` (2×3, unit squares, A to B) moved to where A's frames agree best with B's in the stretch.

    zoom: the 3×3 map from B's unit square to the part that is compared; seen: B's track through it.
    """
    frames = stretch.frames[np.linspace(0, len(stretch.frames) - 1, min(_MOST_FRAMES, len(stretch.frames))).astype(int)]
    wanted = stretch.speed * seen.times[frames] + stretch.offset
    near = np.flatnonzero((a.times >= wanted.min() - 0.8) & (a.times <= wanted.max() + 0.8))
    if len(near) < 3:
        return matrix

    def worth(moved: Matrix) -> float:
        track = warped(a, (zoom @ np.vstack([moved, [0, 0, 1]]))[:2], frames=near)
        return max(
            float(correlations(track.flat[nearest(track.times, wanted + shift)], seen.flat[frames]).mean())
            for shift in _SHIFTS
        )

    best, value = matrix, worth(matrix)
    for step in _STEPS:
        for _ in range(4):
            tried = [(worth(each), i, each) for i, each in enumerate(_moved(best, step))]
            highest, _i, moved = max(tried, key=lambda each: each[:2])
            if highest <= value + 1e-4:
                break
            best, value = moved, highest
    return best


def _moved(matrix: Matrix, step: float) -> list[Matrix]:
    return [matrix + np.array([[0, 0, x * step], [0, 0, y * step]]) for x, y in _DIRECTIONS]
