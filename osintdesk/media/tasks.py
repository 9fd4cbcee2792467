"""The media tasks that a worker process can run, and how their answers become values again.

What is imported here is light: decoders are loaded in the workers only (`osintdesk.media.stages`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from osintdesk.core.errors import FileProblem
from osintdesk.media.completing import completed, sniffed
from osintdesk.media.results import (
    LIBRARIES,
    READINGS,
    STAGES,
    STRIP,
    THUMBNAIL,
    BadMessage,
    Examined,
    from_message,
)
from osintdesk.media.worker import Message, Pool, Task

_STAGE = "osintdesk.media.stages:examine_stage"
TASKS: dict[str, Task] = {
    READINGS: Task(_STAGE, 5.0),
    LIBRARIES: Task(_STAGE, 5.0),
    THUMBNAIL: Task(_STAGE, 20.0),
    STRIP: Task(_STAGE, 60.0),
}
"""To be given to `Pool`; the program may add tasks of its own."""


def examine_limited(pool: Pool, path: Path, *, stages: Iterable[str] = STAGES, priority: int = 10) -> Examined:
    """Every stage of one file in worker processes; a stage that fails leaves its reason and the others stand."""
    known = sniffed(path)
    if known.reason:
        return known
    args = {"path": str(path)}
    waiting = [pool.submit(stage, {**args, "stages": [stage]}, priority=priority) for stage in stages]
    for future in waiting:
        known = known.joined(_result(future.result, known))
    return completed(known)


def _result(wait: Callable[[], Message], known: Examined) -> Examined:
    try:
        answer = wait()
        return from_message(answer.body, answer.blobs)
    except FileProblem as problem:
        return Examined(known.kind, known.mime, known.format, reason=str(problem))
    except BadMessage:
        reason = "The process that read the file gave an answer that is not well formed."
        return Examined(known.kind, known.mime, known.format, reason=reason)
