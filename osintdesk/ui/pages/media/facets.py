"""The list of filters: groups that fold, a check box, status icon and count each. One stop for Tab, painted rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from osintdesk.app.search import NOT_ATTACHED, Filters
from osintdesk.core import words
from osintdesk.core.domain import Incident, Tag
from osintdesk.core.i18n import N_, _
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.ui.pages.media.query import NEEDS, value_label
from osintdesk.ui.theme import metrics, paint_icon, painting, status_mark, theme
from osintdesk.ui.theme.style import paint_check
from osintdesk.ui.widgets import Button, Label, column, panel, row
from osintdesk.ui.wording import count

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
_NOWHERE = QModelIndex()

GROUPS: tuple[tuple[str, str], ...] = (
    ("incidents", N_("Incident")), ("statuses", N_("Assessment")), ("kinds", N_("Kind")), ("needs", N_("Needs a look")),
    ("tags", N_("Tag")), ("platforms", N_("Platform")), ("cameras", N_("Camera")),
)  # fmt: skip
CLOSED_AT_FIRST = frozenset({"platforms", "cameras"})
POSTED = "posted"
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A group heading (empty `value`) or one value of it."""

    group: str
    label: str
    value: str = ""
    number: int = 0
    checked: bool = False
    is_open: bool = True
    icon: str = ""
    role: str = "text2"

    @property
    def is_heading(self) -> bool:
        return not self.value


def rows_of(records: Records, filters: Filters, counts: Counts, closed: Iterable[str]) -> list[FacetRow]:
    """Every row that is shown; a value that is set stays, also with zero items."""
    folded = frozenset(closed)
    rows: list[FacetRow] = []
    for group, title in GROUPS:
        values = _values(records, group, counts.get(group, {}), getattr(filters, group))
        if not values:
            continue
        rows.append(FacetRow(group, _(title), is_open=group not in folded))
        if group not in folded:
            rows += [_row(records, group, value, counts.get(group, {}), filters) for value in values]
    rows.append(FacetRow(POSTED, _("Posted"), is_open=False))
    return rows


def _values(records: Records, group: str, counted: dict[str, int], chosen: frozenset[str]) -> list[str]:
    match group:
        case "incidents":
            ids = [i.id for i in records.all(Incident)]
            return [*ids, NOT_ATTACHED] if ids else []
        case "statuses":
            return [s for s in words.Status if counted.get(s) or s in chosen or s == words.Status.UNASSESSED]
        case "kinds":
            return [k for k in words.MediaKind if counted.get(k) or k in chosen or k != words.MediaKind.OTHER]
        case "needs":
            return list(NEEDS)
        case "tags":
            return sorted({t.id for t in records.all(Tag)}, key=lambda i: value_label(records, "tags", i).casefold())
        case _:
            return sorted({*counted, *chosen}, key=str.casefold)


def _row(records: Records, group: str, value: str, counted: dict[str, int], filters: Filters) -> FacetRow:
    mark = status_mark(value) if group == "statuses" else None
    return FacetRow(
        group, visible(value_label(records, group, value)), value, counted.get(value, 0),
        value in getattr(filters, group), icon=mark.icon if mark else "", role=mark.role if mark else "text2",
    )  # fmt: skip


