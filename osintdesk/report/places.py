"""Positions in words and as a drawn map, as coarse as the edition asks for."""

from __future__ import annotations

import math
from dataclasses import replace

from osintdesk.core.domain import Place
from osintdesk.report.blocks import Inline, Map, MapPoint
from osintdesk.report.inline import ltr, plain
from osintdesk.report.scope import Scope

WIDTH, HEIGHT = 166.0, 62.0
_KM_PER_DEGREE = 111.32
_RADIUS_KM = {"exact": 0.01, "vicinity": 0.1, "locality": 1.0, "settlement": 5.0, "region": 50.0}


def position(scope: Scope, latitude: str, longitude: str) -> Inline:
    """`51.19° N, 35.27° E`; "not stated" when there is none."""
    found = _shown(scope, latitude, longitude)
    if not found:
        return plain(scope.t("not stated"), "grey")
    return (ltr(found),)


def _shown(scope: Scope, latitude: str, longitude: str) -> str:
    lat, lon = scope.place(latitude), scope.place(longitude)
    if not lat or not lon:
        return ""
    north, east = "S" if lat.startswith("-") else "N", "W" if lon.startswith("-") else "E"
    return f"{lat.lstrip('-')}° {north}, {lon.lstrip('-')}° {east}"


def _point(scope: Scope, place: Place) -> tuple[float, float] | None:
    try:
        return float(scope.place(place.latitude)), float(scope.place(place.longitude))
    except ValueError:
        return None


def map_of(scope: Scope, places: list[Place], *, width: float = WIDTH, height: float = HEIGHT) -> Map | None:
    """A plan of the places, true to scale at their middle, with graticule and scale; None without coordinates."""
    t = scope.t
    points = [(place, point) for place in places if (point := _point(scope, place))]
    if not points:
        return None
    view = _View.around([point for _, point in points], max(_radius(place) for place, _ in points), (width, height))
    drawn = _labelled([_map_point(scope, view, place, point) for place, point in points], view)
    length, label = view.scale()
    return Map(
        width, height, (), (), (), drawn, (),
        view.meridians(), view.parallels(), length, label,
        plain(
            t("Place. Plan without base map, true to scale at {latitude}.", latitude=f"{abs(view.latitude):.2f}°")
            + " " + t("A ring that is drawn larger than the precision it stands for is so that it can be seen.")
            + " " + t("Limits: the place is known to the class stated, not to the dot.")
        ),
        t("Plan of the places: {names}", names=", ".join(p.name for p in drawn)),
    )  # fmt: skip


def _radius(place: Place) -> float:
    return place.radius_m / 1000 if place.radius_m else _RADIUS_KM.get(place.precision, 1.0)


def _map_point(scope: Scope, view: _View, place: Place, point: tuple[float, float]) -> MapPoint:
    """A ring for a place known to a distance; a dot alone for one that is known by name only."""
    x, y = view.at(*point)
    known = place.radius_m or place.precision in {"exact", "vicinity", "locality"}
    ring = max(2.6, min(26.0, _radius(place) / view.km_per_mm)) if known else 0.0
    return MapPoint(
        x, y, place.name or scope.t("Place"), place.local_name, ring=round(ring, 2), note=scope.t(place.precision)
    )


_Box = tuple[float, float, float, float]


def _labelled(points: list[MapPoint], view: _View) -> tuple[MapPoint, ...]:
    """Labels beside their points, on the side where they cover no ring and no other label."""
    taken: list[_Box] = [
        (p.x - max(p.ring, 1), p.y - max(p.ring, 1), p.x + max(p.ring, 1), p.y + max(p.ring, 1)) for p in points
    ]
    done = []
    for point in points:
        places = _candidates(point)
        best = min(places, key=lambda box: (_overlap(box, taken) + _outside(box, view), places.index(box)))
        taken.append(best)
        done.append(replace(point, label_x=round(best[0], 2), label_y=round(best[1], 2)))
    return tuple(done)


