"""What the page of one incident shows: head, counts, media strip, claims, events, places, what is missing, links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from osintdesk.app.matches import open_matches
from osintdesk.app.media_items import tags_of
from osintdesk.app.missing import Missing, missing
from osintdesk.app.seen import earliest
from osintdesk.app.verification import status_of
from osintdesk.core import words
from osintdesk.core.domain import (
    Attachment,
    Claim,
    Contents,
    Evidence,
    Incident,
    IncidentLink,
    Interval,
    Media,
    Place,
    Source,
    Tag,
    ref,
)
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.incidents_model import first_interval, place_words, where


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of the head: the number, its icon by meaning, colour role, words, and where it leads."""

    number: int
    icon: str
    role: str
    text: str
    action: str


@dataclass(frozen=True, slots=True)
class StripItem:
    """One media item of the strip; `note` says what it is to the incident."""

    sha256: str
    number: str
    status: str
    note: str
    duration: str
    graphic: bool
    title: str


@dataclass(frozen=True, slots=True)
class EvidenceBar:
    """How much evidence says what; strong evidence counts twice."""

    supports: int = 0
    neutral: int = 0
    contradicts: int = 0

    @property
    def total(self) -> int:
        return self.supports + self.neutral + self.contradicts

    @property
    def spoken(self) -> str:
        if not self.total:
            return _("no evidence")
        return _("evidence: {a} supports, {b} neutral, {c} contradicts").format(
            a=self.supports, b=self.neutral, c=self.contradicts
        )


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim in a list: its number, the words, who said it when, evidence and status."""

    id: str
    number: int
    statement: str
    said: str
    bar: EvidenceBar
    status: str
    third_party: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something on the small timeline: a moment or an interval, with the reference it leads to."""

    start: datetime
    end: datetime
    kind: str
    label: str
    ref: str


@dataclass(frozen=True, slots=True)
class Linked:
    link: str
    incident: str
    title: str
    relation: str


@dataclass(frozen=True, slots=True)
class IncidentView:
    """All that the page shows."""

    id: str
    title: str
    description: str
    position: str
    work_status: str
    status: str
    when: str
    where: str
    people: str
    counts: tuple[Count, ...]
    strip: tuple[StripItem, ...]
    claims: tuple[ClaimLine, ...]
    events: tuple[Event, ...]
    places: tuple[Place, ...]
    intervals: tuple[Interval, ...]
    missing: tuple[Missing, ...]
    linked: tuple[Linked, ...]
    tags: tuple[Tag, ...]


def view(records: Records, incident_id: str, zone: str) -> IncidentView | None:
    """The page of an incident; None when it was removed."""
    incident = records.get(Incident, incident_id)
    if incident is None or incident.deleted:
        return None
    attached = records.where(Attachment, incident=incident.id)
    claims = tuple(claim_lines(records, records.where(Claim, incident=incident.id)))
    interval = first_interval(records, incident.ref)
    return IncidentView(
        incident.id,
        visible(incident.title) or _("Incident without a title"),
        visible(incident.description, lines=True),
        _position(records, incident),
        incident.work_status,
        status_of(records, incident.ref),
        phrases.span_of(interval.not_before, interval.not_after, zone) if interval else "",
        where(records, incident.ref),
        visible(incident.assigned_to),
        _counts(records, attached, claims),
        tuple(_strip(records, attached)),
        claims,
        tuple(_events(records, incident, attached)),
        tuple(records.where(Place, subject=incident.ref)),
        tuple(records.where(Interval, subject=incident.ref)),
        tuple(_missing(records, incident, attached, claims)),
        tuple(_linked(records, incident)),
        tuple(tags_of(records, incident.ref)),
    )


def _position(records: Records, incident: Incident) -> str:
    ids = [each.id for each in records.all(Incident)]
    return _("{n} of {total}").format(n=ids.index(incident.id) + 1, total=len(ids))


def _counts(records: Records, attached: list[Attachment], claims: tuple[ClaimLine, ...]) -> tuple[Count, ...]:
    inside = {link.media for link in attached}
    states = [status_of(records, ref("media", sha)) for sha in inside]
    settled = sum(s in {words.Status.VERIFIED, words.Status.PARTLY_VERIFIED} for s in states)
    fresh = states.count(words.Status.UNASSESSED)
    waiting = sum(m.a in inside or m.b in inside for m in open_matches(records))
    bare = sum(not claim.bar.total for claim in claims)
    said = ngettext("claim", "claims", len(claims))
    without = _("{claims}, {n} without evidence").format(claims=said, n=bare) if bare else said
    return (
        Count(len(inside), "media", "text2", ngettext("media item", "media items", len(inside)), "media"),
        Count(settled, "status_verified", "ok", _("verified or partly"), "media:verified"),
        Count(fresh, "status_unassessed", "text2", _("not yet assessed"), "media:unassessed"),
        Count(waiting, "match", "progress", ngettext("match to decide", "matches to decide", waiting), "matches"),
        Count(len(claims), "claim", "warn" if bare else "text2", without, "claims"),
    )


