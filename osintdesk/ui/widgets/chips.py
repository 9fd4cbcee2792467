"""Small signs: chips in a status colour, counts, keys, avatars, spinners."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.core.text import visible
from osintdesk.ui.theme import Mark, metrics, paint_icon, painting, pixmap, status_mark, theme


class Sign(QWidget):
    """A widget of fixed size that only paints; its text is its accessible name."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)
        theme().greyscale_changed.connect(self.update)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Chip(Sign):
    """Icon and words on the tint of a status colour."""

    def __init__(self, mark: Mark | None = None, text: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._mark = Mark("status_unassessed", "neutral")
        self._text = ""
        if mark is not None:
            self.set_mark(mark, text)

    def set_mark(self, mark: Mark, text: str = "") -> None:
        """Show another mark, with its own words unless `text` says others."""
        self._mark, self._text = mark, visible(text or mark.label)
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        font = theme().font("control")
        width = QFontMetrics(font).horizontalAdvance(self._text) + 16 + (21 if self._mark.icon else 0)
        return QSize(width, max(22, QFontMetrics(font).height() + 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QRectF(self.rect()), self._mark, self._text)


def paint_chip(painter: QPainter, rect: QRectF, mark: Mark, text: str, style: str = "control") -> None:
    """A chip inside `rect`; for delegates too."""
    role = theme().status_role(mark.role)
    ground = "neutral_tint" if role == "text2" else f"{role}_tint"
    painting.fill(painter, rect, ground, metrics.RADIUS_CHIP)
    if theme().tokens.name == "high contrast":
        painting.frame(painter, rect, role, metrics.RADIUS_CHIP)
    rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    area = rect.adjusted(8, 0, -8, 0)
    if mark.icon:
        left = area.right() - 15 if rtl else area.left()
        paint_icon(painter, QRect(int(left), int(rect.center().y() - 7), 15, 15), mark.icon, role)
        area.adjust(0 if rtl else 21, 0, -21 if rtl else 0, 0)
    painter.setFont(theme().font(style))
    painter.setPen(theme().colour(role))
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter, text)


def chip_width(mark: Mark, text: str, style: str = "control") -> int:
    """How wide `paint_chip` needs its rectangle."""
    return QFontMetrics(theme().font(style)).horizontalAdvance(text) + 16 + (21 if mark.icon else 0)


class StatusChip(Chip):
    """The assessment of something: `StatusChip("verified")`."""

    def __init__(self, status: str = "unassessed", *, parent: QWidget | None = None) -> None:
        super().__init__(status_mark(status), parent=parent)

    def set_status(self, status: str) -> None:
        self.set_mark(status_mark(status))


class MarkIcon(Sign):
    """Only the icon of a mark, with its words as name and tool tip."""

    def __init__(self, mark: Mark, *, size: int = 16, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name or mark.label, parent)
        self._mark, self._size = mark, size
        self.setToolTip(self.accessibleName())

    def set_mark(self, mark: Mark, name: str = "") -> None:
        self._mark = mark
        self.setAccessibleName(name or mark.label)
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_icon(QPainter(self), self.rect(), self._mark.icon, theme().status_role(self._mark.role))


class Icon(MarkIcon):
    """An icon beside words: `Icon("place", 16, "text3")`; nameless, the words beside it say it."""

    def __init__(self, name: str, size: int = 16, role: str = "text2", *, parent: QWidget | None = None) -> None:
        super().__init__(Mark(name, role), size=size, parent=parent)

    def set_icon(self, name: str, role: str = "") -> None:
        self.set_mark(Mark(name, role or self._mark.role))


class KeyCap(Sign):
    """A key in a box, as shortcuts are shown."""

    def __init__(self, text: str, *, on_accent: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._text, self._on_accent = text, on_accent

    def sizeHint(self) -> QSize:
        font = QFontMetrics(theme().font("caption"))
        return QSize(max(18, font.horizontalAdvance(self._text) + 12), font.height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_key(QPainter(self), QRectF(self.rect()), self._text, on_accent=self._on_accent)


def paint_key(painter: QPainter, rect: QRectF, text: str, *, on_accent: bool = False) -> None:
    if not on_accent:
        painting.fill(painter, rect, "page", metrics.RADIUS_CHIP)
    painting.frame(painter, rect, "on_accent" if on_accent else "line", metrics.RADIUS_CHIP)
    painter.setFont(theme().font("caption"))
    painter.setPen(theme().colour("on_accent" if on_accent else "text2"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


class Avatar(Sign):
    """Initials of a person in a disc."""

    def __init__(self, name: str, *, size: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._size = size

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        role = ("progress", "partly", "warn", "misattributed", "manipulated", "ok")[
            sum(self.accessibleName().encode()) % 6
        ]
        painting.fill(painter, QRectF(self.rect()), f"{role}_tint", self._size / 2)
        painter.setFont(theme().font("caption_strong"))
        painter.setPen(theme().colour(role))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, initials(self.accessibleName()))


def initials(name: str) -> str:
    """The first letters of the first and the last word; `?` for nobody."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:])) or "?"


class Spinner(Sign):
    """Turns while something is waited for; stands still when motion is reduced."""

    def __init__(self, name: str, *, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._size, self._angle = size, 0
        self._timer = QTimer(self)
        self._timer.setInterval(80)
        self._timer.timeout.connect(self._turn)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if theme().duration(80):
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _turn(self) -> None:
        self._angle = (self._angle + 45) % 360
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.translate(self.width() / 2, self.height() / 2)
        painter.rotate(self._angle)
        painter.drawPixmap(-self._size // 2, -self._size // 2, pixmap("working", self._size, "text2"))
