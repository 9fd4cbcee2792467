"""Metadata: observations first, then what was read from the file, never mixed with what people concluded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from osintdesk.app.verification import observations_of
from osintdesk.core import words
from osintdesk.core.domain import Json, Media
from osintdesk.core.i18n import _, ngettext
from osintdesk.ui.inspector.observations import observation_card
from osintdesk.ui.inspector.part import Part, contents_of, summary_label
from osintdesk.ui.inspector.readings import SHOWN_AT_FIRST, Readings, Row, fact_rows, filtered, reading_rows
from osintdesk.ui.widgets import Button, Label, LineEdit, Section, column, panel, row


class Metadata(Part):
    """Readings come from the cache in a thread, so that a file with thousands of values does not hold up the window."""

    tables = frozenset({"observation", "contents", "media"})

    def fill(self, item: Media) -> None:
        self._fill_observations(item)
        self._section = Section(_("Read from the file"))
        self._search = LineEdit(name=_("Find a field or value"), placeholder=_("Find a field or value"))
        self._list = Readings()
        self._more = Button("", "link")
        self._list.copied.connect(lambda name: self.desk.message(_("Copied {name}.").format(name=name), icon="copy"))
        self._section.body.setContentsMargins(0, 0, 0, 12)
        self._section.body.addWidget(panel(column(self._search, margins=(16, 0, 16, 4))))
        self._section.body.addWidget(self._list)
        self._section.body.addWidget(panel(column(self._more, margins=(16, 0, 16, 0))))
        self.put(self._section)
        self._rows: list[Row] = fact_rows(contents_of(self.records, item))
        self._all = False
        self._search.textChanged.connect(lambda _text: self._show())
        self._more.clicked.connect(self._show_all)
        self._show()
        section = self._section
        self.desk.work(
            partial(self.desk.cache.readings, item.id), lambda found: self._take(section, found), owner=section
        )

    def fill_shared(self, items: Sequence[Media]) -> None:
        self.put(_hint(_("Select one item to see what was read from its file.")))

    def _fill_observations(self, item: Media) -> None:
        found = observations_of(self.records, item.id)
        if not found:
            return
        waiting = sum(o.decision == words.ObservationDecision.OPEN for o in found)
        said = [_("{n} open").format(n=waiting)] if waiting else []
        said += [_("{n} decided").format(n=len(found) - waiting)] if len(found) > waiting else []
        head = row(Label(_("Observations"), "strong"), summary_label(", ".join(said)))
        box = column(head, space=8, margins=(16, 12, 16, 16))
        found.sort(key=lambda o: o.decision != words.ObservationDecision.OPEN)
        for seen in found:
            box.addWidget(observation_card(self.desk, seen))
        self.put(panel(box))

    def _take(self, section: Section, readings: list[dict[str, Json]] | None) -> None:
        if section is self._section:
            self._rows += reading_rows(readings)
            self._show()

    def _show_all(self) -> None:
        self._all = True
        self._show()

    def _show(self) -> None:
        """The rows that fit the search; a long list is cut until the rest is asked for."""
        found = filtered(self._rows, self._search.text())
        shown = found if self._all else found[:SHOWN_AT_FIRST]
        self._list.show_rows(shown)
        values = sum(not row.is_heading for row in self._rows)
        self._section.set_summary(ngettext("{n} field", "{n} fields", values))
        rest = len(found) - len(shown)
        self._more.setText(ngettext("Show {n} more", "Show {n} more", rest) if rest else "")
        self._more.setVisible(bool(rest))
        self._search.setVisible(bool(self._rows))


def _hint(text: str) -> Label:
    label = Label(text, "small", "text3", wrap=True)
    label.setContentsMargins(16, 16, 16, 16)
    return label
