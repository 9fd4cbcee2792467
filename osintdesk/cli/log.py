"""`osintdesk log`: the custody log."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from osintdesk.app.subjects import find_subject
from osintdesk.cli.output import Subparsers, add_command, case_argument, opened, show_json, show_table
from osintdesk.core.i18n import _


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    parser = add_command(
        commands, "log", says=_("the custody log"), example="osintdesk log Kursk.osintcase --of EX-0001"
    )
    case_argument(parser)
    parser.add_argument("--of", metavar="SUBJECT", help=_("only the entries on an exhibit, incident or claim"))
    parser.add_argument("--limit", type=int, default=None)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        subject = find_subject(session.records, arguments.of) if arguments.of else None
        entries = session.submit(lambda case: case.log(of=subject, limit=arguments.limit)).result()
    if arguments.json:
        show_json({"entries": [asdict(entry) for entry in entries]})
    else:
        rows = [(str(e.number), e.at, e.by, e.label, e.hash[:12]) for e in entries]
        show_table((_("entry"), _("at"), _("by"), _("what"), _("hash")), rows)
    return 0
