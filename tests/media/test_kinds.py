"""The kind of a file follows from its bytes; its name has no say."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from osintdesk.media.kinds import sniff, sniff_bytes


@pytest.mark.parametrize(
    ("head", "kind", "name"),
    [
        (b"\xff\xd8\xff\xe1\x00\x10Exif", "image", "jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "image", "png"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image", "heic"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1avif", "image", "avif"),
        (b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom", "image", "cr3"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "video", "mov"),
        (b"\x00\x00\x00\x14ftyp3gp5\x00\x00\x00\x00isom", "video", "3gp"),
        (b"\x00\x00\x00\x14ftypisom\x00\x00\x00\x00mp42", "video", "mp4"),
        (b"\x00\x00\x00\x14ftypM4A \x00\x00\x00\x00isom", "audio", "m4a"),
        (b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat", "video", "mov"),
        (b"RIFF\x10\x00\x00\x00AVI LIST", "video", "avi"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "audio", "wav"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8X", "image", "webp"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "video", "webm"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska", "video", "mkv"),
        ((b"\x47" + bytes(187)) * 6, "video", "mpeg-ts"),
        ((bytes(4) + b"\x47" + bytes(187)) * 6, "video", "m2ts"),
        (b"OggS" + bytes(24) + b"OpusHead", "audio", "opus"),
        (b"ID3\x04\x00", "audio", "mp3"),
        (b"%PDF-1.7\n", "document", "pdf"),
        (b"1\r\n00:00:00,000 --> 00:00:00,016\r\nFrameCnt : 1", "document", "srt"),
        (b"<!DOCTYPE html><img src=x>", "document", "html"),
        (b"plain words", "document", "text"),
        ("Суджа".encode() * 900, "document", "text"),
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00", "image", "cr2"),
        (b"MZ\x90\x00", "other", "exe"),
        (b"\x00\x01\x02\x03", "other", "unknown"),
        (b"", "other", "empty"),
    ],
)
def test_the_first_bytes_decide(head: bytes, kind: str, name: str) -> None:
    found = sniff_bytes(head[:4096])
    assert (found.kind, found.format) == (kind, name)


def test_the_name_has_no_say(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    Image.new("RGB", (4, 4)).save(path, "PNG")
    assert sniff(path).mime == "image/png"


def test_every_beginning_of_any_bytes_has_an_answer() -> None:
    for head in (
        b"\xff\xd8\xff",
        b"II*\x00\xff\xff\xff\xff",
        b"\x00\x00\x00\x0cftyp",
        b"RIFF",
        b"\xff\xfb\x90\x00",
        b"BM",
    ):
        for length in range(len(head) + 1):
            assert sniff_bytes(head[:length]).kind
