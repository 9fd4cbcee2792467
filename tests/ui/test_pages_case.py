"""The pages of the case with real widgets over a real case: what they show, and what the user does on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from osintdesk.app.search import Filters
from osintdesk.case.case_file import put
from osintdesk.core import words
from osintdesk.core.domain import (
    Assessment,
    Attachment,
    Claim,
    Evidence,
    Incident,
    Interval,
    MissingDismissed,
    Observation,
    Place,
    Review,
    Source,
    Step,
)
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_dialogs as dialogs
from osintdesk.ui.dialogs import step_dialog
from osintdesk.ui.pages.case_page import CasePage
from osintdesk.ui.pages.claims import ClaimsPage
from osintdesk.ui.pages.evidence_grid import EvidenceGrid
from osintdesk.ui.pages.incident import IncidentPage
from osintdesk.ui.pages.incident_parts import CountTile
from osintdesk.ui.pages.incidents import IncidentsPage
from osintdesk.ui.pages.log import LogPage
from osintdesk.ui.pages.overview import OverviewPage
from osintdesk.ui.pages.reports import ReportsPage
from osintdesk.ui.pages.sources import SourcesPage
from osintdesk.ui.pages.timeline import TimelinePage
from osintdesk.ui.pages.timeline_view import LONGEST, SHORTEST
from osintdesk.ui.pages.verification import VerificationPage
from osintdesk.ui.theme import install
from osintdesk.ui.widgets import Button, FormDialog, Label
from tests.ui.pages_example import CLIP_REF, JETS, ZONE, example
from tests.ui.viewer_case import desk_in

PAGES: dict[str, tuple[type[CasePage], dict[str, str]]] = {
    "overview": (OverviewPage, {}),
    "incidents": (IncidentsPage, {}),
    "incident": (IncidentPage, {"id": "jets"}),
    "verification": (VerificationPage, {"subject": CLIP_REF, "pillar": "date"}),
    "claims": (ClaimsPage, {"id": "c4"}),
    "sources": (SourcesPage, {}),
    "timeline": (TimelinePage, {}),
    "log": (LogPage, {}),
    "reports": (ReportsPage, {}),
}


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    """The example's records in a case of their own; the profile's person is A. Kaya."""
    with desk_in(tmp_path, qtbot) as made:
        records = [r for table in example()._tables.values() for r in table.values() if r.TABLE != "case"]
        made.session.commit("Fill the case", [put(record) for record in records]).result()
        # What the program does not notice itself in this case is put in again, as if it had.
        seen = example().one(Observation, "o1")
        made.session.commit("Notice something", [put(seen)]).result()
        yield made


@pytest.fixture
def show(desk: Desk, qtbot: QtBot) -> Callable[..., CasePage]:
    """Show a page by its name, and wait until it is filled."""

    def shown(name: str, *, size: tuple[int, int] = (1276, 842), **arguments: str) -> CasePage:
        kind, usual = PAGES[name]
        page = kind(desk)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.shown(**(arguments or usual))
        settle(qtbot)
        return page

    return shown


def settle(qtbot: QtBot) -> None:
    """Give threads and timers their turn."""
    for _turn in range(6):
        qtbot.wait(30)
        QApplication.sendPostedEvents()


def texts(widget: QWidget) -> str:
    """Every text that can be read on a page."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def press(widget: QWidget, text: str, qtbot: QtBot) -> None:
    """Press the first enabled button with this text or accessible name."""
    for button in widget.findChildren(QAbstractButton):
        if button.isVisibleTo(widget) and text in {button.text(), button.accessibleName()}:
            assert button.isEnabled(), f"“{text}” is disabled"
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
            settle(qtbot)
            return
    raise AssertionError(f"no button “{text}” in:\n{texts(widget)}")


def dialog_of(page: QWidget) -> FormDialog:
    return next(d for d in page.findChildren(FormDialog) if d.isVisible())


