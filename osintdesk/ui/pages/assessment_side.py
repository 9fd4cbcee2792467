"""The side of the verification page: the assessment, claims and evidence, reviews, bounds on the place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from osintdesk.app.verification import steps_of
from osintdesk.core import words
from osintdesk.core.domain import Assessment, Claim, Ref
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.text import visible
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_dialogs as dialogs
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.bounds_model import place_band
from osintdesk.ui.pages.claims_model import claims_on, competing, grid
from osintdesk.ui.pages.evidence_grid import LEGEND, EvidenceGrid
from osintdesk.ui.pages.incident_model import claim_lines
from osintdesk.ui.pages.incident_parts import claim_row
from osintdesk.ui.pages.verification_model import AssessmentPanel, assessment_panel, numbers
from osintdesk.ui.pages.verification_parts import review_line
from osintdesk.ui.theme import Mark, metrics, shown, status_mark
from osintdesk.ui.widgets import (
    Avatar,
    Button,
    Chip,
    ElidedLabel,
    Icon,
    Label,
    Menu,
    Scrolled,
    Section,
    StatusChip,
    clear,
    column,
    row,
)
from osintdesk.verify.bounds import bounds_of_steps

if TYPE_CHECKING:
    from osintdesk.ui.pages.verification import VerificationPage

SHOWN_GRIDS = 6


class AssessmentSide(Scrolled):
    """What was concluded, on what it rests, and who agreed."""

    def __init__(self, desk: Desk, page: VerificationPage) -> None:
        super().__init__(ground="surface", space=0, margins=0)
        self._desk, self._page = desk, page
        self._open: dict[str, bool] = {}
        self.setMinimumWidth(metrics.INSPECTOR_RANGE[0])

    def fill(self, subject: Ref) -> None:
        """Show what belongs to a subject; sections stay as the user opened them."""
        found = assessment_panel(self._desk.records, subject, self._desk.session.profile.name)
        place = self.verticalScrollBar().value()
        clear(self.body)
        self.body.addLayout(self._assessment(subject, found))
        self._claims(subject)
        self._reviews(found)
        self._history(found)
        self._place(subject)
        self._third_parties(subject)
        self.body.addStretch(1)
        self.verticalScrollBar().setValue(place)

    def _section(self, key: str, title: str, summary: str, *, is_open: bool) -> Section:
        made = Section(title, summary, is_open=self._open.get(key, is_open))
        made.toggled.connect(lambda on: self._open.__setitem__(key, on))
        self.body.addWidget(made)
        return made

    def _assessment(self, subject: Ref, found: AssessmentPanel) -> QVBoxLayout:
        box = column(Label(_("Assessment"), "heading"), space=8, margins=(16, 14, 16, 14))
        current = found.current
        if current is None:
            box.addWidget(Label(_("Nobody has assessed this yet."), "body", "text2", wrap=True))
            return box
        box.addLayout(row(_status(current), None, space=12))
        for text in _rated(current):
            box.addWidget(Label(text, "small", "text2", wrap=True))
        if current.reasoning:
            box.addWidget(Label(current.reasoning, wrap=True, selectable=True))
        if current.open_questions:
            said = _("Not established: {text}").format(text=visible(current.open_questions, lines=True))
            box.addWidget(Label(said, "small", "text2", wrap=True))
        box.addWidget(Label(f"{visible(current.by)}, {phrases.stamp(current.at)}", "caption", "text3"))
        box.addLayout(self._assessment_buttons(current, found))
        return box

    def _assessment_buttons(self, current: Assessment, found: AssessmentPanel) -> QVBoxLayout:
        edit = Button(_("Edit"), icon="edit", on=self._page.write_assessment)
        parts: list[QWidget] = [edit]
        if found.may_review:
            agree = Button(_("Agree"), icon="check", on=lambda: self._page.review(current.ref, "agrees"))
            more = Button(_("Disagree or ask…"), "quiet", on=lambda: self._page.review(current.ref, "asks"))
            parts = [agree, more, edit]
        for button in parts:
            button.setEnabled(not self._desk.read_only)
        return column(row(*parts[:2], None), row(*parts[2:], None), space=6)

    def _claims(self, subject: Ref) -> None:
        claims = claims_on(self._desk.records, subject)
        summary = ngettext("{n} claim", "{n} claims", len(claims)) if claims else ""
        section = self._section("claims", _("Claims and evidence"), summary, is_open=True)
        if not claims:
            section.body.addWidget(Label(_("No claim is linked to this."), "small", "text2", wrap=True))
        for claim in self._shown_claims(claims):
            found = grid(self._desk.records, claim, linked_only=True)
            if found is not None and found.columns:
                record = self._desk.records.one(Claim, claim)
                section.body.addWidget(ElidedLabel(_("“{text}”").format(text=record.statement), "small", "text2"))
                section.body.addWidget(EvidenceGrid(self._desk, found))
        if claims:
            section.body.addWidget(Legend())

    def _shown_claims(self, claims: list[str]) -> list[str]:
        """Our own claims that state parts or have evidence, then the others; a few only, the claims page has all."""
        grids = {claim: grid(self._desk.records, claim) for claim in claims}
        weight = {c: sum(bool(cell.stance) for r in g.rows for cell in r.cells) for c, g in grids.items() if g}
        return sorted(weight, key=lambda c: -weight[c])[:2]

    def _reviews(self, found: AssessmentPanel) -> None:
        section = self._section("review", _("Review"), found.reviewed, is_open=True)
        if found.current is None:
            section.body.addWidget(Label(_("There is nothing to review yet."), "small", "text2", wrap=True))
            return
        for review in found.reviews:
            section.body.addWidget(review_line(review))
        if not any(r.outcome == words.ReviewOutcome.AGREES for r in found.reviews):
            waiting = Label(_("A second person has not yet agreed to the assessment."), "small", "text2", wrap=True)
            line = row(Avatar("?"), waiting, space=8)
            line.setStretch(1, 1)
            section.body.addLayout(line)

    def _history(self, found: AssessmentPanel) -> None:
        if not found.older:
            return
        title = _("Earlier assessments")
        section = self._section("history", title, phrases.count(len(found.older)), is_open=False)
        for old in found.older:
            section.body.addLayout(row(_status(old), None))
            if old.reasoning:
                section.body.addWidget(Label(old.reasoning, "small", "text2", wrap=True))
            section.body.addWidget(Label(f"{visible(old.by)}, {phrases.stamp(old.at)}", "caption", "text3"))

    def _place(self, subject: Ref) -> None:
        bounds = bounds_of_steps(steps_of(self._desk.records, subject))
        if not bounds.place.bounded:
            return
        band = place_band(bounds, numbers(self._desk.records, subject))
        section = self._section("place", _("Place bound by"), band.binding.rpartition(": ")[2], is_open=False)
        section.body.addWidget(Label(band.text, "small", "bad" if band.bad else "text", wrap=True))

    def _third_parties(self, subject: Ref) -> None:
        records = self._desk.records
        found = [c for c in claims_on(records, subject) if records.one(Claim, c).third_party]
        if not found:
            return
        summary = ngettext("{n} claim", "{n} claims", len(found))
        section = self._section("third", _("Third-party verifications"), summary, is_open=False)
        for line in claim_lines(records, [records.one(Claim, c) for c in found]):
            section.body.addWidget(Label(_("“{text}”").format(text=line.statement), "small", wrap=True))
            section.body.addWidget(Label(line.said, "caption", "text2", wrap=True))

    def fill_claims(self, box: QVBoxLayout, subject: Ref) -> None:
        """The middle of the page, by claim: every grid, and which evidence tells competing claims apart."""
        records = self._desk.records
        claims = claims_on(records, subject)
        if not claims:
            box.addWidget(Label(_("No claim is linked to this."), "body", "text2", wrap=True))
            return
        self._competing(box, claims)
        for line in claim_lines(records, [records.one(Claim, c) for c in claims[:SHOWN_GRIDS]]):
            box.addWidget(claim_row(self._desk, self._page, line))
            found = grid(records, line.id)
            if found is not None:
                box.addWidget(EvidenceGrid(self._desk, found))
        box.addWidget(Legend())

    def _competing(self, box: QVBoxLayout, claims: list[str]) -> None:
        weighed = [w for w in competing(self._desk.records, claims) if w.discriminates]
        if len(claims) < 2 or not weighed:
            return
        names = ", ".join(w.label for w in weighed[:6])
        box.addWidget(Label(_("What tells the claims apart: {names}.").format(names=names), "body", wrap=True))

    def choose_claim(self, subject: Ref, then: Callable[[str], object]) -> None:
        """Let the user choose a claim that matters to the subject."""
        records = self._desk.records
        claims = claims_on(records, subject) or [c.id for c in records.all(Claim)]
        menu = Menu(_("Claims"), self)
        for line in claim_lines(records, [records.one(Claim, c) for c in claims]):
            text = _("Claim {n}: {text}").format(n=line.number, text=line.statement[:70])
            menu.item(text, lambda claim=line.id: then(claim), icon="claim")  # type: ignore[misc]
        menu.item(_("Add a claim…"), lambda: dialogs.claim(self._desk, self._page, done=then), icon="add")
        menu.popup(self._page.cursor().pos())


class Legend(QWidget):
    """What the signs of the grid mean."""

    def __init__(self) -> None:
        super().__init__()
        box = column(space=4)
        for pair in (LEGEND[:2], LEGEND[2:]):
            line = row(space=6)
            for icon, role, text in pair:
                line.addWidget(Icon(icon, 13, role))
                line.addWidget(Label(_(text), "caption", "text2"))
                line.addSpacing(8)
            line.addStretch(1)
            box.addLayout(line)
        self.setLayout(box)


def _status(found: Assessment) -> Chip:
    """The status; a conclusion that nobody has reviewed is still the person's own."""
    if found.status in {words.Status.UNASSESSED, words.Status.IN_PROGRESS}:
        return StatusChip(found.status)
    sign = status_mark(found.status)
    return Chip(Mark(sign.icon, sign.role, found.status))


def _rated(found: Assessment) -> list[str]:
    """Confidence, likelihood and credibility, each in a sentence of its own."""
    said = []
    if found.confidence:
        said.append(_("Confidence: {word}").format(word=_(found.confidence)))
    if found.likelihood:
        low, high = words.LIKELIHOOD_RANGES[words.Likelihood(found.likelihood)]
        said.append(f"{shown(found.likelihood)}, {low} to {high} %")
    if found.credibility in words.CREDIBILITY:
        said.append(
            _("Credibility {n}: {text}").format(n=found.credibility, text=_(words.CREDIBILITY[found.credibility]))
        )
    return said
