"""Opening the dialogs: each asks for a record's fields and runs the verb; the answer is the dialog, already open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from PySide6.QtWidgets import QWidget

from osintdesk.app import claims, incidents, media_items, sightings, verification
from osintdesk.core import words
from osintdesk.core.domain import (
    Assessment,
    Claim,
    Evidence,
    Incident,
    Interval,
    Media,
    Place,
    Record,
    Ref,
    Sighting,
    Source,
    Step,
    link_id,
)
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_fields as fields
from osintdesk.ui.dialogs.editors import point
from osintdesk.ui.pages import claims_model, phrases
from osintdesk.ui.widgets import Button, Field, Form, FormDialog

Values = dict[str, Any]
Verb = Callable[[Values], Future[Any]]


def _open(
    desk: Desk,
    parent: QWidget,
    title: str,
    sentence: str,
    asked: Sequence[Field],
    verb: str,
    run: Verb,
    values: Mapping[str, Any] | None = None,
    *,
    done: Callable[[Any], object] | None = None,
    wide: bool = True,
) -> FormDialog:
    """`run` raises what is wrong with the values before the dialog closes; the commit is told with Undo."""

    def accept(found: Values) -> None:
        desk.run(run(found), done)

    dialog = FormDialog(parent, title, sentence, Form(asked), verb=verb, on_accept=accept, values=values, wide=wide)
    dialog.accept_button.setEnabled(not desk.read_only)
    dialog.open()
    return dialog


def _values(record: Record | None, cls: type[Record] | None = None) -> Values:
    """What is recorded; for a new record the defaults of its class, which say the least."""
    if record is not None:
        return dict(record.values())
    return dict(cls(id="").values()) if cls is not None else {}


def new_incident(desk: Desk, parent: QWidget, *, done: Callable[[str], object] | None = None) -> FormDialog:
    """Ask for a new incident; `done` gets its id."""
    made: list[str] = []

    def run(found: Values) -> Future[Any]:
        created, future = incidents.add_incident(desk.session, **found)
        made.append(created)
        return future

    asked = [field for field in fields.incident_fields(desk.records) if field.name != "assigned_to"]
    sentence = _("An incident is one event at one or more places, in a time interval.")
    return _open(
        desk, parent, _("New incident"), sentence, asked, _("Create incident"), run,
        {"work_status": words.WorkStatus.TO_DO}, done=lambda _commit: done(made[-1]) if done else None,
    )  # fmt: skip


def edit_incident(desk: Desk, parent: QWidget, incident: str) -> FormDialog:
    record = desk.records.one(Incident, incident)

    def run(found: Values) -> Future[Any]:
        if not found["title"].strip():
            raise UsageError(_("An incident needs a title: one sentence that says what happened."))
        return incidents.edit_incident(desk.session, incident, **found)

    return _open(
        desk, parent, _("Edit incident"), "", fields.incident_fields(desk.records), _("Save"), run, _values(record)
    )


def place(desk: Desk, parent: QWidget, subject: Ref, existing: Place | None = None) -> FormDialog:
    """Add a place to an incident or media item, or edit one."""

    def run(found: Values) -> Future[Any]:
        latitude, longitude = point(found.pop("coordinates"))
        if not latitude and not found["name"]:
            raise UsageError(_("A place needs a name or coordinates."))
        found |= {"latitude": latitude, "longitude": longitude}
        if existing is None:
            return incidents.add_place(desk.session, subject, **found)
        return incidents.edit_place(desk.session, existing.id, **found)

    values = _values(existing, Place)
    if existing is not None and existing.latitude:
        values["coordinates"] = f"{existing.latitude} {existing.longitude}"
    title, verb = (_("Edit place"), _("Save")) if existing else (_("Add a place"), _("Add place"))
    return _open(desk, parent, title, "", fields.place_fields(desk.records), verb, run, values)


def interval(desk: Desk, parent: QWidget, subject: Ref, existing: Interval | None = None) -> FormDialog:
    """Add or edit when something happened."""

    def run(found: Values) -> Future[Any]:
        found["zone"] = desk.zone
        if existing is None:
            return incidents.add_interval(desk.session, subject, **found)
        return incidents.edit_interval(desk.session, existing.id, **found)

    title, verb = (_("Edit time"), _("Save")) if existing else (_("Add a time"), _("Add time"))
    sentence = _("A time is an interval; either end may stay open.")
    asked = fields.interval_fields(desk.records, desk.zone)
    return _open(desk, parent, title, sentence, asked, verb, run, _values(existing, Interval))


def sighting(desk: Desk, parent: QWidget, media: str, existing: Sighting | None = None) -> FormDialog:
    """Record where a media item was seen, or edit it."""
    number = desk.records.one(Media, media).number

    def run(found: Values) -> Future[Any]:
        if existing is None:
            return sightings.add_sighting(desk.session, media, **found)
        return sightings.edit_sighting(desk.session, existing.id, **found)

    verb = _("Save") if existing else _("Add sighting")
    title = (_("Edit sighting of {what}") if existing else _("Add a sighting of {what}")).format(what=number)
    sentence = _("One place and time where the item was seen. The earliest known one matters.")
    asked = fields.sighting_fields(desk.records, desk.zone)
    return _open(desk, parent, title, sentence, asked, verb, run, _values(existing))


def source(
    desk: Desk, parent: QWidget, existing: Source | None = None, *, done: Callable[[str], object] | None = None
) -> FormDialog:
    """Add or edit a source, with its letter."""
    made: list[str] = []

    def run(found: Values) -> Future[Any]:
        if existing is not None:
            return sightings.edit_source(desk.session, existing.id, **found)
        created, future = sightings.add_source(desk.session, **found)
        made.append(created)
        return future

    title, verb = (_("Edit source"), _("Save")) if existing else (_("Add a source"), _("Add source"))
    sentence = _("An account, person, organisation or publication.")
    return _open(
        desk, parent, title, sentence, fields.source_fields(desk.records), verb, run, _values(existing, Source),
        done=lambda _commit: done(made[-1]) if done and made else None,
    )  # fmt: skip


def claim(
    desk: Desk, parent: QWidget, existing: Claim | None = None, *, incident: str = "",
    done: Callable[[str], object] | None = None,
) -> FormDialog:  # fmt: skip
    """Add or edit a claim."""
    made: list[str] = []

    def run(found: Values) -> Future[Any]:
        if existing is not None:
            return claims.edit_claim(desk.session, existing.id, **found)
        created, future = claims.add_claim(desk.session, **found)
        made.append(created)
        return future

    title, verb = (_("Edit claim"), _("Save")) if existing else (_("Add a claim"), _("Add claim"))
    sentence = _("A checkable statement by a source at a time. Its parts are checked one by one.")
    return _open(
        desk, parent, title, sentence, fields.claim_fields(desk.records, desk.zone), verb, run,
        _values(existing) or {"incident": incident}, done=lambda _commit: done(made[-1]) if done and made else None,
    )  # fmt: skip


def evidence(desk: Desk, parent: QWidget, claim_id: str, *, part: str = "", subject: Ref = "") -> FormDialog:
    """Link a media item or step to a claim or one part, or change what it says."""
    record = desk.records.one(Claim, claim_id)
    known = desk.records.get(Evidence, link_id(claim_id, part, subject)) if subject else None

    def run(found: Values) -> Future[Any]:
        return claims.link_evidence(
            desk.session, claim_id, found["subject"], part=found["part"], stance=found["stance"],
            strength=found["strength"], note=found["note"],
        )  # fmt: skip

    asked = fields.evidence_fields(desk.records, record, evidence_choices(desk, record))
    values = (
        _values(known)
        if known and not known.deleted
        else {"part": part, "subject": subject, "stance": words.Stance.NEUTRAL}
    )
    title = _("Evidence on claim {n}").format(n=phrases.claim_number(desk.records, claim_id))
    return _open(desk, parent, title, record.statement, asked, _("Link evidence"), run, values)


def evidence_choices(desk: Desk, record: Claim) -> list[tuple[str, str]]:
    """What may be linked: the exhibits of the incident first, then every other, then the steps on them."""
    grid = claims_model.grid(desk.records, record.id)
    first = list(grid.subjects) if grid else []
    every = [f"media:{sha}" for sha, _name in fields.media_choices(desk.records)]
    steps = [step.ref for step in desk.records.all(Step)]
    return [(subject, _evidence_name(desk, subject)) for subject in dict.fromkeys([*first, *every, *steps])]


def _evidence_name(desk: Desk, subject: Ref) -> str:
    record = desk.records.of(subject)
    if isinstance(record, Step):
        return _("Step on {what}: {question}").format(
            what=phrases.named(desk.records, record.subject), question=phrases.called(desk.records, record)
        )
    title = getattr(record, "title", "")
    return f"{phrases.named(desk.records, subject)} {title}".strip()


def assessment(desk: Desk, parent: QWidget, subject: Ref, draft: Callable[[], str]) -> FormDialog:
    """Write the assessment of a subject; `draft` gives sentences from what was recorded."""
    current = verification.current_assessment(desk.records, subject)

    def run(found: Values) -> Future[Any]:
        return verification.assess(desk.session, subject, **found)

    values = _values(current) if isinstance(current, Assessment) else {"status": words.Status.IN_PROGRESS}
    title = _("Assessment of {what}").format(what=phrases.named(desk.records, subject))
    sentence = _("The reasoned conclusion. Likelihood and confidence are stated apart; older assessments stay.")
    asked = fields.assessment_fields(desk.records)
    dialog = _open(desk, parent, title, sentence, asked, _("Save assessment"), run, values)
    fill = Button(_("Draft from the steps"), "quiet", icon="step")
    fill.clicked.connect(lambda _checked=False: dialog.form.set_values({"reasoning": draft()}))
    dialog.body.addWidget(fill)
    return dialog


def review(desk: Desk, parent: QWidget, subject: Ref, outcome: str) -> FormDialog:
    """A second person's word on a step or an assessment."""

    def run(found: Values) -> Future[Any]:
        return verification.review(desk.session, subject, found["outcome"], found["text"])

    return _open(
        desk, parent, _("Review"), _("A second person's word. It is kept, also when you disagree."),
        fields.review_fields(desk.records), _("Save review"), run, {"outcome": outcome}, wide=False,
    )  # fmt: skip


