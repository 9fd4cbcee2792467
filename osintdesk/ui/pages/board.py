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
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QResizeEvent, QTextLayout, QTextOption
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
_WIDTH = 196
_EMPTY_WIDTH = 132


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
    """A card: title, when, where, counts with the assessment's sign; nothing of a time is cut off."""

    def _width(self) -> int:
        view = self.parent()
        return view.viewport().width() if isinstance(view, QListView) else _WIDTH

    def _lines(self, index: Index) -> list[tuple[str, str, str, int]]:
        """Icon, its role, text and the most lines, from top to bottom."""
        found: IncidentRow = index.data(ROW)
        sign = status_mark(found.status)
        counted = f"{found.counted}, {found.assigned_to}" if found.assigned_to else found.counted
        lines = [
            ("interval", "text3", found.when_utc, 3),
            ("place", "text3", found.where, 2),
            (sign.icon, theme().status_role(sign.role), counted, 2),
        ]
        return [line for line in lines if line[2]]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._width()
        inner = width - 2 - 24
        height = _wrapped(None, QRectF(0, 0, inner, 0), index.data(ROW).title, "strong", 3, option.direction) + 4
        for _icon, _role, text, most in self._lines(index):
            height += _wrapped(None, QRectF(0, 0, inner - 20, 0), text, "small", most, option.direction) + 4
        return QSize(width, int(height) + 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        rect = QRectF(option.rect).adjusted(1, 1, -1, -7)
        state = option.state
        ground = "selected" if state & QStyle.StateFlag.State_Selected else "surface"
        painting.fill(painter, rect, ground, metrics.RADIUS_CARD)
        over = state & QStyle.StateFlag.State_MouseOver
        painting.frame(painter, rect, "edge" if over else "line", metrics.RADIUS_CARD)
        if state & QStyle.StateFlag.State_HasFocus:
            painting.frame(painter, rect, "accent", metrics.RADIUS_CARD, 2)
        self._text(painter, rect.adjusted(12, 10, -12, -10), index, option.direction)
        painter.restore()

    def _text(self, painter: QPainter, area: QRectF, index: Index, direction: Qt.LayoutDirection) -> None:
        rtl = direction == Qt.LayoutDirection.RightToLeft
        painter.setPen(theme().colour("text"))
        top = area.top() + _wrapped(painter, area, index.data(ROW).title, "strong", 3, direction) + 4
        for icon, role, text, most in self._lines(index):
            left = area.right() - 14 if rtl else area.left()
            paint_icon(painter, QRect(int(left), int(top) + 1, 14, 14), icon, role)
            beside = QRectF(area.left() + (0 if rtl else 20), top, area.width() - 20, 0)
            painter.setPen(theme().colour("text2"))
            top += _wrapped(painter, beside, text, "small", most, direction) + 4


def _wrapped(
    painter: QPainter | None, area: QRectF, text: str, style: str, most: int, direction: Qt.LayoutDirection
) -> float:
    """Draw `text` in at most `most` lines, the last one elided; the height that it takes, also without a painter."""
    font = theme().font(style)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(direction)
    layout.setTextOption(option)
    height, number = 0.0, 0
    layout.beginLayout()
    while (line := layout.createLine()).isValid() and number < most:
        line.setLineWidth(max(40.0, area.width()))
        number += 1
        if painter is not None:
            painter.setFont(font)
            box = QRectF(area.left(), area.top() + height, area.width(), line.height())
            _draw_line(painter, box, text[line.textStart() :], line.textLength(), number == most, direction)
        height += line.height()
    layout.endLayout()
    return height


def _draw_line(
    painter: QPainter, box: QRectF, rest: str, length: int, last: bool, direction: Qt.LayoutDirection
) -> None:
    cut = last and length < len(rest)
    elided = painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, int(box.width()))
    side = Qt.AlignmentFlag.AlignRight if direction == Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, side, elided if cut else rest[:length])


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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

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
        self._box = row(space=12, margins=16)
        self._columns = [self._column(status, writes) for status in words.WorkStatus]
        for each in self._columns:
            self._box.addWidget(each, 1)
        self.setWidget(panel(self._box, "page"))

    def _column(self, status: words.WorkStatus, writes: bool) -> QWidget:
        cards = CardList(status, writes=writes)
        cards.opened.connect(self.opened)
        cards.moved.connect(self.moved)
        cards.dropped.connect(lambda incident: self.moved.emit(incident, str(status)))
        self.lists[status] = cards
        self._counts[status] = Label("", "small", "text3")
        sign = mark(status)
        head = row(Icon(sign.icon, 16, sign.role), Label(sign.label, "strong", wrap=True), self._counts[status])
        head.setStretch(1, 1)
        made = panel(column(head, cards, space=8), "")
        return made

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Columns with cards get the room; empty ones stay narrow places to drop on."""
        for place, each in enumerate(columns):
            self.lists[each.work_status].cards.set_rows(each.rows)
            self._counts[each.work_status].setText(phrases.count(len(each.rows)))
            self._box.setStretch(place, 3 if each.rows else 1)
            self._columns[place].setMinimumWidth(_WIDTH if each.rows else _EMPTY_WIDTH)
