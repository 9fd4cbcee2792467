"""`osintdesk demo`: make the example case; open it, or print where it is."""

from __future__ import annotations

import argparse
from pathlib import Path

from osintdesk.app.demo import example_folder, make_example
from osintdesk.app.reporting import make_report
from osintdesk.cli.output import (
    Subparsers,
    add_command,
    opened,
    progress_argument,
    progress_of,
    show_json,
    show_line,
)
from osintdesk.core.i18n import _
from osintdesk.report.options import Options


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    parser = add_command(
        commands,
        "demo",
        says=_("make the example case (all pictures in it are generated), open it or print where it is"),
        example="osintdesk demo --no-window --report example.pdf",
    )
    parser.add_argument("--folder", type=Path, default=None, help=_("where the case is made"))
    parser.add_argument("--report", type=Path, metavar="OUT.pdf", help=_("also set its report"))
    parser.add_argument("--no-window", action="store_true", help=_("only make it and print where it is"))
    progress_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    case = make_example(arguments.folder or example_folder(), progress=progress_of(arguments))
    if arguments.report:
        with opened(case) as session:
            make_report(session, arguments.report, Options()).result()
    if arguments.json:
        show_json({"case": str(case), "report": str(arguments.report) if arguments.report else None})
    else:
        show_line(_("The example case is in {path}.").format(path=case))
        if arguments.report:
            show_line(_("Its report is {path}.").format(path=arguments.report))
    if arguments.no_window:
        return 0
    return int(arguments.open_window(str(case)))
