"""The command palette: every command, exhibit, incident, source and place, found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from osintdesk.core.domain import Arrival, Contents, Incident, Media, Place, Source
from osintdesk.core.i18n import _
from osintdesk.core.text import visible
from osintdesk.ui.actions import Actions, shown_keys
from osintdesk.ui.desk import Desk
from osintdesk.ui.overlay import Overlay
from osintdesk.ui.pages import PAGES, page_named
from osintdesk.ui.theme import metrics, paint_icon, painting, theme
from osintdesk.ui.widgets import Icon, KeyCap, Label, column, hairline, panel, row
from osintdesk.ui.widgets.chips import paint_key
from osintdesk.ui.wording import length

SHOWN_OF_A_GROUP = 6
HIT = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: a group heading when `run` is None. `at`: which letters matched."""

    text: str
    icon: str = ""
    far: str = ""
    keys: str = ""
    run: Callable[[], object] | None = None
    at: frozenset[int] = frozenset()


def matched(wanted: str, text: str) -> tuple[int, frozenset[int]] | None:
    """How well `wanted` fits (smaller is better) and at which letters; None when it does not.

    Words in the order they were typed, each at the beginning of a word or inside one.
    """
    low, places, score, start = text.casefold(), set[int](), 0, 0
    for word in wanted.casefold().split():
        at = _place_of(low, word, start)
        if at < 0:
            return None
        score += 0 if at == 0 else 1 if not low[at - 1].isalnum() else 4
        places |= set(range(at, at + len(word)))
        start = at + len(word)
    return score, frozenset(places)


def _place_of(low: str, word: str, start: int) -> int:
    at = low.find(word, start)
    while at > 0 and low[at - 1].isalnum():
        later = low.find(word, at + 1)
        if later < 0:
            break
        at = later
    return at if at >= 0 else low.find(word, start)


class Finder:
    """What can be found, by group; a first letter narrows it: # exhibits, @ sources, / places."""

    def __init__(self, actions: Actions, desk: Desk | None) -> None:
        self._actions, self._desk = actions, desk

    def find(self, typed: str) -> list[Hit]:
        only = {"#": "exhibits", "@": "sources", "/": "places"}.get(typed[:1], "")
        wanted = typed[1:].strip() if only else typed.strip()
        found: list[Hit] = []
        for name, title, hits in self._groups():
            if only and name != only:
                continue
            if not wanted and not only and name not in {"commands", "pages"}:
                continue
            best = _best(wanted, hits)
            if best:
                found += [Hit(title), *best]
        return found

    def _groups(self) -> Iterator[tuple[str, str, Iterator[Hit]]]:
        yield "commands", _("Commands"), self._commands()
        if self._desk is None:
            return
        yield "pages", _("Pages"), self._pages(self._desk)
        yield "exhibits", _("Media"), self._exhibits(self._desk)
        yield "incidents", _("Incidents"), self._incidents(self._desk)
        yield "sources", _("Sources"), self._sources(self._desk)
        yield "places", _("Places"), self._places(self._desk)

    def _commands(self) -> Iterator[Hit]:
        for spec, action in self._actions:
            if action.isEnabled() and spec.name != "palette":
                on = _("on") if action.isCheckable() and action.isChecked() else ""
                far = ", ".join(part for part in (_(spec.menu), on) if part)
                run = _triggering(self._actions, spec.name)
                yield Hit(action.text().replace("…", ""), spec.icon or "palette", far, shown_keys(spec.keys_shown), run)

    def _pages(self, desk: Desk) -> Iterator[Hit]:
        for spec in PAGES:
            if spec.rail:
                yield Hit(_(spec.title), spec.icon, run=_going(desk, spec.name))

    def _exhibits(self, desk: Desk) -> Iterator[Hit]:
        records = desk.records
        page = "viewer" if page_named("viewer") else "media"
        for media in records.all(Media):
            contents = records.get(Contents, media.id)
            names = [arrival.name for arrival in records.where(Arrival, media=media.id)]
            title = media.title or (names[0] if names else "")
            text = f"{media.number}: {visible(title)}" if title else media.number
            far = length(contents.duration_ms) if contents else ""
            arguments: dict[str, object] = {"media": media.id} if page == "viewer" else {"select": media.id}
            yield Hit(text, f"kind_{media.kind}", far, run=_going(desk, page, **arguments))

    def _incidents(self, desk: Desk) -> Iterator[Hit]:
        for incident in desk.records.all(Incident):
            yield Hit(visible(incident.title), "incident", run=_incident(desk, incident.id))

    def _sources(self, desk: Desk) -> Iterator[Hit]:
        for source in desk.records.all(Source):
            if page_named("sources"):
                yield Hit(
                    visible(source.name), "source", visible(source.platform), run=_going(desk, "sources", id=source.id)
                )

    def _places(self, desk: Desk) -> Iterator[Hit]:
        for place in desk.records.all(Place):
            name = ", ".join(part for part in (place.name, place.local_name) if part)
            table, _colon, owner = place.subject.partition(":")
            run = _incident(desk, owner) if table == "incident" else _going(desk, "media", select=owner)
            yield Hit(visible(name or f"{place.latitude}, {place.longitude}"), "place", run=run)


