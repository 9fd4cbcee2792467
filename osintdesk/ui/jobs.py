"""Long work as the window shows it: what it is, how far, how to stop it, and how it ended."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from osintdesk.core.progress import Reporting, State
from osintdesk.ui.bridge import Mailbox


class Job(QObject):
    """One piece of long work; hand `progress` to the use case. `changed` in the window's thread."""

    changed = Signal()

    def __init__(self, title: str, *, icon: str = "working", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title, self.icon = title, icon
        self.state = State(0, 0)
        self.ended = ""
        self.kind = "running"
        self.action: tuple[str, Callable[[], object]] | None = None
        self._mailbox = Mailbox(self)
        self.progress = Reporting(lambda state: self._mailbox.post(lambda: self._take(state)))
        self.cancelling = False
        self.on_cancel: Callable[[], object] | None = None

    @property
    def running(self) -> bool:
        return not self.ended

    def cancel(self) -> None:
        """Stop at the next report; what was done is kept."""
        self.cancelling = True
        self.progress.cancel()
        if self.on_cancel is not None:
            self.on_cancel()
        self.changed.emit()

    def end(self, sentence: str, *, kind: str = "done", action: tuple[str, Callable[[], object]] | None = None) -> None:
        """The work is over: a sentence, and perhaps one thing to do about it. `kind`: done, warn, bad."""
        self.ended, self.kind, self.action = sentence, kind, action
        self.changed.emit()

    def _take(self, state: State) -> None:
        self.state = state
        if self.running:
            self.changed.emit()


class Jobs(QObject):
    """Every job of this window, the latest last."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []

    def start(self, title: str, *, icon: str = "working") -> Job:
        job = Job(title, icon=icon, parent=self)
        job.changed.connect(self.changed)
        self._jobs.append(job)
        self.changed.emit()
        return job

    @property
    def all(self) -> list[Job]:
        return list(self._jobs)

    @property
    def running(self) -> list[Job]:
        return [job for job in self._jobs if job.running]

    @property
    def shown(self) -> Job | None:
        """The running one that started last, else the one that ended last."""
        running = self.running
        return running[-1] if running else self._jobs[-1] if self._jobs else None
