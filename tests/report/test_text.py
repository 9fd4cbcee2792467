"""Strangers' text comes out as it went in: never markup, never hidden, whatever the script."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osintdesk.core.domain import Case, Claim, Incident, Record, Source, Step
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.report.build import build
from osintdesk.report.glyphs import Printable, clusters, coverage
from osintdesk.report.inline import text
from osintdesk.report.options import Options
from osintdesk.report.typeset import typeset
from tests.report import sample
from tests.report.pdfs import squeezed, words

_PIECES = (
    "#read(\"/etc/passwd\")", "#set page(fill: red)", "*bold*", "_it_", "$x^2$", "`raw`", "<label>", "@ref", "// comment", "\\n",
    "= Heading", "- item", "+ item", "/ term: x", "#{", "#[", "]", "[", "}", "{", "\\u{41}", "~", "---", "...", "'", "\"",
    "<img src=x onerror=alert(1)>", "<script>", "&amp;", "&lt;", "%3Cb%3E", "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "-2+3",
    "\u202e", "\u202d", "\u2066", "\u2069", "\u200f", "\u061c", "\ufeff", "\u00ad", "\u0000", "\u0007", "\u001b[31m", "\x85",
    "\u2028", "\ue000", "\U000f0000", "\ud800", "\ufdd0", "\uffff", "\U0010ffff", "🛩️", "👩‍👩‍👧", "🇺🇦", "1️⃣", "é", "e\u0301", "ẻ\u0323",
    "Z\u0337\u0322\u031b", "Суджа", "Їжак", "Ґанок", "ё", "قناة", "الأخبار", "שלום", "下载", "库尔斯克", "示例频道", "日本語", "한국어", "हिन्दी",
    "ไทย", "ქართული", "հայերեն", "አማርኛ", "𝔘𝔫𝔦", "ﷺ", "≥", "→", "⟨⟩", "✓", "№", "™", "½", "ﬁ", "ĳ", "ǅ", "ß", "İ", "ı", "\u200d", "\u200c",
    "EX-0012", "S-01", "EX-9999@00:00:01.000#25", "C:\\Users\\x", "/home/x/../y", "a" * 60, "https://e.org/" + "p/" * 40,
)  # fmt: skip


def evil(count: int) -> list[str]:
    """Strings out of what breaks programs, the same ones each time."""
    rng = random.Random(2024)
    return [
        f"q{n:03d} " + "".join(rng.choice(_PIECES) + rng.choice(["", " "]) for _ in range(rng.randint(1, 7)))
        for n in range(count)
    ]


def printed(value: str) -> str:
    """What must stand on the page: visible, and in code points where no font has the character."""
    return squeezed(Printable()("".join("\n" if r.kind == "br" else r.text for r in text(value))))


def logical(value: str) -> str:
    """Without what extraction turns or composes: characters in order of their code, in their plainest form."""
    return "".join(sorted(unicodedata.normalize("NFKC", value)))


def evil_case(strings: list[str]) -> Records:
    """Each string in one of the fields that people or platforms fill."""
    records: list[Record] = [Case(id="c", title=strings[0], purpose=strings[1], reference=strings[2])]
    for n, value in enumerate(strings):
        match n % 5:
            case 0:
                records.append(Incident(id=f"i{n}", title=value))
            case 1:
                records.append(Step(id=f"s{n}", question=value, at="2024-08-06T10:00:00Z", subject="case:c"))
            case 2:
                records.append(
                    Step(id=f"s{n}", question="q", finding=value, method=value, tool=value, subject="case:c")
                )
            case 3:
                records.append(Claim(id=f"c{n}", statement=value, source=f"s{n}"))
            case _:
                records += [Claim(id=f"c{n}", statement=f"By {n}", source=f"n{n}"), Source(id=f"n{n}", name=value)]
    return Records(records)


def test_five_hundred_evil_strings_come_out_as_they_went_in(tmp_path: Path) -> None:
    strings = evil(500)
    out = tmp_path / "evil.pdf"
    document = build(
        evil_case(strings),
        [],
        sample.Painted(),
        Options(sections=("incidents", "steps", "claims")),
        state=sample.state(),
    )
    typeset(document, out)
    page = words(out)
    missing = [value for value in strings if not stands(value, page)]
    assert missing == []


def stands(value: str, page: str) -> bool:
    """Whether the string is on the page: found by its own number, then all its characters before the next number.

    Extraction gives right-to-left words in an order of its own and may compose letters, so the characters are compared
    without their order where the string holds such.
    """
    wanted = printed(value)
    number = wanted[:4]
    if wanted in page:
        return True
    for found in re.finditer(re.escape(number), page):
        near = page[max(0, found.start() - 2 * len(wanted)) : found.start() + 3 * len(wanted) + 200]
        if not _missing(wanted, near):
            return True
    return False


def _missing(wanted: str, near: str) -> str:
    rest = unicodedata.normalize("NFKD", near)
    lacking = []
    for char in unicodedata.normalize("NFKD", wanted):
        if char in rest:
            rest = rest.replace(char, "", 1)
        elif char != "-" and not unicodedata.combining(char):  # extraction drops a hyphen at the end of a line
            lacking.append(char)
    return "".join(lacking)


def test_a_turned_file_name_is_visible_as_it_is(tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    document = build(
        sample.records(),
        sample.log(),
        sample.Painted(),
        Options(template="exhibit", exhibits=(sample.ODD,)),
        state=sample.state(),
    )
    typeset(document, out)
    page = words(out)
    assert "report⟨U+202E⟩fdp.exe" in page
    assert "\u202e" not in page


def test_nothing_of_a_strangers_text_is_obeyed(made: object) -> None:
    page = words(made.path)  # type: ignore[attr-defined]
    assert squeezed("#set page(fill: red) *bold* _it_ $x^2$ `raw` <label> @ref // comment") in page


@given(st.text(max_size=60))
def test_printable_text_needs_no_further_change(value: str) -> None:
    once = Printable()(value)
    again = Printable()
    assert again(once) == once
    assert again.replaced == {}


@given(st.text(max_size=60))
def test_every_cluster_is_drawn_by_one_face(value: str) -> None:
    for cluster in clusters(Printable()(value)):
        codes = {ord(c) for c in cluster if c not in "\n\u200c\u200d"}
        assert any(codes <= face for face in coverage()), cluster


@given(st.text(max_size=200))
def test_runs_say_what_the_text_says(value: str) -> None:
    shown = "".join("\n" if r.kind == "br" else r.text for r in text(value))
    expected = visible(value.strip("\r\n").replace("\r\n", "\n"), lines=True).replace("\t", "    ")
    assert shown == expected


@pytest.mark.parametrize("face", ["NotoSans-SemiBold", "NotoSans-Bold"])
def test_the_weights_of_a_face_draw_the_same_characters(face: str) -> None:
    from osintdesk.report.glyphs import _code_points, font_folder

    assert coverage()[0] <= _code_points(font_folder() / f"{face}.ttf")
