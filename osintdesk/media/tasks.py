"""The media tasks that a worker process can run, and how their answers become values again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from osintdesk.core.errors import FileProblem
from osintdesk.media.examine import LIBRARIES, READINGS, STAGES, STRIP, THUMBNAIL, completed, examine
from osintdesk.media.results import BadMessage, Examined, from_message, to_message
from osintdesk.media.worker import Message, Pool, Task, WorkerFailed

TASKS: dict[str, Task] = {
    READINGS: Task("osintdesk.media.tasks:examine_stage", 5.0),
    LIBRARIES: Task("osintdesk.media.tasks:examine_stage", 5.0),
    THUMBNAIL: Task("osintdesk.media.tasks:examine_stage", 20.0),
    STRIP: Task("osintdesk.media.tasks:examine_stage", 60.0),
}
"""To be given to `Pool`; the program may add tasks of its own."""


def examine_stage(args: dict[str, Any], _blobs: tuple[bytes, ...]) -> Message:
    """In the worker: `{"path", "stages"}` → an `Examined` as a message."""
    body, blobs = to_message(examine(Path(args["path"]), stages=args["stages"]))
    return Message(body, tuple(blobs))


def examine_limited(pool: Pool, path: Path, *, stages: Iterable[str] = STAGES, priority: int = 10) -> Examined:
    """Every stage of one file in worker processes; a stage that fails leaves its reason and the others stand."""
    args = {"path": str(path)}
    waiting = [pool.submit(stage, {**args, "stages": [stage]}, priority=priority) for stage in stages]
    results = [_result(future.result, path) for future in waiting]
    whole = results[0]
    for part in results[1:]:
        whole = whole.joined(part)
    return completed(whole)


def _result(wait: Any, path: Path) -> Examined:
    try:
        answer = wait()
        return from_message(answer.body, answer.blobs)
    except (WorkerFailed, FileProblem) as problem:
        return _unread(path, str(problem))
    except BadMessage:
        return _unread(path, "The process that read the file gave an answer that is not well formed.")


def _unread(path: Path, reason: str) -> Examined:
    """What can be said without parsing: kind and size."""
    blank = examine(path, stages=())
    return blank.joined(Examined(blank.kind, blank.mime, blank.format, reason=reason))
