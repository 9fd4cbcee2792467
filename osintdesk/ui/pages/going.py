"""Where a reference, a count or an advice leads: one place that knows which page shows what."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from osintdesk.app.missing import Missing
from osintdesk.app.search import Filters
from osintdesk.app.seen import sightings_of
from osintdesk.core import words
from osintdesk.core.domain import Assessment, Media, Ref, Review, Source, Step, split_ref
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_dialogs as dialogs
from osintdesk.ui.dialogs import step_dialog
from osintdesk.ui.pages.verification_model import open_observations, pillar_of


def go_to(desk: Desk, reference: Ref) -> None:
    """Show what a reference names."""
    table, entity = split_ref(reference)
    record = desk.records.of(reference)
    match table:
        case "media":
            desk.navigate("viewer", media=entity)
        case "incident":
            desk.navigate("incident", id=entity)
        case "claim":
            desk.navigate("claims", id=entity)
        case "source":
            desk.navigate("sources", id=entity)
        case "match":
            desk.navigate("matches", id=entity)
        case _ if isinstance(record, Step | Assessment):
            show_verification(desk, record.subject, step=entity if table == "step" else "")
        case _ if isinstance(record, Review):
            go_to(desk, record.subject)
        case _:
            owner = getattr(record, "subject", "") or _media_of(record)
            if owner:
                go_to(desk, owner)


def _media_of(record: object) -> Ref:
    media = getattr(record, "media", "")
    return f"media:{media}" if media else ""


_STATUSES = {
    "verified": frozenset({words.Status.VERIFIED, words.Status.PARTLY_VERIFIED}),
    "unassessed": frozenset({words.Status.UNASSESSED}),
}


def show_media(desk: Desk, which: str, *, incident: str = "") -> None:
    """Media of an incident or the case: `verified`, `unassessed`, or one of `Filters.needs`; empty = all."""
    incidents = frozenset({incident}) if incident else frozenset()
    needs = frozenset({which}) if which and which not in _STATUSES else frozenset()
    statuses = frozenset(map(str, _STATUSES.get(which, ())))
    desk.navigate("media", filters=Filters(incidents=incidents, statuses=statuses, needs=needs))


def show_verification(desk: Desk, subject: Ref, *, pillar: str = "", step: str = "") -> None:
    """The verification page of a subject, on a pillar."""
    record = desk.records.of(f"step:{step}") if step else None
    if isinstance(record, Step):
        pillar = record.pillar
    desk.navigate("verification", subject=subject, pillar=pillar)


def mend(desk: Desk, parent: QWidget, each: Missing) -> None:
    """Go where what is missing is mended: a dialog or a page."""
    table, entity = split_ref(each.subject)
    action, _colon, detail = each.action.partition(":")
    match action:
        case "step":
            step_dialog.add_step(desk, parent, each.subject, pillar=detail)
        case "sighting" if table == "media":
            _sighting(desk, parent, each)
        case "source" if table == "media":
            _assess_source(desk, parent, entity)
        case "place":
            dialogs.place(desk, parent, each.subject)
        case "interval":
            dialogs.interval(desk, parent, each.subject)
        case "import":
            desk.actions.trigger("import")
        case "matches":
            desk.navigate("matches", media=entity)
        case "claim":
            dialogs.evidence(desk, parent, entity)
        case "observations":
            waiting = open_observations(desk.records, each.subject)
            show_verification(desk, each.subject, pillar=pillar_of(waiting[0]) if waiting else "")
        case "verification" | "review":
            show_verification(desk, each.subject)
        case _:
            go_to(desk, each.subject)


def _sighting(desk: Desk, parent: QWidget, each: Missing) -> None:
    media = desk.records.one(Media, split_ref(each.subject)[1])
    open_zone = next((s for s in sightings_of(desk.records, media.id) if s.posted_at.endswith("-00:00")), None)
    dialogs.sighting(desk, parent, media.id, open_zone if each.rule == "zone-unresolved" else None)


def _assess_source(desk: Desk, parent: QWidget, media: str) -> None:
    for seen in sightings_of(desk.records, media):
        source = desk.records.get(Source, seen.source)
        if source is not None and not source.reliability:
            dialogs.source(desk, parent, source)
            return
