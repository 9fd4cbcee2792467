"""`osintdesk add`: take files and folders into a case."""

from __future__ import annotations

import argparse
from pathlib import Path

from osintdesk.app.incidents import find_incident
from osintdesk.app.ingest import Summary, start_import
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


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    parser = add_command(
        commands,
        "add",
        says=_("copy files into a case, hash and read them"),
        example='osintdesk add Kursk.osintcase clips/ --incident "Low-flying jets" --source-url https://t.me/x/1',
    )
    case_argument(parser)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--incident", help=_("id or title of the incident to attach them to"))
    parser.add_argument("--source-url", help=_("where the files were seen; recorded as a sighting"))
    parser.add_argument("--posted-at", help=_("when it was posted there, with its zone (RFC 3339)"))
    parser.add_argument(
        "--recursive", action=argparse.BooleanOptionalAction, default=True, help=_("folders with all below")
    )
    progress_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        incident = find_incident(session.records, arguments.incident).id if arguments.incident else None
        work = start_import(
            session,
            arguments.paths,
            incident=incident,
            how="command line",
            sighting=_sighting(arguments),
            recursive=arguments.recursive,
            progress=progress_of(arguments),
        )
        summary = work.future.result()
    if arguments.json:
        show_json(summary_json(summary))
    else:
        _tell(summary)
    return 1 if summary.needs_a_look else 0


def _sighting(arguments: argparse.Namespace) -> dict[str, str] | None:
    given = {"url": arguments.source_url or "", "posted_at": arguments.posted_at or ""}
    return given if any(given.values()) else None


def summary_json(summary: Summary) -> dict[str, object]:
    """The summary as the command prints it."""
    return {
        "added": [{"exhibit": i.exhibit, "sha256": i.sha256, "name": i.name} for i in summary.added],
        "already_there": [{"exhibit": i.exhibit, "sha256": i.sha256, "name": i.name} for i in summary.present],
        "could_not_be_read": [
            {"exhibit": i.exhibit, "sha256": i.sha256, "name": i.name, "reason": i.reason} for i in summary.unreadable
        ],
        "not_imported": [{"name": i.name, "reason": i.reason} for i in summary.failed],
        "matches": summary.matches,
        "observations": summary.observations,
        "cancelled": summary.cancelled,
    }


def _tell(summary: Summary) -> None:
    show_line(ngettext("{n} file added.", "{n} files added.", len(summary.added)))
    for item in summary.present:
        show_line(_("Already there: {name} equals {exhibit}.").format(name=item.name, exhibit=item.exhibit))
    for item in summary.unreadable:
        show_line(
            _("{exhibit} {name} is preserved, but could not be read: {reason}").format(
                exhibit=item.exhibit, name=item.name, reason=item.reason
            )
        )
    for item in summary.failed:
        show_line(_("Not imported: {name}: {reason}").format(name=item.name, reason=item.reason))
    if summary.matches:
        show_line(ngettext("{n} match to decide.", "{n} matches to decide.", summary.matches))
