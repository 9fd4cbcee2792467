"""What every page is given: the open case, and the few things a page asks of the window.

A page is made by `PageSpec.factory(desk)` and talks to nothing else:

- `desk.session`, `.records`, `.cache`, `.zone`; `desk.changed` (Commit) after each commit, in the window's thread
- `desk.run(future, done=…, say=…)`: errors go to the message bar, a commit is told with Undo
- `desk.work(function, done=…)`: run something slow outside the window's thread
- `desk.navigate("viewer", media=sha)`, `desk.back()`; `desk.selection`, `desk.select([...])`, `desk.selection_changed`
- `desk.message(text, …)`, `desk.problem(error)`; `desk.jobs.start(title)` for long work
- `desk.thumbnails`, `desk.is_hidden(media)`, `desk.revealed_changed`; `desk.preferences`
- `desk.actions`: `handle(name, handler)`, `trigger(name)`
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from osintdesk.core.domain import Media
from osintdesk.core.errors import Cancelled, OsintDeskError
from osintdesk.core.i18n import _
from osintdesk.core.records import Records
from osintdesk.ui.bridge import Bridge
from osintdesk.ui.jobs import Jobs
from osintdesk.ui.thumbnails import Thumbnails
from osintdesk.ui.widgets import Message
from osintdesk.ui.wording import done_sentence

if TYPE_CHECKING:
    from osintdesk.app.profile import Preferences
    from osintdesk.app.session import Session
    from osintdesk.case.cache import Cache
    from osintdesk.ui.actions import Actions

T = TypeVar("T")


class Desk(QObject):
    """The presenter of one open case. Made by the window; tests make one with a plain session."""

    changed = Signal(object)
    selection_changed = Signal()
    revealed_changed = Signal(bool)
    preferences_changed = Signal()
    preferences_wanted = Signal(object)
    navigated = Signal(str, dict)
    went_back = Signal()
    told = Signal(object)
    bug = Signal(object)
    closing = Signal()
    """The case is about to be closed: pages let go of files and end their threads."""

    def __init__(
        self,
        session: Session,
        *,
        actions: Actions,
        preferences: Preferences,
        window: QWidget | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.actions = actions
        self.preferences = preferences
        self.window = window
        self.bridge = Bridge(session, self)
        self.bridge.changed.connect(self.changed)
        self.jobs = Jobs(self)
        self.thumbnails = Thumbnails(session.cache.thumbnail, self)
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="reading")
        self._selection: tuple[str, ...] = ()
        self._revealed = False
        self._closed = False

    # The case

    @property
    def records(self) -> Records:
        return self.session.records

    @property
    def cache(self) -> Cache:
        return self.session.cache

    @property
    def zone(self) -> str:
        """The case's time zone (IANA name)."""
        return self.session.case_zone

    @property
    def read_only(self) -> bool:
        return self.session.read_only

    # Work

    def run(
        self,
        future: Future[T] | Callable[[], Future[T]],
        done: Callable[[T], object] | None = None,
        *,
        say: str | None = None,
        icon: str = "",
        owner: QObject | None = None,
    ) -> None:
        """Wait for a verb without stopping the window. `future` may be the call itself: what it raises is shown too.

        A commit is told with Undo: `say`, else its label; an empty `say` is silent.
        """
        try:
            waited = future() if callable(future) else future
        except Exception as error:
            self.problem(error)
            return

        def finished(result: T) -> None:
            self._tell_commit(result, say, icon)
            if done is not None:
                done(result)

        self.bridge.when(waited, finished, self.problem, owner=owner)

    def work(
        self,
        function: Callable[[], T],
        done: Callable[[T], object],
        *,
        failed: Callable[[BaseException], object] | None = None,
        owner: QObject | None = None,
    ) -> Future[T]:
        """Run `function` in a thread, then `done(result)` in the window's thread."""
        if self._closed:
            gone: Future[T] = Future()
            gone.cancel()
            return gone
        future = self._pool.submit(function)
        self.bridge.when(future, done, failed or self.problem, owner=owner)
        return future

    def _tell_commit(self, result: object, say: str | None, icon: str) -> None:
        label = getattr(result, "label", "")
        if say == "" or not label or not getattr(result, "changed", ()):
            return
        self.message(say or done_sentence(label), undo=True, icon=icon)

    # Messages

    def message(
        self,
        text: str,
        *,
        kind: str = "done",
        undo: bool = False,
        icon: str = "",
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """Say something over the page; `undo` offers to take the last step back. `kind`: done, info, warn, bad."""
        offered = [(_("Undo"), self.undo), *actions] if undo and not self.read_only else list(actions)
        self.told.emit(Message(text, kind, icon, tuple(offered)))

    def problem(self, error: BaseException) -> None:
        """A known error is said as it is; anything else is a bug and is shown as one."""
        if isinstance(error, Cancelled | CancelledError):
            return
        if isinstance(error, OsintDeskError):
            self.message(str(error), kind="bad")
        else:
            self.bug.emit(error)

    def undo(self) -> None:
        label = self.session.undo_label
        if label:
            self.run(
                self.session.undo,
                lambda _c: self.message(_("Undid: {label}.").format(label=label), icon="undo"),
                say="",
            )

    def redo(self) -> None:
        label = self.session.redo_label
        if label:
            self.run(
                self.session.redo,
                lambda _c: self.message(_("Redid: {label}.").format(label=label), icon="redo"),
                say="",
            )

    # Where we are

    def navigate(self, page: str, **arguments: object) -> None:
        """Show a page: `navigate("viewer", media=sha)`, `navigate("incident", id=…)`."""
        self.navigated.emit(page, dict(arguments))

    def back(self) -> None:
        """To where one came from."""
        self.went_back.emit()

    @property
    def selection(self) -> tuple[str, ...]:
        """The selected media items (SHA-256), the current one first."""
        return self._selection

    def select(self, media: Sequence[str]) -> None:
        """Make these media items the selection, the current one first."""
        chosen = tuple(media)
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit()

    # What may be seen

    @property
    def revealed(self) -> bool:
        """Whether hidden pictures are shown, as long as V is held."""
        return self._revealed

    def reveal(self, on: bool) -> None:
        if on != self._revealed:
            self._revealed = on
            self.revealed_changed.emit(on)

    def is_hidden(self, media: Media | str | None) -> bool:
        """Whether the picture of this item must not be shown now."""
        item = self.records.get(Media, media) if isinstance(media, str) else media
        return bool(item and item.graphic and self.preferences.hide_graphic and not self._revealed)

    def set_preferences(self, preferences: Preferences) -> None:
        self.preferences = preferences
        self.preferences_changed.emit()

    def close(self) -> None:
        """Stop what runs; the session is closed by the window."""
        self._closed = True
        self.closing.emit()
        for job in self.jobs.running:
            job.cancel()
        self.bridge.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.thumbnails.close()
