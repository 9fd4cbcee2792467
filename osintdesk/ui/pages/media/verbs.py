"""What can be done on the media page: its part of the window's commands, and its menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from osintdesk.core.domain import Media
from osintdesk.core.i18n import _
from osintdesk.ui import importing
from osintdesk.ui.actions import Command
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages import page_named
from osintdesk.ui.pages.media import bulk
from osintdesk.ui.widgets import Menu

if TYPE_CHECKING:
    from osintdesk.ui.pages.media.page import MediaPage

_CONTEXT = ("open", "verify", "", "attach", "tag", "sensitivity", "describe", "", "copy_citation")


def commands(page: MediaPage) -> Mapping[str, Any]:
    """What the media page does with the actions of the window."""
    return {**_looking(page), **_changing(page.desk), **_going(page)}


def _looking(page: MediaPage) -> dict[str, Any]:
    return {
        "find": lambda: page.search.setFocus(Qt.FocusReason.ShortcutFocusReason),
        "select_all": page.select_all,
        "select_none": page.grid.clearSelection,
        "facets": Command(page.toggle_facets, checked=lambda: page.facets.isVisibleTo(page)),
        "view_grid": lambda: page.set_view("grid"),
        "view_list": lambda: page.set_view("list"),
        "larger": lambda: page.resize_tiles(page.grid.tile_width + 20),
        "smaller": lambda: page.resize_tiles(page.grid.tile_width - 20),
        "copy_citation": Command(lambda: copy_citation(page.desk), lambda: bool(page.desk.selection)),
    }


def _changing(desk: Desk) -> dict[str, Any]:
    """The verbs on the selection; none of them where the case is open read-only."""

    def on_selection(run: Any) -> Command:
        return Command(lambda: run(desk, desk.selection), lambda: bool(desk.selection) and not desk.read_only)

    return {
        "attach": on_selection(bulk.attach),
        "tag": on_selection(bulk.tag),
        "sensitivity": on_selection(bulk.sensitivity),
        "describe": on_selection(lambda d, chosen: bulk.describe(d, chosen[0])),
        "mark_graphic": on_selection(lambda d, chosen: bulk.set_graphic(d, chosen, graphic=True)),
        "unmark_graphic": on_selection(lambda d, chosen: bulk.set_graphic(d, chosen, graphic=False)),
    }


def _going(page: MediaPage) -> dict[str, Any]:
    """Ways to other pages, as far as they are there."""
    desk = page.desk
    ways: dict[str, tuple[str, Callable[[], object]]] = {
        "open": ("viewer", lambda: open_current(page)),
        "verify": ("verification", lambda: open_verification(desk)),
    }
    there = {name: go for name, (wanted, go) in ways.items() if page_named(wanted) is not None}
    return {name: Command(go, lambda: bool(desk.selection)) for name, go in there.items()}


def open_current(page: MediaPage) -> None:
    """Show the current item in the viewer; previous and next go through what the page shows, in its order."""
    chosen = page.desk.selection
    if chosen and page_named("viewer") is not None:
        page.desk.navigate("viewer", media=chosen[0], items=tuple(page.model.ids))


def open_verification(desk: Desk) -> None:
    desk.navigate("verification", subject=f"media:{desk.selection[0]}")


def copy_citation(desk: Desk) -> None:
    """The exhibit numbers of the selection, for a text elsewhere."""
    numbers = sorted(desk.records.one(Media, sha).number for sha in desk.selection)
    QGuiApplication.clipboard().setText(", ".join(numbers))
    named = ", ".join(numbers[:4]) + ("…" if len(numbers) > 4 else "")
    desk.message(_("Copied {what}.").format(what=named), kind="info", icon="citation")


def context_menu(page: QWidget, desk: Desk, at: QPoint) -> None:
    """What can be done with the selection, at the pointer."""
    menu = Menu(parent=page)
    for name in _CONTEXT:
        if not name:
            menu.addSeparator()
        elif desk.actions.action(name).isEnabled():
            menu.addAction(desk.actions.action(name))
    menu.popup(at)


def import_menu(button: QWidget, desk: Desk) -> None:
    """The ways in which files come in."""
    if desk.read_only:
        desk.message(_("This case is open read-only; nothing can be added to it."), kind="warn")
        return
    menu = Menu(parent=button)
    menu.item(_("Files…"), lambda: importing.choose_files(desk), icon="import", shortcut="Ctrl+I")
    menu.item(_("A folder…"), lambda: importing.choose_folder(desk), icon="folder", shortcut="Ctrl+Shift+I")
    menu.item(_("What was copied"), lambda: importing.paste(desk), icon="paste", shortcut="Ctrl+V")
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))
