"""The 256-bit hash of a region: signs of its 16×16 lowest cosine frequencies, and its eight turned and mirrored forms.

Signs (not a comparison with the median) make turning and mirroring exact on the bits alone: mirroring left to right
flips the bits of odd horizontal frequencies, turning by 90° transposes as well. So a stored hash answers for all its
eight forms without its picture. Bits are ordered so that the first 64 are the 8×8 lowest frequencies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osintdesk.similar.arrays import Floats, box_mean, resized

Bits = NDArray[np.bool_]
Words = NDArray[np.uint64]

SIDE = 64
KEPT = 16
LOW = 8
HASH_BYTES = KEPT * KEPT // 8
FORMS = 8
MIRRORED_FORM = 1


def cosines(side: int, kept: int) -> Floats:
    """The `kept` lowest rows of the orthonormal DCT-II matrix, (kept, side)."""
    angles = np.pi * (2 * np.arange(side) + 1) / (2 * side)
    rows = np.cos(np.arange(kept)[:, None] * angles) * np.sqrt(2 / side)
    rows[0] /= np.sqrt(2)
    return np.asarray(rows, np.float32)


_COSINES = cosines(SIDE, KEPT)


def _bit_order() -> NDArray[np.int64]:
    rows, columns = np.divmod(np.arange(KEPT * KEPT), KEPT)
    return np.lexsort((columns, rows, np.maximum(rows, columns) >= LOW))


_ORDER = _bit_order()


def _form_tables() -> tuple[NDArray[np.int64], Bits]:
    """For each of the eight forms: where each ordered bit comes from, and whether it is flipped."""
    rows, columns = np.divmod(_ORDER, KEPT)
    position = np.empty(KEPT * KEPT, np.int64)
    position[_ORDER] = np.arange(KEPT * KEPT)
    sources, flips = [], []
    for form in range(FORMS):
        across, down, transposed = bool(form & 1), bool(form & 2), bool(form & 4)
        sources.append(position[columns * KEPT + rows] if transposed else np.arange(KEPT * KEPT))
        flips.append((across & (columns % 2 == 1)) ^ (down & (rows % 2 == 1)))
    return np.array(sources), np.array(flips)


_SOURCES, _FLIPS = _form_tables()


@dataclass(frozen=True, slots=True)
class Form:
    """How a form was made: transposed first (x and y exchanged), then mirrored across and down."""

    across: bool
    down: bool
    transposed: bool


ALL_FORMS = tuple(Form(bool(i & 1), bool(i & 2), bool(i & 4)) for i in range(FORMS))


def small_square(grey: NDArray[np.generic]) -> Floats:
    """The region as 64×64 grey values, shrunk by area."""
    return resized(np.asarray(grey, np.float32), SIDE, SIDE)


def frequency_bits(coefficients: NDArray[np.floating]) -> Bits:
    """(…, 16, 16) cosine coefficients → (…, 256) ordered bits; the mean's bit is always 0."""
    flat = coefficients.reshape(*coefficients.shape[:-2], KEPT * KEPT)[..., _ORDER] > 0
    flat[..., 0] = False
    return flat


def region_bits(grey: NDArray[np.generic]) -> Bits:
    """256 ordered bits of a grey region of any size."""
    return frequency_bits(_COSINES @ small_square(grey) @ _COSINES.T)


def packed(bits: Bits) -> bytes:
    """256 bits as 32 bytes."""
    return np.packbits(bits).tobytes()


def unpacked(data: bytes | NDArray[np.uint8]) -> Bits:
    """32 bytes (or an array (…, 32)) as bits (…, 256)."""
    raw = np.frombuffer(data, np.uint8) if isinstance(data, bytes) else data
    return np.unpackbits(raw, axis=-1).astype(bool)


def form_bits(bits: Bits) -> Bits:
    """(…, 256) → (…, 8, 256): the hash as it were had the picture been turned or mirrored; form 0 is itself."""
    return bits[..., _SOURCES] ^ _FLIPS


def as_words(bits: Bits) -> Words:
    """(…, 256) bits → (…, 4) unsigned 64-bit words; word 0 holds the lowest frequencies."""
    return np.packbits(bits, axis=-1).view(np.uint64)


def words_of(data: bytes) -> Words:
    """Packed hashes as (n, 4) words."""
    return np.frombuffer(data, np.uint64).reshape(-1, 4)


def distances(rows: Words, query: Words) -> NDArray[np.int64]:
    """Differing bits between (n, k) rows and one (k,) query."""
    return np.asarray(np.bitwise_count(rows ^ query).sum(axis=-1, dtype=np.int64))


def frequencies_below(rows: int, columns: int) -> Bits:
    """(256,) which ordered bits belong to the lowest `rows` vertical and `columns` horizontal frequencies."""
    down, across = np.divmod(_ORDER, KEPT)
    return np.asarray((down < rows) & (across < columns))


def texture(grey: NDArray[np.generic]) -> float:
    """Grey levels of detail: root mean square of the 64×64 picture minus its 9×9 means; smooth sky is under 2."""
    square = small_square(grey)
    return float(np.sqrt(np.mean((square - box_mean(square, 9)) ** 2)))
