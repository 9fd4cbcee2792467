"""The start page: new case, open, recent cases, the example; files or a case may be dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from osintdesk import __version__
from osintdesk.app.profile import Recent
from osintdesk.core import instants
from osintdesk.core.i18n import _, ngettext
from osintdesk.ui.theme import metrics, paint_icon, painting, theme
from osintdesk.ui.widgets import (
    Button,
    Card,
    ElidedLabel,
    Icon,
    KeyCap,
    Label,
    MessageBar,
    Scrolled,
    Sign,
    column,
    panel,
    row,
    set_property,
)
from osintdesk.ui.widgets.layout import clear
from osintdesk.ui.widgets.search import SearchField
from osintdesk.ui.wording import MONTHS, count

Handler = Callable[[], object]


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a recent case shows of itself without being opened; `pictures` are small JPEGs, (bytes, graphic)."""

    items: int = -1
    incidents: int = -1
    pictures: tuple[tuple[bytes, bool], ...] = ()
    there: bool = True


class Badge(Sign):
    """The program's sign."""

    def __init__(self, *, size: int = 40) -> None:
        super().__init__("OSINT Desk")
        self._size = size

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.fill(painter, QRectF(self.rect()), "accent", metrics.RADIUS_CARD)
        inset = self._size // 5
        paint_icon(painter, self.rect().adjusted(inset, inset, -inset, -inset), "app", "on_accent")


