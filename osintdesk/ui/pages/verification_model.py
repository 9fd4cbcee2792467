"""What the verification page shows of one subject (media item, incident or claim)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from osintdesk.app.verification import (
    assessments_of,
    observations_of,
    reviews_of,
    status_of,
    steps_of,
)
from osintdesk.core import words
from osintdesk.core.domain import Assessment, Media, Observation, Ref, Review, Step, split_ref
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.bounds_model import (
    Band,
    BoundBar,
    axis_of,
    bands_of,
    bar_of,
    place_band,
    place_words,
    time_band,
    time_words,
)
from osintdesk.verify.bounds import Bounds, bounds_of_steps
from osintdesk.verify.methods import method_named

QUESTIONS: dict[str, str] = {
    words.Pillar.PROVENANCE: "Is this the original piece of content?",
    words.Pillar.SOURCE: "Who captured the content?",
    words.Pillar.DATE: "When was the content captured?",
    words.Pillar.LOCATION: "Where was the content captured?",
    words.Pillar.MOTIVATION: "Why was the content captured?",
    words.Pillar.CONTENT: "What is shown?",
    words.Pillar.TECHNICAL: "What does the file itself say?",
}


@dataclass(frozen=True, slots=True)
class Combined:
    """What the steps of one pillar say together: colour role, icon by meaning, words."""

    role: str
    icon: str
    text: str


@dataclass(frozen=True, slots=True)
class PillarLine:
    """One row of the pillar list."""

    pillar: words.Pillar
    title: str
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step as it is drawn; `number` counts within the pillar, superseded ones are not counted."""

    id: str
    number: int
    question: str
    finding: str
    result: str
    confidence: str
    method: str
    made: str
    bar: BoundBar | None
    place: str
    reviews: tuple[Review, ...]
    by: str
    from_observation: bool


@dataclass(frozen=True, slots=True)
class ObservationCard:
    id: str
    title: str
    text: str
    severity: str
    facts: tuple[str, ...]
    decision: str
    decided: str


@dataclass(frozen=True, slots=True)
class PillarView:
    """The middle of the page: one pillar."""

    pillar: words.Pillar
    title: str
    question: str
    combined: Combined | None
    bands: tuple[Band, ...]
    steps: tuple[StepCard, ...]
    superseded: tuple[StepCard, ...]
    observations: tuple[ObservationCard, ...]
    decided: tuple[ObservationCard, ...]


def pillar_title(pillar: str) -> str:
    shown = _(pillar)
    return shown[:1].upper() + shown[1:]


def pillar_lines(records: Records, subject: Ref) -> list[PillarLine]:
    """The list on the left: every pillar, with its steps, what they say together, and open observations."""
    steps = steps_of(records, subject)
    waiting = open_observations(records, subject)
    return [
        _pillar_line(pillar, [s for s in steps if s.pillar == pillar], sum(pillar_of(o) == pillar for o in waiting))
        for pillar in words.Pillar
    ]


def open_observations(records: Records, subject: Ref) -> list[Observation]:
    """What nobody has decided yet, the strongest first."""
    table, media = split_ref(subject)
    return observations_of(records, media, only_open=True) if table == "media" else []


def _pillar_line(pillar: words.Pillar, steps: list[Step], waiting: int) -> PillarLine:
    said = combined(steps)
    seen = ngettext("{n} observation", "{n} observations", waiting) if waiting else ""
    if said is None:
        text = ", ".join(part for part in (_("No step yet"), seen) if part)
        return PillarLine(pillar, pillar_title(pillar), text, "warn" if waiting else "text3")
    counted = ngettext("{n} step", "{n} steps", len(steps))
    text = ", ".join(part for part in (counted, said.text, seen) if part)
    return PillarLine(pillar, pillar_title(pillar), text, said.role)


def combined(steps: list[Step]) -> Combined | None:
    """One word for several steps: results that differ are said to differ, never averaged."""
    if not steps:
        return None
    counts = {result: sum(s.result == result for s in steps) for result in words.Result}
    supports, contradicts = counts[words.Result.SUPPORTS], counts[words.Result.CONTRADICTS]
    unsure = len(steps) - supports - contradicts
    if supports and contradicts:
        return Combined("bad", "contradiction", _("results differ"))
    if contradicts:
        return Combined("bad", "result_contradicts", _(words.Result.CONTRADICTS))
    if unsure == len(steps):
        return Combined("neutral", "result_inconclusive", _(words.Result.INCONCLUSIVE))
    if unsure:
        return Combined("warn", "result_supports", _("{n} inconclusive").format(n=unsure))
    return Combined("ok", "result_supports", _(words.Result.SUPPORTS))


