"""The reports: choices for a new one, what it will say is open, and those that were made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QSplitter, QVBoxLayout, QWidget

from osintdesk.app.reporting import make_report
from osintdesk.case.log import LogEntry
from osintdesk.core.i18n import _, ngettext
from osintdesk.report.options import Options
from osintdesk.report.typeset import Typeset
from osintdesk.ui.actions import Commands
from osintdesk.ui.desk import Desk
from osintdesk.ui.jobs import Job
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.case_page import CasePage
from osintdesk.ui.pages.incident_parts import list_card
from osintdesk.ui.pages.reports_kept import known_reports, remember_report
from osintdesk.ui.pages.reports_model import (
    LANGUAGES,
    TEMPLATES,
    MadeReport,
    cautions,
    file_name,
    made_reports,
    options,
    scopes,
    section_lines,
)
from osintdesk.ui.widgets import (
    Button,
    CheckBox,
    ElidedLabel,
    Field,
    Form,
    Icon,
    IconButton,
    Label,
    Menu,
    Notice,
    Scrolled,
    Section,
    Toolbar,
    clear,
    column,
    hairline,
    row,
)


class ReportsPage(CasePage):
    """`shown(incident=…)` chooses the scope."""

    def __init__(self, desk: Desk) -> None:
        self._make = Button(_("Save as PDF…"), "primary", icon="report_save", on=self.choose)
        super().__init__(desk, Toolbar(Label(_("Reports"), "strong"), None, self._make))
        self.form = Form(_fields(desk))
        self.form.set_values({"place_decimals": "2", "template": "case", "attach": True})
        self.form.changed.connect(self._chosen)
        self._sentence = Label("", "small", "text2", wrap=True)
        self._sections = {line.name: CheckBox(line.title, checked=True) for line in section_lines(desk.records)}
        self._folded = Section(_("Contents"), "", is_open=False, line=False)
        for box in self._sections.values():
            self._folded.body.addWidget(box)
            box.toggled.connect(lambda _on: self._chosen())
        self._caution = QVBoxLayout()
        left = Scrolled(
            Label(_("New report"), "heading"), self._sentence, self.form, self._folded, self._caution, None,
            ground="surface", margins=(20, 16, 20, 24),
        )  # fmt: skip
        left.setMinimumWidth(380)
        self._made = Scrolled(margins=(20, 16, 20, 24))
        self._split = split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(left)
        split.addWidget(self._made)
        split.setSizes([480, 640])
        self.body.addWidget(split, 1)
        self._chosen()

    def shown(self, **arguments: object) -> None:
        with QSignalBlocker(self.form):
            box = self.form.editor("scope")
            box.set_choices(scopes(self.desk.records))  # type: ignore[attr-defined]
            if "incident" in arguments:
                self.form.set_values({"scope": arguments["incident"] or ""})
        self._chosen()
        self.refresh()

    def own_commands(self) -> Commands:
        return {"report": self.choose}

    def fill(self) -> None:
        self.ask_case(lambda case: [e for e in case.log() if e.event == "report"], self._show_made)
        self._chosen()

    def _chosen(self) -> None:
        """Say what the template is for, what goes in, and what the report will say is open."""
        values = self.form.values()
        chosen = next((t for t in TEMPLATES if t.name == values["template"]), TEMPLATES[0])
        self._sentence.setText(_(chosen.sentence))
        whole = chosen.name == "case"
        self._folded.setVisible(whole)
        on = sum(box.isChecked() for box in self._sections.values())
        self._folded.set_summary(_("{n} of {total} parts").format(n=on, total=len(self._sections)))
        clear(self._caution)
        said = cautions(self.desk.records, str(values["scope"]))
        if said:
            self._caution.addWidget(Notice(" ".join(said), "warn", icon="observation"))
        self._make.setEnabled(on > 0 or not whole)

    def wanted(self) -> Options:
        """The options as they are chosen now."""
        values = self.form.values()
        whole = values["template"] == "case"
        chosen = tuple(name for name, box in self._sections.items() if box.isChecked() or not whole)
        return options(values, str(values["scope"]), chosen)

    def choose(self) -> None:
        """Ask where the report goes, then make it."""
        values = self.form.values()
        name = file_name(self.desk.records, str(values["scope"]), str(values["template"]))
        start = self.desk.session.path.parent / name
        out, _kind = QFileDialog.getSaveFileName(self, _("Save the report"), str(start), _("PDF (*.pdf)"))
        if out:
            self.make(Path(out))

    def make(self, out: Path) -> Job:
        """Set the report in the background; the activity bar shows it."""
        job = self.desk.jobs.start(_("Making {name}").format(name=out.name), icon="report")

        def failed(error: BaseException) -> None:
            job.end(_("The report was not made."), kind="bad")
            self.desk.problem(error)

        future = make_report(self.desk.session, out, self.wanted(), job.progress)
        self.desk.bridge.when(future, lambda made: self._done(job, out, made), failed, owner=self)
        return job

    def _done(self, job: Job, out: Path, made: Typeset) -> None:
        remember_report(made.sha256, out)
        pages = ngettext("{n} page", "{n} pages", made.pages)
        text = _("Made {name}, {pages}.").format(name=out.name, pages=pages)
        job.end(text, action=(_("Open"), lambda: open_file(out)))
        self.desk.message(
            text, icon="report",
            actions=[(_("Open"), lambda: open_file(out)), (_("Show the folder"), lambda: open_file(out.parent))],
        )  # fmt: skip
        self.refresh()

    def _show_made(self, entries: list[LogEntry]) -> None:
        found = made_reports(entries, known_reports(), self.desk.zone)
        body = self._made.body
        clear(body)
        card = list_card(_("Reports made"), phrases.count(len(found)) if found else "")
        for each in found[:100]:
            card.body.addWidget(hairline())
            card.body.addWidget(self._made_row(each))
        if not found:
            text = _("Each report is recorded in the log with its hash, so that a copy can be checked against it.")
            card.body.addWidget(Label(_("No report yet"), "body"))
            card.body.addWidget(Label(text, "small", "text2", wrap=True))
        body.addWidget(card)
        body.addStretch(1)

    def _made_row(self, each: MadeReport) -> QWidget:
        pages = ngettext("{n} page", "{n} pages", each.pages)
        facts = ", ".join(part for part in (each.template, pages, each.made) if part)
        digest = Label(each.sha256[:16], "mono_caption", "text3", selectable=True)
        digest.setToolTip(each.sha256)
        text = column(ElidedLabel(each.name, middle=True), Label(facts, "caption", "text2", wrap=True), digest, space=1)
        line = row(Icon("pdf", 18), text, margins=(0, 8, 0, 8))
        line.setStretch(1, 1)
        if each.path:
            opened = Button(
                _("Open"), "link", on=lambda: open_file(Path(each.path)), name=_("Open {what}").format(what=each.name)
            )
            line.addWidget(opened)
        menu = Menu(each.name, self)
        menu.item(_("Copy the hash"), lambda: _copy(each.sha256), icon="copy")
        if each.path:
            menu.item(_("Show the folder"), lambda: open_file(Path(each.path).parent), icon="folder")
        more = IconButton("more", _("More on {what}").format(what=each.name), side=26)
        more.set_menu(menu)
        line.addWidget(more)
        made = QWidget()
        made.setLayout(line)
        return made


def _fields(desk: Desk) -> list[Field]:
    places = [("2", _("Rounded to about 1 km")), ("3", _("Rounded to about 100 m")), ("", _("As recorded"))]
    return [
        Field("scope", _("On"), choices=scopes(desk.records)),
        Field("template", _("Kind"), choices=[(t.name, _(t.title)) for t in TEMPLATES], half=True),
        Field("language", _("Language"), choices=list(LANGUAGES), half=True),
        Field("title", _("Title"), hint=_("Empty: the title of the case or incident.")),
        Field("audience", _("For"), half=True, hint=_("Who will read it.")),
        Field("handling", _("Handling"), half=True, hint=_("As “Not for publication”.")),
        Field("place_decimals", _("Coordinates"), choices=places),
        Field("names", _("Names of the people who worked on the case"), kind="check"),
        Field("sensitive", _("Show pictures that are marked graphic, personal or minors"), kind="check"),
        Field("attach", _("Attach the data of the report to the PDF"), kind="check"),
    ]


def open_file(path: Path) -> None:
    """Open a file or folder in the program that the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _copy(text: str) -> None:
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.clipboard().setText(text)
