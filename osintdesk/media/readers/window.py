"""A bounded look into a file: every access is checked, and knows where in the file it happens."""

from __future__ import annotations

import mmap
import struct

Data = bytes | mmap.mmap


class Cut(Exception):
    """The structure points beyond the end of what there is."""


class Window:
    """`size` bytes of `data` from `start`; `origin`: place of the first byte in the file (None: unpacked data)."""

    __slots__ = ("data", "origin", "size", "start")

    def __init__(self, data: Data, start: int = 0, size: int | None = None, *, origin: int | None = 0) -> None:
        whole = len(data)
        self.data = data
        self.start = min(max(start, 0), whole)
        self.size = min(whole - self.start, max(size, 0)) if size is not None else whole - self.start
        self.origin = origin

    def __len__(self) -> int:
        return self.size

    def take(self, at: int, count: int) -> bytes:
        """Exactly `count` bytes; raises Cut when they are not all there."""
        if at < 0 or count < 0 or at + count > self.size:
            raise Cut(f"{count} bytes at {at}")
        place = self.start + at
        return bytes(self.data[place : place + count])

    def some(self, at: int, count: int) -> bytes:
        """As many of `count` bytes as there are."""
        at = max(at, 0)
        return self.take(at, max(0, min(count, self.size - at))) if at < self.size else b""

    def all(self, limit: int = 64 << 20) -> bytes:
        return self.some(0, limit)

    def u8(self, at: int) -> int:
        return self.take(at, 1)[0]

    def u16(self, at: int, order: str = ">") -> int:
        return int(struct.unpack(order + "H", self.take(at, 2))[0])

    def u32(self, at: int, order: str = ">") -> int:
        return int(struct.unpack(order + "I", self.take(at, 4))[0])

    def u64(self, at: int, order: str = ">") -> int:
        return int(struct.unpack(order + "Q", self.take(at, 8))[0])

    def part(self, at: int, size: int | None = None) -> Window:
        """The bytes from `at`, clamped to this window."""
        at = min(max(at, 0), self.size)
        room = self.size - at
        return Window(self.data, self.start + at, room if size is None else min(size, room), origin=self.offset(at))

    def offset(self, at: int) -> int | None:
        """Where in the file `at` is."""
        return None if self.origin is None else self.origin + at

    def find(self, what: bytes, at: int = 0) -> int:
        """The next place of `what`, or -1."""
        place = self.data.find(what, self.start + at, self.start + self.size)
        return place - self.start if place >= 0 else -1


def unpacked(data: bytes) -> Window:
    """A window on bytes that were decompressed or joined and so have no place of their own in the file."""
    return Window(data, origin=None)
