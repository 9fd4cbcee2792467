"""Verbs on sightings and sources."""

from __future__ import annotations

from concurrent.futures import Future

from osintdesk.app.session import Session
from osintdesk.case.case_file import Commit, edit, put, remove
from osintdesk.core import instants, words
from osintdesk.core.domain import Json, Media, Sighting, Source, new_id
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _


def add_sighting(session: Session, media: str, **fields: Json) -> Future[Commit]:
    """Record where a media item was seen; `posted_at` and `captured_at` are RFC 3339 with their zone."""
    number = session.records.one(Media, media).number
    made = Sighting(id=new_id(), media=media, **fields)
    _check(made)
    return session.commit(_("Add sighting of {what}").format(what=number), [put(made)])


def edit_sighting(session: Session, sighting: str, **fields: Json) -> Future[Commit]:
    record = session.records.one(Sighting, sighting)
    _check(Sighting(**{**record.values(), "id": record.id, **fields}))
    number = session.records.one(Media, record.media).number
    return session.commit(_("Edit sighting of {what}").format(what=number), [edit(record, **fields)])


def remove_sighting(session: Session, sighting: str) -> Future[Commit]:
    record = session.records.one(Sighting, sighting)
    number = session.records.one(Media, record.media).number
    return session.commit(_("Remove sighting of {what}").format(what=number), [remove(record)])


def _check(sighting: Sighting) -> None:
    for text in (sighting.posted_at, sighting.captured_at):
        if text:
            instants.parse(text)
    if not any((sighting.url, sighting.platform, sighting.source, sighting.caption, sighting.posted_at, sighting.note)):
        raise UsageError(_("A sighting needs at least an address, a platform, a source, a time or a note."))


def add_source(session: Session, **fields: Json) -> tuple[str, Future[Commit]]:
    """A new source: its id, and the commit."""
    made = Source(id=new_id(), **fields)
    _check_source(made)
    return made.id, session.commit(_("Add source {name}").format(name=made.name), [put(made)])


def edit_source(session: Session, source: str, **fields: Json) -> Future[Commit]:
    record = session.records.one(Source, source)
    _check_source(Source(**{**record.values(), "id": record.id, **fields}))
    return session.commit(_("Edit source {name}").format(name=record.name), [edit(record, **fields)])


def _check_source(source: Source) -> None:
    if not source.name.strip():
        raise UsageError(_("A source needs a name."))
    if source.reliability and source.reliability not in words.RELIABILITY:
        raise UsageError(_("Reliability is one of the letters A to F."))
    if source.reliability and not source.reliability_reason.strip():
        raise UsageError(_("A reliability letter needs its reason."))
