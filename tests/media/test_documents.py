"""Pages of documents are drawn; pictures and clips inside files can be taken out byte for byte."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from osintdesk.core.errors import FileProblem
from osintdesk.media.examine import examine
from osintdesk.media.pages import page_picture
from osintdesk.media.tasks import PAGE, TASKS, embedded_limited
from osintdesk.media.worker import Pool, WorkerFailed
from tests.media import made


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1, TASKS) as pool:
        yield pool


def _pdf(path: Path) -> Path:
    red, blue = Image.new("RGB", (300, 200), "red"), Image.new("RGB", (300, 200), "blue")
    red.save(path, "PDF", save_all=True, append_images=[blue], title="A report", resolution=72)
    return path


def test_a_document_shows_its_first_page_and_says_what_it_says(tmp_path: Path) -> None:
    examined = examine(_pdf(tmp_path / "a.pdf"))
    assert (examined.kind, examined.format, examined.reason) == ("document", "pdf", None)
    assert examined.thumbnail is not None
    page = Image.open(io.BytesIO(examined.thumbnail))
    assert page.size in {(512, 341), (512, 342)} and page.getpixel((99, 99))[0] > 240  # type: ignore[index]
    values = {(reading.reader, reading.name): reading.value for reading in examined.readings}
    assert values["osintdesk", "PageCount"] == "2" and values["osintdesk", "Title"] == "A report"
    assert ("PDFium", "PageCount") not in values


def test_every_page_can_be_drawn(pool: Pool, tmp_path: Path) -> None:
    path = _pdf(tmp_path / "a.pdf")
    answer = pool.run(PAGE, {"path": str(path), "page": 1, "long_side": 150})
    assert answer.body == {"width": 150, "height": 100}
    assert Image.open(io.BytesIO(answer.blobs[0])).getpixel((50, 50))[2] > 240  # type: ignore[index]
    with pytest.raises(WorkerFailed, match="no such page"):
        pool.run(PAGE, {"path": str(path), "page": 2})


def test_a_damaged_document_has_a_reason(tmp_path: Path) -> None:
    path = made.written(tmp_path, "a.pdf", b"%PDF-1.7\nnothing of the kind")
    with pytest.raises(FileProblem, match="damaged"):
        page_picture(path)
    assert examine(path).readings


def test_the_clip_of_a_motion_photo_comes_out_byte_for_byte(pool: Pool, tmp_path: Path) -> None:
    clip = made.movie()
    path = made.written(tmp_path, "MVIMG_1.jpg", made.jpeg() + clip)
    parts = embedded_limited(pool, path)
    assert [(part.format, part.data, part.offset) for part in parts] == [("mov", clip, len(made.jpeg()))]


def test_previews_of_a_raw_file_come_out_without_what_follows(pool: Pool, tmp_path: Path) -> None:
    small, large = made.jpeg(), made.camera_jpeg()
    path = made.written(tmp_path, "a.raf", b"FUJIFILMCCD-RAW " + bytes(100) + small + bytes(50) + large + b"tail")
    parts = embedded_limited(pool, path)
    assert [(part.offset, part.data) for part in parts] == [(116, small), (166 + len(small), large)]


def test_a_file_with_nothing_inside_gives_nothing(pool: Pool, tmp_path: Path) -> None:
    assert embedded_limited(pool, made.written(tmp_path, "a.jpg", made.jpeg())) == []
    assert embedded_limited(pool, made.written(tmp_path, "b.txt", b"words")) == []
