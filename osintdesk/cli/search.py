"""`osintdesk search`: find records by any value."""

from __future__ import annotations

import argparse

from osintdesk.app.search import search
from osintdesk.cli.output import Subparsers, add_command, case_argument, opened, show_json, show_table
from osintdesk.core.domain import Media
from osintdesk.core.i18n import _


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    parser = add_command(
        commands, "search", says=_("find records by any value"), example="osintdesk search Kursk.osintcase Суджа"
    )
    case_argument(parser)
    parser.add_argument("words", nargs="+", metavar="WORDS")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        found = [
            {
                "ref": hit.ref,
                "snippet": hit.snippet,
                "exhibits": [session.records.one(Media, m).number for m in hit.media],
            }
            for hit in search(session, " ".join(arguments.words))
        ]
    if arguments.json:
        show_json({"found": found})
    else:
        rows = [(str(f["ref"])[:24], " ".join(f["exhibits"][:4]), str(f["snippet"])) for f in found]
        show_table((_("record"), _("exhibits"), _("text")), rows)
    return 0
