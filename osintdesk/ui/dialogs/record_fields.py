"""Which fields each record asks for, in the words of the domain: one table a record, from which its dialog is built."""

from __future__ import annotations

from osintdesk.core import words
from osintdesk.core.domain import Claim, Incident, Media, Source
from osintdesk.core.i18n import _
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.ui.dialogs.editors import moment_field
from osintdesk.ui.theme import shown
from osintdesk.ui.widgets import Field

Choices = list[tuple[str, str]]
_NOT_STATED = ("", "")


def incident_fields(records: Records) -> list[Field]:
    return [
        Field("title", _("Title"), required=True, hint=_("One sentence that says what happened.")),
        Field("description", _("Description"), kind="lines"),
        Field("work_status", _("Work status"), choices=tuple(words.WorkStatus), half=True),
        Field("assigned_to", _("Assigned to"), half=True),
    ]


def place_fields(records: Records) -> list[Field]:
    return [
        Field("name", _("Name"), half=True),
        Field("local_name", _("Name in the local script"), half=True),
        Field("coordinates", _("Coordinates"), kind="coordinates"),
        Field("precision", _("Precision"), choices=tuple(words.Precision), labels=precision_labels(), half=True),
        Field("radius_m", _("Radius, m"), kind="integer", half=True),
        Field("bearing", _("Camera looks to, °"), kind="decimal", half=True, hint=_("Clockwise from north.")),
        Field("bearing_error", _("Error, ± °"), kind="decimal", half=True),
        Field("view_angle", _("Field of view, °"), kind="decimal", half=True),
        Field("note", _("Note"), kind="lines"),
    ]


def precision_labels() -> dict[str, str]:
    radii = {words.Precision.EXACT: "±10\u202fm", words.Precision.VICINITY: "±100\u202fm",
             words.Precision.LOCALITY: "±1\u202fkm"}  # fmt: skip
    return {p: f"{shown(p)}, {radii[p]}" if p in radii else shown(p) for p in words.Precision}


def interval_fields(records: Records, zone: str) -> list[Field]:
    return [
        moment_field("not_before", _("Not before"), zone),
        moment_field("not_after", _("Not after"), zone),
        Field("basis", _("Basis"), choices=tuple(words.TimeBasis)),
        Field("note", _("Note"), hint=_("What it is the time of, as on the timeline: “filmed”, “reported”.")),
    ]


def sighting_fields(records: Records, zone: str) -> list[Field]:
    return [
        Field("url", _("Address"), kind="mono", placeholder="https://"),
        Field("platform", _("Platform"), half=True),
        Field("source", _("Source"), choices=source_choices(records), half=True),
        Field("source_role", _("What the source did"), choices=("", *words.SourceRole), half=True),
        Field("posted_basis", _("Basis of the posting time"), choices=("", *words.TimeBasis), half=True),
        moment_field("posted_at", _("Posted at"), zone),
        Field("caption", _("Caption"), kind="lines", hint=_("As it was posted, in its own language.")),
        moment_field("captured_at", _("Captured at"), zone),
        Field("captured_by", _("Captured by"), half=True),
        Field("captured_how", _("Captured how"), half=True),
        Field("archive_url", _("Archive link"), kind="mono", placeholder="https://"),
        Field("note", _("Note"), kind="lines"),
    ]


def source_fields(records: Records) -> list[Field]:
    letters = {letter: f"{letter}, {_(said)}" for letter, said in words.RELIABILITY.items()}
    return [
        Field("name", _("Name"), required=True, half=True),
        Field("kind", _("Kind"), choices=tuple(words.SourceKind), half=True),
        Field("platform", _("Platform"), half=True),
        Field("url", _("Address"), kind="mono", half=True, placeholder="https://"),
        Field("reliability", _("Reliability"), choices=("", *letters), labels={"": _("Never assessed"), **letters},
              hint=_("Admiralty letter. The credibility of what it says is rated on its own, in the assessment.")),
        Field("reliability_reason", _("Reason for the letter"), kind="lines"),
        Field("note", _("Note"), kind="lines"),
    ]  # fmt: skip


def claim_fields(records: Records, zone: str) -> list[Field]:
    return [
        Field("statement", _("Statement"), kind="lines", required=True, hint=_("In the source's own words.")),
        Field("source", _("Source"), choices=source_choices(records), half=True),
        Field("incident", _("Incident"), choices=incident_choices(records), half=True),
        moment_field("said_at", _("Said at"), zone),
        Field("url", _("Address"), kind="mono", placeholder="https://"),
        Field("what", _("What"), half=True),
        Field("where", _("Where"), half=True),
        Field("when", _("When"), half=True),
        Field("who", _("Who"), half=True),
        Field("why", _("Why"), half=True),
        Field("third_party", _("A third party's verification, not ours"), kind="check"),
        Field("note", _("Note"), kind="lines"),
    ]


def evidence_fields(records: Records, claim: Claim, subjects: Choices) -> list[Field]:
    parts = [("", _("The whole claim")), *((p.value, f"{shown(p)}: {visible(getattr(claim, p.value))}")
             for p in words.ClaimPart if getattr(claim, p.value))]  # fmt: skip
    return [
        Field("subject", _("Evidence"), choices=subjects),
        Field("part", _("Part of the claim"), choices=parts),
        Field("stance", _("What it says"), choices=tuple(words.Stance), half=True),
        Field("strength", _("Strength"), choices=("", *words.Strength), half=True),
        Field("note", _("Note"), kind="lines"),
    ]


def assessment_fields(records: Records) -> list[Field]:
    likely = {word: f"{shown(word)}, {low} to {high} %" for word, (low, high) in words.LIKELIHOOD_RANGES.items()}
    credible = {digit: f"{digit}, {_(said)}" for digit, said in words.CREDIBILITY.items()}
    none = {"": _("Not stated")}
    return [
        Field("status", _("Status"), choices=tuple(words.Status), half=True),
        Field("confidence", _("Confidence"), choices=("", *words.Confidence), half=True),
        Field("reasoning", _("Reasoning"), kind="lines", hint=_("What it rests on; what speaks against it.")),
        Field("likelihood", _("Likelihood"), choices=("", *likely), labels={**none, **likely}, half=True),
        Field("credibility", _("Credibility"), choices=("", *credible), labels={**none, **credible}, half=True),
        Field("open_questions", _("Not established"), kind="lines"),
    ]


def link_fields(records: Records, incident: str) -> list[Field]:
    others = [pair for pair in incident_choices(records)[1:] if pair[0] != incident]
    return [
        Field("b", _("Incident"), choices=others),
        Field("relation", _("Relation"), choices=tuple(words.IncidentRelation)),
        Field("note", _("Note")),
    ]


def review_fields(records: Records) -> list[Field]:
    return [
        Field("outcome", _("Outcome"), choices=tuple(words.ReviewOutcome)),
        Field("text", _("Words"), kind="lines", hint=_("Disagreeing or asking needs words.")),
    ]


def source_choices(records: Records) -> Choices:
    found = sorted(((s.id, visible(s.name)) for s in records.all(Source)), key=lambda pair: pair[1].casefold())
    return [("", _("Not recorded")), *found]


def incident_choices(records: Records) -> Choices:
    return [("", _("No incident")), *((i.id, visible(i.title)) for i in records.all(Incident))]


def media_choices(records: Records) -> Choices:
    """Every media item by its exhibit number and title."""
    found = sorted(records.all(Media), key=lambda m: m.exhibit)
    return [(m.id, f"{m.number} {visible(m.title)}".strip()) for m in found]
