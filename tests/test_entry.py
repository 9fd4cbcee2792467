"""The program's entry: the command line, or a worker that is told apart before anything heavy is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import osintdesk
from osintdesk.__main__ import WORKER_FLAG
from osintdesk.cli import main
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


def test_without_a_command_the_window_opens_on_the_given_case(tmp_path: Path) -> None:
    asked: list[str | None] = []
    for words in ([], [str(tmp_path)]):
        assert main(words, open_window=lambda case: asked.append(case) or 7) == 7
    assert asked == [None, str(tmp_path)]


def test_without_a_window_a_sentence_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 3
    assert "No window can be opened from here" in capsys.readouterr().err
