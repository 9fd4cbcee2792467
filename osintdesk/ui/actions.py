"""Every command of the window in one table: menus, keys, palette and cheat sheet are made from it.

The window handles some itself (`Actions.handle`); a page names what it does in `Page.commands()`, and as long as it is
shown those are enabled. A command that nobody handles right now is disabled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from osintdesk.core.i18n import N_, _
from osintdesk.ui.theme import icon

MENUS = (N_("Case"), N_("Edit"), N_("View"), N_("Media"), N_("Verify"), N_("Report"), N_("Help"))


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command: `menu` is where it lives, `group` keeps neighbours together, `key` its shortcut.

    `page`: only there the key means this (for the cheat sheet). `shown_key`: a key that a widget handles itself.
    """

    name: str
    text: str
    menu: str
    key: str = ""
    icon: str = ""
    group: int = 0
    page: str = ""
    shown_key: str = ""
    checkable: bool = False

    @property
    def keys_shown(self) -> str:
        return self.shown_key or self.key


A = ActionSpec

ACTIONS: tuple[ActionSpec, ...] = (
    A("new_case", N_("New case…"), "Case", "Ctrl+N", "new"),
    A("open_case", N_("Open a case…"), "Case", "Ctrl+O", "open"),
    A("open_example", N_("Try the example case"), "Case", "", "example"),
    A("import", N_("Import files…"), "Case", "Ctrl+I", "import", 1),
    A("import_folder", N_("Import a folder…"), "Case", "Ctrl+Shift+I", "folder", 1),
    A("case_details", N_("Case details…"), "Case", "", "case", 2),
    A("check_case", N_("Check the case"), "Case", "", "case_check", 2),
    A("show_folder", N_("Show the case folder"), "Case", "", "folder", 2),
    A("close_case", N_("Close the case"), "Case", "Ctrl+W", "close", 3),
    A("quit", N_("Quit"), "Case", "Ctrl+Q", "", 3),
    A("undo", N_("Undo"), "Edit", "Ctrl+Z", "undo"),
    A("redo", N_("Redo"), "Edit", "Ctrl+Shift+Z", "redo"),
    A("paste", N_("Paste media"), "Edit", "Ctrl+V", "paste", 1),
    A("copy_citation", N_("Copy citation"), "Edit", "Ctrl+Shift+C", "citation", 1),
    A("select_all", N_("Select all"), "Edit", "Ctrl+A", "select_all", 2),
    A("select_none", N_("Select none"), "Edit", "Ctrl+Shift+A", "", 2),
    A("find", N_("Search"), "Edit", "Ctrl+F", "search", 3),
    A("palette", N_("Find a command…"), "Edit", "Ctrl+K", "palette", 3),
    A("settings", N_("Settings"), "Edit", "Ctrl+,", "settings", 4),
    A("back", N_("Back"), "View", "Alt+Left", "back", 1, shown_key="Esc"),
    A("next_area", N_("Next area"), "View", "F6", "", 1),
    A("previous_area", N_("Previous area"), "View", "Shift+F6", "", 1),
    A("inspector", N_("Inspector"), "View", "I", "panel_right", 2, checkable=True),
    A("facets", N_("Filters"), "View", "F", "filter", 2, page="media", checkable=True),
    A("view_grid", N_("As a grid"), "View", "", "view_grid", 3, page="media"),
    A("view_list", N_("As a list"), "View", "", "view_list", 3, page="media"),
    A("larger", N_("Larger pictures"), "View", "Ctrl++", "zoom_in", 3, page="media"),
    A("smaller", N_("Smaller pictures"), "View", "Ctrl+-", "zoom_out", 3, page="media"),
    A("greyscale", N_("Whole window in greyscale"), "View", "Ctrl+Shift+G", "contrast", 4, checkable=True),
    A("hide_graphic", N_("Hide graphic pictures"), "View", "", "hidden", 4, checkable=True),
    A("reveal", N_("Show hidden pictures while held"), "View", "", "reveal", 4, shown_key="V"),
    A("full_screen", N_("Full screen"), "View", "F11", "fullscreen", 5, checkable=True),
    A("open", N_("Open"), "Media", "", "", page="media", shown_key="Enter"),
    A("attach", N_("Attach to an incident…"), "Media", "A", "attach", 1, page="media"),
    A("tag", N_("Tag…"), "Media", "T", "tag", 1, page="media"),
    A("sensitivity", N_("Set sensitivity…"), "Media", "G", "hidden", 1, page="media"),
    A("describe", N_("Describe…"), "Media", "D", "edit", 1, page="media"),
    A("mark_graphic", N_("Mark as graphic violence"), "Media", "", "sensitivity_graphic", 2, page="media"),
    A("unmark_graphic", N_("Remove the graphic mark"), "Media", "", "reveal", 2, page="media"),
    A("verify", N_("Open verification"), "Verify", "", "verification", page="media"),
    A("new_incident", N_("New incident…"), "Verify", "Ctrl+Shift+N", "incident", 1),
    A("add_place", N_("Add a place…"), "Verify", "", "place", 1, page="incident"),
    A("add_time", N_("Add a time…"), "Verify", "", "interval", 1, page="incident"),
    A("add_claim", N_("Add a claim…"), "Verify", "", "claim", 2),
    A("add_source", N_("Add a source…"), "Verify", "", "source", 2),
    A("add_step", N_("Add a step…"), "Verify", "Ctrl+Shift+S", "step", 3, page="verification"),
    A("write_assessment", N_("Write the assessment…"), "Verify", "", "assessment", 3, page="verification"),
    A("report", N_("Make a report…"), "Report", "Ctrl+R", "report"),
    A("show_log", N_("Show the log"), "Report", "", "log", 1),
    A("shortcuts", N_("Keyboard shortcuts"), "Help", "?", "shortcuts"),
    A("about", N_("About OSINT Desk"), "Help", "", "about", 1),
)

