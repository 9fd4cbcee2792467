"""Search over every value, and the filters of the media page."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from osintdesk.app.matches import open_matches
from osintdesk.app.media_items import find_tag
from osintdesk.app.seen import earliest, posted, sightings_of
from osintdesk.app.session import Session
from osintdesk.app.verification import status_of
from osintdesk.core import words
from osintdesk.core.domain import (
    Attachment,
    Claim,
    Contents,
    Evidence,
    Incident,
    Match,
    Media,
    Observation,
    Record,
    Ref,
    Sighting,
    Step,
    Tagging,
    split_ref,
)
from osintdesk.core.records import Records

NOT_ATTACHED = "-"


@dataclass(frozen=True, slots=True)
class Filters:
    """Facets: several values in a group mean *or*, groups mean *and*; an empty group does not filter.

    `incidents` holds ids or NOT_ATTACHED; `posted` holds up to two dates (YYYY-MM-DD, inclusive, UTC);
    `needs` holds observation, match, unreadable.
    """

    incidents: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    cameras: frozenset[str] = frozenset()
    posted: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Found:
    """One record that holds the words, with the media items that it speaks of."""

    ref: Ref
    snippet: str
    media: tuple[str, ...]


def camera_of(records: Records, media: str) -> str:
    """Make and model as the file names them, empty when it does not."""
    contents = records.get(Contents, media)
    facts = contents.facts if contents else {}
    parts = [str(facts[name][0]["value"]) for name in ("make", "model") if facts.get(name)]
    return " ".join(dict.fromkeys(parts))


def needs_a_look(records: Records) -> dict[str, set[str]]:
    """The media items that need a look, by why."""
    waiting: set[str] = set()
    for match in open_matches(records):
        waiting |= {match.a, match.b}
    noticed = records.where(Observation, decision=words.ObservationDecision.OPEN)
    return {
        "observation": {o.media for o in noticed if o.severity != words.Severity.INFO},
        "match": waiting,
        "unreadable": {c.id for c in records.all(Contents) if c.reason},
    }


def facet_values(records: Records, media: Media, needs: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    """What one item is, in every facet group."""
    incidents = frozenset(link.incident for link in records.where(Attachment, media=media.id)) or {NOT_ATTACHED}
    return {
        "incidents": frozenset(incidents),
        "statuses": frozenset({str(status_of(records, media.ref))}),
        "kinds": frozenset({str(media.kind)}),
        "needs": frozenset(name for name, items in needs.items() if media.id in items),
        "platforms": frozenset(s.platform for s in records.where(Sighting, media=media.id) if s.platform),
        "tags": frozenset(link.tag for link in records.where(Tagging, subject=media.ref)),
        "cameras": frozenset({camera_of(records, media.id)} - {""}),
    }


GROUPS = ("incidents", "statuses", "kinds", "needs", "platforms", "tags", "cameras")


def _fits(values: dict[str, frozenset[str]], filters: Filters, *, leaving: str = "") -> bool:
    for group in GROUPS:
        wanted: frozenset[str] = getattr(filters, group)
        if wanted and group != leaving and not wanted & values[group]:
            return False
    return True


def _posted_fits(records: Records, media: Media, bounds: tuple[str, str]) -> bool:
    if not any(bounds):
        return True
    first, last = bounds
    days = [posted(s)[:10] for s in sightings_of(records, media.id) if s.posted_at]
    return any((not first or day >= first) and (not last or day <= last) for day in days)


def facets(records: Records, media: Iterable[Media], filters: Filters) -> dict[str, dict[str, int]]:
    """How many items each value of each group would leave, the other groups applied."""
    counts: dict[str, dict[str, int]] = {group: {} for group in GROUPS}
    needs = needs_a_look(records)
    for item in media:
        if not _posted_fits(records, item, filters.posted):
            continue
        values = facet_values(records, item, needs)
        for group in GROUPS:
            if _fits(values, filters, leaving=group):
                for value in values[group]:
                    counts[group][value] = counts[group].get(value, 0) + 1
    return counts


def find(session: Session, query: str, filters: Filters | None = None) -> list[str]:
    """SHA-256 of the media items that hold every word and pass the filters, by exhibit number.

    Words are looked up in every value of the item and of what is recorded about it; `kind:video`, `status:verified`,
    `tag:…`, `incident:…`, `platform:…`, `needs:match`, `posted:2024-08-06..2024-08-09` narrow it down.
    """
    records = session.records
    rest, narrowed = parse_query(records, query, filters or Filters())
    wanted = {sha for hit in search(session, rest) for sha in hit.media} if rest.strip() else None
    needs = needs_a_look(records)
    found = [
        item
        for item in records.all(Media)
        if (wanted is None or item.id in wanted)
        and _posted_fits(records, item, narrowed.posted)
        and _fits(facet_values(records, item, needs), narrowed)
    ]
    return [item.id for item in sorted(found, key=lambda m: m.exhibit)]


def search(session: Session, query: str, *, limit: int = 100_000) -> list[Found]:
    """Records that hold every word of `query`, each with the media items that it speaks of.

    The index is brought up to date first, on the case's thread; never call this from the window's thread.
    """
    session.submit(session.cache.follow).result()
    hits = session.cache.search(query, limit=limit)
    return [Found(hit.ref, hit.snippet, tuple(media_of(session.records, hit.ref))) for hit in hits]


def media_of(records: Records, reference: Ref) -> list[str]:
    """The media items that a record speaks of (their SHA-256)."""
    record = records.of(reference)
    if record is None or record.deleted:
        return []
    return list(dict.fromkeys(_media_of(records, record)))


def _media_of(records: Records, record: Record) -> Iterable[str]:
    match record:
        case Media() | Contents():
            return [record.id]
        case Match():
            return [record.a, record.b]
        case Incident():
            return [link.media for link in records.where(Attachment, incident=record.id)]
        case Claim():
            return [
                split_ref(e.subject)[1]
                for e in records.where(Evidence, claim=record.id)
                if e.subject.startswith("media:")
            ]
        case Step():
            return media_of(records, record.subject) if record.subject.startswith("media:") else []
        case _:
            return _linked(records, record)


def _linked(records: Records, record: Record) -> list[str]:
    if getattr(record, "media", ""):
        return [record.media]  # type: ignore[attr-defined]
    direct = _media_refs([str(getattr(record, "subject", ""))])
    if direct:
        return direct
    if record.TABLE == "source":
        return [s.media for s in records.where(Sighting, source=record.id)]
    if record.TABLE == "tag":
        return [
            split_ref(t.subject)[1] for t in records.where(Tagging, tag=record.id) if t.subject.startswith("media:")
        ]
    return []


def _media_refs(subjects: Iterable[Ref]) -> list[str]:
    return [split_ref(subject)[1] for subject in subjects if subject.startswith("media:")]


def parse_query(records: Records, query: str, filters: Filters) -> tuple[str, Filters]:
    """The words that are left, and the filters with those that the query spells out."""
    rest: list[str] = []
    for word in _split(query):
        key, colon, value = word.partition(":")
        narrow = _KEYS.get(key.lower()) if colon and value else None
        if narrow is None:
            rest.append(f'"{word}"' if " " in word else word)
        else:
            filters = narrow(records, filters, value)
    return " ".join(rest), filters


def _split(query: str) -> list[str]:
    try:
        return shlex.split(query)
    except ValueError:
        return query.split()


def _group(name: str) -> Callable[[Records, Filters, str], Filters]:
    def narrow(records: Records, filters: Filters, value: str) -> Filters:
        changed: Filters = replace(filters, **{name: getattr(filters, name) | {value}})
        return changed

    return narrow


def _by_tag(records: Records, filters: Filters, value: str) -> Filters:
    known = find_tag(records, value)
    return replace(filters, tags=filters.tags | {known.id if known else value})


def _by_incident(records: Records, filters: Filters, value: str) -> Filters:
    wanted = value.casefold()
    ids = {i.id for i in records.all(Incident) if wanted in i.title.casefold() or i.id == value}
    return replace(filters, incidents=filters.incidents | (ids or {value}))


def _by_posted(records: Records, filters: Filters, value: str) -> Filters:
    first, dots, last = value.partition("..")
    return replace(filters, posted=(first, last if dots else first))


_KEYS: dict[str, Callable[[Records, Filters, str], Filters]] = {
    "kind": _group("kinds"),
    "status": _group("statuses"),
    "needs": _group("needs"),
    "platform": _group("platforms"),
    "camera": _group("cameras"),
    "tag": _by_tag,
    "incident": _by_incident,
    "posted": _by_posted,
}


def first_seen(records: Records, media: str) -> str:
    """When the item was first seen, in UTC; empty when not known."""
    seen = earliest(records, media)
    return posted(seen) if seen else ""
