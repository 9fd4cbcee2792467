"""What the media page asks for: words, filters, order; and the answer, computed outside the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from osintdesk.app.search import GROUPS, NOT_ATTACHED, Filters, facets, find, first_seen
from osintdesk.app.session import Session
from osintdesk.app.verification import status_of
from osintdesk.core.domain import Contents, Incident, Media, Tag
from osintdesk.core.i18n import N_, _
from osintdesk.core.records import Records
from osintdesk.ui.theme import shown
from osintdesk.ui.wording import day

READ_AT_ONCE = 2


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
    counts: dict[str, dict[str, int]]
    waiting: frozenset[str]
    missing: frozenset[str]


def answer(session: Session, query: Query) -> Answer:
    """Carry the query out; slow, so never in the window's thread."""
    records = session.records
    found = [records.one(Media, sha) for sha in find(session, query.words, query.filters)]
    order = ORDERS[query.order]
    if query.order != "exhibit" or query.backwards:
        found.sort(key=lambda media: order.key(records, media), reverse=order.descending != query.backwards)
    items = list(records.all(Media))
    unread = [media.id for media in items if records.get(Contents, media.id) is None]
    missing = _missing(session, items)
    counted = facets(records, _with_words(session, query, items), query.filters)
    return Answer(tuple(m.id for m in found), counted, frozenset(unread[READ_AT_ONCE:]), missing)


def _with_words(session: Session, query: Query, items: list[Media]) -> list[Media]:
    """The items that the counts are made of: those that hold the words, whatever the filters."""
    if not query.words.strip():
        return items
    holding = set(find(session, query.words))
    return [media for media in items if media.id in holding]


def _missing(session: Session, items: list[Media]) -> frozenset[str]:
    """Items whose original is not where it belongs."""
    folder = session.path / "originals"
    there = (
        {file.name for part in folder.iterdir() if part.is_dir() for file in part.iterdir()}
        if folder.is_dir()
        else set()
    )
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


def tokens_of(records: Records, filters: Filters, counts: dict[str, dict[str, int]]) -> list[Token]:
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
