"""Appendices: hashes and sightings, an extract of the custody log, and the scales, terms and software."""

from __future__ import annotations

from osintdesk.core.domain import Case, Media, split_ref
from osintdesk.core.words import CREDIBILITY, LIKELIHOOD_RANGES, RELIABILITY, Precision
from osintdesk.report.attached import renamed
from osintdesk.report.blocks import (
    Block,
    Cell,
    Heading,
    Inline,
    Labelled,
    LikelihoodScale,
    Paragraph,
    Run,
    Table,
    Terms,
    TwoColumns,
)
from osintdesk.report.document import Section
from osintdesk.report.inline import mono, plain, text
from osintdesk.report.language import Language, number
from osintdesk.report.scope import Scope
from osintdesk.report.sections.cells import cell, fact, grey, head
from osintdesk.report.sections.exhibits import kept_as, title
from osintdesk.report.state import LogRow


def hashes(scope: Scope) -> list[Section]:
    t = scope.t
    blocks: list[Block] = [hash_table(scope), *_sightings(scope)]
    return [Section("A", t("Hashes and sightings"), tuple(blocks), anchor="hashes")]


def hash_table(scope: Scope) -> Table:
    """Every exhibit with its hashes; beyond 300 in fewer and smaller cells, which long tables ask for."""
    t = scope.t
    if len(scope.exhibits) > 300:
        return _long_hash_table(scope)
    rows = tuple(
        (
            cell(plain(m.number, "strong")),
            cell(title(scope, m), grey(kept_as(scope, m))),
            cell(mono_line(m.sha256), mono_line(m.md5, dim=True)),
        )
        for m in scope.exhibits
    )
    columns = (head(t("Exhibit"), width=17), head(t("Form and size"), share=1), head(t("SHA-256 and MD5"), width=94))
    words = t(
        "SHA-256 is the identity of an exhibit; MD5 is given for interchange only. Both were "
        "computed while the original was first copied."
    )
    return Table(columns, rows, plain(words))


def _long_hash_table(scope: Scope) -> Table:
    t = scope.t
    rows = tuple((cell(plain(m.number, "strong")), cell(_both(m))) for m in scope.exhibits)
    columns = (head(t("Exhibit"), share=1), head(t("SHA-256 and MD5"), width=146))
    return Table(columns, rows, manner="dense")


def _both(media: Media) -> Inline:
    return (*mono_line(media.sha256), Run(" "), *mono_line(media.md5, dim=True))


def mono_line(value: str, *, dim: bool = False) -> Inline:
    """A hash that must stay on one line."""
    if not value:
        return plain("–", "grey")
    return (Run(value, "hash", dim=dim),)


def _sightings(scope: Scope) -> list[Block]:
    t, rows = scope.t, []
    for media in scope.exhibits:
        for count, seen in enumerate(scope.sightings(media), start=1):
            rows.append(
                (
                    cell(plain(media.number)),
                    cell(str(count)),
                    cell(scope.clock.bare(seen.posted_at, seconds=False)),
                    cell(scope.clock.bare(seen.captured_at, seconds=False)),
                    cell(scope.source_name(seen.source)),
                    cell(plain(t(seen.source_role)) if seen.source_role else ()),
                )
            )
    if not rows:
        return []
    columns = (
        head(t("Exhibit"), width=18), head(t("No."), width=10), head(t("Posted (UTC)"), width=36),
        head(t("Captured (UTC)"), width=36), head(t("Source"), share=1), head(t("Role"), width=28),
    )  # fmt: skip
    most = scope.most.sightings
    cut = t("The first {n} of {all} sightings; all are in the attached case.json.", n=most, all=number(len(rows)))
    caption = plain(cut) if len(rows) > most else ()
    return [Table(columns, tuple(rows[:most]), caption, manner="dense", heading=Heading(t("Sightings")))]


def custody(scope: Scope) -> list[Section]:
    t = scope.t
    rows = extract(scope)
    words = t(
        "{n} of {all} entries: those that name the case, an exhibit of this report, its "
            "incidents, claims, steps, matches, "
        "assessments and reviews. Entries hold the hash of the one before them.",
        n=number(len(rows)), all=number(len(scope.log)),
    )  # fmt: skip
    attached: Inline = (
        (Run(" " + t("The whole log is attached as") + " "), *mono("log.json"), Run("."))
        if scope.options.attach
        else ()
    )
    caption = t(
        "{first}–{last} are the copies of the case, one per person and computer. Tamper-evident to whoever holds an "
        "earlier head.",
        first="R1", last=f"R{max(1, len({r.by for r in scope.log}))}",
    )  # fmt: skip
    columns = (
        head(t("Entry"), width=14), head(t("Time (UTC)"), width=34), head(t("By"), width=14), head(t("On"), width=20),
        head(t("What"), share=1), head(t("Entry hash, first 16"), width=34),
    )  # fmt: skip
    table = Table(columns, tuple(_log_row(scope, row) for row in rows), plain(caption), manner="dense")
    return [Section("B", t("Custody log, extract"), (Paragraph((*plain(words), *attached)), table), anchor="custody")]


