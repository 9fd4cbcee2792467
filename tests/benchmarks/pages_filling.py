"""How long the pages of a large case take to be worked out: the presenters of each page on one case in memory.

Run by hand: python -m tests.benchmarks.pages_filling [media]. What runs in the window's thread must stay below 100 ms;
overview, timeline and log are worked out in a thread of their own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from osintdesk.core import words
from osintdesk.core.domain import (
    Attachment,
    Case,
    Claim,
    Contents,
    Evidence,
    Incident,
    Interval,
    Match,
    Media,
    Observation,
    Place,
    Record,
    Sighting,
    Source,
    Step,
    link_id,
)
from osintdesk.core.records import Records
from osintdesk.ui.pages import (
    claims_model,
    incident_model,
    incidents_model,
    overview_model,
    sources_model,
    timeline_model,
    verification_model,
)

ZONE = "Europe/Moscow"
START = datetime(2024, 8, 6, tzinfo=UTC)


def stamp(minutes: int) -> str:
    return (START + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def large(count: int) -> Records:
    """`count` media in 50 incidents, each with a sighting, every second with two steps, every fifth with a match."""
    found: list[Record] = [Case(id="case", title="Large", time_zone=ZONE)]
    found += [Source(id=f"s{n}", name=f"Source {n}", reliability="C" if n % 3 else "") for n in range(400)]
    for n in range(50):
        ref = f"incident:i{n}"
        found.append(Incident(id=f"i{n}", title=f"Incident {n}", work_status=list(words.WorkStatus)[n % 6]))
        found.append(Interval(id=f"t{n}", subject=ref, not_before=stamp(n * 60), not_after=stamp(n * 60 + 30)))
        found.append(Place(id=f"p{n}", subject=ref, name=f"Place {n}", latitude="51.2", longitude="35.3"))
    for n in range(count):
        found += _item(n)
    for n in range(300):
        claim = Claim(id=f"c{n}", statement=f"Claim {n}", incident=f"i{n % 50}", source=f"s{n}", said_at=stamp(n))
        linked = Evidence(id=f"e{n}", claim=claim.id, subject=f"media:{n:064x}", stance=words.Stance.SUPPORTS)
        found += [claim, linked]
    return Records(found)


def _item(n: int) -> list[Record]:
    sha = f"{n:064x}"
    made: list[Record] = [
        Media(id=sha, exhibit=n + 1, kind=words.MediaKind.IMAGE, collected_at=stamp(n)),
        Contents(id=sha, facts={"creation_date": [{"value": stamp(n), "source": "EXIF"}]}),
        Attachment(id=link_id(f"i{n % 50}", sha), incident=f"i{n % 50}", media=sha),
        Sighting(id=f"g{n}", media=sha, source=f"s{n % 400}", posted_at=stamp(n + 60)),
    ]
    if n % 2 == 0:
        for part in range(2):
            pillar = list(words.Pillar)[(n + part) % 7]
            made.append(
                Step(id=f"x{n}-{part}", subject=f"media:{sha}", pillar=pillar, question="When?", result="supports",
                     not_after=stamp(n + 60), by="A. Kaya", at=stamp(n))
            )  # fmt: skip
    if n % 5 == 0 and n:
        made.append(Match(id=f"m{n}", a=f"{n - 1:064x}", b=sha, score="0.9"))
    if n % 3 == 0:
        made.append(Observation(id=f"o{n}", media=sha, code="encoder", severity=words.Severity.LOOK, text="Look"))
    return made


def milliseconds(work: Callable[[], object]) -> float:
    """The best of three, after one to warm up."""
    work()
    times = []
    for _turn in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    records = large(count)
    item = f"media:{0:064x}"
    rows: list[tuple[str, str, Callable[[], object]]] = [
        ("incidents", "window", lambda: incidents_model.rows(records, ZONE)),
        ("incident", "thread", lambda: incident_model.view(records, "i0", ZONE)),
        ("verification", "window", lambda: verification_model.pillar_view(records, item, "date", ZONE)),
        ("claims", "window", lambda: claims_model.claim_rows(records)),
        ("claim grid", "window", lambda: claims_model.grid(records, "c0")),
        ("sources", "thread", lambda: sources_model.source_rows(records, ZONE)),
        ("overview", "thread", lambda: overview_model.view(records, ZONE, "A. Kaya")),
        ("timeline", "thread", lambda: timeline_model.lanes(records, ZONE)),
    ]
    print(f"{count:,} media\n{'page':<14}{'where':<10}{'ms':>8}")
    for name, where, work in rows:
        print(f"{name:<14}{where:<10}{milliseconds(work):>8.1f}")


if __name__ == "__main__":
    main()
