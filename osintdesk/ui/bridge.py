"""Between threads and the window: commits of the session and results of futures arrive in the Qt thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from osintdesk.app.session import Session

T = TypeVar("T")


class Mailbox(QObject):
    """Runs what is posted, from whatever thread, in the thread of the window."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def post(self, work: Callable[[], object]) -> None:
        """Run `work` in the window's thread, soon; dropped when the window is gone."""
        try:
            self._posted.emit(work)
        except RuntimeError:
            pass

    def _take(self, work: Callable[[], object]) -> None:
        work()


class Bridge(QObject):
    """`changed(Commit)` after each commit, in the window's thread; `when(future, …)` for results."""

    changed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox = Mailbox(self)
        self._unsubscribe = session.subscribe(self._forward)

    def _forward(self, commit: Any) -> None:
        self._mailbox.post(lambda: self.changed.emit(commit))

    def post(self, work: Callable[[], object]) -> None:
        self._mailbox.post(work)

    def when(
        self,
        future: Future[T],
        done: Callable[[T], object],
        failed: Callable[[BaseException], object],
        *,
        owner: QObject | None = None,
    ) -> None:
        """Call `done(result)` or `failed(error)` in the window's thread; nothing when `owner` is gone by then."""

        def deliver(finished: Future[T]) -> None:
            if owner is not None and not shiboken6.isValid(owner):
                return
            if finished.cancelled():
                failed(CancelledError())
                return
            error = finished.exception()
            if error is None:
                done(finished.result())
            else:
                failed(error)

        future.add_done_callback(lambda finished: self._mailbox.post(lambda: deliver(finished)))

    def close(self) -> None:
        self._unsubscribe()
