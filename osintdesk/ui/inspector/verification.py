"""Verification in short: the pillars with what they add up to, what is missing, and the way to the whole page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from osintdesk.app.missing import Missing, missing
from osintdesk.app.verification import current_assessment, status_of, steps_of
from osintdesk.core import words
from osintdesk.core.domain import Media, Step
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.text import visible
from osintdesk.ui.inspector.part import Part, shared
from osintdesk.ui.inspector.sightings import sighting_dialog
from osintdesk.ui.theme import Mark, mark, status_mark
from osintdesk.ui.widgets import Button, Facts, Label, MarkIcon, Notice, Section, panel, row

_NO_STEP = Mark("status_unassessed", "neutral", "")
_SHOWN_MISSING = 3


class Verification(Part):
    """One line for each pillar."""

    tables = frozenset(
        {"step", "assessment", "review", "missing_dismissed", "sighting", "source", "observation", "match"}
    )

    def fill(self, item: Media) -> None:
        steps = steps_of(self.records, item.ref)
        touched = {step.pillar for step in steps}
        summary = _("{n} of {m} pillars").format(n=len(touched), m=len(words.Pillar))
        section = Section(_("Verification"), summary, line=False)
        for pillar in words.Pillar:
            section.body.addLayout(_pillar_row(pillar, [s for s in steps if s.pillar == pillar]))
        self._assessment(section, item)
        for found in missing(self.records, item.ref)[:_SHOWN_MISSING]:
            section.body.addWidget(self._missing(item, found))
        section.body.addWidget(
            panel(
                row(
                    Button(_("Open verification"), small=True, on=partial(self._open, item)), None, margins=(0, 8, 0, 0)
                )
            )
        )
        self.put(section)

    def fill_shared(self, items: Sequence[Media]) -> None:
        section = Section(_("Verification"), line=False)
        status = shared(items, lambda item: status_mark(str(status_of(self.records, item.ref))).label)
        counts = [len(steps_of(self.records, item.ref)) for item in items]
        steps = ngettext("{n} step", "{n} steps", sum(counts))
        section.body.addWidget(Facts([(_("Assessment"), status), (_("Steps"), steps)]))
        self.put(section)

    def _assessment(self, section: Section, item: Media) -> None:
        current = current_assessment(self.records, item.ref)
        if current is not None and current.reasoning:
            said = Label(visible(current.reasoning, lines=True), "small", "text2", wrap=True, selectable=True)
            said.setContentsMargins(0, 8, 0, 0)
            section.body.addWidget(said)

    def _missing(self, item: Media, found: Missing) -> Notice:
        return Notice(
            visible(found.text),
            "warn",
            icon="missing",
            title=_("What is missing"),
            links=[(_(found.verb), partial(self._mend, item, found))],
        )

    def _mend(self, item: Media, found: Missing) -> None:
        """Go to where it is mended."""
        if found.action == "sighting":
            sighting_dialog(self.desk, item.id)
        elif found.action == "matches":
            self.desk.navigate("matches", media=item.id)
        elif found.action == "observations":
            self.show_tab("metadata")
        elif found.action == "source":
            self.desk.navigate("sources")
        else:
            self._open(item)

    def _open(self, item: Media) -> None:
        self.desk.navigate("verification", subject=item.ref)


def _pillar_row(pillar: words.Pillar, steps: Sequence[Step]) -> QHBoxLayout:
    result = combined(steps)
    shown = _NO_STEP if result is None else _RESULTS[result]
    count = ngettext("{n} step", "{n} steps", len(steps)) if steps else _("no step yet")
    icon = MarkIcon(shown, name=_("no step yet") if result is None else mark(result).label)
    return row(icon, Label(mark(pillar).label, "small"), None, Label(count, "small", "text3"), space=8)


_RESULTS = {
    words.Result.SUPPORTS: Mark("status_verified", "ok"),
    words.Result.CONTRADICTS: Mark("status_contradicted", "bad"),
    words.Result.INCONCLUSIVE: Mark("warn", "warn"),
    words.Result.NOTHING_FOUND: Mark("result_nothing_found", "neutral"),
}


def combined(steps: Sequence[Step]) -> words.Result | None:
    """What the steps of a pillar add up to: one that contradicts weighs most, then support, then doubt."""
    results = {step.result for step in steps}
    order = (words.Result.CONTRADICTS, words.Result.SUPPORTS, words.Result.INCONCLUSIVE, words.Result.NOTHING_FOUND)
    return next((result for result in order if result in results), None)
