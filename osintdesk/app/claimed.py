"""What is claimed of a media item, from its sightings and incidents: the earliest posting, the places."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from osintdesk.core.domain import Attachment, Incident, Media, Place, Sighting, ref
from osintdesk.core.errors import UsageError
from osintdesk.core.instants import parse
from osintdesk.core.records import Records
from osintdesk.core.words import Role


@dataclass(frozen=True, slots=True)
class Claimed:
    """`posted_at`: earliest known sighting; `places`: of the item's incidents; `seen_at`: when it was collected."""

    posted_at: datetime | None = None
    places: tuple[tuple[float, float], ...] = ()
    seen_at: datetime | None = None


NOTHING_CLAIMED = Claimed()
# What is only context or reference is not said to have been made at the incident's place.
_SHOWN = {Role.SHOWS_EVENT, Role.SHOWS_AFTERMATH}


def claimed_of(records: Records, sha256: str) -> Claimed:
    """What the case records about a media item, for its consistency checks."""
    posted = [moment for s in records.where(Sighting, media=sha256) if (moment := _moment(s.posted_at))]
    attached = records.where(Attachment, media=sha256)
    incidents = [link.incident for link in attached if link.role in _SHOWN]
    subjects = [ref(Incident.TABLE, incident) for incident in incidents]
    places = [place for subject in subjects for place in records.where(Place, subject=subject)]
    points = [point for place in places if (point := _point(place))]
    media = records.one(Media, sha256)
    return Claimed(min(posted, default=None), tuple(points), _moment(media.collected_at))


def _moment(text: str) -> datetime | None:
    with suppress(UsageError):
        return parse(text) if text else None
    return None


def _point(place: Place) -> tuple[float, float] | None:
    try:
        return float(place.latitude), float(place.longitude)
    except ValueError:
        return None
