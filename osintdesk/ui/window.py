"""The window: menu bar, start page or case, and what concerns the program as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget

from osintdesk.app import profile as profiles
from osintdesk.app.profile import Preferences, Profile
from osintdesk.app.session import Session
from osintdesk.core.errors import CaseInUse, OsintDeskError
from osintdesk.core.i18n import _
from osintdesk.ui import casedialogs, importing
from osintdesk.ui.actions import ACTIONS, MENUS, Actions, Command
from osintdesk.ui.bridge import Mailbox
from osintdesk.ui.bugs import BugHook
from osintdesk.ui.caseview import CaseView
from osintdesk.ui.cheatsheet import CheatSheet
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_dialogs
from osintdesk.ui.jobs import Jobs
from osintdesk.ui.pages import PAGES
from osintdesk.ui.pages.start import CaseFacts, StartPage
from osintdesk.ui.palette import Palette
from osintdesk.ui.recent import facts_to_remember, recent_with_facts
from osintdesk.ui.theme import metrics, theme
from osintdesk.ui.widgets import Icon, Label, Menu, Message, Page, row
from osintdesk.ui.widgets.layout import panel


# Loaded when they are needed: they bring the libraries that read media, and the window shall be there at once.
def _put_in_order(session: Session) -> list[str]:
    from osintdesk.app.ingest import read_rest
    from osintdesk.app.recovery import recover

    said = recover(session).sentences()
    read_rest(session)
    return said


def _make_example() -> Path:
    from osintdesk.app.demo import example_folder, make_example

    return make_example(example_folder())


class Window(QMainWindow):
    """One window; holds at most one open case."""

    def __init__(self, profile: Profile, *, dress: Callable[[Preferences], None], bugs: BugHook | None = None) -> None:
        super().__init__()
        self.profile = profile
        self._dress = dress
        self._bugs = bugs or BugHook(lambda: self)
        self._mailbox = Mailbox(self)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening")
        self._jobs = Jobs(self)
        self.desk: Desk | None = None
        self.view: CaseView | None = None
        self.setWindowTitle("OSINT Desk")
        self.setMinimumSize(*metrics.SMALLEST)
        self.setAcceptDrops(True)
        self.actions_ = Actions(self)
        self.stack = QStackedWidget()
        self.start = StartPage()
        self.stack.addWidget(self.start)
        self.setCentralWidget(self.stack)
        self.note = Label("", "small", "text2")
        self._menus: dict[str, Menu] = {}
        self._make_menus()
        self._connect()
        self._handle()
        self.resize(1440, 900)
        self._restore_geometry("start")
        self.show_start()

    # Menus and commands

    def _make_menus(self) -> None:
        bar = self.menuBar()
        bar.setFont(theme().font("small"))
        for name in MENUS:
            menu = Menu(_(name), self)
            self._menus[name] = menu
            self._fill_menu(menu, name)
            if menu.actions():
                bar.addMenu(menu)
        bar.setMinimumHeight(metrics.height(metrics.MENU_BAR, theme().font("small")))
        self._corner = panel(row(Icon("info", 14, "text3"), self.note, space=6, margins=(8, 6, 12, 4)), parent=bar)
        self._set_note("")

    def _set_note(self, text: str) -> None:
        """One quiet sentence about the case, at the far end of the menu bar."""
        self.note.setText(text)
        self._corner.setVisible(bool(text))
        self._corner.adjustSize()
        self.menuBar().setCornerWidget(self._corner)

    def _fill_menu(self, menu: Menu, name: str) -> None:
        if name == "View":
            self._add_pages(menu)
        group = None
        for spec in (spec for spec in ACTIONS if spec.menu == name):
            if group is not None and spec.group != group:
                menu.addSeparator()
            group = spec.group
            menu.addAction(self.actions_.action(spec.name))

    def _add_pages(self, menu: Menu) -> None:
        for number, spec in enumerate((s for s in PAGES if s.rail), start=1):
            action = menu.item(_(spec.title), lambda page=spec.name: self._go(page), icon=spec.icon)  # type: ignore[misc]
            if number <= 10:
                action.setShortcut(QKeySequence(f"Ctrl+{number % 10}"))
            self.addAction(action)
        menu.addSeparator()

    def _go(self, page: str) -> None:
        if self.desk is not None:
            self.desk.navigate(page)

    def _connect(self) -> None:
        start = self.start
        start.new_case.connect(self.new_case)
        start.open_case.connect(self.choose_case)
        start.example.connect(self.open_example)
        start.open_recent.connect(lambda path: self.open_path(Path(path)))
        start.dropped.connect(self.dropped)
        start.shortcuts.connect(self.show_shortcuts)
        start.settings.connect(lambda: casedialogs.settings_dialog(self))
        theme().changed.connect(self._dress_menus)

    def _dress_menus(self) -> None:
        self.menuBar().setFont(theme().font("small"))

    def _handle(self) -> None:
        act = self.actions_
        act.handle("new_case", self.new_case)
        act.handle("open_case", self.choose_case)
        act.handle("open_example", self.open_example)
        act.handle("quit", self.close)
        act.handle("settings", self._settings)
        act.handle("palette", self.show_palette)
        act.handle("shortcuts", self.show_shortcuts)
        act.handle("about", lambda: casedialogs.about(self))
        act.handle("greyscale", Command(self.toggle_greyscale, checked=lambda: theme().greyscale))
        hide = Command(self.toggle_hide_graphic, checked=lambda: self.profile.preferences.hide_graphic)
        act.handle("hide_graphic", hide)
        act.handle("full_screen", Command(self._toggle_full_screen, checked=self.isFullScreen))
        act.refresh()

    def _handle_case(self, desk: Desk, view: CaseView) -> None:
        """What is only there while a case is open."""
        act, writable = self.actions_, not desk.read_only
        act.handle("import", Command(lambda: importing.choose_files(desk), enabled=lambda: writable))
        act.handle("import_folder", Command(lambda: importing.choose_folder(desk), enabled=lambda: writable))
        act.handle("paste", Command(lambda: importing.paste(desk), enabled=lambda: writable))
        act.handle("case_details", lambda: casedialogs.case_details(self, desk))
        act.handle("check_case", lambda: casedialogs.check_case(self, desk))
        act.handle("show_folder", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(desk.session.path))))
        act.handle("close_case", self.close_case)
        act.handle("report", lambda: desk.navigate("reports"))
        act.handle("show_log", lambda: desk.navigate("log"))
        act.handle("new_incident", Command(lambda: self._new_incident(desk), enabled=lambda: writable))
        act.handle("add_claim", Command(lambda: record_dialogs.claim(desk, self), enabled=lambda: writable))
        act.handle("add_source", Command(lambda: record_dialogs.source(desk, self), enabled=lambda: writable))
        act.handle("undo", Command(desk.undo, lambda: self._can(desk.session.undo_label), text=self._undo_text))
        act.handle("redo", Command(desk.redo, lambda: self._can(desk.session.redo_label), text=self._redo_text))
        act.handle("next_area", view.step_area)
        act.handle("previous_area", lambda: view.step_area(back=True))
        act.handle("back", Command(desk.back, lambda: view.can_go_back))
        shown = Command(view.toggle_inspector, lambda: view.has_inspector, checked=lambda: view.inspector_shown)
        act.handle("inspector", shown)
        act.refresh()

    def _new_incident(self, desk: Desk) -> None:
        record_dialogs.new_incident(desk, self, done=lambda made: desk.navigate("incident", id=made))

    def _release_case(self) -> None:
        self.actions_.release(
            "import", "import_folder", "paste", "case_details", "check_case", "show_folder", "close_case", "undo",
            "redo", "back", "inspector", "next_area", "previous_area", "report", "show_log", "new_incident",
            "add_claim", "add_source",
        )  # fmt: skip
        self.actions_.set_page({})

    def _can(self, label: str | None) -> bool:
        return bool(label) and self.desk is not None and not self.desk.read_only

    def _undo_text(self) -> str:
        label = self.desk.session.undo_label if self.desk else None
        return _("Undo {label}").format(label=label) if label else _("Undo")

    def _redo_text(self) -> str:
        label = self.desk.session.redo_label if self.desk else None
        return _("Redo {label}").format(label=label) if label else _("Redo")

    # Opening and closing

    def show_start(self) -> None:
        """The start page, with the cases opened before."""
        self.stack.setCurrentWidget(self.start)
        self._set_note("")
        self.setWindowTitle("OSINT Desk")
        self.start.set_recent([(recent, CaseFacts()) for recent in self.profile.recent])
        self._later(recent_with_facts, self.start.set_recent)

    def _later(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """`work` in a thread, `done` with its result in the window's; errors are said."""
        future = self._thread.submit(work)
        future.add_done_callback(lambda finished: self._mailbox.post(lambda: self._finish(finished, done)))

    def _finish(self, future: Future[Any], done: Callable[[Any], object]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            done(future.result())
        else:
            self.problem(error)

    def problem(self, error: BaseException) -> None:
        """Say what is in the way; a bug is shown as one."""
        if isinstance(error, OsintDeskError):
            self.say(Message(str(error), "bad"))
        else:
            self._bugs.show(error)

    def say(self, message: Message) -> None:
        bar = self.view.bar if self.view is not None else self.start.bar
        bar.show_message(message)

    def new_case(self, files: Sequence[Path] = ()) -> None:
        """Ask for the name and place of a new case; then take `files` in."""
        casedialogs.new_case(self, lambda path, title, fields: self._create(path, title, fields, list(files)))

    def _create(self, path: Path, title: str, fields: dict[str, Any], files: list[Path]) -> None:
        def opened(session: Session) -> None:
            self.use(session)
            if files and self.desk is not None:
                importing.start(self.desk, files, how="drag and drop")

        self._later(lambda: Session.create(path, title=title, profile=self.profile, **fields), opened)

    def choose_case(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Open a case"), str(casedialogs.cases_folder()))
        if chosen:
            self.open_path(Path(chosen))

    def open_path(self, path: Path, *, read_only: bool = False) -> None:
        """Open a case folder; one that another process holds may be opened read-only."""
        if self.desk is not None and self.desk.session.path == path.absolute():
            return
        self.say(Message(_("Opening {name}…").format(name=path.name), "info", "open"))

        def work() -> Session | CaseInUse:
            try:
                return Session.open(path, profile=self.profile, read_only=read_only)
            except CaseInUse as error:
                return error

        self._later(work, lambda result: self._opened(path, result))

    def _opened(self, path: Path, result: Session | CaseInUse) -> None:
        if isinstance(result, CaseInUse):
            again = (_("Open read-only"), lambda: self.open_path(path, read_only=True))
            self.say(Message(str(result), "warn", "lock", (again,)))
        else:
            self.use(result)

    def open_example(self) -> None:
        """Make the example case if it is not there yet, and open it."""
        self.say(Message(_("Making the example case. This takes a moment."), "info", "example"))
        self._later(_make_example, self.open_path)

    def use(self, session: Session) -> None:
        """Show an open case in this window; the one before is closed."""
        self.close_case()
        desk = Desk(session, actions=self.actions_, preferences=self.profile.preferences, window=self, parent=self)
        view = CaseView(desk)
        self.desk, self.view = desk, view
        desk.bug.connect(self._bugs.show)
        # What was left behind or not read when the program last ended is put in order now.
        desk.work(
            lambda: _put_in_order(session), lambda said: desk.message(" ".join(said), kind="warn") if said else None
        )
        desk.preferences_wanted.connect(self.set_preferences)
        desk.changed.connect(lambda _commit: self._retitle())
        view.rail.greyscale.clicked.connect(lambda _on=False: self.toggle_greyscale())
        view.rail.person.clicked.connect(lambda _on=False: casedialogs.person(self))
        view.rail.case.clicked.connect(lambda _on=False: self._switch_case(view))
        self._handle_case(desk, view)
        self.stack.addWidget(view)
        self.stack.setCurrentWidget(view)
        self.start.bar.hide()
        view.restore(self._remembered().get(records_id(session), {}))
        self._restore_geometry(records_id(session))
        view.rail.greyscale.setChecked(theme().greyscale)
        self.profile = profiles.remember(session.path, session.records.case.title)
        kept = self._remembered().get(records_id(session), {})
        self._remember(records_id(session), {**kept, "facts": facts_to_remember(session)})
        self._retitle()
        self._say_last_entry(desk, view)

    def _say_last_entry(self, desk: Desk, view: CaseView) -> None:
        future = desk.session.submit(lambda case: case.log(limit=1, newest_first=True))
        desk.bridge.when(future, lambda found: view.show_last(found[0].at if found else ""), desk.problem, owner=view)

    def _switch_case(self, view: CaseView) -> None:
        menu = Menu(parent=self)
        here = self.desk.session.path if self.desk else None
        for recent in self.profile.recent[:8]:
            if Path(recent.path) != here:
                menu.item(recent.title, lambda path=recent.path: self.open_path(Path(path)), icon="case")  # type: ignore[misc]
        menu.addSeparator()
        for name in ("new_case", "open_case", "case_details", "close_case"):
            menu.addAction(self.actions_.action(name))
        menu.popup(view.rail.case.mapToGlobal(view.rail.case.rect().bottomLeft()))

    def _retitle(self) -> None:
        if self.desk is None:
            return
        case = self.desk.records.case
        self.setWindowTitle(f"{case.title} — OSINT Desk")
        notes = [_("Example case: all pictures are generated")] if case.example else []
        if self.desk.read_only:
            notes.append(_("Open read-only: nothing can be changed"))
        self._set_note(". ".join(notes))

    def close_case(self) -> None:
        """Seal and give back the case that is open; nothing when there is none."""
        if self.desk is None or self.view is None:
            return
        desk, view = self.desk, self.view
        self._remember(records_id(desk.session), {**view.state(), "facts": facts_to_remember(desk.session)})
        self._release_case()
        self.desk = self.view = None
        view.close_pages()
        desk.close()
        self.stack.removeWidget(view)
        view.deleteLater()
        self._thread.submit(desk.session.close).result()
        desk.deleteLater()
        self.show_start()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.desk is None:
            self._remember("start", {})
        self.close_case()
        self._thread.shutdown(wait=True)
        event.accept()

    # What is remembered

    def _remembered(self) -> dict[str, Any]:
        return self.profile.windows

    def _remember(self, key: str, state: dict[str, Any]) -> None:
        geometry = bytes(self.saveGeometry().toHex().data()).decode()
        latest = profiles.load_profile()
        self.profile = replace(latest, windows={**latest.windows, key: {**state, "geometry": geometry}})
        try:
            profiles.save_profile(self.profile)
        except OSError as error:
            self.say(Message(_("The window could not be remembered: {why}.").format(why=error), "warn"))

    def _restore_geometry(self, key: str) -> None:
        saved = self._remembered().get(key, {}).get("geometry", "")
        if isinstance(saved, str) and saved:
            self.restoreGeometry(QByteArray.fromHex(saved.encode()))

    def set_preferences(self, preferences: Preferences) -> None:
        """Take new preferences: shown at once, kept for the next time."""
        self.profile = replace(profiles.load_profile(), preferences=preferences)
        profiles.save_profile(self.profile)
        self._dress(preferences)
        if self.desk is not None:
            self.desk.set_preferences(preferences)
        if self.view is not None:
            self.view.rail.greyscale.setChecked(theme().greyscale)
        self.actions_.refresh()

    def toggle_greyscale(self) -> None:
        self.set_preferences(replace(self.profile.preferences, greyscale=not theme().greyscale))

    def toggle_hide_graphic(self) -> None:
        shown = self.profile.preferences
        self.set_preferences(replace(shown, hide_graphic=not shown.hide_graphic))

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _settings(self) -> None:
        if self.desk is not None:
            self.desk.navigate("settings")
        else:
            casedialogs.settings_dialog(self)

    def person_changed(self, profile: Profile) -> None:
        """The name of whoever works here was changed."""
        self.profile = profile
        if self.view is not None:
            self.view.rail.person.set_label(profile.name)

    # Overlays

    def show_palette(self) -> None:
        Palette(self, self.actions_, self.desk).open()

    def show_shortcuts(self) -> None:
        page = self.view.page(self.view.current) if self.view and self.view.current else None
        CheatSheet(self, self.view.current if self.view else "", page.keys() if isinstance(page, Page) else ()).open()

    # Drops

    def dropped(self, paths: Sequence[Path]) -> None:
        """Files on the start page make a new case; a case folder is opened."""
        cases = [path for path in paths if (path / "case.db").is_file()]
        if cases:
            self.open_path(cases[0])
        elif paths:
            self.new_case(paths)

    def hold(self, key: int, down: bool) -> None:
        """V held shows what is hidden."""
        if key == ord("V") and self.desk is not None:
            self.desk.reveal(down)


def records_id(session: Session) -> str:
    return session.records.case.id
