"""The picture of one media item, hidden where it must be; pressing it opens the item."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from osintdesk.core.domain import Media
from osintdesk.core.i18n import _
from osintdesk.ui.desk import Desk
from osintdesk.ui.theme import metrics, paint_icon, painting, theme


class Picture(QWidget):
    """112 × 63 unless told otherwise."""

    opened = Signal()

    def __init__(self, desk: Desk, sha256: str, *, size: QSize = QSize(112, 63), parent: QWidget | None = None) -> None:  # noqa: B008
        super().__init__(parent)
        self._desk, self._sha = desk, sha256
        self.setFixedSize(size)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        media = desk.records.get(Media, sha256)
        number = media.number if media else ""
        self.setAccessibleName(_("Open {what}").format(what=number))
        self.setToolTip(_("Open {what}").format(what=number))
        desk.thumbnails.loaded.connect(self._loaded)
        desk.revealed_changed.connect(self._revealed)
        theme().greyscale_changed.connect(self._revealed)

    def _loaded(self, sha256: str) -> None:
        if sha256 == self._sha:
            self.update()

    def _revealed(self, _on: bool) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        hidden = self._desk.is_hidden(self._sha)
        pixmap = self._desk.thumbnails.get(self._sha, self.size(), hidden=hidden, ratio=self.devicePixelRatioF())
        if hidden:
            painting.paint_hidden(painter, rect, pixmap, words=False)
        else:
            painter.save()
            painting.rounded(painter, rect, metrics.RADIUS_CHIP)
            painter.fillRect(rect, theme().colour("canvas"))
            if pixmap is not None:
                where = painting.fitted(pixmap.deviceIndependentSize().toSize(), rect)
                painter.drawPixmap(where.topLeft(), pixmap)
            else:
                paint_icon(painter, self.rect().adjusted(20, 20, -20, -20), "media", "text3")
            painter.restore()
        if self.hasFocus():
            painting.frame(painter, rect, "accent", metrics.RADIUS_CHIP, 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
