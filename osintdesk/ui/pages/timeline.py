"""The timeline of the case: incidents, bounds, sightings, times in files, claims; in UTC or the case's zone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget

from osintdesk.core.i18n import _
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.case_page import CasePage
from osintdesk.ui.pages.going import go_to
from osintdesk.ui.pages.timeline_model import GROUPS, Lane, first_look, group_title, lanes
from osintdesk.ui.pages.timeline_view import TimelineView
from osintdesk.ui.widgets import (
    Button,
    EmptyState,
    IconButton,
    Label,
    Menu,
    Segmented,
    Toolbar,
    hairline,
    panel,
    row,
)


class TimelinePage(CasePage):
    """`shown(subject=…)` shows what belongs to one subject only."""

    tables = frozenset({
        "incident", "interval", "step", "sighting", "contents", "media", "claim", "attachment",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        zones = [("UTC", "UTC", "")]
        if desk.zone != "UTC":
            zones.append((desk.zone, desk.zone.rpartition("/")[2].replace("_", " "), ""))
        self.zone = Segmented(zones, name=_("Time zone of the axis"))
        self.zone.changed.connect(lambda _key: self.refresh())
        self._groups = set(GROUPS)
        self._shown_groups = Button(_("Lanes"), icon="layers", tip=_("Which lanes are shown"))
        self._shown_groups.clicked.connect(lambda _checked=False: self._choose_groups())
        self.view = TimelineView()
        tools = (
            IconButton("zoom_out", _("Zoom out"), on=lambda: self.view.zoom(1 / 1.6), shortcut="−"),
            IconButton("zoom_in", _("Zoom in"), on=lambda: self.view.zoom(1.6), shortcut="+"),
            IconButton("fit", _("Show everything"), on=self.view.show_all, shortcut="0"),
        )
        super().__init__(desk, Toolbar(Label(_("Timeline"), "strong"), None, self._shown_groups, self.zone, *tools))
        self._subject = ""
        self._first = True
        self._span = Label("", "small", "text2")
        self._of = Button("", "link", on=lambda: self.shown(subject=""))
        self.view.opened.connect(lambda ref: go_to(desk, ref))
        self.view.span_changed.connect(self._tell_span)
        self._empty = EmptyState(
            "timeline", _("Nothing has a time yet"),
            _("Times of incidents, sightings, files, steps and claims appear here, each on its own lane."),
            primary=Button(_("All incidents"), on=lambda: desk.navigate("incidents")),
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self.body.addWidget(panel(row(self._span, self._of, None, space=12, margins=(16, 8, 16, 8)), "surface"))
        self.body.addWidget(hairline())
        self.body.addWidget(self._stack, 1)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("+ −", _("Zoom in and out")),
            ("0", _("Show everything")),
            ("← → ↑ ↓", _("Go through the marks")),
            ("Ctrl ← →", _("Move in time")),
            ("Enter", _("Open what a mark stands for")),
        )

    def shown(self, **arguments: object) -> None:
        if "subject" in arguments:
            self._subject = str(arguments["subject"] or "")
            self._first = True
        self.refresh()

    def fill(self) -> None:
        """Read outside the window's thread: a large case has many marks."""
        desk, groups, subject = self.desk, tuple(g for g in GROUPS if g in self._groups), self._subject
        zone = desk.zone
        self.read_latest(lambda: lanes(desk.records, zone, groups=groups, subject=subject), self._show)

    def _show(self, found: list[Lane]) -> None:
        self.view.set_lanes(found, self.zone.current, self.desk.zone)
        if self._first and found:
            self._first = False
            span = first_look(found)
            if span is not None:
                self.view.set_span(*span)
        self._stack.setCurrentWidget(self.view if found else self._empty)
        name = phrases.named(self.desk.records, self._subject) if self._subject else ""
        self._of.setText(_("Only {what}. Show everything").format(what=name))
        self._of.setVisible(bool(self._subject))
        self._tell_span()

    def _tell_span(self) -> None:
        start, end = self.view.span
        label = _("UTC") if self.zone.current == "UTC" else self.zone.current
        self._span.setText(
            _("{span}. Axis in {zone}.").format(span=phrases.span(start, end, self.desk.zone), zone=label)
        )

    def _choose_groups(self) -> None:
        menu = Menu(_("Lanes"), self)
        for group in GROUPS:
            menu.item(group_title(group), self._toggler(group), checked=group in self._groups)
        menu.popup(self._shown_groups.mapToGlobal(self._shown_groups.rect().bottomLeft()))

    def _toggler(self, group: str) -> Callable[[], None]:
        def toggle() -> None:
            self._groups ^= {group}
            self.refresh()

        return toggle
