"""The libraries of a Linux system that Qt's wheels expect: tried, named and, where this user may, installed.

A missing one makes Qt blame the wrong library, so the linker is asked about each part that will be loaded.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import system_packages
from problems import Problem

# File name of a library → its Debian package.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libXext.so.6": "libxext6",
    "libXrandr.so.2": "libxrandr2",
    "libXrender.so.1": "libxrender1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libpulse.so.0": "libpulse0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
_ALWAYS = (
    "lib/libQt6Widgets.so.6",
    "lib/libQt6Svg.so.6",
    "lib/libQt6Multimedia.so.6",
    "plugins/platforms/libqoffscreen.so",
    "plugins/multimedia/libffmpegmediaplugin.so",
)
_TRIAL = "from PySide6 import QtMultimedia, QtSvg, QtWidgets; QtWidgets.QApplication([])"
_NAMED_BY_IMPORT = re.compile(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object")


def has_screen() -> bool:
    """Whether a window can be shown; only a Linux without a display says no."""
    return not sys.platform.startswith("linux") or bool(_displays())


def ensure(python: Path) -> None:
    """See that Qt starts in the environment of `python`; install or name what it lacks."""
    if not sys.platform.startswith("linux"):
        return
    lacking = _missing(python)
    if not lacking:
        return
    packages = sorted({PACKAGES[name] for name in lacking if name in PACKAGES})
    if packages and system_packages.install(packages):
        lacking = _missing(python)
    if lacking:
        raise Problem(_sentence(sorted(lacking)))


def _sentence(libraries: list[str]) -> str:
    packages = sorted({PACKAGES.get(name, name) for name in libraries})
    return (
        f"Qt cannot start on this system because these libraries are missing: {', '.join(libraries)}. "
        f"Install them with: {system_packages.command(packages, libraries=libraries)}"
    )


def _displays() -> list[str]:
    """Qt's platform plugins that the running session asks for."""
    asked = {"DISPLAY": "libqxcb.so", "WAYLAND_DISPLAY": "libqwayland.so"}
    return [plugin for variable, plugin in asked.items() if os.environ.get(variable)]


def _missing(python: Path) -> set[str]:
    folder = _qt_folder(python)
    parts = [*_ALWAYS, *(f"plugins/platforms/{plugin}" for plugin in _displays())]
    found = {name for part in parts if (folder / part).exists() for name in _unresolved(folder / part)}
    return found or _named_by_trial(python)


def _qt_folder(python: Path) -> Path:
    asked = "import importlib.util; print(importlib.util.find_spec('PySide6').submodule_search_locations[0])"
    answer = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, encoding="utf-8", check=False)
    if answer.returncode != 0:
        raise Problem(f"PySide6 is not in the environment of {python}. Remove the folder .venv and try again.")
    return Path(answer.stdout.strip()) / "Qt"


def _unresolved(part: Path) -> set[str]:
    """What the linker does not find for `part`; nothing where there is no `ldd` (the trial tells then)."""
    try:
        answer = subprocess.run(["ldd", str(part)], capture_output=True, text=True, errors="replace", check=False)
    except OSError:
        return set()
    return {line.split()[0] for line in answer.stdout.splitlines() if line.rstrip().endswith("not found")}


def _named_by_trial(python: Path) -> set[str]:
    """Start Qt without a screen; the name of the library that stops it, or nothing."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    arguments = [str(python), "-c", _TRIAL]
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode == 0:
        return set()
    named = _NAMED_BY_IMPORT.findall(done.stderr)
    if not named:
        raise Problem(f"Qt does not start on this system. It says: {done.stderr.strip() or done.returncode}")
    return set(named)
