"""Candidates put to the test: first the stored features, then the pictures themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PIL import Image

from osintdesk.similar.clip import VideoFingerprint
from osintdesk.similar.clip_compare import compare_clips
from osintdesk.similar.compare import View, compare_views, view
from osintdesk.similar.comparison import Comparison
from osintdesk.similar.keyframes import placed
from osintdesk.similar.picture import PictureFingerprint
from osintdesk.similar.still import compare_picture_clip
from osintdesk.similar.stored import compare_fingerprints

if TYPE_CHECKING:
    from osintdesk.similar.index import Candidate, Fingerprint, PictureOf

_LEAST_PLACED = 6


def verified(
    subject: Fingerprint,
    picture: Image.Image | None,
    others: Iterable[tuple[Candidate, Fingerprint | None]],
    picture_of: PictureOf,
) -> Iterator[tuple[str, Comparison]]:
    """Those of the candidates that are related, with the comparison (the subject is A, the candidate B)."""
    own = _View(picture, subject)
    for candidate, other in others:
        if other is None:
            continue
        found = _compared(subject, own, other, candidate, picture_of)
        if found is not None and found.related:
            yield candidate.key, found


class _View:
    """The subject's picture, prepared when it is first needed."""

    def __init__(self, picture: Image.Image | None, fingerprint: Fingerprint) -> None:
        self.picture = picture
        self._size = (fingerprint.width, fingerprint.height)
        self._view: View | None = None

    def view(self) -> View | None:
        if self._view is None and self.picture is not None:
            self._view = view(self.picture, size=self._size)
        return self._view


def _compared(
    subject: Fingerprint, own: _View, other: Fingerprint, candidate: Candidate, picture_of: PictureOf
) -> Comparison | None:
    if isinstance(subject, VideoFingerprint):
        if isinstance(other, VideoFingerprint):
            return compare_clips(subject, other)
        return compare_picture_clip(picture_of(candidate.key), subject, fingerprint=other).reversed()
    if isinstance(other, VideoFingerprint):
        return compare_picture_clip(own.picture, other, fingerprint=subject)
    return _pictures(subject, own, other, candidate, picture_of)


def _pictures(
    subject: PictureFingerprint, own: _View, other: PictureFingerprint, candidate: Candidate, picture_of: PictureOf
) -> Comparison | None:
    if candidate.how != "hash" and not _promising(subject, other):
        return None
    first = own.view()
    second = picture_of(candidate.key) if first is not None else None
    if first is None or second is None:
        return compare_fingerprints(subject, other)
    return compare_views(first, view(second, size=(other.width, other.height)))


def _promising(subject: PictureFingerprint, other: PictureFingerprint) -> bool:
    """Whether the stored features agree on a position; spares opening the picture where they do not."""
    sizes = (subject.width, subject.height), (other.width, other.height)
    found = placed(subject.local, other.local, *sizes)
    return found is not None and found.inliers >= _LEAST_PLACED
