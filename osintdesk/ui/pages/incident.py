"""The page of one incident: head with counts, media, claims, timeline, places, what is missing, links, tags."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from osintdesk.app import incidents
from osintdesk.core import words
from osintdesk.core.domain import Interval
from osintdesk.core.i18n import _
from osintdesk.ui import importing
from osintdesk.ui.actions import Commands
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_dialogs as dialogs
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.case_page import CasePage
from osintdesk.ui.pages.dropping import DropFiles
from osintdesk.ui.pages.flow import Flow
from osintdesk.ui.pages.going import go_to, mend, show_media, show_verification
from osintdesk.ui.pages.incident_model import IncidentView, view
from osintdesk.ui.pages.incident_parts import (
    CountTile,
    claims_card,
    links_card,
    missing_card,
    places_card,
    tag_buttons,
)
from osintdesk.ui.pages.media_strip import MediaStrip
from osintdesk.ui.pages.place_sketch import PlaceSketch
from osintdesk.ui.pages.small_timeline import SmallTimeline
from osintdesk.ui.theme import icon, mark, metrics, theme
from osintdesk.ui.widgets import (
    Button,
    Card,
    EmptyState,
    Icon,
    IconButton,
    Label,
    Menu,
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


class IncidentPage(CasePage):
    """`shown(id=…)` says which incident; files dropped on the page are attached to it."""

    tables = frozenset({
        "incident", "place", "interval", "incident_link", "attachment", "media", "contents", "claim", "evidence",
        "assessment", "step", "sighting", "source", "match", "tag", "tagging", "observation", "review",
        "missing_dismissed",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        self._report = Button(
            _("Report…"), "primary", icon="report", on=lambda: desk.navigate("reports", incident=self._id)
        )
        back = IconButton("back", _("Back to the incidents"), on=desk.back)
        verify = Button(_("Verify"), icon="verification", on=lambda: show_verification(desk, self._ref))
        importing = Button(_("Import…"), icon="import", on=lambda: self._dropping.choose())
        super().__init__(desk, Toolbar(back, None, verify, importing, self._report))
        self._id = ""
        self._narrow = False
        self.strip = MediaStrip(desk)
        self.strip.opened.connect(lambda sha: desk.navigate("viewer", media=sha))
        self.timeline = SmallTimeline()
        self.timeline.opened.connect(lambda ref: go_to(desk, ref))
        self._head = _Head(desk, self)
        self._cards = QGridLayout()
        self._cards.setSpacing(12)
        self._cards.setContentsMargins(24, 12, 24, 24)
        self._scrolled = Scrolled(self._head, self._cards, None, margins=0, space=0)
        self.body.addWidget(self._scrolled, 1)
        self._gone = EmptyState(
            "incident", _("This incident was removed"), _("Undo brings it back; its media stay in the case."),
            primary=Button(_("All incidents"), on=lambda: desk.navigate("incidents")),
        )  # fmt: skip
        self.body.addWidget(self._gone, 1)
        self._dropping = DropFiles(self, desk, lambda: self._id)

    @property
    def _ref(self) -> str:
        return f"incident:{self._id}"

    def shown(self, **arguments: object) -> None:
        """Show the incident `id`; without one, what was shown before."""
        wanted = str(arguments.get("id") or self._id)
        if wanted != self._id:
            self._scrolled.verticalScrollBar().setValue(0)
        self._id = wanted
        self.refresh()

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        narrow = self.width() < _WIDE * theme().text_scale
        # Beyond the widest column of text the margins grow, so that the page stays in the middle.
        side = max(24, (self.width() - metrics.OVERVIEW_MAX) // 2)
        self._cards.setContentsMargins(side, 12, side, 24)
        if narrow != self._narrow:
            self._narrow = narrow
            self.refresh()

    def own_commands(self) -> Commands:
        desk = self.desk
        return {
            "import": self.writing(self._dropping.choose),
            "paste": self.writing(lambda: importing.paste(desk, incident=self._id or None)),
            "verify": lambda: show_verification(desk, self._ref),
            "add_place": self.writing(lambda: dialogs.place(desk, self, self._ref)),
            "add_time": self.writing(lambda: dialogs.interval(desk, self, self._ref)),
            "add_claim": self.writing(lambda: dialogs.claim(desk, self, incident=self._id)),
            "report": lambda: desk.navigate("reports", incident=self._id),
        }

    def fill(self) -> None:
        """Worked out outside the window's thread: an incident may have thousands of media."""
        desk, wanted = self.desk, self._id
        self.read_latest(lambda: view(desk.records, wanted, desk.zone), self._show)

    def _show(self, found: IncidentView | None) -> None:
        self._scrolled.setVisible(found is not None)
        self._gone.setVisible(found is None)
        if found is None:
            return
        self._head.fill(found)
        self.strip.set_items(found.strip)
        self.timeline.set_events(found.events)
        self._arrange(found)

    def _arrange(self, found: IncidentView) -> None:
        """Two columns of cards under the media, or one where the page is narrow."""
        for kept in (self.strip, self.timeline):
            kept.setParent(self)
        clear(self._cards)
        main, side = QVBoxLayout(), QVBoxLayout()
        for box in (main, side):
            box.setSpacing(12)
        sketch = PlaceSketch(found.places) if any(p.latitude for p in found.places) else None
        main.addWidget(claims_card(self.desk, self, found))
        main.addWidget(self._timeline_card(found))
        side.addWidget(places_card(self.desk, self, found, sketch))
        side.addWidget(missing_card(self.desk, self, found.missing, lambda each: mend(self.desk, self, each)))
        side.addWidget(links_card(self.desk, self, found))
        main.addStretch(1)
        side.addStretch(1)
        self._cards.addWidget(self._media_card(found), 0, 0, 1, 5)
        if self._narrow:
            self._cards.addLayout(main, 1, 0, 1, 5)
            self._cards.addLayout(side, 2, 0, 1, 5)
        else:
            self._cards.addLayout(main, 1, 0, 1, 3)
            self._cards.addLayout(side, 1, 3, 1, 2)
        for place in range(5):
            self._cards.setColumnStretch(place, 1)

    def _media_card(self, found: IncidentView) -> Card:
        desk = self.desk
        every = Button(_("Show all"), "link", on=lambda: desk.navigate("media", incident=self._id))
        attach = Button(_("Attach…"), "link", on=lambda: dialogs.attach(desk, self, self._id))
        counted = phrases.count(len(found.strip)) if found.strip else ""
        card = Card(card_header(_("Media"), counted, attach, every))
        if found.strip:
            card.body.addWidget(self.strip)
            self.strip.show()
        else:
            self.strip.hide()
            card.body.addWidget(self._drop_here())
        return card

    def _drop_here(self) -> QFrame:
        text = Label(_("Drop photos, videos, audio and documents here, or whole folders."), "body", "text2", wrap=True)
        choose = Button(_("Import files…"), icon="import", on=lambda: self._dropping.choose())
        made = panel(row(None, Icon("media", 24, "text3"), text, choose, None, margins=24, space=12), "drop")
        return made

    def _timeline_card(self, found: IncidentView) -> Card:
        opened = Button(_("Open"), "link", on=lambda: self.desk.navigate("timeline"))
        add = Button(_("Add a time"), "link", on=lambda: dialogs.interval(self.desk, self, self._ref))
        card = Card(card_header(_("Timeline"), self.timeline.day(), add, opened))
        if found.events:
            card.body.addWidget(self.timeline)
            self.timeline.show()
        else:
            self.timeline.hide()
            text = _("When it happened, when media were posted, when claims were made.")
            card.body.addWidget(Label(text, "small", "text2", wrap=True))
        for interval in found.intervals:
            card.body.addWidget(self._interval_row(interval))
        return card

    def _interval_row(self, interval: Interval) -> QWidget:
        said = phrases.span_of(interval.not_before, interval.not_after, self.desk.zone)
        text = ", ".join(part for part in (interval.note, said, _(interval.basis)) if part)
        menu = Menu(said, self)
        menu.item(_("Edit…"), lambda: dialogs.interval(self.desk, self, self._ref, interval), icon="edit")
        menu.item(
            _("Remove"),
            lambda: self.desk.run(lambda: incidents.remove_interval(self.desk.session, interval.id)),
            icon="delete",
        )
        more = IconButton("more", _("More on {time}").format(time=said), side=26)
        more.set_menu(menu)
        made = QWidget()
        line = row(Icon("interval", 16), Label(text, "small", wrap=True), more)
        line.setStretch(1, 1)
        made.setLayout(line)
        return made


