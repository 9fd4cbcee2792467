"""What can be made again is kept, read from any thread, and never a reason to fail."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from osintdesk.case import cache as module
from osintdesk.case.cache import Cache, Frame


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with Cache.of(tmp_path) as made:
        yield made


def test_everything_put_in_comes_out_again(cache: Cache, tmp_path: Path) -> None:
    cache.put_thumbnail("a", b"jpeg")
    cache.put_preview("a/1024", b"preview")
    cache.put_strip("a", [("0.0", 0, 0, b"one"), Frame("1.001", 90090, 30, b"two")])
    cache.put_readings("a", [{"name": "Make", "value": None}])
    cache.put_fingerprint("a", "phash", b"\x00\xff")
    cache.put_fingerprint("b", "phash", b"\x01")
    cache.put_fingerprint("b", "sift", b"\x02")
    cache.close()
    with Cache.of(tmp_path) as again:
        assert again.thumbnail("a") == b"jpeg"
        assert again.preview("a/1024") == b"preview"
        assert again.strip("a") == [Frame("0.0", 0, 0, b"one"), Frame("1.001", 90090, 30, b"two")]
        assert again.readings("a") == [{"name": "Make", "value": None}]
        assert again.fingerprint("a", "phash") == b"\x00\xff"
        assert list(again.fingerprints("phash")) == [("a", b"\x00\xff"), ("b", b"\x01")]


def test_what_is_not_there_is_none(cache: Cache) -> None:
    assert (cache.thumbnail("x"), cache.preview("x"), cache.readings("x"), cache.fingerprint("x", "y")) == (None,) * 4
    assert (cache.strip("x"), list(cache.fingerprints("x"))) == ([], [])


def test_putting_again_replaces(cache: Cache) -> None:
    for data in (b"1", b"2"):
        cache.put_thumbnail("a", data)
        cache.put_strip("a", [("0.0", 0, 0, data)] * len(data))
    assert cache.thumbnail("a") == b"2"
    assert [frame.data for frame in cache.strip("a")] == [b"2"]


def test_many_writes_are_one_transaction(cache: Cache) -> None:
    with pytest.raises(ZeroDivisionError), cache.writing():
        cache.put_thumbnail("a", b"1")
        with cache.writing():
            cache.put_thumbnail("b", b"1")
        raise ZeroDivisionError
    assert (cache.thumbnail("a"), cache.thumbnail("b")) == (None, None)
    with cache.writing():
        cache.put_thumbnail("a", b"1")
    assert cache.thumbnail("a") == b"1"


def test_threads_read_while_others_write(cache: Cache) -> None:
    begin = threading.Barrier(6)

    def work(n: int) -> int:
        begin.wait()
        seen = 0
        for k in range(100):
            if n < 2:
                cache.put_thumbnail(f"{n}/{k}", bytes([n]) * 2000)
            else:
                data = cache.thumbnail(f"{n % 2}/{k}")
                assert data in (None, bytes([n % 2]) * 2000)
                seen += data is not None
        return seen

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert all(cache.thumbnail(f"{n}/{k}") for n in range(2) for k in range(100))


@pytest.mark.parametrize("content", [b"", b"nonsense" * 2000, b"SQLite format 3\x00" + bytes(4080)])
def test_a_damaged_cache_begins_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cache.db").write_bytes(content)
    with Cache.of(tmp_path) as cache:
        assert cache.thumbnail("a") is None
        cache.put_thumbnail("a", b"1")
        assert cache.thumbnail("a") == b"1"
    assert module.state(tmp_path / "cache.db") == "sound"


def test_damage_while_it_is_open_is_got_over(tmp_path: Path) -> None:
    with Cache.of(tmp_path) as cache:
        for n in range(500):
            cache.put_thumbnail(str(n), os.urandom(3000))
    size = (tmp_path / "cache.db").stat().st_size
    with (tmp_path / "cache.db").open("r+b") as stream:
        for page in range(5, size // 4096):
            stream.seek(page * 4096)
            stream.write(bytes(64))
    assert module.state(tmp_path / "cache.db") == "damaged"
    with Cache.of(tmp_path) as cache:
        for n in range(500):
            cache.thumbnail(str(n))
        cache.put_thumbnail("new", b"1")
        assert cache.thumbnail("new") == b"1"
        assert cache.search("anything") == []


def test_a_cache_of_another_version_begins_anew(tmp_path: Path) -> None:
    with Cache.of(tmp_path) as cache:
        cache.put_thumbnail("a", b"1")
    with closing(sqlite3.connect(tmp_path / "cache.db")) as connection:
        connection.execute(f"PRAGMA user_version = {module.VERSION + 1}")
    with Cache.of(tmp_path) as cache:
        assert cache.thumbnail("a") is None


def test_a_place_that_cannot_be_written_makes_it_forgetful_not_loud(tmp_path: Path) -> None:
    (tmp_path / "cache.db").mkdir()
    with Cache.of(tmp_path) as cache:
        cache.put_thumbnail("a", b"1")
        assert cache.thumbnail("a") == b"1"
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(cache.thumbnail, "a").result() == b"1"


def test_the_state_of_a_cache_is_told_without_touching_it(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    assert module.state(path) == "absent"
    assert not path.exists()
    path.write_bytes(b"nonsense" * 1000)
    assert module.state(path) == "damaged"
    assert path.read_bytes() == b"nonsense" * 1000
