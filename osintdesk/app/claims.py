"""Verbs on claims and the evidence linked to them."""

from __future__ import annotations

from concurrent.futures import Future

from osintdesk.app.session import Session
from osintdesk.case.case_file import Commit, edit, put, remove
from osintdesk.core import instants, words
from osintdesk.core.domain import Claim, Evidence, Json, Ref, link_id, new_id
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _
from osintdesk.core.records import Records


def add_claim(session: Session, **fields: Json) -> tuple[str, Future[Commit]]:
    """A checkable statement by a source: its id, and the commit."""
    made = Claim(id=new_id(), **fields)
    _check(made)
    return made.id, session.commit(_("Add claim “{text}”").format(text=_short(made.statement)), [put(made)])


def edit_claim(session: Session, claim: str, **fields: Json) -> Future[Commit]:
    record = session.records.one(Claim, claim)
    _check(Claim(**{**record.values(), "id": record.id, **fields}))
    return session.commit(_("Edit claim “{text}”").format(text=_short(record.statement)), [edit(record, **fields)])


def remove_claim(session: Session, claim: str) -> Future[Commit]:
    record = session.records.one(Claim, claim)
    return session.commit(_("Remove claim “{text}”").format(text=_short(record.statement)), [remove(record)])


def _check(claim: Claim) -> None:
    if not claim.statement.strip():
        raise UsageError(_("A claim needs its statement, in the source's own words."))
    if claim.said_at:
        instants.parse(claim.said_at)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39].rstrip() + "…"


def link_evidence(
    session: Session, claim: str, subject: Ref, *, part: str = "", stance: str, strength: str = "", note: str = ""
) -> Future[Commit]:
    """Say what a media item or step says on a claim (or one part); saying it again changes it."""
    record = session.records.one(Claim, claim)
    if session.records.of(subject) is None:
        raise UsageError(_("There is nothing named “{name}” in this case.").format(name=subject))
    made = Evidence(
        id=link_id(claim, part, subject),
        claim=claim,
        part=words.ClaimPart(part) if part else "",
        subject=subject,
        stance=words.Stance(stance),
        strength=words.Strength(strength) if strength else "",
        note=note,
    )
    return session.commit(_("Link evidence to “{text}”").format(text=_short(record.statement)), [put(made)])


def unlink_evidence(session: Session, evidence: str) -> Future[Commit]:
    return session.commit(_("Remove evidence"), [remove(session.records.one(Evidence, evidence))])


def parts_of(claim: Claim) -> list[tuple[str, str]]:
    """The parts that the claim states: (part, wording)."""
    return [(part.value, getattr(claim, part.value)) for part in words.ClaimPart if getattr(claim, part.value)]


def evidence_of(records: Records, claim: str) -> list[Evidence]:
    return records.where(Evidence, claim=claim)
