"""What the sources page shows: the list, and one source with where it was seen and what it claims."""

from __future__ import annotations

from dataclasses import dataclass

from osintdesk.app.seen import posted
from osintdesk.core import words
from osintdesk.core.domain import Claim, Media, Sighting, Source
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.incident_model import ClaimLine, claim_lines


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source in the list; `letter` is the Admiralty letter, empty when it was never assessed."""

    id: str
    name: str
    kind: str
    platform: str
    letter: str
    letter_words: str
    reason: str
    sightings: int
    claims: int
    first: str
    sorted_by: str


@dataclass(frozen=True, slots=True)
class SightingRow:
    id: str
    media: str
    exhibit: str
    role: str
    posted: str
    url: str
    caption: str
    archived: bool


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source with everything that it did."""

    row: SourceRow
    url: str
    note: str
    roles: str
    sightings: tuple[SightingRow, ...]
    claims: tuple[ClaimLine, ...]


def source_rows(records: Records, zone: str, *, containing: str = "") -> list[SourceRow]:
    """The sources that contain all the words, by name."""
    wanted = containing.casefold().split()
    found = [_row(records, source, zone) for source in records.all(Source)]
    kept = [r for r in found if all(w in f"{r.name} {r.platform} {r.kind} {r.reason}".casefold() for w in wanted)]
    return sorted(kept, key=lambda r: r.name.casefold())


def _row(records: Records, source: Source, zone: str) -> SourceRow:
    seen = records.where(Sighting, source=source.id)
    first = min((s for s in seen if s.posted_at), key=posted, default=None)
    return SourceRow(
        source.id,
        visible(source.name),
        _(source.kind).capitalize(),
        visible(source.platform),
        source.reliability,
        reliability(source.reliability),
        visible(source.reliability_reason),
        len(seen),
        len(records.where(Claim, source=source.id)),
        phrases.moment(first.posted_at, zone) if first else "",
        posted(first) if first else "",
    )


def reliability(letter: str) -> str:
    """`D, not usually reliable`."""
    return f"{letter}, {_(words.RELIABILITY[letter])}" if letter in words.RELIABILITY else _("never assessed")


def source_view(records: Records, source_id: str, zone: str) -> SourceView | None:
    """One source; None when it was removed."""
    source = records.get(Source, source_id)
    if source is None or source.deleted:
        return None
    seen = sorted(records.where(Sighting, source=source.id), key=lambda s: (not s.posted_at, posted(s), s.id))
    return SourceView(
        _row(records, source, zone),
        visible(source.url),
        visible(source.note, lines=True),
        _roles(seen),
        tuple(_sighting_row(records, s, zone) for s in seen),
        tuple(claim_lines(records, records.where(Claim, source=source.id))),
    )


def _roles(seen: list[Sighting]) -> str:
    counts = {role: sum(s.source_role == role for s in seen) for role in words.SourceRole}
    said = [f"{_(role)} {_('of')} {ngettext('{n} item', '{n} items', n)}" for role, n in counts.items() if n]
    return ", ".join(said)


def _sighting_row(records: Records, seen: Sighting, zone: str) -> SightingRow:
    media = records.get(Media, seen.media)
    return SightingRow(
        seen.id,
        seen.media,
        media.number if media else "",
        _(seen.source_role) if seen.source_role else "",
        phrases.moment(seen.posted_at, zone) if seen.posted_at else _("time not recorded"),
        visible(seen.url),
        visible(seen.caption, lines=True),
        bool(seen.archive_url),
    )
