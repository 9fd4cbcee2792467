"""Pictures come out small, upright, in sRGB and without metadata, whatever the file."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw

from osintdesk.core.errors import FileProblem
from osintdesk.media.pictures import (
    TooManyPixels,
    embedded_jpegs,
    full_picture,
    is_incomplete,
    small_picture,
    thumbnail_bytes,
)


def _scene(size: tuple[int, int] = (800, 600)) -> Image.Image:
    """Red in the upper left quarter, blue in the upper right one, white below: no turn leaves it as it is."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0] // 2, size[1] // 2), fill="red")
    draw.rectangle((size[0] // 2, 0, size[0], size[1] // 2), fill="blue")
    return image


def _corners(image: Image.Image) -> list[str]:
    names = {(1, 0, 0): "red", (0, 0, 1): "blue", (1, 1, 1): "white"}
    places = [(0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)]
    values = [image.getpixel((int(image.width * x), int(image.height * y))) for x, y in places]
    return [names.get(tuple(round(c / 255) for c in value), "?") for value in values]  # type: ignore[union-attr,arg-type]


UPRIGHT = ["red", "blue", "white", "white"]
_STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_upright_for_every_orientation(tmp_path: Path, orientation: int) -> None:
    turn, path = _STORED[orientation], tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = _scene() if turn is None else _scene().transpose(turn)
    stored.save(path, exif=exif)
    for picture in (small_picture(path, long_side=200), full_picture(path)):
        assert _corners(picture) == UPRIGHT
        assert picture.width > picture.height
    assert small_picture(path, long_side=200).size == (200, 150)
    assert full_picture(path).size == (800, 600)


@pytest.mark.parametrize(
    ("name", "mode", "options"),
    [
        ("a.jpg", "RGB", {"progressive": True}),
        ("a.jpg", "CMYK", {}),
        ("a.png", "RGB", {}),
        ("a.png", "RGBA", {}),
        ("a.png", "P", {}),
        ("a.gif", "P", {}),
        ("a.webp", "RGB", {"lossless": True}),
        ("a.tif", "RGB", {"compression": "tiff_lzw"}),
        ("a.tif", "CMYK", {}),
        ("a.bmp", "RGB", {}),
        ("a.heic", "RGB", {}),
        ("a.avif", "RGB", {}),
        ("a.ico", "RGB", {"sizes": [(128, 96)]}),
        ("a.jp2", "RGB", {}),
    ],
)
def test_every_format_gives_the_same_picture(tmp_path: Path, name: str, mode: str, options: dict[str, object]) -> None:
    path = tmp_path / name
    _scene().convert(mode).save(path, **options)
    assert _corners(small_picture(path, long_side=120)) == UPRIGHT


def test_deep_grey_keeps_its_range(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256, dtype=np.uint16)
    Image.fromarray(np.tile(ramp, (64, 1))).save(tmp_path / "a.png")
    values = np.asarray(full_picture(tmp_path / "a.png"))[0, :, 0]
    assert values[0] == 0 and values[-1] == 255 and abs(int(values[128]) - 128) <= 1


def test_transparency_is_shown_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert small_picture(tmp_path / "a.png").getpixel((20, 20)) == (255, 255, 255)


def test_colours_of_another_profile_are_converted(tmp_path: Path) -> None:
    linear = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ"))
    plain = tmp_path / "plain.png"
    Image.new("RGB", (20, 20), (128, 128, 128)).save(plain)
    assert small_picture(plain).getpixel((5, 5)) == (128, 128, 128)
    broken = tmp_path / "broken.png"
    Image.new("RGB", (20, 20), (128, 128, 128)).save(broken, icc_profile=linear.tobytes()[:90])
    assert small_picture(broken).getpixel((5, 5)) == (128, 128, 128)


def test_more_pixels_than_allowed_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("1", (20_000, 6_000)).save(path)
    with pytest.raises(TooManyPixels):
        small_picture(path)
    assert max(small_picture(path, max_pixels=200_000_000).size) == 512


def test_a_cut_off_picture_shows_its_part_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.effect_noise((800, 600), 80).save(path, quality=90)
    path.write_bytes(path.read_bytes()[:60_000])
    assert is_incomplete(small_picture(path))
    with pytest.raises(FileProblem, match=r"\.$"):
        path.write_bytes(path.read_bytes()[:100])
        small_picture(path)


def test_a_thumbnail_carries_no_metadata(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    _scene().save(
        path,
        exif=exif,
        comment=b"secret comment",
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )
    jpeg = thumbnail_bytes(full_picture(path), long_side=256)
    assert b"ecret" not in jpeg and b"ICC_PROFILE" not in jpeg and b"Exif" not in jpeg
    assert Image.open(io.BytesIO(jpeg)).size == (256, 192)


def test_the_largest_preview_of_a_raw_file_is_found(tmp_path: Path) -> None:
    small, large = io.BytesIO(), io.BytesIO()
    _scene((160, 120)).save(small, "JPEG")
    _scene((640, 480)).save(large, "JPEG")
    raw = b"FUJIFILMCCD-RAW " + bytes(200) + small.getvalue() + bytes(99) + large.getvalue() + b"\xff\xd8\xff\xfftail"
    path = tmp_path / "a.raf"
    path.write_bytes(raw)
    assert [size for _at, *size in embedded_jpegs(raw)] == [[160, 120], [640, 480]]
    assert full_picture(path).size == (640, 480)
    assert small_picture(path, long_side=120).size == (120, 90)
