"""Reads the command, runs it, and turns every ending into an exit code and one sentence.

0 done; 1 done, but something needs a look; 2 wrong use; 3 a known error; 70 a bug.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from osintdesk import __version__
from osintdesk.cli.window import OpenWindow, no_window
from osintdesk.core.errors import Cancelled, OsintDeskError
from osintdesk.core.i18n import _, use_language

COMMANDS = (
    "demo", "new", "add", "incident", "media", "metadata", "matches", "compare", "known", "step", "claim", "assess",
    "search", "report", "log", "check", "undo",
)  # fmt: skip
BUG = 70
SUFFIX = ".osintcase"


MODULES = {"redo": "undo"}


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The whole command line, or that of one command: the others, and what they need, are then not loaded."""
    top = argparse.ArgumentParser(
        prog="osintdesk",
        description=_("Verify footage and keep the record of how it was done."),
        epilog=_("Without a command, the window opens: osintdesk [CASE]. Each command has --help with an example."),
    )
    top.add_argument("--version", action="version", version=f"osintdesk {__version__}")
    commands = top.add_subparsers(dest="command", metavar=_("COMMAND"))
    for name in [only] if only else COMMANDS:
        import_module(f"osintdesk.cli.{MODULES.get(name, name)}").add_parser(commands)
    return top


def main(argv: Sequence[str] | None = None, *, open_window: OpenWindow = no_window) -> int:
    """Run one command and answer its exit code; without a command, open the window."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    use_language()
    if not arguments or _is_case(arguments[0]):
        return _guarded(lambda: open_window(arguments[0] if arguments else None))
    known = {*COMMANDS, *MODULES}
    chosen = parser(arguments[0] if arguments[0] in known else None).parse_args(arguments)
    if chosen.command is None:
        return _guarded(lambda: open_window(None))
    chosen.open_window = open_window
    return _guarded(lambda: int(chosen.run(chosen)))


def _is_case(argument: str) -> bool:
    """A word that is no command but a path; a missing one is then said to be missing."""
    if argument.startswith("-") or argument in {*COMMANDS, *MODULES}:
        return False
    return os.sep in argument or argument.endswith(SUFFIX) or Path(argument).is_dir()


def _guarded(work: Callable[[], int]) -> int:
    try:
        return work()
    except OsintDeskError as error:
        print(f"osintdesk: {error}", file=sys.stderr)
        return error.exit_code
    except (Cancelled, KeyboardInterrupt):
        print(_("osintdesk: stopped. What was done is kept."), file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        import traceback

        traceback.print_exc()
        print(_("osintdesk: this is a mistake in the program, not yours: {error}").format(error=error), file=sys.stderr)
        return BUG
