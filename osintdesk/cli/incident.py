"""`osintdesk incident add|list|show|edit`."""

from __future__ import annotations

import argparse

from osintdesk.app import incidents, views
from osintdesk.app.session import Session
from osintdesk.cli.fields import add_field_options, given_fields
from osintdesk.cli.output import (
    Subparsers,
    add_command,
    case_argument,
    opened,
    show_fields,
    show_json,
    show_line,
    show_table,
)
from osintdesk.core.domain import Incident, Interval, Place, Ref
from osintdesk.core.i18n import _

_OWN = ("title", "description", "work_status", "assigned_to")
_PLACE = ("latitude", "longitude", "precision")
_TIME = ("not_before", "not_after", "zone", "basis")


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    example = (
        'osintdesk incident add Kursk.osintcase --title "Jets fly low" '
        "--place Sudzha --latitude 51.19 --longitude 35.27"
    )
    top = add_command(commands, "incident", says=_("make, list, show and edit incidents"), example=example, json=False)
    verbs = top.add_subparsers(dest="verb", required=True)
    for verb, body, says in (
        ("add", _add, _("make an incident")),
        ("list", _list, _("list the incidents")),
        ("show", _show, _("everything known of one incident")),
        ("edit", _edit, _("change an incident, or give it a further place or time")),
    ):
        parser = add_command(verbs, verb, says=says, example=example)
        case_argument(parser)
        if verb in {"show", "edit"}:
            parser.add_argument("incident", help=_("id or title"))
        if verb in {"add", "edit"}:
            add_field_options(parser, Incident, *_OWN, required=("title",) if verb == "add" else ())
            parser.add_argument("--place", help=_("name of a place"))
            add_field_options(parser, Place, *_PLACE)
            add_field_options(parser, Interval, *_TIME)
        if verb == "edit":
            parser.add_argument("--link", help=_("another incident (id or title) that belongs to it"))
            parser.add_argument("--relation", default="related")
        parser.set_defaults(run=body)


def _add(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        given = given_fields(arguments, Incident, "title", "description", "work_status")
        made, commit = incidents.add_incident(session, **given)
        commit.result()
        _place_and_time(session, f"incident:{made}", arguments)
        _answer(session, made, arguments.json)
    return 0


def _edit(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        found = incidents.find_incident(session.records, arguments.incident)
        given = given_fields(arguments, Incident, *_OWN)
        if given:
            incidents.edit_incident(session, found.id, **given).result()
        _place_and_time(session, found.ref, arguments)
        if arguments.link:
            other = incidents.find_incident(session.records, arguments.link)
            incidents.link_incidents(session, found.id, other.id, arguments.relation).result()
        _answer(session, found.id, arguments.json)
    return 0


def _place_and_time(session: Session, subject: Ref, arguments: argparse.Namespace) -> None:
    place = given_fields(arguments, Place, *_PLACE)
    if arguments.place:
        place["name"] = arguments.place
    if place:
        incidents.add_place(session, subject, **place).result()
    when = given_fields(arguments, Interval, *_TIME)
    if when:
        incidents.add_interval(session, subject, **{"zone": session.case_zone, **when}).result()


def _answer(session: Session, incident: str, as_json: bool) -> None:
    if as_json:
        show_json(views.incident(session.records, incident))
    else:
        show_line(incident)


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        found = [views.incident(session.records, i.id) for i in session.records.all(Incident)]
    if arguments.json:
        show_json({"incidents": found})
    else:
        rows = [(i["id"][:8], i["work_status"], str(len(i["media"])), i["title"]) for i in found]
        show_table((_("id"), _("work status"), _("media"), _("title")), rows)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        found = views.incident(session.records, incidents.find_incident(session.records, arguments.incident).id)
    if arguments.json:
        show_json(found)
    else:
        show_fields(found)
    return 0
