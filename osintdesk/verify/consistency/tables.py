"""The dated tables behind the checks: times in file names, release dates of devices, editors, traces of platforms.

They are text files beside the program; a user's own files of the same names are read in addition and go first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from osintdesk.core.readings import Fact
from osintdesk.core.resources import resource_path
from osintdesk.verify.consistency.moments import EAST, WEST, Moment
from osintdesk.verify.consistency.subject import Subject

_own_folder: Path | None = None


def use_own_tables(folder: Path | None) -> None:
    """Read the user's own tables from `folder` as well (None: only those that came with the program)."""
    global _own_folder
    _own_folder = folder
    _table.cache_clear()
    _editors.cache_clear()
    _traces.cache_clear()


@cache
def _table(name: str) -> dict[str, list[dict[str, Any]]]:
    """All entries of the own and the delivered table; a broken own table is an error that names the line."""
    merged: dict[str, list[dict[str, Any]]] = {}
    for folder in (_own_folder, resource_path("metadata")):
        path = folder / name if folder is not None else None
        if path is not None and path.is_file():
            for key, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
                if isinstance(entries, list):
                    merged.setdefault(key, []).extend(entry for entry in entries if isinstance(entry, dict))
    return merged


@dataclass(frozen=True, slots=True)
class NamedTime:
    """A time read from a file name. `meaning`: captured (by the camera) or saved (when it was received or exported)."""

    local: datetime
    zone: str
    meaning: str
    day_only: bool

    def shown(self) -> str:
        text = f"{self.local:%Y-%m-%d}" if self.day_only else f"{self.local:%Y-%m-%d %H:%M:%S}"
        return text + (" UTC" if self.zone == "utc" else "")

    def conflict(self, taken: Moment, *, tolerance: timedelta) -> timedelta | None:
        """How far the name is from `taken` when no zone explains it; None when they fit.

        A saved name only conflicts when it is earlier than the taking.
        """
        if self.meaning == "saved":
            early = taken.earliest - (self._latest() + tolerance)
            return early if early > timedelta() else None
        gap = taken.local - self.local
        if self.zone != "utc" and taken.offset is None and not self.day_only:
            return gap if abs(gap) > tolerance else None
        if self.zone == "utc" and taken.utc is not None:
            exact = taken.utc.replace(tzinfo=None) - self.local
            return exact if abs(exact) > tolerance else None
        if self.zone == "local" and taken.offset:
            return gap if abs(gap) > tolerance else None
        return None if _some_zone(gap, tolerance) else gap

    def _latest(self) -> datetime:
        day = timedelta(days=1) if self.day_only else timedelta()
        return (self.local + day - (timedelta() if self.zone == "utc" else WEST)).replace(tzinfo=UTC)


def _some_zone(gap: timedelta, tolerance: timedelta) -> bool:
    quarter = timedelta(minutes=15)
    nearest = round(gap / quarter) * quarter
    return abs(gap - nearest) <= tolerance and WEST <= nearest <= EAST


def file_name_times(name: str) -> Iterator[NamedTime]:
    """The time in a file name, by the first pattern of the table that fits."""
    for entry in _table("file-names.toml").get("name", ()):
        found = re.search(entry["pattern"], name, re.IGNORECASE)
        if found:
            named = _named(found, entry)
            if named is not None:
                yield named
                return


def _named(found: re.Match[str], entry: dict[str, Any]) -> NamedTime | None:
    parts = {key: int(value) for key, value in found.groupdict().items() if value}
    try:
        hour, minute, second = (parts[key] for key in ("H", "M", "S")) if "H" in parts else (0, 0, 0)
        local = datetime(parts["y"], parts["m"], parts["d"], hour, minute, second)  # noqa: DTZ001 - a clock of unknown zone
    except (ValueError, KeyError):
        return None
    return NamedTime(local, entry.get("zone", "local"), entry.get("meaning", "captured"), "H" not in parts)


