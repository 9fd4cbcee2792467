"""History: the entries of the custody log that speak of this item, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from osintdesk.core.domain import (
    Annotation,
    Arrival,
    Assessment,
    Attachment,
    Match,
    Media,
    Observation,
    Place,
    Ref,
    Sighting,
    Step,
    Tagging,
    ref,
)
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.instants import shown
from osintdesk.core.text import visible
from osintdesk.ui.inspector.part import Part
from osintdesk.ui.widgets import Button, Label, Section, column, panel

if TYPE_CHECKING:
    from osintdesk.case.case_file import CaseFile
    from osintdesk.case.log import LogEntry
    from osintdesk.core.records import Records

SHOWN = 60


def refs_of(records: Records, item: Media) -> list[Ref]:
    """Everything whose history is part of the item's history."""
    found = [item.ref, ref("contents", item.id)]
    for cls in (Arrival, Attachment, Sighting, Observation, Annotation):
        found += [record.ref for record in records.where(cls, media=item.id)]
    for subject in (Step, Assessment, Place, Tagging):
        found += [record.ref for record in records.where(subject, subject=item.ref)]
    return found + [m.ref for side in ("a", "b") for m in records.where(Match, **{side: item.id})]


def read_history(case: CaseFile, refs: Sequence[Ref]) -> list[LogEntry]:
    """The newest entries of these records, one for each step that was made; runs on the case's thread."""
    entries = [entry for reference in refs for entry in case.log(of=reference, newest_first=True, limit=SHOWN)]
    entries.sort(key=lambda entry: entry.number, reverse=True)
    return list({entry.group: entry for entry in reversed(entries)}.values())[::-1]


class History(Part):
    """One line for each step: time, person, what."""

    def concerns(self, commit: object, items: Sequence[Media]) -> bool:
        return True

    def fill(self, item: Media) -> None:
        section = Section(_("History"), line=False)
        self._section = section
        self.put(section)
        future = self.desk.session.submit(partial(read_history, refs=refs_of(self.records, item)))
        self.desk.run(future, lambda entries: self._show(section, entries), owner=section)

    def fill_shared(self, items: Sequence[Media]) -> None:
        text = _("Select one item to see its history, or open the log for all of it.")
        section = Section(_("History"), line=False)
        section.body.addWidget(Label(text, "small", "text3", wrap=True))
        section.body.addWidget(Button(_("Open the log"), "link", on=partial(self.desk.navigate, "log")))
        self.put(section)

    def _show(self, section: Section, entries: Sequence[LogEntry]) -> None:
        if section is not self._section:
            return
        section.set_summary(ngettext("{n} step", "{n} steps", len(entries)))
        for entry in entries[:SHOWN]:
            section.body.addWidget(_line(entry, self.desk.zone))
        section.body.addWidget(Button(_("Open the log"), "link", on=partial(self.desk.navigate, "log")))


def _line(entry: LogEntry, zone: str) -> QFrame:
    said = Label(visible(entry.label), "small", wrap=True, selectable=True)
    when = Label(f"{shown(entry.at, zone)}, {visible(entry.by)}", "caption", "text3", wrap=True)
    why = (Label(visible(entry.why, lines=True), "small", "text2", wrap=True),) if entry.why else ()
    return panel(column(said, *why, when, space=0, margins=(0, 4, 0, 4)))
