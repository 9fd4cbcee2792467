"""Files are taken in byte for byte; what goes wrong is said and leaves nothing behind."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from osintdesk.case.case_file import Author, CaseFile, Profile
from osintdesk.core import hashing
from osintdesk.core.domain import Arrival, Media
from osintdesk.core.errors import Cancelled, CaseError, FileProblem, StorageProblem
from osintdesk.core.progress import Progress
from tests.case.helpers import add, add_file

posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX file system")


def _nothing_left(case: CaseFile) -> bool:
    return case.leftovers() == [] and list(case.originals.in_flight()) == []


def test_an_original_is_kept_byte_for_byte_and_named_by_its_hash(case: CaseFile, tmp_path: Path) -> None:
    data = os.urandom(3 * hashing.CHUNK + 5)
    source = tmp_path / "IMG_0001.JPG"
    source.write_bytes(data)
    media = add_file(case, source)
    path = case.original_path(media.id)
    assert path.read_bytes() == data
    assert media.id == hashlib.sha256(data).hexdigest() == path.name
    assert (media.md5, media.sha1) == (hashlib.md5(data).hexdigest(), hashlib.sha1(data).hexdigest())
    assert (media.size, media.number, media.kind) == (len(data), "EX-0001", "image")
    assert case.original_state(media.id) == "present"
    (arrival,) = case.records.where(Arrival, media=media.id)
    assert (arrival.name, arrival.folder, arrival.by, arrival.how) == (
        "IMG_0001.JPG",
        str(tmp_path),
        "Anna Weber",
        "dropped",
    )
    assert arrival.modified_at.endswith("Z")
    assert _nothing_left(case)


@posix
def test_an_original_cannot_be_written(case: CaseFile) -> None:
    media = add_file(case, b"x")
    assert stat.S_IMODE(case.original_path(media.id).stat().st_mode) == 0o444


def test_the_same_bytes_are_one_media_item_with_every_arrival(case: CaseFile) -> None:
    first = add_file(case, b"same", "a.jpg")
    done = add(case, b"same", "b.jpg")
    assert case.records.count(Media) == 1
    assert [a.name for a in case.records.where(Arrival, media=first.id)] == ["a.jpg", "b.jpg"]
    assert first.ref not in done.changed
    assert _nothing_left(case)


def test_an_altered_original_is_made_good_when_its_bytes_come_again(case: CaseFile) -> None:
    media = add_file(case, b"same")
    path = case.original_path(media.id)
    path.chmod(0o644)
    path.write_bytes(b"SAME")
    assert [f.code for f in case.check()] == ["original-altered"]
    add(case, b"same")
    assert path.read_bytes() == b"same"
    assert case.check() == []


def test_an_empty_file_is_an_original_too(case: CaseFile, tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    media = add_file(case, tmp_path / "empty.jpg")
    assert (media.size, media.id) == (0, hashlib.sha256(b"").hexdigest())
    assert case.check() == []


@posix
@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"caf\xe9.jpg", "caf⟨0xE9⟩.jpg"),
        ("évidence\u202egpj.exe".encode(), "évidence⟨U+202E⟩gpj.exe"),
        (b"new\nline.png", "new⟨U+000A⟩line.png"),
        (b"CON", "CON"),
        (b"trailing.", "trailing."),
        (b"x" * 255, "x" * 255),
        ("é.jpg".encode(), "é.jpg"),
        ("e\u0301.jpg".encode(), "e\u0301.jpg"),
        (b"<img src=a>.png", "<img src=a>.png"),
        (b"-rf", "-rf"),
        ("习近平.mp4".encode(), "习近平.mp4"),
    ],
)
def test_any_name_is_taken_in_and_its_bytes_are_kept(case: CaseFile, tmp_path: Path, raw: bytes, shown: str) -> None:
    source = os.fsencode(tmp_path) + b"/" + raw
    with open(source, "wb") as stream:  # noqa: PTH123
        stream.write(raw)
    media = add_file(case, Path(os.fsdecode(source)))
    (arrival,) = case.records.where(Arrival, media=media.id)
    assert arrival.name == shown
    assert bytes.fromhex(arrival.raw_name) == raw
    assert case.check() == []


@posix
def test_links_pipes_and_folders_are_left_out(case: CaseFile, tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "absent"):
        with pytest.raises(FileProblem, match=f"“{name}”"):
            case.preserve(tmp_path / name)
    with pytest.raises(FileProblem, match=r"not a file|a folder"):
        case.preserve(tmp_path)
    assert _nothing_left(case)


class _Meddling(Progress):
    """Does something to the source while it is being read."""

    def __init__(self, meddle: Any) -> None:
        self._meddle = meddle
        self._done = False

    def step(self, done: int, total: int = 0, what: str = "", problems: int = 0) -> None:
        if not self._done:
            self._done = True
            self._meddle()


@pytest.mark.parametrize("change", ["grow", "shrink", "rewrite"])
def test_a_file_that_changes_while_it_is_read_is_refused(case: CaseFile, tmp_path: Path, change: str) -> None:
    source = tmp_path / "clip.mov"
    source.write_bytes(b"x" * (3 * hashing.CHUNK))

    def meddle() -> None:
        with source.open("r+b") as stream:
            if change == "shrink":
                stream.truncate(10)
            else:
                stream.seek(0, os.SEEK_END if change == "grow" else os.SEEK_SET)
                stream.write(b"new")
        os.utime(source, ns=(1, 1))

    with pytest.raises(FileProblem, match=r"“clip\.mov” changed while it was being read"):
        case.preserve(source, progress=_Meddling(meddle))
    assert _nothing_left(case)
    assert case.check() == []


@posix
def test_a_file_that_vanishes_while_it_is_read_is_kept_whole(case: CaseFile, tmp_path: Path) -> None:
    source = tmp_path / "clip.mov"
    source.write_bytes(b"x" * (3 * hashing.CHUNK))
    preserved = case.preserve(source, progress=_Meddling(source.unlink))
    assert case.original_path(preserved.sha256).stat().st_size == 3 * hashing.CHUNK


def test_a_cancelled_import_leaves_nothing(case: CaseFile, tmp_path: Path) -> None:
    source = tmp_path / "clip.mov"
    source.write_bytes(b"x" * (3 * hashing.CHUNK))

    def cancel() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        case.preserve(source, progress=_Meddling(cancel))
    assert _nothing_left(case)
    add_file(case, source)


def test_a_stream_that_fails_leaves_nothing(case: CaseFile) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises((FileProblem, StorageProblem), match="Input/output error"):
        case.preserve(Broken(), name="clip.mov")
    assert _nothing_left(case)


def test_a_copy_may_be_made_on_another_thread(case: CaseFile) -> None:
    from concurrent.futures import ThreadPoolExecutor

    sources = [io.BytesIO(bytes([n]) * 100_000) for n in range(8)]
    intents = [case.intend(source, name=f"{n}.jpg") for n, source in enumerate(sources)]
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(case.originals.take_in, intents, sources))
    for preserved in taken:
        arrival = preserved.arrival(by="Anna Weber", how="dropped")
        case.add_media(preserved, arrival=arrival, media_fields={}, label="Add")
    assert [m.exhibit for m in case.records.all(Media)] == list(range(1, 9))
    assert case.check() == []


@contextmanager
def _small_disk(place: Path) -> Iterator[Path]:
    """A file system of 3 MB, where the machine lets us have one."""
    place.mkdir()
    made = os.name != "nt" and os.geteuid() == 0 and sys.platform == "linux"
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if not made or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small disk needs the administrator's rights on Linux")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_said_and_costs_nothing_that_was_kept(tmp_path: Path, author: Author, profile: Profile) -> None:
    with _small_disk(tmp_path / "disk") as disk:
        with CaseFile.create(disk / "Case", title="x", author=author, profile=profile) as case:
            kept = add_file(case, b"kept")
            with pytest.raises(StorageProblem, match=r"Free some space"):
                case.preserve(io.BytesIO(os.urandom(8_000_000)), name="large.mov")
            case.clean_up()
            with pytest.raises(StorageProblem, match="full"):
                for n in range(10_000):
                    add(case, bytes([n % 256]) * 4000 + str(n).encode())
            count = case.records.count(Media)
        with CaseFile.open(disk / "Case", author=author, profile=profile, read_only=True) as case:
            assert case.records.count(Media) == count
            assert case.original_path(kept.id).read_bytes() == b"kept"
            assert {f.severity for f in case.check()} <= {"info", "warning"}


_AS_NOBODY = """
import os, sys
from pathlib import Path
from osintdesk.case.case_file import Author, CaseFile, Profile
from osintdesk.core.errors import KnownError
os.setgroups([]); os.setgid(65534); os.setuid(65534)
place, unreadable = Path(sys.argv[1]), Path(sys.argv[2])
profile = Profile(place / "profile")
for work in sys.argv[3:]:
    try:
        if work == "create":
            CaseFile.create(place / "closed" / "Case", title="x", author=Author("N"), profile=profile)
        elif work == "open":
            CaseFile.open(place / "sealed.osintcase", author=Author("N"), profile=profile)
        elif work == "read":
            CaseFile.open(place / "sealed.osintcase", author=Author("N"), profile=profile, read_only=True).close()
            print("opened")
        else:
            with CaseFile.create(place / "mine", title="x", author=Author("N"), profile=profile) as case:
                case.preserve(unreadable)
    except KnownError as error:
        print(type(error).__name__, error)
