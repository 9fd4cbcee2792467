"""The cards of the incident page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from osintdesk.app import incidents, media_items
from osintdesk.app.missing import Missing
from osintdesk.core.domain import Place
from osintdesk.core.i18n import _
from osintdesk.ui.desk import Desk
from osintdesk.ui.dialogs import record_dialogs as dialogs
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.case_page import dismiss_missing
from osintdesk.ui.pages.incident_model import ClaimLine, Count, IncidentView, Linked
from osintdesk.ui.pages.incidents_model import place_words
from osintdesk.ui.pages.signs import EvidenceSign
from osintdesk.ui.widgets import (
    Button,
    Card,
    ElidedLabel,
    Icon,
    IconButton,
    Label,
    Menu,
    StatusChip,
    card_header,
    column,
    hairline,
    row,
)
from osintdesk.ui.widgets.layout import Part
from osintdesk.verify import coordinates

SHOWN_CLAIMS = 8
SHOWN_MISSING = 6


class Pressable(QWidget):
    """A row that is pressed as a whole, also by Enter and Space."""

    def __init__(self, name: str, on: Callable[[], object]) -> None:
        super().__init__()
        self._on = on
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: object) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):  # type: ignore[attr-defined]
            self._on()

    def keyPressEvent(self, event: object) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:  # type: ignore[attr-defined]
            self._on()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]


def stretched(*parts: Part, index: int, space: int = 8) -> QHBoxLayout:
    """A row in which one part takes the room that is left."""
    made = row(*parts, space=space)
    made.setStretch(index, 1)
    return made


def list_card(title: str, count: str = "", *far: Part) -> Card:
    """A card whose rows are parted by lines."""
    card = Card(card_header(title, count, *far), space=0)
    card.body.addSpacing(8)
    return card


class CountTile(Pressable):
    """One figure of the head, which leads to what it counts."""

    def __init__(self, count: Count, on: Callable[[], object]) -> None:
        super().__init__(f"{phrases.count(count.number)} {count.text}", on)
        number = Label(phrases.count(count.number), "title")
        mark = Icon(count.icon, 16, count.role)
        self.setLayout(
            column(row(number, mark, None, space=6), Label(count.text, "small", "text2", wrap=True), space=0)
        )


def claim_row(desk: Desk, parent: QWidget, claim: ClaimLine) -> QWidget:
    """Number, words, who said it when, evidence and status; pressing it opens the claim."""
    made = Pressable(
        ", ".join((_("Claim {n}").format(n=claim.number), claim.statement, claim.said, claim.bar.spoken)),
        lambda: desk.navigate("claims", id=claim.id),
    )
    number = Label(str(claim.number), "small", "text3")
    number.setFixedWidth(24)
    said = _("{source}, a third party's verification").format(source=claim.said) if claim.third_party else claim.said
    words = column(
        ElidedLabel(_("“{text}”").format(text=claim.statement)),
        ElidedLabel(said, "caption", "text2", middle=True),
        space=1,
    )
    status = QWidget()
    status.setLayout(row(StatusChip(claim.status), None))
    status.setMinimumWidth(132)
    line = row(number, words, EvidenceSign(claim.bar), status, space=8, margins=(0, 6, 0, 6))
    line.setStretch(1, 1)
    made.setLayout(line)
    return made


def claims_card(desk: Desk, parent: QWidget, view: IncidentView) -> Card:
    add = Button(_("Add a claim"), "link", on=lambda: dialogs.claim(desk, parent, incident=view.id))
    card = list_card(_("Claims"), phrases.count(len(view.claims)) if view.claims else "", add)
    for claim in view.claims[:SHOWN_CLAIMS]:
        card.body.addWidget(hairline())
        card.body.addWidget(claim_row(desk, parent, claim))
    if len(view.claims) > SHOWN_CLAIMS:
        rest = Button(_("Show all {n}").format(n=len(view.claims)), "link", on=lambda: desk.navigate("claims"))
        card.body.addWidget(rest)
    if not view.claims:
        text = _("Statements about this incident that can be checked: who said what, when.")
        card.body.addWidget(Label(text, "small", "text2", wrap=True))
    return card


def missing_card(desk: Desk, parent: QWidget, found: tuple[Missing, ...], go: Callable[[Missing], object]) -> Card:
    card = list_card(_("What is missing"), phrases.count(len(found)) if found else "")
    for each in found[:SHOWN_MISSING]:
        card.body.addWidget(hairline())
        card.body.addWidget(missing_row(desk, parent, each, go))
    if len(found) > SHOWN_MISSING:
        rest = _("and {n} more on the overview").format(n=len(found) - SHOWN_MISSING)
        card.body.addWidget(Button(rest, "link", on=lambda: desk.navigate("overview")))
    if not found:
        card.body.addWidget(Label(_("Nothing that the rules know of."), "small", "text2", wrap=True))
    return card


def missing_row(desk: Desk, parent: QWidget, each: Missing, go: Callable[[Missing], object]) -> QWidget:
    made = QWidget()
    close = IconButton("close", _("Dismiss with a reason…"), on=lambda: dismiss_missing(desk, parent, each), side=24)
    close.setEnabled(not desk.read_only)
    link = Button(each.verb, "link", on=lambda: go(each), name=f"{each.verb}: {each.text}")
    text = Label(each.text, "small", wrap=True)
    line = row(Icon("status_unassessed", 15, "warn"), text, link, close, space=8, margins=(0, 5, 0, 5))
    line.setStretch(1, 1)
    made.setLayout(line)
    return made


def places_card(desk: Desk, parent: QWidget, view: IncidentView, picture: QWidget | None) -> Card:
    subject = f"incident:{view.id}"
    add = Button(_("Add a place"), "link", on=lambda: dialogs.place(desk, parent, subject))
    card = Card(card_header(_("Places"), phrases.count(len(view.places)) if view.places else "", add))
    if picture is not None:
        card.body.addWidget(picture)
    for place in view.places:
        card.body.addWidget(_place_row(desk, parent, subject, place))
    if not view.places:
        card.body.addWidget(Label(_("Where it happened, with how exactly that is known."), "small", "text2", wrap=True))
    return card


def _place_row(desk: Desk, parent: QWidget, subject: str, place: Place) -> QWidget:
    at = coordinates.plain(place.latitude, place.longitude) if place.latitude else _("no coordinates")
    words = column(ElidedLabel(place_words(place)), Label(at, "mono_caption", "text2", selectable=True), space=1)
    menu = Menu(place_words(place), parent)
    menu.item(_("Edit…"), lambda: dialogs.place(desk, parent, subject, place), icon="edit")
    for name, text in coordinates.notations(place.latitude, place.longitude) if place.latitude else []:
        menu.item(_("Copy as {notation}").format(notation=_(name)), partial(_copy, text), icon="copy")
    menu.item(_("Remove"), lambda: desk.run(lambda: incidents.remove_place(desk.session, place.id)), icon="delete")
    more = IconButton("more", _("More on {place}").format(place=place_words(place)), side=26)
    more.set_menu(menu)
    made = QWidget()
    made.setLayout(stretched(Icon("place", 16), words, more, index=1))
    return made


def _copy(text: str) -> None:
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.clipboard().setText(text)


def links_card(desk: Desk, parent: QWidget, view: IncidentView) -> Card:
    add = Button(_("Link…"), "link", on=lambda: dialogs.link_incident(desk, parent, view.id))
    card = Card(card_header(_("Linked incidents"), phrases.count(len(view.linked)) if view.linked else "", add))
    for linked in view.linked:
        card.body.addWidget(_link_row(desk, linked))
    if not view.linked:
        card.body.addWidget(Label(_("Incidents that belong together with this one."), "small", "text2", wrap=True))
    return card


def _link_row(desk: Desk, linked: Linked) -> QWidget:
    remove = IconButton("unlink", _("Remove the link to {title}").format(title=linked.title), side=26)
    remove.clicked.connect(
        lambda _checked=False: desk.run(lambda: incidents.unlink_incidents(desk.session, linked.link))
    )
    title = ElidedLabel(linked.title)
    line = row(Icon("link", 16, "text2"), title, Label(linked.relation, "small", "text3"), space=8)
    line.setStretch(1, 1)
    opener = Pressable(f"{linked.title}, {linked.relation}", lambda: desk.navigate("incident", id=linked.incident))
    opener.setLayout(line)
    made = QWidget()
    made.setLayout(stretched(opener, remove, index=0))
    return made


def tag_buttons(desk: Desk, parent: QWidget, view: IncidentView) -> list[QWidget]:
    """The tags, each with a way to remove it, and a way to add one."""
    subject = f"incident:{view.id}"
    made: list[QWidget] = []
    for tag in view.tags:
        menu = Menu(tag.name, parent)
        untag = partial(media_items.untag, desk.session, [subject], tag.name)
        menu.item(_("Remove tag"), partial(desk.run, untag), icon="delete")
        chip = Button(tag.name, "quiet", icon="tag", small=True, name=_("Tag {name}").format(name=tag.name))
        chip.set_menu(menu)
        made.append(chip)
    return [*made, Button(_("Tag…"), "link", on=lambda: dialogs.tag(desk, parent, [subject]))]
