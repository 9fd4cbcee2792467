"""The guards of conftest.py catch what they are there for: each breach below must fail, each honest test pass."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

BREACHES = """
import logging, socket, threading, time, warnings
import pytest

def test_connects_and_swallows_the_error():
    with socket.socket() as connection:
        try:
            connection.connect(("192.0.2.1", 9))
        except OSError:
            pass

def test_asks_for_a_name():
    try:
        socket.create_connection(("osintdesk.invalid", 80))
    except OSError:
        pass

def test_leaves_a_thread():
    threading.Thread(target=time.sleep, args=(8,), name="forgotten", daemon=True).start()

def test_warns_in_the_log():
    logging.getLogger("osintdesk.case").warning("the tables do not fit the log")

def test_warns():
    warnings.warn("old", DeprecationWarning)

def test_leaves_a_file_open(tmp_path):
    open(tmp_path / "left", "w")

def test_leaves_a_window_open(qapp):
    from PySide6.QtWidgets import QWidget
    global left
    left = QWidget()
    left.setObjectName("forgotten")
    left.show()
"""

HONEST = """
import logging, socket, threading

def test_speaks_with_itself():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass

def test_ends_its_thread():
    threading.Thread(target=lambda: None).start()

def test_expects_the_warning(caplog):
    logging.getLogger("osintdesk.case").warning("as it should")
    assert caplog.messages == ["as it should"]

def test_libraries_may_complain():
    logging.getLogger("PIL").warning("truncated")

def test_closes_its_window(qtbot):
    from PySide6.QtWidgets import QWidget
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

def test_writes_where_no_user_lives():
    import platformdirs
    assert "osintdesk-tests-" in platformdirs.user_config_dir("osintdesk")
"""


@pytest.fixture
def outcomes(tmp_path: Path) -> dict[str, str]:
    """What pytest said of each test of both files, under the project's own conftest and settings."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "test_breaches.py").write_text(BREACHES)
    (tmp_path / "test_honest.py").write_text(HONEST)
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-v",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "--tb=line",
        str(tmp_path),
    ]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(words, cwd=tmp_path, env=surroundings, capture_output=True, text=True, encoding="utf-8")
    told: dict[str, str] = {}
    for outcome, name in re.findall(r"^(FAILED|ERROR) \S+::(\w+)", done.stdout, re.MULTILINE):
        told[name] = outcome
    for name, outcome in re.findall(r"::(\w+) (PASSED)", done.stdout):
        told.setdefault(name, outcome)
    return told


def test_each_guard_catches_its_breach_and_lets_honest_tests_be(outcomes: dict[str, str]) -> None:
    named = dict.fromkeys(re.findall(r"^def (test_\w+)", BREACHES, re.MULTILINE), True)
    named |= dict.fromkeys(re.findall(r"^def (test_\w+)", HONEST, re.MULTILINE), False)
    assert {name: outcomes.get(name) != "PASSED" for name in named} == named
    assert set(outcomes) == set(named)
