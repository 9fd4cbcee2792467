"""What the media page asks for: words, filters, order; and the answer, computed outside the window's thread."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from osintdesk.app.search import (
    GROUPS,
    NOT_ATTACHED,
    Filters,
    facet_values,
    first_seen,
    needs_a_look,
    parse_query,
    search,
)
from osintdesk.app.seen import posted
from osintdesk.app.session import Session
from osintdesk.app.verification import status_of
from osintdesk.core.domain import Contents, Incident, Media, Sighting, Tag
from osintdesk.core.i18n import N_, _
from osintdesk.core.records import Records
from osintdesk.ui.theme import shown
from osintdesk.ui.wording import day

READ_AT_ONCE = 2
LOOK_AGAIN_S = 30.0

Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort: by `key`; `descending` is how it is wanted first."""

    name: str
    title: str
    key: Callable[[Records, Media], Any]
    descending: bool = False


def _length(records: Records, media: Media) -> int:
    contents = records.get(Contents, media.id)
    return contents.duration_ms or 0 if contents else 0


def _seen(records: Records, media: Media) -> tuple[bool, str]:
    seen = first_seen(records, media.id)
    return not seen, seen


ORDERS: dict[str, Order] = {
    order.name: order
    for order in (
        Order("exhibit", N_("Exhibit number"), lambda r, m: m.exhibit),
        Order("newest", N_("Newest exhibit first"), lambda r, m: m.exhibit, descending=True),
        Order("seen", N_("First seen"), _seen),
        Order("title", N_("Title"), lambda r, m: (not m.title, m.title.casefold())),
        Order("status", N_("Assessment"), lambda r, m: str(status_of(r, m.ref))),
        Order("length", N_("Length"), _length, descending=True),
        Order("size", N_("Size"), lambda r, m: m.size, descending=True),
        Order("collected", N_("Collected"), lambda r, m: m.collected_at),
    )
}


@dataclass(frozen=True, slots=True)
class Query:
    """Words, filters and order of the media page."""

    words: str = ""
    filters: Filters = field(default_factory=Filters)
    order: str = "exhibit"
    backwards: bool = False

    @property
    def narrowed(self) -> bool:
        return bool(self.words.strip()) or self.filters != Filters()

    def to_json(self) -> dict[str, Any]:
        groups = {name: sorted(getattr(self.filters, name)) for name in GROUPS if getattr(self.filters, name)}
        return {"words": self.words, "order": self.order, "groups": groups, "posted": list(self.filters.posted)}


def query_from(saved: Any) -> Query:
    """The query as remembered; whatever does not fit any more is passed over."""
    if not isinstance(saved, dict):
        return Query()
    groups = saved.get("groups", {})
    kept = {name: frozenset(map(str, groups[name])) for name in GROUPS if isinstance(groups.get(name), list)}
    posted = [str(end) for end in saved.get("posted", [])][:2]
    bounds = (posted[0], posted[1]) if len(posted) == 2 else ("", "")
    order = str(saved.get("order", "exhibit"))
    return Query(str(saved.get("words", "")), Filters(**kept, posted=bounds), order if order in ORDERS else "exhibit")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found: ids in order, counts by facet group and value, items not read yet but for the first few."""

    ids: tuple[str, ...]
    counts: Counts
    waiting: frozenset[str]
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Values:
    """What one item is in every facet group but *needs*, and on which days (UTC) it was posted."""

    groups: dict[str, frozenset[str]]
    days: tuple[str, ...]


class Asked:
    """Carries queries out; keeps what it learned of each item until that changes. For one thread at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._values: dict[str, _Values] = {}
        self._missing: tuple[float, frozenset[str]] = (0.0, frozenset())
        self._lock = threading.Lock()

    def forget(self, media: Iterable[str]) -> None:
        """These items changed."""
        for sha in media:
            self._values.pop(sha, None)

    def answer(self, query: Query) -> Answer:
        """Carry the query out; slow, so never in the window's thread."""
        with self._lock:
            return self._answer(query)

    def _answer(self, query: Query) -> Answer:
        records = self._session.records
        words, filters = parse_query(records, query.words, query.filters)
        items = self._holding(words, list(records.all(Media)))
        needs = needs_a_look(records)
        known = [(item, self._known(records, item), needs_of(needs, item.id)) for item in items]
        found, counts = _sifted(known, filters)
        order = ORDERS[query.order]
        found.sort(key=lambda media: order.key(records, media), reverse=order.descending != query.backwards)
        unread = [item.id for item in items if records.get(Contents, item.id) is None]
        return Answer(tuple(m.id for m in found), counts, frozenset(unread[READ_AT_ONCE:]), self._gone(items))

    def _holding(self, words: str, items: list[Media]) -> list[Media]:
        """The items that hold every word."""
        if not words.strip():
            return items
        holding = {sha for hit in search(self._session, words) for sha in hit.media}
        return [item for item in items if item.id in holding]

    def _known(self, records: Records, media: Media) -> _Values:
        found = self._values.get(media.id)
        if found is None:
            groups = facet_values(records, media, {})
            days = tuple(posted(s)[:10] for s in records.where(Sighting, media=media.id) if s.posted_at)
            found = self._values[media.id] = _Values(groups, days)
        return found

    def _gone(self, items: list[Media]) -> frozenset[str]:
        """Items whose original is not where it belongs; looked up again after half a minute."""
        looked, gone = self._missing
        if time.monotonic() - looked > LOOK_AGAIN_S:
            gone = _missing(self._session, items)
            self._missing = (time.monotonic(), gone)
        return gone


