"""What files carry is found with its value, its place and its offset."""

from __future__ import annotations

import io
import math
import struct
import zlib

import pillow_heif
import pytest
from PIL import ImageCms

from osintdesk.media.facts import facts_of
from osintdesk.media.readers.heif import jxl_size
from osintdesk.media.readers.jpeg import estimated_quality
from tests.media import made
from tests.media.made import XMP, box, camera_jpeg, chunk, jpeg, keys_meta, movie, named, png, read, user_text


def _facts(data: bytes) -> dict[str, list[str]]:
    return {name: [fact.value for fact in found] for name, found in facts_of(read(data).readings).items()}


def test_a_camera_jpeg_tells_device_time_and_place() -> None:
    facts = _facts(camera_jpeg())
    assert facts["make"] == ["Canon"] and facts["model"] == ["Canon EOS 80D"]
    assert facts["software"] == ["Firmware 1.0.2"] and facts["body_serial"] == ["123456789"]
    assert facts["date_time_original"] == ["2024:08:06 18:52:00"] and facts["sub_sec_time_original"] == ["042"]
    assert facts["offset_time_original"] == ["+03:00"] and facts["orientation"] == ["6"]
    assert float(facts["latitude"][0]) == pytest.approx(51.191, abs=1e-6)
    assert float(facts["longitude"][0]) == pytest.approx(35.271, abs=1e-6)
    assert facts["altitude"] == ["190.5"] and facts["gps_date_time"] == ["2024:08:06 15:52:03"]
    assert (facts["width"], facts["height"]) == (["64"], ["48"])


def test_two_sources_of_one_place_are_two_facts_with_their_paths() -> None:
    found = facts_of(read(camera_jpeg()).readings)["latitude"]
    assert [fact.source.partition("@")[0] for fact in found] == ["osintdesk: APP1/IFD0/GPS", "osintdesk: APP1/XMP"]


def test_an_offset_leads_to_the_value_in_the_file() -> None:
    data = camera_jpeg()
    model = named(read(data), "Model")[0]
    assert model.offset is not None and data[model.offset :].startswith(b"Canon EOS 80D")


def test_xmp_properties_lists_and_history_are_read() -> None:
    findings = read(camera_jpeg())
    values = {reading.name: reading.value for reading in findings.readings}
    assert values["dc:title"] == "Суджа" and values["dc:creator"] == "One, Two"
    assert values["xmp:CreatorTool"] == "Adobe Photoshop 24.0" and values["XMPToolkit"] == "Test XMP 1.0"
    history = [fact.value for fact in facts_of(findings.readings)["xmp_history"]]
    assert history == ["created, Adobe Photoshop 24.0, 2024-08-06T10:00:00+03:00", "saved"]


def test_a_damaged_packet_still_gives_its_plain_properties() -> None:
    data = jpeg(xmp=XMP.replace(b"</rdf:RDF>", b""))
    findings = read(data)
    assert named(findings, "xmpMM:DocumentID")[0].value == "xmp.did:1"
    assert any("not well-formed" in problem for problem in findings.problems)


def test_an_entity_bomb_in_xmp_is_not_expanded() -> None:
    bomb = b'<!DOCTYPE r [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>'
    findings = read(jpeg(xmp=bomb))
    assert not any("xxxx" in reading.value for reading in findings.readings)


def test_iptc_photoshop_and_colour_profile_are_read() -> None:
    record = b"\x1c\x02\x78\x00\x07caption" + b"\x1c\x02\x6e\x00\x06Agency" + b"\x1c\x02\x37\x00\x0820240806"
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(record)) + record
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    facts = _facts(made.with_segment(jpeg(icc_profile=profile), 0xED, block))
    assert facts["iptc_caption"] == ["caption"] and facts["iptc_credit"] == ["Agency"]
    assert facts["iptc_date_created"] == ["2024:08:06"] and "sRGB" in facts["icc_description"][0]


@pytest.mark.parametrize("quality", [30, 75, 90])
def test_the_coding_of_a_jpeg_is_described(quality: int) -> None:
    facts = _facts(jpeg(quality=quality, progressive=True))
    assert facts["jpeg_quality"] == [str(quality)] and facts["encoding_process"] == ["progressive"]
    assert facts["sampling"] == ["2x2 1x1 1x1"] and facts["segment_order"][0].startswith("APP0 DQT*2 SOF")
    assert estimated_quality([b"\x00" + bytes(64)]) is None


def test_data_behind_a_picture_is_found_with_its_place() -> None:
    data = jpeg()
    facts = facts_of(read(data + b"PK\x03\x04" + bytes(40)).readings)
    assert facts["trailing_data"][0].value == "44" and facts["trailing_kind"][0].value == "unknown (zip)"
    assert facts["trailing_data"][0].source.endswith(f"@0x{len(data):x}")
    assert "trailing_data" not in facts_of(read(data + bytes(300)).readings)