class FacetModel(QAbstractListModel):
    """The rows as a list."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[FacetRow] = []

    def set_rows(self, rows: list[FacetRow]) -> None:
        """Show these; when only counts and checks changed, nothing moves."""
        same = [(r.group, r.value) for r in rows] == [(r.group, r.value) for r in self._rows]
        if same:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def facet(self, place: int) -> FacetRow:
        return self._rows[place]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        facet = self._rows[index.row()]
        match role:
            case _ if role == ROW:
                return facet
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return facet.label
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(facet)
            case Qt.ItemDataRole.CheckStateRole if not facet.is_heading:
                return Qt.CheckState.Checked if facet.checked else Qt.CheckState.Unchecked
            case _:
                return None


def _spoken(facet: FacetRow) -> str:
    if facet.is_heading:
        return f"{facet.label}, {_('open') if facet.is_open else _('folded')}"
    return f"{facet.label}, {count(facet.number)}, {_('set') if facet.checked else _('not set')}"


class FacetDelegate(QStyledItemDelegate):
    """Chevron and strong title, or check box, icon, label and count."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        token = metrics.FACET_ROW - (4 if theme().compact else 0)
        return QSize(100, max(token, metrics.height(token, theme().font("small")) - 4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        facet: FacetRow = index.data(ROW)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        area = option.rect.adjusted(14, 0, -14, 0)
        if option.state & QStyle.StateFlag.State_MouseOver and not facet.is_heading:
            painting.fill(painter, option.rect.adjusted(6, 1, -6, -1).toRectF(), "hover", metrics.RADIUS_CHIP)
        if facet.is_heading:
            _heading(painter, area, facet, rtl)
        else:
            _value(painter, area, facet, rtl)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painting.frame(painter, option.rect.adjusted(4, 0, -4, 0).toRectF(), "accent", metrics.RADIUS_CHIP, 2)
        painter.restore()


def _flip(rect: QRect, area: QRect, rtl: bool) -> QRect:
    if not rtl:
        return rect
    return QRect(area.left() + area.right() - rect.right(), rect.top(), rect.width(), rect.height())


def _heading(painter: QPainter, area: QRect, facet: FacetRow, rtl: bool) -> None:
    middle = area.center().y()
    chevron = QRect(area.left(), middle - 6, 14, 14)
    paint_icon(painter, _flip(chevron, area, rtl), "open_section" if facet.is_open else "closed_section", "text2")
    painter.setFont(theme().font("small_strong"))
    painter.setPen(theme().colour("text"))
    painter.drawText(_flip(area.adjusted(20, 0, 0, 0), area, rtl), painting.side(rtl=rtl), facet.label)


def _value(painter: QPainter, area: QRect, facet: FacetRow, rtl: bool) -> None:
    middle = area.center().y()
    paint_check(painter, _flip(QRect(area.left(), middle - 7, 14, 14), area, rtl), on=facet.checked)
    left = area.left() + 22
    if facet.icon:
        icon = QRect(left, middle - 7, 15, 15)
        paint_icon(painter, _flip(icon, area, rtl), facet.icon, theme().status_role(facet.role))
        left += 22
    painter.setFont(theme().font("caption_numbers"))
    number = count(facet.number)
    width = painter.fontMetrics().horizontalAdvance(max(number, "00", key=len))
    painter.setPen(theme().colour("text3"))
    painter.drawText(
        _flip(QRect(area.right() - width, area.top(), width + 1, area.height()), area, rtl),
        painting.side(rtl=rtl, far=True),
        number,
    )
    text = QRect(left, area.top(), area.right() - width - 6 - left, area.height())
    painter.setFont(theme().font("small"))
    painter.setPen(theme().colour("text" if facet.checked else "text2" if facet.number else "text3"))
    label = painter.fontMetrics().elidedText(facet.label, Qt.TextElideMode.ElideRight, text.width())
    painter.drawText(_flip(text, area, rtl), painting.side(rtl=rtl), label)


class FacetList(QListView):
    """`pressed(row)` by click, Space or Enter."""

    chosen = Signal(object)

    def __init__(self, model: FacetModel) -> None:
        super().__init__()
        self.setModel(model)
        self._facets = model
        self.setItemDelegate(FacetDelegate(self))
        self.setMouseTracking(True)
        self.setAccessibleName(_("Filters"))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._facets.facet(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.chosen.emit(self._facets.facet(self.currentIndex().row()))
        elif event.text().isalnum() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class FacetPanel(QFrame):
    """Heading with *Clear*, and the list. `toggled(group, value)`, `cleared`, `days_wanted`."""

    toggled = Signal(str, str)
    cleared = Signal()
    days_wanted = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "side")
        self._model = FacetModel()
        self.closed: set[str] = set(CLOSED_AT_FIRST)
        self._last: tuple[Records, Filters, Counts] | None = None
        self._clear = Button(_("Clear"), "link", on=self.cleared.emit)
        head = panel(row(Label(_("Filters"), "strong"), None, self._clear, margins=(14, 8, 14, 2)))
        head.setFixedHeight(metrics.height(38, theme().font("strong")))
        self.list = FacetList(self._model)
        self.list.chosen.connect(self._chosen)
        box = column(head, self.list, space=0, margins=(0, 0, 1, 0))
        box.setStretch(1, 1)
        self.setLayout(box)
        self.setFixedWidth(metrics.FACETS)

    def show_counts(self, records: Records, filters: Filters, counts: Counts) -> None:
        """Draw what the query answered."""
        self._last = (records, filters, counts)
        self._model.set_rows(rows_of(records, filters, counts, self.closed))
        self._clear.setVisible(filters != Filters())

    def _chosen(self, facet: FacetRow) -> None:
        if facet.group == POSTED:
            self.days_wanted.emit()
        elif facet.is_heading:
            self.closed ^= {facet.group}
            if self._last is not None:
                self._model.set_rows(rows_of(*self._last, self.closed))
        else:
            self.toggled.emit(facet.group, facet.value)
