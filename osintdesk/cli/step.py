"""`osintdesk step add|list|accept|dismiss|supersede`: verification steps and observations."""

from __future__ import annotations

import argparse
from typing import TypeVar

from osintdesk.app import verification, views
from osintdesk.app.subjects import find_subject
from osintdesk.cli.fields import add_field_options, given_fields
from osintdesk.cli.output import (
    Subparsers,
    add_command,
    case_argument,
    opened,
    show_json,
    show_line,
    show_table,
)
from osintdesk.core.domain import Observation, Record, Step
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _
from osintdesk.core.records import Records

T = TypeVar("T", bound=Record)
_FIELDS = (
    "pillar", "question", "method", "method_version", "tool", "tool_version", "result", "finding", "confidence",
    "not_before", "not_after", "latitude", "longitude", "radius_m",
)  # fmt: skip


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    example = (
        'osintdesk step add Kursk.osintcase EX-0001 --pillar location --question "Where?" '
        '--result supports --finding "The water tower matches." --confidence moderate'
    )
    top = add_command(commands, "step", says=_("verification steps and observations"), example=example, json=False)
    verbs = top.add_subparsers(dest="verb", required=True)
    for verb, body, argument, says in (
        ("add", _add, "subject", _("record an examination of an exhibit, incident or claim")),
        ("list", _list, "subject", _("steps and open observations")),
        ("accept", _accept, "observation", _("make an observation a step")),
        ("dismiss", _dismiss, "observation", _("put an observation aside, with a reason")),
        ("supersede", _supersede, "step", _("redo a step; the old one stays readable")),
    ):
        parser = add_command(verbs, verb, says=says, example=example)
        case_argument(parser)
        parser.add_argument(argument, nargs="?" if verb == "list" else None, help=_("EX-0001, incident:…, or an id"))
        if verb == "dismiss":
            parser.add_argument("--reason", required=True)
        elif verb != "list":
            add_field_options(parser, Step, *_FIELDS, required=("question", "pillar") if verb == "add" else ())
        parser.set_defaults(run=body)


def _add(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        subject = find_subject(session.records, arguments.subject)
        commit = verification.add_step(session, subject, **given_fields(arguments, Step, *_FIELDS)).result()
        return _told(session.records, commit.changed[0].split(":", 1)[1], arguments.json)


def _accept(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        seen = _chosen(session.records, Observation, arguments.observation)
        verification.accept_observation(session, seen.id, **given_fields(arguments, Step, *_FIELDS)).result()
        return _told(session.records, session.records.one(Observation, seen.id).step, arguments.json)


def _dismiss(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        seen = _chosen(session.records, Observation, arguments.observation)
        verification.dismiss_observation(session, seen.id, arguments.reason).result()
        answer = views.observation(session.records.one(Observation, seen.id))
    show_json(answer) if arguments.json else show_line(_("Dismissed."))
    return 0


def _supersede(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        before = _chosen(session.records, Step, arguments.step)
        verification.supersede_step(session, before.id, **given_fields(arguments, Step, *_FIELDS)).result()
        after = verification.superseded_by(session.records, before.id)
        return _told(session.records, after.id if after else before.id, arguments.json)


def _told(records: Records, step: str, as_json: bool) -> int:
    answer = views.step(records, records.one(Step, step))
    show_json(answer) if as_json else show_line(str(answer["id"]))
    return 0


def _chosen(records: Records, cls: type[T], name: str) -> T:
    fits = [r for r in records.all(cls) if r.id.startswith(name)]
    if len(fits) != 1:
        raise UsageError(_("“{name}” names no single one; give more of its id.").format(name=name))
    return fits[0]


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        records = session.records
        subject = find_subject(records, arguments.subject) if arguments.subject else None
        steps = [views.step(records, s) for s in records.all(Step) if subject in {None, s.subject}]
        noticed = [views.observation(o) for o in records.all(Observation) if subject in {None, f"media:{o.media}"}]
    if arguments.json:
        show_json({"steps": steps, "observations": noticed})
        return 0
    show_table(
        (_("step"), _("pillar"), _("result"), _("question")),
        [(s["id"][:8], s["pillar"], s["result"], s["question"]) for s in steps],
    )
    show_line()
    show_table(
        (_("observation"), _("severity"), _("decision"), _("text")),
        [(o["id"][:8], o["severity"], o["decision"], o["text"]) for o in noticed],
    )
    return 0