def test_a_motion_photo_is_told_from_foreign_data_and_its_video_does_not_speak_for_the_picture() -> None:
    findings = read(jpeg() + movie(keys_meta({"com.apple.quicktime.make": "Other"})))
    facts = facts_of(findings.readings)
    assert facts["trailing_kind"][0].value == "motion photo" and "motion_photo" in facts
    assert "make" not in facts and [fact.value for fact in facts["width"]] == ["64"]


def test_an_embedded_thumbnail_is_found() -> None:
    small = jpeg()
    entries = struct.pack(">HHII", 0x0201, 4, 1, 26) + struct.pack(">HHII", 0x0202, 4, 1, len(small))
    first = b"MM\x00*" + struct.pack(">IHI", 8, 0, 14) + struct.pack(">H", 2) + entries + bytes(4)
    first = first[:24] + first[24:]
    at = len(first)
    tiff = first.replace(struct.pack(">HHII", 0x0201, 4, 1, 26), struct.pack(">HHII", 0x0201, 4, 1, at)) + small
    findings = read(made.with_segment(jpeg(), 0xE1, b"Exif\x00\x00" + tiff))
    assert findings.thumbnails == [("APP1/IFD1", small)]


def test_png_texts_times_exif_and_generators_are_read() -> None:
    data = png(
        chunk(b"tEXt", b"Software\x00Editor"),
        chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress("naïve".encode("latin-1"))),
        chunk(b"iTXt", b"parameters\x00\x00\x00\x00\x00a castle, Steps: 20"),
        chunk(b"tIME", struct.pack(">H5B", 2024, 8, 6, 15, 52, 0)),
        chunk(b"eXIf", made.exif(made.CAMERA).tobytes()[6:]),
        chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + XMP),
    )
    facts = _facts(data + b"<html>")
    assert facts["software"] == ["Firmware 1.0.2", "Editor"] and facts["make"] == ["Canon"]
    assert facts["generator_text"] == ["a castle, Steps: 20"] and "2024:08:06 15:52:00" in facts["modify_date"]
    assert facts["xmp_document_id"] == ["xmp.did:1"] and facts["trailing_data"] == ["6"]
    assert named(read(data), "Comment")[0].value == "naïve"


def test_a_text_bomb_in_a_png_is_cut() -> None:
    findings = read(png(chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(40 << 20)))))
    assert any("unpacks to more" in problem for problem in findings.problems)
    assert all(len(reading.value) <= 6001 for reading in findings.readings)


def test_gif_comments_frames_and_xmp_are_read() -> None:
    sink = io.BytesIO()
    frames = [made.picture((20, 10)).rotate(turn).convert("P") for turn in (0, 90, 180)]
    frames[0].save(sink, "GIF", save_all=True, append_images=frames[1:], comment=b"hello", loop=3)
    data = sink.getvalue()
    trailer = bytes([1]) + bytes(range(255, -1, -1)) + b"\x00"
    extension = b"\x21\xff\x0bXMP DataXMP" + XMP + trailer
    facts = _facts(data[:-1] + extension + b";")
    assert facts["frame_count"] == ["3"] and (facts["width"], facts["height"]) == (["20"], ["10"])
    assert facts["xmp_creator_tool"] == ["Adobe Photoshop 24.0"] and facts["comment"] == ["hello"]


@pytest.mark.parametrize(
    "options",
    [{"lossless": True}, {"lossless": False}, {"exif": b"Exif\x00\x00" + made.exif(made.CAMERA).tobytes()[6:]}],
)
def test_webp_sizes_and_blocks_are_read(options: dict[str, object]) -> None:
    sink = io.BytesIO()
    made.picture().save(sink, "WEBP", **options)
    facts = _facts(sink.getvalue())
    assert set(facts["width"]) == {"64"} and set(facts["height"]) == {"48"}
    assert ("make" in facts) == ("exif" in options)


def test_tiff_gives_its_own_size_and_nested_blocks() -> None:
    sink = io.BytesIO()
    made.picture().save(sink, "TIFF", tiffinfo={700: XMP, 271: "Canon", 305: "Scanner"})
    facts = _facts(sink.getvalue())
    assert facts["width"] == ["64"] and facts["make"] == ["Canon"] and facts["xmp_document_id"] == ["xmp.did:1"]


@pytest.mark.parametrize("form", ["HEIF", "AVIF"])
def test_heif_and_avif_give_size_and_exif_as_stored(form: str) -> None:
    pillow_heif.register_heif_opener()
    sink = io.BytesIO()
    made.picture((96, 64)).save(sink, form, exif=made.exif(made.CAMERA, made.TAKEN, made.SUDZHA).tobytes())
    facts = _facts(sink.getvalue())
    assert (facts["width"], facts["height"]) == (["96"], ["64"])
    assert facts["make"] == ["Canon"] and facts["date_time_original"] == ["2024:08:06 18:52:00"]
    assert float(facts["latitude"][0]) == pytest.approx(51.191, abs=1e-6)


