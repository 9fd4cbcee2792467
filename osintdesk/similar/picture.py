"""The fingerprint of one picture: what is kept of it to find its copies again."""

from __future__ import annotations

import re
from dataclasses import dataclass

import imagehash
import numpy as np
from PIL import Image

from osintdesk.similar import features, hashes, regions
from osintdesk.similar.arrays import Picture
from osintdesk.similar.features import Sketch
from osintdesk.similar.packing import BadFingerprint, Reader, Writer
from osintdesk.similar.regions import Region

_MAGIC = b"OSDP"
VERSION = 1
_HEX = re.compile(r"[0-9a-f]{16}\Z")
_MOST_SIDE = 1 << 24


@dataclass(frozen=True, slots=True)
class PictureFingerprint:
    """What is kept of one picture.

    phash, dhash, whash: imagehash's 64-bit hashes in its own hexadecimal, for comparing with other tools.
    full, inner, content: 32-byte cosine hashes of the whole picture, of it without plain borders, of its content box.
    inner_region, content_region: where those two are, as shares of width and height.
    texture: grey levels of detail; under about 4 a hash says little. width, height: of the original, in pixels.
    local: up to 400 binarised key points, strongest first.
    """

    phash: str
    dhash: str
    whash: str
    full: bytes
    inner: bytes
    content: bytes
    inner_region: Region
    content_region: Region
    texture: float
    width: int
    height: int
    local: Sketch

    @property
    def low64(self) -> int:
        """The 64 lowest frequencies of the whole picture's hash: the first sieve of a scan."""
        return int.from_bytes(self.full[:8], "little")

    @property
    def aspect(self) -> float:
        """Width by height."""
        return self.width / self.height

    def to_bytes(self) -> bytes:
        """The stored form, of one version only; `from_bytes` reads it back."""
        out = Writer(_MAGIC, VERSION)
        for text in (self.phash, self.dhash, self.whash):
            out.raw(bytes.fromhex(text))
        for data in (self.full, self.inner, self.content):
            out.raw(data)
        for value in (*self.inner_region, *self.content_region, self.texture):
            out.number("f", value)
        out.number("I", self.width)
        out.number("I", self.height)
        write_sketch(out, self.local)
        return out.done()

    @classmethod
    def from_bytes(cls, data: bytes) -> PictureFingerprint:
        """Read the stored form; raises BadFingerprint on anything that `to_bytes` could not have written."""
        take = Reader(data, _MAGIC, VERSION)
        found = cls(
            phash=take.raw(8).hex(),
            dhash=take.raw(8).hex(),
            whash=take.raw(8).hex(),
            full=take.raw(hashes.HASH_BYTES),
            inner=take.raw(hashes.HASH_BYTES),
            content=take.raw(hashes.HASH_BYTES),
            inner_region=_region(take),
            content_region=_region(take),
            texture=take.number("f", 0, 256),
            width=int(take.number("I", 1, _MOST_SIDE)),
            height=int(take.number("I", 1, _MOST_SIDE)),
            local=read_sketch(take),
        )
        take.end()
        return found


def _region(take: Reader) -> Region:
    left, top, right, bottom = (take.number("f", 0, 1) for _ in range(4))
    if not (left < right and top < bottom):
        raise BadFingerprint("a region in the fingerprint is empty")
    return left, top, right, bottom


def write_sketch(out: Writer, local: Sketch) -> None:
    out.number("I", len(local))
    for part in (local.places, local.scales, local.angles, local.codes):
        out.raw(np.ascontiguousarray(part).tobytes())


def read_sketch(take: Reader, most: int = features.MOST) -> Sketch:
    count = int(take.number("I", 0, most))
    return Sketch(
        np.frombuffer(take.raw(count * 4), np.uint16).reshape(count, 2),
        np.frombuffer(take.raw(count), np.uint8),
        np.frombuffer(take.raw(count), np.uint8),
        np.frombuffer(take.raw(count * features.CODE_BYTES), np.uint8).reshape(count, features.CODE_BYTES),
    )


def valid_imagehash(text: str) -> bool:
    """Whether `text` is one of imagehash's 64-bit hashes as written by `str`."""
    return bool(_HEX.match(text))


def fingerprint_picture(image: Image.Image, *, size: tuple[int, int] | None = None) -> PictureFingerprint:
    """The fingerprint of a small picture (long side ≤ 512, orientation applied).

    size: width and height of the original, where the picture given is smaller than it.
    """
    grey_image = image.convert("L")
    grey = np.asarray(grey_image)
    inner, content = regions.trimmed(grey), regions.content_box(grey)
    width, height = size or image.size
    phash, dhash, whash = imagehash_texts(grey_image)
    return PictureFingerprint(
        phash=phash,
        dhash=dhash,
        whash=whash,
        full=_hash(grey, regions.WHOLE),
        inner=_hash(grey, inner),
        content=_hash(grey, content),
        inner_region=_stored(inner),
        content_region=_stored(content),
        texture=float(np.float32(hashes.texture(regions.cut(grey, inner)))),
        width=width,
        height=height,
        local=features.sketched(features.extract(grey)),
    )


def _hash(grey: Picture, region: Region) -> bytes:
    return hashes.packed(hashes.region_bits(regions.cut(grey, region)))


def _stored(region: Region) -> Region:
    left, top, right, bottom = (float(np.float32(value)) for value in region)
    return left, top, right, bottom


def imagehash_texts(grey: Image.Image) -> tuple[str, str, str]:
    """imagehash's pHash, dHash and wHash as text."""
    return str(imagehash.phash(grey)), str(imagehash.dhash(grey)), str(imagehash.whash(grey))
