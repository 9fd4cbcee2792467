"""“Go to”: reads a frame number, a time, a PTS or a citation as the user writes it."""

from __future__ import annotations

import re
from bisect import bisect_left
from fractions import Fraction

from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _
from osintdesk.media.video import FrameIndex

_TIME = re.compile(r"(?:(\d+):)?(\d+):(\d{1,2}(?:\.\d+)?)\Z|(\d+(?:\.\d+)?)\s*s\Z")


def frame_of(text: str, index: FrameIndex) -> int:
    """The frame that `1681`, `#1681`, `00:01:07.240`, `67.24 s` or `pts 860672` names; else UsageError."""
    wanted = text.strip().lower()
    if wanted.startswith("pts"):
        return _by_pts(wanted.removeprefix("pts").lstrip(" :="), index, text)
    number = wanted.removeprefix("#")
    if number.isdecimal():
        return _checked(int(number), index)
    time = _seconds(wanted)
    if time is None:
        raise UsageError(
            _("“{text}” is no place in a video. Write 1681, 00:01:07.240, 67.24 s or pts 860672.").format(text=text)
        )
    return index.at(time)


def _checked(number: int, index: FrameIndex) -> int:
    if number >= len(index):
        raise UsageError(
            _("There is no frame {number}: the last one is {last}.").format(number=number, last=len(index) - 1)
        )
    return number


def _by_pts(number: str, index: FrameIndex, text: str) -> int:
    try:
        wanted = int(number)
    except ValueError:
        raise UsageError(_("“{text}” is not a PTS. Write it like pts 860672.").format(text=text.strip())) from None
    place = bisect_left(index.pts, wanted)
    if place == len(index) or index.pts[place] != wanted:
        nearest = index.pts[max(0, place - 1)]
        raise UsageError(
            _("No frame has the PTS {wanted}; the one before it has {nearest}.").format(wanted=wanted, nearest=nearest)
        )
    return place


def _seconds(text: str) -> Fraction | None:
    found = _TIME.match(text)
    if not found:
        return None
    hours, minutes, seconds, plain = found.groups()
    return Fraction(plain) if plain else int(hours or 0) * 3600 + int(minutes) * 60 + Fraction(seconds)