def numbers(records: Records, subject: Ref) -> dict[str, int]:
    """The number of each standing step, counted over the whole subject in pillar order."""
    steps = steps_of(records, subject)
    ordered = [s for pillar in words.Pillar for s in steps if s.pillar == pillar]
    return {step.id: n for n, step in enumerate(ordered, start=1)}


def pillar_view(records: Records, subject: Ref, pillar: str, zone: str) -> PillarView:
    """The middle of the page for one pillar."""
    every = steps_of(records, subject, superseded=True)
    standing = steps_of(records, subject)
    ids = {step.id for step in standing}
    number = numbers(records, subject)
    bounds = bounds_of_steps(standing)
    mine = [s for s in standing if s.pillar == pillar]
    old = [s for s in every if s.pillar == pillar and s.id not in ids]
    axis = axis_of(standing)
    open_ones, decided = _observations(records, subject, pillar)
    return PillarView(
        words.Pillar(pillar),
        pillar_title(pillar),
        _(QUESTIONS[pillar]),
        combined(mine),
        tuple(bands_of(bounds, pillar, number, zone)),
        tuple(card(records, s, number[s.id], bounds, axis, zone) for s in mine),
        tuple(card(records, s, 0, bounds, axis, zone) for s in old),
        open_ones,
        decided,
    )


def _observations(
    records: Records, subject: Ref, pillar: str
) -> tuple[tuple[ObservationCard, ...], tuple[ObservationCard, ...]]:
    table, media = split_ref(subject)
    if table != "media":
        return (), ()
    found = [o for o in observations_of(records, media) if pillar_of(o) == pillar]
    waiting = [o for o in found if o.decision == words.ObservationDecision.OPEN]
    return (
        tuple(observation_card(o) for o in waiting),
        tuple(observation_card(o) for o in found if o not in waiting),
    )


_PILLARS_BY_WORD = {
    "time": words.Pillar.DATE, "date": words.Pillar.DATE, "posted": words.Pillar.DATE, "zone": words.Pillar.DATE,
    "future": words.Pillar.DATE, "gps": words.Pillar.LOCATION, "place": words.Pillar.LOCATION,
    "location": words.Pillar.LOCATION, "match": words.Pillar.PROVENANCE, "duplicate": words.Pillar.PROVENANCE,
    "credentials": words.Pillar.PROVENANCE,
}  # fmt: skip


def pillar_of(observation: Observation) -> words.Pillar:
    """The pillar under which an observation is shown, by the words of its code; technical when none fits."""
    parts = observation.code.replace("_", "-").casefold().split("-")
    return next((_PILLARS_BY_WORD[part] for part in parts if part in _PILLARS_BY_WORD), words.Pillar.TECHNICAL)


def observation_card(observation: Observation) -> ObservationCard:
    decided = ""
    if observation.decision != words.ObservationDecision.OPEN:
        decided = _("{decision} by {name}, {when}").format(
            decision=_(observation.decision).capitalize(),
            name=visible(observation.decided_by),
            when=phrases.stamp(observation.decided_at),
        )
        decided += f": {visible(observation.reason)}" if observation.reason else ""
    return ObservationCard(
        observation.id,
        visible(observation.text),
        visible(observation.innocent),
        observation.severity,
        tuple(_fact_line(fact) for fact in observation.facts if isinstance(fact, dict)),
        observation.decision,
        decided,
    )


def _fact_line(fact: dict[str, object]) -> str:
    """`container creation time: 2024-08-07T05:31:00Z (PyAV)`."""
    name, value = visible(str(fact.get("name", ""))), visible(str(fact.get("value", "")))
    source = visible(str(fact.get("source", "")))
    said = f"{name}: {value}" if name else value
    return f"{said} ({source})" if source else said


