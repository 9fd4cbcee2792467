"""exiftool as a second reader, where it is installed: what it adds to the own reader and where it disagrees.

It runs as a process of its own, outside the limited workers (which may run nothing): with an empty configuration (a
user's own one may run Perl), file names in an argument file (none can be taken for an option), no shell, a time limit
and, where the system offers it, limits on memory. It only ever reads.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from osintdesk.core.readings import Reading
from osintdesk.media.facts import same_value

SECONDS = 20.0
_MEMORY = 2 << 30
_MAX_ANSWER = 16 << 20
_OPTIONS = (
    "-config",
    "",
    "-j",
    "-G1",
    "-n",
    "-struct",
    "-api",
    "largefilesupport=1",
    "-charset",
    "filename=utf8",
)
_NOT_OF_THE_FILE = (
    "System:",
    "SourceFile",
    "ExifTool:",
    "Composite:",
    "File:File",
    "File:Directory",
    "File:MIMEType",
    "File:ExifByteOrder",
)


@cache
def exiftool() -> tuple[str, str] | None:
    """Path and version of the installed exiftool; None without one."""
    program = shutil.which("exiftool")
    if program is None:
        return None
    with suppress(OSError, subprocess.SubprocessError):
        answer = subprocess.run([program, "-config", "", "-ver"], capture_output=True, timeout=SECONDS, check=True)
        return program, answer.stdout.decode("ascii", "replace").strip()
    return None


def read_by_exiftool(path: Path, own: Iterable[Reading], *, seconds: float = SECONDS) -> list[Reading]:
    """What exiftool reads and `own` does not hold, or holds otherwise; empty when it is not installed."""
    found = exiftool()
    if found is None:
        return []
    program, version = found
    reader = f"exiftool {version}"
    answer = _run(program, path, "-fast", seconds)
    if isinstance(answer, str):  # without maker notes, and without looking behind the picture, it rarely takes long
        quick = _run(program, path, "-fast2", seconds)
        answer = quick if isinstance(quick, dict) else answer
    if isinstance(answer, str):
        return [Reading("Problem", answer, answer, reader, "exiftool")]
    known: dict[tuple[str, str], list[str]] = {}
    for reading in own:
        known.setdefault((reading.group.rsplit("/", 1)[-1], reading.name), []).append(reading.value)
    new = [reading for reading in _readings(answer, reader) if not _repeats(reading, known)]
    agreed = len(answer) - len(new)
    return [*new, Reading("ValuesAgreed", str(agreed), str(agreed), reader, "agreement")]


def _repeats(reading: Reading, known: dict[tuple[str, str], list[str]]) -> bool:
    place = _PLACES.get(reading.path, reading.path)
    return any(same_value(value, reading.value) for value in known.get((place, reading.name), ()))


# Where the own reader calls the same place by another name.
_PLACES = {
    "File": "SOF",
    "InteropIFD": "Interop",
    "ICC_Profile": "ICC",
    "ICC-header": "ICC",
    "JFIF": "APP0",
    "PNG": "IHDR",
}


def _run(program: str, path: Path, speed: str, seconds: float) -> dict[str, Any] | str:
    """The answer for one file, or a sentence about why there is none."""
    with tempfile.TemporaryDirectory(prefix="osintdesk-") as folder:
        arguments = Path(folder) / "files.txt"
        arguments.write_bytes(os.fsencode(path.absolute()) + b"\n")
        if b"\n" in os.fsencode(path.name):
            return "The file's name holds a line break, which cannot be handed over."
        process = subprocess.Popen(
            [program, *_OPTIONS, speed, "-@", os.fspath(arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if not name.startswith(("PERL", "EXIFTOOL"))},
        )
        _limit(process.pid)
        try:
            output, _nothing = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return f"Reading the file took longer than {seconds:g} seconds."
    return _parsed(output)


def _limit(process: int) -> None:
    """Memory and written files of the process, where the system can set them from outside."""
    with suppress(AttributeError, psutil.Error, OSError, ValueError):
        watched = psutil.Process(process)
        watched.rlimit(psutil.RLIMIT_AS, (_MEMORY, _MEMORY))
        watched.rlimit(psutil.RLIMIT_FSIZE, (0, 0))


def _parsed(output: bytes) -> dict[str, Any] | str:
    if len(output) > _MAX_ANSWER:
        return "The answer is too large to be taken over."
    try:
        document = json.loads(output.decode("utf-8", "replace"))
        return {str(key): value for key, value in document[0].items() if not key.startswith(_NOT_OF_THE_FILE)}
    except (ValueError, LookupError, AttributeError, TypeError):
        return "The file could not be read."


def _readings(answer: dict[str, Any], reader: str) -> Iterator[Reading]:
    for key, value in answer.items():
        group, _colon, name = key.rpartition(":")
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if not text.startswith("(Binary data"):
            text = text[:6000].encode("utf-8", "replace").decode("utf-8")
            yield Reading(name[:200], text, text, reader, group[:200] or "exiftool")
