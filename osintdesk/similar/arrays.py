"""The array types of this package, and OpenCV's few operations with their types kept."""

from __future__ import annotations

from typing import Any, TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""(height, width) grey, or (height, width, 3) RGB."""
Floats = NDArray[np.float32]
Matrix = NDArray[np.float64]
"""An affine (2, 3) or projection (3, 3), or points (n, 2)."""
Mask = NDArray[np.bool_]
Whole = NDArray[np.int64]

_Array = TypeVar("_Array", bound=NDArray[Any])


def resized(image: _Array, width: int, height: int) -> _Array:
    """The image at another size: averaged when it shrinks, interpolated when it grows."""
    smaller = width * height < image.shape[0] * image.shape[1]
    method = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return cast(_Array, cv2.resize(image, (width, height), interpolation=method))


def shrunk(image: _Array, long_side: int) -> _Array:
    """The image with its longer side at most `long_side`."""
    scale = long_side / max(image.shape[:2])
    if scale >= 1:
        return image
    return resized(image, max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))


def blurred(image: _Array, sigma: float) -> _Array:
    """The image under a Gaussian of `sigma` pixels."""
    return cast(_Array, cv2.GaussianBlur(image, (0, 0), sigma))


def box_mean(values: Floats, side: int) -> Floats:
    """The mean of the square around each pixel."""
    return cast(Floats, cv2.boxFilter(values, -1, (side, side)))


def grown(mask: _Array, side: int) -> _Array:
    """The largest value in the square around each pixel."""
    return cast(_Array, cv2.dilate(mask, np.ones((side, side), np.uint8)))


def eroded(mask: Mask, side: int) -> Mask:
    """The mask without what is within half of `side` of its edge or of the picture's."""
    inner = cv2.erode(mask.astype(np.uint8), np.ones((side, side), np.uint8), borderValue=0)
    return np.asarray(inner > 0)


def spread_of(image: _Array) -> _Array:
    """The largest minus the smallest value among each pixel and its eight neighbours."""
    kernel = np.ones((3, 3), np.uint8)
    return cast(_Array, cv2.dilate(image, kernel) - cv2.erode(image, kernel))


def warped(image: _Array, matrix: Matrix, width: int, height: int, *, exact: bool = False) -> _Array:
    """The image carried by a 2×3 or 3×3 matrix; `exact` takes the nearest pixel instead of interpolating."""
    full = np.vstack([matrix, [0, 0, 1]]) if matrix.shape[0] == 2 else matrix
    method = cv2.INTER_NEAREST if exact else cv2.INTER_LINEAR
    return cast(_Array, cv2.warpPerspective(image, full, (width, height), flags=method))


def grey_of(rgb: Picture) -> Picture:
    """Grey of an RGB array; a grey one as it is."""
    if rgb.ndim == 2:
        return rgb
    return cast(Picture, cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY))
