"""A strip of media items: pictures with duration, below them status, exhibit number and one line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from osintdesk.core.i18n import _
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages.incident_model import StripItem
from osintdesk.ui.theme import metrics, paint_icon, painting, status_mark, theme

Index = QModelIndex | QPersistentModelIndex
ITEM = int(Qt.ItemDataRole.UserRole)
_GAP = 10


def picture_size() -> QSize:
    """16:9, wider with larger text so that the line below it has room."""
    width = round(140 * max(1.0, theme().text_scale * 0.85))
    return QSize(width, width * 9 // 16)


class StripModel(QAbstractListModel):
    """The items of a strip."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._items: tuple[StripItem, ...] = ()

    def set_items(self, items: Sequence[StripItem]) -> None:
        if tuple(items) == self._items:
            return
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                said = (item.number, item.title, status_mark(item.status).label, item.duration, item.note)
                return ", ".join(part for part in said if part)
            case _ if role == ITEM:
                return item
            case _:
                return None

    def row_of(self, sha256: str) -> int:
        return next((row for row, item in enumerate(self._items) if item.sha256 == sha256), -1)

    def item(self, row: int) -> StripItem:
        return self._items[row]


class StripDelegate(QStyledItemDelegate):
    """Paints one item; hidden pictures stay hidden."""

    def __init__(self, desk: Desk, parent: QListView) -> None:
        super().__init__(parent)
        self._desk = desk

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = QFontMetrics(theme().font("strong")).height() + QFontMetrics(theme().font("caption")).height()
        picture = picture_size()
        return QSize(picture.width() + _GAP, picture.height() + lines + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(ITEM)
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        cell = QRectF(option.rect).adjusted(0, 0, -_GAP + 4, 0)
        if option.state & QStyle.StateFlag.State_Selected:
            painting.fill(painter, cell, "selected", metrics.RADIUS_CHIP)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painting.fill(painter, cell, "hover", metrics.RADIUS_CHIP)
        picture = QRectF(QPointF(cell.left() + 2, cell.top() + 2), QSizeF(picture_size()))
        self._picture(painter, picture, item)
        self._lines(painter, picture, item, option.direction)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.frame(painter, cell, "accent", metrics.RADIUS_CHIP, 2)
        painter.restore()

    def _picture(self, painter: QPainter, rect: QRectF, item: StripItem) -> None:
        hidden = self._desk.is_hidden(item.sha256)
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        pixmap = self._desk.thumbnails.get(item.sha256, picture_size(), hidden=hidden, ratio=ratio)
        if hidden:
            painting.paint_hidden(painter, rect, pixmap)
        else:
            painter.save()
            painting.rounded(painter, rect, metrics.RADIUS_CHIP)
            painter.fillRect(rect, theme().colour("canvas"))
            if pixmap is not None:
                painter.drawPixmap(painting.fitted(pixmap.deviceIndependentSize().toSize(), rect).topLeft(), pixmap)
            else:
                place = QRect(0, 0, 20, 20)
                place.moveCenter(rect.center().toPoint())
                paint_icon(painter, place, "kind_video" if item.duration else "kind_image", "text3")
            painter.restore()
        if item.duration:
            painting.badge(painter, QPointF(rect.right() - 4, rect.bottom() - 4), item.duration)

    def _lines(self, painter: QPainter, picture: QRectF, item: StripItem, direction: Qt.LayoutDirection) -> None:
        rtl = direction == Qt.LayoutDirection.RightToLeft
        strong, caption = QFontMetrics(theme().font("strong")), QFontMetrics(theme().font("caption"))
        top = picture.bottom() + 5
        mark = status_mark(item.status)
        left = picture.right() - 15 if rtl else picture.left()
        icon = QRect(int(left), int(top + (strong.height() - 15) / 2), 15, 15)
        paint_icon(painter, icon, mark.icon, theme().status_role(mark.role))
        side = Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
        painter.setFont(theme().font("strong"))
        painter.setPen(theme().colour("text"))
        first = QRectF(picture.left() + (0 if rtl else 21), top, picture.width() - 21, strong.height())
        painter.drawText(first, side, item.number)
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text2"))
        shown = caption.elidedText(item.note, Qt.TextElideMode.ElideRight, int(picture.width()))
        painter.drawText(QRectF(picture.left(), first.bottom() + 1, picture.width(), caption.height()), side, shown)


class MediaStrip(QListView):
    """One line of media items that scrolls sideways; Enter or double click opens one."""

    opened = Signal(str)

    def __init__(self, desk: Desk, *, name: str = "") -> None:
        super().__init__()
        self._desk = desk
        self.items = StripModel(self)
        self.setModel(self.items)
        self.setItemDelegate(StripDelegate(desk, self))
        self.setAccessibleName(name or _("Media"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(lambda index: self.opened.emit(self.items.item(index.row()).sha256))
        self.selectionModel().selectionChanged.connect(lambda *_args: desk.select(self.selected()))
        desk.thumbnails.loaded.connect(self._repaint)
        desk.revealed_changed.connect(self._look_changed)
        desk.preferences_changed.connect(self.viewport().update)
        theme().greyscale_changed.connect(self._look_changed)
        theme().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setFixedHeight(self.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height())
        self.scheduleDelayedItemsLayout()

    def set_items(self, items: Sequence[StripItem]) -> None:
        chosen = set(self.selected())
        self.items.set_items(items)
        for row, item in enumerate(items):
            if item.sha256 in chosen:
                self.selectionModel().select(self.items.index(row, 0), self.selectionModel().SelectionFlag.Select)

    def selected(self) -> list[str]:
        """The SHA-256 of the selected items, the current one first."""
        rows = [index.row() for index in self.selectionModel().selectedIndexes()]
        current = self.currentIndex().row()
        ordered = sorted(rows, key=lambda row: (row != current, row))
        return [self.items.item(row).sha256 for row in ordered]

    def _look_changed(self, _on: bool) -> None:
        """A method of its own, so that the signal lets go of it with the strip."""
        self.viewport().update()

    def _repaint(self, sha256: str) -> None:
        row = self.items.row_of(sha256)
        if row >= 0:
            self.update(self.items.index(row, 0))
