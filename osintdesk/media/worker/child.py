"""The answering side: gives up its rights, then runs one named task after the other until its pipe closes."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from osintdesk.media.worker.confine import confine
from osintdesk.media.worker.frames import BadFrame, Message, receive, send

Function = Callable[[dict[str, Any], tuple[bytes, ...]], Message]


def main() -> None:
    """Serve tasks on what was stdin and stdout; the numbers 0, 1 and 2 then lead nowhere."""
    requests, answers = _pipes()
    try:
        hello = receive(requests)
        sealed = confine(**hello.body["limits"])
        send(answers, Message({"ready": True, "sealed": sealed}))
        functions: dict[str, Function] = {}
        while True:
            _serve_one(requests, answers, functions, hello.body["targets"])
    except (EOFError, BrokenPipeError):
        pass
    os._exit(0)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes under new numbers, because decoders print to 1 and 2 and would break the messages."""
    requests, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    _binary_mode(requests, answers)
    return os.fdopen(requests, "rb"), os.fdopen(answers, "wb")


def _binary_mode(*numbers: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        for number in numbers:
            msvcrt.setmode(number, os.O_BINARY)


def _function(target: str) -> Function:
    module, _colon, name = target.partition(":")
    function: Function = getattr(importlib.import_module(module), name)
    return function


def _serve_one(
    requests: BinaryIO, answers: BinaryIO, functions: dict[str, Function], targets: Mapping[str, str]
) -> None:
    """Answer one request: prepare a task (import what it needs) or run it."""
    request = receive(requests)
    name = request.body.get("prepare") or request.body["task"]
    if name not in functions:
        functions[name] = _function(targets[name])
    answer = Message({"prepared": name}) if "prepare" in request.body else _answer(functions[name], request)
    try:
        send(answers, answer)
    except (BadFrame, ValueError, TypeError):
        send(answers, Message({"error": "What was read is too large to be taken over."}))


def _answer(function: Function, request: Message) -> Message:
    try:
        return function(request.body["args"], request.blobs)
    except MemoryError:
        gc.collect()
        return Message({"error": "Reading the file needs too much memory."})
    except RecursionError:
        return Message({"error": "The file is nested too deeply to be read."})
    except Exception as error:  # the reason travels as a sentence; the process stays usable
        return Message({"error": _sentence(error)})


def _sentence(error: Exception) -> str:
    from osintdesk.core.errors import OsintDeskError

    if isinstance(error, OsintDeskError):
        return str(error)
    return f"The file could not be read: {type(error).__name__}."
