"""What each person sets for the window: one table, from which the settings page is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from osintdesk.app.profile import Preferences
from osintdesk.core.i18n import N_, _
from osintdesk.core.resources import resource_path
from osintdesk.ui.widgets import Card, ChoiceBox, Label, Switch, column, hairline, row

LANGUAGES = {"": N_("As the system"), "en": "English", "ar": "العربية", "uk": "Українська", "ru": "Русский",
             "fr": "Français", "es": "Español", "de": "Deutsch", "fa": "فارسی"}  # fmt: skip
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the settings: `choices` are (value, words); without them it is a switch."""

    name: str
    group: str
    label: str
    detail: str
    choices: Callable[[], list[tuple[Any, str]]] | None = None


def _themes() -> list[tuple[Any, str]]:
    return [
        ("system", _("As the system")),
        ("light", _("Light")),
        ("dark", _("Dark")),
        ("contrast", _("High contrast")),
    ]


def _scales() -> list[tuple[Any, str]]:
    return [(percent, f"{percent} %") for percent in (80, 90, 100, 110, 125, 150, 175, 200)]


def _languages() -> list[tuple[Any, str]]:
    folder = resource_path("locale")
    there = {path.name for path in folder.iterdir() if path.is_dir()} if folder.is_dir() else set()
    return [(code, _(name) if code == "" else name) for code, name in LANGUAGES.items() if code in {"", "en"} | there]


SETTINGS: tuple[Setting, ...] = (
    Setting("theme", N_("Appearance"), N_("Colours"), N_("Light and dark follow the system."), _themes),
    Setting("text_scale", N_("Appearance"), N_("Text size"), N_("Rows and buttons grow with the text."), _scales),
    Setting("compact", N_("Appearance"), N_("Compact rows"), N_("More on the screen, the same text.")),
    Setting("reduced_motion", N_("Appearance"), N_("Less motion"), N_("Messages stay until closed.")),
    Setting("language", N_("Appearance"), N_("Language"), N_("Shown from the next start."), _languages),
    Setting("hide_graphic", N_("Distressing material"), N_("Hide graphic pictures"), N_("Shown while V is held.")),
    Setting("greyscale", N_("Distressing material"), N_("Whole window in greyscale"), N_("Ctrl Shift G, at any time.")),
)  # fmt: skip


def left_out() -> set[str]:
    """Preferences without a line here: they are set where they act (the size of pictures by Ctrl and the wheel)."""
    return {f.name for f in fields(Preferences)} - {setting.name for setting in SETTINGS}


class SettingsPanel(QWidget):
    """Every setting under its group; `changed(Preferences)` at once."""

    changed = Signal(object)

    def __init__(self, preferences: Preferences, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._editors: dict[str, QWidget] = {}
        groups = list(dict.fromkeys(setting.group for setting in SETTINGS))
        self.setLayout(column(*(self._group(group) for group in groups), None, space=12))

    def _group(self, group: str) -> Card:
        card = Card(Label(_(group), "strong"), space=10)
        for setting in (s for s in SETTINGS if s.group == group):
            card.body.addWidget(hairline())
            words = column(Label(_(setting.label)), Label(_(setting.detail), "small", "text3", wrap=True), space=0)
            editor = self._editor(setting)
            self._editors[setting.name] = editor
            line = row(words, editor)
            line.setStretch(0, 1)
            card.body.addLayout(line)
        return card

    def _editor(self, setting: Setting) -> QWidget:
        value = getattr(self._preferences, setting.name)
        if setting.choices is None:
            switch = Switch(_(setting.label))
            switch.setChecked(bool(value))
            switch.toggled.connect(lambda on, name=setting.name: self._set(name, on))
            return switch
        choices = setting.choices()
        box = ChoiceBox([(str(v), words) for v, words in choices], name=_(setting.label))
        box.set_value(str(value))
        kinds = {str(v): v for v, _words in choices}
        box.currentIndexChanged.connect(lambda _i, name=setting.name, b=box, k=kinds: self._set(name, k[b.value()]))
        return box

    def _set(self, name: str, value: Any) -> None:
        self._preferences = replace(self._preferences, **{name: value})
        self.changed.emit(self._preferences)

    def show_preferences(self, preferences: Preferences) -> None:
        """What was set elsewhere."""
        self._preferences = preferences
        for setting in SETTINGS:
            editor, value = self._editors[setting.name], getattr(preferences, setting.name)
            blocked = editor.blockSignals(True)
            if isinstance(editor, Switch):
                editor.setChecked(bool(value))
            elif isinstance(editor, ChoiceBox):
                editor.set_value(str(value))
            editor.blockSignals(blocked)
