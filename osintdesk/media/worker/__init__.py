"""Worker processes in which strangers' files are parsed: limited in time, memory and rights, and thrown away at will.

`Pool` is the side that asks; `python -m osintdesk.media.worker` (or the program itself with `--limited-worker`, when
it is frozen) is the side that answers. They speak length-prefixed JSON and byte blobs over two pipes and never pickle:
unpickling an answer would run code of the answerer's choice in the asking process, so a worker taken over by a
malicious file would take over the whole program.
"""

from __future__ import annotations

from osintdesk.media.worker.frames import Message
from osintdesk.media.worker.pool import WORKER_FLAG, Limits, Pool, Task, WorkerFailed

__all__ = ["WORKER_FLAG", "Limits", "Message", "Pool", "Task", "WorkerFailed"]
