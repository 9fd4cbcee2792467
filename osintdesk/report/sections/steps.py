"""Verification steps as cards, in the order in which they were made, after an overview by pillar."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from osintdesk.core.domain import Json, Step
from osintdesk.core.words import Pillar, Result
from osintdesk.report.blocks import Block, Heading, Inline, Labelled, Mark, Paragraph, Run, StepCard, Table
from osintdesk.report.bounds import bounds_of, together
from osintdesk.report.document import Section
from osintdesk.report.inline import cite, join, plain, text
from osintdesk.report.places import position
from osintdesk.report.scope import Scope
from osintdesk.report.sections.cells import cell, fact, head, strong
from osintdesk.report.sections.incidents import steps_on
from osintdesk.verify.methods import method_named

MARKS: dict[str, Mark] = {
    Result.SUPPORTS: "supports", Result.CONTRADICTS: "contradicts", Result.INCONCLUSIVE: "inconclusive",
    Result.NOTHING_FOUND: "nothing_found",
}  # fmt: skip
assert set(MARKS.values()) <= set(get_args(Mark))


def steps(scope: Scope) -> list[Section]:
    t = scope.t
    ordered = sorted(scope.steps, key=lambda s: (s.at, scope.numbers.of(s)))
    if not ordered:
        nothing: tuple[Block, ...] = (Paragraph(plain(t("No verification step is recorded."))),)
        return [Section("", t("Verification steps"), nothing, anchor="steps")]
    binding = _binding(scope)
    blocks: list[Block] = [
        Paragraph(
            plain(
                t(
                    "In the order in which they were made. A step that replaces another says so; the replaced "
                    "step stays."
                )
            )
        ),
        _overview(scope),
        *(card(scope, step, binding) for step in ordered[: scope.most.step_cards]),
    ]
    if rest := ordered[scope.most.step_cards :]:
        blocks.append(_table(scope, rest))
    return [Section("", t("Verification steps"), tuple(blocks), anchor="steps")]


def _overview(scope: Scope) -> Table:
    """How many standing steps each pillar has, by result; a pillar without any says "none"."""
    t = scope.t
    replaced = scope.superseded_by()
    counts = Counter((s.pillar, s.result) for s in scope.steps if s.id not in replaced)
    rows = []
    for pillar in Pillar:
        made = [counts[pillar, result] for result in Result]
        results = [cell(str(n)) if n else cell(()) for n in made]
        rows.append((strong(t.capital(pillar)), *results, cell(str(sum(made)) if sum(made) else plain(t("none")))))
    columns = (
        head(t("Pillar"), share=1),
        *(head(t.capital(result), width=28) for result in Result),
        head(t("Together"), width=22),
    )  # fmt: skip
    return Table(
        columns,
        tuple(rows),
        plain(t("Standing steps by pillar and result. Superseded steps are not counted.")),
        manner="dense",
    )


def _table(scope: Scope, steps: list[Step]) -> Table:
    """Steps that are too many for cards."""
    t = scope.t
    rows = tuple(
        (
            cell(plain(scope.numbers.of(s), "strong")),
            cell(scope.cite_ref(s.subject)),
            cell(s.question, text(s.finding, "grey")),
            cell(plain(t(s.result)), plain(t(s.confidence), "grey"), mark=MARKS.get(s.result, "neutral")),
            cell(bound(scope, s)),
        )
        for s in steps
    )
    columns = (
        head(t("No."), width=15),
        head(t("On"), width=17),
        head(t("Question and finding"), share=1),
        head(t("Result"), width=26),
        head(t("Bound"), width=42),
    )
    caption = plain(t("Further steps, shortened; all of them are in the attached case.json."))
    anchors = tuple(scope.numbers.of(s).lower() for s in steps)
    return Table(columns, rows, caption, "dense", Heading(t("Further steps")), anchors)


def _binding(scope: Scope) -> dict[str, list[str]]:
    """Badges by step number: which end of an incident's time it sets."""
    t, badges = scope.t, dict[str, list[str]]()
    for incident in scope.incidents:
        left = together(bounds_of((scope.numbers.of(s), s) for s in steps_on(scope, incident)))
        for number, word in ((left.binds_start, t("binding: start")), (left.binds_end, t("binding: end"))):
            if number and word not in badges.setdefault(number, []):
                badges[number].append(word)
    return badges


