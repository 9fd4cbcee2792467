"""The inspector on a real case: what is recorded of one item, of several, and the decisions made in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from osintdesk.app.incidents import add_incident
from osintdesk.app.media_items import attach, describe, set_sensitivity
from osintdesk.app.seen import sightings_of
from osintdesk.app.verification import observations_of, steps_of
from osintdesk.case.case_file import put
from osintdesk.core.domain import Contents, Match, Observation, link_id
from osintdesk.core.words import ObservationDecision
from osintdesk.ui.desk import Desk
from osintdesk.ui.inspector import Inspector
from osintdesk.ui.inspector.readings import Readings, Row, filtered, reading_rows
from osintdesk.ui.widgets import FormDialog
from tests.ui.viewer_case import add_picture, desk_in, pattern, write_picture

TURNING = "invoice\u202egpj.exe"


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with desk_in(tmp_path, qtbot) as made:
        for number in (1, 2, 3):
            path = write_picture(tmp_path / f"p{number}.png", pattern(200 + number * 8, 120, seed=number))
            add_picture(made.session, path, title=f"Picture {number}")
        yield made


@pytest.fixture
def inspector(desk: Desk, qtbot: QtBot) -> Inspector:
    made = Inspector(desk)
    qtbot.addWidget(made)
    made.resize(312, 800)
    made.show()
    return made


def sha(desk: Desk, exhibit: int) -> str:
    return desk.records.exhibit(exhibit).id


def observe(desk: Desk, exhibit: int) -> str:
    seen = Observation(
        id=link_id(sha(desk, exhibit), "TEST", "x"),
        media=sha(desk, exhibit),
        code="TEST",
        severity="look",
        text="Two clocks differ. One says noon.",
        facts=[{"name": "created", "value": "12:00", "source": "own: moov/mvhd@0x2c"}],
        innocent="Cameras are often set wrongly.",
    )
    desk.session.commit("Observe", [put(seen)]).result()
    return seen.id


def texts(widget: QWidget) -> str:
    """Everything that is written in a widget."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def waited(inspector: Inspector, key: str, part: str, qtbot: QtBot) -> str:
    """Show a tab and wait until it says `part`."""
    inspector.show_tab(key)
    qtbot.waitUntil(lambda: part in texts(inspector), timeout=10_000)
    return texts(inspector)


def dialog(desk: Desk, qtbot: QtBot) -> FormDialog:
    assert desk.window is not None
    qtbot.waitUntil(lambda: bool([d for d in desk.window.findChildren(FormDialog) if d.isVisible()]), timeout=5000)  # type: ignore[union-attr]
    return next(d for d in desk.window.findChildren(FormDialog) if d.isVisible())


def button(widget: QWidget, name: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == name and b.isVisible())


def test_without_a_selection_it_says_what_belongs_there(inspector: Inspector) -> None:
    assert inspector.empty.isVisible()


def test_details_name_the_file_its_hash_and_where_it_belongs(inspector: Inspector, desk: Desk, qtbot: QtBot) -> None:
    incident, future = add_incident(desk.session, title="Low-flying jets")
    future.result()
    attach(desk.session, incident, [sha(desk, 1)]).result()
    desk.select([sha(desk, 1)])
    said = waited(inspector, "details", "Low-flying jets", qtbot)
    digest = sha(desk, 1)
    for part in ("EX-0001", "Picture 1", f"{digest[:4]} {digest[4:8]} …", "208 × 120", "shows the event"):
        assert part in said


def test_it_follows_what_others_change(inspector: Inspector, desk: Desk, qtbot: QtBot) -> None:
    desk.select([sha(desk, 1)])
    waited(inspector, "details", "EX-0001", qtbot)
    describe(desk.session, sha(desk, 1), description="Smoke over a village").result()
    qtbot.waitUntil(lambda: "Smoke over a village" in texts(inspector), timeout=5000)
    set_sensitivity(desk.session, [sha(desk, 1)], graphic=True).result()
    qtbot.waitUntil(lambda: "Graphic violence" in texts(inspector), timeout=5000)


def test_text_from_strangers_cannot_turn_its_neighbours(inspector: Inspector, desk: Desk, qtbot: QtBot) -> None:
    describe(desk.session, sha(desk, 1), title=TURNING, description="<b>bold</b>").result()
    desk.select([sha(desk, 1)])
    said = waited(inspector, "details", "<b>bold</b>", qtbot)
    assert "\u202e" not in said and "⟨U+202E⟩" in said
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in inspector.findChildren(QLabel))


def test_several_items_show_what_they_share_and_how_often_they_differ(
    inspector: Inspector, desk: Desk, qtbot: QtBot
) -> None:
    desk.select([sha(desk, n) for n in (1, 2, 3)])
    said = waited(inspector, "details", "3 items", qtbot)
    assert "differs (3 values)" in said
    assert "image" in said


def test_an_open_observation_counts_and_becomes_a_step(inspector: Inspector, desk: Desk, qtbot: QtBot) -> None:
    observe(desk, 1)
    desk.select([sha(desk, 1)])
    said = waited(inspector, "metadata", "Two clocks differ", qtbot)
    assert "1 open" in said and "Cameras are often set wrongly." in said and "moov/mvhd@0x2c" in said
    button(inspector, "Accept as step").click()
    asked = dialog(desk, qtbot)
    asked.form.set_values({"finding": "The camera's clock is wrong."})
    asked.accept()
    qtbot.waitUntil(lambda: bool(steps_of(desk.records, f"media:{sha(desk, 1)}")), timeout=5000)
    assert steps_of(desk.records, f"media:{sha(desk, 1)}")[0].finding == "The camera's clock is wrong."
    qtbot.waitUntil(lambda: "Accepted as a step" in texts(inspector), timeout=5000)