class _Head(QFrame):
    """Crumbs, title, status, when, where, who, counts."""

    def __init__(self, desk: Desk, page: IncidentPage) -> None:
        super().__init__()
        self._desk, self._page = desk, page
        self.setProperty("ground", "header")
        self._box = column(space=8, margins=(24, 12, 24, 12))
        self.setLayout(self._box)

    def fill(self, found: IncidentView) -> None:
        clear(self._box)
        crumbs = Button(_("Incidents"), "link", on=lambda: self._desk.navigate("incidents"))
        more = IconButton("more", _("More on this incident"))
        more.set_menu(self._menu(found))
        title = Label(found.title, "title", wrap=True)
        line = row(title, more)
        line.setStretch(0, 1)
        self._box.addLayout(
            row(crumbs, Icon("next", 13, "text3"), Label(found.position, "small", "text2"), None, space=4)
        )
        self._box.addLayout(line)
        self._box.addLayout(self._facts(found))
        if found.description:
            self._box.addWidget(Label(found.description, "body", "text2", wrap=True, selectable=True))
        self._box.addLayout(self._counts(found))

    def _facts(self, found: IncidentView) -> Flow:
        state = mark(words.WorkStatus(found.work_status))
        status = Button(state.label, icon=state.icon, name=_("Work status: {status}").format(status=state.label))
        status.setEnabled(not self._desk.read_only)
        status.set_menu(self._status_menu(found))
        status.setIcon(icon(state.icon, state.role))
        facts: list[QWidget] = [status]
        for sign, text in (("interval", found.when), ("place", found.where), ("person", found.people)):
            if text:
                fact = row(Icon(sign, 16, "text2"), Label(text, "small", "text2"), space=6, margins=(6, 0, 6, 0))
                facts.append(panel(fact))
                facts[-1].setMinimumHeight(status.height())
        return Flow(*facts, *tag_buttons(self._desk, self._page, found), space=4)

    def _status_menu(self, found: IncidentView) -> Menu:
        menu = Menu(_("Work status"), self)
        for status in words.WorkStatus:
            menu.item(
                mark(status).label,
                lambda status=status: self._set_status(found, status),  # type: ignore[misc]
                icon=mark(status).icon,
            )
        return menu

    def _set_status(self, found: IncidentView, status: words.WorkStatus) -> None:
        self._desk.run(lambda: incidents.edit_incident(self._desk.session, found.id, work_status=status))

    def _menu(self, found: IncidentView) -> Menu:
        desk, page = self._desk, self._page
        menu = Menu(found.title, self)
        menu.item(_("Edit…"), lambda: dialogs.edit_incident(desk, page, found.id), icon="edit")
        menu.item(_("Add a place…"), lambda: dialogs.place(desk, page, f"incident:{found.id}"), icon="place")
        menu.item(_("Add a time…"), lambda: dialogs.interval(desk, page, f"incident:{found.id}"), icon="interval")
        menu.item(_("Add a claim…"), lambda: dialogs.claim(desk, page, incident=found.id), icon="claim")
        menu.item(_("Link to an incident…"), lambda: dialogs.link_incident(desk, page, found.id), icon="link")
        menu.addSeparator()
        menu.item(_("Remove incident"), lambda: self._remove(found), icon="delete")
        return menu

    def _remove(self, found: IncidentView) -> None:
        self._desk.run(
            lambda: incidents.remove_incident(self._desk.session, found.id),
            lambda _commit: self._desk.navigate("incidents"),
        )

    def _counts(self, found: IncidentView) -> QHBoxLayout:
        made = row(space=0)
        for place, count in enumerate(found.counts):
            if place:
                made.addWidget(hairline(vertical=True))
                made.addSpacing(16)
            made.addWidget(CountTile(count, lambda action=count.action: self._go(action, found.id)), 1)  # type: ignore[misc]
        return made

    def _go(self, action: str, incident: str) -> None:
        """Where a figure of the head leads."""
        page, _colon, which = action.partition(":")
        if page == "media":
            show_media(self._desk, which, incident=incident)
        else:
            self._desk.navigate(page, **({"incident": incident} if page == "claims" else {}))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._box.minimumSize().height())
