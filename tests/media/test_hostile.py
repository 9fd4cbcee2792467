"""Bytes of strangers: whatever they are, an examination ends with a result or a reason, soon, and opens no connection."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osintdesk.media.examine import examine
from osintdesk.media.kinds import sniff
from osintdesk.media.readers.containers import CONTAINER_READERS, read_data
from osintdesk.media.readers.content_credentials import read_content_credentials
from osintdesk.media.readers.findings import MAX_READINGS, Findings
from osintdesk.media.results import METADATA_STAGES, from_message, to_message
from tests.media import made

# A mistake of ours, which bytes alone must not bring about.
OUR_MISTAKES = ("TypeError", "AttributeError", "NameError", "UnboundLocalError", "AssertionError")
SEEDS: dict[str, Callable[[], bytes]] = {
    "jpeg": made.camera_jpeg,
    "png": lambda: made.png(made.chunk(b"eXIf", made.exif(made.CAMERA).tobytes()[6:])),
    "mov": lambda: made.movie(made.keys_meta({"com.apple.quicktime.make": "Apple"})),
    "srt": lambda: b"1\n00:00:01,000 --> 00:00:02,000\n[latitude: 51.1] [longitude: 35.2]\n\n",
}


def _reasonable(findings: Findings) -> None:
    assert len(findings.readings) <= MAX_READINGS
    assert not [problem for problem in findings.problems if any(name in problem for name in OUR_MISTAKES)]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(CONTAINER_READERS)), st.binary(max_size=400))
def test_any_bytes_end_in_every_reader(form: str, noise: bytes) -> None:
    findings = Findings()
    read_data(noise, form, findings)
    _reasonable(findings)


@pytest.mark.parametrize("form", sorted(SEEDS))
def test_damaged_files_end_with_what_could_be_read(form: str) -> None:
    chance, good = random.Random(form), SEEDS[form]()
    for _attempt in range(150):
        data = bytearray(good[: chance.randrange(1, len(good) + 1)] if chance.random() < 0.3 else good)
        for _place in range(chance.randrange(1, 12)):
            data[chance.randrange(len(data))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        findings = Findings()
        read_data(bytes(data), form, findings)
        _reasonable(findings)


def test_a_file_of_nothing_and_one_that_is_gone_have_reasons(tmp_path: Path) -> None:
    assert examine(made.written(tmp_path, "a.jpg", b"")).reason == "The file is empty."
    assert "cannot be read" in str(examine(tmp_path / "gone.jpg").reason)
    assert examine(made.written(tmp_path, "b.jpg", bytes([7] * 90))).reason == "The file is of no known format."


@pytest.mark.shared
def test_every_file_of_the_collection_ends_as_a_valid_result_and_stays_as_it_is(shared: Path) -> None:
    for path in sorted(path for path in (shared / "media").rglob("*") if path.is_file() and path.suffix != ".json"):
        before = path.stat()
        examined = examine(path, stages=METADATA_STAGES)
        assert from_message(*to_message(examined)) == examined
        assert examined.readings or examined.reason, path.name
        assert not any(name in str(examined.reason) for name in OUR_MISTAKES), (path.name, examined.reason)
        assert path.stat().st_mtime_ns == before.st_mtime_ns and path.stat().st_size == before.st_size


def _listening(work: Callable[[int], None]) -> int:
    """How many connections arrive at a local port while `work` runs."""
    arrived = 0
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        stop = threading.Event()

        def listen() -> None:
            nonlocal arrived
            while not stop.is_set():
                try:
                    connection, _address = server.accept()
                except TimeoutError:
                    continue
                arrived += 1
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            work(server.getsockname()[1])
        finally:
            stop.set()
            thread.join()
    return arrived


def _pointing_away(port: int) -> bytes:
    """A picture whose XMP names an address for its Content Credentials."""
    packet = made.XMP.replace(
        b'xmp:CreatorTool="',
        f'xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="http://127.0.0.1:{port}/m" xmp:CreatorTool="'.encode(),
    )
    return made.jpeg(xmp=packet)


def test_no_manifest_is_fetched_from_the_address_that_a_picture_names(tmp_path: Path) -> None:
    def work(port: int) -> None:
        path = made.written(tmp_path, "a.jpg", _pointing_away(port))
        for _again in range(3):
            read_content_credentials(path, sniff(path), Findings())
        found = examine(path)
        assert found.facts["c2pa_remote"][0].value == f"http://127.0.0.1:{port}/m"

    assert _listening(work) == 0


def test_the_listener_would_notice_the_library_s_own_default(tmp_path: Path) -> None:
    """Without our settings the library does connect: the test above can fail."""
    import c2pa

    def work(port: int) -> None:
        path = made.written(tmp_path, "a.jpg", _pointing_away(port))
        with pytest.raises(c2pa.C2paError):
            c2pa.Reader(str(path))

    assert _listening(work) > 0


@pytest.mark.parametrize("kind", ["m3u8", "ffconcat", "svg"])
def test_a_playlist_in_disguise_opens_nothing(tmp_path: Path, kind: str) -> None:
    def work(port: int) -> None:
        address = f"http://127.0.0.1:{port}/x.ts"
        body = {
            "m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{address}\n#EXT-X-ENDLIST\n",
            "ffconcat": f"ffconcat version 1.0\nfile {address}\n",
            "svg": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/></svg>',
        }[kind]
        for name in ("a.mp4", "a.jpg", f"a.{kind}"):
            examine(made.written(tmp_path, name, body.encode()))

    assert _listening(work) == 0
