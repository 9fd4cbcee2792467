"""The list of pairs to decide: two small pictures, score, numbers and relation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from osintdesk.core.i18n import _
from osintdesk.ui.inspector.matches import paint_thumb, score_text
from osintdesk.ui.pages.matches.pair import Pair, relation_words, short_words
from osintdesk.ui.theme import metrics, painting, theme

if TYPE_CHECKING:
    from osintdesk.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
PAIR = int(Qt.ItemDataRole.UserRole)
_THUMB = QSize(56, 34)
_PAD = 8


class PairModel(QAbstractListModel):
    """Pairs in the order in which they are to be decided."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.pairs: tuple[Pair, ...] = ()

    def set_pairs(self, pairs: Sequence[Pair]) -> None:
        self.beginResetModel()
        self.pairs = tuple(pairs)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.pairs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        pair = self.pairs[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{pair.title}, {relation_words(pair.relation)}"
            case Qt.ItemDataRole.ToolTipRole:
                return relation_words(pair.relation)
            case _ if role == PAIR:
                return pair
            case _:
                return None


class PairDelegate(QStyledItemDelegate):
    """Paints one pair."""

    def __init__(self, desk: Desk, parent: Any = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = QFontMetrics(theme().font("strong")).height() + QFontMetrics(theme().font("small")).height()
        return QSize(160, _PAD * 2 + _THUMB.height() + 6 + lines + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        pair: Pair = index.data(PAIR)
        rect = QRectF(option.rect).adjusted(8, 2, -8, -2)
        painter.save()
        painter.setLayoutDirection(option.direction)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painting.fill(painter, rect, "selected", metrics.RADIUS_BUTTON)
            painting.frame(painter, rect, "accent", metrics.RADIUS_BUTTON)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painting.fill(painter, rect, "hover", metrics.RADIUS_BUTTON)
        self._paint_inside(painter, rect.adjusted(_PAD, _PAD, -_PAD, -_PAD), pair, chosen)
        painter.restore()

    def _paint_inside(self, painter: QPainter, area: QRectF, pair: Pair, chosen: bool) -> None:
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for place, item in enumerate((pair.first, pair.second)):
            offset = place * (_THUMB.width() + 4)
            left = area.right() - offset - _THUMB.width() if rtl else area.left() + offset
            paint_thumb(painter, self._desk, item, QRectF(left, area.top(), _THUMB.width(), _THUMB.height()), ratio)
        score = area.toRect().adjusted(0, 0, 0, 0)
        score.setHeight(_THUMB.height())
        self._write(painter, score, score_text(pair.match), "small_strong" if chosen else "small", "text2", end=True)
        strong = QFontMetrics(theme().font("strong")).height()
        title = QRect(int(area.left()), int(area.top()) + _THUMB.height() + 6, int(area.width()), strong)
        self._write(painter, title, pair.title, "strong", "text")
        below = title.translated(0, strong + 1)
        self._write(painter, below, short_words(pair.relation), "small", "text2")

    @staticmethod
    def _write(painter: QPainter, box: QRect, text: str, style: str, role: str, *, end: bool = False) -> None:
        painter.setFont(theme().font(style))
        painter.setPen(theme().colour(role))
        side = Qt.AlignmentFlag.AlignTrailing if end else Qt.AlignmentFlag.AlignLeading
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)


class PairList(QListView):
    """One stop for Tab; up and down choose a pair."""

    chosen = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAccessibleName(_("Pairs"))
        self.pairs = PairModel(self)
        self.setModel(self.pairs)
        self.setItemDelegate(PairDelegate(desk, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.selectionModel().currentChanged.connect(self._tell)
        desk.thumbnails.loaded.connect(self._repaint)
        desk.revealed_changed.connect(self._repaint)
        theme().greyscale_changed.connect(self._repaint)

    def _repaint(self) -> None:
        self.viewport().update()

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(PAIR))

    def show_pairs(self, pairs: Sequence[Pair], current: str) -> None:
        """Show these; the one whose id is `current` is chosen without telling."""
        self.selectionModel().blockSignals(True)
        self.pairs.set_pairs(pairs)
        place = next((i for i, pair in enumerate(pairs) if pair.id == current), -1)
        if place >= 0:
            self.setCurrentIndex(self.pairs.index(place))
        self.selectionModel().blockSignals(False)
        self.viewport().update()
