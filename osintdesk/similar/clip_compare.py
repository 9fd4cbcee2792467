"""Compare two clips, or a picture and a clip, by their fingerprints alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from osintdesk.similar import clip_explain
from osintdesk.similar.arrays import Matrix
from osintdesk.similar.clip import VideoFingerprint
from osintdesk.similar.comparison import Comparison, Segment, unrelated
from osintdesk.similar.keyframes import Placed, best_placed
from osintdesk.similar.settle import settled
from osintdesk.similar.timeline import STEP, Stretch, Track, stretches, track, warped

LEAST_INLIERS = 10
_SURE_INLIERS = 20
_ENOUGH = 0.8
_LEAST_HITS = 4
_MOTION = 0.45
_MOTION_IN_DOUBT = 0.61
_MOTION_IN_FEW = 0.75
_FEW_MOMENTS = 6
_LONG_FRAMES = 14
_NEAR_DISTANCE = 40
_MOVING = 1.2
_SAME_CAMERA_DISTANCE = 32
_INTRO_SECONDS = 8.0
_SEEN_THROUGH_NEAR = 92


@dataclass(frozen=True, slots=True)
class Alignment:
    """The stretches found through one position; matrix: 2×3 between the frames' inner unit squares, A to B."""

    stretches: tuple[Stretch, ...]
    matrix: Matrix
    mirrored: bool
    inliers: int
    matched: int

    @property
    def hits(self) -> int:
        return sum(each.hits for each in self.stretches)


def compare_clips(a: VideoFingerprint, b: VideoFingerprint) -> Comparison:
    """Which seconds of clip A are which of clip B, at which speed, mirrored or not, and which part of the frame.

    Several segments are found where B is cut together from A. A fixed camera whose frames do not tell the time apart
    is called the same scene, with a note that the position is uncertain.
    """
    if len(a) < 2 or len(b) < 2:
        return unrelated(clip_explain.TOO_SHORT())
    if not (a.has_pictures and b.has_pictures):
        return _without_pictures(a.without_pictures(), b.without_pictures())
    whole = _by_wholes(a, b)
    placed = best_placed(a.keys, b.keys, a.inner_size, b.inner_size)
    seen = _seen_through(a, b, placed)
    best = max([whole, *seen], key=lambda each: (_sure_hits(each), each.inliers))
    sure = tuple(each for each in best.stretches if moves_alike(each))
    if sure:
        return _related(a, b, _with_position(best, placed), sure)
    still = [each for each in best.stretches if same_camera(each)]
    if still:
        return clip_explain.same_camera(a, b, best, still[0])
    return unrelated(clip_explain.NOTHING(), score=min(0.2, best.hits / 100))


def _seen_through(a: VideoFingerprint, b: VideoFingerprint, placed: list[Placed]) -> list[Alignment]:
    """The alignments through the positions, the surest first; enough is found when one explains most of a clip."""
    found: list[Alignment] = []
    for each in placed:
        if each.inliers >= LEAST_INLIERS:
            found.append(_by_position(a, b, each))
            if _sure_hits(found[-1]) >= _ENOUGH * min(len(a), len(b)):
                break
    return found


def _without_pictures(a: VideoFingerprint, b: VideoFingerprint) -> Comparison:
    """`compare_clips` where one is known by its hashes only: parts of the frame cannot be followed through time."""
    whole = _by_wholes(a, b)
    placed = best_placed(a.keys, b.keys, a.inner_size, b.inner_size)
    sure = tuple(each for each in whole.stretches if moves_alike(each))
    if sure:
        return _related(a, b, _with_position(whole, placed), sure)
    if placed and placed[0].inliers >= _SURE_INLIERS:
        return clip_explain.key_frames_only(a, b, placed[0])
    return unrelated(clip_explain.NOTHING())


def _sure_hits(alignment: Alignment) -> int:
    return sum(each.hits for each in alignment.stretches if moves_alike(each))


