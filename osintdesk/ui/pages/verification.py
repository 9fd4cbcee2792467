"""The verification page of a media item, incident or claim: pillars, steps in order, assessment beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QWidget

from osintdesk.app import verification
from osintdesk.app.missing import Missing, missing
from osintdesk.core import words
from osintdesk.core.domain import Observation, Step
from osintdesk.core.i18n import _, ngettext
from osintdesk.ui.actions import Commands
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_dialogs as dialogs
from osintdesk.ui.dialogs import step_dialog
from osintdesk.ui.pages.assessment_side import AssessmentSide
from osintdesk.ui.pages.case_page import CasePage, ask_reason, dismiss_missing
from osintdesk.ui.pages.flow import Flow
from osintdesk.ui.pages.going import go_to, mend
from osintdesk.ui.pages.picture import Picture
from osintdesk.ui.pages.verification_model import (
    Head,
    PillarView,
    by_time,
    draft,
    head,
    pillar_lines,
    pillar_view,
)
from osintdesk.ui.pages.verification_parts import (
    PillarList,
    band,
    decided_row,
    observation_card,
    step_card,
    superseded_card,
)
from osintdesk.ui.theme import Mark, mark, metrics, theme
from osintdesk.ui.widgets import (
    Button,
    Chip,
    EmptyState,
    Icon,
    IconButton,
    Label,
    Notice,
    Section,
    Segmented,
    StatusChip,
    Toolbar,
    add,
    clear,
    column,
    panel,
    row,
)
from osintdesk.verify.methods import Method

_SIDE = metrics.SECONDARY - 8
_NARROW = 840


class VerificationPage(CasePage):
    """`shown(subject=…, pillar=…)`; also `media=<sha256>`. It is the `CardActions` of its cards."""

    tables = frozenset({
        "step", "observation", "assessment", "review", "claim", "evidence", "media", "incident", "sighting", "source",
        "match", "attachment", "missing_dismissed", "contents", "place", "interval",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        back = IconButton("back", _("Back"), on=desk.back)
        self.order = Segmented(
            [("pillar", _("By pillar"), ""), ("time", _("By time"), ""), ("claim", _("By claim"), "")],
            name=_("Order of the steps"),
        )
        self.order.changed.connect(lambda _key: self.refresh())
        report = Button(_("Report…"), icon="report", on=lambda: desk.navigate("reports"))
        super().__init__(desk, Toolbar(back, None, self.order, report))
        self._subject, self._pillar = "", str(words.Pillar.PROVENANCE)
        self.pillars = PillarList()
        self.pillars.chosen.connect(self._choose)
        self._missing = column(space=8)
        self._head = _Head(desk, self)
        self._steps = column(space=10, margins=(20, 16, 20, 24))
        self._side = AssessmentSide(desk, self)
        self.body.addWidget(self._head)
        self.body.addWidget(self._arranged(), 1)
        sentence = _("Choose a media item, an incident or a claim, then verify it.")
        self._nothing = EmptyState(
            "verification", _("Nothing to verify yet"), sentence,
            primary=Button(_("All media"), on=lambda: desk.navigate("media")),
        )  # fmt: skip
        self.body.addWidget(self._nothing, 1)

    def _arranged(self) -> QWidget:
        left = panel(column(self.pillars, self._missing, None, space=12, margins=(8, 12, 8, 12)), "page")
        self._left = _scrolled(left)
        self._left.setFixedWidth(_SIDE)
        middle = _scrolled(panel(self._steps, "page"))
        self._middle = middle
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(middle)
        self._split.addWidget(self._side)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.setSizes([900, metrics.INSPECTOR])
        line = panel(row(space=0), "line")
        line.setFixedWidth(1)
        box = row(self._left, line, self._split, space=0)
        box.setStretch(2, 1)
        self._content = panel(box, "page")
        return self._content

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where the page is narrow for the size of its text, the assessment goes below the steps."""
        scale = theme().text_scale
        self._left.setFixedWidth(round(_SIDE * min(scale, 1.6)))
        narrow = self.width() < _NARROW * scale
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        self._side.setMaximumWidth(16_777_215 if narrow else round(metrics.INSPECTOR_RANGE[1] * scale))
        if self._split.orientation() != wanted:
            self._split.setOrientation(wanted)
            self._split.setSizes([600, 300] if narrow else [900, metrics.INSPECTOR])

    def shown(self, **arguments: object) -> None:
        """Show a subject, on a pillar; without arguments what was shown before."""
        media = str(arguments.get("media") or "")
        subject = str(arguments.get("subject") or (f"media:{media}" if media else self._subject))
        if subject != self._subject:
            self._pillar = self._first_pillar(subject)
        self._subject = subject
        self._pillar = str(arguments.get("pillar") or self._pillar)
        if str(arguments.get("pillar") or ""):
            self.order.set_current("pillar")
        self.refresh()

    def _first_pillar(self, subject: str) -> str:
        """The first pillar that has a step, else the first."""
        steps = verification.steps_of(self.desk.records, subject)
        return next((str(p) for p in words.Pillar if any(s.pillar == p for s in steps)), str(words.Pillar.PROVENANCE))

    def _choose(self, pillar: str) -> None:
        self._pillar = pillar
        self.order.set_current("pillar")
        self._middle.verticalScrollBar().setValue(0)
        self.refresh()

    def own_commands(self) -> Commands:
        return {
            "add_step": self.writing(self.add_step),
            "write_assessment": self.writing(self.write_assessment),
            "report": lambda: self.desk.navigate("reports"),
        }

    def status(self) -> str:
        return _("Each step is kept; redoing one adds a new step.")

    def fill(self) -> None:
        self._fit()
        records = self.desk.records
        record = records.of(self._subject) if self._subject else None
        there = record is not None and not record.deleted
        self._nothing.setVisible(not there)
        self._head.setVisible(there)
        self._content.setVisible(there)
        if not there:
            return
        self._head.fill(head(records, self._subject, self.desk.zone))
        self.pillars.set_lines(pillar_lines(records, self._subject), self._pillar)
        self._fill_missing()
        clear(self._steps)
        match self.order.current:
            case "time":
                self._fill_by_time()
            case "claim":
                self._side.fill_claims(self._steps, self._subject)
            case _:
                self._fill_pillar(pillar_view(records, self._subject, self._pillar, self.desk.zone))
        self._steps.addStretch(1)
        self._side.fill(self._subject)

    def _fill_missing(self) -> None:
        clear(self._missing)
        found = missing(self.desk.records, self._subject)
        if found:
            self._missing.addWidget(self._missing_notice(found))

    def _missing_notice(self, found: list[Missing]) -> QFrame:
        box = column(space=8, margins=(12, 10, 8, 10))
        head_line = row(Icon("missing", 15, "warn"), Label(_("What is missing"), "small_strong", "warn"), None, space=6)
        add(box, head_line)
        for each in found:
            close = IconButton("close", _("Dismiss with a reason…"), size=13, side=24)
            close.clicked.connect(lambda _checked=False, each=each: dismiss_missing(self.desk, self, each))
            close.setEnabled(not self.desk.read_only)
            link = Button(each.verb, "link", on=lambda each=each: mend(self.desk, self, each))  # type: ignore[misc]
            text = Label(each.text, "small", wrap=True)
            line = row(column(text, row(link, None), space=1), close, space=4)
            line.setStretch(0, 1)
            line.setAlignment(close, Qt.AlignmentFlag.AlignTop)
            add(box, line)
        return panel(box, "warn_tint")

    def _fill_pillar(self, view: PillarView) -> None:
        self._steps.addLayout(self._pillar_head(view))
        self._steps.addWidget(Label(view.question, "body", "text2", wrap=True))
        for each in view.bands:
            self._steps.addWidget(band(each))
        for card in view.steps:
            self._steps.addWidget(step_card(card, self))
        for seen in view.observations:
            self._steps.addWidget(observation_card(seen, self))
        if not view.steps and not view.observations:
            text = _("No step yet. A step is one examination: a question, how it was examined, what was found.")
            self._steps.addWidget(Notice(text, "neutral", icon="step"))
        self._steps.addLayout(self._methods(view.pillar))
        self._fold(view)

    def _pillar_head(self, view: PillarView) -> QHBoxLayout:
        chip: list[QWidget] = []
        if view.combined is not None:
            chip = [Chip(Mark(view.combined.icon, view.combined.role, view.combined.text))]
        button = Button(_("Add step"), icon="add", on=lambda: self.add_step(str(view.pillar)))
        button.setEnabled(not self.desk.read_only)
        sign = Icon(mark(view.pillar).icon, 18, "accent")
        return row(sign, Label(view.title, "heading"), None, *chip, button, space=8)

    def _methods(self, pillar: str) -> Flow:
        buttons = [self._method_button(pillar, method) for method in step_dialog.shown_methods(pillar)]
        for button in buttons:
            button.setEnabled(not self.desk.read_only)
        return Flow(*buttons)

    def _method_button(self, pillar: str, method: Method) -> Button:
        name = _("Add step: {method}").format(method=_(method.title))
        return Button(_(method.title), icon=method.icon, name=name, on=lambda: self.add_step(pillar, method.name))

    def _fold(self, view: PillarView) -> None:
        if view.superseded:
            title = ngettext("{n} superseded step", "{n} superseded steps", len(view.superseded))
            folded = Section(title, is_open=False)
            for card in view.superseded:
                folded.body.addWidget(superseded_card(card))
            self._steps.addWidget(folded)
        if view.decided:
            title = ngettext("{n} decided observation", "{n} decided observations", len(view.decided))
            folded = Section(title, is_open=False)
            for seen in view.decided:
                folded.body.addWidget(decided_row(seen, self))
            self._steps.addWidget(folded)

    def _fill_by_time(self) -> None:
        cards = by_time(self.desk.records, self._subject, self.desk.zone)
        self._steps.addWidget(Label(_("Every step in the order in which it was made"), "body", "text2"))
        for card in cards:
            self._steps.addWidget(step_card(card, self))
        if not cards:
            self._steps.addWidget(Notice(_("No step yet."), "neutral", icon="step"))

    # What the cards ask for

    def add_step(self, pillar: str = "", method: str = "") -> step_dialog.StepDialog:
        return step_dialog.add_step(self.desk, self, self._subject, pillar=pillar or self._pillar, method=method)

    def write_assessment(self) -> None:
        """Write or rewrite the assessment of what is shown."""
        dialogs.assessment(
            self.desk, self, self._subject, lambda: draft(self.desk.records, self._subject, self.desk.zone)
        )

    def redo(self, step: str) -> step_dialog.StepDialog:
        return step_dialog.redo_step(self.desk, self, self.desk.records.one(Step, step))

    def review(self, subject: str, outcome: str) -> None:
        """Agreeing is done at once; disagreeing and asking need words."""
        if outcome == words.ReviewOutcome.AGREES:
            self.desk.run(lambda: verification.review(self.desk.session, subject, outcome))
        else:
            dialogs.review(self.desk, self, subject, outcome)

    def link_step(self, step: str) -> None:
        """Say what a step says on a claim."""
        self._side.choose_claim(
            self._subject, lambda claim: dialogs.evidence(self.desk, self, claim, subject=f"step:{step}")
        )

    def accept(self, observation: str) -> step_dialog.StepDialog:
        seen = self.desk.records.one(Observation, observation)
        return step_dialog.accept_observation(self.desk, self, seen, self._pillar)

    def dismiss(self, observation: str) -> None:
        seen = self.desk.records.one(Observation, observation)
        ask_reason(
            self.desk, self, _("Dismiss the observation"), seen.text, _("Dismiss"),
            lambda reason: self.desk.run(
                verification.dismiss_observation(self.desk.session, observation, reason)
            ),
        )  # fmt: skip

    def reopen(self, observation: str) -> None:
        self.desk.run(lambda: verification.reopen_observation(self.desk.session, observation))

    def person(self) -> str:
        return self.desk.session.profile.name

    def read_only(self) -> bool:
        return self.desk.read_only


