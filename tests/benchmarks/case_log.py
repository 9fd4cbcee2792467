"""Verify, rebuild and undo with 100,000 log entries; open a case of 10,000 media items. Run: python -m tests.benchmarks.case_log

Peer: the same number of SHA-256 hashes and JSON documents read with nothing but the standard library.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from osintdesk.case.cache import Cache
from osintdesk.case.case_file import Author, CaseFile, Change, Profile, put
from osintdesk.core.domain import Arrival, Attachment, Contents, Incident, Media, Sighting, link_id, new_id, ref


def measured(what: str, work: Callable[[], object], limit: str = "") -> object:
    """Run `work` and print seconds by the clock and of processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what:58} {wall:8.2f} s {cpu:8.2f} s CPU  {limit}", flush=True)
    return result


def sightings(count: int, start: int) -> list[Change]:
    return [
        put(
            Sighting(
                id=new_id(),
                media=f"{n:064x}",
                url=f"https://example.org/post/{n}",
                platform="Telegram",
                posted_at="2024-08-06T09:12:00+03:00",
                caption=f"Low-flying jets over the village, seen {n} times; smoke rises behind the houses",
            )
        )
        for n in range(start, start + count)
    ]


def media(n: int, incident: str) -> list[Change]:
    """A media item with what a real one carries: arrival, contents with facts, attachment, sighting."""
    sha = hashlib.sha256(str(n).encode()).hexdigest()
    facts = {name: [{"value": f"{name} of {n}", "source": "EXIF"}] for name in ("Make", "Model", "DateTime", "Lens")}
    facts |= {f"tag{k}": [{"value": f"value {k} of {n}", "source": "exifread"}] for k in range(26)}
    return [
        put(Media(id=sha, exhibit=n + 1, size=4_000_000, md5="0" * 32, sha1="1" * 40, kind="image", mime="image/jpeg")),
        put(Arrival(id=new_id(), media=sha, name=f"IMG_{n:05}.JPG", folder="/card/DCIM", how="dropped")),
        put(Contents(id=sha, format="JPEG", width=4000, height=3000, facts=facts, hashes={"phash": f"{n:016x}"})),
        put(Attachment(id=link_id(incident, sha), incident=incident, media=sha)),
        put(Sighting(id=new_id(), media=sha, url=f"https://example.org/{n}", platform="X", caption="jets, low")),
    ]


def peer(path: Path) -> None:
    """Hash and read every entry, nothing else."""
    with closing(sqlite3.connect(path / "case.db")) as connection:
        for body, salt, payload in connection.execute(
            "SELECT body, salt, payload FROM entry JOIN payload USING (number)"
        ):
            hashlib.sha256(b"oscase/event/v1\x00" + body).hexdigest()
            hashlib.sha256(salt + payload).hexdigest()
            json.loads(body)
            json.loads(payload)


def entries(place: Path, author: Author, profile: Profile, count: int) -> None:
    with CaseFile.create(place / "Log", title="x", author=author, profile=profile) as case:
        work = lambda: [case.commit("Add", sightings(5000, n)) for n in range(0, count, 5000)]  # noqa: E731
        measured(f"write {count:,} entries in groups of 5,000", work)
        findings = measured(
            f"check: verify {count:,} entries, compare all tables", lambda: case.check(originals="none"), "< 2"
        )
        assert findings == []
        measured(f"rebuild the tables from {count:,} entries", case.rebuild, "< 4")
        measured("undo 5,000 changes", case.undo)
        with Cache.of(case.path) as cache:
            measured(f"search: index {count:,} records", lambda: cache.follow(case))
            measured("search: 100 questions", lambda: [cache.search(f"jets {n}") for n in range(100)])
    measured("peer: json + hashlib over the same entries", lambda: peer(case.path))


def opening(place: Path, author: Author, profile: Profile, count: int) -> None:
    with CaseFile.create(place / "Media", title="x", author=author, profile=profile) as case:
        incident = Incident(id=new_id(), title="Jets")
        case.commit("Add", [put(incident)])
        for start in range(0, count, 1000):
            case.commit("Add", [c for n in range(start, start + 1000) for c in media(n, incident.id)], step=False)
        assert case.records.of(ref("incident", incident.id))
    for _ in range(3):
        opened = measured(
            f"open a case of {count:,} media items ({5 * count:,} records)",
            lambda: CaseFile.open(case.path, author=author, profile=profile),
            "< 2",
        )
        assert isinstance(opened, CaseFile)
        opened.close()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        profile = Profile(Path(name) / "profile")
        author = Author("Anna Weber", "", profile.key())
        entries(Path(name), author, profile, count)
        opening(Path(name), author, profile, count // 10)


if __name__ == "__main__":
    main()
