"""What is done with the selected items at once: attach, tag, mark as sensitive, describe."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter

from osintdesk.app import incidents, media_items
from osintdesk.app.media_items import named, tags_of
from osintdesk.core import words
from osintdesk.core.domain import Attachment, Incident, Media, Tag, ref
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _
from osintdesk.core.text import visible
from osintdesk.ui.desk import Desk
from osintdesk.ui.theme.marks import SENSITIVITY
from osintdesk.ui.widgets import CheckBox, ChoiceBox, Dialog, Field, Form, FormDialog, Label, LineEdit, row
from osintdesk.ui.widgets.search import TokenSign

NEW = "new"


def attach(desk: Desk, media: Sequence[str]) -> None:
    """Ask for the incident and the role; a new incident may be made on the way."""
    AttachDialog(desk, media).open()


class AttachDialog(Dialog):
    """Incident and role; the incidents an item belongs to are said."""

    def __init__(self, desk: Desk, media: Sequence[str]) -> None:
        self._desk, self._media = desk, list(media)
        records = desk.records
        known = [(i.id, visible(i.title)) for i in records.all(Incident)]
        self.incident = ChoiceBox([*known, (NEW, _("A new incident…"))], name=_("Incident"))
        self.title = LineEdit(
            name=_("Title of the new incident"), placeholder=_("One sentence that says what happened")
        )
        self.role = ChoiceBox(words.Role, name=_("Role"))
        what = named(records, media)
        super().__init__(
            desk.window, _("Attach {what}").format(what=what), self._already(),
            Label(_("Incident"), "body", "text2"), self.incident, self.title,
            Label(_("It…"), "body", "text2"), self.role, verb=_("Attach"), icon="attach",
        )  # fmt: skip
        self.body.setSpacing(6)
        self.incident.currentIndexChanged.connect(self._ask_title)
        self._ask_title()

    def _already(self) -> str:
        links = {link.incident for sha in self._media for link in self._desk.records.where(Attachment, media=sha)}
        titles = [found.title for found in (self._desk.records.get(Incident, i) for i in sorted(links)) if found]
        return _("Already attached to: {titles}.").format(titles=", ".join(titles)) if titles else ""

    def _ask_title(self, _index: int = 0) -> None:
        self.title.setVisible(self.incident.value() == NEW)

    def accept(self) -> None:
        desk, role = self._desk, self.role.value()
        try:
            if self.incident.value() == NEW:
                made, future = incidents.add_incident(desk.session, title=self.title.text())
                desk.run(
                    future,
                    lambda _c: desk.run(lambda: media_items.attach(desk.session, made, self._media, role)),
                    say="",
                )
            else:
                desk.run(media_items.attach(desk.session, self.incident.value(), self._media, role), icon="attach")
        except UsageError as error:
            self.say(str(error))
            return
        super().accept()


def detach(desk: Desk, incident: str, media: Sequence[str]) -> None:
    desk.run(lambda: media_items.detach(desk.session, incident, list(media)), icon="unlink")


def tag(desk: Desk, media: Sequence[str]) -> None:
    """Ask for a tag; known ones are offered, those that are set can be taken off."""
    TagDialog(desk, media).open()


class TagDialog(Dialog):
    """One tag to put on, and the ones that are on."""

    def __init__(self, desk: Desk, media: Sequence[str]) -> None:
        self._desk = desk
        self._subjects = [ref(Media.TABLE, sha) for sha in media]
        self.name = LineEdit(name=_("Tag"), placeholder=_("A word that groups things"))
        known = sorted((t.name for t in desk.records.all(Tag)), key=str.casefold)
        self.name.setCompleter(QCompleter(known, self.name))
        on = sorted({t.name for s in self._subjects for t in tags_of(desk.records, s)}, key=str.casefold)
        signs = [TokenSign(_("tag"), name) for name in on]
        for name, sign in zip(on, signs, strict=True):
            sign.removed.connect(partial(self._remove, name))
        super().__init__(
            desk.window,
            _("Tag {what}").format(what=named(desk.records, media)),
            "",
            self.name,
            row(*signs, None),
            verb=_("Tag"),
            icon="tag",
        )

    def _remove(self, name: str) -> None:
        self._desk.run(lambda: media_items.untag(self._desk.session, self._subjects, name), icon="tag")
        self.reject()

    def accept(self) -> None:
        try:
            self._desk.run(media_items.tag(self._desk.session, self._subjects, self.name.text()), icon="tag")
        except UsageError as error:
            self.say(str(error))
            return
        super().accept()


def sensitivity(desk: Desk, media: Sequence[str]) -> None:
    """Ask why the items must be handled with care; what differs among them is left as it is."""
    SensitivityDialog(desk, media).open()


class SensitivityDialog(Dialog):
    """The four marks; half set where the items differ."""

    def __init__(self, desk: Desk, media: Sequence[str]) -> None:
        self._desk, self._media = desk, list(media)
        items = [desk.records.one(Media, sha) for sha in media]
        self._boxes = {
            name: self._box(mark.label, {getattr(item, name) for item in items}) for name, mark in SENSITIVITY.items()
        }
        hint = Label(
            _("Pictures marked as graphic stay hidden until V is held, and in reports unless you choose otherwise."),
            "small",
            "text3",
            wrap=True,
        )
        title = _("Sensitivity of {what}").format(what=named(desk.records, media))
        super().__init__(desk.window, title, "", *self._boxes.values(), hint, verb=_("Set"), icon="hidden")
        self.body.setSpacing(4)

    def _box(self, label: str, values: set[bool]) -> CheckBox:
        box = CheckBox(label, checked=values == {True})
        if len(values) > 1:
            box.setTristate(True)

            box.setCheckState(Qt.CheckState.PartiallyChecked)
        return box

    def accept(self) -> None:

        states = {str(name): box.checkState() for name, box in self._boxes.items()}
        given = {
            name: state == Qt.CheckState.Checked
            for name, state in states.items()
            if state != Qt.CheckState.PartiallyChecked
        }
        self._desk.run(lambda: media_items.set_sensitivity(self._desk.session, self._media, **given), icon="hidden")
        super().accept()


def set_graphic(desk: Desk, media: Sequence[str], *, graphic: bool) -> None:
    desk.run(lambda: media_items.set_sensitivity(desk.session, list(media), graphic=graphic), icon="hidden")


def describe(desk: Desk, media: str) -> None:
    """Title and description for colleagues, who may read instead of looking."""
    record = desk.records.one(Media, media)
    form = Form([
        Field("title", _("Title"), placeholder=_("One line: what is to be seen")),
        Field("description", _("Description"), kind="lines", hint=_("For colleagues who read instead of looking.")),
    ])  # fmt: skip

    def save(values: dict[str, Any]) -> None:
        desk.run(lambda: media_items.describe(desk.session, media, **values), icon="edit")

    FormDialog(
        desk.window, _("Describe {what}").format(what=record.number), "", form, verb=_("Save"), on_accept=save,
        values={"title": record.title, "description": record.description},
    ).open()  # fmt: skip
