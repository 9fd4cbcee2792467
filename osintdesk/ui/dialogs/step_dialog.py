"""The dialog of a verification step: question, method with its own fields, result, finding, bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from osintdesk.app import verification
from osintdesk.core import words
from osintdesk.core.domain import Observation, Ref, Step
from osintdesk.core.errors import KnownError, UsageError
from osintdesk.core.i18n import _
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs.editors import moment_field, point
from osintdesk.ui.pages import phrases
from osintdesk.ui.theme import metrics
from osintdesk.ui.widgets import ChoiceBox, Dialog, Field, Form, Label, Section, column, panel
from osintdesk.verify.methods import METHODS, Method, Parameter, method_named, methods_for

Values = dict[str, Any]
_BY_HAND = ""


class StepDialog(Dialog):
    """`run(values)` gives the future; the fields of the method follow the method that is chosen."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None,
        title: str,
        sentence: str,
        verb: str,
        run: Callable[[Values], Future[Any]],
        values: Mapping[str, Any],
    ) -> None:
        self._desk, self._run = desk, run
        self._given = dict(values)
        self.method = ChoiceBox(_method_choices(str(values.get("pillar", ""))), name=_("Method"))
        self.head = Form(_head_fields())
        self.middle = Form(_middle_fields())
        self.bounds = Form(_bound_fields(desk.zone))
        self._guidance = Label("", "small", "text2", wrap=True)
        self._limits = Label("", "small", "text3", wrap=True)
        self._slot = column(space=0)
        self.own: Form | None = None
        self._parameters: dict[str, Any] = dict(values.get("parameters") or {})
        self._bounds_section = Section(_("Bounds on time and place"), is_open=_has_bounds(values))
        self._bounds_section.body.addWidget(self.bounds)
        chosen = column(Label(_("Method"), "body", "text2"), self.method, self._guidance, self._limits, space=4)
        content = column(
            chosen, self._slot, self.head, self.middle, self._bounds_section, space=12, margins=(0, 0, 8, 0)
        )
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setWidget(panel(content, "raised"))
        super().__init__(parent, title, sentence, scrolled, verb=verb, wide=True)
        self.resize(metrics.DIALOG_WIDE + 40, 640)
        self.accept_button.setEnabled(not desk.read_only)
        self._fill(values)

    def _fill(self, values: Mapping[str, Any]) -> None:
        """Write what is known; a method that is chosen later brings its own question."""
        self.method.set_value(str(values.get("method", "")))
        self.head.set_values(values)
        self.middle.set_values(values)
        place = f"{values['latitude']} {values['longitude']}" if values.get("latitude") else ""
        self.bounds.set_values({**values, "coordinates": place})
        self._show_method()
        self.method.currentIndexChanged.connect(self._method_changed)

    def _method_changed(self) -> None:
        self._parameters |= self._own_values()
        chosen = method_named(self.method.value())
        if chosen is not None:
            known = {_(method.question) for method in METHODS} | {""}
            if self.head.values()["question"] in known:
                self.head.set_values({"question": _(chosen.question)})
            self.head.set_values({"pillar": chosen.pillar})
        self._show_method()

    def _show_method(self) -> None:
        chosen = method_named(self.method.value())
        self._guidance.setText(_(chosen.guidance) if chosen else _("A method in your own words: name it under Tool."))
        self._limits.setText(_("What it cannot tell: {limits}").format(limits=_(chosen.limits)) if chosen else "")
        self._limits.setVisible(chosen is not None)
        if self.own is not None:
            self.own.hide()
            self.own.deleteLater()
        self.own = Form([_parameter_field(p, self._desk.zone) for p in chosen.parameters]) if chosen else None
        if self.own is not None:
            self.own.set_values(self._parameters)
            self._slot.addWidget(self.own)
        if chosen is not None and (chosen.bounds_time or chosen.bounds_place):
            self._bounds_section.set_open(True)

    def _own_values(self) -> Values:
        found = self.own.values() if self.own is not None else {}
        return {name: value for name, value in found.items() if value not in {"", None}}

    def values(self) -> Values:
        """The step's fields as they are recorded."""
        chosen = method_named(self.method.value())
        latitude, longitude = point(self.bounds.values()["coordinates"])
        bounds = {name: value for name, value in self.bounds.values().items() if name != "coordinates"}
        kept = self._given.get("parameters") if chosen is None else None
        return {
            **self.head.values(),
            **self.middle.values(),
            **bounds,
            "latitude": latitude,
            "longitude": longitude,
            "method": self.method.value(),
            "method_version": chosen.version if chosen else str(self._given.get("method_version", "")),
            "parameters": self._own_values() if chosen is not None else kept or {},
        }

    def accept(self) -> None:
        forms = [form for form in (self.own, self.head, self.middle, self.bounds) if form is not None]
        wrong = [form for form in forms if not form.check()]
        if wrong:
            self.say(_("Something does not fit yet; see the fields."))
            return
        try:
            values = self.values()
            _check_bounds(values)
            future = self._run(values)
        except (KnownError, UsageError) as error:
            self.say(str(error))
            return
        self._desk.run(future)
        super().accept()


def _check_bounds(values: Values) -> None:
    first, last = phrases.read(values["not_before"]), phrases.read(values["not_after"])
    if first and last and first > last:
        raise UsageError(_("The end “not before” lies after “not after”."))
    if values["latitude"] and values["radius_m"] is None:
        raise UsageError(_("A place needs its radius: how far off it may be, in metres."))
    if values["radius_m"] is not None and not 0 <= values["radius_m"] <= 10_000_000:
        raise UsageError(_("The radius lies between 0 and 10,000,000 m."))


