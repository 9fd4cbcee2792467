"""Bars that give way when they are narrow: what is least needed goes first, until the rest fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget


@dataclass(frozen=True, slots=True)
class GivesWay:
    """A widget that goes, and perhaps a smaller one that comes in its place."""

    goes: QWidget
    comes: QWidget | None = None

    def apply(self, gone: bool) -> None:
        self.goes.setVisible(not gone)
        if self.comes is not None:
            self.comes.setVisible(gone)


def _forget(layout: QLayout) -> None:
    """Sizes are kept in every layout inside, and only the outermost one hears of a change."""
    layout.invalidate()
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inner = item.layout() if item is not None else None
        if inner is not None:
            _forget(inner)


def give_way(box: QBoxLayout, width: int, order: Sequence[GivesWay]) -> None:
    """Let the parts of `box` go in `order` until what is left fits into `width` pixels."""
    for part in order:
        part.apply(False)
    for part in order:
        _forget(box)
        if box.minimumSize().width() <= width:
            return
        part.apply(True)
