"""Claims against evidence, what speaks against the conclusions, and the assessments with their reviews."""

from __future__ import annotations

from osintdesk.core.domain import Assessment, Claim, Evidence, Record, Review, Step
from osintdesk.core.words import MatchDecision, Result, ReviewOutcome, Stance
from osintdesk.report.blocks import (
    Block,
    Cell,
    Column,
    Counterpoint,
    Heading,
    Inline,
    Labelled,
    Mark,
    Opinion,
    Paragraph,
    Run,
    SideRow,
    Table,
)
from osintdesk.report.document import Section
from osintdesk.report.inline import filled, join, paragraphs, plain, text
from osintdesk.report.scope import Scope
from osintdesk.report.sections.cells import cell, grey, head, strong

_COLUMNS = 6


def claims(scope: Scope) -> list[Section]:
    if not scope.claims:
        return []
    t = scope.t
    words = t(
        "Each row is a claim by a source, or one part of it. It says whether an exhibit or "
        "a step bears on it, and "
        "how strongly. A dash means that no link was made. The claims are those of their sources; "
        "the last column is the "
        "desk’s."
    )
    legend = tuple(Labelled(mark, plain(t(mark))) for mark in ("supports", "contradicts", "neutral"))
    blocks: list[Block] = [Paragraph(plain(words), marks=legend)]
    subjects = list(dict.fromkeys(e.subject for c in scope.claims for e in scope.evidence(c)))
    if len(scope.claims) > scope.most.claims_in_grid:
        return [Section("", t("Claims and evidence"), (blocks[0], _list(scope)), anchor="claims")]
    groups = [subjects[i : i + _COLUMNS] for i in range(0, len(subjects), _COLUMNS)] or [[]]
    for count, group in enumerate(groups):
        blocks.append(_grid(scope, group, last=count == len(groups) - 1, first=count == 0))
    return [Section("", t("Claims and evidence"), tuple(blocks), anchor="claims")]


def _grid(scope: Scope, subjects: list[str], *, first: bool, last: bool) -> Table:
    t = scope.t
    columns = (
        head(t("Claim"), width=13),
        head(t("Wording (source)"), share=1),
        *(Column(scope.cite_ref(subject), 16.4 if len(subjects) > 4 else 20) for subject in subjects),
        head(t("Assessment"), width=19),
    )
    rows = tuple(row for claim in scope.claims for row in _rows(scope, claim, subjects, first=first))
    caption = t("Claims × evidence. A claim is what its source says; a third party’s verification is a claim as well.")
    anchors = tuple(scope.numbers.of(c).lower() for c in scope.claims) if first else ()
    return Table(columns, rows, plain(caption) if last else (), manner="grid", anchors=anchors)


def _rows(scope: Scope, claim: Claim, subjects: list[str], *, first: bool) -> list[tuple[Cell, ...]]:
    """One row a claim, and one more for each part that has evidence of its own."""
    links = scope.evidence(claim)
    chosen = [
        p
        for p in dict.fromkeys(e.part for e in links)
        if first or any(e.part == p and e.subject in subjects for e in links)
    ]
    parts = chosen or ([""] if first or not subjects else [])
    return [_row(scope, claim, part, subjects, links) for part in sorted(parts, key=_PART_ORDER.index)]


def _list(scope: Scope) -> Table:
    """Claims that are too many for a grid: their evidence cited by stance in one cell."""
    t = scope.t
    columns = (
        head(t("Claim"), width=15),
        head(t("Wording (source)"), share=2),
        head(t("Evidence"), share=1),
        head(t("Assessment"), width=27),
    )
    rows = tuple(
        (
            cell(plain(scope.numbers.of(claim), "strong")),
            cell((*text(claim.statement), Run(f" ({scope.source_name(claim.source)})", "grey"))),
            cell(*(_by_stance(scope, claim) or ((),))),
            strong(scope.status(claim)),
        )
        for claim in scope.claims
    )
    anchors = tuple(scope.numbers.of(c).lower() for c in scope.claims)
    return Table(columns, rows, manner="dense", anchors=anchors)


def _by_stance(scope: Scope, claim: Claim) -> list[Inline]:
    lines = []
    for stance in Stance:
        cited = [scope.cite_ref(e.subject) for e in scope.evidence(claim) if e.stance == stance]
        if cited:
            lines.append(join([plain(scope.t(stance)), join(cited, " ")], ": "))
    return lines


_PART_ORDER = ["", "what", "where", "when", "who", "why"]


