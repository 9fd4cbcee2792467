"""What a style sheet cannot draw: focus ring with a gap, check boxes, radio buttons, combo boxes, splitter lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QComboBox, QProxyStyle, QStyle, QStyleOption, QStyleOptionComplex, QWidget

from osintdesk.ui.theme import metrics
from osintdesk.ui.theme.current import theme
from osintdesk.ui.theme.icons import paint_icon

RING = 2
RING_GAP = 2
_INDICATOR = 14

_METRICS: dict[QStyle.PixelMetric, int] = {
    QStyle.PixelMetric.PM_FocusFrameHMargin: RING + RING_GAP,
    QStyle.PixelMetric.PM_FocusFrameVMargin: RING + RING_GAP,
    QStyle.PixelMetric.PM_IndicatorWidth: _INDICATOR,
    QStyle.PixelMetric.PM_IndicatorHeight: _INDICATOR,
    QStyle.PixelMetric.PM_ExclusiveIndicatorWidth: _INDICATOR + 2,
    QStyle.PixelMetric.PM_ExclusiveIndicatorHeight: _INDICATOR + 2,
    QStyle.PixelMetric.PM_CheckBoxLabelSpacing: 8,
    QStyle.PixelMetric.PM_RadioButtonLabelSpacing: 8,
    QStyle.PixelMetric.PM_SmallIconSize: 16,
    QStyle.PixelMetric.PM_ButtonIconSize: 16,
    QStyle.PixelMetric.PM_SplitterWidth: 7,
    QStyle.PixelMetric.PM_ToolTipLabelFrameWidth: 0,
    QStyle.PixelMetric.PM_MenuPanelWidth: 1,
    QStyle.PixelMetric.PM_ButtonShiftHorizontal: 0,
    QStyle.PixelMetric.PM_ButtonShiftVertical: 0,
}


class DeskStyle(QProxyStyle):
    """Fusion, with the pieces that the look asks for."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        known = _METRICS.get(metric)
        return super().pixelMetric(metric, option, widget) if known is None else known

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        match element:
            case QStyle.PrimitiveElement.PE_IndicatorCheckBox | QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck:
                _check_box(painter, option)
            case QStyle.PrimitiveElement.PE_IndicatorRadioButton:
                _radio(painter, option)
            case QStyle.PrimitiveElement.PE_FrameFocusRect:
                pass
            case _:
                super().drawPrimitive(element, option, painter, widget)

    def drawControl(
        self, element: QStyle.ControlElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        match element:
            case QStyle.ControlElement.CE_FocusFrame:
                paint_ring(painter, QRectF(_rect(option)), metrics.RADIUS_BUTTON + RING + RING_GAP)
            case QStyle.ControlElement.CE_Splitter:
                _splitter(painter, option)
            case _:
                super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control == QStyle.ComplexControl.CC_ComboBox:
            _combo_box(painter, option)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        if control == QStyle.ComplexControl.CC_ComboBox and part == QStyle.SubControl.SC_ComboBoxEditField:
            return self.visualRect(option.direction, option.rect, option.rect.adjusted(9, 1, -28, -1))
        return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        made = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]
        if kind == QStyle.ContentsType.CT_ComboBox and isinstance(widget, QComboBox):
            return QSize(made.width() + 12, metrics.height(metrics.FIELD, widget.font()))
        return made


def _rect(option: QStyleOption) -> QRect:
    return option.rect


def _state(option: QStyleOption) -> QStyle.StateFlag:
    return option.state


def paint_ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """The focus ring along the inside of `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().colour("accent"), RING))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = RING / 2
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
    painter.restore()


def _on_off_role(option: QStyleOption) -> tuple[bool, bool]:
    state = _state(option)
    return bool(state & (QStyle.StateFlag.State_On | QStyle.StateFlag.State_NoChange)), bool(
        state & QStyle.StateFlag.State_Enabled
    )


def _check_box(painter: QPainter, option: QStyleOption) -> None:
    on, enabled = _on_off_role(option)
    partly = bool(_state(option) & QStyle.StateFlag.State_NoChange)
    paint_check(painter, _rect(option), on=on, partly=partly, enabled=enabled)


def paint_check(painter: QPainter, rect: QRect, *, on: bool, partly: bool = False, enabled: bool = True) -> None:
    """A check box, 14 px, in the middle of `rect`."""
    box = QRect(0, 0, _INDICATOR, _INDICATOR)
    box.moveCenter(rect.center())
    painter.save()
    painter.setOpacity(1.0 if enabled else 0.45)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().colour("accent" if on else "edge"), 1))
    painter.setBrush(theme().colour("accent" if on else "surface"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), metrics.RADIUS_MARK, metrics.RADIUS_MARK)
    if on:
        paint_icon(painter, box.adjusted(1, 1, -1, -1), "remove" if partly else "check", "on_accent")
    painter.restore()


def _radio(painter: QPainter, option: QStyleOption) -> None:
    on, enabled = _on_off_role(option)
    painter.save()
    painter.setOpacity(1.0 if enabled else 0.45)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    circle = QRectF(_rect(option)).adjusted(1, 1, -1, -1)
    painter.setPen(QPen(theme().colour("accent" if on else "edge"), 4.5 if on else 1))
    painter.setBrush(theme().colour("surface"))
    inset = 2.25 if on else 0.5
    painter.drawEllipse(circle.adjusted(inset, inset, -inset, -inset))
    painter.restore()


def _splitter(painter: QPainter, option: QStyleOption) -> None:
    """One line in the middle of the grip."""
    rect = _rect(option)
    painter.save()
    painter.setPen(QPen(theme().colour("line"), 0))
    if rect.height() > rect.width():
        x = rect.center().x() + 0.5
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom() + 1))
    else:
        y = rect.center().y() + 0.5
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right() + 1, y))
    painter.restore()


def _combo_box(painter: QPainter, option: QStyleOptionComplex) -> None:
    rect, state = _rect(option), _state(option)
    focused = bool(state & QStyle.StateFlag.State_HasFocus)
    painter.save()
    painter.setOpacity(1.0 if state & QStyle.StateFlag.State_Enabled else 0.45)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    hovered = state & QStyle.StateFlag.State_MouseOver and not focused
    painter.setBrush(theme().colour("hover" if hovered else "surface"))
    painter.setPen(QPen(theme().colour("accent" if focused else "edge"), 2 if focused else 1))
    inset = 1.0 if focused else 0.5
    painter.drawRoundedRect(
        QRectF(rect).adjusted(inset, inset, -inset, -inset), metrics.RADIUS_BUTTON, metrics.RADIUS_BUTTON
    )
    arrow = QRect(rect.right() - 24, rect.center().y() - 7, 14, 14)
    if option.direction == Qt.LayoutDirection.RightToLeft:
        arrow.moveLeft(rect.left() + 10)
    paint_icon(painter, arrow, "open_section", "text2")
    painter.restore()
