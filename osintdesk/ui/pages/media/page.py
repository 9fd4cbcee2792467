"""The media page itself: puts search, filters, grid and list together and runs the query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from osintdesk.app.search import Filters, media_of
from osintdesk.core import instants
from osintdesk.core.domain import Incident, Media, Tag
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import N_, _, ngettext
from osintdesk.core.text import visible
from osintdesk.ui import importing
from osintdesk.ui.actions import Command
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages import page_named
from osintdesk.ui.pages.media import bulk
from osintdesk.ui.pages.media.facets import FacetPanel
from osintdesk.ui.pages.media.grid import MediaGrid
from osintdesk.ui.pages.media.model import MediaModel
from osintdesk.ui.pages.media.query import ORDERS, Answer, Asked, Query, query_from, toggled, tokens_of, without
from osintdesk.ui.pages.media.rows import MediaTable
from osintdesk.ui.theme import metrics, shown, theme
from osintdesk.ui.widgets import (
    Button,
    EmptyState,
    Field,
    Form,
    FormDialog,
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
_SUGGESTED = {
    "incidents": ("incident", N_("Incident")), "tags": ("tag", N_("Tag")), "statuses": ("assessment", N_("Assessment")),
    "kinds": ("kind_other", N_("Kind")), "platforms": ("web", N_("Platform")), "cameras": ("camera", N_("Camera")),
}  # fmt: skip


class MediaPage(Page):
    """Every media item of the case; `shown(select=sha, incident=id)` goes to one or narrows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._query = Query()
        self._answer: Answer | None = None
        self._serial = 0
        self._asked = Asked(desk.session)
        self.model = MediaModel(lambda: desk.records)
        self.search = SearchField(_("Search everything"), suggest=self._suggestions)
        self.view_switch = Segmented(
            [("grid", _("As a grid"), "view_grid"), ("list", _("As a list"), "view_list")],
            name=_("View"), icons_only=True,
        )  # fmt: skip
        self._inspector = IconButton("panel_right", _("Inspector"), checkable=True, shortcut="I")
        self._import = Button(_("Import…"), icon="import", on=self._import_menu)
        self._report = Button(_("Report…"), "primary", icon="report", on=lambda: desk.navigate("reports"))
        self._report.setVisible(page_named("reports") is not None)
        super().__init__(Toolbar(self.search, self.view_switch, self._inspector, self._import, self._report))
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
            primary=Button(_("Import files…"), "primary", icon="import", on=lambda: importing.choose_files(self._desk)),
            alternative=Button(_("Import a folder…"), "quiet", on=lambda: importing.choose_folder(self._desk)),
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
        desk = self._desk
        self.search.searched.connect(lambda words: self.set_query(replace(self._query, words=words)))
        self.search.token_removed.connect(self._remove_token)
        self.view_switch.changed.connect(self.set_view)
        self._inspector.clicked.connect(lambda _on=False: desk.actions.trigger("inspector"))
        desk.actions.refreshed.connect(self._show_inspector_state)
        self.facets.toggled.connect(self._toggle)
        self.facets.cleared.connect(lambda: self.set_query(replace(self._query, filters=Filters())))
        self.facets.days_wanted.connect(self._ask_days)
        self.table.sorted_by.connect(self._sort_by_header)
        self.grid.resized.connect(self._resize_tiles)
        for view in (self.grid, self.table):
            view.activated.connect(lambda _index: self.open_current())
            view.customContextMenuRequested.connect(lambda at, v=view: self._context_menu(v.viewport().mapToGlobal(at)))
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
        serial, query = self._serial, self._query

        def take(found: Answer) -> None:
            if serial == self._serial:
                self._take(found)

        self._desk.work(lambda: self._asked.answer(query), take, owner=self)

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
        records, filters = self._desk.records, self._query.filters
        tokens = tokens_of(records, filters, found.counts)
        self.search.set_tokens([(t.group, t.key, t.value) for t in tokens])
        self.facets.show_counts(records, filters, found.counts)
        self.table.show_order(self._query.order, backwards=self._query.backwards)
        self._sort.setText(_(ORDERS[self._query.order].title))
        self._show_view()
        self._say_amount()

    def _committed(self, commit: Any) -> None:
        records = self._desk.records
        changed = {sha for reference in commit.changed for sha in media_of(records, reference)}
        self._asked.forget(changed)
        if self._changed_media is not None:
            self._changed_media |= changed
        for reference in commit.changed:
            if reference.startswith("contents:"):
                self._desk.thumbnails.forget(reference.partition(":")[2])
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

    def _resize_tiles(self, width: int) -> None:
        self.grid.set_tile_width(width)
        preferences = replace(self._desk.preferences, thumbnail_width=self.grid.tile_width)
        self._desk.preferences_wanted.emit(preferences)

    def _show_inspector_state(self) -> None:
        self._inspector.setChecked(self._desk.actions.action("inspector").isChecked())
        self._inspector.setEnabled(self._desk.actions.action("inspector").isEnabled())

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
        self._sensitivity.setText(_("Set sensitivity") if roomy else "")
        self._sensitivity.setToolTip("" if roomy else _("Set sensitivity"))
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
        self._desk.select(self.selected())
        self._say_amount()
        self._desk.actions.refresh()

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
        chosen, items = len(self._desk.selection), self.model.rowCount()
        text = ngettext("{n} item", "{n} items", items)
        if chosen:
            text = _("{items}, {n} selected").format(items=text, n=count(chosen))
        self._amount.setText(text)
        for button in (self._attach, self._tag, self._sensitivity):
            button.setEnabled(bool(chosen) and not self._desk.read_only)

    # Commands

    def commands(self) -> Mapping[str, Any]:
        def on_selection(run: Any) -> Command:
            return Command(run, lambda: bool(self._desk.selection) and not self._desk.read_only)

        found = {
            "find": lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "select_all": self.select_all,
            "select_none": self.grid.clearSelection,
            "facets": Command(self.toggle_facets, checked=lambda: self.facets.isVisibleTo(self)),
            "view_grid": lambda: self.set_view("grid"),
            "view_list": lambda: self.set_view("list"),
            "larger": lambda: self._resize_tiles(self.grid.tile_width + 20),
            "smaller": lambda: self._resize_tiles(self.grid.tile_width - 20),
            "copy_citation": Command(self._copy_citation, lambda: bool(self._desk.selection)),
            "attach": on_selection(lambda: self._bulk("attach")),
            "tag": on_selection(lambda: self._bulk("tag")),
            "sensitivity": on_selection(lambda: self._bulk("sensitivity")),
            "describe": on_selection(lambda: bulk.describe(self._desk, self._desk.selection[0])),
            "mark_graphic": on_selection(lambda: bulk.set_graphic(self._desk, self._desk.selection, graphic=True)),
            "unmark_graphic": on_selection(lambda: bulk.set_graphic(self._desk, self._desk.selection, graphic=False)),
        }
        if page_named("viewer"):
            found["open"] = Command(self.open_current, lambda: bool(self._desk.selection))
        if page_named("verification"):
            found["verify"] = Command(self._verify, lambda: bool(self._desk.selection))
        return found

    def _bulk(self, what: str) -> None:
        chosen = self._desk.selection
        if chosen:
            {"attach": bulk.attach, "tag": bulk.tag, "sensitivity": bulk.sensitivity}[what](self._desk, chosen)

    def open_current(self) -> None:
        """Show the current item in the viewer."""
        chosen = self._desk.selection
        if chosen and page_named("viewer"):
            self._desk.navigate("viewer", media=chosen[0])

    def _verify(self) -> None:
        self._desk.navigate("verification", subject=f"media:{self._desk.selection[0]}")

    def _copy_citation(self) -> None:
        numbers = [self._desk.records.one(Media, sha).number for sha in self._desk.selection]
        QGuiApplication.clipboard().setText(", ".join(sorted(numbers)))
        self._desk.message(
            _("Copied {what}.").format(what=", ".join(sorted(numbers)[:4])), kind="info", icon="citation"
        )

    def toggle_facets(self) -> None:
        self.facets.setVisible(not self.facets.isVisibleTo(self))

    def _import_menu(self) -> None:
        if self._desk.read_only:
            self._desk.message(_("This case is open read-only; nothing can be added to it."), kind="warn")
            return
        menu = Menu(parent=self)
        menu.item(_("Files…"), lambda: importing.choose_files(self._desk), icon="import", shortcut="Ctrl+I")
        menu.item(_("A folder…"), lambda: importing.choose_folder(self._desk), icon="folder", shortcut="Ctrl+Shift+I")
        menu.item(_("What was copied"), lambda: importing.paste(self._desk), icon="paste", shortcut="Ctrl+V")
        menu.popup(self._import.mapToGlobal(QPoint(0, self._import.height() + 4)))

    def _context_menu(self, at: QPoint) -> None:
        menu = Menu(parent=self)
        names = ("open", "verify", "", "attach", "tag", "sensitivity", "describe", "", "copy_citation")
        for name in names:
            if not name:
                menu.addSeparator()
            elif self._desk.actions.action(name).isEnabled():
                menu.addAction(self._desk.actions.action(name))
        menu.popup(at)

    # Filters, order, words

    def _toggle(self, group: str, value: str) -> None:
        self.set_query(replace(self._query, filters=toggled(self._query.filters, group, value)))

    def _remove_token(self, group: str) -> None:
        self.set_query(replace(self._query, filters=without(self._query.filters, group)))

    def _ask_days(self) -> None:
        first, last = self._query.filters.posted
        form = Form([
            Field("first", _("First day, UTC"), placeholder="2024-08-06", check=_day, half=True),
            Field("last", _("Last day, UTC"), placeholder="2024-08-09", check=_day, half=True),
        ])  # fmt: skip

        def save(values: dict[str, Any]) -> None:
            bounds = (values["first"], values["last"])
            self.set_query(replace(self._query, filters=replace(self._query.filters, posted=bounds)))

        FormDialog(
            self._desk.window, _("Posted between"), _("Either day may be left empty."), form, verb=_("Show"),
            on_accept=save, values={"first": first, "last": last},
        ).open()  # fmt: skip

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

    def _suggestions(self, typed: str) -> list[Suggestion]:
        """Filters whose words begin as the last word that was typed."""
        key, colon, rest = typed.strip().casefold().partition(":")
        wanted = rest.strip() if colon else key
        if not wanted:
            return []
        found = [
            (g, v, label)
            for g, v, label, name in self._choices()
            if (not colon or name.startswith(key)) and wanted in label.casefold()
        ]
        return [self._suggestion(group, value, label) for group, value, label in found]

    def _choices(self) -> list[tuple[str, str, str, str]]:
        """What can be filtered by: group, value, label, and the key that is typed."""
        records, counts = self._desk.records, self._answer.counts if self._answer else {}
        incidents = [("incidents", i.id, visible(i.title), "incident") for i in records.all(Incident)]
        tags = [("tags", t.id, visible(t.name), "tag") for t in records.all(Tag)]
        rest = [
            (group, value, visible(value) if group in {"platforms", "cameras"} else shown(value), name)
            for group, name in (
                ("statuses", "status"),
                ("kinds", "kind"),
                ("platforms", "platform"),
                ("cameras", "camera"),
            )
            for value in counts.get(group, {})
        ]
        return [*incidents, *tags, *rest]

    def _suggestion(self, group: str, value: str, label: str) -> Suggestion:
        icon, words = _SUGGESTED[group]

        def run() -> None:
            chosen = getattr(self._query.filters, group) | {value}
            self._query = replace(self._query, words="", filters=replace(self._query.filters, **{group: chosen}))
            self.ask()

        return Suggestion(label, _(words), icon, run)

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
            importing.start(self._desk, paths, incident=self._only_incident(), how="drag and drop")

    def _only_incident(self) -> str | None:
        """Files dropped while one incident is shown belong to it."""
        chosen = [i for i in self._query.filters.incidents if self._desk.records.get(Incident, i)]
        return chosen[0] if len(chosen) == 1 and len(self._query.filters.incidents) == 1 else None

    # Visits

    def shown(self, **arguments: object) -> None:
        incident, wanted = arguments.get("incident"), arguments.get("select")
        if isinstance(incident, str):
            self.search.set_text("")
            self.set_query(Query(filters=Filters(incidents=frozenset({incident})), order=self._query.order))
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


def _day(text: str) -> None:
    try:
        instants.parse(f"{text}T00:00:00Z")
    except UsageError:
        raise UsageError(_("“{text}” is not a day. Write it like 2024-08-06.").format(text=text)) from None
