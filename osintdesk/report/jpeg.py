"""Pictures for the report: JPEG without anything but the picture.

Metadata segments are cut out without touching the picture where that is enough; a picture in CMYK, with a colour
profile, with a rotation still to apply, or larger than wanted is decoded and written anew.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

QUALITY = 84
_SMALL = 320
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True)
class Clean:
    data: bytes
    width: int
    height: int


def clean(data: bytes, long_side: int) -> Clean | None:
    """The picture without metadata, at most `long_side` pixels; None when it is no picture that can be read."""
    try:
        return _stripped(data, long_side) or _rewritten(data, long_side)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _stripped(data: bytes, long_side: int) -> Clean | None:
    """Lossless way; None when the picture must be written anew."""
    if data[:2] != b"\xff\xd8":
        return None
    kept, position, size = [b"\xff\xd8"], 2, (0, 0)
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker, length = data[position + 1], int.from_bytes(data[position + 2 : position + 4])
        body = data[position + 4 : position + 2 + length]
        if marker in _BARE or length < 2 or len(body) != length - 2 or _needs_decoding(marker, body):
            return None
        if marker in _FRAMES:
            size = (int.from_bytes(body[3:5]), int.from_bytes(body[1:3]))
        if marker == 0xDA:
            end = data.rfind(b"\xff\xd9")
            ok = end > position and _plain_scans(data, position, end) and 0 < max(size) <= long_side and min(size)
            return Clean(b"".join(kept) + data[position : end + 2], *size) if ok else None
        if not 0xE0 <= marker <= 0xEF and marker != 0xFE:
            kept.append(data[position : position + 2 + length])
        position += 2 + length
    return None


def _needs_decoding(marker: int, body: bytes) -> bool:
    """Four components, 12 bits, an orientation, a colour profile, or RGB told by Adobe's segment."""
    if marker in range(0xC0, 0xD0) and marker not in {0xC4, 0xC8, 0xCC}:
        return marker not in _FRAMES or len(body) < 6 or body[0] != 8 or body[5] not in {1, 3}
    return (marker == 0xE2 and body.startswith(b"ICC_PROFILE")) or marker == 0xEE or body.startswith(b"Exif\0\0")


def _plain_scans(data: bytes, start: int, end: int) -> bool:
    """Whether nothing but scans and their tables stands between here and the end of the picture."""
    position = start
    while (position := data.find(b"\xff", position + 2)) != -1 and position < end:
        marker = data[position + 1]
        if marker == 0xFF:
            position -= 1
        elif marker not in {0x00, 0xC4, 0xDA, 0xDD, *range(0xD0, 0xD8)}:
            return False
    return True


def _rewritten(data: bytes, long_side: int) -> Clean:
    with Image.open(io.BytesIO(data)) as opened:
        opened.draft("RGB", (long_side, long_side))
        picture = _in_srgb(ImageOps.exif_transpose(opened))
    picture.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling=0 if long_side > _SMALL else 2)
    return Clean(_without_segments(out.getvalue()), *picture.size)


def _without_segments(data: bytes) -> bytes:
    found = _stripped(data, 1 << 16)
    return found.data if found else data


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            done = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return (done or picture).convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return _flattened(picture)


def _flattened(picture: Image.Image) -> Image.Image:
    """On white where the picture is transparent."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(ground, clear).convert("RGB")
    return picture.convert("RGB")
