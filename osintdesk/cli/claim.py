"""`osintdesk claim add|list|link`."""

from __future__ import annotations

import argparse

from osintdesk.app import claims, views
from osintdesk.app.incidents import find_incident
from osintdesk.app.subjects import find_claim, find_subject
from osintdesk.cli.fields import add_field_options, given_fields
from osintdesk.cli.output import Subparsers, add_command, case_argument, opened, show_json, show_line, show_table
from osintdesk.core import words
from osintdesk.core.domain import Claim
from osintdesk.core.i18n import _

_FIELDS = ("statement", "said_at", "url", "what", "where", "when", "who", "why", "third_party", "note")


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    example = 'osintdesk claim add Kursk.osintcase --statement "Jets flew low on 6 August" --incident "Jets fly low"'
    top = add_command(commands, "claim", says=_("claims and the evidence on them"), example=example, json=False)
    verbs = top.add_subparsers(dest="verb", required=True)
    adding = add_command(verbs, "add", says=_("record what a source says"), example=example)
    case_argument(adding)
    add_field_options(adding, Claim, *_FIELDS, required=("statement",))
    adding.add_argument("--incident", help=_("id or title"))
    adding.set_defaults(run=_add)
    listing = add_command(verbs, "list", says=_("list the claims"), example="osintdesk claim list Kursk.osintcase")
    case_argument(listing)
    listing.set_defaults(run=_list)
    linking = add_command(
        verbs,
        "link",
        says=_("say what an exhibit or step says on a claim"),
        example="osintdesk claim link Kursk.osintcase 3f2a EX-0001 supports --part what",
    )
    case_argument(linking)
    linking.add_argument("claim", help=_("id, or the beginning of the statement"))
    linking.add_argument("subject", help=_("EX-0001 or step:…"))
    linking.add_argument("stance", choices=[s.value for s in words.Stance])
    linking.add_argument("--part", choices=[p.value for p in words.ClaimPart], default="")
    linking.add_argument("--strength", choices=[s.value for s in words.Strength], default="")
    linking.add_argument("--note", default="")
    linking.set_defaults(run=_link)


def _add(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        fields = given_fields(arguments, Claim, *_FIELDS)
        if arguments.incident:
            fields["incident"] = find_incident(session.records, arguments.incident).id
        made, commit = claims.add_claim(session, **fields)
        commit.result()
        answer = views.claim(session.records, session.records.one(Claim, made))
    show_json(answer) if arguments.json else show_line(made)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        found = [views.claim(session.records, c) for c in session.records.all(Claim)]
    if arguments.json:
        show_json({"claims": found})
    else:
        rows = [(c["id"][:8], c["status"], c["source"]["name"] if c["source"] else "", c["statement"]) for c in found]
        show_table((_("claim"), _("status"), _("source"), _("statement")), rows)
    return 0


def _link(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        claim = find_claim(session.records, arguments.claim)
        subject = find_subject(session.records, arguments.subject)
        claims.link_evidence(
            session,
            claim.id,
            subject,
            part=arguments.part,
            stance=arguments.stance,
            strength=arguments.strength,
            note=arguments.note,
        ).result()
        answer = views.claim(session.records, session.records.one(Claim, claim.id))
    show_json(answer) if arguments.json else show_line(_("Linked."))
    return 0
