"""The incidents of the case, as a board by work status or as a list."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from osintdesk.app import incidents
from osintdesk.core import words
from osintdesk.core.i18n import _, ngettext
from osintdesk.ui.actions import Commands
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_dialogs as dialogs
from osintdesk.ui.pages.board import Board
from osintdesk.ui.pages.case_page import CasePage
from osintdesk.ui.pages.incidents_model import IncidentRow, columns, rows
from osintdesk.ui.pages.search_line import SearchLine
from osintdesk.ui.theme import mark, status_mark
from osintdesk.ui.widgets import Button, Column, EmptyState, Label, RecordTable, Segmented, Toolbar, panel, row


class IncidentsPage(CasePage):
    """Enter or double click opens an incident; a card is moved to another status by dragging or by its menu."""

    tables = frozenset({"incident", "place", "interval", "attachment", "media", "claim", "assessment", "step"})

    def __init__(self, desk: Desk) -> None:
        self.search = SearchLine(_("Search the incidents"))
        self.search.changed.connect(self.refresh)
        self.kind = Segmented(
            [("board", _("Board"), "view_board"), ("list", _("List"), "view_list")], name=_("Board or list")
        )
        self.kind.changed.connect(lambda _key: self.refresh())
        self._new = Button(_("New incident"), "primary", icon="add", on=self.add)
        self._new.setEnabled(not desk.read_only)
        super().__init__(desk, Toolbar(self.search, self.kind, self._new))
        self._title = Label(_("Incidents"), "title")
        self._summary = Label("", "small", "text2")
        self.board = Board(writes=not desk.read_only)
        self.board.opened.connect(self.open)
        self.board.moved.connect(self.set_work_status)
        self.table = _table()
        self.table.opened.connect(lambda row_: self.open(row_.id))
        self._empty = EmptyState(
            "incident", _("No incidents yet"),
            _("An incident is one event at one or more places. Media, claims and steps are gathered under it."),
            primary=Button(_("New incident"), "primary", icon="add", on=self.add),
        )  # fmt: skip
        self._none = EmptyState("search", _("No incident fits"), _("No title, place or person holds all these words."))
        self._stack = QStackedWidget()
        for widget in (self.board, self.table, self._empty, self._none):
            self._stack.addWidget(widget)
        head = row(self._title, self._summary, None, space=10, margins=(16, 12, 16, 4))
        self.body.addWidget(panel(head, "page"))
        self.body.addWidget(self._stack, 1)

    def own_commands(self) -> Commands:
        return {"new_incident": self.writing(self.add)}

    def shown(self, **_arguments: object) -> None:
        self.refresh()

    def add(self) -> None:
        dialogs.new_incident(self.desk, self, done=self.open)

    def open(self, incident: str) -> None:
        self.desk.navigate("incident", id=incident)

    def set_work_status(self, incident: str, status: str) -> None:
        """Set the work status."""
        self.desk.run(lambda: incidents.edit_incident(self.desk.session, incident, work_status=status))

    def fill(self) -> None:
        found = rows(self.desk.records, self.desk.zone, containing=self.search.text())
        self._summary.setText(ngettext("{n} incident", "{n} incidents", len(found)))
        as_list = self.kind.current == "list"
        self.table.set_rows(found if as_list else [])
        self.board.set_columns(columns(found))
        if not found:
            self._stack.setCurrentWidget(self._none if self.search.text().strip() else self._empty)
        else:
            self._stack.setCurrentWidget(self.table if as_list else self.board)


def _table() -> RecordTable:
    def work(found: IncidentRow) -> str:
        return mark(words.WorkStatus(found.work_status)).label

    return RecordTable(
        [
            Column("title", _("Incident"), lambda r: r.title, stretch=True, strong=True),
            Column("work", _("Work status"), work, width=146, chip=True,
                   mark=lambda r: mark(words.WorkStatus(r.work_status))),
            Column("status", _("Assessment"), lambda r: status_mark(r.status).label, width=136, chip=True,
                   mark=lambda r: status_mark(r.status)),
            Column("when", _("Time"), lambda r: r.when_utc, width=220, sort=lambda r: r.sorted_by),
            Column("where", _("Place"), lambda r: r.where, width=170),
            Column("media", _("Media"), lambda r: str(r.media), width=58, number=True, sort=lambda r: r.media),
            Column("claims", _("Claims"), lambda r: str(r.claims), width=58, number=True, sort=lambda r: r.claims),
            Column("person", _("Assigned to"), lambda r: r.assigned_to, width=96),
        ],
        name=_("Incidents"),
    )  # fmt: skip
