"""The tree as a whole: style, types and layers, and nothing in it that belongs to one machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))

import dev  # noqa: E402

# Put together from parts, so that this file does not hold them itself.
REGISTRIES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
]
MACHINE_PATHS = ["/".join(("", "work", "")), "/".join(("", "opt", "pypi")), "/".join(("", "root", ""))]


@pytest.mark.parametrize("name", list(dev.CHECKS))
def test_the_tree_passes_the_check_of(name: str) -> None:
    done = subprocess.run(
        [sys.executable, *dev.CHECKS[name]], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, f"{name}:\n{done.stdout}{done.stderr}"


def tracked_texts() -> list[tuple[str, str]]:
    """Names and texts of all files under version control; pictures and fonts are left out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is not a checkout")
    names = [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    return [(name, text) for name in names if (text := _text(ROOT / name)) is not None]


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    unwanted = [*REGISTRIES, *MACHINE_PATHS, f"{ROOT}/"]
    found = [f"{name}: {word}" for name, text in tracked_texts() for word in unwanted if word in text]
    assert not found


def test_every_file_ends_with_a_line_and_has_no_carriage_return() -> None:
    wrong = [n for n, text in tracked_texts() if text and n.endswith(".py") and ("\r" in text or text[-1] != "\n")]
    assert not wrong
