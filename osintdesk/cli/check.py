"""`osintdesk check`: prove that tables follow from log and originals, and name what does not."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from osintdesk.app.checking import check
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
from osintdesk.core.i18n import _


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    parser = add_command(
        commands,
        "check",
        says=_("prove that the case is whole; 0 only if all is as it should be"),
        example="osintdesk check Kursk.osintcase --originals all",
    )
    case_argument(parser)
    parser.add_argument("--originals", choices=["all", "sample", "none"], default="all")
    parser.add_argument("--rebuild", action="store_true", help=_("make tables, thumbnails and indexes again"))
    progress_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        findings = check(
            session, originals=arguments.originals, rebuild=arguments.rebuild, progress=progress_of(arguments)
        ).result()
    if arguments.json:
        show_json({"whole": not findings, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            show_line(finding.text)
        if not findings:
            show_line(_("All is as it should be."))
    return 1 if findings else 0
