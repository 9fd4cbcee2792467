"""Paints a tile: picture on canvas, badge, status, exhibit number, marks, kind and earliest sighting."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap

from osintdesk.core.i18n import _
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages.media.tiles import Tile
from osintdesk.ui.theme import metrics, paint_icon, painting, status_mark, theme

PAD = 5
GAP = 4
WIDTHS = (120, 320)


@dataclass(frozen=True, slots=True)
class TileShape:
    """Where everything lies in a tile `width` px wide, relative to its corner; made once for each width and font."""

    width: int
    height: int
    picture: QRect
    line1: QRect
    line2: QRect

    @classmethod
    def of(cls, width: int) -> TileShape:
        inner = width - 2 * PAD
        picture = QRect(PAD, PAD, inner, round(inner * 9 / 16))
        strong, small = QFontMetrics(theme().font("strong")).height(), QFontMetrics(theme().font("small")).height()
        line1 = QRect(PAD, picture.bottom() + 4, inner, max(20, strong + 3))
        compact = theme().compact
        line2 = QRect(PAD, line1.bottom() + 1, inner, 0 if compact else max(16, small))
        return cls(width, line2.bottom() + 1 + PAD, picture, line1, line2)


@dataclass(frozen=True, slots=True)
class Look:
    """In which state a tile is painted."""

    selected: bool = False
    current: bool = False
    hovered: bool = False
    focused: bool = False
    revealed: bool = False


class TilePainter:
    """Paints tiles for one desk; the same for grid and strips."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def paint(self, painter: QPainter, rect: QRect, shape: TileShape, tile: Tile, look: Look, *, rtl: bool) -> None:
        painter.save()
        painter.translate(rect.topLeft())
        self._ground(painter, QRectF(0, 0, rect.width(), rect.height()), look)
        self._picture(painter, QRectF(shape.picture), tile, revealed=look.revealed)
        self._badges(painter, shape.picture, tile, look, rtl)
        _first_line(painter, shape.line1, tile, rtl)
        if shape.line2.height() > 0:
            _second_line(painter, shape.line2, tile, rtl)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, look: Look) -> None:
        if look.selected:
            painting.fill(painter, rect, "selected", metrics.RADIUS_CARD)
        elif look.hovered:
            painting.fill(painter, rect, "hover", metrics.RADIUS_CARD)
        if look.current and (look.focused or look.selected):
            painting.frame(painter, rect, "accent", metrics.RADIUS_CARD, 2)
        elif look.selected:
            painting.frame(painter, rect, "accent", metrics.RADIUS_CARD, 1)

    def _picture(self, painter: QPainter, rect: QRectF, tile: Tile, *, revealed: bool) -> None:
        match tile.state:
            case "reading" | "waiting":
                painting.fill(painter, rect, "sunken", metrics.RADIUS_CHIP)
                _centre_icon(painter, rect, "working", "text3", 18)
            case "unreadable" | "missing":
                painting.fill(painter, rect, "sunken", metrics.RADIUS_CHIP)
                _problem(painter, rect, tile)
            case _:
                self._shown(painter, rect, tile, revealed=revealed)

    def _shown(self, painter: QPainter, rect: QRectF, tile: Tile, *, revealed: bool) -> None:
        hidden = tile.graphic and not revealed and self._desk.is_hidden(tile.id)
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        picture = self._desk.thumbnails.get(tile.id, rect.size().toSize(), hidden=hidden, ratio=ratio)
        if hidden:
            painting.paint_hidden(painter, rect, picture)
        elif picture is not None:
            _contained(painter, rect, picture)
        else:
            painting.fill(painter, rect, "sunken", metrics.RADIUS_CHIP)
            if self._desk.thumbnails.absent(tile.id):
                _centre_icon(painter, rect, f"kind_{tile.kind}", "text3", 28)

    def _badges(self, painter: QPainter, picture: QRect, tile: Tile, look: Look, rtl: bool) -> None:
        if tile.duration and tile.state == "rest":
            # Time runs the same way in every script: the length stays at the right.
            painting.badge(painter, QPointF(picture.right() - 4, picture.bottom() - 4), tile.duration)
        if look.selected:
            left = picture.right() - 19 if rtl else picture.left()
            box = QRectF(left, picture.top(), 20, 20)
            painting.fill(painter, box, "accent", metrics.RADIUS_CHIP)
            paint_icon(painter, box.toRect().adjusted(3, 3, -3, -3), "check", "on_accent")