def test_an_observation_is_dismissed_with_a_reason_and_taken_back(
    inspector: Inspector, desk: Desk, qtbot: QtBot
) -> None:
    observe(desk, 1)
    desk.select([sha(desk, 1)])
    waited(inspector, "metadata", "Two clocks differ", qtbot)
    button(inspector, "Dismiss…").click()
    asked = dialog(desk, qtbot)
    asked.accept()
    assert asked.isVisible(), "a reason is required"
    asked.form.set_values({"reason": "known fault"})
    asked.accept()
    qtbot.waitUntil(lambda: "Dismissed: known fault." in texts(inspector), timeout=5000)
    button(inspector, "Undo").click()
    is_open = ObservationDecision.OPEN
    qtbot.waitUntil(lambda: observations_of(desk.records, sha(desk, 1))[0].decision == is_open, timeout=5000)


def test_readings_are_found_by_name_value_and_place_and_copied(inspector: Inspector, desk: Desk, qtbot: QtBot) -> None:
    found = [
        {"name": "Make", "value": "Kamera", "raw": "", "reader": "exifread", "path": "APP1/IFD0@0x1f4"},
        {"name": "Model", "value": "K-1", "raw": "", "reader": "exifread", "path": "APP1/IFD0@0x200"},
        {"name": "Comment", "value": "hello", "raw": "", "reader": "Pillow", "path": "COM@0x4"},
    ]
    desk.session.cache.put_readings(sha(desk, 1), found)
    desk.select([sha(desk, 1)])
    waited(inspector, "metadata", "3 fields", qtbot)
    listed = inspector.findChild(Readings)
    assert [row.name for row in listed.rows] == ["APP1/IFD0, exifread", "Make", "Model", "COM, Pillow", "Comment"]
    listed.setFocus()
    QTest.keyClick(listed, Qt.Key.Key_Down)
    QTest.keyClick(listed, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Kamera"
    inspector.parts["metadata"]._search.setText("pillow")  # type: ignore[attr-defined]
    assert [row.name for row in listed.rows] == ["COM, Pillow", "Comment"]


def test_a_file_with_thousands_of_values_is_shown_in_parts(inspector: Inspector, desk: Desk, qtbot: QtBot) -> None:
    many = [{"name": f"V{n}", "value": str(n), "raw": "", "reader": "own", "path": "box"} for n in range(5000)]
    desk.session.cache.put_readings(sha(desk, 1), many)
    desk.select([sha(desk, 1)])
    waited(inspector, "metadata", "fields", qtbot)
    qtbot.waitUntil(lambda: len(inspector.findChild(Readings).rows) == 300, timeout=5000)


def test_headings_stay_only_above_what_was_found() -> None:
    rows = [Row("A"), Row("x", "1", "s"), Row("B"), Row("y", "2", "s"), Row("z", "22", "s")]
    assert [row.name for row in filtered(rows, "2")] == ["B", "y", "z"]
    assert filtered(rows, "nothing") == []
    assert reading_rows(None) == []


def test_a_sighting_is_added_in_a_dialog(inspector: Inspector, desk: Desk, qtbot: QtBot) -> None:
    desk.select([sha(desk, 2)])
    waited(inspector, "sightings", "Where was it seen", qtbot)
    button(inspector, "Add sighting…").click()
    asked = dialog(desk, qtbot)
    asked.form.set_values({"platform": "Telegram", "posted_at": "soon"})
    asked.accept()
    assert asked.isVisible(), "a time must be one"
    asked.form.set_values({"posted_at": "2024-08-06T21:52:00+03:00"})
    asked.accept()
    qtbot.waitUntil(lambda: bool(sightings_of(desk.records, sha(desk, 2))), timeout=5000)
    qtbot.waitUntil(lambda: "2024-08-06 18:52 UTC (21:52 MSK)" in texts(inspector), timeout=5000)


def test_pillars_without_a_step_are_said_plainly(inspector: Inspector, desk: Desk, qtbot: QtBot) -> None:
    desk.select([sha(desk, 1)])
    said = waited(inspector, "verification", "0 of 7 pillars", qtbot)
    assert said.count("no step yet") == 7


def test_matches_open_the_review(inspector: Inspector, desk: Desk, qtbot: QtBot) -> None:
    a, b = sorted((sha(desk, 1), sha(desk, 2)))
    match = Match(id=link_id(a, b), a=a, b=b, score="0.94", relation="re-encode")
    desk.session.commit("Find", [put(match)]).result()
    went: list[tuple[str, dict[str, object]]] = []
    desk.navigated.connect(lambda page, arguments: went.append((page, arguments)))
    desk.select([sha(desk, 1)])
    said = waited(inspector, "matches", "EX-0002", qtbot)
    assert ".94" in said
    button(inspector, "Review").click()
    assert went == [("matches", {"match": match.id})]


def test_history_tells_what_when_and_who(inspector: Inspector, desk: Desk, qtbot: QtBot) -> None:
    describe(desk.session, sha(desk, 1), title="Two jets").result()
    desk.select([sha(desk, 1)])
    said = waited(inspector, "history", "Describe EX-0001", qtbot)
    assert "Import p1.png" in said and "A. Kaya" in said and "UTC" in said
    assert said.index("Describe EX-0001") < said.index("Import p1.png")


def test_what_could_not_be_read_is_said_on_top(inspector: Inspector, desk: Desk, qtbot: QtBot) -> None:
    contents = desk.records.one(Contents, sha(desk, 1))
    damaged = Contents(**{**contents.values(), "id": contents.id, "reason": "The header is cut off."})
    desk.session.commit("Read", [put(damaged)]).result()
    desk.select([sha(desk, 1)])
    waited(inspector, "details", "The header is cut off.", qtbot)
