"""The search field: tokens for what is set, then words; suggestions below it while one writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from osintdesk.core.i18n import _
from osintdesk.core.text import visible
from osintdesk.ui.theme import icon as theme_icon
from osintdesk.ui.theme import metrics, paint_icon, painting, theme
from osintdesk.ui.widgets.chips import Icon, KeyCap, Sign
from osintdesk.ui.widgets.labels import set_property
from osintdesk.ui.widgets.layout import row

DELAY_MS = 180


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the field: choosing it runs `run`, and what was written is taken away."""

    text: str
    group: str
    icon: str
    run: Callable[[], object]


class TokenSign(Sign):
    """`incident: 2 of 3 ×`; selected by Backspace, removed by a second one or by ×."""

    removed = Signal()

    def __init__(self, key: str, value: str) -> None:
        super().__init__(f"{key}: {value}")
        self._key, self._value = f"{key}:", visible(value)
        self.selected = False
        self.setToolTip(f"{key}: {self._value}")

    def _widths(self) -> tuple[int, int]:
        font = QFontMetrics(theme().font("small"))
        return font.horizontalAdvance(self._key), min(160, font.horizontalAdvance(self._value) + 1)

    def sizeHint(self) -> QSize:
        key, value = self._widths()
        return QSize(key + value + 36, max(22, QFontMetrics(theme().font("small")).height() + 5))

    def set_selected(self, selected: bool) -> None:
        self.selected = selected
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        painting.fill(painter, rect, "selected", metrics.RADIUS_CHIP)
        if self.selected:
            painting.frame(painter, rect, "accent", metrics.RADIUS_CHIP, 2)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        key, value = self._widths()
        painter.setFont(theme().font("small"))
        x = rect.right() - 8 - key if rtl else 8.0
        painter.setPen(theme().colour("text2"))
        painter.drawText(QRectF(x, 0, key + 1, rect.height()), Qt.AlignmentFlag.AlignVCenter, self._key)
        x = x - 4 - value if rtl else x + key + 4
        painter.setPen(theme().colour("text"))
        shown = painter.fontMetrics().elidedText(self._value, Qt.TextElideMode.ElideRight, value)
        painter.drawText(QRectF(x, 0, value + 1, rect.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        paint_icon(painter, self._cross().toRect(), "close", "text2")

    def _cross(self) -> QRectF:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return QRectF(6 if rtl else self.width() - 18, self.height() / 2 - 6, 12, 12)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._cross().adjusted(-6, -6, 6, 6).contains(event.position()):
            self.removed.emit()


class _Line(QLineEdit):
    """The words; Backspace at the beginning and arrows belong to the field around it."""

    def __init__(self, field: SearchField) -> None:
        super().__init__()
        self._field = field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._field.key(event):
            super().keyPressEvent(event)


class SearchField(QFrame):
    """`searched(words)` a moment after typing, at once on Enter; `token_removed(name)`.

    `suggest(words)` gives the lines below the field. `set_tokens([(name, key, value), …])` shows what is set.
    """

    searched = Signal(str)
    token_removed = Signal(str)

    def __init__(
        self, placeholder: str, *, keys: str = "Ctrl F", suggest: Callable[[str], Sequence[Suggestion]] | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._suggest = suggest
        self._tokens: list[tuple[str, TokenSign]] = []
        self.setProperty("ground", "field")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(metrics.SEARCH_MIN)
        self.line = _Line(self)
        self.line.setProperty("kind", "bare")
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(placeholder)
        self.line.installEventFilter(self)
        self._cap = KeyCap(keys)
        self._cap.setVisible(bool(keys))
        self._box = row(Icon("search", 16, "text2"), self.line, self._cap, space=6, margins=(9, 0, 7, 0))
        self.setLayout(self._box)
        self.setFocusProxy(self.line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._tell)
        self.line.textEdited.connect(self._typed)
        self._list = _Suggestions(self)
        self.destroyed.connect(self._list.deleteLater)
        self._dress()
        theme().changed.connect(self._dress)

    def _dress(self) -> None:
        self.line.setFont(theme().font("body"))
        self.setFixedHeight(metrics.height(metrics.FIELD, theme().font("body")))

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Show words without telling."""
        self.line.setText(text)

    def set_tokens(self, tokens: Sequence[tuple[str, str, str]]) -> None:
        """Show what is set, as (name, key, value)."""
        for _name, sign in self._tokens:
            self._box.removeWidget(sign)
            sign.hide()
            sign.deleteLater()
        self._tokens = []
        for place, (name, key, value) in enumerate(tokens):
            sign = TokenSign(key, value)
            sign.removed.connect(lambda name=name: self.token_removed.emit(name))
            self._box.insertWidget(1 + place, sign)
            self._tokens.append((name, sign))
        self._fold()

    def _fold(self) -> None:
        """Tokens that do not fit are hidden; their number stands behind the others."""
        room, hidden = self.width() - 190, 0
        for _name, sign in self._tokens:
            room -= sign.sizeHint().width() + 6
            sign.setVisible(room > 0)
            hidden += room <= 0
        self.line.setPlaceholderText(f"+{hidden}" if hidden else self.line.accessibleName())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _typed(self, _text: str) -> None:
        self._timer.start()
        self._select_token(None)
        found = list(self._suggest(self.line.text())) if self._suggest and self.line.text().strip() else []
        self._list.show_lines(found)

    def _tell(self) -> None:
        self._timer.stop()
        self.searched.emit(self.line.text())

    def take(self, suggestion: Suggestion) -> None:
        """A suggestion was chosen: what was written has become a token."""
        self._list.hide()
        self.line.clear()
        suggestion.run()
        self._tell()

    def _select_token(self, place: int | None) -> None:
        for number, (_name, sign) in enumerate(self._tokens):
            sign.set_selected(number == place)

    def key(self, event: QKeyEvent) -> bool:
        """Keys that are not for the words; whether it was one."""
        if self._list.isVisible() and self._list.key(event):
            return True
        match event.key():
            case Qt.Key.Key_Backspace if not self.line.text() and self._tokens:
                self._backspace()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._list.hide()
                self._tell()
            case Qt.Key.Key_Escape if self.line.text():
                self.line.clear()
                self._list.hide()
                self._tell()
            case Qt.Key.Key_Escape:
                self.line.clearFocus()
            case _:
                return False
        return True

    def _backspace(self) -> None:
        name, sign = self._tokens[-1]
        if sign.selected:
            self.token_removed.emit(name)
        else:
            self._select_token(len(self._tokens) - 1)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            set_property(self, "focused", event.type() == QEvent.Type.FocusIn)
            self._cap.setVisible(bool(self._cap.accessibleName()) and event.type() == QEvent.Type.FocusOut)
            if event.type() == QEvent.Type.FocusOut:
                self._select_token(None)
                self._list.hide()
        return False


class _Suggestions(QListWidget):
    """The lines below the field; a child of the window, so that the field keeps the focus."""

    def __init__(self, field: SearchField) -> None:
        super().__init__(field)
        self._field = field
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Suggestions"))
        self.setProperty("ground", "popover")
        self.setIconSize(QSize(16, 16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda item: self._take(item))
        self.hide()

    def show_lines(self, found: Sequence[Suggestion]) -> None:
        self.clear()
        if not found:
            self.hide()
            return
        window = self._field.window()
        self.setParent(window)
        for line in found[:8]:
            item = QListWidgetItem(theme_icon(line.icon), f"{line.group}: {line.text}")
            item.setData(Qt.ItemDataRole.UserRole, line)
            item.setSizeHint(QSize(100, metrics.height(30, theme().font("body"))))
            self.addItem(item)
        corner = self._field.mapTo(window, self._field.rect().bottomLeft())
        height = self.count() * metrics.height(30, theme().font("body")) + 12
        self.setGeometry(corner.x(), corner.y() + 4, min(420, self._field.width()), height)
        self.setContentsMargins(4, 4, 4, 4)
        self.setCurrentRow(-1)
        self.show()
        self.raise_()

    def key(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.setCurrentRow((self.currentRow() + step) % self.count())
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentItem() is not None:
            self._take(self.currentItem())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def _take(self, item: QListWidgetItem) -> None:
        self._field.take(item.data(Qt.ItemDataRole.UserRole))
