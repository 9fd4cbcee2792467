"""The virtual environment beside the checkout: made once, filled with the pinned libraries, renewed with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import system_packages
from problems import Problem

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
RECORD = VENV / "installed.txt"
OLDEST = (3, 11)


def python() -> Path:
    """The interpreter of the environment."""
    return VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"


def ensure(*extras: str) -> None:
    """Make or renew the environment: the program's libraries, and those of the named `extras` of pyproject.toml."""
    _require_version()
    if not _usable():
        _create()
    _install(declared(*extras))


def _require_version() -> None:
    if sys.version_info < OLDEST:
        found, needed = (".".join(map(str, version[:2])) for version in (sys.version_info, OLDEST))
        raise Problem(
            f"OSINT Desk needs Python {needed} or newer, and this is Python {found}. Start it with a newer one."
        )


def _usable() -> bool:
    """Whether the environment there was made by this version of Python and still starts."""
    asked = [str(python()), "-c", "import sys, pip; print(sys.version_info[:2])"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == str(sys.version_info[:2])


def _create() -> None:
    _require_venv_module()
    print(f"Making the environment {VENV}", flush=True)
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, errors="replace", check=False
        )
    except OSError as error:
        raise Problem(f"The environment {VENV} could not be made: {error}. Check the rights on its folder.") from error
    if made.returncode != 0:
        raise Problem(f"The environment {VENV} could not be made: {_last_line(made.stdout + made.stderr)}")


def _require_venv_module() -> None:
    """Debian and Ubuntu take `ensurepip` out of Python and put it into a package of its own."""
    if _has_ensurepip():
        return
    name = "python{}.{}-venv".format(*sys.version_info)
    if not system_packages.install([name]) or not _has_ensurepip():
        raise Problem(
            "This Python cannot make virtual environments (its module ensurepip is missing). "
            f"Install it with: {system_packages.command([name])}"
        )


def _has_ensurepip() -> bool:
    return subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0


def _install(libraries: list[str]) -> None:
    there = _recorded()
    if set(libraries) <= there:
        return
    print("Installing the pinned libraries (the first time several hundred megabytes are fetched)", flush=True)
    RECORD.unlink(missing_ok=True)
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-warn-script-location"]
    done = subprocess.run([str(python()), "-m", "pip", "install", *options, *libraries], cwd=ROOT, check=False)
    if done.returncode != 0:
        raise Problem(
            "The pinned libraries could not be installed; pip says why above. "
            "Check the connection and the free space on the disk, then run the same command again."
        )
    renewed = {_name(line) for line in libraries}
    kept = {line for line in there if _name(line) not in renewed}
    RECORD.write_text("\n".join(sorted(kept | set(libraries))), encoding="utf-8")


def declared(*extras: str) -> list[str]:
    """The pinned libraries of pyproject.toml, those of the named extras included."""
    import tomllib  # absent before Python 3.11, which `_require_version` tells in a sentence

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    return [line for group in groups for line in group]


def _recorded() -> set[str]:
    """What was installed here so far; nothing after an installation that did not come to its end."""
    try:
        return set(RECORD.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        return set()


def _name(requirement: str) -> str:
    return requirement.partition("==")[0]


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was given."
