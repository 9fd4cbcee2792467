"""Drawing: exact pixels where the user asks for them, bounded cost for any picture, adjustments only on the screen."""

from __future__ import annotations

import numpy as np
import pytest

from osintdesk.ui.viewer import geometry
from osintdesk.ui.viewer.geometry import View
from osintdesk.ui.viewer.looks import Look, adjusted, curve, hidden
from osintdesk.ui.viewer.raster import Raster, to_image
from tests.ui.viewer_case import pattern

VIEWPORT = (120, 90)


def seen(raster: Raster, scale: float, *, turns: int = 0, look: Look = Look()) -> np.ndarray:  # noqa: B008
    view = geometry.at_scale(View(raster.size, turns=turns), scale, at=(0, 0), viewport=VIEWPORT)
    return raster.drawn(geometry.matrix_of(view, VIEWPORT), VIEWPORT, look=look)


def placed(pixels: np.ndarray, scale: int) -> np.ndarray:
    """The part that `seen` shows, made by plain repetition."""
    view = geometry.at_scale(View((pixels.shape[1], pixels.shape[0])), scale, at=(0, 0), viewport=VIEWPORT)
    x, y = (-round(v) for v in geometry.matrix_of(view, VIEWPORT)[:, 2])
    large = np.kron(pixels, np.ones((scale, scale, 1), np.uint8))
    return large[y : y + VIEWPORT[1], x : x + VIEWPORT[0]]


@pytest.mark.parametrize("scale", [1, 2, 3, 8])
def test_at_whole_scales_from_one_to_one_every_pixel_is_shown_unchanged(scale: int) -> None:
    pixels = pattern(400, 300)
    assert np.array_equal(seen(Raster.of(pixels), scale), placed(pixels, scale))


def test_turned_at_one_to_one_every_pixel_is_shown_unchanged() -> None:
    pixels = pattern(90, 120)
    turned = seen(Raster.of(pixels), 1.0, turns=1)
    assert np.array_equal(turned, np.rot90(pixels, -1))


def test_below_one_to_one_fine_structure_is_averaged_not_dropped() -> None:
    checks = np.zeros((800, 800, 3), np.uint8)
    checks[::2, ::2] = checks[1::2, 1::2] = 255
    shown = seen(Raster.of(checks), 0.1)
    inside = shown[30:60, 40:80].astype(int)
    assert inside.min() > 100 and inside.max() < 160


def test_a_reduced_copy_lies_where_the_full_picture_will_be() -> None:
    pixels = pattern(640, 480)
    reduced = Raster(np.ascontiguousarray(pixels[::4, ::4]), (640, 480))
    full = seen(Raster.of(pixels), 0.25).astype(int)
    assert reduced.is_reduced
    assert np.abs(seen(reduced, 0.25).astype(int) - full).mean() < 30
    assert reduced.value_at(3, 3) is None


def test_values_are_those_of_the_file() -> None:
    pixels = pattern(64, 48)
    raster = Raster.of(pixels)
    assert raster.value_at(10, 20) == tuple(int(v) for v in pixels[20, 10])
    assert raster.value_at(64, 0) is None


@pytest.mark.parametrize("scale", [0.02, 0.3, 0.6])
def test_a_large_picture_is_drawn_from_a_copy_hardly_larger_than_what_is_seen(scale: float) -> None:
    raster = Raster.of(np.zeros((3000, 4000, 3), np.uint8)).prepare()
    width = raster.level(scale).shape[1]
    assert scale * 4000 * 0.98 <= width <= max(500, 2.1 * scale * 4000)


def test_exposure_doubles_light_and_a_plain_look_changes_nothing() -> None:
    pixels = pattern(40, 40)
    assert adjusted(pixels, Look()) is pixels
    linear = ((0.5 + 0.055) / 1.055) ** 2.4
    brighter = curve(Look(exposure=1.0))[round(0.5 * 255)] / 255
    assert ((brighter + 0.055) / 1.055) ** 2.4 == pytest.approx(2 * linear, rel=0.03)
    assert curve(Look(contrast=1.0, gamma=1.0)).tolist() == list(range(256))


def test_greyscale_leaves_no_colour() -> None:
    grey = adjusted(pattern(32, 32), Look(greyscale=True))
    assert np.array_equal(grey[..., 0], grey[..., 1]) and np.array_equal(grey[..., 1], grey[..., 2])


def test_a_hidden_picture_holds_nothing_but_dark_averages() -> None:
    pixels = pattern(640, 360)
    veiled = Raster.of(pixels).veiled()
    assert veiled.pixels.shape == (9, 16, 3)
    assert veiled.pixels.max() <= 255 * 0.45
    shown = seen(veiled, 1.0)
    blocks = {tuple(v) for v in shown.reshape(-1, 3).tolist()}
    assert len(blocks) <= 16 * 9
    assert np.array_equal(hidden(pixels)[..., 0], hidden(pixels)[..., 2])


def test_an_image_outlives_the_pixels_it_was_made_from() -> None:
    pixels = pattern(50, 40)
    image = to_image(pixels)
    expected = tuple(int(v) for v in pixels[7, 9])
    del pixels
    colour = image.pixelColor(9, 7)
    assert (colour.red(), colour.green(), colour.blue()) == expected
