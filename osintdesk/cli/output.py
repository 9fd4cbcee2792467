"""What commands print: one JSON document, plain lines, or progress; everything from files is made visible first."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson

from osintdesk.app.profile import load_profile
from osintdesk.app.recovery import recover
from osintdesk.app.session import Session
from osintdesk.core.domain import Json
from osintdesk.core.i18n import _
from osintdesk.core.progress import NO_PROGRESS, Progress, Reporting, State
from osintdesk.core.text import visible

Subparsers = argparse._SubParsersAction  # argparse has no public name for it


def add_command(
    commands: Subparsers[argparse.ArgumentParser], name: str, *, says: str, example: str, json: bool = True
) -> argparse.ArgumentParser:
    """A command's parser, with its example in the help and the options that every command has."""
    parser = commands.add_parser(
        name,
        help=says,
        description=says,
        epilog=_("Example: {example}").format(example=example),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if json:
        parser.add_argument("--json", action="store_true", help=_("print one JSON document"))
    return parser


def case_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", type=Path, metavar="CASE", help=_("the case folder (Name.osintcase)"))


def progress_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--progress", choices=["bar", "json", "none"], default=None, help=_("how progress is shown"))


@contextmanager
def opened(case: Path, *, read_only: bool = False) -> Iterator[Session]:
    """The case, open for one command."""
    with Session.open(case, profile=load_profile(), read_only=read_only) as session:
        for sentence in recover(session).sentences():
            print(visible(sentence), file=sys.stderr)
        yield session


def show_json(document: Json) -> None:
    """One JSON document, keys as given, UTF-8; lone surrogates cannot occur, since records hold none."""
    sys.stdout.flush()
    sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
    sys.stdout.buffer.flush()


def show_line(text: str = "") -> None:
    print(visible(text, lines=True))


def show_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest cell; nothing is cut."""
    shown = [[visible(str(cell)) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[i]) for row in shown) for i in range(len(header))]
    for row in shown:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def progress_of(arguments: argparse.Namespace) -> Progress:
    """A bar on a terminal, JSON Lines when asked for, silent otherwise."""
    kind = getattr(arguments, "progress", None) or ("bar" if sys.stderr.isatty() else "none")
    tell = {"bar": _bar, "json": _json_line}.get(kind)
    return Reporting(tell) if tell else NO_PROGRESS


def _bar(state: State) -> None:
    filled = 24 * state.done // state.total if state.total else 0
    counts = f"{state.done}/{state.total}" if state.total else str(state.done)
    end = "\n" if state.total and state.done >= state.total else ""
    print(f"\r[{'#' * filled}{'.' * (24 - filled)}] {counts} {visible(state.what)[:40]:40s}", end=end, file=sys.stderr)


def _json_line(state: State) -> None:
    line = {"progress": {"done": state.done, "total": state.total, "what": state.what, "problems": state.problems}}
    print(orjson.dumps(line).decode(), file=sys.stderr, flush=True)


def show_fields(document: dict[str, object], indent: str = "") -> None:
    """A JSON view as indented lines; what is empty is left out."""
    for name, value in document.items():
        label = f"{indent}{name.replace('_', ' ')}:"
        if isinstance(value, dict) and value:
            show_line(label)
            show_fields(value, indent + "  ")
        elif isinstance(value, list) and value:
            show_line(label)
            for item in value:
                if isinstance(item, dict):
                    show_fields(item, indent + "  ")
                    show_line()
                else:
                    show_line(f"{indent}  {item}")
        elif value not in ("", None, [], {}):
            show_line(f"{label} {value}")