def moves_alike(stretch: Stretch) -> bool:
    """Whether what moves in the stretch moves alike in both, which chance and a fixed camera do not give."""
    enough = stretch.hits >= _LEAST_HITS and stretch.agreement >= 0.4 and len(stretch.frames) >= 5
    certain = stretch.motion >= _least_motion(stretch)
    return enough and certain and stretch.energy >= _MOVING and stretch.motion > stretch.rival + 0.05


def _least_motion(stretch: Stretch) -> float:
    """How much of what moves must agree: more where there is little time, which leaves room for chance.

    Two takes of one signer in one room reached .58 over 8 to 11 moments, and .62 over 4, at 44 bits and more. A slowed
    copy has many frames of few moments, so the moments are counted.
    """
    moments = len(stretch.frames) * min(1.0, stretch.speed)
    if moments < _FEW_MOMENTS:
        return _MOTION_IN_FEW
    if moments < _LONG_FRAMES and stretch.distance > _NEAR_DISTANCE:
        return _MOTION_IN_DOUBT
    return _MOTION


def same_camera(stretch: Stretch) -> bool:
    """Whether the frames are alike but nothing tells one moment from another."""
    alike = stretch.distance <= _SAME_CAMERA_DISTANCE and stretch.picture >= 0.96
    return alike and stretch.hits >= 6 and stretch.agreement >= 0.6


def _by_wholes(a: VideoFingerprint, b: VideoFingerprint) -> Alignment:
    """The alignment of the frames as they are, or mirrored."""
    first, second = track(a), track(b)
    plain, turned = _split(first, second), _split(first.mirrored(), second)
    mirrored = _total(turned) > _total(plain)
    matrix = np.array([[-1.0, 0, 1], [0, 1, 0]]) if mirrored else np.array([[1.0, 0, 0], [0, 1, 0]])
    return Alignment(tuple(turned if mirrored else plain), matrix, mirrored, 0, 0)


def _total(found: list[Stretch]) -> float:
    return sum(each.hits * (1.0 if moves_alike(each) else 0.1) for each in found)


def _by_position(a: VideoFingerprint, b: VideoFingerprint, placed: Placed) -> Alignment:
    """The alignment of only that part of both frames that the position says they share, the position settled."""
    zoom = _zoom(shared_in_b(placed.matrix))
    seen = warped(b, zoom[:2])
    matrix, found = placed.matrix, _through(a, placed.matrix, zoom, seen)
    sure = [each for each in found if moves_alike(each)]
    if sure:
        matrix = settled(a, placed.matrix, zoom, seen, max(sure, key=lambda each: each.hits))
        better = _through(a, matrix, zoom, seen)
        found = better if _total(better) >= _total(found) else found
    return Alignment(tuple(found), matrix, placed.mirrored, placed.inliers, placed.matched)


def _zoom(box: tuple[float, float, float, float]) -> Matrix:
    """The 3×3 map that makes the box the unit square."""
    left, top, right, bottom = box
    across, down = 1 / (right - left), 1 / (bottom - top)
    return np.array([[across, 0, -left * across], [0, down, -top * down], [0, 0, 1]])


def _through(a: VideoFingerprint, matrix: Matrix, zoom: Matrix, seen: Track) -> list[Stretch]:
    carried = (zoom @ np.vstack([matrix, [0, 0, 1]]))[:2]
    return _split(warped(a, carried), seen, near=_SEEN_THROUGH_NEAR)


def shared_in_b(matrix: Matrix) -> tuple[float, float, float, float]:
    """The box in B's unit square that A's covers; the whole of it when that is hardly anything."""
    corners = np.array([[0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1.0]]) @ matrix.T
    left, top = np.clip(corners.min(axis=0), 0, 1)
    right, bottom = np.clip(corners.max(axis=0), 0, 1)
    if right - left < 0.1 or bottom - top < 0.1:
        return 0.0, 0.0, 1.0, 1.0
    return float(left), float(top), float(right), float(bottom)


def _split(a: Track, b: Track, *, near: int = 80) -> list[Stretch]:
    """The stretches; where one is not sure, its frames are tried again in windows of two and a half seconds."""
    found = stretches(a, b, near=near)
    sure = [each for each in found if moves_alike(each)]
    doubtful = [each for each in found if not moves_alike(each) and each.hits >= 8]
    if doubtful and len(b.times) > 12:
        sure += _in_windows(a, b, doubtful[0].frames, near)
    return sure or found


