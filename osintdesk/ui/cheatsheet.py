"""Every key of the window and of the page that is shown, on one sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from osintdesk.core.i18n import N_, _
from osintdesk.ui.actions import ACTIONS, MENUS, ActionSpec, shown_keys
from osintdesk.ui.overlay import Overlay
from osintdesk.ui.pages import PAGES
from osintdesk.ui.widgets import IconButton, KeyCap, Label, Scrolled, column, row

_LONG = 16

# What widgets do with keys by themselves, beside the table of actions.
HABITS: tuple[tuple[str, str], ...] = (
    ("Tab", N_("Next control; a grid or table is one stop")),
    (N_("Arrows"), N_("Move; with Shift extend, with Ctrl leave the selection")),
    ("Space", N_("Select or unselect the current item")),
    (N_("Ctrl wheel"), N_("Larger or smaller pictures")),
)


class CheatSheet(Overlay):
    """Opened by `?`."""

    def __init__(self, window: QWidget, page: str, keys: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(window, width=880, top=56)
        close = IconButton("close", _("Close"), on=self.close_it)
        columns: list[list[QWidget]] = [[], [], []]
        if keys:
            for place, part in zip((0, 2), _halves(keys), strict=False):
                columns[place].append(_group(_("This page"), ((shown_keys(key), _(text)) for key, text in part)))
        for place, (title, specs) in enumerate(self._groups(page)):
            columns[place % 3].append(_group(_(title), ((shown_keys(s.keys_shown), _(s.text)) for s in specs)))
        columns[2].append(_group(_("Moving about"), ((_(keys), _(text)) for keys, text in HABITS)))
        columns[1].append(_group(_("Pages"), self._pages()))
        grid = row(*(column(*parts, None, space=20) for parts in columns), space=32)
        for place in range(3):
            grid.setStretch(place, 1)
        body = Scrolled(ground="raised", margins=(24, 8, 24, 20))
        body.body.addLayout(grid)
        head = row(Label(_("Keyboard shortcuts"), "heading"), None, close, margins=(24, 12, 12, 0))
        content = QWidget()
        content.setLayout(column(head, body, space=4))
        content.setMinimumHeight(560)
        self.set_content(content)
        self.setAccessibleName(_("Keyboard shortcuts"))
        close.setFocus(Qt.FocusReason.PopupFocusReason)

    def _groups(self, page: str) -> list[tuple[str, list[ActionSpec]]]:
        fits = [s for s in ACTIONS if s.keys_shown and s.page in {"", page}]
        groups = [(menu, [s for s in fits if s.menu == menu]) for menu in MENUS]
        return [(menu, specs) for menu, specs in groups if specs]

    def _pages(self) -> Iterable[tuple[str, str]]:
        for number, spec in enumerate((s for s in PAGES if s.rail), start=1):
            if number <= 10:
                yield f"Ctrl {number % 10}", _(spec.title)


def _halves(keys: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    """One part, or two where one column would be too long."""
    middle = (len(keys) + 1) // 2
    return [keys[:middle], keys[middle:]] if len(keys) > _LONG else [keys]


def _group(title: str, lines: Iterable[tuple[str, str]]) -> QWidget:
    made = QWidget()
    rows = [row(Label(text, "small", wrap=True), None, KeyCap(keys)) for keys, text in lines]
    for line in rows:
        line.setStretch(0, 1)
        line.setStretch(1, 0)
    made.setLayout(column(Label(title, "small_strong", "text2"), *rows, space=6))
    return made
