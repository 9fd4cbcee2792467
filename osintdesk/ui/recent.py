"""What the start page shows of cases without opening them.

Amounts and the names of three pictures are remembered in the profile; the pictures stay in the case's own cache.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from osintdesk.app.profile import Profile, Recent, load_profile
from osintdesk.app.session import Session
from osintdesk.case.cache import Cache
from osintdesk.core.domain import Incident, Media
from osintdesk.ui.pages.start import CaseFacts

PICTURES = 3


def facts_to_remember(session: Session) -> dict[str, Any]:
    """Amounts and pictures of the open case, as plain JSON for the profile."""
    records = session.records
    shown = [m for m in records.all(Media) if not m.parent][:PICTURES]
    return {
        "path": str(session.path),
        "items": records.count(Media),
        "incidents": records.count(Incident),
        "pictures": [[m.id, m.graphic] for m in shown],
    }


def recent_with_facts() -> list[tuple[Recent, CaseFacts]]:
    """The recent cases with what they show; reads the disk."""
    profile = load_profile()
    return [(recent, _facts(profile, Path(recent.path))) for recent in profile.recent]


def _facts(profile: Profile, path: Path) -> CaseFacts:
    there = (path / "case.db").is_file()
    known = _known(profile, path)
    if not known:
        return CaseFacts(there=there)
    wanted = [(str(sha), bool(graphic)) for sha, graphic in known.get("pictures", [])]
    pictures = _pictures(path, wanted) if there else ()
    return CaseFacts(int(known.get("items", -1)), int(known.get("incidents", -1)), pictures, there)


def _known(profile: Profile, path: Path) -> dict[str, Any]:
    for window in profile.windows.values():
        facts: dict[str, Any] = window.get("facts") or {}
        if facts.get("path") == str(path):
            return facts
    return {}


def _pictures(path: Path, wanted: list[tuple[str, bool]]) -> tuple[tuple[bytes, bool], ...]:
    if not (path / "cache.db").is_file():
        return ()
    try:
        with Cache.of(path) as cache:
            found = [(cache.thumbnail(sha), graphic) for sha, graphic in wanted]
    except Exception:
        # A damaged cache is made anew when the case is opened; here it only means no pictures.
        return ()
    return tuple((data, graphic) for data, graphic in found if data)
