"""Plus codes (Open Location Code): full codes only, since a short one needs a place to start from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from osintdesk.core.errors import UsageError

_DIGITS = "23456789CFGHJMPQRVWX"
_TEXT = re.compile(rf"[{_DIGITS}]{{8}}\+(?:[{_DIGITS}]{{2,7}})?\Z|[{_DIGITS}]{{2,6}}0+\+\Z", re.IGNORECASE)
_PAIR_STEPS = (20.0, 1.0, 1 / 20, 1 / 400, 1 / 8000)


@dataclass(frozen=True, slots=True)
class Cell:
    """The middle of a cell and its height and width, in degrees."""

    latitude: float
    longitude: float
    height: float
    width: float


def looks_like(text: str) -> bool:
    return bool(_TEXT.match(text.strip()))


def read(text: str) -> Cell:
    """The cell that a full plus code names; UsageError when it is none."""
    code = text.strip().upper()
    if not _TEXT.match(code):
        raise UsageError(f"“{text}” is not a full plus code. Write it like 8GX6RV2F+PM.")
    digits = code.replace("+", "").rstrip("0")
    if len(digits) < 10 and len(digits) % 2:
        raise UsageError(f"“{text}” is not a full plus code: a digit is missing.")
    pairs, grid = digits[:10], digits[10:]
    south = sum(_DIGITS.index(d) * s for d, s in zip(pairs[0::2], _PAIR_STEPS, strict=False)) - 90
    west = sum(_DIGITS.index(d) * s for d, s in zip(pairs[1::2], _PAIR_STEPS, strict=False)) - 180
    height = width = _PAIR_STEPS[len(pairs) // 2 - 1]
    for digit in grid:
        height, width = height / 5, width / 4
        south, west = south + _DIGITS.index(digit) // 4 * height, west + _DIGITS.index(digit) % 4 * width
    return Cell(south + height / 2, west + width / 2, height, width)


def write(latitude: float, longitude: float) -> str:
    """The ten-digit code of the cell (about 14 m high) that holds the point."""
    # Whole units of 1/8000 degree, so that no digit is lost to rounding.
    row = min(int((latitude + 90) * 8000 + 1e-6), 180 * 8000 - 1)
    column = int((longitude + 180) * 8000 + 1e-6) % (360 * 8000)
    code = ""
    for _ in range(5):
        code = _DIGITS[row % 20] + _DIGITS[column % 20] + code
        row, column = row // 20, column // 20
    return f"{code[:8]}+{code[8:]}"
