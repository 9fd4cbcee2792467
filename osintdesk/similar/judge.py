"""From a position to a relation: copy, edited copy, part, mirror, screenshot, or the same scene seen again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from osintdesk.core.words import Relation
from osintdesk.similar.aligned import AGREE, BLOCK, STEP, Agreement, Overlay, agreement, overlay
from osintdesk.similar.arrays import Floats, Matrix, Picture, blurred, box_mean, eroded
from osintdesk.similar.changes import Changes, found_changes
from osintdesk.similar.comparison import Difference, Transform
from osintdesk.similar.geometry import Fit
from osintdesk.similar.position import Perspective, box_of, carried, covered, inverse, shared_outlines, transform
from osintdesk.similar.surroundings import Around, around, set_in

if TYPE_CHECKING:
    from osintdesk.similar.compare import View

WHOLE_SHARE = 0.93
_MOST_BOXES = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """All that was found about a pair that has a position, before it is put into words.

    covered_a, covered_b: share of each picture's area that the other shows too. on_a, on_b: what lies around it.
    """

    relation: Relation
    score: float
    transform: Transform
    differing: tuple[Difference, ...]
    edited: bool
    inliers: int
    matched: int
    covered_a: float
    covered_b: float
    on_a: Around
    on_b: Around
    angled: bool


def judged(a: View, b: View, matrix: Matrix, fit: Fit | None, angled: Perspective | None) -> Finding:
    """Judge two pictures that lie over each other by `matrix` (2×3 or 3×3, pixels of A to pixels of B)."""
    laid = overlay(a.grey, b.grey, matrix)
    agreed, changes = agreement(laid), found_changes(laid)
    outlines = _narrowed(laid, agreed, shared_outlines(matrix, a.size, b.size))
    moved = same_scene(laid, agreed, changes, fit)
    relation, around_both = _relation(a, b, outlines, matrix, moved=moved, angled=angled is not None)
    linear = fit.affine if fit is not None else matrix[:2]
    return Finding(
        relation=relation,
        score=_score(agreed, fit, moved=moved),
        transform=transform(linear, outlines, small=(a.size, b.size), original=(a.original, b.original)),
        differing=_boxes(changes, laid, a, b),
        edited=not moved and changes.share > 0.004 and agreed.share < 0.99,
        inliers=angled.inliers if angled else fit.inliers if fit else 0,
        matched=fit.matched if fit else 0,
        covered_a=min(1.0, covered(outlines[0], a.size)),
        covered_b=min(1.0, covered(outlines[1], b.size)),
        on_a=around_both[0],
        on_b=around_both[1],
        angled=angled is not None,
    )


def same_scene(laid: Overlay, agreed: Agreement, changes: Changes, fit: Fit | None) -> bool:
    """Whether the two look like exposures at different moments rather than one picture and its copy.

    Measured on frames of fixed cameras against 39 kinds of copies; each line below is one way to tell them apart.
    """
    fitting = fit.inliers / fit.matched if fit else 1.0
    if agreed.share < 0.25 or (fitting < 0.62 and agreed.share < 0.65):
        return True
    if fit is None and changes.share >= 0.002:
        return True
    known = agreed.correlation[~np.isnan(agreed.correlation)]
    broken = float((known < 0.4).mean()) if len(known) else 0.0
    changed = changes.share >= 0.006 and broken >= 0.004
    seen = grain(laid)
    # Edges agree, yet the quiet parts have noise of their own: another exposure.
    if seen.strength >= 0.3 and seen.quiet < 0.13 and (seen.busy > 0.86 or changed):
        return True
    # Strong fine texture that does not agree: leaves or water that have moved.
    if seen.strength > 9 and seen.quiet < 0.5 and seen.busy < 0.66:
        return True
    if seen.strength >= 1 and seen.quiet >= 0.955:
        return False
    # Only the tones differ (a filter, a vignette, a glare): the fine detail is the same everywhere.
    if seen.strength >= 0.5 and seen.quiet >= 0.3 and seen.busy >= 0.9:
        return False
    # Outlines on both pictures: things have gone from one place and come to another.
    limit = 0.15 if broken >= 0.06 and seen.quiet >= 0.8 else 0.1
    return changed and changes.one_sided < limit


@dataclass(frozen=True, slots=True)
class Grain:
    """Correlation of the finest detail in moderately quiet and in busy parts, and its strength in grey levels."""

    quiet: float
    busy: float
    strength: float


def grain(laid: Overlay) -> Grain:
    """Compare the finest detail of both.

    A copy shares its original's grain; another exposure of the same scene shares edges, but has grain of its own.
    """
    first, second = (each - blurred(each, 1.2) for each in (laid.first, laid.second))
    inner = eroded(laid.shared, 9)
    if inner.sum() < 400:
        return Grain(1.0, 1.0, 0.0)
    level = np.maximum(box_mean(np.abs(first), 9), box_mean(np.abs(second), 9))
    low, high = np.percentile(level[inner], [30, 70])
    middle, busy = inner & (level > low) & (level <= high), inner & (level > high)
    strength = min(float(first[middle].std()), float(second[middle].std())) if middle.any() else 0.0
    return Grain(_correlation(first[middle], second[middle]), _correlation(first[busy], second[busy]), strength)


def _correlation(x: Floats, y: Floats) -> float:
    if not x.size:
        return 1.0
    return float((x * y).mean() / max(float(np.sqrt((x * x).mean() * (y * y).mean())), 1e-6))


def _narrowed(laid: Overlay, agreed: Agreement, outlines: tuple[Matrix, Matrix]) -> tuple[Matrix, Matrix]:
    """The outlines without strips at the frame's shared edges where nothing agrees (captions laid over a crop)."""
    rows, columns = _agreeing_span(agreed.correlation, 1), _agreeing_span(agreed.correlation, 0)
    if rows is None or columns is None or (rows == (0, 0) and columns == (0, 0)):
        return outlines
    frame = carried(inverse(laid.to_a), outlines[0])
    low, high = frame.min(axis=0), frame.max(axis=0)
    kept = np.clip(frame, low + np.array([columns[0], rows[0]]), high - np.array([columns[1], rows[1]]))
    return carried(laid.to_a, kept), carried(laid.to_b, kept)


