"""The family of a picture or clip: what came from what, as far as matches and sightings tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.app.matches import matches_of, other
from osintdesk.app.seen import earliest, posted
from osintdesk.core import instants
from osintdesk.core.domain import Match, Media
from osintdesk.core.i18n import _
from osintdesk.core.records import Records
from osintdesk.core.words import MatchDecision
from osintdesk.ui.inspector.matches import paint_thumb
from osintdesk.ui.pages.matches.pair import short_words, turned
from osintdesk.ui.theme import metrics, painting, theme
from osintdesk.ui.wording import short_time

if TYPE_CHECKING:
    from osintdesk.ui.desk import Desk

LIMIT = 24
_ROW = 52
_INDENT = 26
_BOX = QSize(130, 42)
_THUMB = QSize(42, 28)


@dataclass(frozen=True, slots=True)
class Member:
    """One item of a family: how deep it stands, by which match it hangs on its parent (None for the first)."""

    item: Media
    depth: int
    parent: int
    match: Match | None
    first_seen: str

    @property
    def is_decided(self) -> bool:
        return self.match is None or self.match.decision == MatchDecision.CONFIRMED


def family_of(records: Records, media: str) -> list[Member]:
    """The items that hang together by matches that nobody rejected, from the earliest seen; at most 24."""
    found = _connected(records, media)
    if len(found) < 2:
        return []
    root = min(found, key=lambda item: _order(records, item))
    return list(_tree(records, root, {item.id for item in found}))


def _connected(records: Records, media: str) -> list[Media]:
    waiting, seen = [media], dict.fromkeys([media])
    while waiting and len(seen) < LIMIT:
        current = waiting.pop(0)
        for match in matches_of(records, current):
            partner = other(match, current)
            if partner not in seen and len(seen) < LIMIT:
                seen[partner] = None
                waiting.append(partner)
    items = (records.get(Media, sha) for sha in seen)
    return [item for item in items if item is not None and not item.deleted]


def _first_seen(records: Records, item: Media) -> str:
    first = earliest(records, item.id)
    return posted(first) if first is not None else ""


def _order(records: Records, item: Media) -> tuple[bool, str, int]:
    seen = _first_seen(records, item)
    return (not seen, seen, item.exhibit)


def _tree(records: Records, root: Media, members: set[str]) -> Iterator[Member]:
    """Breadth decides who hangs on whom, depth in which order they are shown."""
    parents: dict[str, tuple[str, Match]] = {}
    reached, waiting = {root.id}, [root.id]
    while waiting:
        current = waiting.pop(0)
        for match in matches_of(records, current):
            partner = other(match, current)
            if partner in members and partner not in reached:
                reached.add(partner)
                parents[partner] = (current, match)
                waiting.append(partner)
    yield from _walk(records, root.id, parents, depth=0, above=-1, place=[0])


def _walk(
    records: Records, sha: str, parents: dict[str, tuple[str, Match]], *, depth: int, above: int, place: list[int]
) -> Iterator[Member]:
    item = records.one(Media, sha)
    here = place[0]
    place[0] += 1
    match = parents[sha][1] if sha in parents else None
    yield Member(item, depth, above, match, _first_seen(records, item))
    children = [records.one(Media, child) for child, (parent, _m) in parents.items() if parent == sha]
    for child in sorted(children, key=lambda item: _order(records, item)):
        yield from _walk(records, child.id, parents, depth=depth + 1, above=here, place=place)


def later(first: str, seen: str) -> str:
    """`+1 h 11 min` after the first sighting; empty when one of both is not known."""
    if not first or not seen:
        return ""
    apart = _moment(seen) - _moment(first)
    minutes = round(apart.total_seconds() / 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, _("{n} d")), (hours, _("{n} h")), (minutes, _("{n} min"))]
    shown = [words.format(n=count) for count, words in parts if count][:2]
    return "+" + " ".join(shown or [_("{n} min").format(n=0)])


def _moment(text: str) -> datetime:
    return instants.parse(text)


class FamilyTree(QWidget):
    """Solid lines are confirmed, dashed are not decided; a press opens the item."""

    chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._members: list[Member] = []
        self._current: frozenset[str] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Family"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        desk.thumbnails.loaded.connect(self._repaint)
        desk.revealed_changed.connect(self._repaint)

    def _repaint(self) -> None:
        self.update()

    def show_family(self, members: list[Member], current: frozenset[str]) -> None:
        self._members, self._current = members, current
        self.setFixedHeight(max(1, len(members) * _ROW))
        self.setAccessibleDescription(", ".join(member.item.number for member in members))
        self.update()

    def _rect(self, place: int) -> QRectF:
        depth = min(self._members[place].depth, 4)
        return QRectF(2 + depth * _INDENT, place * _ROW + 4, _BOX.width(), _BOX.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, member in enumerate(self._members):
            if member.parent >= 0:
                self._paint_line(painter, member, self._rect(member.parent), self._rect(place))
        for place, member in enumerate(self._members):
            self._paint_member(painter, member, self._rect(place))

    def _paint_line(self, painter: QPainter, member: Member, above: QRectF, here: QRectF) -> None:
        pen = QPen(theme().colour("edge"), 1)
        if not member.is_decided:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        x = above.left() + _INDENT / 2
        painter.drawLine(QPointF(x, above.bottom()), QPointF(x, here.center().y()))
        painter.drawLine(QPointF(x, here.center().y()), QPointF(here.left(), here.center().y()))

    def _paint_member(self, painter: QPainter, member: Member, rect: QRectF) -> None:
        current = member.item.id in self._current
        painting.fill(painter, rect, "surface", metrics.RADIUS_BUTTON)
        painting.frame(painter, rect, "accent" if current else "line", metrics.RADIUS_BUTTON, 2 if current else 1)
        thumb = QRectF(rect.left() + 6, rect.top() + 7, _THUMB.width(), _THUMB.height())
        paint_thumb(painter, self._desk, member.item, thumb, self.devicePixelRatioF())
        words = QRectF(thumb.right() + 6, rect.top() + 4, rect.right() - thumb.right() - 10, 17)
        self._write(painter, words, member.item.number, "small_strong", "text")
        tone = "ok" if member.match is None or member.is_decided else "progress"
        self._write(painter, words.translated(0, 17), self._relation(member), "caption", tone)
        when = QRectF(rect.right() + 8, rect.top(), self.width() - rect.right() - 8, rect.height())
        self._write(painter, when, self._when(member), "caption", "text3")

    def _relation(self, member: Member) -> str:
        if member.match is None:
            return _("earliest") if member.first_seen else _("first")
        stored = member.match.decided_relation or member.match.relation
        # Records say how a relates to b; here it is told of the item below to the one above.
        words = short_words(stored if member.match.a == member.item.id else turned(stored)).lower()
        return words if member.is_decided else f"{words}?"

    def _when(self, member: Member) -> str:
        first = self._members[0].first_seen
        if member.match is None:
            return _("{time} UTC").format(time=short_time(first)) if first else ""
        return later(first, member.first_seen)

    @staticmethod
    def _write(painter: QPainter, box: QRectF, text: str, style: str, role: str) -> None:
        painter.setFont(theme().font(style))
        painter.setPen(theme().colour(role))
        shown = QFontMetrics(theme().font(style)).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y() // _ROW)
        if 0 <= place < len(self._members):
            self.chosen.emit(self._members[place].item.id)
