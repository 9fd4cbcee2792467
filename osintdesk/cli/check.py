"""`osintdesk check`: prove that tables follow from log and originals, and name what does not."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from osintdesk.app.checking import check
from osintdesk.app.profile import load_profile
from osintdesk.app.session import Session
from osintdesk.case.case_file import CaseFile
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
from osintdesk.core.errors import CaseDamaged
from osintdesk.core.i18n import _
from osintdesk.core.text import visible


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
    if arguments.rebuild:
        _repair_if_damaged(arguments.case)
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


def _repair_if_damaged(case: Path) -> None:
    """A case.db that cannot be opened is made again from what can be read of its log; the old file is kept."""
    try:
        with Session.open(case, profile=load_profile()):
            return
    except CaseDamaged:
        kept = CaseFile.repair(case)
        said = _("The damaged case.db was made again from its log; the old one is kept as {path}.")
        print(visible(said.format(path=kept)), file=sys.stderr)
