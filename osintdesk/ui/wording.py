"""How times, lengths and names are written on the screen: one place, so that every page says them alike."""

from __future__ import annotations

from datetime import UTC, datetime

from osintdesk.core import instants
from osintdesk.core.domain import Contents, Media
from osintdesk.core.i18n import _
from osintdesk.core.text import isolate, size

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# The names of actions are imperatives (“Attach EX-0003 to …”); a message says that it was done.
_DONE = {
    "Accept": "Accepted", "Add": "Added", "Annotate": "Annotated", "Ask": "Asked", "Assess": "Assessed",
    "Attach": "Attached", "Change": "Changed", "Confirm": "Confirmed", "Decide": "Decided", "Describe": "Described",
    "Detach": "Detached", "Dismiss": "Dismissed", "Edit": "Edited", "Import": "Imported", "Keep": "Kept",
    "Link": "Linked", "Make": "Made", "Mark": "Marked", "Move": "Moved", "Redo": "Redid", "Reject": "Rejected",
    "Remove": "Removed", "Rename": "Renamed", "Reopen": "Reopened", "Review": "Reviewed", "Set": "Set", "Tag": "Tagged",
    "Undo": "Undid", "Unlink": "Unlinked", "Write": "Wrote",
}  # fmt: skip


def done_sentence(label: str) -> str:
    """`Attached EX-0003 to Low-flying jets.` from `Attach EX-0003 to Low-flying jets`."""
    verb, space, rest = label.partition(" ")
    return f"{_DONE.get(verb, verb)}{space}{rest}".rstrip(".") + "."


def count(number: int) -> str:
    """`1,248`."""
    return f"{number:,}"


def length(milliseconds: int | None) -> str:
    """`1:52`, `1:02:07`; empty when not known."""
    if milliseconds is None:
        return ""
    seconds = round(milliseconds / 1000)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def spoken_length(milliseconds: int | None) -> str:
    """`1 min 52 s`, for screen readers."""
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return (_("{m} min {s} s") if minutes else _("{s} s")).format(m=minutes, s=seconds)


def timecode(milliseconds: int) -> str:
    """`00:01:52.480`."""
    seconds, milli = divmod(milliseconds, 1000)
    hours, rest = divmod(seconds, 3600)
    return f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}.{milli:03d}"


def short_time(text: str, *, now: datetime | None = None) -> str:
    """`6 Aug 18:52` in UTC, with the year when it is not this one; empty for an empty text."""
    if not text:
        return ""
    moment = instants.parse(text).astimezone(UTC)
    year = "" if moment.year == (now or datetime.now(UTC)).year else f" {moment.year}"
    return f"{moment.day} {_(MONTHS[moment.month - 1])}{year} {moment:%H:%M}"


def day(text: str) -> str:
    """`6 Aug 2024` in UTC."""
    moment = instants.parse(text).astimezone(UTC)
    return f"{moment.day} {_(MONTHS[moment.month - 1])} {moment.year}"


def long_time(text: str, zone: str = "UTC") -> str:
    """`6 Aug 2024, 18:52 UTC (21:52 MSK)`."""
    shown = instants.shown(text, zone)
    return f"{day(text)}, {shown[11:]}"


def dimensions(contents: Contents | None) -> str:
    """`1920 × 1080`; empty when not known."""
    if contents is None or not contents.width or not contents.height:
        return ""
    return isolate(f"{contents.width} × {contents.height}")


def file_facts(media: Media, contents: Contents | None) -> str:
    """`1920 × 1080, 25 fps, 61 MB`: what is known of the file in one line."""
    rate = f"{float(contents.frame_rate):g} fps" if contents and _is_number(contents.frame_rate) else ""
    return ", ".join(part for part in (dimensions(contents), rate, size(media.size)) if part)


def _is_number(text: str) -> bool:
    try:
        return float(text) > 0
    except ValueError:
        return False
