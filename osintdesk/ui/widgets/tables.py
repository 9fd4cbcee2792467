"""Tables and trees over records: declare the columns, the model and the painting follow.

```
table = RecordTable([Column("posted", _("Posted"), lambda s: when(s.posted_at), number=True), …], name=_("Sightings"))
table.set_rows(records); table.chosen (record) ; table.activated(record); table.selection_changed
```
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from osintdesk.ui.theme import Mark, metrics, paint_icon, painting, theme
from osintdesk.ui.widgets.chips import chip_width, paint_chip
from osintdesk.ui.widgets.labels import readable

Index = QModelIndex | QPersistentModelIndex
RECORD = int(Qt.ItemDataRole.UserRole)
MARK = RECORD + 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `text(record)`; `number` is right-aligned and never elided; `mark(record)` adds icon or chip."""

    key: str
    title: str
    text: Callable[[Any], str]
    width: int = 120
    number: bool = False
    mono: bool = False
    strong: bool = False
    stretch: bool = False
    tone: str = "text"
    elide_middle: bool = False
    mark: Callable[[Any], Mark | None] | None = None
    chip: bool = False
    sort: Callable[[Any], Any] | None = None


class RecordModel(QAbstractTableModel):
    """Records in rows; sorts by the column's `sort` or its text."""

    def __init__(self, columns: Sequence[Column], parent: Any = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[Any] = []
        self._order: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self._arrange()
        self.endResetModel()

    def record(self, row: int) -> Any:
        return self._rows[row]

    @property
    def rows(self) -> list[Any]:
        return list(self._rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record, column = self._rows[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return readable(column.text(record))
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignTrailing if column.number else Qt.AlignmentFlag.AlignLeading
                return side | Qt.AlignmentFlag.AlignVCenter
            case _ if role == RECORD:
                return record
            case _ if role == MARK:
                return column.mark(record) if column.mark else None
            case _:
                return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignTrailing if column.number else Qt.AlignmentFlag.AlignLeading
            return side | Qt.AlignmentFlag.AlignVCenter
        return column.title if role == Qt.ItemDataRole.DisplayRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = None if column < 0 else (column, order)
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self._rows[index.row()]) for index in self.persistentIndexList()]
        self._arrange()
        places = {id(record): row for row, record in enumerate(self._rows)}
        for index, record in kept:
            self.changePersistentIndex(index, self.index(places[id(record)], index.column()))
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        if self._order is None:
            return
        column = self.columns[self._order[0]]
        key = column.sort or (lambda record: column.text(record).casefold())
        self._rows.sort(key=key, reverse=self._order[1] == Qt.SortOrder.DescendingOrder)


class RowDelegate(QStyledItemDelegate):
    """Paints a cell: row fill, mark or chip, text; the current row has the ring."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        column = model.columns[index.column()] if isinstance(model, RecordModel) else Column("", "", str)
        state, rect = option.state, option.rect
        painter.save()
        painter.setLayoutDirection(option.direction)
        _row_ground(painter, rect, state)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        mark = index.data(MARK)
        area = rect.adjusted(8, 0, -8, 0)
        if column.chip and mark is not None:
            _chip_cell(painter, area, mark, text, option.direction)
        else:
            _text_cell(painter, area, column, mark, text, option)
        painter.restore()


def _row_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, theme().colour("selected"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, theme().colour("hover"))
    painter.setPen(QPen(theme().colour("line"), 0))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _chip_cell(painter: QPainter, area: QRect, mark: Mark, text: str, direction: Qt.LayoutDirection) -> None:
    box = QRect(0, 0, min(area.width(), chip_width(mark, text, "small")), 22)
    box.moveCenter(area.center())
    if direction == Qt.LayoutDirection.RightToLeft:
        box.moveRight(area.right())
    else:
        box.moveLeft(area.left())
    paint_chip(painter, QRectF(box), mark, text, "small")


def _style(column: Column) -> str:
    if column.mono:
        return "mono"
    return "numbers" if column.number else "small_strong" if column.strong else "small"


def _text_cell(
    painter: QPainter, area: QRect, column: Column, mark: Mark | None, text: str, option: QStyleOptionViewItem
) -> None:
    rtl = option.direction == Qt.LayoutDirection.RightToLeft
    if mark is not None:
        left = area.right() - 15 if rtl else area.left()
        paint_icon(painter, QRect(left, area.center().y() - 7, 15, 15), mark.icon, theme().status_role(mark.role))
        area = area.adjusted(0 if rtl else 22, 0, -22 if rtl else 0, 0)
    font = theme().font(_style(column))
    painter.setFont(font)
    painter.setPen(theme().colour(column.tone))
    side = Qt.AlignmentFlag.AlignTrailing if column.number else Qt.AlignmentFlag.AlignLeading
    aligned = QStyle.visualAlignment(option.direction, side | Qt.AlignmentFlag.AlignVCenter)
    mode = Qt.TextElideMode.ElideMiddle if column.elide_middle else Qt.TextElideMode.ElideRight
    shown = text if column.number else painter.fontMetrics().elidedText(text.replace("\n", " "), mode, area.width())
    painter.drawText(area, aligned, shown)


class RecordTable(QTableView):
    """A table of records: no vertical lines, rows as one stop for Tab, sort by click on a header."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self, columns: Sequence[Column], *, name: str = "", multiple: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.records = RecordModel(columns, self)
        self.setModel(self.records)
        self.setItemDelegate(RowDelegate(self))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if multiple else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self._dress()
        theme().changed.connect(self._dress)
        self._arrange_columns(columns)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.activated.connect(lambda index: self.opened.emit(self.records.record(index.row())))
        self.selectionModel().selectionChanged.connect(self._tell)

    def _arrange_columns(self, columns: Sequence[Column]) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(48)
        for place, column in enumerate(columns):
            self.setColumnWidth(place, column.width)
            if column.stretch:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def _dress(self) -> None:
        row = metrics.height(metrics.TABLE_ROW - (4 if theme().compact else 0), theme().font("small"))
        self.verticalHeader().setDefaultSectionSize(row)
        self.horizontalHeader().setFont(theme().font("caption_medium"))
        self.horizontalHeader().setFixedHeight(metrics.height(metrics.TABLE_HEADER, theme().font("caption")))

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these records; what was selected and where it was scrolled stays, by id or equality."""
        wanted = {_identity(record) for record in self.selected()}
        place = self.verticalScrollBar().value()
        self.records.set_rows(rows)
        for row, record in enumerate(self.records.rows):
            if _identity(record) in wanted:
                self.selectRow(row)
        self.verticalScrollBar().setValue(place)

    def selected(self) -> list[Any]:
        """The selected records, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.records.record(row) for row in rows]

    def select(self, wanted: Callable[[Any], bool]) -> None:
        """Select and show the first record that fits."""
        for row, record in enumerate(self.records.rows):
            if wanted(record):
                self.selectRow(row)
                self.scrollTo(self.records.index(row, 0))
                return

    def _tell(self) -> None:
        found = self.selected()
        self.chosen.emit(found[0] if found else None)

    def record_at(self, point: QPoint) -> Any:
        """The record under the pointer, None beside the rows."""
        index = self.indexAt(point)
        return self.records.record(index.row()) if index.isValid() else None


def _identity(record: Any) -> object:
    return getattr(record, "id", record)


__all__ = ["MARK", "RECORD", "Column", "RecordModel", "RecordTable", "RowDelegate", "painting"]
