"""What the claims page shows: the list, one claim, and its grid of parts × evidence."""

from __future__ import annotations

from dataclasses import dataclass

from osintdesk.app.claims import parts_of
from osintdesk.app.verification import steps_of
from osintdesk.core import words
from osintdesk.core.domain import Attachment, Claim, Evidence, Media, Ref, Source, Step, ref
from osintdesk.core.i18n import _
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.incident_model import ClaimLine, claim_lines

WHOLE = ""
# So many exhibits of the incident stand ready as columns though nothing is linked; others come by “Link evidence…”.
OFFERED = 8
_ROLES: dict[str, str] = {
    words.Stance.SUPPORTS: "ok",
    words.Stance.CONTRADICTS: "bad",
    words.Stance.NEUTRAL: "neutral",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one piece of evidence says on one part of a claim; `icon` by meaning, empty = nothing recorded."""

    evidence: str
    part: str
    subject: Ref
    stance: str
    strength: str
    note: str

    @property
    def icon(self) -> str:
        strong = "_strongly" if self.strength == words.Strength.STRONG and self.stance != words.Stance.NEUTRAL else ""
        return f"evidence_{self.stance}{strong}" if self.stance else ""

    @property
    def role(self) -> str:
        return (
            {words.Stance.SUPPORTS: "ok", words.Stance.CONTRADICTS: "bad"}.get(words.Stance(self.stance), "neutral")
            if self.stance
            else "text3"
        )

    @property
    def spoken(self) -> str:
        if not self.stance:
            return _("nothing recorded")
        strength = f", {_(self.strength)}" if self.strength else ""
        return f"{_(self.stance)}{strength}" + (f": {visible(self.note)}" if self.note else "")


@dataclass(frozen=True, slots=True)
class GridRow:
    part: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One claim's evidence: a row for each part that it states and one for the whole, a column for each piece."""

    claim: str
    number: int
    subjects: tuple[Ref, ...]
    columns: tuple[str, ...]
    tips: tuple[str, ...]
    rows: tuple[GridRow, ...]


def claim_rows(
    records: Records, *, containing: str = "", incident: str = "", third_party: bool | None = None
) -> list[ClaimLine]:
    """The claims that fit, in the order of their numbers."""
    wanted = containing.casefold().split()
    fitting = [
        claim
        for claim in records.all(Claim)
        if (not incident or claim.incident == incident)
        and (third_party is None or claim.third_party == third_party)
        and all(word in _searched(records, claim) for word in wanted)
    ]
    return claim_lines(records, fitting)


def _searched(records: Records, claim: Claim) -> str:
    source = records.get(Source, claim.source)
    parts = [claim.statement, claim.note, source.name if source else "", *(text for _part, text in parts_of(claim))]
    return " ".join(parts).casefold()


def grid(records: Records, claim_id: str, *, linked_only: bool = False) -> Grid | None:
    """The grid of one claim; its columns are what is linked, and the exhibits of its incident unless left out."""
    claim = records.get(Claim, claim_id)
    if claim is None or claim.deleted:
        return None
    linked = records.where(Evidence, claim=claim.id)
    subjects = _subjects(records, "" if linked_only else claim.incident, linked)
    found = {(e.part, e.subject): e for e in linked}
    parts = [*((part, visible(text)) for part, text in parts_of(claim)), (WHOLE, _("The whole claim"))]
    return Grid(
        claim.id,
        phrases.claim_number(records, claim.id),
        tuple(subjects),
        tuple(column(records, subject) for subject in subjects),
        tuple(phrases.named(records, subject) for subject in subjects),
        tuple(
            GridRow(part, label, tuple(_cell(found.get((part, s)), part, s) for s in subjects)) for part, label in parts
        ),
    )


def _subjects(records: Records, incident: str, linked: list[Evidence]) -> list[Ref]:
    attached = [ref("media", link.media) for link in records.where(Attachment, incident=incident)] if incident else []
    every = dict.fromkeys([*(e.subject for e in linked), *attached[:OFFERED]])
    present = [s for s in every if (found := records.of(s)) is not None and not found.deleted]
    return sorted(present, key=lambda s: _order(records, s))


def _order(records: Records, subject: Ref) -> tuple[int, int, str]:
    record = records.of(subject)
    if isinstance(record, Media):
        return 0, record.exhibit, ""
    return 1, 0, record.at if isinstance(record, Step) else ""


def column(records: Records, subject: Ref) -> str:
    """The head of a column: `0012`, or `Step 3` of an exhibit."""
    record = records.of(subject)
    if isinstance(record, Media):
        return f"{record.exhibit:04d}"
    if isinstance(record, Step):
        steps = [s.id for s in steps_of(records, record.subject, superseded=True)]
        return _("Step {n}").format(n=steps.index(record.id) + 1 if record.id in steps else 0)
    return phrases.named(records, subject)


def _cell(found: Evidence | None, part: str, subject: Ref) -> Cell:
    if found is None:
        return Cell("", part, subject, "", "", "")
    return Cell(found.id, part, subject, found.stance, found.strength, found.note)


def claims_on(records: Records, subject: Ref) -> list[str]:
    """The claims that matter to a subject: linked to it by evidence, or made on its incidents."""
    table, _sep, entity = subject.partition(":")
    if table == "claim":
        return [entity]
    linked = [e.claim for e in records.where(Evidence, subject=subject)]
    steps = [e.claim for s in records.where(Step, subject=subject) for e in records.where(Evidence, subject=s.ref)]
    incidents = [entity] if table == "incident" else [a.incident for a in records.where(Attachment, media=entity)]
    made = [c.id for incident in incidents for c in records.where(Claim, incident=incident)]
    present = [c for c in dict.fromkeys([*linked, *steps, *made]) if (r := records.get(Claim, c)) and not r.deleted]
    return present


@dataclass(frozen=True, slots=True)
class Weighing:
    """One piece of evidence across competing claims: it discriminates when it does not say the same on each."""

    subject: Ref
    label: str
    stances: tuple[str, ...]

    @property
    def discriminates(self) -> bool:
        return len(set(self.stances)) > 1


def competing(records: Records, claims: list[str]) -> list[Weighing]:
    """Evidence × claims, what discriminates most first (as in an analysis of competing hypotheses)."""
    subjects = dict.fromkeys(e.subject for claim in claims for e in records.where(Evidence, claim=claim))
    found = [
        Weighing(subject, phrases.named(records, subject), tuple(_overall(records, c, subject) for c in claims))
        for subject in subjects
    ]
    return sorted(found, key=lambda w: (not w.discriminates, "contradicts" not in w.stances, w.label))


def _overall(records: Records, claim: str, subject: Ref) -> str:
    """What a piece says on a claim: contradicting one part contradicts it."""
    stances = {e.stance for e in records.where(Evidence, claim=claim) if e.subject == subject}
    order = (words.Stance.CONTRADICTS, words.Stance.SUPPORTS, words.Stance.NEUTRAL)
    return next((stance.value for stance in order if stance in stances), "")
