"""Objects of the window with a thread of their own, which must never be waited for: reading can take seconds.

`close()` asks the thread to end and returns at once; the object is kept until the thread has said its last word, so
that no signal ever comes from an object that is gone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

_ending: set[Threaded] = set()


class Threaded(QObject):
    """Base of what has a thread: give `run` to `begin`, override `ask_to_end`."""

    _over = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: threading.Thread | None = None
        self._over.connect(self._let_go)

    def begin(self, run: Callable[[], None], name: str) -> None:
        def work() -> None:
            try:
                run()
            finally:
                self._over.emit()

        self._running = threading.Thread(target=work, name=name, daemon=True)
        self._running.start()

    def ask_to_end(self) -> None:
        """Make `run` come back soon."""

    def close(self) -> None:
        """End the thread; nothing is heard of it any more."""
        self.setParent(None)
        _ending.add(self)
        self.ask_to_end()
        if self._running is None or not self._running.is_alive():
            self._let_go()

    def wait(self, seconds: float = 10.0) -> bool:
        """Wait for the thread; tells whether it has ended. For tests and for the end of the program."""
        if self._running is not None:
            self._running.join(seconds)
        return self._running is None or not self._running.is_alive()

    def _let_go(self) -> None:
        if self in _ending:
            _ending.discard(self)
            self.deleteLater()


def wait_for_ending(seconds: float = 10.0) -> None:
    """Wait until every closed object's thread has ended."""
    for threaded in list(_ending):
        threaded.wait(seconds)
