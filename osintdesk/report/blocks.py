"""The blocks of a report: what stands one below the other, and the runs, cells and pictures inside them.

Blocks are frozen values. Lengths of pictures are fractions 0–1 of the picture, positions on an axis fractions of the
axis, positions on a map millimetres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RunKind = Literal["text", "strong", "grey", "mono", "hash", "cite", "ltr", "br", "soft"]
ShapeKind = Literal["point", "line", "arrow", "box", "polygon", "region"]
Mark = Literal["", "supports", "contradicts", "neutral", "inconclusive", "nothing_found", "uncertain"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one manner; `to` names an anchor, `lang` the language when it is not the report's.

    `hash` is for fixed-width text that must stay on one line, `dim` sets any kind in grey.
    """

    text: str
    kind: RunKind = "text"
    to: str = ""
    lang: str = ""
    dim: bool = False


Inline = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A small label with what it labels: in the side column, in fact lists, in tables of two columns."""

    label: str
    value: Inline
    frame: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: lines, perhaps led by a mark."""

    lines: tuple[Inline, ...]
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Head of a column; `width` in mm, or in shares of what is left when `share` is set."""

    head: Inline
    width: float = 0
    share: float = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry drawn over a picture: its number or letter, how it is drawn, its points in 0–1."""

    label: str
    kind: ShapeKind
    points: tuple[tuple[float, float], ...]
    corners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the assets and its words; `file` empty: a grey block with `withheld`."""

    file: str
    alt: str
    aspect: float = 1.5
    withheld: str = ""
    shapes: tuple[Shape, ...] = ()


class Block:
    """Base of everything that stands one below the other."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    runs: Inline
    side: tuple[Labelled, ...] = ()
    manner: Literal["body", "note", "wide"] = "body"
    marks: tuple[Labelled, ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets(Block):
    items: tuple[Inline, ...]
    mark: Mark = ""
    side: tuple[Labelled, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """Level 2 or 3; the level-1 heading belongs to the section. `lead` is set before the title (an exhibit number)."""

    title: str
    level: int = 2
    lead: str = ""
    anchor: str = ""
    outlined: bool = True
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Table(Block):
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: Inline = ()
    manner: Literal["normal", "dense", "grid"] = "normal"
    heading: Heading | None = None
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactList(Block):
    """Labels and values; `columns` 1 or 2; `tinted` for hashes; `wide`: from the left margin."""

    facts: tuple[Labelled, ...]
    columns: int = 1
    tinted: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Still(Block):
    """A picture with the facts that stand beside it."""

    picture: Picture
    facts: tuple[Labelled, ...]
    caption: Inline


@dataclass(frozen=True, slots=True)
class Strip(Block):
    """Key frames in a row: picture, time, frame index."""

    frames: tuple[tuple[Picture, str, str], ...]
    caption: Inline


@dataclass(frozen=True, slots=True)
class ShortExhibit:
    number: str
    title: str
    anchor: str
    picture: Picture
    status: str
    facts: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class ShortExhibits(Block):
    exhibits: tuple[ShortExhibit, ...]


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """An exhibit in a contact sheet: number, title, picture, one line more."""

    number: str
    title: str
    anchor: str
    picture: Picture
    note: str


@dataclass(frozen=True, slots=True)
class ContactSheet(Block):
    thumbnails: tuple[Thumbnail, ...]


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place on the map: millimetres from the left and the top edge; `ring` the radius in mm of its precision."""

    x: float
    y: float
    name: str
    local_name: str = ""
    rank: int = 1
    ring: float = 0
    note: str = ""
    label_x: float = 0
    label_y: float = 0


@dataclass(frozen=True, slots=True)
class Cone:
    """A camera's view from a point: bearing and opening in degrees, length in mm."""

    x: float
    y: float
    bearing: float
    angle: float
    length: float


@dataclass(frozen=True, slots=True)
class Map(Block):
    """A map already projected to millimetres: areas, lines, towns, the places meant, graticule and scale."""

    width: float
    height: float
    areas: tuple[tuple[tuple[float, float], ...], ...]
    lines: tuple[tuple[tuple[float, float], ...], ...]
    towns: tuple[MapPoint, ...]
    places: tuple[MapPoint, ...]
    cones: tuple[Cone, ...]
    meridians: tuple[tuple[float, str], ...]
    parallels: tuple[tuple[float, str], ...]
    scale_mm: float
    scale_label: str
    caption: Inline
    alt: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One step's allowance on the axis; an end that is None runs on (hatched). `also`: the same in local time."""

    label: Inline
    start: float | None
    end: float | None
    text: str = ""
    also: str = ""
    binding: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """A time axis with ticks on top and, when given, a second scale below, and its bars."""

    title: tuple[str, ...]
    ticks: tuple[tuple[float, str], ...]
    below: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]
    zoomed: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class TimeBounds(Block):
    axes: tuple[Axis, ...]
    caption: Inline
    alt: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A shared stretch: starts and ends in both streams as fractions of their axes, with their texts."""

    a0: float
    a1: float
    b0: float
    b1: float
    a_texts: tuple[str, str]
    b_texts: tuple[str, str]
    title: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the second stream without counterpart, as fractions of its axis."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole of the first stream above the enlarged part: its stretches, the part shown, and ticks."""

    note: str
    stretches: tuple[tuple[float, float], ...]
    part: tuple[float, float]
    part_note: str
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Segments(Block):
    """Two streams as bars on one scale, with links between the shared stretches; widths in 0–1 of the drawing."""

    a: str
    a_note: str
    b: str
    b_note: str
    a_extent: tuple[float, float]
    b_extent: tuple[float, float]
    segments: tuple[Segment, ...]
    gaps: tuple[Gap, ...]
    caption: Inline
    alt: str
    overview: Overview | None = None


@dataclass(frozen=True, slots=True)
class FramePair:
    """The same moment in two videos: picture, time in the stream and frame index of each."""

    above: Picture
    above_time: str
    above_index: str
    below: Picture
    below_time: str
    below_index: str


@dataclass(frozen=True, slots=True)
class FramePairs(Block):
    pairs: tuple[FramePair, ...]
    above: str
    below: str
    caption: Inline


@dataclass(frozen=True, slots=True)
class Together(Block):
    """Blocks that stay on one page."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SideRow(Block):
    """Labels in the side column, paragraphs and opinions beside them."""

    side: tuple[Labelled, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class PicturePair(Block):
    """Two pictures one beside the other with the regions they share."""

    left: Picture
    right: Picture
    left_caption: Inline
    right_caption: Inline
    caption: Inline


@dataclass(frozen=True, slots=True)
class StepCard(Block):
    number: str
    anchor: str
    side: tuple[str, ...]
    badges: tuple[str, ...]
    question: Inline
    result: str
    mark: Mark
    confidence: str
    finding: Inline
    facts: tuple[Labelled, ...]
    superseded: str = ""


@dataclass(frozen=True, slots=True)
class Counterpoint(Block):
    """One piece of contradicting evidence and how it was answered."""

    heading: Inline
    text: tuple[Inline, ...]
    side: tuple[Labelled, ...]
    answer: Inline


@dataclass(frozen=True, slots=True)
class Opinion(Block):
    """A review; a disagreement has the thicker bar."""

    title: str
    at: str
    on: Inline
    text: tuple[Inline, ...]
    disagrees: bool


@dataclass(frozen=True, slots=True)
class LikelihoodScale(Block):
    title: str
    rows: tuple[tuple[str, int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Terms(Block):
    title: str
    rows: tuple[Labelled, ...]
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class TwoColumns(Block):
    left: tuple[Block, ...]
    right: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ThreeReasons(Block):
    columns: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True, slots=True)
class ReportHead(Block):
    """The top of a report without a cover: its title, and a verdict or facts."""

    kicker: str
    at: str
    title: str
    verdict_label: str
    verdict: str
    words: Inline
    facts: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class PictureAndMap(Block):
    picture: Picture | None
    map: Map | None
    caption: Inline


@dataclass(frozen=True, slots=True)
class SignatureLines(Block):
    """Empty lines to sign on, `count` times."""

    labels: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class QrNote(Block):
    """The code of the log's head with words beside it, at the foot of the page."""

    words: str
    notice: str