def card(
    records: Records, step: Step, number: int, bounds: Bounds, axis: tuple[datetime, datetime] | None, zone: str
) -> StepCard:
    method = method_named(step.method)
    said = [_(method.title) if method else visible(step.method), visible(step.method_version)]
    tool = " ".join(part for part in (visible(step.tool), visible(step.tool_version)) if part)
    return StepCard(
        step.id,
        number,
        visible(step.question),
        visible(step.finding, lines=True),
        step.result,
        step.confidence,
        ", ".join(part for part in (" ".join(s for s in said if s), tool) if part),
        f"{visible(step.by)}, {phrases.stamp(step.at)}" if step.by else phrases.stamp(step.at),
        bar_of(step, bounds, axis, zone),
        _step_place(step),
        tuple(reviews_of(records, step.ref)),
        step.by,
        bool(step.observation),
    )


def _step_place(step: Step) -> str:
    if not step.latitude or not step.longitude:
        return ""
    return f"{step.latitude}, {step.longitude}" + (f" ±{step.radius_m}\u202fm" if step.radius_m is not None else "")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the page: what is verified, with its status and the bounds so far."""

    subject: Ref
    title: str
    text: str
    status: str
    sha256: str
    graphic: bool
    time: str
    place: str
    steps: str


def head(records: Records, subject: Ref, zone: str) -> Head:
    """The head of the page of any subject."""
    record = records.of(subject)
    standing = steps_of(records, subject)
    bounds = bounds_of_steps(standing)
    pillars = len({s.pillar for s in standing})
    counted = ngettext("{n} step", "{n} steps", len(standing))
    media = record if isinstance(record, Media) else None
    return Head(
        subject,
        phrases.called(records, record),
        visible(str(getattr(record, "title", "") or getattr(record, "statement", ""))) if record else "",
        status_of(records, subject),
        media.id if media else "",
        media.graphic if media else False,
        time_words(bounds, zone),
        place_words(bounds),
        _("{steps}, {n} of {total} pillars").format(steps=counted, n=pillars, total=len(words.Pillar)),
    )


@dataclass(frozen=True, slots=True)
class AssessmentPanel:
    """The right side: the current assessment, the older ones, and what others said on it."""

    current: Assessment | None
    older: tuple[Assessment, ...]
    reviews: tuple[Review, ...]
    reviewed: str
    may_review: bool


def assessment_panel(records: Records, subject: Ref, person: str) -> AssessmentPanel:
    """The assessment of a subject, seen by `person`, who may review what somebody else wrote."""
    found = assessments_of(records, subject)
    current = found[0] if found else None
    said = tuple(reviews_of(records, current.ref)) if current else ()
    agreeing = len({r.by for r in said if r.outcome == words.ReviewOutcome.AGREES})
    return AssessmentPanel(
        current,
        tuple(found[1:]),
        said,
        _("{n} of 2").format(n=min(2, 1 + agreeing)) if current else "",
        current is not None and current.by != person,
    )


def by_time(records: Records, subject: Ref, zone: str) -> list[StepCard]:
    """Every standing step in the order in which it was made."""
    standing = steps_of(records, subject)
    number, bounds, axis = numbers(records, subject), bounds_of_steps(standing), axis_of(standing)
    return [card(records, step, number[step.id], bounds, axis, zone) for step in standing]


def draft(records: Records, subject: Ref, zone: str) -> str:
    """Sentences for an assessment, from what was recorded only: bounds, and the findings of each pillar."""
    standing = steps_of(records, subject)
    bounds, number = bounds_of_steps(standing), numbers(records, subject)
    said = []
    if bounds.time.bounded:
        band = time_band(bounds, number, zone)
        said.append(" ".join(part for part in (band.text, band.beside) if part).rstrip(".") + ".")
    if bounds.place.bounded:
        said.append(place_band(bounds, number).text.rstrip(".") + ".")
    for pillar in words.Pillar:
        said += [_drafted(step, number[step.id]) for step in standing if step.pillar == pillar]
    without = [_(p) for p in words.Pillar if not any(s.pillar == p for s in standing)]
    if without:
        said.append(_("Not examined: {pillars}.").format(pillars=", ".join(without)))
    return "\n".join(said)


def _drafted(step: Step, number: int) -> str:
    """`Date, step 2 (supports): Sky brightness is consistent with …`"""
    finding = step.finding.strip() or step.question
    return _("{pillar}, step {n} ({result}): {finding}").format(
        pillar=pillar_title(step.pillar), n=number, result=_(step.result), finding=finding
    )
