"""The originals of a case: files named by their SHA-256, written once, never changed.

`take_in` may run on any thread; it touches no database. Order of its steps: copy and hash in one pass into
`originals/tmp` → read-only → flush the file → rename → flush the folder. Only after that may a row name the file.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from osintdesk.case.changes import Change, edit, put
from osintdesk.core import files, hashing, instants
from osintdesk.core.domain import Arrival, Json, Media, new_id
from osintdesk.core.errors import FileProblem
from osintdesk.core.progress import NO_PROGRESS, Progress
from osintdesk.core.text import file_name

_NAME = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Intent:
    """An import that was begun: what the file was called, where it lay, and since when."""

    id: str
    name: str
    raw_name: str
    folder: str
    modified_at: str
    begun_at: str


@dataclass(frozen=True, slots=True)
class Preserved:
    """An original that is safely on the disk; `new` is False when its bytes were there before."""

    intent: Intent
    size: int
    sha256: str
    md5: str
    sha1: str
    new: bool

    @property
    def name(self) -> str:
        return self.intent.name

    @property
    def raw_name(self) -> str:
        return self.intent.raw_name

    @property
    def folder(self) -> str:
        return self.intent.folder

    @property
    def modified_at(self) -> str:
        return self.intent.modified_at

    def arrival(self, *, by: str, how: str) -> Arrival:
        """The arrival of these bytes, now."""
        return Arrival(
            id=new_id(),
            media=self.sha256,
            name=self.name,
            raw_name=self.raw_name,
            folder=self.folder,
            modified_at=self.modified_at,
            arrived_at=instants.now(),
            by=by,
            how=how,
        )

    def arrived(self, arrival: Arrival) -> Change:
        """The change that records `arrival`, which need not name its media item."""
        return put(Arrival(id=arrival.id or new_id(), **{**arrival.values(), "media": arrival.media or self.sha256}))

    def media(self, known: Media | None, fields: dict[str, Json], *, exhibit: int) -> list[Change]:
        """What makes these bytes a media item: nothing if they are one, its return if it was removed."""
        if known is not None:
            return [edit(known, deleted=False)] if known.deleted else []
        given = {"size": self.size, "md5": self.md5, "sha1": self.sha1, "exhibit": exhibit}
        return [Change(Media.TABLE, self.sha256, {**fields, **given})]


def intent_of(source: Path | BinaryIO, name: str = "") -> Intent:
    """What is known of `source` before it is read; nothing of it is opened."""
    path = source if isinstance(source, Path) else None
    raw = os.fsencode(name or (path.name if path else ""))
    folder = file_name(os.fsencode(path.absolute().parent)) if path else ""
    return Intent(new_id(), file_name(raw), raw.hex(), folder, _modified(path), instants.now())


def _modified(path: Path | None) -> str:
    try:
        return instants.write(datetime.fromtimestamp(path.lstat().st_mtime, UTC)) if path else ""
    except (OSError, ValueError, OverflowError):
        return ""


class Originals:
    """The folder `originals` of a case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where the original with this hash lies, or would."""
        if not _NAME.match(sha256):
            raise ValueError(f"{sha256!r} is not a SHA-256")
        return self.folder / sha256[:2] / sha256

    def state(self, sha256: str, size: int) -> str:
        """`present`, `missing`, or `altered` (another size; only re-hashing sees more)."""
        try:
            state = self.path(sha256).lstat()
        except (OSError, ValueError):
            return "missing"
        return "present" if stat.S_ISREG(state.st_mode) and state.st_size == size else "altered"

    def __iter__(self) -> Iterator[str]:
        """The hashes that the files are named by."""
        for sub in sorted(p for p in _entries(self.folder) if len(p.name) == 2):
            yield from sorted(p.name for p in _entries(sub) if _NAME.match(p.name) and p.name.startswith(sub.name))

    def strangers(self) -> Iterator[Path]:
        """Files in the folder that are not named like originals, without those in flight."""
        for sub in sorted(_entries(self.folder)):
            if sub.name == "tmp" and sub.is_dir():
                continue
            if len(sub.name) != 2 or not sub.is_dir():
                yield sub
                continue
            yield from sorted(p for p in _entries(sub) if not (_NAME.match(p.name) and p.name.startswith(sub.name)))

    def in_flight(self) -> list[Path]:
        """Copies that were begun."""
        return sorted(_entries(self.folder / "tmp"))

    def take_in(self, intent: Intent, source: Path | BinaryIO, progress: Progress = NO_PROGRESS) -> Preserved:
        """Copy, hash and make durable. FileProblem when the source is at fault, StorageProblem when the disk is."""
        fresh = self.folder / "tmp" / intent.id
        try:
            # Archives and synchronisers drop empty folders.
            fresh.parent.mkdir(parents=True, exist_ok=True)
            digests = _copy(source, fresh, progress)
            return _preserved(intent, digests, self._settle(fresh, digests))
        except OSError as error:
            raise files.unwritable(self.folder, error) from error
        finally:
            _remove_quietly(fresh)

    def adopted(self, sha256: str, begun: list[Intent]) -> Preserved:
        """A file that lies among the originals, hashed again; FileProblem when its bytes are not what its name says.

        `begun`: the imports that did not end; if it is only one, this file came from it.
        """
        path = self.path(sha256)
        descriptor, state = files.open_foreign(path)
        try:
            with hashing.hasher(state.st_size) as hasher:
                fill = _from_file(descriptor, path)
                for buffer in hashing.buffers():
                    if not (length := fill(buffer)):
                        break
                    hasher.update(buffer[:length])
                digests = hasher.digests()
        finally:
            os.close(descriptor)
        if digests.sha256 != sha256:
            raise FileProblem(f"“{sha256}” among the originals was altered and cannot be adopted.")
        return _preserved(begun[0] if len(begun) == 1 else _unknown(), digests, True)

    def _settle(self, fresh: Path, digests: hashing.Digests) -> bool:
        """Give the flushed copy its name; True when its bytes were not there before."""
        target = self.path(digests.sha256)
        if self.state(digests.sha256, digests.size) == "present" and hashing.sha256_of(target) == digests.sha256:
            files.sync_folder(target.parent)
            return False
        if not target.parent.is_dir():
            target.parent.mkdir(exist_ok=True)
            files.sync_folder(self.folder)
        fresh.replace(target)
        files.sync_folder(target.parent)
        return True


def _unknown() -> Intent:
    return Intent(new_id(), "", "", "", "", instants.now())


def _preserved(intent: Intent, digests: hashing.Digests, new: bool) -> Preserved:
    return Preserved(intent, digests.size, digests.sha256, digests.md5, digests.sha1, new)


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _remove_quietly(path: Path) -> None:
    try:
        if os.name == "nt" and path.exists():
            path.chmod(0o600)  # Windows removes no read-only file
        path.unlink(missing_ok=True)
    except OSError:
        pass


Fill = Callable[[memoryview], int]


def _copy(source: Path | BinaryIO, fresh: Path, progress: Progress) -> hashing.Digests:
    if isinstance(source, Path):
        return _copy_file(source, fresh, progress)
    return _copy_stream(_from_stream(source), fresh, 0, progress, "the data")


def _from_stream(stream: BinaryIO) -> Fill:
    def fill(buffer: memoryview) -> int:
        data = stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    return fill


def _copy_file(source: Path, fresh: Path, progress: Progress) -> hashing.Digests:
    descriptor, before = files.open_foreign(source)
    try:
        files.require_room(fresh.parent, before.st_size)
        name = files.shown_name(source)
        digests = _copy_stream(_from_file(descriptor, source), fresh, before.st_size, progress, name)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if not before.st_size == digests.size == after.st_size or before.st_mtime_ns != after.st_mtime_ns:
        raise FileProblem(f"“{name}” changed while it was being read. Add it again when nothing writes to it.")
    return digests


def _from_file(descriptor: int, source: Path) -> Fill:
    stream = open(descriptor, "rb", buffering=0, closefd=False)  # noqa: SIM115

    def fill(buffer: memoryview) -> int:
        try:
            return stream.readinto(buffer)
        except OSError as error:
            raise files.unreadable(source, error) from error

    return fill


def _copy_stream(fill: Fill, fresh: Path, size: int, progress: Progress, name: str) -> hashing.Digests:
    """Write what `fill` gives into the new file `fresh`, read-only and flushed at the end."""
    target = files.create(fresh)
    try:
        with hashing.hasher(size or hashing.CHUNK * 8) as hasher, files.written_ahead(target) as write:
            done = 0
            for buffer in hashing.buffers():
                if not (length := fill(buffer)):
                    break
                hasher.update(buffer[:length])
                write(buffer[:length])
                done += length
                progress.step(done, size, name)
            digests = hasher.digests()
        os.chmod(target if os.chmod in os.supports_fd else fresh, 0o444)  # noqa: PTH101
        files.sync(target)
    finally:
        os.close(target)
    return digests
