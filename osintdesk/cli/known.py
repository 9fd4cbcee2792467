"""`osintdesk known use|list|put-away|export`: packs of known media and hash lists."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from osintdesk.app import known
from osintdesk.app.search import find
from osintdesk.cli.output import Subparsers, add_command, case_argument, opened, show_json, show_line, show_table
from osintdesk.core.i18n import _, ngettext


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    top = add_command(
        commands,
        "known",
        says=_("packs of known media (fingerprints without pictures) and hash lists"),
        example="osintdesk known export Kursk.osintcase -o debunked.oskpack --where status:misattributed",
        json=False,
    )
    verbs = top.add_subparsers(dest="verb", required=True)
    using = add_command(
        verbs,
        "use",
        says=_("compare everything that comes in with a pack or hash list"),
        example="osintdesk known use debunked.oskpack",
    )
    using.add_argument("file", type=Path)
    using.set_defaults(run=_use)
    listing = add_command(verbs, "list", says=_("the packs and lists in use"), example="osintdesk known list")
    listing.set_defaults(run=_list)
    away = add_command(
        verbs, "put-away", says=_("no longer use one"), example="osintdesk known put-away debunked.oskpack"
    )
    away.add_argument("name")
    away.set_defaults(run=_put_away)
    _add_export(verbs)


def _add_export(verbs: Subparsers[argparse.ArgumentParser]) -> None:
    exporting = add_command(
        verbs,
        "export",
        says=_("write a pack of what a case knows, without any picture"),
        example="osintdesk known export Kursk.osintcase -o debunked.oskpack --where status:misattributed",
    )
    case_argument(exporting)
    exporting.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.oskpack")
    exporting.add_argument("--where", default="", metavar="WORDS", help=_("words and filters as in the search field"))
    exporting.add_argument("--title", default="")
    exporting.set_defaults(run=_export)


def _use(arguments: argparse.Namespace) -> int:
    taken = known.use(arguments.file)
    if arguments.json:
        show_json(asdict(taken))
    else:
        show_line(ngettext("{n} entry in use.", "{n} entries in use.", taken.entries))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    found = known.in_use()
    if arguments.json:
        show_json({"known": [asdict(each) for each in found]})
    else:
        header = (_("file"), _("entries"), _("title"))
        show_table(header, [(each.name, str(each.entries), each.title) for each in found])
    return 0


def _put_away(arguments: argparse.Namespace) -> int:
    known.put_away(arguments.name)
    if arguments.json:
        show_json({"put_away": arguments.name})
    else:
        show_line(_("{name} is no longer used.").format(name=arguments.name))
    return 0


def _export(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        title = arguments.title or session.records.case.title
        count = known.export_known(session, find(session, arguments.where), arguments.output, title=title)
    if arguments.json:
        show_json({"pack": str(arguments.output), "entries": count})
    else:
        show_line(ngettext("{n} entry written.", "{n} entries written.", count))
    return 0
