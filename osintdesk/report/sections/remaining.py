"""What remains open, drawn from assessments, steps, matches and observations; and what this edition withholds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from osintdesk.core.domain import Incident, Observation, Record
from osintdesk.core.words import MatchDecision, ObservationDecision, Pillar, Result
from osintdesk.report.blocks import Block, Bullets, Heading, Inline, Labelled, Paragraph, Table
from osintdesk.report.document import Section
from osintdesk.report.inline import join, plain, text
from osintdesk.report.scope import Scope
from osintdesk.report.sections.cells import cell, grey, head, strong


@dataclass(frozen=True, slots=True)
class Question:
    """One line: the question, why it is open, what would settle it, and who or what raised it."""

    question: str
    why: str
    settle: str
    raised: Inline


def questions(scope: Scope) -> list[Question]:
    """Every open question, those that people wrote before those that the program noticed."""
    found: dict[str, Question] = {}
    for rule in _RULES:
        for question in rule(scope):
            found.setdefault(question.question.strip(" .?？؟").casefold(), question)
    return list(found.values())


def remaining(scope: Scope) -> list[Section]:
    t = scope.t
    found = questions(scope)
    blocks: list[Block] = []
    if found:
        blocks += [
            Paragraph(plain(t("Each line says why a question is open, and what would answer it."))),
            _table(scope, found),
        ]
    else:
        blocks.append(
            Paragraph(plain(t("No open question is recorded in the part of the case that this report covers.")))
        )
    blocks += [Heading(t("Withheld from this edition")), _withheld_list(scope)]
    return [Section("", t("What remains open"), tuple(blocks), anchor="open")]


def _table(scope: Scope, found: list[Question]) -> Table:
    t = scope.t
    return Table(
        (
            head(t("No."), width=9),
            head(t("Question"), width=44),
            head(t("Why it is open"), share=1),
            head(t("What would settle it"), share=1),
        ),
        tuple(
            (
                cell(str(number)),
                strong(q.question),
                cell(q.why, grey(join([plain(t("Raised by")), q.raised], " "))),
                cell(q.settle or plain(t("not stated"), "grey")),
            )
            for number, q in enumerate(found[:60], start=1)
        ),
        _cut(scope, len(found)),
    )


def _cut(scope: Scope, count: int) -> Inline:
    if count <= 60:
        return ()
    return plain(scope.t("The first {n} of {all} are printed; all are in the attached case.json.", n=60, all=count))


def _written(scope: Scope) -> Iterator[Question]:
    subjects: list[Record] = [*scope.incidents, *scope.claims, *scope.exhibits]
    for subject in subjects:
        found = scope.assessment(subject)
        for line in (found.open_questions if found else "").splitlines():
            if line.strip():
                question, why, settle = parts(line)
                raised = join([plain(scope.t("the assessment of")), scope.cite(subject)], " ")
                yield Question(question, why, settle, raised)


def parts(line: str) -> tuple[str, str, str]:
    """`Who recorded it? No answer yet. Ask for the camera file.` → question, why, and what would settle it.

    The question ends at its mark; what would settle it is the last sentence, when there are two or more after it.
    """
    found = re.match(r"\s*[-–•]?\s*([^?؟？]+[?؟？])\s*(.*)", line)
    if not found:
        return line.strip(" -–•\t"), "", ""
    sentences = re.findall(r"[^.!?]+(?:[.!?]+(?=\s|$)|$)|[.!?]+\S*", found.group(2))
    if len(sentences) < 2:
        return found.group(1), found.group(2).strip(), ""
    return found.group(1), "".join(sentences[:-1]).strip(), sentences[-1].strip()


def _inconclusive(scope: Scope) -> Iterator[Question]:
    replaced = scope.superseded_by()
    for step in scope.steps:
        if step.id not in replaced and step.result in {Result.INCONCLUSIVE, Result.NOTHING_FOUND}:
            why = f"{scope.t.capital(step.result)}: {step.finding}" if step.finding else scope.t.capital(step.result)
            question = step.question or scope.t("A step without a question")
            yield Question(question, why, scope.t("A further step on the same question"), scope.cite(step))


def _unassessed(scope: Scope) -> Iterator[Question]:
    t = scope.t
    for claim in scope.claims:
        if scope.assessment(claim) is None:
            yield Question(claim.statement, t("Nobody has assessed this claim."), t("An assessment"), scope.cite(claim))


def _undecided_matches(scope: Scope) -> Iterator[Question]:
    t = scope.t
    for match in scope.matches:
        if match.decision == MatchDecision.SUGGESTED:
            a, b = scope.numbers.ref(f"media:{match.a}"), scope.numbers.ref(f"media:{match.b}")
            yield Question(
                t("Do {a} and {b} share content?", a=a, b=b),
                t("The program suggests “{relation}”; nobody has decided.", relation=t(match.relation)),
                t("Comparing both and deciding"),
                scope.cite(match),
            )


def _undecided_observations(scope: Scope) -> Iterator[Question]:
    t = scope.t
    for media in scope.exhibits:
        for seen in scope.records.where(Observation, media=media.id):
            if seen.decision == ObservationDecision.OPEN and seen.severity != "info":
                yield Question(
                    seen.text, t("Noticed by software, not answered by a person."), t("Accepting or dismissing it"),
                    scope.cite(media),
                )  # fmt: skip


def _pillars(scope: Scope) -> Iterator[Question]:
    t = scope.t
    if len(scope.incidents) > 5:
        return
    for incident in scope.incidents:
        missing = [t(p) for p in Pillar if p not in _examined(scope, incident)]
        if missing:
            yield Question(
                t("Without any step: {pillars}", pillars=", ".join(missing)),
                t("No verification step of these kinds is recorded."), t("A step for each"), scope.cite(incident),
            )  # fmt: skip


def _examined(scope: Scope, incident: Incident) -> set[str]:
    held = {f"media:{a.media}" for a in scope.attachments(incident)} | {incident.ref}
    claims = {c.ref for c in scope.claims if c.incident == incident.id}
    return {s.pillar for s in scope.steps if s.subject in held | claims}


_RULES: tuple[Callable[[Scope], Iterator[Question]], ...] = (
    _written, _inconclusive, _unassessed, _undecided_matches, _undecided_observations, _pillars,
)  # fmt: skip


def _withheld_list(scope: Scope) -> Bullets:
    t = scope.t
    profile = (Labelled(t("Edition for"), text(scope.options.audience)),) if scope.options.audience else ()
    items = withheld(scope)
    return Bullets(tuple(plain(item) for item in items) or (plain(t("Nothing.")),), side=profile)


def withheld(scope: Scope) -> tuple[str, ...]:
    """What this edition leaves out, by kind and never by content."""
    t, options = scope.t, scope.options
    found = []
    if options.place_decimals is not None:
        found.append(t("Coordinates finer than {n} decimals of a degree", n=options.place_decimals))
    if not options.names:
        found.append(t("Names of authors and reviewers; roles stand in their place"))
    found.append(t("User names, computer names and folder paths"))
    if any(m.graphic or m.minors or m.personal for m in scope.exhibits) and not options.sensitive:
        found.append(t("Pictures that are marked sensitive and have no redacted copy"))
    found.append(t("Metadata inside the pictures shown; what matters of it is printed"))
    return tuple(found)
