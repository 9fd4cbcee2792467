"""How long the window stands still: a beat every 5 ms, and the longest silence during each thing a user does.

`python -m tests.benchmarks.window [ITEMS]` (offscreen, 1440 × 900): a case with 10,000 items is open and pictures are
being imported meanwhile. Each line names what was done, and the longest time that the window's thread did not come back
to its events; `worked` is what that thread itself worked in that time, which holds on a busy machine too.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from osintdesk.app import media_items
from osintdesk.app.search import Filters
from osintdesk.ui import importing
from osintdesk.ui.application import dress, make_application
from osintdesk.ui.pages import PAGES
from osintdesk.ui.pages.media.query import Query
from osintdesk.ui.window import Window
from tests.benchmarks.grid import make_case
from tests.ui.shell_case import picture, profile, sha_of

LIMIT_MS = 100


class Watchdog:
    """Hears the beat of the event loop."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self.reset()

    def reset(self) -> None:
        self.longest = self.worked = 0.0
        self._last, self._busy = time.perf_counter(), time.thread_time()

    def _beat(self) -> None:
        now, busy = time.perf_counter(), time.thread_time()
        if now - self._last > self.longest:
            self.longest, self.worked = now - self._last, busy - self._busy
        self._last, self._busy = now, busy


def settle(application: QApplication, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        application.processEvents()
        time.sleep(0.001)


def pictures(folder: Path, number: int) -> Path:
    folder.mkdir()
    for place in range(number):
        (folder / f"{place}.jpg").write_bytes(picture(place, 1600, 900))
    return folder


def actions(window: Window) -> dict[str, Callable[[], object]]:
    """What a user does, by name."""
    desk, view = window.desk, window.view
    assert desk is not None and view is not None
    page = view.page("media")
    doing: dict[str, Callable[[], object]] = {
        f"first visit of {spec.name}": lambda name=spec.name: desk.navigate(name) for spec in PAGES if spec.rail
    }  # type: ignore[misc]
    doing |= {
        "media again": lambda: desk.navigate("media"),
        "scroll to the end": lambda: page.grid.verticalScrollBar().setValue(10**9),  # type: ignore[attr-defined]
        "filter by kind": lambda: page.set_query(Query(filters=Filters(kinds=frozenset({"video"})))),  # type: ignore[attr-defined]
        "search for a word": lambda: page.set_query(Query(words="clip")),  # type: ignore[attr-defined]
        "no filter": lambda: page.clear(),  # type: ignore[attr-defined]
        "select all": page.select_all,  # type: ignore[attr-defined]
        "select one": lambda: page.select_one(sha_of(4711)),  # type: ignore[attr-defined]
        "list view": lambda: page.set_view("list"),  # type: ignore[attr-defined]
        "grid view": lambda: page.set_view("grid"),  # type: ignore[attr-defined]
        "tag 5,000 items": lambda: desk.run(lambda: media_items.tag(desk.session, [f"media:{sha_of(n)}" for n in range(1, 5001)], "dusk")),
        "undo": desk.undo,
        "palette": window.show_palette,
        "dark": lambda: window.set_preferences(replace(window.profile.preferences, theme="dark")),
        "light": lambda: window.set_preferences(replace(window.profile.preferences, theme="light")),
        "greyscale": window.toggle_greyscale,
        "colour again": window.toggle_greyscale,
    }  # fmt: skip
    return doing


def main(items: int = 10_000) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    dress(profile(theme="light").preferences)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        os.environ["OSINTDESK_PROFILE"] = str(folder / "profile")
        session = make_case(folder, items)
        path = session.path
        session.close()
        window = Window(profile(theme="light"), dress=dress)
        window.resize(1440, 900)
        window.show()
        begin = time.perf_counter()
        window.open_path(path)
        watchdog = Watchdog()
        while window.desk is None:
            settle(application, 0.01)
        print(f"opened in {time.perf_counter() - begin:.2f} s, longest silence {watchdog.longest * 1000:.0f} ms")
        settle(application, 1.0)
        job = importing.start(window.desk, [pictures(folder / "new", 300)], how="drag and drop")
        print(f"{'':28} {'silence':>9} {'worked':>9}   (ms; more than {LIMIT_MS} is marked)")
        for name, act in actions(window).items():
            watchdog.reset()
            act()
            settle(application, 1.2)
            mark = " <" if watchdog.worked * 1000 > LIMIT_MS else ""
            print(f"{name:28} {watchdog.longest * 1000:9.0f} {watchdog.worked * 1000:9.0f}{mark}")
        print("import still running" if job is not None and job.running else "import was over before the end")
        if job is not None:
            job.cancel()
        settle(application, 1.0)
        window.close()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
