"""Summary: what was asked, the verdicts with what they rest on, and the sources with their ratings."""

from __future__ import annotations

from osintdesk.core.domain import Assessment, Evidence, Record, Source
from osintdesk.core.words import CREDIBILITY, RELIABILITY, Stance
from osintdesk.report.blocks import Block, Cell, Column, Heading, Inline, Paragraph, Run, Table
from osintdesk.report.document import Section
from osintdesk.report.inline import join, paragraphs, plain, text
from osintdesk.report.language import number
from osintdesk.report.scope import Scope
from osintdesk.report.sections.cells import cell, grey, head, strong


def summary(scope: Scope) -> list[Section]:
    t = scope.t
    blocks: list[Block] = [Paragraph(p) for p in paragraphs(scope.case.purpose)]
    if len(scope.incidents) <= 3:
        blocks += [Paragraph(p) for incident in scope.incidents for p in paragraphs(incident.description)]
    blocks.append(Paragraph(_counts(scope)))
    blocks.append(_verdicts(scope))
    sources = _sources(scope)
    if sources:
        blocks.append(sources)
    return [Section("1", t("Summary"), tuple(blocks), anchor="summary")]


def _counts(scope: Scope) -> Inline:
    t = scope.t
    counted = (
        (t("incidents: {n}", n=number(len(scope.incidents)))),
        (t("exhibits: {n}", n=number(len(scope.exhibits)))),
        (t("verification steps: {n}", n=number(len(scope.steps)))),
        (t("claims: {n}", n=number(len(scope.claims)))),
    )
    return plain(t("This report covers {what}.", what=", ".join(counted)))


def verdict_rows(scope: Scope) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """Columns and rows of the verdicts by incident and claim; the last column says what they rest on."""
    t = scope.t
    columns = (
        head(t("On"), width=14),
        head(t("What is said"), share=1),
        head(t("Status"), width=27),
        head(t("Likelihood (ICD 203)"), width=36),
        head(t("Confidence"), width=20),
        head(t("Rests on"), width=25),
    )
    return columns, tuple(_verdict(scope, subject) for subject in _judged(scope))


def _judged(scope: Scope) -> list[Record]:
    """All incidents and claims; in a long report those that are assessed, up to the number that is printed."""
    subjects: list[Record] = [*scope.incidents, *scope.claims]
    most = scope.most.verdicts
    if len(subjects) <= most:
        return subjects
    return [s for s in subjects if scope.assessment(s)][:most]


def _verdicts(scope: Scope) -> Table:
    t = scope.t
    return Table(
        *verdict_rows(scope),
        plain(
            _left_out(scope)
            + t(
                "Verdicts by incident and claim. Likelihood says how probable the finding is; confidence says how good "
                "its basis is. They are read separately. “Not stated” means that no estimate is given."
            )
        ),
    )


def _left_out(scope: Scope) -> str:
    """How many incidents and claims have no line here, with a space after it; empty when all have."""
    count = len(scope.incidents) + len(scope.claims) - len(_judged(scope))
    return scope.t("{n} further incidents and claims are not listed here.", n=number(count)) + " " if count else ""


def _verdict(scope: Scope, subject: Record) -> tuple[Cell, ...]:
    found = scope.assessment(subject)
    said = getattr(subject, "statement", "") or getattr(subject, "title", "")
    return (
        cell(scope.cite(subject)),
        cell(said),
        strong(scope.status(subject)),
        cell(scope.likelihood(found)),
        cell(_confidence(scope, found)),
        cell(rests_on(scope, subject)),
    )


def _confidence(scope: Scope, found: Assessment | None) -> Inline:
    word = scope.t(found.confidence) if found and found.confidence else ""
    return plain(word) or plain(scope.t("not stated"), "grey")


def rests_on(scope: Scope, subject: Record) -> Inline:
    """Citations of the steps and exhibits that support a claim, or that were made on an incident."""
    links = [e for e in scope.records.where(Evidence, claim=subject.id) if e.stance == Stance.SUPPORTS]
    references = [e.subject for e in links] or [s.ref for s in scope.steps if s.subject == subject.ref]
    cited = [scope.cite_ref(reference) for reference in dict.fromkeys(references)]
    return join(cited[:6], " ") or plain(scope.t("no step"))


def _sources(scope: Scope) -> Table | None:
    t = scope.t
    used = {c.source for c in scope.claims} | {s.source for m in scope.exhibits for s in scope.sightings(m)}
    sources = [s for s in scope.records.all(Source) if s.id in used]
    if not sources:
        return None
    return Table(
        (
            head(t("Source"), width=44),
            head(t("Kind"), width=24),
            head(t("Reliability of the source (A–F)"), share=1),
            head(t("Credibility of the information (1–6)"), share=1),
        ),
        tuple(_source(scope, source) for source in sources),
        plain(
            t(
                "Admiralty ratings. The letter rates the source, the figure rates a piece of its information; neither "
                "follows from the other. The scales are in appendix C."
            )
        ),
        heading=Heading(t("Sources")),
    )


def _source(scope: Scope, source: Source) -> tuple[Cell, ...]:
    t = scope.t
    word = RELIABILITY.get(source.reliability)
    letter: Inline = (Run(source.reliability, "strong"), Run(f" {t.capital(word)}")) if word else ()
    reason = text(source.reliability_reason)
    rated = join([letter, reason], ": ") or plain(t("not rated"), "grey")
    return (
        strong(source.name),
        cell(plain(t(source.kind)), grey(source.platform)),
        cell(rated),
        cell(*_credibility(scope, source)),
    )


def _credibility(scope: Scope, source: Source) -> tuple[Inline, ...]:
    """One line for each rated claim of this source."""
    t, lines = scope.t, []
    for claim in scope.claims:
        found = scope.assessment(claim) if claim.source == source.id else None
        word = CREDIBILITY.get(found.credibility) if found else None
        if found and word:
            lines.append((Run(found.credibility, "strong"), Run(f" {t.capital(word)} ("), *scope.cite(claim), Run(")")))
    return tuple(lines) or (plain(t("not rated"), "grey"),)
