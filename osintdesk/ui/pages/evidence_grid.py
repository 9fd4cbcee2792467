"""The grid of a claim: its parts × the evidence, each cell a sign that can be set by mouse and keyboard."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.app import claims
from osintdesk.core import words
from osintdesk.core.i18n import _
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_dialogs as dialogs
from osintdesk.ui.pages.claims_model import Cell, Grid
from osintdesk.ui.theme import paint_icon, painting, theme
from osintdesk.ui.widgets import Menu

_CELL = 34
_GAP = 4
_CHOICES: tuple[tuple[str, str, str, str], ...] = (
    (words.Stance.SUPPORTS, words.Strength.STRONG, "Supports strongly", "evidence_supports_strongly"),
    (words.Stance.SUPPORTS, "", "Supports", "evidence_supports"),
    (words.Stance.NEUTRAL, "", "Neutral", "evidence_neutral"),
    (words.Stance.CONTRADICTS, "", "Contradicts", "evidence_contradicts"),
    (words.Stance.CONTRADICTS, words.Strength.STRONG, "Contradicts strongly", "evidence_contradicts_strongly"),
)
LEGEND: tuple[tuple[str, str, str], ...] = (
    ("evidence_supports_strongly", "ok", "supports strongly"), ("evidence_supports", "ok", "supports"),
    ("evidence_contradicts", "bad", "contradicts"), ("evidence_neutral", "neutral", "neutral"),
)  # fmt: skip


class EvidenceGrid(QWidget):
    """One tab stop: arrows move the current cell, Enter or a click opens what it may say."""

    def __init__(self, desk: Desk, grid: Grid, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._grid = desk, grid
        self._current = (0, 0)
        self._hover: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Claim {n}, parts and evidence").format(n=grid.number))
        self._tell()

    def _row_height(self) -> int:
        return max(31, QFontMetrics(theme().font("small")).height() + 14)

    def _head_height(self) -> int:
        return QFontMetrics(theme().font("caption")).height() + 8

    def _column_width(self) -> int:
        font = QFontMetrics(theme().font("caption"))
        return max([_CELL + _GAP, *(font.horizontalAdvance(c) + 10 for c in self._grid.columns)])

    def _label_width(self) -> int:
        return max(80, self.width() - self._column_width() * len(self._grid.columns))

    def sizeHint(self) -> QSize:
        font = QFontMetrics(theme().font("small"))
        label = min(260, max([font.horizontalAdvance(r.label) for r in self._grid.rows] or [0])) + 12
        return QSize(
            label + self._column_width() * len(self._grid.columns),
            self._head_height() + self._row_height() * len(self._grid.rows) + 2,
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(80 + self._column_width() * len(self._grid.columns), self.sizeHint().height())

    def _box(self, row: int, place: int) -> QRect:
        """The cell's rectangle, in the direction of the layout."""
        width = self._column_width()
        left = self._label_width() + place * width
        top = self._head_height() + row * self._row_height()
        box = QRect(left, top, width, self._row_height())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            box.moveLeft(self.width() - left - width)
        return box

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = (Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        self._head(painter, side)
        painter.setFont(theme().font("small"))
        for number, row in enumerate(self._grid.rows):
            top = self._head_height() + number * self._row_height()
            painting.line(painter, QPoint(0, top).toPointF(), QPoint(self.width(), top).toPointF())
            painter.setFont(theme().font("small"))
            painter.setPen(theme().colour("text"))
            area = QRect(0, top, self._label_width() - 6, self._row_height())
            if rtl:
                area.moveRight(self.width() - 1)
            shown = painter.fontMetrics().elidedText(row.label, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, side, shown)
            for place, cell in enumerate(row.cells):
                self._cell(painter, self._box(number, place), cell, (number, place))

    def _head(self, painter: QPainter, side: Qt.AlignmentFlag) -> None:
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text2"))
        label = QRect(0, 0, self._label_width() - 6, self._head_height())
        if side & Qt.AlignmentFlag.AlignRight:
            label.moveRight(self.width() - 1)
        painter.drawText(label, side, _("Claim {n}, parts").format(n=self._grid.number))
        for place, text in enumerate(self._grid.columns):
            box = self._box(0, place)
            box.moveTop(0)
            box.setHeight(self._head_height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _cell(self, painter: QPainter, box: QRect, cell: Cell, at: tuple[int, int]) -> None:
        inner = QRectF(box).adjusted(_GAP / 2, 3, -_GAP / 2, -3)
        if cell.icon:
            role = theme().status_role(cell.role)
            painting.fill(painter, inner, "neutral_tint" if role == "text2" else f"{role}_tint", 4)
            icon = QRect(0, 0, 14, 14)
            icon.moveCenter(box.center())
            paint_icon(painter, icon, cell.icon, role)
        elif at == self._hover:
            painting.fill(painter, inner, "hover", 4)
        else:
            painting.fill(painter, QRectF(box.center().x() - 1, box.center().y() - 1, 2, 2), "text3", 1)
        if at == self._current and self.hasFocus():
            painting.frame(painter, inner, "accent", 4, 2)

    def _at(self, point: QPoint) -> tuple[int, int] | None:
        for number, row in enumerate(self._grid.rows):
            for place in range(len(row.cells)):
                if self._box(number, place).contains(point):
                    return number, place
        return None

    def cell(self, at: tuple[int, int]) -> Cell:
        return self._grid.rows[at[0]].cells[at[1]]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._at(event.position().toPoint())
        self.setToolTip(self._said(self._hover) if self._hover else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._hover else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, _event: object) -> None:
        self._hover = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().toPoint())
        if at is not None:
            self._move(at)
            self.open_menu()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ahead = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        steps = {
            Qt.Key.Key_Right: (0, ahead), Qt.Key.Key_Left: (0, -ahead), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Up: (-1, 0),
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._grid.columns:
            rows, places = len(self._grid.rows), len(self._grid.columns)
            at = (
                min(rows - 1, max(0, self._current[0] + step[0])),
                min(places - 1, max(0, self._current[1] + step[1])),
            )
            self._move(at)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def _move(self, at: tuple[int, int]) -> None:
        self._current = at
        self._tell()
        self.update()

    def _tell(self) -> None:
        if self._grid.rows and self._grid.columns:
            self.setAccessibleDescription(self._said(self._current))

    def _said(self, at: tuple[int, int]) -> str:
        return f"{self._grid.rows[at[0]].label}, {self._grid.tips[at[1]]}: {self.cell(at).spoken}"

    def open_menu(self) -> Menu | None:
        """What the current cell may say."""
        if not self._grid.columns or self._desk.read_only:
            return None
        cell = self.cell(self._current)
        menu = Menu(self._said(self._current), self)
        for stance, strength, text, icon in _CHOICES:
            on = (cell.stance, cell.strength if cell.strength == words.Strength.STRONG else "") == (stance, strength)
            menu.item(_(text), partial(self.set_cell, cell, stance, strength), icon=icon, checked=on or None)
        menu.addSeparator()
        menu.item(
            _("With a note…"),
            lambda: dialogs.evidence(self._desk, self, self._grid.claim, part=cell.part, subject=cell.subject),
            icon="note",
        )
        menu.item(_("Remove"), lambda: self._remove(cell), icon="delete", enabled=bool(cell.evidence))
        menu.popup(self.mapToGlobal(self._box(*self._current).bottomLeft()))
        return menu

    def set_cell(self, cell: Cell, stance: str, strength: str) -> None:
        """Record what one piece of evidence says on one part."""
        self._desk.run(
            lambda: claims.link_evidence(
                self._desk.session, self._grid.claim, cell.subject, part=cell.part, stance=stance, strength=strength,
                note=cell.note,
            )
        )  # fmt: skip

    def _remove(self, cell: Cell) -> None:
        self._desk.run(lambda: claims.unlink_evidence(self._desk.session, cell.evidence))
