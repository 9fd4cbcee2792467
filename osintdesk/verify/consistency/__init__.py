"""Whether what a file says fits together: declared checks over its facts, each finding with what would explain it.

Nothing here reads a file. A finding is an observation, never a verdict: `info` is worth knowing, `look` worth a look,
`strong` hardly explained without somebody having changed something (or the file saying so itself).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from osintdesk.core.i18n import _
from osintdesk.core.readings import Fact, Noticed
from osintdesk.verify.consistency.casewide import CASE_CODES, CaseFile, observe_case
from osintdesk.verify.consistency.device import DEVICE_CHECKS
from osintdesk.verify.consistency.places import PLACE_CHECKS
from osintdesk.verify.consistency.structure import STRUCTURE_CHECKS, platform_traces
from osintdesk.verify.consistency.subject import INFO, LOOK, STRONG, Check, Subject
from osintdesk.verify.consistency.tables import use_own_tables
from osintdesk.verify.consistency.times import TIME_CHECKS

__all__ = [
    "CASE_CODES",
    "CHECKS",
    "INFO",
    "LOOK",
    "STRONG",
    "CaseFile",
    "Check",
    "Subject",
    "observe",
    "observe_case",
    "use_own_tables",
]

CHECKS: tuple[Check, ...] = (*TIME_CHECKS, *PLACE_CHECKS, *DEVICE_CHECKS, *STRUCTURE_CHECKS)
_ORDER = {STRONG: 0, LOOK: 1, INFO: 2}
_PLATFORM_INNOCENT = "Passing through a platform is how most footage reaches a desk."


def observe(
    facts: Mapping[str, Sequence[Fact]],
    *,
    name: str = "",
    kind: str = "",
    format: str = "",
    posted_at: datetime | None = None,
    claimed_places: Sequence[tuple[float, float]] = (),
    seen_at: datetime | None = None,
) -> list[Noticed]:
    """What is noticed about one file, strongest first.

    `name` is the file's name as collected; `kind` and `format` are those of its bytes. `posted_at` (aware) is the
    earliest known sighting, `claimed_places` are (latitude, longitude) in degrees, `seen_at` when the file came to us.
    """
    subject = Subject(facts, name, kind, format, posted_at, tuple(claimed_places), seen_at or datetime.now(UTC))
    found = [
        Noticed(check.code, severity, text, tuple(used), _(check.innocent))
        for check in CHECKS
        for severity, text, used in check.look(subject)
    ]
    found += [
        Noticed(code, severity, text, used, _(_PLATFORM_INNOCENT))
        for code, severity, text, used in platform_traces(subject)
    ]
    return sorted(found, key=lambda noticed: _ORDER[noticed.severity])
