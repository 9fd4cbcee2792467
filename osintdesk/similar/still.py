"""Is this picture a frame of that clip, and of which second: also cropped, mirrored, or shown inside the frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from osintdesk.core.i18n import _
from osintdesk.core.words import Relation
from osintdesk.similar import clip_explain, hashes, regions
from osintdesk.similar.clip import VideoFingerprint, pictures
from osintdesk.similar.clip_compare import LEAST_INLIERS, shared_in_b
from osintdesk.similar.comparison import Comparison, Segment, unrelated
from osintdesk.similar.geometry import Affine
from osintdesk.similar.keyframes import Placed, placed
from osintdesk.similar.picture import PictureFingerprint, fingerprint_picture
from osintdesk.similar.position import covered, shared_outlines, turned_by
from osintdesk.similar.regions import WHOLE
from osintdesk.similar.timeline import STEP

_NEAR = 60
_NEAR_SMOOTH = 40
_SMOOTH = 4.0
_ALIKE = 0.7
_ALIKE_WITH_POINTS = 0.45
_SLACK = 0.04


@dataclass(frozen=True, slots=True)
class Seen:
    """A frame that shows the picture: its index, the position (2×3, unit squares, picture to inner frame), evidence."""

    at: int
    matrix: Affine
    distance: int
    inliers: int
    matched: int


def compare_picture_clip(
    picture: Image.Image | None, clip: VideoFingerprint, *, fingerprint: PictureFingerprint | None = None
) -> Comparison:
    """Whether clip B shows picture A, at which seconds, and where in the frame.

    Either the picture (long side ≤ 512), its fingerprint, or both; the seconds are surer with the picture.
    """
    known = fingerprint or (fingerprint_picture(picture) if picture is not None else None)
    if known is None:
        raise ValueError("a picture or its fingerprint is needed")
    for look in (_by_hash, _by_features):
        seen = look(known, clip)
        if seen is not None:
            drawn = picture if clip.has_pictures else None
            alike = _likeness(drawn, clip, seen.matrix) if drawn is not None else _near_hash(clip, seen.at)
            # Key points of a banner or logo fit too; the frame as a whole then does not look like the picture.
            least = _ALIKE if not seen.inliers else _ALIKE_WITH_POINTS if drawn is not None else 0.0
            if float(alike.max()) >= least:
                return _found(known, clip, seen, alike)
    return unrelated(_("The clip shows no moment with this picture."))


def _by_hash(picture: PictureFingerprint, clip: VideoFingerprint) -> Seen | None:
    """The frame whose hash is nearest to one of the picture's regions in any of eight forms, when it is near."""
    if not len(clip):
        return None
    best, found = 999, None
    for data, region in (
        (picture.full, WHOLE),
        (picture.inner, picture.inner_region),
        (picture.content, picture.content_region),
    ):
        apart = (hashes.form_bits(hashes.unpacked(data))[:, None, :] != clip.bits[None]).sum(axis=2)
        form, at = (int(i) for i in np.unravel_index(apart.argmin(), apart.shape))
        if apart[form, at] < best:
            best, found = int(apart[form, at]), (form, at, region)
    if found is None:
        return None
    form, at, region = found
    limit = _NEAR if min(picture.texture, float(clip.texture[at])) >= _SMOOTH else _NEAR_SMOOTH
    return Seen(at, _from_region(region, hashes.ALL_FORMS[form]), best, 0, 0) if best <= limit else None


def _from_region(region: regions.Region, form: hashes.Form) -> Affine:
    """The map from the picture's unit square to the frame's, when the region in that form is the frame."""
    left, top, right, bottom = region
    matrix = np.array(
        [[1 / (right - left), 0, -left / (right - left)], [0, 1 / (bottom - top), -top / (bottom - top)], [0, 0, 1.0]]
    )
    if form.transposed:
        matrix = matrix[[1, 0, 2]]
    if form.across:
        matrix = np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]]) @ matrix
    if form.down:
        matrix = np.array([[1.0, 0, 0], [0, -1, 1], [0, 0, 1]]) @ matrix
    return np.asarray(matrix[:2])


def _by_features(picture: PictureFingerprint, clip: VideoFingerprint) -> Seen | None:
    size = (picture.width, picture.height)
    best: tuple[int, Placed] | None = None
    for key in clip.keys:
        each = placed(picture.local, key.local, size, clip.inner_size)
        if each and (best is None or each.inliers > best[1].inliers):
            best = (key.at, each)
    if best is None or best[1].inliers < LEAST_INLIERS:
        return None
    at, position = best
    return Seen(at, position.matrix, -1, position.inliers, position.matched)


