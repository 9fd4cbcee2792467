"""Progress of long work: reported at most five times a second, cancelled by an exception at the next report."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from osintdesk.core.errors import Cancelled


@dataclass(frozen=True, slots=True)
class State:
    """Where the work stands: `done` of `total` (0 = not known), what it works on, how many things need a look."""

    done: int
    total: int
    what: str = ""
    problems: int = 0


class Progress:
    """Passed down into long work; this one reports to nobody and never cancels (the null object for tests)."""

    def step(self, done: int, total: int = 0, what: str = "", problems: int = 0) -> None:
        """Report; raises Cancelled when the user asked to stop."""

    def check(self) -> None:
        """Raise Cancelled when the user asked to stop, without reporting."""


NO_PROGRESS = Progress()


class Reporting(Progress):
    """Reports to `tell`, at most every `interval` seconds and at the end; `cancel()` may come from any thread."""

    def __init__(self, tell: Callable[[State], None], *, interval: float = 0.2) -> None:
        self._tell = tell
        self._interval = interval
        self._last = 0.0
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        self._cancelled.set()

    def check(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled

    def step(self, done: int, total: int = 0, what: str = "", problems: int = 0) -> None:
        self.check()
        now = time.monotonic()
        if now - self._last >= self._interval or (total and done >= total):
            self._last = now
            self._tell(State(done, total, what, problems))
