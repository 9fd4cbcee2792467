"""What the pages of the case share: they repaint when a record they show changes, and only while they are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from osintdesk.app.missing import Missing, dismiss
from osintdesk.core.domain import split_ref
from osintdesk.core.errors import OsintDeskError
from osintdesk.core.i18n import _
from osintdesk.ui.desk import Desk
from osintdesk.ui.theme import theme
from osintdesk.ui.widgets import Field, Form, FormDialog, Page, Toolbar
from osintdesk.ui.widgets.layout import Part


class CasePage(Page):
    """A page over the records: `tables` names the kinds of records it shows, `fill` draws them."""

    tables: frozenset[str] = frozenset()

    def __init__(self, desk: Desk, toolbar: Toolbar | None = None, *parts: Part, parent: QWidget | None = None) -> None:
        super().__init__(toolbar, *parts, parent=parent)
        self.desk = desk
        self._stale = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fill_if_seen)
        desk.changed.connect(self._changed)
        theme().changed.connect(self.refresh)

    def fill(self) -> None:
        """Show the records as they are now."""

    def refresh(self) -> None:
        """Fill soon; several calls in a row fill once, and an unseen page waits until it is seen."""
        self._stale = True
        self._soon.start()

    def _changed(self, commit: object) -> None:
        touched = {split_ref(ref)[0] for ref in getattr(commit, "changed", ())}
        if not self.tables or touched & self.tables:
            self.refresh()

    def _fill_if_seen(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.fill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill_if_seen()


def attempt(desk: Desk, verb: Callable[[], object]) -> None:
    """Run a verb that answers at once; what it raises is said over the page."""
    try:
        verb()
    except OsintDeskError as error:
        desk.problem(error)


def ask_reason(desk: Desk, parent: QWidget, title: str, sentence: str, verb: str, on: Callable[[str], object]) -> None:
    """A dialog that asks for a reason in one field."""
    form = Form([Field("reason", _("Reason"), kind="lines", required=True)])
    dialog = FormDialog(parent, title, sentence, form, verb=verb, on_accept=lambda values: on(values["reason"]))
    dialog.open()


def dismiss_missing(desk: Desk, parent: QWidget, each: Missing) -> None:
    """Put an advice aside, with a reason."""
    ask_reason(
        desk,
        parent,
        _("Dismiss what is missing"),
        each.text,
        _("Dismiss"),
        lambda reason: desk.run(lambda: dismiss(desk.session, each.rule, each.subject, reason)),
    )


def unique(found: Iterable[str]) -> list[str]:
    """Without repetitions, in order."""
    return list(dict.fromkeys(found))
