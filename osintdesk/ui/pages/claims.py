"""The claims of the case: the list, and beside it one claim with its parts and evidence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from osintdesk.app import claims as verbs
from osintdesk.core.domain import Claim, Source
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.text import visible
from osintdesk.ui.actions import Commands
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_dialogs as dialogs
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.assessment_side import Legend
from osintdesk.ui.pages.case_page import CasePage
from osintdesk.ui.pages.claim_list import ClaimList
from osintdesk.ui.pages.claims_model import claim_rows, grid
from osintdesk.ui.pages.evidence_grid import EvidenceGrid
from osintdesk.ui.pages.flow import Flow
from osintdesk.ui.pages.going import go_to, show_verification
from osintdesk.ui.pages.incident_model import ClaimLine, claim_lines
from osintdesk.ui.pages.search_line import SearchLine
from osintdesk.ui.pages.signs import EvidenceSign
from osintdesk.ui.theme import Mark, shown
from osintdesk.ui.widgets import (
    Button,
    Card,
    Chip,
    EmptyState,
    Facts,
    IconButton,
    Label,
    Menu,
    Scrolled,
    Segmented,
    StatusChip,
    Toolbar,
    clear,
    hairline,
    panel,
    row,
)


class ClaimsPage(CasePage):
    """`shown(id=…)` opens one claim; `shown(incident=…)` shows those of one incident."""

    tables = frozenset({"claim", "evidence", "source", "assessment", "step", "media", "attachment", "incident"})

    def __init__(self, desk: Desk) -> None:
        self.search = SearchLine(_("Search the claims"))
        self.search.changed.connect(self.refresh)
        self.kind = Segmented(
            [("all", _("All"), ""), ("claims", _("Claims"), ""), ("third", _("Third-party verifications"), "")],
            name=_("Which claims"),
        )
        self.kind.changed.connect(lambda _key: self.refresh())
        self._new = Button(_("Add a claim…"), "primary", icon="add", on=self.add)
        self._new.setEnabled(not desk.read_only)
        super().__init__(desk, Toolbar(self.search, self.kind, self._new))
        self._id, self._incident = "", ""
        self._summary = Label("", "small", "text2")
        self._all = Button(_("Show all incidents"), "link", on=lambda: self._of_incident(""))
        self.list = ClaimList()
        self.list.chosen.connect(self._choose)
        self.detail = Scrolled(ground="surface", space=12, margins=(20, 16, 20, 24))
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.list)
        self._split.addWidget(self.detail)
        self._split.setSizes([480, 640])
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            "claim", _("No claims yet"),
            _("A claim is a checkable statement: who said what, where, when. Evidence is linked to its parts."),
            primary=Button(_("Add a claim…"), "primary", icon="add", on=self.add),
        )  # fmt: skip
        self._none = EmptyState("search", _("No claim fits"), _("No statement, part or source holds all these words."))
        for widget in (self._split, self._empty, self._none):
            self._stack.addWidget(widget)
        head = row(Label(_("Claims"), "title"), self._summary, self._all, None, space=10, margins=(16, 12, 16, 8))
        self.body.addWidget(panel(head, "page"))
        self.body.addWidget(hairline())
        self.body.addWidget(self._stack, 1)

    def own_commands(self) -> Commands:
        return {"add_claim": self.writing(self.add)}

    def shown(self, **arguments: object) -> None:
        self._id = str(arguments.get("id") or self._id)
        self._incident = str(arguments.get("incident") or "")
        self.refresh()

    def add(self) -> None:
        dialogs.claim(self.desk, self, incident=self._incident, done=self._choose)

    def _of_incident(self, incident: str) -> None:
        self._incident = incident
        self.refresh()

    def _choose(self, claim: str) -> None:
        if claim != self._id:
            self._id = claim
            self._fill_detail()

    def fill(self) -> None:
        which = {"claims": False, "third": True}.get(self.kind.current)
        records = self.desk.records
        found = claim_rows(records, containing=self.search.text(), incident=self._incident, third_party=which)
        self._summary.setText(ngettext("{n} claim", "{n} claims", len(found)))
        self._all.setVisible(bool(self._incident))
        if found and self._id not in {claim.id for claim in found}:
            self._id = found[0].id
        self.list.set_claims(found, self._id)
        searching = bool(self.search.text().strip()) or which is not None
        self._stack.setCurrentWidget(self._split if found else self._none if searching else self._empty)
        if found:
            self._fill_detail()

    def _fill_detail(self) -> None:
        record = self.desk.records.get(Claim, self._id)
        place = self.detail.verticalScrollBar().value()
        clear(self.detail.body)
        if record is not None and not record.deleted:
            line = claim_lines(self.desk.records, [record])[0]
            self._head(record, line)
            self._evidence(record)
            self._facts(record)
        self.detail.body.addStretch(1)
        self.detail.verticalScrollBar().setValue(place)

    def _head(self, record: Claim, line: ClaimLine) -> None:
        more = IconButton("more", _("More on claim {n}").format(n=line.number))
        more.set_menu(self._menu(record))
        signs: list[QWidget] = [StatusChip(line.status), EvidenceSign(line.bar)]
        if record.third_party:
            signs.insert(1, Chip(Mark("source_publication", "neutral", _("third party's verification"))))
        title = Label(
            _("“{text}”").format(text=visible(record.statement, lines=True)), "heading", wrap=True, selectable=True
        )
        head = row(Label(str(line.number), "heading", "text3"), title, more, space=10)
        head.setStretch(1, 1)
        self.detail.body.addLayout(head)
        self.detail.body.addLayout(Flow(*signs))
        buttons = [
            Button(_("Verify"), icon="verification", on=lambda: show_verification(self.desk, record.ref)),
            Button(_("Link evidence…"), icon="link", on=lambda: dialogs.evidence(self.desk, self, record.id)),
            Button(_("Edit…"), "quiet", icon="edit", on=lambda: dialogs.claim(self.desk, self, record)),
        ]
        for button in buttons[1:]:
            button.setEnabled(not self.desk.read_only)
        self.detail.body.addLayout(Flow(*buttons))

    def _menu(self, record: Claim) -> Menu:
        desk = self.desk
        menu = Menu(record.statement, self)
        menu.item(_("Edit…"), lambda: dialogs.claim(desk, self, record), icon="edit", enabled=not desk.read_only)
        if record.incident:
            menu.item(_("Open the incident"), lambda: desk.navigate("incident", id=record.incident), icon="incident")
        if record.source:
            menu.item(_("Open the source"), lambda: go_to(desk, f"source:{record.source}"), icon="source")
        menu.addSeparator()
        remove = menu.item(
            _("Remove claim"), lambda: desk.run(lambda: verbs.remove_claim(desk.session, record.id)), icon="delete"
        )
        remove.setEnabled(not desk.read_only)
        return menu

    def _evidence(self, record: Claim) -> None:
        found = grid(self.desk.records, record.id)
        card = Card(Label(_("Parts and evidence"), "strong"))
        if found is None or not found.columns:
            text = _("Attach media to the claim's incident, or link evidence: it appears here as a column.")
            card.body.addWidget(Label(text, "small", "text2", wrap=True))
        else:
            card.body.addWidget(EvidenceGrid(self.desk, found))
            card.body.addWidget(Legend())
        self.detail.body.addWidget(card)

    def _facts(self, record: Claim) -> None:
        source = self.desk.records.get(Source, record.source)
        incident = phrases.named(self.desk.records, f"incident:{record.incident}") if record.incident else ""
        facts = [
            (_("Source"), visible(source.name) if source else _("Not recorded")),
            (_("Said at"), phrases.moment(record.said_at, self.desk.zone) if record.said_at else _("Not recorded")),
            (_("Address"), record.url),
            (_("Incident"), incident),
            *((shown(part), getattr(record, part)) for part in ("what", "where", "when", "who", "why")),
            (_("Note"), record.note),
        ]
        self.detail.body.addWidget(Facts([(name, visible(value, lines=True)) for name, value in facts if value]))
