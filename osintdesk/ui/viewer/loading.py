"""Pictures read off the window's thread: first a small copy, then every pixel; what is no longer wanted is dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, Signal, SignalInstance

from osintdesk.core.domain import Contents
from osintdesk.core.errors import FileProblem
from osintdesk.media.pictures import full_picture, small_picture
from osintdesk.ui.viewer.geometry import Size
from osintdesk.ui.viewer.looks import Pixels
from osintdesk.ui.viewer.raster import Raster

PREVIEW_SIDE = 1600
DIRECT_PIXELS = 6_000_000
"""Below this the full picture is there so fast that a preview would only flicker."""
MOST_PIXELS = 600_000_000
_BAND = 256


_reading = threading.Semaphore(2)
"""Large pictures take memory: only so many are decoded at once, however fast somebody leafs through them."""


def upright_size(contents: Contents | None) -> Size | None:
    """Width and height as shown, when they are known."""
    if contents is None or not contents.width or not contents.height:
        return None
    sideways = (contents.orientation or 1) >= 5
    return (contents.height, contents.width) if sideways else (contents.width, contents.height)


def pixels_of(image: Image.Image) -> Pixels:
    """RGB pixels of a picture, copied in bands so that no other thread waits long for the interpreter."""
    picture = image if image.mode == "RGB" else image.convert("RGB")
    pixels = np.empty((picture.height, picture.width, 3), np.uint8)
    for top in range(0, picture.height, _BAND):
        bottom = min(top + _BAND, picture.height)
        pixels[top:bottom] = np.asarray(picture.crop((0, top, picture.width, bottom)))
    return pixels


def pixels_of_bytes(data: bytes) -> Pixels | None:
    """RGB pixels of a small JPEG that this program made (thumbnail, strip); None when it is damaged."""
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return None if found is None else np.asarray(cv2.cvtColor(found, cv2.COLOR_BGR2RGB), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture that is to be shown; `size` as upright pixels when known, `thumbnail` for the first moment."""

    path: Path
    size: Size | None = None
    thumbnail: bytes | None = None


class PictureLoader(QObject):
    """Reads one picture at a time for a canvas; `arrived` brings reduced copies first, at last the full one."""

    arrived = Signal(object)
    failed = Signal(str)
    _read = Signal(int, object)
    _broken = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._turn = 0
        self._guard = threading.Lock()
        self._read.connect(self._take)
        self._broken.connect(self._take_failure)

    def load(self, wanted: Wanted) -> None:
        """Begin to read `wanted` instead of what was asked for before."""
        turn = self.forget()
        if wanted.thumbnail is not None and wanted.size is not None:
            pixels = pixels_of_bytes(wanted.thumbnail)
            if pixels is not None:
                self.arrived.emit(Raster(pixels, wanted.size))
        threading.Thread(target=self._work, args=(turn, wanted), name="picture", daemon=True).start()

    def forget(self) -> int:
        """Nothing that is under way is wanted any more."""
        with self._guard:
            self._turn += 1
            return self._turn

    def _work(self, turn: int, wanted: Wanted) -> None:
        try:
            with _reading:
                for raster in stages(wanted, lambda: turn == self._turn):
                    self._tell(self._read, turn, raster)
        except FileProblem as problem:
            self._tell(self._broken, turn, str(problem))

    def _tell(self, signal: SignalInstance, turn: int, what: object) -> None:
        try:
            if turn == self._turn:
                signal.emit(turn, what)
        except RuntimeError:
            pass  # the window was closed while the picture was read

    def _take(self, turn: int, raster: Raster) -> None:
        if turn == self._turn:
            self.arrived.emit(raster)

    def _take_failure(self, turn: int, reason: str) -> None:
        if turn == self._turn:
            self.failed.emit(reason)


def stages(wanted: Wanted, still: Callable[[], bool] = lambda: True) -> Iterator[Raster]:
    """The rasters of a picture from coarse to full, read as they are asked for, until `still()` says no."""
    size = wanted.size
    if still() and size is not None and size[0] * size[1] > DIRECT_PIXELS:
        preview = small_picture(wanted.path, long_side=PREVIEW_SIDE, max_pixels=MOST_PIXELS)
        yield Raster(pixels_of(preview), size)
    if still():
        yield Raster.of(pixels_of(full_picture(wanted.path, max_pixels=MOST_PIXELS))).prepare()
