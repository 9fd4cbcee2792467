"""A picture in memory, of any size, and the drawing of the part that is seen: cost follows the window, not the picture.

A raster holds halved copies of itself. Drawing takes the smallest copy that still has a pixel per device pixel, cuts
out what is seen, and warps only that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import cv2
import numpy as np
from PySide6.QtGui import QImage

from osintdesk.ui.viewer.geometry import Matrix, Size, inverse, scale_of
from osintdesk.ui.viewer.looks import PLAIN, Look, Pixels, adjusted, hidden

Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
_SMALLEST_LEVEL = 512


class Picture(Protocol):
    """Anything that a canvas can show."""

    @property
    def size(self) -> Size: ...

    def drawn(
        self,
        matrix: Matrix,
        viewport: Size,
        *,
        look: Look = PLAIN,
        ground: Colour = (0, 0, 0),
        under: Pixels | None = None,
    ) -> Pixels:
        """`viewport` as RGB pixels; outside the picture `under` stays, else it is `ground`."""

    def value_at(self, x: int, y: int) -> Colour | None:
        """The RGB value of one picture pixel; None outside, or while only a reduced copy is there."""

    def veiled(self) -> Picture:
        """What stands for this picture while it must not be seen."""


@dataclass(slots=True)
class Raster:
    """RGB pixels of a picture whose true size is `size`; `pixels` may be a reduced copy while the full one is read.

    `blocks`: every pixel stays a sharp block at any scale.
    """

    pixels: Pixels
    size: Size
    blocks: bool = False
    _levels: list[Pixels] = field(default_factory=list)

    @classmethod
    def of(cls, pixels: Pixels) -> Raster:
        return cls(pixels, (pixels.shape[1], pixels.shape[0]))

    @property
    def is_reduced(self) -> bool:
        return bool(self.pixels.shape[1] < self.size[0])

    def prepare(self) -> Raster:
        """Make all halved copies now (in the thread that reads) instead of at the first drawing."""
        while self._halve():
            pass
        return self

    def level(self, scale: float) -> Pixels:
        """The smallest copy with at least one pixel per device pixel at `scale` device pixels per picture pixel."""
        best = self.pixels
        while best.shape[1] > 1.9 * scale * self.size[0]:
            smaller = self._smaller_than(best)
            if smaller is None or smaller.shape[1] < 0.98 * scale * self.size[0]:
                break
            best = smaller
        return best

    def smallest(self) -> Pixels:
        """The copy of at most 512 pixels, for averages over the whole picture."""
        self.prepare()
        return self._levels[-1] if self._levels else self.pixels

    def veiled(self) -> Raster:
        """What stands for this picture while it must not be seen."""
        return Raster(hidden(self.smallest()), self.size, blocks=True)

    def _smaller_than(self, pixels: Pixels) -> Pixels | None:
        chain = [self.pixels, *self._levels]
        at = next(i for i, level in enumerate(chain) if level is pixels)
        if at + 1 < len(chain):
            return chain[at + 1]
        return self._levels[-1] if self._halve() else None

    def _halve(self) -> bool:
        last = self._levels[-1] if self._levels else self.pixels
        height, width = last.shape[:2]
        if int(max(width, height)) <= _SMALLEST_LEVEL or int(min(width, height)) < 2:
            return False
        half = cv2.resize(last, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
        self._levels.append(np.asarray(half, dtype=np.uint8))
        return True

    def drawn(
        self,
        matrix: Matrix,
        viewport: Size,
        *,
        look: Look = PLAIN,
        ground: Colour = (0, 0, 0),
        under: Pixels | None = None,
    ) -> Pixels:
        scale = scale_of(matrix)
        level = self.level(scale)
        canvas = _ground(viewport, ground) if under is None else under.copy()
        return _warped(
            level, matrix @ _to_picture(level, self.size), canvas, smooth=scale < 2 and not self.blocks, look=look
        )

    def value_at(self, x: int, y: int) -> Colour | None:
        if self.is_reduced or not (0 <= x < self.size[0] and 0 <= y < self.size[1]):
            return None
        red, green, blue = (int(v) for v in self.pixels[y, x])
        return red, green, blue


def _ground(viewport: Size, colour: Colour) -> Pixels:
    """A plain area; filled row by row, which is many times faster than pixel by pixel."""
    area = np.empty((viewport[1], viewport[0], 3), np.uint8)
    area[:] = np.full((viewport[0], 3), colour, np.uint8)
    return area


def _to_picture(level: Pixels, size: Size) -> Matrix:
    """3 × 3: coordinates in a halved copy → picture coordinates."""
    return np.diag([size[0] / level.shape[1], size[1] / level.shape[0], 1.0])


def _warped(source: Pixels, matrix: Matrix, canvas: Pixels, *, smooth: bool, look: Look) -> Pixels:
    """`source` drawn over `canvas`; only the part of it that is seen is touched."""
    height, width = canvas.shape[:2]
    if _only_moves(matrix):
        return _copied(source, (round(matrix[0, 2]), round(matrix[1, 2])), canvas, look)
    back = inverse(matrix)
    left, top, right, bottom = _seen(back, (width, height), (source.shape[1], source.shape[0]))
    if right <= left or bottom <= top:
        return canvas
    part = adjusted(source[top:bottom, left:right], look)
    # OpenCV counts pixels from their centres, we from their corners.
    centred = back.copy()
    centred[:, 2] += back[:, :2] @ np.array([0.5, 0.5]) - 0.5 - np.array([left, top])
    flags = (cv2.INTER_LINEAR if smooth else cv2.INTER_NEAREST) | cv2.WARP_INVERSE_MAP
    cv2.warpAffine(part, centred, (width, height), dst=canvas, flags=flags, borderMode=cv2.BORDER_TRANSPARENT)
    return canvas


def _only_moves(matrix: Matrix) -> bool:
    """Whether a picture pixel is a device pixel: 1:1, not turned."""
    return bool(np.array_equal(matrix[:, :2], np.eye(2)) and np.array_equal(matrix[:, 2], np.round(matrix[:, 2])))


def _copied(source: Pixels, at: tuple[int, int], canvas: Pixels, look: Look) -> Pixels:
    """`source` put on `canvas` with its corner at `at`."""
    (x, y), (height, width) = at, canvas.shape[:2]
    left, top = max(0, -x), max(0, -y)
    right, bottom = min(source.shape[1], width - x), min(source.shape[0], height - y)
    if right > left and bottom > top:
        canvas[y + top : y + bottom, x + left : x + right] = adjusted(source[top:bottom, left:right], look)
    return canvas


def _seen(back: Matrix, viewport: Size, size: Size) -> tuple[int, int, int, int]:
    """The part of the source that the viewport shows, with room for interpolation."""
    corners = np.array([[0, 0], [viewport[0], 0], [0, viewport[1]], list(viewport)], dtype=np.float64)
    found = corners @ back[:, :2].T + back[:, 2]
    low, high = np.floor(found.min(axis=0)) - 2, np.ceil(found.max(axis=0)) + 2
    left, top = (int(max(0, v)) for v in low)
    right, bottom = (int(min(side, v)) for side, v in zip(size, high, strict=True))
    return left, top, right, bottom


def to_image(pixels: Pixels, ratio: float = 1.0) -> QImage:
    """RGB pixels as an image of its own (the array may go), carrying the device pixel ratio."""
    height, width = pixels.shape[:2]
    quads = np.ascontiguousarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2BGRA))
    image = QImage(quads.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
    image.setDevicePixelRatio(ratio)
    return image
