"""Two pictures that only carry the same mark are not a match; one picture with and without a mark is."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from osintdesk.core.resources import resource_path
from osintdesk.similar.compare import compare_pictures
from tests.benchmarks.picture_attacks import attacked
from tests.pictures import scene


def _marked(image: Image.Image) -> Image.Image:
    marked = image.copy()
    font = ImageFont.truetype(str(resource_path("fonts", "NotoSans-Regular.ttf")), 15)
    draw = ImageDraw.Draw(marked)
    draw.rounded_rectangle((470, 385, 632, 412), 5, fill=(12, 14, 16))
    draw.text((480, 388), "CHANNEL · LIVE", font=font, fill=(255, 255, 255))
    return marked


def _smooth(seed: int) -> Image.Image:
    """A picture with few key points of its own, so that the mark's weigh most."""
    return scene(seed).resize((32, 21)).resize((640, 420), Image.Resampling.BICUBIC)


def test_two_pictures_under_one_mark_are_not_related() -> None:
    for a, b in ((scene(1), scene(2)), (_smooth(3), _smooth(4))):
        found = compare_pictures(_marked(a), _marked(b))
        assert not found.related


def test_a_mark_does_not_hide_a_copy() -> None:
    assert compare_pictures(scene(1), _marked(scene(1))).related


@pytest.mark.parametrize("page", ["phone screenshot 55 %", "subtitle and logo", "caption bar 22 %"])
def test_two_pictures_on_one_page_are_not_related(page: str) -> None:
    first, second = attacked(page, scene(1), 7), attacked(page, scene(2), 7)
    assert not compare_pictures(first, second).related


def test_one_picture_on_two_pages_is_found_beside_the_print() -> None:
    first, second = (attacked("phone screenshot 55 %", scene(1), seed) for seed in (7, 8))
    found = compare_pictures(first, second)
    assert found.related
