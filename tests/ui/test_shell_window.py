"""The window as a whole: starting, opening, closing, undo, palette, keys, what is remembered."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from osintdesk.app import media_items
from osintdesk.app.profile import load_profile
from osintdesk.core.domain import Media
from osintdesk.ui import pages
from osintdesk.ui.actions import ACTIONS, MENUS, NAMED, shown_keys
from osintdesk.ui.bugs import BugDialog, bug_report
from osintdesk.ui.casedialogs import NewCaseDialog, folder_name
from osintdesk.ui.cheatsheet import CheatSheet
from osintdesk.ui.palette import Palette, matched
from osintdesk.ui.preferences import SETTINGS, SettingsPanel, left_out
from osintdesk.ui.theme import theme
from osintdesk.ui.widgets import Button, ChoiceBox, Switch
from osintdesk.ui.window import Window
from osintdesk.ui.wording import done_sentence, length, short_time
from tests.ui.shell_case import PATIENCE, filled_case, profile, sha_of

ROOT = Path(__file__).resolve().parents[2]


def button(parent: QWidget, text: str) -> Button:
    return next(b for b in parent.findChildren(Button) if b.text() == text)


# Starting


def test_the_start_page_offers_what_one_can_begin_with(window: Window) -> None:
    said = {child.accessibleName() for child in window.start.findChildren(QWidget)}
    assert {"New case", "Open a case", "Try the example case"} <= said


def test_a_new_case_is_made_and_opened(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.new_case()
    dialog = window.findChild(NewCaseDialog)
    assert dialog is not None
    dialog.accept()
    assert dialog.trouble.text() == "Write a name for the case."
    dialog.title.setText("Bridge over the Seym")
    dialog.folder.setText(str(tmp_path / "cases"))
    dialog.zone.setText("Nowhere/Else")
    dialog.accept()
    assert "is not a time zone" in dialog.trouble.text()
    dialog.zone.setText("Europe/Moscow")
    dialog.accept()
    qtbot.waitUntil(lambda: window.desk is not None, timeout=PATIENCE)
    assert window.desk is not None and window.desk.records.case.title == "Bridge over the Seym"
    assert (tmp_path / "cases" / "Bridge over the Seym.osintcase" / "case.db").is_file()
    assert window.windowTitle().startswith("Bridge over the Seym")


@pytest.mark.parametrize(
    ("title", "name"), [("a/b: c?", "a b c"), ("...", "Case"), ("Курск", "Курск"), ("x" * 200, "x" * 80)]
)
def test_any_title_gives_a_folder_name(title: str, name: str) -> None:
    assert folder_name(title) == f"{name}.osintcase"


HOLDER = """
import sys
from pathlib import Path
from osintdesk.app.profile import Profile
from osintdesk.app.session import Session

