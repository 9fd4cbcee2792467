"""The beginning and the end of examining a file: what its first bytes say, and what follows from all readings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from osintdesk.media.facts import facts_of
from osintdesk.media.kinds import sniff
from osintdesk.media.results import Examined


def sniffed(path: Path) -> Examined:
    """Kind, format and size; with a reason when the file is empty or cannot be read."""
    try:
        kind, size = sniff(path), path.stat().st_size
    except OSError as error:
        reason = f"The file cannot be read: {error.strerror}."
        return Examined("other", "application/octet-stream", "unknown", reason=reason)
    empty = None if size else "The file is empty."
    return Examined(kind.kind, kind.mime, kind.format, size, reason=empty)


def completed(examined: Examined) -> Examined:
    """With the facts that follow from all readings, and the sizes and times that they give."""
    facts = facts_of(examined.readings)
    first = {name: found[0].value for name, found in facts.items() if found}
    return replace(
        examined,
        facts=facts,
        width=examined.width or _whole(first.get("width")),
        height=examined.height or _whole(first.get("height")),
        orientation=_orientation(first, examined.orientation),
        duration=_seconds(first.get("duration")) or examined.duration,
        frame_count=examined.frame_count or _whole(first.get("frame_count")),
    )


def _whole(value: str | None) -> int | None:
    number = _seconds(value)
    return int(number) if number else None


def _seconds(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if 0 < number < 1e12 else None


def _orientation(first: dict[str, str], known: int) -> int:
    value = first.get("orientation", "")
    return int(value) if value in {"2", "3", "4", "5", "6", "7", "8"} else known
