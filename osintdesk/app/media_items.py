"""Verbs on media items: attach, tag, mark as sensitive, describe."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from osintdesk.app.session import Session
from osintdesk.case.case_file import Change, Commit, edit, put, remove
from osintdesk.core import words
from osintdesk.core.domain import Attachment, Incident, Media, Record, Ref, Tag, Tagging, link_id, new_id
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.records import Records


def named(records: Records, media: Sequence[str]) -> str:
    """`EX-0003`, or `4 items`, for the names of actions."""
    if len(media) == 1:
        return records.one(Media, media[0]).number
    return ngettext("{n} item", "{n} items", len(media))


def attach(session: Session, incident: str, media: Sequence[str], role: str = words.Role.SHOWS_EVENT) -> Future[Commit]:
    """Attach media to an incident in a role; attaching again changes the role."""
    records = session.records
    title = records.one(Incident, incident).title
    links = [
        Attachment(
            id=link_id(incident, sha), incident=incident, media=records.one(Media, sha).id, role=words.Role(role)
        )
        for sha in media
    ]
    label = _("Attach {what} to {title}").format(what=named(records, media), title=title)
    return session.commit(label, [put(link) for link in links])


def detach(session: Session, incident: str, media: Sequence[str]) -> Future[Commit]:
    records = session.records
    links = [records.get(Attachment, link_id(incident, sha)) for sha in media]
    label = _("Detach {what} from {title}").format(
        what=named(records, media), title=records.one(Incident, incident).title
    )
    return session.commit(label, [remove(link) for link in links if link is not None])


def tag(session: Session, subjects: Sequence[Ref], name: str) -> Future[Commit]:
    """Put a tag on subjects; a new name makes a new tag."""
    wanted = name.strip()
    if not wanted:
        raise UsageError(_("A tag needs a name."))
    known = find_tag(session.records, wanted)
    colour = session.records.count(Tag) % 8
    made = known or Tag(id=new_id(), name=wanted, colour=colour)
    changes: list[Change] = [] if known else [put(made)]
    changes += [put(Tagging(id=link_id(subject, made.id), subject=subject, tag=made.id)) for subject in subjects]
    return session.commit(
        _("Tag {what} {name}").format(what=_subjects(session.records, subjects), name=wanted), changes
    )


def untag(session: Session, subjects: Sequence[Ref], name: str) -> Future[Commit]:
    known = find_tag(session.records, name.strip())
    if known is None:
        raise UsageError(_("There is no tag “{name}” in this case.").format(name=name))
    links = [session.records.get(Tagging, link_id(subject, known.id)) for subject in subjects]
    label = _("Remove tag {name} from {what}").format(name=known.name, what=_subjects(session.records, subjects))
    return session.commit(label, [remove(link) for link in links if link is not None])


def find_tag(records: Records, name: str) -> Tag | None:
    return next((t for t in records.all(Tag) if t.name.casefold() == name.casefold()), None)


def tags_of(records: Records, subject: Ref) -> list[Tag]:
    """The tags on a subject, by name."""
    found = [records.get(Tag, link.tag) for link in records.where(Tagging, subject=subject)]
    return sorted((t for t in found if t is not None and not t.deleted), key=lambda t: t.name.casefold())


def _subjects(records: Records, subjects: Sequence[Ref]) -> str:
    found = [r for r in (records.of(s) for s in subjects) if r is not None]
    if len(found) == 1:
        return title_of(found[0])
    return ngettext("{n} item", "{n} items", len(found))


def title_of(record: Record) -> str:
    """What a record is called in the names of actions: exhibit number, else title, name or statement."""
    if isinstance(record, Media):
        return record.number
    for field in ("title", "name", "statement", "question", "text"):
        value = getattr(record, field, "")
        if value:
            return str(value)
    return record.TABLE.replace("_", " ")


def set_sensitivity(
    session: Session,
    media: Sequence[str],
    *,
    graphic: bool | None = None,
    personal: bool | None = None,
    minors: bool | None = None,
    deleted_by_source: bool | None = None,
) -> Future[Commit]:
    """Set the marks that are given; None leaves a mark as it is."""
    given = {"graphic": graphic, "personal": personal, "minors": minors, "deleted_by_source": deleted_by_source}
    fields = {name: value for name, value in given.items() if value is not None}
    records = [session.records.one(Media, sha) for sha in media]
    label = _("Set sensitivity of {what}").format(what=named(session.records, media))
    return session.commit(label, [edit(record, **fields) for record in records])


def describe(
    session: Session, media: str, *, title: str | None = None, description: str | None = None
) -> Future[Commit]:
    """Title and description for colleagues, who may read instead of looking."""
    given = {"title": title, "description": description}
    record = session.records.one(Media, media)
    fields = {name: value for name, value in given.items() if value is not None}
    return session.commit(_("Describe {what}").format(what=record.number), [edit(record, **fields)])