def _candidates(point: MapPoint) -> list[_Box]:
    """Right, left, above and below; letters of 7.2 points are about 1.45 mm wide."""
    width = max(len(point.name) * 1.45 + (len(point.local_name) * 1.25 + 1 if point.local_name else 0), 12.0) + 1.5
    height, gap = 7.2, max(point.ring, 1.0) + 0.8
    corners = (
        (point.x + gap, point.y - height / 2), (point.x - gap - width, point.y - height / 2),
        (point.x - width / 2, point.y - gap - height), (point.x - width / 2, point.y + gap),
    )  # fmt: skip
    return [(x, y, x + width, y + height) for x, y in corners]


def _overlap(box: _Box, others: list[_Box]) -> float:
    return sum(
        max(0.0, min(box[2], o[2]) - max(box[0], o[0])) * max(0.0, min(box[3], o[3]) - max(box[1], o[1]))
        for o in others
    )


def _outside(box: _Box, view: _View) -> float:
    return 100 * (
        max(0.0, -box[0]) + max(0.0, box[2] - view.width) + max(0.0, -box[1]) + max(0.0, box[3] - view.height)
    )


class _View:
    """An equirectangular window of the map: millimetres from the left and top edge."""

    def __init__(self, latitude: float, longitude: float, km_per_mm: float, size: tuple[float, float]) -> None:
        self.width, self.height = size
        self.latitude, self.longitude, self.km_per_mm = latitude, longitude, km_per_mm
        self._per_lat = _KM_PER_DEGREE / km_per_mm
        self._per_lon = self._per_lat * max(0.05, math.cos(math.radians(latitude)))

    @classmethod
    def around(cls, points: list[tuple[float, float]], radius_km: float, size: tuple[float, float]) -> _View:
        """The window that holds all points with room for rings and labels, 20 km wide at least."""
        lats, lons = [p[0] for p in points], [p[1] for p in points]
        latitude, longitude = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        shrink = max(0.05, math.cos(math.radians(latitude)))
        wide = (max(lons) - min(lons)) * _KM_PER_DEGREE * shrink / (size[0] * 0.52)
        high = (max(lats) - min(lats)) * _KM_PER_DEGREE / (size[1] * 0.6)
        return cls(latitude, longitude, max(wide, high, radius_km / 12, 20 / size[0]), size)

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = self.width / 2 + (longitude - self.longitude) * self._per_lon
        y = self.height / 2 - (latitude - self.latitude) * self._per_lat
        return round(x, 2), round(y, 2)

    def scale(self) -> tuple[float, str]:
        """Length in mm and words of a scale bar of about 30 mm."""
        km = _round(30 * self.km_per_mm)
        return round(km / self.km_per_mm, 2), f"{km:g} km" if km >= 1 else f"{km * 1000:g} m"

    def meridians(self) -> tuple[tuple[float, str], ...]:
        step, first, last = self._lines(self.longitude, self._per_lon, self.width)
        return tuple(
            (self.at(self.latitude, v)[0], _degrees(v, step, "E", "W"))
            for v in _steps(first, last, step)
            if -180 <= v <= 180
        )

    def parallels(self) -> tuple[tuple[float, str], ...]:
        step, first, last = self._lines(self.latitude, self._per_lat, self.height)
        return tuple(
            (self.at(v, self.longitude)[1], _degrees(v, step, "N", "S"))
            for v in _steps(first, last, step)
            if -90 <= v <= 90
        )

    @staticmethod
    def _lines(middle: float, per_degree: float, extent: float) -> tuple[float, float, float]:
        half = extent / 2 / per_degree
        return _round(34 / per_degree), middle - half, middle + half


def _steps(first: float, last: float, step: float) -> list[float]:
    count = math.ceil(first / step)
    return [round((count + i) * step, 6) for i in range(int((last - count * step) / step) + 1)]


def _round(value: float) -> float:
    """The nearest 1, 2 or 5 times a power of ten below."""
    power = 10.0 ** math.floor(math.log10(value))
    return float(f"{max(f for f in (1, 2, 5) if f * power <= value * 1.0001) * power:.6g}")


def _degrees(value: float, step: float, positive: str, negative: str) -> str:
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    return f"{abs(value):.{places}f}° {positive if value >= 0 else negative}"
