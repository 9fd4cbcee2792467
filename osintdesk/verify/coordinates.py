"""Coordinates in every usual notation: decimal degrees, degrees with minutes and seconds, MGRS, full plus codes,
`geo:` links and the links of the common map sites. Read offline: a link is taken apart, never opened.

Latitude comes first unless letters (N, S, E, W) or the notation say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from osintdesk.core.domain import decimal
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import N_
from osintdesk.verify import mgrs, plus_codes

_PLACES = 7


@dataclass(frozen=True, slots=True)
class Coordinates:
    """WGS 84 degrees as decimal strings with the digits that were given, and the notation they were read from."""

    latitude: str
    longitude: str
    notation: str


def parse(text: str) -> Coordinates:
    """The point that the text names; UsageError with the notations that are understood."""
    cleaned = _cleaned(text)
    for reader in (_link, _plus_code, _mgrs, _decimal, _sexagesimal):
        found = reader(cleaned)
        if found is not None:
            return _checked(found, text)
    raise UsageError(
        f"“{text.strip()}” is not a coordinate. Write it like 51.19043, 35.26821 or 51°11′25.5″N 35°16′5.6″E, "
        "as MGRS, plus code or map link."
    )


def _cleaned(text: str) -> str:
    for odd, plain in _SPELLINGS.items():
        text = text.replace(odd, plain)
    return " ".join(text.split())


_SPELLINGS = {
    "′": "'", "’": "'", "‘": "'", "ʹ": "'", "`": "'", "´": "'", "″": '"', "”": '"', "“": '"', "ʺ": '"', "''": '"',
    "º": "°", "˚": "°", "−": "-", "–": "-", "\u200e": "", "\u200f": "", "\u2066": "", "\u2069": "", "\u202a": "",
    "\u202c": "", "⟂": "",
}  # fmt: skip


def _checked(found: Coordinates, text: str) -> Coordinates:
    if abs(float(found.latitude)) > 90:
        raise UsageError(f"“{text.strip()}” has a latitude of {found.latitude}°; it lies between -90 and 90.")
    if abs(float(found.longitude)) > 180:
        raise UsageError(f"“{text.strip()}” has a longitude of {found.longitude}°; it lies between -180 and 180.")
    return found


_NUMBER = r"[+-]?\d{1,3}(?:[.,]\d+)?"
_DECIMAL = re.compile(
    rf"(?P<h1>[NSEW])?\s*(?P<a>{_NUMBER})\s*°?\s*(?P<t1>[NSEW])?\s*(?P<by>[,;/|]\s|[,;/|]|\s)\s*"
    rf"(?P<h2>[NSEW])?\s*(?P<b>{_NUMBER})\s*°?\s*(?P<t2>[NSEW])?\Z",
    re.IGNORECASE,
)


def _decimal(text: str) -> Coordinates | None:
    found = _DECIMAL.match(text)
    if not found or _ambiguous(text):
        return None
    first = _signed(found["a"], found["h1"] or found["t1"])
    second = _signed(found["b"], found["h2"] or found["t2"])
    return _ordered(first, second, found["h1"] or found["t1"], found["h2"] or found["t2"], N_("decimal"))


def _ambiguous(text: str) -> bool:
    """`51,190,35,268`: commas that may be either; nothing is guessed."""
    return text.count(",") > 1 and "." not in text and ";" not in text and not re.search(r",\s|\s\d", text)


def _signed(number: str, letter: str | None) -> str:
    value = number.replace(",", ".").lstrip("+")
    if letter and letter.upper() in "SW" and float(value) > 0:
        value = "-" + value
    return _plain(value)


def _plain(value: str) -> str:
    """Without leading zeros, the given digits kept; `-0.0` is `0.0`."""
    sign = "-" if value.startswith("-") and float(value) != 0 else ""
    whole, dot, rest = value.lstrip("-").partition(".")
    return sign + (whole.lstrip("0") or "0") + dot + rest


def _ordered(first: str, second: str, one: str | None, two: str | None, notation: str) -> Coordinates | None:
    letters = ((one or "").upper(), (two or "").upper())
    axes = tuple("" if not x else "lat" if x in "NS" else "lon" for x in letters)
    if axes[0] and axes[0] == axes[1]:
        return None
    if axes[0] == "lon" or axes[1] == "lat":
        return Coordinates(second, first, notation)
    return Coordinates(first, second, notation)


_ANGLE = (
    r"(?P<h{n}>[NSEW])?\s*(?P<sign{n}>[+-]?)(?P<d{n}>\d{{1,3}})\s*[°:\s]\s*(?P<m{n}>\d{{1,2}}(?:[.,]\d+)?)"
    r"(?:\s*[':\s]\s*(?:(?P<s{n}>\d{{1,2}}(?:[.,]\d+)?)\s*\"?)?)?\s*(?P<t{n}>[NSEW])?"
)
_SEXAGESIMAL = re.compile(_ANGLE.format(n=1) + r"\s*[,;/]?\s*" + _ANGLE.format(n=2) + r"\Z", re.IGNORECASE)


def _sexagesimal(text: str) -> Coordinates | None:
    found = _SEXAGESIMAL.match(text)
    if not found:
        return None
    first, second = _angle(found, 1), _angle(found, 2)
    if first is None or second is None:
        return None
    one, two = found["h1"] or found["t1"], found["h2"] or found["t2"]
    return _ordered(first, second, one, two, N_("degrees, minutes, seconds"))


def _angle(found: re.Match[str], n: int) -> str | None:
    minutes = float(found[f"m{n}"].replace(",", "."))
    seconds = float((found[f"s{n}"] or "0").replace(",", "."))
    if minutes >= 60 or seconds >= 60:
        return None
    letter = (found[f"h{n}"] or found[f"t{n}"] or "").upper()
    value = int(found[f"d{n}"]) + minutes / 60 + seconds / 3600
    return decimal(-value if found[f"sign{n}"] == "-" or letter in {"S", "W"} else value, _PLACES)


def _mgrs(text: str) -> Coordinates | None:
    if not re.match(r"\d{1,2}\s*[C-HJ-NP-X]\s*[A-HJ-NP-Z]{2}[\s\d]*\Z", text, re.IGNORECASE):
        return None
    square = mgrs.read(text)
    return _numbers(square.latitude, square.longitude, N_("MGRS"))


def _plus_code(text: str) -> Coordinates | None:
    if not plus_codes.looks_like(text):
        return None
    cell = plus_codes.read(text)
    return _numbers(cell.latitude, cell.longitude, N_("plus code"))


def _numbers(latitude: float, longitude: float, notation: str) -> Coordinates:
    return Coordinates(decimal(latitude, _PLACES), decimal(longitude, _PLACES), notation)


_PAIR = r"(-?\d{1,3}(?:\.\d+)?)[,~/\s+]\s*(-?\d{1,3}(?:\.\d+)?)"


@dataclass(frozen=True, slots=True)
class _LinkRule:
    """Where a map link keeps its point: the hosts (any when empty), a pattern, and whether longitude is first."""

    hosts: str
    pattern: str
    longitude_first: bool = False


_LINK_RULES = (
    _LinkRule(r"google\.|goo\.gl", r"!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)"),
    _LinkRule(r"yandex\.", rf"[?&](?:pt|whatshere\[point\]|ll)={_PAIR}", longitude_first=True),
    _LinkRule(r"2gis\.", rf"[?&]m={_PAIR}", longitude_first=True),
    _LinkRule(r"2gis\.", rf"/geo/(?:\d+/)?{_PAIR}", longitude_first=True),
    _LinkRule("", r"[?&]mlat=(-?\d+(?:\.\d+)?)&mlon=(-?\d+(?:\.\d+)?)"),
    _LinkRule("", r"[?&#]lat(?:itude)?=(-?\d+(?:\.\d+)?)&(?:lon|lng|long|longitude)=(-?\d+(?:\.\d+)?)"),
    _LinkRule("", rf"[?&#](?:q|query|ll|sll|center|coordinate|daddr|cbll|cp|viewpoint)=(?:loc:)?{_PAIR}"),
    _LinkRule("", rf"@{_PAIR}"),
    _LinkRule("", rf"#(?:map=)?\d+(?:\.\d+)?/{_PAIR}"),
    _LinkRule("", rf"/(?:place|search)/{_PAIR}"),
    _LinkRule("", rf"#{_PAIR}"),
)


def _link(text: str) -> Coordinates | None:
    if text.lower().startswith("geo:"):
        found = re.match(rf"{_PAIR}", text[4:])
        return Coordinates(_plain(found[1]), _plain(found[2]), N_("geo link")) if found else None
    if not re.match(r"https?://", text, re.IGNORECASE):
        return None
    host, address = (urlsplit(text).hostname or ""), unquote(text)
    for rule in _LINK_RULES:
        found = re.search(rule.pattern, address) if re.search(rule.hosts, host) else None
        if found:
            first, second = _plain(found[1]), _plain(found[2])
            pair = (second, first) if rule.longitude_first else (first, second)
            return Coordinates(*pair, N_("map link"))
    return None


def sexagesimal(latitude: str, longitude: str) -> str:
    """`51°11′25.5″N 35°16′5.6″E`."""
    return f"{_dms(float(latitude), 'NS')} {_dms(float(longitude), 'EW')}"


def _dms(value: float, letters: str) -> str:
    tenths = round(abs(value) * 36000)
    degrees, rest = divmod(tenths, 36000)
    minutes, seconds = divmod(rest, 600)
    return f"{degrees}°{minutes}′{seconds / 10:.1f}″{letters[value < 0]}"


def plain(latitude: str, longitude: str) -> str:
    """`51.19043, 35.26821`."""
    return f"{latitude}, {longitude}"


def notations(latitude: str, longitude: str) -> list[tuple[str, str]]:
    """The same point in every notation that can write it: (name, text)."""
    lat, lon = float(latitude), float(longitude)
    written: list[tuple[str, Callable[[], str]]] = [
        (N_("decimal"), lambda: plain(latitude, longitude)),
        (N_("degrees, minutes, seconds"), lambda: sexagesimal(latitude, longitude)),
        (N_("MGRS"), lambda: mgrs.write(lat, lon)),
        (N_("plus code"), lambda: plus_codes.write(lat, lon)),
    ]
    result = []
    for name, write in written:
        try:
            result.append((name, write()))
        except UsageError:
            continue  # MGRS does not reach the poles
    return result
