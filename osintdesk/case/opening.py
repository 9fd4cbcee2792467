"""Beginning a case, and taking up the pen in one: who writes, as which replica, after which entry."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from osintdesk.case import connection as connecting
from osintdesk.case import entries, folder, schema
from osintdesk.case.changes import Change, checked
from osintdesk.case.entries import Clock, Entry, Head, Payload
from osintdesk.case.log import Log, shown_time
from osintdesk.case.profile import Profile
from osintdesk.case.signing import Signer, fingerprint
from osintdesk.core import files
from osintdesk.core.domain import Case, Json, Person, Record, Ref, new_id
from osintdesk.core.errors import CaseError


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, and the key that vouches for it."""

    name: str
    affiliation: str = ""
    key: Signer | None = None

    def person(self) -> Change:
        """The record of this person; its id is the key's fingerprint, or random without a key."""
        public = self.key.public_key if self.key else ""
        fields = {"name": self.name, "affiliation": self.affiliation, "public_key": public}
        named = {name: value for name, value in fields.items() if value}
        return checked(Change(Person.TABLE, fingerprint(public) if public else new_id(), named))


@dataclass(slots=True)
class Pen:
    """The writing end of this replica's chain. A draft of it is written with, and kept when the transaction held."""

    case: str
    author: Author
    head: Head
    clock: Clock
    written: list[Entry]
    group: str = ""
    label: str = ""
    why: str = ""
    step: bool = False
    undoes: str = ""
    _begun: bool = False

    @property
    def joined(self) -> bool:
        """Whether this replica has written its first entry."""
        return self.head.seq > 0

    @property
    def at(self) -> str:
        return shown_time(self.clock[0])

    def draft(self) -> Pen:
        """A pen at the same place with nothing written."""
        return replace(self, written=[], group="", label="", step=False, undoes="", why="")

    def begin(self, label: str, *, why: str, step: bool, undoes: str) -> None:
        """What follows is one group."""
        self.group, self.label, self.why, self.step, self.undoes = secrets.token_hex(8), label, why, step, undoes
        self._begun = False

    def join(self, heads: dict[str, Head]) -> Change:
        """The first entry of the chain: who writes it, and what was there when it began. Gives what it changes."""
        person = self.author.person()
        self.begin("Begin to work on the case", why="", step=False, undoes="")
        seen: dict[str, list[Json]] = {head.replica: [head.seq, head.hash] for head in heads.values()}
        self._write(person.ref, entries.JOIN, replace(self._payload(), fields=person.fields, heads=seen))
        return person

    def set(self, reference: Ref, fields: dict[str, Json]) -> None:
        self._write(reference, entries.SET, replace(self._payload(), fields=fields))

    def note(self, about: Ref, event: str, facts: dict[str, Json]) -> None:
        self._write(about, entries.NOTE, replace(self._payload(), fields=facts, event=event))

    def _payload(self) -> Payload:
        """What every entry of the group says; only its first is marked as the step."""
        first = self.step and not self._begun
        self._begun = True
        return Payload(self.author.name, self.group, self.label, {}, self.why, step=first, undoes=self.undoes)

    def _write(self, entity: Ref, kind: str, payload: Payload) -> None:
        self.clock = entries.tick(self.clock)
        entry = entries.seal(self.case, self.head, self.clock, entity=entity, kind=kind, payload=payload)
        self.head = entry.head
        self.written.append(entry)


def take_up(case: str, path: Path, log: Log, author: Author, profile: Profile) -> Pen:
    """The pen of this user's replica in this copy of the case; a new replica where there is none that fits."""
    head = profile.replica(case, path, log, author.key) or Head(new_id())
    return Pen(case, author, head, log.last_clock(), [])


def begin(path: Path, fields: dict[str, Json], author: Author, profile: Profile) -> None:
    """A new case at `path`, complete or not there at all."""
    case = checked(Change(Case.TABLE, new_id(), fields))
    _require_free(path)
    fresh = path.with_name(f".{path.stem}.{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder.create(fresh)
        with connecting.known_errors(path):
            head = _write_first(fresh, case, author)
        profile.remember(case.id, path, head, key=author.key, is_open=False)
        _move(fresh, path)
    except OSError as error:
        raise files.unwritable(path, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _require_free(path: Path) -> None:
    try:
        taken = path.exists() and (not path.is_dir() or any(path.iterdir()))
    except OSError as error:
        raise files.unwritable(path, error) from error
    if taken:
        raise CaseError(f"There is already something at “{path}”. Choose another name, or open it.")


def _write_first(fresh: Path, case: Change, author: Author) -> Head:
    connection = connecting.new_database(fresh)
    try:
        with connecting.transaction(connection):
            schema.create(connection)
            connection.execute("INSERT INTO fact (name, value) VALUES ('case', ?)", (case.id,))
            pen = Pen(case.id, author, Head(new_id()), (0, 0), [])
            person = pen.join({})
            pen.begin("Create the case", why="", step=False, undoes="")
            pen.set(case.ref, case.fields)
            Log(connection).append(pen.written)
            schema.store(connection, [_record(person), _record(case)])
    finally:
        connection.close()
    return pen.head


def _record(change: Change) -> Record:
    return schema.record_from(change.table, change.id, change.fields)


def _move(fresh: Path, path: Path) -> None:
    files.sync_folder(fresh)
    if path.is_dir():
        path.rmdir()
    fresh.rename(path)
    files.sync_folder(path.parent)
