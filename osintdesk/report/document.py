"""The report as a tree of blocks: what it says, in order, without any page in mind.

`as_data` turns the tree into plain data for the typesetter, `plain_text` into the text that it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from osintdesk.report.blocks import Block, Inline, Labelled, Run


@dataclass(frozen=True, slots=True)
class Cover:
    kind: str
    kicker: str
    title: str
    verdict_label: str
    verdict: str
    verdict_text: Inline
    facts: tuple[Labelled, ...]
    head_label: str
    head_note: str
    notice: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with its number; `follow`: may begin on the page where the one before it ends.

    A `bare` one has no heading of its own: its first block is the head of the report.
    """

    number: str
    title: str
    blocks: tuple[Block, ...]
    anchor: str = ""
    follow: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF."""

    name: str
    mime: str
    description: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture's file, JPEG without any metadata, and its size in pixels."""

    name: str
    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report, ready to be set. `template`: which page design; `made_at`: RFC 3339, the file's timestamp."""

    template: str
    title: str
    language: str
    rtl: bool
    report_id: str
    head: str
    made_at: str
    handling: str
    words: tuple[tuple[str, str], ...]
    qr: tuple[tuple[int, int, int], ...]
    qr_size: int
    cover: Cover | None
    contents: bool
    contents_note: Inline
    sections: tuple[Section, ...]
    assets: tuple[Asset, ...] = field(default=(), repr=False)
    attachments: tuple[Attachment, ...] = field(default=(), repr=False)
    withheld: tuple[str, ...] = ()


def kind_of(value: object) -> str:
    """`StepCard` → `step-card`: the name under which the templates draw it."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(value).__name__).lower()


def as_data(value: Any) -> Any:
    """The tree as JSON values; a block carries its `block` name, bytes are left out."""
    if isinstance(value, tuple | list):
        return [as_data(item) for item in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    data = {f.name: as_data(getattr(value, f.name)) for f in fields(value) if f.repr}
    return {**data, "block": kind_of(value)} if issubclass(type(value), Block) else data


def walk(value: Any) -> Iterator[Any]:
    """Every value of the tree, parents first."""
    yield value
    if isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif is_dataclass(value):
        for f in fields(value):
            if f.repr:
                yield from walk(getattr(value, f.name))


def is_inline(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(item, Run) for item in value)


def said(runs: Inline) -> str:
    """The words of a line of runs."""
    return "".join("\n" if r.kind == "br" else r.text for r in runs)


def plain_text(value: Any) -> str:
    """Every text of the tree, one line each, in reading order."""
    return "\n".join(_texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_inline(value):
        yield said(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for f in fields(value):
            if f.repr:
                yield from _texts(getattr(value, f.name))


def anchors(document: Document) -> frozenset[str]:
    """Every place that a citation can lead to."""
    found: set[str] = set()
    for value in walk(document.sections):
        found.update(filter(None, (getattr(value, "anchor", ""), *getattr(value, "anchors", ()))))
    return frozenset(found)


def citations(document: Document) -> Iterator[Run]:
    """Every run that leads somewhere."""
    return (v for v in walk((document.cover, document.contents_note, document.sections)) if isinstance(v, Run) and v.to)
