"""What the log page shows: the custody log as rows under their days, filtered, and one entry in full."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Protocol

from osintdesk.core.domain import Json, Media, Ref, split_ref
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.ui.pages import phrases


class Entry(Protocol):
    """One line of the custody log, as the case file gives it."""

    @property
    def number(self) -> int: ...
    @property
    def replica(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def hash(self) -> str: ...
    @property
    def at(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def ref(self) -> Ref: ...
    @property
    def fields(self) -> dict[str, Json]: ...
    @property
    def why(self) -> str: ...
    @property
    def group(self) -> str: ...


KINDS: tuple[str, ...] = ("all", "changes", "reads", "imports")
_IMPORTED = frozenset({"media", "arrival", "contents"})


@dataclass(frozen=True, slots=True)
class LogRow:
    """One action: every entry that was written in one step, told in one line. `day` is set where a day begins."""

    id: str
    number: int
    day: str
    clock: str
    icon: str
    label: str
    detail: str
    by: str
    hash: str
    kind: str
    refs: tuple[Ref, ...]
    numbers: tuple[int, ...]
    searched: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown: `kind` of `KINDS`, `by` a person, `exhibit` a media reference; empty = all."""

    words: str = ""
    kind: str = "all"
    by: str = ""
    subject: Ref = ""


def log_rows(entries: Iterable[Entry], records: Records) -> list[LogRow]:
    """The newest first; entries of one group are one row, with the days marked for `filtered`."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.group or f"entry {entry.number}", []).append(entry)
    rows = [_row(key, group, records) for key, group in groups.items()]
    return sorted(rows, key=lambda row: row.number, reverse=True)


def _row(key: str, group: list[Entry], records: Records) -> LogRow:
    last = group[-1]
    at = phrases.read(last.at)
    refs = tuple(dict.fromkeys(entry.ref for entry in group))
    names = [_name(records, ref) for ref in refs]
    label = visible(last.label) or _("Entry without a name")
    detail = _detail(group, names)
    return LogRow(
        key,
        last.number,
        phrases.weekday(at.astimezone(UTC)) if at else "",
        at.astimezone(UTC).strftime("%H:%M:%S") if at else "",
        _icon(group),
        label,
        detail,
        visible(last.by),
        last.hash,
        _kind(group),
        refs,
        tuple(entry.number for entry in group),
        " ".join((label, detail, last.by, last.hash, *names, *(e.why for e in group))).casefold(),
    )


def _name(records: Records, ref: Ref) -> str:
    record = records.of(ref)
    if record is None:
        return ""
    return record.number if isinstance(record, Media) else phrases.called(records, record)


def _detail(group: list[Entry], names: list[str]) -> str:
    why = next((visible(entry.why) for entry in group if entry.why), "")
    if why:
        return why
    if len(group) > 1:
        return ngettext("{n} entry", "{n} entries", len(group))
    return visible(names[0]) if names else ""


_ICONS = {
    "media": "import", "arrival": "import", "attachment": "attach", "incident": "incident", "place": "place",
    "interval": "interval", "step": "verification", "observation": "observation", "assessment": "assessment",
    "review": "review", "match": "match", "claim": "claim", "evidence": "claim", "source": "source",
    "sighting": "sighting", "tag": "tag", "tagging": "tag", "annotation": "annotation", "contents": "metadata",
    "incident_link": "link", "case": "case", "person": "person", "missing_dismissed": "missing",
}  # fmt: skip
_EVENT_ICONS = {
    "export": "entry_exported", "check": "case_check", "report": "report", "open": "entry_opened", "seal": "lock",
    "merge": "merge", "join": "person", "note": "note",
}  # fmt: skip


def _icon(group: list[Entry]) -> str:
    last = group[-1]
    event = str(getattr(last, "event", "") or "")
    if getattr(last, "undoes", ""):
        return "entry_undo"
    if event or last.kind != "set":
        return _EVENT_ICONS.get(event, _EVENT_ICONS.get(last.kind, "note"))
    tables = {split_ref(entry.ref)[0] for entry in group}
    return next((icon for table, icon in _ICONS.items() if table in tables), "log")


def _kind(group: list[Entry]) -> str:
    if any(entry.kind != "set" for entry in group):
        return "reads"
    tables = {split_ref(entry.ref)[0] for entry in group}
    return "imports" if tables & {"media", "arrival"} or tables <= _IMPORTED else "changes"


def filtered(rows: Sequence[LogRow], wanted: Filter) -> list[LogRow]:
    """The rows that fit; a row keeps its day only where a day begins in what is shown."""
    needles = wanted.words.casefold().split()
    kept = [row for row in rows if _fits(row, wanted, needles)]
    shown, day = [], ""
    for row in kept:
        shown.append(row if row.day != day else replace(row, day=""))
        day = row.day
    return shown


def _fits(row: LogRow, wanted: Filter, needles: list[str]) -> bool:
    return (
        (wanted.kind == "all" or row.kind == wanted.kind)
        and (not wanted.by or row.by == wanted.by)
        and (not wanted.subject or _speaks_of(row, wanted.subject))
        and all(needle in row.searched for needle in needles)
    )


def _speaks_of(row: LogRow, subject: Ref) -> bool:
    table, entity = split_ref(subject)
    return any(ref == subject or (table == "media" and ref == f"contents:{entity}") for ref in row.refs)


def people(rows: Iterable[LogRow]) -> list[str]:
    """Everybody who wrote, by name."""
    return sorted({row.by for row in rows if row.by})


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry in full."""

    number: int
    label: str
    made: str
    what: str
    why: str
    place: str
    hash: str
    previous: str
    fields: tuple[tuple[str, str], ...]
    withheld: bool


def entry_views(entries: Sequence[Entry], records: Records, zone: str, previous: dict[int, str]) -> list[EntryView]:
    """The entries of one row; `previous` gives the hash of the entry before each in its own chain."""
    return [_entry_view(entry, records, zone, previous.get(entry.number, "")) for entry in entries]


def _entry_view(entry: Entry, records: Records, zone: str, previous: str) -> EntryView:
    return EntryView(
        entry.number,
        visible(entry.label),
        _("{name}, {when}").format(name=visible(entry.by), when=phrases.moment(entry.at, zone)),
        _name(records, entry.ref) or entry.ref,
        visible(entry.why),
        _("entry {seq} of {replica}").format(seq=entry.seq, replica=entry.replica[:8]),
        entry.hash,
        previous,
        tuple((name, value_words(value)) for name, value in entry.fields.items()),
        bool(getattr(entry, "withheld", False)),
    )


def value_words(value: Json) -> str:
    """A recorded value as text; long ones are cut with their length said."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    shown = visible(text, lines=True)
    return shown if len(shown) <= 600 else shown[:600] + _(" … ({n} characters)").format(n=len(shown))


def previous_hashes(entries: Iterable[Entry]) -> dict[int, str]:
    """The hash before each entry in its own chain, by the entry's number; 64 zeros before the first."""
    last: dict[str, str] = {}
    found = {}
    for entry in sorted(entries, key=lambda e: (e.replica, e.seq)):
        found[entry.number] = last.get(entry.replica, "0" * 64)
        last[entry.replica] = entry.hash
    return found
