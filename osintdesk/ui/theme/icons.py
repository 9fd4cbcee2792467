"""One-colour icons named by meaning, drawn from SVG at the size and colour that is asked for.

`icon("match")` for buttons and menus (follows the theme by itself), `pixmap("match", 16, "accent")` and
`paint_icon(painter, rect, "match", "text2")` for painters. Icons in `mirrored.json` turn round from right to left.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from osintdesk.core.resources import resource_path
from osintdesk.ui.theme.current import theme

_STROKE = 1.5
_SMALL = 16


@cache
def names() -> dict[str, str]:
    """Meaning → file name."""
    loaded: dict[str, str] = json.loads(resource_path("icons", "icons.json").read_text("utf-8"))
    return loaded


@cache
def mirrored() -> frozenset[str]:
    """The meanings whose icon turns round in right-to-left layouts."""
    return frozenset(json.loads(resource_path("icons", "mirrored.json").read_text("utf-8")))


@cache
def _source(name: str) -> str:
    return resource_path("icons", names()[name]).read_text("utf-8")


def _svg(name: str, size: int, colour: str) -> bytes:
    # On the 24 grid the line is 1.5 px thick at the drawn size; small marks keep the grid's own 2.
    width = 2.0 if size < _SMALL else _STROKE * 24 / size
    text = _source(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{width:.3f}"')
    return text.encode()


@lru_cache(maxsize=2000)
def _rendered(name: str, size: int, ratio: float, colour: str, opacity: float, flip: bool) -> QPixmap:
    pixels = max(1, round(size * ratio))
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setOpacity(opacity)
    QSvgRenderer(QByteArray(_svg(name, size, colour))).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    made = QPixmap.fromImage(image.flipped(Qt.Orientation.Horizontal) if flip else image)
    made.setDevicePixelRatio(ratio)
    return made


def pixmap(name: str, size: int, role: str = "text2", *, ratio: float | None = None, opacity: float = 1.0) -> QPixmap:
    """The icon `size` px wide in the colour of `role` of the current theme."""
    if ratio is None:
        ratio = QGuiApplication.devicePixelRatio(QGuiApplication.instance()) if QGuiApplication.instance() else 1.0  # type: ignore[arg-type]
    flip = name in mirrored() and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return _rendered(name, size, ratio, theme().hex(role), opacity, flip)


def paint_icon(painter: QPainter, rect: QRect, name: str, role: str = "text2", *, opacity: float = 1.0) -> None:
    """Draw the icon in the middle of `rect`, as large as its shorter side."""
    size = min(rect.width(), rect.height())
    square = QRect(0, 0, size, size)
    square.moveCenter(rect.center())
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(square.topLeft(), pixmap(name, size, role, ratio=ratio, opacity=opacity))


def _leading(rect: QRect) -> QRect:
    """The square at the leading side of a wide rectangle: the rest of it is the gap to the words."""
    if rect.width() <= rect.height():
        return rect
    rtl = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return QRect(rect.right() - rect.height() + 1 if rtl else rect.left(), rect.top(), rect.height(), rect.height())


class _Engine(QIconEngine):
    """Renders at paint time, so that an icon follows theme, scale and state by itself."""

    def __init__(self, name: str, role: str, on_role: str) -> None:
        super().__init__()
        self._name, self._role, self._on_role = name, role, on_role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = self._on_role if state == QIcon.State.On else self._role
        paint_icon(painter, _leading(rect), self._name, role, opacity=0.45 if mode == QIcon.Mode.Disabled else 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        made.setDevicePixelRatio(scale)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), (made.deviceIndependentSize()).toSize()), mode, state)
        painter.end()
        return made

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def clone(self) -> QIconEngine:
        made = _Engine(self._name, self._role, self._on_role)
        _kept.append(made)
        return made


# The binding does not keep engines alive that only Qt refers to.
_kept: list[_Engine] = []


@cache
def icon(name: str, role: str = "text2", on: str = "accent") -> QIcon:
    """The icon for a meaning; `on` is the role when it is checked. KeyError for an unknown meaning."""
    _source(name)
    engine = _Engine(name, role, on)
    _kept.append(engine)
    return QIcon(engine)
