"""The report's own language: nothing is left untranslated, nothing changes its meaning by a lost value, and it turns."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

import osintdesk.report
from osintdesk.core import words
from osintdesk.core.domain import Media, Sighting
from osintdesk.core.errors import UsageError
from osintdesk.report.bounds import MONTHS
from osintdesk.report.document import plain_text
from osintdesk.report.language import language, languages
from osintdesk.report.typeset import typeset
from tests.report import sample
from tests.report.conftest import document
from tests.report.pdfs import run, squeezed
from tests.report.pdfs import words as words_of

_NOT_PRINTED = {StrEnum, words.Sensitivity, words.AnnotationKind}
TRANSLATED = [code for code in languages() if code != "en"]


def labels() -> Iterator[str]:
    """Every text that the reports' code passes to be translated, and the words of the field."""
    folder = Path(osintdesk.report.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) in {"t", "_t", "N_", "capital"} and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value
    for found in vars(words).values():
        if isinstance(found, type) and issubclass(found, StrEnum) and found not in _NOT_PRINTED:
            yield from (str(member) for member in found if member)
    yield from (*words.RELIABILITY.values(), *words.CREDIBILITY.values(), *MONTHS)


def _name(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_label_is_translated(code: str) -> None:
    held = language(code).texts
    assert sorted({label for label in labels() if label not in held}) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_translations_keep_their_values(code: str) -> None:
    for english, other in language(code).texts.items():
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", other)), english


def test_an_unknown_language_is_a_sentence() -> None:
    with pytest.raises(UsageError, match="Reports cannot be made in “xx”"):
        document(language="xx")


@pytest.mark.parametrize("template", ["case", "brief", "exhibit", "custody"])
def test_an_arabic_report_is_set(template: str, tmp_path: Path) -> None:
    out = tmp_path / "ar.pdf"
    doc = document(language="ar", template=template)
    result = typeset(doc, out)
    assert doc.rtl and result.warnings == ()
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", out)


def test_hashes_times_and_citations_read_left_to_right_in_arabic(tmp_path: Path) -> None:
    out = tmp_path / "ar.pdf"
    typeset(document(language="ar"), out)
    text = run("pdftotext", "-enc", "UTF-8", out, "-")
    assert sample.HEAD in text
    assert "2024-08-06 06:41 UTC (09:41 MSK)" in text.replace("\n", " ")
    assert "EX-0012" in text


def test_the_records_stay_in_their_own_language() -> None:
    assert "Who recorded EX-0012?" in plain_text(document(language="ar").sections)


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("template", ["case", "exhibit", "custody"])
def test_every_hash_and_address_is_printed_as_it_is(code: str, template: str, tmp_path: Path) -> None:
    """Pieces of a long word must never change places, whatever the direction of the page."""
    out = tmp_path / "out.pdf"
    typeset(document(language=code, template=template), out)
    page = words_of(out)
    records = sample.records()
    for media in records.all(Media):
        assert media.sha256 in page and media.md5 in page
    if template == "exhibit":
        for seen in records.all(Sighting):
            assert seen.url in page


def test_numbers_in_a_latin_sentence_keep_their_places_in_arabic(tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    typeset(document(language="ar", sections=("steps", "summary")), out)
    page = words_of(out)
    assert squeezed("5 of 7 pairs match, 1 is uncertain, 1 contradicts.") in page
    assert squeezed("24 people were wounded, six of them children") in page
