"""What a comparison of two media found: related or not, how, where, when, and what differs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from osintdesk.core.words import Relation

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of width and height, 0–1."""


REVERSED = {Relation.EXCERPT: Relation.CONTAINS, Relation.CONTAINS: Relation.EXCERPT}
"""The relation of B to A where it is another word than that of A to B; "A excerpt of B" reads from left to right."""


@dataclass(frozen=True, slots=True)
class Transform:
    """Where A's picture is in B's.

    crop: the part of A that B shows; crop_in_b: where that part is in B. Boxes are 0–1.
    rotation: degrees clockwise by which B is turned against A, after mirroring left to right when `mirrored`.
    scale: pixels of B for one pixel of A (along the diagonal).
    affine: 2×3, pixels of A to pixels of B, for pictures of a_size and b_size (width, height).
    outline, outline_in_b: corners of the shared part on each, 0–1, for drawing.
    """

    crop: Box
    crop_in_b: Box
    rotation: float
    mirrored: bool
    scale: float
    affine: tuple[tuple[float, float, float], tuple[float, float, float]]
    a_size: tuple[int, int]
    b_size: tuple[int, int]
    outline: tuple[tuple[float, float], ...] = ()
    outline_in_b: tuple[tuple[float, float], ...] = ()

    def inverted(self) -> Transform:
        """The transform from B to A."""
        (a, b, c), (d, e, f) = self.affine
        area = a * e - b * d
        if area == 0:
            return self
        inverse = (e / area, -b / area, (b * f - c * e) / area), (-d / area, a / area, (c * d - a * f) / area)
        return Transform(
            crop=self.crop_in_b,
            crop_in_b=self.crop,
            # Mirroring is its own inverse and turns the sense of a rotation that follows it.
            rotation=self.rotation if self.mirrored else -self.rotation,
            mirrored=self.mirrored,
            scale=round(1 / self.scale, 4) if self.scale else self.scale,
            affine=(_rounded(inverse[0]), _rounded(inverse[1])),
            a_size=self.b_size,
            b_size=self.a_size,
            outline=self.outline_in_b,
            outline_in_b=self.outline,
        )


def _rounded(row: tuple[float, float, float]) -> tuple[float, float, float]:
    return round(row[0], 5), round(row[1], 5), round(row[2], 5)


@dataclass(frozen=True, slots=True)
class Segment:
    """Seconds of A and of B that show the same; speed: seconds of A per second of B; agreement: share of frames 0–1."""

    a_start: float
    a_end: float
    b_start: float
    b_end: float
    speed: float = 1.0
    mirrored: bool = False
    agreement: float = 1.0

    def reversed(self) -> Segment:
        """The same with A and B exchanged."""
        speed = round(1 / self.speed, 3) if self.speed else self.speed
        return Segment(self.b_start, self.b_end, self.a_start, self.a_end, speed, self.mirrored, self.agreement)


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that differs, as boxes on both (0–1)."""

    box: Box
    box_in_b: Box


@dataclass(frozen=True, slots=True)
class Comparison:
    """Related or not, and why.

    score: 0–1, over 0.5 for shared content, below for the same scene or nothing.
    keypoints, keypoints_matched: how many key points fit one position, of how many that found a partner.
    frames, frames_matched: how many sampled frames agree, of how many in the shared segments.
    edited: the same picture with parts changed, or put over it.
    explanation: sentences for the person who decides.
    """

    related: bool
    relation: Relation
    score: float
    transform: Transform | None = None
    segments: tuple[Segment, ...] = ()
    differing: tuple[Difference, ...] = ()
    edited: bool = False
    keypoints: int = 0
    keypoints_matched: int = 0
    frames: int = 0
    frames_matched: int = 0
    explanation: str = ""
    notes: tuple[str, ...] = field(default=())

    def reversed(self) -> Comparison:
        """The same finding with A and B exchanged."""
        return replace(
            self,
            relation=REVERSED.get(self.relation, self.relation),
            transform=self.transform.inverted() if self.transform else None,
            segments=tuple(part.reversed() for part in self.segments),
            differing=tuple(Difference(part.box_in_b, part.box) for part in self.differing),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON, with the field names of the command line."""
        return {**asdict(self), "relation": str(self.relation)}


def unrelated(explanation: str, *, score: float = 0.0, **facts: Any) -> Comparison:
    """Nothing shared that could be shown."""
    return Comparison(False, Relation.NOT_RELATED, round(score, 3), explanation=explanation, **facts)
