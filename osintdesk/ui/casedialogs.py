"""Dialogs of the window itself: new case, case details, person, check, settings, about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from osintdesk import __version__
from osintdesk.app import profile as profiles
from osintdesk.app.checking import check
from osintdesk.case.case_file import Finding, edit
from osintdesk.core import instants
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.resources import resource_path
from osintdesk.ui.desk import Desk
from osintdesk.ui.preferences import SettingsPanel
from osintdesk.ui.widgets import (
    Button,
    Column,
    Dialog,
    Field,
    Form,
    FormDialog,
    Label,
    LineEdit,
    RecordTable,
    row,
)

if TYPE_CHECKING:
    from osintdesk.ui.window import Window

Create = Callable[[Path, str, dict[str, Any]], object]
SUFFIX = ".osintcase"


def cases_folder() -> Path:
    """Where new cases go unless another folder is chosen."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents or Path.home()) / "OSINT Desk"


def folder_name(title: str) -> str:
    """A title as the name of a folder on any system."""
    kept = re.sub(r'[\\/:*?"<>|\x00-\x1f\s]+', " ", title).strip(" .")
    return (kept or "Case")[:80] + SUFFIX


class NewCaseDialog(Dialog):
    """Name and folder, nothing else: the rest can be written later."""

    def __init__(self, window: Window, create: Create) -> None:
        self.title = LineEdit(name=_("Name"))
        self.folder = LineEdit(str(cases_folder()), name=_("Folder"))
        self.zone = LineEdit("UTC", name=_("Time zone"))
        self._create = create
        choose = Button(_("Choose…"), "link", on=self._choose)
        place = row(self.folder, choose)
        place.setStretch(0, 1)
        super().__init__(
            window, _("New case"), _("A case is one investigation. It is one folder on your disk."),
            Label(_("Name"), "body", "text2"), self.title, Label(_("Folder"), "body", "text2"), place,
            Label(_("Time zone of the events, beside UTC"), "body", "text2"), self.zone,
            verb=_("Create case"),
        )  # fmt: skip
        self.body.setSpacing(6)
        self.title.setFocus()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for the case"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def accept(self) -> None:
        title, folder = self.title.text().strip(), Path(self.folder.text().strip()).expanduser()
        path = folder / folder_name(title)
        if not title:
            self.say(_("Write a name for the case."))
            return
        if path.exists():
            self.say(_("“{path}” is there already. Choose another name or folder.").format(path=path))
            return
        try:
            instants.zone(self.zone.text().strip() or "UTC")
            folder.mkdir(parents=True, exist_ok=True)
        except UsageError as error:
            self.say(str(error))
            return
        except OSError as error:
            self.say(_("The folder cannot be made: {why}.").format(why=error.strerror))
            return
        super().accept()
        self._create(path, title, {"time_zone": self.zone.text().strip() or "UTC"})


def new_case(window: Window, create: Create) -> None:
    NewCaseDialog(window, create).open()


def _zone_known(text: str) -> None:
    instants.zone(text)
    if "/" in text and text not in available_timezones():
        raise UsageError(_("“{name}” is not a time zone.").format(name=text))


CASE_FIELDS = (
    Field("title", _("Name"), required=True),
    Field("reference", _("Reference"), placeholder=_("Your own number for this case"), half=True),
    Field("time_zone", _("Time zone of the events"), check=_zone_known, required=True, half=True),
    Field("purpose", _("Purpose"), kind="lines", placeholder=_("Why this is investigated, and for whom")),
    Field("scope", _("Scope"), kind="lines", placeholder=_("What belongs to it, and what does not")),
)


def case_details(window: Window, desk: Desk) -> None:
    """Edit what is recorded of the case itself."""
    case = desk.records.case

    def save(values: dict[str, Any]) -> None:
        changes = {name: value for name, value in values.items() if value != getattr(case, name)}
        if changes:
            desk.run(lambda: desk.session.commit(_("Edit the case details"), [edit(case, **changes)]))

    FormDialog(
        window,
        _("Case details"),
        "",
        Form(CASE_FIELDS),
        verb=_("Save"),
        on_accept=save,
        values=case.values(),
        wide=True,
    ).open()


def person(window: Window) -> None:
    """Who works here: the name under new entries."""
    profile = profiles.load_profile()
    form = Form([Field("name", _("Name"), required=True), Field("affiliation", _("Organisation"))])

    def save(values: dict[str, Any]) -> None:
        changed = replace(profiles.load_profile(), name=values["name"], affiliation=values["affiliation"])
        profiles.save_profile(changed)
        window.person_changed(changed)

    FormDialog(
        window, _("You"), _("Your name stands at what you record from the next opening of a case on."), form,
        verb=_("Save"), on_accept=save, values={"name": profile.name, "affiliation": profile.affiliation},
    ).open()  # fmt: skip


def check_case(window: Window, desk: Desk) -> None:
    """Prove that the case is whole, in the background; what is not is listed."""
    job = desk.jobs.start(_("Checking the case"), icon="case_check")

    def ended(findings: list[Finding]) -> None:
        show = (_("Show what was found"), lambda: FindingsDialog(window, findings).open())
        if findings:
            job.end(
                ngettext("{n} finding in this case.", "{n} findings in this case.", len(findings)),
                kind="bad",
                action=show,
            )
            desk.message(job.ended, kind="bad", actions=[show])
        else:
            job.end(_("Checked: every entry and every original is as recorded."))
            desk.message(job.ended, icon="seal")

    def failed(error: BaseException) -> None:
        job.end(_("The check stopped."), kind="warn")
        desk.problem(error)

    desk.bridge.when(check(desk.session, progress=job.progress), ended, failed)


class FindingsDialog(Dialog):
    """What a check found: what it names, and the sentence."""

    def __init__(self, window: Window, findings: list[Finding]) -> None:
        columns = [
            Column("code", _("What"), lambda f: f.code.replace("-", " "), width=150, strong=True),
            Column("text", _("Found"), lambda f: f.text, stretch=True),
        ]
        table = RecordTable(columns, name=_("Findings"))
        table.set_rows(findings)
        table.setMinimumHeight(240)
        sentence = ngettext("{n} finding in this case.", "{n} findings in this case.", len(findings))
        super().__init__(window, _("Check of the case"), sentence, table, wide=True)


def settings_dialog(window: Window) -> None:
    """Settings where no case is open."""
    panel = SettingsPanel(window.profile.preferences)
    panel.changed.connect(window.set_preferences)
    Dialog(window, _("Settings"), _("Kept on this computer for you alone; never in a case."), panel, wide=True).open()


def about(window: Window) -> None:
    notices = resource_path("licences")
    sentence = _(
        "Verify footage: case file, metadata, near-duplicates, verification steps and reports on one desk. "
        "Licence: GNU General Public License, version 3 or later. Nothing is sent anywhere."
    )
    where = Label(_("Licences of what travels along: {path}").format(path=notices), "small", "text3", wrap=True)
    Dialog(window, f"OSINT Desk {__version__}", sentence, where).open()
