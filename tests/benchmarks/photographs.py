"""The photographs to measure on: which are clean, which belong to one scene, and which are twins of each other."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_LONG_SIDE = 512
TWIN_DISTANCE = 66


def folder(name: str) -> Path:
    """A folder of measuring media: OSINTDESK_SHARED, else `shared` beside the checkout; SystemExit when absent."""
    root = Path(os.environ.get("OSINTDESK_SHARED") or Path(__file__).resolve().parents[3] / "shared")
    if not (root / name).is_dir():
        raise SystemExit(f"There is no {root / name}; set OSINTDESK_SHARED to the folder with the measuring media.")
    return root / name


def clean(photos: Path) -> list[str]:
    """Names of the photographs that belong to no group."""
    return [row["file"] for row in _rows(photos) if not row["group"]]


def scenes(photos: Path) -> dict[str, list[str]]:
    """Names by scene: frames of one camera, bursts."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows(photos):
        if row["group"] and not row["group"].startswith("src:"):
            found[row["group"]].append(row["file"])
    return dict(found)


def _rows(photos: Path) -> list[dict[str, str]]:
    with (photos / "photos.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def load(path: Path) -> Image.Image:
    """The picture at 512 pixels, RGB."""
    with Image.open(path) as image:
        return small(image.convert("RGB"))


def small(image: Image.Image) -> Image.Image:
    """The picture with its long side at most 512."""
    result = image.copy()
    result.thumbnail((_LONG_SIDE, _LONG_SIDE))
    return result


def twins(names: list[str], bits: NDArray[np.bool_]) -> set[frozenset[str]]:
    """Pairs that are so near that they are the same picture in two files (wallpapers in several colourways)."""
    signs = bits.astype(np.float32) * 2 - 1
    apart = (bits.shape[1] - signs @ signs.T) / 2
    return {frozenset((names[i], names[j])) for i, j in np.argwhere(np.triu(apart < TWIN_DISTANCE, 1))}


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print a table with columns as wide as they need."""
    texts = [[str(cell) for cell in row] for row in [list(head), *rows]]
    widths = [max(len(row[i]) for row in texts) for i in range(len(texts[0]))]
    for row in texts:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
