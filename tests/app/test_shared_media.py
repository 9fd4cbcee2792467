"""Everything in the measuring media is taken in: byte for byte, with no hang and no crash, hostile files included."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from osintdesk.app.ingest import files_below, start_import
from osintdesk.app.session import Session
from osintdesk.core.domain import Contents, Media

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def _unpacked_odd_names(archive: Path, folder: Path) -> Path:
    """The files with odd names, written under the raw bytes of their names."""
    folder.mkdir()
    with zipfile.ZipFile(archive) as file:
        for number, info in enumerate(i for i in file.infolist() if not i.is_dir()):
            name = info.filename.replace("/", "_").encode("utf-8", "surrogateescape")[:200]
            target = folder / f"{number}"
            target.mkdir()
            try:
                (target / name.decode("utf-8", "surrogateescape")).write_bytes(file.read(info))
            except (OSError, ValueError):
                (target / "name that this system refuses").write_bytes(file.read(info))
    return folder


@pytest.mark.parametrize("part", ["hostile", "stills", "videos"])
def test_every_original_is_preserved_and_every_file_ends_as_a_row(
    session: Session, shared: Path, tmp_path: Path, part: str
) -> None:
    media = shared / "media"
    chosen = {
        "hostile": [media / "hostile", _unpacked_odd_names(media / "hostile" / "gen_odd_names.zip", tmp_path / "odd")],
        "stills": [
            p for p in sorted(media.iterdir()) if p.is_dir() and p.name not in {"hostile", "reference", "video"}
        ],
        "videos": [media / "video", shared / "videos"],
    }[part]
    hashes = {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in files_below(chosen)}
    summary = start_import(session, chosen).future.result()
    assert not summary.failed
    assert len(summary.added) + len(summary.present) == len(hashes)
    for path, sha256 in hashes.items():
        kept = session.original(sha256)
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == sha256, path
        assert kept.stat().st_mode & 0o777 == 0o444
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256, f"{path} was changed"
        assert session.records.get(Contents, sha256) is not None, path
    assert {m.id for m in session.records.all(Media)} == set(hashes.values())
    assert all(item.reason.endswith(".") for item in summary.unreadable)