def _triggering(actions: Actions, name: str) -> Callable[[], object]:
    return lambda: actions.trigger(name)


def _going(desk: Desk, page: str, **arguments: object) -> Callable[[], object]:
    return lambda: desk.navigate(page, **arguments)


def _incident(desk: Desk, incident: str) -> Callable[[], object]:
    if page_named("incident"):
        return _going(desk, "incident", id=incident)
    return _going(desk, "media", incident=incident)


def _best(wanted: str, hits: Iterator[Hit]) -> list[Hit]:
    scored: list[tuple[int, int, Hit]] = []
    for place, hit in enumerate(hits):
        fit = matched(wanted, hit.text)
        if fit is not None:
            scored.append((fit[0], place, Hit(hit.text, hit.icon, hit.far, hit.keys, hit.run, fit[1])))
    return [hit for _score, _place, hit in sorted(scored, key=lambda s: s[:2])[:SHOWN_OF_A_GROUP]]


class _HitDelegate(QStyledItemDelegate):
    """A heading, or icon, text with the matched letters strong, target and keys at the far end."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        hit: Hit = index.data(HIT)
        font = theme().font("body" if hit.run else "caption_strong")
        return QSize(100, metrics.height(36 if hit.run else 26, font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(HIT)
        painter.save()
        area = option.rect.adjusted(12, 0, -12, 0)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        if hit.run is None:
            self._heading(painter, area, hit, option)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painting.fill(painter, QRectF(option.rect), "selected", metrics.RADIUS_BUTTON)
            self._line(painter, area, hit, rtl, bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, hit: Hit, option: QStyleOptionViewItem) -> None:
        painter.setFont(theme().font("caption_strong"))
        painter.setPen(theme().colour("text2"))
        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(area.adjusted(0, 4, 0, 0), side, hit.text)

    def _line(self, painter: QPainter, area: QRect, hit: Hit, rtl: bool, on: bool) -> None:
        left = area.right() - 16 if rtl else area.left()
        paint_icon(painter, QRect(left, area.center().y() - 8, 16, 16), hit.icon, "accent" if on else "text2")
        used = self._far(painter, area, hit, rtl)
        text = area.adjusted(used if rtl else 26, 0, -26 if rtl else -used, 0)
        _strong_letters(painter, text, hit, rtl)

    def _far(self, painter: QPainter, area: QRect, hit: Hit, rtl: bool) -> int:
        used = 0
        for key in reversed(hit.keys.split()):
            painter.setFont(theme().font("caption"))
            width = max(18, painter.fontMetrics().horizontalAdvance(key) + 12)
            x = area.left() + used if rtl else area.right() - used - width
            paint_key(painter, QRectF(x, area.center().y() - 9, width, 18), key)
            used += width + 6
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text3"))
        width = painter.fontMetrics().horizontalAdvance(hit.far)
        x = area.left() + used if rtl else area.right() - used - width
        painter.drawText(QRect(x, area.top(), width + 1, area.height()), Qt.AlignmentFlag.AlignVCenter, hit.far)
        return used + width + 12


def _strong_letters(painter: QPainter, area: QRect, hit: Hit, rtl: bool) -> None:
    painter.setPen(theme().colour("text"))
    painter.setFont(theme().font("body"))
    text = painter.fontMetrics().elidedText(hit.text, Qt.TextElideMode.ElideRight, area.width())
    if rtl or not hit.at or not text.isascii():
        painter.drawText(area, painting.side(rtl=rtl), text)
        return
    x = area.left()
    for run, strong in _runs(text, hit.at):
        painter.setFont(theme().font("strong" if strong else "body"))
        width = painter.fontMetrics().horizontalAdvance(run)
        painter.drawText(QRect(x, area.top(), width + 2, area.height()), Qt.AlignmentFlag.AlignVCenter, run)
        x += width


def _runs(text: str, at: frozenset[int]) -> list[tuple[str, bool]]:
    runs: list[tuple[str, bool]] = []
    for place, char in enumerate(text):
        strong = place in at
        if runs and runs[-1][1] == strong:
            runs[-1] = (runs[-1][0] + char, strong)
        else:
            runs.append((char, strong))
    return runs


class Palette(Overlay):
    """Ctrl K: type, choose with the arrows, Enter does it."""

    def __init__(self, window: QWidget, actions: Actions, desk: Desk | None) -> None:
        super().__init__(window, width=metrics.PALETTE, top=118)
        self.setAccessibleName(_("Find a command"))
        self._finder = Finder(actions, desk)
        self.field = _Typing(self)
        self.field.setPlaceholderText(_("Find a command, exhibit, incident…"))
        self.field.setAccessibleName(_("Find a command, exhibit or incident"))
        self.field.setProperty("kind", "bare")
        self.field.setFont(theme().font("heading"))
        self.field.textChanged.connect(self._look)
        self.list = QListView()
        self.list.setAccessibleName(_("Found"))
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(lambda index: self._run(index.data(HIT)))
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        self._assemble()
        self._look("")

    def _assemble(self) -> None:
        head = panel(row(Icon("search", 18, "text2"), self.field, KeyCap("Esc"), space=12, margins=(18, 0, 16, 0)))
        head.setFixedHeight(metrics.height(48, theme().font("heading")))
        keys = row(KeyCap("↑"), KeyCap("↓"), Label(_("choose"), "small", "text2"), 8, KeyCap("Enter"),
                   Label(_("run"), "small", "text2"), None,
                   Label(_("Type # for exhibits, @ for sources, / for places"), "small", "text2"),
                   space=4, margins=(16, 7, 16, 7))  # fmt: skip
        content = QWidget()
        results = panel(column(self.list, margins=(8, 6, 8, 6)))
        content.setLayout(column(head, hairline(), results, hairline(), panel(keys), space=0))
        self.set_content(content)

    def open(self) -> None:
        super().open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _look(self, typed: str) -> None:
        self._model.clear()
        for hit in self._finder.find(typed) or [Hit(_("Nothing found"))]:
            item = QStandardItem(hit.text)
            item.setData(hit, HIT)
            item.setSelectable(hit.run is not None)
            item.setEditable(False)
            self._model.appendRow(item)
        self._step(1, start=-1)
        heights = sum(self.list.sizeHintForRow(place) for place in range(self._model.rowCount()))
        self.list.setFixedHeight(min(380, heights + 4))
        self.refit()

    def _step(self, step: int, *, start: int | None = None) -> None:
        """The next line that can be run, round the end."""
        place = self.list.currentIndex().row() if start is None else start
        for _try in range(self._model.rowCount()):
            place = (place + step) % self._model.rowCount()
            index = self._model.index(place, 0)
            if index.data(HIT).run is not None:
                self.list.setCurrentIndex(index)
                return

    def key(self, event: QKeyEvent) -> bool:
        """Keys of the field that mean the list; whether it was one."""
        match event.key():
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._run(self.list.currentIndex().data(HIT))
            case Qt.Key.Key_Escape:
                self.close_it()
            case _:
                return False
        return True

    def _run(self, hit: Hit | None) -> None:
        if hit is not None and hit.run is not None:
            run = hit.run
            self.close_it()
            run()


class _Typing(QLineEdit):
    """The field of the palette: arrows and Enter go to the list."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._palette.key(event):
            super().keyPressEvent(event)
