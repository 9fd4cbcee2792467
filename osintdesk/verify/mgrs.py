"""The Military Grid Reference System on WGS 84, between 80° south and 84° north (UTM; the poles are not covered).

Transverse Mercator after Karney, "Transverse Mercator with an accuracy of a few nanometers" (J. Geodesy 85, 2011),
equations 7 to 36, series to the third order of n: below a millimetre inside a UTM zone.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from osintdesk.core.errors import UsageError

_A, _F = 6_378_137.0, 1 / 298.257223563
_N = _F / (2 - _F)
_RADIUS = _A / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ALPHA = (_N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16, 13 * _N**2 / 48 - 3 * _N**3 / 5, 61 * _N**3 / 240)
_BETA = (_N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96, _N**2 / 48 + _N**3 / 15, 17 * _N**3 / 480)
_E = math.sqrt(_F * (2 - _F))
_K0, _FALSE_EAST, _FALSE_NORTH = 0.9996, 500_000.0, 10_000_000.0

_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_TEXT = re.compile(r"(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z])([A-HJ-NP-V])\s*(\d{0,5})\s*(\d{0,5})\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Utm:
    zone: int
    north: bool
    easting: float
    northing: float


@dataclass(frozen=True, slots=True)
class Square:
    """The middle of a grid square in degrees, and the length of its side in metres."""

    latitude: float
    longitude: float
    side_m: float


def write(latitude: float, longitude: float, *, digits: int = 5) -> str:
    """`36U XC 24058 18538` with `digits` (0 to 5) digits per axis; UsageError beyond 80° S and 84° N."""
    if not -80 <= latitude <= 84:
        raise UsageError("MGRS is written between 80° south and 84° north only.")
    utm = to_utm(latitude, longitude)
    band = _BANDS[min(int((latitude + 80) // 8), 19)]
    column = _COLUMNS[(utm.zone - 1) % 3][int(utm.easting // 100_000) - 1]
    row = _ROWS[(int(utm.northing // 100_000) + (5 if utm.zone % 2 == 0 else 0)) % 20]
    parts = [f"{int(value % 100_000):05d}"[:digits] for value in (utm.easting, utm.northing)]
    return " ".join(part for part in (f"{utm.zone:02d}{band}", column + row, *parts) if part)


def read(text: str) -> Square:
    """The grid square that the text names; UsageError when it names none."""
    found = _TEXT.match(text.strip())
    if not found:
        raise UsageError(f"“{text}” is not an MGRS reference. Write it like 36U XC 24058 18538.")
    zone, band, column, row, east, north = found.groups()
    east, north = _halves(east + north, text)
    side = 10.0 ** (5 - len(east))
    easting = _column_start(int(zone), column.upper(), text) + int(east or 0) * side
    in_row = _row_start(int(zone), row.upper()) + int(north or 0) * side
    northing = _northing(int(zone), band.upper(), easting + side / 2, in_row + side / 2, text)
    latitude, longitude = from_utm(Utm(int(zone), True, easting + side / 2, northing))
    return Square(latitude, longitude, side)


def _halves(digits: str, text: str) -> tuple[str, str]:
    if len(digits) % 2:
        raise UsageError(f"“{text}” has an odd number of digits; an MGRS reference has as many east as north.")
    half = len(digits) // 2
    return digits[:half], digits[half:]


def _column_start(zone: int, letter: str, text: str) -> float:
    letters = _COLUMNS[(zone - 1) % 3]
    if not 1 <= zone <= 60 or letter not in letters:
        raise UsageError(f"“{text}” is not an MGRS reference: zone {zone} has no column {letter}.")
    return (letters.index(letter) + 1) * 100_000.0


def _row_start(zone: int, letter: str) -> float:
    return (_ROWS.index(letter) - (5 if zone % 2 == 0 else 0)) % 20 * 100_000.0


def _northing(zone: int, band: str, easting: float, in_row: float, text: str) -> float:
    """Rows repeat every 2 000 km: take the repetition in the latitude band (negative south of the equator)."""
    low = _BANDS.index(band) * 8 - 80
    high = 84 if band == "X" else low + 8
    for repetition in range(-5, 6):
        northing = in_row + repetition * 2_000_000.0
        # A square of 100 km may reach out of its band by a good degree.
        if low - 1.0 <= from_utm(Utm(zone, True, easting, northing))[0] <= high + 1.0:
            return northing
    raise UsageError(f"“{text}” is not an MGRS reference: its row lies outside band {band}.")


def zone_of(latitude: float, longitude: float) -> int:
    """The UTM zone, with the exceptions of Norway and Svalbard."""
    if 56 <= latitude < 64 and 3 <= longitude < 12:
        return 32
    if latitude >= 72 and 0 <= longitude < 42:
        return 31 + 2 * int((longitude + 3) // 12)
    return min(int((longitude + 180) // 6), 59) + 1


def to_utm(latitude: float, longitude: float) -> Utm:
    zone = zone_of(latitude, longitude)
    lam = math.radians(longitude - (zone * 6 - 183))
    tau = math.tan(math.radians(latitude))
    sigma = math.sinh(_E * math.atanh(_E * tau / math.hypot(1, tau)))
    tau_c = tau * math.hypot(1, sigma) - sigma * math.hypot(1, tau)
    xi, eta = math.atan2(tau_c, math.cos(lam)), math.asinh(math.sin(lam) / math.hypot(tau_c, math.cos(lam)))
    xi, eta = _series(xi, eta, _ALPHA)
    north = latitude >= 0
    northing = _K0 * _RADIUS * xi + (0.0 if north else _FALSE_NORTH)
    return Utm(zone, north, _K0 * _RADIUS * eta + _FALSE_EAST, northing)


def from_utm(utm: Utm) -> tuple[float, float]:
    """Latitude and longitude in degrees."""
    northing = utm.northing - (0.0 if utm.north else _FALSE_NORTH)
    xi, eta = northing / (_K0 * _RADIUS), (utm.easting - _FALSE_EAST) / (_K0 * _RADIUS)
    xi, eta = _series(xi, eta, tuple(-b for b in _BETA))
    tau_c = math.sin(xi) / math.hypot(math.sinh(eta), math.cos(xi))
    lam = math.atan2(math.sinh(eta), math.cos(xi))
    longitude = math.degrees(lam) + utm.zone * 6 - 183
    # The first and the last zone reach a little across the 180th meridian.
    return math.degrees(math.atan(_tau(tau_c))), longitude - 360 * round(longitude / 360)


def _series(xi: float, eta: float, coefficients: tuple[float, ...]) -> tuple[float, float]:
    pairs = list(enumerate(coefficients, start=1))
    return (
        xi + sum(c * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, c in pairs),
        eta + sum(c * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, c in pairs),
    )


def _tau(tau_c: float) -> float:
    """The tangent of the latitude from that of the conformal latitude, by Newton's method (Karney, equation 19)."""
    tau = tau_c
    for _ in range(5):
        sigma = math.sinh(_E * math.atanh(_E * tau / math.hypot(1, tau)))
        guess = tau * math.hypot(1, sigma) - sigma * math.hypot(1, tau)
        slope = (1 + (1 - _E**2) * tau**2) / ((1 - _E**2) * math.hypot(1, tau))
        tau += (tau_c - guess) / math.hypot(1, guess) * slope
    return tau
