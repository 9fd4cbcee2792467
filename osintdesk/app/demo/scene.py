"""The generated landscape of the example case: dusk over a village, two plumes of smoke, two jets passing low.

Everything is drawn from arithmetic with fixed seeds, so the same pictures come out every time; each is marked
“generated picture” in its corner.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from osintdesk.core.resources import resource_path

Picture = npt.NDArray[np.uint8]
Field = npt.NDArray[np.float32]
Colour = tuple[int, int, int]

WIDTH, HEIGHT = 1280, 720
MARK = "generated picture"


@dataclass(frozen=True, slots=True)
class Light:
    """Colours of one time of day: sky from top to horizon, hills from far to near, walls, window light, smoke."""

    sky: tuple[Colour, ...]
    hills: tuple[Colour, ...]
    wall: Colour
    roof: Colour
    window: Colour
    smoke: Colour


DUSK = Light(
    sky=((44, 52, 88), (92, 82, 112), (176, 116, 104), (240, 160, 98)),
    hills=((70, 66, 92), (48, 48, 70), (30, 32, 46)),
    wall=(58, 54, 62),
    roof=(40, 34, 42),
    window=(255, 196, 96),
    smoke=(40, 36, 44),
)
NOON = Light(
    sky=((112, 160, 208), (152, 190, 222), (196, 216, 230), (226, 232, 228)),
    hills=((132, 158, 132), (118, 148, 92), (178, 164, 84)),
    wall=(214, 206, 190),
    roof=(150, 84, 66),
    window=(70, 80, 92),
    smoke=(86, 84, 82),
)


def _noise(seed: int, height: int, width: int, octaves: int = 5) -> Field:
    """Cloud-like noise in 0–1, periodic in both directions."""
    random = np.random.default_rng(seed)
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        cells = 2 ** (octave + 2)
        grid = random.random((cells, cells), np.float32)
        tiled = np.pad(grid, 1, mode="wrap")
        layer = Image.fromarray(tiled).resize(
            (width + 2 * width // cells, height + 2 * height // cells), Image.Resampling.BICUBIC
        )
        data = np.asarray(layer, np.float32)
        total += data[height // cells : height // cells + height, width // cells : width // cells + width] / 2**octave
    scaled: Field = (total - total.min()) / (total.max() - total.min())
    return scaled


@cache
def backdrop(light: Light, seed: int = 1) -> Picture:
    """Sky, hills and village, without smoke and jets."""
    image = Image.fromarray(_sky(light, seed))
    draw = ImageDraw.Draw(image)
    for place, colour in enumerate(light.hills):
        draw.polygon(_ridge(seed + place, base=0.60 + 0.09 * place, rise=0.07), fill=colour)
    _village(draw, light, seed)
    if light is DUSK:
        _water_tower(draw, light)
        _poles(draw)
    return np.asarray(image)


def _sky(light: Light, seed: int) -> Picture:
    stops = np.linspace(0, 1, len(light.sky))
    rows = np.linspace(0, 1.35, HEIGHT).clip(0, 1)
    columns = [np.interp(rows, stops, [c[channel] for c in light.sky]) for channel in range(3)]
    sky = np.repeat(np.stack(columns, axis=1)[:, None, :], WIDTH, axis=1)
    clouds = np.asarray(Image.fromarray(_noise(seed + 50, 256, 256)).resize((WIDTH * 2, HEIGHT // 2)), np.float32)
    clouds = np.repeat(clouds, 2, axis=0)[:HEIGHT, :WIDTH]
    veil = ((clouds - 0.52).clip(0, 1) * 1.6)[..., None]
    return (sky * (1 - veil) + np.array(light.sky[-1]) * veil).clip(0, 255).astype(np.uint8)


def _ridge(seed: int, *, base: float, rise: float) -> list[tuple[float, float]]:
    random = np.random.default_rng(seed)
    x = np.linspace(0, WIDTH, 160)
    height = sum(
        np.sin(x / WIDTH * 2 * np.pi * k + random.random() * 6.28) / k * random.random() for k in (1, 2, 3, 5, 9, 17)
    )
    y = HEIGHT * (base + rise * np.asarray(height) * 0.5)
    return [(0, HEIGHT), *zip(x.tolist(), y.tolist(), strict=True), (WIDTH, HEIGHT)]


def _picker(seed: int) -> Callable[[int, int], int]:
    """Whole numbers in [low, high), the same ones every time."""
    random = np.random.default_rng(seed)
    return lambda low, high: int(random.integers(low, high))


def _darker(colour: Colour) -> Colour:
    red, green, blue = (int(channel * 0.72) for channel in colour)
    return red, green, blue


def _village(draw: ImageDraw.ImageDraw, light: Light, seed: int) -> None:
    pick = _picker(seed + 7)
    for number in range(17):
        left = 20 + number * 75 + pick(-22, 22)
        wide, high = pick(46, 92), pick(24, 46)
        ground = 585 + pick(0, 62)
        draw.rectangle((left, ground - high, left + wide, ground), fill=light.wall)
        draw.polygon(
            [(left - 6, ground - high), (left + wide / 2, ground - high * 1.8), (left + wide + 6, ground - high)],
            fill=light.roof,
        )
        for window in range(wide // 30):
            if pick(0, 10) < 7:
                x = left + 9 + window * 26
                draw.rectangle((x, ground - high + 9, x + 9, ground - high + 20), fill=light.window)
    for _tree in range(26):
        x, y, r = pick(0, WIDTH), pick(588, 660), pick(9, 24)
        draw.ellipse((x - r, y - 2 * r, x + r, y), fill=_darker(light.hills[-1]))


def _water_tower(draw: ImageDraw.ImageDraw, light: Light) -> None:
    """The landmark of the example: a tank on a mast."""
    draw.polygon([(884, 600), (892, 486), (904, 486), (912, 600)], fill=light.roof)
    draw.ellipse((866, 444, 930, 496), fill=light.wall)
    draw.rectangle((894, 428, 902, 448), fill=light.wall)


def _poles(draw: ImageDraw.ImageDraw) -> None:
    tops = [(90, 470), (420, 486), (752, 478), (1090, 462)]
    for x, y in tops:
        draw.line((x, y, x, 690), fill=(18, 18, 22), width=5)
        draw.line((x - 22, y + 14, x + 22, y + 14), fill=(18, 18, 22), width=4)
    for (x0, y0), (x1, y1) in pairwise(tops):
        sag = [(x0 + (x1 - x0) * t, y0 + 14 + (y1 - y0) * t + 60 * t * (1 - t)) for t in np.linspace(0, 1, 24)]
        draw.line(sag, fill=(18, 18, 22), width=2)


@cache
def _billows() -> Field:
    return _noise(77, 512, 512)


def smoke(seconds: float, *, foot: tuple[int, int], lean: float, width: float) -> Field:
    """How dense a plume is (0–1, HEIGHT × WIDTH) at `seconds`: it rises from `foot`, widens and leans with the wind.

    Computed at half size: smoke has no fine edges.
    """
    y, x = np.mgrid[0:HEIGHT:2, 0:WIDTH:2].astype(np.float32)
    up = ((foot[1] - y) / HEIGHT).clip(0, 1)
    centre = foot[0] + lean * WIDTH * up**1.25 + 14 * np.sin(up * 14 - seconds * 1.1)
    spread = width * (0.16 + 1.5 * up)
    body = np.exp(-(((x - centre) / spread) ** 2))
    rows = ((y * 0.62 + seconds * 46) % 512).astype(np.int32)
    columns = (((x - centre) * 0.9 + 256) % 512).astype(np.int32)
    texture = 0.35 + 1.15 * _billows()[rows, columns]
    fade = (1 - up * 1.15).clip(0, 1) * (up > 0)
    density: Field = (body * texture * fade).clip(0, 0.93).astype(np.float32)
    return density.repeat(2, axis=0).repeat(2, axis=1)


# A jet seen from the side, nose to the left, in units of its length.
_JET = [
    (0.00, 0.02), (0.10, -0.02), (0.22, -0.06), (0.30, -0.10), (0.38, -0.07), (0.62, -0.07), (0.82, -0.24),
    (0.90, -0.24), (0.88, -0.05), (1.00, -0.03), (1.00, 0.04), (0.84, 0.06), (0.72, 0.13), (0.60, 0.14), (0.50, 0.06),
    (0.20, 0.06),
]  # fmt: skip


def jets(draw: ImageDraw.ImageDraw, seconds: float, *, leftwards: bool = True) -> None:
    """Two jets, one behind the other, crossing the picture in about five seconds."""
    for behind, high, size in ((0.0, 0.26, 118), (0.17, 0.205, 104)):
        share = seconds / 5.2 - behind
        x = WIDTH * (1.12 - 1.3 * share) if leftwards else WIDTH * (-0.2 + 1.3 * share)
        y = HEIGHT * (high - 0.035 * np.sin(share * 2.4))
        outline = [(x + (px if leftwards else 1 - px) * size, y + py * size) for px, py in _JET]
        draw.polygon(outline, fill=(20, 22, 28))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resource_path("fonts", "NotoSans-Regular.ttf")), size)


def marked(picture: Picture, text: str = MARK) -> Picture:
    """The picture with its mark in the corner."""
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image, "RGBA")
    font = _font(max(13, image.height // 36))
    width = draw.textlength(text, font=font)
    box = (image.width - width - 22, image.height - font.size - 20, image.width - 6, image.height - 6)
    draw.rounded_rectangle(box, 5, fill=(12, 14, 16, 150))
    draw.text((box[0] + 8, box[1] + 2), text, font=font, fill=(255, 255, 255, 235))
    return np.asarray(image)


@cache
def _haze() -> npt.NDArray[np.int8]:
    """The sun's last light and the grain of a phone's sensor, one picture for all frames."""
    return np.random.default_rng(5).integers(-3, 4, (HEIGHT, WIDTH, 1)).astype(np.int8)


def dusk_frame(seconds: float) -> Picture:
    """One frame of the main clip: jets from right to left, smoke on the left of the middle."""
    base = backdrop(DUSK).astype(np.float32)
    for foot, lean, width in (((470, 500), 0.16, 62.0), ((640, 512), 0.12, 40.0)):
        density = smoke(seconds, foot=foot, lean=lean, width=width)[..., None]
        base = base * (1 - density) + np.array(DUSK.smoke, np.float32) * density
    image = Image.fromarray(base.clip(0, 255).astype(np.uint8))
    jets(ImageDraw.Draw(image), seconds)
    grained = np.asarray(image).astype(np.int16) + _haze()
    return marked(grained.clip(0, 255).astype(np.uint8))


def old_picture() -> Picture:
    """Another place and season: one plume over yellow fields at noon, no jets."""
    base = backdrop(NOON, seed=31).astype(np.float32)
    density = smoke(9.0, foot=(860, 470), lean=-0.10, width=90.0)[..., None]
    base = base * (1 - density) + np.array(NOON.smoke, np.float32) * density
    soft = Image.fromarray(base.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.6))
    return marked(np.asarray(soft))


def map_picture() -> Picture:
    """A reference picture from above: roads, fields, roofs and the tower's round tank."""
    pick = _picker(11)
    image = Image.new("RGB", (WIDTH, HEIGHT), (122, 138, 96))
    draw = ImageDraw.Draw(image)
    for _field in range(34):
        x, y = pick(-100, WIDTH), pick(-80, HEIGHT)
        w, h = pick(120, 320), pick(80, 220)
        tone = pick(-18, 18)
        draw.rectangle((x, y, x + w, y + h), fill=(128 + tone, 140 + tone, 92 + tone // 2))
    draw.line([(0, 520), (430, 470), (880, 410), (1280, 300)], fill=(206, 200, 186), width=20)
    draw.line([(640, 720), (700, 440), (730, 0)], fill=(196, 190, 176), width=13)
    for number in range(30):
        x = 60 + (number * 41) % 1180 + pick(-12, 12)
        y = 250 + (number * 97) % 380
        draw.rectangle((x, y, x + pick(22, 44), y + pick(18, 34)), fill=(160, 92, 72))
    draw.ellipse((864, 336, 908, 380), fill=(210, 212, 214), outline=(120, 120, 124), width=3)
    draw.line((908, 380, 950, 420), fill=(88, 96, 76), width=12)
    return marked(np.asarray(image.filter(ImageFilter.GaussianBlur(0.7))))
