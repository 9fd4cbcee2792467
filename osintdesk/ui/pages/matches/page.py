"""The review of matches: one pair at a time, decided by one key, the next one at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from osintdesk.app.matches import decide
from osintdesk.core.domain import Match, Media, without_floats
from osintdesk.core.i18n import _
from osintdesk.core.words import MatchDecision, Relation
from osintdesk.ui.pages.matches.comparing import MODES, CompareView
from osintdesk.ui.pages.matches.decisions import DecisionBar
from osintdesk.ui.pages.matches.keys import KEYS
from osintdesk.ui.pages.matches.pair import Choice, Pair, free_pair, pair_of, relation_words
from osintdesk.ui.pages.matches.queue import Queue
from osintdesk.ui.pages.matches.sidebar import Sidebar
from osintdesk.ui.pages.matches.timing import Timing
from osintdesk.ui.pages.matches.why import WhyPanel, scale_text
from osintdesk.ui.theme import mark, metrics
from osintdesk.ui.viewer.adjusting import AdjustPopover
from osintdesk.ui.viewer.narrowing import GivesWay, give_way
from osintdesk.ui.widgets import (
    Chip,
    EmptyState,
    IconButton,
    Label,
    Menu,
    Page,
    Segmented,
    Toolbar,
    column,
    panel,
    row,
    set_property,
)

if TYPE_CHECKING:
    from osintdesk.case.case_file import Commit
    from osintdesk.ui.desk import Desk

_NARROWEST = 480
_WHY_FROM = 1000


class MatchesPage(Page):
    """`navigate("matches")`, with `match=id`, `media=sha` (all pairs of one item), or `a=sha, b=sha` (any two)."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.queue = Queue()
        self.pair: Pair | None = None
        self.title, self.chip = Label("", "title"), Chip()
        self.modes = Segmented([(m.key, _(m.name), m.icon) for m in MODES], name=_("How to compare"))
        self.side = Sidebar(desk, toggle_decided=self._toggle_decided, show_all=lambda: self.shown(all=True))
        self.list, self.view = self.side.list, CompareView(desk)
        self.timing, self.bar, self.why = Timing(desk, self.view), DecisionBar(), WhyPanel(desk)
        self.adjusting = AdjustPopover()
        self._make_buttons()
        self.toolbar = self._toolbar()
        super().__init__(None)
        self._lay_out()
        self._connect()
        self.modes.set_current(self.view.mode)
        self._show_work(False)

    # Making

    def _make_buttons(self) -> None:
        self.back = IconButton("back", _("Back"), on=self.desk.back, shortcut="Esc")
        self.align = IconButton("align", _("Lay B on A by what they share"), checkable=True, shortcut="A")
        self.regions = IconButton("crop", _("Outline what they share"), checkable=True, shortcut="O")
        self.flip = IconButton("flip", _("Mirror B"), checkable=True, shortcut="X")
        self.adjust = IconButton("adjust", _("Adjust the view"), on=self._open_adjusting, shortcut="E")
        self.align.setChecked(True)
        self.regions.setChecked(True)

    def _toolbar(self) -> Toolbar:
        bar = Toolbar(
            self.back, self.title, self.chip, None, self.modes, self.align, self.regions, self.flip, self.adjust
        )
        bar.setMinimumWidth(_NARROWEST)
        return bar

    def _lay_out(self) -> None:
        middle = column(self.view, self.timing, self.bar, space=0)
        middle.setStretch(0, 1)
        self.empty = EmptyState("match", _("No matches yet"), _("Pairs appear here to be decided."))
        self._work = panel(middle)
        self._body = row(self.side, self._work, self.empty, space=0)
        self._body.setStretch(1, 1)
        self._body.setStretch(2, 1)
        left = QWidget()
        left.setLayout(column(self.toolbar, panel(self._body), space=0))
        set_property(self.why, "ground", "surface")
        self.aside = panel(row(self.why, space=0), "aside")
        self.aside.setFixedWidth(metrics.INSPECTOR)
        whole = row(left, self.aside, space=0)
        whole.setStretch(0, 1)
        self.body.addLayout(whole)

    def _connect(self) -> None:
        self.list.chosen.connect(self.open)
        self.modes.changed.connect(self.view.set_mode)
        self.view.mode_changed.connect(self.modes.set_current)
        self.align.toggled.connect(self.view.set_aligned)
        self.regions.toggled.connect(self.view.set_regions)
        self.flip.toggled.connect(self.view.set_flipped)
        self.adjusting.changed.connect(self.view.set_look)
        self.bar.decided.connect(self.decide)
        self.why.look.clicked.connect(self._look_for_shared)
        for side in (self.view.a, self.view.b):
            side.failed.connect(partial(self.desk.message, kind="warn"))
        self.desk.changed.connect(self._take_commit)
        self.desk.preferences_changed.connect(self._show_hidden)
        self.desk.closing.connect(self.close_page)

    # Opening

    def shown(self, **arguments: object) -> None:
        """Without arguments it goes on where one was."""
        a, b = arguments.get("a"), arguments.get("b")
        match, media = arguments.get("match"), arguments.get("media")
        if arguments.get("all") or match:
            self.queue.media = ""
        if isinstance(media, str):
            self.queue.media, self.queue.shows_decided = media, False
        wanted = self._wanted(match if isinstance(match, str) else "")
        if isinstance(a, str) and isinstance(b, str):
            wanted = free_pair(self.desk.records, a, b)
        self._show_queue(wanted)

    def _wanted(self, match: str) -> Pair | None:
        """The pair that is asked for; the list that holds it is shown."""
        record = self.desk.records.get(Match, match) if match else None
        if record is None:
            return None
        self.queue.shows_decided = record.decision != MatchDecision.SUGGESTED
        return pair_of(self.desk.records, record)

    def _show_queue(self, wanted: Pair | None = None) -> None:
        """The list anew; `wanted`, else the pair that is shown, else the first one is opened."""
        pairs = self.queue.pairs(self.desk.records)
        kept = next((p for p in pairs if self.pair is not None and p.id == self.pair.id), None)
        chosen = wanted or kept or (pairs[0] if pairs else None)
        self.side.show_queue(self.queue, len(pairs))
        self.list.show_pairs(pairs, chosen.id if chosen else "")
        if chosen is None:
            self._show_nothing()
        elif self.pair is None or chosen.match != self.pair.match or not self._work.isVisibleTo(self):
            self.open(chosen)
        self._show_title()

    def _show_nothing(self) -> None:
        """Nothing is open: say what would appear here."""
        self._show_work(False)
        self.pair = None
        self.view.close_pair()
        sentence = _("When two files show the same picture or the same seconds, the pair appears here to be decided.")
        heading = _("Every pair is decided") if self.queue.any_decided(self.desk.records) else _("No matches yet")
        self._replace_empty(heading, sentence)

    def _replace_empty(self, heading: str, sentence: str) -> None:
        old, self.empty = self.empty, EmptyState("match", heading, sentence)
        self._body.replaceWidget(old, self.empty)
        old.hide()
        old.deleteLater()
        self._body.setStretchFactor(self.empty, 1)
        self.empty.show()

    def _show_work(self, on: bool) -> None:
        # What goes leaves first, else the window grows for both.
        for widget, seen in sorted(((self._work, on), (self.empty, not on)), key=lambda pair: pair[1]):
            widget.setVisible(seen)
        self.aside.setVisible(on and self.width() >= _WHY_FROM)
        for widget in (self.modes, self.align, self.regions, self.flip, self.adjust, self.chip):
            widget.setVisible(on)

    def open(self, pair: Pair) -> None:
        """Show a pair: at the middle of its first shared segment, laid on each other where a position is known."""
        self.pair = pair
        self._show_work(True)
        self.view.close_pair()
        self.view.set_alignment(pair.alignment)
        for button, checked in ((self.flip, False), (self.align, True)):
            button.setChecked(checked)
        self.align.setEnabled(pair.alignment.a_to_b is not None)
        scale = scale_text(self.desk.records, pair)
        second = (
            _("{exhibit} at {scale}").format(exhibit=pair.second.number, scale=scale) if scale else pair.second.number
        )
        self.view.names(pair.first.number, second)
        self._show_hidden()
        self._open_sides(pair)
        self.timing.show_pair(pair)
        decided = pair.match.decision != MatchDecision.SUGGESTED
        self.bar.setVisible(pair.is_recorded)
        if pair.is_recorded:
            self.bar.show_pair(pair, decided=decided, read_only=self.desk.read_only)
        self.why.show_pair(pair)
        self._show_title()
        self.desk.select([pair.first.id, pair.second.id])
        self.view.setFocus()

    def _open_sides(self, pair: Pair) -> None:
        span = pair.alignment.spans[0] if pair.alignment.spans else None
        middle = (span.a_start + span.a_end) / 2 if span is not None else 0.0
        self.view.a.open(pair.first, at=middle)
        self.view.b.open(pair.second, at=span.b_at(middle) if span is not None else 0.0)

    def _show_hidden(self) -> None:
        ids = (self.pair.first.id, self.pair.second.id) if self.pair is not None else ()
        items = [self.desk.records.get(Media, sha) for sha in ids]
        graphic = any(item is not None and item.graphic for item in items) and self.desk.preferences.hide_graphic
        self.view.set_hidden(_("graphic violence") if graphic else "")
        self.timing.ribbon.set_hidden(graphic)

    def _show_title(self) -> None:
        pairs = self.list.pairs.pairs
        here = next((n for n, p in enumerate(pairs, 1) if self.pair is not None and p.id == self.pair.id), 0)
        self.back.setVisible(bool(self.queue.media) or (self.pair is not None and not self.pair.is_recorded))
        if self.pair is None:
            self.title.setText(_("Matches"))
        elif here:
            self.title.setText(_("Match {n} of {m}").format(n=here, m=len(pairs)))
        else:
            self.title.setText(self.pair.title)
        self.chip.setVisible(self.pair is not None and self.pair.is_recorded)
        if self.pair is not None:
            self.chip.set_mark(mark(MatchDecision(self.pair.match.decision)))
        self._give_way()

    # Deciding

    def decide(self, choice: Choice) -> None:
        """Carry out one of the five; the next pair comes at once."""
        pair = self.pair
        if pair is None or not pair.is_recorded or self.desk.read_only:
            return
        if choice.relation == "?":
            self._choose_relation(pair)
        elif not choice.decision:
            self._put_off(pair)
        else:
            self._record(pair, choice.decision, pair.stored(choice.relation) if choice.relation else "")

    def _choose_relation(self, pair: Pair) -> None:
        """The nine relations, in words that say how B relates to A."""
        menu = Menu(_("Other relation"), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for relation in Relation:
            decision = MatchDecision.REJECTED if relation == Relation.NOT_RELATED else MatchDecision.CONFIRMED
            stored = pair.stored(relation)
            menu.item(relation_words(relation), partial(self._record, pair, decision, stored), icon=mark(relation).icon)
        button = self.bar.buttons["2"]
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))

    def _record(self, pair: Pair, decision: str, relation: str) -> None:
        note = self.why.note.toPlainText().strip()
        self.queue.decide(pair.id)
        session = self.desk.session
        future = partial(decide, session, pair.id, decision=decision, relation=relation, note=note)
        self.desk.run(
            future,
            lambda _commit: self._written(pair.id),
            say=self._said(pair, decision, relation),
            icon="match",
            owner=self,
        )
        self._next(pair)

    def _said(self, pair: Pair, decision: str, relation: str) -> str:
        """`EX-0012 and EX-0013: confirmed as excerpt of.`"""
        if decision == MatchDecision.REJECTED:
            return _("{pair}: not related. This is remembered.").format(pair=pair.title)
        if decision == MatchDecision.SUGGESTED:
            return _("{pair}: back in the list.").format(pair=pair.title)
        words = relation_words(relation or pair.match.relation).lower()
        return _("{pair}: confirmed as {relation}.").format(pair=pair.title, relation=words)

    def _put_off(self, pair: Pair) -> None:
        self.queue.put_off(pair.id)
        self._next(pair)
        self.desk.message(_("{pair} comes again after the others.").format(pair=pair.title), kind="info")

    def _next(self, pair: Pair) -> None:
        """The pair that stood below, without waiting for the case."""
        before = [p.id for p in self.list.pairs.pairs]
        place = before.index(pair.id) if pair.id in before else 0
        following = before[place + 1 :]
        left = self.queue.pairs(self.desk.records)
        self._show_queue(next((p for p in left if p.id in following), left[0] if left else None))

    def _written(self, match: str) -> None:
        self.queue.written(match)
        self._show_queue()

    def _take_commit(self, commit: Commit) -> None:
        if any(reference.startswith("media:") for reference in commit.changed):
            self._show_hidden()
        changed = {reference.partition(":")[2] for reference in commit.changed if reference.startswith("match:")}
        if not changed:
            return
        for match in changed:
            self.queue.written(match)
        if self.isVisible():
            self._show_queue(self._reopened(changed))

    def _reopened(self, changed: set[str]) -> Pair | None:
        """A decision that was taken back is shown again."""
        here = [match for match in changed if self.queue.was_decided_here(match)]
        if self.queue.shows_decided or len(here) != 1:
            return None
        record = self.desk.records.get(Match, here[0])
        if record is None or record.decision != MatchDecision.SUGGESTED or record.deleted:
            return None
        return pair_of(self.desk.records, record)

    # Two items that somebody laid side by side

    def _look_for_shared(self) -> None:
        """Compare two files that are not a recorded match, in a worker; nothing is written to the case."""
        pair = self.pair
        if pair is None:
            return
        from osintdesk.app.compare import compare_files  # the whole of similarity: only when it is asked for

        paths = [self.desk.session.original(sha) for sha in (pair.match.a, pair.match.b)]
        self.why.look.setEnabled(False)
        self.why.look.setText(_("Looking…"))
        self.desk.work(
            lambda: compare_files(*paths), partial(self._take_comparison, pair), failed=self._failed_looking, owner=self
        )

    def _take_comparison(self, pair: Pair, found: dict[str, Any]) -> None:
        self._rest_look()
        if self.pair is not pair:
            return
        told = without_floats(found)
        fields = {name: told.get(name) for name in ("transform", "segments", "differing", "explanation")}
        seen = Match(
            id="", a=pair.match.a, b=pair.match.b, relation=str(told["relation"]), score=str(told["score"]), **fields
        )
        made = pair_of(self.desk.records, seen)
        if made is not None:
            self.open(made)
            self.bar.hide()

    def _failed_looking(self, error: BaseException) -> None:
        self._rest_look()
        self.desk.problem(error)

    def _rest_look(self) -> None:
        self.why.look.setEnabled(True)
        self.why.look.setText(_("Look for what they share"))

    # Keys, size

    def _toggle_decided(self) -> None:
        self.queue.shows_decided = not self.queue.shows_decided
        self.pair = None
        self._show_queue()

    def _open_adjusting(self) -> None:
        self.adjusting.open_below(self.adjust)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if plain and self.bar.isVisible() and self.bar.press(event.text()):
            return
        act = self._keys().get(Qt.Key(event.key())) if plain else None
        if act is None:
            super().keyPressEvent(event)
        else:
            act(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _keys(self) -> dict[Qt.Key, Any]:
        return {
            Qt.Key.Key_Space: lambda _shift: self.view.blink(),
            Qt.Key.Key_Right: lambda shift: self.timing.step(10 if shift else 1),
            Qt.Key.Key_Left: lambda shift: self.timing.step(-10 if shift else -1),
            Qt.Key.Key_Down: lambda _shift: self._move(1),
            Qt.Key.Key_Up: lambda _shift: self._move(-1),
            Qt.Key.Key_Z: lambda _shift: self.view.fit(),
            Qt.Key.Key_A: lambda _shift: self.align.click(),
            Qt.Key.Key_O: lambda _shift: self.regions.toggle(),
            Qt.Key.Key_X: lambda _shift: self.flip.toggle(),
            Qt.Key.Key_E: lambda _shift: self._open_adjusting(),
            Qt.Key.Key_V: lambda _shift: self.desk.reveal(True),
            Qt.Key.Key_Escape: lambda _shift: self.desk.back(),
        }

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_V and not event.isAutoRepeat():
            self.desk.reveal(False)
        else:
            super().keyReleaseEvent(event)

    def _move(self, by: int) -> None:
        place = self.list.currentIndex().row() + by
        if 0 <= place < len(self.list.pairs.pairs):
            self.list.setCurrentIndex(self.list.pairs.index(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.aside.setVisible(self.pair is not None and event.size().width() >= _WHY_FROM)
        self.aside.setFixedWidth(metrics.INSPECTOR if event.size().width() >= 1180 else metrics.INSPECTOR_NARROW)
        self._give_way()

    def _give_way(self) -> None:
        if self.pair is not None:
            order = [GivesWay(self.regions), GivesWay(self.chip), GivesWay(self.flip), GivesWay(self.adjust)]
            width = self.width() - (self.aside.width() if self.aside.isVisibleTo(self) else 0)
            give_way(self.toolbar.box, width, order)

    def keys(self) -> Sequence[tuple[str, str]]:
        return KEYS

    def status(self) -> str:
        """The keys of the page."""
        return _("1 to 5 decide   Space blink   ← → frame   Ctrl Z undo the decision")

    def close_page(self) -> None:
        """End what reads; the window calls it before the case is closed."""
        self.view.close_pair()
        self.pair = None
