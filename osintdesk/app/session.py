"""An open case: one thread of its own owns the case file, everybody else reads the records and asks for changes."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, Self, TypeVar

from osintdesk.app.observing import consequences
from osintdesk.app.profile import Profile, author_of
from osintdesk.app.workers import close_workers
from osintdesk.case.cache import Cache
from osintdesk.case.case_file import Author, CaseFile, Change, Commit
from osintdesk.case.originals import Originals
from osintdesk.core.domain import Json
from osintdesk.core.i18n import _
from osintdesk.core.records import Records

T = TypeVar("T")
Labels = tuple[str | None, str | None]


class Closable(Protocol):
    def close(self) -> None: ...


def _labels(case: CaseFile) -> Labels:
    return case.undo_label, case.redo_label


class Session:
    """What the window and the command line hold of an open case.

    `records` and `cache` may be read from any thread; changes run on the case's thread and come back as futures.
    Subscribers are called on the case's thread, after the commit is durable.
    """

    def __init__(self, thread: ThreadPoolExecutor, case: CaseFile, profile: Profile, labels: Labels) -> None:
        self._thread = thread
        self._case = case
        self._subscribers: list[Callable[[Commit], None]] = []
        self._labels = labels
        self._lock = threading.Lock()
        self._background: ThreadPoolExecutor | None = None
        self._ending: list[Callable[[], None]] = []
        self._kept: list[Closable] = []
        self.profile = profile
        self.cache = Cache.of(case.path)

    @classmethod
    def create(cls, path: Path, *, title: str, profile: Profile, author: Author | None = None, **fields: Json) -> Self:
        """Make a new case folder and open it; CaseError when something is there already."""
        writer = author or author_of(profile)
        return cls._start(lambda: CaseFile.create(path, title=title, author=writer, **fields), profile)

    @classmethod
    def open(cls, path: Path, *, profile: Profile, author: Author | None = None, read_only: bool = False) -> Self:
        """Open a case folder; CaseInUse, CaseTooNew or CaseDamaged say why they could not."""
        writer = author or author_of(profile)
        return cls._start(lambda: CaseFile.open(path, author=writer, read_only=read_only), profile)

    @classmethod
    def _start(cls, opened: Callable[[], CaseFile], profile: Profile) -> Self:
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="case")
        try:
            case = thread.submit(opened).result()
            return cls(thread, case, profile, thread.submit(_labels, case).result())
        except BaseException:
            thread.shutdown()
            raise

    @property
    def records(self) -> Records:
        return self._case.records

    @property
    def path(self) -> Path:
        return self._case.path

    @property
    def read_only(self) -> bool:
        return self._case.read_only

    @property
    def case_zone(self) -> str:
        """The case's time zone by its IANA name."""
        return self.records.case.time_zone or "UTC"

    @property
    def originals(self) -> Originals:
        """The folder of the originals; reading them, and taking copies in, is free from any thread."""
        return self._case.originals

    def original(self, sha256: str) -> Path:
        """Where the original's bytes are; for reading only."""
        return self._case.originals.path(sha256)

    def submit(self, work: Callable[[CaseFile], T]) -> Future[T]:
        """Run `work` on the case's thread; what it commits is told to the subscribers by the caller's verb."""
        return self._thread.submit(work, self._case)

    def change(self, work: Callable[[CaseFile], Commit]) -> Future[Commit]:
        """Run `work`, which commits, on the case's thread, and tell the subscribers what changed."""
        return self._thread.submit(self._changed, work)

    def _changed(self, work: Callable[[CaseFile], Commit]) -> Commit:
        commit = work(self._case)
        self._labels = _labels(self._case)
        self._tell(commit)
        following = consequences(self.records, commit.changed)
        if following:
            self._tell(self._case.commit(_("Notice what changed"), following, step=False))
        return commit

    def _tell(self, commit: Commit) -> None:
        if commit.changed:
            with self._lock:
                subscribers = list(self._subscribers)
            for told in subscribers:
                told(commit)

    def commit(self, label: str, changes: Sequence[Change], *, why: str = "") -> Future[Commit]:
        """Make `changes` as one step that can be undone under the name `label`."""
        return self.change(lambda case: case.commit(label, changes, why=why))

    def undo(self) -> Future[Commit]:
        return self.change(lambda case: case.undo())

    def redo(self) -> Future[Commit]:
        return self.change(lambda case: case.redo())

    @property
    def undo_label(self) -> str | None:
        """What `undo` would take back, None when there is nothing; as of the last commit."""
        return self._labels[0]

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again, None when there is nothing; as of the last commit."""
        return self._labels[1]

    def subscribe(self, told: Callable[[Commit], None]) -> Callable[[], None]:
        """Hear of every commit, on the case's thread; the answer ends the subscription."""
        with self._lock:
            self._subscribers.append(told)
        return lambda: self._unsubscribe(told)

    def _unsubscribe(self, told: Callable[[Commit], None]) -> None:
        with self._lock:
            if told in self._subscribers:
                self._subscribers.remove(told)

    @property
    def background(self) -> ThreadPoolExecutor:
        """Threads that wait for worker processes; a few more than there are of these."""
        with self._lock:
            if self._background is None:
                self._background = ThreadPoolExecutor((os.cpu_count() or 2) + 2, thread_name_prefix="background")
            return self._background

    def before_closing(self, end: Callable[[], None]) -> None:
        """Have `end` called when the case is closed: it stops long work and waits until it has stopped."""
        self._ending.append(end)

    def keep(self, resource: Closable) -> None:
        """Have `resource` closed with the case, after all work has stopped."""
        self._kept.append(resource)

    def close(self) -> None:
        """Stop what is under way, seal the log and let the case go."""
        for end in self._ending:
            end()
        try:
            self._thread.submit(self._case.close).result()
        finally:
            self._thread.shutdown()
            close_workers(self.originals.folder)
            if self._background:
                self._background.shutdown(cancel_futures=True)
            for resource in self._kept:
                resource.close()
            self.cache.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
