"""Matches: both pictures with the region they share, the shared stretches of two videos, the decision."""

from __future__ import annotations

import re
from dataclasses import dataclass

from osintdesk.core.domain import Contents, Match, Media
from osintdesk.core.words import MatchDecision, Relation
from osintdesk.report.blocks import (
    Block,
    FramePair,
    FramePairs,
    Gap,
    Heading,
    Inline,
    Labelled,
    Overview,
    Paragraph,
    Picture,
    PicturePair,
    Run,
    Segment,
    Segments,
    Shape,
    Table,
    Together,
)
from osintdesk.report.document import Section
from osintdesk.report.gallery import FRAME, PAIR
from osintdesk.report.inline import cite, filled, join, ltr, plain, text
from osintdesk.report.scope import Scope
from osintdesk.report.sections.cells import cell, head, strong
from osintdesk.report.sections.exhibits import points, title
from osintdesk.report.times import seconds_of, stream
from osintdesk.similar.comparison import REVERSED

_MOST_BOXES = 8


def matches(scope: Scope) -> list[Section]:
    """Confirmed matches first; when there are very many the rest is a table."""
    if not scope.matches:
        return []
    ordered = sorted(scope.matches, key=lambda m: m.decision != MatchDecision.CONFIRMED)
    blocks: list[Block] = []
    most = scope.most.matches
    for match in ordered[:most]:
        blocks += match_blocks(scope, match)
    if ordered[most:]:
        blocks.append(_table(scope, ordered[most:]))
    return [Section("", scope.t("Matches"), tuple(blocks), anchor="matches")]


