"""The wire between the program and its workers: `OSDW`, length of the JSON, the JSON, then the blobs it announces."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from typing import IO, Any, Final

MAX_JSON: Final = 64 << 20
MAX_BLOBS: Final = 256 << 20
MAX_COUNT: Final = 4096
_HEAD = struct.Struct(">4sI")
_MAGIC = b"OSDW"


class BadFrame(Exception):
    """What came over the pipe is not a message; the other side is not to be talked to any more."""


@dataclass(frozen=True, slots=True)
class Message:
    """A JSON-able `body` and byte strings that do not fit into JSON."""

    body: dict[str, Any] = field(default_factory=dict)
    blobs: tuple[bytes, ...] = ()


def send(pipe: IO[bytes], message: Message) -> None:
    """Write one message and flush it; raises BadFrame when it is larger than the other side would take."""
    document = {"body": message.body, "blobs": [len(blob) for blob in message.blobs]}
    text = json.dumps(document, ensure_ascii=True, allow_nan=False).encode("ascii")
    if len(text) > MAX_JSON or sum(map(len, message.blobs)) > MAX_BLOBS or len(message.blobs) > MAX_COUNT:
        raise BadFrame("the message is too large")
    pipe.write(_HEAD.pack(_MAGIC, len(text)))
    pipe.write(text)
    for blob in message.blobs:
        pipe.write(blob)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Message:
    """Read one message; raises EOFError when the other side is gone and BadFrame when it does not keep to the form."""
    magic, length = _HEAD.unpack(_exactly(pipe, _HEAD.size))
    if magic != _MAGIC or length > MAX_JSON:
        raise BadFrame("not a message")
    try:
        document = json.loads(_exactly(pipe, length))
        body, lengths = document["body"], document["blobs"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadFrame(f"not a message: {type(error).__name__}") from None
    _check(body, lengths)
    return Message(body, tuple(_exactly(pipe, size) for size in lengths))


def _check(body: object, lengths: object) -> None:
    if type(body) is not dict or type(lengths) is not list or len(lengths) > MAX_COUNT:
        raise BadFrame("not a message")
    if not all(type(size) is int and size >= 0 for size in lengths) or sum(lengths) > MAX_BLOBS:
        raise BadFrame("the blobs are too large")


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    """`count` bytes, read in pieces so that an announced size alone reserves no memory."""
    parts, missing = [], count
    while missing:
        part = pipe.read(min(missing, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
