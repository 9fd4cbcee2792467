"""Options derived from a record's declared fields, so that command line and records cannot drift apart."""

from __future__ import annotations

import argparse
from dataclasses import fields

from osintdesk.core.domain import Json, Record


def add_field_options(
    parser: argparse.ArgumentParser, cls: type[Record], *names: str, required: tuple[str, ...] = ()
) -> None:
    """An option `--name-of-field` for each named field of `cls`; flags for booleans."""
    known = {f.name: f for f in fields(cls)}
    for name in names:
        option = f"--{name.replace('_', '-')}"
        if isinstance(known[name].default, bool):
            parser.add_argument(option, action=argparse.BooleanOptionalAction, default=None)
        else:
            parser.add_argument(option, default=None, required=name in required, metavar=name.upper())


def given_fields(arguments: argparse.Namespace, cls: type[Record], *names: str) -> dict[str, Json]:
    """The fields that were given, as values of the record."""
    known = {f.name: f for f in fields(cls)}
    given = {name: getattr(arguments, name, None) for name in names}
    return {
        name: int(value) if "int" in str(known[name].type) else value
        for name, value in given.items()
        if value is not None
    }
