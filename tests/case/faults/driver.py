"""Does the same piece of work again and again, with the shim letting another call fail each time.

Started as a process of its own with the shim preloaded; each run is a forked child. Prints JSON Lines: one line a run,
`{"at", "acknowledged", "problems"}`, where `problems` says what was lost or went wrong undetected.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from osintdesk.case import connection, originals
from osintdesk.case.case_file import Author, CaseFile, Profile, put
from osintdesk.core import files
from osintdesk.core.domain import Incident, Media
from osintdesk.core.errors import KnownError
from tests.case.faults.disk import Disk, read_trace

ERRORS = {
    "kill": (0, False),
    "enospc": (errno.ENOSPC, True),
    "eio": (errno.EIO, False),
    "eintr": (errno.EINTR, False),
    "short": (-1, False),
}
SOURCES = {"a.jpg": b"first picture", "b.jpg": b"second" * 100_000, "c.jpg": b"first picture", "d.jpg": b"fourth"}
ANNA = Author("Anna Weber")


def prepare(root: Path) -> None:
    """A closed case, a profile and the files to be taken in."""
    profile = Profile(root / "profile")
    (root / "sources").mkdir(parents=True)
    for name, data in SOURCES.items():
        (root / "sources" / name).write_bytes(data)
    with CaseFile.create(root / "Case", title="x", author=ANNA, profile=profile) as case:
        case.commit("Add", [put(Incident(id="before", title="before"))])


def work(root: Path, tell: Callable[[str], None]) -> None:
    """Import, change, undo, close; every promise is told the moment it is given."""
    with CaseFile.open(root / "Case", author=ANNA, profile=Profile(root / "profile")) as case:
        for name in SOURCES:
            preserved = case.preserve(root / "sources" / name)
            arrival = preserved.arrival(by="Anna Weber", how="dropped")
            case.add_media(preserved, arrival=arrival, media_fields={"kind": "image"}, label=f"Add {name}")
            tell(f"media {preserved.sha256}")
            case.commit("Add", [put(Incident(id=name, title=name))])
            tell(f"incident {name}")
        case.undo()
        tell("undone d.jpg")
    tell("closed")


def broken_promises(root: Path, told: list[str], *, again: bool = True) -> list[str]:
    """What was told and is not so. With `again`, also whether work goes on as if nothing had been."""
    profile = Profile(root / "profile")
    problems = []
    with CaseFile.open(root / "Case", author=ANNA, profile=profile) as case:
        for line in told:
            what, _, name = line.partition(" ")
            if what == "media" and not _whole(case, name):
                problems.append(f"lost: {line}")
            if what == "incident" and case.records.get(Incident, name) is None:
                problems.append(f"lost: {line}")
            if what == "undone" and case.records.count(Incident) != len(SOURCES):
                problems.append(f"lost: {line}")
        problems += [f"{f.code}: {f.text}" for f in case.check() if f.severity == "error"]
        if again:
            case.clean_up()
    if again and not problems:
        try:
            problems += _go_on(root, profile)
        except KnownError as error:
            problems.append(f"afterwards: {error}")
    return problems


def _whole(case: CaseFile, sha256: str) -> bool:
    path = case.original_path(sha256)
    known = case.records.get(Media, sha256)
    return known is not None and path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _go_on(root: Path, profile: Profile) -> list[str]:
    with CaseFile.open(root / "Case", author=ANNA, profile=profile) as case:
        for left in case.leftovers():
            case.adopt(left, label="Adopt")
        for name in SOURCES:
            preserved = case.preserve(root / "sources" / name)
            arrival = preserved.arrival(by="Anna Weber", how="dropped")
            case.add_media(preserved, arrival=arrival, media_fields={}, label=f"Add {name}")
        return [f"afterwards {f.code}: {f.text}" for f in case.check()]


def go_wrong(how: str) -> None:
    """Break the order of steps on purpose, to prove that these tests would see it."""
    if how == "row-first":
        take_in = originals.Originals.take_in

        def late(self, intent, source, progress):  # type: ignore[no-untyped-def]
            data = source.read_bytes()
            names = ("sha256", "md5", "sha1")
            digests = [hashlib.new(name, data).hexdigest() for name in names]
            _late.append(lambda: take_in(self, intent, source, progress))
            return originals.Preserved(intent, len(data), *digests, True)

        originals.Originals.take_in = late  # type: ignore[method-assign]
        add_media = CaseFile.add_media

        def add(self, *rest, **named):  # type: ignore[no-untyped-def]
            done = add_media(self, *rest, **named)
            _late.pop()()
            return done

        CaseFile.add_media = add  # type: ignore[method-assign]
    elif how == "no-flush":
        files.sync = lambda descriptor: None
    elif how == "no-folder-flush":
        files.sync_folder = lambda folder: None
    elif how == "lazy-log":
        settings = connection._settings
        connection._settings = lambda c: (settings(c), c.execute("PRAGMA synchronous = NORMAL"))[0]  # type: ignore[func-returns-value]


_late: list = []  # type: ignore[type-arg]


def run(root: Path, shim: ctypes.CDLL, at: int, kind: str, trace: int = -1) -> tuple[list[str], str, bool]:
    """One run in a child: what it told, how it ended, and whether the fault was reached."""
    error, lasts = ERRORS[kind]
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        _child(root, shim, (at, error, lasts, trace), tell)
    os.close(tell)
    with os.fdopen(hear) as stream:
        told = stream.read().splitlines()
    _, status = os.waitpid(child, 0)
    count = next((int(line.split()[1]) for line in told if line.startswith("count ")), at)
    ended = "killed" if os.WIFSIGNALED(status) else "" if os.WEXITSTATUS(status) in {0, 3} else "crashed"
    return [line for line in told if not line.startswith("count ")], ended, count >= at


def _child(root: Path, shim: ctypes.CDLL, fault: tuple[int, int, bool, int], tell: int) -> None:
    code = 70
    try:
        at, error, lasts, trace = fault

        def say(line: str) -> None:
            shim.fault_mark(line.encode())
            os.write(tell, f"{line}\n".encode())

        shim.fault_arm(os.fsencode(root), ctypes.c_long(at), error, int(lasts), trace)
        try:
            work(root, say)
            code = 0
        except KnownError:
            code = 3
        say(f"count {shim.fault_disarm()}")
    finally:
        if code == 70:
            import traceback

            traceback.print_exc()
        os._exit(code)


def _begin_again(place: Path) -> Path:
    """A fresh copy of the prepared folder; the profile knows the case by its place."""
    root = place / "run"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(place / "begin", root)
    for note in (root / "profile").rglob("*.json"):
        note.write_text(note.read_text().replace(str(place / "begin"), str(root)))
    return root


def _report(at: int, told: list[str], problems: list[str]) -> None:
    print(json.dumps({"at": at, "acknowledged": len(told), "problems": problems}), flush=True)


def fail_calls(place: Path, shim: ctypes.CDLL, kind: str, every: int) -> None:
    """One run for each call (or each `every`th) that can fail."""
    at, reached = 1, True
    while reached:
        root = _begin_again(place)
        told, ended, reached = run(root, shim, at, kind)
        problems = ["ended in an unexpected error"] if ended == "crashed" else []
        _report(at, told, problems + broken_promises(root, told))
        at += every


def cut_power(place: Path, shim: ctypes.CDLL, every: int) -> None:
    """One run that is written down, then every state that a power cut in it could leave."""
    root = _begin_again(place)
    disk, told = Disk(root), list[str]()
    with (place / "trace").open("w+b") as trace:
        run(root, shim, 0, "kill", trace.fileno())
        trace.seek(0)
        changes = list(read_trace(trace.read()))
    for at, change in enumerate(changes):
        if change.what == "A" and not change.path.startswith("count "):
            told.append(change.path)
        elif change.what != "A":
            disk.take(change)
        for chance in (None, random.Random(at)) if at % every == 0 or change.what == "A" else ():
            shutil.rmtree(root)
            disk.write(root, chance)
            _report(at, told, broken_promises(root, told))


def main(place: Path, kind: str, how: str, every: int) -> None:
    shim = ctypes.CDLL(os.environ["LD_PRELOAD"])
    shim.fault_disarm.restype = ctypes.c_long
    prepare(place / "begin")
    go_wrong(how)
    if kind == "power":
        cut_power(place, shim, every)
    else:
        fail_calls(place, shim, kind, every)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
