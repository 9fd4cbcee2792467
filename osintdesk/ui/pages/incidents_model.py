"""What the list and the board of incidents show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from osintdesk.app.verification import status_of
from osintdesk.core import words
from osintdesk.core.domain import Attachment, Claim, Incident, Interval, Media, Place, Ref
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.ui.pages import phrases


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident in the list or on the board; `cover` is the SHA-256 of its first picture or video."""

    id: str
    title: str
    work_status: str
    status: str
    when: str
    when_utc: str
    sorted_by: str
    where: str
    assigned_to: str
    media: int
    claims: int
    cover: str

    @property
    def counted(self) -> str:
        """`46 media items, 4 claims`."""
        media = ngettext("{n} media item", "{n} media items", self.media)
        claims = ngettext("{n} claim", "{n} claims", self.claims)
        return f"{media}, {claims}" if self.claims else media

    @property
    def spoken(self) -> str:
        """For screen readers."""
        said = (self.title, _(self.work_status), self.when, self.where, self.counted, self.assigned_to)
        return ", ".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the board."""

    work_status: str
    rows: tuple[IncidentRow, ...]


def rows(records: Records, zone: str, *, containing: str = "") -> list[IncidentRow]:
    """Every incident whose title, place or person contains all the words, the latest first, those without time last."""
    found = [row(records, incident, zone) for incident in records.all(Incident)]
    wanted = containing.casefold().split()
    kept = [r for r in found if all(word in r.spoken.casefold() for word in wanted)]
    return sorted(kept, key=lambda r: (r.sorted_by, r.title), reverse=True)


def columns(found: list[IncidentRow]) -> list[Column]:
    """The board: one column for each work status, the empty ones too."""
    return [Column(status, tuple(r for r in found if r.work_status == status)) for status in words.WorkStatus]


def row(records: Records, incident: Incident, zone: str) -> IncidentRow:
    attached = records.where(Attachment, incident=incident.id)
    interval = first_interval(records, incident.ref)
    return IncidentRow(
        incident.id,
        visible(incident.title) or _("Incident without a title"),
        incident.work_status,
        status_of(records, incident.ref),
        phrases.span_of(interval.not_before, interval.not_after, zone) if interval else "",
        phrases.span_of(interval.not_before, interval.not_after) if interval else "",
        _sortable(interval),
        where(records, incident.ref),
        visible(incident.assigned_to),
        len(attached),
        len(records.where(Claim, incident=incident.id)),
        _cover(records, attached),
    )


def first_interval(records: Records, subject: Ref) -> Interval | None:
    """The earliest interval of a subject."""
    return min(records.where(Interval, subject=subject), key=_sortable, default=None)


def _sortable(interval: Interval | None) -> str:
    start = phrases.read(interval.not_before or interval.not_after) if interval else None
    return start.astimezone(UTC).isoformat() if start else ""


def where(records: Records, subject: Ref) -> str:
    """The first place in words: name, name in the local script, precision; `and 2 more`."""
    places = records.where(Place, subject=subject)
    if not places:
        return ""
    said = place_words(places[0])
    return said if len(places) == 1 else _("{place} and {n} more").format(place=said, n=len(places) - 1)


def place_words(place: Place) -> str:
    """`Village near Sudzha, Суджа, vicinity`; the coordinates where there is no name."""
    names = [visible(name) for name in (place.name, place.local_name) if name]
    at = [f"{place.latitude}, {place.longitude}"] if not names and place.latitude else []
    known = [] if place.precision == words.Precision.UNKNOWN else [_(place.precision)]
    return ", ".join(names + at + known) or _("place without a name")


def _cover(records: Records, attached: list[Attachment]) -> str:
    """The first exhibit that shows the event and can be looked at; graphic ones only when there is no other."""
    found = [(link, m) for link in attached if (m := records.get(Media, link.media)) and not m.deleted]
    seen = [(link, m) for link, m in found if m.kind in {words.MediaKind.IMAGE, words.MediaKind.VIDEO}]
    seen.sort(key=lambda pair: (pair[1].graphic, pair[0].role != words.Role.SHOWS_EVENT, pair[1].exhibit))
    return seen[0][1].id if seen else ""
