"""Settings: what each person sets for the window; it is kept in the profile, never in a case."""

from __future__ import annotations

from osintdesk.core.i18n import _
from osintdesk.ui.desk import Desk
from osintdesk.ui.preferences import SettingsPanel
from osintdesk.ui.widgets import Label, Page, Scrolled


class SettingsPage(Page):
    """The settings, beside an open case."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._panel = panel = SettingsPanel(desk.preferences)
        panel.changed.connect(desk.preferences_wanted)
        desk.preferences_changed.connect(self._show)
        note = Label(_("Kept on this computer for you alone; never in a case."), "body", "text2")
        panel.setMaximumWidth(720)
        self.body.addWidget(Scrolled(Label(_("Settings"), "title"), note, 4, panel, None, margins=24))

    def _show(self) -> None:
        self._panel.show_preferences(self._desk.preferences)
