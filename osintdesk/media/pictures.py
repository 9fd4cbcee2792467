"""Pictures from files: small ones by drafting before loading, full ones for the viewer; always upright and in sRGB."""

from __future__ import annotations

import io
import mmap
import struct
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import numpy as np
import pillow_heif
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from osintdesk.core.errors import FileProblem
from osintdesk.media.kinds import Sniffed, sniff

THUMBNAIL_SIDE = 512
THUMBNAIL_QUALITY = 82
USUAL_PIXELS = 100_000_000
"""More than any common camera, less than what fills a gigabyte; 200-megapixel phone pictures need a higher limit."""
RAW_FORMATS = frozenset(
    {
        "cr2",
        "cr3",
        "crw",
        "nef",
        "arw",
        "srw",
        "pef",
        "orf",
        "rw2",
        "raf",
        "x3f",
        "mrw",
        "dng",
        "3fr",
        "iiq",
        "mos",
        "dcr",
    }
)
_CANDIDATES = 200
_opening = threading.Lock()
_partial = threading.Lock()

pillow_heif.register_heif_opener()


class TooManyPixels(FileProblem):
    """The picture has more pixels than the caller allows."""


def small_picture(path: Path, *, long_side: int = THUMBNAIL_SIDE, max_pixels: int = USUAL_PIXELS) -> Image.Image:
    """The picture in `path` as upright sRGB of at most `long_side` pixels; raises FileProblem with a whole sentence."""
    return _reading_of(lambda: _small(path, long_side, max_pixels))


def is_incomplete(picture: Image.Image) -> bool:
    """Whether the file ended before the picture did, so that only a part of it could be shown."""
    return bool(picture.info.get("incomplete"))


def full_picture(path: Path, *, max_pixels: int = USUAL_PIXELS) -> Image.Image:
    """Every pixel of the picture, upright and in sRGB, for the viewer; raw files give their largest preview."""
    return _reading_of(lambda: _full(path, max_pixels))


def thumbnail_bytes(picture: Image.Image, *, long_side: int = THUMBNAIL_SIDE) -> bytes:
    """JPEG bytes of `picture` at most `long_side` long, carrying no metadata of the original."""
    small = picture if max(picture.size) <= long_side else _shrunk(picture, long_side)
    sink = io.BytesIO()
    Image.frombytes("RGB", small.size, small.convert("RGB").tobytes()).save(sink, "JPEG", quality=THUMBNAIL_QUALITY)
    return sink.getvalue()


def picture_from_bytes(data: bytes, *, long_side: int = THUMBNAIL_SIDE, max_pixels: int = USUAL_PIXELS) -> Image.Image:
    """As `small_picture`, for an embedded thumbnail or preview that is already in memory."""
    with _pixels_allowed(max_pixels):
        image = Image.open(io.BytesIO(data))
    return _reading_of(lambda: _shrunk(_upright(_limited(image, max_pixels)), long_side))


def _reading_of(work: Callable[[], Image.Image]) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _complete_or_part(work)
    except FileProblem:
        raise
    except MemoryError:
        raise FileProblem("The picture needs too much memory.") from None
    except Image.DecompressionBombError:
        raise TooManyPixels("The picture has more pixels than can be decoded safely.") from None
    except UnidentifiedImageError:
        raise FileProblem("The picture is damaged, or of a format that cannot be decoded.") from None
    except FileNotFoundError:
        raise FileProblem("The file is no longer there.") from None
    except Exception as error:  # a decoder may raise anything on bad content; the reason is kept
        raise FileProblem(f"The picture cannot be decoded: {_plain(error)}.") from None


def _complete_or_part(work: Callable[[], Image.Image]) -> Image.Image:
    """The whole picture, or as much of a cut-off one as there is (marked, see `is_incomplete`)."""
    try:
        return work()
    except OSError as error:
        if "truncated" not in str(error) and "broken data stream" not in str(error):
            raise
    with _partial:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            picture = work()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
    picture.info["incomplete"] = True
    return picture


def _plain(error: BaseException) -> str:
    return (str(error).strip().rstrip(".") or type(error).__name__)[:200]


def _small(path: Path, long_side: int, max_pixels: int) -> Image.Image:
    with _opened(path, max_pixels, drafting=long_side) as image:
        return _shrunk(_upright(image, long_side=long_side), long_side)


def _full(path: Path, max_pixels: int) -> Image.Image:
    with _opened(path, max_pixels) as image:
        return _upright(image)


