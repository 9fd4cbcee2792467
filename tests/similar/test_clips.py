"""Which seconds of one clip are in another: found, placed within a second, and not seen where they are not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from osintdesk.core.words import Relation
from osintdesk.similar.clip import fingerprint_clip
from osintdesk.similar.compare import compare_clips, compare_picture_clip
from tests.benchmarks.picture_attacks import attacked
from tests.similar import made

WHOLE = made.moving(1, seconds=14)
PART = made.renumbered(WHOLE[16:40])  # seconds 4 to 10


ORIGINAL = fingerprint_clip(iter(WHOLE), 14.0)


def mirrored(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return frame[:, ::-1]


def half(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return frame[20:150, 60:290]


def barred(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return cv2.copyMakeBorder(frame, 60, 60, 0, 0, cv2.BORDER_CONSTANT)


def on_a_page(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    page = np.full((360, 640, 3), 245, np.uint8)
    page[40:265, 20:420] = cv2.resize(frame, (400, 225))
    for line in range(9):
        cv2.putText(page, "More to watch", (440, 60 + line * 30), 0, 0.6, (40, 40, 40), 1)
    return page


@pytest.mark.parametrize(
    ("change", "relation"),
    [
        (lambda frame: frame, Relation.CONTAINS),
        (mirrored, Relation.MIRRORED),
        (half, Relation.CONTAINS),
        (barred, Relation.CONTAINS),
        (on_a_page, Relation.SCREEN),
    ],
)
def test_an_excerpt_is_placed_within_a_second(change: object, relation: Relation) -> None:
    found = compare_clips(ORIGINAL, fingerprint_clip(iter(made.changed(PART, change)), 6.0))
    assert found.related
    assert found.relation == relation
    (segment,) = found.segments
    assert segment.a_start == pytest.approx(4, abs=0.6)
    assert segment.a_end == pytest.approx(10, abs=0.6)
    assert segment.b_start == pytest.approx(0, abs=0.6)
    assert segment.speed == pytest.approx(1, abs=0.05)


def test_the_part_of_the_frame_is_named() -> None:
    found = compare_clips(ORIGINAL, fingerprint_clip(iter(made.changed(PART, half)), 6.0))
    assert found.transform is not None
    assert found.transform.crop == pytest.approx((60 / 320, 20 / 180, 290 / 320, 150 / 180), abs=0.03)


@pytest.mark.parametrize("speed", [0.5, 1.25, 2.0])
def test_another_speed_is_measured(speed: float) -> None:
    seconds = 10 / speed
    sampled = [made.moving(1, 0.25, start=1 + i / 4 * speed)[0][1] for i in range(round(seconds * 4))]
    found = compare_clips(ORIGINAL, fingerprint_clip(iter([(i / 4, f) for i, f in enumerate(sampled)]), seconds))
    assert found.segments[0].speed == pytest.approx(speed, rel=0.06)
    assert found.segments[0].a_start == pytest.approx(1, abs=0.8)


def test_a_clip_cut_together_shows_every_piece() -> None:
    other = made.moving(77, seconds=4)
    cut = made.renumbered(WHOLE[36:52] + other + WHOLE[4:20])
    found = compare_clips(ORIGINAL, fingerprint_clip(iter(cut), 12.0))
    assert [(round(s.a_start), round(s.b_start)) for s in found.segments] == [(9, 0), (1, 8)]


def test_two_seconds_are_enough() -> None:
    short = made.renumbered(WHOLE[20:28])
    found = compare_clips(ORIGINAL, fingerprint_clip(iter(short), 2.0))
    assert found.segments[0].a_start == pytest.approx(5, abs=0.5)


def test_other_clips_are_not_related() -> None:
    for seed in range(2, 6):
        found = compare_clips(ORIGINAL, fingerprint_clip(iter(made.moving(seed, seconds=6)), 6.0))
        assert not found.related


def test_another_recording_by_the_same_fixed_camera_is_no_copy() -> None:
    first = fingerprint_clip(iter(made.fixed_camera(3, walk=1)), 8.0)
    second = fingerprint_clip(iter(made.fixed_camera(3, walk=2)), 8.0)
    found = compare_clips(first, second)
    assert not found.related or found.relation == Relation.SAME_SCENE
    assert found.score < 0.5


def test_a_camera_that_sees_nothing_move_leaves_the_position_uncertain() -> None:
    still = made.fixed_camera(3, walk=1)[:1] * 24
    found = compare_clips(
        fingerprint_clip(iter(made.renumbered(still)), 6.0), fingerprint_clip(iter(made.renumbered(still[:12])), 3.0)
    )
    assert found.related
    assert found.segments == ()
    assert found.notes == ("Same camera, position uncertain.",)


def test_a_shared_title_does_not_join_two_clips() -> None:
    title = made.moving(50, seconds=3)
    one = made.renumbered(title + made.moving(51, seconds=9))
    two = made.renumbered(title + made.moving(52, seconds=9))
    found = compare_clips(fingerprint_clip(iter(one), 12.0), fingerprint_clip(iter(two), 12.0))
    assert not found.related
    assert "title" in found.explanation


def test_an_empty_clip_is_not_related() -> None:
    assert not compare_clips(ORIGINAL, fingerprint_clip(iter([]), 0.0)).related


@pytest.mark.parametrize("attack", ["JPEG 30", "mirror", "crop 50 %", "letterbox black", "phone screenshot 55 %"])
def test_a_still_is_found_in_its_clip(attack: str) -> None:
    still = attacked(attack, Image.fromarray(WHOLE[26][1]).resize((480, 270)), 2)
    still.thumbnail((512, 512))
    found = compare_picture_clip(still, ORIGINAL)
    assert found.related
    assert found.segments[0].b_start - 0.6 <= 6.5 <= found.segments[0].b_end + 0.6


def test_a_foreign_picture_is_not_found_in_a_clip() -> None:
    assert not compare_picture_clip(made.picture(9), ORIGINAL).related
