"""Where in a picture the content is: inside plain borders, and inside bars, captions and blurred sides."""

from __future__ import annotations

import numpy as np

from osintdesk.similar.arrays import Floats, Picture, shrunk, spread_of

Region = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of width and height, 0–1."""

WHOLE: Region = (0.0, 0.0, 1.0, 1.0)
_PLAIN_SPREAD = 7.0
_PLAIN_STEP = 10.0
_SMALLEST_SHARE = 0.12
_WORK_SIDE = 192


def cut(grey: Picture, region: Region) -> Picture:
    """The part of the picture inside `region`, never empty."""
    height, width = grey.shape[:2]
    left, right = round(region[0] * width), round(region[2] * width)
    top, bottom = round(region[1] * height), round(region[3] * height)
    return grey[min(top, height - 1) : max(bottom, top + 1), min(left, width - 1) : max(right, left + 1)]


def trimmed(grey: Picture) -> Region:
    """The region left when plain bars of one grey are taken from each edge; WHOLE when hardly anything is left."""
    top, bottom = _plain_ends(grey)
    left, right = _plain_ends(grey[top : grey.shape[0] - bottom].T) if top + bottom < grey.shape[0] else (0, 0)
    height, width = grey.shape
    return _checked((left / width, top / height, 1 - right / width, 1 - bottom / height))


def _plain_ends(grey: Picture) -> tuple[int, int]:
    """How many rows at the start and at the end are plain and of the first row's grey."""
    means, spreads = grey.mean(axis=1), grey.std(axis=1)
    return _plain_run(means, spreads), _plain_run(means[::-1], spreads[::-1])


def _plain_run(means: Floats, spreads: Floats) -> int:
    busy = (spreads > _PLAIN_SPREAD) | (np.abs(means - means[0]) > _PLAIN_STEP)
    run = int(np.argmax(busy)) if busy.any() else 0
    return run if run > 1 else 0


def content_box(grey: Picture) -> Region:
    """The largest rectangle full of detail, found by splitting at bands without any, rows and columns in turn.

    Takes the picture out of caption bars, blurred sides and the pages of screenshots.
    """
    small = shrunk(grey, _WORK_SIDE)
    detail = _detail(small)
    top, bottom, left, right = 0, small.shape[0], 0, small.shape[1]
    for _ in range(3):
        start, end = _longest_busy(detail[top:bottom, left:right].mean(axis=1))
        top, bottom = top + start, top + end
        start, end = _longest_busy(detail[top:bottom, left:right].mean(axis=0))
        left, right = left + start, left + end
    height, width = small.shape
    return _checked((left / width, top / height, right / width, bottom / height))


def _detail(grey: Picture) -> Floats:
    """1 where a pixel is neither flat nor part of the plain paper around text, 0 elsewhere."""
    return (spread_of(grey) > 3).astype(np.float32)


def _longest_busy(share: Floats) -> tuple[int, int]:
    """The longest run in which the share of detailed pixels stays above a third of its upper quartile."""
    busy = share > max(0.08, float(np.percentile(share, 75)) / 3)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], busy, [False])).astype(np.int8)))
    if not len(edges):
        return 0, len(share)
    starts, ends = edges[::2], edges[1::2]
    longest = int(np.argmax(ends - starts))
    return int(starts[longest]), int(ends[longest])


def _checked(region: Region) -> Region:
    left, top, right, bottom = region
    wide_enough = right - left > 0.1 and bottom - top > 0.1
    return region if wide_enough and (right - left) * (bottom - top) >= _SMALLEST_SHARE else WHOLE
