"""What a report is made from besides the records: the custody log, the state it stands for, and the pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from osintdesk.core.domain import Ref


@dataclass(frozen=True, slots=True)
class LogRow:
    """One entry of the custody log: running number, instant, who, what was done to which entity, the entry's hash."""

    number: int
    at: str
    by: str
    label: str
    ref: Ref
    hash: str


@dataclass(frozen=True, slots=True)
class CaseState:
    """The state of the case that a report stands for: the head of its log, and the software that makes the report.

    `head` is the hash of the last entry (64 hexadecimal digits), `seq` its number, `at` its instant. `software` maps
    names to versions and licences as they are to be printed.
    """

    case_id: str
    replica: str
    seq: int
    head: str
    at: str
    software: Mapping[str, str] = field(default_factory=dict)


Frame = tuple[float, int, bytes]


@runtime_checkable
class Pictures(Protocol):
    """Where pictures come from; every picture is a JPEG with its orientation applied."""

    def picture(self, sha: str, long_side: int) -> bytes | None:
        """The picture, or the poster frame of a video, at most `long_side` pixels; None when there is none."""
        ...

    def strip(self, sha: str) -> Sequence[Frame]:
        """Key frames of a video: seconds in the stream, frame index from 0, JPEG."""
        ...


@runtime_checkable
class Frames(Protocol):
    """Pictures that can also give any exact frame; annotated frames are drawn only when they can."""

    def frame(self, sha: str, index: int, long_side: int) -> Frame | None:
        """The frame with this index: its seconds, index and JPEG."""
        ...
