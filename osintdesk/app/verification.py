"""Verbs of verification: steps, observations, assessments, reviews; and what they add up to."""

from __future__ import annotations

from concurrent.futures import Future

from osintdesk.app.media_items import title_of
from osintdesk.app.session import Session
from osintdesk.case.case_file import Commit, edit, put
from osintdesk.core import instants, words
from osintdesk.core.domain import Assessment, Json, Observation, Record, Ref, Review, Step, new_id, ref
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _
from osintdesk.core.records import Records


def _subject(records: Records, subject: Ref) -> Record:
    found = records.of(subject)
    if found is None or found.deleted:
        raise UsageError(_("There is nothing named “{name}” in this case.").format(name=subject))
    return found


def _made_by(session: Session) -> dict[str, Json]:
    return {"by": session.profile.name, "at": instants.now()}


def _step(session: Session, subject: Ref, fields: dict[str, Json]) -> Step:
    made = Step(**{"id": new_id(), "subject": subject, **_made_by(session), **fields})
    for allowed, value in (
        (words.Pillar, made.pillar),
        (words.Result, made.result),
        (words.Confidence, made.confidence),
    ):
        if value not in {word.value for word in allowed}:
            raise UsageError(_("“{value}” is not one of: {words}.").format(value=value, words=", ".join(allowed)))
    if not made.question.strip():
        raise UsageError(_("A verification step needs its question."))
    for text in (made.not_before, made.not_after):
        if text:
            instants.parse(text)
    return made


def add_step(session: Session, subject: Ref, **fields: Json) -> Future[Commit]:
    """Record one examination of a media item, incident or claim."""
    name = title_of(_subject(session.records, subject))
    made = _step(session, subject, fields)
    return session.commit(_("Add step on {what}: {question}").format(what=name, question=made.question), [put(made)])


def supersede_step(session: Session, step: str, **fields: Json) -> Future[Commit]:
    """Redo a step: a new one takes its place, the old one stays readable."""
    before = session.records.one(Step, step)
    if superseded_by(session.records, step):
        raise UsageError(_("This step was superseded already; redo the one that took its place."))
    kept = {name: value for name, value in before.values().items() if name not in {"by", "at", "supersedes", "deleted"}}
    made = _step(session, before.subject, {**kept, **fields, "supersedes": step})
    return session.commit(_("Redo step: {question}").format(question=made.question), [put(made)])


def superseded_by(records: Records, step: str) -> Step | None:
    return next(iter(records.where(Step, supersedes=step)), None)


def steps_of(records: Records, subject: Ref, *, superseded: bool = False) -> list[Step]:
    """Steps on a subject in the order in which they were made; superseded ones only when asked for."""
    steps = sorted(records.where(Step, subject=subject), key=lambda s: (s.at, s.id))
    return steps if superseded else [s for s in steps if superseded_by(records, s.id) is None]


def accept_observation(session: Session, observation: str, **fields: Json) -> Future[Commit]:
    """Make an observation a verification step of its media item."""
    seen = _open_observation(session.records, observation)
    defaults: dict[str, Json] = {
        "pillar": words.Pillar.TECHNICAL,
        "question": _("Is what the file says consistent?"),
        "method": "metadata-consistency",
        "tool": "OSINT Desk",
        "tool_version": _version(),
        "parameters": {"code": seen.code, "facts": seen.facts},
        "result": words.Result.INCONCLUSIVE,
        "finding": seen.text,
        "observation": seen.id,
    }
    step = _step(session, ref("media", seen.media), {**defaults, **fields})
    decided = _decision(session, words.ObservationDecision.ACCEPTED, step=step.id)
    return session.commit(
        _("Accept observation as step: {text}").format(text=seen.text), [put(step), edit(seen, **decided)]
    )


def dismiss_observation(session: Session, observation: str, reason: str) -> Future[Commit]:
    """Put an observation aside, with the reason."""
    seen = _open_observation(session.records, observation)
    if not reason.strip():
        raise UsageError(_("Dismissing an observation needs a reason."))
    decided = _decision(session, words.ObservationDecision.DISMISSED, reason=reason.strip())
    return session.commit(_("Dismiss observation: {text}").format(text=seen.text), [edit(seen, **decided)])


