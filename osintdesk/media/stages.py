"""The worker's side of the media tasks: one stage of one file, answered as a message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from osintdesk.media.examine import examine
from osintdesk.media.pages import page_picture
from osintdesk.media.pictures import THUMBNAIL_SIDE, thumbnail_bytes
from osintdesk.media.readers.embedded import embedded_parts
from osintdesk.media.results import to_message
from osintdesk.media.worker.frames import Message


def examine_stage(args: dict[str, Any], _blobs: tuple[bytes, ...]) -> Message:
    """`{"path", "stages"}` → an `Examined` as a message."""
    body, blobs = to_message(examine(Path(args["path"]), stages=args["stages"]))
    return Message(body, tuple(blobs))


def draw_page(args: dict[str, Any], _blobs: tuple[bytes, ...]) -> Message:
    """`{"path", "page", "long_side"}` → one page of a document as JPEG."""
    long_side = int(args.get("long_side", THUMBNAIL_SIDE))
    picture = page_picture(Path(args["path"]), page=int(args.get("page", 0)), long_side=long_side)
    return Message({"width": picture.width, "height": picture.height}, (thumbnail_bytes(picture, long_side=long_side),))


def take_embedded(args: dict[str, Any], _blobs: tuple[bytes, ...]) -> Message:
    """`{"path"}` → the pictures and clips inside a file, with the place of each; their bytes as blobs, unchanged."""
    parts = list(embedded_parts(Path(args["path"])))
    described = [{"path": part.path, "format": part.format, "offset": part.offset} for part in parts]
    return Message({"parts": described}, tuple(part.data for part in parts))
