"""A case with real pictures and clips in it, read as far as the viewer needs; and the desk that pages are given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from osintdesk.app.profile import Preferences, Profile
from osintdesk.app.session import Session
from osintdesk.case.case_file import CaseFile, Commit, put
from osintdesk.core.domain import Contents
from osintdesk.core.words import MediaKind
from osintdesk.media.pictures import small_picture, thumbnail_bytes
from osintdesk.media.video import FrameSource, key_frame_strip
from osintdesk.ui.actions import Actions
from osintdesk.ui.desk import Desk
from osintdesk.ui.viewer.threads import wait_for_ending

PROFILE = Profile("A. Kaya", "Desk", Preferences(reduced_motion=True))


@contextmanager
def desk_in(folder: Path, qtbot: QtBot, *, name: str = "case") -> Iterator[Desk]:
    """A new case and its desk, both closed in the end."""
    window = QMainWindow()
    qtbot.addWidget(window)
    with Session.create(folder / name, title="Test", profile=PROFILE, time_zone="Europe/Moscow") as session:
        desk = Desk(session, actions=Actions(window), preferences=PROFILE.preferences, window=window)
        problems: list[BaseException] = []
        desk.bug.connect(problems.append)
        try:
            yield desk
        finally:
            desk.close()
            qtbot.wait(1)
            wait_for_ending()
        assert not problems, problems


def add(session: Session, path: Path, kind: MediaKind, **fields: object) -> str:
    """Preserve a file and make it a media item; its SHA-256."""
    added: list[str] = []

    def work(case: CaseFile) -> Commit:
        preserved = case.preserve(path, name=path.name)
        added.append(preserved.sha256)
        arrival = preserved.arrival(by="A. Kaya", how="file dialog")
        given = {"kind": kind, "collected_at": "2024-08-12T08:14:00Z", "collected_by": "A. Kaya", **fields}
        return case.add_media(preserved, arrival=arrival, media_fields=given, label=f"Import {path.name}")

    session.change(work).result()
    return added[0]


def add_picture(session: Session, path: Path, **fields: object) -> str:
    """A picture with contents and thumbnail."""
    sha = add(session, path, MediaKind.IMAGE, **fields)
    with Image.open(path) as image:
        orientation = image.getexif().get(0x0112, 1)
        contents = Contents(
            id=sha, format=image.format or "", width=image.width, height=image.height, orientation=orientation
        )
    session.commit("Read it", [put(contents)]).result()
    session.cache.put_thumbnail(sha, thumbnail_bytes(small_picture(path)))
    return sha


def add_clip(session: Session, path: Path, *, sound: bool = False, **fields: object) -> str:
    """A clip with contents, thumbnail and strip."""
    sha = add(session, path, MediaKind.VIDEO, **fields)
    with FrameSource(path) as source:
        first = source.frame(0)
        length = round(float(source.time(len(source) - 1)) * 1000) + 40
        count = len(source)
    contents = Contents(
        id=sha,
        format="mp4",
        width=first.shape[1],
        height=first.shape[0],
        duration_ms=length,
        frame_count=count,
        frame_rate="25",
        video_codec="h264",
        audio_codec="aac" if sound else "",
    )
    session.commit("Read it", [put(contents)]).result()
    session.cache.put_thumbnail(sha, thumbnail_bytes(Image.fromarray(first)))
    strip = key_frame_strip(path, shots=6)
    session.cache.put_strip(sha, [(str(shot.seconds), shot.pts, shot.frame, shot.jpeg) for shot in strip])
    return sha


def pattern(width: int, height: int, *, seed: int = 1) -> NDArray[np.uint8]:
    """Noise in blocks: every place of it can be told from every other."""
    cells = np.random.default_rng(seed).integers(0, 256, (-(-height // 8), -(-width // 8), 3), dtype=np.uint8)
    return np.ascontiguousarray(np.kron(cells, np.ones((8, 8, 1), np.uint8))[:height, :width])


def write_picture(path: Path, pixels: NDArray[np.uint8], *, orientation: int = 1) -> Path:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(pixels).save(path, exif=exif)
    return path
