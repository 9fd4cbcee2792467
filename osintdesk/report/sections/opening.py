"""The head of reports without a cover, and the note with the code at their end."""

from __future__ import annotations

from osintdesk.report.blocks import Inline, Labelled, QrNote, ReportHead
from osintdesk.report.inline import text
from osintdesk.report.scope import Scope
from osintdesk.report.sections.cells import fact


def report_head(
    scope: Scope, kicker: str, title: str, *, verdict: str = "", words: Inline = (), facts: tuple[Labelled, ...] = ()
) -> ReportHead:
    at = "".join(run.text for run in scope.clock(scope.state.at))
    return ReportHead(kicker, at, title, scope.t("Verdict") if verdict else "", verdict, words, facts)


def state_facts(scope: Scope) -> tuple[Labelled, ...]:
    """Which state of which case: printed where there is no cover."""
    t, state = scope.t, scope.state
    return (
        fact(t("Case"), scope.case.title or t("Untitled case")),
        fact(t("Reference"), scope.case.reference or t("none")),
        fact(t("From state"), text(t("Log entry {n}", n=f"{state.seq:04d}"))),
        *((fact(t("Audience"), scope.options.audience),) if scope.options.audience else ()),
    )


def qr_note(scope: Scope, words: str) -> QrNote:
    notice = scope.t("Example case: its pictures are generated, and no finding in it is about the world.")
    return QrNote(words, notice if scope.case.example else "")
