"""The review of matches on a real case: the order, the five keys, undo, and pictures that lie on each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from osintdesk.app.media_items import set_sensitivity
from osintdesk.case.case_file import put
from osintdesk.core.domain import Json, Match, link_id
from osintdesk.core.words import MatchDecision, Relation
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages.matches import MatchesPage
from osintdesk.ui.pages.matches.alignment import Alignment, Span, alignment_of
from osintdesk.ui.pages.matches.overlaid import Difference, Placed, Swiped
from osintdesk.ui.pages.matches.pair import CHOICES, pair_of
from osintdesk.ui.pages.matches.sides import Side
from osintdesk.ui.viewer import geometry
from osintdesk.ui.viewer.geometry import View
from osintdesk.ui.viewer.raster import Raster
from tests.ui.viewer_case import add_clip, add_picture, desk_in, pattern, write_picture
from tests.ui.viewer_clips import number_in, write_clip

WHOLE = pattern(640, 400)
CROP = (160, 80, 480, 320)
"""Left, top, right, bottom of what the second picture shows of the first, at twice the size and mirrored."""


def cropped() -> np.ndarray:
    left, top, right, bottom = CROP
    part = np.ascontiguousarray(WHOLE[top:bottom, left:right][:, ::-1])
    return cv2.resize(part, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)


def transform() -> Json:
    """Pixels of the whole to pixels of the crop, as the comparison records it."""
    _left, top, right, _bottom = CROP
    return {
        "affine": [["-2", "0", str(2 * right)], ["0", "2", str(-2 * top)]],
        "a_size": [640, 400],
        "b_size": [640, 480],
        "crop": ["0.25", "0.2", "0.75", "0.8"],
        "crop_in_b": ["0", "0", "1", "1"],
        "outline": [["0.25", "0.2"], ["0.75", "0.2"], ["0.75", "0.8"], ["0.25", "0.8"]],
        "outline_in_b": [["1", "0"], ["0", "0"], ["0", "1"], ["1", "1"]],
        "scale": "2",
        "rotation": "0",
        "mirrored": True,
    }


def reversed_transform() -> Json:
    """The same from the crop to the whole: records name the smaller hash first."""
    found = transform()
    _left, top, right, _bottom = CROP
    affine = [["-0.5", "0", str(right)], ["0", "0.5", str(top)]]
    swapped = {"affine": affine, "a_size": found["b_size"], "b_size": found["a_size"], "crop": found["crop_in_b"]}
    return {**found, **swapped, "crop_in_b": found["crop"], "outline": found["outline_in_b"],
            "outline_in_b": found["outline"], "scale": "0.5"}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with desk_in(tmp_path, qtbot) as made:
        add_picture(made.session, write_picture(tmp_path / "a.png", WHOLE), title="Whole")
        add_picture(made.session, write_picture(tmp_path / "b.png", cropped()), title="Crop")
        add_picture(made.session, write_picture(tmp_path / "c.png", pattern(300, 200, seed=9)), title="Other")
        add_clip(made.session, write_clip(tmp_path / "long.mp4", 100), title="Long")
        add_clip(made.session, write_clip(tmp_path / "short.mp4", 50), title="Short")
        yield made


def sha(desk: Desk, exhibit: int) -> str:
    return desk.records.exhibit(exhibit).id


def add_match(desk: Desk, one: int, other: int, score: str, **fields: Json) -> str:
    a, b = sorted((sha(desk, one), sha(desk, other)))
    made = Match(id=link_id(a, b), a=a, b=b, score=score, **{"relation": Relation.REENCODE, **fields})
    desk.session.commit("Find a match", [put(made)]).result()
    return made.id


def add_crop(desk: Desk) -> str:
    forwards = sha(desk, 1) < sha(desk, 2)
    return add_match(
        desk, 1, 2, "0.9", relation=Relation.CROP, transform=transform() if forwards else reversed_transform()
    )


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> MatchesPage:
    add_crop(desk)
    add_match(desk, 1, 3, "0.6", relation=Relation.SAME_SCENE)
    add_match(desk, 2, 3, "0.4")
    made = MatchesPage(desk)
    qtbot.addWidget(made)
    made.resize(1276, 800)
    made.show()
    made.shown()
    qtbot.waitUntil(lambda: whole(made.view.a) and whole(made.view.b), timeout=20_000)
    return made


def whole(side: Side) -> bool:
    """Whether every pixel is there."""
    return side.raster is not None and not side.raster.is_reduced


def titles(page: MatchesPage) -> list[str]:
    return [pair.title for pair in page.list.pairs.pairs]


def press(page: MatchesPage, key: Qt.Key) -> None:
    QTest.keyClick(page.view, key)


def decision(desk: Desk, match: str) -> tuple[str, str]:
    found = desk.records.one(Match, match)
    return found.decision, found.decided_relation


def test_the_surest_pair_comes_first_with_what_shows_more_as_a(page: MatchesPage) -> None:
    assert titles(page) == ["EX-0001 and EX-0002", "EX-0001 and EX-0003", "EX-0002 and EX-0003"]
    assert page.pair is not None and page.pair.first.number == "EX-0001"
    assert page.title.text() == "Match 1 of 3"


def test_a_key_decides_and_the_next_pair_is_there_at_once(page: MatchesPage, desk: Desk, qtbot: QtBot) -> None:
    first = page.pair.id  # type: ignore[union-attr]
    press(page, Qt.Key.Key_1)
    assert page.pair is not None and page.pair.title == "EX-0001 and EX-0003"
    qtbot.waitUntil(lambda: decision(desk, first) == (MatchDecision.CONFIRMED, Relation.CROP), timeout=5000)
    assert len(titles(page)) == 2


def test_not_related_is_remembered_and_undo_brings_the_pair_back(page: MatchesPage, desk: Desk, qtbot: QtBot) -> None:
    first = page.pair.id  # type: ignore[union-attr]
    told: list[str] = []
    desk.told.connect(lambda message: told.append(message.text))
    press(page, Qt.Key.Key_4)
    qtbot.waitUntil(lambda: decision(desk, first)[0] == MatchDecision.REJECTED, timeout=5000)
    assert decision(desk, first)[1] == Relation.NOT_RELATED
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert told[0] == "EX-0001 and EX-0002: not related. This is remembered."
    desk.undo()
    qtbot.waitUntil(lambda: page.pair is not None and page.pair.id == first, timeout=5000)
    assert len(titles(page)) == 3


def test_same_scene_is_recorded_whatever_was_suggested(page: MatchesPage, desk: Desk, qtbot: QtBot) -> None:
    first = page.pair.id  # type: ignore[union-attr]
    page.why.note.setPlainText("Another angle")
    press(page, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: decision(desk, first) == (MatchDecision.CONFIRMED, Relation.SAME_SCENE), timeout=5000)
    assert desk.records.one(Match, first).note == "Another angle"


def test_deciding_later_puts_a_pair_behind_the_others(page: MatchesPage, desk: Desk) -> None:
    press(page, Qt.Key.Key_5)
    assert titles(page) == ["EX-0001 and EX-0003", "EX-0002 and EX-0003", "EX-0001 and EX-0002"]
    assert decision(desk, page.list.pairs.pairs[-1].id)[0] == MatchDecision.SUGGESTED


def test_another_relation_is_chosen_and_stored_as_the_record_reads(desk: Desk, qtbot: QtBot) -> None:
    add_crop(desk)
    made = MatchesPage(desk)
    qtbot.addWidget(made)
    made.shown()
    pair = made.pair
    assert pair is not None
    made._record(pair, MatchDecision.CONFIRMED, pair.stored(Relation.EXCERPT))
    qtbot.waitUntil(lambda: decision(desk, pair.id)[0] == MatchDecision.CONFIRMED, timeout=5000)
    shown = pair_of(desk.records, desk.records.one(Match, pair.id))
    assert shown is not None and shown.relation == Relation.EXCERPT


def test_the_last_decision_leaves_an_empty_page_and_the_decided_list(
    page: MatchesPage, desk: Desk, qtbot: QtBot
) -> None:
    for _pair in range(3):
        press(page, Qt.Key.Key_1)
    assert page.pair is None and page.empty.isVisible()
    assert page.empty.accessibleName() == "Every pair is decided"
    qtbot.waitUntil(
        lambda: page.side.decided.isVisible() and page.side.decided.text() == "3 already decided", timeout=5000
    )
    page.side.decided.click()
    assert len(titles(page)) == 3 and page.pair is not None
    assert page.bar.buttons["5"].choice.verb == "Decide again"


def test_the_suggestion_is_the_primary_button(page: MatchesPage) -> None:
    assert [key for key, b in page.bar.buttons.items() if b.primary] == ["1"]
    press(page, Qt.Key.Key_Down)
    assert [key for key, b in page.bar.buttons.items() if b.primary] == ["3"]
    assert len(CHOICES) == 5


def test_aligned_the_crop_lies_exactly_on_what_it_shows(page: MatchesPage) -> None:
    assert page.pair is not None
    a, b = page.view.a.raster, page.view.b.raster
    assert a is not None and b is not None
    placed = Placed(b, page.pair.alignment.b_on_a(a.size, b.size), a.size)
    matrix = geometry.matrix_of(geometry.at_scale(View(a.size), 1.0, at=(0, 0), viewport=a.size), a.size)
    shown = placed.drawn(matrix, a.size)
    left, top, right, bottom = CROP
    inside = (slice(top + 2, bottom - 2), slice(left + 2, right - 2))
    # The crop is read through a resampling, so blocks agree inside and may differ by a pixel at their edges.
    assert np.median(np.abs(shown[inside].astype(int) - WHOLE[inside].astype(int))) <= 2


def test_difference_is_dark_where_both_are_alike() -> None:
    one = Raster.of(WHOLE)
    changed = WHOLE.copy()
    changed[100:140, 200:260] = 255 - changed[100:140, 200:260]
    placed = Placed(Raster.of(changed), Alignment().b_on_a((640, 400), (640, 400)), (640, 400))
    shown = Difference(one, placed).drawn(np.array([[1.0, 0, 0], [0, 1.0, 0]]), (640, 400))
    assert shown[:90].max() == 0
    assert shown[105:135, 205:255].mean() > 60


def test_swiping_shows_a_on_the_one_side_and_b_on_the_other() -> None:
    white = Raster.of(np.full((100, 200, 3), 255, np.uint8))
    black = Placed(Raster.of(np.zeros((100, 200, 3), np.uint8)), Alignment().b_on_a((200, 100), (200, 100)), (200, 100))
    shown = Swiped(white, black, 0.25).drawn(np.array([[1.0, 0, 0], [0, 1.0, 0]]), (200, 100))
    assert shown[:, :50].min() == 255 and shown[1:-1, 51:-1].max() == 0


def test_both_sides_zoom_and_move_as_one(page: MatchesPage) -> None:
    page.view.set_mode("side")
    left, right = page.view.left, page.view.right
    left.zoom(3.0)
    left.pan(20, 10)
    assert right.view.scale == pytest.approx(left.view.scale)
    assert right.view.centre == pytest.approx(left.view.centre)
    right.pan(-30, 0)
    assert left.view.centre == pytest.approx(right.view.centre)


def test_space_blinks_between_both(page: MatchesPage) -> None:
    press(page, Qt.Key.Key_Space)
    assert page.view.mode == "blink" and page.view.shows_b
    assert page.modes.current == "blink"
    press(page, Qt.Key.Key_Space)
    assert not page.view.shows_b


def test_graphic_pairs_are_veiled_on_both_sides(page: MatchesPage, desk: Desk, qtbot: QtBot) -> None:
    set_sensitivity(desk.session, [sha(desk, 3)], graphic=True).result()
    press(page, Qt.Key.Key_Down)
    assert all(canvas.is_veiled for canvas in page.view.canvases())
    desk.reveal(True)
    assert not any(canvas.is_veiled for canvas in page.view.canvases())
    desk.reveal(False)


def test_a_shared_segment_holds_both_clips_at_the_same_moment(desk: Desk, qtbot: QtBot) -> None:
    forwards = sha(desk, 4) < sha(desk, 5)
    span = {"a_start": "1.2", "a_end": "3.2", "b_start": "0", "b_end": "2", "speed": "1", "agreement": "0.96"}
    turned = {**span, "a_start": "0", "a_end": "2", "b_start": "1.2", "b_end": "3.2"}
    match = add_match(desk, 4, 5, "0.95", relation=Relation.EXCERPT, segments=[span if forwards else turned])
    page = MatchesPage(desk)
    qtbot.addWidget(page)
    page.resize(1276, 800)
    page.show()
    page.shown(match=match)
    assert page.pair is not None and page.pair.first.number == "EX-0004"
    view = page.view
    qtbot.waitUntil(lambda: view.a.player.number == 55 and view.b.player.number == 25, timeout=20_000)  # type: ignore[union-attr]
    page.timing.ribbon.a_chosen.emit(1.6)
    qtbot.waitUntil(lambda: view.a.player.number == 40 and view.b.player.number == 10, timeout=20_000)  # type: ignore[union-attr]
    assert number_in(view.b.raster.pixels) == 10  # type: ignore[union-attr]
    press(page, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: view.a.player.number == 41 and view.b.player.number == 11, timeout=20_000)  # type: ignore[union-attr]
    press(page, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: view.a.player.number == 40 and view.b.player.number == 10, timeout=20_000)  # type: ignore[union-attr]


def test_all_pairs_of_one_item_are_listed(page: MatchesPage, desk: Desk) -> None:
    page.shown(media=sha(desk, 3))
    assert titles(page) == ["EX-0001 and EX-0003", "EX-0002 and EX-0003"]
    page.side.all.click()
    assert len(titles(page)) == 3


def test_any_two_items_are_laid_side_by_side(page: MatchesPage, desk: Desk, qtbot: QtBot) -> None:
    page.shown(a=sha(desk, 3), b=sha(desk, 4))
    assert page.pair is not None and not page.pair.is_recorded
    assert not page.bar.isVisible() and page.why.look.isVisible()
    assert page.title.text() in {"EX-0003 and EX-0004", "EX-0004 and EX-0003"}


def test_damaged_records_are_shown_as_far_as_they_go() -> None:
    for bad in (None, 5, "x", {"affine": "no"}, {"affine": [["1"]], "a_size": ["x", "y"], "crop": [1]}):
        found = alignment_of(Match(id="m", a="a", b="b", transform=bad, segments=[{"a_start": "?"}, 3], differing="x"))
        assert found.a_to_b is None
        assert found.b_on_a((10, 10), (20, 20)).shape == (2, 3)


def test_an_alignment_turned_round_twice_is_the_same() -> None:
    match = Match(id="m", a="a", b="b", transform=transform(), segments=[{"a_start": "1", "a_end": "3", "b_start": "0", "b_end": "1", "speed": "2"}])  # fmt: skip
    there = alignment_of(match)
    back = there.reversed().reversed()
    assert np.allclose(there.a_to_b, back.a_to_b) and there.spans == back.spans  # type: ignore[arg-type]
    span = Span(1.0, 3.0, 0.0, 1.0, 2.0)
    assert span.b_at(2.0) == pytest.approx(0.5) and span.a_at(0.5) == pytest.approx(2.0)
