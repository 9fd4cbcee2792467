"""Reading one original in worker processes, and recording what was found."""

from __future__ import annotations

import os
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from osintdesk import __version__
from osintdesk.app.job import FINGERPRINT
from osintdesk.app.session import Session
from osintdesk.app.workers import worker_pool
from osintdesk.case.case_file import Change, edit, put
from osintdesk.core.domain import Contents, Media, decimal
from osintdesk.core.i18n import _
from osintdesk.core.readings import Reading
from osintdesk.media.results import Examined
from osintdesk.media.tasks import examine_limited
from osintdesk.media.worker import Pool, WorkerFailed


@dataclass(frozen=True, slots=True)
class Found:
    """What the workers found in one original: everything examined, the fingerprint, the hashes people compare."""

    examined: Examined
    fingerprint: bytes | None = None
    hashes: dict[str, str] = field(default_factory=dict)


Read = Future[Found]


def read_original(session: Session, sha256: str) -> Read:
    """Have an original read; what cannot be read comes back with its reason, never as an error."""
    path = session.originals.path(sha256)
    pool = worker_pool(session.originals.folder)
    return session.background.submit(_read, pool, os.fspath(path))


def _read(pool: Pool, path: str) -> Found:
    examined = examine_limited(pool, Path(path))
    args = {"path": path, "kind": examined.kind, "duration": examined.duration, "size": _shown_size(examined)}
    if examined.thumbnail is None or examined.kind not in {"image", "video"}:
        return Found(examined)
    try:
        answer = pool.run(FINGERPRINT, args, blobs=[examined.thumbnail])
    except WorkerFailed:
        return Found(examined)
    hashes = answer.body.get("hashes")
    return Found(examined, answer.blobs[0] if answer.blobs else None, _hashes(hashes))


def _shown_size(examined: Examined) -> list[int] | None:
    """Width and height with the orientation applied, None where they are not known."""
    if not examined.width or not examined.height:
        return None
    sides = [examined.width, examined.height]
    return sides[::-1] if examined.orientation >= 5 else sides


def _hashes(given: Any) -> dict[str, str]:
    """The worker's hashes, checked like any foreign input."""
    if not isinstance(given, dict):
        return {}
    return {k: v for k, v in given.items() if k in {"phash", "dhash", "whash"} and isinstance(v, str) and len(v) <= 64}


def record_reading(session: Session, sha256: str, read: Read) -> Contents:
    """Wait for a reading, keep its pictures in the cache and record the contents; not an undo step."""
    found = read.result()
    _keep(session, sha256, found)
    contents = contents_of(sha256, found)
    media = session.records.one(Media, sha256)
    changes: list[Change] = [put(contents), edit(media, kind=found.examined.kind, mime=found.examined.mime)]
    label = _("Read {what}").format(what=media.number)
    session.change(lambda case: case.commit(label, changes, step=False)).result()
    return contents


def _keep(session: Session, sha256: str, found: Found) -> None:
    examined = found.examined
    if examined.thumbnail:
        session.cache.put_thumbnail(sha256, examined.thumbnail)
    if examined.strip:
        session.cache.put_strip(sha256, [(decimal(s.seconds), s.pts, s.frame, s.jpeg) for s in examined.strip])
    session.cache.put_readings(sha256, [_reading(r) for r in examined.readings])
    if examined.embedded:
        session.cache.put_preview(f"embedded:{sha256}", examined.embedded)
    if found.fingerprint:
        session.cache.put_fingerprint(sha256, examined.kind, found.fingerprint)


def _reading(reading: Reading) -> dict[str, str]:
    return {
        "name": reading.name,
        "value": reading.value,
        "raw": reading.raw,
        "reader": reading.reader,
        "path": reading.path,
    }


def contents_of(sha256: str, found: Found) -> Contents:
    """What was read, as it is recorded: facts with their sources, lengths as whole numbers."""
    examined = found.examined
    facts = {name: [{"value": f.value, "source": f.source} for f in each] for name, each in examined.facts.items()}
    return Contents(
        id=sha256,
        format=examined.format,
        width=examined.width,
        height=examined.height,
        orientation=examined.orientation,
        duration_ms=round(examined.duration * 1000) if examined.duration is not None else None,
        frame_rate=decimal(examined.fps, 3) if examined.fps else "",
        frame_count=examined.frame_count,
        video_codec=examined.video_codec or "",
        audio_codec=examined.audio_codec or "",
        facts=facts,
        readers={"osintdesk": __version__},
        hashes=found.hashes,
        reason=examined.reason or "",
    )
