"""The program's entry: the command line, or a worker that is told apart before anything heavy is loaded."""

from __future__ import annotations

import subprocess
import sys

import osintdesk
from osintdesk.__main__ import WORKER_FLAG
from osintdesk.media import worker


def start(*words: str) -> subprocess.CompletedProcess[str]:
    called = [sys.executable, "-X", "importtime", "-m", "osintdesk", *words]
    return subprocess.run(called, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8")


def test_both_sides_know_the_worker_by_the_same_word() -> None:
    assert worker.WORKER_FLAG == WORKER_FLAG


def test_a_worker_ends_when_nobody_asks_and_loads_neither_qt_nor_the_case() -> None:
    done = start(WORKER_FLAG)
    assert done.returncode == 0
    assert done.stdout == ""
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "import time" in line}
    assert "osintdesk.media.worker.child" in loaded
    assert not {name for name in loaded if name.startswith(("PySide6", "sqlite3", "osintdesk.case", "osintdesk.cli"))}


def test_the_command_line_answers_with_its_version() -> None:
    done = start("--version")
    assert done.returncode == 0
    assert done.stdout == f"osintdesk {osintdesk.__version__}\n"
