"""Short ways to fill a case, and its state as something that can be compared."""

from __future__ import annotations

import io
from pathlib import Path

from osintdesk.case.case_file import CaseFile, Commit, put
from osintdesk.core.domain import ENTITIES, Incident, Media, new_id


def add_incident(case: CaseFile, title: str) -> Incident:
    incident = Incident(id=new_id(), title=title)
    case.commit(f"Add {title}", [put(incident)])
    return incident


def add_file(case: CaseFile, source: Path | bytes, name: str = "clip.mov") -> Media:
    """Take in a file or bytes; the media item."""
    add(case, source, name)
    return list(case.records.all(Media))[-1]


def add(case: CaseFile, source: Path | bytes, name: str = "clip.mov") -> Commit:
    stream = source if isinstance(source, Path) else io.BytesIO(source)
    preserved = case.preserve(stream, name="" if isinstance(source, Path) else name)
    arrival = preserved.arrival(by="Anna Weber", how="dropped")
    return case.add_media(preserved, arrival=arrival, media_fields={"kind": "image"}, label=f"Add {name}")


def state(case: CaseFile) -> dict[str, dict[str, object]]:
    """Every record of the case, deleted ones too, by table and id."""
    return {
        table: {record.id: record.values() for record in case.records.all(cls, deleted=True)}
        for table, cls in ENTITIES.items()
    }