def _in_windows(a: Track, b: Track, frames: NDArray[np.int64], near: int) -> list[Stretch]:
    found: list[Stretch] = []
    taken = np.zeros(len(b.times), bool)
    for start in range(int(frames[0]), int(frames[-1]) - 6, 4):
        window = np.arange(start, min(start + 10, int(frames[-1]) + 1))
        if taken[window].any():
            continue
        part = Track(b.times[window], b.coefficients[window], b.resolved)
        for each in stretches(a, part, near=near, most=1):
            if moves_alike(each):
                found.append(_renumbered(each, window))
                taken[window[each.frames]] = True
    return found


def _renumbered(stretch: Stretch, window: NDArray[np.int64]) -> Stretch:
    return replace(stretch, frames=window[stretch.frames])


def _with_position(alignment: Alignment, placed: list[Placed]) -> Alignment:
    """A whole-frame alignment takes the exact position of key frames that agree with it."""
    fitting = [each for each in placed if each.inliers >= LEAST_INLIERS and each.mirrored == alignment.mirrored]
    if alignment.inliers or not fitting:
        return alignment
    best = fitting[0]
    return Alignment(alignment.stretches, best.matrix, alignment.mirrored, best.inliers, best.matched)


def segments(a: VideoFingerprint, b: VideoFingerprint, found: tuple[Stretch, ...], *, mirrored: bool) -> list[Segment]:
    """The stretches as seconds on both clips, in B's order."""
    result = []
    for each in sorted(found, key=lambda stretch: int(stretch.frames[0])):
        start = float(b.times[each.frames[0]])
        end = min(float(b.times[each.frames[-1]]) + STEP, max(b.duration, float(b.times[-1])))
        a_start, a_end = (each.speed * moment + each.offset for moment in (start, end))
        result.append(
            Segment(
                a_start=round(max(0.0, a_start), 3),
                a_end=round(min(max(a.duration, float(a.times[-1])), a_end), 3),
                b_start=round(start, 3),
                b_end=round(end, 3),
                speed=round(each.speed, 3),
                mirrored=mirrored,
                agreement=round(min(1.0, each.agreement), 3),
            )
        )
    return _merged(result)


def _merged(parts: list[Segment]) -> list[Segment]:
    """Neighbours on the same line become one."""
    result: list[Segment] = []
    for part in parts:
        last = result[-1] if result else None
        same_line = last is not None and abs(last.speed - part.speed) < 0.05
        if last and same_line and 0 <= part.b_start - last.b_end < 2 and abs(_gap(last, part)) < 0.6:
            agreement = (last.agreement + part.agreement) / 2
            result[-1] = Segment(
                last.a_start, part.a_end, last.b_start, part.b_end, last.speed, last.mirrored, round(agreement, 3)
            )
        else:
            result.append(part)
    return result


def _gap(first: Segment, second: Segment) -> float:
    return (second.a_start - first.a_end) - first.speed * (second.b_start - first.b_end)


def _related(a: VideoFingerprint, b: VideoFingerprint, found: Alignment, sure: tuple[Stretch, ...]) -> Comparison:
    parts = segments(a, b, sure, mirrored=found.mirrored)
    if shared_opening(a, b, parts):
        return clip_explain.opening_only(parts)
    return clip_explain.related(a, b, found, sure, parts)


def shared_opening(a: VideoFingerprint, b: VideoFingerprint, parts: list[Segment]) -> bool:
    """Whether all that is shared is a short opening or closing of both, like a title put on everything."""
    if len(parts) != 1 or parts[0].mirrored or abs(parts[0].speed - 1) > 0.05:
        return False
    part = parts[0]
    length = part.b_end - part.b_start
    opens = part.a_start < 1.0 and part.b_start < 1.0
    closes = a.duration - part.a_end < 1.0 and b.duration - part.b_end < 1.0
    return (opens or closes) and length <= _INTRO_SECONDS and length < 0.5 * min(a.duration, b.duration)
