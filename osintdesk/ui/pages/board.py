"""The board of incidents: a column for each work status; cards are dragged, or moved by the menu, between them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from osintdesk.core import words
from osintdesk.core.i18n import _
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.incidents_model import Column, IncidentRow
from osintdesk.ui.theme import mark, metrics, paint_icon, painting, status_mark, theme
from osintdesk.ui.widgets import Icon, Label, Menu, column, panel, row

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
MIME = "application/x-osintdesk-incident"
_WIDTH = 248


class CardModel(QAbstractListModel):
    """The incidents of one column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[IncidentRow, ...] = ()

    def set_rows(self, rows: Sequence[IncidentRow]) -> None:
        if tuple(rows) != self.rows:
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return self.rows[index.row()].spoken
            case _ if role == ROW:
                return self.rows[index.row()]
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else usual

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(MIME, self.rows[indexes[0].row()].id.encode())
        return data


class CardDelegate(QStyledItemDelegate):
    """A card: title in up to three lines, when, where, counts and status."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row_ = index.data(ROW) if index.isValid() else None
        small = QFontMetrics(theme().font("small")).height() + 4
        lines = sum(bool(text) for text in (row_.when, row_.where)) if row_ else 0
        return QSize(_WIDTH - 24, 3 * self._title_line() + lines * small + small + 32)

    def _title_line(self) -> int:
        return QFontMetrics(theme().font("strong")).height() + 1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found: IncidentRow = index.data(ROW)
        painter.save()
        painter.setLayoutDirection(option.direction)
        rect = QRectF(option.rect).adjusted(1, 1, -1, -7)
        state = option.state
        ground = "selected" if state & QStyle.StateFlag.State_Selected else "surface"
        painting.fill(painter, rect, ground, metrics.RADIUS_CARD)
        over = state & QStyle.StateFlag.State_MouseOver
        painting.frame(painter, rect, "edge" if over else "line", metrics.RADIUS_CARD)
        if state & QStyle.StateFlag.State_HasFocus:
            painting.frame(painter, rect, "accent", metrics.RADIUS_CARD, 2)
        self._text(painter, rect.adjusted(12, 10, -12, -10), found, option.direction)
        painter.restore()

    def _text(self, painter: QPainter, area: QRectF, found: IncidentRow, direction: Qt.LayoutDirection) -> None:
        top = area.top() + _wrapped(painter, area, found.title, 3, direction) + 4
        small = QFontMetrics(theme().font("small"))
        for icon, text in (("interval", found.when), ("place", found.where)):
            if text:
                _line(painter, QRectF(area.left(), top, area.width(), small.height()), icon, text, direction)
                top += small.height() + 4
        sign = status_mark(found.status)
        bottom = QRectF(area.left(), area.bottom() - small.height(), area.width(), small.height())
        counted = f"{found.counted}" + (f", {found.assigned_to}" if found.assigned_to else "")
        _line(painter, bottom, sign.icon, counted, direction, role=theme().status_role(sign.role))


def _line(
    painter: QPainter, rect: QRectF, icon: str, text: str, direction: Qt.LayoutDirection, *, role: str = "text3"
) -> None:
    rtl = direction == Qt.LayoutDirection.RightToLeft
    left = rect.right() - 14 if rtl else rect.left()
    paint_icon(painter, QRect(int(left), int(rect.center().y() - 7), 14, 14), icon, role)
    area = rect.adjusted(0 if rtl else 20, 0, -20 if rtl else 0, 0)
    painter.setFont(theme().font("small"))
    painter.setPen(theme().colour("text2"))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _wrapped(painter: QPainter, area: QRectF, text: str, most: int, direction: Qt.LayoutDirection) -> float:
    """Draw `text` in at most `most` lines, the last one elided; the height that it took."""
    font = theme().font("strong")
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(direction)
    layout.setTextOption(option)
    height, number = 0.0, 0
    painter.setPen(theme().colour("text"))
    painter.setFont(font)
    layout.beginLayout()
    while (line := layout.createLine()).isValid() and number < most:
        line.setLineWidth(area.width())
        number += 1
        rest = text[line.textStart() :]
        last = number == most and line.textLength() < len(rest)
        shown = (
            painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, int(area.width()))
            if last
            else (text[line.textStart() : line.textStart() + line.textLength()])
        )
        side = (
            Qt.AlignmentFlag.AlignRight if direction == Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(QRectF(area.left(), area.top() + height, area.width(), line.height()), side, shown)
        height += line.height()
    layout.endLayout()
    return height


class CardList(QListView):
    """One column's cards; `dropped(incident)` when one is let go here."""

    dropped = Signal(str)
    opened = Signal(str)
    moved = Signal(str, str)

    def __init__(self, status: words.WorkStatus, *, writes: bool) -> None:
        super().__init__()
        self.cards = CardModel(self)
        self._status, self._writes = status, writes
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(self))
        self.setAccessibleName(mark(status).label)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda _point: self.open_menu())
        if writes:
            self.setDragEnabled(True)
            self.setAcceptDrops(True)
            self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
            self.setDropIndicatorShown(False)
        self.activated.connect(lambda index: self.opened.emit(self.cards.rows[index.row()].id))
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def open_menu(self) -> Menu | None:
        """Everything that can be done by dragging, for the current card."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        found = self.cards.rows[index.row()]
        menu = Menu(found.title, self)
        menu.item(_("Open"), lambda: self.opened.emit(found.id), icon="incident")
        menu.addSeparator()
        for status in words.WorkStatus:
            menu.item(
                _("Move to “{status}”").format(status=_(status)),
                lambda status=status: self.moved.emit(found.id, str(status)),  # type: ignore[misc]
                icon=mark(status).icon,
                enabled=self._writes and status != self._status,
            )
        menu.popup(self.viewport().mapToGlobal(self.visualRect(index).center()))
        return menu

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._judge(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._judge(event)

    def _judge(self, event: QDragMoveEvent | QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        if not event.mimeData().hasFormat(MIME):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(bytes(event.mimeData().data(MIME).data()).decode())


class Board(QScrollArea):
    """The columns side by side; they fill the height and scroll sideways where the page is narrow."""

    opened = Signal(str)
    moved = Signal(str, str)

    def __init__(self, *, writes: bool) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lists: dict[str, CardList] = {}
        self._counts: dict[str, Label] = {}
        box = row(space=12, margins=16)
        for status in words.WorkStatus:
            box.addWidget(self._column(status, writes), 1)
        self.setWidget(panel(box, "page"))

    def _column(self, status: words.WorkStatus, writes: bool) -> QWidget:
        cards = CardList(status, writes=writes)
        cards.opened.connect(self.opened)
        cards.moved.connect(self.moved)
        cards.dropped.connect(lambda incident: self.moved.emit(incident, str(status)))
        self.lists[status] = cards
        self._counts[status] = Label("", "small", "text3")
        sign = mark(status)
        head = row(Icon(sign.icon, 16, sign.role), Label(sign.label, "strong"), None, self._counts[status])
        made = panel(column(head, cards, space=8), "")
        made.setMinimumWidth(_WIDTH - 48)
        return made

    def set_columns(self, columns: Sequence[Column]) -> None:
        for each in columns:
            self.lists[each.work_status].cards.set_rows(each.rows)
            self._counts[each.work_status].setText(phrases.count(len(each.rows)))
