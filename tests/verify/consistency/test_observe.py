"""What does not fit is noticed, what fits is not, and every finding names its facts and an innocent explanation."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osintdesk.core.readings import Fact, Noticed
from osintdesk.verify.consistency import CASE_CODES, CHECKS, CaseFile, observe, observe_case, use_own_tables

POSTED = datetime(2024, 8, 6, 18, 0, tzinfo=UTC)
SEEN = datetime(2024, 9, 1, tzinfo=UTC)


def facts(**values: str | list[str | tuple[str, str]]) -> dict[str, list[Fact]]:
    """Facts by name; a pair is a value with the group that it stands in."""
    found: dict[str, list[Fact]] = {}
    for name, given_values in values.items():
        for value in given_values if isinstance(given_values, list) else [given_values]:
            text, place = value if isinstance(value, tuple) else (value, "APP1/IFD0")
            found.setdefault(name, []).append(Fact(name, text, f"osintdesk: {place}@0x10"))
    return found


def codes(noticed: list[Noticed]) -> set[str]:
    return {each.code for each in noticed}


def severity(noticed: list[Noticed], code: str) -> str | None:
    return next((each.severity for each in noticed if each.code == code), None)


GOOD_PHOTO = {
    "make": "Canon",
    "model": "Canon EOS 80D",
    "maker_note": "Canon, 900 bytes",
    "exif_block": "little-endian",
    "date_time_original": "2024:08:06 18:52:00",
    "offset_time_original": "+03:00",
    "gps_date_time": "2024:08:06 15:52:01",
    "latitude": "51.191",
    "longitude": "35.271",
    "latitude_ref": "N",
    "longitude_ref": "E",
    "altitude": "190",
    "width": "6000",
    "height": "4000",
    "exif_width": "6000",
    "exif_height": "4000",
    "thumbnail_distance": "1",
    "thumbnail_shape": "1.500 against 1.500",
}


def photo(**changes: str | list[str | tuple[str, str]] | None) -> list[Noticed]:
    values = {name: value for name, value in {**GOOD_PHOTO, **changes}.items() if value is not None}
    return observe(
        facts(**values),  # type: ignore[arg-type]
        name="IMG_20240806_185200.jpg",
        kind="image",
        format="jpeg",
        posted_at=POSTED,
        claimed_places=[(51.2, 35.3)],
        seen_at=SEEN,
    )


def clip(name: str = "MVI_0001.mp4", **values: str | list[str | tuple[str, str]]) -> list[Noticed]:
    return observe(facts(**values), name=name, kind="video", format="mp4", seen_at=SEEN)


def test_a_photo_in_which_everything_fits_is_left_alone() -> None:
    assert photo() == []


@pytest.mark.parametrize(
    ("code", "changes", "severity_wanted"),
    [
        ("TIME_EXIF_VS_GPS", {"gps_date_time": "2024:08:09 15:52:01"}, "look"),
        ("TIME_EXIF_VS_GPS", {"gps_date_time": "2024:08:06 15:37:01"}, "look"),
        ("TIME_EXIF_VS_GPS", {"gps_date_time": "2024:08:06 15:45:00"}, "look"),
        ("TZ_VS_LONGITUDE", {"offset_time_original": "+09:00", "gps_date_time": None}, "look"),
        ("TIME_FILENAME_VS_EXIF", {"date_time_original": "2024:08:01 10:11:12", "gps_date_time": None}, "look"),
        ("TIME_AFTER_POSTED", {"date_time_original": "2024:08:08 18:52:00", "gps_date_time": None}, "strong"),
        ("TIME_FUTURE", {"date_time_original": "2031:08:08 18:52:00", "gps_date_time": None}, "look"),
        ("TIME_BEFORE_DEVICE", {"date_time_original": "2014:08:08 18:52:00", "gps_date_time": None}, "look"),
        ("TIME_DEFAULT_CLOCK", {"date_time_original": "1980:01:01 00:00:12", "gps_date_time": None}, "info"),
        ("TIME_DEFAULT_CLOCK", {"date_time_original": "0000:00:00 00:00:00", "gps_date_time": None}, "info"),
        ("TIME_MODIFIED_AFTER", {"modify_date": "2024:08:07 10:00:00"}, "info"),
        ("TIME_XMP_VS_EXIF", {"xmp_create_date": "2020-01-05T10:20:33+03:00"}, "look"),
        ("TIME_XMP_VS_EXIF", {"iptc_date_created": "2024:08:01"}, "look"),
        ("GPS_NULL_ISLAND", {"latitude": "0", "longitude": "0"}, "info"),
        ("GPS_REF_MISSING", {"latitude_ref": "missing"}, "look"),
        ("GPS_OUT_OF_RANGE", {"latitude": "123"}, "look"),
        ("GPS_ALTITUDE_IMPLAUSIBLE", {"altitude": "39000"}, "look"),
        ("GPS_SOURCES_DISAGREE", {"latitude": [("51.191", "GPS"), ("51.291", "XMP")], "longitude": [("35.271", "GPS"), ("35.271", "XMP")]}, "look"),
        ("GPS_SOURCES_DISAGREE", {"latitude": [("51.191", "GPS"), ("55.7", "XMP")], "longitude": [("35.271", "GPS"), ("37.6", "XMP")]}, "strong"),
        ("PLACE_CLAIM_MISMATCH", {"latitude": "50.45", "longitude": "30.52"}, "look"),
        ("NO_EXIF", {"exif_block": None}, "info"),
        ("MAKERNOTE_MISSING", {"maker_note": None}, "info"),
        ("MAKERNOTE_VS_MAKE", {"maker_note_maker": "Olympus"}, "strong"),
        ("THUMBNAIL_MISMATCH", {"thumbnail_distance": "31"}, "strong"),
        ("THUMBNAIL_MISMATCH", {"thumbnail_distance": "14"}, "look"),
        ("THUMBNAIL_MISMATCH", {"thumbnail_shape": "1.500 against 1.100"}, "look"),
        ("DIMENSION_MISMATCH", {"exif_width": "4032"}, "info"),
        ("ORIENTATION", {"orientation": "6", "width": "4000", "height": "6000"}, "info"),
        ("SOFTWARE_EDITOR", {"software": "Adobe Photoshop 24.0 (Windows)"}, "look"),
        ("XMP_HISTORY", {"xmp_history": "saved, Adobe Photoshop"}, "info"),
        ("TRAILING_DATA", {"trailing_data": "900", "trailing_kind": "unknown (zip)"}, "look"),
        ("AI_GENERATED_MARK", {"digital_source_type": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"}, "strong"),
        ("AI_GENERATED_MARK", {"generator_text": "a castle, Steps: 20"}, "strong"),
        ("AI_GENERATED_MARK", {"software": "Midjourney"}, "look"),
        ("C2PA_STATE", {"c2pa": "store", "c2pa_intact": "no: assertion.dataHash.mismatch"}, "strong"),
        ("C2PA_STATE", {"c2pa": "store", "c2pa_intact": "yes", "c2pa_trusted": "no, by test"}, "info"),
        ("C2PA_REMOTE", {"c2pa_remote": "https://example.org/m"}, "info"),
        ("PLATFORM_FACEBOOK", {"iptc_instructions": "FBMD23000a9a0100"}, "info"),
        ("SCREENSHOT", {"user_comment": "Screenshot"}, "info"),
        ("QTABLE_STANDARD", {"jpeg_quality": "92"}, "info"),
    ],
)  # fmt: skip
def test_one_thing_that_does_not_fit_is_noticed(
    code: str, changes: dict[str, str | None], severity_wanted: str
) -> None:
    found = photo(**changes)  # type: ignore[arg-type]
    assert severity(found, code) == severity_wanted, codes(found)
    noticed = next(each for each in found if each.code == code)
    assert noticed.facts or code == "NO_EXIF"
    assert noticed.text.endswith(".") and noticed.innocent


@pytest.mark.parametrize(
    ("code", "values", "severity_wanted"),
    [
        ("TIME_QT_CREATIONDATE_VS_MVHD", {"creation_date": "2022-01-01T10:00:00+0200", "media_create_date": "2023:06:10 12:00:00"}, "look"),
        ("TIME_QT_CREATIONDATE_VS_MVHD", {"creation_date": "2023-06-10T15:00:00+0200", "media_create_date": "2023:06:10 15:00:00"}, "info"),
        ("TIME_MVHD_VS_TRACK", {"media_create_date": "2023:06:10 12:00:00", "track_create_date": "2023:06:12 12:00:00"}, "look"),
        ("NO_CREATION_TIME", {"media_create_date": "0000:00:00 00:00:00"}, "info"),
        ("TIME_DEFAULT_CLOCK", {"media_create_date": "0000:00:00 00:00:00"}, "info"),
        ("TIME_DEFAULT_CLOCK", {"media_create_date": "1970:01:01 00:00:01"}, "info"),
        ("ENCODER_LAVF", {"software": "Lavf59.27.100"}, "info"),
        ("ENCODER_LAVF", {"handler": ["VideoHandler", "SoundHandler"]}, "info"),
        ("ENCODER_VS_DEVICE", {"make": "Apple", "software": "Lavf59.27.100"}, "look"),
        ("AV_DURATION_MISMATCH", {"video_track_duration": "2.0", "audio_track_duration": "0.8"}, "info"),
        ("EDIT_LIST", {"edit_list": "100@0 200@300 50@900"}, "info"),
        ("PLATFORM_YOUTUBE", {"handler": "ISO Media file produced by Google Inc. Created on: 06/10/2023."}, "info"),
    ],
)  # fmt: skip
def test_one_thing_that_does_not_fit_in_a_clip_is_noticed(
    code: str, values: dict[str, str], severity_wanted: str
) -> None:
    assert severity(clip(**values), code) == severity_wanted  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"offset_time_original": None},
        {"offset_time_original": "+02:00", "date_time_original": "2024:08:06 17:52:00", "gps_date_time": None},
        {"gps_date_time": None, "offset_time_original": None},
        {"xmp_create_date": "2024-08-06T18:52:00.31+03:00", "photoshop_date_created": "2024-08-06"},
        {"orientation": "6", "exif_width": "4000", "exif_height": "6000"},
        {"maker_note_maker": "Canon"},
        {"trailing_data": "100", "trailing_kind": "Samsung trailer"},
        {"latitude": [("51.191", "GPS"), ("51.1911", "XMP")], "longitude": [("35.271", "GPS"), ("35.2711", "XMP")]},
    ],
)  # fmt: skip
def test_what_only_looks_odd_is_left_alone(changes: dict[str, str | None]) -> None:
    found = [each for each in photo(**changes) if each.code not in {"TIME_FILENAME_VS_EXIF"}]  # type: ignore[arg-type]
    assert found == []


def test_apple_s_recording_time_at_the_end_of_a_long_clip_fits() -> None:
    values = {
        "creation_date": "2023-06-10T14:00:00+0200",
        "media_create_date": "2023:06:10 12:09:50",
        "duration": "600",
    }
    assert "TIME_QT_CREATIONDATE_VS_MVHD" not in codes(clip(**values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "taken", "offset", "noticed"),
    [
        ("PXL_20240806_155200123.jpg", "2024:08:06 18:52:00", "+03:00", False),
        ("PXL_20240806_185200123.jpg", "2024:08:06 18:52:00", "+03:00", True),
        ("PXL_20240806_155200123.jpg", "2024:08:06 18:52:00", None, False),
        ("IMG-20240807-WA0003.jpg", "2024:08:06 18:52:00", "+03:00", False),
        ("IMG-20240801-WA0003.jpg", "2024:08:06 18:52:00", "+03:00", True),
        ("photo_2024-08-09_10-00-00.jpg", "2024:08:06 18:52:00", "+03:00", False),
        ("photo_2024-08-01_10-00-00.jpg", "2024:08:06 18:52:00", "+03:00", True),
        ("20240806_185203.jpg", "2024:08:06 18:52:00", None, False),
        ("20240806_205203.jpg", "2024:08:06 18:52:00", None, True),
        ("IMG_1234.jpg", "2024:08:06 18:52:00", None, False),
        ("holiday 2019.jpg", "2024:08:06 18:52:00", None, False),
    ],
)
def test_times_in_names_are_compared_as_their_writers_mean_them(
    name: str, taken: str, offset: str | None, noticed: bool
) -> None:
    values = {"date_time_original": taken, **({"offset_time_original": offset} if offset else {})}
    found = observe(facts(**values), name=name, kind="image", format="jpeg", seen_at=SEEN)  # type: ignore[arg-type]
    assert ("TIME_FILENAME_VS_EXIF" in codes(found)) == noticed


def test_a_container_s_time_is_compared_with_the_name() -> None:
    values = {"media_create_date": "2023:06:10 12:00:00"}
    assert "TIME_FILENAME_VS_CONTAINER" in codes(clip("VID_20230810_120000.mp4", **values))  # type: ignore[arg-type]
    assert "TIME_FILENAME_VS_CONTAINER" not in codes(clip("VID_20230610_150003.mp4", **values))  # type: ignore[arg-type]


def test_without_a_zone_a_posting_within_its_reach_is_no_contradiction() -> None:
    near = {"date_time_original": "2024:08:07 02:00:00", "offset_time_original": None, "gps_date_time": None}
    assert "TIME_AFTER_POSTED" not in codes(photo(**near))
    far = {**near, "date_time_original": "2024:08:09 02:00:00"}
    assert severity(photo(**far), "TIME_AFTER_POSTED") == "look"


@pytest.mark.parametrize(
    ("name", "form", "noticed"),
    [
        ("a.jpg", "jpeg", False), ("a.jpg", "png", True), ("a.mp4", "mov", False), ("a.mov", "mp4", False),
        ("a.mp4", "html", True), ("a.png", "zip", True), ("notes", "jpeg", False), ("a.nef", "tiff", False), ("a.dat", "jpeg", False),
    ],
)  # fmt: skip
def test_a_name_is_held_against_the_content(name: str, form: str, noticed: bool) -> None:
    assert ("EXTENSION_MISMATCH" in codes(observe({}, name=name, kind="image", format=form))) == noticed


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("IMG-20230203-WA0007.jpg", "PLATFORM_WHATSAPP_NAME"),
        ("WhatsApp Image 2023-02-03 at 10.11.12.jpeg", "PLATFORM_WHATSAPP_NAME"),
        ("photo_2023-02-03_10-11-12.jpg", "PLATFORM_TELEGRAM_NAME"),
        ("FkX3aJ0WYAAk9bP.jpg", "PLATFORM_TWITTER_NAME"),
        ("324567890_1234567890123456_1234567890123456789_n.jpg", "PLATFORM_FACEBOOK_NAME"),
        ("FurnaceCreekInn.jpg", None),
        ("IMG_1001.jpg", None),
    ],
)
def test_platforms_are_named_by_the_traces_of_the_table(name: str, code: str | None) -> None:
    found = {c for c in codes(observe({}, name=name, kind="image", format="jpeg")) if c.startswith("PLATFORM_")}
    assert found == ({code} if code else set())


def test_the_user_s_own_traces_are_read_beside_the_delivered_ones(tmp_path: Path) -> None:
    own = '[[trace]]\ncode = "PLATFORM_OWN"\nplatform = "Our bot"\nwhy = "its name"\ndated = 2024-01-01\nneeds = { file_name = "^bot_" }\n'
    (tmp_path / "platform-traces.toml").write_text(own, encoding="utf-8")
    use_own_tables(tmp_path)
    try:
        assert "PLATFORM_OWN" in codes(observe({}, name="bot_1.jpg", kind="image", format="jpeg"))
        assert "PLATFORM_WHATSAPP_NAME" in codes(
            observe({}, name="IMG-20230203-WA0007.jpg", kind="image", format="jpeg")
        )
    finally:
        use_own_tables(None)
    assert "PLATFORM_OWN" not in codes(observe({}, name="bot_1.jpg", kind="image", format="jpeg"))


def test_the_strongest_comes_first_and_nothing_is_called_fake() -> None:
    found = photo(thumbnail_distance="40", software="GIMP 2.10", modify_date="2024:08:07 10:00:00")
    assert [each.severity for each in found] == sorted(
        (each.severity for each in found), key=["strong", "look", "info"].index
    )
    words = " ".join(each.text + each.innocent for each in found) + " ".join(
        check.asks + check.innocent for check in CHECKS
    )
    assert not re.search(r"\b(fake|authentic|genuine|real)\b|!", words, re.IGNORECASE)


def test_codes_are_declared_once() -> None:
    declared = [check.code for check in CHECKS]
    assert len(declared) == len(set(declared)) and not set(declared) & set(CASE_CODES)


_texts = st.text(max_size=30) | st.sampled_from(
    ["0000:00:00 00:00:00", "2024:13:45 99:99:99", "nan", "inf", "-1e308", "1e400", "+99:99"]
)


@given(
    st.dictionaries(
        st.sampled_from(
            sorted(
                {*GOOD_PHOTO, "creation_date", "media_create_date", "duration", "track_create_date", "xmp_create_date"}
            )
        ),
        _texts,
    ),
    st.text(max_size=40),
)
def test_no_value_however_odd_breaks_a_check(values: dict[str, str], name: str) -> None:
    for kind, form in (("image", "jpeg"), ("video", "mp4")):
        observe(
            facts(**values), name=name, kind=kind, format=form, posted_at=POSTED, claimed_places=[(0, 0)], seen_at=SEEN
        )  # type: ignore[arg-type]


def _file(identifier: str, name: str = "IMG_0001.jpg", form: str = "jpeg", **values: str) -> CaseFile:
    return CaseFile(identifier, f"EX-{identifier}", name, form, facts(**values))


def test_a_serial_number_links_files_and_two_models_under_it_conflict() -> None:
    same = [_file("1", body_serial="77", model="A"), _file("2", "b.jpg", body_serial="77", model="A")]
    assert [each.severity for each in observe_case(same)["1"]] == ["info"] and "EX-2" in observe_case(same)["1"][0].text
    other = [*same, _file("3", "c.jpg", maker_note_serial="77", model="B")]
    assert {each.severity for found in observe_case(other).values() for each in found} == {"look"}


def test_placeholders_and_single_files_link_nothing() -> None:
    assert (
        observe_case(
            [
                _file("1", body_serial="0000000"),
                _file("2", "b.jpg", body_serial="0000000"),
                _file("3", "c.jpg", body_serial="9"),
            ]
        )
        == {}
    )


def test_pairs_ancestors_and_series_are_found() -> None:
    files = [
        _file("1", "IMG_0007.HEIC", "heic", content_identifier="A-B", body_serial="5", date_time_original="2024:08:06 18:00:00"),
        _file("2", "IMG_0007.MOV", "mov", content_identifier="A-B"),
        _file("3", "DSC_0001.NEF", "nef", date_time_original="2024:08:06 10:00:00"),
        _file("4", "DSC_0001.JPG", "jpeg", date_time_original="2024:08:06 10:00:00"),
        _file("5", "x.jpg", xmp_document_id="did:1"),
        _file("6", "y.jpg", xmp_derived_from="did:1"),
        _file("7", "DJI_0009.MP4", "mp4"),
        _file("8", "DJI_0009.SRT", "srt"),
        _file("9", "IMG_0009.HEIC", "heic", body_serial="5", date_time_original="2024:08:05 18:00:00"),
    ]  # fmt: skip
    found = {identifier: codes(noticed) for identifier, noticed in observe_case(files).items()}
    assert found["2"] == {"PAIR_LIVE_PHOTO"} and found["3"] == found["4"] == {"PAIR_RAW_JPEG"}
    assert found["5"] == found["6"] == {"XMP_SAME_ANCESTOR"} and found["7"] == found["8"] == {"PAIR_CLIP_TRACK"}
    assert found["9"] == {"SERIAL_OR_UID_REUSED", "SERIES_OUT_OF_ORDER"}


@given(st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1)), st.integers(-48, 56))  # noqa: DTZ001
def test_every_zone_of_the_world_fits_and_nothing_between(local: datetime, quarters: int) -> None:
    local = local.replace(microsecond=0)
    utc = local - timedelta(minutes=15 * quarters)
    written = {"date_time_original": f"{local:%Y:%m:%d %H:%M:%S}", "gps_date_time": f"{utc:%Y:%m:%d %H:%M:%S}"}
    assert "TIME_EXIF_VS_GPS" not in codes(observe(facts(**written), seen_at=SEEN))  # type: ignore[arg-type]
    off = utc + timedelta(minutes=7, seconds=30)
    written["gps_date_time"] = f"{off:%Y:%m:%d %H:%M:%S}"
    assert "TIME_EXIF_VS_GPS" in codes(observe(facts(**written), seen_at=SEEN))  # type: ignore[arg-type]
