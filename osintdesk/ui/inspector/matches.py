"""Matches: what else in the case shows the same, with the small pictures and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from osintdesk.app.matches import matches_of, other
from osintdesk.core import words
from osintdesk.core.domain import Match, Media
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.text import visible
from osintdesk.ui.desk import Desk
from osintdesk.ui.inspector.part import Part
from osintdesk.ui.theme import mark, metrics, painting, shown
from osintdesk.ui.widgets import Button, Card, Chip, Label, Section, column, row

THUMB = QSize(84, 48)


class Thumb(QWidget):
    """The small picture of an item; a press opens the item."""

    def __init__(self, desk: Desk, item: Media, *, size: QSize = THUMB) -> None:
        super().__init__()
        self._desk, self._item = desk, item
        self.setFixedSize(size)
        self.setAccessibleName(item.number)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        desk.thumbnails.loaded.connect(self._loaded)
        desk.revealed_changed.connect(self.update)

    def _loaded(self, sha: str) -> None:
        if sha == self._item.id:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_thumb(painter, self._desk, self._item, QRectF(self.rect()), self.devicePixelRatioF())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._desk.navigate("viewer", media=self._item.id)


def paint_thumb(painter: QPainter, desk: Desk, item: Media, rect: QRectF, ratio: float) -> None:
    """The picture of an item contained in `rect`, hidden when it must not be seen; for delegates too."""
    hidden = desk.is_hidden(item)
    picture = desk.thumbnails.get(item.id, rect.size().toSize(), hidden=hidden, ratio=ratio)
    if hidden:
        painting.paint_hidden(painter, rect, picture, words=False)
        return
    painter.save()
    painting.rounded(painter, rect, metrics.RADIUS_CHIP)
    painting.fill(painter, rect, "canvas")
    if picture is not None:
        size = picture.deviceIndependentSize().toSize()
        painter.drawPixmap(painting.fitted(size, rect).topLeft(), picture)
    painter.restore()


class Matches(Part):
    """One card for each match that was not rejected."""

    tables = frozenset({"match", "media", "contents"})

    def fill(self, item: Media) -> None:
        found = matches_of(self.records, item.id)
        waiting = [m for m in found if m.decision == words.MatchDecision.SUGGESTED]
        summary = ngettext("{n} to decide", "{n} to decide", len(waiting)) if waiting else ""
        section = Section(_("Matches"), summary, line=False)
        if not found:
            hint = _("Nothing else in this case shows the same.")
            section.body.addWidget(Label(hint, "small", "text3", wrap=True))
        for match in found:
            section.body.addWidget(self._card(item, match))
        self.put(section)

    def fill_shared(self, items: Sequence[Media]) -> None:
        chosen = {item.id for item in items}
        pairs = {m.id: m for item in items for m in matches_of(self.records, item.id) if {m.a, m.b} <= chosen}
        section = Section(_("Matches among the selected"), str(len(pairs)), line=False)
        for match in pairs.values():
            first = self.records.get(Media, match.a)
            if first is not None:
                section.body.addWidget(self._card(first, match))
        self.put(section)

    def _card(self, item: Media, match: Match) -> Card:
        partner = self.records.get(Media, other(match, item.id))
        decided = match.decision != words.MatchDecision.SUGGESTED
        relation = shown(match.decided_relation or match.relation)
        card = Card(space=6)
        card.body.setContentsMargins(10, 10, 10, 10)
        if partner is None:
            return card
        text = column(
            Label(partner.number, "strong"),
            Label(relation, "small", "text2", wrap=True),
            Label(score_text(match), "small", "text3"),
            space=0,
        )
        card.body.addLayout(row(Thumb(self.desk, partner), text, None, space=10))
        chip = Chip(mark(words.MatchDecision(match.decision)))
        verb = _("Compare") if decided else _("Review")
        review = Button(verb, "link", on=partial(self.desk.navigate, "matches", match=match.id))
        card.body.addLayout(row(chip, None, review))
        if match.note:
            card.body.addWidget(Label(visible(match.note, lines=True), "small", "text2", wrap=True))
        card.setAccessibleName(f"{partner.number}, {relation}")
        return card


def score_text(match: Match) -> str:
    """`.94`."""
    try:
        score = float(match.score)
    except ValueError:
        return ""
    return "1" if score >= 0.995 else f"{score:.2f}".removeprefix("0")
