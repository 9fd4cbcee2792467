"""Records as documents: the JSON of the command line, in the words of the domain, times as RFC 3339."""

from __future__ import annotations

from typing import Any

from osintdesk.app.claims import evidence_of, parts_of
from osintdesk.app.matches import matches_of
from osintdesk.app.media_items import tags_of
from osintdesk.app.seen import sightings_of
from osintdesk.app.verification import assessments_of, observations_of, reviews_of, status_of, steps_of, superseded_by
from osintdesk.core import domain
from osintdesk.core.domain import (
    Annotation,
    Arrival,
    Attachment,
    Contents,
    Incident,
    IncidentLink,
    Interval,
    Media,
    Place,
    Record,
    Ref,
    Source,
)
from osintdesk.core.records import Records

Document = dict[str, Any]


def plain(record: Record, *leaving: str) -> Document:
    """A record's id and fields."""
    return {"id": record.id, **{k: v for k, v in record.values().items() if k != "deleted" and k not in leaving}}


def media(records: Records, sha256: str) -> Document:
    """One media item as in lists."""
    item = records.one(Media, sha256)
    contents = records.get(Contents, sha256)
    return {
        "exhibit": item.number,
        "sha256": item.id,
        "md5": item.md5,
        "sha1": item.sha1,
        "size": item.size,
        "kind": item.kind,
        "mime": item.mime,
        "title": item.title,
        "file_names": [a.name for a in arrivals_of(records, sha256)],
        "status": str(status_of(records, item.ref)),
        "tags": [t.name for t in tags_of(records, item.ref)],
        "sensitivity": [s for s in ("graphic", "personal", "minors", "deleted_by_source") if getattr(item, s)],
        "incidents": [link.incident for link in records.where(Attachment, media=sha256)],
        "collected_at": item.collected_at,
        "parent": records.one(Media, item.parent).number if item.parent else None,
        "width": contents.width if contents else None,
        "height": contents.height if contents else None,
        "duration": contents.duration_ms / 1000 if contents and contents.duration_ms is not None else None,
        "could_not_be_read": contents.reason if contents and contents.reason else None,
    }


def arrivals_of(records: Records, sha256: str) -> list[Arrival]:
    return sorted(records.where(Arrival, media=sha256), key=lambda a: (a.arrived_at, a.id))


def media_whole(records: Records, sha256: str) -> Document:
    """Everything known of one media item."""
    item = records.one(Media, sha256)
    contents = records.get(Contents, sha256)
    return {
        **media(records, sha256),
        "description": item.description,
        "made_by": item.made_by,
        "parameters": item.parameters,
        "arrivals": [plain(a, "media") for a in arrivals_of(records, sha256)],
        "contents": plain(contents) if contents else None,
        "attachments": [attachment(records, a) for a in records.where(Attachment, media=sha256)],
        "sightings": [sighting(records, s) for s in sightings_of(records, sha256)],
        "places": [plain(p, "subject") for p in records.where(Place, subject=item.ref)],
        "observations": [observation(o) for o in observations_of(records, sha256)],
        "steps": [step(records, s) for s in steps_of(records, item.ref, superseded=True)],
        "assessments": [assessment(records, a) for a in assessments_of(records, item.ref)],
        "matches": [match(records, m) for m in matches_of(records, sha256)],
        "annotations": [plain(a, "media") for a in records.where(Annotation, media=sha256)],
    }


def attachment(records: Records, link: Attachment) -> Document:
    incident_of = records.get(Incident, link.incident)
    return {"incident": link.incident, "title": incident_of.title if incident_of else "", "role": link.role}


def sighting(records: Records, seen: domain.Sighting) -> Document:
    source = records.get(Source, seen.source)
    return {**plain(seen, "source", "media"), "source": plain(source) if source else None}


def observation(seen: domain.Observation) -> Document:
    return plain(seen)


def step(records: Records, made: domain.Step) -> Document:
    after = superseded_by(records, made.id)
    return {
        **plain(made),
        "superseded_by": after.id if after else None,
        "reviews": [plain(r, "subject") for r in reviews_of(records, made.ref)],
    }


def assessment(records: Records, made: domain.Assessment) -> Document:
    return {**plain(made), "reviews": [plain(r, "subject") for r in reviews_of(records, made.ref)]}


def numbers(value: Any) -> Any:
    """Decimal strings inside a transform or segment as numbers again."""
    match value:
        case dict():
            return {key: numbers(item) for key, item in value.items()}
        case list():
            return [numbers(item) for item in value]
        case str():
            try:
                return float(value)
            except ValueError:
                return value
        case _:
            return value


def match(records: Records, found: domain.Match) -> Document:
    """A pair with its relation, alignment and decision."""
    return {
        "a": _end(records, found.a),
        "b": _end(records, found.b),
        "related": (found.decided_relation or found.relation) != "not related",
        "relation": found.decided_relation or found.relation,
        "suggested_relation": found.relation,
        "score": float(found.score or 0),
        "decision": found.decision,
        "decided_by": found.decided_by,
        "decided_at": found.decided_at,
        "note": found.note,
        "explanation": found.explanation,
        "transform": numbers(found.transform),
        "segments": numbers(found.segments),
        "differing": numbers(found.differing),
    }


def _end(records: Records, sha256: str) -> Document:
    item = records.get(Media, sha256)
    return {"exhibit": item.number if item else None, "sha256": sha256}


def incident(records: Records, incident_id: str) -> Document:
    """An incident with its places, times, media, links and assessment."""
    found = records.one(Incident, incident_id)
    links = records.where(IncidentLink, a=found.id) + records.where(IncidentLink, b=found.id)
    return {
        **plain(found),
        "status": str(status_of(records, found.ref)),
        "places": [plain(p, "subject") for p in records.where(Place, subject=found.ref)],
        "times": [plain(i, "subject") for i in records.where(Interval, subject=found.ref)],
        "tags": [t.name for t in tags_of(records, found.ref)],
        "media": [
            {"exhibit": records.one(Media, a.media).number, "sha256": a.media, "role": a.role}
            for a in records.where(Attachment, incident=found.id)
        ],
        "links": [plain(link) for link in links],
        "steps": [step(records, s) for s in steps_of(records, found.ref)],
        "assessments": [assessment(records, a) for a in assessments_of(records, found.ref)],
    }


def claim(records: Records, found: domain.Claim) -> Document:
    """A claim with its source, parts and the evidence on it."""
    source = records.get(Source, found.source)
    return {
        **plain(found, "source"),
        "source": plain(source) if source else None,
        "status": str(status_of(records, found.ref)),
        "parts": [{"part": part, "wording": wording} for part, wording in parts_of(found)],
        "evidence": [
            {**plain(e, "claim"), "exhibit": _exhibit(records, e.subject)} for e in evidence_of(records, found.id)
        ],
    }


def _exhibit(records: Records, subject: Ref) -> str | None:
    record = records.of(subject)
    return record.number if isinstance(record, Media) else None
