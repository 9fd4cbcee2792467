"""Bringing files in from the window: chosen, dropped or pasted; in the background, with a summary at the end."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from osintdesk.app.ingest import Import, Item, Summary, start_import
from osintdesk.core import instants
from osintdesk.core.domain import Incident, Json
from osintdesk.core.errors import OsintDeskError
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.text import visible
from osintdesk.ui.desk import Desk
from osintdesk.ui.jobs import Job
from osintdesk.ui.widgets import Column, Dialog, Field, Form, FormDialog, Label, RecordTable, Scrolled, Section
from osintdesk.ui.wording import count


def paths_of(data: QMimeData) -> list[Path]:
    """The local files and folders of a drop or of the clipboard."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def choose_files(desk: Desk, *, incident: str | None = None) -> None:
    """Choose files, then say where they belong and where they were seen."""
    names, _kind = QFileDialog.getOpenFileNames(desk.window, _("Import files"), str(Path.home()))
    if names:
        ImportDialog(desk, [Path(name) for name in names], incident=incident).open()


def choose_folder(desk: Desk, *, incident: str | None = None) -> None:
    """Choose a folder; everything below it comes in."""
    name = QFileDialog.getExistingDirectory(desk.window, _("Import a folder"), str(Path.home()))
    if name:
        ImportDialog(desk, [Path(name)], incident=incident).open()


def _name_of(paths: Sequence[Path]) -> str:
    if len(paths) == 1:
        return visible(paths[0].name)
    return ngettext("{n} file", "{n} files", len(paths))


class ImportDialog(FormDialog):
    """What is known of the chosen files as a whole: their incident, and where they were seen. All may stay empty."""

    def __init__(self, desk: Desk, paths: Sequence[Path], *, incident: str | None = None) -> None:
        self._desk, self._paths = desk, list(paths)
        known = [(found.id, visible(found.title)) for found in desk.records.all(Incident)]
        form = Form(
            [
                Field("incident", _("Attach to the incident"), choices=[("", _("None yet")), *known]),
                Field("url", _("Seen at (address)"), kind="mono", placeholder="https://"),
                Field("platform", _("Platform"), half=True),
                Field("posted_at", _("Posted at"), kind="time", placeholder="2024-08-06T18:52:00+03:00", half=True),
                Field("caption", _("Caption"), kind="lines"),
            ]
        )
        super().__init__(
            desk.window,
            _("Import {what}").format(what=_name_of(paths)),
            _("The originals are copied and never changed. What you write here is recorded of each of them."),
            form,
            verb=_("Import"),
            on_accept=self._start,
            values={"incident": incident or ""},
            wide=True,
        )

    def _start(self, values: dict[str, Any]) -> None:
        sighting = {name: values[name] for name in ("url", "platform", "posted_at", "caption") if values[name]}
        incident = values["incident"] or None
        start(self._desk, self._paths, incident=incident, how="file dialog", sighting=sighting or None)


def paste(desk: Desk, *, incident: str | None = None) -> None:
    """Take in what the clipboard holds: files, or a picture (kept as PNG)."""
    data = QGuiApplication.clipboard().mimeData()
    paths = paths_of(data) if data.hasUrls() else []
    if paths:
        start(desk, paths, incident=incident, how="paste")
    elif data.hasImage():
        start(desk, [_pasted_picture(data)], incident=incident, how="paste")
    else:
        desk.message(_("The clipboard holds no file and no picture."), kind="info", icon="paste")


def _pasted_picture(data: QMimeData) -> Path:
    """The clipboard's picture as a file that is named after this moment; the import copies it."""
    image = QImage(data.imageData())
    stamp = instants.now()[:19].replace(":", "-")
    path = Path(tempfile.mkdtemp(prefix="osintdesk-paste-")) / f"Pasted {stamp}Z.png"
    image.save(str(path))
    return path


def start(
    desk: Desk, paths: Sequence[Path], *, incident: str | None = None, how: str, sighting: dict[str, Json] | None = None
) -> Job | None:
    """Import in the background; the activity bar shows it, a summary ends it."""
    job = desk.jobs.start(_("Importing"), icon="import")
    try:
        running = start_import(
            desk.session, list(paths), incident=incident, how=how, sighting=sighting, progress=job.progress
        )
    except OsintDeskError as error:
        job.end(str(error), kind="bad")
        desk.problem(error)
        return None
    _until_done(desk, job, running, incident)
    return job


