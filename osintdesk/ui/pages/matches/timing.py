"""The shared segments below a comparison, and the moments at which both sides stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from osintdesk.case.cache import Frame
from osintdesk.core.domain import Media
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.words import MediaKind
from osintdesk.ui.pages.matches.alignment import Span
from osintdesk.ui.pages.matches.comparing import CompareView
from osintdesk.ui.pages.matches.pair import Pair
from osintdesk.ui.pages.matches.ribbon import Ribbon
from osintdesk.ui.widgets import Label, column, hairline, row, set_property

if TYPE_CHECKING:
    from osintdesk.ui.desk import Desk


class Timing(QFrame):
    """Shown only when one of both is a video; a press on a strip moves both sides to that moment."""

    def __init__(self, desk: Desk, view: CompareView) -> None:
        super().__init__()
        self._desk, self._view = desk, view
        self._spans: tuple[Span, ...] = ()
        self.ribbon = Ribbon()
        self._title, self._words = Label("", "strong"), Label("", "small", "text2")
        self._speed = Label("", "small", "text3")
        set_property(self, "ground", "surface")
        head = row(self._title, self._words, None, self._speed, margins=(16, 8, 16, 0))
        strips = row(self.ribbon, margins=(16, 0, 16, 6))
        self.setLayout(column(hairline(), head, strips, space=2))
        self.ribbon.a_chosen.connect(lambda seconds: self.go_to(0, seconds))
        self.ribbon.b_chosen.connect(lambda seconds: self.go_to(1, seconds))
        view.a.moved.connect(self._show_place)
        view.b.moved.connect(self._show_place)

    def show_pair(self, pair: Pair) -> None:
        """The strips and segments of a pair whose sides were opened."""
        has_time = MediaKind.VIDEO in (pair.first.kind, pair.second.kind)
        self.setVisible(has_time)
        self._spans = pair.alignment.spans
        if not has_time:
            return
        lengths = (self._view.a.duration, self._view.b.duration)
        hide = bool(self._view.over.hidden_reason)
        self.ribbon.show_pair(lengths, self._spans, (self._strip(pair.first), self._strip(pair.second)), hide=hide)
        count = len(self._spans)
        found = (
            ngettext("Shared segment", "{n} shared segments", count) if count else _("No shared segment is recorded")
        )
        self._title.setText(found)
        self._words.setText(_span_text(self._spans[0]) if count else "")
        self._speed.setText(_("speed {speed}×").format(speed=f"{self._spans[0].speed:.2f}") if count else "")

    def _strip(self, item: Media) -> list[Frame]:
        """The strip of a video; a picture is a strip of one."""
        found = self._desk.cache.strip(item.id)
        thumbnail = self._desk.cache.thumbnail(item.id)
        return found or ([Frame("0", 0, 0, thumbnail)] if thumbnail else [])

    def go_to(self, side: int, seconds: float) -> None:
        """Both sides go to the same moment; where nothing is shared only the one that was pressed."""
        sides = (self._view.a, self._view.b)
        sides[side].show_time(seconds)
        span = self._span_at(side, seconds)
        if span is not None:
            sides[1 - side].show_time(span.b_at(seconds) if side == 0 else span.a_at(seconds))

    def _span_at(self, side: int, seconds: float) -> Span | None:
        ends = [(s.a_start, s.a_end) if side == 0 else (s.b_start, s.b_end) for s in self._spans]
        inside = (span for span, (start, end) in zip(self._spans, ends, strict=True) if start <= seconds <= end)
        return next(inside, self._spans[0] if self._spans else None)

    def step(self, frames: int) -> None:
        """Frames on or back of the first video of both; the other one follows in time."""
        side = 0 if self._view.a.player is not None else 1
        player = (self._view.a, self._view.b)[side].player
        if player is not None and player.index:
            number = min(max(player.number + frames, 0), len(player) - 1)
            self.go_to(side, float(player.seconds(number)))

    def _show_place(self) -> None:
        self.ribbon.set_lengths(self._view.a.duration, self._view.b.duration)
        self.ribbon.set_place(self._view.a.seconds, self._view.b.seconds)


def _span_text(span: Span) -> str:
    ends = (span.a_start, span.a_end, span.b_start, span.b_end)
    a_start, a_end, b_start, b_end = (_precise(seconds) for seconds in ends)
    return _("A {a_start} to {a_end} is B {b_start} to {b_end}").format(
        a_start=a_start, a_end=a_end, b_start=b_start, b_end=b_end
    )


def _precise(seconds: float) -> str:
    """`01:04.120`."""
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes):02d}:{rest:06.3f}"
