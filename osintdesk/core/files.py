"""Files that must survive a power cut, and files from strangers: written durably, opened without surprises.

What cannot be promised: a drive that acknowledges a flush it did not do. A failed flush is an error for good; it is
never tried again and trusted.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from osintdesk.core.errors import FileProblem, StorageProblem
from osintdesk.core.text import file_name
from osintdesk.core.text import size as shown_size

try:
    from fcntl import F_FULLFSYNC, fcntl  # type: ignore[attr-defined,unused-ignore]
except ImportError:
    F_FULLFSYNC = 0

_FLUSH_EVERY = 64 << 20
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_STRANGER = _READ | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def sync(descriptor: int) -> None:
    """Wait until the file's bytes are on the drive itself."""
    if F_FULLFSYNC:
        fcntl(descriptor, F_FULLFSYNC)  # type: ignore[name-defined,unused-ignore]
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the drive (Windows keeps them in its journal and has no such call)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def create(path: Path, *, mode: int = 0o600) -> int:
    """A new file opened for writing; FileExistsError when there is one."""
    return os.open(path, _NEW, mode)


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Every byte, also where the system takes only a part at a time."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


@contextmanager
def written_ahead(descriptor: int) -> Iterator[Callable[[memoryview], None]]:
    """Gives a writer that lets the drive work while the next bytes are still coming; the last flush is the caller's.

    A flush that fails fails the whole: the error comes out here, and the file must not be trusted.
    """
    waiting: Future[None] | None = None
    since = 0
    with ThreadPoolExecutor(1, "flush") as lane:

        def write(data: memoryview) -> None:
            nonlocal waiting, since
            write_all(descriptor, data)
            since += len(data)
            if since >= _FLUSH_EVERY and (waiting is None or waiting.done()):
                if waiting is not None:
                    waiting.result()
                waiting, since = lane.submit(sync, descriptor), 0

        yield write
        if waiting is not None:
            waiting.result()


def write_durably(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """`path` holds `data`, or what it held before: never something between."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        descriptor = create(fresh, mode=mode)
        try:
            write_all(descriptor, data)
            sync(descriptor)
        finally:
            os.close(descriptor)
        fresh.replace(path)
        sync_folder(path.parent)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def open_foreign(path: Path) -> tuple[int, os.stat_result]:
    """A stranger's file opened for reading, and its state: no links followed, no pipe or device waited for."""
    try:
        descriptor = os.open(path, _STRANGER)
    except OSError as error:
        raise unreadable(path, error) from error
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        os.close(descriptor)
        raise FileProblem(f"“{shown_name(path)}” is not a file; it was left out.")
    return descriptor, state


def shown_name(path: Path) -> str:
    return file_name(os.fsencode(path.name))


def unreadable(path: Path, error: OSError) -> FileProblem:
    """The sentence for a file that could not be read."""
    name = shown_name(path)
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return FileProblem(f"“{name}” is no longer there; it was moved or deleted while it was being read.")
        case errno.ELOOP:
            return FileProblem(f"“{name}” is a link, and links are not followed. Add the file it points to.")
        case errno.EACCES | errno.EPERM:
            return FileProblem(
                f"“{name}” cannot be read: you have no right to. Change its permissions, then try again."
            )
        case errno.EISDIR:
            return FileProblem(f"“{name}” is a folder, not a file.")
        case _:
            return FileProblem(f"“{name}” could not be read: {_reason(error)}.")


def unwritable(place: Path, error: OSError, *, needed: int = 0) -> StorageProblem:
    """The sentence for a place that could not be written."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return StorageProblem(_full(place, needed))
        case errno.EACCES | errno.EPERM:
            return StorageProblem(f"“{place}” cannot be written: you have no right to. Change its permissions.")
        case errno.EROFS:
            return StorageProblem(f"“{place}” is on a disk that cannot be written. Copy the case to another disk.")
        case _:
            return StorageProblem(f"“{place}” could not be written: {_reason(error)}. Check the disk.")


def _full(place: Path, needed: int) -> str:
    wants = f"it needs {shown_size(needed)} and the disk has {shown_size(free(place))} left" if needed else "it is full"
    return f"The disk of “{place}” has no room: {wants}. Free some space, then try again."


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).rstrip(".")


def free(place: Path) -> int:
    """Bytes left for us on the disk of `place`, 0 when it cannot be told."""
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return 0


def require_room(place: Path, needed: int) -> None:
    """StorageProblem before a copy is begun that cannot end (16 MB are left for the case file itself)."""
    if (left := free(place)) and left < needed + 16_000_000:
        raise unwritable(place, OSError(errno.ENOSPC, ""), needed=needed)