@dataclass(frozen=True, slots=True)
class Device:
    """A device or a firmware that did not exist before `released`."""

    name: str
    released: date
    source: str
    firmware: bool = False


def known_devices(make: str, model: str, software: str) -> Iterator[Device]:
    """The entry of the table for this model, and that for its firmware."""
    table = _table("devices.toml")
    for entry in table.get("device", ()):
        if re.fullmatch(entry["model"], model.strip(), re.IGNORECASE) and entry.get("make", "").lower() in make.lower():
            yield Device(entry["name"], _day(entry["released"]), entry["source"])
            break
    for entry in table.get("firmware", ()):
        if (
            re.fullmatch(entry["software"], software.strip(), re.IGNORECASE)
            and entry.get("make", "").lower() in make.lower()
        ):
            yield Device(entry["name"], _day(entry["released"]), entry["source"], firmware=True)
            break


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


@cache
def _editors() -> tuple[tuple[re.Pattern[str], str], ...]:
    entries = _table("software.toml").get("editor", ())
    return tuple((re.compile(entry["pattern"], re.IGNORECASE), entry["name"]) for entry in entries)


def editor_named(text: str) -> str | None:
    """The editing program that `text` names."""
    return next((name for pattern, name in _editors() if pattern.search(text)), None)


_MUXERS = re.compile(
    r"\bLav[fc]\b|\bLav[fc]\d|HandBrake|\bx26[45] - core|\bx265 \(build|libx26[45]|mkvmerge|\bGPAC\b|MP4Box",
    re.IGNORECASE,
)


def names_library_muxer(text: str) -> bool:
    """Whether a writer's name is that of a conversion library or program, which no camera carries."""
    return bool(_MUXERS.search(text))


@cache
def _screens() -> frozenset[tuple[int, int]]:
    entries = _table("screens.toml").get("screen", ())
    return frozenset((int(entry["width"]), int(entry["height"])) for entry in entries)


def is_phone_screen(width: float | None, height: float | None) -> bool:
    size = (int(width or 0), int(height or 0))
    return size in _screens() or size[::-1] in _screens()


@dataclass(frozen=True, slots=True)
class Trace:
    """A structural trace that a platform is known to leave. All of `needs` must fit: fact (or `name`) → pattern."""

    code: str
    platform: str
    why: str
    dated: str
    source: str
    needs: tuple[tuple[str, re.Pattern[str]], ...]
    absent: tuple[str, ...] = ()


@cache
def _traces() -> tuple[Trace, ...]:
    return tuple(
        Trace(
            entry["code"],
            entry["platform"],
            entry["why"],
            str(entry["dated"]),
            entry.get("source", ""),
            tuple((key, re.compile(pattern, re.IGNORECASE)) for key, pattern in entry["needs"].items()),
            tuple(entry.get("absent", ())),
        )
        for entry in _table("platform-traces.toml").get("trace", ())
    )


def traces_of(subject: Subject) -> Iterator[tuple[Trace, tuple[Fact, ...]]]:
    """Every trace of the table that the file shows, with the facts that show it."""
    for trace in _traces():
        facts = [_shown(subject, key, pattern) for key, pattern in trace.needs]
        if all(fact is not None for fact in facts) and not subject.all(*trace.absent):
            yield trace, tuple(fact for fact in facts if fact)


def _shown(subject: Subject, key: str, pattern: re.Pattern[str]) -> Fact | None:
    if key == "file_name":
        return Fact(key, subject.name, "file name") if pattern.search(subject.name) else None
    if key == "long_side":
        side = max(subject.number("width") or 0, subject.number("height") or 0)
        return Fact(key, f"{side:.0f}", "width and height") if pattern.fullmatch(f"{side:.0f}") else None
    if key in {"format", "kind"}:
        value = subject.format if key == "format" else subject.kind
        return Fact(key, value, "first bytes") if pattern.fullmatch(value) else None
    return next((fact for fact in subject.all(key) if pattern.search(fact.value)), None)
