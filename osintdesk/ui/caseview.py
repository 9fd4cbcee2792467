"""An open case in the window: rail, the page that is shown, the inspector beside it, the activity bar below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from osintdesk.core.domain import Incident
from osintdesk.core.i18n import _
from osintdesk.core.instants import shown as shown_time
from osintdesk.ui import importing, pages
from osintdesk.ui.activity import ActivityBar
from osintdesk.ui.areas import step_area
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages import PAGES, PageSpec, page_named
from osintdesk.ui.rail import Rail
from osintdesk.ui.theme import metrics, theme
from osintdesk.ui.widgets import Message, MessageBar, Page, column, panel, row

Visit = tuple[str, dict[str, Any]]
COUNT_AGAIN_MS = 200


class _Pages(QStackedWidget):
    """Needs the room of the page that is shown, not of the widest one that was ever shown."""

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()


class CaseView(QWidget):
    """The pages of one case; each is made when it is first shown. Remembers the way for *back*."""

    page_changed = Signal(str)

    def __init__(self, desk: Desk, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._made: dict[str, QWidget] = {}
        self._states: dict[str, Mapping[str, Any]] = {}
        self._way: list[Visit] = []
        self._here: Visit = ("", {})
        self._inspector_wanted = True
        self._dragged = False
        self.rail = Rail(desk.records.case.title or desk.session.path.stem, desk.session.profile.name)
        self.stack = _Pages()
        self.inspector = pages.INSPECTOR(desk) if pages.INSPECTOR else None
        self._split = self._splitter()
        self.activity = ActivityBar(desk.jobs)
        body = panel(row(self.rail, self._split, space=0))
        self.setLayout(column(body, self.activity, space=0))
        self.bar = MessageBar(self.stack)
        self.setAcceptDrops(not desk.read_only)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(COUNT_AGAIN_MS)
        self._counting.timeout.connect(self.refresh_counts)
        self._connect()
        self.refresh_counts()

    def _splitter(self) -> QSplitter:
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.stack)
        if self.inspector is not None:
            self.inspector.setMinimumWidth(metrics.INSPECTOR_RANGE[0])
            self.inspector.setMaximumWidth(round(metrics.INSPECTOR_RANGE[1] * max(1.0, theme().text_scale)))
            split.addWidget(self.inspector)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.splitterMoved.connect(lambda _place, _index: self._drag())
        return split

    def _connect(self) -> None:
        desk = self.desk
        self.rail.chosen.connect(lambda name: desk.navigate(name))
        desk.navigated.connect(self.show_page)
        desk.went_back.connect(self.back)
        desk.told.connect(self.tell)
        desk.changed.connect(self._committed)

    # Pages

    @property
    def current(self) -> str:
        """The name of the page that is shown."""
        return self._here[0]

    def page(self, name: str) -> QWidget:
        """The page, made if it was not shown yet."""
        if name not in self._made:
            spec = page_named(name)
            if spec is None:
                raise KeyError(name)
            made = spec.factory(self.desk)
            made.setAccessibleName(_(spec.title))
            if isinstance(made, Page):
                made.restore(self._states.get(name, {}))
                made.status_changed.connect(self.activity.set_idle)
            self._made[name] = made
            self.stack.addWidget(made)
        return self._made[name]

    def show_page(self, name: str, arguments: Mapping[str, Any] | None = None) -> None:
        """Go to a page; the one before is remembered for *back*."""
        if page_named(name) is None:
            self.desk.message(_("This version has no page “{name}”.").format(name=name), kind="warn")
            return
        visit = (name, dict(arguments or {}))
        if self._here[0] and visit != self._here:
            self._way = [*self._way[-49:], self._here]
        self._visit(visit)

    def back(self) -> None:
        if self._way:
            self._visit(self._way.pop())

    @property
    def can_go_back(self) -> bool:
        return bool(self._way)

    def _visit(self, visit: Visit) -> None:
        name, arguments = visit
        page = self.page(name)
        self._here = visit
        self.stack.setCurrentWidget(page)
        self.stack.updateGeometry()
        spec = page_named(name)
        self.rail.set_current(spec.under or name if spec else name)
        self._place_inspector()
        self.desk.actions.set_page(page.commands() if isinstance(page, Page) else {})
        if isinstance(page, Page):
            page.shown(**arguments)
            self.activity.set_idle(page.status())
        self.page_changed.emit(name)
        self.desk.actions.refresh()

    def _spec(self) -> PageSpec | None:
        return page_named(self._here[0])

    # Inspector

    @property
    def inspector_shown(self) -> bool:
        return self.inspector is not None and self.inspector.isVisibleTo(self)

    @property
    def has_inspector(self) -> bool:
        spec = self._spec()
        return self.inspector is not None and spec is not None and spec.inspector

    def toggle_inspector(self) -> None:
        self._inspector_wanted = not self._inspector_wanted
        self._place_inspector()

    def _place_inspector(self) -> None:
        """Beside the page; over it where the window is too narrow for both (and then only when asked for)."""
        if self.inspector is None:
            return
        over = self.width() < metrics.NARROW
        if over != (self.inspector.parentWidget() is self):
            if over:
                self._inspector_wanted = False
                self.inspector.setParent(self)
            else:
                self._inspector_wanted = True
                self._split.addWidget(self.inspector)
        self.inspector.setVisible(self.has_inspector and self._inspector_wanted)
        if over:
            self._lay_over()

    def _lay_over(self) -> None:
        if self.inspector is None:
            return
        width = min(metrics.INSPECTOR_NARROW, self.width() // 2)
        left = 0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - width
        self.inspector.setGeometry(left, 0, width, self.height() - self.activity.height())
        self.inspector.raise_()

    def step_area(self, *, back: bool = False) -> None:
        """Focus the next (or previous) area of the window."""
        page = self.stack.currentWidget()
        parts = page.areas() if isinstance(page, Page) else [page]
        beside = [self.inspector] if self.inspector is not None else []
        step_area([self.rail, *parts, *beside, self.activity], back=back)

    # Messages, counts

    def tell(self, message: Message) -> None:
        self.bar.show_message(message)

    def _committed(self, commit: Any) -> None:
        if not self._counting.isActive():
            self._counting.start()
        self.show_last(getattr(commit, "at", ""))
        self.desk.actions.refresh()

    def show_last(self, at: str) -> None:
        """When the last entry was written to the log, in UTC and in the case's zone."""
        time = shown_time(at, self.desk.zone)[11:] if at else ""
        self.activity.set_seal(_("Last entry {time}").format(time=time) if time else "")

    def refresh_counts(self) -> None:
        """The numbers at the rail."""
        records = self.desk.records
        for spec in PAGES:
            if spec.rail and spec.count is not None:
                self.rail.items[spec.name].set_count(spec.count(records), work=spec.work)
        self.rail.case.set_label(records.case.title or self.desk.session.path.stem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back when nothing else took it."""
        if event.key() == Qt.Key.Key_Escape and self.can_go_back:
            self.back()
        else:
            super().keyPressEvent(event)

    # Files dropped anywhere

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = importing.paths_of(event.mimeData())
        if paths:
            event.acceptProposedAction()
            importing.start(self.desk, paths, incident=self._incident_shown(), how="drag and drop")

    def _incident_shown(self) -> str | None:
        """What is dropped on an incident's page belongs to it."""
        name, arguments = self._here
        found = arguments.get("id") if name == "incident" else None
        return found if isinstance(found, str) and self.desk.records.get(Incident, found) else None

    # Size and what is remembered

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        narrow = width < metrics.WIDE * max(1.0, theme().text_scale * 0.8)
        self.rail.set_collapsed(narrow)
        self._place_inspector()
        if self.inspector is not None and self.inspector.parentWidget() is self._split and not self._dragged:
            token = metrics.INSPECTOR_NARROW if narrow else metrics.INSPECTOR
            self._split.setSizes([10_000, round(token * min(1.6, max(1.0, theme().text_scale)))])

    def _drag(self) -> None:
        self._dragged = True

    def state(self) -> dict[str, Any]:
        """What is remembered for this case: page, inspector, and what each page remembers."""
        states = {name: dict(state) for name, state in self._states.items()}
        for name, page in self._made.items():
            if isinstance(page, Page):
                states[name] = page.state()
        name, arguments = self._here
        here = name if all(isinstance(v, str | int | float | bool) for v in arguments.values()) else "media"
        return {"page": here, "arguments": arguments if here == name else {}, "inspector": self._inspector_wanted,
                "split": self._split.sizes() if self._dragged else [], "pages": states}  # fmt: skip

    def close_pages(self) -> None:
        """End what runs for the pages that were made."""
        for page in self._made.values():
            if isinstance(page, Page):
                page.close_page()

    def restore(self, state: Mapping[str, Any]) -> None:
        """Come back to where one was; the first page when that is not there any more."""
        self._states = {k: v for k, v in dict(state.get("pages", {})).items() if isinstance(v, dict)}
        self._inspector_wanted = bool(state.get("inspector", True))
        sizes = state.get("split", [])
        if isinstance(sizes, list) and len(sizes) == self._split.count() and all(isinstance(n, int) for n in sizes):
            self._split.setSizes(sizes)
            self._dragged = True
        name = str(state.get("page", ""))
        if page_named(name) is None:
            name = next(spec.name for spec in PAGES if spec.rail)
        arguments = state.get("arguments", {})
        try:
            self.show_page(name, arguments if isinstance(arguments, dict) else {})
        except Exception:
            self.show_page(next(spec.name for spec in PAGES if spec.rail))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit(self.width())