@pytest.mark.parametrize("name", PAGES)
def test_everything_that_takes_the_focus_has_a_name(name: str, show: Callable[..., CasePage]) -> None:
    page = show(name)
    reachable = [
        w for w in page.findChildren(QWidget)
        if w.isVisibleTo(page) and w.focusPolicy() & Qt.FocusPolicy.TabFocus and not w.focusProxy()
    ]  # fmt: skip
    assert reachable
    nameless = [type(w).__name__ for w in reachable if not w.accessibleName() and not _inner(w)]
    assert not nameless


def _inner(widget: QWidget) -> bool:
    """Parts that Qt makes inside a named widget, as the button of a line edit or the header of a table."""
    parent = widget.parentWidget()
    return parent is not None and bool(parent.accessibleName())


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("name", PAGES)
def test_no_line_of_text_is_cut_off(
    name: str, scale: float, show: Callable[..., CasePage], qapp: QApplication, qtbot: QtBot
) -> None:
    install(qapp, choice="light", text_scale=scale, reduced_motion=True)
    try:
        page = show(name, size=(1276, 842) if scale == 1 else (1400, 900))
        cut = [
            f"{label.text()!r} needs {label.sizeHint().width()}, has {label.width()}"
            for label in page.findChildren(Label)
            if label.isVisibleTo(page) and not label.wordWrap() and label.width() + 1 < label.sizeHint().width()
        ]
        assert not cut
    finally:
        install(qapp, choice="light", text_scale=1.0, reduced_motion=True)