def needs_of(needs: dict[str, set[str]], sha: str) -> frozenset[str]:
    return frozenset(name for name, items in needs.items() if sha in items)


def _failing(values: _Values, needs: frozenset[str], filters: Filters, active: list[str]) -> list[str]:
    """The groups whose filter the item does not pass; at most two, which is as much as anybody asks."""
    failing = []
    for group in active:
        if not getattr(filters, group) & (needs if group == "needs" else values.groups[group]):
            failing.append(group)
            if len(failing) == 2:
                break
    return failing


def _posted_fits(values: _Values, bounds: tuple[str, str]) -> bool:
    return not any(bounds) or any(_between(posted_on, bounds) for posted_on in values.days)


def _between(posted_on: str, bounds: tuple[str, str]) -> bool:
    first, last = bounds
    return (not first or posted_on >= first) and (not last or posted_on <= last)


def _sifted(known: list[tuple[Media, _Values, frozenset[str]]], filters: Filters) -> tuple[list[Media], Counts]:
    """The items that pass, and how many items each value of each group would leave, the other groups applied."""
    active = [group for group in GROUPS if getattr(filters, group)]
    # Few items differ in what they are: whole sets are counted first, their values afterwards.
    sets: dict[str, Counter[frozenset[str]]] = {group: Counter() for group in GROUPS}
    found = []
    for item, values, needs in known:
        if not _posted_fits(values, filters.posted):
            continue
        failing = _failing(values, needs, filters, active) if active else []
        if not failing:
            found.append(item)
        for group in failing if failing else GROUPS:
            if len(failing) < 2:
                sets[group][needs if group == "needs" else values.groups[group]] += 1
    return found, {group: _values_of(counted) for group, counted in sets.items()}


def _values_of(sets: Counter[frozenset[str]]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for values, number in sets.items():
        for value in values:
            counted[value] += number
    return dict(counted)


def _missing(session: Session, items: list[Media]) -> frozenset[str]:
    folder = session.path / "originals"
    parts = [part for part in folder.iterdir() if part.is_dir()] if folder.is_dir() else []
    there = {file.name for part in parts for file in os.scandir(part)}
    return frozenset(media.id for media in items if media.id not in there)


@dataclass(frozen=True, slots=True)
class Token:
    """One filter as the search field shows it: `incident: 2 of 3`."""

    group: str
    key: str
    value: str


_KEYS = {
    "incidents": N_("incident"), "statuses": N_("assessment"), "kinds": N_("kind"), "needs": N_("needs"),
    "platforms": N_("platform"), "tags": N_("tag"), "cameras": N_("camera"),
}  # fmt: skip
NEEDS = {
    "observation": N_("Metadata observation"), "match": N_("Undecided match"), "unreadable": N_("Could not be read"),
}  # fmt: skip


def value_label(records: Records, group: str, value: str) -> str:
    """A facet's value in words."""
    match group:
        case "incidents":
            found = records.get(Incident, value)
            return _("Not attached") if value == NOT_ATTACHED else found.title if found else value
        case "tags":
            tag = records.get(Tag, value)
            return tag.name if tag else value
        case "needs":
            return _(NEEDS.get(value, value))
        case "platforms" | "cameras":
            return value
        case _:
            return shown(value)


def tokens_of(records: Records, filters: Filters, counts: Counts) -> list[Token]:
    """The filters that are set, one token a group."""
    made = []
    for group in GROUPS:
        chosen = sorted(getattr(filters, group))
        if len(chosen) == 1:
            made.append(Token(group, _(_KEYS[group]), value_label(records, group, chosen[0])))
        elif chosen:
            total = max(len(chosen), len(counts.get(group, {})))
            made.append(Token(group, _(_KEYS[group]), _("{n} of {total}").format(n=len(chosen), total=total)))
    if any(filters.posted):
        made.append(Token("posted", _("posted"), _days(filters.posted)))
    return made


def _days(posted: tuple[str, str]) -> str:
    first, last = (day(f"{end}T00:00:00Z") if end else "" for end in posted)
    if first == last:
        return first
    return _("{first} to {last}").format(first=first or "…", last=last or "…")


def without(filters: Filters, group: str) -> Filters:
    """The filters with one group cleared."""
    empty = {f.name: getattr(Filters(), f.name) for f in fields(Filters)}
    changed: Filters = replace(filters, **{group: empty[group]})
    return changed


def toggled(filters: Filters, group: str, value: str) -> Filters:
    """The filters with one value put in or taken out."""
    chosen: frozenset[str] = getattr(filters, group)
    changes: dict[str, Any] = {group: chosen ^ {value}}
    return replace(filters, **changes)
