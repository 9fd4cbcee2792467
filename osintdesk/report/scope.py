"""What a report is about: the chosen incidents and what belongs to them, with everything needed to write about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from osintdesk.core.domain import (
    Assessment,
    Attachment,
    Case,
    Claim,
    Evidence,
    Incident,
    Match,
    Media,
    Record,
    Review,
    Sighting,
    Source,
    Step,
)  # fmt: skip
from osintdesk.core.records import Records
from osintdesk.core.words import LIKELIHOOD_RANGES, MatchDecision
from osintdesk.report.blocks import Inline, Run
from osintdesk.report.gallery import Gallery
from osintdesk.report.inline import cite, plain
from osintdesk.report.language import Language, language
from osintdesk.report.numbering import Numbers, People
from osintdesk.report.options import Most, Options, most_for
from osintdesk.report.state import CaseState, LogRow, Pictures
from osintdesk.report.times import Clock, moment


@dataclass(frozen=True, slots=True)
class Scope:
    """Chosen records in the order in which they are printed, and the helpers that print them."""

    records: Records
    log: Sequence[LogRow]
    options: Options
    state: CaseState
    t: Language
    clock: Clock
    numbers: Numbers
    people: People
    gallery: Gallery
    incidents: tuple[Incident, ...]
    exhibits: tuple[Media, ...]
    claims: tuple[Claim, ...]
    steps: tuple[Step, ...]
    matches: tuple[Match, ...]
    most: Most

    @property
    def case(self) -> Case:
        return self.records.case

    def cite(self, record: Record) -> Inline:
        number = self.numbers.of(record)
        return (cite(number),) if number else ()

    def cite_ref(self, reference: str) -> Inline:
        """A citation of whatever a reference names; the case when it names none."""
        number = self.numbers.ref(reference)
        return (cite(number),) if number else plain(self.t("the case"))

    def by(self, person: str) -> str:
        return self.people(person) or self.t("not stated")

    def source_name(self, source_id: str) -> str:
        source = self.records.get(Source, source_id)
        return (source.name or self.t("unnamed source")) if source else self.t("not stated")

    def assessment(self, record: Record) -> Assessment | None:
        """The assessment that stands: the last one that no other one supersedes."""
        found = self.assessments(record)
        replaced = {a.supersedes for a in found}
        standing = [a for a in found if a.id not in replaced]
        return max(standing, key=lambda a: a.at, default=None)

    def assessments(self, record: Record) -> list[Assessment]:
        return self.records.where(Assessment, subject=record.ref)

    def status(self, record: Record) -> str:
        """Status as printed, "Unassessed" when nobody has assessed it."""
        found = self.assessment(record)
        return self.t.capital(found.status if found else "unassessed")

    def likelihood(self, found: Assessment | None) -> Inline:
        if found is None or not found.likelihood:
            return (Run(self.t("not stated"), "grey"),)
        ranges = {str(term): percent for term, percent in LIKELIHOOD_RANGES.items()}
        low, high = ranges.get(found.likelihood, (0, 0))
        percent = (Run(" · "), Run(f"{low}–{high} %", "ltr")) if high else ()
        return (Run(self.t(found.likelihood)), *percent)

    def evidence(self, claim: Claim) -> list[Evidence]:
        return self.records.where(Evidence, claim=claim.id)

    def reviews(self, record: Record) -> list[Review]:
        return sorted(self.records.where(Review, subject=record.ref), key=lambda review: review.at)

    def sightings(self, media: Media) -> list[Sighting]:
        """Earliest first; those without a time at the end."""
        latest = datetime.max.replace(tzinfo=UTC)
        return sorted(self.records.where(Sighting, media=media.id), key=lambda s: moment(s.posted_at) or latest)

    def attachments(self, incident: Incident) -> list[Attachment]:
        return self.records.where(Attachment, incident=incident.id)

    def superseded_by(self) -> dict[str, Step]:
        return {step.supersedes: step for step in self.records.all(Step) if step.supersedes}

    def place(self, value: str) -> str:
        """A coordinate as this edition may show it."""
        if self.options.place_decimals is None:
            return value
        try:
            return f"{float(value):.{self.options.place_decimals}f}"
        except ValueError:
            return ""


def scope(records: Records, log: Sequence[LogRow], pictures: Pictures, options: Options, state: CaseState) -> Scope:
    """Choose what the options ask for."""
    t = language(options.language)
    incidents = _incidents(records, options)
    exhibits = _exhibits(records, options, incidents)
    claims = _claims(records, options, incidents)
    shown = {m.id for m in exhibits}
    subjects = {r.ref for r in (*incidents, *exhibits, *claims)}
    whole = options.incidents is None and options.exhibits is None
    return Scope(
        records=records,
        log=log,
        options=options,
        state=state,
        t=t,
        clock=Clock(records.case.time_zone, t),
        numbers=Numbers(records),
        people=People(records, log, t, names=options.names),
        gallery=Gallery(records, pictures, t, sensitive=options.sensitive, expected=len(exhibits)),
        incidents=incidents,
        exhibits=exhibits,
        claims=claims,
        steps=tuple(s for s in records.all(Step) if whole or s.subject in subjects),
        matches=tuple(m for m in records.all(Match) if m.a in shown and m.b in shown and _shown(m)),
        most=options.most or most_for(len(exhibits), len(incidents)),
    )


def _shown(match: Match) -> bool:
    return match.decision != MatchDecision.REJECTED


def _incidents(records: Records, options: Options) -> tuple[Incident, ...]:
    if options.incidents is not None:
        return tuple(records.one(Incident, entity_id) for entity_id in options.incidents)
    if options.exhibits is not None:
        chosen = set(options.exhibits)
        held = {a.incident for a in records.all(Attachment) if a.media in chosen}
        return tuple(i for i in records.all(Incident) if i.id in held)
    return tuple(records.all(Incident))


def _exhibits(records: Records, options: Options, incidents: tuple[Incident, ...]) -> tuple[Media, ...]:
    if options.exhibits is not None:
        chosen = [records.one(Media, sha) for sha in options.exhibits]
    elif options.incidents is not None:
        ids = {a.media for incident in incidents for a in records.where(Attachment, incident=incident.id)}
        chosen = [m for m in records.all(Media) if m.id in ids]
    else:
        chosen = list(records.all(Media))
    return tuple(sorted(chosen, key=lambda m: m.exhibit))


def _claims(records: Records, options: Options, incidents: tuple[Incident, ...]) -> tuple[Claim, ...]:
    if options.incidents is None and options.exhibits is None:
        return tuple(records.all(Claim))
    ids = {i.id for i in incidents}
    return tuple(c for c in records.all(Claim) if c.incident in ids)
