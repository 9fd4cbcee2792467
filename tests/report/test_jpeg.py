"""Pictures leave without anything but the picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms

from osintdesk.report.jpeg import clean
from tests.report.sample import jpeg, sky


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_bare_picture_is_kept_as_it_is() -> None:
    data = jpeg(sky(320, 180, 1), 320)
    found = clean(data, 320)
    assert found is not None
    assert opened(found.data).tobytes() == opened(data).tobytes()
    assert (found.width, found.height) == (320, 180)


def test_metadata_and_what_follows_the_picture_are_cut() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    data = jpeg(sky(320, 180, 1), 320, exif=exif, comment=b"secret comment") + b"secret tail"
    found = clean(data, 320)
    assert found is not None
    assert b"ecret" not in found.data and b"Exif" not in found.data


def test_the_orientation_is_applied_before_it_is_dropped() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = clean(jpeg(sky(320, 180, 1), 320, exif=exif), 320)
    assert found is not None
    assert (found.width, found.height) == (180, 320)


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
def test_every_colour_mode_comes_out_as_one_or_three_components(mode: str) -> None:
    out = io.BytesIO()
    sky(160, 90, 1).convert(mode).save(out, "JPEG")
    found = clean(out.getvalue(), 160)
    assert found is not None
    assert opened(found.data).mode in {"RGB", "L"}


def test_a_colour_profile_is_applied_and_dropped() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found = clean(jpeg(sky(160, 90, 1), 160, icc_profile=profile), 160)
    assert found is not None
    assert b"ICC_PROFILE" not in found.data


def test_a_large_picture_is_reduced_and_a_small_one_not_enlarged() -> None:
    data = jpeg(sky(640, 360, 1), 640)
    assert (found := clean(data, 320)) and (found.width, found.height) == (320, 180)
    assert (found := clean(data, 2000)) and found.width == 640


def test_a_transparent_picture_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    found = clean(out.getvalue(), 40)
    assert found is not None
    assert opened(found.data).convert("RGB").getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize("cut", [0, 1, 2, 20, 200, 2000])
def test_a_cut_or_broken_picture_is_none_or_a_picture(cut: int) -> None:
    data = jpeg(sky(320, 180, 1), 320)
    found = clean(data[:cut], 320)
    assert found is None or opened(found.data).size == (found.width, found.height)
