"""Embedded thumbnails: found, made safe to show, and compared with the picture that they belong to."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from osintdesk.core.errors import FileProblem
from osintdesk.media.pictures import is_incomplete, picture_from_bytes, small_picture, thumbnail_bytes
from osintdesk.media.readers.findings import Findings

_SIDE = 256
_MAX_COMPARED = 4
_DARK = 24

Grey = np.ndarray[Any, np.dtype[np.float64]]


def embedded_picture(thumbnails: list[tuple[str, bytes]]) -> bytes | None:
    """The largest embedded thumbnail, decoded and encoded anew so that nothing of the stranger's bytes is left."""
    for _path, data in sorted(thumbnails, key=lambda item: -len(item[1]))[:_MAX_COMPARED]:
        with suppress(FileProblem, OSError, ValueError):
            return thumbnail_bytes(picture_from_bytes(data))
    return None


def compare_thumbnails(path: Path, findings: Findings, *, orientation: int, max_pixels: int) -> None:
    """Distance of each embedded thumbnail to the picture: differing bits of 64, after black bars are removed.

    Only EXIF thumbnails are compared; a thumbnail may be stored upright or as the sensor lies, so the better of both
    counts.
    """
    for place, data in findings.thumbnails[:_MAX_COMPARED]:
        with suppress(Exception):
            image = Image.open(io.BytesIO(data))
            findings.add("EmbeddedThumbnail", f"{image.width} × {image.height} pixels, {len(data)} bytes", place)
    exif = [(place, data) for place, data in findings.thumbnails if "IFD1" in place][:1]
    if not exif:
        return
    try:
        whole = small_picture(path, long_side=_SIDE, max_pixels=max_pixels)
        small = picture_from_bytes(exif[0][1], long_side=_SIDE)
    except FileProblem:
        return
    if is_incomplete(whole):
        return  # what is missing of a cut-off picture is no difference
    turns = {1: (), 3: (Image.Transpose.ROTATE_180,), 6: (Image.Transpose.ROTATE_270,), 8: (Image.Transpose.ROTATE_90,)}
    candidates = [small, *(small.transpose(turn) for turn in turns.get(orientation, ()))]
    best = min(candidates, key=lambda candidate: thumbnail_distance(candidate, whole))
    findings.add("ThumbnailDistance", thumbnail_distance(best, whole), exif[0][0])
    shape, own = _shape(best), _shape(whole)
    findings.add("ThumbnailShape", f"{shape:.3f} against {own:.3f}", exif[0][0])


def thumbnail_distance(thumbnail: Image.Image, picture: Image.Image) -> int:
    """Hamming distance of the two difference hashes (9 × 8 grey values, brighter than the right neighbour or not)."""
    first, second = difference_hash(thumbnail), difference_hash(picture)
    return int(np.count_nonzero(first != second))


def difference_hash(image: Image.Image) -> np.ndarray[Any, np.dtype[np.bool_]]:
    grey = _without_bars(np.asarray(image.convert("L"), dtype=np.float64))
    small = Image.fromarray(grey.astype(np.uint8)).resize((9, 8), Image.Resampling.BOX)
    values = np.asarray(small, dtype=np.int16)
    return values[:, :-1] > values[:, 1:]


def _without_bars(grey: Grey) -> Grey:
    """Rows and columns at the edges that are black all along are cut off: cameras pad 16:9 thumbnails to 4:3."""
    rows, columns = np.flatnonzero(grey.max(axis=1) > _DARK), np.flatnonzero(grey.max(axis=0) > _DARK)
    if len(rows) < 8 or len(columns) < 8:
        return grey
    return grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _shape(image: Image.Image) -> float:
    grey = _without_bars(np.asarray(image.convert("L"), dtype=np.float64))
    return float(grey.shape[1] / grey.shape[0])
