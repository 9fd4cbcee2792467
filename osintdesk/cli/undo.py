"""`osintdesk undo|redo`."""

from __future__ import annotations

import argparse

from osintdesk.cli.output import Subparsers, add_command, case_argument, opened, show_json, show_line
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    for verb, says in (("undo", _("take the last action back")), ("redo", _("do the undone action again"))):
        parser = add_command(commands, verb, says=says, example=f"osintdesk {verb} Kursk.osintcase")
        case_argument(parser)
        parser.set_defaults(run=run, verb=verb)


def run(arguments: argparse.Namespace) -> int:
    undoing = arguments.verb == "undo"
    with opened(arguments.case) as session:
        label = session.undo_label if undoing else session.redo_label
        if label is None:
            raise UsageError(_("There is nothing to undo.") if undoing else _("There is nothing to redo."))
        commit = (session.undo() if undoing else session.redo()).result()
    if arguments.json:
        show_json({"action": label, "changed": list(commit.changed)})
    else:
        show_line((_("Undone: {what}.") if undoing else _("Done again: {what}.")).format(what=label))
    return 0
