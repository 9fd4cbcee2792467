"""The panel beside a pair: why it was suggested, what family it belongs to, and a note on the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from osintdesk.app.seen import earliest, posted
from osintdesk.core.domain import Contents, Media
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.text import visible
from osintdesk.ui.inspector.matches import score_text
from osintdesk.ui.pages.matches.family import FamilyTree, family_of, later
from osintdesk.ui.pages.matches.pair import Pair, relation_words
from osintdesk.ui.viewer.citation import clock
from osintdesk.ui.viewer.loading import upright_size
from osintdesk.ui.widgets import Button, Facts, Label, Scrolled, Section, TextArea, column, panel

if TYPE_CHECKING:
    from osintdesk.core.records import Records
    from osintdesk.ui.desk import Desk


class WhyPanel(Scrolled):
    """Filled anew for each pair; the note is read when a decision is made."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(ground="surface", space=0, margins=0)
        self._desk = desk
        self.setAccessibleName(_("Why this was suggested"))
        self._title = Label("", "heading", wrap=True)
        self._explanation = Label("", "small", "text2", wrap=True, selectable=True)
        self._facts = Facts()
        self.look = Button(_("Look for what they share"), small=True, icon="align")
        self._family = Section(_("Family"))
        self._tree = FamilyTree(desk)
        self._tree.chosen.connect(lambda media: desk.navigate("viewer", media=media))
        hint = _("Solid lines are confirmed, dashed are not decided. Times count from the earliest sighting.")
        self._family.body.addWidget(self._tree)
        self._family.body.addWidget(Label(hint, "small", "text3", wrap=True))
        self.note = TextArea(name=_("Note"), placeholder=_("Why you decided so (optional)"))
        notes = Section(_("Note"))
        notes.body.addWidget(self.note)
        head = column(self._title, self._explanation, 4, self._facts, self.look, space=4, margins=(16, 11, 16, 16))
        self.body.addWidget(panel(head))
        self.body.addWidget(self._family)
        self.body.addWidget(notes)
        self.body.addStretch(1)

    def show_pair(self, pair: Pair) -> None:
        self._title.setText(_("Why this was suggested") if pair.is_recorded else _("Laid side by side"))
        hint = _("Nobody has looked yet for what these two share.")
        self._explanation.setText(visible(pair.match.explanation, lines=True) if pair.is_recorded else hint)
        self.look.setVisible(not pair.is_recorded)
        self._facts.set_facts([*pair_facts(self._desk.records, pair)])
        self.note.setPlainText(pair.match.note)
        self._show_family(pair)
        self.verticalScrollBar().setValue(0)

    def _show_family(self, pair: Pair) -> None:
        members = family_of(self._desk.records, pair.first.id)
        self._family.setVisible(bool(members))
        if members:
            self._family.set_title(_("Family of {exhibit}").format(exhibit=members[0].item.number))
            self._family.set_summary(ngettext("{n} item", "{n} items", len(members)))
            self._tree.show_family(members, frozenset({pair.first.id, pair.second.id}))


def pair_facts(records: Records, pair: Pair) -> list[tuple[str, str | QWidget]]:
    """What was measured, as label and value."""
    found = pair.alignment
    facts: list[tuple[str, str | QWidget]] = []
    if pair.is_recorded:
        facts += [(_("Relation"), relation_words(pair.relation)), (_("Score"), score_text(pair.match))]
    if found.a_to_b is not None:
        shares = _("{a} % of A, {b} % of B").format(a=round(found.shared_of_a * 100), b=round(found.shared_of_b * 100))
        facts += [(_("Shared area"), shares), (_("Position"), _position(records, pair))]
    differing = len(found.differing)
    if differing:
        facts.append((_("Differs"), ngettext("{n} part, outlined", "{n} parts, outlined", differing)))
    facts.append((_("Sizes"), _sizes(records, pair)))
    order = _order(records, pair)
    return [*facts, (_("First sighting"), order)] if order else facts


def scale_text(records: Records, pair: Pair) -> str:
    """`1.43×`: pixels of B for one of A, in their true sizes; empty when no position is known."""
    a, b = (upright_size(records.get(Contents, item.id)) for item in (pair.first, pair.second))
    if pair.alignment.a_to_b is None or a is None or b is None:
        return ""
    return f"{pair.alignment.scale_between(a, b):.2f}×"


def _position(records: Records, pair: Pair) -> str:
    found = pair.alignment
    scale = scale_text(records, pair)
    parts = [_("B at {scale}").format(scale=scale)] if scale else []
    if abs(found.rotation) >= 0.5:
        parts.append(_("turned {degrees}°").format(degrees=f"{found.rotation:.1f}"))
    if found.mirrored:
        parts.append(_("mirrored"))
    return ", ".join(parts) or _("unchanged")


def _sizes(records: Records, pair: Pair) -> str:
    return "\n".join(f"{letter}  {_size(records, item)}" for letter, item in (("A", pair.first), ("B", pair.second)))


def _size(records: Records, item: Media) -> str:
    contents = records.get(Contents, item.id)
    if contents is None:
        return _("not read yet")
    pixels = f"{contents.width} × {contents.height}" if contents.width and contents.height else ""
    length = clock(contents.duration_ms / 1000) if contents.duration_ms else ""
    return ", ".join(part for part in (pixels, length) if part) or "–"


def _order(records: Records, pair: Pair) -> str:
    """`A is 28 min earlier`; empty when one of both was never seen."""
    seen = [earliest(records, item.id) for item in (pair.first, pair.second)]
    times = [posted(s) if s is not None else "" for s in seen]
    if not all(times):
        return ""
    letter = "A" if times[0] <= times[1] else "B"
    apart = later(min(times), max(times)).removeprefix("+")
    return _("{letter} is {time} earlier").format(letter=letter, time=apart)
