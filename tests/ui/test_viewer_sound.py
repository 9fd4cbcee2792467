"""Sound is decoded from exactly where playing starts, at the rate the device is given."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from osintdesk.ui.viewer.sound import RATE, samples_from
from tests.ui.viewer_clips import write_clip


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("sound") / "tone.mp4", 75, sound=True)


@pytest.mark.parametrize("start", [0.0, 1.0, 2.4])
def test_what_is_left_of_the_sound_is_heard_from_there(clip: Path, start: float) -> None:
    data = b"".join(samples_from(clip, start))
    assert len(data) / 4 / RATE == pytest.approx(3.0 - start, abs=0.06)


def test_a_tone_stays_the_tone_it_was(clip: Path) -> None:
    data = np.frombuffer(b"".join(samples_from(clip, 1.0)), np.int16).reshape(-1, 2)
    spectrum = np.abs(np.fft.rfft(data[:RATE, 0].astype(float)))
    assert spectrum.argmax() == pytest.approx(440, abs=2)
    assert np.abs(data[:, 0].astype(int) - data[:, 1]).max() <= 64


def test_a_clip_without_sound_is_silent(tmp_path: Path) -> None:
    assert list(samples_from(write_clip(tmp_path / "mute.mp4", 10), 0.0)) == []
