"""Pieces that several painters draw: rounded pictures, scrim text, hidden pictures, hair lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap

from osintdesk.core.i18n import _
from osintdesk.ui.theme import metrics
from osintdesk.ui.theme.current import theme
from osintdesk.ui.theme.icons import paint_icon


def snapped(value: float, ratio: float) -> float:
    """The middle of the device pixel at `value`, so that a hair line stays one pixel wide."""
    return (int(value * ratio) + 0.5) / ratio


def rounded(painter: QPainter, rect: QRectF, radius: float) -> None:
    """Clip `painter` to a rounded rectangle."""
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(path)


def fill(painter: QPainter, rect: QRectF, role: str, radius: float = 0.0, *, alpha: float = 1.0) -> None:
    """A filled rounded rectangle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour(role, alpha))
    painter.drawRoundedRect(rect, radius, radius)


def frame(
    painter: QPainter, rect: QRectF, role: str, radius: float = 0.0, width: float = 1.0, *, dashed: bool = False
) -> None:
    """The edge of a rounded rectangle, inside `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme().colour(role), width)
    if dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), max(0.0, radius - half), max(0.0, radius - half))


def line(painter: QPainter, start: QPointF, end: QPointF, role: str = "line", width: float = 0.0) -> None:
    """A hair line (or `width` px) in a role's colour."""
    painter.setPen(QPen(theme().colour(role), width))
    painter.drawLine(start, end)


def side(*, rtl: bool, far: bool = False) -> Qt.AlignmentFlag:
    """Where text begins (or, `far`, ends) in a painter's rectangle, in the middle of its height.

    Absolute, because a painter turns plain left and right round by itself.
    """
    horizontal = Qt.AlignmentFlag.AlignRight if rtl != far else Qt.AlignmentFlag.AlignLeft
    return horizontal | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


def fitted(size: QSize, into: QRectF) -> QRectF:
    """Where a picture of `size` lies when it is contained in `into`."""
    if size.isEmpty():
        return QRectF(into)
    scale = min(into.width() / size.width(), into.height() / size.height())
    width, height = size.width() * scale, size.height() * scale
    return QRectF(into.center().x() - width / 2, into.center().y() - height / 2, width, height)


def badge(painter: QPainter, corner: QPointF, text: str) -> None:
    """White text on the scrim; `corner` is its bottom right."""
    font = theme().font("numbers")
    painter.setFont(font)
    width = QFontMetrics(font).horizontalAdvance(text) + 10
    height = QFontMetrics(font).height() + 1
    rect = QRectF(corner.x() - width, corner.y() - height, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().scrim())
    painter.drawRoundedRect(rect, metrics.RADIUS_MARK, metrics.RADIUS_MARK)
    painter.setPen(theme().colour("on_scrim"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def grey(image: QImage) -> QImage:
    """The picture without colour."""
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def hidden(image: QImage) -> QImage:
    """The picture as 16 × 9 grey blocks: what was distressing cannot be seen in it."""
    small = image.scaled(16, 9, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return grey(small)


def paint_hidden(painter: QPainter, rect: QRectF, blocks: QPixmap | None, *, words: bool = True) -> None:
    """A hidden picture: blocks, dark at 55 %, and how to see it."""
    painter.save()
    rounded(painter, rect, metrics.RADIUS_CHIP)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.fillRect(rect, theme().colour("canvas"))
    if blocks is not None and not blocks.isNull():
        painter.drawPixmap(rect, blocks, QRectF(blocks.rect()))
    painter.fillRect(rect, theme().colour("shadow", 0.55))
    painter.restore()
    if words and rect.height() >= 72:
        _hidden_words(painter, rect)
    else:
        icon = QRect(0, 0, 16, 16)
        icon.moveCenter(rect.center().toPoint())
        paint_icon(painter, icon, "hidden", "on_scrim")


def _hidden_words(painter: QPainter, rect: QRectF) -> None:
    middle = rect.center()
    paint_icon(painter, QRect(int(middle.x()) - 10, int(middle.y()) - 34, 20, 20), "hidden", "on_scrim")
    painter.setPen(theme().colour("on_scrim"))
    painter.setFont(theme().font("small_strong"))
    top = QRectF(rect.left(), middle.y() - 9, rect.width(), 18)
    painter.drawText(top, Qt.AlignmentFlag.AlignCenter, _("Graphic"))
    painter.setFont(theme().font("small"))
    painter.drawText(top.translated(0, 18), Qt.AlignmentFlag.AlignCenter, _("Hold V to see"))
