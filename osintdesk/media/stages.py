"""The worker's side of the media tasks: one stage of one file, answered as a message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from osintdesk.media.examine import examine
from osintdesk.media.results import to_message
from osintdesk.media.worker.frames import Message


def examine_stage(args: dict[str, Any], _blobs: tuple[bytes, ...]) -> Message:
    """`{"path", "stages"}` → an `Examined` as a message."""
    body, blobs = to_message(examine(Path(args["path"]), stages=args["stages"]))
    return Message(body, tuple(blobs))
