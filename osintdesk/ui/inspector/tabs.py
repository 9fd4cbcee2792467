"""The row of icon tabs at the top of the inspector, with a badge for open observations."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from osintdesk.core.i18n import N_, _, ngettext
from osintdesk.ui.theme import metrics, paint_icon, painting, theme


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: key, icon by meaning, name."""

    key: str
    icon: str
    name: str


TABS = (
    Tab("details", "details", N_("Details")),
    Tab("metadata", "metadata", N_("Metadata")),
    Tab("sightings", "sighting", N_("Sightings")),
    Tab("verification", "verification", N_("Verification")),
    Tab("matches", "match", N_("Matches")),
    Tab("history", "history", N_("History")),
)


class TabBar(QWidget):
    """One stop for Tab; arrows change the tab."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.current = TABS[0].key
        self._badges: dict[str, int] = {}
        self._hover = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Parts of the inspector"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(240, 40)

    minimumSizeHint = sizeHint

    def set_badge(self, key: str, count: int) -> None:
        self._badges[key] = count
        self.update()

    def choose(self, key: str) -> None:
        if key != self.current:
            self.current = key
            self._tell()
            self.update()
            self.changed.emit(key)

    def _tell(self) -> None:
        self.setAccessibleDescription(next(_(tab.name) for tab in TABS if tab.key == self.current))

    def _boxes(self) -> list[QRect]:
        width = (self.width() - 16) / len(TABS)
        places = range(len(TABS))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            places = range(len(TABS) - 1, -1, -1)
        return [QRect(round(8 + place * width), 0, round(width), self.height()) for place in places]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme().colour("line"))
        for place, (tab, box) in enumerate(zip(TABS, self._boxes(), strict=True)):
            on = tab.key == self.current
            if place == self._hover and not on:
                painting.fill(painter, QRectF(box).adjusted(4, 5, -4, -5), "hover", metrics.RADIUS_BUTTON)
            square = QRect(box.center().x() - 8, box.center().y() - 8, 16, 16)
            paint_icon(painter, square, tab.icon, "accent" if on else "text2")
            if on:
                painting.fill(painter, QRectF(box.left() + 4, self.height() - 2, box.width() - 8, 2), "accent")
                if self.hasFocus():
                    painting.frame(painter, QRectF(box).adjusted(3, 4, -3, -5), "accent", 6, 2)
            self._paint_badge(painter, square, self._badges.get(tab.key, 0))

    def _paint_badge(self, painter: QPainter, square: QRect, count: int) -> None:
        if not count:
            return
        size = max(15.0, QFontMetrics(theme().font("caption_strong")).height() + 1.0)
        disc = QRectF(square.right() - 4, max(0.0, square.top() + 6 - size), size, size)
        painting.fill(painter, disc, "warn", size / 2)
        painter.setFont(theme().font("caption_strong"))
        painter.setPen(theme().colour("surface"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(min(count, 9)))

    def _at(self, event: QMouseEvent) -> int:
        return next((i for i, box in enumerate(self._boxes()) if box.contains(event.position().toPoint())), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event)
        if place >= 0:
            self.choose(TABS[place].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._at(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = -1
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            place = next((i for i, box in enumerate(self._boxes()) if box.contains(event.pos())), -1)
            if place >= 0:
                QToolTip.showText(event.globalPos(), self._tip(TABS[place]), self)
            return True
        return super().event(event)

    def _tip(self, tab: Tab) -> str:
        count = self._badges.get(tab.key, 0)
        counted = ngettext("{n} open observation", "{n} open observations", count)
        return f"{_(tab.name)}, {counted}" if count else _(tab.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        here = next(i for i, tab in enumerate(TABS) if tab.key == self.current)
        self.choose(TABS[min(max(here + step, 0), len(TABS) - 1)].key)
