"""Taking files into a case: copied, hashed and made durable one after the other, read in worker processes beside it.

drop → the copy becomes an original (durable) → one transaction makes it a media item → workers read it, draw it and
take its fingerprint → contents and observations are recorded → matches are looked for → the subscribers are told.
"""

from __future__ import annotations

import os
import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from osintdesk.app.known import recognised
from osintdesk.app.observing import observed_case
from osintdesk.app.reading import Read, read_original, record_reading
from osintdesk.app.session import Session
from osintdesk.app.similarity import find_matches
from osintdesk.case.case_file import CaseFile, Change, Commit, Preserved, put
from osintdesk.core import instants, words
from osintdesk.core.domain import Attachment, Contents, Incident, Json, Media, Observation, Sighting, link_id, new_id
from osintdesk.core.errors import Cancelled, KnownError, UsageError
from osintdesk.core.i18n import _
from osintdesk.core.progress import NO_PROGRESS, Progress
from osintdesk.core.text import file_name

IN_FLIGHT = 24


@dataclass(frozen=True, slots=True)
class Item:
    """One file of an import: its name as received, and what became of it."""

    name: str
    exhibit: str = ""
    sha256: str = ""
    reason: str = ""


@dataclass(slots=True)
class Summary:
    """What an import did. `present` equal an exhibit that was there before; `unreadable` are preserved all the same."""

    added: list[Item] = field(default_factory=list)
    present: list[Item] = field(default_factory=list)
    unreadable: list[Item] = field(default_factory=list)
    failed: list[Item] = field(default_factory=list)
    matches: int = 0
    observations: int = 0
    cancelled: bool = False

    @property
    def needs_a_look(self) -> bool:
        return bool(self.unreadable or self.failed or self.cancelled)


@dataclass(frozen=True, slots=True)
class Import:
    """An import under way."""

    future: Future[Summary]
    _stop: threading.Event

    def cancel(self) -> None:
        """Stop before the next file; what was added stays."""
        self._stop.set()


def start_import(
    session: Session,
    paths: Sequence[Path],
    *,
    incident: str | None = None,
    how: str = "file dialog",
    sighting: dict[str, Json] | None = None,
    recursive: bool = True,
    progress: Progress = NO_PROGRESS,
) -> Import:
    """Take files and folders in, in a thread of its own; each item is a media item as soon as it is preserved."""
    if session.read_only:
        raise UsageError(_("This case is open read-only; nothing can be added to it."))
    if incident is not None:
        session.records.one(Incident, incident)
    if sighting and sighting.get("posted_at"):
        instants.parse(str(sighting["posted_at"]))
    future: Future[Summary] = Future()
    stop = threading.Event()
    work = _Work(session, incident, how, sighting, progress, stop)
    thread = threading.Thread(target=work.run, args=(paths, recursive, future), name="import", daemon=True)
    session.before_closing(lambda: _end(stop, thread))
    thread.start()
    return Import(future, stop)


def _end(stop: threading.Event, thread: threading.Thread) -> None:
    stop.set()
    thread.join()


