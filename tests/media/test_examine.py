"""One file in, everything it says and shows out; a stage that fails takes nothing from the others."""

from __future__ import annotations

import io
import shutil
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from osintdesk.core.readings import Reading
from osintdesk.media import exiftool
from osintdesk.media.examine import examine
from osintdesk.media.readers.thumbnails import thumbnail_distance
from osintdesk.media.results import METADATA_STAGES
from osintdesk.media.tasks import TASKS, examine_limited
from osintdesk.media.waveform import HEIGHT, WIDTH, peaks, waveform
from osintdesk.media.worker import Pool
from tests.media import made
from tests.media.clips import write_clip


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(2, TASKS) as pool:
        yield pool


def _sound(path: Path, seconds: float = 2.0) -> Path:
    tone = (np.sin(np.arange(int(8000 * seconds)) / 5) * 20_000).astype(np.int16)
    tone[: len(tone) // 2] = 0
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(tone.tobytes())
    return path


def test_a_photo_gives_readings_facts_and_an_upright_thumbnail(pool: Pool, tmp_path: Path) -> None:
    path = made.written(tmp_path, "a.jpg", made.camera_jpeg())
    before = path.read_bytes()
    examined = examine_limited(pool, path)
    assert (examined.kind, examined.format, examined.width, examined.height) == ("image", "jpeg", 64, 48)
    assert examined.orientation == 6 and examined.reason is None
    assert examined.facts["model"][0].value == "Canon EOS 80D"
    assert examined.thumbnail is not None
    assert Image.open(io.BytesIO(examined.thumbnail)).size == (48, 64)
    assert path.read_bytes() == before
    assert examine(path) == examined


def test_a_clip_gives_its_streams_a_poster_and_a_strip(pool: Pool, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    write_clip(path, "libx264", frames=50)
    examined = examine_limited(pool, path)
    assert (examined.kind, examined.video_codec, examined.audio_codec) == ("video", "h264", None)
    assert (examined.width, examined.height, examined.frame_count) == (256, 128, 50)
    assert examined.duration == pytest.approx(2.0, abs=0.1) and examined.fps == pytest.approx(25, abs=1)
    assert examined.thumbnail and len(examined.strip) == 12
    assert any("x264" in fact.value for fact in examined.facts["encoder_settings"])


def test_a_recording_gives_a_waveform(pool: Pool, tmp_path: Path) -> None:
    examined = examine_limited(pool, _sound(tmp_path / "a.wav"))
    assert (examined.kind, examined.audio_codec, examined.duration) == ("audio", "pcm_s16le", pytest.approx(2.0))
    assert examined.thumbnail and Image.open(io.BytesIO(examined.thumbnail)).size == (WIDTH, HEIGHT)


def test_the_waveform_shows_silence_and_sound(tmp_path: Path) -> None:
    columns = np.asarray(waveform(_sound(tmp_path / "a.wav")))
    inked = (columns == (70, 98, 140)).all(axis=2).sum(axis=0)
    assert inked[: WIDTH // 2 - 8].max() <= 2 < HEIGHT // 3 < inked[WIDTH // 2 + 8 :].min()
    assert peaks(np.array([0, -32768], np.int16), 2).tolist() == [0.0, 1.0]


def test_a_picture_that_cannot_be_decoded_still_says_what_it_says(pool: Pool, tmp_path: Path) -> None:
    data = made.camera_jpeg()
    path = made.written(tmp_path, "cut.jpg", data[: data.index(b"\xff\xc0") + 19])
    examined = examine_limited(pool, path)
    assert examined.facts["make"][0].value == "Canon" and examined.thumbnail is None and examined.reason


def test_libraries_are_listed_only_where_they_add_or_contradict(tmp_path: Path) -> None:
    path = made.written(tmp_path, "a.jpg", made.camera_jpeg())
    readings = examine(path, stages=METADATA_STAGES).readings
    own = {(r.group.rsplit("/", 1)[-1], r.name, r.value) for r in readings if r.reader == "osintdesk"}
    others = [r for r in readings if r.reader in {"exifread", "Pillow"}]
    assert {r.reader for r in others if r.name == "ValuesAgreed"} == {"exifread", "Pillow"}
    assert all(int(r.value) > 10 for r in others if r.name == "ValuesAgreed")
    assert not [r for r in others if (r.path, r.name, r.value) in own]


def test_an_embedded_thumbnail_is_compared_with_its_picture() -> None:
    gradient = Image.linear_gradient("L").resize((160, 120))
    barred = Image.new("L", (160, 160))
    barred.paste(gradient, (0, 20))
    assert thumbnail_distance(gradient.resize((64, 48)), gradient) == 0
    assert thumbnail_distance(barred, gradient) <= 2
    assert thumbnail_distance(Image.radial_gradient("L"), Image.linear_gradient("L").rotate(90)) > 10


def test_exiftool_adds_what_it_alone_reads(tmp_path: Path) -> None:
    if exiftool.exiftool() is None:
        pytest.skip("exiftool is not installed")
    path = made.written(tmp_path, "-config.jpg", made.camera_jpeg())
    own = examine(path, stages=["readings"]).readings
    found = exiftool.read_by_exiftool(path, own)
    assert found[-1].name == "ValuesAgreed" and int(found[-1].value) > 10
    assert all(reading.reader.startswith("exiftool ") for reading in found)
    assert not [reading for reading in found if (reading.path, reading.name) == ("IFD0", "Make")]
    wrong = [Reading("Make", "Nikon", "Nikon", "osintdesk", "APP1/IFD0")]
    assert [r.value for r in exiftool.read_by_exiftool(path, wrong) if r.name == "Make"] == ["Canon"]


def test_exiftool_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    if exiftool.exiftool() is None:
        pytest.skip("exiftool is not installed")
    path = made.written(tmp_path, "a.jpg", made.camera_jpeg())
    found = exiftool.read_by_exiftool(path, (), seconds=0.001)
    assert [(r.name, r.value) for r in found] == [("Problem", "Reading the file took longer than 0.001 seconds.")]


def test_without_exiftool_nothing_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    exiftool.exiftool.cache_clear()
    try:
        assert shutil.which("exiftool") is None
        assert exiftool.read_by_exiftool(made.written(tmp_path, "a.jpg", made.jpeg()), ()) == []
    finally:
        exiftool.exiftool.cache_clear()
