"""Where the reports lie that were made on this desk: SHA-256 → path, in the user's own folder, never in the case."""

from __future__ import annotations

from pathlib import Path

import orjson

from osintdesk.app.profile import folder
from osintdesk.core.files import write_durably

KEPT = 200


def _file() -> Path:
    return folder() / "reports.json"


def known_reports() -> dict[str, str]:
    """What is remembered and still there."""
    try:
        saved = orjson.loads(_file().read_bytes())
    except (OSError, ValueError):
        return {}
    pairs = saved.items() if isinstance(saved, dict) else ()
    return {str(sha): str(path) for sha, path in pairs if Path(str(path)).is_file()}


def remember_report(sha256: str, path: Path) -> None:
    """Keep where a report lies; the oldest are forgotten."""
    known = {**known_reports(), sha256: str(path.resolve())}
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    write_durably(_file(), orjson.dumps(dict(list(known.items())[-KEPT:])))
