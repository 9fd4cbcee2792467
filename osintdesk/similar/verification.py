"""Candidates put to the test: first the stored features, then the pictures themselves."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
    views: Views | None = None,
) -> Iterator[tuple[str, Comparison]]:
    """Those of the candidates that are related, with the comparison (the subject is A, the candidate B)."""
    own, kept = _View(picture, subject), views if views is not None else Views()
    for candidate, other in others:
        if other is None:
            continue
        found = _compared(subject, own, other, candidate, kept.opened_by(picture_of))
        if found is not None and found.related:
            yield candidate.key, found


class Views:
    """The pictures that were compared last, with their features, so that those of a burst are not found again."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, tuple[int, int]], View] = OrderedDict()

    def opened_by(self, picture_of: PictureOf) -> _Opened:
        return _Opened(self, picture_of)

    def get(self, key: str, size: tuple[int, int], picture_of: PictureOf) -> View | None:
        """The view of a key's picture, made when it is not kept; None when there is no picture."""
        found = self._kept.get((key, size))
        if found is None:
            picture = picture_of(key)
            if picture is None:
                return None
            found = view(picture, size=size)
        self._kept[key, size] = found
        self._kept.move_to_end((key, size))
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return found

    def forget(self, key: str) -> None:
        """The key has another picture now."""
        for known in [k for k in self._kept if k[0] == key]:
            del self._kept[known]


@dataclass(frozen=True, slots=True)
class _Opened:
    """Pictures by key, kept where that helps."""

    views: Views
    of: PictureOf

    def view(self, key: str, size: tuple[int, int]) -> View | None:
        return self.views.get(key, size, self.of)


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
    subject: Fingerprint, own: _View, other: Fingerprint, candidate: Candidate, pictures: _Opened
) -> Comparison | None:
    if isinstance(subject, VideoFingerprint):
        if isinstance(other, VideoFingerprint):
            return compare_clips(subject, other)
        return compare_picture_clip(pictures.of(candidate.key), subject, fingerprint=other).reversed()
    if isinstance(other, VideoFingerprint):
        return compare_picture_clip(own.picture, other, fingerprint=subject)
    return _pictures(subject, own, other, candidate, pictures)


def _pictures(
    subject: PictureFingerprint, own: _View, other: PictureFingerprint, candidate: Candidate, pictures: _Opened
) -> Comparison | None:
    if candidate.how != "hash" and not _promising(subject, other):
        return None
    first = own.view()
    second = pictures.view(candidate.key, (other.width, other.height)) if first is not None else None
    if first is None or second is None:
        return compare_fingerprints(subject, other)
    return compare_views(first, second)


def _promising(subject: PictureFingerprint, other: PictureFingerprint) -> bool:
    """Whether the stored features agree on a position; spares opening the picture where they do not."""
    sizes = (subject.width, subject.height), (other.width, other.height)
    found = placed(subject.local, other.local, *sizes)
    return found is not None and found.inliers >= _LEAST_PLACED
