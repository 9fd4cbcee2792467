"""Two bare files: related or not, how, and where."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image

from osintdesk.app.job import FINGERPRINT
from osintdesk.app.workers import close_workers, worker_pool
from osintdesk.core.errors import FileProblem
from osintdesk.core.hashing import sha256_of
from osintdesk.core.i18n import _
from osintdesk.core.text import visible
from osintdesk.core.words import MediaKind, Relation
from osintdesk.media.results import Examined
from osintdesk.media.tasks import examine_limited
from osintdesk.similar.clip import VideoFingerprint
from osintdesk.similar.clip_compare import compare_clips
from osintdesk.similar.compare import compare_pictures
from osintdesk.similar.comparison import Comparison
from osintdesk.similar.still import compare_picture_clip

Document = dict[str, Any]


def compare_files(a: Path, b: Path) -> Document:
    """The comparison of two files as a document; FileProblem when one of them shows nothing that could be compared."""
    for path in (a, b):
        if not path.is_file():
            raise FileProblem(_("“{name}” is not there, or is not a file.").format(name=visible(str(path))))
    names = {"a": str(a), "b": str(b)}
    if sha256_of(a) == sha256_of(b):
        same = {"related": True, "relation": str(Relation.SAME_FILE), "score": 1.0, "transform": None, "segments": []}
        return {**names, **same, "differing": [], "explanation": _("Both files hold the same bytes.")}
    try:
        return {**names, **_compared(_seen(a), _seen(b), a, b).to_json()}
    finally:
        close_workers(None)


def _seen(path: Path) -> Examined:
    found = examine_limited(worker_pool(), path.absolute(), stages=("readings", "thumbnail"))
    if found.thumbnail is None or found.kind not in {MediaKind.IMAGE, MediaKind.VIDEO}:
        reason = found.reason or _("it is neither a picture nor a video")
        raise FileProblem(_("“{name}” cannot be compared: {reason}").format(name=visible(str(path)), reason=reason))
    return found


def _compared(a: Examined, b: Examined, path_a: Path, path_b: Path) -> Comparison:
    match a.kind, b.kind:
        case MediaKind.IMAGE, MediaKind.IMAGE:
            return compare_pictures(_picture(a), _picture(b), a_size=_size(a), b_size=_size(b))
        case MediaKind.VIDEO, MediaKind.VIDEO:
            return compare_clips(_clip(a, path_a), _clip(b, path_b))
        case MediaKind.IMAGE, _:
            return compare_picture_clip(_picture(a), _clip(b, path_b))
        case _:
            return compare_picture_clip(_picture(b), _clip(a, path_a)).reversed()


def _picture(seen: Examined) -> Image.Image:
    with Image.open(io.BytesIO(seen.thumbnail or b"")) as image:
        return image.convert("RGB")


def _size(seen: Examined) -> tuple[int, int] | None:
    if not seen.width or not seen.height:
        return None
    return (seen.height, seen.width) if seen.orientation >= 5 else (seen.width, seen.height)


def _clip(seen: Examined, path: Path) -> VideoFingerprint:
    args = {"path": str(path.absolute()), "kind": seen.kind, "duration": seen.duration}
    answer = worker_pool().run(FINGERPRINT, args, blobs=[seen.thumbnail or b""])
    return VideoFingerprint.from_bytes(answer.blobs[0])