class _Head(QFrame):
    """Picture, name, status, what is known of time and place, and the one primary action."""

    def __init__(self, desk: Desk, page: VerificationPage) -> None:
        super().__init__()
        self._desk, self._page = desk, page
        self.setProperty("ground", "header")
        self._box = row(space=14, margins=(20, 12, 20, 12))
        self.setLayout(self._box)

    def fill(self, found: Head) -> None:
        clear(self._box)
        if found.sha256:
            picture = Picture(self._desk, found.sha256)
            picture.opened.connect(lambda: go_to(self._desk, found.subject))
            self._box.addWidget(picture)
        name = Label(found.title, "title")
        text = Label(found.text, "body", "text2", wrap=True)
        first = row(name, StatusChip(found.status), text, space=10)
        first.setStretch(2, 1)
        second = row(space=6)
        for icon, said in (("interval", found.time), ("place", found.place), ("step", found.steps)):
            add(second, Icon(icon, 15, "text2"))
            add(second, Label(said, "small", "text2"))
            add(second, 10)
        add(second, None)
        self._box.addLayout(column(None, first, second, None, space=4), 1)
        write = Button(_("Write assessment"), "primary", icon="assessment", on=self._page.write_assessment)
        write.setEnabled(not self._desk.read_only)
        self._box.addWidget(write, 0, Qt.AlignmentFlag.AlignVCenter)


def _scrolled(content: QWidget) -> QScrollArea:
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(content)
    return made
