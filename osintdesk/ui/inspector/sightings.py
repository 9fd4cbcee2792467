"""Sightings: where the item was seen, the earliest first; add and edit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from osintdesk.app.seen import earliest, sightings_of
from osintdesk.app.sightings import add_sighting, edit_sighting, remove_sighting
from osintdesk.core import words
from osintdesk.core.domain import Media, Sighting, Source
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.instants import shown
from osintdesk.core.text import visible
from osintdesk.ui.inspector.part import Part, summary_label
from osintdesk.ui.widgets import Button, Card, Field, Form, FormDialog, IconButton, Label, Menu, column, panel, row
from osintdesk.ui.wording import short_time

if TYPE_CHECKING:
    from osintdesk.ui.desk import Desk


class Sightings(Part):
    """One card for each place and time."""

    tables = frozenset({"sighting", "source", "media"})

    def fill(self, item: Media) -> None:
        found = sightings_of(self.records, item.id)
        first = earliest(self.records, item.id)
        summary = str(len(found)) if found else ""
        if first is not None:
            summary += _(", earliest {time} UTC").format(time=short_time(first.posted_at))
        head = row(Label(_("Sightings"), "strong"), summary_label(summary))
        box = column(head, space=8, margins=(16, 12, 16, 12))
        if not found:
            box.addWidget(Label(_("Where was it seen, and when was it posted?"), "small", "text3", wrap=True))
        for seen in found:
            box.addWidget(self._card(seen, is_first=seen is first and len(found) > 1))
        if not self.desk.read_only:
            add = Button(
                _("Add sighting…"), icon="sighting", small=True, on=partial(sighting_dialog, self.desk, item.id)
            )
            box.addWidget(add, 0, Qt.AlignmentFlag.AlignLeading)
        self.put(panel(box))

    def fill_shared(self, items: Sequence[Media]) -> None:
        count = sum(len(sightings_of(self.records, item.id)) for item in items)
        text = ngettext("{n} sighting of the selected items", "{n} sightings of the selected items", count)
        label = Label(text, "small", "text2", wrap=True)
        label.setContentsMargins(16, 16, 16, 16)
        self.put(label)

    def _card(self, seen: Sighting, *, is_first: bool) -> Card:
        source = self.records.get(Source, seen.source) if seen.source else None
        name = source.name if source is not None else seen.platform or _("Unknown place")
        more = IconButton("more", _("What can be done with this sighting"), size=14, side=24)
        more.set_menu(self._menu(seen))
        title = Label(visible(name), "strong", wrap=True)
        head = row(title, more, space=4)
        head.setStretch(0, 1)
        card = Card(head, space=4)
        card.body.setContentsMargins(12, 8, 8, 10)
        for text, tone in self._lines(seen, source is not None, is_first):
            card.body.addWidget(Label(text, "small", tone, wrap=True, selectable=True))
        if seen.url:
            url = Label(visible(seen.url), "mono_caption", "text3", wrap=True, selectable=True)
            card.body.addWidget(url)
        return card

    def _lines(self, seen: Sighting, has_source: bool, is_first: bool) -> list[tuple[str, str]]:
        role = _(seen.source_role) if seen.source_role else ""
        where = ", ".join(part for part in (visible(seen.platform) if has_source else "", role) if part)
        posted = shown(seen.posted_at, self.desk.zone) if seen.posted_at else _("time not known")
        first = (
            _("Posted {time}, the earliest").format(time=posted) if is_first else _("Posted {time}").format(time=posted)
        )
        lines = [(where, "text2"), (first, "text"), (visible(seen.caption, lines=True), "text2")]
        if seen.captured_at:
            lines.append((_captured(seen, self.desk.zone), "text3"))
        return [line for line in (*lines, (visible(seen.note, lines=True), "text2")) if line[0]]

    def _menu(self, seen: Sighting) -> Menu:
        menu = Menu("", self)
        free = not self.desk.read_only
        menu.item(_("Edit…"), partial(sighting_dialog, self.desk, seen.media, seen), icon="edit", enabled=free)
        if seen.url:
            menu.item(_("Copy the address"), partial(QGuiApplication.clipboard().setText, seen.url), icon="copy")
        menu.item(
            _("Remove"),
            lambda: self.desk.run(lambda: remove_sighting(self.desk.session, seen.id)),
            icon="remove",
            enabled=free,
        )
        return menu


def _captured(seen: Sighting, zone: str) -> str:
    by = ", ".join(visible(part) for part in (seen.captured_by, seen.captured_how) if part)
    return _("Captured {time}{by}").format(time=shown(seen.captured_at, zone), by=f", {by}" if by else "")


def sighting_dialog(desk: Desk, media: str, seen: Sighting | None = None) -> None:
    """Add a sighting, or edit one."""
    form = Form(sighting_fields(desk))

    def accept(values: dict[str, Any]) -> None:
        if seen is None:
            desk.run(add_sighting(desk.session, media, **values))
        else:
            desk.run(edit_sighting(desk.session, seen.id, **values))

    dialog = FormDialog(
        desk.window,
        _("Add a sighting") if seen is None else _("Edit the sighting"),
        _("One place and time where {exhibit} was seen.").format(exhibit=desk.records.one(Media, media).number),
        form,
        verb=_("Add sighting") if seen is None else _("Save"),
        values={} if seen is None else seen.values(),
        on_accept=accept,
        wide=True,
    )
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def sighting_fields(desk: Desk) -> list[Field]:
    """What is asked of a sighting."""
    sources = [("", _("Not stated"))]
    sources += sorted(((s.id, visible(s.name)) for s in desk.records.all(Source)), key=lambda pair: pair[1].casefold())
    return [
        Field("url", _("Address"), placeholder="https://", kind="mono"),
        Field("platform", _("Platform"), half=True),
        Field("source", _("Source"), kind="choice", choices=sources, half=True),
        Field("source_role", _("The source is its"), kind="choice", choices=["", *words.SourceRole], half=True),
        Field("posted_basis", _("Time rests on"), kind="choice", choices=["", *words.TimeBasis], half=True),
        Field("posted_at", _("Posted at"), kind="time", half=True),
        Field("captured_at", _("Captured at"), kind="time", half=True),
        Field("captured_by", _("Captured by"), half=True),
        Field("captured_how", _("Captured how"), half=True),
        Field("caption", _("Caption, as posted"), kind="lines"),
        Field("archive_url", _("Archive link"), kind="mono"),
        Field("note", _("Note"), kind="lines"),
    ]