@pytest.mark.parametrize("choice", ["dark", "high contrast"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_drawn_in_every_theme_from_right_to_left(
    name: str, choice: str, show: Callable[..., CasePage], qapp: QApplication
) -> None:
    install(qapp, choice=choice, reduced_motion=True)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert not show(name).grab().isNull()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        install(qapp, choice="light", reduced_motion=True)


@pytest.mark.parametrize("name", ["overview", "incidents", "claims", "sources", "timeline", "verification"])
def test_an_empty_page_says_what_belongs_there(name: str, tmp_path: Path, qtbot: QtBot) -> None:
    with desk_in(tmp_path, qtbot, name="empty") as empty:
        page = PAGES[name][0](empty)
        qtbot.addWidget(page)
        page.resize(1100, 700)
        page.show()
        page.shown()
        settle(qtbot)
        expected = {
            "overview": "An empty case", "incidents": "No incidents yet", "claims": "No claims yet",
            "sources": "No sources yet", "timeline": "Nothing has a time yet", "verification": "Nothing to verify yet",
        }  # fmt: skip
        assert expected[name] in texts(page)


def test_the_models_of_the_lists_are_sound(show: Callable[..., CasePage], qtmodeltester: ModelTester) -> None:
    incidents, claims, log = show("incidents"), show("claims"), show("log")
    verification, incident = show("verification"), show("incident")
    assert isinstance(incidents, IncidentsPage) and isinstance(claims, ClaimsPage) and isinstance(log, LogPage)
    assert isinstance(verification, VerificationPage) and isinstance(incident, IncidentPage)
    models: list[QAbstractItemModel] = [
        incidents.board.lists["to do"].cards, claims.list.claims, log.list.log, verification.pillars.pillars,
        incident.strip.items,
    ]  # fmt: skip
    for model in models:
        assert model.rowCount()
        qtmodeltester.check(model)


# Incidents


def test_a_new_incident_opens(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("incidents")
    went: list[tuple[str, dict[str, object]]] = []
    desk.navigated.connect(lambda name, arguments: went.append((name, arguments)))
    press(page, "New incident", qtbot)
    dialog = dialog_of(page)
    dialog.accept()
    assert dialog.isVisible(), "a title is required"
    dialog.form.set_values({"title": "Bridge over the Seym"})
    dialog.accept()
    settle(qtbot)
    made = next(i for i in desk.records.all(Incident) if i.title == "Bridge over the Seym")
    assert went == [("incident", {"id": made.id})]


def test_a_card_moved_to_another_column_changes_the_work_status(
    desk: Desk, show: Callable[..., CasePage], qtbot: QtBot
) -> None:
    page = show("incidents")
    assert isinstance(page, IncidentsPage)
    source, target = page.board.lists["to do"], page.board.lists["completed"]
    data = source.cards.mimeData([source.cards.index(0, 0)])
    drop = QDropEvent(
        QPointF(10, 10), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    target.dropEvent(drop)
    settle(qtbot)
    assert desk.records.one(Incident, "empty").work_status == words.WorkStatus.COMPLETED
    assert target.cards.rowCount() == 1 and source.cards.rowCount() == 0


def test_the_same_move_is_in_the_menu(show: Callable[..., CasePage]) -> None:
    page = show("incidents")
    assert isinstance(page, IncidentsPage)
    cards = page.board.lists["to do"]
    cards.setCurrentIndex(cards.cards.index(0, 0))
    menu = cards.open_menu()
    assert menu is not None
    shown = [action.text() for action in menu.actions() if action.isEnabled() and action.text()]
    menu.close()
    assert "Move to “in progress”" in shown and "Move to “to do”" not in shown


def test_the_incident_page_shows_what_the_design_asks_for(show: Callable[..., CasePage]) -> None:
    shown = texts(show("incident"))
    for expected in (
        "Two jets fly low over a village in the Kursk region while smoke rises",
        "6 Aug 2024, 17:26 to 17:46 UTC (20:26 to 20:46 MSK)",
        "claims, 2 without evidence",
        "What is missing",
        "same evening",
        "51.19043, 35.26821",
    ):
        assert expected in shown


def test_a_place_is_added_in_any_notation(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("incident")
    dialog = dialogs.place(desk, page, JETS)
    dialog.form.set_values({"name": "Tower", "coordinates": "36U XC 24058 18538"})
    dialog.accept()
    settle(qtbot)
    made = next(p for p in desk.records.all(Place) if p.name == "Tower")
    assert float(made.latitude) == pytest.approx(51.6042, abs=1e-4)
    assert made.precision == words.Precision.UNKNOWN, "nothing is claimed that was not chosen"


def test_a_coordinate_that_is_none_is_said_at_its_field(desk: Desk, show: Callable[..., CasePage]) -> None:
    dialog = dialogs.place(desk, show("incident"), JETS)
    dialog.form.set_values({"coordinates": "somewhere"})
    dialog.accept()
    assert dialog.isVisible()
    assert "“somewhere” is not a coordinate" in texts(dialog)
    dialog.reject()


def test_a_time_is_entered_with_its_zone_and_shown_in_both(
    desk: Desk, show: Callable[..., CasePage], qtbot: QtBot
) -> None:
    dialog = dialogs.interval(desk, show("incident"), JETS)
    edit = dialog.form.editor("not_before")
    edit.zone.set_value(ZONE)  # type: ignore[attr-defined]
    edit.line.setText("6 Aug 2024 20:26")  # type: ignore[attr-defined]
    assert "6 Aug 2024, 17:26 UTC (20:26 MSK)" in texts(dialog)
    dialog.accept()
    settle(qtbot)
    found = [i.not_before for i in desk.records.all(Interval)]
    assert "2024-08-06T20:26:00+03:00" in found


def test_files_dropped_on_an_incident_are_attached_to_it(
    desk: Desk, show: Callable[..., CasePage], qtbot: QtBot, tmp_path: Path
) -> None:
    page = show("incident", id="empty")
    note = tmp_path / "statement.txt"
    note.write_text("seen at dusk")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(note))])
    action, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    held = QDragEnterEvent(QPoint(50, 50), action, data, Qt.MouseButton.LeftButton, keys)
    QApplication.sendEvent(page, held)
    assert held.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(50, 50), action, data, Qt.MouseButton.LeftButton, keys))
    qtbot.waitUntil(lambda: len(desk.records.where(Attachment, incident="empty")) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: not desk.jobs.running, timeout=30_000)


