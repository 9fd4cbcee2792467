"""Dialogs: only for input that is needed now. Title, one sentence, fields, Cancel and a verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from osintdesk.core.errors import KnownError, UsageError
from osintdesk.core.i18n import _
from osintdesk.ui.theme import metrics
from osintdesk.ui.widgets.buttons import Button
from osintdesk.ui.widgets.fields import Form
from osintdesk.ui.widgets.labels import Label
from osintdesk.ui.widgets.layout import Part, column, row


class Dialog(QDialog):
    """The frame of every dialog; content goes into `body`, `accept_button` has the verb. Esc cancels."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str = "",
        *parts: Part,
        verb: str = "",
        wide: bool = False,
        quiet: Button | None = None,
        icon: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setProperty("ground", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(metrics.DIALOG_WIDE if wide else metrics.DIALOG)
        self.body = column(*parts, space=12)
        self.trouble = Label("", "small", "bad", wrap=True)
        self.trouble.hide()
        self.accept_button = Button(verb or _("Close"), "primary", icon=icon, on=self.accept)
        self.accept_button.setDefault(True)
        cancel: tuple[Part, ...] = (Button(_("Cancel"), "quiet", on=self.reject),) if verb else ()
        extra: tuple[Part, ...] = (quiet,) if quiet is not None else ()
        head: tuple[Part, ...] = (Label(sentence, "body", "text2", wrap=True),) if sentence else ()
        foot = row(*extra, None, *cancel, self.accept_button)
        self.setLayout(column(Label(title, "heading"), *head, self.body, self.trouble, 4, foot, space=8, margins=20))

    def say(self, text: str) -> None:
        """What is in the way, above the buttons."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.accept()
            return
        super().keyPressEvent(event)


class FormDialog(Dialog):
    """A dialog around a form: `on_accept(values)` does the verb; its known errors are said in the dialog."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str,
        form: Form,
        *,
        verb: str,
        on_accept: Callable[[dict[str, Any]], object],
        values: Mapping[str, Any] | None = None,
        wide: bool = False,
    ) -> None:
        super().__init__(parent, title, sentence, form, verb=verb, wide=wide)
        self.form = form
        self._on_accept = on_accept
        form.set_values(values or {})

    def accept(self) -> None:
        if not self.form.check():
            return
        try:
            self._on_accept(self.form.values())
        except (KnownError, UsageError) as error:
            self.say(str(error))
            return
        super().accept()
