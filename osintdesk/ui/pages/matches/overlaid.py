"""Pictures made of two: one laid on the other, swiped, blinking, or their difference; only what is seen is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from osintdesk.ui.viewer.geometry import Matrix, Size, chained
from osintdesk.ui.viewer.looks import PLAIN, Look, Pixels
from osintdesk.ui.viewer.raster import BLACK, Colour, Picture

_GAIN = 3.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture seen in the coordinates of another one: `matrix` takes its pixels to those of a picture of `size`."""

    inner: Picture
    matrix: Matrix
    size: Size

    def drawn(
        self, matrix: Matrix, viewport: Size, *, look: Look = PLAIN, ground: Colour = BLACK, under: Pixels | None = None
    ) -> Pixels:
        return self.inner.drawn(chained(matrix, self.matrix), viewport, look=look, ground=ground, under=under)

    def value_at(self, x: int, y: int) -> Colour | None:
        return None

    def veiled(self) -> Picture:
        return Placed(self.inner.veiled(), self.matrix, self.size)


@dataclass(frozen=True, slots=True)
class Swiped:
    """A on the one side of a line, B laid over it on the other; `part` is where the line is, 0–1 of the viewport."""

    a: Picture
    b: Placed
    part: float

    @property
    def size(self) -> Size:
        return self.a.size

    def drawn(
        self, matrix: Matrix, viewport: Size, *, look: Look = PLAIN, ground: Colour = BLACK, under: Pixels | None = None
    ) -> Pixels:
        below = self.a.drawn(matrix, viewport, look=look, ground=ground, under=under)
        line = round(min(max(self.part, 0.0), 1.0) * viewport[0])
        if line < viewport[0]:
            shifted = matrix.copy()
            shifted[0, 2] -= line
            right = np.ascontiguousarray(below[:, line:])
            below[:, line:] = self.b.drawn(shifted, (viewport[0] - line, viewport[1]), look=look, under=right)
        return below

    def value_at(self, x: int, y: int) -> Colour | None:
        return self.a.value_at(x, y)

    def veiled(self) -> Picture:
        return Swiped(self.a.veiled(), Placed(self.b.inner.veiled(), self.b.matrix, self.b.size), self.part)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where A and B differ, three times brightened; black where they are alike or only one of them is."""

    a: Picture
    b: Placed

    @property
    def size(self) -> Size:
        return self.a.size

    def drawn(
        self, matrix: Matrix, viewport: Size, *, look: Look = PLAIN, ground: Colour = BLACK, under: Pixels | None = None
    ) -> Pixels:
        one = self.a.drawn(matrix, viewport, look=look)
        other = self.b.drawn(matrix, viewport, look=look, under=one)
        apart = cv2.convertScaleAbs(cv2.absdiff(one, other), alpha=_GAIN)
        return np.asarray(apart, dtype=np.uint8)

    def value_at(self, x: int, y: int) -> Colour | None:
        return None

    def veiled(self) -> Picture:
        return self.a.veiled()
