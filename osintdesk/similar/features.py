"""Local features: RootSIFT for verification, and its signs (128 bits) with rough geometry for finding candidates.

Mirroring a picture reverses the rows of a SIFT descriptor's grid and the sense of its orientations, so descriptors of
the mirrored picture come by permuting, without extracting again.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from osintdesk.similar.arrays import Floats, Picture, resized

LONG_SIDE = 384
MOST = 400
CODE_BYTES = 16
_CONTRAST = 0.02

_grid = np.arange(128).reshape(4, 4, 8)
MIRROR = _grid[::-1][:, :, (8 - np.arange(8)) % 8].reshape(-1)

# Median of each RootSIFT dimension over photographs, in thousandths, made symmetric under MIRROR
# so that the code of a mirrored descriptor is the permuted code.
_HALF = (
    "063 049 037 041 047 034 025 038 116 071 040 039 044 036 035 068 115 062 032 035 046 043 045 075 061 036 025 034 "
    "049 044 040 050 087 054 039 051 063 044 031 046 175 086 041 046 061 051 042 087 173 081 039 050 066 050 046 089 "
    "083 045 031 045 069 055 041 055"
)
_upper = np.array([int(part) for part in _HALF.split()], np.float32).reshape(2, 4, 8) / 1000
_lower = _upper[::-1][:, :, (8 - np.arange(8)) % 8]
_MEDIANS = np.concatenate([_upper, _lower]).reshape(-1)

Points = Floats
Codes = NDArray[np.uint8]
Roots = Floats


@dataclass(frozen=True, slots=True)
class Features:
    """Key points of one picture, strongest first: (n, 4) x, y, diameter in pixels and angle in degrees; RootSIFT."""

    width: int
    height: int
    points: Points
    roots: Roots

    def mirrored(self) -> Features:
        """The features of the picture mirrored left to right."""
        points = self.points.copy()
        points[:, 0] = self.width - 1 - points[:, 0]
        points[:, 3] = (180 - points[:, 3]) % 360
        return Features(self.width, self.height, points, self.roots[:, MIRROR])


def extract(grey: Picture, *, most: int = MOST, long_side: int = LONG_SIDE) -> Features:
    """Features of a grey picture, found at `long_side` pixels and given in the picture's own pixels."""
    height, width = grey.shape
    scale = long_side / max(height, width)
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    found = cv2.SIFT.create(nfeatures=most, contrastThreshold=_CONTRAST)
    points, descriptors = found.detectAndCompute(resized(grey, *size), None)
    found_rows = None if descriptors is None else np.asarray(descriptors, np.float32)
    return _ordered(tuple(points), found_rows, (width / size[0], height / size[1]), (width, height), most)


def _ordered(
    points: tuple[cv2.KeyPoint, ...],
    descriptors: NDArray[np.float32] | None,
    scale: tuple[float, float],
    size: tuple[int, int],
    most: int,
) -> Features:
    if descriptors is None or not len(points):
        return Features(*size, np.empty((0, 4), np.float32), np.empty((0, 128), np.float32))
    order = np.argsort([-p.response for p in points], kind="stable")[:most]
    rows = [(p.pt[0] * scale[0], p.pt[1] * scale[1], p.size * (scale[0] + scale[1]) / 2, p.angle) for p in points]
    return Features(*size, np.array(rows, np.float32)[order], root(descriptors[order]))


def root(descriptors: NDArray[np.float32]) -> Roots:
    """RootSIFT: the square root of the L1-normalised descriptor, of length 1 (Arandjelović and Zisserman, 2012)."""
    total = np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-6)
    return np.asarray(np.sqrt(descriptors / total), np.float32)


def codes(roots: Roots) -> Codes:
    """(n, 16) bytes: which dimensions exceed their median over photographs."""
    return np.packbits(roots > _MEDIANS, axis=1)


def mirrored_codes(values: Codes) -> Codes:
    """The codes of the mirrored picture."""
    return np.ascontiguousarray(np.packbits(np.unpackbits(values, axis=1)[:, MIRROR], axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Features made small for storing, 22 bytes each, strongest first.

    places: (n, 2) uint16, x and y as shares of 65,535 of the width and height; scales: (n,) uint8, eighths of an
    octave of the diameter over 1/1000 of the long side; angles: (n,) uint8, 256 to a turn; codes: (n, 16) uint8.
    """

    places: NDArray[np.uint16]
    scales: NDArray[np.uint8]
    angles: NDArray[np.uint8]
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sketch) and self._bytes() == other._bytes()

    def __hash__(self) -> int:
        return hash(self._bytes())

    def _bytes(self) -> tuple[bytes, ...]:
        return tuple(part.tobytes() for part in (self.places, self.scales, self.angles, self.codes))


def sketched(features: Features) -> Sketch:
    """`features` in the stored form."""
    size = np.array([max(features.width - 1, 1), max(features.height - 1, 1)], np.float32)
    share = features.points[:, 2] / max(features.width, features.height) * 1000
    return Sketch(
        np.clip(np.rint(features.points[:, :2] / size * 65535), 0, 65535).astype(np.uint16),
        np.clip(np.rint(8 * np.log2(np.maximum(share, 1))), 0, 255).astype(np.uint8),
        (np.rint(features.points[:, 3] / 360 * 256).astype(np.int64) % 256).astype(np.uint8),
        codes(features.roots),
    )


def unsketched(sketch: Sketch, width: int, height: int) -> Points:
    """The points of a stored sketch in pixels of a picture of that size."""
    size = np.array([max(width - 1, 1), max(height - 1, 1)], np.float32)
    diameters = 2.0 ** (sketch.scales.astype(np.float32) / 8) * max(width, height) / 1000
    angles = sketch.angles.astype(np.float32) * 360 / 256
    return np.column_stack([sketch.places.astype(np.float32) / 65535 * size, diameters, angles]).astype(np.float32)
