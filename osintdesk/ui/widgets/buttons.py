"""Buttons: one primary on a page, secondary with an edge, quiet without, links inside text; icon buttons; switches."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from osintdesk.ui.theme import icon as theme_icon
from osintdesk.ui.theme import metrics, paint_icon, painting, theme

Handler = Callable[[], object]
_TEXT_LIKE = frozenset({"link", "message", "footnote"})
_ICON_ROLE = {"primary": "on_accent", "link": "accent", "bad": "bad"}


class Button(QPushButton):
    """A button with a verb. `kind`: primary, secondary, quiet, link, bad (what removes), message, footnote."""

    def __init__(
        self,
        text: str,
        kind: str = "secondary",
        *,
        icon: str = "",
        on: Handler | None = None,
        small: bool = False,
        name: str = "",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self._kind, self._small = kind, small
        self.setAccessibleName(name or text.rstrip("…"))
        self.setToolTip(tip)
        if icon:
            self.setIcon(theme_icon(icon, _ICON_ROLE.get(kind, "text")))
            self.setText(text)
        if kind in _TEXT_LIKE:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._dress()
        theme().changed.connect(self._dress)
        if on is not None:
            self.clicked.connect(lambda _checked=False: on())

    def setText(self, text: str) -> None:
        super().setText(text)
        # A wide icon box keeps the words away from the icon (see `theme.icons`).
        self.setIconSize(QSize(21 if text else 16, 16))
        self.updateGeometry()

    def set_menu(self, menu: QMenu) -> None:
        """Open `menu` on a click."""
        self.clicked.connect(lambda _checked=False: open_below(self, menu))

    def _dress(self) -> None:
        link = self._kind in _TEXT_LIKE
        style = "small" if self._kind in {"link", "footnote"} else "body" if link else "control"
        self.setFont(theme().font(style))
        token = 20 if link else metrics.BUTTON_SMALL if self._small else metrics.BUTTON
        self.setFixedHeight(max(token, self.fontMetrics().height() + (2 if link else 8)))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        gap = 4 if not self.icon().isNull() and self.text() else 0
        return QSize(hint.width() + gap, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class MenuButton(Button):
    """A button that opens choices: a chevron stands at its far end."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + 18, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        option.rect = self.rect().adjusted(18 if rtl else 0, 0, 0 if rtl else -18, 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        left = 10 if rtl else self.width() - 24
        paint_icon(painter, QRect(left, self.height() // 2 - 7, 14, 14), "open_section", "text2")


class IconButton(QToolButton):
    """A button that is only an icon: its name is the tool tip and what screen readers say."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        on: Handler | None = None,
        checkable: bool = False,
        size: int = 16,
        side: int = metrics.BUTTON,
        role: str = "text2",
        shortcut: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.set_icon(icon, role)
        self.setIconSize(QSize(size, size))
        self.setFixedSize(side, side)
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoRaise(True)
        self.set_name(name, shortcut)
        if on is not None:
            self.clicked.connect(lambda _checked=False: on())

    def set_icon(self, icon: str, role: str = "text2") -> None:
        self.setIcon(theme_icon(icon, role))

    def set_name(self, name: str, shortcut: str = "") -> None:
        """What it does, as tool tip and accessible name; the shortcut stands behind."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {shortcut}" if shortcut else name)

    def set_menu(self, menu: QMenu) -> None:
        self.clicked.connect(lambda _checked=False: open_below(self, menu))


class Menu(QMenu):
    """A menu with round corners; `item` appends an entry."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setToolTipsVisible(True)

    def item(
        self,
        text: str,
        on: Handler,
        *,
        icon: str = "",
        checked: bool | None = None,
        enabled: bool = True,
        shortcut: str = "",
    ) -> QAction:
        """An entry; `shortcut` is only shown (the action table owns the key)."""
        action = QAction(theme_icon(icon) if icon else QIcon(), f"{text}\t{shortcut}" if shortcut else text, self)
        action.setEnabled(enabled)
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        action.triggered.connect(lambda _checked=False: on())
        self.addAction(action)
        return action


def open_below(widget: QWidget, menu: QMenu) -> None:
    """Open `menu` under `widget`, on its leading edge."""
    corner = QPoint(0, widget.height() + 4)
    if widget.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        corner.setX(widget.width() - menu.sizeHint().width())
    menu.popup(widget.mapToGlobal(corner))


class Switch(QAbstractButton):
    """On or off, at once (a check box is for what is part of a form)."""

    def __init__(self, name: str, *, on: Callable[[bool], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFixedSize(36, metrics.TARGET)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if on is not None:
            self.toggled.connect(on)

    def sizeHint(self) -> QSize:
        return QSize(36, metrics.TARGET)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(1.0 if self.isEnabled() else 0.45)
        track = QRectF(1, 3, 34, 18)
        painting.fill(painter, track, "accent" if self.isChecked() else "sunken", 9)
        if not self.isChecked():
            painting.frame(painter, track, "edge", 9)
        ahead = self.isChecked() != (self.layoutDirection() == Qt.LayoutDirection.RightToLeft)
        knob = QRectF(20 if ahead else 4, 6, 12, 12)
        painting.fill(painter, knob, "on_accent" if self.isChecked() else "edge", 6)


class Segmented(QWidget):
    """One choice of a few: `Segmented([("grid", "Grid", "view_grid"), …])`; `changed(key)` by the user only."""

    changed = Signal(str)

    def __init__(
        self,
        choices: list[tuple[str, str, str]],
        *,
        name: str = "",
        icons_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._icons_only = icons_only
        self._current = choices[0][0] if choices else ""
        self._hover = -1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)
        self._tell()

    @property
    def current(self) -> str:
        return self._current

    @property
    def names(self) -> list[str]:
        """What can be chosen."""
        return [key for key, _text, _icon in self._choices]

    def set_current(self, key: str) -> None:
        self._current = key
        self._tell()
        self.update()

    def _tell(self) -> None:
        label = next((text for key, text, _icon in self._choices if key == self._current), "")
        self.setAccessibleDescription(label)

    def _widths(self) -> list[int]:
        advance = self.fontMetrics().horizontalAdvance
        self.setFont(theme().font("control"))
        if self._icons_only:
            return [32 for _choice in self._choices]
        return [advance(text) + 20 + (22 if icon else 0) for _key, text, icon in self._choices]

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + 4, metrics.height(metrics.BUTTON, theme().font("control")))

    minimumSizeHint = sizeHint

    def _boxes(self) -> list[QRectF]:
        boxes, x = [], 2.0
        for width in self._widths():
            boxes.append(QRectF(x, 2, width, self.height() - 4))
            x += width
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            return [QRectF(self.width() - box.right(), box.top(), box.width(), box.height()) for box in boxes]
        return boxes

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.fill(painter, QRectF(self.rect()), "sunken", metrics.RADIUS_BUTTON)
        painter.setFont(theme().font("control"))
        for index, (box, (key, text, icon)) in enumerate(zip(self._boxes(), self._choices, strict=True)):
            on = key == self._current
            if on:
                painting.fill(painter, box, "surface", metrics.RADIUS_CHIP)
            role = "text" if on or index == self._hover else "text2"
            _segment(painter, box, "" if self._icons_only else text, icon, role)

    def _at(self, x: float, y: float) -> int:
        return next((i for i, box in enumerate(self._boxes()) if box.contains(x, y)), -1)

    def mousePressEvent(self, event: object) -> None:
        position = event.position()  # type: ignore[attr-defined]
        self._choose(self._at(position.x(), position.y()))

    def mouseMoveEvent(self, event: object) -> None:
        position = event.position()  # type: ignore[attr-defined]
        self._hover = self._at(position.x(), position.y())
        if self._icons_only and self._hover >= 0:
            self.setToolTip(self._choices[self._hover][1])
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = -1
        self.update()

    def keyPressEvent(self, event: object) -> None:
        keys = [key for key, _text, _icon in self._choices]
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(event.key())  # type: ignore[attr-defined]
        if step is None:
            super().keyPressEvent(event)  # type: ignore[arg-type]
            return
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        self._choose(min(len(keys) - 1, max(0, keys.index(self._current) + step)))

    def _choose(self, index: int) -> None:
        if index < 0 or self._choices[index][0] == self._current:
            return
        self.set_current(self._choices[index][0])
        self.changed.emit(self._current)


def _segment(painter: QPainter, box: QRectF, text: str, icon: str, role: str) -> None:
    if icon and not text:
        paint_icon(painter, box.toRect().adjusted(8, 0, -8, 0), icon, role)
        return
    area = QRectF(box)
    if icon:
        square = QRectF(box.left() + 9, box.center().y() - 8, 16, 16)
        paint_icon(painter, square.toRect(), icon, role)
        area.setLeft(square.right() + 4)
    painter.setPen(theme().colour(role))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