def card(scope: Scope, step: Step, binding: dict[str, list[str]]) -> StepCard:
    t = scope.t
    number = scope.numbers.of(step)
    later = scope.superseded_by().get(step.id)
    by = scope.people(step.by) or t("by: not stated")
    at = "".join(run.text for run in scope.clock.utc(step.at))
    return StepCard(
        number,
        number.lower(),
        (t.capital(step.pillar), by, at),
        tuple(binding.get(number, ())),
        text(step.question) or plain(t("Question not stated")),
        t(step.result),
        MARKS.get(step.result, "neutral"),
        t("confidence: {level}", level=t(step.confidence)),
        text(step.finding) or plain(t("No finding is written.")),
        tuple(_facts(scope, step)),
        t("Superseded by {number}", number=scope.numbers.of(later)) if later else "",
    )


def _facts(scope: Scope, step: Step) -> list[Labelled]:
    t = scope.t
    facts = [
        fact(t("On"), scope.cite_ref(step.subject)),
        fact(t("Method"), method_of(scope, step)),
        fact(t("Parameters"), parameters(step.parameters) or plain(t("none"))),
        fact(t("Bound"), bound(scope, step)),
        fact(t("Limits"), limits(scope, step)),
    ]
    before = scope.records.get(Step, step.supersedes) if step.supersedes else None
    if before:
        facts.append(fact(t("Replaces"), (cite(scope.numbers.of(before)),)))
    reviews = scope.reviews(step)
    if reviews:
        words = [plain(f"{scope.by(r.by)}: {t(r.outcome)}") for r in reviews]
        facts.append(fact(t("Reviews"), join(words, "; ")))
    return facts


def method_of(scope: Scope, step: Step) -> Inline:
    known = method_named(step.method)
    named = scope.t(known.title) if known else step.method
    method = text(" ".join(filter(None, (named, step.method_version))))
    tool = text(" ".join(filter(None, (step.tool, step.tool_version))))
    return join([method, tool]) or plain(scope.t("not stated"))


def parameters(value: Json) -> Inline:
    """`direction 282°; ratio 0.61`: names in words, values as recorded."""
    if isinstance(value, dict):
        return text(
            "; ".join(
                f"{name.replace('_', ' ')}: {_flat(item)}" for name, item in value.items() if item not in ("", None)
            )
        )
    return text(_flat(value)) if value else ()


def _flat(value: Json) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k.replace('_', ' ')} {_flat(v)}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(_flat(item) for item in value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def bound(scope: Scope, step: Step) -> Inline:
    """What the step allows in time and place."""
    t = scope.t
    time = scope.clock.span(step.not_before, step.not_after) if step.not_before or step.not_after else ()
    place: Inline = ()
    if step.latitude and step.longitude:
        radius = f" ± {step.radius_m} m" if step.radius_m and scope.options.place_decimals is None else ""
        place = (*position(scope, step.latitude, step.longitude), *([Run(radius)] if radius else []))
    return join([time, place], "; ") or plain(t("None"))


def limits(scope: Scope, step: Step) -> Inline:
    """Limits as recorded with the step, else those that its method declares."""
    output = step.output if isinstance(step.output, dict) else {}
    found = output.get("limits", "")
    words = " ".join(str(item) for item in found) if isinstance(found, list) else str(found or "")
    method = method_named(step.method)
    declared = plain(scope.t(method.limits)) if method and method.limits else ()
    return text(words) or declared or plain(scope.t("not stated"))
