"""Which seconds of one clip are which seconds of another: votes over speed and offset, then the frames themselves.

Frames whose hashes are near vote for every speed (0.5–2) and the offset that would explain them. A peak is then tested
on the sketches: whether frame for frame the pictures agree, and, against the average picture of the stretch, whether
what *moves* agrees. The second is what a fixed camera's other recordings cannot pass.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from osintdesk.similar import hashes
from osintdesk.similar.clip import (
    FREQUENCIES,
    Coefficients,
    VideoFingerprint,
    expanded,
    frame_texture,
    pictures,
    recoded,
)
from osintdesk.similar.geometry import Affine

Values = NDArray[np.float64]

SPEEDS = tuple(float(2.0**k) for k in np.linspace(-1, 1, 11))
NEAR = 80
BIN = 0.6
STEP = 0.25
_LEAST_TEXTURE = 3.0
_MOST_VOTES = 400_000
_GAP = 1.6
_USED = 24
_LEAST_LIKENESS = 0.6


@dataclass(frozen=True)
class Track:
    """One clip's frames as they are compared: seconds (n,), cosine coefficients (n, 32, 32) without the mean.

    resolved: how many vertical and horizontal frequencies still say something, up to 32.
    """

    times: Values
    coefficients: Coefficients
    resolved: tuple[int, int] = (FREQUENCIES, FREQUENCIES)

    @cached_property
    def bits(self) -> hashes.Bits:
        return hashes.frequency_bits(self.coefficients[:, : hashes.KEPT, : hashes.KEPT])

    @cached_property
    def textured(self) -> NDArray[np.bool_]:
        """(n,) frames that show enough for their hash to mean something."""
        return np.asarray(frame_texture(self.coefficients) >= _LEAST_TEXTURE)

    @cached_property
    def flat(self) -> NDArray[np.float32]:
        """(n, 576) the 24×24 lowest frequencies."""
        return self.coefficients[:, :_USED, :_USED].reshape(len(self.times), -1)

    def mirrored(self) -> Track:
        """The track of the clip mirrored left to right."""
        signs = np.where(np.arange(self.coefficients.shape[-1]) % 2 == 1, -1, 1).astype(np.float32)
        return Track(self.times, self.coefficients * signs, self.resolved)


def track(fingerprint: VideoFingerprint) -> Track:
    """The track of a clip inside its borders."""
    return Track(fingerprint.times.astype(np.float64), expanded(fingerprint.sketches))


def warped(fingerprint: VideoFingerprint, matrix: Affine, *, frames: NDArray[np.int64] | None = None) -> Track:
    """The track as seen through an affine between unit squares (2×3): what was at (x, y) is now at matrix·(x, y).

    frames: only those, where not all are needed.
    """
    chosen = slice(None) if frames is None else frames
    side = hashes.SIDE
    scale = np.diag([side, side, 1.0])
    forward = (scale @ np.vstack([matrix, [0, 0, 1]]) @ np.linalg.inv(scale))[:2]
    size = (side, side)
    seen = [
        cv2.warpAffine(each, forward, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
        for each in pictures(fingerprint.sketches[chosen])
    ]
    stack = np.array(seen, np.float32).reshape(-1, side, side)
    across, down = (float(np.linalg.norm(matrix[:2, :2], axis=1)[i]) for i in (0, 1))
    resolved = (_resolved(down), _resolved(across))
    return Track(fingerprint.times[chosen].astype(np.float64), recoded(stack), resolved)


def _resolved(enlarged: float) -> int:
    return int(np.clip(np.floor(FREQUENCIES / max(enlarged, 1.0)), 6, FREQUENCIES))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of B that fits A by t_a = speed·t_b + offset.

    frames: B's frame indices in it; hits: how many of them have their match in A; picture: mean correlation of the
    frames; motion: correlation of what moves, −1 to 1; energy: grey levels of what moves; rival: the best correlation
    of what moves at offsets a second or more away.
    """

    speed: float
    offset: float
    frames: NDArray[np.int64]
    hits: int
    picture: float
    motion: float
    energy: float
    rival: float
    distance: float

    @property
    def agreement(self) -> float:
        return self.hits / max(len(self.frames), 1)


def stretches(a: Track, b: Track, *, near: int = NEAR, most: int = 6) -> list[Stretch]:
    """The stretches of B found in A, the surest first; each frame of B belongs to at most one."""
    if len(a.times) < 2 or len(b.times) < 2:
        return []
    apart = hamming(a, b)
    apart[~a.textured] = 256
    apart[:, ~b.textured] = 256
    free = np.ones(len(b.times), bool)
    found: list[Stretch] = []
    for _ in range(most):
        stretch = _best(a, b, apart, free, near)
        if stretch is None:
            break
        free[stretch.frames] = False
        stretch = _extended(a, b, stretch, free)
        free[stretch.frames] = False
        found.append(stretch)
    return found