def _strip(records: Records, attached: list[Attachment]) -> list[StripItem]:
    """What shows the event first, then by exhibit number; the earliest known posting is named so."""
    order = list(words.Role)
    found = [(link, m) for link in attached if (m := records.get(Media, link.media)) and not m.deleted]
    found.sort(key=lambda pair: (order.index(words.Role(pair[0].role)), pair[1].exhibit))
    posted = {m.id: seen.posted_at for _link, m in found if (seen := earliest(records, m.id))}
    times = {sha: at for sha, text in posted.items() if (at := phrases.read(text))}
    first = min(times, key=lambda sha: times[sha]) if len(times) > 1 else ""
    return [_strip_item(records, link, m, first=m.id == first) for link, m in found]


def _strip_item(records: Records, link: Attachment, media: Media, *, first: bool) -> StripItem:
    contents = records.get(Contents, media.id)
    return StripItem(
        media.id,
        media.number,
        status_of(records, media.ref),
        _("earliest") if first else _(link.role),
        phrases.duration(contents.duration_ms if contents else None),
        media.graphic,
        visible(media.title),
    )


def claim_lines(records: Records, claims: list[Claim]) -> list[ClaimLine]:
    """Claims with who said them, their evidence and status."""
    numbers = {claim.id: n for n, claim in enumerate(records.all(Claim, deleted=True), start=1)}
    return [_claim_line(records, claim, numbers[claim.id]) for claim in claims]


def _claim_line(records: Records, claim: Claim, number: int) -> ClaimLine:
    return ClaimLine(
        claim.id,
        number,
        visible(claim.statement),
        said_by(records, claim),
        evidence_bar(records.where(Evidence, claim=claim.id)),
        status_of(records, claim.ref),
        claim.third_party,
    )


def said_by(records: Records, claim: Claim) -> str:
    """`Channel A, 6 Aug 18:52 UTC`."""
    source = records.get(Source, claim.source)
    name = visible(source.name) if source and not source.deleted else _("source not recorded")
    when = phrases.stamp(claim.said_at) if claim.said_at else _("time not recorded")
    return f"{name}, {when}"


def evidence_bar(evidence: list[Evidence]) -> EvidenceBar:
    """The weights of one claim's evidence."""
    weights = dict.fromkeys(words.Stance, 0)
    for each in evidence:
        weights[words.Stance(each.stance)] += 2 if each.strength == words.Strength.STRONG else 1
    return EvidenceBar(weights[words.Stance.SUPPORTS], weights[words.Stance.NEUTRAL], weights[words.Stance.CONTRADICTS])


def _events(records: Records, incident: Incident, attached: list[Attachment]) -> list[Event]:
    found = [_interval_event(each) for each in records.where(Interval, subject=incident.ref)]
    found += [_posted_event(records, link) for link in attached]
    found += [_claim_event(records, claim) for claim in records.where(Claim, incident=incident.id)]
    return sorted((event for event in found if event), key=lambda event: event.start)


def _interval_event(interval: Interval) -> Event | None:
    start, end = phrases.read(interval.not_before), phrases.read(interval.not_after)
    one = start or end
    if one is None:
        return None
    return Event(start or one, end or one, "interval", short_note(interval), interval.ref)


def short_note(interval: Interval) -> str:
    """The note where it is short enough to stand on a timeline."""
    note = visible(interval.note)
    return note if 0 < len(note) <= 28 else _("the event")


def _posted_event(records: Records, link: Attachment) -> Event | None:
    seen = earliest(records, link.media)
    at = phrases.read(seen.posted_at) if seen else None
    media = records.get(Media, link.media)
    if at is None or media is None:
        return None
    return Event(at, at, "sighting", _("{exhibit} posted").format(exhibit=media.number), media.ref)


def _claim_event(records: Records, claim: Claim) -> Event | None:
    at = phrases.read(claim.said_at)
    return Event(at, at, "claim", phrases.called(records, claim), claim.ref) if at else None


def _missing(
    records: Records, incident: Incident, attached: list[Attachment], claims: tuple[ClaimLine, ...]
) -> list[Missing]:
    subjects = [incident.ref, *(ref("claim", c.id) for c in claims), *(ref("media", a.media) for a in attached)]
    return [each for subject in subjects for each in missing(records, subject)]


def _linked(records: Records, incident: Incident) -> list[Linked]:
    forward = [(link, link.b) for link in records.where(IncidentLink, a=incident.id)]
    backward = [(link, link.a) for link in records.where(IncidentLink, b=incident.id)]
    found = [(link, records.get(Incident, other)) for link, other in forward + backward]
    return [
        Linked(link.id, other.id, visible(other.title), visible(link.note) or _(link.relation))
        for link, other in found
        if other is not None and not other.deleted
    ]


def place_lines(places: tuple[Place, ...]) -> list[str]:
    """One line a place, for lists and screen readers."""
    return [place_words(place) for place in places]