def files_below(paths: Iterable[Path], *, recursive: bool = True, leaving: Path | None = None) -> Iterator[Path]:
    """The regular files of `paths`, folders with what lies below them in the order of their names; links are not
    followed, and the case folder `leaving` is left out."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            for folder, folders, names in os.walk(path):
                folders.sort()
                here = Path(folder)
                folders[:] = [name for name in folders if recursive and (leaving is None or here / name != leaving)]
                if here != leaving:
                    yield from (here / name for name in sorted(names))
        else:
            yield path


class _Work:
    """One import: the files go through one after the other, their reading runs beside it."""

    def __init__(
        self,
        session: Session,
        incident: str | None,
        how: str,
        sighting: dict[str, Json] | None,
        progress: Progress,
        stop: threading.Event,
    ) -> None:
        self._session, self._incident, self._how, self._sighting = session, incident, how, sighting
        self._progress, self._stop = progress, stop
        self._summary = Summary()
        self._done = 0
        self._total = 0
        self._reading: queue.Queue[tuple[Item, Read] | None] = queue.Queue(IN_FLIGHT)

    def run(self, paths: Sequence[Path], recursive: bool, future: Future[Summary]) -> None:
        recorder = threading.Thread(target=self._record_readings, name="import-readings", daemon=True)
        recorder.start()
        try:
            self._all(paths, recursive)
        except BaseException as error:
            self._reading.put(None)
            recorder.join()
            future.set_exception(error)
            return
        self._reading.put(None)
        recorder.join()
        self._compare_files()
        self._progress_quietly()
        future.set_result(self._summary)

    def _compare_files(self) -> None:
        """What only several files together show, once all of them were read."""
        added = {item.sha256 for item in self._summary.added}
        if not added:
            return
        observe_case(self._session)
        waiting = self._session.records.where(Observation, decision=words.ObservationDecision.OPEN)
        self._summary.observations = sum(o.media in added and o.severity != words.Severity.INFO for o in waiting)

    def _all(self, paths: Sequence[Path], recursive: bool) -> None:
        found = list(files_below(paths, recursive=recursive, leaving=self._session.path))
        self._total = len(found)
        for path in found:
            try:
                if self._stop.is_set():
                    raise Cancelled
                self._tell(file_name(os.fsencode(path.name)))
                self._one(path)
            except Cancelled:
                self._summary.cancelled = True
                return

    def _one(self, path: Path) -> None:
        name = file_name(os.fsencode(path.name))
        try:
            preserved = self._preserve(path, name)
        except KnownError as error:
            self._summary.failed.append(Item(name, reason=str(error)))
            self._done += 1
            return
        known = self._session.records.get(Media, preserved.sha256) is not None
        self._session.change(
            lambda case: case.add_media(
                preserved,
                arrival=preserved.arrival(by=self._session.profile.name, how=self._how),
                media_fields=self._fields(),
                label=_("Add {name}").format(name=name),
                more=self._links(preserved.sha256),
            )
        ).result()
        number = self._session.records.one(Media, preserved.sha256).number
        item = Item(name, number, preserved.sha256)
        (self._summary.present if known else self._summary.added).append(item)
        if known:
            self._done += 1
        else:
            self._reading.put((item, read_original(self._session, preserved.sha256)))

    def _preserve(self, path: Path, name: str) -> Preserved:
        session = self._session
        intent = session.submit(lambda case: case.intend(path)).result()
        try:
            return session.originals.take_in(intent, path, _Part(self._progress, self._stop))
        except BaseException:
            session.submit(lambda case: case.forget(intent)).result()
            raise

    def _fields(self) -> dict[str, Json]:
        return {
            "collected_at": instants.now(),
            "collected_by": self._session.profile.name,
            "collected_how": self._how,
        }

    def _links(self, sha256: str) -> list[Change]:
        links: list[Change] = []
        if self._incident:
            link = _attached(self._incident, sha256)
            if self._session.records.get(Attachment, link.id) is None:
                links.append(put(link))
        if self._sighting:
            links.append(put(Sighting(**{"id": new_id(), "media": sha256, **self._sighting})))
        return links

    def _record_readings(self) -> None:
        """Takes the workers' answers in the order in which the files came."""
        for item, read in iter(self._reading.get, None):
            try:
                self._record(item, read)
            except Exception as error:
                self._summary.failed.append(Item(item.name, item.exhibit, item.sha256, str(error)))
            self._done += 1
            self._tell_quietly(item.name)

    def _record(self, item: Item, read: Read) -> None:
        contents = record_reading(self._session, item.sha256, read)
        if contents.reason:
            self._summary.unreadable.append(Item(item.name, item.exhibit, item.sha256, contents.reason))
        self._summary.matches += find_matches(self._session, item.sha256)
        recognise(self._session, item.sha256)

    @property
    def _problems(self) -> int:
        return len(self._summary.failed) + len(self._summary.unreadable)

    def _tell(self, name: str) -> None:
        self._progress.step(self._done, self._total, name, self._problems)

    def _tell_quietly(self, name: str) -> None:
        try:
            self._tell(name)
        except Cancelled:
            self._stop.set()

    def _progress_quietly(self) -> None:
        self._tell_quietly("")


class _Part(Progress):
    """Progress inside one file: only lets the user stop."""

    def __init__(self, whole: Progress, stop: threading.Event) -> None:
        self._whole, self._stop = whole, stop

    def check(self) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._whole.check()

    def step(self, done: int, total: int = 0, what: str = "", problems: int = 0) -> None:
        self.check()


