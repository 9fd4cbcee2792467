"""`osintdesk media list|show`."""

from __future__ import annotations

import argparse

from osintdesk.app import views
from osintdesk.app.search import find
from osintdesk.cli.output import Subparsers, add_command, case_argument, opened, show_fields, show_json, show_table
from osintdesk.core.i18n import _
from osintdesk.core.text import size


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    top = add_command(
        commands,
        "media",
        says=_("list media items, or show everything known of one"),
        example='osintdesk media list Kursk.osintcase --where "kind:video status:verified"',
        json=False,
    )
    verbs = top.add_subparsers(dest="verb", required=True)
    listing = add_command(verbs, "list", says=_("list the media items"), example="osintdesk media list Kursk.osintcase")
    case_argument(listing)
    listing.add_argument("--where", default="", metavar="WORDS", help=_("words and filters as in the search field"))
    listing.set_defaults(run=_list)
    one = add_command(
        verbs, "show", says=_("everything known of one"), example="osintdesk media show Kursk.osintcase EX-0001"
    )
    case_argument(one)
    one.add_argument("exhibit", help=_("EX-0001, or the beginning of its SHA-256"))
    one.set_defaults(run=_show)


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        found = [views.media(session.records, sha) for sha in find(session, arguments.where)]
    if arguments.json:
        show_json({"media": found})
    else:
        header = (_("exhibit"), _("kind"), _("status"), _("size"), _("SHA-256"), _("name"))
        show_table(
            header,
            [
                (m["exhibit"], m["kind"], m["status"], size(m["size"]), m["sha256"], "; ".join(m["file_names"]))
                for m in found
            ],
        )
    return 0


def _show(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        found = views.media_whole(session.records, session.records.exhibit(arguments.exhibit).id)
    if arguments.json:
        show_json(found)
    else:
        show_fields(found)
    return 0
