"""The list view: the same items and the same selection as the grid, one row each."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from osintdesk.core.i18n import _
from osintdesk.ui.pages.media.model import COLUMNS, MARK, MediaModel
from osintdesk.ui.theme import metrics, paint_icon, painting, theme
from osintdesk.ui.widgets import chip_width, paint_chip

Index = QModelIndex | QPersistentModelIndex


class RowPainter(QStyledItemDelegate):
    """One cell; the row is selected when its first column is (the grid selects only that)."""

    def __init__(self, table: MediaTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column, rtl = COLUMNS[index.column()], option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setLayoutDirection(option.direction)
        self._ground(painter, option, index)
        area, mark = option.rect.adjusted(8, 0, -8, 0), index.data(MARK)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        if column.chip and mark is not None:
            box = QRect(0, 0, min(area.width(), chip_width(mark, text, "small")), 22)
            box.moveCenter(area.center())
            box.moveRight(area.right()) if rtl else box.moveLeft(area.left())
            paint_chip(painter, QRectF(box), mark, text, "small")
        else:
            if mark is not None:
                left = area.right() - 15 if rtl else area.left()
                paint_icon(painter, QRect(left, area.center().y() - 7, 15, 15), mark.icon, mark.role)
                area = area.adjusted(0 if rtl else 22, 0, -22 if rtl else 0, 0)
            _text(painter, area, text, number=column.number, strong=column.strong, option=option)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, chosen = option.rect, self._table.selectionModel()
        if chosen.isSelected(index.sibling(index.row(), 0)):
            painter.fillRect(rect, theme().colour("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme().colour("hover"))
        painter.setPen(QPen(theme().colour("line"), 0))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self._table.hasFocus() and index.row() == self._table.currentIndex().row() and index.column() == 0:
            painting.fill(painter, QRectF(rect.left(), rect.top(), 3, rect.height()), "accent")


def _text(
    painter: QPainter, area: QRect, text: str, *, number: bool, strong: bool, option: QStyleOptionViewItem
) -> None:
    painter.setFont(theme().font("numbers" if number else "small_strong" if strong else "small"))
    painter.setPen(theme().colour("text"))
    side = Qt.AlignmentFlag.AlignTrailing if number else Qt.AlignmentFlag.AlignLeading
    aligned = QStyle.visualAlignment(option.direction, side | Qt.AlignmentFlag.AlignVCenter)
    shown = text if number else painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, aligned, shown)


class MediaTable(QTableView):
    """Shows a `MediaModel` as rows; `sorted_by(order)` when a header is pressed."""

    sorted_by = Signal(str)

    def __init__(self, model: MediaModel, selection: QItemSelectionModel) -> None:
        super().__init__()
        self.setAccessibleName(_("Media"))
        self.setModel(model)
        before = self.selectionModel()
        self.setSelectionModel(selection)
        before.deleteLater()
        self.setItemDelegate(RowPainter(self))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.sectionClicked.connect(self._header_pressed)
        for place, column in enumerate(COLUMNS):
            self.setColumnWidth(place, column.width)
            if column.stretch:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self._dress()
        theme().changed.connect(self._dress)

    def _dress(self) -> None:
        token = metrics.TABLE_ROW - (4 if theme().compact else 0)
        self.verticalHeader().setDefaultSectionSize(metrics.height(token, theme().font("small")))
        self.horizontalHeader().setFixedHeight(metrics.height(metrics.TABLE_HEADER, theme().font("caption")))

    def _header_pressed(self, section: int) -> None:
        if COLUMNS[section].sort:
            self.sorted_by.emit(COLUMNS[section].sort)

    def show_order(self, order: str, *, backwards: bool) -> None:
        """The arrow on the column that the order belongs to, and on no other."""
        header = self.horizontalHeader()
        section = next((place for place, column in enumerate(COLUMNS) if column.sort == order), -1)
        header.setSortIndicatorShown(section >= 0)
        if section >= 0:
            down = Qt.SortOrder.DescendingOrder if backwards else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(section, down)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalnum() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)
