"""The viewer: exact steps and jumps, drawing while zooming, a picture of 200 megapixels; and how long the window waits.

    python -m tests.benchmarks.viewer

Peers in the same run: OpenCV's VideoCapture for stepping and jumping (as most scripts of the field do it), and Qt's
QGraphicsView with a pixmap for drawing.
"""

from __future__ import annotations

import itertools
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

from osintdesk.media.video import FrameSource
from osintdesk.ui.viewer.canvas import Canvas
from osintdesk.ui.viewer.loading import PictureLoader, Wanted
from osintdesk.ui.viewer.raster import Raster, to_image
from tests.ui.viewer_clips import number_in, write_clip

CLIPS = {
    "H.264": ("h264.mp4", {}),
    "HEVC": ("hevc.mp4", {"codec": "libx265"}),
    "VP9": ("vp9.webm", {"codec": "libvpx-vp9"}),
    "MPEG-TS": ("stream.ts", {}),
    "variable rate": ("variable.mp4", {"times": [n * 40 + (n % 3) * 11 for n in range(300)]}),
}
JUMPS = 60


def main() -> None:
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        _large(Path(folder), application)
        _frames(Path(folder))
        _drawing()


def _timed(work: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each of `times` runs."""
    found = []
    for _run in range(times):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return found


def _frames(folder: Path) -> None:
    print(f"{'clip':14} {'ours: step':>11} {'jump':>8} {'wrong':>6}   {'OpenCV: step':>13} {'jump':>8} {'wrong':>6}")
    for name, (file, options) in CLIPS.items():
        path = write_clip(folder / file, 300, **options)  # type: ignore[arg-type]
        wanted = random.Random(5).choices(range(300), k=JUMPS)
        ours, theirs = _ours(path, wanted), _theirs(path, wanted)
        print(
            f"{name:14} {ours[0]:8.2f} ms {ours[1]:5.1f} ms {ours[2]:6d}   "
            f"{theirs[0]:10.2f} ms {theirs[1]:5.1f} ms {theirs[2]:6d}"
        )


def _ours(path: Path, wanted: list[int]) -> tuple[float, float, int]:
    with FrameSource(path) as source:
        source.frame(0)
        numbers = iter(range(1, 60))
        step = statistics.median(_timed(lambda: source.frame(next(numbers)), 59))
        wrong = 0
        jumps = []
        for number in wanted:
            start = time.perf_counter()
            frame = source.frame(number)
            jumps.append((time.perf_counter() - start) * 1000)
            wrong += number_in(frame) != number
        return step, statistics.median(jumps), wrong


def _theirs(path: Path, wanted: list[int]) -> tuple[float, float, int]:
    capture = cv2.VideoCapture(str(path))
    capture.read()
    step = statistics.median(_timed(capture.read, 59))
    wrong = 0
    jumps = []
    for number in wanted:
        start = time.perf_counter()
        capture.set(cv2.CAP_PROP_POS_FRAMES, number)
        there, frame = capture.read()
        jumps.append((time.perf_counter() - start) * 1000)
        wrong += not there or number_in(frame[..., ::-1]) != number
    capture.release()
    return step, statistics.median(jumps), wrong


def _drawing() -> None:
    """One repaint after a change of zoom, 48 megapixels in a window of 1276 × 700."""
    pixels = np.random.default_rng(1).integers(0, 256, (6000, 8000, 3), dtype=np.uint8)
    canvas = Canvas()
    canvas.resize(1276, 700)
    canvas.show_picture(Raster.of(pixels).prepare())
    view = QGraphicsView()
    view.resize(1276, 700)
    scene = QGraphicsScene()
    scene.addPixmap(QPixmap.fromImage(to_image(pixels))).setTransformationMode(
        Qt.TransformationMode.SmoothTransformation
    )
    view.setScene(scene)
    print(f"\n{'scale':>8} {'canvas':>10} {'QGraphicsView':>14}")
    for scale in (0.1, 0.3, 0.7, 1.0, 3.0):
        canvas.scale_to(scale)
        view.resetTransform()
        view.scale(scale, scale)

        def ours() -> None:
            canvas.picture_changed()
            canvas.grab()

        print(
            f"{scale:8.1f} {statistics.median(_timed(ours, 9)):7.1f} ms {statistics.median(_timed(view.grab, 9)):11.1f} ms"
        )


def _large(folder: Path, application: QApplication) -> None:
    """A JPEG of 200 megapixels: when something is seen, when every pixel is there, and the longest wait of the window."""
    small = np.random.default_rng(1).integers(0, 256, (600, 800, 3), dtype=np.uint8)
    path = folder / "large.jpg"
    Image.fromarray(small).resize((16320, 12240), Image.Resampling.BICUBIC).save(path, quality=80)
    beats = [time.perf_counter()]
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()
    arrived: list[float] = []
    loader = PictureLoader()
    start = time.perf_counter()

    def take(raster: Raster) -> None:
        arrived.append(time.perf_counter() - start)
        if not raster.is_reduced:
            application.quit()

    loader.arrived.connect(take)
    loader.load(Wanted(path, (16320, 12240)))
    application.exec()
    longest = max(b - a for a, b in itertools.pairwise(beats)) * 1000
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n200 megapixels: seen after {arrived[0]:.2f} s, whole after {arrived[-1]:.2f} s,")
    print(f"longest wait of the window {longest:.0f} ms, memory at most {memory} MB")


if __name__ == "__main__":
    main()