def _extended(a: Track, b: Track, stretch: Stretch, free: NDArray[np.bool_]) -> Stretch:
    """The stretch with the frames before and after that still look alike on its line, though their hashes do not."""
    least = max(_LEAST_LIKENESS, stretch.picture - 0.25)
    first, last = int(stretch.frames[0]), int(stretch.frames[-1])
    wanted = stretch.speed * b.times + stretch.offset
    inside = free & (wanted >= a.times[0] - STEP) & (wanted <= a.times[-1] + STEP)
    alike = np.full(len(b.times), -1.0)
    chosen = np.flatnonzero(inside)
    alike[chosen] = correlations(a.flat[nearest(a.times, wanted[chosen])], b.flat[chosen])
    before, after = first, last
    while before > 0 and alike[before - 1] >= least:
        before -= 1
    while after < len(b.times) - 1 and alike[after + 1] >= least:
        after += 1
    added = np.concatenate([np.arange(before, first), np.arange(last + 1, after + 1)])
    frames = np.sort(np.concatenate([stretch.frames, added])).astype(np.int64)
    return replace(stretch, frames=frames, hits=stretch.hits + len(added))


def hamming(a: Track, b: Track) -> NDArray[np.int16]:
    """(n, m) differing bits between the frames of two tracks, over the frequencies both resolve, scaled to 256."""
    rows, columns = (min(first, second) for first, second in zip(a.resolved, b.resolved, strict=True))
    said = hashes.frequencies_below(rows, columns)
    left, right = (track.bits[:, said].astype(np.float32) * 2 - 1 for track in (a, b))
    return np.asarray(np.rint((said.sum() - left @ right.T) * (128 / said.sum())), np.int16)


def _best(a: Track, b: Track, apart: NDArray[np.int16], free: NDArray[np.bool_], near: int) -> Stretch | None:
    rows, columns = np.nonzero((apart <= near) & free)
    if len(rows) < 4:
        return None
    if len(rows) > _MOST_VOTES:
        kept = np.argpartition(apart[rows, columns], _MOST_VOTES)[:_MOST_VOTES]
        rows, columns = rows[kept], columns[kept]
    weights = (near + 1 - apart[rows, columns]) / (near + 1.0)
    weights /= np.sqrt(np.bincount(rows, minlength=len(a.times))[rows] * 1.0)
    weights /= np.sqrt(np.bincount(columns, minlength=len(b.times))[columns] * 1.0)
    ta, tb = a.times[rows], b.times[columns]
    best: Stretch | None = None
    for speed, offset in _peaks(ta, tb, weights):
        stretch = _stretch(a, b, (ta, tb, weights, columns), speed, offset, apart, free)
        if stretch is not None and (best is None or _worth(stretch) > _worth(best)):
            best = stretch
    return best


def _worth(stretch: Stretch) -> float:
    return stretch.hits * (0.5 + max(stretch.motion, 0) + 0.5 * max(stretch.picture, 0))


def _peaks(ta: Values, tb: Values, weights: Values, most: int = 4) -> list[tuple[float, float]]:
    """The most voted (speed, offset), at most one for each speed; normal speed is preferred when in doubt."""
    peaks = []
    for speed in SPEEDS:
        offsets = ta - speed * tb
        low = offsets.min()
        bins = ((offsets - low) / BIN).astype(np.int64)
        votes = np.bincount(bins, weights=weights)
        both = votes + 0.5 * (np.append(votes[1:], 0) + np.insert(votes[:-1], 0, 0))
        at = int(both.argmax())
        favour = 1.1 if abs(speed - 1) < 1e-6 else 1.0
        peaks.append((float(both[at]) * favour, speed, float(low + (at + 0.5) * BIN)))
    peaks.sort(reverse=True)
    return [(speed, offset) for _, speed, offset in peaks[:most]]


def _stretch(
    a: Track,
    b: Track,
    votes: tuple[Values, Values, Values, NDArray[np.int64]],
    speed: float,
    offset: float,
    apart: NDArray[np.int16],
    free: NDArray[np.bool_],
) -> Stretch | None:
    ta, tb, weights, columns = votes
    for tolerance in (0.9, 0.6, 0.5):
        inside = np.abs(ta - speed * tb - offset) <= tolerance
        if inside.sum() < 3:
            return None
        speed, offset = _line(ta[inside], tb[inside], weights[inside], speed)
    inside = np.abs(ta - speed * tb - offset) <= 0.5
    hit = np.unique(columns[inside])
    run = _longest_run(b.times, hit)
    if len(run) < 3:
        return None
    frames = np.flatnonzero((b.times >= b.times[run[0]]) & (b.times <= b.times[run[-1]]) & free)
    return _tested(a, b, frames, run, speed, offset, apart)


