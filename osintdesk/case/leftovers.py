"""What an import that was cut off left behind: copies in flight, intents, and originals without a media item."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, fields
from pathlib import Path

from osintdesk.case.originals import Intent, Originals
from osintdesk.core.domain import Media
from osintdesk.core.records import Records

COPY, INTENT, ORIGINAL = "copy", "intent", "original"
_COLUMNS = ", ".join(f.name for f in fields(Intent))


@dataclass(frozen=True, slots=True)
class Leftover:
    """`kind`: `copy` (unfinished, to be removed), `intent` (an import that never ended), `original` (whole, but no
    media item yet; can be adopted). `name`: the file's name where known; `id`: intent id or SHA-256."""

    kind: str
    id: str
    name: str
    size: int = 0
    begun_at: str = ""


def intents(connection: sqlite3.Connection) -> list[Intent]:
    """Imports that were begun and did not end, the oldest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM intent ORDER BY begun_at, id")
    return [Intent(*row) for row in rows]


def find(
    connection: sqlite3.Connection, originals: Originals, records: Records, under_way: frozenset[str]
) -> list[Leftover]:
    """Everything that was left behind. While imports are `under_way`, what is theirs is not, and an original without
    a media item may be theirs."""
    begun = {intent.id: intent for intent in intents(connection) if intent.id not in under_way}
    copies = [_copy(path, begun) for path in originals.in_flight() if path.name not in under_way]
    open_ = [Leftover(INTENT, i.id, i.name, 0, i.begun_at) for i in begun.values()]
    names = [intent.name for intent in begun.values()]
    # The name of an original without a row is known only where there is no doubt which import it was.
    name = names[0] if len(names) == 1 else ""
    unknown = [sha for sha in originals if records.get(Media, sha) is None] if not under_way else []
    return copies + open_ + [Leftover(ORIGINAL, sha, name, _size(originals.path(sha))) for sha in unknown]


def _copy(path: Path, begun: dict[str, Intent]) -> Leftover:
    intent = begun.get(path.name)
    return Leftover(COPY, path.name, intent.name if intent else "", _size(path), intent.begun_at if intent else "")


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
