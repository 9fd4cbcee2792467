"""The fingerprint of one clip: every sampled frame as a small sketch of cosine frequencies, and key frames' features.

A sketch holds the 32×32 lowest frequencies of the frame inside its plain borders, one signed byte each (the square root
of the coefficient). It gives the frame's hash, a picture of 64×64 that can be cropped and mirrored again, and, taken
against the clip's average, what moves in it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from osintdesk.similar import features, hashes, regions
from osintdesk.similar.arrays import Picture, grey_of
from osintdesk.similar.features import Sketch
from osintdesk.similar.packing import BadFingerprint, Reader, Writer
from osintdesk.similar.picture import read_sketch, write_sketch
from osintdesk.similar.regions import WHOLE, Region

_MAGIC = b"OSDV"
VERSION = 1
FREQUENCIES = 32
KEY_FEATURES = 150
KEY_SIDE = 320
_BUFFERED = 480
_MOST_FRAMES = 1_000_000
_MOST_KEYS = 400
_KEY_DISTANCE = 48
_KEY_SECONDS = 2.0
_LEAST_TEXTURE = 3.0

Sketches = NDArray[np.int8]
Coefficients = NDArray[np.float32]

_COSINES = hashes.cosines(hashes.SIDE, FREQUENCIES)


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """Local features of one sampled frame, inside the clip's borders; at: its index among the frames."""

    at: int
    local: Sketch


@dataclass(frozen=True, eq=False)
class VideoFingerprint:
    """What is kept of one clip.

    times: (n,) float32 seconds; sketches: (n, 32, 32) int8; region: the frame inside plain borders, 0–1;
    width, height: of a frame in pixels; duration: seconds; keys: features of some frames.
    """

    duration: float
    width: int
    height: int
    region: Region
    times: NDArray[np.float32]
    sketches: Sketches
    keys: tuple[KeyFrame, ...]

    def __len__(self) -> int:
        return len(self.times)

    @cached_property
    def bits(self) -> hashes.Bits:
        """(n, 256) hash bits of the frames."""
        return hashes.frequency_bits(self.sketches[:, : hashes.KEPT, : hashes.KEPT].astype(np.float32))

    @cached_property
    def texture(self) -> NDArray[np.float32]:
        """(n,) grey levels of detail of the frames: all but the slowest frequencies."""
        return frame_texture(expanded(self.sketches))

    @property
    def inner_size(self) -> tuple[int, int]:
        """Width and height of the frame inside its borders."""
        left, top, right, bottom = self.region
        return max(1, round((right - left) * self.width)), max(1, round((bottom - top) * self.height))

    def without_pictures(self) -> VideoFingerprint:
        """The fingerprint with each frame's hash and its strength only, from which nothing can be seen any more."""
        low = self.sketches[:, : hashes.KEPT, : hashes.KEPT]
        strength = np.abs(low.astype(np.float32)).mean(axis=(1, 2)) if len(self) else np.zeros(0)
        signs = np.zeros_like(self.sketches)
        signs[:, : hashes.KEPT, : hashes.KEPT] = np.sign(low) * np.rint(strength)[:, None, None].astype(np.int8)
        return replace(self, sketches=signs)

    @cached_property
    def has_pictures(self) -> bool:
        """Whether the sketches say more than the hash."""
        return bool(np.any(self.sketches[:, hashes.KEPT :]))

    def to_bytes(self) -> bytes:
        """The stored form, of one version only; `from_bytes` reads it back."""
        out = Writer(_MAGIC, VERSION)
        for value in (self.duration, *self.region):
            out.number("d", value)
        out.number("I", self.width)
        out.number("I", self.height)
        out.array(self.times.astype("<f4"))
        out.blob(zlib.compress(np.diff(self.sketches, axis=0, prepend=np.int8(0)).tobytes(), 6))
        out.number("I", len(self.keys))
        for key in self.keys:
            out.number("I", key.at)
            write_sketch(out, key.local)
        return out.done()

    @classmethod
    def from_bytes(cls, data: bytes) -> VideoFingerprint:
        """Read the stored form; raises BadFingerprint on anything that `to_bytes` could not have written."""
        take = Reader(data, _MAGIC, VERSION)
        duration = take.number("d", 0, 1e7)
        left, top, right, bottom = (take.number("d", 0, 1) for _ in range(4))
        if not (left < right and top < bottom):
            raise BadFingerprint("the region of the clip is empty")
        width, height = int(take.number("I", 1, 1 << 24)), int(take.number("I", 1, 1 << 24))
        times = np.asarray(take.array("<f4", 0, _MOST_FRAMES), np.float32)
        if len(times) and not (np.isfinite(times).all() and times[0] >= 0 and (np.diff(times) >= 0).all()):
            raise BadFingerprint("the times of the clip do not rise")
        sketches = _inflated(take.blob(_MOST_FRAMES * FREQUENCIES**2), len(times))
        keys = tuple(_read_key(take, len(times)) for _ in range(int(take.number("I", 0, _MOST_KEYS))))
        take.end()
        return cls(duration, width, height, (left, top, right, bottom), times, sketches, keys)


