"""Place as bounds: every step that knows a place gives a circle on the ground; the program intersects the circles.

Computed on the sphere of radius 6 371 008.8 m with unit vectors, so that poles and the 180th meridian need no care.
Circles reach at most a quarter of the globe, so each is convex: their intersection is empty, a single circle inside
all others, or bounded by points where two edges cross.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

EARTH_RADIUS_M = 6_371_008.8
LARGEST_RADIUS_M = 10_000_000.0
_TOLERANCE = 1e-9  # radians on the sphere: 6 mm
_EDGE_POINTS = 72
# Between two sampled points of an edge the circle bulges by at most 1 - cos(2.5°) of its radius.
_BULGE = 1.001

Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Circle:
    """Within `radius_m` metres (0 to 10 000 km) of a point in WGS 84 degrees, held by a step."""

    holder: str
    latitude: float
    longitude: float
    radius_m: float


@dataclass(frozen=True, slots=True)
class PlaceBounds:
    """What remains: a circle around it (None = unbounded or empty), who binds it, and who excludes whom."""

    around: Circle | None = None
    binding: tuple[str, ...] = ()
    contradictions: tuple[tuple[str, ...], ...] = ()

    @property
    def empty(self) -> bool:
        return bool(self.contradictions)

    @property
    def bounded(self) -> bool:
        return self.empty or self.around is not None


def distance_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance in metres."""
    return _angle(_vector(latitude, longitude), _vector(other_latitude, other_longitude)) * EARTH_RADIUS_M


def intersect_places(circles: Iterable[Circle]) -> PlaceBounds:
    """What every circle allows; minimal sets of holders that exclude each other where nothing remains."""
    given = list(circles)
    if not given:
        return PlaceBounds()
    within = next((c for c in given if all(_inside(c, other) for other in given)), None)
    if within is not None:
        return PlaceBounds(within, tuple(c.holder for c in given if _same(c, within)))
    edge = _edge(given)
    if not edge:
        return PlaceBounds(None, (), _contradictions(given))
    middle = _mean([point for point, _ in edge])
    latitude, longitude = _degrees(middle)
    radius = max(_angle(middle, point) for point, _ in edge) * EARTH_RADIUS_M * _BULGE
    binding = {holder for _, holders in edge for holder in holders}
    return PlaceBounds(Circle("", latitude, longitude, radius), tuple(c.holder for c in given if c.holder in binding))


def _inside(inner: Circle, outer: Circle) -> bool:
    apart = distance_m(inner.latitude, inner.longitude, outer.latitude, outer.longitude)
    return apart + inner.radius_m <= outer.radius_m + _TOLERANCE * EARTH_RADIUS_M


def _same(a: Circle, b: Circle) -> bool:
    return _inside(a, b) and _inside(b, a)


def _edge(circles: Sequence[Circle]) -> list[tuple[Vector, tuple[str, ...]]]:
    """Points on the edge of what is common to all circles, each with the holders whose edge it is on."""
    corners = [(p, (a.holder, b.holder)) for a, b in combinations(circles, 2) for p in _crossings(a, b)]
    rims = [(p, (c.holder,)) for c in circles for p in _rim(c)]
    return [(p, holders) for p, holders in corners + rims if all(_on_or_in(p, c) for c in circles)]


def _on_or_in(point: Vector, circle: Circle) -> bool:
    return _angle(point, _centre(circle)) <= circle.radius_m / EARTH_RADIUS_M + _TOLERANCE


def _rim(circle: Circle) -> list[Vector]:
    centre = _centre(circle)
    east = _unit(_cross((0.0, 0.0, 1.0) if abs(centre[2]) < 0.9 else (1.0, 0.0, 0.0), centre))
    north = _cross(centre, east)
    angle = circle.radius_m / EARTH_RADIUS_M
    turns = [2 * math.pi * step / _EDGE_POINTS for step in range(_EDGE_POINTS)]
    return [
        _sum((math.cos(angle), centre), (math.sin(angle) * math.cos(t), east), (math.sin(angle) * math.sin(t), north))
        for t in turns
    ]


def _crossings(a: Circle, b: Circle) -> list[Vector]:
    """The points where two edges cross: none, or two (equal ones where they touch).

    A point on both edges is x = α·a + β·b ± γ·(a × b), from x·a = cos r_a, x·b = cos r_b, |x| = 1.
    """
    first, second = _centre(a), _centre(b)
    normal = _cross(first, second)
    square = _dot(normal, normal)
    if square < 1e-24:
        return []
    cos_a, cos_b = math.cos(a.radius_m / EARTH_RADIUS_M), math.cos(b.radius_m / EARTH_RADIUS_M)
    between = _dot(first, second)
    alpha, beta = (cos_a - between * cos_b) / square, (cos_b - between * cos_a) / square
    base = _sum((alpha, first), (beta, second))
    rest = 1 - _dot(base, base)
    if rest < 0:
        return []
    gamma = math.sqrt(rest / square)
    return [_sum((1.0, base), (gamma, normal)), _sum((1.0, base), (-gamma, normal))]


def _contradictions(circles: Sequence[Circle]) -> tuple[tuple[str, ...], ...]:
    pairs = [pair for pair in combinations(circles, 2) if _apart(*pair)]
    if pairs:
        return tuple((a.holder, b.holder) for a, b in pairs)
    triples = [three for three in combinations(circles, 3) if not _meets(three)]
    return tuple(tuple(c.holder for c in three) for three in triples) or (tuple(c.holder for c in circles),)


def _apart(a: Circle, b: Circle) -> bool:
    apart = distance_m(a.latitude, a.longitude, b.latitude, b.longitude)
    return apart > a.radius_m + b.radius_m + _TOLERANCE * EARTH_RADIUS_M


def _meets(circles: Sequence[Circle]) -> bool:
    return any(all(_inside(c, other) for other in circles) for c in circles) or bool(_edge(circles))


def _centre(circle: Circle) -> Vector:
    return _vector(circle.latitude, circle.longitude)


def _vector(latitude: float, longitude: float) -> Vector:
    phi, lam = math.radians(latitude), math.radians(longitude)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)


def _degrees(vector: Vector) -> tuple[float, float]:
    x, y, z = vector
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _angle(a: Vector, b: Vector) -> float:
    """Exact also for tiny angles, unlike the arc cosine."""
    normal = _cross(a, b)
    return math.atan2(math.sqrt(_dot(normal, normal)), _dot(a, b))


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _sum(*terms: tuple[float, Vector]) -> Vector:
    x, y, z = (sum(weight * vector[axis] for weight, vector in terms) for axis in range(3))
    return x, y, z


def _unit(vector: Vector) -> Vector:
    return _sum((1 / math.sqrt(_dot(vector, vector)), vector))


def _mean(points: Sequence[Vector]) -> Vector:
    return _unit(_sum(*((1.0, point) for point in points)))
