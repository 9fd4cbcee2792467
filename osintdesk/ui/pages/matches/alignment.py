"""How B lies on A: the recorded transform and segments as numbers, with plain fallbacks where nothing was found."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from osintdesk.core.domain import Json, Match
from osintdesk.ui.viewer.geometry import Matrix, Size, inverse, scale_of

Polygon = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A shared segment: seconds of A and of B; `speed` is seconds of A per second of B."""

    a_start: float
    a_end: float
    b_start: float
    b_end: float
    speed: float = 1.0
    mirrored: bool = False
    agreement: float = 1.0

    def b_at(self, a: float) -> float:
        """The moment of B that shows what A shows at `a`."""
        if self.a_end <= self.a_start:
            return self.b_start
        return self.b_start + (a - self.a_start) * (self.b_end - self.b_start) / (self.a_end - self.a_start)

    def a_at(self, b: float) -> float:
        if self.b_end <= self.b_start:
            return self.a_start
        return self.a_start + (b - self.b_start) * (self.a_end - self.a_start) / (self.b_end - self.b_start)


@dataclass(frozen=True, slots=True)
class Alignment:
    """`a_to_b`: pixels of A (of `a_size`) to pixels of B (of `b_size`), None when no position was found.

    Outlines are the shared part on each, 0–1; differing are boxes (left, top, right, bottom; 0–1) on A and on B.
    """

    a_to_b: Matrix | None = None
    a_size: Size = (1, 1)
    b_size: Size = (1, 1)
    outline_a: Polygon = ()
    outline_b: Polygon = ()
    differing: tuple[tuple[Polygon, Polygon], ...] = ()
    spans: tuple[Span, ...] = ()
    shared_of_a: float = 1.0
    shared_of_b: float = 1.0
    scale: float = 1.0
    rotation: float = 0.0
    mirrored: bool = False

    def b_on_a(self, a: Size, b: Size, *, flipped: bool = False) -> Matrix:
        """Pixels of B (of size `b`) → pixels of A (of size `a`); stretched over it when nothing better is known."""
        if self.a_to_b is None or abs(np.linalg.det(self.a_to_b[:, :2])) < 1e-9:
            mirrored = flipped != any(span.mirrored for span in self.spans)
            return _stretched(b, a, mirrored=mirrored)
        found = inverse(self.a_to_b)
        to_recorded = np.diag([self.b_size[0] / b[0], self.b_size[1] / b[1], 1.0])
        to_shown = np.diag([a[0] / self.a_size[0], a[1] / self.a_size[1]])
        flip = np.diag([-1.0, 1.0, 1.0])
        flip[0, 2] = self.b_size[0]
        linear = found @ flip if flipped else found
        return np.asarray(to_shown @ linear @ to_recorded, dtype=np.float64)

    def scale_between(self, a: Size, b: Size) -> float:
        """Pixels of B (as large as `b`) for one pixel of A (as large as `a`)."""
        return scale_of(inverse(self.b_on_a(a, b)))

    def reversed(self) -> Alignment:
        """The same seen from B."""
        return replace(
            self,
            a_to_b=None if self.a_to_b is None else inverse(self.a_to_b),
            a_size=self.b_size,
            b_size=self.a_size,
            outline_a=self.outline_b,
            outline_b=self.outline_a,
            differing=tuple((b, a) for a, b in self.differing),
            spans=tuple(_turned(span) for span in self.spans),
            shared_of_a=self.shared_of_b,
            shared_of_b=self.shared_of_a,
            scale=1 / self.scale if self.scale else 1.0,
            rotation=-self.rotation,
        )


def _turned(span: Span) -> Span:
    return Span(
        span.b_start,
        span.b_end,
        span.a_start,
        span.a_end,
        1 / span.speed if span.speed else 1.0,
        span.mirrored,
        span.agreement,
    )


def _stretched(inner: Size, outer: Size, *, mirrored: bool) -> Matrix:
    scale_x, scale_y = outer[0] / inner[0], outer[1] / inner[1]
    if mirrored:
        return np.array([[-scale_x, 0.0, outer[0]], [0.0, scale_y, 0.0]])
    return np.array([[scale_x, 0.0, 0.0], [0.0, scale_y, 0.0]])


def alignment_of(match: Match) -> Alignment:
    """The alignment that a match records; what cannot be read is left out."""
    found = match.transform if isinstance(match.transform, dict) else {}
    affine = _floats(found.get("affine"))
    outline_a, outline_b = _polygon(found.get("outline")), _polygon(found.get("outline_in_b"))
    return Alignment(
        a_to_b=affine.reshape(2, 3) if affine is not None and affine.size == 6 else None,
        a_size=_size(found.get("a_size")),
        b_size=_size(found.get("b_size")),
        outline_a=outline_a or _box(found.get("crop")),
        outline_b=outline_b or _box(found.get("crop_in_b")),
        differing=tuple(_difference(item) for item in match.differing if isinstance(item, dict))
        if isinstance(match.differing, list)
        else (),
        spans=_spans(match.segments),
        shared_of_a=_area(found.get("crop")),
        shared_of_b=_area(found.get("crop_in_b")),
        scale=_number(found.get("scale"), 1.0),
        rotation=_number(found.get("rotation"), 0.0),
        mirrored=found.get("mirrored") is True,
    )


def _number(value: Json, otherwise: float) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return otherwise


def _floats(value: Json) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]] | None:
    try:
        found = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return found if found.size and np.isfinite(found).all() else None


def _size(value: Json) -> Size:
    found = _floats(value)
    if found is None or found.size != 2 or found.min() < 1:
        return (1, 1)
    return (round(float(found[0])), round(float(found[1])))


def _polygon(value: Json) -> Polygon:
    found = _floats(value)
    if found is None or found.ndim != 2 or found.shape[1] != 2:
        return ()
    return tuple((float(x), float(y)) for x, y in found)


def _box(value: Json) -> Polygon:
    found = _floats(value)
    if found is None or found.size != 4:
        return ()
    left, top, right, bottom = (float(v) for v in found)
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _area(value: Json) -> float:
    found = _floats(value)
    if found is None or found.size != 4:
        return 1.0
    return max(0.0, float((found[2] - found[0]) * (found[3] - found[1])))


def _difference(value: dict[str, Json]) -> tuple[Polygon, Polygon]:
    return _box(value.get("box")), _box(value.get("box_in_b"))


def _spans(value: Json) -> tuple[Span, ...]:
    rows = value if isinstance(value, list) else []
    return tuple(
        Span(
            a_start=_number(row.get("a_start"), 0.0),
            a_end=_number(row.get("a_end"), 0.0),
            b_start=_number(row.get("b_start"), 0.0),
            b_end=_number(row.get("b_end"), 0.0),
            speed=_number(row.get("speed"), 1.0),
            mirrored=row.get("mirrored") is True,
            agreement=_number(row.get("agreement"), 1.0),
        )
        for row in rows
        if isinstance(row, dict)
    )
