"""The list of claims, painted: number, words, who said it when, evidence, status; third parties marked."""

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
from osintdesk.ui.pages.incident_model import ClaimLine
from osintdesk.ui.pages.signs import paint_evidence
from osintdesk.ui.theme import paint_icon, painting, status_mark, theme
from osintdesk.ui.widgets import chip_width, paint_chip

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole)


class ClaimModel(QAbstractListModel):
    """The claims that are shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[ClaimLine, ...] = ()

    def set_lines(self, lines: Sequence[ClaimLine]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                third = _("third party's verification") if line.third_party else ""
                said = (_("Claim {n}").format(n=line.number), line.statement, line.said, third, line.bar.spoken)
                return ", ".join(part for part in (*said, status_mark(line.status).label) if part)
            case Qt.ItemDataRole.ToolTipRole:
                return line.statement
            case _ if role == LINE:
                return line
            case _:
                return None


class ClaimDelegate(QStyledItemDelegate):
    """Two lines at the leading side, evidence and status at the other."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        body, caption = QFontMetrics(theme().font("body")).height(), QFontMetrics(theme().font("caption")).height()
        return QSize(280, body * 2 + caption + 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: ClaimLine = index.data(LINE)
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        rect, state = QRectF(option.rect), option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme().colour("selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme().colour("hover"))
        painting.line(painter, rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painting.frame(painter, rect, "accent", 0, 2)
        self._content(painter, rect.adjusted(16, 8, -16, -8), line, option.direction)
        painter.restore()

    def _content(self, painter: QPainter, area: QRectF, line: ClaimLine, direction: Qt.LayoutDirection) -> None:
        rtl = direction == Qt.LayoutDirection.RightToLeft
        far = self._status(painter, area, line, rtl)
        left, width = area.left() + (far if rtl else 28), area.width() - far - 28
        number = QRectF(area.right() - 24 if rtl else area.left(), area.top(), 24, 20)
        self._text(painter, number, "small", "text3", str(line.number), rtl)
        body, caption = QFontMetrics(theme().font("body")), QFontMetrics(theme().font("caption"))
        words = QRectF(left, area.top(), width, body.height() * 2)
        painter.setFont(theme().font("body"))
        painter.setPen(theme().colour("text"))
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        quoted = _("“{text}”").format(text=line.statement)
        shown = body.elidedText(quoted, Qt.TextElideMode.ElideRight, int(width * 1.75))
        painter.drawText(words, side | Qt.TextFlag.TextWordWrap, shown)
        below = QRectF(left, words.bottom() + 4, width, caption.height())
        if line.third_party:
            icon = below.right() - 13 if rtl else below.left()
            paint_icon(painter, QRect(int(icon), int(below.top()) + 1, 13, 13), "source_publication", "text2")
            below.adjust(0 if rtl else 18, 0, -18 if rtl else 0, 0)
        said = _("{source}, third party").format(source=line.said) if line.third_party else line.said
        self._text(
            painter, below, "caption", "text2",
            caption.elidedText(said, Qt.TextElideMode.ElideMiddle, int(below.width())), rtl,
        )  # fmt: skip

    def _status(self, painter: QPainter, area: QRectF, line: ClaimLine, rtl: bool) -> float:
        """Chip and evidence bar under each other at the far side; the width they take."""
        sign = status_mark(line.status)
        width = max(chip_width(sign, sign.label, "small"), 70)
        left = area.left() if rtl else area.right() - width
        chip = QRectF(left, area.top(), width, 22)
        direction = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        painter.setLayoutDirection(direction)
        paint_chip(painter, chip, sign, sign.label, "small")
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        bar = QRectF(left if rtl else area.right() - 70, chip.bottom() + 8, 70, 12)
        paint_evidence(painter, bar, line.bar, direction)
        return float(max(width, 120) + 12)

    def _text(self, painter: QPainter, rect: QRectF, style: str, role: str, text: str, rtl: bool) -> None:
        painter.setFont(theme().font(style))
        painter.setPen(theme().colour(role))
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, text)


class ClaimList(QListView):
    """One stop for Tab; `chosen(claim)` when another becomes current."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.claims = ClaimModel(self)
        self.setModel(self.claims)
        self.setItemDelegate(ClaimDelegate(self))
        self.setAccessibleName(_("Claims"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setMinimumWidth(300)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._tell)
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def set_claims(self, lines: Sequence[ClaimLine], claim: str) -> None:
        """Show the claims with one current, without telling; the place stays."""
        place = self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        if tuple(lines) != self.claims.lines:
            self.claims.set_lines(lines)
        at = next((n for n, line in enumerate(lines) if line.id == claim), -1)
        if at >= 0:
            self.setCurrentIndex(self.claims.index(at, 0))
        self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(place)
        if at >= 0:
            self.scrollTo(self.claims.index(at, 0))
        self.viewport().update()

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.viewport().update()
        if current.isValid():
            self.chosen.emit(self.claims.lines[current.row()].id)
