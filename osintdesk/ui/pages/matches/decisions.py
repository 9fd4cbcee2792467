"""The decision bar: five equal buttons with their keys; the suggestion is the primary one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy

from osintdesk.core.i18n import _
from osintdesk.ui.pages.matches.pair import CHOICES, REOPEN, Choice, Pair, short_words, suggested_choice
from osintdesk.ui.theme import metrics, painting, theme
from osintdesk.ui.widgets import paint_key, row, set_property

_KEY = 18


class DecisionButton(QAbstractButton):
    """Key in a box, verb, and below it what follows."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice, self.primary, self._consequence = choice, False, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme().changed.connect(self.updateGeometry)

    def show_choice(self, choice: Choice, consequence: str, *, primary: bool) -> None:
        self.choice, self.primary, self._consequence = choice, primary, consequence
        self.setAccessibleName(f"{_(choice.verb)}, {consequence}")
        self.setToolTip(f"{_(choice.verb)}  {choice.key}\n{consequence}")
        self.update()

    def sizeHint(self) -> QSize:
        lines = QFontMetrics(theme().font("strong")).height() + QFontMetrics(theme().font("caption")).height()
        return QSize(140, max(metrics.DECISION_BUTTON, lines + 12))

    def minimumSizeHint(self) -> QSize:
        return QSize(92, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setOpacity(1.0 if self.isEnabled() else 0.45)
        self._paint_ground(painter)
        role = "on_accent" if self.primary else "text"
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        key = QRectF(self.width() - 12 - _KEY if rtl else 12, (self.height() - _KEY) / 2, _KEY, _KEY)
        paint_key(painter, key, self.choice.key, on_accent=self.primary)
        words = self.rect().adjusted(10, 0, -40, 0) if rtl else self.rect().adjusted(40, 0, -6, 0)
        self._paint_words(painter, words, role)

    def _paint_ground(self, painter: QPainter) -> None:
        rect = QRectF(self.rect())
        if self.primary:
            ground = "accent_pressed" if self.isDown() else "accent_hover" if self.underMouse() else "accent"
            painting.fill(painter, rect, ground, metrics.RADIUS_BUTTON)
        else:
            ground = "pressed" if self.isDown() else "hover" if self.underMouse() else "surface"
            painting.fill(painter, rect, ground, metrics.RADIUS_BUTTON)
            painting.frame(painter, rect, "outline", metrics.RADIUS_BUTTON)
        if self.hasFocus():
            painting.frame(painter, rect.adjusted(2, 2, -2, -2), "on_accent" if self.primary else "accent", 4, 2)

    def _verb(self, metric: QFontMetrics, room: int) -> str:
        """The verb, in short where it would be cut."""
        verb = _(self.choice.verb)
        return verb if metric.horizontalAdvance(verb) <= room else _(self.choice.short or self.choice.verb)

    def _paint_words(self, painter: QPainter, words: QRect, role: str) -> None:
        strong, caption = QFontMetrics(theme().font("strong")), QFontMetrics(theme().font("caption"))
        top = (self.height() - strong.height() - caption.height()) // 2
        lines = (
            ("strong", strong, top, self._verb(strong, words.width()), role),
            ("caption", caption, top + strong.height(), self._consequence, role if self.primary else "text3"),
        )
        for style, metric, y, text, tone in lines:
            painter.setFont(theme().font(style))
            painter.setPen(theme().colour(tone))
            box = QRect(words.left(), y, words.width(), metric.height())
            shown = metric.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shown)


class DecisionBar(QFrame):
    """`decided(Choice)` by button or by key 1 to 5."""

    decided = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        set_property(self, "ground", "activity")
        self.buttons = {choice.key: DecisionButton(choice) for choice in CHOICES}
        for button in self.buttons.values():
            button.clicked.connect(lambda _checked=False, b=button: self.decided.emit(b.choice))
        self.setLayout(row(*self.buttons.values(), space=8, margins=(16, 10, 16, 10)))

    def show_pair(self, pair: Pair, *, decided: bool, read_only: bool) -> None:
        """The consequences for this pair, the suggestion as primary."""
        suggestion = "" if decided else suggested_choice(pair)
        for choice in CHOICES:
            shown = REOPEN if decided and choice.key == "5" else choice
            consequence = short_words(pair.relation).lower() if choice.key == "1" else _(shown.consequence)
            button = self.buttons[choice.key]
            button.show_choice(shown, consequence, primary=choice.key == suggestion)
            button.setEnabled(not read_only)

    def press(self, key: str) -> bool:
        """A key was pressed; tells whether it was one of these."""
        button = self.buttons.get(key)
        if button is None or not button.isEnabled():
            return False
        self.decided.emit(button.choice)
        return True
