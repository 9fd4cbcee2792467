"""Small painted signs of the case pages: evidence bars, bound bars, shares of progress."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from osintdesk.ui.pages.bounds_model import BoundBar
from osintdesk.ui.pages.incident_model import EvidenceBar
from osintdesk.ui.pages.overview_model import Share
from osintdesk.ui.theme import painting, status_mark, theme
from osintdesk.ui.widgets import Sign

_FULL = 8


class EvidenceSign(Sign):
    """How much evidence supports, is neutral, contradicts: 70 px wide, in this order from the leading edge."""

    def __init__(self, bar: EvidenceBar, parent: QWidget | None = None) -> None:
        super().__init__(bar.spoken, parent)
        self._bar = bar
        self.setToolTip(bar.spoken)

    def sizeHint(self) -> QSize:
        return QSize(70, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_evidence(QPainter(self), QRectF(self.rect()), self._bar, self.layoutDirection())


def paint_evidence(painter: QPainter, rect: QRectF, bar: EvidenceBar, direction: Qt.LayoutDirection) -> None:
    """The bar in the middle of `rect`; it is full from eight weights on."""
    track = QRectF(rect.left(), rect.center().y() - 4, rect.width(), 8)
    painting.fill(painter, track, "sunken", 2)
    unit = track.width() / max(_FULL, bar.total)
    x = 0.0
    for number, role in ((bar.supports, "ok"), (bar.neutral, "neutral"), (bar.contradicts, "bad")):
        if not number:
            continue
        width = number * unit
        left = track.right() - x - width if direction == Qt.LayoutDirection.RightToLeft else track.left() + x
        alpha = 0.6 if role == "neutral" else 1.0
        painting.fill(painter, QRectF(left, track.top(), width - 1, 8), theme().status_role(role), 2, alpha=alpha)
        x += width


class BoundSign(QWidget):
    """A step's windows on the common axis, its ends labelled, two ticks for what remains, the bound in words."""

    def __init__(self, bar: BoundBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self.setAccessibleName(bar.text)
        self.setToolTip(bar.text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(420, max(20, QFontMetrics(theme().font("small_strong")).height() + 4))

    def minimumSizeHint(self) -> QSize:
        words = QFontMetrics(theme().font("small_strong")).horizontalAdvance(self._bar.text)
        return QSize(words + 2 * self._label_width() + 100, self.sizeHint().height())

    def _label_width(self) -> int:
        metrics = QFontMetrics(theme().font("caption"))
        return max(metrics.horizontalAdvance(t) for t in (self._bar.axis_start, self._bar.axis_end)) + 4

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Time runs from left to right in every language."""
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        labels, rect = self._label_width(), QRectF(self.rect())
        words = max(150, QFontMetrics(theme().font("small_strong")).horizontalAdvance(self._bar.text) + 4)
        track = QRectF(labels + 8, rect.center().y() - 1, rect.width() - 2 * labels - words - 24, 2)
        self._texts(painter, rect, labels, words)
        painting.fill(painter, track, "line", 1)
        for start, end in self._bar.windows:
            self._window(painter, track, start, end)
        painter.setPen(QPen(theme().colour("text"), 1.5))
        for at in self._bar.ticks:
            x = track.left() + at * track.width()
            painter.drawLine(QPointF(x, track.center().y() - 7), QPointF(x, track.center().y() + 7))

    def _texts(self, painter: QPainter, rect: QRectF, labels: int, words: int) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text3"))
        painter.drawText(QRectF(0, 0, labels, rect.height()), middle, self._bar.axis_start)
        right = QRectF(rect.width() - labels - words, 0, labels, rect.height())
        painter.drawText(right, middle, self._bar.axis_end)
        painter.setFont(theme().font("small_strong"))
        painter.setPen(theme().colour("bad" if self._bar.excluded else "text"))
        last = QRectF(rect.width() - words, 0, words, rect.height())
        painter.drawText(last, middle | Qt.AlignmentFlag.AlignRight, self._bar.text)

    def _window(self, painter: QPainter, track: QRectF, start: float, end: float) -> None:
        left, right = track.left() + start * track.width(), track.left() + end * track.width()
        bar = QRectF(left, track.center().y() - 4, max(3.0, right - left), 8)
        if self._bar.excluded:
            painting.frame(painter, bar, "bad", 2, dashed=True)
        else:
            painting.fill(painter, bar, "accent", 2, alpha=0.78)


class ShareBar(QWidget):
    """How many items have which assessment status, side by side."""

    def __init__(self, shares: Sequence[Share], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares = tuple(shares)
        said = ", ".join(f"{status_mark(s.status).label}: {s.number}" for s in shares)
        self.setAccessibleName(f"{name}: {said}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        total = sum(s.number for s in self._shares) or 1
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painting.fill(painter, QRectF(self.rect()), "sunken", 3)
        x, gaps = 0.0, max(0, len(self._shares) - 1) * 2
        for share in self._shares:
            width = max(4.0, (self.width() - gaps) * share.number / total)
            left = self.width() - x - width if rtl else x
            mark = status_mark(share.status)
            alpha = 0.45 if mark.role == "neutral" else 1.0
            painting.fill(painter, QRectF(left, 0, width, 12), theme().status_role(mark.role), 3, alpha=alpha)
            x += width + 2
