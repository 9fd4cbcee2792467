"""Looking for matches among the media of a case, and recording what was found as suggestions to decide."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from PIL import Image

from osintdesk.app.session import Session
from osintdesk.case.case_file import Change, edit, put
from osintdesk.core import words
from osintdesk.core.domain import Contents, Match, Media, link_id, without_floats
from osintdesk.core.i18n import _, ngettext
from osintdesk.similar.comparison import Comparison
from osintdesk.similar.index import Index

_lock = threading.Lock()
_indexes: WeakKeyDictionary[Session, Index] = WeakKeyDictionary()
FOLDER = "similar"
KINDS = (words.MediaKind.IMAGE, words.MediaKind.VIDEO)


def index_of(session: Session) -> Index:
    """The similarity index of an open case, filled from the fingerprints in its cache when it was dropped."""
    with _lock:
        found = _indexes.get(session)
        if found is None:
            found = Index.open(session.path / FOLDER)
            known = found.keys()
            for kind in KINDS:
                for sha256, data in session.cache.fingerprints(kind):
                    if sha256 not in known:
                        found.add(sha256, data)
            _indexes[session] = found
        return found


def find_matches(session: Session, sha256: str) -> int:
    """Record how an item matches the others; how many new suggestions came. Decided pairs are left as they are."""
    media = session.records.one(Media, sha256)
    data = session.cache.fingerprint(sha256, media.kind)
    if data is None:
        return 0
    index = index_of(session)
    index.add(sha256, data)
    found = index.matches_for(sha256, picture_of=lambda key: _picture(session, key))
    changes = list(_changes(session, sha256, found))
    if not changes:
        return 0
    label = _("Find {count} of {what}").format(
        count=ngettext("{n} match", "{n} matches", len(changes)), what=media.number
    )
    session.change(lambda case: case.commit(label, changes, step=False)).result()
    return len(changes)


def _picture(session: Session, sha256: str) -> Image.Image | None:
    data = session.cache.thumbnail(sha256)
    if data is None:
        return None
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB")


def _changes(session: Session, sha256: str, found: Iterable[tuple[str, Comparison]]) -> Iterable[Change]:
    for other, comparison in found:
        if other == sha256 or session.records.get(Media, other) is None:
            continue
        a, b = sorted((sha256, other))
        # The comparison is from the item to the other; records go from the smaller hash to the larger.
        told = comparison if a == sha256 else comparison.reversed()
        before = session.records.get(Match, link_id(a, b))
        if before is None:
            yield put(_match(a, b, told))
        elif before.decision == words.MatchDecision.SUGGESTED:
            changed = edit(before, **{k: v for k, v in _match(a, b, told).values().items() if k in _FOUND})
            if changed.fields:
                yield changed


_FOUND = ("relation", "score", "how", "transform", "segments", "differing", "explanation", "deleted")


def _match(a: str, b: str, comparison: Comparison) -> Match:
    document = without_floats(comparison.to_json())
    return Match(
        id=link_id(a, b),
        a=a,
        b=b,
        relation=words.Relation(comparison.relation),
        score=document["score"],
        how=f"OSINT Desk, {document['keypoints']} key points, {document['frames_matched']} frames",
        transform=document["transform"],
        segments=document["segments"],
        differing=document["differing"],
        explanation=comparison.explanation,
    )


def sizes(session: Session, sha256: str) -> tuple[int, int] | None:
    """Width and height of an original as shown, where they are known."""
    contents = session.records.get(Contents, sha256)
    if contents is None or not contents.width or not contents.height:
        return None
    turned = (contents.orientation or 1) >= 5
    return (contents.height, contents.width) if turned else (contents.width, contents.height)
