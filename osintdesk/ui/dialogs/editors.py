"""Fields that need more than a line of text: a time with its zone, and coordinates in any notation.

Importing this module makes the kinds `moment` and `coordinates` known to `Form`; `moment_field` declares the former
with the zone of the case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from osintdesk.core import instants
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _
from osintdesk.ui.dialogs.moments import read_time, shown_time, zone_choices
from osintdesk.ui.pages import phrases
from osintdesk.ui.widgets import ChoiceBox, Field, Label, LineEdit, column, row
from osintdesk.ui.widgets.fields import register
from osintdesk.verify import coordinates

# How coordinates are handed over: two decimal strings.
_RECORDED = re.compile(r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)")


class MomentEdit(QWidget):
    """A clock time and its zone; below them, what it is in UTC and in the case's zone."""

    changed = Signal()

    def __init__(self, name: str, case_zone: str) -> None:
        super().__init__()
        self._case_zone = case_zone
        self.line = LineEdit(name=name, placeholder="2024-08-06 18:52", mono=True)
        self.zone = ChoiceBox(zone_choices(case_zone), name=_("Time zone of {field}").format(field=name))
        self._said = Label("", "caption", "text3", wrap=True)
        entry = row(self.line, self.zone)
        entry.setStretch(0, 1)
        self.setLayout(column(entry, self._said, space=2))
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._tell)
        self.zone.currentIndexChanged.connect(self._tell)
        self._said.hide()

    def value(self) -> str:
        """RFC 3339, empty for nothing; what cannot be read comes back as it was written."""
        text = self.line.text().strip()
        try:
            return read_time(text, self.zone.value()) if text else ""
        except UsageError:
            return text

    def set_value(self, text: str) -> None:
        if not text:
            self.line.clear()
            return
        clock, zone = shown_time(text)
        self.zone.set_value(zone)
        self.line.setText(clock)

    def problem(self) -> str:
        """Why it cannot be read; empty when it can."""
        text = self.line.text().strip()
        try:
            if text:
                read_time(text, self.zone.value())
        except UsageError as error:
            return str(error)
        return ""

    def _tell(self) -> None:
        found = phrases.read(self.value())
        self._said.setText(phrases.moment(found, self._case_zone) if found else "")
        self._said.setVisible(bool(found))
        self.changed.emit()


class CoordinatesEdit(QWidget):
    """One field for coordinates in any usual notation; below it, the point in the others."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line = LineEdit(name=name, placeholder=_("51.19043, 35.26821, MGRS, plus code or map link"), mono=True)
        self._said = Label("", "caption", "text3", wrap=True, selectable=True)
        self.setLayout(column(self.line, self._said, space=2))
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._tell)
        self._said.hide()

    def value(self) -> str:
        """`latitude longitude` as decimal strings, empty for nothing; else as it was written."""
        text = self.line.text().strip()
        try:
            found = coordinates.parse(text) if text else None
        except UsageError:
            return text
        return f"{found.latitude} {found.longitude}" if found else ""

    def set_value(self, text: str) -> None:
        recorded = _RECORDED.fullmatch(text)
        self.line.setText(coordinates.plain(recorded[1], recorded[2]) if recorded else text)

    def _tell(self) -> None:
        try:
            found = coordinates.parse(self.line.text()) if self.line.text().strip() else None
        except UsageError:
            found = None
        others = coordinates.notations(found.latitude, found.longitude) if found else []
        self._said.setText("   ".join(text for _name, text in others))
        self._said.setVisible(bool(others))
        self.changed.emit()


def point(text: str) -> tuple[str, str]:
    """Latitude and longitude of what a coordinates field holds; two empty texts for nothing."""
    latitude, _space, longitude = text.partition(" ")
    return latitude, longitude


Editor = tuple[QWidget, Callable[[], Any], Callable[[Any], None]]


def _moment(spec: Field) -> Editor:
    edit = MomentEdit(spec.label, spec.placeholder or "UTC")
    return edit, edit.value, edit.set_value


def _coordinates(spec: Field) -> Editor:
    edit = CoordinatesEdit(spec.label)
    return edit, edit.value, edit.set_value


def _on_earth(text: str) -> None:
    coordinates.parse(text)


register("moment", _moment, instants.parse)
register("coordinates", _coordinates, _on_earth)


def moment_field(name: str, label: str, zone: str, *, hint: str = "", required: bool = False) -> Field:
    """A field for a time, with the case's zone among those that are offered."""
    return Field(name, label, kind="moment", placeholder=zone, hint=hint, required=required)
