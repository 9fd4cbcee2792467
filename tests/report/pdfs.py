"""Looking into finished PDFs with the tools of the machine, and skipping with a reason where they are not there."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest


def run(*command: str | Path) -> str:
    if not shutil.which(str(command[0])):
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run([str(c) for c in command], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "replace")


def words(path: Path) -> str:
    """Extracted text, without line ends and spaces: where lines end is the page's business."""
    return squeezed(run("pdftotext", "-enc", "UTF-8", path, "-"))


def squeezed(text: str) -> str:
    """Joiners go as well, they shape their neighbours and are no character on the page; so do the embedding marks that
    the extractor itself puts around lines of mixed direction.
    """
    return re.sub(r"[\s\u00ad\u200b-\u200d\u202a-\u202c]+", "", text)


def decompressed(pdf: bytes) -> bytes:
    """The file with every stream inflated beside it: what is hidden in it cannot hide from a search."""
    parts = [pdf]
    for found in re.finditer(rb"stream\r?\n", pdf):
        try:
            parts.append(zlib.decompressobj().decompress(pdf[found.end() :]))
        except zlib.error:
            continue
    return b"\n".join(parts)
