"""The QR code of the log's head, as rectangles."""

from __future__ import annotations

import segno


def rectangles(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Side of the code in modules, and its dark runs as (column, row, length)."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    return len(rows), tuple(run for y, row in enumerate(rows) for run in _runs(row, y))


def _runs(row: bytes, y: int) -> list[tuple[int, int, int]]:
    runs, x = [], 0
    while x < len(row):
        length = len(row[x:]) - len(row[x:].lstrip(b"\x01"))
        if length:
            runs.append((x, y, length))
        x += max(1, length)
    return runs