"""


@posix
def test_folders_and_files_without_rights_are_said(tmp_path: Path, author: Author, profile: Profile) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs the administrator's rights to give them up")
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o777)
        (place / "closed").mkdir(mode=0o555)
        CaseFile.create(place / "sealed", title="x", author=author, profile=profile).close()
        secret = place / "secret.jpg"
        secret.touch(mode=0o600)
        command = [sys.executable, "-c", _AS_NOBODY, name, str(secret), "create", "open", "read", "preserve"]
        root = Path(__file__).parents[2]
        env = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, capture_output=True, text=True, cwd=root, env=env, check=False)
    if not done.stdout and "Permission" in done.stderr:
        pytest.skip("the program itself cannot be read without the administrator's rights here")
    said = done.stdout.splitlines()
    assert len(said) == 4, done.stderr
    assert "no right to" in said[0]
    assert "cannot be written" in said[1]
    assert said[2] == "opened"
    assert "“secret.jpg” cannot be read: you have no right to" in said[3]


def test_an_unknown_media_item_has_no_state(case: CaseFile) -> None:
    from osintdesk.core.errors import UsageError

    with pytest.raises(UsageError):
        case.original_state("0" * 64)
    with pytest.raises(ValueError, match="not a SHA-256"):
        case.original_path("../../etc/passwd")


def test_media_cannot_be_added_to_a_read_only_case(case: CaseFile, author: Author, profile: Profile) -> None:
    case.close()
    with CaseFile.open(case.path, author=author, profile=profile, read_only=True) as reading:
        with pytest.raises(CaseError, match="read-only"):
            reading.preserve(io.BytesIO(b"x"))
        assert list(reading.originals) == []
