"""Known media: packs of fingerprints and hash lists that this user holds against everything that comes in.

They are kept in the user's own folder, hold no pictures, and belong to no case. What equals an entry, or shares content
with one, gets an observation that names the entry and the file it stands in.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakKeyDictionary

from osintdesk.app.observing import KNOWN_CODE
from osintdesk.app.profile import folder
from osintdesk.app.seen import earliest
from osintdesk.app.session import Session
from osintdesk.app.similarity import fingerprint_of
from osintdesk.app.verification import status_of
from osintdesk.case.case_file import Change, put
from osintdesk.core import words
from osintdesk.core.domain import Interval, Media, Observation, Place, link_id
from osintdesk.core.errors import FileProblem, UsageError
from osintdesk.core.files import write_durably
from osintdesk.core.i18n import N_, _
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.similar.known import About, Known, KnownMedia, read_hash_list, read_pack, write_pack

PACK_SUFFIX = ".oskpack"
_INNOCENT = N_("The same picture may rightly be shown again, for instance beside a report on the earlier event.")
_loaded: WeakKeyDictionary[Session, tuple[tuple[tuple[str, int], ...], KnownMedia]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class KnownFile:
    """One pack or hash list in use: its file name, title and how many entries it has."""

    name: str
    title: str
    entries: int


def known_folder() -> Path:
    """Where packs and lists in use are kept."""
    return folder() / "known"


def use(path: Path) -> KnownFile:
    """Take a pack or hash list into use; FileProblem when it is neither."""
    found = _read(path)
    known_folder().mkdir(parents=True, exist_ok=True)
    write_durably(known_folder() / path.name, path.read_bytes())
    return KnownFile(path.name, found[0], len(found[1]))


def in_use() -> list[KnownFile]:
    """The packs and lists in use, by name."""
    return [KnownFile(path.name, title, len(entries)) for path, title, entries in _all()]


def put_away(name: str) -> None:
    """No longer use a pack or list; UsageError when there is none of that name."""
    path = known_folder() / Path(name).name
    if not path.is_file():
        raise UsageError(_("No pack or list named “{name}” is in use.").format(name=visible(name)))
    path.unlink()


def _paths() -> list[Path]:
    return sorted(known_folder().glob("*")) if known_folder().is_dir() else []


def _all() -> Iterator[tuple[Path, str, list[Known]]]:
    for path in _paths():
        try:
            title, entries = _read(path)
        except FileProblem:
            continue
        yield path, title, entries


def _read(path: Path) -> tuple[str, list[Known]]:
    """Title and entries of a pack, or of a hash list (whose entries have only their hash and the rest of the line)."""
    try:
        pack = read_pack(path)
        return pack.title, list(pack.entries)
    except FileProblem as problem:
        if path.suffix == PACK_SUFFIX:
            raise problem from None
    listed = read_hash_list(path)
    return path.stem, [Known(_listed(digest, rest)) for digest, rest in listed.items()]


def _listed(digest: str, rest: str) -> About:
    return About(title=rest, sha256=digest) if len(digest) == 64 else About(title=rest, md5=digest)


def _known_media(session: Session) -> KnownMedia:
    """All entries in use, read again when a file was added, changed or put away."""
    state = tuple((os.fspath(p), p.stat().st_mtime_ns) for p in _paths())
    before = _loaded.get(session)
    if before is None or before[0] != state:
        entries = [_with_source(known, path.name) for path, _title, found in _all() for known in found]
        _loaded[session] = before = (state, KnownMedia(entries))
    return before[1]


def _with_source(known: Known, name: str) -> Known:
    note = f"{known.about.note} ({name})".strip()
    return replace(known, about=replace(known.about, note=note))


def recognised(session: Session, sha256: str) -> list[Change]:
    """Observations for what is known of an item; those that were recorded before are not written again."""
    if not _paths():
        return []
    media, known = session.records.one(Media, sha256), _known_media(session)
    same = known.by_hash(sha256, media.md5)
    found = [(same, _("the same file"), words.Severity.STRONG)] if same else []
    taken = fingerprint_of(session, sha256)
    if taken is not None:
        found += [
            (entry, str(_(comparison.relation)), words.Severity.LOOK)
            for entry, comparison in known.like(taken)
            if entry is not same
        ]
    made = [_observation(media, entry, how, severity) for entry, how, severity in found]
    return [put(o) for o in made if session.records.get(Observation, o.id) is None]


def _observation(media: Media, entry: Known, how: str, severity: str) -> Observation:
    about = entry.about
    said = ", ".join(visible(part) for part in (about.status, about.date, about.place) if part)
    title = visible(about.title) or about.sha256[:12] or about.md5[:12]
    text = _("Known media: {how} as “{title}”").format(how=how, title=title) + (f" ({said})." if said else ".")
    fields = ("title", "status", "date", "place", "link", "note", "sha256", "md5")
    facts = [
        {"name": n, "value": visible(getattr(about, n)), "source": "known media"} for n in fields if getattr(about, n)
    ]
    return Observation(
        id=link_id(media.id, KNOWN_CODE, about.sha256 or about.md5 or about.title),
        media=media.id,
        code=KNOWN_CODE,
        severity=severity,
        text=text,
        facts=facts,
        innocent=_(_INNOCENT),
    )


def export_known(session: Session, media: Sequence[str], out: Path, *, title: str) -> int:
    """Write a pack of what this case knows of these items, without any picture; how many entries it has."""
    entries = [Known(about_of(session.records, sha), fingerprint_of(session, sha)) for sha in media]
    count = write_pack(out, entries, title=title)
    facts = {"entries": count, "media": list(media), "name": out.name}
    if not session.read_only:
        label = _("Export known media to {name}").format(name=out.name)
        session.change(lambda case: case.note(label, "export", facts)).result()
    return count


def about_of(records: Records, sha256: str) -> About:
    """What this case says of an item: title, status, earliest date, place and address."""
    media, seen = records.one(Media, sha256), earliest(records, sha256)
    intervals = sorted(records.where(Interval, subject=media.ref), key=lambda i: i.not_before)
    place = next(iter(records.where(Place, subject=media.ref)), None)
    date = intervals[0].not_before if intervals else seen.posted_at if seen else ""
    return About(
        title=media.title or media.number,
        status=str(status_of(records, media.ref)),
        date=date,
        place=place.name if place else "",
        link=seen.url if seen else "",
        sha256=media.id,
        md5=media.md5,
    )
