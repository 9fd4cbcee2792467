"""What is missing: plain rules over the records, no model. Each names a subject, says so, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass

from osintdesk.app.media_items import title_of
from osintdesk.app.seen import earliest, sightings_of
from osintdesk.app.session import Session
from osintdesk.app.verification import current_assessment, observations_of, reviews_of, steps_of
from osintdesk.case.case_file import Commit, put
from osintdesk.core import instants, words
from osintdesk.core.domain import (
    Attachment,
    Claim,
    Evidence,
    Incident,
    Interval,
    Match,
    Media,
    MissingDismissed,
    Place,
    Record,
    Ref,
    Source,
    link_id,
)
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import N_, _, ngettext
from osintdesk.core.records import Records


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that good work has: `check` yields the sentence when a record of `about` lacks it.

    `action` names where it is mended (a page or dialog of the window), `verb` what the link says.
    """

    name: str
    about: type[Record]
    action: str
    verb: str
    check: Callable[[Records, Record], str | None]


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing on one subject."""

    rule: str
    subject: Ref
    text: str
    action: str
    verb: str


def _worked_on(records: Records, media: Media) -> bool:
    """Only items that belong to an incident, and are not mere context, need the whole of verification."""
    roles = {link.role for link in records.where(Attachment, media=media.id)}
    return bool(roles & {words.Role.SHOWS_EVENT, words.Role.SHOWS_AFTERMATH})


def _no_sighting(records: Records, record: Record) -> str | None:
    if isinstance(record, Media) and _worked_on(records, record) and not sightings_of(records, record.id):
        return _("It is not recorded where {what} was seen.").format(what=record.number)
    return None


def _no_earliest(records: Records, record: Record) -> str | None:
    if not (isinstance(record, Media) and _worked_on(records, record) and sightings_of(records, record.id)):
        return None
    searched = any(s.pillar == words.Pillar.PROVENANCE for s in steps_of(records, record.ref))
    if searched and earliest(records, record.id):
        return None
    return _("The earliest sighting of {what} was not searched for.").format(what=record.number)


def _source_unassessed(records: Records, record: Record) -> str | None:
    if not isinstance(record, Media):
        return None
    for seen in sightings_of(records, record.id):
        source = records.get(Source, seen.source)
        if source is not None and not source.reliability:
            return _("The source {name} of {what} was never assessed.").format(name=source.name, what=record.number)
    return None


def _pillars_without_step(records: Records, record: Record) -> str | None:
    if not (isinstance(record, Media) and _worked_on(records, record)):
        return None
    steps = steps_of(records, record.ref)
    if not steps:
        return _("{what} has no verification step yet.").format(what=record.number)
    lacking = [_(p.value) for p in words.Pillar if p not in {s.pillar for s in steps}]
    if not lacking:
        return None
    return _("{what} has no step on: {pillars}.").format(what=record.number, pillars=", ".join(lacking))


def _one_landmark(records: Records, record: Record) -> str | None:
    if not isinstance(record, Media):
        return None
    places = [s for s in steps_of(records, record.ref) if s.pillar == words.Pillar.LOCATION]
    if len(places) == 1 and places[0].result == words.Result.SUPPORTS:
        return _("The place of {what} rests on a single step.").format(what=record.number)
    return None


def _open_observation(records: Records, record: Record) -> str | None:
    if not isinstance(record, Media):
        return None
    waiting = [o for o in observations_of(records, record.id, only_open=True) if o.severity != words.Severity.INFO]
    if not waiting:
        return None
    counted = ngettext("{n} observation", "{n} observations", len(waiting))
    return _("{what}: {count} neither accepted nor dismissed.").format(what=record.number, count=counted)


def _open_match(records: Records, record: Record) -> str | None:
    if not isinstance(record, Media):
        return None
    waiting = [
        m
        for m in records.where(Match, a=record.id) + records.where(Match, b=record.id)
        if m.decision == words.MatchDecision.SUGGESTED
    ]
    if not waiting:
        return None
    counted = ngettext("{n} match is", "{n} matches are", len(waiting))
    return _("{what}: {count} not decided.").format(what=record.number, count=counted)


def _zone_unresolved(records: Records, record: Record) -> str | None:
    if not isinstance(record, Media):
        return None
    if any(s.posted_at.endswith("-00:00") for s in sightings_of(records, record.id)):
        return _("The time zone of a sighting of {what} is not resolved.").format(what=record.number)
    return None


def _no_review(records: Records, record: Record) -> str | None:
    current = current_assessment(records, record.ref)
    settled = {words.Status.UNASSESSED, words.Status.IN_PROGRESS}
    if current is None or current.status in settled or reviews_of(records, current.ref):
        return None
    return _("Only one person has looked at the assessment of {what}.").format(what=title_of(record))


def _no_place(records: Records, record: Record) -> str | None:
    if isinstance(record, Incident) and not records.where(Place, subject=record.ref):
        return _("The incident “{title}” has no place.").format(title=record.title)
    return None


def _no_time(records: Records, record: Record) -> str | None:
    if isinstance(record, Incident) and not records.where(Interval, subject=record.ref):
        return _("The incident “{title}” has no time.").format(title=record.title)
    return None


def _no_media(records: Records, record: Record) -> str | None:
    if isinstance(record, Incident) and not records.where(Attachment, incident=record.id):
        return _("The incident “{title}” has no media.").format(title=record.title)
    return None


def _claim_without_evidence(records: Records, record: Record) -> str | None:
    if isinstance(record, Claim) and not record.third_party and not records.where(Evidence, claim=record.id):
        return _("The claim “{text}” has no evidence for or against it.").format(text=record.statement)
    return None


def _claim_date_unsupported(records: Records, record: Record) -> str | None:
    if not (isinstance(record, Claim) and record.when):
        return None
    linked = records.where(Evidence, claim=record.id)
    if linked and not any(e.part in {"", words.ClaimPart.WHEN} for e in linked):
        return _("The date in the claim “{text}” has no supporting step.").format(text=record.statement)
    return None


RULES: tuple[Rule, ...] = (
    Rule("no-sighting", Media, "sighting", N_("Add a sighting"), _no_sighting),
    Rule("no-earliest-sighting", Media, "step:provenance", N_("Record the search"), _no_earliest),
    Rule("source-unassessed", Media, "source", N_("Assess the source"), _source_unassessed),
    Rule("pillar-without-step", Media, "verification", N_("Open verification"), _pillars_without_step),
    Rule("single-landmark", Media, "step:location", N_("Add a second step"), _one_landmark),
    Rule("observation-open", Media, "observations", N_("Show it"), _open_observation),
    Rule("match-open", Media, "matches", N_("Review"), _open_match),
    Rule("zone-unresolved", Media, "sighting", N_("Set the zone"), _zone_unresolved),
    Rule("one-person-media", Media, "review", N_("Ask for review"), _no_review),
    Rule("one-person-incident", Incident, "review", N_("Ask for review"), _no_review),
    Rule("no-place", Incident, "place", N_("Add a place"), _no_place),
    Rule("no-time", Incident, "interval", N_("Add a time"), _no_time),
    Rule("no-media", Incident, "import", N_("Import media"), _no_media),
    Rule("claim-without-evidence", Claim, "claim", N_("Link evidence"), _claim_without_evidence),
    Rule("claim-date-unsupported", Claim, "claim", N_("Link evidence"), _claim_date_unsupported),
)


def missing(records: Records, subject: Ref | None = None) -> list[Missing]:
    """What is missing on one subject, or in the whole case; what was dismissed with a reason is left out."""
    return list(_missing(records, subject))


def _missing(records: Records, subject: Ref | None) -> Iterator[Missing]:
    dismissed = {(d.rule, d.subject) for d in records.all(MissingDismissed)}
    for record in _subjects(records, subject):
        for rule in RULES:
            if isinstance(record, rule.about) and (rule.name, record.ref) not in dismissed:
                text = rule.check(records, record)
                if text:
                    yield Missing(rule.name, record.ref, text, rule.action, _(rule.verb))


def _subjects(records: Records, subject: Ref | None) -> Iterator[Record]:
    if subject is not None:
        found = records.of(subject)
        if found is not None and not found.deleted:
            yield found
        return
    for about in (Incident, Claim, Media):
        yield from records.all(about)


def dismiss(session: Session, rule: str, subject: Ref, reason: str) -> Future[Commit]:
    """Put an advice aside, with the reason."""
    if not reason.strip():
        raise UsageError(_("Putting an advice aside needs a reason."))
    made = MissingDismissed(
        id=link_id(rule, subject),
        rule=rule,
        subject=subject,
        reason=reason.strip(),
        by=session.profile.name,
        at=instants.now(),
    )
    return session.commit(_("Dismiss what is missing"), [put(made)])
