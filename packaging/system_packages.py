"""The system's own package manager: install what is missing where this user may, else name the command for it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess

# Linux managers that can be asked for a library by its own name, in the order in which they are looked for.
_BY_LIBRARY = ("dnf", "zypper")


def install(packages: list[str]) -> bool:
    """Install Debian packages as root or by passwordless sudo; False where that is not possible."""
    prefix = _root_prefix()
    if prefix is None or not _is_debian():
        return False
    print("Installing system packages: " + " ".join(packages), flush=True)
    install_them = [*prefix, *_apt_get(), "install", "--no-install-recommends", *packages]
    return _succeeds(install_them) or (_succeeds([*prefix, *_apt_get(), "update"]) and _succeeds(install_them))


def command(packages: list[str], *, libraries: list[str] | None = None) -> str:
    """The one command for the user: Debian packages by name; elsewhere the `libraries` by their file names."""
    if _is_debian():
        return shlex.join([*_sudo(), "apt-get", "install", *packages])
    manager = next((name for name in _BY_LIBRARY if shutil.which(name)), None)
    if manager and libraries:
        return shlex.join([*_sudo(), manager, "install", *(f"{library}()(64bit)" for library in libraries)])
    return "your system's package manager (they hold: " + ", ".join(libraries or packages) + ")"


def _is_debian() -> bool:
    return shutil.which("apt-get") is not None


def _apt_get() -> list[str]:
    return ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]


def _sudo() -> list[str]:
    return [] if _is_root() else ["sudo"]


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _root_prefix() -> list[str] | None:
    """What to put before a command that needs root; None where there is no way without asking for a password."""
    if _is_root():
        return []
    if shutil.which("sudo") and _succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def _succeeds(arguments: list[str]) -> bool:
    try:
        done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, timeout=900, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
