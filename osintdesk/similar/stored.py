"""Two pictures compared by their fingerprints alone, where the pictures themselves are not at hand."""

from __future__ import annotations

import numpy as np

from osintdesk.core.i18n import _
from osintdesk.core.words import Relation
from osintdesk.similar import hashes
from osintdesk.similar.clip_explain import placed_transform
from osintdesk.similar.comparison import Comparison, Transform, unrelated
from osintdesk.similar.keyframes import Placed, placed
from osintdesk.similar.picture import PictureFingerprint
from osintdesk.similar.regions import WHOLE

LEAST_INLIERS = 10
LEAST_SPREAD = 0.05
_NEAR = 52
_NEAR_SMOOTH = 32
_SMOOTH = 4.0
_WHOLE_SHARE = 0.9


def compare_fingerprints(a: PictureFingerprint, b: PictureFingerprint) -> Comparison:
    """Whether two pictures share content, from what is stored of them; what differs cannot be said."""
    found = placed(a.local, b.local, (a.width, a.height), (b.width, b.height))
    if found is not None and found.inliers >= LEAST_INLIERS and found.spread >= LEAST_SPREAD:
        return _by_position(a, b, found)
    distance, form = nearest_form(a, b)
    limit = _NEAR if min(a.texture, b.texture) >= _SMOOTH else _NEAR_SMOOTH
    if distance > limit:
        return unrelated(_("No shared content was found."), keypoints=found.inliers if found else 0)
    mirrored = (form.bit_count() % 2) == 1
    return Comparison(
        related=True,
        relation=Relation.MIRRORED if mirrored else Relation.REENCODE,
        score=round(1 - distance / 128, 3),
        explanation=_("The pictures agree as wholes: {distance} of 256 bits differ.").format(distance=distance),
    )


def nearest_form(a: PictureFingerprint, b: PictureFingerprint) -> tuple[int, int]:
    """The smallest distance in bits between any regions of both, and the form (0–7) of A's that it is."""
    best = (257, 0)
    for own in {a.full, a.inner, a.content}:
        forms = hashes.form_bits(hashes.unpacked(own))
        for other in {b.full, b.inner, b.content}:
            apart = (forms != hashes.unpacked(other)).sum(axis=1)
            best = min(best, (int(apart.min()), int(apart.argmin())))
    return best


def _by_position(a: PictureFingerprint, b: PictureFingerprint, found: Placed) -> Comparison:
    transform = placed_transform((a.width, a.height), WHOLE, (b.width, b.height), WHOLE, found.matrix)
    text = _("{fitting} of {matched} key points fit one position; the pictures themselves were not compared.")
    return Comparison(
        related=True,
        relation=_relation(transform, mirrored=found.mirrored),
        score=round(0.5 + 0.45 * (1 - float(np.exp(-found.inliers / 12))), 3),
        transform=transform,
        keypoints=found.inliers,
        keypoints_matched=found.matched,
        explanation=text.format(fitting=found.inliers, matched=found.matched),
    )


def _relation(transform: Transform, *, mirrored: bool) -> Relation:
    if mirrored:
        return Relation.MIRRORED
    shares = [(box[2] - box[0]) * (box[3] - box[1]) for box in (transform.crop, transform.crop_in_b)]
    return Relation.REENCODE if min(shares) >= _WHOLE_SHARE else Relation.CROP
