"""`osintdesk new`: make a case folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from osintdesk.app.profile import load_profile, remember
from osintdesk.app.session import Session
from osintdesk.cli.output import Subparsers, add_command, show_json, show_line
from osintdesk.core.i18n import _
from osintdesk.core.instants import zone


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    parser = add_command(
        commands, "new", says=_("make a new case folder"), example='osintdesk new Kursk --title "Kursk, August 2024"'
    )
    parser.add_argument("case", type=Path, metavar="CASE")
    parser.add_argument("--title", required=True)
    parser.add_argument("--reference", default="", help=_("your own file number"))
    parser.add_argument("--purpose", default="")
    parser.add_argument("--scope", default="")
    parser.add_argument("--time-zone", default="UTC", help=_("the zone beside UTC, like Europe/Moscow"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    zone(arguments.time_zone)
    fields = {name: getattr(arguments, name) for name in ("reference", "purpose", "scope", "time_zone")}
    with Session.create(arguments.case, title=arguments.title, profile=load_profile(), **fields) as session:
        remember(session.path, arguments.title)
        if arguments.json:
            show_json({"case": session.records.case.id, "title": arguments.title, "path": str(session.path)})
        else:
            show_line(_("Made the case {path}.").format(path=session.path))
    return 0
