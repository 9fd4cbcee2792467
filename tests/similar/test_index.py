"""Everything that was added is asked at once; the index lasts, is repaired, and forgets what is removed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from osintdesk.core.words import Relation
from osintdesk.similar.clip import fingerprint_clip
from osintdesk.similar.hashes import as_words, region_bits
from osintdesk.similar.index import Index
from osintdesk.similar.picture import fingerprint_picture
from osintdesk.similar.scan import Rows
from tests.benchmarks.picture_attacks import attacked
from tests.similar import made

COUNT = 90
PICTURES = {f"picture {seed}": made.picture(seed, (360, 240)) for seed in range(COUNT)}
PRINTS = {key: fingerprint_picture(image) for key, image in PICTURES.items()}


def picture_of(key: str) -> Image.Image | None:
    return PICTURES.get(key)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made_index = Index.open(tmp_path / "similar")
    made_index.add_many(PRINTS.items())
    return made_index


@pytest.mark.parametrize("attack", ["JPEG 30", "crop 50 %", "mirror", "turned 90", "phone screenshot 55 %"])
def test_a_copy_finds_its_original_and_nothing_else(index: Index, attack: str) -> None:
    copy = attacked(attack, PICTURES["picture 7"], 1)
    copy.thumbnail((512, 512))
    found = index.matches_for(fingerprint_picture(copy), picture=copy, picture_of=picture_of)
    assert [key for key, _ in found] == ["picture 7"]


def test_it_lasts(index: Index, tmp_path: Path) -> None:
    before = index.candidates(PRINTS["picture 3"])
    index.close()
    with Index.open(tmp_path / "similar") as again:
        assert len(again) == COUNT
        assert again.candidates(PRINTS["picture 3"])[0].key == before[0].key == "picture 3"


def test_what_was_not_filed_when_the_program_died_is_still_found(index: Index, tmp_path: Path) -> None:
    late = made.picture(500, (360, 240))
    index.add("late", fingerprint_picture(late))
    # The process ends without closing: what was in memory only is read again from the fingerprints.
    with Index.open(tmp_path / "similar") as again:
        part = fingerprint_picture(late.crop((80, 40, 330, 220)))
        assert "late" in [each.key for each in again.candidates(part)]


def test_removed_things_are_not_found(index: Index) -> None:
    index.remove("picture 7")
    index.remove("never there")
    assert "picture 7" not in index
    assert "picture 7" not in [each.key for each in index.candidates(PRINTS["picture 7"])]


def test_adding_again_replaces(index: Index) -> None:
    index.add("picture 7", PRINTS["picture 8"])
    assert len(index) == COUNT
    near = [each.key for each in index.candidates(PRINTS["picture 8"]) if each.distance == 0]
    assert sorted(near) == ["picture 7", "picture 8"]


@pytest.mark.parametrize("damage", ["db", "segment", "version"])
def test_a_damaged_index_starts_empty_instead_of_failing(index: Index, tmp_path: Path, damage: str) -> None:
    index.close()
    folder = tmp_path / "similar"
    segment = next(folder.glob("*.segment"))
    if damage == "db":
        (folder / "index.db").write_bytes(b"not a database at all" * 400)
        for path in folder.glob("index.db-*"):
            path.unlink()
    elif damage == "segment":
        segment.write_bytes(segment.read_bytes()[:-5])
    else:
        import sqlite3

        connection = sqlite3.connect(folder / "index.db")
        connection.execute("PRAGMA user_version=99")
        connection.close()
    with Index.open(folder) as again:
        assert len(again) == 0
        again.rebuild(PRINTS.items())
        assert len(again) == COUNT
        assert again.candidates(PRINTS["picture 3"])[0].key == "picture 3"


def test_many_segments_are_joined_and_answer_alike(tmp_path: Path) -> None:
    with Index.open(tmp_path / "similar") as index:
        for key, found in PRINTS.items():
            index.add(key, found)
            if len(index) > 66:
                index.flush()
        assert len(list((tmp_path / "similar").glob("*.segment"))) <= 9
        for number in (0, 40, 70, 89):
            part = PICTURES[f"picture {number}"].crop((60, 40, 330, 220))
            best = max(index.candidates(fingerprint_picture(part)), key=lambda each: each.votes)
            assert best.key == f"picture {number}"
    with Index.open(tmp_path / "similar") as again:
        assert len(again) == COUNT


def test_pairs_that_are_decided_are_not_looked_at_again(index: Index) -> None:
    copy = fingerprint_picture(attacked("JPEG 30", PICTURES["picture 7"], 1))
    found = index.matches_for(copy, picture=PICTURES["picture 7"], picture_of=picture_of, skip=lambda key: True)
    assert found == []


def test_clips_and_stills_find_each_other(index: Index) -> None:
    frames = made.moving(200, seconds=8)
    still = Image.fromarray(frames[20][1])
    index.add("clip", fingerprint_clip(iter(frames), 8.0))
    index.add("part", fingerprint_clip(iter(made.renumbered(frames[8:24])), 4.0))
    pictures = {**PICTURES, "still": still}
    index.add("still", fingerprint_picture(still))
    from_clip = dict(index.matches_for("clip", picture_of=pictures.get))
    assert from_clip["part"].relation == Relation.CONTAINS
    assert from_clip["still"].relation == Relation.CONTAINS
    from_still = dict(index.matches_for("still", picture_of=pictures.get))
    assert from_still["clip"].relation == Relation.EXCERPT
    assert set(from_clip) == {"part", "still"}


def test_the_scan_finds_what_comparing_one_by_one_finds() -> None:
    rows = Rows()
    bits = np.array([region_bits(np.asarray(image.convert("L"))) for image in PICTURES.values()])
    for number, each in enumerate(bits):
        rows.add(number, as_words(each[None]), np.zeros(1, np.int32))
    rows.remove(5)
    query = bits[11].copy()
    query[80:120] ^= True
    found = rows.near(query[None], most=60)
    assert [(each.owner, each.distance) for each in found] == [(11, 40)]
    assert not any(each.owner == 5 for each in rows.near(bits[5][None], most=60))


def test_all_pairs_of_a_collection_are_found_once(index: Index) -> None:
    index.add("copy", fingerprint_picture(attacked("JPEG 30", PICTURES["picture 7"], 1)))
    index.add("turned", fingerprint_picture(PICTURES["picture 9"].rotate(90, expand=True)))
    near = [{one, other} for one, other, distance in index.all_pairs(most=40)]
    assert near.count({"copy", "picture 7"}) == 1
    assert near.count({"turned", "picture 9"}) == 1
    assert len(near) == 2
