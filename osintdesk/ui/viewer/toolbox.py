"""The floating box of tools on the canvas, and the zoom control of the toolbar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QWidget

from osintdesk.core.i18n import N_, _
from osintdesk.core.text import isolate
from osintdesk.core.words import AnnotationKind
from osintdesk.ui.theme import metrics, paint_icon, painting, theme
from osintdesk.ui.widgets import IconButton, Menu, Segmented, column, open_below

ZOOMS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


@dataclass(frozen=True, slots=True)
class ToolEntry:
    """One tool: key, icon by meaning, name."""

    key: str
    icon: str
    name: str


TOOLS = (
    ToolEntry("select", "tool_select", N_("Select and move")),
    ToolEntry(AnnotationKind.POINT, "tool_point", N_("Point")),
    ToolEntry(AnnotationKind.BOX, "tool_box", N_("Box")),
    ToolEntry(AnnotationKind.LINE, "tool_line", N_("Line")),
    ToolEntry(AnnotationKind.ARROW, "tool_arrow", N_("Arrow")),
    ToolEntry(AnnotationKind.POLYGON, "tool_polygon", N_("Polygon")),
    ToolEntry(AnnotationKind.TEXT, "tool_text", N_("Text")),
    ToolEntry("measure", "measure", N_("Measure in pixels")),
)


class Toolbox(QFrame):
    """One tool is chosen at any time; `chosen(key)` tells which."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Drawing tools"))
        self._group = QButtonGroup(self)
        self._buttons = {entry.key: self._button(entry) for entry in TOOLS}
        self.setLayout(column(*self._buttons.values(), space=2, margins=5))
        self.current = "select"
        self._buttons["select"].setChecked(True)
        self.adjustSize()

    def _button(self, entry: ToolEntry) -> IconButton:
        button = IconButton(entry.icon, _(entry.name), checkable=True, side=28)
        button.clicked.connect(lambda _checked=False: self.choose(entry.key))
        self._group.addButton(button)
        return button

    def choose(self, key: str) -> None:
        self._buttons[key].setChecked(True)
        self.current = key
        self.chosen.emit(key)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        painting.fill(painter, rect, "raised", 8)
        painting.frame(painter, rect, "popover_edge", 8)


class ToggleButton(IconButton):
    """Icon and words that stay down while something is on."""

    def __init__(self, icon: str, text: str, *, on: Callable[[], object], shortcut: str = "") -> None:
        super().__init__(icon, text, on=on, checkable=True, shortcut=shortcut)
        self._icon_name = icon
        self.setText(text)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._dress()
        theme().changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(theme().font("control"))
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(self.text()) + 44)
        self.setFixedHeight(metrics.height(metrics.BUTTON, self.font()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = "selected" if self.isChecked() else "hover" if self.underMouse() else ""
        if ground:
            painting.fill(painter, QRectF(self.rect()), ground, metrics.RADIUS_BUTTON)
        if self.hasFocus():
            painting.frame(painter, QRectF(self.rect()), "accent", metrics.RADIUS_BUTTON, 2)
        role = "accent" if self.isChecked() else "text"
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        square = QRect(self.width() - 28 if rtl else 12, (self.height() - 16) // 2, 16, 16)
        paint_icon(painter, square, self._icon_name, role)
        painter.setPen(theme().colour(role))
        words = QRect(6 if rtl else 34, 0, self.width() - 40, self.height())
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, flags, self.text())


class ZoomControl(Segmented):
    """Fit, 1:1, and the scale itself, which opens a list of scales."""

    scale_chosen = Signal(float)

    def __init__(self) -> None:
        choices = [("fit", _("Fit"), ""), ("one", "1:1", ""), ("scale", "100 %", "")]
        super().__init__(choices, name=_("Zoom"))

    def _widths(self) -> list[int]:
        """Room for the longest number, so that nothing moves when it changes."""
        widths = super()._widths()
        return [*widths[:2], self.fontMetrics().horizontalAdvance("6400 %") + 14]

    def show_scale(self, scale: float, fitted: bool) -> None:
        text = isolate(f"{scale * 100:.0f} %" if scale >= 0.095 else f"{scale * 100:.1f} %")
        self._choices[2] = ("scale", text, "")
        self.set_current("fit" if fitted else "one" if abs(scale - 1) < 1e-6 else "scale")
        self.setAccessibleDescription(text)
        self.update()

    def _choose(self, index: int) -> None:
        if index == 2:
            self._open_list()
        elif index >= 0:
            self.changed.emit(self._choices[index][0])

    def _open_list(self) -> None:
        menu = Menu(_("Zoom"), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for zoom in ZOOMS:
            menu.item(f"{zoom * 100:.0f} %", partial(self.scale_chosen.emit, zoom))
        open_below(self, menu)
