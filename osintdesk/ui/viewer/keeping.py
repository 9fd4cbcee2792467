"""Keeping a frame or a crop: the bytes of the derivative and the parameters that say exactly how it was made."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from PIL import Image
from PySide6.QtCore import QObject

from osintdesk import __version__
from osintdesk.app.ingest import add_derivative
from osintdesk.core.domain import Annotation, Json, Media
from osintdesk.core.i18n import _
from osintdesk.media.video import FrameIndex
from osintdesk.ui.viewer.citation import timecode
from osintdesk.ui.viewer.looks import Pixels
from osintdesk.ui.viewer.shapes import points_of

if TYPE_CHECKING:
    from osintdesk.ui.desk import Desk
    from osintdesk.ui.viewer.player import Player

_MADE_BY = f"OSINT Desk {__version__}"
_FORMAT = "PNG, RGB, 8 bits, upright, no adjustments"


@dataclass(frozen=True, slots=True)
class Kept:
    """A derivative about to be made: its pixels, file name, maker and parameters, and the sentence that says it."""

    pixels: Pixels
    name: str
    made_by: str
    parameters: Json
    sentence: str
    icon: str


def keep(desk: Desk, item: Media, kept: Kept, owner: QObject) -> None:
    """Write the PNG beside the window, then make it an exhibit that names its parent."""

    def add(data: bytes) -> None:
        desk.run(
            lambda: add_derivative(
                desk.session, item.id, data, name=kept.name, made_by=kept.made_by, parameters=kept.parameters
            ),
            say=kept.sentence,
            icon=kept.icon,
            owner=owner,
        )

    desk.work(lambda: png_of(kept.pixels), add, owner=owner)


def shown_frame(item: Media, player: Player) -> Kept | None:
    """The frame on the screen as a derivative; None while there is none."""
    if player.raster is None or not player.index:
        return None
    number, pixels = player.number, player.raster.pixels
    said = _("Kept frame {number} of {exhibit}.").format(number=number, exhibit=item.number)
    parameters = {"operation": "frame", **_moment(player.index, number), **_result(pixels), "decoder": decoder()}
    name = f"{item.number} frame {number}.png"
    return Kept(pixels, name, f"{_MADE_BY}, keep frame", parameters, said, "keep_frame")


def boxed_crop(item: Media, pixels: Pixels, box: Annotation, player: Player | None) -> Kept | None:
    """What a box shows of the full picture or frame, as a derivative; None when the box holds no pixel."""
    corners = points_of(box)
    if len(corners) != 2:
        return None
    left, top, right, bottom = pixel_box(corners, (pixels.shape[1], pixels.shape[0]))
    if right <= left or bottom <= top:
        return None
    part = np.ascontiguousarray(pixels[top:bottom, left:right])
    place = {"left": left, "top": top, "right": right, "bottom": bottom}
    moment = _moment(player.index, player.number) if player is not None and player.index else {}
    coded = {"decoder": decoder()} if player is not None else {}
    parameters = {"operation": "crop", **moment, "box": place, **_result(part), **coded}
    said = _("Kept the crop of annotation {number} of {exhibit}.").format(number=box.number, exhibit=item.number)
    name = f"{item.number} crop {box.number}.png"
    return Kept(part, name, f"{_MADE_BY}, keep crop", parameters, said, "crop")


def pixel_box(corners: list[tuple[float, float]], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in whole pixels of the picture, from two corners in 0–1."""
    xs, ys = sorted(x for x, _y in corners), sorted(y for _x, y in corners)
    left, right = (round(x * size[0]) for x in xs)
    top, bottom = (round(y * size[1]) for y in ys)
    return max(0, left), max(0, top), min(size[0], right), min(size[1], bottom)


def png_of(pixels: Pixels) -> bytes:
    """RGB pixels as PNG: every pixel as decoded, no metadata."""
    sink = io.BytesIO()
    Image.fromarray(pixels).save(sink, "PNG", compress_level=6)
    return sink.getvalue()


def _moment(index: FrameIndex, number: int) -> dict[str, Json]:
    base = index.time_base
    return {
        "frame": number,
        "pts": index.pts[number],
        "time_base": f"{base.numerator}/{base.denominator}",
        "time": timecode(index.seconds(number)),
    }


def _result(pixels: Pixels) -> dict[str, Json]:
    return {"width": int(pixels.shape[1]), "height": int(pixels.shape[0]), "format": _FORMAT}


def decoder() -> str:
    """`PyAV 18.1.0, libavcodec 62.11.100`: what another person needs to make the same pixels."""
    versions: dict[str, Any] = av.library_versions
    codec = ".".join(str(part) for part in versions.get("libavcodec", ()))
    return f"PyAV {av.__version__}, libavcodec {codec}"