def observe_case(session: Session) -> None:
    """Record what comparing all files of the case shows; not an undo step."""

    def work(case: CaseFile) -> Commit:
        return case.commit(_("Compare the files of the case"), observed_case(case.records), step=False)

    session.change(work).result()


def recognise(session: Session, sha256: str) -> None:
    """Record what the packs of known media in use say of an item; not an undo step."""
    changes = recognised(session, sha256)
    if changes:
        label = _("Recognise {what}").format(what=session.records.one(Media, sha256).number)
        session.change(lambda case: case.commit(label, changes, step=False)).result()


def _attached(incident: str, sha256: str) -> Attachment:
    return Attachment(id=link_id(incident, sha256), incident=incident, media=sha256)


def add_derivative(
    session: Session, parent: str, data: bytes, *, name: str, made_by: str, parameters: Json
) -> Future[Commit]:
    """Keep something made from an original (a frame, a crop) as a media item of its own that names its parent."""
    original = session.records.one(Media, parent)
    fields = {
        "parent": parent,
        "made_by": made_by,
        "parameters": parameters,
        "collected_at": instants.now(),
        "collected_by": session.profile.name,
        "collected_how": "derivative",
        "graphic": original.graphic,
        "personal": original.personal,
        "minors": original.minors,
    }
    return _add_bytes(session, BytesIO(data), name, "derivative", fields, _("Keep {name}").format(name=name))


def add_bytes(
    session: Session, data: bytes, *, name: str, how: str = "paste", incident: str | None = None
) -> Future[Commit]:
    """Take bytes in that have no file, such as a picture from the clipboard."""
    fields = {"collected_at": instants.now(), "collected_by": session.profile.name, "collected_how": how}
    return _add_bytes(session, BytesIO(data), name, how, fields, _("Add {name}").format(name=name), incident)


def _add_bytes(
    session: Session,
    data: BinaryIO,
    name: str,
    how: str,
    fields: dict[str, Json],
    label: str,
    incident: str | None = None,
) -> Future[Commit]:
    added: list[str] = []

    def work(case: CaseFile) -> Commit:
        preserved = case.preserve(data, name=name)
        more = [put(_attached(incident, preserved.sha256))] if incident else []
        added.append(preserved.sha256)
        arrival = preserved.arrival(by=session.profile.name, how=how)
        return case.add_media(preserved, arrival=arrival, media_fields=fields, label=label, more=more)

    future = session.change(work)

    def read(done: Future[Commit]) -> None:
        if done.exception() is None and added:
            reading = read_original(session, added[0])
            reading.add_done_callback(lambda _read: session.background.submit(_recorded, session, added[0], reading))

    future.add_done_callback(read)
    return future


def _recorded(session: Session, sha256: str, reading: Read) -> None:
    record_reading(session, sha256, reading)
    find_matches(session, sha256)
    recognise(session, sha256)


def reread(session: Session, *, progress: Progress = NO_PROGRESS) -> int:
    """Read every original again and find its matches anew; how many were read. What was decided stays decided."""
    return _read_all(session, [m.id for m in session.records.all(Media)], progress)


def read_rest(session: Session, *, progress: Progress = NO_PROGRESS) -> int:
    """Read the originals that were preserved but not read, because the program ended before; how many there were."""
    if session.read_only:
        return 0
    unread = [m.id for m in session.records.all(Media) if session.records.get(Contents, m.id) is None]
    return _read_all(session, unread, progress)


def _read_all(session: Session, every: list[str], progress: Progress) -> int:
    waiting: deque[tuple[str, Read]] = deque()
    for done, sha256 in enumerate(every):
        waiting.append((sha256, read_original(session, sha256)))
        if len(waiting) >= IN_FLIGHT:
            record_reading(session, *waiting.popleft())
        progress.step(done, len(every), _("Reading"))
    for sha256, read in waiting:
        record_reading(session, sha256, read)
    for sha256 in every:
        find_matches(session, sha256)
        recognise(session, sha256)
    if every:
        observe_case(session)
    progress.step(len(every), len(every), _("Reading"))
    return len(every)
