"""Looking for matches among the media of a case, and recording what was found as suggestions to decide."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from weakref import WeakKeyDictionary

from PIL import Image

from osintdesk.app.session import Session
from osintdesk.case.case_file import Change, edit, put
from osintdesk.core import words
from osintdesk.core.domain import Match, Media, link_id, without_floats
from osintdesk.core.i18n import _, ngettext
from osintdesk.similar.clip import VideoFingerprint
from osintdesk.similar.comparison import Comparison
from osintdesk.similar.index import Fingerprint, Index
from osintdesk.similar.packing import BadFingerprint
from osintdesk.similar.picture import PictureFingerprint

_lock = threading.Lock()
_indexes: WeakKeyDictionary[Session, Index] = WeakKeyDictionary()
FOLDER = "similar"
# The ten most voted hold what verification confirms (SIFT votes: .907 recall with the top ten).
CANDIDATES = 10
READ: dict[str, Callable[[bytes], Fingerprint]] = {
    words.MediaKind.IMAGE: PictureFingerprint.from_bytes,
    words.MediaKind.VIDEO: VideoFingerprint.from_bytes,
}


def index_of(session: Session) -> Index:
    """The similarity index of an open case, completed from the fingerprints in its cache."""
    with _lock:
        found = _indexes.get(session)
        if found is None:
            found = Index.in_memory() if session.read_only else Index.open(session.path / FOLDER)
            session.keep(found)
            known = set(found.keys())
            found.add_many(_cached(session, known))
            for gone in known - {m.id for m in session.records.all(Media)}:
                found.remove(gone)
            _indexes[session] = found
        return found


def _cached(session: Session, known: set[str]) -> Iterator[tuple[str, Fingerprint]]:
    for kind in READ:
        for sha256, data in session.cache.fingerprints(kind):
            if sha256 not in known:
                taken = _fingerprint(kind, data)
                if taken is not None:
                    yield sha256, taken


def _fingerprint(kind: str, data: bytes | None) -> Fingerprint | None:
    """A fingerprint out of the cache; a damaged one, or one of another version, is as if there were none."""
    read = READ.get(kind)
    if data is None or read is None:
        return None
    try:
        return read(data)
    except BadFingerprint:
        return None


def fingerprint_of(session: Session, sha256: str) -> Fingerprint | None:
    """The fingerprint of an item, None when it shows nothing that could be compared."""
    kind = session.records.one(Media, sha256).kind
    return _fingerprint(kind, session.cache.fingerprint(sha256, kind))


def find_matches(session: Session, sha256: str) -> int:
    """Record how an item matches the others; how many new suggestions came. Decided pairs are left as they are."""
    media, taken = session.records.one(Media, sha256), fingerprint_of(session, sha256)
    if taken is None:
        return 0
    index = index_of(session)
    index.add(sha256, taken)
    found = index.matches_for(
        sha256,
        picture_of=lambda key: thumbnail_of(session, key),
        limit=CANDIDATES,
        skip=lambda other: _is_decided(session, sha256, other),
    )
    changes = list(_changes(session, sha256, found))
    if not changes:
        return 0
    counted = ngettext("{n} match", "{n} matches", len(changes))
    label = _("Find {count} of {what}").format(count=counted, what=media.number)
    session.change(lambda case: case.commit(label, changes, step=False)).result()
    return len(changes)


def thumbnail_of(session: Session, sha256: str) -> Image.Image | None:
    """The small picture of an item, as it is compared."""
    data = session.cache.thumbnail(sha256)
    if data is None:
        return None
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB")


def _is_decided(session: Session, a: str, b: str) -> bool:
    known = session.records.get(Match, link_id(*sorted((a, b))))
    return known is not None and known.decision != words.MatchDecision.SUGGESTED


def _changes(session: Session, sha256: str, found: Iterable[tuple[str, Comparison]]) -> Iterator[Change]:
    for other, comparison in found:
        if session.records.get(Media, other) is None:
            continue
        a, b = sorted((sha256, other))
        # The comparison is from the item to the other; records go from the smaller hash to the larger.
        match = _match(a, b, comparison if a == sha256 else comparison.reversed())
        before = session.records.get(Match, match.id)
        if before is None:
            yield put(match)
        else:
            changed = edit(before, **{name: getattr(match, name) for name in _FOUND})
            if changed.fields:
                yield changed


_FOUND = ("relation", "score", "how", "transform", "segments", "differing", "explanation", "deleted")


def _match(a: str, b: str, comparison: Comparison) -> Match:
    document = without_floats(comparison.to_json())
    counted = (comparison.keypoints, comparison.frames_matched)
    return Match(
        id=link_id(a, b),
        a=a,
        b=b,
        relation=words.Relation(comparison.relation),
        score=document["score"],
        how=_("OSINT Desk: {points} key points, {frames} frames").format(points=counted[0], frames=counted[1]),
        transform=document["transform"],
        segments=document["segments"],
        differing=document["differing"],
        explanation=comparison.explanation,
    )
