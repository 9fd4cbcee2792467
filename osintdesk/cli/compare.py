"""`osintdesk compare`: two bare files: related or not, how, where."""

from __future__ import annotations

import argparse
from pathlib import Path

from osintdesk.app.compare import compare_files
from osintdesk.cli.output import Subparsers, add_command, show_fields, show_json
from osintdesk.core.i18n import _


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    parser = add_command(
        commands,
        "compare",
        says=_("two bare files: related or not, how, where"),
        example="osintdesk compare original.mp4 repost.mp4 --json",
    )
    parser.add_argument("a", type=Path, metavar="FILE")
    parser.add_argument("b", type=Path, metavar="FILE")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    answer = compare_files(arguments.a, arguments.b)
    if arguments.json:
        show_json(answer)
    else:
        show_fields(answer)
    return 0
