"""Observation cards: what software noticed, what would explain it, and what a person decided."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from osintdesk.app.verification import accept_observation, dismiss_observation, reopen_observation
from osintdesk.core import words
from osintdesk.core.domain import Observation
from osintdesk.core.i18n import _
from osintdesk.core.instants import shown
from osintdesk.core.text import visible
from osintdesk.ui.inspector.readings import readable
from osintdesk.ui.theme import mark
from osintdesk.ui.widgets import Button, Card, Field, Form, FormDialog, Icon, Label, column, row

if TYPE_CHECKING:
    from osintdesk.ui.desk import Desk


def observation_card(desk: Desk, seen: Observation, *, kind: str = "card") -> Card:
    """One observation; open ones can be accepted as a step or dismissed, decided ones say by whom and can be undone."""
    severity = mark(words.Severity(seen.severity))
    title, _stop, rest = seen.text.partition(". ")
    icon, head = Icon(severity.icon, 16, severity.role), Label(visible(title.rstrip(".")), "strong", wrap=True)
    line = row(icon, head, space=8)
    line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    card = Card(line, kind=kind, space=6)
    card.body.setContentsMargins(12, 10, 12, 10)
    if rest:
        card.body.addWidget(Label(visible(rest), "small", "text2", wrap=True))
    for value, source in facts_of(seen):
        said, where = Label(value, "small", wrap=True), Label(source, "mono_caption", "text3", wrap=True)
        card.body.addLayout(column(said, where, space=0))
    if seen.innocent:
        card.body.addWidget(Label(visible(seen.innocent), "small", "text2", wrap=True))
    card.body.addLayout(_open_actions(desk, seen) if _is_open(seen) else _decided(desk, seen))
    card.setAccessibleName(visible(title))
    return card


def _is_open(seen: Observation) -> bool:
    return seen.decision == words.ObservationDecision.OPEN


def facts_of(seen: Observation) -> list[tuple[str, str]]:
    """The facts that do not fit, each with its source."""
    found = seen.facts if isinstance(seen.facts, list) else []
    return [_fact(fact) for fact in found if isinstance(fact, dict)]


def _fact(fact: dict[str, Any]) -> tuple[str, str]:
    name, value = str(fact.get("name", "")), visible(str(fact.get("value", "")))
    return (f"{readable(name)}: {value}" if name else value, visible(str(fact.get("source", ""))))


def _open_actions(desk: Desk, seen: Observation) -> QHBoxLayout:
    accept = Button(_("Accept as step"), small=True, on=partial(accept_dialog, desk, seen))
    dismiss = Button(_("Dismiss…"), "quiet", small=True, on=partial(dismiss_dialog, desk, seen))
    for button in (accept, dismiss):
        button.setEnabled(not desk.read_only)
    return row(accept, dismiss, None, space=4)


def _decided(desk: Desk, seen: Observation) -> QHBoxLayout:
    when = shown(seen.decided_at, desk.zone) if seen.decided_at else ""
    if seen.decision == words.ObservationDecision.ACCEPTED:
        text = _("Accepted as a step. {by}, {at}")
    else:
        text = _("Dismissed: {reason}. {by}, {at}")
    said = text.format(reason=visible(seen.reason).rstrip("."), by=visible(seen.decided_by), at=when)
    icon, label = Icon("ok", 14, "ok"), Label(said, "small", "text3", wrap=True)
    undo = Button(_("Undo"), "link", on=lambda: desk.run(lambda: reopen_observation(desk.session, seen.id)))
    undo.setEnabled(not desk.read_only)
    line = row(icon, label, undo, space=6)
    line.setStretch(1, 1)
    line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    return line


def accept_dialog(desk: Desk, seen: Observation) -> None:
    """Ask what the step says; its facts come from the observation."""
    form = Form(
        [
            Field("pillar", _("Pillar"), kind="choice", choices=words.Pillar, half=True),
            Field("result", _("Result"), kind="choice", choices=words.Result, half=True),
            Field("question", _("Question"), required=True),
            Field("finding", _("Finding"), kind="lines", required=True),
            Field("confidence", _("Confidence"), kind="choice", choices=words.Confidence),
        ]
    )
    values = {
        "pillar": words.Pillar.TECHNICAL.value,
        "result": words.Result.INCONCLUSIVE.value,
        "question": _("Is what the file says consistent?"),
        "finding": seen.text,
        "confidence": words.Confidence.LOW.value,
    }
    _ask(
        desk,
        FormDialog(
            desk.window,
            _("Accept as a verification step"),
            _("What was noticed becomes a step of yours, with the facts it rests on."),
            form,
            verb=_("Accept as step"),
            values=values,
            on_accept=lambda given: desk.run(lambda: accept_observation(desk.session, seen.id, **given)),
        ),
    )


def dismiss_dialog(desk: Desk, seen: Observation) -> None:
    """Ask for the reason; it stays with the observation."""
    form = Form([Field("reason", _("Reason"), kind="lines", required=True)])
    _ask(
        desk,
        FormDialog(
            desk.window,
            _("Dismiss the observation"),
            _("The reason stays with it, and you can take it back."),
            form,
            verb=_("Dismiss"),
            on_accept=lambda given: desk.run(lambda: dismiss_observation(desk.session, seen.id, given["reason"])),
        ),
    )


def _ask(desk: Desk, dialog: FormDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
