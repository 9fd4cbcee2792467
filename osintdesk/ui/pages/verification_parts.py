"""The parts of the verification page: pillar list, step cards, observation cards, bands."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from osintdesk.core import words
from osintdesk.core.domain import Review
from osintdesk.core.i18n import _
from osintdesk.core.text import visible
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.bounds_model import Band
from osintdesk.ui.pages.flow import Flow
from osintdesk.ui.pages.signs import BoundSign
from osintdesk.ui.pages.verification_model import ObservationCard, PillarLine, StepCard
from osintdesk.ui.theme import mark, metrics, paint_icon, painting, shown, theme
from osintdesk.ui.widgets import (
    Avatar,
    Button,
    Card,
    Chip,
    Icon,
    IconButton,
    Label,
    Menu,
    column,
    hairline,
    panel,
    row,
)

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole)


class PillarModel(QAbstractListModel):
    """The seven pillars with what their steps say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[PillarLine] = []

    def set_lines(self, lines: list[PillarLine]) -> None:
        if len(lines) != len(self.lines):
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()
        else:
            self.lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return f"{line.title}, {line.text}"
            case _ if role == LINE:
                return line
            case _:
                return None


class PillarDelegate(QStyledItemDelegate):
    """Icon in the colour of what the steps say, title, one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = QFontMetrics(theme().font("control")).height() + QFontMetrics(theme().font("caption")).height()
        return QSize(160, max(50, lines + 16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        rect = QRectF(option.rect).adjusted(0, 1, 0, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painting.fill(painter, rect, "selected", metrics.RADIUS_BUTTON)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painting.fill(painter, rect, "hover", metrics.RADIUS_BUTTON)
        if option.state & QStyle.StateFlag.State_HasFocus and option.state & QStyle.StateFlag.State_KeyboardFocusChange:
            painting.frame(painter, rect, "accent", metrics.RADIUS_BUTTON, 2)
        self._content(painter, rect, line, option.direction == Qt.LayoutDirection.RightToLeft)
        painter.restore()

    def _content(self, painter: QPainter, rect: QRectF, line: PillarLine, rtl: bool) -> None:
        strong, caption = QFontMetrics(theme().font("control")), QFontMetrics(theme().font("caption"))
        role = "text2" if line.role == "text3" else theme().status_role(line.role)
        left = rect.right() - 28 if rtl else rect.left() + 10
        icon = QRect(int(left), int(rect.center().y() - 9), 18, 18)
        paint_icon(painter, icon, mark(line.pillar).icon, role)
        area = rect.adjusted(8 if rtl else 38, 0, -38 if rtl else -8, 0)
        top = rect.center().y() - (strong.height() + caption.height()) / 2
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        for font, colour, height, text in (
            ("control", "text", strong.height(), line.title),
            ("caption", "text2", caption.height(), line.text),
        ):
            painter.setFont(theme().font(font))
            painter.setPen(theme().colour(colour))
            shown_text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
            painter.drawText(QRectF(area.left(), top, area.width(), height), side, shown_text)
            top += height


class PillarList(QListView):
    """The pillars; `chosen(pillar)` when another becomes current."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.pillars = PillarModel(self)
        self.setModel(self.pillars)
        self.setItemDelegate(PillarDelegate(self))
        self.setAccessibleName(_("Pillars"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._tell)
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        row_height = self.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
        self.setFixedHeight(row_height * max(1, len(self.pillars.lines)) + 4)

    def set_lines(self, lines: list[PillarLine], pillar: str) -> None:
        """Show the lines with one pillar current, without telling."""
        self.selectionModel().blockSignals(True)
        self.pillars.set_lines(lines)
        place = next((n for n, line in enumerate(lines) if line.pillar == pillar), 0)
        self.setCurrentIndex(self.pillars.index(place, 0))
        self.selectionModel().blockSignals(False)
        self._measure()
        self.viewport().update()

    def _tell(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(str(self.pillars.lines[current.row()].pillar))


class CardActions(Protocol):
    """What the cards ask of the page."""

    def redo(self, step: str) -> object: ...
    def review(self, subject: str, outcome: str) -> object: ...
    def link_step(self, step: str) -> object: ...
    def accept(self, observation: str) -> object: ...
    def dismiss(self, observation: str) -> object: ...
    def reopen(self, observation: str) -> object: ...
    def person(self) -> str: ...
    def read_only(self) -> bool: ...


def band(found: Band) -> QFrame:
    """What remains of time or place, and who binds it."""
    tone = "bad" if found.bad else "accent"
    text = Label(found.text, "strong", "bad" if found.bad else "text", wrap=found.bad)
    said = [Label(t, "small", "text2") for t in (found.beside, found.binding) if t]
    words_ = row(text) if found.bad else Flow(text, *said, space=10)
    line = row(Icon("contradiction" if found.bad else "bound", 16, tone), words_, space=10, margins=(14, 8, 14, 8))
    line.setStretch(1, 1)
    return panel(line, f"{tone}_tint")


def step_card(card: StepCard, actions: CardActions) -> Card:
    """Number, question, result, confidence; finding; bound; method, person, time; reviews below a line."""
    made = Card(space=6)
    made.setAccessibleName(f"{card.question}, {_(card.result)}, {card.finding}")
    made.body.addLayout(_card_head(card, actions))
    if card.finding:
        made.body.addWidget(Label(card.finding, wrap=True, selectable=True))
    if card.bar is not None:
        made.body.addWidget(BoundSign(card.bar))
    if card.place:
        place = Label(card.place, "mono", "text2", selectable=True)
        made.body.addLayout(row(Icon("place", 14, "text2"), place, None, space=6))
    method = Label(card.method, "small", "text2", wrap=True)
    foot = row(method, Label(card.made, "small", "text2"))
    foot.setStretch(0, 1)
    made.body.addLayout(foot)
    for review in card.reviews:
        made.body.addWidget(hairline())
        made.body.addLayout(_review_row(card, review, actions))
    return made


def _card_head(card: StepCard, actions: CardActions) -> QHBoxLayout:
    number = Label(str(card.number), "small", "text3")
    chip = Chip(mark(words.Result(card.result)))
    sure = Label(shown(card.confidence), "small", "text2")
    sure.setAccessibleName(_("Confidence: {word}").format(word=_(card.confidence)))
    more = IconButton("more", _("More on step {n}").format(n=card.number), side=26)
    more.set_menu(_step_menu(card, actions, more))
    line = row(number, Label(card.question, "strong", wrap=True), chip, sure, more, space=8)
    line.setStretch(1, 1)
    return line


def _step_menu(card: StepCard, actions: CardActions, parent: QWidget) -> Menu:
    menu = Menu(card.question, parent)
    writes, own = not actions.read_only(), card.by == actions.person()
    menu.item(_("Redo…"), lambda: actions.redo(card.id), icon="redo_step", enabled=writes)
    menu.item(_("Link to a claim…"), lambda: actions.link_step(card.id), icon="claim", enabled=writes)
    menu.addSeparator()
    for outcome, text, icon in _REVIEWS:
        menu.item(
            _(text),
            lambda outcome=outcome: actions.review(f"step:{card.id}", outcome),  # type: ignore[misc]
            icon=icon,
            enabled=writes and not own,
        )
    return menu


_REVIEWS = (
    (words.ReviewOutcome.AGREES, "Agree", "check"),
    (words.ReviewOutcome.DISAGREES, "Disagree…", "close"),
    (words.ReviewOutcome.ASKS, "Ask…", "comment"),
)
_OUTCOME_ROLES = {words.ReviewOutcome.AGREES: "ok", words.ReviewOutcome.DISAGREES: "bad"}


def _review_row(card: StepCard, review: Review, actions: CardActions) -> QHBoxLayout:
    said = _("{name} {outcome}").format(name=visible(review.by), outcome=_(review.outcome))
    text = f"{said}: {visible(review.text)}" if review.text else said
    role = _OUTCOME_ROLES.get(words.ReviewOutcome(review.outcome), "warn")
    line = row(Icon("review", 16, role), Label(text, wrap=True), space=8)
    line.setStretch(1, 1)
    mine = card.by == actions.person()
    if review.outcome != words.ReviewOutcome.AGREES and mine and card.number:
        redo = Button(_("Redo…"), small=True, on=lambda: actions.redo(card.id))
        redo.setEnabled(not actions.read_only())
        line.addWidget(redo)
    elif review.outcome != words.ReviewOutcome.AGREES and review.by != actions.person() and not mine:
        agree, disagree = (
            Button(
                _(text),
                "secondary" if outcome == "agrees" else "quiet",
                small=True,
                on=lambda outcome=outcome: actions.review(f"step:{card.id}", outcome),  # type: ignore[misc]
            )
            for outcome, text, _icon in _REVIEWS[:2]
        )
        line.addWidget(agree)
        line.addWidget(disagree)
    line.addWidget(Label(phrases.stamp(review.at), "caption", "text3"))
    return line


def superseded_card(card: StepCard) -> Card:
    """A step that was redone: folded to its question, struck through, still readable."""
    question = Label(card.question, "small", "text2", wrap=True)
    font = question.font()
    font.setStrikeOut(True)
    question.setFont(font)
    said = _("{result}: {finding}").format(result=shown(card.result), finding=card.finding)
    made = Card(
        row(question, None, Label(card.made, "caption", "text3")), Label(said, "small", "text2", wrap=True), space=2
    )
    return made


def observation_card(card: ObservationCard, actions: CardActions) -> Card:
    """Dashed, because it is not a step yet: what was noticed, the facts, the innocent explanation, the decision."""
    writes = not actions.read_only()
    accept = Button(_("Accept as step"), on=lambda: actions.accept(card.id))
    dismiss = Button(_("Dismiss…"), "quiet", on=lambda: actions.dismiss(card.id))
    for button in (accept, dismiss):
        button.setEnabled(writes)
    sign = mark(words.Severity(card.severity))
    title = Label(_("Observed: {text}").format(text=card.title), "control", wrap=True)
    head = row(Icon(sign.icon, 16, "warn" if sign.role == "neutral" else sign.role), title, accept, dismiss, space=8)
    head.setStretch(1, 1)
    facts = "; ".join(card.facts)
    told = " ".join(p for p in (f"{facts}." if facts else "", card.text, _("Not a step until you decide.")) if p)
    made = Card(head, Label(told, "small", "text2", wrap=True), kind="card_dashed", space=4)
    made.setAccessibleName(card.title)
    return made


def decided_row(card: ObservationCard, actions: CardActions) -> QWidget:
    """An observation that was decided: who, when, why, and a way to reopen it."""
    reopen = Button(_("Reopen"), "link", on=lambda: actions.reopen(card.id))
    reopen.setEnabled(not actions.read_only() and card.decision == words.ObservationDecision.DISMISSED)
    text = column(Label(card.title, "small", wrap=True), Label(card.decided, "caption", "text2", wrap=True), space=1)
    line = row(Icon("observation_note", 15, "text3"), text, reopen, space=8)
    line.setStretch(1, 1)
    made = QWidget()
    made.setLayout(line)
    return made


def review_line(review: Review) -> QWidget:
    """Who said what on the assessment, and when."""
    said = _("{name} {outcome}").format(name=visible(review.by), outcome=_(review.outcome))
    text = f"{said}: {visible(review.text)}" if review.text else said
    words_ = column(Label(text, "small", wrap=True), Label(phrases.stamp(review.at), "caption", "text3"), space=1)
    line = row(Avatar(review.by), words_, space=8)
    line.setStretch(1, 1)
    made = QWidget()
    made.setLayout(line)
    return made
