"""Where and when media were seen: reading the sightings."""

from __future__ import annotations

from osintdesk.core import instants
from osintdesk.core.domain import Sighting
from osintdesk.core.records import Records


def sightings_of(records: Records, media: str) -> list[Sighting]:
    """Sightings of a media item, the earliest posted first, those without a time last."""
    return sorted(records.where(Sighting, media=media), key=lambda s: (not s.posted_at, posted(s), s.id))


def earliest(records: Records, media: str) -> Sighting | None:
    """The earliest sighting with a known posting time."""
    return next((s for s in sightings_of(records, media) if s.posted_at), None)


def posted(sighting: Sighting) -> str:
    """When it was posted, in UTC, for sorting; empty when not known."""
    return instants.utc(sighting.posted_at) if sighting.posted_at else ""
