"""Bringing files in: dropped, pasted, in the background, with a summary, and cancelled."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from osintdesk.app.ingest import Item, Summary
from osintdesk.app.session import Session
from osintdesk.core.domain import Attachment, Contents, Incident, Media, Sighting
from osintdesk.core.progress import State
from osintdesk.ui import importing
from osintdesk.ui.activity import ActivityBar
from osintdesk.ui.desk import Desk
from osintdesk.ui.jobs import Jobs
from osintdesk.ui.widgets import Message, RecordTable
from tests.ui.shell_case import picture

SLOW = 60_000


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Two pictures, one of them twice, and a text that only calls itself a picture."""
    folder = tmp_path / "collected" / "evening"
    folder.mkdir(parents=True)
    (folder / "one.jpg").write_bytes(picture(1))
    (folder / "two.jpg").write_bytes(picture(2))
    (folder / "one again.jpg").write_bytes(picture(1))
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    return folder.parent


def imported(desk: Desk, paths: list[Path], qtbot: QtBot, **options: str) -> Message:
    told: list[Message] = []
    desk.told.connect(told.append)
    job = importing.start(desk, paths, how="drag and drop", **options)
    assert job is not None and job.running
    qtbot.waitUntil(lambda: not job.running, timeout=SLOW)
    desk.told.disconnect(told.append)
    return told[-1]


def test_a_dropped_folder_comes_in_with_a_summary(desk: Desk, files: Path, qtbot: QtBot) -> None:
    before = desk.records.count(Media)
    message = imported(desk, [files], qtbot)
    assert message.text == "Imported 4 files: 3 added, 1 already there, 1 could not be read."
    assert desk.records.count(Media) == before + 3
    job = desk.jobs.shown
    assert job is not None and job.ended == message.text and job.kind == "warn"
    assert message.actions[0][0] == "Show the summary"


def test_files_dropped_on_an_incident_belong_to_it(desk: Desk, files: Path, qtbot: QtBot) -> None:
    incident = next(desk.records.all(Incident))
    message = imported(desk, [files / "evening" / "two.jpg"], qtbot, incident=incident.id)
    assert message.text.endswith(f"Attached to {incident.title}.")
    newest = max(desk.records.all(Media), key=lambda media: media.exhibit)
    assert newest.id in {link.media for link in desk.records.where(Attachment, incident=incident.id)}
    contents = desk.records.get(Contents, newest.id)
    assert contents is not None and (contents.width, contents.height) == (320, 180)


def test_a_picture_from_the_clipboard_is_kept_as_png(desk: Desk, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setImage(QImage.fromData(picture(5)))
    with qtbot.waitSignal(desk.told, timeout=SLOW) as told:
        importing.paste(desk)
    assert told.args[0].text == "Imported 1 file: 1 added."
    newest = max(desk.records.all(Media), key=lambda media: media.exhibit)
    assert newest.mime == "image/png"


def test_copied_files_are_pasted(desk: Desk, files: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(files / "evening" / "one.jpg"))])
    QGuiApplication.clipboard().setMimeData(data)
    with qtbot.waitSignal(desk.told, timeout=SLOW) as told:
        importing.paste(desk)
    assert "1 added" in told.args[0].text


def test_an_empty_clipboard_is_said(desk: Desk, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("only words")
    with qtbot.waitSignal(desk.told) as told:
        importing.paste(desk)
    assert told.args[0].text == "The clipboard holds no file and no picture."


def test_an_import_is_cancelled_and_what_was_added_stays(desk: Desk, files: Path, qtbot: QtBot) -> None:
    job = importing.start(desk, [files] * 30, how="drag and drop")
    assert job is not None
    job.cancel()
    qtbot.waitUntil(lambda: not job.running, timeout=SLOW)
    assert job.ended.startswith("Stopped after")


def test_a_read_only_case_takes_nothing_in(session: Session, desk: Desk, files: Path, qtbot: QtBot) -> None:
    session._case.read_only = True
    try:
        with qtbot.waitSignal(desk.told) as told:
            assert importing.start(desk, [files], how="paste") is None
    finally:
        session._case.read_only = False
    assert "read-only" in told.args[0].text


SUMMARY = Summary(
    added=[Item("a.jpg", "EX-0021", "aa"), Item("c.jpg", "EX-0022", "cc")],
    present=[Item("b.jpg", "EX-0003", "bb")],
    unreadable=[Item("c.jpg", "EX-0022", "cc", "header cut off")],
    failed=[Item("d.jpg", reason="The file is not there any more.")],
)


def test_the_summary_names_each_file_and_why(desk: Desk, qtbot: QtBot) -> None:
    dialog = importing.SummaryDialog(desk, SUMMARY)
    qtbot.addWidget(dialog)
    said = " | ".join(
        str(table.records.index(row, column).data())
        for table in dialog.findChildren(RecordTable)
        for row in range(table.records.rowCount())
        for column in range(table.records.columnCount())
    )
    assert "d.jpg | The file is not there any more." in said
    assert "c.jpg | header cut off" in said and "b.jpg | EX-0003" in said and "a.jpg | EX-0021" in said


@pytest.mark.parametrize(
    ("summary", "sentence"),
    [
        (SUMMARY, "Imported 4 files: 2 added, 1 already there, 1 could not be read, 1 not imported."),
        (Summary(added=[Item("a")]), "Imported 1 file: 1 added."),
        (Summary(added=[Item("a")], cancelled=True), "Stopped after 1 file: 1 added."),
    ],
)
def test_the_sentence_counts_what_became_of_them(summary: Summary, sentence: str) -> None:
    assert importing.sentence_of(summary) == sentence


def test_the_activity_bar_counts_and_offers_to_stop(qtbot: QtBot, dressed: None) -> None:
    jobs = Jobs()
    bar = ActivityBar(jobs)
    qtbot.addWidget(bar)
    bar.show()
    job = jobs.start("Importing", icon="import")
    job._take(State(143, 1200, "clip.mp4", 3))
    assert bar._text.text() == "Importing 143 of 1,200" and bar._problems.text() == "3 need a look"
    assert bar._cancel.isVisible()
    bar._cancel.click()
    assert job.cancelling and not bar._cancel.isVisible()
    job.end("Stopped after 143 files.", kind="warn", action=("Show the summary", lambda: None))
    assert bar._text.text() == "Stopped after 143 files." and bar._action.isVisible()


def test_what_is_known_of_chosen_files_is_recorded_of_each(desk: Desk, files: Path, qtbot: QtBot) -> None:
    incident = next(desk.records.all(Incident))
    chosen = [files / "evening" / "one.jpg", files / "evening" / "two.jpg"]
    dialog = importing.ImportDialog(desk, chosen, incident=incident.id)
    qtbot.addWidget(dialog)
    dialog.form.set_values({"url": "https://example.org/seen", "posted_at": "6 August"})
    dialog.accept()
    assert dialog.isVisible() is False and desk.jobs.all == []
    dialog.form.set_values({"posted_at": "2024-08-06T21:52:00+03:00"})
    with qtbot.waitSignal(desk.told, timeout=SLOW) as told:
        dialog.accept()
    assert told.args[0].text == f"Imported 2 files: 2 added. Attached to {incident.title}."
    seen = desk.records.where(Sighting, url="https://example.org/seen")
    assert [sighting.posted_at for sighting in seen] == ["2024-08-06T21:52:00+03:00"] * 2