class Choice(QFrame):
    """One thing to do from here: icon, verb, key; `primary` is the first."""

    pressed = Signal()

    def __init__(self, text: str, icon: str, key: str = "", *, primary: bool = False) -> None:
        super().__init__()
        self._primary = primary
        self.setAccessibleName(text.rstrip("…"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        role = "on_accent" if primary else "text"
        caps = (KeyCap(key, on_accent=primary),) if key else ()
        label = Label(text, "control", role)
        self.setLayout(row(Icon(icon, 16, role), label, None, *caps, margins=(13, 0, 13, 0)))
        self.setFixedHeight(metrics.height(36, theme().font("control")))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._primary:
            role = "accent_hover" if self.underMouse() else "accent"
            painting.fill(painter, QRectF(self.rect()), role, metrics.RADIUS_BUTTON)
        elif self.underMouse():
            painting.fill(painter, QRectF(self.rect()), "hover", metrics.RADIUS_BUTTON)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


class Pictures(Sign):
    """Up to three small pictures of a case; graphic ones stay hidden."""

    def __init__(self, pictures: Sequence[tuple[bytes, bool]]) -> None:
        super().__init__("")
        self.images = [(painting.hidden(image) if hide else image, hide) for image, hide in _decoded(pictures)]

    def sizeHint(self) -> QSize:
        return QSize(200, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place in range(3):
            box = QRectF(place * 68, 0, 64, 40)
            painter.save()
            painting.rounded(painter, box, metrics.RADIUS_CHIP)
            painter.fillRect(box, theme().colour("sunken"))
            if place < len(self.images):
                _cover(painter, box, *self.images[place])
            painter.restore()


def _decoded(pictures: Sequence[tuple[bytes, bool]]) -> list[tuple[QImage, bool]]:
    images = [(QImage.fromData(data), hide) for data, hide in pictures[:3]]
    return [(image, hide) for image, hide in images if not image.isNull()]


def _cover(painter: QPainter, box: QRectF, image: QImage, hidden: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not hidden)
    scale = max(box.width() / image.width(), box.height() / image.height())
    width, height = box.width() / scale, box.height() / scale
    part = QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
    painter.drawImage(box, painting.grey(image) if theme().greyscale else image, part)
    if hidden:
        painter.fillRect(box, theme().colour("shadow", 0.55))


class RecentCard(Card):
    """A case opened before: pictures, title, state, path; when and how much."""

    pressed = Signal()

    def __init__(self, recent: Recent, facts: CaseFacts) -> None:
        super().__init__()
        self.recent = recent
        self.setAccessibleName(f"{recent.title}, {recent.path}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._hovered = False
        state = (
            () if facts.there else (Icon("observation", 14, "warn"), Label(_("Disk not connected"), "small", "warn"))
        )
        title = row(Label(recent.title, "strong"), *state, None, space=6)
        middle = column(title, ElidedLabel(_home(recent.path), "small", "text3", middle=True), space=2)
        amounts = Label(_amounts(facts), "small", "text3")
        when = Label(opened(recent.opened_at), "small", "text3")
        for label in (when, amounts):
            label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.pictures = Pictures(facts.pictures)
        line = row(self.pictures, middle, column(when, amounts, space=0), space=14)
        line.setStretch(1, 1)
        self.body.addLayout(line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, _event: object) -> None:
        self.set_kind("card_current")
        self.body.setContentsMargins(15, 11, 15, 11)

    def leaveEvent(self, _event: object) -> None:
        self.set_kind("card")
        self.body.setContentsMargins(16, 12, 16, 12)


def _home(path: str) -> str:
    home = str(Path.home())
    return "~" + path[len(home) :] if path.startswith(home + "/") else path


def _amounts(facts: CaseFacts) -> str:
    if facts.items < 0:
        return ""
    items = ngettext("{n} item", "{n} items", facts.items)
    return f"{items}, {ngettext('{n} incident', '{n} incidents', facts.incidents)}"


def opened(at: str, *, now: datetime | None = None) -> str:
    """`Today 15:02 UTC`, `Yesterday 09:40 UTC`, `12 Jul 21:15 UTC`."""
    moment = instants.parse(at).astimezone(UTC)
    today = (now or datetime.now(UTC)).date()
    days = (today - moment.date()).days
    day = f"{moment.day} {_(MONTHS[moment.month - 1])}" + (f" {moment.year}" if moment.year != today.year else "")
    named = {0: _("Today"), 1: _("Yesterday")}.get(days, day)
    return f"{named} {moment:%H:%M} UTC"


class DropZone(QFrame):
    """Where files, folders or a case may be dropped: `dropped(paths)`."""

    dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "drop")
        self.setAcceptDrops(True)
        self.setMinimumHeight(176)
        self.setAccessibleName(_("Drop files, folders or a case here"))
        words = Label(_("Drop files, folders or a case here"), "control")
        detail = Label(_("Files start a new case. Originals are copied and never changed."), "small", "text3")
        centre = (row(None, Icon("import", 28, "text2"), None), 4, row(None, words, None), row(None, detail, None))
        self.setLayout(column(None, *centre, None, space=2))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            set_property(self, "over", True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        set_property(self, "over", False)

    def dropEvent(self, event: QDropEvent) -> None:
        set_property(self, "over", False)
        self.dropped.emit([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()


class StartPage(QWidget):
    """Signals say what the user wants; the window does it."""

    new_case = Signal()
    open_case = Signal()
    example = Signal()
    open_recent = Signal(str)
    dropped = Signal(list)
    shortcuts = Signal()
    settings = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[RecentCard] = []
        self._find = SearchField(_("Find a case"), keys="")
        self._find.setFixedWidth(260)
        self._find.line.textChanged.connect(self._filter)
        self._list = column(space=8)
        self._empty = Label(_("Cases that you make or open are listed here."), "body", "text3")
        zone = DropZone()
        zone.dropped.connect(self.dropped)
        head = row(Label(_("Recent cases"), "heading"), None, self._find)
        right = Scrolled(head, panel(self._list), self._empty, zone, None, space=10, margins=(40, 40, 40, 40))
        box = row(self._side(), right, space=0)
        box.setStretch(1, 1)
        self.setLayout(box)
        self.bar = MessageBar(right)

    def _side(self) -> QFrame:
        name = column(
            Label("OSINT Desk", "title"), Label(_("Verify footage. Show how you know."), "small", "text2"), space=0
        )
        brand = row(Badge(), name, None, space=12)
        choices = (
            self._choice(_("New case…"), "new", "Ctrl N", self.new_case, primary=True),
            self._choice(_("Open a case…"), "open", "Ctrl O", self.open_case),
            self._choice(_("Try the example case"), "example", "", self.example),
        )
        promise = Card(
            row(Icon("lock", 16, "ok"), Label(_("Nothing leaves this computer"), "strong"), None),
            Label(
                _("OSINT Desk has no account and makes no connection unless you ask for one and see the host first."),
                "small", "text2", wrap=True,
            ),
            space=4,
        )  # fmt: skip
        keys = Button(_("Shortcuts"), "footnote", on=self.shortcuts.emit)
        options = Button(_("Settings"), "footnote", on=self.settings.emit)
        version = Label(_("Version {number}").format(number=__version__), "small", "text3")
        foot = row(version, None, options, keys, space=16)
        side = panel(column(brand, 28, *choices, None, promise, foot, space=4, margins=(32, 40, 32, 20)), "rail")
        side.setFixedWidth(336)
        return side

    def _choice(self, text: str, icon: str, key: str, signal: object, *, primary: bool = False) -> Choice:
        made = Choice(text, icon, key, primary=primary)
        made.pressed.connect(signal)
        return made

    def set_recent(self, recent: Sequence[tuple[Recent, CaseFacts]]) -> None:
        """Show these cases, the latest first."""
        clear(self._list)
        self._cards = [RecentCard(entry, facts) for entry, facts in recent]
        for card in self._cards:
            card.pressed.connect(lambda path=card.recent.path: self.open_recent.emit(path))
            self._list.addWidget(card)
        self._empty.setVisible(not self._cards)
        self._find.setVisible(len(self._cards) > 1)
        self.setAccessibleDescription(_("{n} recent cases").format(n=count(len(self._cards))))

    def _filter(self, text: str) -> None:
        wanted = text.casefold()
        for card in self._cards:
            card.setVisible(wanted in f"{card.recent.title} {card.recent.path}".casefold())
