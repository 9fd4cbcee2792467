"""The program's worker processes: everything that touches strangers' bytes runs in them."""

from __future__ import annotations

import atexit
import os
import threading
from pathlib import Path

from osintdesk.app.job import FINGERPRINT, FRAME, PREVIEW
from osintdesk.media.tasks import TASKS
from osintdesk.media.worker import Limits, Pool, Task, WorkerFailed

_lock = threading.Lock()
_pools: dict[Path | None, Pool] = {}

REGISTRY: dict[str, Task] = {
    **TASKS,
    FINGERPRINT: Task("osintdesk.app.job:fingerprint", 600.0),
    PREVIEW: Task("osintdesk.app.job:preview", 30.0),
    FRAME: Task("osintdesk.app.job:exact_frame", 60.0),
}


def worker_pool(readable: Path | None = None) -> Pool:
    """The pool whose workers can open only what lies in `readable` (None: any file), made when it is first needed.

    As many workers as cores, at most eight.
    """
    with _lock:
        if not _pools:
            atexit.register(close_workers)
        if readable not in _pools:
            limits = Limits(readable=(os.fspath(readable),)) if readable else None
            _pools[readable] = Pool(min(8, os.cpu_count() or 2), REGISTRY, limits=limits)
        return _pools[readable]


def close_workers(*only: Path | None) -> None:
    """End the worker processes of the folders in `only`, or all; the next use starts new ones."""
    with _lock:
        chosen = [_pools.pop(key) for key in list(_pools) if not only or key in only]
    for pool in chosen:
        pool.close()


def preview_of(path: Path, long_side: int, *, readable: Path | None = None) -> bytes | None:
    """The picture of an original (a video's poster) as JPEG without metadata, long side at most `long_side` pixels."""
    try:
        answer = worker_pool(readable).run(PREVIEW, {"path": os.fspath(path), "long_side": long_side}, priority=5)
    except WorkerFailed:
        return None
    return answer.blobs[0] if answer.blobs else None


def frame_of(
    path: Path, number: int, long_side: int, *, readable: Path | None = None
) -> tuple[float, int, bytes] | None:
    """One exact frame of a video: its seconds, its index and its JPEG; None when it cannot be decoded."""
    args = {"path": os.fspath(path), "frame": number, "long_side": long_side}
    try:
        answer = worker_pool(readable).run(FRAME, args, priority=5)
        return (float(answer.body["seconds"]), number, answer.blobs[0]) if answer.blobs else None
    except (WorkerFailed, KeyError, TypeError, ValueError):
        return None