def _contained(painter: QPainter, rect: QRectF, picture: QPixmap) -> None:
    painter.save()
    painting.rounded(painter, rect, metrics.RADIUS_CHIP)
    painter.fillRect(rect, theme().colour("canvas"))
    size: QSize = picture.deviceIndependentSize().toSize()
    painter.drawPixmap(painting.fitted(size, rect), picture, QRectF(picture.rect()))
    painter.restore()


def _centre_icon(painter: QPainter, rect: QRectF, icon: str, role: str, size: int) -> None:
    box = QRect(0, 0, size, size)
    box.moveCenter(rect.center().toPoint())
    paint_icon(painter, box, icon, role)


def _problem(painter: QPainter, rect: QRectF, tile: Tile) -> None:
    icon = "unreadable" if tile.state == "unreadable" else "original_missing"
    words = (
        _("Could not be read: {why}").format(why=tile.reason) if tile.state == "unreadable" else _("Original missing")
    )
    top = QRect(int(rect.center().x()) - 10, int(rect.top() + rect.height() * 0.18), 20, 20)
    paint_icon(painter, top, icon, "bad")
    painter.setFont(theme().font("caption"))
    painter.setPen(theme().colour("bad"))
    area = QRectF(rect.left() + 8, top.bottom() + 4, rect.width() - 16, rect.bottom() - top.bottom() - 8)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.setClipRect(area)
    painter.drawText(area, int(flags), words)
    painter.setClipping(False)


def _first_line(painter: QPainter, line: QRect, tile: Tile, rtl: bool) -> None:
    mark = status_mark(tile.status)
    middle = line.center().y()
    icon = QRect(line.left(), middle - 7, 15, 15)
    paint_icon(painter, _mirrored(icon, line, rtl), mark.icon, theme().status_role(mark.role))
    painter.setFont(theme().font("strong"))
    painter.setPen(theme().colour("text"))
    text = _mirrored(QRect(line.left() + 20, line.top(), line.width() - 20, line.height()), line, rtl)
    painter.drawText(text, painting.side(rtl=rtl), tile.number)
    _marks(painter, line, tile, rtl)


def _marks(painter: QPainter, line: QRect, tile: Tile, rtl: bool) -> None:
    """Matches with number, place, observation, Content Credentials: from the far end inwards."""
    at, middle = line.right() + 1, line.center().y()
    for on, icon, role in (
        (tile.credentials, "credentials", "text2"),
        (tile.observation, "observation", theme().status_role("warn")),
        (tile.place, "place", "text2"),
    ):
        if on:
            at -= 13
            paint_icon(painter, _mirrored(QRect(at, middle - 6, 13, 13), line, rtl), icon, role)
            at -= 5
    if tile.matches:
        painter.setFont(theme().font("caption"))
        text = str(tile.matches)
        width = painter.fontMetrics().horizontalAdvance(text)
        painter.setPen(theme().colour("text2"))
        at -= width
        painter.drawText(
            _mirrored(QRect(at, line.top(), width + 1, line.height()), line, rtl), Qt.AlignmentFlag.AlignVCenter, text
        )
        at -= 15
        paint_icon(painter, _mirrored(QRect(at, middle - 6, 13, 13), line, rtl), "copy", "text2")


def _second_line(painter: QPainter, line: QRect, tile: Tile, rtl: bool) -> None:
    icon = QRect(line.left() + 1, line.center().y() - 6, 12, 12)
    paint_icon(painter, _mirrored(icon, line, rtl), f"kind_{tile.kind}", "text3")
    painter.setFont(theme().font("small"))
    painter.setPen(theme().colour("text2"))
    text = _mirrored(QRect(line.left() + 19, line.top(), line.width() - 19, line.height()), line, rtl)
    shown = painter.fontMetrics().elidedText(tile.second, Qt.TextElideMode.ElideRight, text.width())
    # An isolate that takes its direction from its own first letter: a date keeps its order in any layout.
    painter.drawText(text, painting.side(rtl=rtl), f"\u2068{shown}\u2069" if rtl else shown)


def _mirrored(rect: QRect, line: QRect, rtl: bool) -> QRect:
    if not rtl:
        return rect
    return QRect(line.right() - (rect.right() - line.left()), rect.top(), rect.width(), rect.height())
