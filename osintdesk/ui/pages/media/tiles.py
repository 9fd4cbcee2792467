"""What one tile says, gathered from the records; computed when it is first painted, kept until something changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from osintdesk.app.matches import matches_of
from osintdesk.app.search import first_seen
from osintdesk.app.verification import status_of
from osintdesk.core import words
from osintdesk.core.domain import Contents, Media, Observation, Place
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.records import Records
from osintdesk.core.text import size, visible
from osintdesk.ui.theme import status_mark
from osintdesk.ui.wording import length, short_time, spoken_length

KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Tile:
    """One media item as the grid shows it. `state`: rest, reading, waiting, unreadable, missing."""

    id: str
    number: str
    kind: str
    status: str
    state: str = "rest"
    graphic: bool = False
    duration: str = ""
    matches: int = 0
    place: bool = False
    observation: bool = False
    credentials: bool = False
    second: str = ""
    reason: str = ""
    spoken: str = ""


def tile_of(records: Records, sha: str, *, state: str = "") -> Tile:
    """The tile of a media item; `state` is given when the records do not say it (waiting, missing)."""
    media = records.one(Media, sha)
    contents = records.get(Contents, sha)
    reason = contents.reason if contents else ""
    state = state or ("reading" if contents is None else "unreadable" if reason else "rest")
    seen = first_seen(records, sha)
    noticed = records.where(Observation, media=sha)
    matches = len(matches_of(records, sha))
    tile = Tile(
        id=sha,
        number=media.number,
        kind=str(media.kind),
        status=str(status_of(records, media.ref)),
        state=state,
        graphic=media.graphic,
        duration=length(contents.duration_ms) if contents and contents.duration_ms else "",
        matches=matches,
        place=bool(records.where(Place, subject=media.ref)),
        observation=any(_open(o) for o in noticed),
        credentials=_credentials(contents),
        second=_second(state, media, seen),
        reason=visible(reason),
    )
    return _with_speech(tile, media, contents)


def _open(observation: Observation) -> bool:
    return observation.decision == words.ObservationDecision.OPEN and observation.severity != words.Severity.INFO


def _credentials(contents: Contents | None) -> bool:
    return bool(contents and any(name.startswith(("c2pa", "content_credentials")) for name in contents.facts))


def _second(state: str, media: Media, seen: str) -> str:
    match state:
        case "reading":
            return _("Reading…")
        case "waiting":
            return _("Waiting")
        case "unreadable" | "missing":
            return (
                _("Preserved, {size}").format(size=size(media.size)) if state == "unreadable" else _("Original missing")
            )
        case _:
            return short_time(seen) if seen else visible(media.title) or _("No sighting yet")


def _with_speech(tile: Tile, media: Media, contents: Contents | None) -> Tile:
    """“EX-0012, video, 1 min 52 s, in progress, 3 matches”."""
    parts = [
        tile.number,
        _(tile.kind),
        spoken_length(contents.duration_ms) if contents else "",
        status_mark(tile.status).label,
    ]
    if tile.matches:
        parts.append(ngettext("{n} match", "{n} matches", tile.matches))
    if tile.observation:
        parts.append(_("open observation"))
    if tile.graphic:
        parts.append(_("graphic, hidden"))
    if tile.state != "rest":
        parts.append(tile.reason or tile.second)
    parts.append(visible(media.title))
    spoken = ", ".join(part for part in parts if part)
    return Tile(**{name: getattr(tile, name) for name in Tile.__slots__ if name != "spoken"}, spoken=spoken)


class Tiles:
    """Tiles by media id; forgets what changed."""

    def __init__(self, records: Callable[[], Records]) -> None:
        self._records = records
        self._kept: dict[str, Tile] = {}
        self.waiting: frozenset[str] = frozenset()
        self.missing: frozenset[str] = frozenset()

    def get(self, sha: str) -> Tile:
        found = self._kept.get(sha)
        if found is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            found = self._kept[sha] = tile_of(self._records(), sha, state=self._state(sha))
        return found

    def _state(self, sha: str) -> str:
        return "missing" if sha in self.missing else "waiting" if sha in self.waiting else ""

    def forget(self, media: set[str] | None = None) -> None:
        """Compute these anew (all of them without `media`)."""
        if media is None:
            self._kept.clear()
            return
        for sha in media:
            self._kept.pop(sha, None)