def _line(ta: Values, tb: Values, weights: Values, speed: float) -> tuple[float, float]:
    """Weighted least squares of t_a = speed·t_b + offset; the speed stays where the span is short, and snaps to 1."""
    total = weights.sum()
    mean_a, mean_b = (weights * ta).sum() / total, (weights * tb).sum() / total
    spread = (weights * (tb - mean_b) ** 2).sum()
    if np.ptp(tb) >= 2.5 and spread > 0:
        fitted = float((weights * (tb - mean_b) * (ta - mean_a)).sum() / spread)
        speed = min(2.2, max(0.45, fitted))
    if abs(speed - 1) < 0.04:
        speed = 1.0
    return speed, float(mean_a - speed * mean_b)


def _longest_run(times: Values, hit: NDArray[np.int64]) -> NDArray[np.int64]:
    """The largest group of hits without a gap of more than 1.6 seconds."""
    if not len(hit):
        return hit
    groups = np.split(hit, np.flatnonzero(np.diff(times[hit]) > _GAP) + 1)
    return max(groups, key=len)


def _tested(
    a: Track,
    b: Track,
    frames: NDArray[np.int64],
    run: NDArray[np.int64],
    speed: float,
    offset: float,
    apart: NDArray[np.int16],
) -> Stretch:
    speed, offset, rival = _sharpened(a, b, frames, speed, offset)
    at = nearest(a.times, speed * b.times[frames] + offset)
    picture, motion, energy = _likeness(a.flat[at], b.flat[frames])
    return Stretch(speed, offset, frames, len(run), picture, motion, energy, rival, float(np.median(apart[at, frames])))


def _sharpened(
    a: Track, b: Track, frames: NDArray[np.int64], speed: float, offset: float
) -> tuple[float, float, float]:
    """Speed and offset (within a second) at which what moves agrees best, and how well it agrees elsewhere."""
    middle = float(b.times[frames].mean())
    centre = speed * middle + offset
    tried = [
        (_motion_at(a, b, frames, each, centre - each * middle + shift) - 0.01 * abs(shift), each, shift)
        for each in _speeds_near(speed, float(np.ptp(b.times[frames])))
        for shift in np.arange(-1.0, 1.01, 0.125)
    ]
    best, chosen, shift = max(tried, key=lambda each: each[0] + (0.03 if each[1] == 1 else 0))
    if best <= 0:
        chosen, shift = speed, 0.0
    start = centre - chosen * middle + float(shift)
    elsewhere = [_motion_at(a, b, frames, chosen, start + away) for away in (-4, -2.5, -1.5, 1.5, 2.5, 4)]
    return chosen, start, float(max(elsewhere))


def _speeds_near(speed: float, seconds: float) -> list[float]:
    """The voted speed, and those that a stretch of that length could be mistaken about."""
    if seconds > 12:
        return [speed]
    spread = 0.06 if seconds > 5 else 1.0
    common = (0.5, 0.8, 1.0, 1.25, 1.5, 2.0)
    return sorted({speed, *(each for each in common if abs(np.log(each / speed)) <= spread)})


def _motion_at(a: Track, b: Track, frames: NDArray[np.int64], speed: float, offset: float) -> float:
    wanted = speed * b.times[frames] + offset
    inside = (wanted >= a.times[0] - STEP) & (wanted <= a.times[-1] + STEP)
    if inside.sum() < max(3, 0.6 * len(frames)):
        return -1.0
    return _likeness(a.flat[nearest(a.times, wanted[inside])], b.flat[frames[inside]])[1]


def nearest(times: Values, wanted: Values) -> NDArray[np.int64]:
    """For each wanted second the index of the frame nearest to it."""
    after = np.clip(np.searchsorted(times, wanted), 1, len(times) - 1)
    return np.where(np.abs(times[after] - wanted) < np.abs(times[after - 1] - wanted), after, after - 1)


def correlations(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,) correlation of each frame with its partner."""
    norms = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    return np.asarray((first * second).sum(axis=1) / np.maximum(norms, 1e-6), np.float32)


def _likeness(first: NDArray[np.float32], second: NDArray[np.float32]) -> tuple[float, float, float]:
    """Mean correlation of the frames; correlation of what moves; grey levels of what moves (of the quieter one)."""
    picture = float(np.mean(correlations(first, second)))
    moving_a, moving_b = first - first.mean(axis=0), second - second.mean(axis=0)
    power = float(np.sqrt((moving_a**2).sum() * (moving_b**2).sum()))
    motion = float((moving_a * moving_b).sum() / max(power, 1e-6))
    quieter = min(float((moving_a**2).sum(axis=1).mean()), float((moving_b**2).sum(axis=1).mean()))
    return picture, motion, float(np.sqrt(quieter)) / hashes.SIDE
