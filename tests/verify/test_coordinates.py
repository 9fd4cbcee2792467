"""Coordinates: every usual notation is read, and the same point is written in several."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from osintdesk.core.errors import UsageError
from osintdesk.verify import coordinates, mgrs, plus_codes
from osintdesk.verify.place_bounds import distance_m

SAME_POINT = [
    "51.19043, 35.26821",
    "51.19043 35.26821",
    "51.19043,35.26821",
    "51,19043; 35,26821",
    "51,19043 35,26821",
    "N 51.19043 E 35.26821",
    "51.19043° N, 35.26821° E",
    "35.26821E 51.19043N",
    "51°11′25.548″N 35°16′5.556″E",
    "51°11'25.548\" N, 35°16'5.556\" E",
    "51° 11’ 25.548’’ N 35° 16’ 5.556’’ E",
    "N51 11 25.548 E35 16 5.556",
    "51 11.4258 N 35 16.0926 E",
    "51:11:25.548, 35:16:05.556",
    "geo:51.19043,35.26821;u=35",
    "https://www.google.com/maps/@51.19043,35.26821,15z",
    "https://www.google.com/maps/place/X/@50.1,30.2,15z/data=!3d51.19043!4d35.26821",
    "https://maps.google.com/?q=51.19043,35.26821",
    "https://www.google.com/maps/search/?api=1&query=51.19043%2C35.26821",
    "https://www.openstreetmap.org/#map=15/51.19043/35.26821",
    "https://www.openstreetmap.org/?mlat=51.19043&mlon=35.26821#map=12/50/30",
    "https://yandex.ru/maps/?ll=35.26821%2C51.19043&z=15",
    "https://yandex.ru/maps/?pt=35.26821,51.19043&ll=30.1,50.2&z=15",
    "https://2gis.ru/kursk?m=35.26821%2C51.19043%2F15",
    "https://www.bing.com/maps?cp=51.19043~35.26821&lvl=15",
    "https://maps.apple.com/?ll=51.19043,35.26821",
    "http://wikimapia.org/#lang=en&lat=51.19043&lon=35.26821&z=15",
    "https://satellites.pro/#51.19043,35.26821,15",
]


@pytest.mark.parametrize("text", SAME_POINT)
def test_every_notation_names_the_same_point(text: str) -> None:
    found = coordinates.parse(text)
    assert float(found.latitude) == pytest.approx(51.19043, abs=1e-6)
    assert float(found.longitude) == pytest.approx(35.26821, abs=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sudzha",
        "51.19043",
        "91.0, 35.0",
        "51.0, 181.0",
        "51.2N 35.1N",
        "51 61 00 N 35 16 05 E",
        "51,190,35,268",
        "https://example.org/page",
        "36U XC 240 1853",
        "36I XC 24058 18538",
        "1, 2, 3",
    ],
)
def test_what_is_not_a_coordinate_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UsageError, match=r"“.*”.+\."):
        coordinates.parse(text)


def test_given_digits_are_kept() -> None:
    found = coordinates.parse("-05.10, +007.0")
    assert (found.latitude, found.longitude) == ("-5.10", "7.0")


@pytest.mark.parametrize(
    ("reference", "latitude", "longitude"),
    # Published references of two landmarks, and the crossing of equator and central meridian of zone 31.
    [
        ("31U DQ 48251 11932", 48.85825, 2.29450),
        ("18S UJ 23394 07396", 38.89767, -77.03655),
        ("31N EA 00000 00000", 0.0, 3.0),
    ],
)
def test_mgrs_reads_published_references(reference: str, latitude: float, longitude: float) -> None:
    square = mgrs.read(reference)
    assert distance_m(square.latitude, square.longitude, latitude, longitude) < 12
    assert mgrs.write(latitude, longitude)[:6] == reference[:6]


latitudes = st.floats(-79.9, 83.9).map(lambda v: round(v, 7))
longitudes = st.floats(-180, 179.9999).map(lambda v: round(v, 7))


@given(latitudes, longitudes)
def test_mgrs_comes_back_within_its_square(latitude: float, longitude: float) -> None:
    square = mgrs.read(mgrs.write(latitude, longitude))
    assert distance_m(latitude, longitude, square.latitude, square.longitude) < 1.0


@given(latitudes, longitudes)
def test_utm_is_exact_to_a_millimetre(latitude: float, longitude: float) -> None:
    back = mgrs.from_utm(mgrs.to_utm(latitude, longitude))
    turned = (back[1] - longitude + 180) % 360 - 180
    assert abs(back[0] - latitude) < 1e-8 and abs(turned) < 1e-7


@given(latitudes, longitudes)
def test_a_plus_code_holds_its_point(latitude: float, longitude: float) -> None:
    cell = plus_codes.read(plus_codes.write(latitude, longitude))
    assert abs(cell.latitude - latitude) <= cell.height / 2 + 1e-9
    assert abs((cell.longitude - longitude + 180) % 360 - 180) <= cell.width / 2 + 1e-9


@example(2.0, -180.0)
@given(latitudes, longitudes)
def test_what_is_written_is_read_again(latitude: float, longitude: float) -> None:
    for _, text in coordinates.notations(f"{latitude:.7f}", f"{longitude:.7f}"):
        found = coordinates.parse(text)
        assert distance_m(latitude, longitude, float(found.latitude), float(found.longitude)) < 12


@given(st.text(max_size=60))
def test_any_text_gives_a_point_or_a_sentence(text: str) -> None:
    try:
        found = coordinates.parse(text)
    except UsageError:
        return
    assert abs(float(found.latitude)) <= 90 and abs(float(found.longitude)) <= 180
