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

import bundle  # noqa: E402
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
    assert not (command.parent.parent / ".venv" / "installed.txt").exists(), "the next call would trust it"


def test_a_broken_environment_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    assert not environment._usable()
    environment.python().parent.mkdir(parents=True)
    environment.python().write_text("half written")
    assert not environment._usable()


@posix
def test_an_environment_with_other_pins_is_filled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "RECORD", tmp_path / "installed.txt")
    monkeypatch.setattr(environment, "python", lambda: tmp_path / "bin" / "python")
    (tmp_path / "bin").mkdir()
    put(tmp_path / "bin", "python", f'echo "$@" >> "{tmp_path}/calls"')
    for libraries in (["a==1", "b==1"], ["a==1"], ["a==2"], ["a==2", "b==1"]):
        environment._install(libraries)
    asked = [line.partition("script-location ")[2] for line in (tmp_path / "calls").read_text().splitlines()]
    assert asked == ["a==1 b==1", "a==2"]


def test_the_tools_of_the_tests_come_on_top_of_the_program() -> None:
    assert set(environment.declared()) < set(environment.declared("dev"))


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


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="only Debian and its kin make .deb packages")
def test_the_debian_package_starts_the_program_from_the_path_and_from_the_menu(tmp_path: Path) -> None:
    (tmp_path / "program").mkdir()
    put(tmp_path / "program", "osintdesk", "echo started")
    package = bundle.debian_package(tmp_path / "program", work=tmp_path / "work", into=tmp_path)
    subprocess.run(["dpkg-deb", "--extract", str(package), str(tmp_path / "root")], check=True)
    started = subprocess.run(
        [tmp_path / "root" / "usr" / "bin" / "osintdesk"], capture_output=True, text=True, check=True
    )
    assert started.stdout == "started\n"
    assert "Exec=osintdesk\n" in (tmp_path / "root/usr/share/applications/osintdesk.desktop").read_text()
    assert (tmp_path / "root/usr/share/icons/hicolor/scalable/apps/osintdesk.svg").is_file()
    assert "GNU GENERAL PUBLIC LICENSE" in (tmp_path / "root/usr/share/doc/osintdesk/copyright").read_text()
    described = subprocess.run(["dpkg-deb", "--info", str(package)], capture_output=True, text=True, check=True).stdout
    assert "Package: osintdesk" in described


def test_the_debian_package_asks_for_what_qt_needs_there() -> None:
    asked = {alternative.split()[0] for line in bundle.DEPENDS for alternative in line.split("|")}
    assert asked - {"libc6", "libglib2.0-0t64"} <= set(qt_libraries.PACKAGES.values())