def _agreeing_span(grid: Floats, axis: int) -> tuple[int, int] | None:
    """How many pixels to take from the start and the end of the rows (axis 1) or columns (axis 0) of blocks."""
    known = ~np.isnan(grid)
    counts = known.sum(axis=axis)
    share = np.where(counts > 2, ((grid >= AGREE) & known).sum(axis=axis) / np.maximum(counts, 1), np.nan)
    lines = np.flatnonzero(~np.isnan(share))
    good = lines[share[lines] >= 0.35]
    if len(lines) < 4 or not len(good):
        return None
    before, after = int(good[0] - lines[0]), int(lines[-1] - good[-1])
    if before + after > 0.5 * len(lines):
        return None
    return tuple((count * STEP + BLOCK // 2) if count > 1 else 0 for count in (before, after))  # type: ignore[return-value]


def _relation(
    a: View, b: View, outlines: tuple[Matrix, Matrix], matrix: Matrix, *, moved: bool, angled: bool
) -> tuple[Relation, tuple[Around, Around]]:
    """The relation of A to B, and what lies around the shared part on each."""
    whole_a = covered(outlines[0], a.size) >= WHOLE_SHARE
    whole_b = covered(outlines[1], b.size) >= WHOLE_SHARE
    beside = (
        Around.NOTHING if whole_a else _beside(a.grey, outlines[0]),
        Around.NOTHING if whole_b else _beside(b.grey, outlines[1]),
    )
    if moved:
        return Relation.SAME_SCENE, beside
    if np.linalg.det(matrix[:2, :2]) < 0:
        return Relation.MIRRORED, beside
    if angled:
        return Relation.SCREEN, beside
    return _part(beside, (covered(outlines[0], a.size), covered(outlines[1], b.size))), beside


def _beside(grey: Picture, outline: Matrix) -> Around:
    """What lies around the outline; NOTHING where the view simply goes on beyond it."""
    return around(grey, outline) if set_in(grey, outline) else Around.NOTHING


def _part(beside: tuple[Around, Around], shares: tuple[float, float]) -> Relation:
    for kind, share, set_into in ((beside[1], shares[1], Relation.EXCERPT), (beside[0], shares[0], Relation.CONTAINS)):
        if kind is Around.PAGE and share < 0.65:
            return Relation.SCREEN
        if kind is Around.PICTURE and share < 0.6:
            return set_into
    return Relation.REENCODE if min(shares) >= WHOLE_SHARE else Relation.CROP


def _score(agreed: Agreement, fit: Fit | None, *, moved: bool) -> float:
    """0.5–1 for shared content, 0.3–0.5 for a same scene: how much agrees, and how many key points say so."""
    evidence = 1 - float(np.exp(-(fit.inliers if fit else 30) / 12))
    strength = evidence * (0.4 + 0.6 * agreed.share)
    return round(0.3 + 0.19 * strength if moved else 0.5 + 0.5 * strength, 3)


def _boxes(changes: Changes, laid: Overlay, a: View, b: View) -> tuple[Difference, ...]:
    """The largest changes as boxes on both pictures."""
    boxes = []
    for part in changes.parts[:_MOST_BOXES]:
        left, top, right, bottom = part.box
        frame = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
        on_a, on_b = carried(laid.to_a, frame), carried(laid.to_b, frame)
        boxes.append(Difference(box_of(on_a, a.size), box_of(on_b, b.size)))
    return tuple(boxes)
