"""What the pages of the case share: they repaint when a record they show changes, and only while they are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from osintdesk.app.missing import Missing, dismiss
from osintdesk.case.case_file import CaseFile
from osintdesk.core.domain import split_ref
from osintdesk.core.errors import OsintDeskError
from osintdesk.core.i18n import _
from osintdesk.ui.actions import Command, Commands
from osintdesk.ui.desk import Desk
from osintdesk.ui.theme import theme
from osintdesk.ui.widgets import Field, Form, FormDialog, LineEdit, Page, Segmented, Toolbar
from osintdesk.ui.widgets.layout import Part

T = TypeVar("T")
# Segmented choices of the pages that are remembered.
_CHOICES = ("kind", "order", "zone")


class CasePage(Page):
    """A page over the records: `tables` names the kinds of records it shows, `fill` draws them."""

    tables: frozenset[str] = frozenset()

    def __init__(self, desk: Desk, toolbar: Toolbar | None = None, *parts: Part, parent: QWidget | None = None) -> None:
        super().__init__(toolbar, *parts, parent=parent)
        self.desk = desk
        self._stale = True
        self._asked = 0
        self._closed = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fill_if_seen)
        desk.changed.connect(self._changed)
        theme().changed.connect(self.refresh)

    def fill(self) -> None:
        """Show the records as they are now."""

    def own_commands(self) -> Commands:
        """What this page does beside what all of them do."""
        return {}

    def commands(self) -> Commands:
        """Search goes to the page's own field where it has one."""
        find: Commands = {"find": self._find} if isinstance(getattr(self, "search", None), LineEdit) else {}
        return {**find, **self.own_commands()}

    def _find(self) -> None:
        line = getattr(self, "search", None)
        if isinstance(line, LineEdit):
            line.setFocus()
            line.selectAll()

    def areas(self) -> list[QWidget]:
        """The toolbar, then the parts below it."""
        parts = (self.body.itemAt(place) for place in range(self.body.count()))
        widgets = [item.widget() for item in parts if item is not None]
        return [widget for widget in widgets if widget is not None and widget.isVisibleTo(self)]

    def writing(self, run: Callable[[], object]) -> Command:
        """A command that is off while the case is read only."""
        return Command(run, enabled=lambda: not self.desk.read_only)

    def state(self) -> dict[str, Any]:
        """Which of a few kinds is shown, and how the page is divided."""
        choices = {name: getattr(self, name, None) for name in _CHOICES}
        found: dict[str, Any] = {name: s.current for name, s in choices.items() if isinstance(s, Segmented)}
        split = getattr(self, "_split", None)
        if isinstance(split, QSplitter) and any(split.sizes()):
            found["sizes"] = split.sizes()
        return found

    def restore(self, state: Mapping[str, Any]) -> None:
        for name in _CHOICES:
            choice, wanted = getattr(self, name, None), state.get(name)
            if isinstance(choice, Segmented) and wanted in choice.names:
                choice.set_current(str(wanted))
        split, sizes = getattr(self, "_split", None), state.get("sizes")
        if isinstance(split, QSplitter) and isinstance(sizes, list) and len(sizes) == split.count():
            split.setSizes([size for size in sizes if isinstance(size, int)])

    def close_page(self) -> None:
        """The case is being closed: nothing is read for this page any more."""
        self._closed = True

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
        if self._closed:
            return
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
        if self._stale and self.isVisible() and not self._closed:
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
