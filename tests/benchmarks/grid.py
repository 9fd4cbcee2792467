"""The media grid with 100,000 items: one scroll step, a jump to the end, select all; beside a plain QListView.

`python -m tests.benchmarks.grid [ITEMS]` (offscreen, 1440 × 900). The case is real: its records are read from the case
file, its thumbnails from the case's cache.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QListView, QMainWindow

from osintdesk.app.search import Filters
from osintdesk.app.session import Session
from osintdesk.case.case_file import put
from osintdesk.core.domain import Contents, Media
from osintdesk.ui.actions import Actions
from osintdesk.ui.application import dress, make_application
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages.media import MediaPage
from osintdesk.ui.pages.media.query import Asked, Query
from tests.ui.shell_case import picture, profile, sha_of

STEPS = 200


def make_case(folder: Path, items: int) -> Session:
    """A case with so many items; every hundredth picture is drawn, the others are its copies."""
    session = Session.create(folder / "Large.osintcase", title="Large", profile=profile())
    for start in range(1, items + 1, 10_000):
        numbers = range(start, min(start + 10_000, items + 1))
        records = [Media(id=sha_of(n), exhibit=n, size=n * 100, kind="video", title=f"Clip {n}") for n in numbers]
        read = [Contents(id=sha_of(n), format="MP4", width=1920, height=1080, duration_ms=n * 10) for n in numbers]
        session.commit("Import", [put(record) for record in (*records, *read)]).result()
    pictures = [picture(n) for n in range(100)]
    with session.cache.writing():
        for number in range(1, items + 1):
            session.cache.put_thumbnail(sha_of(number), pictures[number % 100])
    for number in range(1, items + 1):
        place = session.path / "originals" / sha_of(number)[:2]
        place.mkdir(parents=True, exist_ok=True)
        (place / sha_of(number)).touch()
    return session


def measured(view: QListView, application: QApplication, pixels: int) -> tuple[list[float], float]:
    """Milliseconds of each of `STEPS` scroll steps of `pixels`, painting included; and the processor's median of them.

    The second number is what the window's own thread worked: it holds also on a machine that is busy with other things.
    """
    times, worked = [], []
    for _step in range(STEPS):
        begin, busy = time.perf_counter(), time.thread_time()
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + pixels)
        application.processEvents()
        times.append((time.perf_counter() - begin) * 1000)
        worked.append((time.thread_time() - busy) * 1000)
    return times, statistics.median(worked)


def once(work: Callable[[], object], application: QApplication) -> float:
    begin = time.perf_counter()
    work()
    application.processEvents()
    return (time.perf_counter() - begin) * 1000


def settle(application: QApplication, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        application.processEvents()
        time.sleep(0.005)


class PlainModel(QAbstractListModel):
    """The peer: Qt's own list in icon mode, one icon for all."""

    def __init__(self, items: int) -> None:
        super().__init__()
        self._items = items
        pixmap = QPixmap()
        pixmap.loadFromData(picture(1))
        self._icon = QIcon(pixmap)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return self._items

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon
        return f"EX-{index.row():06d}" if role == Qt.ItemDataRole.DisplayRole else None


def plain_view(items: int) -> QListView:
    view = QListView()
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setLayoutMode(QListView.LayoutMode.Batched)
    view.setBatchSize(2000)
    view.setUniformItemSizes(True)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setIconSize(QSize(170, 96))
    view.setGridSize(QSize(184, 150))
    view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
    view.setModel(PlainModel(items))
    view.resize(740, 800)
    return view


def line(name: str, measures: tuple[list[float], float], jump: float, every: float) -> str:
    times, worked = sorted(measures[0]), measures[1]
    most = times[int(len(times) * 0.95)]
    return f"{name:34} {statistics.median(times):8.1f} {worked:8.1f} {most:8.1f} {jump:10.1f} {every:12.1f}"


def main(items: int = 100_000) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application()
    dress(profile().preferences)
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        session = make_case(Path(folder), items)
        print(f"made {items:,} items in {time.perf_counter() - begin:.1f} s")
        begin = time.perf_counter()
        asked = Asked(session)
        asked.answer(Query())
        first, begin = time.perf_counter() - begin, time.perf_counter()
        asked.answer(Query(filters=Filters(kinds=frozenset({"video"}))))
        again = time.perf_counter() - begin
        print(f"query, beside the window: first {first:.2f} s, with a filter {again:.2f} s")
        window = QMainWindow()
        desk = Desk(session, actions=Actions(window), preferences=profile().preferences)
        page = MediaPage(desk)
        window.setCentralWidget(page)
        window.resize(1440, 900)
        window.show()
        while not page.model.rowCount():
            settle(application, 0.1)
        settle(application, 1.0)
        before = psutil.Process().memory_info().rss / 1e6
        print(f"{'':34} {'median':>8} {'thread':>8} {'95 %':>8} {'to end':>10} {'select all':>12}   (ms)")
        steps = measured(page.grid, application, 120)
        bar = page.grid.verticalScrollBar()
        jump = once(lambda: bar.setValue(bar.maximum()), application)
        print(line("media grid", steps, jump, once(page.select_all, application)))
        page.grid.clearSelection()
        bar.setValue(0)
        print(line("media grid, a page a step", measured(page.grid, application, bar.pageStep()), jump, 0.0))
        print(
            f"memory of the process: {psutil.Process().memory_info().rss / 1e6:.0f} MB ({before:.0f} before scrolling)"
        )
        desk.close()
        window.close()
        peer = plain_view(items)
        peer.show()
        settle(application, 3.0)
        steps, bar = measured(peer, application, 120), peer.verticalScrollBar()
        jump = once(lambda: bar.setValue(bar.maximum()), application)
        print(line("QListView, IconMode, batched", steps, jump, once(peer.selectAll, application)))
        peer.close()
        session.close()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
