"""Verbs on matches: what is open, and the decision, which is remembered for ever."""

from __future__ import annotations

from concurrent.futures import Future

from osintdesk.app.session import Session
from osintdesk.case.case_file import Commit, edit
from osintdesk.core import instants, words
from osintdesk.core.domain import Match, Media
from osintdesk.core.i18n import _
from osintdesk.core.records import Records


def open_matches(records: Records) -> list[Match]:
    """Matches that nobody has decided yet, the surest first."""
    waiting = records.where(Match, decision=words.MatchDecision.SUGGESTED)
    return sorted(waiting, key=lambda m: (-float(m.score or 0), m.id))


def matches_of(records: Records, media: str) -> list[Match]:
    """Every match of one media item that was not rejected, confirmed ones first."""
    found = records.where(Match, a=media) + records.where(Match, b=media)
    kept = [m for m in found if m.decision != words.MatchDecision.REJECTED]
    return sorted(kept, key=lambda m: (m.decision != words.MatchDecision.CONFIRMED, -float(m.score or 0), m.id))


def other(match: Match, media: str) -> str:
    """The other end of a match."""
    return match.b if match.a == media else match.a


def decide(session: Session, match: str, *, decision: str, relation: str = "", note: str = "") -> Future[Commit]:
    """Confirm (as a relation) or reject a match, or put it back to suggested."""
    record = session.records.one(Match, match)
    a, b = (session.records.one(Media, sha).number for sha in (record.a, record.b))
    chosen = words.MatchDecision(decision)
    labels = {
        words.MatchDecision.CONFIRMED: _("Confirm match of {a} and {b}"),
        words.MatchDecision.REJECTED: _("Reject match of {a} and {b}"),
        words.MatchDecision.SUGGESTED: _("Reopen match of {a} and {b}"),
    }
    fields = {
        "decision": chosen,
        "decided_relation": words.Relation(relation or record.relation) if chosen != "suggested" else "",
        "decided_by": session.profile.name if chosen != "suggested" else "",
        "decided_at": instants.now() if chosen != "suggested" else "",
        "note": note or record.note,
    }
    if chosen == words.MatchDecision.REJECTED:
        fields["decided_relation"] = words.Relation.NOT_RELATED
    return session.commit(labels[chosen].format(a=a, b=b), [edit(record, **fields)])
