"""Hashes in one pass are those of the standard library, whatever the size and the chunks."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from osintdesk.core import hashing
from osintdesk.core.errors import Cancelled
from osintdesk.core.progress import Reporting


@pytest.mark.parametrize("size", [0, 1, 65_536, 5 * hashing.CHUNK + 7])
def test_all_three_digests_are_right(size: int) -> None:
    data = random.Random(size).randbytes(size)
    with hashing.hasher(size) as hasher:
        for start in range(0, size, 300_001):
            hasher.update(data[start : start + 300_001])
        found = hasher.digests()
    expected = [hashlib.new(name, data).hexdigest() for name in ("sha256", "md5", "sha1")]
    assert [found.sha256, found.md5, found.sha1] == expected
    assert found.size == size


def test_a_file_is_hashed_and_its_bytes_are_told(tmp_path: Path) -> None:
    path = tmp_path / "clip.mov"
    path.write_bytes(b"x" * 3_000_000)
    told: list[int] = []
    assert hashing.sha256_of(path, told=told.append) == hashlib.sha256(b"x" * 3_000_000).hexdigest()
    assert sum(told) == 3_000_000


def test_hashing_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "clip.mov"
    path.write_bytes(b"x")
    progress = Reporting(lambda state: None)
    progress.cancel()
    with pytest.raises(Cancelled):
        hashing.sha256_of(path, progress=progress)