def link_incident(desk: Desk, parent: QWidget, incident: str) -> FormDialog:
    """Link an incident to another."""

    def run(found: Values) -> Future[Any]:
        return incidents.link_incidents(desk.session, incident, found["b"], found["relation"], found["note"])

    asked = fields.link_fields(desk.records, incident)
    dialog = _open(desk, parent, _("Link to an incident"), "", asked, _("Link"), run, wide=False)
    if not asked[0].choices:
        dialog.accept_button.setEnabled(False)
        dialog.say(_("There is no other incident in this case."))
    return dialog


def tag(desk: Desk, parent: QWidget, subjects: Sequence[Ref]) -> FormDialog:
    """Put a tag on subjects; a new name makes a new tag."""

    def run(found: Values) -> Future[Any]:
        return media_items.tag(desk.session, subjects, found["name"])

    asked = [Field("name", _("Tag"), required=True, hint=_("A name that is not known yet makes a new tag."))]
    return _open(desk, parent, _("Tag"), "", asked, _("Tag"), run, wide=False)


def attach(desk: Desk, parent: QWidget, incident: str) -> FormDialog:
    """Attach a media item that is in the case already."""

    def run(found: Values) -> Future[Any]:
        return media_items.attach(desk.session, incident, [found["media"]], found["role"])

    asked = [
        Field("media", _("Media item"), choices=fields.media_choices(desk.records)),
        Field("role", _("What it is to the incident"), choices=tuple(words.Role)),
    ]
    return _open(desk, parent, _("Attach media"), "", asked, _("Attach"), run)
