"""Boxes in short: `row(a, b, None, c)` and `column(…)` lay widgets out, None stretches, a number is a space in px."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QLayoutItem, QVBoxLayout, QWidget

Part = QWidget | QLayout | int | None
Margins = tuple[int, int, int, int] | int


def _fill(layout: QBoxLayout, parts: tuple[Part, ...], space: int, margins: Margins) -> None:
    layout.setSpacing(space)
    edges = (margins,) * 4 if isinstance(margins, int) else margins
    layout.setContentsMargins(*edges)
    for part in parts:
        add(layout, part)


def add(layout: QBoxLayout, part: Part) -> None:
    """Append a widget, a layout, a space in px (int), or a stretch (None)."""
    match part:
        case None:
            layout.addStretch(1)
        case int():
            layout.addSpacing(part)
        case QLayout():
            layout.addLayout(part)
        case QWidget():
            layout.addWidget(part)


def row(*parts: Part, space: int = 8, margins: Margins = 0) -> QHBoxLayout:
    layout = QHBoxLayout()
    _fill(layout, parts, space, margins)
    return layout


def column(*parts: Part, space: int = 8, margins: Margins = 0) -> QVBoxLayout:
    layout = QVBoxLayout()
    _fill(layout, parts, space, margins)
    return layout


def panel(layout: QLayout, ground: str = "", *, parent: QWidget | None = None) -> QFrame:
    """A frame with a background (see `theme.qss`): window, page, surface, card, popover, warn_tint, …"""
    made = QFrame(parent)
    made.setProperty("ground", ground)
    made.setLayout(layout)
    return made


def hairline(*, vertical: bool = False) -> QFrame:
    """A separator one pixel wide."""
    made = QFrame()
    made.setProperty("ground", "line")
    if vertical:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def clear(layout: QLayout) -> None:
    """Remove and delete everything in `layout`."""
    while layout.count():
        item: QLayoutItem | None = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
