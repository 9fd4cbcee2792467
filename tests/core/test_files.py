"""Durable writing and careful opening."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from osintdesk.core import files
from osintdesk.core.errors import FileProblem, StorageProblem


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "note"
    files.write_durably(path, b"one")
    files.write_durably(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in tmp_path.iterdir()] == ["note"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "note"
    files.write_durably(path, b"one")

    def fail(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        files.write_durably(path, b"two")
    assert path.read_bytes() == b"one"
    assert [p.name for p in tmp_path.iterdir()] == ["note"]


def test_a_partial_write_is_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: whole(descriptor, data[:3]))
    files.write_durably(tmp_path / "note", b"twelve bytes")
    assert (tmp_path / "note").read_bytes() == b"twelve bytes"


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither links for everybody nor pipes in folders")
def test_links_pipes_and_folders_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    said = {}
    for name in ("link", "pipe", "folder", "absent"):
        with pytest.raises(FileProblem) as problem:
            files.open_foreign(tmp_path / name)
        said[name] = str(problem.value)
    assert "links are not followed" in said["link"]
    assert "is not a file" in said["pipe"]
    assert "is not a file" in said["folder"] or "is a folder" in said["folder"]
    assert "no longer there" in said["absent"]
    assert all(f"“{name}”" in sentence for name, sentence in said.items())


def test_names_that_are_not_utf_8_are_shown_with_their_bytes() -> None:
    assert files.shown_name(Path(os.fsdecode(b"caf\xe9.jpg"))) == "caf⟨0xE9⟩.jpg"


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO, errno.EISDIR, errno.ELOOP, errno.ENOENT])
def test_every_reading_error_names_the_file(code: int) -> None:
    sentence = str(files.unreadable(Path("clip.mov"), OSError(code, os.strerror(code))))
    assert "“clip.mov”" in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_every_writing_error_names_the_place_and_what_to_do(code: int, tmp_path: Path) -> None:
    sentence = str(files.unwritable(tmp_path, OSError(code, os.strerror(code)), needed=1_400_000_000))
    assert str(tmp_path) in sentence
    assert any(hint in sentence for hint in ("Free some space", "Change its", "another disk", "Check the disk"))


def test_a_copy_that_cannot_fit_is_not_begun(tmp_path: Path) -> None:
    files.require_room(tmp_path, 1)
    with pytest.raises(StorageProblem, match="Free some space"):
        files.require_room(tmp_path, 2**60)
