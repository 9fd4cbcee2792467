"""The grid: tiles in columns that fill the width. Positions are computed, not laid out, so 100,000 items cost nothing.

A `QListView` for its selection, keys and accessibility; where an item lies is arithmetic (`visualRect`, `indexAt`).
"""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from osintdesk.core.i18n import _
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages.media.delegate import GAP, WIDTHS, Look, TilePainter, TileShape
from osintdesk.ui.pages.media.model import MediaModel
from osintdesk.ui.theme import theme
from osintdesk.ui.widgets import set_property

Index = QModelIndex | QPersistentModelIndex
_MARGIN = 11
_STEP = 20
HOLD_MS = 350


class MediaGrid(QListView):
    """Shows a `MediaModel` as tiles; `resized(width)` when the user wants another tile width."""

    resized = Signal(int)

    def __init__(self, desk: Desk, model: MediaModel, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._media = model
        self._painter = TilePainter(desk)
        self._wanted = desk.preferences.thumbnail_width
        self._columns = 1
        self._hover = -1
        self._revealed = self._pressed = -1
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(HOLD_MS)
        self._hold.timeout.connect(self._reveal_pressed)
        self._shape = TileShape.of(self._wanted)
        self.setAccessibleName(_("Media"))
        self.setModel(model)
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        # The view fills its ground itself, so that a scroll step moves the picture and paints only what comes in.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        desk.thumbnails.loaded.connect(self._repaint)
        desk.revealed_changed.connect(self._all_anew)
        desk.preferences_changed.connect(self._all_anew)
        theme().changed.connect(self.relayout)
        theme().greyscale_changed.connect(self._all_anew)

    # Geometry

    @property
    def columns(self) -> int:
        return self._columns

    @property
    def tile_width(self) -> int:
        """What the user wants; the real width fills the columns."""
        return self._wanted

    def set_tile_width(self, width: int) -> None:
        self._wanted = min(WIDTHS[1], max(WIDTHS[0], width))
        self.relayout()

    def relayout(self) -> None:
        """Compute columns and tile size anew; the item on top stays on top."""
        top = self._top_row()
        room = max(1, self.viewport().width() - 2 * _MARGIN)
        wanted = self._wanted * max(1.0, theme().text_scale * 0.9)
        self._columns = max(1, round((room + GAP) / (wanted + GAP)))
        self._shape = TileShape.of((room - GAP * (self._columns - 1)) // self._columns)
        self.updateGeometries()
        if top > 0:
            self.verticalScrollBar().setValue((top // self._columns) * self._pitch)
        self.viewport().update()

    @property
    def _pitch(self) -> int:
        return self._shape.height + GAP

    def _lines(self) -> int:
        return -(-self._media.rowCount() // self._columns)

    def _content_height(self) -> int:
        return self._lines() * self._pitch + _MARGIN

    def _top_row(self) -> int:
        return (self.verticalOffset() // self._pitch) * self._columns

    def rect_of(self, row: int) -> QRect:
        """Where a row lies in the viewport."""
        line, place = divmod(row, self._columns)
        x = _MARGIN + place * (self._shape.width + GAP)
        if self.isRightToLeft():
            x = self.viewport().width() - x - self._shape.width
        y = line * self._pitch - self.verticalOffset()
        return QRect(x, y, self._shape.width, self._shape.height)

    def visualRect(self, index: Index) -> QRect:
        return self.rect_of(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._row_at(point)
        return self._media.index(row, 0) if row >= 0 else QModelIndex()

    def _row_at(self, point: QPoint) -> int:
        line = (point.y() + self.verticalOffset()) // self._pitch
        x = self.viewport().width() - 1 - point.x() if self.isRightToLeft() else point.x()
        place = (x - _MARGIN) // (self._shape.width + GAP)
        row = line * self._columns + place
        inside = 0 <= place < self._columns and 0 <= row < self._media.rowCount()
        return row if inside and self.rect_of(row).contains(point) else -1

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, _index: Index) -> bool:
        return False

    def sizeHintForIndex(self, _index: Index) -> QSize:
        return QSize(self._shape.width, self._shape.height)

    def doItemsLayout(self) -> None:
        self.updateGeometries()
        self.viewport().update()

    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(max(1, self._pitch // 3))
        bar.setRange(0, max(0, self._content_height() - height))
        set_property(bar, "idle", bar.maximum() == 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self.relayout()
        else:
            self.updateGeometries()

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        self.viewport().scroll(0, dy)
        self._hover = -1

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        rect, bar, height = self.rect_of(index.row()), self.verticalScrollBar(), self.viewport().height()
        match hint:
            case QAbstractItemView.ScrollHint.PositionAtTop:
                bar.setValue(bar.value() + rect.top())
            case QAbstractItemView.ScrollHint.PositionAtCenter:
                bar.setValue(bar.value() + rect.center().y() - height // 2)
            case _ if rect.top() < 0:
                bar.setValue(bar.value() + rect.top() - GAP)
            case _ if rect.bottom() > height:
                bar.setValue(bar.value() + rect.bottom() - height + GAP)

    # Selection and keys

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """While the pointer drags: every tile it touches. By Shift: from the one (top left) to the other, in order."""
        model = self.selectionModel()
        start, end = self._row_at(rect.topLeft()), self._row_at(rect.bottomRight())
        if self.state() == QAbstractItemView.State.DragSelectingState or start < 0 or end < 0:
            model.select(self._rows_in(rect.normalized()), command)
            return
        first, last = sorted((start, end))
        model.select(QItemSelection(self._media.index(first, 0), self._media.index(last, 0)), command)

    def _rows_in(self, rect: QRect) -> QItemSelection:
        """The rows whose tiles touch `rect` (in the viewport)."""
        chosen = QItemSelection()
        first = max(0, (rect.top() + self.verticalOffset()) // self._pitch)
        last = min(self._lines() - 1, (rect.bottom() + self.verticalOffset()) // self._pitch)
        for line in range(first, last + 1):
            start = line * self._columns
            rows = range(start, min(start + self._columns, self._media.rowCount()))
            for row in (row for row in rows if self.rect_of(row).intersects(rect)):
                index = self._media.index(row, 0)
                chosen.select(index, index)
        return chosen

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        top = self._top_row()
        bottom = top + (self.viewport().height() // self._pitch + 2) * self._columns
        region = QRegion()
        for span in selection.toList():
            for row in range(max(span.top(), top), min(span.bottom(), bottom) + 1):
                region += self.rect_of(row)
        return region

    def moveCursor(self, action: QAbstractItemView.CursorAction, _keys: Qt.KeyboardModifier) -> QModelIndex:
        count = self._media.rowCount()
        if not count:
            return QModelIndex()
        row = max(0, self.currentIndex().row())
        moves = QAbstractItemView.CursorAction
        ahead = -1 if self.isRightToLeft() else 1
        page = max(1, self.viewport().height() // self._pitch) * self._columns
        step = {
            moves.MoveLeft: -ahead, moves.MoveRight: ahead, moves.MoveUp: -self._columns, moves.MoveDown: self._columns,
            moves.MovePageUp: -page, moves.MovePageDown: page, moves.MoveHome: -count, moves.MoveEnd: count,
            moves.MoveNext: 1, moves.MovePrevious: -1,
        }[action]  # fmt: skip
        wanted = row + step
        if action in {moves.MoveUp, moves.MoveDown} and not 0 <= wanted < count:
            below = wanted >= count and row // self._columns < (count - 1) // self._columns
            wanted = count - 1 if below else row
        return self._media.index(min(count - 1, max(0, wanted)), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalnum() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # Letters are commands of the page, not a search among tiles.
            event.ignore()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.resized.emit(self._wanted + (_STEP if event.angleDelta().y() > 0 else -_STEP))
            event.accept()
            return
        super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if row != self._pressed:
            self._hold.stop()
        self._hover_at(row)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = self._row_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._pressed >= 0:
            self._hold.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._hold.stop()
        self._reveal(-1)

    def _reveal_pressed(self) -> None:
        """A press that is held shows the one hidden picture under it."""
        if self._pressed < self._media.rowCount() and self._desk.is_hidden(self._media.ids[self._pressed]):
            self._reveal(self._pressed)

    def _reveal(self, row: int) -> None:
        for changed in {self._revealed, row} - {-1}:
            self.viewport().update(self.rect_of(changed))
        self._revealed = row

    def leaveEvent(self, event: object) -> None:
        self._hover_at(-1)
        super().leaveEvent(event)  # type: ignore[arg-type]

    def _hover_at(self, row: int) -> None:
        if row == self._hover:
            return
        for changed in (self._hover, row):
            if changed >= 0:
                self.viewport().update(self.rect_of(changed))
        self._hover = row

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        area = event.rect()
        painter.fillRect(area, theme().colour("page"))
        first = max(0, (area.top() + self.verticalOffset()) // self._pitch) * self._columns
        last = ((area.bottom() + self.verticalOffset()) // self._pitch + 1) * self._columns
        chosen, current, rtl = self.selectionModel(), self.currentIndex().row(), self.isRightToLeft()
        focused = self.hasFocus()
        for row in range(first, min(last, self._media.rowCount())):
            rect = self.rect_of(row)
            if not rect.intersects(area):
                continue
            selected = chosen.isSelected(self._media.index(row, 0))
            look = Look(selected, row == current, row == self._hover, focused, row == self._revealed)
            self._painter.paint(painter, rect, self._shape, self._media.tile(row), look, rtl=rtl)

    def _repaint(self, sha: str) -> None:
        row = self._media.row_of(sha)
        if row >= 0:
            rect = self.rect_of(row)
            if rect.intersects(self.viewport().rect()):
                self.viewport().update(rect)

    def _all_anew(self, _why: object = None) -> None:
        self.viewport().update()