def _inflated(packed: bytes, count: int) -> Sketches:
    """The sketches out of their packed differences, never more than `count` of them."""
    size = count * FREQUENCIES**2
    opened = zlib.decompressobj()
    try:
        raw = opened.decompress(packed, size + 1)
    except zlib.error:
        raise BadFingerprint("the sketches of the clip are damaged") from None
    if len(raw) != size or (size and not opened.eof):
        raise BadFingerprint("the clip has another number of sketches than of times")
    steps = np.frombuffer(raw, np.int8).reshape(count, FREQUENCIES, FREQUENCIES)
    return np.asarray(np.cumsum(steps, axis=0, dtype=np.int8), np.int8)


def _read_key(take: Reader, count: int) -> KeyFrame:
    if not count:
        raise BadFingerprint("key frames without frames")
    return KeyFrame(int(take.number("I", 0, count - 1)), read_sketch(take, KEY_FEATURES))


def sketch_of(grey: NDArray[np.generic]) -> Sketches:
    """(32, 32) int8 of a grey frame."""
    found = _COSINES @ hashes.small_square(grey) @ _COSINES.T
    return np.asarray(np.clip(np.rint(np.sign(found) * np.sqrt(np.abs(found))), -127, 127), np.int8)


def expanded(sketches: Sketches) -> Coefficients:
    """Sketches as cosine coefficients, the mean's set to zero."""
    values = sketches.astype(np.float32)
    values *= np.abs(values)
    values[..., 0, 0] = 0
    return values


def frame_texture(coefficients: Coefficients) -> NDArray[np.float32]:
    """(…,) root mean square in grey levels of the frequencies from the fourth on."""
    energy = (coefficients**2).sum(axis=(-2, -1)) - (coefficients[..., :4, :4] ** 2).sum(axis=(-2, -1))
    return np.asarray(np.sqrt(np.maximum(energy, 0)) / hashes.SIDE, np.float32)


def pictures(sketches: Sketches) -> NDArray[np.float32]:
    """(n, 64, 64) grey pictures of the sketches, mean grey 0."""
    return np.asarray(_COSINES.T @ expanded(sketches) @ _COSINES, np.float32)


def recoded(values: NDArray[np.float32]) -> Coefficients:
    """(n, 64, 64) pictures → (n, 32, 32) coefficients without the mean."""
    found = np.asarray(_COSINES @ values @ _COSINES.T, np.float32)
    found[..., 0, 0] = 0
    return found


