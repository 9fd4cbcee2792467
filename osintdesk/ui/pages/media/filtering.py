"""Filters offered while one writes, and the days between which something was posted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osintdesk.core import instants
from osintdesk.core.domain import Incident, Tag
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import N_, _
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages.media.query import Counts
from osintdesk.ui.theme import shown
from osintdesk.ui.widgets import Field, Form, FormDialog
from osintdesk.ui.widgets.search import Suggestion

Choose = Callable[[str, str], object]
Choice = tuple[str, str, str]

# Facet group → the key that is typed before a colon, icon, words.
_OFFERED: dict[str, tuple[str, str, str]] = {
    "incidents": ("incident", "incident", N_("Incident")),
    "tags": ("tag", "tag", N_("Tag")),
    "statuses": ("status", "assessment", N_("Assessment")),
    "kinds": ("kind", "kind_other", N_("Kind")),
    "platforms": ("platform", "web", N_("Platform")),
    "cameras": ("camera", "camera", N_("Camera")),
}


def suggestions(records: Records, counts: Counts, typed: str, choose: Choose) -> list[Suggestion]:
    """Filters whose words hold what was typed; `tag:` and the like narrow them to a group."""
    key, colon, rest = typed.strip().casefold().partition(":")
    wanted = rest.strip() if colon else key
    if not wanted:
        return []
    return [
        _suggestion(choice, choose)
        for choice in _choices(records, counts)
        if wanted in choice[2].casefold() and (not colon or _OFFERED[choice[0]][0].startswith(key))
    ]


def _choices(records: Records, counts: Counts) -> list[Choice]:
    """What can be filtered by: group, value, label."""
    incidents = [("incidents", i.id, visible(i.title)) for i in records.all(Incident)]
    tags = [("tags", t.id, visible(t.name)) for t in records.all(Tag)]
    counted = [
        (group, value, visible(value) if group in {"platforms", "cameras"} else shown(value))
        for group in ("statuses", "kinds", "platforms", "cameras")
        for value in counts.get(group, {})
    ]
    return [*incidents, *tags, *counted]


def _suggestion(choice: Choice, choose: Choose) -> Suggestion:
    group, value, label = choice
    _key, icon, words = _OFFERED[group]
    return Suggestion(label, _(words), icon, lambda: choose(group, value))


def ask_days(desk: Desk, posted: tuple[str, str], take: Callable[[tuple[str, str]], object]) -> None:
    """Ask between which days (UTC, inclusive) an item was posted; either may be left open."""
    form = Form(
        [
            Field("first", _("First day, UTC"), placeholder="2024-08-06", check=_day, half=True),
            Field("last", _("Last day, UTC"), placeholder="2024-08-09", check=_day, half=True),
        ]
    )

    def save(values: dict[str, Any]) -> None:
        take((values["first"], values["last"]))

    FormDialog(
        desk.window,
        _("Posted between"),
        _("Either day may be left empty."),
        form,
        verb=_("Show"),
        on_accept=save,
        values={"first": posted[0], "last": posted[1]},
    ).open()


def _day(text: str) -> None:
    try:
        instants.parse(f"{text}T00:00:00Z")
    except UsageError:
        raise UsageError(_("“{text}” is not a day. Write it like 2024-08-06.").format(text=text)) from None
