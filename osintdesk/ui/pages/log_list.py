"""The list of the log, painted: day headings, then time, icon, what, with what, who, hash."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from osintdesk.core.i18n import _
from osintdesk.ui.pages.log_model import LogRow
from osintdesk.ui.theme import metrics, paint_icon, painting, theme

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole)


class LogModel(QAbstractListModel):
    """The rows that are shown; a row with a day draws the heading above itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[LogRow] = []

    def set_rows(self, rows: Sequence[LogRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return ", ".join(part for part in (f"{line.clock} UTC", line.label, line.detail, line.by) if part)
            case _ if role == LINE:
                return line
            case _:
                return None


class LogDelegate(QStyledItemDelegate):
    """Row 32, heading 28."""

    def _row(self) -> int:
        return metrics.height(metrics.TABLE_ROW, theme().font("small"))

    def _heading(self) -> int:
        return metrics.height(metrics.TABLE_HEADER, theme().font("small_strong"))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(LINE) if index.isValid() else None
        return QSize(400, self._row() + (self._heading() if line and line.day else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: LogRow = index.data(LINE)
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        rect = QRectF(option.rect)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        if line.day:
            head = QRectF(rect.left(), rect.top(), rect.width(), self._heading())
            painter.fillRect(head, theme().colour("page"))
            painting.line(painter, head.bottomLeft(), head.bottomRight())
            _text(
                painter,
                head.adjusted(16, 0, -16, 0),
                _("{day}, UTC").format(day=line.day),
                "small_strong",
                "text2",
                rtl,
            )
            rect.setTop(head.bottom())
        self._ground(painter, rect, option.state)
        self._columns(painter, rect, line, rtl)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme().colour("selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme().colour("hover"))
        painting.line(painter, rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painting.frame(painter, rect, "accent", 0, 2)

    def _columns(self, painter: QPainter, rect: QRectF, line: LogRow, rtl: bool) -> None:
        """Fixed columns at both ends, the words share what is between."""
        mono = QFontMetrics(theme().font("mono"))
        clock, digest = mono.horizontalAdvance("00:00:00"), mono.horizontalAdvance("0000")
        inside = rect.width() - 16 - clock - 12 - 28 - digest - 28
        widths = [clock + 12, 28, inside * 0.44, inside * 0.38, inside * 0.18, digest + 8]
        x = 16.0
        boxes = []
        for width in widths:
            left = rect.right() - x - width if rtl else rect.left() + x
            boxes.append(QRectF(left, rect.top(), width, rect.height()))
            x += width
        _text(painter, boxes[0], line.clock, "mono", "text2", rtl)
        icon = QRect(0, 0, 16, 16)
        icon.moveCenter(boxes[1].center().toPoint())
        paint_icon(painter, icon, line.icon, "text2")
        for box, text, style, role in (
            (boxes[2], line.label, "small", "text"),
            (boxes[3], line.detail, "small", "text2"),
            (boxes[4], line.by, "small", "text2"),
            (boxes[5], line.hash[:4], "mono", "text3"),
        ):
            _text(painter, box.adjusted(4, 0, -4, 0), text, style, role, rtl)


def _text(painter: QPainter, rect: QRectF, text: str, style: str, role: str, rtl: bool) -> None:
    painter.setFont(theme().font(style))
    painter.setPen(theme().colour(role))
    shown = painter.fontMetrics().elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, int(rect.width()))
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)


class LogList(QListView):
    """`chosen(LogRow | None)` when another row becomes current."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.log = LogModel(self)
        self.setModel(self.log)
        self.setItemDelegate(LogDelegate(self))
        self.setAccessibleName(_("Log"))
        self.setProperty("ground", "surface")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(400)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._tell)
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def set_rows(self, rows: Sequence[LogRow]) -> None:
        """Show the rows; the current one stays current, the place stays."""
        current = self.current()
        place = self.verticalScrollBar().value()
        self.log.set_rows(rows)
        at = next((n for n, row in enumerate(rows) if current is not None and row.id == current.id), -1)
        if at >= 0:
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(self.log.index(at, 0))
            self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(place)

    def current(self) -> LogRow | None:
        row = self.currentIndex().row()
        return self.log.rows[row] if 0 <= row < len(self.log.rows) else None

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.log.rows[current.row()] if current.isValid() else None)
