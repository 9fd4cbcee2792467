"""`osintdesk matches list|decide`."""

from __future__ import annotations

import argparse

from osintdesk.app import matches, views
from osintdesk.cli.output import Subparsers, add_command, case_argument, opened, show_json, show_line, show_table
from osintdesk.core import words
from osintdesk.core.domain import Match, link_id
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _
from osintdesk.core.records import Records


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    top = add_command(
        commands,
        "matches",
        says=_("near-duplicates: list them, decide them"),
        example="osintdesk matches decide Kursk.osintcase EX-0001 EX-0002 confirmed --relation mirrored",
        json=False,
    )
    verbs = top.add_subparsers(dest="verb", required=True)
    listing = add_command(verbs, "list", says=_("list the matches"), example="osintdesk matches list Kursk.osintcase")
    case_argument(listing)
    listing.add_argument("--decision", choices=[d.value for d in words.MatchDecision])
    listing.set_defaults(run=_list)
    deciding = add_command(
        verbs,
        "decide",
        says=_("decide one"),
        example="osintdesk matches decide Kursk.osintcase EX-0001 EX-0002 rejected",
    )
    case_argument(deciding)
    deciding.add_argument("a", metavar="EXHIBIT")
    deciding.add_argument("b", metavar="EXHIBIT")
    deciding.add_argument("decision", choices=[d.value for d in words.MatchDecision])
    deciding.add_argument("--relation", choices=[r.value for r in words.Relation], default="")
    deciding.add_argument("--note", default="")
    deciding.set_defaults(run=_decide)


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        every = session.records.all(Match)
        found = [views.match(session.records, m) for m in every if arguments.decision in {None, m.decision}]
    if arguments.json:
        show_json({"matches": found})
    else:
        rows = [(m["a"]["exhibit"], m["b"]["exhibit"], m["decision"], m["relation"], str(m["score"])) for m in found]
        show_table((_("a"), _("b"), _("decision"), _("relation"), _("score")), rows)
    return 0


def _decide(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        match = _between(session.records, arguments.a, arguments.b)
        matches.decide(
            session, match.id, decision=arguments.decision, relation=arguments.relation, note=arguments.note
        ).result()
        decided = views.match(session.records, session.records.one(Match, match.id))
    if arguments.json:
        show_json(decided)
    else:
        show_line(_("{a} and {b}: {decision}.").format(a=arguments.a, b=arguments.b, decision=decided["decision"]))
    return 0


def _between(records: Records, a: str, b: str) -> Match:
    ends = sorted((records.exhibit(a).id, records.exhibit(b).id))
    found = records.get(Match, link_id(*ends))
    if found is None:
        raise UsageError(_("{a} and {b} were not found to match.").format(a=a, b=b))
    return found
