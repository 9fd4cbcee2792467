"""Everything that files say about themselves, and what does not fit: for bare files and for exhibits of a case."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from osintdesk.app.claimed import NOTHING_CLAIMED, Claimed
from osintdesk.core.i18n import _
from osintdesk.core.readings import Fact, Noticed
from osintdesk.media.exiftool import read_by_exiftool
from osintdesk.media.facts import facts_of
from osintdesk.media.results import METADATA_STAGES, Examined
from osintdesk.media.tasks import TASKS, examine_limited
from osintdesk.media.worker import Limits, Pool
from osintdesk.verify.consistency import observe

_AT_ONCE = 8
_MOST_FOLDERS = 200  # so many folders at most are named to the workers; beyond, they may read everywhere
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One file to be read: its path, the name under which it was collected, what is claimed of it."""

    path: Path
    name: str
    claimed: Claimed = NOTHING_CLAIMED
    label: str = ""


def metadata_of(
    files: Iterable[Asked], *, second_reader: bool = False, readable: Path | None = None
) -> Iterator[Document]:
    """One document a file, in their order, as `osintdesk metadata --json` shows it; bad content gives a reason."""
    wanted = list(files)
    folders = {readable} if readable else {Path(os.path.realpath(asked.path)).parent for asked in wanted}
    limits = Limits(readable=tuple(os.fspath(folder) for folder in folders) if len(folders) <= _MOST_FOLDERS else None)
    with (
        Pool(min(_AT_ONCE, os.cpu_count() or 2), TASKS, limits=limits) as pool,
        ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="metadata") as threads,
    ):
        waiting: list[Future[Document]] = []
        for asked in wanted:
            waiting.append(threads.submit(_one, pool, asked, second_reader))
            while len(waiting) >= 4 * _AT_ONCE:
                yield waiting.pop(0).result()
        for done in waiting:
            yield done.result()


def _one(pool: Pool, asked: Asked, second_reader: bool) -> Document:
    if not asked.path.is_file():
        return {"file": asked.label or os.fspath(asked.path), "error": _("There is no such file.")}
    examined = examine_limited(pool, asked.path.absolute(), stages=METADATA_STAGES)
    if second_reader:
        examined = with_second_reader(examined, asked.path.absolute())
    return document(examined, asked)


def with_second_reader(examined: Examined, path: Path) -> Examined:
    """The same, with what exiftool adds or contradicts; unchanged where it is not installed."""
    from dataclasses import replace

    readings = (*examined.readings, *read_by_exiftool(path, examined.readings))
    return replace(examined, readings=readings, facts=facts_of(readings))


def document(examined: Examined, asked: Asked) -> Document:
    """The shape that CLI and window share; what could not be read is named beside what could."""
    noticed = noticed_of(examined.facts, asked.name, examined.kind, examined.format, asked.claimed)
    shown: Document = {
        "file": asked.label or os.fspath(asked.path),
        "kind": examined.kind,
        "mime": examined.mime,
        "format": examined.format,
        "size": examined.size,
        "readings": [
            {"name": r.name, "value": r.value, "raw": r.raw, "reader": r.reader, "path": r.path}
            for r in examined.readings
        ],
        "facts": {name: [_fact(fact) for fact in facts] for name, facts in examined.facts.items()},
        "observations": [_noticed(each) for each in noticed],
    }
    if examined.track:
        shown["track"] = [[p.seconds, p.latitude, p.longitude] for p in examined.track]
    if examined.reason:
        shown["reason"] = examined.reason
    return shown


def noticed_of(
    facts: dict[str, tuple[Fact, ...]] | Any, name: str, kind: str, form: str, claimed: Claimed
) -> list[Noticed]:
    """What does not fit in one file, given what is claimed of it."""
    return observe(
        facts,
        name=name,
        kind=kind,
        format=form,
        posted_at=claimed.posted_at,
        claimed_places=claimed.places,
        seen_at=claimed.seen_at or datetime.now(UTC),
    )


def _fact(fact: Fact) -> Document:
    return {"value": fact.value, "source": fact.source}


def _noticed(noticed: Noticed) -> Document:
    facts: Sequence[Document] = [{"name": fact.name, **_fact(fact)} for fact in noticed.facts]
    return {
        "code": noticed.code,
        "severity": noticed.severity,
        "text": noticed.text,
        "facts": facts,
        "innocent": noticed.innocent,
    }
