"""The column of pairs at the side: what is listed, how many, and the way to the decided ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from osintdesk.core.domain import Media
from osintdesk.core.i18n import _, ngettext
from osintdesk.ui.pages.matches.pairs import PairList
from osintdesk.ui.pages.matches.queue import Queue
from osintdesk.ui.widgets import Button, Label, column, hairline, panel, row, set_property

if TYPE_CHECKING:
    from osintdesk.ui.desk import Desk

WIDTH = 200


class Sidebar(QFrame):
    """Heading, list and foot; the page says what happens."""

    def __init__(self, desk: Desk, *, toggle_decided: Callable[[], object], show_all: Callable[[], object]) -> None:
        super().__init__()
        self._desk = desk
        self.list = PairList(desk)
        self._heading, self._count = Label("", "strong"), Label("", "small", "text3")
        self.decided = Button("", "quiet", icon="ok", on=toggle_decided)
        self.all = Button(_("Show all pairs"), "link", on=show_all)
        self._foot = panel(column(hairline(), row(self.decided, None, margins=(8, 4, 8, 4)), space=0))
        set_property(self, "ground", "side")
        head = row(self._heading, None, self._count, margins=(16, 12, 16, 6))
        box = column(head, panel(row(self.all, None, margins=(14, 0, 16, 4))), self.list, self._foot, space=0)
        box.setStretch(2, 1)
        self.setLayout(box)
        self.setFixedWidth(WIDTH)

    def show_queue(self, queue: Queue, count: int) -> None:
        """What the list holds, and what else there is."""
        records = self._desk.records
        item = records.get(Media, queue.media) if queue.media else None
        of_item = _("Pairs of {exhibit}").format(exhibit=item.number) if item is not None else ""
        self._heading.setText(of_item or (_("Decided") if queue.shows_decided else _("To decide")))
        self._count.setText(str(count))
        self.all.setVisible(bool(queue.media))
        decided, waiting = queue.decided_count(records), queue.open_count(records)
        back = ngettext("{n} to decide", "{n} to decide", waiting)
        self.decided.setText(
            back if queue.shows_decided else ngettext("{n} already decided", "{n} already decided", decided)
        )
        self._foot.setVisible(not queue.media and bool(decided or queue.shows_decided))
