"""The rail: the case on top, the pages with their counts, then greyscale, settings and the person."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from osintdesk.core.i18n import _
from osintdesk.core.text import visible
from osintdesk.ui.pages import PAGES, PageSpec
from osintdesk.ui.theme import metrics, paint_icon, painting, theme
from osintdesk.ui.widgets import column
from osintdesk.ui.wording import count


class RailItem(QAbstractButton):
    """One line of the rail: icon, label, count; the current one has tint, accent icon and a mark at the outer edge."""

    def __init__(self, icon: str, label: str, *, shortcut: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._label, self._shortcut = icon, label, shortcut
        self._number, self._work = 0, False
        self.collapsed = False
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(label)
        self._tell()

    def set_label(self, label: str) -> None:
        self._label = visible(label)
        self._tell()
        self.update()

    def set_count(self, number: int, *, work: bool = False) -> None:
        self._number, self._work = number, work
        self._tell()
        self.update()

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._label}, {count(self._number)}" if self._number else self._label)
        self.setToolTip(f"{self._label}  {self._shortcut}".strip() if self.collapsed or self._shortcut else "")

    def set_collapsed(self, collapsed: bool) -> None:
        self.collapsed = collapsed
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        row = metrics.height(metrics.RAIL_ITEM, theme().font("body"))
        return QSize(metrics.RAIL_COLLAPSED if self.collapsed else metrics.RAIL, row)

    def _mirrored(self, rect: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            return QRect(self.width() - rect.right() - 1, rect.top(), rect.width(), rect.height())
        return rect

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.isChecked()
        self._paint_ground(painter, on)
        middle = self.height() // 2
        icon = QRect(17 if self.collapsed else 19, middle - 9, 18, 18)
        role = "accent" if on else "text2"
        paint_icon(painter, self._mirrored(icon), self._icon, role)
        if self.collapsed:
            self._paint_corner(painter)
            return
        painter.setFont(theme().font("strong" if on else "body"))
        painter.setPen(theme().colour("text" if on else "text2"))
        side = self.style().visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeading)
        shown_count = self._paint_count(painter)
        text = self._mirrored(QRect(46, 0, self.width() - 46 - 16 - shown_count, self.height()))
        painter.setFont(theme().font("strong" if on else "body"))
        painter.setPen(theme().colour("text" if on else "text2"))
        label = painter.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, side | Qt.AlignmentFlag.AlignVCenter, label)

    def _paint_ground(self, painter: QPainter, on: bool) -> None:
        inner = QRectF(self._mirrored(QRect(8, 1, self.width() - 16, self.height() - 2)))
        if on:
            painting.fill(painter, inner, "selected", metrics.RADIUS_BUTTON)
            mark = self._mirrored(QRect(0, self.height() // 2 - 9, 3, 18))
            painting.fill(painter, QRectF(mark), "accent", 1.5)
        elif self.underMouse():
            painting.fill(painter, inner, "hover", metrics.RADIUS_BUTTON)

    def _paint_count(self, painter: QPainter) -> int:
        """The number at the far end; how wide it is."""
        if not self._number:
            return 0
        text = count(self._number)
        font = theme().font("caption_strong" if self._work else "caption_numbers")
        painter.setFont(font)
        width = QFontMetrics(font).horizontalAdvance(text)
        if self._work:
            pill = self._mirrored(QRect(self.width() - 18 - width - 12, self.height() // 2 - 8, width + 12, 16))
            painting.fill(painter, QRectF(pill), "accent", 8)
            painter.setPen(theme().colour("on_accent"))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
            return width + 16
        painter.setPen(theme().colour("text3"))
        place = self._mirrored(QRect(self.width() - 18 - width, 0, width, self.height()))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        return width + 4

    def _paint_corner(self, painter: QPainter) -> None:
        if not (self._number and self._work):
            return
        font = theme().font("caption_strong")
        painter.setFont(font)
        text = count(self._number) if self._number < 100 else "99+"
        width = max(14, QFontMetrics(font).horizontalAdvance(text) + 8)
        pill = self._mirrored(QRect(self.width() - width - 6, 0, width, 14))
        painting.fill(painter, QRectF(pill), "accent", 7)
        painter.setPen(theme().colour("on_accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


class CaseSwitch(RailItem):
    """The open case, on top; a click offers the other ones."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), max(56, metrics.height(40, theme().font("strong"))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = self.height() // 2
        if self.underMouse():
            ground = self._mirrored(QRect(8, 8, self.width() - 16, self.height() - 16))
            painting.fill(painter, QRectF(ground), "hover", metrics.RADIUS_BUTTON)
        badge = self._mirrored(QRect(14 if self.collapsed else 16, middle - 12, 24, 24))
        painting.fill(painter, QRectF(badge), "accent", metrics.RADIUS_BUTTON)
        paint_icon(painter, badge.adjusted(4, 4, -4, -4), "app", "on_accent")
        if self.collapsed:
            return
        paint_icon(painter, self._mirrored(QRect(self.width() - 32, middle - 7, 14, 14)), "case_switch", "text2")
        text = self._mirrored(QRect(48, 0, self.width() - 48 - 36, self.height()))
        painter.setFont(theme().font("strong"))
        painter.setPen(theme().colour("text"))
        label = painter.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, text.width())
        side = self.style().visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeading)
        painter.drawText(text, side | Qt.AlignmentFlag.AlignVCenter, label)


class Rail(QFrame):
    """`chosen(page)`; the lower items are `greyscale`, `settings` and `person`."""

    chosen = Signal(str)

    def __init__(self, title: str, person: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "rail")
        self.setAccessibleName(_("Pages"))
        self.case = CaseSwitch("case", title)
        self.items: dict[str, RailItem] = {}
        for number, spec in enumerate((s for s in PAGES if s.rail), start=1):
            self.items[spec.name] = self._item(spec, number)
        self.greyscale = RailItem("hidden", _("Greyscale"))
        self.settings = RailItem("settings", _("Settings"))
        self.person = RailItem("person", person)
        for lower in (self.case, self.greyscale, self.settings, self.person):
            lower.setCheckable(lower is not self.case and lower is not self.person)
        self.settings.clicked.connect(lambda _on=False: self.chosen.emit("settings"))
        pages = list(self.items.values())
        self.setLayout(
            column(self.case, *pages, None, self.greyscale, self.settings, self.person, space=2, margins=(0, 0, 1, 8))
        )
        theme().changed.connect(self.updateGeometry)
        self.set_collapsed(False)

    def _item(self, spec: PageSpec, number: int) -> RailItem:
        key = f"Ctrl {number % 10}" if number <= 10 else ""
        item = RailItem(spec.icon, _(spec.title), shortcut=key)
        item.clicked.connect(lambda _on=False, name=spec.name: self.chosen.emit(name))
        return item

    def set_current(self, name: str) -> None:
        for page, item in self.items.items():
            item.setChecked(page == name)
        self.settings.setChecked(name == "settings")

    def set_collapsed(self, collapsed: bool) -> None:
        """Only icons, with tool tips."""
        for item in (self.case, *self.items.values(), self.greyscale, self.settings, self.person):
            item.set_collapsed(collapsed)
        wide = max(metrics.RAIL, round(metrics.RAIL * min(1.4, theme().text_scale)))
        self.setFixedWidth(metrics.RAIL_COLLAPSED if collapsed else wide)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.set_collapsed(self.case.collapsed)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
