"""Components: what a user sees, reads and presses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, QEvent, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from osintdesk.core import words
from osintdesk.core.errors import UsageError
from osintdesk.core.text import isolate
from osintdesk.ui import widgets as w
from osintdesk.ui.theme import mark
from osintdesk.ui.widgets.bars import STAYS_MS
from osintdesk.ui.widgets.chips import initials
from osintdesk.ui.widgets.search import SearchField, Suggestion
from osintdesk.ui.widgets.tables import RecordModel

pytestmark = pytest.mark.usefixtures("dressed")


def checked(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_text_of_strangers_stays_text(qtbot: QtBot) -> None:
    label = w.Label("<img src=x> safe\u202egpj.exe")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<img src=x> safe⟨U+202E⟩gpj.exe"


def test_our_own_isolates_stay_and_open_ones_are_shown(qtbot: QtBot) -> None:
    assert w.readable(isolate("1920 × 1080") + ", 61 MB") == "\u20661920 × 1080\u2069, 61 MB"
    assert w.readable("\u2066open\u202e") == "⟨U+2066⟩open⟨U+202E⟩"


def test_an_elided_name_is_whole_for_screen_readers(qtbot: QtBot) -> None:
    label = w.ElidedLabel("/a/very/long/path/" * 9, middle=True)
    qtbot.addWidget(label)
    label.resize(80, 20)
    assert label.accessibleName() == label.toolTip() == "/a/very/long/path/" * 9


def test_a_segmented_control_tells_what_the_user_chose(qtbot: QtBot) -> None:
    control = w.Segmented([("grid", "Grid", ""), ("list", "List", "")], name="View")
    qtbot.addWidget(control)
    control.show()
    with qtbot.waitSignal(control.changed) as told:
        qtbot.keyClick(control, Qt.Key.Key_Right)
    assert told.args == ["list"] and control.accessibleDescription() == "List"
    with qtbot.waitSignal(control.changed) as told:
        qtbot.mouseClick(control, Qt.MouseButton.LeftButton, pos=control.rect().center() / 3)
    assert told.args == ["grid"]


def test_a_section_folds_by_mouse_and_key(qtbot: QtBot) -> None:
    section = w.Section("Verification", "5 of 7 pillars")
    content = w.Label("inside")
    section.body.addWidget(content)
    qtbot.addWidget(section)
    section.show()
    qtbot.mouseClick(section.header, Qt.MouseButton.LeftButton)
    assert not content.isVisible() and not section.is_open
    qtbot.keyClick(section.header, Qt.Key.Key_Space)
    assert content.isVisible()


FORM = [
    w.Field("title", "Title", required=True),
    w.Field("status", "Work status", choices=words.WorkStatus),
    w.Field("posted", "Posted", kind="time"),
    w.Field("radius", "Radius", kind="integer"),
    w.Field("latitude", "Latitude", kind="decimal"),
    w.Field("third", "Third party", kind="check"),
    w.Field("note", "Note", kind="lines"),
]


def test_a_form_gives_back_what_was_written(qtbot: QtBot) -> None:
    form = w.Form(FORM)
    qtbot.addWidget(form)
    values = {"title": "Jets", "status": "in progress", "posted": "2024-08-06T18:52:00Z", "radius": 50,
              "latitude": "51.19", "third": True, "note": "two\nlines"}  # fmt: skip
    form.set_values(values)
    assert form.values() == values and form.check()


@pytest.mark.parametrize(
    ("name", "wrong"), [("title", ""), ("posted", "yesterday"), ("radius", "wide"), ("latitude", "north")]
)
def test_a_form_says_at_the_field_what_is_wrong(qtbot: QtBot, name: str, wrong: str) -> None:
    form = w.Form(FORM)
    qtbot.addWidget(form)
    form.show()
    form.set_values({"title": "Jets", name: wrong})
    assert not form.check()
    said = [
        label.text() for label in form.findChildren(w.Label) if label.property("tone") == "bad" and label.isVisible()
    ]
    assert len(said) == 1 and said[0].endswith(".")


def test_every_field_of_a_form_has_a_name(qtbot: QtBot) -> None:
    form = w.Form(FORM)
    qtbot.addWidget(form)
    editors = [e for kind in (QLineEdit, QPlainTextEdit, QComboBox) for e in form.findChildren(kind)]
    assert {editor.accessibleName() for editor in editors} >= {"Title", "Work status", "Posted", "Note"}


def test_a_dialog_says_known_errors_and_stays(qtbot: QtBot) -> None:
    def refuse(_values: dict[str, object]) -> None:
        raise UsageError("A place needs both latitude and longitude, or neither.")

    host = QWidget()
    qtbot.addWidget(host)
    dialog = w.FormDialog(
        host, "Add a place", "", w.Form(FORM[:1]), verb="Add", on_accept=refuse, values={"title": "x"}
    )
    dialog.open()
    dialog.accept_button.click()
    assert dialog.isVisible() and dialog.trouble.text().startswith("A place needs")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def records() -> list[tuple[str, words.Status, int]]:
    return [
        ("EX-0002", words.Status.VERIFIED, 2),
        ("EX-0001", words.Status.UNASSESSED, 30),
        ("EX-0003", words.Status.MANIPULATED, 4),
    ]


COLUMNS = [
    w.Column("name", "Exhibit", lambda r: r[0]),
    w.Column("status", "Assessment", lambda r: mark(r[1]).label, mark=lambda r: mark(r[1]), chip=True),
    w.Column("n", "Count", lambda r: str(r[2]), number=True, sort=lambda r: r[2]),
]


def test_the_table_model_is_sound(qtbot: QtBot) -> None:
    model = RecordModel(COLUMNS)
    tester = checked(model)
    model.set_rows(records())
    model.sort(2)
    assert [model.record(row)[2] for row in range(3)] == [2, 4, 30]
    model.set_rows([])
    assert tester is not None


def test_a_table_keeps_the_selection_while_it_is_sorted_and_filled_anew(qtbot: QtBot) -> None:
    table = w.RecordTable(COLUMNS, name="Exhibits")
    qtbot.addWidget(table)
    table.set_rows(records())
    table.select(lambda record: record[0] == "EX-0001")
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    table.set_rows([*records(), ("EX-0004", words.Status.UNASSESSED, 1)])
    assert [record[0] for record in table.selected()] == ["EX-0001"]


def test_a_message_offers_undo_and_goes_when_it_was_taken(qtbot: QtBot) -> None:
    host, done = QWidget(), []
    qtbot.addWidget(host)
    host.resize(800, 400)
    bar = w.MessageBar(host)
    host.show()
    bar.show_message(w.Message("Attached EX-0003 to Low-flying jets.", actions=(("Undo", lambda: done.append(1)),)))
    assert bar.isVisible() and host.rect().contains(bar.geometry())
    undo = next(b for b in bar.findChildren(w.Button) if b.text() == "Undo")
    undo.click()
    assert done == [1] and not bar.isVisible()


def test_a_problem_stays_until_it_is_closed(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 400)
    bar = w.MessageBar(host)
    host.show()
    bar.show_message(w.Message("The disk is full.", "bad"))
    assert not bar._timer.isActive() and STAYS_MS == 6000


def test_search_tells_words_and_takes_tokens_off_by_backspace(qtbot: QtBot) -> None:
    field = SearchField("Search everything")
    qtbot.addWidget(field)
    field.resize(600, 32)
    field.show()
    field.set_tokens([("incidents", "incident", "2 of 3")])
    with qtbot.waitSignal(field.searched) as told:
        qtbot.keyClicks(field.line, "smoke")
    assert told.args == ["smoke"]
    field.set_text("")
    qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(field.token_removed) as removed:
        qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    assert removed.args == ["incidents"]


def test_a_suggestion_is_chosen_with_the_arrows(qtbot: QtBot) -> None:
    chosen = []
    field = SearchField(
        "Search",
        suggest=lambda typed: [Suggestion("Low-flying jets", "Incident", "incident", lambda: chosen.append(typed))],
    )
    qtbot.addWidget(field)
    field.resize(600, 32)
    field.show()
    qtbot.keyClicks(field.line, "low")
    qtbot.keyClick(field.line, Qt.Key.Key_Down)
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert chosen == ["low"] and field.text() == ""


def test_initials_are_those_of_first_and_last_name() -> None:
    assert [initials(name) for name in ("A. Kaya", "Maria del Orel", "", "Суджа")] == ["AK", "MO", "?", "С"]


def test_a_closed_choice_is_not_changed_by_the_wheel(qtbot: QtBot) -> None:
    box = w.ChoiceBox(words.Role, name="Role")
    qtbot.addWidget(box)
    box.set_value("context")
    event = QEvent(QEvent.Type.Wheel)
    box.wheelEvent(event)
    assert box.value() == "context" and not event.isAccepted()


def test_a_choice_keeps_a_word_it_does_not_know(qtbot: QtBot) -> None:
    box = w.ChoiceBox(words.Role, name="Role")
    qtbot.addWidget(box)
    box.set_value("shows the weather")
    assert box.value() == "shows the weather"


def test_all_components_fit_at_double_text(qtbot: QtBot, qapp: QApplication) -> None:
    from osintdesk.ui.theme import install
    from tests.ui.shell_gallery import gallery

    install(qapp, choice="light", text_scale=2.0, reduced_motion=True)
    sheet = gallery()
    qtbot.addWidget(sheet)
    sheet.show()
    small = [b for b in sheet.findChildren(w.Button) if b.height() < b.fontMetrics().height()]
    fields = [f for f in sheet.findChildren(QLineEdit) if f.isVisible() and f.height() < f.fontMetrics().height() + 10]
    assert small == [] and fields == []
