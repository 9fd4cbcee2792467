"""From the tree of blocks to the PDF: PDF/A-3a with PDF/UA-1, the same bytes for the same document.

`lay_out` writes plain files into an empty folder, `compile_folder` sets them. The second one needs nothing but that
folder and the fonts, so it may run in another process with limits of its own.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import orjson

from osintdesk.core import instants
from osintdesk.core.errors import ReportProblem, UsageError
from osintdesk.core.progress import NO_PROGRESS, Progress
from osintdesk.core.resources import resource_path
from osintdesk.report.document import Document, as_data
from osintdesk.report.glyphs import Printable, font_folder


@dataclass(frozen=True, slots=True)
class Typeset:
    """What was written: SHA-256, pages, characters that no font has with their counts, the typesetter's warnings."""

    sha256: str
    pages: int
    replaced_characters: dict[str, int]
    warnings: tuple[str, ...] = ()


Compile = Callable[[Path, str], tuple[bytes, tuple[str, ...]]]


def compile_folder(folder: Path, made_at: str) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of a laid-out folder and the warnings; `made_at` is RFC 3339. ReportProblem when it cannot be set."""
    import typst

    compiler = typst.Compiler(
        str(folder / "main.typ"), root=str(folder), font_paths=[str(font_folder())], ignore_system_fonts=True
    )
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=timestamp(made_at)
        )
    except (typst.TypstError, RuntimeError) as error:
        raise ReportProblem(f"The report could not be set: {_short(str(error))}") from None
    if not isinstance(pdf, bytes):
        raise ReportProblem("The report could not be set: the typesetter gave no file.")
    return pdf, tuple(str(getattr(w, "message", w)) for w in warnings)


def _short(message: str) -> str:
    return re.sub(r"\s+", " ", message).strip()[:600]


def timestamp(made_at: str) -> datetime:
    """The instant that the file carries; the beginning of 1970 when the case states none."""
    try:
        return instants.parse(made_at).astimezone(UTC).replace(microsecond=0)
    except UsageError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def typeset(
    document: Document, out: Path, *, progress: Progress = NO_PROGRESS, compile_with: Compile = compile_folder
) -> Typeset:
    """Set `document` as a PDF at `out`, replaced whole or not at all. ReportProblem says why when it cannot be."""
    with tempfile.TemporaryDirectory(prefix="report-") as name:
        folder = Path(name)
        replaced = lay_out(document, folder, progress=progress)
        progress.check()
        pdf, warnings = compile_with(folder, document.made_at)
    progress.check()
    _write(out, pdf)
    return Typeset(hashlib.sha256(pdf).hexdigest(), page_count(pdf), replaced, warnings)


def lay_out(document: Document, folder: Path, *, progress: Progress = NO_PROGRESS) -> dict[str, int]:
    """Write templates, data, pictures and attachments into `folder`; what characters were replaced, with counts."""
    printable = Printable()
    data = as_data(document, printable)
    number_figures(data["sections"], count(1))
    data["attachments"] = [{"name": a.name, "mime": a.mime, "description": a.description} for a in document.attachments]
    try:
        shutil.copytree(resource_path("report"), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("languages"))
        (folder / "pictures").mkdir()
        for number, asset in enumerate(document.assets, start=1):
            progress.step(number, len(document.assets), asset.name)
            (folder / "pictures" / asset.name).write_bytes(asset.data)
        for attachment in document.attachments:
            (folder / attachment.name).write_bytes(attachment.data)
        (folder / "settings.json").write_text(
            json.dumps({"rtl": document.rtl, "figure": dict(document.words)["figure"]}), encoding="utf-8"
        )
        (folder / "document.json").write_bytes(orjson.dumps(data, option=orjson.OPT_SORT_KEYS))
    except OSError as error:
        raise ReportProblem(f"The report could not be prepared in {folder}: {error.strerror or error}.") from error
    return printable.replaced


def number_figures(blocks: list[dict[str, Any]], numbers: Iterator[int]) -> None:
    """Give each block with a caption its number; done here because counting on the page costs a further pass."""
    for block in blocks:
        if block.get("caption"):
            block["figure"] = next(numbers)
        for inner in ("blocks", "left", "right"):
            if isinstance(block.get(inner), list):
                number_figures(block[inner], numbers)


def _write(out: Path, pdf: bytes) -> None:
    """Beside the target first, so that a full disk leaves no half report."""
    beside = out.with_name(out.name + ".part")
    try:
        beside.write_bytes(pdf)
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ReportProblem(f"The report could not be written to {out}: {error.strerror or error}.") from error


def page_count(pdf: bytes) -> int:
    """Pages of a PDF that the typesetter wrote, from the root of its page tree."""
    counts = [int(n) for n in re.findall(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)", pdf)]
    return max(counts, default=0)
