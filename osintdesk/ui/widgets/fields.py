"""Fields and forms: a form is derived from a table of `Field`s, one for each thing that is asked.

```
form = Form([Field("title", _("Title"), required=True), Field("status", _("Work status"), choices=words.WorkStatus)])
form.set_values({"title": "…"}); form.values() → {"title": "…", "status": "to do"}; form.problem("title", "…")
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from osintdesk.core import instants
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _
from osintdesk.ui.theme import metrics, shown, theme
from osintdesk.ui.widgets.labels import Label, set_property
from osintdesk.ui.widgets.layout import column


@dataclass(frozen=True, slots=True, kw_only=True)
class _FieldOptions:
    kind: str = "text"
    choices: Iterable[Any] = ()
    placeholder: str = ""
    hint: str = ""
    required: bool = False
    half: bool = False
    check: Callable[[str], object] | None = None
    labels: Mapping[Any, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field(_FieldOptions):
    """What is asked: `kind` text, lines, choice (by `choices`), check, time (RFC 3339), integer, decimal, mono.

    `half`: two such fields stand side by side. `check` gets the text and raises UsageError with a sentence.
    A choice may be a pair (value, words); `labels` gives words for values; empty value = "not stated".
    """

    name: str
    label: str


class LineEdit(QLineEdit):
    """One line of text; its label is its accessible name."""

    def __init__(self, text: str = "", *, name: str = "", placeholder: str = "", mono: bool = False) -> None:
        super().__init__(text)
        self._style = "mono" if mono else "body"
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._dress()
        theme().changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(theme().font(self._style))
        self.setFixedHeight(metrics.height(metrics.FIELD, self.font()) + (4 if theme().text_scale > 1 else 0))


class TextArea(QPlainTextEdit):
    """Several lines; Tab goes to the next field."""

    def __init__(self, text: str = "", *, name: str = "", placeholder: str = "", lines: int = 3) -> None:
        super().__init__(text)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self._lines = lines
        self._dress()
        theme().changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(theme().font("body"))
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + 20)


class ChoiceBox(QComboBox):
    """One of several values: `choices` are values, or pairs of value and words; `value()`, `set_value()`."""

    def __init__(self, choices: Iterable[Any] = (), *, name: str = "", labels: Mapping[Any, str] | None = None) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFont(theme().font("body"))
        self.set_choices(choices, labels)

    def set_choices(self, choices: Iterable[Any], labels: Mapping[Any, str] | None = None) -> None:
        with QSignalBlocker(self):
            self.clear()
            for choice in choices:
                value, text = choice if isinstance(choice, tuple) else (choice, (labels or {}).get(choice))
                self.addItem(text if text is not None else shown(str(value)) or _("Not stated"), str(value))

    def value(self) -> str:
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        index = self.findData(str(value))
        if index < 0 and value:
            self.addItem(shown(str(value)), str(value))
            index = self.count() - 1
        self.setCurrentIndex(max(0, index))

    def wheelEvent(self, event: object) -> None:
        """A wheel over a closed box scrolls the page, it does not change what is recorded."""
        event.ignore()  # type: ignore[attr-defined]


class CheckBox(QCheckBox):
    def __init__(self, text: str, *, checked: bool = False) -> None:
        super().__init__(text)
        self.setAccessibleName(text)
        self.setChecked(checked)
        self.setMinimumHeight(metrics.TARGET)


@dataclass(frozen=True, slots=True)
class _Editor:
    widget: QWidget
    read: Callable[[], Any]
    write: Callable[[Any], None]


def _text_editor(spec: Field) -> _Editor:
    line = LineEdit(name=spec.label, placeholder=spec.placeholder, mono=spec.kind in {"mono", "decimal", "time"})
    return _Editor(line, lambda: line.text().strip(), lambda value: line.setText(str(value)))


def _lines_editor(spec: Field) -> _Editor:
    area = TextArea(name=spec.label, placeholder=spec.placeholder)
    return _Editor(area, lambda: area.toPlainText().strip(), lambda value: area.setPlainText(str(value)))


def _choice_editor(spec: Field) -> _Editor:
    box = ChoiceBox(spec.choices, name=spec.label, labels=spec.labels)
    return _Editor(box, box.value, box.set_value)


def _check_editor(spec: Field) -> _Editor:
    box = CheckBox(spec.label)
    return _Editor(box, box.isChecked, lambda value: box.setChecked(bool(value)))


def _integer_editor(spec: Field) -> _Editor:
    line = LineEdit(name=spec.label, placeholder=spec.placeholder)

    def read() -> int | None:
        text = line.text().strip()
        return int(text) if text.lstrip("-").isdecimal() else None

    return _Editor(line, read, lambda value: line.setText("" if value is None else str(value)))


_EDITORS: dict[str, Callable[[Field], _Editor]] = {
    "text": _text_editor,
    "mono": _text_editor,
    "decimal": _text_editor,
    "time": _text_editor,
    "lines": _lines_editor,
    "choice": _choice_editor,
    "check": _check_editor,
    "integer": _integer_editor,
}


def _number(text: str) -> None:
    try:
        float(text)
    except ValueError:
        raise UsageError(_("“{text}” is not a number.").format(text=text)) from None


def _whole_number(text: str) -> None:
    if not text.lstrip("-").isdecimal():
        raise UsageError(_("“{text}” is not a whole number.").format(text=text))


_CHECKS: dict[str, Callable[[str], object]] = {
    "time": instants.parse, "decimal": _number, "integer": _whole_number,
}  # fmt: skip


def register(
    kind: str,
    make: Callable[[Field], tuple[QWidget, Callable[[], Any], Callable[[Any], None]]],
    check: Callable[[str], object] | None = None,
) -> None:
    """A further kind of field: `make` gives the widget, how it is read, and how it is written."""
    _EDITORS[kind] = lambda spec: _Editor(*make(spec))
    if check is not None:
        _CHECKS[kind] = check


class Form(QWidget):
    """Fields under their labels; problems appear below the field they belong to."""

    changed = Signal()

    def __init__(self, fields: Iterable[Field], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {spec.name: spec for spec in fields}
        self._editors = {
            name: _EDITORS["choice" if spec.choices else spec.kind](spec) for name, spec in self.fields.items()
        }
        self._problems = {name: self._problem_label() for name in self.fields}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.setLayout(self._grid)
        self._place()
        for editor in self._editors.values():
            self._listen(editor.widget)

    def _problem_label(self) -> Label:
        made = Label("", "small", "bad", wrap=True)
        made.hide()
        return made

    def _place(self) -> None:
        line, beside = 0, False
        for name, spec in self.fields.items():
            cell = QWidget()
            editor = self._editors[name].widget
            label = () if spec.kind == "check" else (Label(spec.label, "body", "text2"),)
            hint = (Label(spec.hint, "caption", "text3", wrap=True),) if spec.hint else ()
            cell.setLayout(column(*label, editor, *hint, self._problems[name], space=4))
            if spec.half and beside:
                self._grid.addWidget(cell, line - 1, 1, Qt.AlignmentFlag.AlignTop)
                beside = False
                continue
            self._grid.addWidget(cell, line, 0, 1, 1 if spec.half else 2, Qt.AlignmentFlag.AlignTop)
            line, beside = line + 1, spec.half

    def _listen(self, widget: QWidget) -> None:
        match widget:
            case QLineEdit() | QPlainTextEdit():
                widget.textChanged.connect(self.changed)
            case QComboBox():
                widget.currentIndexChanged.connect(self.changed)
            case QCheckBox():
                widget.toggled.connect(self.changed)
            case _ if hasattr(widget, "changed"):
                widget.changed.connect(self.changed)

    def editor(self, name: str) -> QWidget:
        """The widget of a field."""
        return self._editors[name].widget

    def set_visible(self, name: str, is_visible: bool) -> None:
        """Show or hide a field with its label."""
        cell = self._editors[name].widget.parentWidget()
        if cell is not None:
            cell.setVisible(is_visible)

    def values(self) -> dict[str, Any]:
        """What is written, by field."""
        return {name: editor.read() for name, editor in self._editors.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Write what is known; names without a field are passed over."""
        for name, value in values.items():
            if name in self._editors:
                self._editors[name].write("" if value is None else value)

    def problem(self, name: str, text: str) -> None:
        """Say what is wrong with a field; an empty text takes it back."""
        label = self._problems[name]
        label.setText(text)
        label.setVisible(bool(text))
        set_property(self._editors[name].widget, "problem", bool(text))

    def check(self) -> bool:
        """Whether everything required is there and fits; says at each field what is not."""
        problems = {name: self._problem_of(name) for name in self.fields}
        for name, text in problems.items():
            self.problem(name, text)
        wrong = [name for name, text in problems.items() if text]
        if wrong:
            self._editors[wrong[0]].widget.setFocus()
        return not wrong

    def _problem_of(self, name: str) -> str:
        spec, widget = self.fields[name], self._editors[name].widget
        text = widget.text().strip() if isinstance(widget, LineEdit) else self._editors[name].read()
        if spec.required and not text:
            return _("Write something here.")
        own = getattr(widget, "problem", None)
        if callable(own):
            return str(own())
        check = spec.check or _CHECKS.get(spec.kind)
        if check is None or not isinstance(text, str) or not text:
            return ""
        try:
            check(text)
        except UsageError as error:
            return str(error)
        return ""
