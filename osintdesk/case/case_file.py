"""The case file: opened by one thread of one process, changed only by `commit` and its kin, read from memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from osintdesk.case import connection as connecting
from osintdesk.case import entries, folder, leftovers, refold, salvage, schema, undo
from osintdesk.case.changes import Change, Commit, edit, effective, put, remove
from osintdesk.case.check import Finding, Subject, Which, check
from osintdesk.case.leftovers import Leftover
from osintdesk.case.log import Log, LogEntry
from osintdesk.case.opening import Author, Pen, begin, take_up
from osintdesk.case.originals import Intent, Originals, Preserved, intent_of
from osintdesk.case.profile import Profile
from osintdesk.case.signing import signed_part
from osintdesk.core import instants
from osintdesk.core.domain import ENTITIES, Arrival, Json, Media, Person, Record, Ref
from osintdesk.core.errors import CaseError, KnownError, UsageError
from osintdesk.core.i18n import _
from osintdesk.core.progress import NO_PROGRESS, Progress
from osintdesk.core.records import Records

__all__ = [
    "Arrival",
    "Author",
    "CaseFile",
    "Change",
    "Commit",
    "Finding",
    "Intent",
    "Leftover",
    "LogEntry",
    "Preserved",
    "Profile",
    "edit",
    "put",
    "remove",
]


class CaseFile:
    """One open case. `records` always equals the tables; every method belongs to the thread that opened it.

    A write that fails leaves everything as it was; after a failure of the disk itself the case refuses to be written
    until it is opened again, because a failed flush cannot be trusted when it is repeated.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, author: Author, profile: Profile) -> None:
        self.path = path
        self.author = author
        self.read_only = False
        self.originals = Originals(path / "originals")
        self._connection = connection
        self._profile = profile
        self._log = Log(connection)
        self._copy: Path | None = None
        self._broken = self._closed = False
        self._under_way: set[str] = set()
        self.case_id = str(connection.execute("SELECT value FROM fact WHERE name = 'case'").fetchone()[0])
        self.records = Records(schema.read(connection))
        self._last_exhibit = max((m.exhibit for m in self.records.all(Media, deleted=True)), default=0)
        self._pen = take_up(self.case_id, path, self._log, author, profile)
        self._steps = undo.steps(self._log.steps(self._pen.head.replica))

    # Opening and closing

    @classmethod
    def create(
        cls, path: Path, *, title: str, author: Author, profile: Profile | None = None, **case_fields: Json
    ) -> CaseFile:
        """A new case folder; the name gets its suffix. CaseError when something is already there."""
        path, chosen = folder.with_suffix(path).absolute(), profile or Profile.default()
        begin(path, case_fields | {"title": title}, author, chosen)
        return cls.open(path, author=author, profile=chosen)

    @classmethod
    def open(cls, path: Path, *, author: Author, read_only: bool = False, profile: Profile | None = None) -> CaseFile:
        """Open a case: CaseInUse, CaseTooNew, CaseDamaged or CaseError say why not.

        `read_only` reads a copy of the log and tables, so it works beside another process and on a disk that cannot
        be written; later changes of the other process are not seen.
        """
        path = folder.found(path).absolute()
        chosen = profile or Profile.default()
        if read_only:
            return cls._open_copy(path, author, chosen)
        connection = connecting.connect(path)
        try:
            with connecting.reading_errors(path):
                refold.fit_tables(connection)
                case = cls(path, connection, author, chosen)
            case._remember(is_open=True)
        except BaseException:
            connecting.release(connection, path)
            raise
        folder.say_in_use(path, author.name)
        return case

    @classmethod
    def _open_copy(cls, path: Path, author: Author, profile: Profile) -> CaseFile:
        connection, place = connecting.connect_copy(path)
        try:
            with connecting.reading_errors(path):
                case = cls(path, connection, author, profile)
        except BaseException:
            connection.close()
            connecting.discard_copy(place)
            raise
        case.read_only, case._copy = True, place
        return case

    def close(self) -> None:
        """Sign the end of the chain and give the case back; closing again does nothing."""
        if self._closed:
            return
        self._closed = True
        if self._copy:
            self._connection.close()
            connecting.discard_copy(self._copy)
            return
        try:
            # What was committed is safe already; without room for the signature the next closing signs.
            with suppress(KnownError):
                with connecting.known_errors(self.path):
                    self._sign_head()
                self._remember(is_open=False)
        finally:
            connecting.release(self._connection, self.path)
            folder.say_free(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _remember(self, *, is_open: bool) -> None:
        if self._pen.joined:
            self._profile.remember(self.case_id, self.path, self._pen.head, key=self.author.key, is_open=is_open)

    def _sign_head(self) -> None:
        head, key = self._pen.head, self.author.key
        if key is None or not head.seq or self._broken:
            return
        signature = key.sign(signed_part(self.case_id, head)).hex()
        self._connection.execute(
            "INSERT OR IGNORE INTO head (replica, seq, hash, at, signature) VALUES (?, ?, ?, ?, ?)",
            (head.replica, head.seq, head.hash, instants.now(), signature),
        )

    # Writing

    def commit(self, label: str, changes: Sequence[Change], *, why: str = "", step: bool = True) -> Commit:
        """Write `changes` as one group of entries: all of them or none, durable on return.

        One undo step named `label`, unless `step` is False (what software does by itself). What changes nothing is
        dropped. UsageError when a field or value does not belong to its record.
        """
        return self._commit(label, changes, why=why, step=step)

    def _commit(
        self,
        label: str,
        changes: Sequence[Change],
        *,
        why: str = "",
        step: bool = True,
        undoes: str = "",
        also: Callable[[], object] | None = None,
    ) -> Commit:
        wanted = effective(changes, self.records)
        if not wanted and also is None:
            return Commit("", label, (), instants.now(), undoes)
        return self._group(label, wanted, why=why, step=step, undoes=undoes, also=also)

    def note(self, label: str, event: str, facts: dict[str, Json], *, about: Ref = "") -> Commit:
        """Record a custody event that changes no record: an export, hand-over, check, an original opened outside."""
        return self._group(label, [], notes=[(about or self.records.case.ref, event, facts)])

    def _group(
        self,
        label: str,
        changes: Sequence[Change],
        *,
        notes: Sequence[tuple[Ref, str, dict[str, Json]]] = (),
        why: str = "",
        step: bool = False,
        undoes: str = "",
        also: Callable[[], object] | None = None,
    ) -> Commit:
        """Write one group; its first entry is preceded by the one that says who this replica is, if need be."""
        with self._writing() as pen:
            joined = self._introduce(pen)
            pen.begin(label, why=why, step=step, undoes=undoes)
            for change in changes:
                pen.set(change.ref, change.fields)
            for about, event, facts in notes:
                pen.note(about, event, facts)
            updated = [self._updated(change) for change in (*joined, *changes)]
            self._log.append(pen.written)
            schema.store(self._connection, updated)
            schema.settle(self._connection, [*joined, *changes])
            if also:
                also()
        for record in updated:
            self.records.put(record)
        return self._done(pen, undoes)

    def _introduce(self, pen: Pen) -> list[Change]:
        """Say who writes, where the log does not say so yet; a group of its own before the one that follows."""
        if not pen.joined:
            return [pen.join(self._log.heads())]
        said = self.author.person()
        known = self.records.get(Person, said.id)
        new = [edit(known, name=self.author.name, affiliation=self.author.affiliation)] if known else []
        new = [change for change in new if change.fields]
        for change in new:
            pen.begin("Change how who works is called", why="", step=False, undoes="")
            pen.set(change.ref, change.fields)
        return new

    @contextmanager
    def _writing(self) -> Iterator[Pen]:
        """The transaction around one group; a failure leaves log, tables, records and pen as they were."""
        if self.read_only:
            raise CaseError(_("This case is open read-only; nothing can be changed in it."))
        if self._broken:
            raise CaseError(_("The disk failed while this case was being written. Close it and open it again."))
        draft = self._pen.draft()
        try:
            with connecting.known_errors(self.path), connecting.transaction(self._connection):
                yield draft
        except KnownError as error:
            self._broken = _disk_failed(error)
            raise
        self._pen = draft

    def _updated(self, change: Change) -> Record:
        cls = ENTITIES[change.table]
        before = self.records.get(cls, change.id)
        values = before.values() if before else {}
        return schema.record_from(change.table, change.id, {**values, **change.fields})

    def _done(self, pen: Pen, undoes: str) -> Commit:
        if pen.step:
            self._steps.take(pen.group, undoes)
        changed = tuple(dict.fromkeys(e.entity for e in pen.written if e.kind != entries.NOTE))
        return Commit(pen.group, pen.label, changed, pen.at, undoes)

    # Undo

    @property
    def undo_label(self) -> str | None:
        """What `undo` would undo, None when there is nothing."""
        return self._label(self._steps.undo)

    @property
    def redo_label(self) -> str | None:
        """What `redo` would do again, None when there is nothing."""
        return self._label(self._steps.redo)

    def _label(self, groups: list[str]) -> str | None:
        with connecting.reading_errors(self.path):
            return self._log.label(self._steps.origin[groups[-1]]) if groups else None

    def undo(self) -> Commit:
        """Take back the last undo step by entries that set what was before; UsageError when there is none."""
        return self._compensate(self._steps.undo, "Undo: {}", _("There is nothing to undo."))

    def redo(self) -> Commit:
        """Do again what was undone last; UsageError when there is nothing."""
        return self._compensate(self._steps.redo, "Redo: {}", _("There is nothing to redo."))

    def _compensate(self, groups: list[str], label: str, nothing: str) -> Commit:
        if not groups:
            raise UsageError(nothing)
        group, label = groups[-1], label.format(self._label(groups))
        with connecting.reading_errors(self.path):
            back = undo.compensation(self._connection, self._log.group(group), self.records)
        changes = effective(back, self.records)
        # An entry must carry the step, also when everything it set was changed since.
        notes: list[tuple[Ref, str, dict[str, Json]]] = [] if changes else [(self.records.case.ref, "undo", {})]
        return self._group(label, changes, notes=notes, step=True, undoes=group)

    # Originals

    def intend(self, source: Path | BinaryIO, *, name: str = "") -> Intent:
        """First half of an import: note durably that it begins. Then `originals.take_in`, on any thread."""
        intent = intent_of(source, name)
        row = (intent.id, intent.name, intent.raw_name, intent.folder, intent.modified_at, intent.begun_at)
        with self._plain_writing():
            self._connection.execute("INSERT INTO intent VALUES (?, ?, ?, ?, ?, ?)", row)
        self._under_way.add(intent.id)
        return intent

    def forget(self, intent: Intent) -> None:
        """The import of `intent` was given up; its copy must be gone."""
        self._under_way.discard(intent.id)
        with self._plain_writing():
            self._connection.execute("DELETE FROM intent WHERE id = ?", (intent.id,))

    @contextmanager
    def _plain_writing(self) -> Iterator[None]:
        with self._writing():
            yield

    def preserve(self, source: Path | BinaryIO, *, name: str = "", progress: Progress = NO_PROGRESS) -> Preserved:
        """Take the bytes of `source` in, durably. Not yet a media item: `add_media` makes it one.

        FileProblem when the source is at fault, StorageProblem when the disk is; nothing is left behind then.
        """
        intent = self.intend(source, name=name)
        try:
            return self.originals.take_in(intent, source, progress)
        except BaseException:
            self.forget(intent)
            raise

    def add_media(
        self,
        preserved: Preserved,
        *,
        arrival: Arrival,
        media_fields: dict[str, Json],
        label: str,
        more: Sequence[Change] = (),
    ) -> Commit:
        """Make preserved bytes a media item with the next exhibit number; if they are one, only note the arrival.

        Not an undo step. `more` goes into the same group.
        """
        known = self.records.get(Media, preserved.sha256)
        media = preserved.media(known, media_fields, exhibit=self._last_exhibit + 1)
        done = self._commit(
            label,
            [*media, preserved.arrived(arrival), *more],
            step=False,
            also=lambda: self._connection.execute("DELETE FROM intent WHERE id = ?", (preserved.intent.id,)),
        )
        self._under_way.discard(preserved.intent.id)
        if known is None:
            self._last_exhibit += 1
        return done

    def original_path(self, sha256: str) -> Path:
        """Where the original lies (read it, never write it)."""
        return self.originals.path(sha256)

    def original_state(self, sha256: str) -> str:
        """`present`, `missing` or `altered` by its size; UsageError when there is no such media item."""
        return self.originals.state(sha256, self.records.one(Media, sha256).size)

    # The log

    def log(
        self, *, of: Ref | None = None, after: int = 0, limit: int | None = None, newest_first: bool = False
    ) -> list[LogEntry]:
        """Entries in order of arrival, all or those of one entity."""
        with connecting.reading_errors(self.path):
            return self._log.entries(of=of, after=after, limit=limit, newest_first=newest_first)

    def head(self) -> tuple[str, int, str]:
        """The end of this replica's chain: replica, number in the chain (0: nothing written yet), hash."""
        head = self._pen.head
        return head.replica, head.seq, head.hash

    def length(self) -> int:
        """The number of the newest entry in this copy of the case."""
        with connecting.reading_errors(self.path):
            return self._log.length()

    def touched(self, *, after: int) -> list[Ref]:
        """What entries with numbers above `after` speak of, each once."""
        with connecting.reading_errors(self.path):
            return self._log.touched(after=after)

    # Checking

    def check(
        self, *, originals: Which = "all", rebuild: bool = False, progress: Progress = NO_PROGRESS
    ) -> list[Finding]:
        """Prove that tables follow from the log, that every hash, chain and signature fits; all that does not.

        `originals`: hash all of them again, a sample, or none (then only their size is looked at). `rebuild` makes the
        tables again first.
        """
        if rebuild:
            self.rebuild(progress)
        parts = (self.case_id, self.path, self._connection, self.originals, self.records, self._profile)
        return check(Subject(*parts, frozenset(self._under_way)), originals=originals, progress=progress)

    def rebuild(self, progress: Progress = NO_PROGRESS) -> None:
        """Drop every table and make it again from the log."""
        progress.check()
        with self._plain_writing():
            refold.refold(self._connection)
            told = list(schema.read(self._connection))
        self._show_only(told)

    def _show_only(self, told: Sequence[Record]) -> None:
        """The records become these, in the same read model: others may hold it."""
        kept = {record.ref for record in told}
        for cls in ENTITIES.values():
            for record in self.records.all(cls, deleted=True):
                if record.ref not in kept:
                    self.records.drop(cls, record.id)
        for record in told:
            self.records.put(record)

    @staticmethod
    def repair(path: Path) -> Path:
        """Make `case.db` of a closed case again from what can be read of its log; gives where the old one was put.

        For a file that `open` calls damaged. What could not be read is named by the next check.
        """
        return salvage.repair(folder.found(path).absolute())

    def leftovers(self) -> list[Leftover]:
        """What imports that were cut off left behind; an import that is under way is none of them."""
        with connecting.reading_errors(self.path):
            return leftovers.find(self._connection, self.originals, self.records, frozenset(self._under_way))

    def clean_up(self) -> int:
        """Remove unfinished copies and forget their imports; originals are never removed. Returns how many."""
        found = [left for left in self.leftovers() if left.kind != leftovers.ORIGINAL]
        for left in found:
            (self.originals.folder / "tmp" / left.id).unlink(missing_ok=True)
        with self._plain_writing():
            self._connection.executemany("DELETE FROM intent WHERE id = ?", [(left.id,) for left in found])
        return len({left.id for left in found})

    def adopt(self, leftover: Leftover, *, label: str, media_fields: dict[str, Json] | None = None) -> Commit:
        """Make an original that was left without a media item one, after hashing it again."""
        preserved = self.originals.adopted(leftover.id, leftovers.intents(self._connection))
        arrival = preserved.arrival(by=self.author.name, how="adopted")
        return self.add_media(preserved, arrival=arrival, media_fields=media_fields or {}, label=label)


def _disk_failed(error: KnownError) -> bool:
    cause = error.__cause__
    return isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode & 0xFF == 10
