"""F6 and Shift F6: from one area of the window to the next (rail, toolbar, filters, content, inspector, activity)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def step_area(areas: Sequence[QWidget], *, back: bool = False) -> QWidget | None:
    """Focus the first control of the area after (or before) the one that has the focus; the control, None without."""
    shown = [area for area in areas if area.isVisible() and first_control(area) is not None]
    if not shown:
        return None
    here = next((place for place, area in enumerate(shown) if _holds_focus(area)), -1 if not back else 0)
    control = first_control(shown[(here + (-1 if back else 1)) % len(shown)])
    if control is not None:
        control.setFocus(Qt.FocusReason.BacktabFocusReason if back else Qt.FocusReason.TabFocusReason)
    return control


def _holds_focus(area: QWidget) -> bool:
    focused = area.window().focusWidget()
    return focused is not None and (focused is area or area.isAncestorOf(focused))


def first_control(area: QWidget) -> QWidget | None:
    """The control of an area that has or had the focus, else its first one."""
    before = area.focusWidget()
    if before is not None and before.isVisible() and before.isEnabled():
        return before
    return next(_controls(area), None)


def _controls(area: QWidget) -> Iterator[QWidget]:
    """Controls in tab order."""
    if _takes_focus(area):
        yield area
    widget = area.nextInFocusChain()
    while widget is not None and widget is not area:
        if area.isAncestorOf(widget) and _takes_focus(widget):
            yield widget
        widget = widget.nextInFocusChain()


def _takes_focus(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
