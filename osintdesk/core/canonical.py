"""Canonical JSON (RFC 8785): the same value gives the same bytes everywhere, so that hashes and signatures hold.

Values: text without lone surrogates, booleans, None, integers below 2^53, arrays, objects with ASCII keys; no floats.
Within these limits sorted keys by `orjson` are what RFC 8785 asks for (a test compares both).
"""

from __future__ import annotations

from typing import Any

import orjson

from osintdesk.core.errors import UsageError

Json = Any
_LIMIT = 2**53


def dumps(value: Json) -> bytes:
    """The canonical bytes; UsageError when `value` holds what canonical JSON does not allow."""
    return orjson.dumps(normal(value), option=orjson.OPT_SORT_KEYS)


def loads(data: bytes | str) -> Json:
    """The value; ValueError when `data` is not JSON."""
    return orjson.loads(data)


def normal(value: Json) -> Json:
    """`value` as it comes back from canonical JSON: tuples are lists, enumerations text. UsageError as `dumps`."""
    kind = type(value)
    if kind is str:
        return _text(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        return _integer(value)
    return _composed(value)


def _composed(value: Json) -> Json:
    if isinstance(value, dict):
        return {_key(key): normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [normal(item) for item in value]
    if isinstance(value, str):
        return _text(str(value))
    if isinstance(value, int):
        return _integer(int(value))
    raise UsageError(f"A value of kind {type(value).__name__} cannot be recorded.")


def _text(value: str) -> str:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise UsageError("Text that is not valid Unicode cannot be recorded.") from None
    return value


def _integer(value: int) -> int:
    if not -_LIMIT < value < _LIMIT:
        raise UsageError(f"The number {value} is too large to be recorded exactly.")
    return value


def _key(key: object) -> str:
    if isinstance(key, str) and key.isascii():
        return str(key)
    raise UsageError(f"“{key!r}” cannot be the name of a recorded value.")
