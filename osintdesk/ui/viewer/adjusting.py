"""The popover of view-only adjustments: exposure, contrast, gamma, greyscale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from osintdesk.core.i18n import N_, _
from osintdesk.ui.theme import metrics, painting
from osintdesk.ui.viewer.looks import PLAIN, Look
from osintdesk.ui.widgets import Button, Label, Switch, column, panel, row

_STEPS = 100


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One slider: the field of `Look`, its name, its ends, and how a value is written."""

    field: str
    label: str
    low: float
    high: float
    shown: Callable[[float], str]
    logarithmic: bool = False

    def at(self, place: float) -> float:
        """The value at a place 0–1 of the slider."""
        if self.logarithmic:
            return float(self.low * (self.high / self.low) ** place)
        return self.low + place * (self.high - self.low)


ADJUSTMENTS = (
    Adjustment("exposure", N_("Exposure"), -4, 4, lambda value: f"{value:+.1f} EV"),
    Adjustment("contrast", N_("Contrast"), 0.25, 4, lambda value: f"{value:.2f}×", logarithmic=True),
    Adjustment("gamma", N_("Gamma"), 0.25, 4, lambda value: f"{value:.2f}", logarithmic=True),
)


class Slider(QSlider):
    """A slider with a middle: the accent grows from there; a double click brings it back."""

    def __init__(self, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(-_STEPS, _STEPS)
        self.setPageStep(10)
        self.setAccessibleName(name)
        self.setFixedHeight(metrics.TARGET)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(160, metrics.TARGET)

    def _knob(self) -> float:
        return 8 + (self.value() + _STEPS) / (2 * _STEPS) * (self.width() - 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle, line = self.width() / 2, self.height() / 2
        painting.fill(painter, QRectF(2, line - 2, self.width() - 4, 4), "line", 2)
        start, end = sorted((middle, self._knob()))
        painting.fill(painter, QRectF(start, line - 2, end - start, 4), "accent", 2)
        knob = QRectF(self._knob() - 7, line - 7, 14, 14)
        painting.fill(painter, knob, "surface", 7)
        painting.frame(painter, knob, "accent" if self.hasFocus() else "edge", 7, 2 if self.hasFocus() else 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(0)

    def _go(self, event: QMouseEvent) -> None:
        part = (event.position().x() - 8) / max(1, self.width() - 16)
        self.setValue(round((min(max(part, 0), 1) * 2 - 1) * _STEPS))


class AdjustPopover(QWidget):
    """Changes only how the picture is looked at; kept frames and reports are not touched."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowTitle(_("Adjust the view"))
        self._look = PLAIN
        self._sliders = {a.field: Slider(_(a.label)) for a in ADJUSTMENTS}
        self._values = {a.field: Label("", "mono", "text2") for a in ADJUSTMENTS}
        self.grey = Switch(_("Greyscale"), on=self._set_grey)
        self.setLayout(column(panel(self._contents(), "popover")))
        for adjustment in ADJUSTMENTS:
            self._connect(adjustment)
        self.reset()

    def _contents(self) -> QVBoxLayout:
        lines = [self._line(a) for a in ADJUSTMENTS]
        head = row(Label(_("Adjust the view"), "strong"), None, Button(_("Reset"), "link", on=self.reset))
        note = Label(_("Only what you see changes. The file stays as it is."), "caption", "text3", wrap=True)
        grey = row(Label(_("Greyscale"), "small"), None, self.grey)
        return column(head, *lines, grey, note, space=8, margins=(16, 12, 16, 12))

    def _line(self, adjustment: Adjustment) -> QHBoxLayout:
        name = Label(_(adjustment.label), "small")
        name.setFixedWidth(72)
        value = self._values[adjustment.field]
        value.setFixedWidth(64)
        value.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        return row(name, self._sliders[adjustment.field], value)

    def _connect(self, adjustment: Adjustment) -> None:
        slider = self._sliders[adjustment.field]
        slider.valueChanged.connect(lambda place, a=adjustment: self._set(a, a.at((place + _STEPS) / (2 * _STEPS))))

    def _set(self, adjustment: Adjustment, value: float) -> None:
        self._values[adjustment.field].setText(adjustment.shown(value))
        self._sliders[adjustment.field].setAccessibleDescription(adjustment.shown(value))
        changed: dict[str, Any] = {adjustment.field: round(value, 4)}
        self._tell(replace(self._look, **changed))

    def _set_grey(self, on: bool) -> None:
        self._tell(replace(self._look, greyscale=on))

    def _tell(self, look: Look) -> None:
        if look != self._look:
            self._look = look
            self.changed.emit(look)

    @property
    def look(self) -> Look:
        return self._look

    def reset(self) -> None:
        """Everything as in the file."""
        for adjustment in ADJUSTMENTS:
            self._sliders[adjustment.field].setValue(0)
            self._set(adjustment, adjustment.at(0.5))
        self.grey.setChecked(False)
        self._tell(PLAIN)

    def open_below(self, widget: QWidget) -> None:
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 6))
        self.move(corner)
        self.show()
