"""Fingerprints as bytes: a magic, a version, fields in a fixed order, counted arrays; read back without trust."""

from __future__ import annotations

import math
import struct

import numpy as np
from numpy.typing import DTypeLike, NDArray


class BadFingerprint(ValueError):
    """The bytes are not a fingerprint of a known version."""


class Writer:
    """Collects fields; every number is little endian."""

    def __init__(self, magic: bytes, version: int) -> None:
        self._parts = [magic, struct.pack("<B", version)]

    def number(self, form: str, value: float) -> None:
        self._parts.append(struct.pack("<" + form, value))

    def raw(self, data: bytes) -> None:
        self._parts.append(data)

    def array(self, values: NDArray[np.generic]) -> None:
        """A counted array of rows; its shape beyond the first axis is known to the reader."""
        self.number("I", len(values))
        self.raw(np.ascontiguousarray(values).tobytes())

    def blob(self, data: bytes) -> None:
        self.number("I", len(data))
        self.raw(data)

    def done(self) -> bytes:
        return b"".join(self._parts)


class Reader:
    """Takes fields off in the same order; raises BadFingerprint on anything short, long, or out of range."""

    def __init__(self, data: bytes, magic: bytes, version: int) -> None:
        self._data = bytes(data)
        self._at = 0
        if self.raw(len(magic)) != magic:
            raise BadFingerprint("not a fingerprint of this kind")
        if (found := int(self.number("B", 0, 255))) != version:
            raise BadFingerprint(f"fingerprint version {found} instead of {version}")

    def raw(self, count: int) -> bytes:
        part = self._data[self._at : self._at + count]
        if len(part) != count:
            raise BadFingerprint("the fingerprint ends too early")
        self._at += count
        return part

    def number(self, form: str, low: float, high: float) -> float:
        value: float = struct.unpack("<" + form, self.raw(struct.calcsize("<" + form)))[0]
        if not (math.isfinite(value) and low <= value <= high):
            raise BadFingerprint("a number in the fingerprint is out of range")
        return value

    def array(self, dtype: DTypeLike, columns: int, most: int) -> NDArray[np.generic]:
        """Counted rows of `columns` values, at most `most` rows; a flat array when `columns` is 0."""
        count = int(self.number("I", 0, most))
        values = np.frombuffer(self.raw(count * max(columns, 1) * np.dtype(dtype).itemsize), dtype)
        return values.reshape(count, columns) if columns else values

    def blob(self, most: int) -> bytes:
        return self.raw(int(self.number("I", 0, most)))

    def end(self) -> None:
        if self._at != len(self._data):
            raise BadFingerprint("the fingerprint has bytes after its end")
