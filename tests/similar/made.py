"""Pictures and clips made for the tests: textured, small, the same on every machine."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Frames = list[tuple[float, NDArray[np.uint8]]]


def picture(seed: int, size: tuple[int, int] = (480, 320)) -> Image.Image:
    """A textured picture: soft ground, patches, strokes; another seed gives another one."""
    rng = np.random.default_rng(seed)
    ground = rng.integers(40, 210, (8, 8, 3), dtype=np.uint8)
    image = Image.fromarray(ground).resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(90):
        x, y, r = rng.uniform(0, size[0]), rng.uniform(0, size[1]), rng.uniform(5, 42)
        colour = tuple(int(v) for v in rng.integers(0, 255, 3))
        corners = [(x + rng.normal(0, r), y + rng.normal(0, r)) for _ in range(int(rng.integers(3, 7)))]
        draw.polygon(corners, fill=colour)
    noise = rng.normal(0, 6, (size[1], size[0], 1))
    return Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))


def sky(seed: int, size: tuple[int, int] = (480, 320)) -> Image.Image:
    """A smooth gradient with hardly any texture."""
    rng = np.random.default_rng(seed)
    ground = rng.integers(150, 200, (2, 2, 3), dtype=np.uint8)
    return Image.fromarray(ground).resize(size, Image.Resampling.BICUBIC)


def moving(seed: int, seconds: float = 8, size: tuple[int, int] = (320, 180), *, start: float = 0) -> Frames:
    """A clip sampled four times a second: a view pans over a large picture while shapes cross it."""
    rng = np.random.default_rng(seed)
    world = np.asarray(picture(seed, (size[0] * 3, size[1] * 2)))
    paths = rng.uniform(0, 1, (5, 4))
    colours = rng.integers(0, 255, (5, 3))
    return [(i / 4, _view(world, paths, colours, start + i / 4, size)) for i in range(round(seconds * 4))]


def _view(
    world: NDArray[np.uint8], paths: NDArray[np.float64], colours: NDArray[np.int64], time: float, size: tuple[int, int]
) -> NDArray[np.uint8]:
    width, height = size
    x = int((0.5 + 0.5 * np.sin(time * 0.35)) * (world.shape[1] - width))
    y = int((0.5 + 0.5 * np.sin(time * 0.23 + 1)) * (world.shape[0] - height))
    view = world[y : y + height, x : x + width].copy()
    return _crossed(view, paths, colours, time)


def _crossed(
    view: NDArray[np.uint8], paths: NDArray[np.float64], colours: NDArray[np.int64], time: float
) -> NDArray[np.uint8]:
    height, width = view.shape[:2]
    for (x, y, u, v), colour in zip(paths, colours, strict=True):
        centre = (int((x + u * time * 0.3) % 1 * width), int((y + v * time * 0.2) % 1 * height))
        cv2.circle(view, centre, height // 9, tuple(int(c) for c in colour), -1)
    return view


def fixed_camera(seed: int, walk: int, seconds: float = 8, size: tuple[int, int] = (320, 180)) -> Frames:
    """One camera that does not move (by `seed`), with somebody crossing in a way of their own (by `walk`)."""
    back = np.asarray(picture(seed, size))
    rng = np.random.default_rng(1000 + walk)
    paths, colours = rng.uniform(0.1, 1, (4, 4)), rng.integers(0, 255, (4, 3))
    return [(i / 4, _crossed(back.copy(), paths, colours, i / 4)) for i in range(round(seconds * 4))]


def changed(frames: Frames, change: object) -> Frames:
    """Every frame through `change`."""
    return [(time, np.ascontiguousarray(change(frame))) for time, frame in frames]  # type: ignore[operator]


def renumbered(frames: Frames) -> Frames:
    """The same pictures with times from 0 on."""
    return [(i / 4, frame) for i, (_, frame) in enumerate(frames)]
