"""Packs of known media recognise what was seen before, hold no picture, and are not trusted."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from PIL import Image

from osintdesk.core.errors import FileProblem
from osintdesk.similar.clip import VideoFingerprint, fingerprint_clip
from osintdesk.similar.known import About, Known, KnownMedia, read_hash_list, read_pack, write_hash_list, write_pack
from osintdesk.similar.picture import fingerprint_picture
from tests.benchmarks.picture_attacks import attacked
from tests.similar import made

OLD = About(
    title="Взрыв в порту", status="misattributed", date="2020-08-04", place="Beirut", link="https://example.org/1",
    sha256="ab" * 32, md5="cd" * 16,
)  # fmt: skip
FRAMES = made.moving(1, seconds=10)
ENTRIES = [
    Known(OLD, fingerprint_picture(made.picture(1))),
    Known(About(title="clip"), fingerprint_clip(iter(FRAMES), 10.0)),
    Known(About(title="by hash only", sha256="12" * 32)),
]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "old.osintknown"
    assert write_pack(path, ENTRIES, title="Old pictures") == 3
    return path


def test_a_pack_says_what_was_written(pack: Path) -> None:
    found = read_pack(pack)
    assert found.title == "Old pictures"
    assert [entry.about for entry in found.entries] == [entry.about for entry in ENTRIES]


def test_an_old_picture_is_recognised_by_any_of_its_traces(pack: Path) -> None:
    known = KnownMedia(read_pack(pack).entries)
    for name in ("JPEG 30", "mirror", "crop 50 %"):
        ((entry, comparison),) = known.like(fingerprint_picture(attacked(name, made.picture(1), 1)))
        assert entry.about.date == "2020-08-04"
        assert comparison.related
    assert known.like(fingerprint_picture(made.picture(2))) == []
    assert known.by_hash("00" * 32, "CD" * 16) == read_pack(pack).entries[0]
    assert known.by_hash("00" * 32) is None


def test_an_old_clip_and_its_stills_are_recognised(pack: Path) -> None:
    known = KnownMedia(read_pack(pack).entries)
    part = fingerprint_clip(iter(made.renumbered(FRAMES[12:32])), 5.0)
    ((entry, comparison),) = known.like(part)
    assert entry.about.title == "clip"
    assert comparison.segments[0].b_start == pytest.approx(3, abs=0.6)
    ((entry, _),) = known.like(fingerprint_picture(Image.fromarray(FRAMES[20][1])))
    assert entry.about.title == "clip"


def test_no_frame_can_be_seen_in_a_pack(pack: Path) -> None:
    line = json.loads(pack.read_text(encoding="utf-8").splitlines()[2])
    stored = VideoFingerprint.from_bytes(base64.b64decode(line["fingerprint"]))
    assert not stored.has_pictures


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("not json", "Line 2"),
        ("[]", "Line 2"),
        ('{"title": 7}', "Line 2"),
        ('{"sha256": "xyz"}', "Line 2"),
        ('{"kind": "picture", "fingerprint": "AAAA"}', "Line 2"),
        ('{"kind": "film", "fingerprint": ""}', "Line 2"),
        ('{"kind": "picture", "fingerprint": 3}', "Line 2"),
        ("[" * 100_000, "Line 2"),
    ],
)
def test_a_wrong_line_is_named(pack: Path, line: str, where: str) -> None:
    header = pack.read_text(encoding="utf-8").splitlines()[0]
    pack.write_text(f"{header}\n{line}\n", encoding="utf-8")
    with pytest.raises(FileProblem, match=where):
        read_pack(pack)


@pytest.mark.parametrize("text", ["", "{}", '{"format": "other"}', '{"format": "osintdesk-known-media", "version": 2}'])
def test_other_files_are_refused(pack: Path, text: str) -> None:
    pack.write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem):
        read_pack(pack)


def test_hash_lists_are_read_as_people_write_them(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    one, two, three = "AB" * 32, "cd" * 16, "12" * 32
    path.write_text(f'# seen\n{one}\n\n{two}  video.mp4\nname,"{three}",2020\nnonsense\n', encoding="utf-8-sig")
    found = read_hash_list(path)
    assert set(found) == {one.lower(), two, three}
    assert found[two] == "video.mp4"
    path.write_text("nothing here", encoding="utf-8")
    with pytest.raises(FileProblem):
        read_hash_list(path)
    with pytest.raises(FileProblem):
        read_hash_list(tmp_path / "missing")


@pytest.mark.parametrize("as_csv", [False, True])
def test_a_written_list_reads_back(tmp_path: Path, as_csv: bool) -> None:
    path = tmp_path / "out.csv"
    assert write_hash_list(path, [OLD, About(title="=1+1", sha256="12" * 32), About()], as_csv=as_csv) == 2
    assert {"ab" * 32, "12" * 32} <= set(read_hash_list(path))
    assert "\n=1" not in path.read_text(encoding="utf-8").replace(",=", "\n=")
