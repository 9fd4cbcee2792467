"""What holds for every test: no screen, no network, nothing left running, no warning, no trace at the user's."""

from __future__ import annotations

import logging
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 3.0  # seconds that a thread may take to end after its test
_HOME = tempfile.TemporaryDirectory(prefix="osintdesk-tests-")

# Before Qt, keyring or platformdirs are imported: without a screen, in English, away from the user's own folders.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program itself does, before numpy is loaded
os.environ.update(
    LANGUAGE="en",
    PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring",
    **{name: str(Path(_HOME.name, name)) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")},
    **{name: str(Path(_HOME.name, name)) for name in ("XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")},
)

settings.register_profile("osintdesk", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("osintdesk")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The checks of the whole tree come first: the longest of them then runs beside the other tests."""
    items.sort(key=lambda item: item.path.name != "test_quality.py")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the measuring media; tests that need it are left out where it is absent."""
    folder = Path(os.environ.get("OSINTDESK_SHARED") or ROOT.parent / "shared")
    if not (folder / "media").is_dir():
        pytest.skip(f"the measuring media are not at {folder}; OSINTDESK_SHARED names another place")
    return folder


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A connection to another machine, or a question for its name, fails the test even where the code swallows it."""
    attempts: list[str] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: object) -> None:
        if _is_local(self, address):
            return connect(self, address)  # type: ignore[arg-type]
        attempts.append(f"connection to {address}")
        raise OSError("tests may not use the network")

    def guarded_look_up(host: object, *rest: object, **options: object) -> object:
        if host in (None, "", "localhost", "127.0.0.1", "::1", b"localhost"):
            return look_up(host, *rest, **options)  # type: ignore[arg-type]
        attempts.append(f"look-up of {host!r}")
        raise socket.gaierror("tests may not use the network")

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    yield
    assert not attempts, f"the test used the network: {'; '.join(attempts)}"


def _is_local(connection: socket.socket, address: object) -> bool:
    if connection.family == getattr(socket, "AF_UNIX", None):
        return True
    return isinstance(address, tuple) and address[0] in ("localhost", "127.0.0.1", "::1")


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """A thread that the test started must end with it."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, deadline - time.monotonic()))
    left = [thread.name for thread in set(threading.enumerate()) - before]
    assert not left, f"the test left threads running: {', '.join(left)}"


@pytest.fixture(autouse=True)
def _no_window_left() -> Iterator[None]:
    """A window that the test opened must be closed with it (`qtbot.addWidget` does that)."""
    before = set(map(id, _visible_windows()))
    yield
    left = [window for window in _visible_windows() if id(window) not in before]
    names = [f"{type(window).__name__} {window.objectName()}".strip() for window in left]
    for window in left:
        window.close()
    assert not left, f"the test left windows open: {', '.join(names)}"


def _visible_windows() -> list:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    return [window for window in widgets.QApplication.topLevelWidgets() if window.isVisible()]


@pytest.fixture(autouse=True)
def _no_unexpected_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the program's log fails the test, unless it looks at the log itself (by `caplog`)."""
    heard = _Warnings()
    logging.getLogger().addHandler(heard)
    yield
    logging.getLogger().removeHandler(heard)
    if "caplog" not in request.fixturenames:
        assert not heard.sentences, f"the program warned: {'; '.join(heard.sentences)}"


class _Warnings(logging.Handler):
    """Keeps what the program itself logs at WARNING or above; libraries may complain about bad files."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] in ("osintdesk", "root"):
            self.sentences.append(record.getMessage())


@pytest.fixture(scope="session", autouse=True)
def _no_process_left() -> Iterator[None]:
    """Worker processes must be gone when the tests are over."""
    yield
    _gone, left = psutil.wait_procs(_own_children(), timeout=PATIENCE)
    names = [" ".join(process.cmdline())[:120] for process in left]
    assert not left, f"the tests left processes running: {'; '.join(names)}"


def _own_children() -> list[psutil.Process]:
    """Child processes, without the one that Python itself keeps for shared memory."""
    return [p for p in psutil.Process().children() if "resource_tracker" not in " ".join(p.cmdline())]
