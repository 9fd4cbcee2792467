"""The viewer page on a real case: looking, keeping frames, annotations, citations."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from osintdesk.app.annotations import annotations_of
from osintdesk.app.media_items import set_sensitivity
from osintdesk.case.case_file import put
from osintdesk.core.domain import Annotation, Contents, Media
from osintdesk.core.errors import UsageError
from osintdesk.core.words import MediaKind
from osintdesk.media.pictures import thumbnail_bytes
from osintdesk.media.waveform import waveform
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages.viewer import ViewerPage
from osintdesk.ui.theme import theme
from osintdesk.ui.viewer.recording import Recording
from osintdesk.ui.widgets import FormDialog
from tests.ui.viewer_case import add, add_clip, add_picture, desk_in, pattern, write_picture
from tests.ui.viewer_clips import number_in, write_clip


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    with desk_in(tmp_path, qtbot) as made:
        add_clip(made.session, write_clip(tmp_path / "clip.mp4"), title="Numbers")
        add_picture(made.session, write_picture(tmp_path / "a.png", pattern(640, 400)), title="Blocks")
        yield made


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ViewerPage:
    made = ViewerPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    made.shown(media=sha(desk, 1))
    qtbot.waitUntil(lambda: made.pane.player is not None and made.pane.player.number == 0, timeout=20_000)
    return made


def sha(desk: Desk, exhibit: int) -> str:
    return desk.records.exhibit(exhibit).id


def frame(page: ViewerPage, number: int, qtbot: QtBot) -> int:
    """Wait until a frame is on the canvas; the number that it carries."""
    player = page.pane.player
    assert player is not None
    qtbot.waitUntil(lambda: player.number == number, timeout=20_000)
    assert page.pane.canvas.picture is player.raster
    return number_in(player.raster.pixels)  # type: ignore[union-attr]


def press(page: ViewerPage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.pane.canvas, key, modifier)


def test_the_keys_of_an_editor_step_through_the_video(page: ViewerPage, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_Right)
    assert frame(page, 1, qtbot) == 1
    press(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert frame(page, 11, qtbot) == 11
    press(page, Qt.Key.Key_Left)
    assert frame(page, 10, qtbot) == 10
    press(page, Qt.Key.Key_End)
    assert frame(page, 59, qtbot) == 59
    assert page.pane.transport.frame.value() == "59 of 60"
    assert page.pane.transport.time.value() == "00:00:02.360"


def test_space_plays_and_pauses(page: ViewerPage, qtbot: QtBot) -> None:
    assert page.pane.player is not None and not page.pane.player.is_playing
    press(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.pane.player.number > 2, timeout=20_000)  # type: ignore[union-attr]
    press(page, Qt.Key.Key_Space)
    assert not page.pane.player.is_playing


def test_a_kept_frame_is_an_exhibit_with_what_is_needed_to_make_it_again(
    page: ViewerPage, desk: Desk, qtbot: QtBot
) -> None:
    page.open(sha(desk, 1), frame=23)
    assert frame(page, 23, qtbot) == 23
    shown = page.pane.player.raster.pixels.copy()  # type: ignore[union-attr]
    press(page, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: desk.records.count(Media) == 3, timeout=20_000)
    kept = desk.records.exhibit(3)
    assert kept.parent == sha(desk, 1)
    assert kept.parameters["frame"] == 23
    assert kept.parameters["pts"] == page.pane.player.index.pts[23]  # type: ignore[union-attr]
    data = desk.session.original(kept.id).read_bytes()
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data))), shown)
    desk.session.background.shutdown(wait=True)


def test_a_copied_citation_opens_the_same_frame_again(page: ViewerPage, desk: Desk, qtbot: QtBot) -> None:
    page.open(sha(desk, 1), frame=31)
    frame(page, 31, qtbot)
    page.commands()["copy_citation"]()  # type: ignore[operator]
    text = QGuiApplication.clipboard().text()
    assert text == "EX-0001@00:00:01.240#31"
    page.step_item(1)
    assert page.media == sha(desk, 2)
    page.go_to(text)
    assert page.media == sha(desk, 1)
    assert frame(page, 31, qtbot) == 31


def test_going_to_nowhere_is_refused_with_a_sentence(page: ViewerPage) -> None:
    for text in ("999", "EX-0099", "soon"):
        with pytest.raises(UsageError):
            page.go_to(text)


def test_the_strip_and_the_line_go_to_the_frame_that_is_pressed(page: ViewerPage, qtbot: QtBot) -> None:
    scrubber, strip = page.pane.scrubber, page.pane.strip
    x = round(scrubber.x_of(45)) + 2
    QTest.mouseClick(scrubber, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, 12))
    assert frame(page, scrubber.frame_at(x), qtbot) == scrubber.frame_at(x)
    stop = strip.stops[strip.shown_cells()[1]]
    place = strip._cell_rect(1).center().toPoint()
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert frame(page, stop, qtbot) == stop


def test_a_drawn_box_is_kept_on_its_frame_only(page: ViewerPage, desk: Desk, qtbot: QtBot) -> None:
    page.toggle_annotate()
    page.pane.toolbox.choose("box")
    canvas = page.pane.canvas
    start, end = (canvas.to_widget(point).toPoint() for point in ((16, 9), (80, 48)))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    qtbot.waitUntil(lambda: desk.records.count(Annotation) == 1, timeout=10_000)
    drawn = annotations_of(desk.records, sha(desk, 1), frame=0)[0]
    (left, top), (right, bottom) = ((float(x), float(y)) for x, y in drawn.points)
    assert (left, top) == pytest.approx((0.1, 9 / 96), abs=0.02)
    assert (right, bottom) == pytest.approx((0.5, 0.5), abs=0.02)
    qtbot.waitUntil(lambda: len(page.pane.layer.annotations) == 1)
    press(page, Qt.Key.Key_Right)
    frame(page, 1, qtbot)
    assert not page.pane.layer.annotations
    press(page, Qt.Key.Key_Left)
    frame(page, 0, qtbot)
    assert [a.id for a in page.pane.layer.annotations] == [drawn.id]


def test_an_annotation_is_moved_removed_and_brought_back(page: ViewerPage, desk: Desk, qtbot: QtBot) -> None:
    page.notes.add("box", [(0.2, 0.2), (0.4, 0.4)])
    qtbot.waitUntil(lambda: len(page.pane.layer.annotations) == 1)
    made = page.pane.layer.annotations[0]
    page.toggle_annotate()
    canvas = page.pane.canvas
    edge = canvas.to_widget((0.3 * canvas.view.picture[0], 0.4 * canvas.view.picture[1])).toPoint()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, edge)
    QTest.mouseMove(canvas, edge + QPoint(60, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, edge + QPoint(60, 0))
    qtbot.waitUntil(lambda: desk.records.one(Annotation, made.id).points != made.points, timeout=10_000)
    assert float(desk.records.one(Annotation, made.id).points[0][0]) > 0.22
    press(page, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not page.pane.layer.annotations, timeout=10_000)
    desk.undo()
    qtbot.waitUntil(lambda: len(page.pane.layer.annotations) == 1, timeout=10_000)


def test_a_crop_is_kept_as_its_own_pixels_with_its_place(page: ViewerPage, desk: Desk, qtbot: QtBot) -> None:
    page.open(sha(desk, 2))
    qtbot.waitUntil(lambda: page.pane.canvas.picture is not None and not page.pane.canvas.picture.is_reduced)  # type: ignore[attr-defined]
    page.notes.add("box", [(0.25, 0.1), (0.5, 0.3)])
    qtbot.waitUntil(lambda: page.notes.selected() is not None, timeout=10_000)
    press(page, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: desk.records.count(Media) == 3, timeout=20_000)
    kept = desk.records.exhibit(3)
    assert kept.parent == sha(desk, 2)
    assert kept.parameters["box"] == {"left": 160, "top": 40, "right": 320, "bottom": 120}
    data = desk.session.original(kept.id).read_bytes()
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data))), pattern(640, 400)[40:120, 160:320])
    desk.session.background.shutdown(wait=True)


def test_an_annotation_is_named_after_two_presses(page: ViewerPage, desk: Desk, qtbot: QtBot) -> None:
    page.notes.add("point", [(0.5, 0.5)])
    qtbot.waitUntil(lambda: len(page.pane.layer.annotations) == 1)
    page.toggle_annotate()
    canvas = page.pane.canvas
    middle = canvas.to_widget((80 + 8 / canvas.view.scale, 48)).toPoint()
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    asked = next(d for d in page.findChildren(FormDialog) if d.isVisible())
    asked.form.set_values({"name": "Water tower", "note": "Conical roof"})
    asked.accept()
    made = page.pane.layer.annotations[0].id
    qtbot.waitUntil(lambda: desk.records.one(Annotation, made).name == "Water tower", timeout=10_000)


def test_space_plays_forwards_even_after_playing_back(page: ViewerPage, qtbot: QtBot) -> None:
    page.open(page.media, frame=30)
    frame(page, 30, qtbot)
    press(page, Qt.Key.Key_J)
    press(page, Qt.Key.Key_K)
    press(page, Qt.Key.Key_Space)
    assert page.pane.player is not None and page.pane.player.speed == 1
    page.pane.player.pause()


def test_a_graphic_item_is_veiled_with_its_strip_until_v_is_held(page: ViewerPage, desk: Desk, qtbot: QtBot) -> None:
    set_sensitivity(desk.session, [sha(desk, 1)], graphic=True).result()
    qtbot.waitUntil(lambda: page.pane.canvas.is_veiled, timeout=10_000)
    assert page.pane.strip.is_hidden()
    desk.reveal(True)
    assert not page.pane.canvas.is_veiled
    desk.reveal(False)
    assert page.pane.canvas.is_veiled


def test_pictures_have_no_transport_and_keep_their_tools(page: ViewerPage, desk: Desk, qtbot: QtBot) -> None:
    page.open(sha(desk, 2))
    qtbot.waitUntil(lambda: page.pane.canvas.picture is not None and not page.pane.canvas.picture.is_reduced)  # type: ignore[attr-defined]
    assert page.pane.player is None
    assert not page.pane.timing.isVisible() and not page.keep.isVisible()
    assert page.annotate.isVisible() and page.zoom.isVisible()
    assert str(page.citation()) == "EX-0002"


def test_an_original_that_cannot_be_shown_says_why(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    broken = tmp_path / "b.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 damaged")
    item = add(desk.session, broken, MediaKind.IMAGE)
    page = ViewerPage(desk)
    qtbot.addWidget(page)
    page.shown(media=item)
    qtbot.waitUntil(lambda: page.pane.trouble is not None, timeout=20_000)
    page.open(sha(desk, 2))
    assert page.pane.trouble is None


def test_a_recording_shows_its_waveform_and_goes_where_it_is_pressed(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    clip = write_clip(tmp_path / "talk.mp4", 100, sound=True)
    item = add(desk.session, clip, MediaKind.AUDIO)
    desk.session.commit("Read it", [put(Contents(id=item, duration_ms=4000, audio_codec="aac"))]).result()
    desk.session.cache.put_thumbnail(item, thumbnail_bytes(waveform(clip)))
    page = ViewerPage(desk)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.shown(media=item)
    recording = page.pane.trouble
    assert isinstance(recording, Recording) and not recording.is_playing
    middle = recording.wave.rect().center()
    QTest.mouseClick(recording.wave, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert recording.seconds == pytest.approx(2.0, abs=0.05)
    assert recording.time.value().startswith("00:00:0")
    QTest.keyClick(recording, Qt.Key.Key_Right)
    assert recording.seconds == 4.0
    picture = recording.wave.grab().toImage()
    column = {picture.pixelColor(picture.width() // 4, y).name() for y in range(0, picture.height(), 3)}
    assert theme().hex("accent").lower() in column and len(column) > 2


def test_a_document_is_named_not_shown(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.7")
    page = ViewerPage(desk)
    qtbot.addWidget(page)
    page.shown(media=add(desk.session, paper, MediaKind.DOCUMENT))
    assert page.pane.trouble is not None and page.pane.trouble.accessibleName() == "A document"


def test_nothing_plays_where_nobody_looks(page: ViewerPage) -> None:
    assert page.pane.player is not None
    page.pane.player.play()
    page.hide()
    assert not page.pane.player.is_playing


def test_narrow_windows_lose_labels_before_anything_is_cut(page: ViewerPage, qtbot: QtBot) -> None:
    for width in (1400, 940, 700):
        page.resize(width, 700)
        qtbot.wait(1)
        seen = [w for w in page.bar.findChildren(QWidget) if w.isVisible() and w.parentWidget() is page.bar]
        assert all(w.geometry().right() <= page.bar.width() for w in seen)
        assert page.keep.isVisible() and page.pane.transport.frame.isVisible()


def test_every_control_has_a_name(page: ViewerPage) -> None:
    page.toggle_annotate()
    nameless = [b for b in page.findChildren(QAbstractButton) if b.isVisible() and not b.accessibleName()]
    assert not nameless
