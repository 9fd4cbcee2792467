"""The program for people without Python: one folder by PyInstaller, and on Debian a package around it.

Called by `python3 packaging/dev.py bundle`, inside the environment. The results are in `dist/`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "dist" / "osintdesk"
ICON = ROOT / "resources" / "icons" / "app.svg"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

# What Qt expects of a Debian or Ubuntu system; the rest is inside the folder.
DEPENDS = (
    "libc6 (>= 2.34)",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libfreetype6",
    "libgl1",
    "libglib2.0-0 | libglib2.0-0t64",
    "libpulse0",
    "libwayland-cursor0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-util1",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
    "libxrandr2",
)
DESKTOP_ENTRY = """[Desktop Entry]
Type=Application
Name=OSINT Desk
GenericName=Footage verification
Comment=Verify footage and keep the record of how it was done
Exec=osintdesk
Icon=osintdesk
Terminal=false
Categories=Office;Graphics;Science;
Keywords=verification;evidence;metadata;case;
StartupWMClass=osintdesk
"""
CONTROL = """Package: osintdesk
Version: {version}
Architecture: {architecture}
Maintainer: OSINT Desk maintainers <maintainers@osintdesk.invalid>
Installed-Size: {kilobytes}
Depends: {depends}
Section: science
Priority: optional
Description: {summary}
 Attach media to incidents, read what each file says about itself, find
 near-duplicates, record verification steps and set reports that show how
 it is known. Works without a connection.
"""


def main() -> int:
    """Build the folder, try what was built, and pack it where `dpkg-deb` is there."""
    _draw_icon(ROOT / "build" / "app.png")
    _pyinstaller()
    _try()
    print(f"The program is in {FOLDER} ({_kilobytes(FOLDER) // 1024} MB).")
    if shutil.which("dpkg-deb"):
        package = debian_package(FOLDER, work=ROOT / "build" / "deb", into=ROOT / "dist")
        print(f"The Debian package is {package} ({package.stat().st_size >> 20} MB).")
    return 0


def _draw_icon(target: Path) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication([])
    image = QImage(512, 512, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ICON)).render(painter)
    painter.end()
    target.parent.mkdir(exist_ok=True)
    image.save(str(target))
    application.quit()


def _pyinstaller() -> None:
    options = [
        "--noconfirm",
        "--log-level",
        "WARN",
        "--distpath",
        str(ROOT / "dist"),
        "--workpath",
        str(ROOT / "build"),
    ]
    words = [sys.executable, "-m", "PyInstaller", *options, str(ROOT / "packaging" / "osintdesk.spec")]
    subprocess.run(words, cwd=ROOT, check=True, env={**os.environ, "PYTHONHASHSEED": "1"})


def _try() -> None:
    """A bundle that does not answer with its version, or cannot make the example case and its report, is not one."""
    if _answer("--version").split() != ["osintdesk", PROJECT["version"]]:
        raise SystemExit("The bundle does not answer with its version.")
    with tempfile.TemporaryDirectory(prefix="osintdesk-bundle-") as folder:
        report = Path(folder, "report.pdf")
        _answer("demo", "--no-window", "--folder", str(Path(folder, "example")), "--report", str(report))
        if not report.read_bytes().startswith(b"%PDF"):
            raise SystemExit("The bundle makes no report of the example case.")


def _answer(*words: str) -> str:
    """What the built program says, started as on a machine without Python."""
    program = FOLDER / ("osintdesk.exe" if os.name == "nt" else "osintdesk")
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    told = subprocess.run([str(program), *words], capture_output=True, text=True, check=False, env=bare)
    if told.returncode != 0:
        raise SystemExit(f"The bundle does not work. It says: {told.stderr or told.stdout}")
    return told.stdout


def debian_package(program: Path, *, work: Path, into: Path) -> Path:
    """Pack the folder `program` as `into`/osintdesk_VERSION_ARCHITECTURE.deb; dated as the last commit."""
    shutil.rmtree(work, ignore_errors=True)
    _lay_out(program, work)
    architecture = _said(["dpkg", "--print-architecture"])
    described = CONTROL.format(
        version=PROJECT["version"],
        architecture=architecture,
        kilobytes=_kilobytes(work),
        depends=", ".join(DEPENDS),
        summary=PROJECT["description"],
    )
    _write(work / "DEBIAN" / "control", described)
    package = into / f"osintdesk_{PROJECT['version']}_{architecture}.deb"
    date = {"SOURCE_DATE_EPOCH": _said(["git", "log", "-1", "--format=%ct"]) or "0"}
    words = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(work), str(package)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **date})
    return package


def _lay_out(program: Path, tree: Path) -> None:
    """The files as Debian wants them: the program under /usr/lib, a link to it, menu entry, icon, licences."""
    shutil.copytree(program, tree / "usr" / "lib" / "osintdesk", symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "osintdesk").symlink_to("../lib/osintdesk/osintdesk")
    _write(tree / "usr" / "share" / "applications" / "osintdesk.desktop", DESKTOP_ENTRY)
    icons = tree / "usr" / "share" / "icons" / "hicolor" / "scalable" / "apps"
    icons.mkdir(parents=True)
    shutil.copy(ICON, icons / "osintdesk.svg")
    notices = (ROOT / "resources" / "licences" / "THIRD-PARTY.md").read_text(encoding="utf-8")
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    _write(tree / "usr" / "share" / "doc" / "osintdesk" / "copyright", f"{notices}\n\n{licence}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _said(words: list[str]) -> str:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def _kilobytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) // 1024


if __name__ == "__main__":
    sys.exit(main())