def fingerprint_clip(frames: Iterable[tuple[float, Picture]], duration: float) -> VideoFingerprint:
    """The fingerprint of a clip from frames sampled four times a second: (seconds, RGB array), small, in order.

    The borders are judged on the first two minutes. A clip without frames gives an empty fingerprint.
    """
    taken: list[_Taken] = []
    stream = _taken(frames)
    for each in stream:
        taken.append(each)
        if len(taken) >= _BUFFERED:
            break
    if not taken:
        empty = np.empty((0, FREQUENCIES, FREQUENCIES), np.int8)
        return VideoFingerprint(max(0.0, duration), 1, 1, WHOLE, np.empty(0, np.float32), empty, ())
    region = _borders(taken)
    times, sketches, keys = _sketched(_all(taken, stream), region)
    width, height = taken[0].size
    return VideoFingerprint(max(float(duration), float(times[-1])), width, height, region, times, sketches, tuple(keys))


@dataclass(frozen=True, slots=True)
class _Taken:
    """A frame as it is held while the borders are not known."""

    time: float
    grey: Picture
    size: tuple[int, int]
    inner: Region | None


def _taken(frames: Iterable[tuple[float, Picture]]) -> Iterator[_Taken]:
    for count, (time, rgb) in enumerate(frames):
        grey = grey_of(rgb)
        yield _Taken(
            float(time), grey, (grey.shape[1], grey.shape[0]), _frame_borders(grey) if count % 2 == 0 else None
        )


def _frame_borders(grey: Picture) -> Region | None:
    """The frame inside plain borders; None for frames too dark or flat to tell."""
    return regions.trimmed(grey) if float(grey.std()) > 12 else None


def _borders(taken: list[_Taken]) -> Region:
    """The smallest region that holds nearly every frame's content: borders stay while the picture changes."""
    found = np.array([each.inner for each in taken if each.inner is not None])
    if not len(found):
        return WHOLE
    left, top = np.percentile(found[:, :2], 5, axis=0)
    right, bottom = np.percentile(found[:, 2:], 95, axis=0)
    region = (float(left), float(top), float(right), float(bottom))
    return region if max(left, top, 1 - right, 1 - bottom) > 0.02 else WHOLE


def _all(taken: list[_Taken], stream: Iterator[_Taken]) -> Iterator[_Taken]:
    yield from taken
    yield from stream


def _sketched(frames: Iterator[_Taken], region: Region) -> tuple[NDArray[np.float32], Sketches, list[KeyFrame]]:
    times: list[float] = []
    sketches: list[Sketches] = []
    chosen = _KeyChoice()
    for each in frames:
        inner = regions.cut(each.grey, region)
        times.append(max(each.time, times[-1] if times else 0.0))
        sketches.append(sketch_of(inner))
        chosen.offer(len(times) - 1, times[-1], sketches[-1], inner)
    return np.array(times, np.float32), np.array(sketches), chosen.keys


class _KeyChoice:
    """Chooses key frames: where the picture has changed, at the latest every three seconds; thinned when too many."""

    def __init__(self) -> None:
        self.keys: list[KeyFrame] = []
        self._last_time = -1e9
        self._last_bits: hashes.Bits | None = None
        self._gap = 1.0

    def offer(self, at: int, time: float, sketch: Sketches, grey: Picture) -> None:
        """Take the frame as a key frame when it is one."""
        bits = hashes.frequency_bits(sketch[: hashes.KEPT, : hashes.KEPT].astype(np.float32))
        if time - self._last_time < self._gap or not self._due(time, bits):
            return
        if float(frame_texture(expanded(sketch))) < _LEAST_TEXTURE:
            return
        found = features.extract(grey, most=KEY_FEATURES, long_side=min(KEY_SIDE, max(grey.shape)))
        self.keys.append(KeyFrame(at, features.sketched(found)))
        self._last_time, self._last_bits = time, bits
        if len(self.keys) >= _MOST_KEYS:
            self.keys, self._gap = self.keys[::2], self._gap * 2

    def _due(self, time: float, bits: hashes.Bits) -> bool:
        changed = self._last_bits is None or int((bits != self._last_bits).sum()) >= _KEY_DISTANCE
        return changed or time - self._last_time >= max(_KEY_SECONDS, self._gap)
