"""Who works here, and what the program remembers of them: kept in the user's own folder, never in a case."""

from __future__ import annotations

import getpass
import os
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

import orjson
import platformdirs

from osintdesk.case.case_file import Author
from osintdesk.case.profile import Profile as Keys
from osintdesk.core import instants
from osintdesk.core.domain import Json
from osintdesk.core.files import write_durably

RECENT_KEPT = 12


def folder() -> Path:
    """The profile folder; OSINTDESK_PROFILE overrides it."""
    chosen = os.environ.get("OSINTDESK_PROFILE")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("osintdesk", appauthor=False))


@dataclass(frozen=True, slots=True)
class Preferences:
    """How the window looks and behaves; `theme` is system, light, dark or contrast; `text_scale` in percent."""

    theme: str = "system"
    text_scale: int = 100
    language: str = ""
    greyscale: bool = False
    hide_graphic: bool = True
    reduced_motion: bool = False
    compact: bool = False
    thumbnail_width: int = 180


@dataclass(frozen=True, slots=True)
class Recent:
    """A case opened before."""

    path: str
    title: str
    opened_at: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The person at this desk."""

    name: str
    affiliation: str = ""
    preferences: Preferences = Preferences()
    recent: tuple[Recent, ...] = ()
    windows: dict[str, Json] = field(default_factory=dict)


def load_profile() -> Profile:
    """The profile as saved; a new or unreadable one has the computer user's name."""
    try:
        saved = orjson.loads((folder() / "profile.json").read_bytes())
        return _profile(saved)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Profile(name=_user())


def _profile(saved: dict[str, Json]) -> Profile:
    known = {f.name for f in fields(Preferences)}
    preferences = Preferences(**{k: v for k, v in saved.get("preferences", {}).items() if k in known})
    recent = tuple(Recent(**entry) for entry in saved.get("recent", []))
    return Profile(
        str(saved["name"]), str(saved.get("affiliation", "")), preferences, recent, dict(saved.get("windows", {}))
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def save_profile(profile: Profile) -> None:
    """Write the profile so that it is whole or as before."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    write_durably(folder() / "profile.json", orjson.dumps(asdict(profile), option=orjson.OPT_INDENT_2))


def author_of(profile: Profile) -> Author:
    """The profile as the author of log entries."""
    return Author(name=profile.name, affiliation=profile.affiliation, key=Keys(folder()).key())


def recent_cases() -> list[Recent]:
    """Cases opened before that are still there, the latest first."""
    return [recent for recent in load_profile().recent if Path(recent.path).is_dir()]


def remember(path: Path, title: str) -> Profile:
    """Put a case at the head of the recent ones."""
    profile = load_profile()
    entry = Recent(str(path.resolve()), title, instants.now())
    others = tuple(r for r in profile.recent if r.path != entry.path)
    changed = replace(profile, recent=(entry, *others)[:RECENT_KEPT])
    save_profile(changed)
    return changed
