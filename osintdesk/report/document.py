"""The report as a tree of blocks: what it says, in order, without any page in mind.

`as_data` turns the tree into plain data for the typesetter, `plain_text` into the text that it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any

from osintdesk.report.blocks import Block, Cell, Inline, Labelled, Run


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


@cache
def kind_of(name: str) -> str:
    """`StepCard` → `step-card`: the name under which the templates draw a class."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


_FIELDS: dict[type, tuple[str, ...]] = {}


def _names(cls: type) -> tuple[str, ...]:
    """Fields that belong to what is said; files in bytes do not."""
    found = _FIELDS.get(cls)
    if found is None:
        found = _FIELDS[cls] = tuple(f.name for f in fields(cls) if f.repr)
    return found


def as_data(value: Any, text: Callable[[str], str] = str) -> Any:
    """The tree as JSON values, each text passed through `text`; a block carries its `block` name.

    A run that is plain text becomes a string, other runs hold only what they need, a cell without a mark becomes the
    list of its lines: in long reports these are nearly all of the data.
    """
    match value:
        case str():
            return text(value)
        case tuple():
            return [as_data(item, text) for item in value]
        case None | bool() | int() | float():
            return value
        case Run():
            return _run_data(value, text)
        case Cell(mark=""):
            return [as_data(line, text) for line in value.lines]
    cls = type(value)
    data = {name: as_data(getattr(value, name), text) for name in _names(cls)}
    return {**data, "block": kind_of(cls.__name__)} if issubclass(cls, Block) else data


def _run_data(run: Run, text: Callable[[str], str]) -> str | dict[str, Any]:
    shown = text(run.text)
    if run.kind == "text" and not run.lang and not run.dim:
        return shown
    data: dict[str, Any] = {"kind": run.kind, "text": shown}
    for name in ("to", "lang", "dim"):
        if held := getattr(run, name):
            data[name] = held
    return data


def _inner(root: Any) -> Iterator[Any]:
    """Every tuple, run and dataclass of the tree, in no order."""
    stack = [root]
    while stack:
        value = stack.pop()
        if type(value) is tuple:
            stack.extend(v for v in value if type(v) not in _LEAVES)
            continue
        yield value
        if type(value) is not Run:
            stack.extend(v for name in _names(type(value)) if type(v := getattr(value, name)) not in _LEAVES)


_LEAVES = frozenset({str, int, float, bool, type(None)})


def said(runs: Inline) -> str:
    """The words of a line of runs."""
    return "".join("\n" if r.kind == "br" else r.text for r in runs)


def plain_text(value: Any) -> str:
    """Every text of the tree, one line each, in reading order."""
    return "\n".join(_texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        if value and all(isinstance(item, Run) for item in value):
            yield said(value)
        else:
            for item in value:
                yield from _texts(item)
    elif type(value) not in _LEAVES:
        for name in _names(type(value)):
            yield from _texts(getattr(value, name))


def anchors(document: Document) -> frozenset[str]:
    """Every place that a citation can lead to."""
    found: set[str] = set()
    for value in _inner(document.sections):
        found.add(getattr(value, "anchor", ""))
        found.update(getattr(value, "anchors", ()))
    return frozenset(found - {""})


def citations(document: Document) -> frozenset[str]:
    """Every anchor that a run leads to."""
    said_in = (document.cover, document.contents_note, document.sections)
    return frozenset(v.to for part in said_in if part for v in _inner(part) if type(v) is Run and v.to)


def resolved(document: Document) -> Document:
    """Citations of what this report does not hold become plain: no link leads nowhere."""
    held = anchors(document)
    if citations(document) <= held:
        return document
    return replace(
        document,
        cover=_relinked(document.cover, held),
        contents_note=_relinked(document.contents_note, held),
        sections=_relinked(document.sections, held),
    )


def _relinked(value: Any, held: frozenset[str]) -> Any:
    if type(value) in _LEAVES:
        return value
    if type(value) is Run:
        return replace(value, to="") if value.to and value.to not in held else value
    if type(value) is tuple:
        new = tuple(_relinked(item, held) for item in value)
        return new if any(a is not b for a, b in zip(new, value, strict=True)) else value
    changed = {
        name: new for name in _names(type(value)) if (new := _relinked(old := getattr(value, name), held)) is not old
    }
    return replace(value, **changed) if changed else value
