"""What a report says: records → a tree of blocks. Pure: the same case state gives the same document."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from osintdesk.core.records import Records
from osintdesk.report import qr
from osintdesk.report.attached import attachments
from osintdesk.report.blocks import Inline, Run
from osintdesk.report.document import Cover, Document, Section, resolved
from osintdesk.report.edition import edition
from osintdesk.report.inline import cite, mono, plain, text
from osintdesk.report.language import Language, language
from osintdesk.report.numbering import People
from osintdesk.report.options import SECTIONS, Options
from osintdesk.report.scope import Scope, scope
from osintdesk.report.sections import (
    appendices,
    brief,
    claims,
    exhibits,
    incidents,
    matches,
    method,
    remaining,
    statement,
    steps,
    summary,
)  # fmt: skip
from osintdesk.report.sections.cells import fact
from osintdesk.report.state import CaseState, LogRow, Pictures

_WRITERS: dict[str, Callable[[Scope], list[Section]]] = {
    "summary": summary.summary,
    "open": remaining.remaining,
    "method": method.method,
    "incidents": incidents.incidents,
    "exhibits": exhibits.exhibits,
    "matches": matches.matches,
    "steps": steps.steps,
    "claims": claims.claims,
    "contradicting": claims.contradicting,
    "assessment": claims.assessment,
    "hashes": appendices.hashes,
    "custody": appendices.custody,
    "scales": appendices.scales,
}
assert set(_WRITERS) == set(SECTIONS)


def build(
    records: Records, log: Sequence[LogRow], pictures: Pictures, options: Options, *, state: CaseState
) -> Document:
    """The whole report as blocks; UsageError when the options name what the case does not hold."""
    t = language(options.language)
    people = People(records, log, t, names=options.names)
    told = edition(records, options, people.replacements())
    chosen = replace(scope(told, log, pictures, options, state), people=people)
    return resolved(_document(chosen))


def _document(scope: Scope) -> Document:
    options, state, t = scope.options, scope.state, scope.t
    report_id = identity(state, options)
    size, dark = qr.rectangles(state.head)
    write = _TEMPLATES[options.template]
    sections = numbered(write(scope))
    whole = options.template == "case"
    return Document(
        template=options.template,
        title=report_title(scope),
        language=options.language,
        rtl=t.rtl,
        report_id=report_id,
        head=state.head,
        made_at=state.at,
        handling=options.handling or (t("Example case: generated pictures") if scope.case.example else ""),
        words=words(t),
        qr=dark,
        qr_size=size,
        cover=cover(scope, report_id) if whole else None,
        contents=whole,
        contents_note=_contents_note(scope) if whole else (),
        sections=sections,
        assets=scope.gallery.assets,
        attachments=attachments(scope, report_id),
        withheld=remaining.withheld(scope),
    )


def identity(state: CaseState, options: Options) -> str:
    """`R-0411-9f3a`: the entry that the report stands for, and four digits of what was asked of it."""
    asked = json.dumps(asdict(options), sort_keys=True) + state.head
    return f"R-{state.seq:04d}-{hashlib.sha256(asked.encode()).hexdigest()[:4]}"


def report_title(scope: Scope) -> str:
    """The title asked for, else the incident's when there is one, else the case's."""
    if scope.options.title:
        return scope.options.title
    if len(scope.incidents) == 1 and scope.options.incidents:
        return scope.incidents[0].title
    return scope.case.title or scope.t("Untitled case")


def words(t: Language) -> tuple[tuple[str, str], ...]:
    """The words that belong to the page, not to its content."""
    return (
        ("figure", t("Figure")), ("contents", t("Contents")), ("page", t("Page {n} of {all}", n="{n}", all="{all}")),
        ("head", t("log head")), ("product", "OSINT Desk"), ("follow", t("How to follow a citation")),
        ("qr", t("QR code of the log head")), ("claim", t("claim")),
    )  # fmt: skip


def _case_sections(scope: Scope) -> list[Section]:
    return [s for name in scope.options.sections or SECTIONS for s in _WRITERS[name](scope)]


def _brief_sections(scope: Scope) -> list[Section]:
    return brief.brief(brief.about_one(scope.incidents, scope))


_TEMPLATES: dict[str, Callable[[Scope], list[Section]]] = {
    "case": _case_sections,
    "brief": _brief_sections,
    "exhibit": statement.exhibit_sheets,
    "custody": statement.custody_statement,
}


def numbered(sections: list[Section]) -> tuple[Section, ...]:
    """Sections with their running number; appendices keep their letter, bare ones have none."""
    result, count = [], 0
    for section in sections:
        if not section.number.isalpha() and not section.bare:
            count += 1
            section = replace(section, number=str(count))
        result.append(section)
    return tuple(result)


def cover(scope: Scope, report_id: str) -> Cover:
    t, state, options = scope.t, scope.state, scope.options
    verdict, text_ = _verdict(scope)
    facts = [
        fact(t("Reference"), scope.case.reference or plain(t("none"))),
        fact(t("Report"), mono_ltr(report_id)),
        fact(t("From state"), (*plain(t("Log entry {n}", n=f"{state.seq:04d}") + ", "), *scope.clock(state.at))),
        *([fact(t("Audience"), options.audience)] if options.audience else []),
        *([fact(t("Handling"), options.handling)] if options.handling else []),
        fact(t("Places"), _place_words(scope)),
        fact(t("Authors"), _authors(scope)),
    ]
    return Cover(
        kind=t("Full case report") if options.incidents is None else t("Incident report"),
        kicker=_kicker(scope),
        title=report_title(scope),
        verdict_label=t("Summary verdict"),
        verdict=verdict,
        verdict_text=text_,
        facts=tuple(facts),
        head_label=t("Log head, SHA-256"),
        head_note=t(
            "Whoever holds this hash, from this page or from the code, can tell whether the case was "
            "changed afterwards. "
            "Compare it with the head that the case file shows for entry {n}.",
            n=f"{state.seq:04d}",
        ),
        notice=t("Example case: its pictures are generated, and no finding in it is about the world.")
        if scope.case.example
        else "",
    )


def mono_ltr(value: str) -> Inline:
    return (Run(value, "ltr"),)


def _kicker(scope: Scope) -> str:
    return (
        scope.case.title if scope.options.title else (scope.case.scope.split("\n")[0][:90] if scope.case.scope else "")
    )


def _place_words(scope: Scope) -> str:
    places = scope.options.place_decimals
    if places is None:
        return scope.t("as held")
    return scope.t("rounded to {n} decimals of a degree", n=places)


def _authors(scope: Scope) -> Inline:
    t = scope.t
    made, judged = scope.people.shown()
    said = ", ".join(made) or t("not stated")
    if judged:
        said += "; " + t("reviewed by {names}", names=", ".join(judged))
    return text(said) if scope.options.names else plain(f"{said} ({t('roles only')})")


def _verdict(scope: Scope) -> tuple[str, Inline]:
    """Status and first words of the assessment when there is one incident, else how many have which."""
    t = scope.t
    if len(scope.incidents) == 1:
        found = scope.assessment(scope.incidents[0])
        first = found.reasoning.split("\n")[0] if found else t("Nobody has assessed this incident.")
        return scope.status(scope.incidents[0]), unlinked(text(first))
    counts = Counter(scope.status(i) for i in scope.incidents)
    status = " · ".join(f"{word}: {n}" for word, n in counts.most_common()) or t("No incident")
    named = [(*text(i.title), Run(": "), *plain(scope.status(i).lower(), "strong")) for i in scope.incidents[:5]]
    more = [plain(t("and {n} more", n=len(scope.incidents) - 5))] if len(scope.incidents) > 5 else []
    return status, unlinked(tuple(run for line in [*named, *more] for run in (*line, Run("", "br")))[:-1])


def unlinked(runs: Inline) -> Inline:
    return tuple(Run(r.text) if r.kind == "cite" else r for r in runs)


def _contents_note(scope: Scope) -> Inline:
    t = scope.t
    example = next((m.number for m in scope.exhibits), "")
    if not example:
        return ()
    words = t(
        "A citation such as {a} names an exhibit and leads to its sheet; a time and a frame, "
        "counted from 0, may follow. Step "
        "numbers lead to the step. The hash of every exhibit is in appendix A.",
        a="\x00",
    )
    before, _, after = words.partition("\x00")
    attached = plain(" " + t("The case in machine-readable form is attached to this file as") + " ")
    tail: Inline = (*attached, *mono("case.json"), Run(".")) if scope.options.attach else ()
    return (Run(before), cite(example), Run(after), *tail)