with Session.open(Path(sys.argv[1]), profile=Profile("M. Orel")):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_case_that_another_process_holds_is_opened_read_only(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    made = filled_case(tmp_path)
    made.close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(made.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as holder:
        assert holder.stdout is not None and holder.stdin is not None
        assert holder.stdout.readline() == b"held\n"
        window.open_path(made.path)
        qtbot.waitUntil(lambda: "in use" in window.start.bar.text, timeout=PATIENCE)
        button(window.start.bar, "Open read-only").click()
        qtbot.waitUntil(lambda: window.desk is not None, timeout=PATIENCE)
        holder.stdin.close()
        holder.wait(20)
    assert window.desk is not None and window.desk.read_only
    assert "read-only" in window.note.text()
    assert not window.actions_.action("import").isEnabled() and not window.actions_.action("undo").isEnabled()


def test_what_is_no_case_is_refused_in_a_sentence(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.open_path(tmp_path / "nothing")
    qtbot.waitUntil(
        lambda: "nothing" in window.start.bar.text and "Opening" not in window.start.bar.text, timeout=PATIENCE
    )
    assert window.start.bar.text.endswith(".")


# An open case


def test_undo_names_what_it_takes_back(open_window: Window, qtbot: QtBot) -> None:
    desk = open_window.desk
    assert desk is not None
    with qtbot.waitSignal(desk.changed, timeout=PATIENCE):
        desk.run(media_items.describe(desk.session, sha_of(3), title="Dusk"))
    undo = open_window.actions_.action("undo")
    assert undo.text() == "Undo Describe EX-0003" and undo.isEnabled()
    with qtbot.waitSignal(desk.changed, timeout=PATIENCE):
        undo.trigger()
    assert desk.records.one(Media, sha_of(3)).title == "Generated evening 3"
    assert open_window.actions_.action("redo").text() == "Redo Describe EX-0003"


def test_known_errors_are_said_and_bugs_are_shown_as_bugs(open_window: Window, qtbot: QtBot) -> None:
    desk, view = open_window.desk, open_window.view
    assert desk is not None and view is not None
    desk.run(lambda: media_items.tag(desk.session, [f"media:{sha_of(1)}"], " "))
    assert view.bar.text == "A tag needs a name."
    with qtbot.waitSignal(desk.bug, timeout=PATIENCE) as shown:
        desk.problem(ZeroDivisionError("one"))
    assert isinstance(shown.args[0], ZeroDivisionError)
    qtbot.waitUntil(lambda: open_window.findChild(BugDialog) is not None, timeout=PATIENCE)
    open_window.findChild(BugDialog).reject()


def test_the_bug_dialog_shows_the_whole_report_first(qtbot: QtBot) -> None:
    error = ValueError("a strange value")
    assert "a strange value" in bug_report(error) and "PySide6" in bug_report(error)
    dialog = BugDialog(None, error)
    qtbot.addWidget(dialog)
    dialog.copy()
    assert QApplication.clipboard().text() == dialog.report


def test_every_action_lives_in_a_menu_and_has_one_key(window: Window) -> None:
    assert {spec.menu for spec in ACTIONS} <= set(MENUS)
    assert len(NAMED) == len(ACTIONS)
    for page in {spec.page for spec in ACTIONS}:
        keys = [spec.key for spec in ACTIONS if spec.key and spec.page in {"", page}]
        assert len(keys) == len(set(keys)), page
    pages_keys = {f"Ctrl+{number % 10}" for number in range(1, 11)}
    assert not pages_keys & {spec.key for spec in ACTIONS}
    assert all(QKeySequence(spec.key).count() == 1 for spec in ACTIONS if spec.key)


def test_the_palette_runs_commands_and_finds_exhibits(open_window: Window, qtbot: QtBot) -> None:
    open_window.show_palette()
    palette = open_window.findChild(Palette)
    assert palette is not None and palette.isVisible()
    qtbot.keyClicks(palette.field, "whole grey")
    assert palette.list.currentIndex().data() == "Whole window in greyscale"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert theme().greyscale and load_profile().preferences.greyscale
    open_window.toggle_greyscale()
    open_window.show_palette()
    palette = open_window.findChildren(Palette)[-1]
    qtbot.keyClicks(palette.field, "#evening 12")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert open_window.view is not None and open_window.view.current in {"viewer", "media"}


@pytest.mark.parametrize(
    ("typed", "text", "fits"),
    [
        ("gr", "As a grid", True),
        ("att inc", "Attach to an incident", True),
        ("inc att", "Attach to an incident", False),
    ],
)
def test_words_are_matched_in_their_order(typed: str, text: str, fits: bool) -> None:
    assert (matched(typed, text) is not None) is fits


def test_the_cheat_sheet_has_the_keys_of_the_page(open_window: Window) -> None:
    open_window.show_shortcuts()
    sheet = open_window.findChild(CheatSheet)
    assert sheet is not None
    said = {child.accessibleName() for child in sheet.findChildren(QWidget)}
    assert {"Ctrl K", "A", "Ctrl Shift G"} <= said
    sheet.close_it()


def test_keys_are_shown_in_words() -> None:
    assert [shown_keys(keys) for keys in ("Ctrl+Shift+G", "Ctrl++", "?", "")] == ["Ctrl Shift G", "Ctrl +", "?", ""]


def test_v_shows_hidden_pictures_as_long_as_it_is_held(open_window: Window) -> None:
    desk = open_window.desk
    assert desk is not None and desk.is_hidden(sha_of(8))
    open_window.hold(Qt.Key.Key_V, True)
    assert not desk.is_hidden(sha_of(8))
    open_window.hold(Qt.Key.Key_V, False)
    assert desk.is_hidden(sha_of(8))


def test_the_case_comes_back_as_it_was_left(open_window: Window, qtbot: QtBot) -> None:
    view = open_window.view
    assert view is not None
    path = open_window.desk.session.path  # type: ignore[union-attr]
    view.page("media").set_view("list")  # type: ignore[attr-defined]
    open_window.close_case()
    assert open_window.desk is None and open_window.stack.currentWidget() is open_window.start
    open_window.open_path(path)
    qtbot.waitUntil(lambda: open_window.view is not None, timeout=PATIENCE)
    assert open_window.view.page("media").view == "list"  # type: ignore[union-attr, attr-defined]


def test_the_start_page_lists_the_case_with_its_amounts(open_window: Window, qtbot: QtBot) -> None:
    open_window.close_case()
    qtbot.waitUntil(
        lambda: bool(open_window.start._cards) and "20 items" in _text(open_window.start._cards[0]), timeout=PATIENCE
    )
    assert "3 incidents" in _text(open_window.start._cards[0])
    assert len(open_window.start._cards[0].pictures.images) == 3


def _text(widget: QWidget) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_every_page_of_the_table_can_be_made(open_window: Window) -> None:
    view = open_window.view
    assert view is not None
    for spec in pages.PAGES:
        assert view.page(spec.name) is not None
    assert len({spec.name for spec in pages.PAGES}) == len(pages.PAGES)


def test_everything_that_takes_the_focus_has_a_name(open_window: Window) -> None:
    nameless = [
        f"{type(child).__name__} in {type(child.parent()).__name__}"
        for child in open_window.findChildren(QWidget)
        if child.isVisible()
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(child, QAbstractButton | QLineEdit)
        and not (child.accessibleName() or getattr(child, "text", lambda: "")())
    ]
    assert nameless == []


def test_back_goes_where_one_came_from(open_window: Window, qtbot: QtBot) -> None:
    view, desk = open_window.view, open_window.desk
    assert view is not None and desk is not None
    desk.navigate("settings")
    assert view.current == "settings" and view.can_go_back
    desk.back()
    assert view.current == "media"
    desk.navigate("settings")
    qtbot.keyClick(view.page("settings"), Qt.Key.Key_Escape)
    assert view.current == "media"


def test_the_rail_folds_when_it_is_narrow(open_window: Window) -> None:
    view = open_window.view
    assert view is not None
    open_window.resize(1200, 720)
    assert view.rail.case.collapsed
    open_window.resize(1500, 900)
    assert not view.rail.case.collapsed


# Settings


def test_every_preference_can_be_set() -> None:
    assert left_out() == {"thumbnail_width"}
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


def test_a_setting_is_taken_at_once_and_kept(window: Window, qtbot: QtBot) -> None:
    panel = SettingsPanel(window.profile.preferences)
    qtbot.addWidget(panel)
    panel.changed.connect(window.set_preferences)
    colours = next(box for box in panel.findChildren(ChoiceBox) if box.accessibleName() == "Colours")
    colours.set_value("dark")
    assert theme().tokens.dark and load_profile().preferences.theme == "dark"
    compact = next(s for s in panel.findChildren(Switch) if s.accessibleName() == "Compact rows")
    compact.click()
    assert load_profile().preferences.compact and theme().compact
    window.set_preferences(replace(window.profile.preferences, compact=False, theme="light"))


# Words


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Attach EX-0003 to Low-flying jets", "Attached EX-0003 to Low-flying jets."),
        ("Set sensitivity of EX-0001", "Set sensitivity of EX-0001."),
    ],
)
def test_a_message_says_what_was_done(label: str, sentence: str) -> None:
    assert done_sentence(label) == sentence


def test_lengths_and_times_are_written_alike() -> None:
    assert [length(ms) for ms in (None, 5000, 112_480, 3_727_000)] == ["", "0:05", "1:52", "1:02:07"]
    assert re.fullmatch(r"6 Aug 2024 15:52", short_time("2024-08-06T18:52:00+03:00"))
    assert profile().name == "A. Kaya"


def test_f6_goes_through_the_areas(open_window: Window, qtbot: QtBot) -> None:
    view = open_window.view
    assert view is not None
    view.page("media").grid.setFocus()  # type: ignore[attr-defined]
    visited = []
    for _step in range(5):
        open_window.actions_.trigger("next_area")
        visited.append(open_window.focusWidget())
    assert len({id(widget) for widget in visited}) >= 4
    open_window.actions_.trigger("previous_area")
    assert open_window.focusWidget() is visited[-2]


def test_the_inspector_lies_over_the_page_when_it_is_very_narrow(open_window: Window) -> None:
    view = open_window.view
    assert view is not None and view.inspector is not None
    open_window.desk.navigate("media")  # type: ignore[union-attr]
    assert view.inspector.isVisible()
    open_window.resize(940, 640)
    assert not view.inspector.isVisible()
    open_window.actions_.trigger("inspector")
    assert view.inspector.isVisible() and view.inspector.parentWidget() is view
    open_window.resize(1500, 900)
    assert view.inspector.parentWidget() is not view and view.inspector.isVisible()
