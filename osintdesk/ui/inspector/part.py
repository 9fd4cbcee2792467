"""What every tab of the inspector is: a scrolled column that is filled anew for the selected items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.core.domain import Contents, Media
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.text import visible
from osintdesk.ui.widgets import Label, Scrolled, clear

if TYPE_CHECKING:
    from osintdesk.case.case_file import Commit
    from osintdesk.core.records import Records
    from osintdesk.ui.desk import Desk


class Part(Scrolled):
    """One tab. `fill` puts in what is known of one item, `fill_shared` what several have in common."""

    tables: frozenset[str] = frozenset()
    """A commit that changes none of these tables changes nothing here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(ground="surface", space=0, margins=0)
        self.desk = desk
        self.show_tab: Callable[[str], object] = lambda _key: None
        self.setMinimumWidth(200)

    @property
    def records(self) -> Records:
        return self.desk.records

    def show_items(self, items: Sequence[Media]) -> None:
        """Fill anew; the place to which it was scrolled stays."""
        place = self.verticalScrollBar().value()
        clear(self.body)
        if len(items) == 1:
            self.fill(items[0])
        elif items:
            self.fill_shared(items)
        self.body.addStretch(1)
        self.verticalScrollBar().setValue(place)

    def concerns(self, commit: Commit, items: Sequence[Media]) -> bool:
        """Whether a commit changes what is shown here."""
        return any(reference.partition(":")[0] in self.tables for reference in commit.changed)

    def fill(self, item: Media) -> None:
        raise NotImplementedError

    def fill_shared(self, items: Sequence[Media]) -> None:
        raise NotImplementedError

    def put(self, widget: QWidget) -> None:
        self.body.addWidget(widget)


def shared(items: Sequence[Media], value: Callable[[Media], str]) -> str:
    """The value that all have, or `differs (3 values)`."""
    values = {value(item) for item in items}
    if len(values) == 1:
        return visible(values.pop())
    counted = ngettext("{n} value", "{n} values", len(values))
    return _("differs ({count})").format(count=counted)


def summary_label(text: str) -> Label:
    """What stands at the far end of a heading; it wraps when the text is large."""
    label = Label(text, "small", "text3", wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label


def contents_of(records: Records, item: Media) -> Contents | None:
    return records.get(Contents, item.id)