def _likeness(picture: Image.Image, clip: VideoFingerprint, matrix: Affine) -> NDArray[np.float32]:
    """(n,) correlation of each frame with the picture laid over it, where they overlap."""
    side = hashes.SIDE
    grey = np.asarray(picture.convert("L"))
    forward = np.diag([side, side, 1.0]) @ np.vstack([matrix, [0, 0, 1]])
    forward = forward @ np.diag([1 / grey.shape[1], 1 / grey.shape[0], 1.0])
    shrink = float(np.sqrt(abs(np.linalg.det(forward[:2, :2]))))
    soft = cv2.GaussianBlur(grey, (0, 0), max(0.5, 0.5 / shrink)).astype(np.float32)
    laid = cv2.warpAffine(soft, forward[:2], (side, side), flags=cv2.INTER_LINEAR)
    inside = cv2.warpAffine(np.ones_like(soft), forward[:2], (side, side), flags=cv2.INTER_NEAREST) > 0.5
    if inside.sum() < 40:
        return np.zeros(len(clip), np.float32)
    wanted = laid[inside] - laid[inside].mean()
    frames = pictures(clip.sketches)[:, inside]
    frames = frames - frames.mean(axis=1, keepdims=True)
    norms = np.linalg.norm(frames, axis=1) * float(np.linalg.norm(wanted))
    return np.asarray(frames @ wanted / np.maximum(norms, 1e-3), np.float32)


def _near_hash(clip: VideoFingerprint, at: int) -> NDArray[np.float32]:
    """(n,) how like frame `at` each frame is, by its hash, 0–1."""
    return np.asarray(1 - (clip.bits != clip.bits[at]).sum(axis=1) / 256, np.float32)


def _found(picture: PictureFingerprint, clip: VideoFingerprint, seen: Seen, alike: NDArray[np.float32]) -> Comparison:
    best = int(alike.argmax())
    parts = _moments(clip, alike, best)
    size = (picture.width, picture.height)
    mirrored = turned_by(seen.matrix)[1]
    strength = 1 - np.exp(-seen.inliers / 12) if seen.inliers else 1 - max(seen.distance, 0) / 128
    return Comparison(
        related=True,
        relation=_relation(picture, clip, seen.matrix, mirrored=mirrored),
        score=round(0.5 + 0.5 * float(strength) * max(0.4, min(1.0, float(alike[best]))), 3),
        transform=clip_explain.placed_transform(size, WHOLE, (clip.width, clip.height), clip.region, seen.matrix),
        segments=tuple(
            Segment(0.0, 0.0, start, end, 1.0, mirrored, round(float(alike[best]), 3)) for start, end in parts
        ),
        keypoints=seen.inliers,
        keypoints_matched=seen.matched,
        frames=len(clip),
        frames_matched=int((alike >= alike[best] - _SLACK).sum()),
        explanation=_("The picture is seen in the clip at {time}.").format(time=clip_explain.clock(parts[0][0])),
    )


def _relation(picture: PictureFingerprint, clip: VideoFingerprint, matrix: Affine, *, mirrored: bool) -> Relation:
    """A still of the clip is an excerpt of it; a picture shown inside a busier frame too, a mirrored one is said so."""
    if mirrored:
        return Relation.MIRRORED
    left, top, right, bottom = shared_in_b(matrix)
    pixels = (np.diag([*clip.inner_size, 1.0]) @ np.vstack([matrix, [0, 0, 1]]))[:2]
    pixels = pixels @ np.diag([1 / picture.width, 1 / picture.height, 1.0])
    outline = shared_outlines(pixels, (picture.width, picture.height), clip.inner_size)[0]
    whole_frame = (right - left) * (bottom - top) > 0.9
    inside = covered(outline, (picture.width, picture.height))
    return Relation.SCREEN if whole_frame and inside < 0.5 else Relation.EXCERPT


def _moments(clip: VideoFingerprint, alike: NDArray[np.float32], best: int) -> list[tuple[float, float]]:
    """Seconds at which the picture is seen: the best moment first, then others nearly as good, at most five."""
    good = np.flatnonzero(alike >= alike[best] - _SLACK)
    groups = np.split(good, np.flatnonzero(np.diff(good) > 2) + 1)
    ordered = sorted(groups, key=lambda group: (best not in group, -float(alike[group].max())))
    return [(round(float(clip.times[g[0]]), 3), round(float(clip.times[g[-1]]) + STEP, 3)) for g in ordered[:5]]