NAMED = {spec.name: spec for spec in ACTIONS}

Handler = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Command:
    """What a page does with an action: `enabled` and `checked` are asked anew after each change."""

    run: Handler
    enabled: Callable[[], bool] | None = None
    checked: Callable[[], bool] | None = None
    text: Callable[[], str] | None = None


Commands = Mapping[str, Handler | Command]


class Actions(QObject):
    """The actions of one window."""

    refreshed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window: dict[str, Command] = {}
        self._page: dict[str, Command] = {}
        self._actions = {spec.name: self._made(spec, window) for spec in ACTIONS}
        self.refresh()

    def _made(self, spec: ActionSpec, window: QWidget) -> QAction:
        action = QAction(_(spec.text), window)
        action.setObjectName(spec.name)
        action.setCheckable(spec.checkable)
        if spec.icon:
            action.setIcon(icon(spec.icon))
        if spec.key:
            action.setShortcut(QKeySequence(spec.key))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(lambda _checked=False, name=spec.name: self.trigger(name))
        window.addAction(action)
        return action

    def action(self, name: str) -> QAction:
        """The action, for menus and tool buttons. KeyError for an unknown name."""
        return self._actions[name]

    def __iter__(self) -> Iterator[tuple[ActionSpec, QAction]]:
        return ((spec, self._actions[spec.name]) for spec in ACTIONS)

    def handle(self, name: str, command: Handler | Command) -> None:
        """The window itself does this, on every page that does not do it its own way."""
        self._window[NAMED[name].name] = _command(command)

    def release(self, *names: str) -> None:
        """The window does not do these any more."""
        for name in names:
            self._window.pop(name, None)

    def set_page(self, commands: Commands) -> None:
        """What the page that is shown does; replaces what the one before did."""
        self._page = {NAMED[name].name: _command(command) for name, command in commands.items()}
        self.refresh()

    def _found(self, name: str) -> Command | None:
        return self._page.get(name) or self._window.get(name)

    def refresh(self) -> None:
        """Ask anew what is enabled, checked, and how it is called."""
        for name, action in self._actions.items():
            command = self._found(name)
            action.setEnabled(command is not None and (command.enabled is None or command.enabled()))
            if command is not None and command.checked is not None:
                action.setChecked(command.checked())
            if command is not None and command.text is not None:
                action.setText(command.text())
        self.refreshed.emit()

    def trigger(self, name: str) -> None:
        """Do it, when somebody does it now."""
        command = self._found(name)
        if command is not None and (command.enabled is None or command.enabled()):
            command.run()
            self.refresh()


def _command(given: Handler | Command) -> Command:
    return given if isinstance(given, Command) else Command(given)


def shown_keys(keys: str) -> str:
    """`Ctrl Shift G`: keys as they are shown, in the system's words."""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
    return native.replace("++", "+ +").replace("+", " ").replace("   ", " + ").strip() if native else keys
