"""Messages over the page (with Undo) and the bar of what is going on."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QWidget

from osintdesk.core.i18n import _
from osintdesk.ui.theme import metrics, theme
from osintdesk.ui.widgets.buttons import Button, Handler, IconButton
from osintdesk.ui.widgets.chips import Icon
from osintdesk.ui.widgets.labels import Label, set_property
from osintdesk.ui.widgets.layout import row

STAYS_MS = 6000
_ICONS = {"done": "ok", "warn": "observation", "bad": "bad", "info": "info"}
_ROLES = {"done": "accent", "warn": "warn", "bad": "bad", "info": "accent"}


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence, what kind (done, info, warn, bad), and at most two actions as (verb, handler)."""

    text: str
    kind: str = "done"
    icon: str = ""
    actions: tuple[tuple[str, Handler], ...] = field(default=())


class MessageBar(QFrame):
    """One message at a time, bottom centre of its parent. Done goes by itself after 6 s; problems stay."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "popover")
        self._icon = Icon("ok", 16, "accent")
        self._text = Label("", wrap=True)
        self._actions = row(space=12)
        close = IconButton("close", _("Close the message"), on=self.hide, side=metrics.TARGET)
        box = row(self._icon, self._text, self._actions, close, space=10, margins=(12, 8, 8, 8))
        box.setStretch(1, 1)
        self.setLayout(box)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave)
        self._kind = "done"
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_message(self, message: Message) -> None:
        self._kind = message.kind
        self._icon.set_icon(message.icon or _ICONS[message.kind], _ROLES[message.kind])
        self._text.setText(message.text)
        self.setAccessibleName(message.text)
        self._set_actions(message.actions)
        set_property(self, "ground", f"{message.kind}_tint" if message.kind in {"warn", "bad"} else "popover")
        self._place()
        self.show()
        self.raise_()
        self._appear()
        self._timer.stop()
        if message.kind in {"done", "info"} and not theme().reduced_motion:
            self._timer.start(STAYS_MS)

    def _set_actions(self, actions: tuple[tuple[str, Handler], ...]) -> None:
        while self._actions.count():
            item = self._actions.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for verb, on in actions[:2]:
            self._actions.addWidget(Button(verb, "message", on=self._once(on)))

    def _once(self, on: Handler) -> Handler:
        """The message has done its work when an action was taken."""

        def act() -> None:
            self.hide()
            on()

        return act

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(metrics.MESSAGE_BAR, parent.width() - 32)
        self.setFixedWidth(width)
        self._text.setMinimumHeight(0)
        self.layout().activate()  # type: ignore[union-attr]
        height = max(self.layout().heightForWidth(width), self.sizeHint().height())  # type: ignore[union-attr]
        self.setGeometry((parent.width() - width) // 2, parent.height() - height - 16, width, height)

    def _appear(self) -> None:
        length = theme().duration(140)
        if not length:
            return
        effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(effect)
        animation = QPropertyAnimation(effect, b"opacity", self)
        animation.setDuration(length)
        animation.setStartValue(0.0)
        animation.setEndValue(1.0)
        animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        animation.finished.connect(lambda: self.setGraphicsEffect(None))  # type: ignore[arg-type]
        animation.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)

    def _leave(self) -> None:
        inside = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        focused = self.window().focusWidget()
        if self.underMouse() or inside or (focused is not None and self.isAncestorOf(focused)):
            self._timer.start(1000)
        else:
            self.hide()

    def enterEvent(self, _event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, _event: QEvent) -> None:
        if self._kind in {"done", "info"} and not theme().reduced_motion:
            self._timer.start(STAYS_MS // 2)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