def _shrunk(image: Image.Image, long_side: int) -> Image.Image:
    if max(image.size) > long_side:
        image = image.copy()
        image.thumbnail((long_side, long_side), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return image


@contextmanager
def _opened(path: Path, max_pixels: int, *, drafting: int = 0) -> Iterator[Image.Image]:
    """The picture with its header read; decoding happens while the file is open."""
    with path.open("rb") as file:
        image = _header(path, file, sniff(path), max_pixels, drafting)
        _limited(image, max_pixels)
        if drafting and isinstance(image, ImageFile.ImageFile):
            image.draft("RGB", (drafting, drafting))
        yield image


def _header(path: Path, file: IO[bytes], kind: Sniffed, max_pixels: int, drafting: int) -> Image.Image:
    if kind.format in RAW_FORMATS:
        return _raw_preview(path, drafting)
    try:
        with _pixels_allowed(max_pixels):
            return Image.open(file)
    except UnidentifiedImageError:
        if kind.format in {"jxl", "tiff", "psd"}:
            return _raw_preview(path, 0)
        raise


def _limited(image: Image.Image, max_pixels: int) -> Image.Image:
    if image.width * image.height > max_pixels:
        raise TooManyPixels(f"The picture has {image.width} × {image.height} pixels, more than is allowed here.")
    return image


@contextmanager
def _pixels_allowed(max_pixels: int) -> Iterator[None]:
    """Pillow's own limit is one number for the whole process, so it is set only while a file is being opened."""
    with _opening:
        before = Image.MAX_IMAGE_PIXELS
        Image.MAX_IMAGE_PIXELS = max(1, max_pixels)
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


def _upright(image: Image.Image, *, long_side: int = 0) -> Image.Image:
    """The first frame as 8-bit RGB in sRGB, turned as its EXIF orientation says, transparency on white."""
    profile = image.info.get("icc_profile")
    orientation = image.getexif().get(0x0112, 1)
    small = _early_shrink(image, long_side)
    picture = _in_srgb(_rgb(small), profile, image.mode)
    if picture is image:
        picture = image.copy()
    picture.info = {}
    turn = _TURNS.get(orientation)
    return picture.transpose(turn) if turn is not None else picture


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _early_shrink(image: Image.Image, long_side: int) -> Image.Image:
    """Shrinks before colour conversion where the mode allows it: most of the time goes there."""
    if long_side and image.mode in {"RGB", "L", "RGBA", "CMYK"}:
        return _shrunk(image, long_side)
    return image


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    if image.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        return _stretched(image)
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGB", rgba.size, "white")
        white.paste(rgba, mask=rgba.getchannel("A"))
        return white
    return image.convert("RGB")


def _stretched(image: Image.Image) -> Image.Image:
    """Deep greyscale as 8 bit: 16-bit values by their high byte, anything else between its extremes."""
    values = np.asarray(image, dtype=np.float32)
    low, high = (
        (0.0, 65535.0) if image.mode.startswith("I;16") else (float(np.nanmin(values)), float(np.nanmax(values)))
    )
    scaled = (np.nan_to_num(values) - low) * (255.0 / max(high - low, 1e-9))
    return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8), "L").convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    """Colours converted from an embedded RGB profile; a profile that cannot be used is ignored, as viewers do."""
    if not profile or mode not in {"RGB", "RGBA"}:
        return image
    with suppress(Exception):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in (ImageCms.getProfileDescription(source) or ""):
            return image
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        return converted if converted is not None else image
    return image


def _raw_preview(path: Path, wanted: int) -> Image.Image:
    """The largest JPEG inside a raw file (the smallest one that is large enough, when only a thumbnail is wanted)."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = sorted((height * width, at) for at, width, height in embedded_jpegs(data))
        if not found:
            raise FileProblem("The raw file holds no preview picture.")
        enough = [at for pixels, at in found if wanted and pixels >= wanted * wanted]
        at = enough[0] if enough else found[-1][1]
        picture = bytes(data[at : at + (64 << 20)])
    image = Image.open(io.BytesIO(picture))
    _turn_as_raw(image, path)
    return image


def _turn_as_raw(image: Image.Image, path: Path) -> None:
    """Previews often carry no orientation of their own: then the raw file's one holds."""
    if 0x0112 in image.getexif():
        return
    with suppress(Exception), Image.open(path) as outer:
        image.getexif()[0x0112] = outer.getexif().get(0x0112, 1)


def embedded_jpegs(data: mmap.mmap | bytes) -> Iterator[tuple[int, int, int]]:
    """Offset, width and height of each decodable JPEG that begins anywhere in `data` (at most 200 candidates)."""
    at = -1
    for _candidate in range(_CANDIDATES):
        at = data.find(b"\xff\xd8\xff", at + 1)
        if at < 0:
            return
        size = jpeg_size(data, at)
        if size:
            yield at, *size


def jpeg_size(data: mmap.mmap | bytes, at: int = 0) -> tuple[int, int] | None:
    """Width and height of the baseline or progressive JPEG at `at`; None for lossless ones and for chance matches."""
    place = at + 2
    for _segment in range(60):
        marker = data[place : place + 4]
        if len(marker) < 4 or marker[0] != 0xFF or not 0xC0 <= marker[1] <= 0xFE:
            return None
        length = struct.unpack(">H", marker[2:4])[0]
        if marker[1] in (0xC0, 0xC1, 0xC2):
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return (width, height) if width and height else None
        if marker[1] in (0xC3, 0xD9, 0xDA) or length < 2:
            return None
        place += 2 + length
    return None


def upright_bytes(jpeg: bytes, orientation: int) -> Image.Image:
    """An embedded thumbnail turned as the picture it belongs to."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(jpeg))).convert("RGB")
    turn = _TURNS.get(orientation)
    return image.transpose(turn) if turn is not None else image
