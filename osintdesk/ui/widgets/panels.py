"""Parts of a page: toolbar, sections, cards, facts, notices, empty states, counters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from osintdesk.core.text import visible
from osintdesk.ui.theme import metrics, theme
from osintdesk.ui.widgets.buttons import Button, Handler
from osintdesk.ui.widgets.chips import Icon
from osintdesk.ui.widgets.labels import Label, set_property
from osintdesk.ui.widgets.layout import Part, add, clear, column, hairline, panel, row

FACT_LABEL = 96
EMPTY_TEXT = 340


class Toolbar(QFrame):
    """The bar on top of a page: `Toolbar(search, None, view, import_button)`; same order on each page."""

    def __init__(self, *parts: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "toolbar")
        self.box = row(*parts, margins=(12, 0, 12, 0))
        self.setLayout(self.box)
        self._dress()
        theme().changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFixedHeight(max(metrics.TOOLBAR, metrics.height(metrics.BUTTON, theme().font("control")) + 16))


class Section(QFrame):
    """A part that folds: chevron, strong title, a summary at the far end; put content into `body`."""

    toggled = Signal(bool)

    def __init__(
        self, title: str, summary: str = "", *, is_open: bool = True, line: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = Label(title, "strong")
        self._summary = Label(summary, "small", "text3")
        self._chevron = Icon("open_section", 14, "text2")
        self.header = _Header(title)
        self.header.setLayout(row(self._chevron, self._title, None, self._summary, margins=(16, 0, 16, 0)))
        self.header.pressed.connect(lambda: self.set_open(not self.is_open))
        self.body = column(margins=(16, 0, 16, 12))
        self._content = panel(self.body)
        parts: tuple[Part, ...] = (hairline(),) if line else ()
        self.setLayout(column(*parts, self.header, self._content, space=0))
        self._open = not is_open
        self.set_open(is_open)

    @property
    def is_open(self) -> bool:
        return self._open

    def set_open(self, is_open: bool) -> None:
        """Open or fold; tells by `toggled`."""
        if is_open == self._open:
            return
        self._open = is_open
        self._content.setVisible(is_open)
        self._chevron.set_icon("open_section" if is_open else "closed_section")
        self.toggled.emit(is_open)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.header.setAccessibleName(title)

    def set_summary(self, text: str) -> None:
        self._summary.setText(text)


class _Header(QFrame):
    """The line of a section that is pressed to fold it."""

    pressed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(metrics.SECTION_HEADER)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)


class Card(QFrame):
    """A box with an edge; `kind`: card, card_dashed (not yet decided), card_current. Content goes into `body`."""

    def __init__(self, *parts: Part, kind: str = "card", space: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", kind)
        edges = (12, 8, 12, 8) if theme().compact else (16, 12, 16, 12)
        self.body = column(*parts, space=space, margins=edges)
        self.setLayout(self.body)

    def set_kind(self, kind: str) -> None:
        set_property(self, "ground", kind)


def card_header(title: str, count: str = "", *far: Part) -> QHBoxLayout:
    """Title, its count, and what stands at the far end of a card or page section."""
    return row(Label(title, "strong"), Label(count, "small", "text3"), None, *far)


class Facts(QWidget):
    """Labels (96 px) and values: `set_facts([("File", "clip.mp4"), …])`; a widget may stand as value."""

    def __init__(self, facts: list[tuple[str, str | QWidget]] | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = column(space=6)
        self.setLayout(self._box)
        self.set_facts(facts or [])

    def set_facts(self, facts: list[tuple[str, str | QWidget]]) -> None:
        clear(self._box)
        for label, value in facts:
            self._box.addWidget(fact(label, value))


class _FactName(Label):
    """The label of a fact: 96 px at 100 % text."""

    def _dress(self) -> None:
        super()._dress()
        self.setFixedWidth(round(FACT_LABEL * min(1.6, max(1.0, theme().text_scale))))


def fact(label: str, value: str | QWidget, *, mono: bool = False) -> QWidget:
    """One label with its value; a text value can be selected."""
    name = _FactName(label, "small", "text3", wrap=True)
    if isinstance(value, str):
        value = Label(value, "mono" if mono else "small", wrap=True, selectable=True)
        value.setAccessibleName(f"{label}: {visible(value.text())}")
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(8)
    box.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    box.addWidget(value, 1, Qt.AlignmentFlag.AlignTop)
    made = QWidget()
    made.setLayout(box)
    return made


class Notice(QFrame):
    """A sentence on a tint: what is missing, a result, a problem. `tone`: accent or a status role."""

    def __init__(
        self,
        text: str,
        tone: str = "warn",
        *,
        icon: str = "",
        title: str = "",
        links: list[tuple[str, Handler]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", f"{tone}_tint")
        self.body = column(space=4, margins=(12, 8, 12, 8))
        self.setLayout(self.body)
        if title:
            self.body.addLayout(row(Icon(icon or tone, 15, tone), Label(title, "small_strong", tone), None, space=6))
            self.body.addWidget(Label(text, "small", wrap=True))
        else:
            head: tuple[Part, ...] = (Icon(icon, 16, tone),) if icon else ()
            self._text = Label(text, wrap=True)
            line = row(*head, self._text)
            line.setStretch(line.count() - 1, 1)
            self.body.addLayout(line)
        for words, on in links or []:
            self.body.addWidget(Button(words, "link", on=on), 0, Qt.AlignmentFlag.AlignLeading)


class EmptyState(QWidget):
    """What belongs here and how it gets here: never an empty grey page."""

    def __init__(
        self,
        icon: str,
        heading: str,
        sentence: str,
        *,
        primary: Button | None = None,
        alternative: Button | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sentence = text = Label(sentence, "body", "text2", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = Label(heading, "heading")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = row(None, *(b for b in (primary, alternative) if b is not None), None)
        self.setLayout(
            column(
                None,
                row(None, Icon(icon, 32, "text3"), None),
                4,
                title,
                row(None, text, None),
                8,
                buttons,
                None,
                margins=24,
            )
        )
        self.setAccessibleName(heading)
        self._fit(EMPTY_TEXT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width() - 48)

    def _fit(self, room: int) -> None:
        width = max(120, min(round(EMPTY_TEXT * max(1.0, theme().text_scale)), room))
        self._sentence.setFixedWidth(width)
        self._sentence.setMinimumHeight(self._sentence.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(168, 120)


class Counter(QWidget):
    """A number that matters with what it counts, and perhaps a mark: the summary row of a page."""

    def __init__(self, number: str, caption: str, *, icon: str = "", role: str = "text2") -> None:
        super().__init__()
        head: tuple[Part, ...] = (Icon(icon, 16, role),) if icon else ()
        self._number, self._caption = Label(number, "title"), Label(caption, "small", "text2")
        self.setLayout(column(row(self._number, *head, None, space=6), self._caption, space=0))

    def set_number(self, number: str, caption: str | None = None) -> None:
        self._number.setText(number)
        if caption is not None:
            self._caption.setText(caption)


class Scrolled(QScrollArea):
    """A column of widgets that scrolls; put content into `body`. `ground` as in the style sheet."""

    def __init__(
        self, *parts: Part, ground: str = "page", space: int = 12, margins: tuple[int, int, int, int] | int = 16,
        limit: int = 0, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body: QVBoxLayout = column(*parts, space=space, margins=margins)
        inner = panel(self.body, ground)
        if limit:
            inner.setMaximumWidth(limit)
            self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(inner)
        self.setProperty("ground", ground)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 80)


class Page(QWidget):
    """A page of the window: its toolbar on top, its content below. `shown(**arguments)` is called on each visit."""

    status_changed = Signal(str)
    """What the bar below says while the page is shown and nothing runs."""

    def __init__(self, toolbar: Toolbar | None = None, *parts: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        if toolbar is not None:
            self.body.addWidget(toolbar)
        for part in parts:
            add(self.body, part)
        self.setLayout(self.body)

    def keys(self) -> Sequence[tuple[str, str]]:
        """Keys that the page itself understands, and what they do, for the sheet of shortcuts."""
        return ()

    def status(self) -> str:
        """What the bar below says when the page comes up."""
        return ""

    def shown(self, **arguments: object) -> None:
        """Called whenever the page comes up, with the arguments of `Desk.navigate`."""

    def commands(self) -> Mapping[str, Any]:
        """What this page does with the actions of the window: name → handler or `actions.Command`."""
        return {}

    def areas(self) -> list[QWidget]:
        """The parts of this page that F6 goes through."""
        return [self]

    def close_page(self) -> None:
        """End what runs for this page; called before the case is closed."""

    def state(self) -> dict[str, Any]:
        """What is remembered of this page for this case: plain JSON (sizes, filters, view)."""
        return {}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` gave, before the first visit; unknown or missing entries are passed over."""
