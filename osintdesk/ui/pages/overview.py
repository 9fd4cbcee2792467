"""The overview of the case: counts, progress, what needs a look, what is missing, what is new."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from osintdesk.app.missing import Missing
from osintdesk.core import words
from osintdesk.core.i18n import _, ngettext
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_dialogs as dialogs
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.case_page import CasePage
from osintdesk.ui.pages.flow import Flow
from osintdesk.ui.pages.going import go_to, mend, show_media, show_verification
from osintdesk.ui.pages.incident_parts import CountTile, Pressable, list_card, missing_row
from osintdesk.ui.pages.incidents_model import IncidentRow
from osintdesk.ui.pages.overview_model import Look, News, OverviewView, view
from osintdesk.ui.pages.signs import ShareBar
from osintdesk.ui.theme import mark, metrics, status_mark, theme
from osintdesk.ui.widgets import (
    Button,
    Card,
    Chip,
    ElidedLabel,
    EmptyState,
    Icon,
    Label,
    Scrolled,
    Toolbar,
    card_header,
    clear,
    column,
    hairline,
    panel,
    row,
)

_WIDE = 900
_MISSING = 12
_INCIDENTS = 6
_PAUSE_MS = 400


class OverviewPage(CasePage):
    """Read from the whole case outside the window's thread, so that a large case does not stop the window."""

    def __init__(self, desk: Desk) -> None:
        new = Button(_("New incident"), icon="add", on=self.add)
        importing = Button(_("Import…"), "primary", icon="import", on=lambda: desk.actions.trigger("import"))
        for button in (new, importing):
            button.setEnabled(not desk.read_only)
        super().__init__(desk, Toolbar(Label(_("Overview"), "strong"), None, new, importing))
        self._view: OverviewView | None = None
        self._narrow = False
        self._reading = False
        self._again = False
        self._all_missing = False
        self._head = column(space=10, margins=(24, 16, 24, 14))
        self._cards = QGridLayout()
        self._cards.setSpacing(12)
        self._cards.setContentsMargins(24, 12, 24, 24)
        self._scrolled = Scrolled(panel(self._head, "header"), self._cards, None, margins=0, space=0)
        self.body.addWidget(self._scrolled, 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._clock = QElapsedTimer()
        self._later.timeout.connect(self.fill)

    def shown(self, **_arguments: object) -> None:
        self.refresh()

    def add(self) -> None:
        dialogs.new_incident(self.desk, self, done=lambda made: self.desk.navigate("incident", id=made))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        narrow = self.width() < _WIDE * theme().text_scale
        # Beyond the widest column of text the margins grow, so that the page stays in the middle.
        side = max(24, (self.width() - metrics.OVERVIEW_MAX) // 2)
        self._cards.setContentsMargins(side, 12, side, 24)
        if narrow != self._narrow:
            self._narrow = narrow
            if self._view is not None:
                self._show(self._view)

    def fill(self) -> None:
        """Read anew; while one reading runs, the next waits, so that an import does not pile them up."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._clock.start()
        desk = self.desk
        self.read(lambda: view(desk.records, desk.zone, desk.session.profile.name), self._take, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._reading = False
        self.desk.problem(error)

    def _take(self, found: OverviewView) -> None:
        self._reading = False
        if found != self._view:
            self._view = found
            self._show(found)
        if self._again:
            self._again = False
            # Of a large case, that is being filled, at most a fifth of the time goes into reading it over.
            self._later.start(max(_PAUSE_MS, 4 * self._clock.elapsed()))

    def _show(self, found: OverviewView) -> None:
        clear(self._head)
        clear(self._cards)
        self._head.addWidget(Label(found.title, "title", wrap=True))
        if found.purpose:
            self._head.addWidget(Label(found.purpose, "body", "text2", wrap=True))
        self._head.addWidget(self._counts(found))
        main, side = QVBoxLayout(), QVBoxLayout()
        main_cards: list[QWidget] = [self._looks(found.looks), self._incidents(found.incidents), self._news(found.news)]
        side_cards: list[QWidget] = [self._progress(found), self._missing(found.missing)]
        if not found.incidents and not found.news:
            main_cards = [self._empty()]
        for box, cards in ((main, main_cards), (side, side_cards)):
            box.setSpacing(12)
            for card in cards:
                box.addWidget(card)
            box.addStretch(1)
        if self._narrow:
            self._cards.addLayout(main, 0, 0, 1, 5)
            self._cards.addLayout(side, 1, 0, 1, 5)
        else:
            self._cards.addLayout(main, 0, 0, 1, 3)
            self._cards.addLayout(side, 0, 3, 1, 2)
        for place in range(5):
            self._cards.setColumnStretch(place, 1)

    def _counts(self, found: OverviewView) -> QWidget:
        line = row(space=0)
        for place, count in enumerate(found.counts):
            if place:
                line.addWidget(hairline(vertical=True))
                line.addSpacing(16)
            line.addWidget(CountTile(count, lambda page=count.action: self.desk.navigate(page)), 1)  # type: ignore[misc]
        return panel(line)

    def _empty(self) -> QWidget:
        text = _("Gather media under incidents, record what you find, then say what holds.")
        importing = Button(_("Import files…"), "primary", icon="import", on=lambda: self.desk.actions.trigger("import"))
        other = Button(_("New incident"), "quiet", on=self.add)
        for button in (importing, other):
            button.setEnabled(not self.desk.read_only)
        return EmptyState("case", _("An empty case"), text, primary=importing, alternative=other)

    def _looks(self, looks: tuple[Look, ...]) -> Card:
        card = list_card(_("Needs a look"))
        for look in looks:
            card.body.addWidget(hairline())
            card.body.addWidget(self._look_row(look))
        if not looks:
            card.body.addWidget(Label(_("Nothing waits for you."), "small", "text2"))
        return card

    def _look_row(self, look: Look) -> QWidget:
        said = f"{phrases.count(look.number)} {look.text}"
        number = Label(phrases.count(look.number), "strong")
        number.setMinimumWidth(36)
        link = Button(look.verb, "link", on=lambda: self._go(look.action), name=f"{look.verb}: {said}")
        text = Label(look.text, wrap=True)
        line = row(Icon(look.icon, 16, look.role), number, text, link, margins=(0, 7, 0, 7))
        line.setStretch(2, 1)
        made = QWidget()
        made.setLayout(line)
        return made

    def _go(self, action: str) -> None:
        """`matches`, `media:observation`, `incident:<id>`, `verification <subject>`."""
        page, _space, subject = action.partition(" ")
        if subject:
            show_verification(self.desk, subject)
        elif action.startswith("incident:"):
            go_to(self.desk, action)
        elif action.startswith("media:"):
            show_media(self.desk, action.partition(":")[2])
        else:
            self.desk.navigate(page)

    def _incidents(self, found: tuple[IncidentRow, ...]) -> Card:
        every = Button(_("Show all"), "link", on=lambda: self.desk.navigate("incidents"))
        card = list_card(_("Incidents"), phrases.count(len(found)) if found else "", every)
        for incident in found[:_INCIDENTS]:
            card.body.addWidget(hairline())
            card.body.addWidget(self._incident_row(incident))
        if not found:
            card.body.addWidget(Label(_("One event at one or more places, in a time interval."), "small", "text2"))
        return card

    def _incident_row(self, incident: IncidentRow) -> QWidget:
        made = Pressable(incident.spoken, lambda: self.desk.navigate("incident", id=incident.id))
        below = ", ".join(part for part in (incident.when, incident.counted) if part)
        text = column(ElidedLabel(incident.title), Label(below, "caption", "text2", wrap=True), space=1)
        line = row(text, Chip(mark(words.WorkStatus(incident.work_status))), margins=(0, 6, 0, 6))
        line.setStretch(0, 1)
        made.setLayout(line)
        return made

    def _news(self, found: tuple[News, ...]) -> Card:
        every = Button(_("Open the log"), "link", on=lambda: self.desk.navigate("log"))
        card = list_card(_("What is new"), "", every)
        for each in found:
            card.body.addWidget(hairline())
            opener = Pressable(f"{each.text}, {each.made}", lambda ref=each.subject: go_to(self.desk, ref))  # type: ignore[misc]
            line = row(Icon(each.icon, 15, "text2"), ElidedLabel(each.text, "small"), margins=(0, 6, 0, 6))
            line.addWidget(Label(each.made, "caption", "text3"))
            line.setStretch(1, 1)
            opener.setLayout(line)
            card.body.addWidget(opener)
        if not found:
            card.body.addWidget(Label(_("Nothing yet."), "small", "text2"))
        return card

    def _progress(self, found: OverviewView) -> Card:
        total = sum(share.number for share in found.progress)
        card = Card(card_header(_("Assessment of media"), phrases.count(total) if total else ""))
        if not total:
            card.body.addWidget(Label(_("No media yet."), "small", "text2"))
            return card
        card.body.addWidget(ShareBar(found.progress, _("Assessment of media")))
        legend = []
        for share in found.progress:
            sign = status_mark(share.status)
            text = f"{sign.label} {phrases.count(share.number)}"
            legend.append(panel(row(Icon(sign.icon, 14, sign.role), Label(text, "small", "text2"), space=5)))
        card.body.addLayout(Flow(*legend, space=12))
        return card

    def _missing(self, found: tuple[Missing, ...]) -> Card:
        card = list_card(_("What is missing"), phrases.count(len(found)) if found else "")
        shown = found if self._all_missing and len(found) <= 200 else found[:_MISSING]
        for each in shown:
            card.body.addWidget(hairline())
            card.body.addWidget(missing_row(self.desk, self, each, lambda each: mend(self.desk, self, each)))
        if len(found) > len(shown):
            text = ngettext("Show {n} more", "Show {n} more", len(found) - len(shown))
            more = Button(text, "link", on=self._show_all_missing)
            more.setEnabled(len(found) <= 200)
            card.body.addWidget(more)
        if not found:
            card.body.addWidget(Label(_("Nothing that the rules know of."), "small", "text2"))
        return card

    def _show_all_missing(self) -> None:
        self._all_missing = True
        if self._view is not None:
            self._show(self._view)
