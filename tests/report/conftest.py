"""One report of the sample case for all tests that only read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from osintdesk.report.build import build
from osintdesk.report.document import Document
from osintdesk.report.options import Options
from osintdesk.report.typeset import Typeset, typeset
from tests.report import sample


@dataclass(frozen=True)
class Made:
    document: Document
    path: Path
    result: Typeset


def document(**options: object) -> Document:
    return build(sample.records(), sample.log(), sample.Painted(), Options(**options), state=sample.state())  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    path = tmp_path_factory.mktemp("report") / "case.pdf"
    whole = document()
    return Made(whole, path, typeset(whole, path))
