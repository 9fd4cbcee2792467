"""Verbs on incidents: make, edit, place, time, link."""

from __future__ import annotations

from concurrent.futures import Future

from osintdesk.app.session import Session
from osintdesk.case.case_file import Commit, edit, put, remove
from osintdesk.core import words
from osintdesk.core.domain import Incident, IncidentLink, Interval, Json, Place, Ref, link_id, new_id
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _
from osintdesk.core.instants import parse, zone
from osintdesk.core.records import Records


def add_incident(
    session: Session, *, title: str, description: str = "", work_status: str = words.WorkStatus.TO_DO
) -> tuple[str, Future[Commit]]:
    """A new incident: its id, and the commit."""
    if not title.strip():
        raise UsageError(_("An incident needs a title: one sentence that says what happened."))
    made = Incident(id=new_id(), title=title.strip(), description=description, work_status=work_status)
    return made.id, session.commit(_("Add incident {title}").format(title=made.title), [put(made)])


def edit_incident(session: Session, incident: str, **fields: Json) -> Future[Commit]:
    record = session.records.one(Incident, incident)
    return session.commit(_("Edit incident {title}").format(title=record.title), [edit(record, **fields)])


def remove_incident(session: Session, incident: str) -> Future[Commit]:
    """Take the incident away (a tombstone: undo brings it back); its media stay in the case."""
    record = session.records.one(Incident, incident)
    return session.commit(_("Remove incident {title}").format(title=record.title), [remove(record)])


def add_place(session: Session, subject: Ref, **fields: Json) -> Future[Commit]:
    """A place of an incident or media item; coordinates are decimal strings in WGS 84."""
    made = Place(id=new_id(), subject=subject, **fields)
    _check_coordinates(made)
    return session.commit(
        _("Add place {name}").format(name=made.name or f"{made.latitude}, {made.longitude}"), [put(made)]
    )


def edit_place(session: Session, place: str, **fields: Json) -> Future[Commit]:
    record = session.records.one(Place, place)
    _check_coordinates(Place(**{**record.values(), "id": record.id, **fields}))
    return session.commit(_("Edit place {name}").format(name=record.name), [edit(record, **fields)])


def remove_place(session: Session, place: str) -> Future[Commit]:
    record = session.records.one(Place, place)
    return session.commit(_("Remove place {name}").format(name=record.name), [remove(record)])


def _check_coordinates(place: Place) -> None:
    for text, limit, name in ((place.latitude, 90, _("latitude")), (place.longitude, 180, _("longitude"))):
        try:
            right = not text or abs(float(text)) <= limit
        except ValueError:
            right = False
        if not right:
            raise UsageError(
                _("“{text}” is not a {name}: it is a number of degrees from -{limit} to {limit}.").format(
                    text=text, name=name, limit=limit
                )
            )
    if bool(place.latitude) != bool(place.longitude):
        raise UsageError(_("A place needs both latitude and longitude, or neither."))


def add_interval(session: Session, subject: Ref, **fields: Json) -> Future[Commit]:
    """When it happened: `not_before` and `not_after` as RFC 3339 (either may be empty), and the zone."""
    made = Interval(id=new_id(), subject=subject, **fields)
    _check_interval(made)
    return session.commit(_("Add time"), [put(made)])


def edit_interval(session: Session, interval: str, **fields: Json) -> Future[Commit]:
    record = session.records.one(Interval, interval)
    _check_interval(Interval(**{**record.values(), "id": record.id, **fields}))
    return session.commit(_("Edit time"), [edit(record, **fields)])


def remove_interval(session: Session, interval: str) -> Future[Commit]:
    return session.commit(_("Remove time"), [remove(session.records.one(Interval, interval))])


def _check_interval(interval: Interval) -> None:
    zone(interval.zone)
    ends = [parse(text) for text in (interval.not_before, interval.not_after) if text]
    if not ends:
        raise UsageError(_("A time needs at least one end: not before, or not after."))
    if len(ends) == 2 and ends[0] > ends[1]:
        raise UsageError(_("The end “not before” lies after “not after”."))


def link_incidents(session: Session, a: str, b: str, relation: str, note: str = "") -> Future[Commit]:
    """Say that incident `a` is related to `b`; saying it again changes the relation."""
    if a == b:
        raise UsageError(_("An incident cannot be linked to itself."))
    first, second = session.records.one(Incident, a), session.records.one(Incident, b)
    made = IncidentLink(id=link_id(a, b), a=a, b=b, relation=words.IncidentRelation(relation), note=note)
    return session.commit(_("Link {a} to {b}").format(a=first.title, b=second.title), [put(made)])


def unlink_incidents(session: Session, link: str) -> Future[Commit]:
    return session.commit(_("Remove link"), [remove(session.records.one(IncidentLink, link))])


def find_incident(records: Records, name: str) -> Incident:
    """An incident by id, by the beginning of its id, or by title (any case); UsageError when none or several fit."""
    found = records.get(Incident, name)
    if found is not None and not found.deleted:
        return found
    wanted = name.casefold()
    every = list(records.all(Incident))
    fits = [i for i in every if i.title.casefold() == wanted] or [
        i for i in every if i.title.casefold().startswith(wanted) or (len(name) >= 6 and i.id.startswith(name))
    ]
    if len(fits) == 1:
        return fits[0]
    reason = _("several incidents fit") if fits else _("there is none")
    raise UsageError(_("No incident could be chosen by “{name}”: {reason}.").format(name=name, reason=reason))
