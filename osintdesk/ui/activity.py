"""The activity bar: what is going on at the leading end, the seal of the case at the far end."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from osintdesk.core.i18n import _, ngettext
from osintdesk.ui.jobs import Job, Jobs
from osintdesk.ui.theme import metrics, painting, theme
from osintdesk.ui.widgets import Button, Icon, Label, Menu, Sign, row
from osintdesk.ui.wording import count

_KIND_ICONS = {"done": ("ok", "ok"), "warn": ("observation", "warn"), "bad": ("bad", "bad")}


class Bar(Sign):
    """How far a job is: 4 px; without a total it is half filled and still."""

    def __init__(self, *, width: int = 160, parent: QWidget | None = None) -> None:
        super().__init__(_("Progress"), parent)
        self._width, self._share = width, 0.0

    def set_share(self, share: float) -> None:
        """0–1; -1 when it is not known."""
        self._share = share
        self.setAccessibleDescription(f"{max(0, round(share * 100))} %")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._width, 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.fill(painter, QRectF(self.rect()), "line", 2)
        done = QRectF(self.rect())
        done.setWidth(done.width() * (0.5 if self._share < 0 else min(1.0, self._share)))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            done.moveRight(self.width())
        painting.fill(painter, done, "accent", 2)


class ActivityBar(QFrame):
    """Shows `Jobs.shown`; the icon opens the list of all jobs."""

    def __init__(self, jobs: Jobs, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "activity")
        self.setAccessibleName(_("Activity"))
        self._jobs = jobs
        self._icon = Icon("ok", 16, "ok")
        self._text = Label("", "small", "text2")
        self._bar = Bar()
        self._problems = Label("", "small", "warn")
        self._action = Button("", "link", on=self._act)
        self._cancel = Button(_("Cancel"), "link", on=self._stop)
        self._more = Button("", "link", on=self._list)
        self._seal_icon = Icon("seal", 15, "ok")
        self._seal = Label("", "small", "text2")
        left = (self._icon, self._text, self._bar, self._problems, self._action, self._cancel, self._more)
        self.setLayout(row(*left, None, self._seal_icon, self._seal, space=10, margins=(12, 1, 12, 0)))
        self.setFixedHeight(metrics.height(metrics.ACTIVITY_BAR, theme().font("small")))
        jobs.changed.connect(self.refresh)
        self._idle = ""
        self.refresh()

    def set_idle(self, text: str) -> None:
        """What is said when nothing runs: “Saved 15:02 UTC”."""
        self._idle = text
        self.refresh()

    def set_seal(self, text: str, *, good: bool = True) -> None:
        self._seal.setText(text)
        self._seal_icon.set_icon("seal" if good else "seal_broken", "ok" if good else "bad")
        self._seal_icon.setVisible(bool(text))

    def refresh(self) -> None:
        """Draw what the jobs say now."""
        job = self._jobs.shown
        for widget in (self._bar, self._problems, self._action, self._cancel, self._more):
            widget.hide()
        if job is None:
            self._icon.set_icon("check", "ok")
            self._icon.setVisible(bool(self._idle))
            self._text.setText(self._idle)
            return
        self._icon.show()
        if job.running:
            self._show_running(job)
        else:
            self._show_ended(job)
        others = len(self._jobs.running) - 1
        self._more.setVisible(others > 0)
        self._more.setText(ngettext("{n} more", "{n} more", max(1, others)))

    def _show_running(self, job: Job) -> None:
        state = job.state
        self._icon.set_icon(job.icon, "accent")
        counts = _("{done} of {total}").format(done=count(state.done), total=count(state.total)) if state.total else ""
        self._text.setText(" ".join(part for part in (job.title, counts) if part))
        self._text.setToolTip(state.what)
        self._bar.show()
        self._bar.set_share(state.done / state.total if state.total else -1)
        if state.problems:
            self._problems.setText(ngettext("{n} needs a look", "{n} need a look", state.problems))
            self._problems.show()
        self._cancel.setVisible(not job.cancelling)

    def _show_ended(self, job: Job) -> None:
        self._icon.set_icon(*_KIND_ICONS.get(job.kind, ("ok", "ok")))
        self._text.setText(job.ended)
        if job.action is not None:
            self._action.setText(job.action[0])
            self._action.setAccessibleName(job.action[0])
            self._action.show()

    def _act(self) -> None:
        job = self._jobs.shown
        if job is not None and job.action is not None:
            job.action[1]()

    def _stop(self) -> None:
        job = self._jobs.shown
        if job is not None:
            job.cancel()

    def _list(self) -> None:
        menu = Menu(parent=self)
        for job in self._jobs.running:
            menu.item(_("Cancel {what}").format(what=job.title), job.cancel, icon="stop")
        menu.popup(self._more.mapToGlobal(self._more.rect().topLeft()))
