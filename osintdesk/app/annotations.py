"""Verbs on annotations: numbered geometry on a picture or an exact frame; part of the case, never burnt in."""

from __future__ import annotations

from concurrent.futures import Future

from osintdesk.app.session import Session
from osintdesk.case.case_file import Commit, edit, put, remove
from osintdesk.core.domain import Annotation, Json, Media, new_id
from osintdesk.core.i18n import _
from osintdesk.core.records import Records


def annotate(session: Session, media: str, **fields: Json) -> tuple[str, Future[Commit]]:
    """A new annotation with the next free number of this item: its id, and the commit."""
    number = max((a.number for a in session.records.where(Annotation, media=media)), default=0) + 1
    made = Annotation(**{"id": new_id(), "media": media, "number": number, "colour": (number - 1) % 8, **fields})
    what = session.records.one(Media, media).number
    return made.id, session.commit(_("Annotate {what}").format(what=what), [put(made)])


def edit_annotation(session: Session, annotation: str, **fields: Json) -> Future[Commit]:
    record = session.records.one(Annotation, annotation)
    return session.commit(_("Edit annotation {number}").format(number=record.number), [edit(record, **fields)])


def remove_annotation(session: Session, annotation: str) -> Future[Commit]:
    record = session.records.one(Annotation, annotation)
    return session.commit(_("Remove annotation {number}").format(number=record.number), [remove(record)])


def annotations_of(records: Records, media: str, *, frame: int | None = None) -> list[Annotation]:
    """Annotations of a picture, or of one frame of a video, by number."""
    found = [a for a in records.where(Annotation, media=media) if a.frame == frame]
    return sorted(found, key=lambda a: a.number)
