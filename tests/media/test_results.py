"""What a worker says is believed only when every field has its type and size."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osintdesk.core.readings import Fact, Reading
from osintdesk.media.results import BadMessage, Examined, Shot, TrackPoint, from_message, to_message

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_real = st.none() | st.floats(0, 1e9)
_whole = st.none() | st.integers(0, 1 << 40)
_readings = st.builds(Reading, _text, _text, _text, _text, _text)
_facts = st.dictionaries(_text, st.lists(_text, min_size=1, max_size=3), max_size=3).map(
    lambda found: {name: tuple(Fact(name, value, "r: p") for value in values) for name, values in found.items()}
)
_blob = st.none() | st.binary(max_size=30)
_examined = st.builds(
    Examined,
    kind=st.sampled_from(["image", "video", "audio", "document", "other"]),
    mime=_text,
    format=_text,
    size=st.integers(0, 1 << 50),
    width=_whole,
    height=_whole,
    orientation=st.integers(1, 8),
    duration=_real,
    fps=_real,
    frame_count=_whole,
    video_codec=st.none() | _text,
    audio_codec=st.none() | _text,
    readings=st.lists(_readings, max_size=4).map(tuple),
    facts=_facts,
    track=st.lists(st.builds(TrackPoint, *[st.floats(-180, 180)] * 4, _text), max_size=3).map(tuple),
    thumbnail=_blob,
    strip=st.lists(
        st.builds(Shot, st.floats(0, 1e6), st.integers(-9, 1 << 50), st.integers(0, 1 << 30), st.just(b"\xff\xd8\xff")),
        max_size=3,
    ).map(tuple),
    embedded=_blob,
    reason=st.none() | _text,
)


@given(_examined)
def test_what_was_examined_survives_the_journey(examined: Examined) -> None:
    body, blobs = to_message(examined)
    assert from_message(json.loads(json.dumps(body)), blobs) == examined


def test_a_height_that_is_not_known_stays_unknown() -> None:
    body, blobs = to_message(Examined("video", "v", "mp4", track=(TrackPoint(0, 1, 2, math.nan, ""),)))
    assert math.isnan(from_message(json.loads(json.dumps(body)), blobs).track[0].altitude)


_GOOD = Examined(
    "image",
    "image/jpeg",
    "jpeg",
    5,
    readings=(Reading("Make", "Canon", "Canon", "own", "APP1/IFD0@0x1a"),),
    facts={"make": (Fact("make", "Canon", "own: APP1/IFD0@0x1a"),)},
    thumbnail=b"\xff\xd8\xff",
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "executable"),
        ("width", -1),
        ("width", 1.5),
        ("width", True),
        ("orientation", 9),
        ("duration", "long"),
        ("mime", None),
        ("mime", "x" * 1000),
        ("reason", 5),
        ("readings", {}),
        ("readings", [["Make", "Canon"]]),
        ("readings", [["Make", "Canon", "Canon", 5, "p"]]),
        ("readings", [["Make", "\ud800", "", "own", "p"]]),
        ("readings", [["a", "b", "c", "d", "e"]] * 20_001),
        ("facts", []),
        ("facts", {"make": [["Canon"]]}),
        ("facts", {"make": "Canon"}),
        ("track", [[0, 1, 2, 3]]),
        ("pictures", [False, False]),
        ("pictures", [True, True]),
        ("pictures", [1, 0]),
        ("strip", [[0.0, 0, 0]]),
        ("size", 1 << 60),
    ],
)
def test_a_field_of_the_wrong_form_spoils_the_answer(field: str, value: Any) -> None:
    body, blobs = to_message(_GOOD)
    assert from_message(body, blobs) == _GOOD
    with pytest.raises(BadMessage):
        from_message({**body, field: value}, blobs)
    with pytest.raises(BadMessage):
        from_message({name: other for name, other in body.items() if name != field}, blobs)


def test_stages_complete_each_other_and_keep_every_reason() -> None:
    said = Examined("image", "image/jpeg", "jpeg", 5, width=20, reason="One thing.")
    shown = Examined("image", "image/jpeg", "jpeg", 5, width=99, height=10, thumbnail=b"x", reason="Another.")
    whole = said.joined(shown)
    assert (whole.width, whole.height, whole.thumbnail, whole.reason) == (20, 10, b"x", "One thing. Another.")


def test_a_reading_knows_its_group_and_offset() -> None:
    reading = _GOOD.readings[0]
    assert (reading.group, reading.offset, reading.source) == ("APP1/IFD0", 0x1A, "own: APP1/IFD0@0x1a")
    assert Reading("a", "b", "b", "own", "moov/mvhd").offset is None
