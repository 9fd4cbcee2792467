"""What the pages of the case share: they repaint when a record they show changes, and only while they are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from osintdesk.app.missing import Missing, dismiss
from osintdesk.case.case_file import CaseFile
from osintdesk.core.domain import split_ref
from osintdesk.core.errors import OsintDeskError
from osintdesk.core.i18n import _
from osintdesk.ui.desk import Desk
from osintdesk.ui.theme import theme
from osintdesk.ui.widgets import Field, Form, FormDialog, Page, Toolbar
from osintdesk.ui.widgets.layout import Part

T = TypeVar("T")


class CasePage(Page):
    """A page over the records: `tables` names the kinds of records it shows, `fill` draws them."""

    tables: frozenset[str] = frozenset()

    def __init__(self, desk: Desk, toolbar: Toolbar | None = None, *parts: Part, parent: QWidget | None = None) -> None:
        super().__init__(toolbar, *parts, parent=parent)
        self.desk = desk
        self._stale = True
        self._asked = 0
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

    def read(
        self,
        function: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Run `function` outside the window's thread; nothing when the case is being closed."""
        try:
            self.desk.work(function, done, failed=failed, owner=self)
        except RuntimeError:
            # The desk takes no more work: the case is being closed, and this page with it.
            self._stale = True

    def read_latest(self, function: Callable[[], T], done: Callable[[T], object]) -> None:
        """As `read`, but what was asked for earlier and comes later is passed over."""
        self._asked += 1
        asked = self._asked
        self.read(function, lambda found: done(found) if asked == self._asked else None)

    def ask_case(
        self,
        work: Callable[[CaseFile], T],
        done: Callable[[T], object],
        failed: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Run `work` on the case's thread, without the window waiting for it."""
        try:
            future = self.desk.session.submit(work)
        except RuntimeError:
            self._stale = True
            return
        self.desk.bridge.when(future, done, failed or self.desk.problem, owner=self)

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
