"""Cells and columns, as every section writes them."""

from __future__ import annotations

from dataclasses import replace

from osintdesk.report.blocks import Cell, Column, Inline, Labelled, Mark
from osintdesk.report.inline import mono, or_dash, plain, text


def head(label: str, *, width: float = 0, share: float = 0) -> Column:
    return Column(plain(label, "strong"), width, share)


def cell(value: str | Inline, *more: Inline, mark: Mark = "") -> Cell:
    """A cell of one or several lines; an empty one holds a dash."""
    first = text(value) if isinstance(value, str) else value
    return Cell((or_dash(first), *(line for line in more if line)), mark)


def strong(value: str) -> Cell:
    return Cell((text(value, "strong"),)) if value else cell(())


def code(value: str, *more: Inline) -> Cell:
    return cell(mono(value), *more)


def grey(value: str | Inline) -> Inline:
    if isinstance(value, str):
        return text(value, "grey")
    return tuple(replace(run, dim=True) for run in value)


def fact(label: str, value: str | Inline, *, frame: bool = False) -> Labelled:
    return Labelled(label, or_dash(text(value) if isinstance(value, str) else value), frame)
