"""Pages of documents as pictures, and what their renderer says of them (PDFium; scripts and forms are never run)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from osintdesk.core.errors import FileProblem
from osintdesk.media.readers.findings import Findings

READER = "PDFium"
_LARGEST_SCALE = 8.0


def page_picture(path: Path, *, page: int = 0, long_side: int = 512) -> Image.Image:
    """Page `page` (0-based) of a PDF as RGB of about `long_side` pixels; FileProblem when it cannot be drawn."""
    with _opened(path) as document:
        if not 0 <= page < len(document):
            raise FileProblem("The document has no such page.")
        sheet = document[page]
        try:
            scale = min(long_side / max(*sheet.get_size(), 1.0), _LARGEST_SCALE)
            bitmap = sheet.render(scale=scale, may_draw_forms=False)
            picture: Image.Image = bitmap.to_pil().convert("RGB")
            bitmap.close()
        finally:
            sheet.close()
    return picture


def read_document(path: Path, findings: Findings) -> None:
    """Page count, size of the first page, information dictionary."""
    with _opened(path) as document:
        findings.add("PageCount", len(document), "PDF", reader=READER)
        for name, value in document.get_metadata_dict(skip_empty=True).items():
            findings.add(name, value, "PDF/Info", reader=READER)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise FileProblem(_sentence(str(error))) from None
    try:
        yield document
    except pypdfium2.PdfiumError:
        raise FileProblem("The page cannot be drawn.") from None
    finally:
        document.close()


def _sentence(problem: str) -> str:
    if "assword" in problem:
        return "The document is protected by a password."
    return "The document is damaged and cannot be drawn."
