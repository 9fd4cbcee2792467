"""A sketch of an incident's places: points, how exactly they are known, where the camera looks; with a scale."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.core import words
from osintdesk.core.domain import Place
from osintdesk.core.i18n import _
from osintdesk.ui.pages.bounds_model import metres
from osintdesk.ui.pages.incidents_model import place_words
from osintdesk.ui.theme import metrics, painting, theme
from osintdesk.verify.place_bounds import EARTH_RADIUS_M

_RADII = {words.Precision.EXACT: 10.0, words.Precision.VICINITY: 100.0, words.Precision.LOCALITY: 1000.0}
_SCALES = tuple(m * 10**e for e in range(1, 7) for m in (1, 2, 5))
_CONE = 46.0


class PlaceSketch(QWidget):
    """North is up. It shows how the places lie to each other; the map page shows what lies around them."""

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = [p for p in places if _number(p.latitude) is not None and _number(p.longitude) is not None]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Sketch of the places"))
        self.setAccessibleDescription("; ".join(place_words(p) for p in self._places))

    def sizeHint(self) -> QSize:
        return QSize(300, 148)

    def _centre(self) -> tuple[float, float]:
        lats, lons = [float(p.latitude) for p in self._places], [float(p.longitude) for p in self._places]
        return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2

    def _metres(self, place: Place) -> tuple[float, float]:
        """East and north of the centre; places across the 180th meridian are brought together."""
        latitude, longitude = self._centre()
        east = (float(place.longitude) - longitude + 180) % 360 - 180
        scale = math.radians(1) * EARTH_RADIUS_M
        return east * scale * math.cos(math.radians(latitude)), (float(place.latitude) - latitude) * scale

    def _per_metre(self) -> float:
        """Pixels for a metre, so that every place and circle fits."""
        reach_x = max([abs(self._metres(p)[0]) + _radius(p) for p in self._places] + [50.0])
        reach_y = max([abs(self._metres(p)[1]) + _radius(p) for p in self._places] + [50.0])
        return min(max(10.0, self.width() / 2 - 70) / reach_x, max(10.0, self.height() / 2 - 30) / reach_y)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painting.rounded(painter, QRectF(self.rect()), metrics.RADIUS_BUTTON)
        painter.fillRect(self.rect(), theme().colour("map_land"))
        per = self._per_metre()
        self._grid(painter, per)
        points = [(place, self._point(place, per)) for place in self._places]
        for place, at in points:
            self._area(painter, place, at, per)
        for place, at in points:
            self._pin(painter, place, at)
        self._scale(painter, per)

    def _point(self, place: Place, per: float) -> QPointF:
        east, north = self._metres(place)
        return QPointF(self.width() / 2 + east * per, self.height() / 2 - north * per)

    def _grid(self, painter: QPainter, per: float) -> None:
        """Lines a round distance apart, so that the eye has a measure."""
        step = next((s for s in _SCALES if s * per >= 40), _SCALES[-1]) * per
        painter.setPen(QPen(theme().colour("text3", 0.16), 0))
        x = self.width() / 2 % step
        while x < self.width():
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
            x += step
        y = self.height() / 2 % step
        while y < self.height():
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
            y += step

    def _area(self, painter: QPainter, place: Place, at: QPointF, per: float) -> None:
        radius = _radius(place) * per
        if radius > 4:
            painter.setPen(QPen(theme().colour("accent"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(theme().colour("accent", 0.10))
            painter.drawEllipse(at, radius, radius)
        bearing = _number(place.bearing)
        if bearing is not None:
            self._cone(painter, at, bearing, _number(place.view_angle) or 40.0)

    def _cone(self, painter: QPainter, at: QPointF, bearing: float, angle: float) -> None:
        edges = [math.radians(bearing + angle * part / 8 - angle / 2) for part in range(9)]
        rim = [QPointF(at.x() + _CONE * math.sin(e), at.y() - _CONE * math.cos(e)) for e in edges]
        painter.setPen(QPen(theme().colour("accent"), 1))
        painter.setBrush(theme().colour("accent", 0.25))
        painter.drawPolygon(QPolygonF([at, *rim]))

    def _pin(self, painter: QPainter, place: Place, at: QPointF) -> None:
        painter.setPen(QPen(theme().colour("surface"), 2))
        painter.setBrush(theme().colour("accent"))
        painter.drawEllipse(at, 6, 6)
        font = theme().font("small_strong")
        painter.setFont(font)
        name = place.name or place.local_name
        width = QFontMetrics(font).horizontalAdvance(name)
        left = at.x() + 12 if at.x() + 12 + width < self.width() else at.x() - 12 - width
        where = QRectF(max(4.0, left), at.y() - 9, width + 2, 18)
        painter.setPen(theme().colour("map_land"))
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            painter.drawText(where.translated(dx, dy), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(theme().colour("text"))
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, name)

    def _scale(self, painter: QPainter, per: float) -> None:
        length = next((s for s in reversed(_SCALES) if s * per <= 90), _SCALES[0])
        left, y = 10.0, self.height() - 10.0
        painter.setPen(QPen(theme().colour("text2"), 1))
        painter.drawLine(QPointF(left, y), QPointF(left + length * per, y))
        painter.drawLine(QPointF(left, y - 3), QPointF(left, y))
        painter.drawLine(QPointF(left + length * per, y - 3), QPointF(left + length * per, y))
        painter.setFont(theme().font("caption"))
        painter.drawText(QPointF(left + length * per + 6, y + 1), metres(length))


def _radius(place: Place) -> float:
    if place.radius_m is not None:
        return float(place.radius_m)
    return _RADII.get(words.Precision(place.precision), 0.0) if place.precision in list(words.Precision) else 0.0


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