def test_every_time_and_place_of_a_movie_stands_with_its_box() -> None:
    keys = keys_meta(
        {
            "com.apple.quicktime.creationdate": "2024-08-06T18:52:00+0300",
            "com.apple.quicktime.location.ISO6709": "+51.1910+035.2710+190.500/",
            "com.apple.quicktime.make": "Apple",
            "com.apple.quicktime.model": "iPhone 13 Pro",
        }
    )
    facts = facts_of(read(movie(keys, box(b"udta", user_text(b"\xa9xyz", "+48.8584+002.2945/")))).readings)
    paths = {name: [fact.source.split(": ")[1].split("@")[0] for fact in found] for name, found in facts.items()}
    assert facts["media_create_date"][0].value == "2024:08:06 15:52:00" and paths["media_create_date"] == ["moov/mvhd"]
    assert paths["track_create_date"] == ["moov/trak[1]/tkhd", "moov/trak[1]/mdia/mdhd"]
    assert facts["creation_date"][0].value == "2024-08-06T18:52:00+0300"
    assert [fact.value for fact in facts["latitude"]] == ["51.191", "48.8584"]
    assert paths["latitude"][1] == "moov/udta/©xyz" and paths["latitude"][0].startswith("moov/meta/ilst/")
    assert (facts["make"][0].value, facts["duration"][0].value) == ("Apple", "5")
    assert (facts["width"][0].value, facts["rotation"][0].value) == ("320", "90")
    assert facts["handler"][0].value == "Core Media Video" and facts["box_order"][0].value == "ftyp moov"


def test_a_time_of_zero_stays_zero() -> None:
    assert _facts(movie(created=0))["media_create_date"] == ["0000:00:00 00:00:00"]


def test_a_compressed_movie_header_is_read_within_bounds() -> None:
    inner = movie()
    moov = inner[inner.index(b"moov") - 4 :]
    packed = zlib.compress(moov)
    data = box(b"ftyp", b"qt  ", bytes(4)) + box(
        b"moov", box(b"cmov", box(b"dcom", b"zlib"), box(b"cmvd", struct.pack(">I", len(moov)), packed))
    )
    assert _facts(data)["media_create_date"] == ["2024:08:06 15:52:00"]


def test_itunes_and_3gpp_texts_are_read() -> None:
    tool = box(b"\xa9too", box(b"data", struct.pack(">2I", 1, 0), b"Lavf59.27.100"))
    meta = box(b"udta", box(b"meta", bytes(4), made.full(b"hdlr", bytes(4), b"mdir", bytes(12)), box(b"ilst", tool)))
    assert _facts(movie(meta, brand=b"isom"))["software"] == ["Lavf59.27.100"]
    place = struct.pack(">B3i", 0, int(35.271 * 65536), int(51.191 * 65536), 190 << 16)
    loci = box(b"udta", made.full(b"loci", b"\x15\xc7Sudzha\x00", place, b"earth\x00\x00"))
    facts = _facts(movie(loci, brand=b"3gp5"))
    assert float(facts["latitude"][0]) == pytest.approx(51.191, abs=1e-4) and facts["altitude"] == ["190"]


def test_matroska_times_writers_and_sizes_are_read() -> None:
    def element(number: int, body: bytes) -> bytes:
        raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
        return raw + (0x10000000 | len(body)).to_bytes(4, "big") + body

    info = element(
        0x1549A966,
        element(0x2AD7B1, (1_000_000).to_bytes(3, "big"))
        + element(0x4489, struct.pack(">d", 2023.0))
        + element(0x4461, (744_652_320 * 1_000_000_000).to_bytes(8, "big"))
        + element(0x4D80, b"Lavf59")
        + element(0x5741, b"Writer 2"),
    )
    video = element(0xE0, element(0xB0, b"\x01\x40") + element(0xBA, b"\xf0"))
    tracks = element(0x1654AE6B, element(0xAE, element(0x83, b"\x01") + element(0x86, b"V_AV1") + video))
    data = element(0x1A45DFA3, element(0x4282, b"matroska")) + element(0x18538067, info + tracks)
    facts = _facts(data)
    assert facts["duration"] == ["2.023"] and facts["date_time_original"] == ["2024:08:06 15:52:00"]
    assert facts["software"] == ["Writer 2"] and facts["muxing_app"] == ["Lavf59"]
    assert (facts["width"], facts["height"]) == (["320"], ["240"])


