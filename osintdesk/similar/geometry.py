"""Which position of A in B the matching key points agree on: hypotheses from single matches, then least squares.

One SIFT match fixes a similarity (place, size, angle), so every match is tried as a hypothesis; no chance is involved
and two runs give the same answer. The best ones are refined to a full affine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osintdesk.similar.features import Features, Points

Affine = NDArray[np.float64]
"""(2, 3): pixels of A to pixels of B."""

RATIO = 0.8
TOLERANCE = 4.0 / 384
_LOOSE = 0.045
_MOST_HYPOTHESES = 60
_REFINED = 5
_PLENTY = 16
_LEAST_ANISOTROPY = 0.4
_SCALES = (0.08, 12.0)


@dataclass(frozen=True, slots=True)
class Fit:
    """The position found: the affine from A to B, and which of the (n, 2) matched places of both agree on it."""

    affine: Affine
    places_a: Affine
    places_b: Affine
    inside: NDArray[np.bool_]
    mirrored: bool

    @property
    def inliers(self) -> int:
        return int(self.inside.sum())

    @property
    def matched(self) -> int:
        return len(self.inside)


def matches(a: NDArray[np.float32], b: NDArray[np.float32], *, ratio: float = RATIO) -> NDArray[np.int64]:
    """(n, 2) indices of RootSIFT descriptors of A whose nearest in B is clearly nearer than the second."""
    if len(a) < 3 or len(b) < 3:
        return np.empty((0, 2), np.int64)
    squared = np.maximum(2 - 2 * (a @ b.T), 0)
    two = np.argpartition(squared, 1, axis=1)[:, :2]
    values = np.take_along_axis(squared, two, axis=1)
    nearest = np.take_along_axis(two, values.argmin(axis=1)[:, None], axis=1)[:, 0]
    clear = values.min(axis=1) < ratio**2 * values.max(axis=1)
    return np.column_stack([np.flatnonzero(clear), nearest[clear]])


def best_fit(a: Features, b: Features) -> Fit | None:
    """The position of A in B with most key points in agreement, of both handednesses; None when fewer than 4 agree."""
    plain = fit(a.points, b.points, matches(a.roots, b.roots), long_side=max(b.width, b.height), mirrored=False)
    turned = a.mirrored()
    pairs = matches(turned.roots, b.roots)
    flipped = fit(turned.points, b.points, pairs, long_side=max(b.width, b.height), mirrored=True)
    if flipped is not None:
        flipped = _unmirrored(flipped, a.width)
    found = [each for each in (plain, flipped) if each is not None]
    return max(found, key=lambda each: each.inliers, default=None)


def _unmirrored(fit: Fit, width: int) -> Fit:
    """The same position as a map from A itself instead of the mirrored A."""
    flip = np.array([[-1.0, 0, width - 1], [0, 1, 0], [0, 0, 1]])
    places = fit.places_a * [-1, 1] + [width - 1, 0]
    return Fit(fit.affine @ flip, places, fit.places_b, fit.inside, True)


def fit(a: Points, b: Points, pairs: NDArray[np.int64], *, long_side: int, mirrored: bool) -> Fit | None:
    """The affine that most pairs of points agree on; `long_side` of B in pixels sets the tolerance."""
    if len(pairs) < 4:
        return None
    left, right = a[pairs[:, 0]].astype(np.float64), b[pairs[:, 1]].astype(np.float64)
    source = np.column_stack([left[:, :2], np.ones(len(left))])
    best: tuple[int, Affine, NDArray[np.bool_]] | None = None
    for affine in _hypotheses(left, right, source, long_side):
        refined = _refined(affine, source, right[:, :2], pairs, long_side)
        if refined is not None and (best is None or refined[0] > best[0]):
            best = refined
            if refined[0] >= max(_PLENTY, 0.6 * len(pairs)):
                break
    if best is None:
        return None
    _, affine, inside = best
    return Fit(affine, left[:, :2], right[:, :2], inside, mirrored)


def _hypotheses(left: Affine, right: Affine, source: Affine, long_side: int) -> list[Affine]:
    """The similarities of the single matches with which most others agree loosely, best first."""
    every = max(1, len(left) // _MOST_HYPOTHESES)
    similarities = _similarities(left[::every], right[::every])
    projected = np.einsum("hij,nj->hni", similarities, source)
    near = np.linalg.norm(projected - right[None, :, :2], axis=2) < _LOOSE * long_side
    scales = np.hypot(similarities[:, 0, 0], similarities[:, 1, 0])
    votes = np.where((scales > _SCALES[0]) & (scales < _SCALES[1]), near.sum(axis=1), 0)
    return [similarities[i] for i in np.argsort(-votes, kind="stable")[:_REFINED] if votes[i] >= 4]


def _similarities(left: Affine, right: Affine) -> Affine:
    """(n, 2, 3): the similarity that carries each key point of A onto its match in B."""
    scale = right[:, 2] / np.maximum(left[:, 2], 1e-6)
    angle = np.radians(right[:, 3] - left[:, 3])
    cos, sin = scale * np.cos(angle), scale * np.sin(angle)
    linear = np.stack([np.stack([cos, -sin], 1), np.stack([sin, cos], 1)], 1)
    shift = right[:, :2] - np.einsum("nij,nj->ni", linear, left[:, :2])
    return np.concatenate([linear, shift[:, :, None]], axis=2)


def _refined(
    affine: Affine, source: Affine, target: Affine, pairs: NDArray[np.int64], long_side: int
) -> tuple[int, Affine, NDArray[np.bool_]] | None:
    """Least squares over the points that agree, tightening; None when it collapses."""
    for share in (_LOOSE, 2 * TOLERANCE, 1.3 * TOLERANCE, TOLERANCE, TOLERANCE):
        inside = np.linalg.norm(source @ affine.T - target, axis=1) < share * long_side
        if inside.sum() < 4:
            return None
        solution = _least_squares(source[inside], target[inside])
        if solution is None or not plausible(solution):
            return None
        affine = solution
    inside = _each_once(np.linalg.norm(source @ affine.T - target, axis=1), target, source, long_side)
    return int(inside.sum()), affine, inside


def _least_squares(source: Affine, target: Affine) -> Affine | None:
    """The affine (2, 3) that carries source (n, 3, the last column 1) onto target (n, 2); None when points coincide."""
    # The mean is taken off first, which keeps the small normal equations well conditioned.
    middle_a, middle_b = source[:, :2].mean(axis=0), target.mean(axis=0)
    left, right = source[:, :2] - middle_a, target - middle_b
    (p, q), (_, r) = (left.T @ left).tolist()
    determinant = p * r - q * q
    if determinant <= 1e-9 * max(p * r, 1e-9):
        return None
    inverse = np.array([[r, -q], [-q, p]]) / determinant
    linear = (inverse @ (left.T @ right)).T
    return np.column_stack([linear, middle_b - linear @ middle_a])


def plausible(affine: Affine) -> bool:
    """Whether a real change of size and shape could look like this: not flattened, not turned inside out."""
    (a, b), (c, d) = affine[:, :2].tolist()
    area = a * d - b * c
    if not _SCALES[0] ** 2 < area < _SCALES[1] ** 2:
        return False
    # With singular values s ≥ t: s·t is the area, s² + t² the sum of squares, so this bounds t / s from below.
    return bool((a * a + b * b + c * c + d * d) / area <= _LEAST_ANISOTROPY + 1 / _LEAST_ANISOTROPY)


def _each_once(errors: Affine, target: Affine, source: Affine, long_side: int) -> NDArray[np.bool_]:
    """Which points agree, counting a place (within two thousandths) on either side only once."""
    inside = errors < TOLERANCE * long_side
    cell = max(1.0, 0.004 * long_side)
    seen_b, seen_a = set(), set()
    for i in np.argsort(errors, kind="stable"):
        if not inside[i]:
            continue
        on_b, on_a = tuple((target[i] // cell).astype(int)), tuple((source[i, :2] // cell).astype(int))
        if on_b in seen_b or on_a in seen_a:
            inside[i] = False
        seen_b.add(on_b)
        seen_a.add(on_a)
    return inside
