"""Copies of a picture are found and told apart from other pictures, whatever was done to them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from osintdesk.core.words import Relation
from osintdesk.similar.compare import compare_pictures
from tests.benchmarks.picture_attacks import ATTACKS, attacked
from tests.similar import made

ORIGINAL = made.picture(1)


@pytest.mark.parametrize("name", list(ATTACKS))
def test_a_copy_is_related_whatever_was_done_to_it(name: str) -> None:
    found = compare_pictures(ORIGINAL, attacked(name, ORIGINAL, 3))
    assert found.related
    assert found.relation is not Relation.SAME_SCENE
    assert found.score > 0.5


@pytest.mark.parametrize(
    ("name", "relation"),
    [
        ("JPEG 30", Relation.REENCODE),
        ("half size", Relation.REENCODE),
        ("crop 50 %", Relation.CROP),
        ("letterbox black", Relation.CROP),
        ("mirror", Relation.MIRRORED),
        ("phone screenshot 55 %", Relation.SCREEN),
        ("photo of a screen", Relation.SCREEN),
        ("collage 2 by 2", Relation.EXCERPT),
    ],
)
def test_the_relation_says_how(name: str, relation: Relation) -> None:
    assert compare_pictures(ORIGINAL, attacked(name, ORIGINAL, 3)).relation == relation


def test_other_pictures_are_not_related() -> None:
    for seed in range(2, 12):
        found = compare_pictures(ORIGINAL, made.picture(seed))
        assert not found.related
        assert found.score < 0.3


def test_smooth_pictures_are_not_taken_for_each_other() -> None:
    assert not compare_pictures(made.sky(1), made.sky(2)).related


def test_the_crop_is_named_in_shares_of_the_original() -> None:
    part = ORIGINAL.crop((96, 64, 384, 288))
    found = compare_pictures(ORIGINAL, part)
    assert found.transform is not None
    assert found.transform.crop == pytest.approx((0.2, 0.2, 0.8, 0.9), abs=0.01)
    assert found.transform.crop_in_b == pytest.approx((0, 0, 1, 1), abs=0.01)
    assert "42" in found.explanation


def test_turn_mirror_and_scale_are_measured_in_pixels_of_the_originals() -> None:
    copy = ImageOps.mirror(ORIGINAL).rotate(-20, expand=True).resize((300, 260))
    found = compare_pictures(ORIGINAL, copy, a_size=(4800, 3200), b_size=(600, 520))
    assert found.transform is not None
    assert found.transform.mirrored
    assert found.transform.rotation == pytest.approx(20, abs=2.5)
    corner = np.array(found.transform.affine) @ [4800, 0, 1]
    assert -20 < corner[0] < 620
    assert found.transform.b_size == (600, 520)


def test_exchanging_the_two_gives_the_inverse() -> None:
    part = ORIGINAL.crop((96, 64, 384, 288)).rotate(90, expand=True)
    forth, back = compare_pictures(ORIGINAL, part), compare_pictures(part, ORIGINAL).reversed()
    assert forth.transform is not None
    assert back.transform is not None
    assert forth.transform.rotation == pytest.approx(back.transform.rotation, abs=1)
    assert np.array(forth.transform.affine) == pytest.approx(np.array(back.transform.affine), abs=2)
    assert forth.relation == back.relation


def test_what_was_put_over_a_copy_is_named() -> None:
    copy = ORIGINAL.copy()
    ImageDraw.Draw(copy).rectangle((300, 40, 380, 100), fill=(220, 20, 30))
    found = compare_pictures(ORIGINAL, copy)
    assert found.edited
    left, top, right, bottom = found.differing[0].box_in_b
    assert (left, top, right, bottom) == pytest.approx((300 / 480, 40 / 320, 380 / 480, 100 / 320), abs=0.03)


def test_a_scene_that_has_moved_on_is_not_called_a_copy() -> None:
    scene = made.fixed_camera(5, walk=1, size=(480, 320))
    first, later = Image.fromarray(scene[0][1]), Image.fromarray(scene[12][1])
    found = compare_pictures(first, later)
    assert found.relation == Relation.SAME_SCENE
    assert found.score < 0.5


def test_two_runs_give_the_same_answer() -> None:
    copy = attacked("chain of six", ORIGINAL, 4)
    assert compare_pictures(ORIGINAL, copy) == compare_pictures(ORIGINAL, copy)


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (512, 2), (16, 16)])
def test_tiny_pictures_compare_without_failing(size: tuple[int, int]) -> None:
    assert not compare_pictures(ORIGINAL, Image.new("RGB", size, "red")).related
    assert not compare_pictures(Image.new("RGB", size, "red"), ORIGINAL).related