def extract(scope: Scope) -> list[LogRow]:
    """The rows that are printed: those on what is shown, first and last ones kept when there are too many."""
    shown = {r.id for r in (*scope.incidents, *scope.exhibits, *scope.claims, *scope.steps, *scope.matches)}
    shown |= {scope.case.id}
    for record in (*scope.incidents, *scope.claims, *scope.exhibits):
        for found in scope.assessments(record):
            shown |= {found.id, *(r.id for r in scope.reviews(found))}
    shown |= {r.id for step in scope.steps for r in scope.reviews(step)}
    rows = [row for row in scope.log if split_ref(row.ref)[1] in shown or split_ref(row.ref)[0] == Case.TABLE]
    most = max(2, scope.most.log_rows)
    return rows if len(rows) <= most else [*rows[: most // 2], *rows[-(most - most // 2) :]]


def _log_row(scope: Scope, row: LogRow) -> tuple[Cell, ...]:
    return (
        cell(f"{row.number:04d}"),
        cell(scope.clock.bare(row.at)),
        cell(plain(scope.people.copy(row.by))),
        cell(plain(scope.numbers.ref(row.ref) or scope.t(split_ref(row.ref)[0].replace("_", " ")))),
        cell(renamed(row.label, scope.people.replacements())),
        cell(mono_line(row.hash[:16])),
    )


def scales(scope: Scope) -> list[Section]:
    t = scope.t
    left: tuple[Block, ...] = (
        LikelihoodScale(t("Likelihood (ICD 203)"), _likelihoods(t)),
        Terms(t("Precision of place"), tuple(_precision(t))),
        Terms(t("Software and data"), tuple(fact(*named) for named in sorted(scope.state.software.items()))),
    )  # fmt: skip
    right: tuple[Block, ...] = (
        Terms(t("Source reliability (Admiralty)"), _letters(t, RELIABILITY), narrow=True),
        Terms(t("Information credibility (Admiralty)"), _letters(t, CREDIBILITY), narrow=True),
        Terms(t("Terms"), tuple(_terms(t))),
    )
    return [Section("C", t("Scales, terms and software"), (TwoColumns(left, right),), anchor="scales")]


def _likelihoods(t: Language) -> tuple[tuple[str, int, int, str], ...]:
    return tuple((t(term), low, high, f"{low}–{high} %") for term, (low, high) in LIKELIHOOD_RANGES.items())


def _letters(t: Language, words: dict[str, str]) -> tuple[Labelled, ...]:
    return tuple(fact(letter, plain(t.capital(word))) for letter, word in words.items())


def _precision(t: Language) -> list[Labelled]:
    sizes = {Precision.EXACT: "± 10 m", Precision.VICINITY: "± 100 m", Precision.LOCALITY: "± 1 km"}
    named = {Precision.SETTLEMENT: t("named place"), Precision.REGION: t("named region")}
    return [fact(t(p), (Run(sizes[p], "ltr"),) if p in sizes else plain(named.get(p, "–"))) for p in Precision]


def _terms(t: Language) -> list[Labelled]:
    terms = (
        (t("Exhibit"), t("One collected file, known by its SHA-256; its number is given once and never reused.")),
        (t("Original"), t("The unaltered bytes as collected.")),
        (t("Derivative"), t("Anything made from an original, with the parameters that made it.")),
        (t("Sighting"), t("One place and time where an exhibit was seen.")),
        (t("Claim"), t("A checkable statement by a source.")),
        (t("Evidence"), t("The link of a claim to an exhibit or a step: supports, contradicts or neutral.")),
        (t("Step"), t("One examination, with method, version, parameters, result and limits.")),
        (t("Observation"), t("What software noticed; not a step until a person accepts it.")),
        (t("Assessment"), t("The reasoned conclusion on an exhibit, a claim or an incident.")),
        (t("Match"), t("Two exhibits that share content; decided by a person.")),
        (t("Head"), t("The hash of the last log entry; it fixes all entries before it.")),
    )
    citation = t("Exhibit, time in the stream, frame index from 0.")
    return [
        *(fact(term, plain(words)) for term, words in terms),
        fact(t("Citation"), (*mono("EX-0012@00:01:07.240#1681"), Run(": "), *text(citation))),
    ]
