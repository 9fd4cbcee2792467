"""The part of the per-file job that joins reading and similarity; runs in a limited worker process.

What a file says and shows is `media`; what makes it findable again is `similar`. Neither knows the other, so the
fingerprints are taken here: of pictures from the thumbnail's pixels, of videos from sampled frames.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image

from osintdesk.core.errors import FileProblem
from osintdesk.media.kinds import VIDEO, sniff
from osintdesk.media.pictures import small_picture, thumbnail_bytes
from osintdesk.media.video import FrameSource, poster, sample_frames
from osintdesk.media.worker import Message
from osintdesk.similar.clip import fingerprint_clip
from osintdesk.similar.picture import fingerprint_picture

FINGERPRINT, PREVIEW, FRAME = "fingerprint", "preview", "frame"
PREVIEW_PIXELS = 300_000_000


def fingerprint(args: dict[str, Any], blobs: tuple[bytes, ...]) -> Message:
    """`{"path", "kind", "duration", "size"}` and the thumbnail → the fingerprint, and the hashes that people compare.

    `size` is the original's width and height as shown, so that positions are told in its pixels; it may be None.
    """
    if args["kind"] == VIDEO:
        clip = fingerprint_clip(sample_frames(Path(args["path"]), per_second=4), float(args["duration"] or 0))
        return Message({"hashes": {}}, (clip.to_bytes(),))
    with Image.open(io.BytesIO(blobs[0])) as image:
        size = tuple(args["size"]) if args.get("size") else None
        taken = fingerprint_picture(image.convert("RGB"), size=size)
    hashes = {"phash": taken.phash, "dhash": taken.dhash, "whash": taken.whash}
    return Message({"hashes": hashes}, (taken.to_bytes(),))


def preview(args: dict[str, Any], _blobs: tuple[bytes, ...]) -> Message:
    """`{"path", "long_side"}` → the picture as JPEG without metadata; nothing when it cannot be shown."""
    path, long_side = Path(args["path"]), int(args["long_side"])
    try:
        is_video = sniff(path).kind == VIDEO
        image = (
            poster(path, long_side=long_side)
            if is_video
            else small_picture(path, long_side=long_side, max_pixels=PREVIEW_PIXELS)
        )
    except FileProblem:
        return Message({}, ())
    return Message({}, (thumbnail_bytes(image, long_side=long_side),))


def exact_frame(args: dict[str, Any], _blobs: tuple[bytes, ...]) -> Message:
    """`{"path", "frame", "long_side"}` → the frame with this index as JPEG, and its seconds."""
    with FrameSource(Path(args["path"])) as source:
        number = int(args["frame"])
        if not 0 <= number < len(source):
            return Message({}, ())
        image = Image.fromarray(source.frame(number))
        jpeg = thumbnail_bytes(image, long_side=int(args["long_side"]))
        return Message({"seconds": float(source.time(number))}, (jpeg,))