def _row(scope: Scope, claim: Claim, part: str, subjects: list[str], links: list[Evidence]) -> tuple[Cell, ...]:
    t = scope.t
    wording = getattr(claim, part, "") if part else ""
    source = scope.source_name(claim.source)
    said = (*text(wording or claim.statement), Run(f" ({source})", "grey"))
    kind = plain(t("third party’s verification"), "grey") if claim.third_party and not part else ()
    held = {e.subject: e for e in links if e.part == part}
    return (
        cell((Run(scope.numbers.of(claim), "strong"),), plain(t(part), "grey") if part else ()),
        cell(said, kind),
        *(_link(scope, held.get(subject)) for subject in subjects),
        strong(scope.status(claim)),
    )


def _link(scope: Scope, link: Evidence | None) -> Cell:
    if link is None:
        return cell(())
    t = scope.t
    marks: dict[str, Mark] = {Stance.SUPPORTS: "supports", Stance.CONTRADICTS: "contradicts"}
    strength = t(link.strength) if link.strength else ""
    return Cell((plain(strength, "grey"), plain(t(link.stance))), marks.get(link.stance, "neutral"))


def contradicting(scope: Scope) -> list[Section]:
    """Everything that speaks against something, in one place, answered or not."""
    t = scope.t
    points: list[Block] = [*_against_claims(scope), *_against_steps(scope), *_copies(scope), *_disagreements(scope)]
    opening = t("What speaks against a claim or a conclusion, answered or not.")
    nothing = t("Nothing that contradicts a claim is recorded. That is not the same as having looked for it.")
    blocks = (Paragraph(plain(opening if points else nothing)), *points)
    return [Section("", t("Contradicting evidence"), blocks, anchor="contradicting", follow=True)]


def _against_claims(scope: Scope) -> list[Counterpoint]:
    t, points = scope.t, []
    for claim in scope.claims:
        for link in scope.evidence(claim):
            if link.stance != Stance.CONTRADICTS:
                continue
            heading = filled(t("{a} contradicts {b}"), a=scope.cite_ref(link.subject), b=scope.cite(claim))
            step = scope.records.of(link.subject)
            finding = text(step.finding) if isinstance(step, Step) else ()
            lines = tuple(line for line in (text(claim.statement), text(link.note), finding) if line)
            strength = plain(t(link.strength) if link.strength else t("not stated"), "strong")
            side = (Labelled(t("Strength"), strength),)
            points.append(Counterpoint(heading, lines, side, _answer(scope, claim, link.subject)))
    return points


def _answer(scope: Scope, claim: Claim, subject: str) -> Inline:
    """Answered when an assessment of the claim or of its incident names this evidence in its reasoning."""
    t = scope.t
    number = scope.numbers.ref(subject)
    held: list[Record | None] = [claim, scope.records.of(f"incident:{claim.incident}")]
    for record in held:
        found = scope.assessment(record) if record else None
        if record and found and number and number in found.reasoning:
            status = scope.status(record).lower()
            return filled(t("Answered in the assessment of {a}: {status}."), a=scope.cite(record), status=plain(status))
    return plain(t("Not answered: no assessment names it."))


def _against_steps(scope: Scope) -> list[Counterpoint]:
    """Steps that contradict and are no claim's evidence."""
    t = scope.t
    linked = {e.subject for c in scope.claims for e in scope.evidence(c)}
    replaced = scope.superseded_by()
    found = [s for s in scope.steps if s.result == Result.CONTRADICTS and s.ref not in linked and s.id not in replaced]
    return [
        Counterpoint(
            (*scope.cite(step), Run(" "), *text(step.question)),
            (text(step.finding) or plain(t("No finding is written.")),),
            (Labelled(t("Confidence"), plain(t(step.confidence), "strong")),),
            filled(t("Recorded as a step on {a}."), a=scope.cite_ref(step.subject)),
        )
        for step in found
    ]


def _copies(scope: Scope) -> list[Counterpoint]:
    """A confirmed copy is no second recording: said here because counting it twice is the commonest mistake."""
    t, points = scope.t, []
    for match in scope.matches:
        relation = match.decided_relation or match.relation
        if match.decision != MatchDecision.CONFIRMED or relation in {"same scene by another camera", "not related"}:
            continue
        a, b = scope.cite_ref(f"media:{match.a}"), scope.cite_ref(f"media:{match.b}")
        heading = filled(t("{a} and {b} are not two recordings"), a=a, b=b)
        words = filled(
            t("They share content ({relation}, {match})."), relation=plain(t(relation)), match=scope.cite(match)
        )
        answer = plain(t("Answered: to be counted as one."))
        points.append(Counterpoint(heading, (words,), (Labelled(t("Kind"), plain(t("match"), "strong")),), answer))
    return points[:20]


