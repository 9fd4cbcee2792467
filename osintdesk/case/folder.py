"""The case folder: what lies where, who has it open, and the note for somebody without the program."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from osintdesk.core import canonical, files, instants
from osintdesk.core.text import visible

SUFFIX = ".osintcase"
_IN_USE = "in-use.json"

README = """This folder is a case of OSINT Desk, a program for verifying footage.

originals/   The collected files, unaltered. Each is named by the SHA-256 of its bytes, in a folder named by
             the first two digits. Check them without the program, in a shell inside this folder:
                 find originals -type f -not -path '*/tmp/*' | while read f; do
                   echo "$(basename "$f")  $f"; done | sha256sum -c
case.db      The record of the case: a log of every change (who, when, what), and tables made from it.
             It is an SQLite file, application id 0x4F534943.
cache.db     Thumbnails and the search index. It can be deleted; the program makes it again.

Keep the folder together. Copy it only while no program has it open. Changing or deleting anything in it is
noticed by the program's check.
"""


def with_suffix(path: Path) -> Path:
    """The folder's name ends in `.osintcase`."""
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def found(path: Path) -> Path:
    """The folder that `path` means: itself, the one with the suffix, or the one around a `case.db`."""
    if path.name == "case.db":
        return path.parent
    return with_suffix(path) if not path.is_dir() and with_suffix(path).is_dir() else path


def database(folder: Path) -> Path:
    return folder / "case.db"


def say_in_use(folder: Path, name: str) -> None:
    """Leave word of who has the case open. The lock is SQLite's; this only gives the sentence its names."""
    about = {"name": name, "host": platform.node(), "process": os.getpid(), "since": instants.now()}
    try:
        (folder / _IN_USE).write_bytes(canonical.dumps(about))
    except OSError:
        pass


def say_free(folder: Path) -> None:
    try:
        (folder / _IN_USE).unlink(missing_ok=True)
    except OSError:
        pass


def in_use_sentence(folder: Path) -> str:
    """Who holds the case, as far as is known."""
    try:
        about = canonical.loads((folder / _IN_USE).read_bytes())
        name, host = visible(str(about["name"])) or "someone", visible(str(about["host"]))
        who = f"{name} on {host} since {instants.shown(about['since'])}, process {about['process']}"
    except (OSError, ValueError, KeyError, TypeError):
        who = "another program"
    return f"“{folder.name}” is in use by {who}. Close it there, or open it read-only."


def create(folder: Path) -> None:
    """The empty parts of a new case folder, durable."""
    (folder / "originals" / "tmp").mkdir(parents=True)
    files.write_durably(folder / "README.txt", README.encode())
    files.sync_folder(folder / "originals")