def _until_done(desk: Desk, job: Job, running: Import, incident: str | None) -> None:
    job.on_cancel = running.cancel
    future: Future[Summary] = running.future
    desk.bridge.when(future, lambda summary: _ended(desk, job, summary, incident), lambda e: _failed(desk, job, e))


def _failed(desk: Desk, job: Job, error: BaseException) -> None:
    job.end(str(error) if isinstance(error, OsintDeskError) else _("The import stopped."), kind="bad")
    desk.problem(error)


def _ended(desk: Desk, job: Job, summary: Summary, incident: str | None) -> None:
    sentence = sentence_of(summary)
    show = (_("Show the summary"), lambda: SummaryDialog(desk, summary).open())
    job.end(sentence, kind="warn" if summary.needs_a_look else "done", action=show)
    kind = "warn" if summary.failed or summary.unreadable else "done"
    desk.message(_where(desk, sentence, incident), kind=kind, icon="import", actions=[show])


def _where(desk: Desk, sentence: str, incident: str | None) -> str:
    found = desk.records.get(Incident, incident) if incident else None
    return _("{sentence} Attached to {title}.").format(sentence=sentence, title=found.title) if found else sentence


def sentence_of(summary: Summary) -> str:
    """`Imported 46 files: 44 added, 1 already there, 1 could not be read.`"""
    total = len(summary.added) + len(summary.present) + len(summary.failed)
    parts = [_("{n} added").format(n=count(len(summary.added)))]
    if summary.present:
        parts.append(_("{n} already there").format(n=count(len(summary.present))))
    if summary.unreadable:
        parts.append(_("{n} could not be read").format(n=count(len(summary.unreadable))))
    if summary.failed:
        parts.append(_("{n} not imported").format(n=count(len(summary.failed))))
    verb = _("Stopped after") if summary.cancelled else _("Imported")
    files = ngettext("{n} file", "{n} files", total)
    return f"{verb} {files}: {', '.join(parts)}."


def _columns(last: Column | None) -> list[Column]:
    name = Column("name", _("File"), lambda item: item.name, stretch=True, elide_middle=True)
    exhibit = Column("exhibit", _("Exhibit"), lambda item: item.exhibit, width=90, strong=True)
    return [name, exhibit] if last is None else [name, last]


class SummaryDialog(Dialog):
    """What an import did: added, already there with the exhibit it equals, could not be read and why."""

    def __init__(self, desk: Desk, summary: Summary) -> None:
        body = Scrolled(ground="raised", space=0, margins=0)
        super().__init__(desk.window, _("Import summary"), sentence_of(summary), body, wide=True)
        self._desk = desk
        equals = Column("equals", _("Equals"), lambda item: item.exhibit, width=100, strong=True)
        reason = Column("reason", _("Reason"), lambda item: item.reason, width=300)
        self._part(body, _("Not imported"), summary.failed, reason)
        self._part(body, _("Could not be read; preserved all the same"), summary.unreadable, reason)
        self._part(body, _("Already there"), summary.present, equals)
        self._part(body, _("Added"), summary.added, None)
        if summary.matches or summary.observations:
            body.body.addWidget(Label(self._noticed(summary), "small", "text2", wrap=True))
        body.body.addStretch(1)
        body.setMinimumHeight(min(460, 90 + 40 * _shown_rows(summary)))

    def _noticed(self, summary: Summary) -> str:
        matches = ngettext("{n} possible match", "{n} possible matches", summary.matches)
        seen = ngettext("{n} observation", "{n} observations", summary.observations)
        return _("Noticed on the way: {matches}, {seen}.").format(matches=matches, seen=seen)

    def _part(self, body: Scrolled, title: str, items: list[Item], last: Column | None) -> None:
        if not items:
            return
        section = Section(title, count(len(items)), is_open=last is not None or len(items) < 12)
        table = RecordTable(_columns(last), name=title)
        table.set_rows(items)
        table.setFixedHeight(min(240, 32 + 32 * len(items)))
        table.opened.connect(self._open)
        section.body.addWidget(table)
        body.body.addWidget(section)

    def _open(self, item: Item) -> None:
        if item.sha256:
            self.accept()
            self._desk.navigate("media", select=item.sha256)


def _shown_rows(summary: Summary) -> int:
    parts = (summary.failed, summary.unreadable, summary.present, summary.added)
    return sum(min(6, len(part)) + 1 for part in parts if part)
