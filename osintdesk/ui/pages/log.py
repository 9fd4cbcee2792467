"""The custody log: who did what when, with what; one entry in full beside it; the check of the case."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from osintdesk.app.checking import check
from osintdesk.case.check import Finding
from osintdesk.case.log import LogEntry
from osintdesk.core.domain import Ref
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.ui.actions import Commands
from osintdesk.ui.desk import Desk
from osintdesk.ui.jobs import Job
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.case_page import CasePage
from osintdesk.ui.pages.going import go_to
from osintdesk.ui.pages.log_list import LogList
from osintdesk.ui.pages.log_model import (
    KINDS,
    EntryView,
    Filter,
    LogRow,
    entry_views,
    filtered,
    log_rows,
    people,
)
from osintdesk.ui.pages.search_line import SearchLine
from osintdesk.ui.widgets import (
    Button,
    Card,
    ChoiceBox,
    EmptyState,
    Facts,
    Icon,
    Label,
    Notice,
    Scrolled,
    Segmented,
    Toolbar,
    clear,
    column,
    hairline,
    panel,
    row,
)

_EXHIBIT = re.compile(r"\bex-?\d+\b", re.IGNORECASE)
SHOWN_ENTRIES = 30
_SEVERITIES = {"error": ("bad", "bad"), "warning": ("observation", "warn"), "info": ("info", "text2")}


@dataclass(slots=True)
class Book:
    """The log as far as it was read: only what came since is read again."""

    entries: list[LogEntry] = field(default_factory=list)
    by_number: dict[int, LogEntry] = field(default_factory=dict)
    hashes: dict[tuple[str, int], str] = field(default_factory=dict)
    rows: list[LogRow] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.entries[-1].number if self.entries else 0

    def take(self, found: list[LogEntry], records: Records) -> None:
        """Entries of one action are written together, so older rows never change."""
        for entry in found:
            self.by_number[entry.number] = entry
            self.hashes[(entry.replica, entry.seq)] = entry.hash
        self.entries += found
        self.rows = log_rows(found, records) + self.rows

    def previous(self, entry: LogEntry) -> str:
        return self.hashes.get((entry.replica, entry.seq - 1), "0" * 64)


class LogPage(CasePage):
    """Every commit is in it, so it is read on after each. `EX-0012` in the search shows what touched that exhibit."""

    def __init__(self, desk: Desk) -> None:
        self.search = SearchLine(_("Search the log: words, persons, EX-0012, a hash"))
        self.search.changed.connect(self.refresh)
        titles = {"all": _("All"), "changes": _("Changes"), "reads": _("Reads"), "imports": _("Imports")}
        self.kind = Segmented([(kind, titles[kind], "") for kind in KINDS], name=_("Kind of entry"))
        self.kind.changed.connect(lambda _key: self._filter())
        self.person = ChoiceBox([("", _("Everybody"))], name=_("Person"))
        self.person.currentIndexChanged.connect(lambda _index: self._filter())
        head = Button(_("Copy the head"), icon="copy", on=self.copy_head)
        head.setToolTip(_("Who holds an earlier head can prove that the log before it was not changed."))
        self._check = Button(_("Check the case"), icon="case_check", on=self.check)
        super().__init__(desk, Toolbar(self.search, self.kind, self.person, head, self._check))
        self._book = Book()
        self._reading = self._again = False
        self._subject = ""
        self._summary = Label("", "small", "text2")
        self.list = LogList()
        self.list.chosen.connect(self._show_row)
        self.detail = Scrolled(ground="surface", space=12, margins=(20, 16, 20, 24))
        self.detail.setMinimumWidth(300)
        left = panel(column(self._head_line(), hairline(), self._stacked(), space=0), "surface")
        self._split = split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(left)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 1)
        split.setSizes([820, 380])
        self.body.addWidget(split, 1)
        self._say_choose()

    def own_commands(self) -> Commands:
        return {"check_case": self.check}

    def status(self) -> str:
        return _("Tamper-evident to whoever holds an earlier head.")

    def _head_line(self) -> QWidget:
        return panel(row(Label(_("Log"), "title"), self._summary, None, space=10, margins=(16, 12, 16, 10)))

    def _stacked(self) -> QStackedWidget:
        self._stack = QStackedWidget()
        self._none = EmptyState("search", _("No entry fits"), _("Nothing in the log holds all these words."))
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._none)
        return self._stack

    def shown(self, **arguments: object) -> None:
        """`subject=…` shows what touched one record; `check=True` checks the case at once."""
        if "subject" in arguments:
            self._subject = str(arguments["subject"] or "")
            self.search.setText(phrases.named(self.desk.records, self._subject) if self._subject else "")
        self.refresh()
        if arguments.get("check"):
            self.check()

    def fill(self) -> None:
        """Read what came since on the case's thread, then make rows of it outside the window's."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        after = self._book.last
        self.ask_case(lambda case: case.log(after=after), self._take, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._reading = False
        self.desk.problem(error)

    def _take(self, found: list[LogEntry]) -> None:
        records = self.desk.records
        self.read(lambda: self._book.take(found, records), lambda _none: self._taken(), self._failed)

    def _taken(self) -> None:
        self._reading = False
        found = people(self._book.rows)
        chosen = self.person.value()
        self.person.set_choices([("", _("Everybody")), *((name, name) for name in found)])
        self.person.blockSignals(True)
        self.person.set_value(chosen if chosen in found else "")
        self.person.blockSignals(False)
        entries = ngettext("{n} entry", "{n} entries", len(self._book.entries))
        by = ngettext("{n} person", "{n} people", len(found))
        self._summary.setText(_("{entries} by {people}").format(entries=entries, people=by))
        self._filter()
        if self._again:
            self._again = False
            self.fill()

    def _wanted(self) -> Filter:
        """The filter of the toolbar; an exhibit number among the words means that exhibit."""
        text = self.search.text()
        subject: Ref = ""
        found = _EXHIBIT.search(text)
        if found:
            try:
                subject = self.desk.records.exhibit(found[0]).ref
                text = text.replace(found[0], " ")
            except UsageError:
                subject = ""
        return Filter(text, self.kind.current, self.person.value(), subject)

    def _filter(self) -> None:
        wanted, rows = self._wanted(), self._book.rows
        self.read_latest(lambda: filtered(rows, wanted), self._show_rows)

    def _show_rows(self, rows: list[LogRow]) -> None:
        self.list.set_rows(rows)
        self._stack.setCurrentWidget(self.list if rows or not self._book.rows else self._none)

    # One entry in full

    def _say_choose(self) -> None:
        clear(self.detail.body)
        text = _("Choose a line to see its entries: every field that was written, the hash, and the hash before it.")
        self.detail.body.addWidget(Label(text, "body", "text2", wrap=True))
        self.detail.body.addStretch(1)

    def _show_row(self, found: LogRow | None) -> None:
        if found is None:
            self._say_choose()
            return
        clear(self.detail.body)
        body = self.detail.body
        body.addWidget(Label(found.label, "heading", wrap=True, selectable=True))
        numbers = found.numbers[:SHOWN_ENTRIES]
        entries = [self._book.by_number[n] for n in numbers if n in self._book.by_number]
        before = {entry.number: self._book.previous(entry) for entry in entries}
        for entry, view in zip(entries, entry_views(entries, self.desk.records, self.desk.zone, before), strict=True):
            body.addWidget(self._entry_card(entry, view))
        if len(found.numbers) > len(numbers):
            rest = _("and {n} more entries of this action").format(n=len(found.numbers) - len(numbers))
            body.addWidget(Label(rest, "small", "text2"))
        body.addStretch(1)
        self.detail.verticalScrollBar().setValue(0)

    def _entry_card(self, entry: LogEntry, view: EntryView) -> Card:
        name = _("Open {what}").format(what=view.what)
        opened = Button(_("Open"), "link", on=lambda: go_to(self.desk, entry.ref), name=name)
        what = Label(view.what, "strong", wrap=True)
        head = row(what, Label(f"#{view.number}", "caption", "text3"), opened)
        head.setStretch(0, 1)
        card = Card(head, space=6)
        card.body.addWidget(Label(view.made, "small", "text2", wrap=True))
        if view.why:
            card.body.addWidget(Label(view.why, wrap=True))
        if view.withheld:
            card.body.addWidget(
                Label(_("The content was withheld; the chain still verifies."), "small", "warn", wrap=True)
            )
        if view.fields:
            card.body.addWidget(Facts([(name, value or _("(empty)")) for name, value in view.fields]))
        card.body.addWidget(hairline())
        for label, value in ((_("Hash"), view.hash), (_("Hash before"), view.previous), (_("Place"), view.place)):
            card.body.addWidget(Label(label, "caption", "text3"))
            card.body.addWidget(Label(_grouped(value), "mono_caption", "text2", wrap=True, selectable=True))
        return card

    # What can be done

    def copy_head(self) -> None:
        """The last entry of this copy, for somebody else to keep."""
        if not self._book.entries:
            return
        last = self._book.entries[-1]
        text = f"{self.desk.records.case.id} {last.replica} {last.seq} {last.hash}"
        QGuiApplication.clipboard().setText(text)
        self.desk.message(_("Copied the head of the log. Send it to a colleague."), kind="info", icon="copy")

    def check(self) -> None:
        """Prove that tables follow from log and originals; findings are listed beside the log."""
        job = self.desk.jobs.start(_("Checking the case"), icon="case_check")
        self._check.setEnabled(False)

        def failed(error: BaseException) -> None:
            self._check.setEnabled(True)
            job.end(_("The check stopped."), kind="bad")
            self.desk.problem(error)

        future = check(self.desk.session, progress=job.progress)
        self.desk.bridge.when(future, lambda findings: self._checked(job, findings), failed, owner=self)

    def _checked(self, job: Job, findings: list[Finding]) -> None:
        self._check.setEnabled(True)
        bad = [f for f in findings if f.severity == "error"]
        text = (
            ngettext("The check found {n} thing to look at.", "The check found {n} things to look at.", len(findings))
            if findings
            else _("Everything fits: log, tables and originals.")
        )
        kind = "bad" if bad else "warn" if findings else "done"
        job.end(text, kind=kind)
        self.desk.message(text, kind=kind, icon="case_check")
        self._show_findings(text, findings)
        self.refresh()

    def _show_findings(self, text: str, findings: list[Finding]) -> None:
        clear(self.detail.body)
        self.detail.body.addWidget(Label(_("Check of the case"), "heading"))
        tone = "bad" if any(f.severity == "error" for f in findings) else "warn" if findings else "ok"
        self.detail.body.addWidget(Notice(text, tone, icon="case_check"))
        for found in findings[:200]:
            icon, role = _SEVERITIES.get(found.severity, _SEVERITIES["info"])
            words = column(
                Label(found.text, wrap=True, selectable=True),
                Label(visible(found.name), "mono_caption", "text2", wrap=True, selectable=True),
                space=2,
            )
            line = row(Icon(icon, 16, role), words, space=8)
            line.setStretch(1, 1)
            self.detail.body.addLayout(line)
        if not findings:
            said = _("Tamper-evident to whoever holds an earlier head.")
            self.detail.body.addWidget(Label(said, "small", "text2", wrap=True))
        self.detail.body.addStretch(1)


def _grouped(text: str) -> str:
    """A hash in groups of eight, so that it can wrap and be compared by eye."""
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        return text
    return " ".join(text[n : n + 8] for n in range(0, 64, 8))
