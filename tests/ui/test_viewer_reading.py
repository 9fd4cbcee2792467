"""Reading pictures beside the window, and reading what the user writes: places and citations."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pytestqt.qtbot import QtBot

from osintdesk.core.domain import Contents
from osintdesk.core.errors import UsageError
from osintdesk.media.video import FrameIndex
from osintdesk.ui.viewer import loading
from osintdesk.ui.viewer.citation import Citation, read_citation, timecode
from osintdesk.ui.viewer.loading import PictureLoader, Wanted, pixels_of, upright_size
from osintdesk.ui.viewer.places import frame_of
from osintdesk.ui.viewer.raster import Raster
from tests.ui.viewer_case import pattern, write_picture

INDEX = FrameIndex(pts=tuple(1000 + 40 * n for n in range(250)), keys=(0, 100, 200), time_base=Fraction(1, 1000))


def loaded(wanted: Wanted, qtbot: QtBot) -> list[Raster]:
    """Everything that a loader brings until the full picture is there."""
    loader, brought = PictureLoader(), []
    loader.arrived.connect(brought.append)
    loader.load(wanted)
    qtbot.waitUntil(lambda: bool(brought) and not brought[-1].is_reduced, timeout=20_000)
    return brought


def test_a_small_picture_comes_at_once_as_it_is(tmp_path: Path, qtbot: QtBot) -> None:
    pixels = pattern(200, 120)
    found = loaded(Wanted(write_picture(tmp_path / "a.png", pixels), (200, 120)), qtbot)
    assert len(found) == 1
    assert np.array_equal(found[0].pixels, pixels)


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_picture_is_shown_as_its_orientation_says(orientation: int, tmp_path: Path, qtbot: QtBot) -> None:
    pixels = pattern(200, 120)
    turns = {3: 2, 6: -1, 8: 1}[orientation]
    path = write_picture(tmp_path / "a.png", pixels, orientation=orientation)
    found = loaded(Wanted(path, None), qtbot)
    assert np.array_equal(found[-1].pixels, np.rot90(pixels, turns))
    contents = Contents(id="", width=200, height=120, orientation=orientation)
    assert upright_size(contents) == found[-1].size


def test_a_large_picture_comes_small_first_and_then_whole(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "DIRECT_PIXELS", 10_000)
    monkeypatch.setattr(loading, "PREVIEW_SIDE", 100)
    pixels = pattern(800, 600)
    found = loaded(Wanted(write_picture(tmp_path / "a.png", pixels), (800, 600)), qtbot)
    assert [r.is_reduced for r in found] == [True, False]
    assert all(r.size == (800, 600) for r in found)
    assert np.array_equal(found[-1].pixels, pixels)


def test_what_is_no_longer_wanted_never_arrives(tmp_path: Path, qtbot: QtBot) -> None:
    loader, brought = PictureLoader(), []
    loader.arrived.connect(brought.append)
    first = write_picture(tmp_path / "a.png", pattern(900, 700, seed=1))
    second = write_picture(tmp_path / "b.png", pattern(300, 200, seed=2))
    loader.load(Wanted(first))
    loader.load(Wanted(second))
    qtbot.waitUntil(lambda: bool(brought), timeout=20_000)
    qtbot.wait(300)
    assert {r.size for r in brought} == {(300, 200)}


def test_a_damaged_picture_is_told_in_a_sentence(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    loader = PictureLoader()
    with qtbot.waitSignal(loader.failed, timeout=20_000) as said:
        loader.load(Wanted(path))
    assert said.args[0].endswith(".")


def test_bands_make_the_whole_picture() -> None:
    pixels = pattern(70, 1000)
    assert np.array_equal(pixels_of(Image.fromarray(pixels)), pixels)


@pytest.mark.parametrize(
    ("written", "frame"),
    [("17", 17), ("#17", 17), ("00:00:01.000", 25), ("0:01", 25), ("2.5 s", 62), ("1.039s", 25), ("pts 1400", 10)],
)
def test_a_place_is_found_however_it_is_written(written: str, frame: int) -> None:
    assert frame_of(written, INDEX) == frame


@pytest.mark.parametrize("written", ["", "soon", "250", "pts 1401", "pts x", "-3"])
def test_a_place_that_is_none_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(UsageError, match=r"\.$"):
        frame_of(written, INDEX)


@given(st.integers(1, 9_999_999), st.none() | st.integers(0, 10**9), st.none() | st.integers(0, 10**7))
def test_a_citation_is_read_back_as_it_was_written(exhibit: int, milliseconds: int | None, frame: int | None) -> None:
    seconds = None if milliseconds is None else Fraction(milliseconds, 1000)
    citation = Citation(exhibit, seconds, frame)
    assert read_citation(str(citation)) == citation


def test_the_citation_of_the_design_is_written_to_the_letter() -> None:
    assert str(Citation(12, Fraction(67240, 1000), 1681)) == "EX-0012@00:01:07.240#1681"
    assert str(Citation(3)) == "EX-0003"


def test_a_timecode_never_names_a_later_moment() -> None:
    assert timecode(Fraction(2, 3)) == "00:00:00.666"
    assert timecode(Fraction(3599999, 1000) + Fraction(1, 2000)) == "00:59:59.999"


@pytest.mark.parametrize("text", ["", "EX-", "12", "EX-12@", "EX-12@1:2", "EX-12#x", "EX-12@00:01:07.240#"])
def test_what_is_no_citation_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_citation(text)
