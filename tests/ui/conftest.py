"""What tests of the window share: a person's own profile folder, a filled case, its desk, and the whole window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from osintdesk.app.session import Session
from osintdesk.ui.actions import Actions
from osintdesk.ui.application import dress
from osintdesk.ui.desk import Desk
from osintdesk.ui.window import Window
from tests.ui.shell_case import PATIENCE, filled_case, profile


@pytest.fixture(autouse=True)
def profile_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's own folder, new for each test."""
    folder = tmp_path / "profile"
    monkeypatch.setenv("OSINTDESK_PROFILE", str(folder))
    return folder


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[None]:
    """The look in its plain state, before and after."""
    dress(profile(theme="light", reduced_motion=True).preferences)
    yield
    dress(profile(theme="light", reduced_motion=True).preferences)


@pytest.fixture
def session(tmp_path: Path, qapp: QApplication) -> Iterator[Session]:
    """An open case with twenty generated items."""
    opened = filled_case(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def desk(session: Session, qtbot: QtBot, dressed: None) -> Iterator[Desk]:
    """The desk of that case, without a window around it."""
    host = QMainWindow()
    qtbot.addWidget(host)
    made = Desk(session, actions=Actions(host), preferences=profile().preferences, window=host)
    yield made
    made.close()


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, dressed: None) -> Iterator[Window]:
    """The real window, on the start page."""
    made = Window(profile(theme="light", reduced_motion=True), dress=dress)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    yield made
    made.close()


@pytest.fixture
def open_window(window: Window, tmp_path: Path, qtbot: QtBot) -> Window:
    """The window with the filled case open and its media shown."""
    window.use(filled_case(tmp_path))
    window.desk.navigate("media")  # type: ignore[union-attr]
    page = window.view.page("media")  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: page.model.rowCount() == 20, timeout=PATIENCE)  # type: ignore[attr-defined]
    return window
