"""The exhibit sheet and the custody statement: short reports about files and how they were kept."""

from __future__ import annotations

from osintdesk.core.domain import Arrival
from osintdesk.report.blocks import Block, Bullets, Cell, Heading, Paragraph, Run, SignatureLines, Table
from osintdesk.report.document import Section
from osintdesk.report.inline import mono, plain, text
from osintdesk.report.language import number
from osintdesk.report.scope import Scope
from osintdesk.report.sections.appendices import custody, hash_table
from osintdesk.report.sections.cells import cell, fact, grey, head
from osintdesk.report.sections.exhibits import sheet, title
from osintdesk.report.sections.opening import qr_note, report_head, state_facts
from osintdesk.report.sections.steps import card


def exhibit_sheets(scope: Scope) -> list[Section]:
    """Each exhibit with everything about it, and the steps on it; the log rows at the end."""
    t = scope.t
    blocks: list[Block] = [report_head(scope, t("Exhibit sheet"), _sheet_title(scope), facts=state_facts(scope))]
    for media in scope.exhibits:
        blocks += sheet(scope, media)
        on = [s for s in scope.steps if s.subject == media.ref]
        if on:
            blocks.append(Heading(t("Verification steps on {exhibit}", exhibit=media.number), level=2))
            blocks += [card(scope, step, {}) for step in on]
    log = custody(scope)[0]
    note = qr_note(scope, t("The code holds the head of the custody log from which this sheet was made."))
    return [
        Section("", "", tuple(blocks), anchor="sheet", bare=True),
        Section("", log.title, (*log.blocks, note), anchor="custody"),
    ]


def _sheet_title(scope: Scope) -> str:
    if len(scope.exhibits) == 1:
        return f"{scope.exhibits[0].number} · {title(scope, scope.exhibits[0])}"
    return scope.t("{n} exhibits", n=number(len(scope.exhibits)))


def custody_statement(scope: Scope) -> list[Section]:
    """What was kept, since when, how it can be checked, and by whom it is stated."""
    t = scope.t
    total = sum(m.size for m in scope.exhibits)
    facts = (
        *state_facts(scope),
        fact(t("Exhibits"), number(len(scope.exhibits))),
        fact(t("Together"), t("{n} bytes", n=number(total))),
        fact(t("Log entries"), number(len(scope.log))),
        fact(t("Log head, SHA-256"), (Run(scope.state.head, "hash"),)),
    )
    blocks: list[Block] = [
        report_head(
            scope, t("Custody statement"), scope.options.title or scope.case.title or t("Untitled case"), facts=facts
        ),
        Heading(t("What is stated"), wide=True),
        *(Paragraph(plain(words), manner="wide") for words in _statements(scope)),
        Heading(t("How to check it"), wide=True),
        Bullets(tuple(_checks(scope)), wide=True),
        Heading(t("Stated by"), wide=True),
        SignatureLines((t("Name and function"), t("Place and date"), t("Signature")), 2),
        qr_note(scope, t("The code holds the head of the custody log.")),
    ]
    hashes = Section("A", t("Hashes"), (hash_table(scope), *_arrivals(scope)), anchor="hashes")
    return [Section("", "", tuple(blocks), anchor="statement", bare=True), hashes, *custody(scope)]


def _statements(scope: Scope) -> tuple[str, ...]:
    t = scope.t
    return (
        t(
            "The files listed in appendix A were taken into this case at the times given there. Each "
            "was copied once, hashed "
            "while it was copied, and stored read-only under its SHA-256. Whether a copy is still "
            "the same is shown by hashing it again: a change of one byte changes the hash."
        ),
        t(
            "Every change to the case is an entry of the custody log. Each entry holds the hash of "
            "the one before it, so "
            "that an entry can be neither changed nor removed without changing the head printed on "
            "each page. Whoever holds an "
            "earlier head can tell."
        ),
        t(
            "The log shows who did what when, as far as the program was told. It does not show what "
            "was done outside the program."
        ),
    )


def _checks(scope: Scope) -> list[tuple[Run, ...]]:
    t = scope.t
    return [
        (
            *plain(t("Hash a file with a tool of your own and compare it with appendix A:") + " "),
            *mono("sha256sum FILE"),
        ),
        (*plain(t("Check the whole case, originals and log:") + " "), *mono("osintdesk check CASE")),
        plain(t("Compare the head on this page with the one that the program shows for the same entry.")),
    ]


def _arrivals(scope: Scope) -> list[Block]:
    t = scope.t
    rows = [(media, a) for media in scope.exhibits for a in scope.records.where(Arrival, media=media.id)]
    if not rows:
        return []
    cells: list[tuple[Cell, ...]] = [
        (
            cell(plain(media.number, "strong")),
            cell(scope.clock.utc(a.arrived_at, seconds=True)),
            cell(mono(a.name)),
            cell(text(a.how) or plain(t("not stated"), "grey"), grey(scope.people(a.by))),
        )
        for media, a in sorted(rows, key=lambda row: row[1].arrived_at)
    ]
    columns = (
        head(t("Exhibit"), width=18), head(t("Came in"), width=40), head(t("File name as received"), share=1),
        head(t("How"), width=34),
    )  # fmt: skip
    return [Table(columns, tuple(cells), heading=Heading(t("Arrivals")))]
