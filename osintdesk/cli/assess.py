"""`osintdesk assess`: the reasoned conclusion on a subject."""

from __future__ import annotations

import argparse

from osintdesk.app import verification, views
from osintdesk.app.subjects import find_subject
from osintdesk.cli.output import Subparsers, add_command, case_argument, opened, show_json, show_line
from osintdesk.core import words
from osintdesk.core.i18n import _


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    parser = add_command(
        commands,
        "assess",
        says=_("write an assessment"),
        example='osintdesk assess Kursk.osintcase EX-0001 --status "partly verified" --reason "Place and date fit."',
    )
    case_argument(parser)
    parser.add_argument("subject", help=_("EX-0001, incident:…, claim:…, or a title"))
    parser.add_argument("--status", required=True, choices=[s.value for s in words.Status])
    parser.add_argument("--reason", required=True)
    parser.add_argument("--confidence", choices=[c.value for c in words.Confidence], default="")
    parser.add_argument("--likelihood", choices=[li.value for li in words.Likelihood if li.value], default="")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments.case) as session:
        subject = find_subject(session.records, arguments.subject)
        verification.assess(
            session,
            subject,
            status=arguments.status,
            reasoning=arguments.reason,
            confidence=arguments.confidence,
            likelihood=arguments.likelihood,
        ).result()
        current = verification.current_assessment(session.records, subject)
        answer = views.assessment(session.records, current) if current else {}
    show_json(answer) if arguments.json else show_line(_("Assessed as {status}.").format(status=arguments.status))
    return 0
