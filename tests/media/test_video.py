"""Every frame that is shown is exactly the frame that was asked for, in every codec and any order."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from osintdesk.core.errors import FileProblem
from osintdesk.media.video import FrameSource, key_frame_strip, poster, probe, sample_frames
from tests.media.clips import HEIGHT, WIDTH, coded, number_in, rotate, write_clip

KINDS = [
    ("mp4", "libx264", {"bf": "3", "preset": "fast"}),
    ("mkv", "libx265", {"x265-params": "log-level=none:bframes=3"}),
    ("webm", "libvpx-vp9", {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "8", "auto-alt-ref": "1"}),
    ("mp4", "libsvtav1", {"preset": "10", "crf": "20", "svtav1-params": "lp=1"}),
    ("ts", "libx264", {"bf": "2", "preset": "fast"}),
    ("mpg", "mpeg2video", {"bf": "2"}),
    ("avi", "mpeg4", {}),
    ("mov", "mjpeg", {}),
]


@pytest.fixture(params=KINDS, ids=lambda kind: f"{kind[1]}-{kind[0]}")
def clip(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    suffix, codec, options = request.param
    path = tmp_path / f"clip.{suffix}"
    write_clip(path, codec, options=options)
    return path


def test_random_forward_and_backward_access_give_the_asked_frame(clip: Path) -> None:
    order = random.Random(5)
    with FrameSource(clip) as source:
        count = len(source)
        assert count == 60
        jumps = [order.randrange(count) for _ in range(25)]
        for number in [*range(count), *reversed(range(count)), *jumps]:
            assert number_in(source.frame(number)) == number


def test_times_come_from_the_stream_and_not_from_the_frame_rate(tmp_path: Path) -> None:
    path, uneven = tmp_path / "uneven.mkv", [0, 40, 80, 500, 517, 900, 940, 2000, 2001, 2500]
    write_clip(path, "libx264", times=uneven, options={"bf": "2"})
    with FrameSource(path) as source:
        assert [source.time(n) for n in range(len(source))] == [Fraction(ms, 1000) for ms in uneven]
        assert [source.index_at(s) for s in (-1, 0, 0.039, 0.04, 0.499, 0.9, 99)] == [0, 0, 0, 1, 2, 5, 9]
        assert [number_in(source.frame(n)) for n in (7, 3, 9, 0)] == [7, 3, 9, 0]


def test_key_frames_before_and_after_are_those_of_the_stream(tmp_path: Path) -> None:
    path = tmp_path / "keys.mp4"
    write_clip(path, "libx264", gop=10, options={"sc_threshold": "0", "x264-params": "keyint=10:scenecut=0"})
    with FrameSource(path) as source:
        assert source.index.keys == (0, 10, 20, 30, 40, 50)
        assert (source.key_before(19), source.key_before(20), source.key_after(20)) == (10, 20, 30)
        assert source.key_after(55) is None


def test_a_number_outside_the_video_is_an_index_error(tmp_path: Path) -> None:
    path = tmp_path / "short.mp4"
    write_clip(path, "libx264", frames=3)
    with FrameSource(path) as source:
        for outside in (-1, 3):
            with pytest.raises(IndexError):
                source.frame(outside)


@pytest.mark.parametrize(
    ("matrix", "degrees", "turns"), [((0, 1, -1, 0), 90, -1), ((-1, 0, 0, -1), 180, 2), ((0, -1, 1, 0), 270, 1)]
)
def test_frames_are_turned_upright(tmp_path: Path, matrix: tuple[int, int, int, int], degrees: int, turns: int) -> None:
    path = tmp_path / "turned.mp4"
    write_clip(path, "libx264", frames=8)
    rotate(path, matrix)
    with FrameSource(path) as source:
        picture = source.frame(5)
        assert source.rotation == degrees
    assert number_in(np.rot90(picture, -turns)) == 5
    small = next(iter(sample_frames(path, height=64)))[1]
    assert (small.shape[0] > small.shape[1]) == (degrees != 180)


def test_samples_come_at_the_asked_rate_and_size(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    write_clip(path, "libx264", frames=100)
    samples = list(sample_frames(path, per_second=4, height=64))
    assert [seconds for seconds, _picture in samples] == pytest.approx(
        [0.0, 0.28, 0.52, 0.76, 1.0, 1.28, 1.52, 1.76, 2.0, 2.28, 2.52, 2.76, 3.0, 3.28, 3.52, 3.76]
    )
    assert {picture.shape for _seconds, picture in samples} == {(64, 128, 3)}


def test_the_strip_spreads_over_the_video_with_the_frames_own_numbers(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    write_clip(path, "libx264", frames=120, gop=10)
    strip = key_frame_strip(path)
    assert len(strip) == 12
    assert strip[0].frame == 0 and strip[-1].frame >= 100
    with FrameSource(path) as source:
        assert all(source.pts(shot.frame) == shot.pts for shot in strip)
        assert all(float(source.time(shot.frame)) == shot.seconds for shot in strip)
    assert all(b"Exif" not in shot.jpeg for shot in strip)


def test_a_poster_is_no_larger_than_asked(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    write_clip(path, "libx264")
    assert poster(path).size == (WIDTH, HEIGHT)
    assert max(poster(path, long_side=100).size) == 100


def test_stream_facts_name_codec_size_rate_and_length(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    write_clip(path, "libx264", frames=50)
    facts = probe(path)
    assert (facts.video_codec, facts.width, facts.height, facts.audio_codec) == ("h264", WIDTH, HEIGHT, None)
    assert facts.duration == pytest.approx(2.0, abs=0.05) and facts.fps == pytest.approx(25, abs=0.6)


def test_a_cut_off_clip_gives_the_frames_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "clip.mkv"
    write_clip(path, "libx264", options={"bf": "0"})
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    with FrameSource(path) as source:
        assert 10 < len(source) < 60
        assert number_in(source.frame(7)) == 7


@pytest.mark.parametrize("content", [b"", b"no video at all", bytes(4096), b"#EXTM3U\nhttp://127.0.0.1/a.ts\n"])
def test_what_is_no_video_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    with pytest.raises(FileProblem, match=r"\.$"):
        FrameSource(path)


def test_the_block_code_reads_what_it_wrote() -> None:
    assert all(number_in(coded(number)) == number for number in (0, 1, 59, 1000, 4095))
