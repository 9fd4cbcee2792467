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
    EmbeddedPart,
    Examined,
    from_message,
)
from osintdesk.media.worker import Message, Pool, Task, WorkerFailed

PAGE, EMBEDDED = "page", "embedded"
_STAGE = "osintdesk.media.stages:examine_stage"
TASKS: dict[str, Task] = {
    READINGS: Task(_STAGE, 5.0),
    LIBRARIES: Task(_STAGE, 5.0),
    THUMBNAIL: Task(_STAGE, 20.0),
    STRIP: Task(_STAGE, 60.0),
    PAGE: Task("osintdesk.media.stages:draw_page", 20.0),
    EMBEDDED: Task("osintdesk.media.stages:take_embedded", 20.0),
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


def embedded_limited(pool: Pool, path: Path) -> list[EmbeddedPart]:
    """Thumbnails, previews and clips inside a file, as they stand there: to be kept as derivatives.

    Raises WorkerFailed (a FileProblem) when the file cannot be read, or the answer is not well formed.
    """
    answer = pool.run(EMBEDDED, {"path": str(path)})
    described = answer.body.get("parts")
    if not isinstance(described, list) or len(described) != len(answer.blobs):
        raise WorkerFailed("The process that read the file gave an answer that is not well formed.")
    return [_part(given, data) for given, data in zip(described, answer.blobs, strict=True)]


def _part(given: object, data: bytes) -> EmbeddedPart:
    match given:
        case {"path": str(path), "format": str(form), "offset": int() | None as offset} if len(path) < 2000:
            return EmbeddedPart(path, form[:40], offset, data)
        case _:
            raise WorkerFailed("The process that read the file gave an answer that is not well formed.")
