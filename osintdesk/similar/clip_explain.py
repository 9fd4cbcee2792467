"""What was found between two clips, as a comparison with its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from osintdesk.core.i18n import _, ngettext
from osintdesk.core.words import Relation
from osintdesk.similar import hashes
from osintdesk.similar.clip import VideoFingerprint, pictures
from osintdesk.similar.comparison import Comparison, Segment, Transform, unrelated
from osintdesk.similar.geometry import Affine
from osintdesk.similar.keyframes import Placed
from osintdesk.similar.position import covered, shared_outlines, transform
from osintdesk.similar.regions import Region
from osintdesk.similar.timeline import Stretch

if TYPE_CHECKING:
    from osintdesk.similar.clip_compare import Alignment

_WHOLE_SHARE = 0.9
WHOLE_TIME = 0.85


def NOTHING() -> str:
    return _("No shared moment was found.")


def TOO_SHORT() -> str:
    return _("A clip has too few frames to compare.")


def opening_only(parts: list[Segment]) -> Comparison:
    """Only a short common opening or closing: not a relation."""
    seconds = parts[0].b_end - parts[0].b_start
    text = _("Only {seconds}\u202fs at the same end of both clips agree, as a shared title does.")
    return unrelated(text.format(seconds=f"{seconds:.1f}"), score=0.25, segments=tuple(parts))


def same_camera(a: VideoFingerprint, b: VideoFingerprint, found: Alignment, stretch: Stretch) -> Comparison:
    """Frames alike without anything that tells the moments apart."""
    note = _("Same camera, position uncertain.")
    text = _("The frames are alike, but nothing in them moves enough to tell which moment of A is which of B.")
    return Comparison(
        related=True,
        relation=Relation.SAME_SCENE,
        score=round(0.3 + 0.19 * max(0.0, stretch.picture), 3),
        transform=frame_transform(a, b, found.matrix),
        explanation=f"{note} {text}",
        notes=(note,),
        frames=len(stretch.frames),
        frames_matched=stretch.hits,
    )


def key_frames_only(a: VideoFingerprint, b: VideoFingerprint, placed: Placed) -> Comparison:
    """Key frames fit, but there are no pictures to follow them through time."""
    note = _("Key frames fit; without pictures a copy cannot be told from the same scene.")
    return Comparison(
        related=True,
        relation=Relation.SAME_SCENE,
        score=0.48,
        transform=frame_transform(a, b, placed.matrix),
        keypoints=placed.inliers,
        keypoints_matched=placed.matched,
        explanation=note,
        notes=(note,),
    )


def related(
    a: VideoFingerprint, b: VideoFingerprint, found: Alignment, sure: tuple[Stretch, ...], parts: list[Segment]
) -> Comparison:
    """Shared moments: relation, transform and sentences."""
    frames, hits = sum(len(each.frames) for each in sure), sum(each.hits for each in sure)
    motion = float(np.average([each.motion for each in sure], weights=[len(each.frames) for each in sure]))
    evidence = 1 - float(np.exp(-hits / 8))
    return Comparison(
        related=True,
        relation=_relation(a, b, found, parts),
        score=round(0.5 + 0.5 * evidence * min(1.0, 0.3 + 0.7 * motion), 3),
        transform=frame_transform(a, b, found.matrix),
        segments=tuple(parts),
        keypoints=found.inliers,
        keypoints_matched=found.matched,
        frames=frames,
        frames_matched=hits,
        explanation=" ".join(_sentences(parts, found, hits, frames)),
    )


def _relation(a: VideoFingerprint, b: VideoFingerprint, found: Alignment, parts: list[Segment]) -> Relation:
    if found.mirrored:
        return Relation.MIRRORED
    outlines = shared_outlines(_inner_pixels(a, b, found.matrix), a.inner_size, b.inner_size)
    in_a, in_b = covered(outlines[0], a.inner_size), covered(outlines[1], b.inner_size)
    if _window_in(b, outlines[1] / b.inner_size) if in_b < 0.75 else False:
        return Relation.SCREEN
    if _window_in(a, outlines[0] / a.inner_size) if in_a < 0.75 else False:
        return Relation.SCREEN
    in_time = _in_time(a, b, parts)
    if in_time is not None:
        return in_time
    whole = min(in_a, in_b) >= _WHOLE_SHARE and a.region == b.region
    return Relation.REENCODE if whole else Relation.CROP


def _in_time(a: VideoFingerprint, b: VideoFingerprint, parts: list[Segment]) -> Relation | None:
    of_a = sum(part.a_end - part.a_start for part in parts) / max(a.duration, 0.1)
    of_b = sum(part.b_end - part.b_start for part in parts) / max(b.duration, 0.1)
    if min(of_a, of_b) >= WHOLE_TIME:
        return None
    return Relation.EXCERPT if of_a > of_b else Relation.CONTAINS


def _window_in(fingerprint: VideoFingerprint, outline: Affine) -> bool:
    """Whether the clip moves only inside the outline (unit square), and shows something still around it: a window."""
    chosen = pictures(fingerprint.sketches[:: max(1, len(fingerprint) // 60)])
    moving, still = chosen.std(axis=0), chosen.mean(axis=0)
    side = hashes.SIDE
    left, top = np.floor(outline.min(axis=0) * side).astype(int)
    right, bottom = np.ceil(outline.max(axis=0) * side).astype(int)
    outside = np.ones((side, side), bool)
    outside[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = False
    if outside.sum() < 0.1 * side * side or outside.all():
        return False
    return bool(moving[outside].mean() < 0.35 * moving[~outside].mean() and still[outside].std() > 4)


def _inner_pixels(a: VideoFingerprint, b: VideoFingerprint, matrix: Affine) -> Affine:
    """The map between unit squares as one between pixels of the inner frames."""
    forward = np.vstack([matrix, [0, 0, 1]])
    unit = np.linalg.inv(np.diag([*a.inner_size, 1.0]))
    return np.asarray(np.diag([*b.inner_size, 1.0])[:2] @ forward @ unit)


def frame_transform(a: VideoFingerprint, b: VideoFingerprint, matrix: Affine) -> Transform:
    """The transform between whole frames, from one between the unit squares inside their borders."""
    return placed_transform((a.width, a.height), a.region, (b.width, b.height), b.region, matrix)


def placed_transform(
    a_size: tuple[int, int], a_region: Region, b_size: tuple[int, int], b_region: Region, matrix: Affine
) -> Transform:
    """The transform between frames of those sizes, from one between the unit squares of regions of them."""
    full = _placing(b_region) @ np.vstack([matrix, [0, 0, 1]]) @ np.linalg.inv(_placing(a_region))
    pixels = (np.diag([*b_size, 1.0]) @ full @ np.linalg.inv(np.diag([*a_size, 1.0])))[:2]
    outlines = shared_outlines(pixels, a_size, b_size)
    return transform(pixels, outlines, small=(a_size, b_size), original=(a_size, b_size))


def _placing(region: Region) -> Affine:
    left, top, right, bottom = region
    return np.array([[right - left, 0, left], [0, bottom - top, top], [0, 0, 1.0]])


def _sentences(parts: list[Segment], found: Alignment, hits: int, frames: int) -> list[str]:
    first = parts[0]
    where = _("A {a_start} to {a_end} is B {b_start} to {b_end}.").format(
        a_start=clock(first.a_start), a_end=clock(first.a_end), b_start=clock(first.b_start), b_end=clock(first.b_end)
    )
    more = [ngettext("{n} more segment.", "{n} more segments.", len(parts) - 1)] if len(parts) > 1 else []
    speed = [_("Speed {speed}×.").format(speed=f"{first.speed:.2f}")] if abs(first.speed - 1) > 0.03 else []
    mirrored = [_("Mirrored.")] if found.mirrored else []
    agree = _("{hits} of {frames} sampled frames agree.").format(hits=hits, frames=frames)
    return [where, *more, *speed, *mirrored, agree]


def clock(seconds: float) -> str:
    """`01:04.120`, with hours where there are any."""
    minutes, rest = divmod(max(0.0, seconds), 60)
    hours, minutes = divmod(int(minutes), 60)
    return (f"{hours:02d}:" if hours else "") + f"{minutes:02d}:{rest:06.3f}"
