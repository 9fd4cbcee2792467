"""The records as one edition may tell them: roles for names, coordinates rounded. What is cut here is nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from osintdesk.core.domain import Arrival, Contents, Json, Person, Place, Record, SavedSearch, Step
from osintdesk.core.records import Records
from osintdesk.report.options import Options

_PEOPLE_FIELDS = frozenset({"id", "by", "decided_by", "collected_by", "assigned_to", "captured_by", "public_key"})
_COORDINATES = frozenset({"latitude", "longitude", "lat", "lon", "lng"})
_POSITIONS = frozenset(
    {"altitude", "location", "gps_img_direction", "mgrs", "plus_code", "bearing", "position", "coordinates", "radius_m"}
)  # fmt: skip


def edition(records: Records, options: Options, names: Mapping[str, str]) -> Records:
    """`records` with names of people replaced and, when places are rounded, every coordinate rounded."""
    return Records(
        told(record, options, names) for cls in _tables(records) for record in records.all(cls, deleted=True)
    )


def _tables(records: Records) -> list[type[Record]]:
    from osintdesk.core.domain import ENTITIES

    return [cls for cls in ENTITIES.values() if cls is not SavedSearch]


def told(record: Record, options: Options, names: Mapping[str, str]) -> Record:
    changed = {f.name: v for f in fields(record) if (v := _clean(record, f.name, options, names)) is not _SAME}
    return replace(record, **changed) if changed else record


_SAME: Any = object()


def _clean(record: Record, name: str, options: Options, names: Mapping[str, str]) -> Any:
    value = getattr(record, name)
    if not value or isinstance(value, bool | int):
        return _SAME
    if isinstance(record, Arrival) and name in {"folder", "raw_name"}:
        return ""
    if isinstance(record, Person):
        return _SAME
    new = value
    if options.place_decimals is not None:
        new = _coarse(record, name, new, options.place_decimals)
    if names and name not in _PEOPLE_FIELDS:
        new = _renamed(new, names)
    return _SAME if new == value else new


def _coarse(record: Record, name: str, value: Json, places: int) -> Json:
    if isinstance(record, Place | Step) and name in _COORDINATES:
        return rounded(value, places)
    if isinstance(record, Place) and name in {"bearing", "bearing_error", "view_angle"}:
        return ""
    if isinstance(record, Contents) and name == "facts":
        return _coarse_facts(value, places)
    return _coarse_json(value, places) if name in {"parameters", "output", "facts"} else value


def rounded(value: Json, places: int) -> str:
    """A coordinate with so many decimals; empty when it is no plain number."""
    try:
        return f"{float(str(value)):.{places}f}"
    except ValueError:
        return ""


def _coarse_facts(facts: Json, places: int) -> Json:
    if not isinstance(facts, dict):
        return facts
    return {name: _fact_values(name, values, places) for name, values in facts.items()}


def _fact_values(name: str, values: Json, places: int) -> Json:
    if name not in _COORDINATES | _POSITIONS or not isinstance(values, list):
        return values
    return [
        {**v, "value": rounded(v.get("value"), places) if name in _COORDINATES else ""}
        for v in values
        if isinstance(v, dict)
    ]


def _coarse_json(value: Json, places: int) -> Json:
    """Named coordinates rounded and other positions dropped, however deep."""
    if isinstance(value, dict):
        if value.get("name") in _COORDINATES | _POSITIONS:
            return {**value, "value": rounded(value.get("value"), places) if value["name"] in _COORDINATES else ""}
        return {
            k: rounded(v, places) if k in _COORDINATES and not isinstance(v, dict | list) else _coarse_json(v, places)
            for k, v in value.items()
            if k not in _POSITIONS
        }
    return [_coarse_json(item, places) for item in value] if isinstance(value, list) else value


def _renamed(value: Json, names: Mapping[str, str]) -> Json:
    match value:
        case str():
            for name, role in names.items():
                if name in value:
                    value = value.replace(name, role)
            return value
        case dict():
            return {key: _renamed(item, names) for key, item in value.items()}
        case list():
            return [_renamed(item, names) for item in value]
        case _:
            return value