def reopen_observation(session: Session, observation: str) -> Future[Commit]:
    seen = session.records.one(Observation, observation)
    fields = {"decision": words.ObservationDecision.OPEN, "reason": "", "decided_by": "", "decided_at": "", "step": ""}
    return session.commit(_("Reopen observation: {text}").format(text=seen.text), [edit(seen, **fields)])


def _open_observation(records: Records, observation: str) -> Observation:
    seen = records.one(Observation, observation)
    if seen.decision != words.ObservationDecision.OPEN:
        raise UsageError(_("This observation was decided already; reopen it first."))
    return seen


def _decision(session: Session, decision: str, **fields: Json) -> dict[str, Json]:
    return {"decision": decision, "decided_by": session.profile.name, "decided_at": instants.now(), **fields}


def _version() -> str:
    from osintdesk import __version__

    return __version__


def observations_of(records: Records, media: str, *, only_open: bool = False) -> list[Observation]:
    """Observations on a media item, the strongest first."""
    order = {words.Severity.STRONG: 0, words.Severity.LOOK: 1, words.Severity.INFO: 2}
    found = [
        o
        for o in records.where(Observation, media=media)
        if not only_open or o.decision == words.ObservationDecision.OPEN
    ]
    return sorted(found, key=lambda o: (order.get(words.Severity(o.severity), 3), o.code, o.id))


def assess(session: Session, subject: Ref, *, status: str, reasoning: str, **fields: Json) -> Future[Commit]:
    """The reasoned conclusion on a subject; it supersedes the one before, which stays readable."""
    name = title_of(_subject(session.records, subject))
    if status not in {s.value for s in words.Status}:
        raise UsageError(_("“{value}” is not one of: {words}.").format(value=status, words=", ".join(words.Status)))
    if not reasoning.strip() and status not in {words.Status.UNASSESSED, words.Status.IN_PROGRESS}:
        raise UsageError(_("An assessment needs its reasoning."))
    before = current_assessment(session.records, subject)
    made = Assessment(
        **{
            "id": new_id(),
            "subject": subject,
            "status": status,
            "reasoning": reasoning.strip(),
            "supersedes": before.id if before else "",
            **_made_by(session),
            **fields,
        }
    )
    return session.commit(_("Assess {what} as {status}").format(what=name, status=_(status)), [put(made)])


def assessments_of(records: Records, subject: Ref) -> list[Assessment]:
    """Every assessment of a subject, the newest first."""
    return sorted(records.where(Assessment, subject=subject), key=lambda a: (a.at, a.id), reverse=True)


def current_assessment(records: Records, subject: Ref) -> Assessment | None:
    return next(iter(assessments_of(records, subject)), None)


def status_of(records: Records, subject: Ref) -> str:
    """The status word of a subject: that of its current assessment, else unassessed or in progress."""
    current = current_assessment(records, subject)
    if current is not None:
        return current.status
    return words.Status.IN_PROGRESS if records.where(Step, subject=subject) else words.Status.UNASSESSED


def review(session: Session, subject: Ref, outcome: str, text: str = "") -> Future[Commit]:
    """A second person's word on a step or an assessment; nobody reviews their own."""
    reviewed = _subject(session.records, subject)
    if not isinstance(reviewed, Step | Assessment):
        raise UsageError(_("Only a step or an assessment can be reviewed."))
    if reviewed.by == session.profile.name:
        raise UsageError(_("A review is a second person's word: this was written by {name}.").format(name=reviewed.by))
    if outcome != words.ReviewOutcome.AGREES and not text.strip():
        raise UsageError(_("Disagreeing or asking needs words."))
    made = Review(
        id=new_id(), subject=subject, outcome=words.ReviewOutcome(outcome), text=text.strip(), **_made_by(session)
    )
    return session.commit(_("Review {what}").format(what=title_of(reviewed)), [put(made)])


def reviews_of(records: Records, subject: Ref) -> list[Review]:
    return sorted(records.where(Review, subject=subject), key=lambda r: (r.at, r.id))
