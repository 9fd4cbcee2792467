"""How pixels are shown: adjustments for looking only; nothing of this is ever written to a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
HIDDEN_BLOCKS = (16, 9)
HIDDEN_BRIGHTNESS = 0.45


@dataclass(frozen=True, slots=True)
class Look:
    """Exposure in stops (−4 to 4), contrast factor (0.25 to 4), gamma (0.25 to 4), without colour, sides swapped."""

    exposure: float = 0.0
    contrast: float = 1.0
    gamma: float = 1.0
    greyscale: bool = False

    @property
    def is_plain(self) -> bool:
        return self == PLAIN


PLAIN = Look()


@lru_cache(maxsize=32)
def curve(look: Look) -> Pixels:
    """The 256 shown values: exposure in linear light (sRGB transfer), then gamma, then contrast around the middle."""
    value = np.arange(256, dtype=np.float64) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4) * 2.0**look.exposure
    linear = np.clip(linear, 0, 1)
    shown = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    shown = (np.clip(shown, 0, 1) ** (1 / look.gamma) - 0.5) * look.contrast + 0.5
    return np.asarray(np.round(np.clip(shown, 0, 1) * 255), dtype=np.uint8)


def adjusted(pixels: Pixels, look: Look) -> Pixels:
    """RGB pixels as `look` shows them; the same array when there is nothing to do."""
    if look.is_plain:
        return pixels
    if (look.exposure, look.contrast, look.gamma) != (0.0, 1.0, 1.0):
        pixels = np.asarray(cv2.LUT(np.ascontiguousarray(pixels), curve(look)), dtype=np.uint8)
    return without_colour(pixels) if look.greyscale else pixels


def without_colour(pixels: Pixels) -> Pixels:
    grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def hidden(pixels: Pixels) -> Pixels:
    """What stands for a picture that must not be seen by chance: 16 × 9 block averages, grey and dark."""
    blocks = cv2.resize(pixels, HIDDEN_BLOCKS, interpolation=cv2.INTER_AREA)
    return (without_colour(np.asarray(blocks, dtype=np.uint8)) * HIDDEN_BRIGHTNESS).astype(np.uint8)
