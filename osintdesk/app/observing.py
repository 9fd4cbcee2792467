"""Observations: what software notices about the media of a case, kept in step with what is recorded.

An observation that nobody has decided follows the facts: it is changed when they change and taken away when it no
longer holds. A decided one stays as it was decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from osintdesk.app.claimed import claimed_of
from osintdesk.case.changes import Change, edit, put, remove
from osintdesk.core import words
from osintdesk.core.domain import (
    Arrival,
    Attachment,
    Contents,
    Media,
    Observation,
    Place,
    Ref,
    Sighting,
    link_id,
    split_ref,
)
from osintdesk.core.readings import Fact, Noticed
from osintdesk.core.records import Records
from osintdesk.verify.consistency import CASE_CODES, CaseFile, observe, observe_case

# Noticed by comparing with packs of known media, which no check of the files themselves says again.
KNOWN_CODE = "KNOWN_MEDIA"


def facts_of(records: Records, media: str) -> dict[str, list[Fact]]:
    """The facts of one item as values of the checks."""
    contents = records.get(Contents, media)
    recorded = contents.facts if contents else {}
    return {name: [Fact(name, str(f["value"]), str(f["source"])) for f in each] for name, each in recorded.items()}


def consequences(records: Records, changed: Iterable[Ref]) -> list[Change]:
    """What follows for observations from the change of these records."""
    touched = dict.fromkeys(sha for reference in changed for sha in _media_of(records, reference))
    return [change for sha in touched for change in _observed(records, sha)]


def _media_of(records: Records, reference: Ref) -> list[str]:
    record = records.of(reference)
    match record:
        case Contents():
            return [record.id]
        case Sighting() | Attachment():
            return [record.media]
        case Place():
            table, incident = split_ref(record.subject)
            return [a.media for a in records.where(Attachment, incident=incident)] if table == "incident" else []
        case _:
            return []


def _observed(records: Records, media: str) -> Iterator[Change]:
    item, contents = records.get(Media, media), records.get(Contents, media)
    if item is None or item.deleted or contents is None:
        return
    claimed = claimed_of(records, media)
    noticed = observe(
        facts_of(records, media),
        name=_name(records, media),
        kind=item.kind,
        format=contents.format,
        posted_at=claimed.posted_at,
        claimed_places=claimed.places,
        seen_at=claimed.seen_at,
    )
    yield from _kept_in_step(records, media, noticed, case_wide=False)


def _name(records: Records, media: str) -> str:
    arrivals = sorted(records.where(Arrival, media=media), key=lambda a: (a.arrived_at, a.id))
    return arrivals[0].name if arrivals else ""


def observed_case(records: Records) -> list[Change]:
    """What follows from comparing all files of the case: devices, ancestors, pairs, series."""
    files = [
        CaseFile(m.id, m.number, _name(records, m.id), contents.format, facts_of(records, m.id))
        for m in records.all(Media)
        if (contents := records.get(Contents, m.id)) is not None
    ]
    found = observe_case(files)
    return [c for f in files for c in _kept_in_step(records, f.id, found.get(f.id, []), case_wide=True)]


def _kept_in_step(records: Records, media: str, noticed: Iterable[Noticed], *, case_wide: bool) -> Iterator[Change]:
    before = {
        o.id: o
        for o in records.where(Observation, media=media)
        if o.decision == words.ObservationDecision.OPEN and o.code != KNOWN_CODE and (o.code in CASE_CODES) == case_wide
    }
    counted: Counter[str] = Counter()
    for seen in noticed:
        counted[seen.code] += 1
        now = _observation(media, seen, counted[seen.code])
        known = records.get(Observation, now.id)
        if known is None:
            yield put(now)
        elif known.id in before or known.deleted:
            before.pop(known.id, None)
            changed = edit(
                known, severity=now.severity, text=now.text, facts=now.facts, innocent=now.innocent, deleted=False
            )
            if changed.fields:
                yield changed
    for gone in before.values():
        yield remove(gone)


def _observation(media: str, seen: Noticed, place: int) -> Observation:
    """`place` counts the findings of one code on one item, so that each has an id of its own."""
    return Observation(
        id=link_id(media, seen.code, str(place)),
        media=media,
        code=seen.code,
        severity=words.Severity(seen.severity),
        text=seen.text,
        facts=[{"name": f.name, "value": f.value, "source": f.source} for f in seen.facts],
        innocent=seen.innocent,
    )
