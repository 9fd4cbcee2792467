"""The newsroom brief: two pages that say what the evidence carries, what it does not, and how to word it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from osintdesk.core.domain import Attachment, Claim, Incident, Media, Place, Source, Step
from osintdesk.core.words import MatchDecision, Result, Role, Status
from osintdesk.report.blocks import (
    Block,
    Bullets,
    Cell,
    FactList,
    Heading,
    Inline,
    Labelled,
    PictureAndMap,
    Run,
    Table,
    ThreeReasons,
    TwoColumns,
)
from osintdesk.report.document import Section
from osintdesk.report.gallery import SHORT
from osintdesk.report.inline import cite, filled, join, paragraphs, plain, text
from osintdesk.report.places import map_of
from osintdesk.report.scope import Scope
from osintdesk.report.sections.cells import cell, fact, head
from osintdesk.report.sections.exhibits import sensitivity, title
from osintdesk.report.sections.opening import qr_note, report_head
from osintdesk.report.sections.remaining import questions
from osintdesk.report.sections.summary import rests_on, verdict_rows

_CARRIED = frozenset({Status.VERIFIED, Status.PARTLY_VERIFIED})
_MOST = 5


def brief(scope: Scope) -> list[Section]:
    t = scope.t
    incident = next(iter(scope.incidents), None)
    found = scope.assessment(incident) if incident else None
    reasoning = paragraphs(found.reasoning)[:1] if found else (plain(t("Nobody has assessed this incident.")),)
    opening = report_head(
        scope,
        t("Newsroom brief"),
        scope.options.title or (incident.title if incident else scope.case.title),
        verdict=scope.status(incident) if incident else t("Unassessed"),
        words=reasoning[0] if reasoning else (),
    )
    blocks: list[Block] = [
        opening,
        TwoColumns(
            (Heading(t("What the evidence carries"), wide=True), _carried(scope)),
            (Heading(t("What it does not carry"), wide=True), _not_carried(scope)),
        ),
        *_shown(scope, incident),
        *_wording(scope),
        *_verdicts(scope),
        *_reasons(scope),
        Heading(t("Handling"), wide=True),
        FactList(tuple(_handling(scope)), wide=True),
        qr_note(scope, _short_form(scope)),
    ]
    return [Section("", "", tuple(blocks), anchor="brief", bare=True)]


def _short_form(scope: Scope) -> str:
    return scope.t(
        "Short form, made from log entry {n}. The full report holds exhibits, method, "
        "contradicting evidence, reviews and the "
        "custody log. If the two differ, the full report holds.",
        n=f"{scope.state.seq:04d}",
    )


def _carried(scope: Scope) -> Bullets:
    claims = [c for c in scope.claims if _status(scope, c) in _CARRIED and not c.third_party]
    lines = [_stated(scope, claim) for claim in claims]
    lines += (
        [join([text(s.finding), _bracketed(scope.cite(s))], " ") for s in _supporting(scope)] if len(lines) < 3 else []
    )
    return Bullets(tuple(lines[:_MOST]) or (plain(scope.t("Nothing so far.")),), mark="supports", wide=True)


def _status(scope: Scope, claim: Claim) -> str:
    found = scope.assessment(claim)
    return found.status if found else Status.UNASSESSED


def _stated(scope: Scope, claim: Claim) -> Inline:
    partly = _status(scope, claim) == Status.PARTLY_VERIFIED
    note = plain(scope.t("partly verified")) if partly else ()
    return join(
        [(*text(claim.statement.rstrip(".")), Run(".")), _bracketed(join([rests_on(scope, claim), note], "; "))], " "
    )


def _bracketed(runs: Inline) -> Inline:
    return (Run("("), *runs, Run(")")) if runs else ()


def _not_carried(scope: Scope) -> Bullets:
    t = scope.t
    lines: list[Inline] = []
    for claim in scope.claims:
        if _status(scope, claim) not in _CARRIED and not claim.third_party:
            said = plain(t("a claim by {source}", source=scope.source_name(claim.source)))
            lines.append(
                (*text(claim.statement.rstrip(".")), Run(": "), *said, Run(f" ({scope.status(claim).lower()})."))
            )
    for match in scope.matches:
        if match.decision == MatchDecision.CONFIRMED:
            a, b = scope.cite_ref(f"media:{match.a}"), scope.cite_ref(f"media:{match.b}")
            lines.append(filled(t("That these are two recordings: {a} and {b} share content."), a=a, b=b))
    lines += [(*text(q.question), *_bracketed_after(q.raised)) for q in questions(scope)]
    return Bullets(tuple(lines[:_MOST]) or (plain(t("Nothing is recorded as open.")),), mark="contradicts", wide=True)


def _bracketed_after(runs: Inline) -> Inline:
    return (Run(" "), *_bracketed(runs)) if runs else ()


def _shown(scope: Scope, incident: Incident | None) -> list[Block]:
    """One picture and one map, side by side; either alone when the other is missing."""
    t = scope.t
    media = _main_exhibit(scope, incident)
    places = scope.records.where(Place, subject=incident.ref) if incident else []
    drawn = map_of(scope, places, width=79.5, height=45.0)
    if media is None and drawn is None:
        return []
    picture = None
    if media:
        alt = t("Picture of {exhibit}: {title}", exhibit=media.number, title=title(scope, media))
        picture = scope.gallery.picture(media, SHORT, alt=alt)
    left = (cite(media.number),) if media else ()
    right = plain(t("Place as far as it is known")) if drawn else ()
    caption = (*join([left, right], "; "), Run(". " + t("Limits: reduced for print.")))
    return [PictureAndMap(picture, drawn, caption)]


def _main_exhibit(scope: Scope, incident: Incident | None) -> Media | None:
    shows = [a for a in scope.attachments(incident) if a.role == Role.SHOWS_EVENT] if incident else []
    first = next((m for m in scope.exhibits if any(a.media == m.id for a in shows)), None)
    return first or next(iter(scope.exhibits), None)


def _wording(scope: Scope) -> list[Block]:
    """Sentences that may be used and such that may not, each with its reason."""
    t = scope.t
    rows = [row for rule in (_usable, _attributed, _unusable) for row in rule(scope)][:7]
    if not rows:
        return []
    columns = (head(t("The evidence"), width=34), head(t("Wording"), share=1))
    return [Table(columns, tuple(rows), heading=Heading(t("Wording"), wide=True))]


def _usable(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    t = scope.t
    for claim in scope.claims:
        if _status(scope, claim) in _CARRIED and not claim.third_party:
            words = t("“The evidence is consistent with this: {statement}.”", statement=claim.statement.rstrip("."))
            yield Cell((plain(t("carries"), "strong"),), "supports"), cell(words)


def _attributed(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    t = scope.t
    for claim in scope.claims:
        if claim.third_party:
            words = t("“{statement}.” Said by {source}, a third party; say so.", source=scope.source_name(claim.source),
                      statement=claim.statement.rstrip("."))  # fmt: skip
            yield Cell((plain(t("carries"), "strong"),), "supports"), cell(words)


def _unusable(scope: Scope) -> Iterator[tuple[Cell, ...]]:
    t = scope.t
    mark = Cell((plain(t("does not carry"), "strong"),), "contradicts")
    for media in scope.exhibits:
        found = scope.assessment(media)
        if found and found.status in {Status.MISATTRIBUTED, Status.MANIPULATED, Status.CONTRADICTED}:
            why = text(found.reasoning.split("\n")[0]) or plain(t(found.status))
            yield mark, cell(filled(t("Any use of {a}: {why}"), a=(cite(media.number),), why=why))
    for claim in scope.claims:
        if _status(scope, claim) not in _CARRIED and not claim.third_party:
            words = t("“{statement}” as a fact; it is a claim by {source}.", statement=claim.statement.rstrip("."),
                      source=scope.source_name(claim.source))  # fmt: skip
            yield mark, cell(words)


def _verdicts(scope: Scope) -> list[Block]:
    rows = verdict_rows(scope)
    columns, cells = rows
    heading = Heading(scope.t("Verdicts"), wide=True)
    note = plain(
        scope.t(
            "Likelihood says how probable a finding is; confidence says how good its basis is. They "
            "are read separately."
        )
    )
    return [Table(columns[:-1], tuple(row[:-1] for row in cells), note, heading=heading)] if cells else []


def _supporting(scope: Scope) -> list[Step]:
    replaced = scope.superseded_by()
    return [s for s in scope.steps if s.result == Result.SUPPORTS and s.id not in replaced and s.finding]


def _reasons(scope: Scope) -> list[Block]:
    """The finding of one supporting step for each of up to three pillars; place and date first."""
    by_pillar: dict[str, Step] = {}
    for step in _supporting(scope):
        by_pillar[step.pillar] = step
    order = ("location", "date", "content", "provenance", "source", "technical", "motivation")
    chosen = [by_pillar[p] for p in order if p in by_pillar][:3]
    if not chosen:
        return []
    columns = tuple(
        (scope.t.capital(s.pillar), join([text(s.finding), _bracketed(scope.cite(s))], " ")) for s in chosen
    )
    return [Heading(scope.t("How it was established"), wide=True), ThreeReasons(columns)]


def _handling(scope: Scope) -> Iterator[Labelled]:
    t = scope.t
    marked = [(m.number, sensitivity(scope, m)) for m in scope.exhibits if sensitivity(scope, m) != t("None")]
    yield fact(t("Sensitivity"), "; ".join(f"{number}: {words}" for number, words in marked[:6]) or t("None marked"))
    yield fact(t("Uploader"), _uploaders(scope))
    yield fact(t("Rights"), t("Not cleared by this report"))
    if scope.options.handling:
        yield fact(t("Handling"), scope.options.handling)
    settle = next((q for q in questions(scope) if q.settle), None)
    yield fact(t("Next check"), settle.settle if settle else t("none is recorded"))


def _uploaders(scope: Scope) -> str:
    names = [
        source.name
        for media in scope.exhibits
        for seen in scope.sightings(media)
        if seen.source_role == "uploader" and (source := scope.records.get(Source, seen.source))
    ]
    return ", ".join(dict.fromkeys(names)) or scope.t("not known")


def about_one(scope_incidents: tuple[Incident, ...], scope: Scope) -> Scope:
    """The same scope about the incident that is assessed, or has most exhibits, when several were chosen."""
    if len(scope_incidents) <= 1:
        return scope
    main = max(scope_incidents, key=lambda i: (scope.assessment(i) is not None, len(scope.attachments(i))))
    held = {a.media for a in scope.records.where(Attachment, incident=main.id)}
    return replace(
        scope,
        incidents=(main,),
        exhibits=tuple(m for m in scope.exhibits if m.id in held),
        claims=tuple(c for c in scope.claims if c.incident == main.id),
        steps=tuple(s for s in scope.steps if s.subject == main.ref or s.subject.removeprefix("media:") in held),
        matches=tuple(m for m in scope.matches if m.a in held and m.b in held),
    )
