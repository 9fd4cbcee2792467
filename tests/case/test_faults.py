"""Killed, refused or cut off at any call: nothing that was promised is lost, and work goes on afterwards.

The suite takes every so manieth call; `OSINTDESK_EVERY_FAULT=1` takes each of them (some 2,500 runs).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EVERY = bool(os.environ.get("OSINTDESK_EVERY_FAULT"))


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shim, compiled where that can be done."""
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("needs Linux and a C compiler")
    built = tmp_path_factory.mktemp("shim") / "shim.so"
    source = HERE / "faults" / "shim.c"
    subprocess.run([compiler, "-Wall", "-shared", "-fPIC", "-o", str(built), str(source), "-ldl"], check=True)
    return built


@pytest.fixture
def place() -> Iterator[Path]:
    """In memory where there is such a place: what matters is the order of calls, not the drive."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield Path(name)


def _runs(shim: Path, place: Path, kind: str, how: str, every: int) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.case.faults.driver", str(place), kind, how, str(every)]
    env = {**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            for line in process.stdout:
                yield json.loads(line)
        finally:
            process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("kind", "every"), [("kill", 9), ("enospc", 17), ("eio", 17), ("short", 23), ("eintr", 23), ("power", 13)]
)
def test_no_promise_is_broken(shim: Path, place: Path, kind: str, every: int) -> None:
    runs = list(_runs(shim, place, kind, "right", 1 if EVERY else every))
    assert [run for run in runs if run["problems"]] == []
    assert max(run["acknowledged"] for run in runs) == 10
    assert min(run["acknowledged"] for run in runs) == 0 or kind in {"short", "eintr"}  # which can be borne
    assert len(runs) > 200 if EVERY else len(runs) >= 12


@pytest.mark.parametrize("how", ["row-first", "no-flush", "no-folder-flush", "lazy-log"])
def test_a_wrong_order_of_steps_is_seen_by_a_power_cut(shim: Path, place: Path, how: str) -> None:
    assert any(run["problems"] for run in _runs(shim, place, "power", how, 1))


def test_a_row_before_its_file_is_seen_by_a_kill(shim: Path, place: Path) -> None:
    assert any(run["problems"] for run in _runs(shim, place, "kill", "row-first", 1))
