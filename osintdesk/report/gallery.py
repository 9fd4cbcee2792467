"""The pictures that a report shows: fetched once, cleaned, named by content, with words where one is held back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from osintdesk.core.domain import Contents, Media
from osintdesk.core.records import Records
from osintdesk.report.blocks import Picture, Shape
from osintdesk.report.document import Asset
from osintdesk.report.jpeg import clean
from osintdesk.report.language import Language
from osintdesk.report.state import Frame, Frames, Pictures

# Long side in pixels by the width in mm that a picture takes on the page, at 300 to the inch.
CONTACT, STRIP, FRAME, PAIR, SHORT, WIDE = 210, 310, 610, 950, 950, 1390

_MOST_PIXELS = 60_000_000
_USUAL_PIXELS = 450_000

_SENSITIVE: tuple[tuple[str, str], ...] = (
    ("graphic", "graphic violence"),
    ("minors", "minors visible"),
    ("personal", "personal information visible"),
)


class Gallery:
    """Collects the assets of one report."""

    def __init__(
        self, records: Records, pictures: Pictures, t: Language, *, sensitive: bool, expected: int = 0
    ) -> None:
        """`expected`: how many exhibits there are; those of very many share a budget, as the typesetter holds all."""
        self._records, self._pictures, self._t, self._sensitive = records, pictures, t, sensitive
        self._assets: dict[str, Asset] = {}
        self._fetched: dict[tuple[str, int], Asset | None] = {}
        self.held_back: dict[str, str] = {}
        self._scale = max(0.5, min(1.0, (_MOST_PIXELS / max(1, expected * _USUAL_PIXELS)) ** 0.5))

    @property
    def assets(self) -> tuple[Asset, ...]:
        return tuple(self._assets[name] for name in sorted(self._assets))

    def picture(self, media: Media, long_side: int, *, alt: str, shapes: tuple[Shape, ...] = ()) -> Picture:
        """The picture of an exhibit, or a block with words."""
        shown = self._redacted(media) or media
        if shown is media and (why := self._reason(media)):
            self.held_back[media.id] = why
            return Picture("", alt=why, aspect=self._aspect(media), withheld=why)
        asset = self._fetch(shown.id, long_side)
        if asset is None:
            words = self._t("No picture of this exhibit: {kind}", kind=self._t(media.kind))
            return Picture("", alt=words, aspect=1.9, withheld=words)
        return Picture(asset.name, alt=alt, aspect=asset.width / asset.height, shapes=shapes)

    def strip(self, media: Media, count: int = 6) -> Iterator[tuple[Picture, float, int]]:
        """Up to `count` key frames spread over the video, with seconds and frame index."""
        if self._reason(media):
            return
        frames = list(self._pictures.strip(media.id))
        chosen = (
            frames if len(frames) <= count else [frames[i * (len(frames) - 1) // (count - 1)] for i in range(count)]
        )
        for seconds, index, data in chosen:
            asset = self._take(data, STRIP)
            if asset:
                alt = self._t("Key frame {n} of {exhibit}", n=index, exhibit=media.number)
                yield Picture(asset.name, alt=alt, aspect=asset.width / asset.height), seconds, index

    def frame(self, media: Media, index: int, long_side: int) -> tuple[Asset, Frame] | None:
        """An exact frame, where the source of the pictures can give one."""
        if self._reason(media) or not isinstance(self._pictures, Frames):
            return None
        frame = self._pictures.frame(media.id, index, long_side)
        asset = self._take(frame[2], long_side) if frame else None
        return (asset, frame) if asset and frame else None

    def _reason(self, media: Media) -> str:
        """Why this picture is not shown; empty when it is."""
        words = [self._t(word) for name, word in _SENSITIVE if getattr(media, name)]
        if not words or self._sensitive:
            return ""
        return self._t("Picture not shown: {why}", why=", ".join(words))

    def _redacted(self, media: Media) -> Media | None:
        """A derivative of this exhibit whose parameters say that it is a redacted copy."""
        for made in self._records.where(Media, parent=media.id):
            if isinstance(made.parameters, dict) and made.parameters.get("redaction"):
                return made
        return None

    def _aspect(self, media: Media) -> float:
        facts = self._records.get(Contents, media.id)
        return facts.width / facts.height if facts and facts.width and facts.height else 1.5

    def _fetch(self, sha: str, wanted: int) -> Asset | None:
        long_side = min(wanted, max(STRIP, round(wanted * self._scale)))
        key = (sha, long_side)
        if key not in self._fetched:
            data = self._pictures.picture(sha, long_side)
            self._fetched[key] = self._take(data, long_side) if data else None
        return self._fetched[key]

    def _take(self, data: bytes, long_side: int) -> Asset | None:
        found = clean(data, long_side)
        if found is None:
            return None
        name = hashlib.sha256(found.data).hexdigest()[:24] + ".jpg"
        return self._assets.setdefault(name, Asset(name, found.data, found.width, found.height))
