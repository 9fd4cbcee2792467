"""The inspector: title row, description, six tabs; only the tab that is shown is filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QStackedWidget

from osintdesk.app.verification import observations_of, status_of
from osintdesk.core.domain import Media
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.text import visible
from osintdesk.ui.inspector.details import Details
from osintdesk.ui.inspector.history import History
from osintdesk.ui.inspector.matches import Matches
from osintdesk.ui.inspector.metadata import Metadata
from osintdesk.ui.inspector.part import Part
from osintdesk.ui.inspector.sightings import Sightings
from osintdesk.ui.inspector.tabs import TabBar
from osintdesk.ui.inspector.verification import Verification
from osintdesk.ui.widgets import EmptyState, Label, StatusChip, column, panel, row, set_property

if TYPE_CHECKING:
    from osintdesk.case.case_file import Commit
    from osintdesk.ui.desk import Desk

_PARTS: dict[str, type[Part]] = {
    "details": Details,
    "metadata": Metadata,
    "sightings": Sightings,
    "verification": Verification,
    "matches": Matches,
    "history": History,
}
_SETTLE_MS = 40


class Inspector(QFrame):
    """Follows `desk.selection`; made by `Inspector(desk)`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(_("Inspector"))
        set_property(self, "ground", "aside")
        self.number, self.status = Label("", "heading"), StatusChip()
        self.description = Label("", "small", "text2", wrap=True)
        self.tabs = TabBar()
        self.parts = {key: made(desk) for key, made in _PARTS.items()}
        self._stale = set(self.parts)
        self._stack = QStackedWidget()
        for part in self.parts.values():
            part.show_tab = self.show_tab
            self._stack.addWidget(part)
        self.empty = EmptyState("details", _("Nothing is selected"), _("Select media to see what is recorded of them."))
        self._build()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self.tabs.changed.connect(self.show_tab)
        desk.selection_changed.connect(self._select)
        desk.changed.connect(self._take_commit)
        desk.closing.connect(self._settle.stop)
        self.refresh()

    def _build(self) -> None:
        self._title = row(self.number, None, self.status)
        head = column(self._title, self.description, space=0, margins=(16, 11, 16, 6))
        self._content = panel(column(head, self.tabs, self._stack, space=0))
        self.setLayout(column(self._content, self.empty, space=0))

    # What is shown

    def items(self) -> list[Media]:
        """The selected items that are still there, the current one first."""
        found = [self.desk.records.get(Media, sha) for sha in self.desk.selection]
        return [item for item in found if item is not None and not item.deleted]

    def show_tab(self, key: str) -> None:
        self.tabs.choose(key)
        self._stack.setCurrentWidget(self.parts[key])
        self._fill()

    def _select(self) -> None:
        """Selecting with the arrow keys held must stay fluent, so the panel follows when it rests."""
        self._stale = set(self.parts)
        for part in self.parts.values():
            part.verticalScrollBar().setValue(0)
        self._settle.start()

    def _take_commit(self, commit: Commit) -> None:
        items = self.items()
        self._stale |= {key for key, part in self.parts.items() if part.concerns(commit, items)}
        self._settle.start()

    def refresh(self) -> None:
        """Title, badge and the tab that is seen."""
        items = self.items()
        self._content.setVisible(bool(items))
        self.empty.setVisible(not items)
        if not items:
            return
        self._show_head(items)
        waiting = sum(len(observations_of(self.desk.records, item.id, only_open=True)) for item in items[:200])
        self.tabs.set_badge("metadata", waiting)
        self._fill()

    def _show_head(self, items: list[Media]) -> None:
        one = items[0] if len(items) == 1 else None
        self.number.setText(one.number if one else ngettext("{n} item", "{n} items", len(items)))
        self.status.setVisible(one is not None)
        if one is not None:
            self.status.set_status(str(status_of(self.desk.records, one.ref)))
        self.description.setText(visible(one.title) if one else "")
        self.description.setVisible(bool(one and one.title))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With large text the status goes below the number."""
        super().resizeEvent(event)
        needed = self.number.sizeHint().width() + self.status.sizeHint().width() + 40
        directions = QBoxLayout.Direction
        narrow = needed > event.size().width()
        self._title.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def _fill(self) -> None:
        key = self.tabs.current
        if key in self._stale:
            self._stale.discard(key)
            self.parts[key].show_items(self.items())
