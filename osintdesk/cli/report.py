"""`osintdesk report`: the PDF report of a case or one incident."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from osintdesk.app.incidents import find_incident
from osintdesk.app.reporting import make_report
from osintdesk.cli.output import (
    Subparsers,
    add_command,
    case_argument,
    opened,
    progress_argument,
    progress_of,
    show_json,
    show_line,
)
from osintdesk.core.i18n import _, ngettext
from osintdesk.report.options import Options, Template


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    parser = add_command(
        commands,
        "report",
        says=_("set the PDF report"),
        example='osintdesk report Kursk.osintcase -o kursk.pdf --incident "Low-flying jets"',
    )
    case_argument(parser)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.pdf")
    parser.add_argument("--incident", action="append", help=_("only this incident (id or title); may be repeated"))
    parser.add_argument("--exhibit", action="append", help=_("only this exhibit; may be repeated"))
    parser.add_argument("--template", choices=get_args(Template), default="case")
    parser.add_argument("--language", default="en")
    parser.add_argument("--names", action="store_true", help=_("print the names of the people, not only their roles"))
    progress_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        records = session.records
        incidents = tuple(find_incident(records, name).id for name in arguments.incident or ())
        exhibits = tuple(records.exhibit(number).id for number in arguments.exhibit or ())
        options = Options(
            template=arguments.template,
            incidents=incidents or None,
            exhibits=exhibits or None,
            language=arguments.language,
            names=arguments.names,
        )
        made = make_report(session, arguments.output, options, progress=progress_of(arguments)).result()
    if arguments.json:
        show_json({"report": str(arguments.output), "sha256": made.sha256, "pages": made.pages})
    else:
        pages = ngettext("{n} page", "{n} pages", made.pages)
        show_line(_("{path}: {pages}, SHA-256 {hash}").format(path=arguments.output, pages=pages, hash=made.sha256))
    return 0
