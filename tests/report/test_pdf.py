"""The finished file: valid, tagged, the same bytes each time, with nothing in it that should not be."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from osintdesk.core.errors import Cancelled, ReportProblem
from osintdesk.core.progress import Progress
from osintdesk.report.typeset import compile_folder, lay_out, typeset
from tests.report import sample
from tests.report.conftest import Made, document
from tests.report.pdfs import decompressed, run, squeezed, words


def test_the_file_is_what_the_result_says(made: Made) -> None:
    import hashlib

    pdf = made.path.read_bytes()
    assert hashlib.sha256(pdf).hexdigest() == made.result.sha256
    assert f"Pages:           {made.result.pages}\n" in run("pdfinfo", made.path)
    assert made.result.warnings == ()


def test_the_same_state_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    again = typeset(document(), tmp_path / "again.pdf")
    assert again.sha256 == made.result.sha256


def test_another_process_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    """Hash seeds, the fonts of the machine and its clock leave no trace."""
    code = (
        "from pathlib import Path; from tests.report.conftest import document; "
        "from osintdesk.report.typeset import typeset;"
        f"print(typeset(document(), Path({str(tmp_path / 'other.pdf')!r})).sha256)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == made.result.sha256


def test_qpdf_finds_nothing(made: Made) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", made.path)


def test_it_declares_both_standards_and_is_tagged(made: Made) -> None:
    info = run("pdfinfo", made.path)
    assert re.search(r"Tagged:\s+yes", info)
    raw = decompressed(made.path.read_bytes())
    assert b"pdfaid:part" in raw and b"pdfuaid:part" in raw
    assert b"/MarkInfo" in raw


def test_every_font_is_embedded_and_none_is_the_systems(made: Made) -> None:
    rows = run("pdffonts", made.path).splitlines()[2:]
    assert rows
    for row in rows:
        assert row.split()[0].split("+")[-1].startswith("NotoSans"), row
        assert re.search(r"\byes\s+yes\s+yes\b", row), row


def test_attachments_come_out_byte_for_byte(made: Made, tmp_path: Path) -> None:
    run("pdfdetach", "-saveall", "-o", tmp_path, made.path)
    for attachment in made.document.attachments:
        assert (tmp_path / attachment.name).read_bytes() == attachment.data
    case = json.loads((tmp_path / "case.json").read_text())
    assert {m["exhibit"] for m in case["records"]["media"]} >= {"EX-0012", "EX-0017"}
    assert len(json.loads((tmp_path / "log.json").read_text())) == len(sample.log())


def test_pictures_carry_no_metadata(made: Made) -> None:
    """The sample's pictures come with EXIF, a maker and a position."""
    raw = decompressed(made.path.read_bytes())
    for trace in (b"Exif\x00\x00", b"SecretMaker", b"http://ns.adobe.com/xap/1.0/\x00", b"Photoshop 3.0\x00"):
        assert trace not in raw


def test_no_author_no_name_no_path_inside(made: Made) -> None:
    raw = decompressed(made.path.read_bytes())
    text = words(made.path) + raw.decode("utf-8", "replace")
    for held in (sample.ANA, sample.LEA, sample.MIA, "Noor Haddad", "/home/ana", "51.230417", "35.191822"):
        assert held not in text
        assert held.replace(" ", "") not in text
    assert "Author" not in run("pdfinfo", made.path)


def test_names_stand_where_they_are_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "named.pdf"
    typeset(document(names=True, place_decimals=None), out)
    text = words(out)
    assert squeezed(sample.ANA) in text and "51.230417" in text


def test_the_head_and_the_page_number_are_on_every_page(made: Made) -> None:
    for page in range(1, made.result.pages + 1):
        text = run("pdftotext", "-f", str(page), "-l", str(page), made.path, "-")
        assert sample.HEAD in text
        assert f"Page {page} of {made.result.pages}" in text


def test_bookmarks_lead_to_the_sections(made: Made, tmp_path: Path) -> None:
    raw = decompressed(made.path.read_bytes())
    assert b"/Outlines" in raw
    assert b"/Dest" in raw or b"/A " in raw


def test_no_page_is_nearly_empty(made: Made) -> None:
    for page in range(1, made.result.pages + 1):
        lines = run("pdftotext", "-f", str(page), "-l", str(page), made.path, "-").split("\n")
        assert len([line for line in lines if line.strip()]) > 4 + 3, page


@pytest.mark.parametrize("template", ["brief", "exhibit", "custody"])
def test_every_template_is_valid(template: str, tmp_path: Path) -> None:
    out = tmp_path / "t.pdf"
    result = typeset(document(template=template), out)
    assert result.warnings == ()
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", out)
    assert result.pages == 2 if template == "brief" else result.pages >= 2


def test_a_laid_out_folder_is_all_that_a_limited_process_needs(made: Made, tmp_path: Path) -> None:
    lay_out(made.document, tmp_path)
    code = (
        "import sys; from pathlib import Path; from osintdesk.report.typeset import compile_folder;"
        f"sys.stdout.buffer.write(compile_folder(Path({str(tmp_path)!r}), {made.document.made_at!r})[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=Path.cwd())
    assert done.stdout == made.path.read_bytes()


def test_a_target_that_cannot_be_written_is_named(made: Made, tmp_path: Path) -> None:
    target = tmp_path / "no" / "such" / "folder" / "report.pdf"
    with pytest.raises(ReportProblem, match=r"could not be written to .*report\.pdf"):
        typeset(made.document, target)


def test_a_failure_leaves_the_old_report_alone(made: Made, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    out.write_bytes(b"old")
    broken = replace(made.document, assets=())
    with pytest.raises(ReportProblem, match="could not be set"):
        typeset(broken, out)
    assert out.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.pdf"]


def test_cancelling_writes_nothing(made: Made, tmp_path: Path) -> None:
    class Stop(Progress):
        def step(self, done: int, total: int = 0, what: str = "", problems: int = 0) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        typeset(made.document, tmp_path / "report.pdf", progress=Stop())
    assert list(tmp_path.iterdir()) == []


def test_a_broken_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "main.typ").write_text("#panic()")
    with pytest.raises(ReportProblem, match="could not be set"):
        compile_folder(tmp_path, "2024-08-09T08:00:00Z")
