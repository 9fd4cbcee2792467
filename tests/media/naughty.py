"""Tasks that misbehave as a taken-over or overwhelmed parser would; run by the worker tests."""

from __future__ import annotations

import ctypes
import importlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from osintdesk.core.errors import FileProblem
from osintdesk.media.worker import Message

Blobs = tuple[bytes, ...]


def echo(args: dict[str, Any], blobs: Blobs) -> Message:
    return Message({"args": args, "process": os.getpid()}, blobs)


def hang(args: dict[str, Any], _blobs: Blobs) -> Message:
    time.sleep(600)
    return Message()


def crash(_args: dict[str, Any], _blobs: Blobs) -> Message:
    ctypes.string_at(0)
    return Message()


def swell(_args: dict[str, Any], _blobs: Blobs) -> Message:
    heap = []
    while True:
        heap.append(bytearray(os.urandom(1 << 20)) * 32)


def refuse(_args: dict[str, Any], _blobs: Blobs) -> Message:
    raise FileProblem("The picture is upside down.")


def chatter(_args: dict[str, Any], _blobs: Blobs) -> Message:
    print("x" * 10_000)
    sys.stderr.write("y" * 10_000)
    os.write(1, b"native noise" * 1000)
    ctypes.CDLL(None).puts(b"noise from C")
    return Message({"quiet": True})


def lie(_args: dict[str, Any], _blobs: Blobs) -> Message:
    for number in range(3, 64):
        try:
            os.write(number, b"cos\nsystem\n(S'touch /tmp/owned'\ntR.")
        except OSError:
            continue
    return Message()


def escape(args: dict[str, Any], _blobs: Blobs) -> Message:
    """What of connecting, running, writing and reading elsewhere succeeds."""
    attempts = {
        "connect": lambda: importlib.import_module("socket").create_connection(("127.0.0.1", args["port"]), 2),
        "run": lambda: subprocess.run(["/bin/true"], check=True),
        "fork": lambda: _fork(),
        "write": lambda: Path(args["write"]).write_text("x", encoding="utf-8"),
        "delete": lambda: Path(args["read"]).unlink(),
        "read": lambda: Path(args["read"]).read_bytes(),
        "kill": lambda: os.kill(os.getppid(), 0),
    }
    return Message({"succeeded": [name for name, attempt in attempts.items() if _works(attempt)]})


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _works(attempt: Any) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True