def _has_bounds(values: Mapping[str, Any]) -> bool:
    return any(values.get(name) for name in ("not_before", "not_after", "latitude"))


def _method_choices(pillar: str) -> list[tuple[str, str]]:
    first = methods_for(pillar) if pillar else []
    rest = [method for method in METHODS if method not in first]
    return [(_BY_HAND, _("Another method")), *((m.name, _(m.title)) for m in (*first, *rest))]


def _head_fields() -> list[Field]:
    return [
        Field("question", _("Question"), required=True),
        Field("pillar", _("Pillar"), choices=tuple(words.Pillar)),
    ]


def _middle_fields() -> list[Field]:
    return [
        Field("result", _("Result"), choices=tuple(words.Result), half=True),
        Field("confidence", _("Confidence"), choices=tuple(words.Confidence), half=True),
        Field("finding", _("Finding"), kind="lines", required=True, hint=_("What was found, as a sentence.")),
        Field("tool", _("Tool"), half=True, hint=_("Program, site or map.")),
        Field("tool_version", _("Version"), half=True),
    ]


def _bound_fields(zone: str) -> list[Field]:
    return [
        moment_field("not_before", _("Filmed not before"), zone),
        moment_field("not_after", _("Filmed not after"), zone),
        Field("coordinates", _("Place of the camera"), kind="coordinates"),
        Field("radius_m", _("Within, m"), kind="integer", half=True),
    ]


_KINDS = {"text": "text", "long": "lines", "number": "decimal", "address": "mono", "choice": "choice"}


def _parameter_field(parameter: Parameter, zone: str) -> Field:
    """The field of one declared parameter."""
    unit = f", {parameter.unit}" if parameter.unit else ""
    label = _(parameter.label) + unit
    if parameter.kind == "time":
        return moment_field(parameter.name, label, zone)
    choices = [("", _("Not stated")), *((c, _(c).capitalize()) for c in parameter.choices)] if parameter.choices else ()
    return Field(
        parameter.name,
        label,
        kind=_KINDS[parameter.kind],
        choices=choices,
        hint=_(parameter.hint) if parameter.hint else "",
        half=parameter.kind in {"number", "text"},
        check=_range_check(parameter) if parameter.kind == "number" else None,
    )


def _range_check(parameter: Parameter) -> Callable[[str], object]:
    low, high = parameter.low, parameter.high

    def check(text: str) -> None:
        try:
            value = float(text)
        except ValueError:
            raise UsageError(_("“{text}” is not a number.").format(text=text)) from None
        if (low is not None and value < low) or (high is not None and value > high):
            raise UsageError(_("It lies between {low} and {high}.").format(low=f"{low:g}", high=f"{high:g}"))

    return check


def add_step(desk: Desk, parent: QWidget, subject: Ref, *, pillar: str = "", method: str = "") -> StepDialog:
    """Record one examination of a subject."""
    declared = method_named(method)
    values: Values = {
        "pillar": pillar or (declared.pillar if declared else words.Pillar.CONTENT),
        "method": method,
        "question": _(declared.question) if declared else "",
        "result": words.Result.INCONCLUSIVE,
        "confidence": words.Confidence.LOW,
    }
    what = phrases.named(desk.records, subject)
    sentence = _("One examination: a question, how it was examined, and what was found.")
    return _opened(
        desk, parent, _("Add a step on {what}").format(what=what), sentence, _("Save as step"),
        lambda found: verification.add_step(desk.session, subject, **found), values,
    )  # fmt: skip


def redo_step(desk: Desk, parent: QWidget, step: Step) -> StepDialog:
    """Redo a step: the new one supersedes it."""
    sentence = _("Redoing adds a step that takes the place of this one. The old one stays readable.")
    return _opened(
        desk, parent, _("Redo a step"), sentence, _("Save as step"),
        lambda found: verification.supersede_step(desk.session, step.id, **found), dict(step.values()),
    )  # fmt: skip


def accept_observation(desk: Desk, parent: QWidget, observation: Observation, pillar: str) -> StepDialog:
    """Make an observation a step of a person."""
    values: Values = {
        "pillar": pillar,
        "method": "metadata-consistency",
        "question": _("Is what the file says consistent?"),
        "result": words.Result.INCONCLUSIVE,
        "confidence": words.Confidence.LOW,
        "finding": observation.text,
        "tool": "OSINT Desk",
    }
    return _opened(
        desk, parent, _("Accept as step"), _("What the program observed becomes your step: say what it means."),
        _("Save as step"), lambda found: _accepted(desk, observation, found), values,
    )  # fmt: skip


def _accepted(desk: Desk, observation: Observation, found: Values) -> Future[Any]:
    found["parameters"] = {"code": observation.code, "facts": observation.facts, **found["parameters"]}
    return verification.accept_observation(desk.session, observation.id, **found)


def _opened(
    desk: Desk, parent: QWidget, title: str, sentence: str, verb: str, run: Callable[[Values], Future[Any]],
    values: Values,
) -> StepDialog:  # fmt: skip
    dialog = StepDialog(desk, parent, title, sentence, verb, run, values)
    dialog.open()
    return dialog


def shown_methods(pillar: str) -> list[Method]:
    """The methods that are offered below the steps of a pillar."""
    return methods_for(pillar)[:4]
