"""A disk that forgets: from the written-down changes of a run, the folder as a power cut would leave it.

Pessimistic on purpose: bytes survive for certain only by a flush of their file, names only by a flush of their folder.
What was not flushed is lost, or survives by chance in any combination that a drive may produce.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Change:
    """`c`reate, `w`rite, `t`runcate, `s`ync, `r`ename, `u`nlink, `m`ake a folder, or `A`: something was promised."""

    what: str
    path: str
    other: str
    place: int
    data: bytes


def read_trace(data: bytes) -> Iterator[Change]:
    at = 0

    def take(length: int) -> bytes:
        nonlocal at
        at += length
        return data[at - length : at]

    while at < len(data):
        what = take(1).decode()
        path = take(struct.unpack("=I", take(4))[0]).decode()
        other = take(struct.unpack("=I", take(4))[0]).decode()
        place = struct.unpack("=q", take(8))[0]
        yield Change(what, path, other, place, take(struct.unpack("=I", take(4))[0]))


@dataclass
class _File:
    durable: bytes = b""
    pending: list[Change] = field(default_factory=list)

    def content(self, chance: random.Random | None) -> bytes:
        """The bytes after the cut; without `chance` only what was flushed."""
        bytes_ = bytearray(self.durable)
        for change in self.pending:
            if chance and chance.random() < 0.5:
                _apply(bytes_, change, chance)
        return bytes(bytes_)

    def flush(self) -> None:
        bytes_ = bytearray(self.durable)
        for change in self.pending:
            _apply(bytes_, change, None)
        self.durable, self.pending = bytes(bytes_), []


def _apply(content: bytearray, change: Change, chance: random.Random | None) -> None:
    if change.what == "t":
        del content[change.place :]
        content.extend(bytes(change.place - len(content)))
        return
    data = change.data
    if chance and chance.random() < 0.2:
        data = data[: chance.randrange(len(data) // 512 + 1) * 512]
    content.extend(bytes(max(0, change.place + len(data) - len(content))))
    content[change.place : change.place + len(data)] = data


Names = dict[str, "_File | None"]  # a folder has no file


class Disk:
    """A folder on a disk that forgets. Everything that is in `begin` is durable."""

    def __init__(self, begin: Path) -> None:
        self._root = str(begin)
        paths = [begin, *begin.rglob("*")]
        self._durable: Names = {str(p): _File(p.read_bytes()) if p.is_file() else None for p in paths}
        self._now: Names = dict(self._durable)
        self._pending: dict[str, list[tuple[str, str, _File | None]]] = {}

    def take(self, change: Change) -> None:
        """One more change."""
        match change.what:
            case "c" | "m":
                file = _File() if change.what == "c" else None
                self._now[change.path] = file
                self._name("add", change.path, file)
            case "w" | "t":
                file = self._now[change.path]
                assert file
                file.pending.append(change)
            case "r":
                file = self._now.pop(change.path)
                self._now[change.other] = file
                # Renaming is atomic: both names change with the folder that gets the file.
                self._name("add", change.other, file, remove=change.path)
            case "u":
                self._now.pop(change.path)
                self._name("remove", change.path, None)
            case "s":
                self._flush(change.path)

    def _name(self, what: str, path: str, file: _File | None, *, remove: str = "") -> None:
        pending = self._pending.setdefault(str(Path(path).parent), [])
        pending.append((what, path, file))
        if remove:
            pending.append(("remove", remove, None))

    def _flush(self, path: str) -> None:
        file = self._now.get(path)
        if file:
            file.flush()
            return
        for change in self._pending.pop(path, []):
            _rename(self._durable, change)

    def write(self, target: Path, chance: random.Random | None = None) -> None:
        """The folder after a power cut now: without `chance`, only what was flushed."""
        names = dict(self._durable)
        for pending in self._pending.values() if chance else ():
            for change in pending[: chance.randrange(len(pending) + 1)] if chance else ():
                _rename(names, change)
        for name in sorted(names):
            place = target / Path(name).relative_to(self._root)
            file = names[name]
            if file is None:
                place.mkdir(exist_ok=True, parents=True)
            elif str(Path(name).parent) in names:
                place.write_bytes(file.content(chance))


def _rename(names: Names, change: tuple[str, str, _File | None]) -> None:
    what, path, file = change
    if what == "add":
        names[path] = file
    else:
        names.pop(path, None)
