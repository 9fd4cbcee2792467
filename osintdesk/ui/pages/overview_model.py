"""What the overview shows: counts, how far the work is, what needs a look, what is missing, what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from osintdesk.app.matches import open_matches
from osintdesk.app.missing import Missing, missing
from osintdesk.app.verification import assessments_of, reviews_of, status_of, superseded_by
from osintdesk.core import words
from osintdesk.core.domain import (
    Assessment,
    Claim,
    Contents,
    Incident,
    Media,
    Observation,
    Record,
    Ref,
    Review,
    Sighting,
    Source,
    Step,
)
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.incident_model import Count
from osintdesk.ui.pages.incidents_model import IncidentRow, rows


@dataclass(frozen=True, slots=True)
class Look:
    """Something that waits for a person: how many, what, and where to go."""

    number: int
    icon: str
    role: str
    text: str
    verb: str
    action: str


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the progress bar: how many media items have this assessment status."""

    status: str
    number: int


@dataclass(frozen=True, slots=True)
class News:
    """Something recent: who did what when, and the reference it leads to."""

    icon: str
    text: str
    made: str
    subject: Ref
    sorted_by: str


@dataclass(frozen=True, slots=True)
class OverviewView:
    """All that the page shows."""

    title: str
    purpose: str
    counts: tuple[Count, ...]
    progress: tuple[Share, ...]
    looks: tuple[Look, ...]
    missing: tuple[Missing, ...]
    news: tuple[News, ...]
    incidents: tuple[IncidentRow, ...]


def view(records: Records, zone: str, person: str) -> OverviewView:
    """The overview for `person`; walks through the whole case, so call it off the window's thread."""
    return OverviewView(
        visible(records.case.title) or _("Case without a title"),
        visible(records.case.purpose, lines=True),
        _counts(records),
        progress(records),
        looks(records, person),
        tuple(missing(records)),
        tuple(news(records)),
        tuple(rows(records, zone)),
    )


def _counts(records: Records) -> tuple[Count, ...]:
    kinds: tuple[tuple[type[Record], str, str, Callable[[int], str]], ...] = (
        (Incident, "incident", "incidents", lambda n: ngettext("incident", "incidents", n)),
        (Media, "media", "media", lambda n: ngettext("media item", "media items", n)),
        (Claim, "claim", "claims", lambda n: ngettext("claim", "claims", n)),
        (Source, "source", "sources", lambda n: ngettext("source", "sources", n)),
        (Step, "step", "log", lambda n: ngettext("verification step", "verification steps", n)),
    )
    found = [(records.count(cls), icon, action, said) for cls, icon, action, said in kinds]
    return tuple(Count(n, icon, "text2", said(n), action) for n, icon, action, said in found)


def progress(records: Records) -> tuple[Share, ...]:
    """How many media items have which assessment status, in the order of the statuses; without the empty ones."""
    counted = Counter(status_of(records, media.ref) for media in records.all(Media) if not media.parent)
    return tuple(Share(status, counted[status]) for status in words.Status if counted[status])


def looks(records: Records, person: str) -> tuple[Look, ...]:
    """What waits for a person, without the kinds of which there is nothing."""
    waiting = (
        _matches(records),
        _observations(records),
        _reviews(records, person),
        _questions(records, person),
        _help(records),
        _unreadable(records),
    )
    return tuple(look for look in waiting if look.number)


def _matches(records: Records) -> Look:
    n = len(open_matches(records))
    return Look(n, "match", "progress", ngettext("match to decide", "matches to decide", n), _("Review"), "matches")


def _observations(records: Records) -> Look:
    n = sum(
        o.decision == words.ObservationDecision.OPEN and o.severity != words.Severity.INFO
        for o in records.all(Observation)
    )
    said = ngettext("observation to accept or dismiss", "observations to accept or dismiss", n)
    return Look(n, "observation", "warn", said, _("Show"), "media:observation")