def _disagreements(scope: Scope) -> list[Counterpoint]:
    t, points = scope.t, []
    for record in _reviewed(scope):
        for review in scope.reviews(record):
            if review.outcome == ReviewOutcome.DISAGREES:
                heading = filled(
                    t("{who} disagrees with {what}"), who=plain(scope.by(review.by)), what=_on(scope, record)
                )
                side = (Labelled(t("Kind"), plain(t("review"), "strong")),)
                points.append(
                    Counterpoint(
                        heading,
                        (text(review.text),),
                        side,
                        plain(t("The disagreement is printed with the assessment.")),
                    )
                )
    return points


def _reviewed(scope: Scope) -> list[Record]:
    found: list[Record] = list(scope.steps)
    return found + [a for subject in _subjects(scope) for a in scope.assessments(subject)]


def _subjects(scope: Scope) -> list[Record]:
    return [*scope.incidents, *scope.claims, *scope.exhibits]


def _on(scope: Scope, record: Record) -> Inline:
    if isinstance(record, Assessment):
        return filled(scope.t("the assessment of {a}"), a=scope.cite_ref(record.subject))
    return scope.cite(record)


def assessment(scope: Scope) -> list[Section]:
    """Each standing assessment with its reasoning, its history and its reviews."""
    t = scope.t
    assessed = [s for s in _subjects(scope) if scope.assessment(s)]
    blocks: list[Block] = []
    for subject in assessed:
        blocks += _assessed(scope, subject, outlined=len(assessed) <= 30)
    blocks += _step_reviews(scope)
    if not blocks:
        blocks = [Paragraph(plain(t("Nothing has been assessed.")))]
    return [Section("", t("Assessment and review"), tuple(blocks), anchor="assessment")]


def _assessed(scope: Scope, subject: Record, *, outlined: bool) -> list[Block]:
    t = scope.t
    found = scope.assessment(subject)
    if found is None:
        return []
    title = getattr(subject, "statement", "") or getattr(subject, "title", "") or t("Assessment")
    heading = Heading(title, lead=scope.numbers.of(subject), outlined=outlined)
    reasoning = paragraphs(found.reasoning) or (plain(t("No reasoning is written."), "grey"),)
    blocks: list[Block] = [Paragraph(part) for part in reasoning]
    blocks += _earlier(scope, subject, found)
    blocks += [_opinion(scope, review, found) for review in scope.reviews(found)]
    return [heading, SideRow(_assessment_side(scope, found), tuple(blocks))]


def _assessment_side(scope: Scope, found: Assessment) -> tuple[Labelled, ...]:
    t = scope.t
    who = plain(scope.people(found.by) or t("by: not stated"))
    confidence = plain(t(found.confidence)) if found.confidence else plain(t("not stated"), "grey")
    return (
        Labelled("", plain(scope.t.capital(found.status), "strong"), frame=True),
        Labelled("", (*who, Run("", "br"), *scope.clock(found.at))),
        Labelled(t("Likelihood"), scope.likelihood(found)),
        Labelled(t("Confidence"), confidence),
    )


def _earlier(scope: Scope, subject: Record, found: Assessment) -> list[Block]:
    t = scope.t
    before = sorted((a for a in scope.assessments(subject) if a.id != found.id), key=lambda a: a.at)
    lines = [join([scope.clock.utc(a.at), plain(t.capital(a.status)), plain(scope.people(a.by))], ", ") for a in before]
    return (
        [Paragraph((*plain(t("Earlier assessments:") + " ", "grey"), *grey(join(lines, "; "))), manner="note")]
        if lines
        else []
    )


def _opinion(scope: Scope, review: Review, on: Record) -> Opinion:
    t = scope.t
    return Opinion(
        t("{who}: {outcome}", who=scope.by(review.by), outcome=t(review.outcome)),
        "".join(run.text for run in scope.clock.utc(review.at)),
        filled(t("On: {what}"), what=_on(scope, on)),
        paragraphs(review.text) or (plain(t("No words are recorded."), "grey"),),
        review.outcome == ReviewOutcome.DISAGREES,
    )


def _step_reviews(scope: Scope) -> list[Block]:
    found = [(step, review) for step in scope.steps for review in scope.reviews(step)]
    if not found:
        return []
    return [
        Heading(scope.t("Reviews of steps")),
        SideRow((), tuple(_opinion(scope, review, step) for step, review in found)),
    ]
