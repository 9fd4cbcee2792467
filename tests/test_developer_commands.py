"""`packaging/dev.py` on machines that lack something: it says in one sentence what, and what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))

import environment  # noqa: E402
import qt_libraries  # noqa: E402
import system_packages  # noqa: E402
from problems import Problem  # noqa: E402

linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux leaves Qt's libraries to the system"
)
posix = pytest.mark.skipif(os.name == "nt", reason="the stand-in programs are shell scripts")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH; `put` fills it with stand-ins for the system's programs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return folder


def put(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def put_manager(folder: Path, name: str, script: str) -> None:
    """A package manager, and `env` and `sudo` that hand over to it."""
    put(folder, name, script)
    put(folder, "env", 'shift; exec "$@"')
    put(folder, "sudo", '[ "$1" = -n ] && shift; [ "$1" = true ] && exit 0; exec "$@"')


def copy_of_the_commands(folder: Path) -> Path:
    """The developer commands with their pins in another place, without an environment."""
    shutil.copytree(ROOT / "packaging", folder / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder / "packaging" / "dev.py"


def test_without_the_package_index_a_sentence_says_so(tmp_path: Path) -> None:
    command = copy_of_the_commands(tmp_path / "Проба с пробелом")
    closed = {**os.environ, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    words = [sys.executable, str(command), "setup"]
    done = subprocess.run(words, cwd=tmp_path, env=closed, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 3
    assert "The pinned libraries could not be installed" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (command.parent.parent / ".venv" / "libraries.sha256").exists(), "the next call would trust it"


def test_a_broken_environment_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    assert not environment._usable()
    environment.python().parent.mkdir(parents=True)
    environment.python().write_text("half written")
    assert not environment._usable()


def test_other_pins_ask_for_a_new_installation() -> None:
    declared = environment._declared(development=True)
    newer = [line.replace("==", "==1") for line in declared]
    assert environment._fingerprint(declared) == environment._fingerprint(list(reversed(declared)))
    assert environment._fingerprint(declared) != environment._fingerprint(newer)
    assert set(environment._declared(development=False)) < set(declared)


@linux
def test_nothing_is_said_where_qt_starts() -> None:
    qt_libraries.ensure(Path(sys.executable))


@linux
def test_a_missing_library_is_named_with_the_one_command_for_it(programs: Path) -> None:
    put(programs, "ldd", 'echo "libxcb-cursor.so.0 => not found"; echo "libEGL.so.1 => not found"')
    put_manager(programs, "apt-get", "exit 100")
    with pytest.raises(Problem) as raised:
        qt_libraries.ensure(Path(sys.executable))
    assert "libEGL.so.1, libxcb-cursor.so.0" in str(raised.value)
    assert str(raised.value).endswith("apt-get install libegl1 libxcb-cursor0")


@linux
def test_a_missing_library_is_installed_where_this_user_may(programs: Path, tmp_path: Path) -> None:
    done = tmp_path / "installed"
    put(programs, "ldd", f'[ -e "{done}" ] || echo "libxcb-cursor.so.0 => not found"')
    put_manager(programs, "apt-get", f'case "$*" in *update*) ;; *) echo "$@" > "{done}";; esac')
    qt_libraries.ensure(Path(sys.executable))
    assert done.read_text().split() == ["-q", "-y", "install", "--no-install-recommends", "libxcb-cursor0"]


@linux
def test_package_lists_are_fetched_once_when_they_are_missing(programs: Path, tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    put_manager(programs, "apt-get", f'case "$*" in *update*) : > "{lists}";; *) [ -e "{lists}" ];; esac')
    assert system_packages.install(["libegl1"])


@posix
def test_other_systems_are_asked_for_the_libraries_themselves(programs: Path) -> None:
    put(programs, "dnf", "exit 1")
    told = system_packages.command(["libegl1"], libraries=["libEGL.so.1"])
    assert told.endswith("dnf install 'libEGL.so.1()(64bit)'")


@posix
def test_a_system_without_a_known_manager_gets_the_names(programs: Path) -> None:
    assert "libEGL.so.1" in system_packages.command(["libegl1"], libraries=["libEGL.so.1"])


@linux
@pytest.mark.parametrize(("variable", "expected"), [("DISPLAY", True), ("WAYLAND_DISPLAY", True), ("NOTHING", False)])
def test_a_screen_is_there_when_the_session_names_one(
    programs: Path, monkeypatch: pytest.MonkeyPatch, variable: str, expected: bool
) -> None:
    monkeypatch.setenv(variable, ":7")
    assert qt_libraries.has_screen() is expected


def test_unknown_words_are_answered_with_the_commands() -> None:
    words = [sys.executable, str(ROOT / "packaging" / "dev.py"), "fly"]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2
    assert "bench" in done.stderr
