"""The proof that a case holds what its log says: every entry, chain, signature, table row and original.

`quick_check` of SQLite saw 1 of 200 flipped bits; only hashing every entry and original again is a check.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from osintdesk.case import leftovers, refold, schema
from osintdesk.case.cache import state as cache_state
from osintdesk.case.chains import Chains
from osintdesk.case.fold import Folded, Write, fold, in_bulk
from osintdesk.case.originals import Originals
from osintdesk.case.profile import Profile
from osintdesk.core.domain import Media, split_ref
from osintdesk.core.errors import FileProblem, UsageError
from osintdesk.core.files import unreadable
from osintdesk.core.hashing import sha256_of
from osintdesk.core.progress import Progress
from osintdesk.core.records import Records
from osintdesk.core.text import short_hash, visible

Which = Literal["all", "sample", "none"]
ERROR, WARNING, INFO = "error", "warning", "info"
_SAMPLE = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. `name`: a reference, an entry, or a file; `text`: a sentence.

    `severity`: `error` (something recorded is lost or changed), `warning` (worth a look), `info`.
    """

    code: str
    severity: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: the open case and what belongs to it; `under_way`: the imports that are just going on."""

    case_id: str
    path: Path
    connection: sqlite3.Connection
    originals: Originals
    records: Records
    profile: Profile
    under_way: frozenset[str] = frozenset()


def check(subject: Subject, *, originals: Which, progress: Progress) -> list[Finding]:
    """Every finding; an empty list says that all is as it should be."""
    media: list[Media] = []
    parts: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _database(subject),
        lambda: _log_and_tables(subject, progress, media),
        lambda: _remembered(subject),
        lambda: _originals(subject, media, originals, progress),
        lambda: _left_behind(subject),
        lambda: _cache(subject),
    )
    return [finding for part in parts for finding in _guarded(part)]


def _guarded(part: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """A part of the file that cannot even be read is a finding; the other parts go on."""
    try:
        yield from part()
    except (sqlite3.DatabaseError, ValueError, TypeError, LookupError, UsageError) as error:
        yield Finding("database-damaged", ERROR, "case.db", f"The file case.db is damaged: {visible(str(error))}.")


def _database(subject: Subject) -> Iterator[Finding]:
    for (said,) in subject.connection.execute("PRAGMA quick_check(20)"):
        if said != "ok":
            yield Finding("database-damaged", ERROR, "case.db", f"The file case.db is damaged: {said}.")


def _log_and_tables(subject: Subject, progress: Progress, media: list[Media]) -> Iterator[Finding]:
    """Also gives the media items as the log, not the tables, tells them."""
    chains = Chains(subject.case_id)
    with in_bulk():
        folded = fold(_verified(subject.connection, chains, progress))
    media += _media(folded)
    chains.finish(subject.connection.execute("SELECT replica, seq, hash, signature FROM head ORDER BY replica, seq"))
    for code, name, text in chains.problems:
        yield Finding(code, INFO if code == "content-withheld" else ERROR, name, text)
    yield from _tables(subject, folded)


def _verified(connection: sqlite3.Connection, chains: Chains, progress: Progress) -> Iterator[Write]:
    total = connection.execute("SELECT count(*) FROM entry").fetchone()[0]
    query = (
        "SELECT replica, seq, entity, kind, hash, body, grp, step, undoes, salt, payload, entry.number "
        "FROM entry LEFT JOIN payload ON payload.number = entry.number ORDER BY entry.number"
    )
    for done, row in enumerate(connection.execute(query)):
        if done % 1000 == 0:
            progress.step(done, total, "log")
        try:
            write = chains.take(*row)
        except (TypeError, AttributeError):
            # A flipped bit can give a column another type than its table allows.
            chains.problems.append(("entry-altered", f"{row[0]}/{row[1]}", "An entry of the log cannot be read."))
            continue
        if write is not None:
            yield write


def _media(folded: Folded) -> Iterator[Media]:
    for reference, values in folded.values.items():
        table, entity_id = split_ref(reference)
        if table == Media.TABLE and type(values.get("size", 0)) is type(values.get("exhibit", 0)) is int:
            yield Media(id=entity_id, size=values.get("size", 0), exhibit=values.get("exhibit", 0))


def _tables(subject: Subject, folded: Folded) -> Iterator[Finding]:
    told = refold.told(folded)
    for table, wanted in told.items():
        for row in schema.rows(subject.connection, table):
            expected = wanted.pop(row[0], None)
            if expected is None:
                yield _table_finding("table-extra", f"{table}:{row[0]}", "is in the tables but not in the log")
            elif expected != row:
                fields = ", ".join(n for n, a, b in zip(schema.columns(table), expected, row, strict=True) if a != b)
                what = f"shows something else than the log says: {fields}"
                yield _table_finding("table-differs", f"{table}:{row[0]}", what)
        for entity_id in wanted:
            yield _table_finding("table-missing", f"{table}:{entity_id}", "is in the log but not in the tables")
    kept = set(subject.connection.execute("SELECT tbl, id, field, versions FROM conflict"))
    for table, entity_id, field, _versions in kept ^ set(refold.conflict_rows(folded)):
        yield _table_finding("table-differs", f"{table}:{entity_id}", f"has other conflicts than the log says: {field}")


def _table_finding(code: str, reference: str, what: str) -> Finding:
    return Finding(code, ERROR, reference, f"“{visible(reference)}” {what}. Rebuild the tables.")


def _remembered(subject: Subject) -> Iterator[Finding]:
    """What the profile knows to have been there: shows a case that was truncated or restored from a backup."""
    for memory in subject.profile.memories(subject.case_id):
        query = "SELECT hash FROM entry WHERE replica = ? AND seq = ?"
        found = subject.connection.execute(query, (memory.replica, memory.seq)).fetchone()
        if memory.path == str(subject.path) and memory.seq and (found is None or found[0] != memory.hash):
            text = f"This case had entry {memory.seq} of your chain when you closed it here; it is not in it now."
            yield Finding("log-shortened", ERROR, f"{memory.replica}/{memory.seq}", text)


def _originals(subject: Subject, media: list[Media], which: Which, progress: Progress) -> Iterator[Finding]:
    hashed = {m.id for m in (media if which == "all" else _sample(media) if which == "sample" else [])}
    told = _counting(progress, sum(m.size for m in media if m.id in hashed))
    for item in media:
        state = subject.originals.state(item.id, item.size)
        if state == "present" and item.id in hashed:
            yield from _hashed(subject.originals, item, told)
        elif state != "present":
            yield _original_finding(item, state)
    for path in subject.originals.strangers():
        name = visible(str(path.relative_to(subject.path)))
        yield Finding("file-extra", WARNING, name, f"“{name}” does not belong into the folder of originals.")


def _counting(progress: Progress, total: int) -> Callable[[int], None]:
    """Takes numbers of bytes and reports their sum."""
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        progress.step(done, total, "originals")

    return told


def _sample(media: list[Media]) -> list[Media]:
    return random.sample(media, min(_SAMPLE, len(media)))


def _hashed(originals: Originals, item: Media, told: Callable[[int], None]) -> Iterator[Finding]:
    try:
        if sha256_of(originals.path(item.id), told=told) != item.id:
            yield _original_finding(item, "altered")
    except OSError as error:
        sentence: FileProblem = unreadable(originals.path(item.id), error)
        yield Finding("original-unreadable", ERROR, item.ref, f"{item.number}: {sentence}")


def _original_finding(item: Media, state: str) -> Finding:
    what = {"missing": "is missing from the folder of originals", "altered": "was altered after it was collected"}
    text = f"The original of {item.number} ({short_hash(item.id)}) {what[state]}. Restore it from a copy of the case."
    return Finding(f"original-{state}", ERROR, item.ref, text)


def _left_behind(subject: Subject) -> Iterator[Finding]:
    sentences = {
        leftovers.COPY: "An unfinished copy was left behind by an import that was cut off.",
        leftovers.INTENT: "An import was cut off. Add the file again.",
        leftovers.ORIGINAL: "A file among the originals is no media item yet. It can be adopted.",
    }
    for left in leftovers.find(subject.connection, subject.originals, subject.records, subject.under_way):
        name = left.name or left.id
        severity = WARNING if left.kind == leftovers.ORIGINAL else INFO
        yield Finding(f"leftover-{left.kind}", severity, left.id, f"“{name}”: {sentences[left.kind]}")


def _cache(subject: Subject) -> Iterator[Finding]:
    if cache_state(subject.path / "cache.db") == "damaged":
        yield Finding("cache-damaged", INFO, "cache.db", "The file cache.db is damaged; it is made again by itself.")
