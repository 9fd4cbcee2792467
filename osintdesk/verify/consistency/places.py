"""Whether the places in a file are possible, agree with each other, and with the place that is claimed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from osintdesk.core.i18n import N_, _
from osintdesk.core.readings import Fact
from osintdesk.verify.consistency.subject import INFO, LOOK, STRONG, Check, Subject, place_of

Found = Iterator[tuple[str, str, Sequence[Fact]]]

_EARTH = 6_371_008.8
_APART = 200.0
_FAR_APART = 20_000.0
_CLAIM_RADIUS = 20_000.0
_LOWEST, _HIGHEST = -500.0, 9_000.0


@dataclass(frozen=True, slots=True)
class Place:
    """One position that the file states, in degrees, with the facts that say so and where they stand."""

    latitude: float
    longitude: float
    facts: tuple[Fact, ...]
    where: str


def places_of(subject: Subject) -> list[Place]:
    """Every position that is on the globe and not 0, 0; latitude and longitude paired by where they stand."""
    return [
        place
        for place in _stated(subject)
        if _possible(place) and (abs(place.latitude) > 1e-4 or abs(place.longitude) > 1e-4)
    ]


def _stated(subject: Subject) -> list[Place]:
    found, rest = [], list(subject.all("longitude"))
    for latitude in subject.all("latitude"):
        longitude = next((fact for fact in rest if place_of(fact) == place_of(latitude)), None)
        if longitude is None:
            continue
        rest.remove(longitude)
        try:
            found.append(
                Place(float(latitude.value), float(longitude.value), (latitude, longitude), place_of(latitude))
            )
        except ValueError:
            continue
    return found


def _possible(place: Place) -> bool:
    return math.isfinite(place.latitude + place.longitude) and abs(place.latitude) <= 90 and abs(place.longitude) <= 180


def distance(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Metres along the great circle (haversine), on a sphere of the mean radius."""
    lat1, lon1, lat2, lon2 = (math.radians(value) for value in (*first, *second))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))


def zone_at(latitude: float, longitude: float, local: datetime) -> tuple[str, timedelta | None]:
    """Name of the time zone at a place, and its offset when its clocks showed `local`."""
    from tzfpy import get_tz

    name = get_tz(longitude, latitude)
    try:
        return name, ZoneInfo(name).utcoffset(local.replace(tzinfo=None))
    except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return _("by longitude"), timedelta(hours=round(longitude / 15))


def metres(length: float) -> str:
    return (
        f"{length / 1000:,.0f}\u202fkm".replace(",", "\u202f")
        if length >= 9_950
        else f"{length:.0f}\u202fm"
        if length < 1000
        else f"{length / 1000:.1f}\u202fkm"
    )


def _null_island(subject: Subject) -> Found:
    for place in _stated(subject):
        if abs(place.latitude) <= 1e-4 and abs(place.longitude) <= 1e-4:
            yield INFO, _("The position is 0° N 0° E: the receiver had none, and wrote zeros."), place.facts
            return


def _reference_missing(subject: Subject) -> Found:
    missing = [fact for fact in subject.all("latitude_ref", "longitude_ref") if fact.value == "missing"]
    if missing:
        yield LOOK, _("The position lacks its letter (N, S, E or W): which hemisphere is meant is not stated."), missing


def _out_of_range(subject: Subject) -> Found:
    for place in _stated(subject):
        if not _possible(place):
            text = _("The position {latitude:g}, {longitude:g} is not on the globe.")
            yield LOOK, text.format(latitude=place.latitude, longitude=place.longitude), place.facts


def _altitude(subject: Subject) -> Found:
    for fact in subject.all("altitude"):
        try:
            height = float(fact.value)
        except ValueError:
            continue
        if not _LOWEST <= height <= _HIGHEST:
            yield LOOK, _("The recorded altitude is {height:.0f} m.").format(height=height), (fact,)
            return


def _sources_disagree(subject: Subject) -> Found:
    pairs = (
        (distance((a.latitude, a.longitude), (b.latitude, b.longitude)), a, b)
        for a, b in combinations(places_of(subject)[:12], 2)
    )
    apart, one, two = max(pairs, key=lambda pair: pair[0], default=(0.0, None, None))
    if one is not None and two is not None and apart > _APART:
        text = _("Two places in the file state positions {distance} apart: {one} and {two}.")
        words = text.format(distance=metres(apart), one=one.where, two=two.where)
        yield (STRONG if apart > _FAR_APART else LOOK), words, (*one.facts, *two.facts)


def _claim(subject: Subject) -> Found:
    places = places_of(subject)
    if not places or not subject.claimed_places:
        return
    nearest = min(distance((p.latitude, p.longitude), claimed) for p in places for claimed in subject.claimed_places)
    if nearest > _CLAIM_RADIUS:
        text = _("The recorded position is {distance} from the place that is claimed.")
        yield LOOK, text.format(distance=metres(nearest)), places[0].facts


PLACE_CHECKS = (
    Check(
        "GPS_NULL_ISLAND", N_("Is the position 0, 0?"), N_("No satellite fix when the picture was taken."), _null_island
    ),
    Check(
        "GPS_REF_MISSING",
        N_("Is the hemisphere stated?"),
        N_("Some programs drop the letter when they copy positions."),
        _reference_missing,
    ),
    Check(
        "GPS_OUT_OF_RANGE",
        N_("Is the position on the globe?"),
        N_("A damaged or carelessly written position."),
        _out_of_range,
    ),
    Check(
        "GPS_ALTITUDE_IMPLAUSIBLE",
        N_("Is the altitude possible for a camera?"),
        N_("A poor satellite fix, a unit written wrongly, or a picture from an aircraft."),
        _altitude,
    ),
    Check(
        "GPS_SOURCES_DISAGREE",
        N_("Do all positions in the file agree?"),
        N_("One of them was written later, or marks another moment of a long recording."),
        _sources_disagree,
    ),
    Check(
        "PLACE_CLAIM_MISMATCH",
        N_("Does the position fit the claimed place?"),
        N_("The claimed place is meant loosely, or the position is that of an earlier fix or of the editing."),
        _claim,
    ),
)