def test_an_advice_is_dismissed_with_a_reason(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("overview")
    before = texts(page).count("The incident “Convoy on the E38” has no place.")
    press(page, "Dismiss with a reason…", qtbot)
    dialog = dialog_of(page)
    dialog.form.set_values({"reason": "not known to anybody"})
    dialog.accept()
    settle(qtbot)
    assert before == 1 and desk.records.count(MissingDismissed) == 1


# Verification


def test_the_verification_page_names_bounds_and_steps(show: Callable[..., CasePage]) -> None:
    shown = texts(show("verification"))
    for expected in (
        "Filmed between 17:26 and 17:46 UTC on 6 August 2024",
        "Binding: step 2 at both ends",
        "When was it first seen online?",
        "M. Orel asks: The plumes could be one.",
        "Observed: The creation time in the container is after the post",
        "1 superseded step",
        "The footage shows two jets over the village",
    ):
        assert expected in shown


def test_a_step_is_added_with_the_form_of_its_method(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("verification")
    assert isinstance(page, VerificationPage)
    dialog = page.add_step("date", "sun-position")
    assert dialog.own is not None
    dialog.own.set_values({"azimuth": "400"})
    dialog.middle.set_values({"finding": "Two intervals fit.", "result": words.Result.SUPPORTS})
    dialog.bounds.set_values({"not_before": "2024-08-06T17:30:00Z"})
    dialog.accept()
    assert dialog.isVisible() and "It lies between 0 and 360." in texts(dialog)
    dialog.own.set_values({"azimuth": "255"})
    dialog.accept()
    settle(qtbot)
    made = next(s for s in desk.records.all(Step) if s.finding == "Two intervals fit.")
    assert (made.method, made.parameters, made.by) == ("sun-position", {"azimuth": "255"}, "A. Kaya")
    assert "Filmed between 17:30 and 17:46 UTC on 6 August 2024" in texts(page)


def test_a_new_step_claims_nothing_by_itself(show: Callable[..., CasePage]) -> None:
    page = show("verification")
    assert isinstance(page, VerificationPage)
    values = page.add_step("content").values()
    assert (values["result"], values["confidence"]) == (words.Result.INCONCLUSIVE, words.Confidence.LOW)


def test_redoing_a_step_keeps_the_old_one_readable(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("verification")
    assert isinstance(page, VerificationPage)
    dialog = page.redo("light")
    dialog.middle.set_values({"finding": "Measured again."})
    dialog.bounds.set_values({"not_after": "2024-08-06T17:40:00Z"})
    dialog.accept()
    settle(qtbot)
    made = next(s for s in desk.records.all(Step) if s.finding == "Measured again.")
    assert made.supersedes == "light"
    assert "2 superseded steps" in texts(page) and "17:26 and 17:40 UTC" in texts(page)


def test_bounds_that_cross_are_refused(show: Callable[..., CasePage]) -> None:
    page = show("verification")
    assert isinstance(page, VerificationPage)
    dialog = page.redo("light")
    dialog.bounds.set_values({"not_before": "2024-08-07T00:00:00Z"})
    dialog.accept()
    assert dialog.isVisible() and "lies after" in texts(dialog)
    dialog.reject()


def test_an_observation_becomes_a_step(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("verification")
    press(page, "Accept as step", qtbot)
    dialog = next(d for d in page.findChildren(step_dialog.StepDialog) if d.isVisible())
    dialog.middle.set_values({"finding": "The platform wrote the file again."})
    dialog.accept()
    settle(qtbot)
    (seen,) = desk.records.where(Observation, decision=words.ObservationDecision.ACCEPTED)
    assert desk.records.one(Step, seen.step).finding == "The platform wrote the file again."


def test_an_observation_is_dismissed_with_a_reason(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("verification")
    press(page, "Dismiss…", qtbot)
    dialog = dialog_of(page)
    dialog.accept()
    assert dialog.isVisible(), "a reason is required"
    dialog.form.set_values({"reason": "normal for this platform"})
    dialog.accept()
    settle(qtbot)
    dismissed = desk.records.where(Observation, decision=words.ObservationDecision.DISMISSED)
    assert "normal for this platform" in {seen.reason for seen in dismissed}
    assert "1 decided observation" in texts(page)


def test_the_assessment_is_drafted_from_what_was_recorded(
    desk: Desk, show: Callable[..., CasePage], qtbot: QtBot
) -> None:
    page = show("verification")
    press(page, "Write assessment", qtbot)
    dialog = dialog_of(page)
    press(dialog, "Draft from the steps", qtbot)
    reasoning = dialog.form.values()["reasoning"]
    assert "Filmed between 17:26 and 17:46 UTC on 6 August 2024 (20:26 to 20:46 MSK)." in reasoning
    assert "Not examined: provenance, source, motivation, content." in reasoning
    dialog.form.set_values({"status": words.Status.VERIFIED})
    dialog.accept()
    settle(qtbot)
    newest = max(desk.records.where(Assessment, subject=CLIP_REF), key=lambda a: a.at)
    assert (newest.status, newest.supersedes) == (words.Status.VERIFIED, "a1")


def test_a_step_of_somebody_else_can_be_agreed_to(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("verification", subject=CLIP_REF, pillar="location")
    assert isinstance(page, VerificationPage)
    page.review("step:panel", "agrees")
    settle(qtbot)
    assert [r.outcome for r in desk.records.where(Review, subject="step:panel")] == ["agrees"]
    assert "A. Kaya agrees" in texts(page)


def test_steps_are_shown_by_time_and_by_claim(show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("verification")
    assert isinstance(page, VerificationPage)
    page.order.set_current("time")
    page.refresh()
    settle(qtbot)
    assert "Every step in the order in which it was made" in texts(page)
    page.order.set_current("claim")
    page.refresh()
    settle(qtbot)
    assert "What tells the claims apart" in texts(page)


def test_every_pillar_can_be_opened_by_keyboard(show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("verification")
    assert isinstance(page, VerificationPage)
    page.pillars.setFocus()
    for _pillar in words.Pillar:
        qtbot.keyClick(page.pillars, Qt.Key.Key_Down)
        settle(qtbot)
    assert "What does the file itself say?" in texts(page)


# Claims and sources


def test_a_cell_of_the_grid_is_set_by_keyboard(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("claims")
    grid = page.findChild(EvidenceGrid)
    assert grid is not None
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.accessibleDescription() == "Two military jets, EX-0013: nothing recorded"
    menu = grid.open_menu()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "Contradicts strongly").trigger()
    menu.close()
    settle(qtbot)
    made = [e for e in desk.records.where(Evidence, claim="c4") if e.part == "what"]
    assert {(e.stance, e.strength) for e in made} == {("supports", "strong"), ("contradicts", "strong")}


def test_a_claim_is_added_with_parts_and_shown(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("claims")
    press(page, "Add a claim…", qtbot)
    dialog = dialog_of(page)
    dialog.form.set_values({"statement": "Filmed at noon", "when": "noon", "third_party": True})
    dialog.accept()
    settle(qtbot)
    made = next(c for c in desk.records.all(Claim) if c.statement == "Filmed at noon")
    assert made.third_party and made.when == "noon"
    assert "“Filmed at noon”" in texts(page)


def test_third_party_verifications_can_be_shown_alone(show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("claims")
    assert isinstance(page, ClaimsPage)
    page.kind.set_current("third")
    page.refresh()
    settle(qtbot)
    assert [line.third_party for line in page.list.claims.lines] == [True]


def test_a_letter_needs_its_reason(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("sources")
    dialog = dialogs.source(desk, page, desk.records.one(Source, "b"))
    dialog.form.set_values({"reliability": "D"})
    dialog.accept()
    assert dialog.isVisible() and "A reliability letter needs its reason." in texts(dialog)
    dialog.form.set_values({"reliability_reason": "deleted posts before"})
    dialog.accept()
    settle(qtbot)
    assert desk.records.one(Source, "b").reliability == "D"


# Timeline, log, reports


def test_the_timeline_zooms_from_minutes_to_decades(show: Callable[..., CasePage]) -> None:
    page = show("timeline")
    assert isinstance(page, TimelinePage)
    for _step in range(60):
        page.view.zoom(2)
    assert page.view.span[1] - page.view.span[0] == SHORTEST
    for _step in range(80):
        page.view.zoom(0.5)
    assert page.view.span[1] - page.view.span[0] == LONGEST
    assert not page.grab().isNull()


def test_the_timeline_is_walked_by_keys_and_opens_what_is_meant(
    desk: Desk, show: Callable[..., CasePage], qtbot: QtBot
) -> None:
    page = show("timeline")
    assert isinstance(page, TimelinePage)
    went: list[str] = []
    desk.navigated.connect(lambda name, _arguments: went.append(name))
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    assert "Two jets fly low" in page.view.accessibleDescription()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert went == ["incident"]


def test_dragging_moves_the_span_and_does_not_open(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("timeline")
    assert isinstance(page, TimelinePage)
    went: list[str] = []
    desk.navigated.connect(lambda name, _arguments: went.append(name))
    before = page.view.span
    target = page.view.viewport()
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=QPoint(600, 300))
    qtbot.mouseMove(target, QPoint(500, 300))
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
    assert not went
    assert page.view.span[1] - page.view.span[0] == before[1] - before[0]
    assert page.view.span[0] - before[0] > timedelta(0)


def test_the_log_is_searched_by_exhibit_and_shows_the_hash_before(show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("log")
    assert isinstance(page, LogPage)
    assert page.list.log.rowCount() >= 3
    page.search.setText("EX-0012")
    qtbot.wait(250)
    settle(qtbot)
    assert [row.label for row in page.list.log.rows][-1] == "Fill the case"
    page.list.setCurrentIndex(page.list.log.index(0, 0))
    settle(qtbot)
    assert "Hash before" in texts(page)
    page.search.setText("no such word anywhere")
    qtbot.wait(250)
    settle(qtbot)
    assert "No entry fits" in texts(page)


def test_the_log_goes_on_while_it_is_shown(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("log")
    assert isinstance(page, LogPage)
    before = page.list.log.rowCount()
    desk.session.commit("Add something", [put(Incident(id="new", title="New one"))]).result()
    qtbot.waitUntil(lambda: page.list.log.rowCount() == before + 1, timeout=5000)
    assert page.list.log.rows[0].label == "Add something"


def test_the_case_is_checked_and_findings_are_listed(show: Callable[..., CasePage], qtbot: QtBot) -> None:
    """The example's exhibits have no originals: the check says so for each, and the log records that it was done."""
    page = show("log")
    assert isinstance(page, LogPage)
    page.check()
    qtbot.waitUntil(lambda: "Check of the case" in texts(page), timeout=20_000)
    assert "The check found" in texts(page)
    qtbot.waitUntil(lambda: page.list.log.rows[0].label.startswith("Check the case"), timeout=5000)


def test_a_report_is_made_and_listed(
    show: Callable[..., CasePage], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSINTDESK_PROFILE", str(tmp_path / "profile"))
    page = show("reports", incident="jets")
    assert isinstance(page, ReportsPage)
    assert page.form.values()["scope"] == "jets"
    page.form.set_values({"template": "brief", "title": "Jets"})
    out = tmp_path / "jets.pdf"
    page.make(out)
    qtbot.waitUntil(out.is_file, timeout=120_000)
    qtbot.waitUntil(lambda: "Reports made" in texts(page) and "Brief" in texts(page), timeout=20_000)
    assert out.read_bytes().startswith(b"%PDF")
    opened = [b for b in page.findChildren(Button) if b.accessibleName() == "Open jets.pdf"]
    assert opened and opened[0].isEnabled()


def test_a_figure_leads_to_the_media_that_it_counts(desk: Desk, show: Callable[..., CasePage], qtbot: QtBot) -> None:
    page = show("incident")
    went: list[dict[str, object]] = []
    desk.navigated.connect(lambda _name, arguments: went.append(arguments))
    tile = next(t for t in page.findChildren(CountTile) if t.accessibleName() == "3 not yet assessed")
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_Return)
    filters = Filters(incidents=frozenset({"jets"}), statuses=frozenset({"unassessed"}))
    assert went == [{"filters": filters}]
