"""Thumbnails for every page: decoded in threads, kept as pixmaps (least recently used go), hidden or grey when asked.

Ask `get(sha, size)`; a missing one is loaded and told by `loaded(sha)`. Loads that nobody looks at any more are
dropped: only the latest few hundred requests wait.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PIL import Image
from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QPixmap

from osintdesk.ui.bridge import Mailbox
from osintdesk.ui.theme import painting, theme

KEPT = 1000
WAITING = 120
_THREADS = 2

Key = tuple[str, int, int, str]
Read = Callable[[str], bytes | None]


def decoded(data: bytes, box: tuple[int, int]) -> QImage | None:
    """A picture fitted into `box` (device px). By Pillow, which lets the window go on while it decodes."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.draft("RGB", box)
            scale = min(box[0] / picture.width, box[1] / picture.height)
            size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
            pixels = picture.convert("RGB").resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0).convert("RGBA")
            raw = pixels.tobytes("raw", "BGRA")
    except (OSError, ValueError, SyntaxError):
        return None
    return QImage(raw, size[0], size[1], size[0] * 4, QImage.Format.Format_RGB32).copy()


class Thumbnails(QObject):
    """Pixmaps by media id, box size and look (plain, grey, hidden)."""

    loaded = Signal(str)

    def __init__(self, read: Read, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._mailbox = Mailbox(self)
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._absent: set[str] = set()
        self._waiting: OrderedDict[Key, float] = OrderedDict()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="thumbnail")
        self._running = 0

    def get(self, sha: str, box: QSize, *, hidden: bool = False, ratio: float = 1.0) -> QPixmap | None:
        """The picture fitted into `box` (device-independent px), or None while it is loaded or when there is none.

        `hidden` gives the 16 × 9 grey blocks: the real one is never decoded to the screen.
        """
        look = "hidden" if hidden else "grey" if theme().greyscale else "plain"
        key = (sha, box.width(), box.height(), look)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        if sha not in self._absent:
            self._ask(key, ratio)
        return None

    def absent(self, sha: str) -> bool:
        """Whether it is known that there is no thumbnail."""
        return sha in self._absent

    def forget(self, sha: str) -> None:
        """Load it anew when it is asked for next."""
        self._absent.discard(sha)
        for key in [key for key in self._kept if key[0] == sha]:
            del self._kept[key]

    def close(self) -> None:
        with self._lock:
            self._waiting.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _ask(self, key: Key, ratio: float) -> None:
        with self._lock:
            known = key in self._waiting
            self._waiting[key] = ratio
            self._waiting.move_to_end(key)
            if len(self._waiting) > WAITING:
                self._waiting.popitem(last=False)
            start = not known and self._running < _THREADS
            self._running += start
        if start:
            self._pool.submit(self._work)

    def _work(self) -> None:
        """Load what was asked for last, until nothing waits."""
        while True:
            with self._lock:
                if not self._waiting:
                    self._running -= 1
                    return
                key, ratio = self._waiting.popitem(last=True)
            image = self._decoded(key, ratio)
            self._mailbox.post(lambda key=key, ratio=ratio, image=image: self._take(key, ratio, image))  # type: ignore[misc]

    def _decoded(self, key: Key, ratio: float) -> QImage | None:
        try:
            data = self._read(key[0])
        except Exception:
            return None
        if not data:
            return None
        if key[3] == "hidden":
            image = QImage.fromData(data)
            return None if image.isNull() else painting.hidden(image)
        fitted = decoded(data, (round(key[1] * ratio), round(key[2] * ratio)))
        return painting.grey(fitted) if fitted is not None and key[3] == "grey" else fitted

    def _take(self, key: Key, ratio: float, image: QImage | None) -> None:
        if image is None:
            self._absent.add(key[0])
        else:
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(1.0 if key[3] == "hidden" else ratio)
            self._kept[key] = pixmap
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self.loaded.emit(key[0])
