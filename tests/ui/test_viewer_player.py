"""Stepping and playing: the frame on the screen is exactly the one whose number is told."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from osintdesk.ui.viewer.player import Marks, Player
from tests.ui.viewer_clips import number_in, write_clip

CLIPS: dict[str, dict[str, object]] = {
    "h264.mp4": {},
    "hevc.mp4": {"codec": "libx265"},
    "vp8.webm": {"codec": "libvpx"},
    "vp9.webm": {"codec": "libvpx-vp9"},
    "mpeg4.avi": {"codec": "mpeg4"},
    "stream.ts": {},
    "variable.mp4": {"times": [n * 40 + (n % 3) * 11 for n in range(60)]},
}


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_clip(tmp_path / "clip.mp4")


@pytest.fixture
def player(clip: Path, qtbot: QtBot) -> Iterator[Player]:
    yield from opened(clip, qtbot)


def opened(path: Path, qtbot: QtBot) -> Iterator[Player]:
    player = Player(path)
    try:
        qtbot.waitUntil(lambda: player.number >= 0, timeout=20_000)
        yield player
    finally:
        player.close()


def shown(player: Player, number: int, qtbot: QtBot) -> int:
    """Wait for a frame and read the number that it carries."""
    qtbot.waitUntil(lambda: player.number == number, timeout=20_000)
    assert player.raster is not None
    return number_in(player.raster.pixels)


@pytest.mark.parametrize("name", list(CLIPS))
def test_every_step_and_jump_shows_exactly_the_frame_that_is_told(name: str, tmp_path: Path, qtbot: QtBot) -> None:
    for player in opened(write_clip(tmp_path / name, **CLIPS[name]), qtbot):  # type: ignore[arg-type]
        assert len(player) == 60
        for number in [*range(1, 8), *range(6, -1, -1)]:
            player.step(number - player.number)
            assert shown(player, number, qtbot) == number
        for number in random.Random(7).sample(range(60), 12):
            player.show(number)
            assert shown(player, number, qtbot) == number


def test_steps_that_come_faster_than_frames_add_up(player: Player, qtbot: QtBot) -> None:
    for _press in range(9):
        player.step(1)
    player.step(-2)
    assert shown(player, 7, qtbot) == 7


def test_stepping_stops_at_both_ends(player: Player, qtbot: QtBot) -> None:
    player.step(-5)
    player.step(1)
    assert shown(player, 1, qtbot) == 1
    player.step(500)
    assert shown(player, 59, qtbot) == 59


def test_key_frames_are_reached_before_and_after(player: Player, qtbot: QtBot) -> None:
    assert player.index is not None
    player.show(20)
    shown(player, 20, qtbot)
    player.step_key(-1)
    assert shown(player, player.index.key_before(20), qtbot) in player.index.keys
    player.step_key(1)
    key = player.index.key_after(20)
    assert key is not None
    assert shown(player, key, qtbot) == key


def test_a_time_shows_the_frame_that_is_on_the_screen_then(player: Player, qtbot: QtBot) -> None:
    player.show_time(1.05)
    assert shown(player, 26, qtbot) == 26


def test_playing_shows_frames_in_order_and_ends_on_the_last(player: Player, qtbot: QtBot) -> None:
    seen: list[int] = []
    player.frame_shown.connect(lambda number: seen.append(number))
    player.show(40)
    shown(player, 40, qtbot)
    player.play()
    qtbot.waitUntil(lambda: not player.is_playing, timeout=20_000)
    assert seen[-1] == 59
    assert seen == sorted(seen)
    assert player.raster is not None and number_in(player.raster.pixels) == 59


def test_playing_backwards_ends_on_the_first(player: Player, qtbot: QtBot) -> None:
    player.show(12)
    shown(player, 12, qtbot)
    player.shuttle(-1)
    qtbot.waitUntil(lambda: not player.is_playing, timeout=20_000)
    assert shown(player, 0, qtbot) == 0


def test_looping_stays_between_the_marks(player: Player, qtbot: QtBot) -> None:
    seen: list[int] = []
    player.set_marks(Marks(10, 14))
    player.set_loop(True)
    player.show(10)
    shown(player, 10, qtbot)
    player.frame_shown.connect(lambda number: seen.append(number))
    player.play(2.0)
    qtbot.waitUntil(lambda: seen.count(14) >= 2, timeout=20_000)
    player.pause()
    assert set(seen) <= set(range(10, 15))


def test_pausing_leaves_the_frame_that_the_next_step_counts_from(player: Player, qtbot: QtBot) -> None:
    player.play()
    qtbot.waitUntil(lambda: player.number > 4, timeout=20_000)
    player.pause()
    paused = player.number
    player.step(1)
    assert shown(player, paused + 1, qtbot) == paused + 1


def test_pressing_l_again_doubles_the_speed(player: Player, qtbot: QtBot) -> None:
    player.shuttle(1)
    player.shuttle(1)
    assert player.speed == 2
    player.shuttle(-1)
    assert player.speed == -1
    player.pause()


def test_marks_that_cross_drop_the_older_one(player: Player, qtbot: QtBot) -> None:
    player.show(30)
    shown(player, 30, qtbot)
    player.mark_in()
    player.show(20)
    shown(player, 20, qtbot)
    player.mark_out()
    assert player.marks == Marks(None, 20)


def test_a_file_without_video_is_told_in_a_sentence(tmp_path: Path, qtbot: QtBot) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"\0\0\0\x18ftypisom" + b"\0" * 400)
    player = Player(broken)
    said: list[str] = []
    player.failed.connect(lambda reason: said.append(reason))
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    player.close()
    assert said[0].endswith(".")