def test_drone_subtitles_become_a_track() -> None:
    cue = "{n}\n00:00:0{n},000 --> 00:00:0{n},500\n<font>2024-08-06 15:52:0{n}.000\n[latitude: 51.19{n}] [longitude: 35.271] [rel_alt: 10.0 abs_alt: 190.0]</font>\n\n"
    findings = read("".join(cue.format(n=n) for n in (1, 2, 3)).encode())
    assert [(p.seconds, p.latitude, p.altitude) for p in findings.track] == [
        (1, 51.191, 190),
        (2, 51.192, 190),
        (3, 51.193, 190),
    ]
    facts = facts_of(findings.readings)
    assert (
        facts["latitude"][0].value == "51.1910000" and facts["track_start_time"][0].value == "2024-08-06 15:52:01.000"
    )


def test_the_older_subtitles_of_drones_are_read_too() -> None:
    findings = read(b"1\n00:00:00,000 --> 00:00:01,000\nGPS(35.2710,51.1910,19) BAROMETER:12\n\n")
    assert math.isclose(findings.track[0].latitude, 35.271) or math.isclose(findings.track[0].latitude, 51.191)


def test_gpmf_positions_are_scaled() -> None:
    def item(key: bytes, letter: bytes, size: int, repeat: int, body: bytes) -> bytes:
        return key + letter + struct.pack(">BH", size, repeat) + body + bytes(-len(body) % 4)

    points = struct.pack(">10i", 511910000, 352710000, 190500, 0, 0, 511920000, 352710000, 190500, 0, 0)
    stream = (
        item(b"SCAL", b"l", 4, 5, struct.pack(">5i", 10_000_000, 10_000_000, 1000, 1000, 100))
        + item(b"GPSU", b"U", 16, 1, b"240806155200.000")
        + item(b"GPS5", b"l", 20, 2, points)
    )
    device = item(b"DVNM", b"c", 1, 6, b"HERO11") + item(b"STRM", b"\x00", 1, len(stream), stream)
    findings = read(movie(box(b"udta", box(b"GPMF", item(b"DEVC", b"\x00", 1, len(device), device)))))
    assert [(p.latitude, p.longitude, p.altitude) for p in findings.track] == [
        (51.191, 35.271, 190.5),
        (51.192, 35.271, 190.5),
    ]
    assert findings.track[0].time == "2024-08-06T15:52:00.000Z"
    assert named(findings, "DeviceName")[0].value == "HERO11"


def test_pdf_information_is_read_in_both_kinds_of_string() -> None:
    pdf = b"%PDF-1.4\n1 0 obj <</Title (A \\(small\\) r\\351port) /Author <FEFF0421044304340436> /Producer (Writer)>> endobj\n/Type /Page \n%%EOF"
    findings = read(pdf)
    assert named(findings, "Title")[0].value == "A (small) réport" and named(findings, "Author")[0].value == "Судж"
    assert _facts(pdf)["software"] == ["Writer"] and named(findings, "PageCount")[0].value == "1"


def test_tags_of_sound_files_are_read() -> None:
    def frame(name: bytes, body: bytes) -> bytes:
        return name + struct.pack(">IH", len(body), 0) + body

    frames = frame(b"TIT2", b"\x03A title") + frame(b"TSSE", b"\x00Lavf59") + frame(b"TXXX", b"\x03place\x00Sudzha")
    size = bytes([0, 0, len(frames) >> 7, len(frames) & 127])
    findings = read(b"ID3\x03\x00\x00" + size + frames + bytes(100))
    values = {reading.name: reading.value for reading in findings.readings}
    assert values["Title"] == "A title" and values["EncoderSettings"] == "Lavf59" and values["place"] == "Sudzha"


def test_maker_notes_are_known_by_their_first_bytes() -> None:
    directory = struct.pack("<H", 1) + struct.pack("<HHI4s", 0x10, 2, 4, b"FX12") + bytes(4)
    note = b"FUJIFILM" + struct.pack("<I", 12) + directory
    facts = _facts(jpeg(exif=made.exif({0x010F: "FUJIFILM"}, {0x927C: note})))
    assert facts["maker_note_maker"] == ["Fujifilm"] and facts["maker_note_serial"] == ["FX12"]


@pytest.mark.parametrize(
    ("bits", "size"),
    [("1" + "00010" + "100" + "0" * 50, (72, 72)), ("0" + "00" + "110001111" + "000" + "00" + "111110011", None)],
)
def test_the_size_header_of_jpeg_xl_is_read(bits: str, size: tuple[int, int] | None) -> None:
    value = sum(int(bit) << place for place, bit in enumerate(bits))
    found = jxl_size(b"\xff\x0a" + value.to_bytes(20, "little"))
    assert found == size if size else found is not None
    assert jxl_size(b"\x00\x00") is None
