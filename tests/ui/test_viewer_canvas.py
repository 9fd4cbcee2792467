"""The canvas in the user's hands: wheel, drag, keys, hidden pictures."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from osintdesk.ui.viewer.canvas import Canvas
from osintdesk.ui.viewer.raster import Raster
from tests.ui.viewer_case import pattern


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    made = Canvas()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.show_picture(Raster.of(pattern(1600, 1200)))
    return made


def turn_wheel(canvas: Canvas, at: QPoint, steps: int) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(canvas.mapToGlobal(at)), QPoint(), QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    canvas.wheelEvent(event)


def pixels_shown(canvas: Canvas) -> np.ndarray:
    image = canvas.grab().toImage().convertToFormat(canvas.grab().toImage().Format.Format_RGB888)
    rows = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def test_a_picture_fits_first_and_again_after_the_window_grew(canvas: Canvas) -> None:
    assert canvas.view.fitted
    before = canvas.view.scale
    canvas.resize(800, 600)
    assert canvas.view.scale > before


def test_the_wheel_zooms_where_the_pointer_is(canvas: Canvas) -> None:
    canvas.one_to_one()
    at = QPoint(90, 60)
    before = canvas.to_picture(QPointF(at))
    turn_wheel(canvas, at, 3)
    after = canvas.to_picture(QPointF(at))
    assert canvas.view.scale > 1
    assert abs(before.x() - after.x()) < 1.5 and abs(before.y() - after.y()) < 1.5


def test_one_to_one_shows_the_files_own_pixels(canvas: Canvas) -> None:
    canvas.one_to_one()
    corner = canvas.to_picture(QPointF(0, 0))
    x, y = round(corner.x()), round(corner.y())
    assert np.array_equal(pixels_shown(canvas), canvas.picture.pixels[y : y + 300, x : x + 400])  # type: ignore[union-attr]


def test_dragging_moves_the_picture_with_the_hand(canvas: Canvas) -> None:
    canvas.one_to_one()
    held = canvas.to_picture(QPointF(200, 150))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(200, 150))
    QTest.mouseMove(canvas, QPoint(240, 120))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(240, 120))
    moved = canvas.to_picture(QPointF(240, 120))
    assert abs(moved.x() - held.x()) <= 1 and abs(moved.y() - held.y()) <= 1


def test_the_full_picture_takes_the_place_of_its_reduced_copy_without_moving(canvas: Canvas) -> None:
    full = pattern(1600, 1200)
    canvas.show_picture(Raster(np.ascontiguousarray(full[::8, ::8]), (1600, 1200)))
    canvas.zoom(3.0, QPointF(100, 100))
    view = canvas.view
    canvas.show_picture(Raster.of(full), keep_view=True)
    assert canvas.view == view


def test_a_hidden_picture_is_seen_only_while_v_is_held(canvas: Canvas, qtbot: QtBot) -> None:
    open_ = pixels_shown(canvas)
    canvas.hide_picture("graphic violence")
    veiled = pixels_shown(canvas)
    assert len(np.unique(veiled.reshape(-1, 3), axis=0)) < 400
    canvas.setFocus()
    QTest.keyPress(canvas, Qt.Key.Key_V)
    assert np.array_equal(pixels_shown(canvas), open_)
    QTest.keyRelease(canvas, Qt.Key.Key_V)
    assert np.array_equal(pixels_shown(canvas), veiled)


def test_a_hidden_picture_is_seen_only_while_the_button_is_held(canvas: Canvas) -> None:
    canvas.hide_picture("graphic violence")
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(50, 50))
    assert not canvas.is_veiled
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(50, 50))
    assert canvas.is_veiled


def test_a_hidden_picture_tells_no_pixel(canvas: Canvas) -> None:
    told: list[object] = []
    canvas.pointed.connect(told.append)
    canvas.hide_picture("graphic violence")
    QTest.mouseMove(canvas, QPoint(200, 150))
    assert not [at for at in told if at is not None]


def test_turning_is_undone_by_turning_back(canvas: Canvas) -> None:
    before = pixels_shown(canvas)
    canvas.rotate(1)
    assert not np.array_equal(pixels_shown(canvas), before)
    canvas.rotate(-1)
    assert np.array_equal(pixels_shown(canvas), before)