def _reviews(records: Records, person: str) -> Look:
    """Assessments of others that stand and that nobody has reviewed."""
    settled = set(words.Status) - {words.Status.UNASSESSED, words.Status.IN_PROGRESS}
    found = [
        a
        for a in records.all(Assessment)
        if a.by != person
        and a.status in settled
        and assessments_of(records, a.subject)[0].id == a.id
        and not reviews_of(records, a.ref)
    ]
    said = ngettext("assessment by a colleague to review", "assessments by colleagues to review", len(found))
    return Look(len(found), "review", "partly", said, _("Review"), _first(found))


def _questions(records: Records, person: str) -> Look:
    """Steps of `person` about which a colleague asked or disagreed, and that still stand."""
    asked = {words.ReviewOutcome.ASKS, words.ReviewOutcome.DISAGREES}
    found = [
        step
        for review in records.all(Review)
        if review.outcome in asked
        and isinstance(step := records.of(review.subject), Step)
        and step.by == person
        and superseded_by(records, step.id) is None
    ]
    unique = list({step.id: step for step in found}.values())
    said = ngettext(
        "step of yours that a colleague asks about", "steps of yours that colleagues ask about", len(unique)
    )
    return Look(len(unique), "comment", "warn", said, _("Show"), _first(unique))


def _first(found: list[Assessment] | list[Step]) -> str:
    return f"verification {found[0].subject}" if found else ""


def _help(records: Records) -> Look:
    found = records.where(Incident, work_status=words.WorkStatus.HELP_NEEDED)
    said = ngettext("incident needs help", "incidents need help", len(found))
    return Look(
        len(found), "work_help_needed", "warn", said, _("Open"), found[0].ref if len(found) == 1 else "incidents"
    )


def _unreadable(records: Records) -> Look:
    n = sum(bool(c.reason) for c in records.all(Contents))
    said = ngettext("file could not be read; it is preserved", "files could not be read; they are preserved", n)
    return Look(n, "unreadable", "bad", said, _("Show"), "media:unreadable")


_NEWS = ((Step, "step"), (Assessment, "assessment"), (Review, "review"), (Sighting, "sighting"), (Media, "media"))


def news(records: Records, limit: int = 12) -> list[News]:
    """The latest steps, assessments, reviews, sightings and media, the newest first."""
    found = [_news(records, icon, record) for cls, icon in _NEWS for record in records.all(cls)]
    return sorted((n for n in found if n.sorted_by), key=lambda n: n.sorted_by, reverse=True)[:limit]


def _news(records: Records, icon: str, record: object) -> News:
    text, by, at, subject = _told(records, record)
    made = ", ".join(part for part in (visible(by), phrases.stamp(at) if at else "") if part)
    return News(icon, text, made, subject, at)


def _told(records: Records, record: object) -> tuple[str, str, str, Ref]:
    """The sentence, who, when (for sorting, UTC as recorded), and the subject."""
    match record:
        case Step():
            what = phrases.named(records, record.subject)
            text = _("Step on {what}: {question}").format(what=what, question=visible(record.question))
            return text, record.by, record.at, record.subject
        case Assessment():
            what = phrases.named(records, record.subject)
            text = _("{what} assessed as {status}").format(what=what, status=_(record.status))
            return text, record.by, record.at, record.subject
        case Review():
            return _told_review(records, record)
        case Sighting():
            text = _("Sighting of {what}").format(what=phrases.named(records, f"media:{record.media}"))
            return text, record.captured_by, record.captured_at, f"media:{record.media}"
        case Media():
            text = _("{what} came in").format(what=phrases.called(records, record))
            return text, record.collected_by, record.collected_at, record.ref
        case _:
            raise TypeError(type(record))


def _told_review(records: Records, review: Review) -> tuple[str, str, str, Ref]:
    reviewed = records.of(review.subject)
    subject = reviewed.subject if isinstance(reviewed, Step | Assessment) else review.subject
    text = _("{name} {outcome} on {what}").format(
        name=visible(review.by), outcome=_(review.outcome), what=phrases.named(records, subject)
    )
    return text, "", review.at, subject
