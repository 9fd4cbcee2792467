"""Compare two media: what they share, and how one became the other. Clips are compared in `clip_compare`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from osintdesk.similar import explain, hashes, judge, regions
from osintdesk.similar.aligned import agreement, overlay
from osintdesk.similar.clip_compare import compare_clips
from osintdesk.similar.comparison import Comparison, unrelated
from osintdesk.similar.features import Features, extract
from osintdesk.similar.geometry import Affine, Fit, best_fit
from osintdesk.similar.logos import shares_only_a_mark, without_print
from osintdesk.similar.position import carried, corners, perspective
from osintdesk.similar.still import compare_picture_clip

__all__ = ["View", "compare_clips", "compare_picture_clip", "compare_pictures", "compare_views", "view"]

_LONG_SIDE = 512
LEAST_INLIERS = 8
_DOUBTFUL_INLIERS = 5
_ANOTHER_PLACE = 0.03


@dataclass(frozen=True)
class View:
    """A picture made ready for comparing; its features are found when first asked for, and kept."""

    grey: NDArray[np.uint8]
    original: tuple[int, int]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the small picture."""
        return self.grey.shape[1], self.grey.shape[0]

    @cached_property
    def features(self) -> Features:
        return extract(self.grey)

    @cached_property
    def hashed(self) -> list[tuple[regions.Region, hashes.Bits]]:
        """The regions worth comparing as wholes, with their hashes."""
        found = {regions.WHOLE, regions.trimmed(self.grey), regions.content_box(self.grey)}
        return [(region, hashes.region_bits(regions.cut(self.grey, region))) for region in sorted(found)]

    @cached_property
    def texture(self) -> float:
        return hashes.texture(regions.cut(self.grey, regions.trimmed(self.grey)))


def view(image: Image.Image, *, size: tuple[int, int] | None = None) -> View:
    """Prepare a picture; `size` is that of the original where a smaller one is given."""
    small = image.convert("L")
    small.thumbnail((_LONG_SIDE, _LONG_SIDE))
    return View(np.asarray(small), size or image.size)


def compare_pictures(
    a: Image.Image,
    b: Image.Image,
    *,
    a_size: tuple[int, int] | None = None,
    b_size: tuple[int, int] | None = None,
) -> Comparison:
    """Whether two pictures share content, which region of A is which of B, and what differs.

    a_size, b_size: width and height of the originals; the transform is given in their pixels.
    """
    return compare_views(view(a, size=a_size), view(b, size=b_size))


def compare_views(a: View, b: View) -> Comparison:
    """`compare_pictures` for prepared pictures."""
    fit = best_fit(a.features, b.features)
    if fit is not None and fit.inliers >= LEAST_INLIERS:
        if not shares_only_a_mark(a.grey, b.grey, fit):
            return _placed(a, b, fit)
        beside = _beside_print(a, b, fit)
        if beside is None:
            return unrelated(explain.ONLY_A_MARK(), score=0.2, keypoints=fit.inliers)
        return _placed(a, b, beside)
    whole = _whole_position(a, b)
    if whole is not None:
        return explain.explained(judge.judged(a, b, whole, None, None))
    if fit is not None and fit.inliers >= _DOUBTFUL_INLIERS and _surely_same(a, b, fit.affine):
        return _placed(a, b, fit)
    found = fit.inliers if fit else 0
    return unrelated(explain.NOTHING(), score=0.2 * found / LEAST_INLIERS, keypoints=found)


def _beside_print(a: View, b: View, printed: Fit) -> Fit | None:
    """The position of a picture that both show in the same page or caption: found without the points on print.

    A position like that of the print itself is only more of the print.
    """
    fit = best_fit(without_print(a.grey, a.features), without_print(b.grey, b.features))
    if fit is None or fit.inliers < LEAST_INLIERS or shares_only_a_mark(a.grey, b.grey, fit):
        return None
    moved = np.abs(carried(fit.affine, corners(a.size)) - carried(printed.affine, corners(a.size))).max()
    return fit if moved > _ANOTHER_PLACE * max(b.size) else None


def _placed(a: View, b: View, fit: Fit) -> Comparison:
    angled = perspective(fit, a_size=a.size, long_side=max(b.size))
    matrix = angled.matrix if angled else fit.affine
    return explain.explained(judge.judged(a, b, matrix, fit, angled))


def _whole_position(a: View, b: View) -> Affine | None:
    """The position by which whole regions of both have the same hash and also look the same; for smooth pictures."""
    limit = 40 if min(a.texture, b.texture) < 4 else 60
    best, position = limit + 1, None
    for region_a, bits_a in a.hashed:
        forms = hashes.form_bits(bits_a)
        for region_b, bits_b in b.hashed:
            apart = (forms != bits_b).sum(axis=1)
            form = int(apart.argmin())
            if apart[form] < best:
                best = int(apart[form])
                position = _region_map(a, b, region_a, region_b, hashes.ALL_FORMS[form])
    return position if position is not None and _surely_same(a, b, position) else None


def _region_map(a: View, b: View, on_a: regions.Region, on_b: regions.Region, form: hashes.Form) -> Affine:
    """The affine that lays one region over the other in one of the eight forms."""
    unit = np.eye(3)
    if form.transposed:
        unit = unit[[1, 0, 2]]
    if form.across:
        unit = np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]]) @ unit
    if form.down:
        unit = np.array([[1.0, 0, 0], [0, -1, 1], [0, 0, 1]]) @ unit
    return (_placing(on_b, b.size) @ unit @ np.linalg.inv(_placing(on_a, a.size)))[:2]


def _placing(region: regions.Region, size: tuple[int, int]) -> Affine:
    left, top, right, bottom = region
    width, height = size
    return np.array(
        [[(right - left) * width, 0, left * width], [0, (bottom - top) * height, top * height], [0, 0, 1.0]]
    )


def _surely_same(a: View, b: View, affine: Affine) -> bool:
    """Whether laying one over the other shows agreement nearly everywhere."""
    found = agreement(overlay(a.grey, b.grey, affine), least_spread=2.5)
    return found.textured >= 12 and found.share >= 0.8
