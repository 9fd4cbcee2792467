"""What a file says about itself: readings (one value at one place in the file) and the facts derived from them.

A reading is never merged with another one: two places that disagree stay two readings and give two facts, because
the disagreement is what an investigator looks for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_OFFSET = re.compile(r"@0x[0-9a-f]+\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """One value as one reader found it.

    `value` is for people, `raw` is what stands in the file (bytes in hexadecimal). `path` is the box, segment or
    directory that holds it, from the outside in, with the byte offset where it is known:
    `APP1/IFD0/ExifIFD@0x1f4`, `moov/trak[1]/mdia/mdhd@0x2c`.
    """

    name: str
    value: str
    raw: str
    reader: str
    path: str

    @property
    def group(self) -> str:
        """The path without its offset: what the metadata panel groups by."""
        return _OFFSET.sub("", self.path)

    @property
    def offset(self) -> int | None:
        """Byte offset of the value in the file, where the reader knows it."""
        found = _OFFSET.search(self.path)
        return int(found.group()[1:], 16) if found else None

    @property
    def source(self) -> str:
        """`reader: path`, as a fact names where it comes from."""
        return f"{self.reader}: {self.path}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the file about itself; `source` is `reader: path`. Dates stand as they do in the file."""

    name: str
    value: str
    source: str


Facts = Mapping[str, Sequence[Fact]]


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something that does not fit, or that is worth a look: an observation before anybody has decided on it.

    `severity` is info, look or strong. `innocent` says what would explain it without anybody having deceived.
    """

    code: str
    severity: str
    text: str
    facts: tuple[Fact, ...] = ()
    innocent: str = ""
