"""One side of a comparison: an exhibit whose picture, or whose frame at a moment, is read beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from osintdesk.core.domain import Contents, Media
from osintdesk.core.words import MediaKind
from osintdesk.ui.viewer.loading import PictureLoader, Wanted, pixels_of_bytes, upright_size
from osintdesk.ui.viewer.player import Player
from osintdesk.ui.viewer.raster import Raster

if TYPE_CHECKING:
    from osintdesk.ui.desk import Desk


class Side(QObject):
    """Shows nothing itself; `raster` is what is to be seen of the exhibit now."""

    changed = Signal()
    moved = Signal()
    """Another frame is shown."""
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.item: Media | None = None
        self.raster: Raster | None = None
        self.player: Player | None = None
        self._first: float = 0.0
        self._loader = PictureLoader(self)
        self._loader.arrived.connect(self._take)
        self._loader.failed.connect(self.failed)

    def open(self, item: Media, *, at: float = 0.0) -> None:
        """Begin to read an exhibit; a video stands at `at` seconds."""
        self.close()
        self.item, self._first = item, at
        contents = self._desk.records.get(Contents, item.id)
        path, thumbnail = self._desk.session.original(item.id), self._desk.cache.thumbnail(item.id)
        size = upright_size(contents)
        if item.kind == MediaKind.VIDEO:
            self._show_thumbnail(thumbnail, size)
            self.player = Player(path, self)
            self.player.opened.connect(self._go_to_first)
            self.player.frame_shown.connect(self._take_frame)
            self.player.failed.connect(self.failed)
        else:
            self._loader.load(Wanted(path, size, thumbnail))

    def _show_thumbnail(self, thumbnail: bytes | None, size: tuple[int, int] | None) -> None:
        pixels = pixels_of_bytes(thumbnail) if thumbnail else None
        if pixels is not None and size is not None:
            self._take(Raster(pixels, size))

    def close(self) -> None:
        self._loader.forget()
        player, self.player = self.player, None
        self.item = self.raster = None
        if player is not None:
            player.close()

    @property
    def seconds(self) -> float:
        """The moment that is shown; 0 for a picture."""
        return float(self.player.seconds()) if self.player is not None else 0.0

    @property
    def duration(self) -> float:
        if self.player is not None and self.player.index:
            return float(self.player.duration())
        contents = self._desk.records.get(Contents, self.item.id) if self.item is not None else None
        return (contents.duration_ms or 0) / 1000 if contents is not None else 0.0

    def show_time(self, seconds: float) -> None:
        if self.player is None:
            return
        if self.player.index:
            self.player.show_time(max(0.0, seconds))
        else:
            self._first = seconds

    def _go_to_first(self) -> None:
        if self.player is not None:
            self.player.show_time(max(0.0, self._first))

    def _take(self, raster: Raster) -> None:
        self.raster = raster
        self.changed.emit()

    def _take_frame(self, _number: int) -> None:
        if self.player is not None and self.player.raster is not None:
            self._take(self.player.raster)
            self.moved.emit()
