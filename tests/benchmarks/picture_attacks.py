"""What happens to a picture on its way through the networks: 39 attacks, each a function of a picture and a generator.

Every attack takes an RGB picture and a seeded generator and returns the attacked RGB picture. `ATTACKS` maps the name
to the function and `GROUPS` the group that the reports speak of to its names.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

Attack = Callable[[Image.Image, np.random.Generator], Image.Image]


def encoded(image: Image.Image, quality: int, form: str = "JPEG") -> Image.Image:
    """The picture after one lossy save."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, form, quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


def jpeg(image: Image.Image, _: np.random.Generator, quality: int) -> Image.Image:
    return encoded(image, quality)


def webp(image: Image.Image, _: np.random.Generator) -> Image.Image:
    return encoded(image, 25, "WEBP")


def scaled(image: Image.Image, factor: float) -> Image.Image:
    size = (max(8, round(image.width * factor)), max(8, round(image.height * factor)))
    return image.resize(size, Image.Resampling.LANCZOS)


def half(image: Image.Image, _: np.random.Generator) -> Image.Image:
    return scaled(image, 0.5)


def fifth_enlarged(image: Image.Image, _: np.random.Generator) -> Image.Image:
    return scaled(image, 0.2).resize(image.size, Image.Resampling.BICUBIC)


def square(image: Image.Image, _: np.random.Generator) -> Image.Image:
    side = max(image.size)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def grey(image: Image.Image, _: np.random.Generator) -> Image.Image:
    return image.convert("L").convert("RGB")


def brightness(image: Image.Image, _: np.random.Generator) -> Image.Image:
    return ImageEnhance.Contrast(ImageEnhance.Brightness(image).enhance(1.25)).enhance(1.4)


def gamma(image: Image.Image, _: np.random.Generator, power: float = 2.0) -> Image.Image:
    return image.point([round(255 * (i / 255) ** power) for i in range(256)] * 3)


def hue(image: Image.Image, _: np.random.Generator) -> Image.Image:
    bands = np.asarray(image.convert("HSV")).copy()
    bands[..., 0] += 40
    bands[..., 1] = np.clip(bands[..., 1] * 1.6, 0, 255).astype(np.uint8)
    return Image.fromarray(bands, "HSV").convert("RGB")


def filtered(image: Image.Image, _: np.random.Generator) -> Image.Image:
    """A warm filter with a vignette."""
    data = np.asarray(image, np.float32) * [1.12, 1.0, 0.78] + [12, 4, 0]
    y, x = np.mgrid[-1 : 1 : image.height * 1j, -1 : 1 : image.width * 1j]
    data *= (1 - 0.45 * np.clip(x * x + y * y, 0, 1.6) / 1.6)[..., None]
    return Image.fromarray(np.clip(data, 0, 255).astype(np.uint8))


