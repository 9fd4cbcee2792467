"""Citations of exact places in media: `EX-0012@00:01:07.240#1681`, `EX-0003` for a picture; written and read back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _

_CITATION = re.compile(
    r"\s*EX-?(\d{1,7})(?:@(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d{1,6})?))?(?:#(\d+))?\s*\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Citation:
    """An exhibit, and in a video the time from the first frame in seconds and the frame counted from 0."""

    exhibit: int
    seconds: Fraction | None = None
    frame: int | None = None

    def __str__(self) -> str:
        text = f"EX-{self.exhibit:04d}"
        if self.seconds is not None:
            text += f"@{timecode(self.seconds)}"
        return text if self.frame is None else f"{text}#{self.frame}"


def read_citation(text: str) -> Citation:
    """The citation that `text` is; UsageError when it is none."""
    found = _CITATION.match(text)
    if not found:
        raise UsageError(
            _("“{text}” is not a citation. Write it like EX-0012@00:01:07.240#1681.").format(text=text.strip())
        )
    exhibit, hours, minutes, seconds, frame = found.groups()
    time = None if minutes is None else int(hours or 0) * 3600 + int(minutes) * 60 + Fraction(seconds)
    return Citation(int(exhibit), time, None if frame is None else int(frame))


def timecode(seconds: Fraction | float) -> str:
    """`00:01:07.240`, cut (not rounded) to the millisecond so that it never names the next frame."""
    total = max(0, int(Fraction(seconds) * 1000))
    minutes, milliseconds = divmod(total, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"


def clock(seconds: float | Fraction) -> str:
    """`1:52`, `2:03:10`: a length for people."""
    total = round(max(0.0, float(seconds)))
    hours, rest = divmod(total, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
