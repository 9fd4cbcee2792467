"""The media page itself: puts search, filters, grid and list together and runs the query."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from osintdesk.app.search import Filters, media_of
from osintdesk.core.domain import Incident
from osintdesk.core.i18n import _, ngettext
from osintdesk.ui import importing
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages import page_named
from osintdesk.ui.pages.media import bulk, verbs
from osintdesk.ui.pages.media.facets import FacetPanel
from osintdesk.ui.pages.media.filtering import ask_days, suggestions
from osintdesk.ui.pages.media.grid import MediaGrid
from osintdesk.ui.pages.media.model import MediaModel
from osintdesk.ui.pages.media.query import ORDERS, Answer, Asked, Query, query_from, toggled, tokens_of, without
from osintdesk.ui.pages.media.rows import MediaTable
from osintdesk.ui.theme import metrics, theme
from osintdesk.ui.widgets import (
    Button,
    EmptyState,
    IconButton,
    Label,
    Menu,
    MenuButton,
    Page,
    Segmented,
    Toolbar,
    column,
    panel,
    row,
    set_property,
)
from osintdesk.ui.widgets.search import SearchField, Suggestion
from osintdesk.ui.wording import count

COALESCE_MS = 150
PATIENCE = 3


class MediaPage(Page):
    """Every media item of the case; `shown(select=sha, incident=id)` goes to one or narrows."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._query = Query()
        self._answer: Answer | None = None
        self._serial = 0
        self._narrow = False
        self._asked = Asked(desk.session)
        self.model = MediaModel(lambda: desk.records)
        self.search = SearchField(_("Search everything"), suggest=self._suggestions)
        self.view_switch = Segmented(
            [("grid", _("As a grid"), "view_grid"), ("list", _("As a list"), "view_list")],
            name=_("View"), icons_only=True,
        )  # fmt: skip
        self._inspector = IconButton("panel_right", _("Inspector"), checkable=True, shortcut="I")
        self._import = Button(_("Import…"), icon="import", on=lambda: verbs.import_menu(self._import, desk))
        self._report = Button(_("Report…"), "primary", icon="report", on=lambda: desk.navigate("reports"))
        self._report.setVisible(page_named("reports") is not None)
        self._bar = Toolbar(self.search, self.view_switch, self._inspector, self._import, self._report)
        super().__init__(self._bar)
        self.facets = FacetPanel()
        self.grid = MediaGrid(desk, self.model)
        self.table = MediaTable(self.model, self.grid.selectionModel())
        self._views = QStackedWidget()
        self._assemble()
        self._connect()
        self._pending = QTimer(self)
        self._pending.setSingleShot(True)
        self._pending.setInterval(COALESCE_MS)
        self._pending.timeout.connect(self.ask)
        self._changed_media: set[str] | None = set()
        self.setAcceptDrops(not desk.read_only)
        self.ask()

    # Parts

    def _assemble(self) -> None:
        self._none = EmptyState(
            "media", _("No media yet"), _("Photos, videos, audio and documents that you collect appear here."),
            primary=Button(_("Import files…"), "primary", icon="import", on=lambda: importing.choose_files(self.desk)),
            alternative=Button(_("Import a folder…"), "quiet", on=lambda: importing.choose_folder(self.desk)),
        )  # fmt: skip
        self._nothing = EmptyState(
            "search", _("Nothing found"), _("No item holds all of these words and filters."),
            primary=Button(_("Clear search and filters"), on=self.clear),
        )  # fmt: skip
        for view in (self.grid, self.table, self._none, self._nothing):
            self._views.addWidget(view)
        self._amount = Label("", "body", "text")
        self._attach = Button(_("Attach to…"), "quiet", icon="attach", on=lambda: self._bulk("attach"))
        self._tag = Button(_("Tag"), "quiet", icon="tag", on=lambda: self._bulk("tag"))
        self._sensitivity = Button(_("Set sensitivity"), "quiet", icon="hidden", on=lambda: self._bulk("sensitivity"))
        self._sort = MenuButton("", icon="sort", on=self._sort_menu, name=_("Sort by"))
        head = row(self._amount, None, self._attach, self._tag, self._sensitivity, self._sort, margins=(16, 6, 16, 6))
        self._work = panel(column(head, self._views, space=0), "page")
        self._work.layout().setStretch(1, 1)  # type: ignore[union-attr]
        box = row(self.facets, self._work, space=0)
        box.setStretch(1, 1)
        self.body.addLayout(box)
        self.body.setStretch(1, 1)

    def _connect(self) -> None:
        desk = self.desk
        self.search.searched.connect(lambda words: self.set_query(replace(self._query, words=words)))
        self.search.token_removed.connect(self._remove_token)
        self.view_switch.changed.connect(self.set_view)
        self._inspector.clicked.connect(lambda _on=False: desk.actions.trigger("inspector"))
        desk.actions.refreshed.connect(self._show_inspector_state)
        self.facets.toggled.connect(self._toggle)
        self.facets.cleared.connect(lambda: self._filter(Filters()))
        self.facets.days_wanted.connect(self._ask_days)
        self.table.sorted_by.connect(self._sort_by_header)
        self.grid.resized.connect(self.resize_tiles)
        for view in (self.grid, self.table):
            view.activated.connect(lambda _index: verbs.open_current(self))
            view.customContextMenuRequested.connect(lambda at, v=view: self._context_menu(v, at))
        self.grid.selectionModel().selectionChanged.connect(lambda _on, _off: self._selected())
        self.grid.selectionModel().currentChanged.connect(lambda _now, _before: self._selected())
        desk.changed.connect(self._committed)
        theme().changed.connect(self._refit)

    # The query

    def set_query(self, query: Query) -> None:
        if query != self._query:
            self._query = query
            self.ask()

    @property
    def query(self) -> Query:
        return self._query

    def clear(self) -> None:
        """No words, no filters."""
        self.search.set_text("")
        self.set_query(replace(self._query, words="", filters=Filters()))

    def ask(self) -> None:
        """Carry the query out beside the window; only the newest answer counts."""
        self._serial += 1
        serial, query, begin = self._serial, self._query, time.monotonic()

        def take(found: Answer) -> None:
            # During an import changes come all the time: the next look waits a few times as long as this one took.
            self._pending.setInterval(max(COALESCE_MS, round((time.monotonic() - begin) * PATIENCE * 1000)))
            if serial == self._serial:
                self._take(found)

        self.desk.work(lambda: self._asked.answer(query), take, owner=self)

    def _take(self, found: Answer) -> None:
        self._answer = found
        tiles, changed = self.model.tiles, self._changed_media
        if tiles.waiting != found.waiting or tiles.missing != found.missing:
            changed = None if tiles.missing != found.missing else (changed or set()) | (tiles.waiting ^ found.waiting)
        tiles.waiting, tiles.missing = found.waiting, found.missing
        kept = self.selected()
        if self.model.set_ids(found.ids):
            self._select_again(kept)
        self._changed_media = set()
        self.model.refresh(changed)
        self._show_answer()

    def _show_answer(self) -> None:
        found = self._answer
        if found is None:
            return
        records, filters = self.desk.records, self._query.filters
        tokens = tokens_of(records, filters, found.counts)
        self.search.set_tokens([(t.group, t.key, t.value) for t in tokens])
        self.facets.show_counts(records, filters, found.counts)
        self.table.show_order(self._query.order, backwards=self._query.backwards)
        self._refit()
        self._show_view()
        self._say_amount()

    def _committed(self, commit: Any) -> None:
        records = self.desk.records
        changed = {sha for reference in commit.changed for sha in media_of(records, reference)}
        self._asked.forget(changed)
        if self._changed_media is not None:
            self._changed_media |= changed
        for reference in commit.changed:
            if reference.startswith("contents:"):
                self.desk.thumbnails.forget(reference.partition(":")[2])
        if not self._pending.isActive():
            self._pending.start()

    # Views

    @property
    def view(self) -> str:
        return self.view_switch.current

    def set_view(self, name: str) -> None:
        """`grid` or `list`; selection and current item stay."""
        self.view_switch.set_current(name)
        current = self.grid.currentIndex()
        self._show_view()
        if current.isValid():
            self._current_view().scrollTo(current)

    def _current_view(self) -> MediaGrid | MediaTable:
        return self.grid if self.view == "grid" else self.table

    def _show_view(self) -> None:
        empty = self._answer is not None and not self._answer.ids
        wanted: QWidget = self._current_view()
        if empty:
            wanted = self._nothing if self._query.narrowed else self._none
        focused = self._current_view().hasFocus() or self.grid.hasFocus() or self.table.hasFocus()
        self._views.setCurrentWidget(wanted)
        if focused and not empty:
            wanted.setFocus()

    def resize_tiles(self, width: int) -> None:
        self.grid.set_tile_width(width)
        preferences = replace(self.desk.preferences, thumbnail_width=self.grid.tile_width)
        self.desk.preferences_wanted.emit(preferences)

    def _show_inspector_state(self) -> None:
        self._inspector.setChecked(self.desk.actions.action("inspector").isChecked())
        self._inspector.setEnabled(self.desk.actions.action("inspector").isEnabled())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _refit(self) -> None:
        self._fit(self.width())

    def _fit(self, width: int) -> None:
        """When it is narrow, words of secondary buttons go first."""
        roomy = width >= 900 * theme().text_scale
        self._report.setText(_("Report…") if roomy else "")
        self._report.setToolTip("" if roomy else _("Report…"))
        for button, words, needed in (
            (self._sensitivity, _("Set sensitivity"), 900),
            (self._tag, _("Tag"), 720),
            (self._attach, _("Attach to…"), 720),
            (self._sort, _(ORDERS[self._query.order].title), 640),
        ):
            shown_words = width >= needed * theme().text_scale
            button.setText(words if shown_words else "")
            button.setToolTip("" if shown_words else words)
        narrow = self.window().width() < metrics.NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.facets.setVisible(not narrow)
        wide = metrics.FACETS if width >= 900 else metrics.FACETS_NARROW
        self.facets.setFixedWidth(round(wide * min(1.5, max(1.0, theme().text_scale))))

    # Selection

    def selected(self) -> list[str]:
        """The selected items, the current one first, then in the order that is shown."""
        rows: list[int] = []
        for span in self.grid.selectionModel().selection().toList():
            if span.left() == 0:
                rows += range(span.top(), span.bottom() + 1)
        ids = self.model.ids
        chosen = [ids[row] for row in sorted(set(rows)) if row < len(ids)]
        current = self.grid.currentIndex()
        first = ids[current.row()] if current.isValid() and current.row() < len(ids) else ""
        return [first, *(sha for sha in chosen if sha != first)] if first in chosen else chosen

    def _selected(self) -> None:
        self.desk.select(self.selected())
        self._say_amount()
        self.desk.actions.refresh()

    def _select_again(self, media: list[str]) -> None:
        """After the items were put in another order: what was selected is again, as far as it is shown."""
        rows = [self.model.row_of(sha) for sha in media]
        chosen = QItemSelection()
        for row_ in (r for r in rows if r >= 0):
            index = self.model.index(row_, 0)
            chosen.select(index, index)
        model = self.grid.selectionModel()
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows and rows[0] >= 0:
            current = self.model.index(rows[0], 0)
            model.setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
            self._current_view().scrollTo(current)
        self._selected()

    def select_one(self, sha: str) -> bool:
        """Make an item current and the only one selected; False when it is not shown."""
        place = self.model.row_of(sha)
        if place < 0:
            return False
        index = self.model.index(place, 0)
        self.grid.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._current_view().scrollTo(index)
        self._current_view().setFocus()
        return True

    def select_all(self) -> None:
        if self.model.rowCount():
            every = QItemSelection(self.model.index(0, 0), self.model.index(self.model.rowCount() - 1, 0))
            self.grid.selectionModel().select(every, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _say_amount(self) -> None:
        chosen, items = len(self.desk.selection), self.model.rowCount()
        text = ngettext("{n} item", "{n} items", items)
        if chosen:
            text = _("{items}, {n} selected").format(items=text, n=count(chosen))
        self._amount.setText(text)
        for button in (self._attach, self._tag, self._sensitivity):
            button.setEnabled(bool(chosen) and not self.desk.read_only)

    # Commands

    def commands(self) -> Mapping[str, Any]:
        return verbs.commands(self)

    def areas(self) -> list[QWidget]:
        return [self._bar, self.facets, self._work]

    def _bulk(self, what: str) -> None:
        chosen = self.desk.selection
        if chosen:
            {"attach": bulk.attach, "tag": bulk.tag, "sensitivity": bulk.sensitivity}[what](self.desk, chosen)

    def _context_menu(self, view: MediaGrid | MediaTable, at: QPoint) -> None:
        verbs.context_menu(self, self.desk, view.viewport().mapToGlobal(at))

    def toggle_facets(self) -> None:
        self.facets.setVisible(not self.facets.isVisibleTo(self))

    # Filters, order, words

    def _toggle(self, group: str, value: str) -> None:
        self._filter(toggled(self._query.filters, group, value))

    def _remove_token(self, group: str) -> None:
        self._filter(without(self._query.filters, group))

    def _sort_menu(self) -> None:
        menu = Menu(parent=self)
        for order in ORDERS.values():
            menu.item(_(order.title), partial(self._sort_by, order.name), checked=order.name == self._query.order)
        menu.popup(self._sort.mapToGlobal(QPoint(0, self._sort.height() + 4)))

    def _sort_by(self, name: str) -> None:
        self.set_query(replace(self._query, order=name, backwards=False))

    def _sort_by_header(self, name: str) -> None:
        backwards = name == self._query.order and not self._query.backwards
        self.set_query(replace(self._query, order=name, backwards=backwards))

    def _ask_days(self) -> None:
        filters = self._query.filters
        ask_days(self.desk, filters.posted, lambda days: self._filter(replace(filters, posted=days)))

    def _filter(self, filters: Filters) -> None:
        self.set_query(replace(self._query, filters=filters))

    def _suggestions(self, typed: str) -> list[Suggestion]:
        counts = self._answer.counts if self._answer else {}
        return suggestions(self.desk.records, counts, typed, self._choose)

    def _choose(self, group: str, value: str) -> None:
        """A suggestion was taken: it becomes a token, what was written goes."""
        chosen = getattr(self._query.filters, group) | {value}
        filters: Filters = replace(self._query.filters, **{group: chosen})
        self.set_query(replace(self._query, words="", filters=filters))

    # Dropped files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            set_property(self._work, "over", True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        set_property(self._work, "over", False)

    def dropEvent(self, event: QDropEvent) -> None:
        set_property(self._work, "over", False)
        paths = importing.paths_of(event.mimeData())
        if paths:
            event.acceptProposedAction()
            importing.start(self.desk, paths, incident=self._only_incident(), how="drag and drop")

    def _only_incident(self) -> str | None:
        """Files dropped while one incident is shown belong to it."""
        chosen = [i for i in self._query.filters.incidents if self.desk.records.get(Incident, i)]
        return chosen[0] if len(chosen) == 1 and len(self._query.filters.incidents) == 1 else None

    # Visits

    def shown(self, **arguments: object) -> None:
        filters, wanted = arguments.get("filters"), arguments.get("select")
        incident = arguments.get("incident")
        if isinstance(incident, str) and incident:
            filters = Filters(incidents=frozenset({incident}))
        if isinstance(filters, Filters):
            self.search.set_text("")
            self.set_query(Query(filters=filters, order=self._query.order))
        if isinstance(wanted, str) and not self.select_one(wanted):
            self.clear()
            QTimer.singleShot(400, lambda: self.select_one(wanted))
        if not self.search.line.hasFocus():
            self._current_view().setFocus()
        self._selected()

    def state(self) -> dict[str, Any]:
        return {
            "query": self._query.to_json(),
            "view": self.view,
            "facets": self.facets.isVisibleTo(self),
            "folded": sorted(self.facets.closed),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        self._query = query_from(state.get("query"))
        self.search.set_text(self._query.words)
        if state.get("view") == "list":
            self.set_view("list")
        self.facets.setVisible(bool(state.get("facets", True)))
        if isinstance(state.get("folded"), list):
            self.facets.closed = {str(group) for group in state["folded"]}
        self.ask()
