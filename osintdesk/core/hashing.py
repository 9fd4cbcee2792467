"""SHA-256, MD5 and SHA-1 of bytes in one pass, beside each other on several processors."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from osintdesk.core.progress import NO_PROGRESS, Progress

CHUNK = 1 << 20
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Digests:
    """What identifies bytes: their number and hashes in lower-case hex. SHA-256 is the identity."""

    size: int
    sha256: str
    md5: str
    sha1: str


class Hasher:
    """Takes chunks in order; `digests()` at the end. Made by `hasher()`, which owns the threads."""

    def __init__(self) -> None:
        self._size = 0
        self._sha256, self._md5, self._sha1 = _new("sha256"), _new("md5"), _new("sha1")

    def update(self, chunk: bytes) -> None:
        self._size += len(chunk)
        for digest in (self._sha256, self._sha1, self._md5):
            digest.update(chunk)

    def digests(self) -> Digests:
        return Digests(self._size, self._sha256.hexdigest(), self._md5.hexdigest(), self._sha1.hexdigest())


class _Parallel(Hasher):
    """MD5, the slow one, on a thread of its own; memory stays flat because no more than a few chunks wait."""

    def __init__(self, slow: ThreadPoolExecutor, fast: ThreadPoolExecutor) -> None:
        super().__init__()
        self._lanes = slow, fast
        self._waiting: deque[Future[None]] = deque()

    def update(self, chunk: bytes) -> None:
        self._size += len(chunk)
        slow, fast = self._lanes
        self._waiting.append(slow.submit(self._md5.update, chunk))
        self._waiting.append(fast.submit(self._update_fast, chunk))
        self._wait(2 * _AHEAD)

    def _update_fast(self, chunk: bytes) -> None:
        self._sha256.update(chunk)
        self._sha1.update(chunk)

    def _wait(self, most: int) -> None:
        while len(self._waiting) > most:
            self._waiting.popleft().result()

    def digests(self) -> Digests:
        self._wait(0)
        return super().digests()


def _new(name: str) -> hashlib._Hash:
    return hashlib.new(name, usedforsecurity=name == "sha256")


@contextmanager
def hasher(size: int) -> Iterator[Hasher]:
    """A hasher fit for about `size` bytes: threads only where they pay."""
    if size < 4 * CHUNK:
        yield Hasher()
        return
    with ThreadPoolExecutor(1, "md5") as slow, ThreadPoolExecutor(1, "sha") as fast:
        yield _Parallel(slow, fast)


def sha256_of(path: Path, *, progress: Progress = NO_PROGRESS, told: Callable[[int], None] | None = None) -> str:
    """SHA-256 of a file in hex; `told` hears the bytes of every chunk. OSError as reading raises it."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(CHUNK):
            progress.check()
            digest.update(chunk)
            if told:
                told(len(chunk))
    return digest.hexdigest()
