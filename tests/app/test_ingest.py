"""Files that are added are preserved byte for byte, read, and told apart: added, already there, unreadable, refused."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

import pytest

from osintdesk.app import ingest
from osintdesk.app.incidents import add_incident
from osintdesk.app.session import Session
from osintdesk.core.domain import Arrival, Attachment, Contents, Match, Media, Sighting
from osintdesk.core.errors import Cancelled, UsageError
from osintdesk.core.progress import Progress
from tests.pictures import save_jpeg, scene


def imported(session: Session, *paths: Path, **options: object) -> ingest.Summary:
    return ingest.start_import(session, paths, **options).future.result()  # type: ignore[arg-type]


def test_a_folder_is_taken_in_and_every_original_is_byte_identical(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deeper").mkdir(parents=True)
    names = ["a.jpg", "deeper/Суджа.jpg", "deeper/صورة.jpg"]
    for seed, name in enumerate(names):
        save_jpeg(folder / name, seed)
    summary = imported(session, folder)
    assert sorted(item.name for item in summary.added) == sorted(Path(n).name for n in names)
    assert not summary.needs_a_look
    for name in names:
        data = (folder / name).read_bytes()
        assert session.original(hashlib.sha256(data).hexdigest()).read_bytes() == data
    numbers = [m.number for m in session.records.all(Media)]
    assert numbers == ["EX-0001", "EX-0002", "EX-0003"]


def test_what_the_file_says_is_recorded_with_thumbnail(session: Session, tmp_path: Path) -> None:
    item = imported(session, save_jpeg(tmp_path / "a.jpg", 1)).added[0]
    contents = session.records.one(Contents, item.sha256)
    media = session.records.one(Media, item.sha256)
    assert (media.kind, media.mime, contents.width, contents.height) == ("image", "image/jpeg", 640, 420)
    assert contents.facts["make"][0]["value"] == "Example"
    assert contents.hashes["phash"]
    thumbnail = session.cache.thumbnail(item.sha256)
    assert thumbnail is not None and thumbnail.startswith(b"\xff\xd8") and b"Exif" not in thumbnail


def test_the_same_bytes_again_are_one_item_with_two_arrivals(session: Session, tmp_path: Path) -> None:
    first = save_jpeg(tmp_path / "first.jpg", 1)
    second = tmp_path / "second name.jpg"
    second.write_bytes(first.read_bytes())
    summary = imported(session, first, second)
    assert [i.exhibit for i in summary.added] == ["EX-0001"]
    assert [(i.name, i.exhibit) for i in summary.present] == [("second name.jpg", "EX-0001")]
    assert {a.name for a in session.records.all(Arrival)} == {"first.jpg", "second name.jpg"}


def test_an_unreadable_file_is_preserved_and_listed_with_its_reason(session: Session, tmp_path: Path) -> None:
    bad = tmp_path / "broken.jpg"
    bad.write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(200))
    summary = imported(session, bad, save_jpeg(tmp_path / "good.jpg", 2))
    assert [i.name for i in summary.unreadable] == ["broken.jpg"]
    assert summary.unreadable[0].reason
    assert len(summary.added) == 2
    assert session.original(summary.unreadable[0].sha256).read_bytes() == bad.read_bytes()


def test_a_missing_file_is_named_and_the_rest_goes_on(session: Session, tmp_path: Path) -> None:
    summary = imported(session, tmp_path / "gone.jpg", save_jpeg(tmp_path / "good.jpg", 2))
    assert [i.name for i in summary.failed] == ["gone.jpg"]
    assert "gone.jpg" in summary.failed[0].reason
    assert len(summary.added) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="file names that are not UTF-8 exist on Linux only")
def test_a_name_that_is_not_utf8_is_kept_as_bytes_and_shown(session: Session, tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9\xe2\x80\xae.jpg"
    with open(raw, "wb") as file:  # noqa: PTH123
        file.write(save_jpeg(tmp_path / "a.jpg", 3).read_bytes())
    item = imported(session, Path(os.fsdecode(raw))).added[0]
    assert item.name == "caf⟨0xE9⟩⟨U+202E⟩.jpg"
    arrival = session.records.where(Arrival, media=item.sha256)[0]
    assert bytes.fromhex(arrival.raw_name) == b"caf\xe9\xe2\x80\xae.jpg"


def test_files_are_attached_and_get_their_sighting(session: Session, tmp_path: Path) -> None:
    incident, commit = add_incident(session, title="Jets")
    commit.result()
    seen = {"url": "https://example.org/1", "posted_at": "2024-08-06T18:52:00Z"}
    item = imported(session, save_jpeg(tmp_path / "a.jpg", 1), incident=incident, sighting=seen).added[0]
    assert [a.incident for a in session.records.where(Attachment, media=item.sha256)] == [incident]
    assert session.records.where(Sighting, media=item.sha256)[0].posted_at == "2024-08-06T18:52:00Z"


def test_a_recompressed_copy_is_flagged_on_import(session: Session, tmp_path: Path) -> None:
    original, copy = tmp_path / "a.jpg", tmp_path / "b.jpg"
    scene(5).save(original, quality=92)
    scene(5).resize((400, 262)).save(copy, quality=40)
    scene(6).save(tmp_path / "other.jpg", quality=90)
    summary = imported(session, original, copy, tmp_path / "other.jpg")
    found = list(session.records.all(Match))
    assert summary.matches == len(found) == 1
    assert {found[0].a, found[0].b} == {summary.added[0].sha256, summary.added[1].sha256}
    assert found[0].decision == "suggested" and float(found[0].score) > 0.5
    sizes = {tuple(found[0].transform[name]) for name in ("a_size", "b_size")}
    assert sizes == {(640, 420), (400, 262)}, "positions are told in the originals' pixels"


class _StopsAfter(Progress):
    """Cancels when the given number of files was told."""

    def __init__(self, count: int) -> None:
        self._left = count

    def step(self, done: int, total: int = 0, what: str = "", problems: int = 0) -> None:
        self._left -= 1
        if self._left < 0:
            raise Cancelled


def test_cancelling_keeps_what_was_added_and_leaves_nothing_behind(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for seed in range(5):
        save_jpeg(folder / f"{seed}.jpg", seed)
    summary = imported(session, folder, progress=_StopsAfter(2))
    assert summary.cancelled and len(summary.added) < 5
    assert len(list(session.records.all(Media))) == len(summary.added)
    assert not session.originals.in_flight()


def test_import_cannot_be_undone_but_attaching_can(session: Session, tmp_path: Path) -> None:
    imported(session, save_jpeg(tmp_path / "a.jpg", 1))
    assert session.undo_label is None
    with pytest.raises(UsageError):
        session.undo().result()


def test_a_kept_frame_names_its_parent_and_parameters(session: Session, tmp_path: Path) -> None:
    parent = imported(session, save_jpeg(tmp_path / "a.jpg", 1)).added[0].sha256
    data = save_jpeg(tmp_path / "frame.jpg", 9).read_bytes()
    commit = ingest.add_derivative(
        session, parent, data, name="frame.jpg", made_by="crop", parameters={"box": ["0", "0"]}
    )
    sha256 = hashlib.sha256(data).hexdigest()
    assert f"media:{sha256}" in commit.result().changed
    kept = session.records.one(Media, sha256)
    assert (kept.parent, kept.made_by, kept.parameters) == (parent, "crop", {"box": ["0", "0"]})
    deadline = time.monotonic() + 20
    while session.records.get(Contents, sha256) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert session.records.one(Contents, sha256).width == 640


def test_closing_during_an_import_stops_it_cleanly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from osintdesk.app.profile import load_profile

    monkeypatch.setenv("OSINTDESK_PROFILE", str(tmp_path / "profile"))
    folder = tmp_path / "in"
    folder.mkdir()
    for seed in range(8):
        save_jpeg(folder / f"{seed}.jpg", seed)
    session = Session.create(tmp_path / "case", title="T", profile=load_profile())
    work = ingest.start_import(session, [folder])
    session.close()
    assert work.future.done()
    with Session.open(tmp_path / "case.osintcase", profile=load_profile()) as again:
        for media in again.records.all(Media):
            assert again.original(media.id).stat().st_size == media.size
