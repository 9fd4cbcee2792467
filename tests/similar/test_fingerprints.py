"""Fingerprints keep what is needed, survive storing, and refuse what they did not write."""

from __future__ import annotations

import imagehash
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from osintdesk.similar import hashes
from osintdesk.similar.clip import VideoFingerprint, fingerprint_clip
from osintdesk.similar.packing import BadFingerprint
from osintdesk.similar.picture import PictureFingerprint, fingerprint_picture
from tests.similar import made

ORIGINAL = made.picture(1)
STORED = fingerprint_picture(ORIGINAL, size=(4000, 3000)).to_bytes()
CLIP = fingerprint_clip(iter(made.moving(1, seconds=3)), 3.0).to_bytes()


def test_the_hashes_that_other_tools_know_are_theirs() -> None:
    found = fingerprint_picture(ORIGINAL)
    grey = ORIGINAL.convert("L")
    assert found.phash == str(imagehash.phash(grey))
    assert found.dhash == str(imagehash.dhash(grey))
    assert found.whash == str(imagehash.whash(grey))


def test_storing_loses_nothing() -> None:
    found = PictureFingerprint.from_bytes(STORED)
    assert (found.width, found.height) == (4000, 3000)
    assert found.to_bytes() == STORED
    assert VideoFingerprint.from_bytes(CLIP).to_bytes() == CLIP


@pytest.mark.parametrize(
    ("form", "change"),
    [
        (1, ImageOps.mirror),
        (2, ImageOps.flip),
        (3, lambda image: image.transpose(Image.Transpose.ROTATE_180)),
        (4, lambda image: image.transpose(Image.Transpose.TRANSPOSE)),
        (5, lambda image: image.transpose(Image.Transpose.ROTATE_270)),
        (6, lambda image: image.transpose(Image.Transpose.ROTATE_90)),
    ],
)
def test_a_hash_answers_for_the_turned_picture(form: int, change: object) -> None:
    turned = fingerprint_picture(change(ORIGINAL))  # type: ignore[operator]
    forms = hashes.form_bits(hashes.unpacked(fingerprint_picture(ORIGINAL).full))
    assert int((forms[form] != hashes.unpacked(turned.full)).sum()) <= 4


def test_plain_bars_are_left_out() -> None:
    barred = Image.new("RGB", (480, 480))
    barred.paste(ORIGINAL, (0, 80))
    found = fingerprint_picture(barred)
    assert found.inner_region == pytest.approx((0, 1 / 6, 1, 5 / 6), abs=0.01)
    apart = hashes.unpacked(found.inner) != hashes.unpacked(fingerprint_picture(ORIGINAL).full)
    assert int(apart.sum()) <= 12


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.binary(max_size=4), st.sampled_from([STORED, CLIP]))
def test_damaged_bytes_are_refused_or_read_but_never_break(place: int, new: bytes, stored: bytes) -> None:
    at = place % len(stored)
    damaged = stored[:at] + new + stored[at + len(new) + place % 3 :]
    kind = PictureFingerprint if stored is STORED else VideoFingerprint
    try:
        found = kind.from_bytes(damaged)
    except BadFingerprint:
        return
    assert found.to_bytes()
    assert isinstance(
        found.texture if isinstance(found, PictureFingerprint) else found.texture.sum(), float | np.floating
    )


@pytest.mark.parametrize("stored", [b"", b"OSDP", STORED[:-1], STORED + b"\0", CLIP[:-1], b"OSDP\x02" + STORED[5:]])
def test_short_long_and_foreign_bytes_are_refused(stored: bytes) -> None:
    for kind in (PictureFingerprint, VideoFingerprint):
        with pytest.raises(BadFingerprint):
            kind.from_bytes(stored)


def test_a_clip_without_frames_has_an_empty_fingerprint() -> None:
    found = fingerprint_clip(iter([]), 0.0)
    assert len(found) == 0
    assert VideoFingerprint.from_bytes(found.to_bytes()).to_bytes() == found.to_bytes()
