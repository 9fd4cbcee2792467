"""The sources of the case with their Admiralty letters, and beside the list what one of them did."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from osintdesk.core.domain import Sighting, Source
from osintdesk.core.i18n import _, ngettext
from osintdesk.ui.actions import Commands
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_dialogs as dialogs
from osintdesk.ui.pages.case_page import CasePage
from osintdesk.ui.pages.flow import Flow
from osintdesk.ui.pages.incident_parts import Pressable, claim_row, list_card
from osintdesk.ui.pages.search_line import SearchLine
from osintdesk.ui.pages.sources_model import SightingRow, SourceRow, SourceView, source_rows, source_view
from osintdesk.ui.theme import Mark
from osintdesk.ui.widgets import (
    Button,
    Chip,
    Column,
    EmptyState,
    Facts,
    Icon,
    IconButton,
    Label,
    RecordTable,
    Scrolled,
    Toolbar,
    clear,
    column,
    hairline,
    panel,
    row,
)

_ROLES = {"A": "ok", "B": "ok", "C": "partly", "D": "warn", "E": "bad", "F": "neutral"}
SHOWN = 40


class SourcesPage(CasePage):
    """`shown(id=…)` opens one source."""

    tables = frozenset({"source", "sighting", "claim", "media", "evidence", "assessment"})

    def __init__(self, desk: Desk) -> None:
        self.search = SearchLine(_("Search the sources"))
        self.search.changed.connect(self.refresh)
        self._new = Button(_("Add a source…"), "primary", icon="add", on=self.add)
        self._new.setEnabled(not desk.read_only)
        super().__init__(desk, Toolbar(self.search, self._new))
        self._id = ""
        self._summary = Label("", "small", "text2")
        self.table = _table()
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda found: self._edit(found.id))
        self.detail = Scrolled(ground="surface", space=12, margins=(20, 16, 20, 24))
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self.table)
        self._split.addWidget(self.detail)
        self._split.setSizes([660, 460])
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            "source", _("No sources yet"),
            _("Accounts, persons, organisations and publications, each with an Admiralty letter and its reason."),
            primary=Button(_("Add a source…"), "primary", icon="add", on=self.add),
        )  # fmt: skip
        self._none = EmptyState("search", _("No source fits"), _("No name, platform or reason holds all these words."))
        for widget in (self._split, self._empty, self._none):
            self._stack.addWidget(widget)
        head = row(Label(_("Sources"), "title"), self._summary, None, space=10, margins=(16, 12, 16, 8))
        self.body.addWidget(panel(head, "page"))
        self.body.addWidget(hairline())
        self.body.addWidget(self._stack, 1)

    def own_commands(self) -> Commands:
        return {"add_source": self.writing(self.add)}

    def shown(self, **arguments: object) -> None:
        self._id = str(arguments.get("id") or self._id)
        self.refresh()

    def add(self) -> None:
        dialogs.source(self.desk, self, done=self._show)

    def _show(self, source: str) -> None:
        self._id = source
        self.refresh()

    def _edit(self, source: str) -> None:
        dialogs.source(self.desk, self, self.desk.records.one(Source, source))

    def _choose(self, found: SourceRow | None) -> None:
        if found is not None and found.id != self._id:
            self._id = found.id
            self._fill_detail()

    def fill(self) -> None:
        desk, words = self.desk, self.search.text()
        self.read_latest(lambda: source_rows(desk.records, desk.zone, containing=words), self._show_rows)

    def _show_rows(self, found: list[SourceRow]) -> None:
        never = sum(not r.letter for r in found)
        counted = ngettext("{n} source", "{n} sources", len(found))
        self._summary.setText(_("{sources}, {n} never assessed").format(sources=counted, n=never) if never else counted)
        if found and self._id not in {r.id for r in found}:
            self._id = found[0].id
        self.table.blockSignals(True)
        self.table.set_rows(found)
        self.table.select(lambda r: r.id == self._id)
        self.table.blockSignals(False)
        searching = bool(self.search.text().strip())
        self._stack.setCurrentWidget(self._split if found else self._none if searching else self._empty)
        if found:
            self._fill_detail()

    def _fill_detail(self) -> None:
        found = source_view(self.desk.records, self._id, self.desk.zone)
        place = self.detail.verticalScrollBar().value()
        clear(self.detail.body)
        if found is not None:
            self._head(found)
            self._sightings(found)
            self._claims(found)
        self.detail.body.addStretch(1)
        self.detail.verticalScrollBar().setValue(place)

    def _head(self, found: SourceView) -> None:
        source = found.row
        letter = Chip(letter_mark(source.letter), source.letter_words)
        self.detail.body.addWidget(Label(source.name, "heading", wrap=True, selectable=True))
        self.detail.body.addLayout(Flow(letter, Chip(Mark("source", "neutral", source.kind))))
        edit = Button(_("Assess or edit…"), icon="edit", on=lambda: self._edit(source.id))
        edit.setEnabled(not self.desk.read_only)
        self.detail.body.addLayout(row(edit, None))
        facts = [
            (_("Reason"), source.reason or (_("No reason yet") if not source.letter else "")),
            (_("Platform"), source.platform),
            (_("Address"), found.url),
            (_("Did"), found.roles),
            (_("First seen"), source.first),
            (_("Note"), found.note),
        ]
        self.detail.body.addWidget(Facts([(name, value) for name, value in facts if value]))

    def _sightings(self, found: SourceView) -> None:
        card = list_card(_("Sightings"), str(len(found.sightings)) if found.sightings else "")
        for each in found.sightings[:SHOWN]:
            card.body.addWidget(hairline())
            card.body.addWidget(self._sighting_row(each))
        if len(found.sightings) > SHOWN:
            rest = _("and {n} more").format(n=len(found.sightings) - SHOWN)
            card.body.addWidget(Label(rest, "small", "text2"))
        if not found.sightings:
            text = _("Where media of this source were seen. Record a sighting on a media item.")
            card.body.addWidget(Label(text, "small", "text2", wrap=True))
        self.detail.body.addWidget(card)

    def _sighting_row(self, each: SightingRow) -> QWidget:
        said = ", ".join(part for part in (each.role, each.posted) if part)
        lines = [Label(f"{each.exhibit}  {said}", "small", wrap=True)]
        lines += [Label(text, "small", "text2", wrap=True) for text in (each.caption, each.url) if text]
        opener = Pressable(f"{each.exhibit}, {said}", lambda: self.desk.navigate("viewer", media=each.media))
        sign = Icon("ok" if each.archived else "sighting", 15, "ok" if each.archived else "text3")
        sign.setToolTip(_("Archived") if each.archived else _("Not archived"))
        line = row(sign, column(*lines, space=2), space=8, margins=(0, 6, 0, 6))
        line.setStretch(1, 1)
        opener.setLayout(line)
        edit = IconButton("edit", _("Edit the sighting of {what}").format(what=each.exhibit), side=26)
        edit.clicked.connect(lambda _checked=False: self._edit_sighting(each))
        edit.setEnabled(not self.desk.read_only)
        made = QWidget()
        box = row(opener, edit)
        box.setStretch(0, 1)
        made.setLayout(box)
        return made

    def _edit_sighting(self, each: SightingRow) -> None:
        dialogs.sighting(self.desk, self, each.media, self.desk.records.one(Sighting, each.id))

    def _claims(self, found: SourceView) -> None:
        if not found.claims:
            return
        card = list_card(_("Claims"), str(len(found.claims)))
        for claim in found.claims[:SHOWN]:
            card.body.addWidget(hairline())
            card.body.addWidget(claim_row(self.desk, self, claim))
        self.detail.body.addWidget(card)


def letter_mark(letter: str) -> Mark:
    """The sign of an Admiralty letter; the letter itself says it, the colour only helps."""
    return Mark("trust" if letter else "status_unassessed", _ROLES.get(letter, "neutral"), letter)


def _table() -> RecordTable:
    made = RecordTable(
        [
            Column("name", _("Source"), lambda r: r.name, stretch=True, strong=True),
            Column("letter", _("Reliability"), lambda r: r.letter or _("None"), width=92, chip=True,
                   mark=lambda r: letter_mark(r.letter), sort=lambda r: r.letter or "Z"),
            Column("kind", _("Kind"), lambda r: r.kind, width=96),
            Column("platform", _("Platform"), lambda r: r.platform, width=96),
            Column("sightings", _("Sightings"), lambda r: str(r.sightings), width=72, number=True,
                   sort=lambda r: r.sightings),
            Column("claims", _("Claims"), lambda r: str(r.claims), width=58, number=True, sort=lambda r: r.claims),
        ],
        name=_("Sources"),
    )  # fmt: skip
    made.setMinimumWidth(420)
    return made
