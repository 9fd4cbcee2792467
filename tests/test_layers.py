"""The layers hold, and the rule that says so would notice a breach: each is planted into a copy."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The program's sources with their rules, to be spoilt."""
    shutil.copytree(ROOT / "osintdesk", tmp_path / "osintdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    words = [sys.executable, "-c", LINT, "--no-cache"]
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")


def test_the_layers_hold(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


def test_a_new_package_must_be_placed_in_a_layer(copy: Path) -> None:
    (copy / "osintdesk" / "cellar").mkdir()
    (copy / "osintdesk" / "cellar" / "__init__.py").write_text("")
    done = lint(copy)
    assert done.returncode == 1
    assert "cellar" in done.stdout


@pytest.mark.parametrize(
    ("package", "line"),
    [
        ("core", "import osintdesk.case"),
        ("media", "import osintdesk.similar"),
        ("app", "import osintdesk.ui"),
        ("case", "from PySide6 import QtCore"),
        ("media", "import sqlite3"),
        ("exchange", "import socket"),
        ("app", "import http.client"),
    ],
)
def test_a_breach_is_found(copy: Path, package: str, line: str) -> None:
    (copy / "osintdesk" / package / "breach.py").write_text(f"def breach() -> None:\n    {line}\n")
    done = lint(copy)
    assert done.returncode == 1
    assert f"osintdesk.{package}.breach" in done.stdout


# Parts of packages that are otherwise welcome; import-linter knows whole packages only.
NETWORK = {"urllib.request", "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets"}


def imports(source: str) -> set[str]:
    """All modules that `source` imports anywhere in it, `from a import b` as `a` and `a.b`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update([node.module, *(f"{node.module}.{alias.name}" for alias in node.names)])
    return names


def test_no_module_can_reach_the_network() -> None:
    found = {
        str(path): imports(path.read_text(encoding="utf-8")) & NETWORK for path in (ROOT / "osintdesk").rglob("*.py")
    }
    assert not {path: names for path, names in found.items() if names}


@pytest.mark.parametrize(
    "line", ["import urllib.request", "from urllib import request", "from PySide6 import QtNetwork"]
)
def test_a_way_to_the_network_is_noticed(line: str) -> None:
    assert imports(f"def hidden():\n    {line}\n") & NETWORK