def noisy(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    blurred = np.asarray(image.filter(ImageFilter.GaussianBlur(1.5)), np.float32)
    return Image.fromarray(np.clip(blurred + rng.normal(0, 12, blurred.shape), 0, 255).astype(np.uint8))


def font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(max(8, int(size)))


def watermark(image: Image.Image, _: np.random.Generator) -> Image.Image:
    """A half transparent text tiled over all of it."""
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    step = max(image.size) // 5
    for y in range(0, image.height, step // 2):
        for x in range(-(y % step), image.width, step):
            draw.text((x, y), "SAMPLE", font=font(step / 4), fill=(255, 255, 255, 110))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def subtitle(image: Image.Image, _: np.random.Generator) -> Image.Image:
    """A dark subtitle band below and a logo above."""
    result = image.copy()
    draw = ImageDraw.Draw(result)
    w, h = image.size
    draw.rectangle((0, h * 0.84, w, h * 0.95), fill=(0, 0, 0))
    draw.text((w * 0.08, h * 0.86), "Eyewitness video from the region", font=font(h * 0.05), fill="white")
    draw.rounded_rectangle((w * 0.82, h * 0.04, w * 0.96, h * 0.15), 6, fill=(200, 20, 30))
    draw.text((w * 0.84, h * 0.06), "NEWS", font=font(h * 0.045), fill="white")
    return result


def emoji(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    result = image.copy()
    draw = ImageDraw.Draw(result)
    r = min(image.size) * 0.08
    for _ in range(4):
        x, y = rng.uniform(r, image.width - r), rng.uniform(r, image.height - r)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(250, 205, 50), outline=(180, 120, 0), width=2)
        for side in (-1, 1):
            draw.ellipse((x + side * r * 0.4 - 3, y - r * 0.35, x + side * r * 0.4 + 3, y - r * 0.1), fill=(60, 40, 0))
        draw.arc((x - r * 0.5, y - r * 0.4, x + r * 0.5, y + r * 0.6), 20, 160, fill=(60, 40, 0), width=3)
    return result


def caption(image: Image.Image, _: np.random.Generator, share: float = 0.22) -> Image.Image:
    """A white bar with text above the picture, as on memes."""
    bar = round(image.height * share)
    result = Image.new("RGB", (image.width, image.height + bar), "white")
    result.paste(image, (0, bar))
    draw = ImageDraw.Draw(result)
    draw.text((8, bar * 0.1), "WHEN YOU SEE IT", font=font(bar * 0.35), fill="black")
    draw.text((8, bar * 0.5), "you cannot unsee it", font=font(bar * 0.3), fill="black")
    return result


def letterbox(image: Image.Image, _: np.random.Generator, colour: str = "black", quality: int = 0) -> Image.Image:
    bar = round(image.height * 0.2)
    result = Image.new("RGB", (image.width, image.height + 2 * bar), colour)
    result.paste(image, (0, bar))
    return encoded(result, quality) if quality else result


def pillarbox(image: Image.Image, _: np.random.Generator) -> Image.Image:
    """Sides filled with an enlarged, blurred copy of the picture itself."""
    w, h = image.size
    wide = round(max(w * 1.6, h * 16 / 9))
    back = ImageOps.fit(image, (wide, h)).filter(ImageFilter.GaussianBlur(14))
    back.paste(image, ((wide - w) // 2, 0))
    return back


def crop(image: Image.Image, rng: np.random.Generator, area: float) -> Image.Image:
    """A random part keeping `area` of the area, aspect kept."""
    side = area**0.5
    w, h = round(image.width * side), round(image.height * side)
    x, y = rng.integers(0, image.width - w + 1), rng.integers(0, image.height - h + 1)
    return image.crop((x, y, x + w, y + h))


def mirror(image: Image.Image, _: np.random.Generator) -> Image.Image:
    return ImageOps.mirror(image)


def turned(image: Image.Image, _: np.random.Generator, degrees: int) -> Image.Image:
    return image.rotate(degrees, expand=True)


def tilted(image: Image.Image, _: np.random.Generator, degrees: float) -> Image.Image:
    """Turned a little and cut to the largest upright rectangle of the same aspect."""
    w, h = image.size
    angle = np.radians(degrees)
    aspect = max(w / h, h / w)
    keep = 1 / (np.cos(angle) + aspect * np.sin(angle))
    turned_ = image.rotate(degrees, Image.Resampling.BICUBIC)
    cw, ch = w * keep, h * keep
    return turned_.crop((round((w - cw) / 2), round((h - ch) / 2), round((w + cw) / 2), round((h + ch) / 2)))


def tilted_on_black(image: Image.Image, _: np.random.Generator, degrees: float = 5) -> Image.Image:
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True)


def _lines(draw: ImageDraw.ImageDraw, rng: np.random.Generator, box: tuple[float, float, float, float]) -> None:
    x0, y0, x1, y1 = box
    words = [
        "the",
        "region",
        "smoke",
        "seen",
        "video",
        "jets",
        "low",
        "over",
        "people",
        "say",
        "more",
        "after",
        "today",
    ]
    step = max(14.0, (y1 - y0) / 8)
    y = y0
    while y + step < y1:
        line = " ".join(rng.choice(words, 7))
        draw.text((x0, y), line[: int((x1 - x0) / (step * 0.3))], font=font(step * 0.6), fill=(30, 30, 30))
        y += step


def phone(image: Image.Image, rng: np.random.Generator, share: float) -> Image.Image:
    """A phone's screenshot of a post; `share` is how much of the screen's height the picture may take at most."""
    w, h = 540, 1170
    page = Image.new("RGB", (w, h), "white")
    draw = ImageDraw.Draw(page)
    draw.text((24, 14), "18:52", font=font(24), fill="black")
    draw.rectangle((w - 80, 18, w - 30, 38), outline="black", width=3)
    draw.ellipse((20, 80, 84, 144), fill=(90, 140, 200))
    draw.text((100, 84), "Witness", font=font(26), fill="black")
    _lines(draw, rng, (24, 160, w - 20, 160 + 130))
    area = share * w * h
    side = min(w / image.width, (area / (image.width * image.height)) ** 0.5, (h - 420) / image.height)
    small = image.resize((round(image.width * side), round(image.height * side)), Image.Resampling.LANCZOS)
    top = 320
    page.paste(small, ((w - small.width) // 2, top))
    _lines(draw, rng, (24, top + small.height + 30, w - 20, h - 120))
    draw.rectangle((0, h - 90, w, h), fill=(240, 240, 245))
    for i in range(5):
        draw.ellipse((40 + i * 105, h - 70, 80 + i * 105, h - 30), outline="black", width=3)
    return encoded(page, 80)


def desktop(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A desktop's screenshot of a news page with the picture in it (about a quarter of the screen)."""
    w, h = 1280, 800
    page = Image.new("RGB", (w, h), (250, 250, 250))
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, w, 70), fill=(222, 225, 230))
    draw.rounded_rectangle((120, 20, 900, 54), 12, fill="white")
    draw.text((140, 26), "https://news.example/region", font=font(18), fill="black")
    draw.rectangle((0, 70, w, 130), fill=(150, 10, 20))
    draw.text((40, 80), "NEWS OF THE DAY", font=font(32), fill="white")
    small = ImageOps.contain(image, (620, 460))
    page.paste(small, (60, 240))
    _lines(draw, rng, (60, 150, 700, 230))
    _lines(draw, rng, (760, 240, 1240, 700))
    return encoded(page, 80)


def _solve(source: np.ndarray, target: np.ndarray) -> list[float]:
    rows, right = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return list(np.linalg.solve(np.array(rows, float), np.array(right, float)))


def screen_photo(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A photograph of a screen: perspective, moiré, glare, dark room around, noise."""
    w, h = image.size
    size = (round(w * 1.25), round(h * 1.25))
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], float)
    inset = np.array([[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]]) * size
    shifted = inset + rng.uniform(-0.06, 0.06, (4, 2)) * size
    seen = image.transform(size, Image.Transform.PERSPECTIVE, _solve(corners, shifted), Image.Resampling.BICUBIC)
    data = np.asarray(seen, np.float32)
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    data = data * (1 + 0.10 * np.sin(x * 1.9 + y * 0.13) * np.sin(y * 1.7 - x * 0.08))[..., None]
    glare = np.exp(-(((x - size[0] * 0.7) / (size[0] * 0.2)) ** 2 + ((y - size[1] * 0.3) / (size[1] * 0.25)) ** 2))
    data = data * 0.85 + 60 * glare[..., None] + 10 + rng.normal(0, 6, data.shape)
    return encoded(Image.fromarray(np.clip(data, 0, 255).astype(np.uint8)), 70)


def _other(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Another textured picture of the same size: patches of noise and shapes."""
    noise = rng.integers(0, 255, (12, 12, 3), dtype=np.uint8)
    other = Image.fromarray(noise).resize(image.size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(other)
    for _ in range(60):
        x, y = rng.uniform(0, image.width), rng.uniform(0, image.height)
        r = rng.uniform(4, image.width / 8)
        colour = tuple(int(v) for v in rng.integers(0, 255, 3))
        draw.polygon([(x + rng.normal(0, r), y + rng.normal(0, r)) for _ in range(4)], fill=colour)
    return other


def collage(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Two by two: the picture and three others."""
    result = Image.new("RGB", (image.width * 2, image.height * 2))
    place = int(rng.integers(0, 4))
    for i in range(4):
        part = image if i == place else _other(image, rng)
        result.paste(part, ((i % 2) * image.width, (i // 2) * image.height))
    return scaled(result, 0.6)


def inset(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Picture in picture: the picture over a quarter of another one's area."""
    result = _other(image, rng).resize((image.width, image.height))
    result.paste(scaled(image, 0.5), (round(image.width * 0.46), round(image.height * 0.06)))
    return result


def chain_mirror(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    return encoded(crop(ImageOps.mirror(image), rng, 0.8), 30)


def chain_caption(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    return encoded(caption(crop(image, rng, 0.7), rng), 40)


def chain_long(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    return encoded(gamma(scaled(watermark(letterbox(encoded(image, 40), rng), rng), 0.5), rng, 1.6), 30)


ATTACKS: dict[str, Attack] = {
    "JPEG 75": partial(jpeg, quality=75),
    "JPEG 30": partial(jpeg, quality=30),
    "JPEG 10": partial(jpeg, quality=10),
    "WebP 25": webp,
    "half size": half,
    "fifth size enlarged": fifth_enlarged,
    "stretched to 1:1": square,
    "grey": grey,
    "brightness contrast": brightness,
    "gamma 2": gamma,
    "hue saturation": hue,
    "filter vignette": filtered,
    "blur noise": noisy,
    "tiled watermark": watermark,
    "subtitle and logo": subtitle,
    "four emoji": emoji,
    "caption bar 22 %": caption,
    "letterbox black": letterbox,
    "letterbox white JPEG": partial(letterbox, colour="white", quality=60),
    "blurred pillarbox": pillarbox,
    "crop 90 %": partial(crop, area=0.9),
    "crop 80 %": partial(crop, area=0.8),
    "crop 50 %": partial(crop, area=0.5),
    "crop 30 %": partial(crop, area=0.3),
    "mirror": mirror,
    "turned 90": partial(turned, degrees=90),
    "turned 180": partial(turned, degrees=180),
    "5 degrees cropped": partial(tilted, degrees=5),
    "5 degrees on black": tilted_on_black,
    "20 degrees cropped": partial(tilted, degrees=20),
    "phone screenshot 55 %": partial(phone, share=0.55),
    "phone screenshot 25 %": partial(phone, share=0.25),
    "desktop screenshot": desktop,
    "photo of a screen": screen_photo,
    "collage 2 by 2": collage,
    "picture in picture 25 %": inset,
    "chain mirror crop JPEG": chain_mirror,
    "chain crop caption JPEG": chain_caption,
    "chain of six": chain_long,
}

GROUPS: dict[str, tuple[str, ...]] = {
    "easy": tuple(list(ATTACKS)[:16]),
    "caption and letterbox": ("caption bar 22 %", "letterbox black", "letterbox white JPEG", "blurred pillarbox"),
    "letterbox": ("letterbox black", "letterbox white JPEG"),
    "crop 90 and 80 %": ("crop 90 %", "crop 80 %"),
    "crop 80 %": ("crop 80 %",),
    "crop 50 %": ("crop 50 %",),
    "crop 30 %": ("crop 30 %",),
    "mirror, turned 90 and 180": ("mirror", "turned 90", "turned 180"),
    "tilted": ("5 degrees cropped", "5 degrees on black", "20 degrees cropped"),
    "screens": ("phone screenshot 55 %", "phone screenshot 25 %", "desktop screenshot", "photo of a screen"),
    "collage, picture in picture": ("collage 2 by 2", "picture in picture 25 %"),
    "chains": ("chain mirror crop JPEG", "chain crop caption JPEG", "chain of six"),
}


def attacked(name: str, image: Image.Image, seed: int) -> Image.Image:
    """The picture after one attack; the same `seed` gives the same result."""
    return ATTACKS[name](image, np.random.default_rng([seed, list(ATTACKS).index(name)]))
