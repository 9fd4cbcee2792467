"""Pictures with texture, made by arithmetic: the same seed gives the same picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter


def scene(seed: int, width: int = 640, height: int = 420) -> Image.Image:
    """A picture with shapes and texture that key points find hold of."""
    random = np.random.default_rng(seed)
    base = Image.fromarray(random.integers(0, 255, (height // 20, width // 20, 3), dtype=np.uint8))
    image = base.resize((width, height), Image.Resampling.BICUBIC)
    fine = Image.fromarray(random.integers(0, 255, (height // 4, width // 4, 3), dtype=np.uint8))
    fine = fine.resize((width, height), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(1))
    return Image.blend(image, fine, 0.4)


def save_jpeg(path: Path, seed: int, *, quality: int = 90) -> Path:
    """A picture with a camera's make, model and time in its EXIF."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Example", "Example One", "2024:08:06 20:29:31"
    exif.get_ifd(0x8769)[0x9003] = "2024:08:06 20:29:31"
    scene(seed).save(path, quality=quality, exif=exif)
    return path