def match_blocks(scope: Scope, match: Match) -> list[Block]:
    t = scope.t
    a, b = scope.records.get(Media, match.a), scope.records.get(Media, match.b)
    if a is None or b is None:
        return []
    if b.exhibit < a.exhibit:
        pair = _Pair(scope, match, b, a, swapped=True)
    else:
        pair = _Pair(scope, match, a, b, swapped=False)
    number = scope.numbers.of(match)
    heading = t("{a} and {b}", a=pair.first.number, b=pair.second.number)
    opening: list[Block] = [
        Heading(heading, lead=number, anchor=number.lower()),
        Paragraph(_words(pair), side=_side(pair)),
    ]
    pictures = _frame_pairs(pair) or _pictures(pair)
    return [Together((*opening, *(_segments(pair) or [pictures]))), *([pictures] if _segments(pair) else [])]


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two exhibits in the order of their numbers; `swapped` when that is not the order of the record."""

    scope: Scope
    match: Match
    first: Media
    second: Media
    swapped: bool

    def ends(self, segment: dict[str, object]) -> tuple[float, float, float, float] | None:
        """Start and end in the first and in the second, in seconds."""
        first, second = ("b", "a") if self.swapped else ("a", "b")
        names = (f"{first}_start", f"{first}_end", f"{second}_start", f"{second}_end")
        found = [seconds_of(segment.get(name)) for name in names]
        return None if None in found else tuple(found)  # type: ignore[return-value]

    def region(self, media: Media) -> tuple[tuple[float, float], ...]:
        """Corners of the shared part on that exhibit, 0–1, in the same order on both."""
        transform = self.match.transform if isinstance(self.match.transform, dict) else {}
        return points(transform.get("outline" if media.id == self.match.a else "outline_in_b"))

    def differing(self, media: Media) -> list[tuple[tuple[float, float], ...]]:
        """Boxes on that exhibit whose content differs, as their two corners."""
        side = "box" if media.id == self.match.a else "box_in_b"
        given = self.match.differing if isinstance(self.match.differing, list) else []
        boxes = [d.get(side) for d in given if isinstance(d, dict)]
        return [c for b in boxes if isinstance(b, list) and len(b) == 4 and len(c := points([b[:2], b[2:]])) == 2]

    @property
    def relation(self) -> str:
        """The relation as it reads from the first to the second."""
        relation = self.match.decided_relation or self.match.relation
        return (
            str(REVERSED.get(Relation(relation), relation)) if self.swapped and relation in set(Relation) else relation
        )


def _words(pair: _Pair) -> Inline:
    t, match = pair.scope.t, pair.match
    explained = text(match.explanation) or plain(t("The program found shared content."))
    return join([explained, _letters(pair), text(match.note)], " ")


def _letters(pair: _Pair) -> Inline:
    """Which exhibit the recorded explanation calls A and which B: it follows the record, not the numbers."""
    if not re.search(r"\b[AB]\b", pair.match.explanation):
        return ()
    a, b = (pair.second, pair.first) if pair.swapped else (pair.first, pair.second)
    return filled(pair.scope.t("Here A is {a} and B is {b}."), a=(cite(a.number),), b=(cite(b.number),))


def _side(pair: _Pair) -> tuple[Labelled, ...]:
    t, match = pair.scope.t, pair.match
    relation = pair.relation
    by = pair.scope.people(match.decided_by)
    decision = join([plain(t(match.decision), "strong"), plain(by, "grey")], ", ")
    at = pair.scope.clock.utc(match.decided_at) if match.decided_at else ()
    score = join([text(match.score), text(match.how)]) or plain(t("not stated"))
    return (
        Labelled(t("Relation"), plain(t.capital(relation), "strong")),
        Labelled(t("Decision"), (*decision, *([Run("", "br"), *at] if at else []))),
        Labelled(t("Score and method"), score),
    )


def _segments(pair: _Pair) -> list[Block]:
    """The bars of two streams; nothing when either is no stream or no stretch is recorded."""
    ends = [(s, e) for s in _stretches(pair.match) if (e := pair.ends(s))]
    lengths = [_seconds(pair.scope, m) for m in (pair.first, pair.second)]
    if not ends or not all(lengths):
        return []
    return [_drawing(pair, ends, (lengths[0] or 1.0, lengths[1] or 1.0))]


def _stretches(match: Match) -> list[dict[str, object]]:
    return [s for s in match.segments if isinstance(s, dict)] if isinstance(match.segments, list) else []


def _seconds(scope: Scope, media: Media) -> float | None:
    facts = scope.records.get(Contents, media.id)
    return facts.duration_ms / 1000 if facts and facts.duration_ms else None


_Ends = tuple[float, float, float, float]


_ENLARGED_BELOW = 0.45


def _drawing(pair: _Pair, found: list[tuple[dict[str, object], _Ends]], lengths: tuple[float, float]) -> Segments:
    """Both bars on one scale; the second one is moved to stand under the stretch that it shares first.

    Where that is a small part of the first stream, the part is enlarged under a bar of the whole.
    """
    t = pair.scope.t
    ordered = sorted(found, key=lambda item: item[1][2])
    ends = [e for _, e in ordered]
    shift = ends[0][0] - ends[0][2]
    low, high = min(0.0, shift), max(lengths[0], lengths[1] + shift)
    part = _part(ends, lengths, shift)
    overview = _overview(pair, ends, lengths[0], part) if (part[1] - part[0]) < (high - low) * _ENLARGED_BELOW else None
    at = _Scale(*part) if overview else _Scale(low, high)
    segments = tuple(_segment(pair, n, s, e, at, shift) for n, (s, e) in enumerate(ordered, 1))
    return Segments(
        pair.first.number,
        _whole(t("whole"), lengths[0]),
        pair.second.number,
        _whole(t("whole"), lengths[1]),
        (at(0.0), at(lengths[0])),
        (at(shift), at(lengths[1] + shift)),
        segments,
        tuple(_gaps(ends, lengths[1], at, shift, t("no counterpart"))),
        plain(
            t("Shared stretches, both streams on one scale, times in seconds of each stream.") + " "
            + (t("Method: {how}.", how=pair.match.how) + " " if pair.match.how else "")
            + t("Limits: the method finds shared content and does not say who copied from whom.")
        ),
        t("Two bars with {n} shared stretches linked", n=len(segments)),
        overview,
    )  # fmt: skip


def _part(ends: list[_Ends], lengths: tuple[float, float], shift: float) -> tuple[float, float]:
    """What is drawn enlarged, in seconds of the first stream: all of the second, and a margin."""
    low = min(*(e[0] for e in ends), shift)
    high = max(*(e[1] for e in ends), lengths[1] + shift)
    margin = (high - low) * 0.15
    return low - margin, high + margin


def _overview(pair: _Pair, ends: list[_Ends], length: float, part: tuple[float, float]) -> Overview:
    at = _Scale(0.0, length)
    step = next(
        s for s in (5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 86400) if length / s <= 6 or s == 86400
    )
    ticks = tuple((at(s), stream(s)[3 if length < 3600 else 0 : 8]) for s in range(0, int(length) + 1, step))
    return Overview(
        _whole(pair.scope.t("whole"), length),
        tuple((at(e[0]), at(e[1])) for e in sorted(ends)),
        (at(part[0]), at(part[1])),
        f"{max(0.0, part[0]):.0f}–{min(length, part[1]):.0f} s",
        ticks,
    )


def _whole(word: str, seconds: float) -> str:
    return f"{word}, {seconds:.1f} s"


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float

    def __call__(self, seconds: float) -> float:
        return round(min(1.0, max(0.0, (seconds - self.low) / (self.high - self.low))), 5)


def _segment(pair: _Pair, n: int, found: dict[str, object], ends: _Ends, at: _Scale, shift: float) -> Segment:
    t = pair.scope.t
    a0, a1, b0, b1 = ends
    return Segment(
        at(a0), at(a1), at(b0 + shift), at(b1 + shift),
        (f"{a0:.3f}", f"{a1:.3f}"), (f"{b0:.3f}", f"{b1:.3f}"),
        t("Segment {n}", n=n),
        tuple(_notes(pair.scope, found)),
    )  # fmt: skip


def _notes(scope: Scope, found: dict[str, object]) -> list[str]:
    t, notes = scope.t, []
    agreement, speed = seconds_of(found.get("agreement")), seconds_of(found.get("speed"))
    if agreement is not None:
        notes.append(t("{n} % of the frames agree", n=round(agreement * 100)))
    if speed is not None and abs(speed - 1) >= 0.005:
        notes.append(t("speed {n}", n=f"{speed:.2f}"))
    if found.get("mirrored") in {True, "true"}:
        notes.append(t("mirrored"))
    return notes


def _gaps(ends: list[_Ends], length: float, at: _Scale, shift: float, word: str) -> list[Gap]:
    """Stretches of the second stream that no segment covers, from 2 % of its length."""
    gaps, position = [], 0.0
    for _, _, b0, b1 in [*ends, (0.0, 0.0, length, length)]:
        if b0 - position > max(0.25, length * 0.02):
            gaps.append(Gap(at(position + shift), at(b0 + shift), word))
        position = max(position, b1)
    return gaps


def _frame_pairs(pair: _Pair) -> FramePairs | None:
    """The same moment in both videos, up to three times, where exact frames can be had."""
    t = pair.scope.t
    found = [e for s in _stretches(pair.match) if (e := pair.ends(s))]
    moments = [(e[0] + (e[1] - e[0]) * f, e[2] + (e[3] - e[2]) * f) for e, f in _spread(sorted(found))]
    pairs = [p for a, b in moments if (p := _frame_pair(pair, a, b))]
    if not pairs:
        return None
    first, second = pair.first.number, pair.second.number
    words = t(
        "Aligned frames, {a} above, {b} below. The dashed outline is the shared region; the "
        "letters mark the same corners.",
        a=first,
        b=second,
    )
    return FramePairs(tuple(pairs), t("above"), t("left"), plain(f"{words} {t('Limits: reduced for print.')}"))


def _spread(ends: list[_Ends]) -> list[tuple[_Ends, float]]:
    """Which stretch, and how far into it, for each of the pairs shown."""
    if len(ends) >= 3:
        return [(ends[0], 0.5), (ends[len(ends) // 2], 0.5), (ends[-1], 0.5)]
    if len(ends) == 2:
        return [(ends[0], 0.4), (ends[0], 0.9), (ends[1], 0.5)]
    return [(end, f) for end in ends for f in (0.15, 0.5, 0.85)]


def _frame_pair(pair: _Pair, first: float, second: float) -> FramePair | None:
    above, below = _frame(pair, pair.first, first), _frame(pair, pair.second, second)
    return FramePair(*above, *below) if above and below else None


def _frame(pair: _Pair, media: Media, seconds: float) -> tuple[Picture, str, str] | None:
    facts = pair.scope.records.get(Contents, media.id)
    rate = seconds_of(facts.frame_rate) if facts else None
    found = pair.scope.gallery.frame(media, round(seconds * rate), FRAME) if rate else None
    if found is None:
        return None
    asset, (at, index, _) = found
    alt = pair.scope.t("Frame {n} of {exhibit}", n=index, exhibit=media.number)
    return Picture(asset.name, alt, asset.width / asset.height, shapes=_outline(pair, media)), stream(at), f"#{index}"


def _outline(pair: _Pair, media: Media) -> tuple[Shape, ...]:
    region = pair.region(media)
    boxes = tuple(Shape("", "box", box) for box in pair.differing(media)[:_MOST_BOXES])
    shared = (Shape("", "region", region, ("a", "b", "c", "d")[: len(region)]),) if len(region) >= 3 else ()
    return (*shared, *boxes)


def _pictures(pair: _Pair) -> PicturePair:
    t = pair.scope.t
    shared = bool(pair.region(pair.first) or pair.region(pair.second))
    outlined = t(
        "The dashed outline is the shared region; the letters mark the same corners and show mirroring or rotation."
    )
    caption = outlined if shared else t("No shared region is recorded for this match.")
    if pair.differing(pair.first) or pair.differing(pair.second):
        caption += " " + t("Boxes in a full line hold what differs.")
    return PicturePair(
        _picture(pair, pair.first),
        _picture(pair, pair.second),
        _below(pair.scope, pair.first),
        _below(pair.scope, pair.second),
        plain(f"{caption} {t('Limits: reduced for print.')}"),
    )


def _picture(pair: _Pair, media: Media) -> Picture:
    alt = pair.scope.t("Picture of {exhibit}: {title}", exhibit=media.number, title=title(pair.scope, media))
    return pair.scope.gallery.picture(media, PAIR, alt=alt, shapes=_outline(pair, media))


def _below(scope: Scope, media: Media) -> Inline:
    facts = scope.records.get(Contents, media.id)
    size = (ltr(f"{facts.width} × {facts.height} px"),) if facts and facts.width and facts.height else ()
    return join([(cite(media.number),), text(title(scope, media)), size], ", ")


def _table(scope: Scope, found: list[Match]) -> Table:
    t = scope.t
    rows = tuple(
        (
            cell(scope.cite(m)), cell(scope.cite_ref(f"media:{m.a}")), cell(scope.cite_ref(f"media:{m.b}")),
            strong(t.capital(m.decided_relation or m.relation)), cell(m.score), cell(plain(t(m.decision))),
        )
        for m in found
    )  # fmt: skip
    columns = (
        head(t("No."), width=14), head("A", width=20), head("B", width=20), head(t("Relation"), share=1),
        head(t("Score"), width=26), head(t("Decision"), width=28),
    )  # fmt: skip
    anchors = tuple(scope.numbers.of(m).lower() for m in found)
    return Table(columns, rows, manner="dense", heading=Heading(t("Further matches")), anchors=anchors)
