"""What is recorded: one frozen record per entity, and the one table (`ENTITIES`) from which the case file, search,
exports and forms are derived.

Values of fields are what canonical JSON allows: text, booleans, None, integers below 2^53, and arrays and objects of
these; no floats. Coordinates, scores and geometry are decimal strings, times are RFC 3339 strings (`core.instants`),
enumerations the words of `core.words`. An empty string means "not stated".

A *reference* (`Ref`) names any entity as text: `media:<sha256>`, `incident:<uuid>`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from osintdesk.core import words

Json = Any
Ref = str

_NAMESPACE = uuid.UUID("6f1d7c1e-3f0a-5a49-9f3b-0d3f6f1c8a57")


def new_id() -> str:
    """A random entity id."""
    return str(uuid.uuid4())


def link_id(*parts: str) -> str:
    """The id of a link: the same two ends give the same id on every replica, so that links merge."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


def ref(table: str, entity_id: str) -> Ref:
    return f"{table}:{entity_id}"


def split_ref(reference: Ref) -> tuple[str, str]:
    """Table and id of a reference."""
    table, _, entity_id = reference.partition(":")
    return table, entity_id


def search() -> dict[str, bool]:
    """Marks a field whose text is found by search."""
    return {"search": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One entity as the tables show it; `deleted` is the tombstone (a deleted record is kept, and can come back)."""

    TABLE: ClassVar[str] = ""
    id: str
    deleted: bool = False

    @property
    def ref(self) -> Ref:
        return ref(self.TABLE, self.id)

    def values(self) -> dict[str, Json]:
        """Every field but the id, as stored."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "id"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Record):
    """The investigation itself; there is one, and its id is the case's id."""

    TABLE: ClassVar[str] = "case"
    title: str = field(default="", metadata=search())
    reference: str = field(default="", metadata=search())
    purpose: str = field(default="", metadata=search())
    scope: str = field(default="", metadata=search())
    time_zone: str = "UTC"
    example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """A participant: the id is the fingerprint of the public key, or a random one for a person without a key."""

    TABLE: ClassVar[str] = "person"
    name: str = field(default="", metadata=search())
    affiliation: str = field(default="", metadata=search())
    public_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Record):
    """One event at one or more places, in a time interval."""

    TABLE: ClassVar[str] = "incident"
    title: str = field(default="", metadata=search())
    description: str = field(default="", metadata=search())
    work_status: str = words.WorkStatus.TO_DO
    assigned_to: str = field(default="", metadata=search())


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    """A place of an incident or media item: WGS 84 decimal degrees as text, precision class, radius in metres."""

    TABLE: ClassVar[str] = "place"
    subject: Ref = ""
    name: str = field(default="", metadata=search())
    local_name: str = field(default="", metadata=search())
    latitude: str = field(default="", metadata=search())
    longitude: str = field(default="", metadata=search())
    precision: str = words.Precision.UNKNOWN
    radius_m: int | None = None
    bearing: str = ""
    bearing_error: str = ""
    view_angle: str = ""
    note: str = field(default="", metadata=search())


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval(Record):
    """When an incident happened or a media item was made: [not before, not after], either end may be empty."""

    TABLE: ClassVar[str] = "interval"
    subject: Ref = ""
    not_before: str = ""
    not_after: str = ""
    zone: str = "UTC"
    basis: str = words.TimeBasis.STATED
    note: str = field(default="", metadata=search())


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLink(Record):
    """Two incidents belong together; `a` is related to `b` as `relation` says."""

    TABLE: ClassVar[str] = "incident_link"
    a: str = ""
    b: str = ""
    relation: str = words.IncidentRelation.RELATED
    note: str = field(default="", metadata=search())


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Record):
    """A word that groups things; `colour` counts the annotation colours from 0."""

    TABLE: ClassVar[str] = "tag"
    name: str = field(default="", metadata=search())
    colour: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagging(Record):
    """A tag on a subject; id = link_id(subject, tag)."""

    TABLE: ClassVar[str] = "tagging"
    subject: Ref = ""
    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media(Record):
    """One collected file; the id is the SHA-256 of the original. A derivative names its parent and how it was made."""

    TABLE: ClassVar[str] = "media"
    exhibit: int = 0
    size: int = 0
    md5: str = field(default="", metadata=search())
    sha1: str = field(default="", metadata=search())
    kind: str = words.MediaKind.OTHER
    mime: str = ""
    title: str = field(default="", metadata=search())
    description: str = field(default="", metadata=search())
    graphic: bool = False
    personal: bool = False
    minors: bool = False
    deleted_by_source: bool = False
    collected_at: str = ""
    collected_by: str = field(default="", metadata=search())
    collected_how: str = ""
    parent: str = ""
    made_by: str = field(default="", metadata=search())
    parameters: Json = None

    @property
    def sha256(self) -> str:
        return self.id

    @property
    def number(self) -> str:
        """The exhibit number as cited: `EX-0001`."""
        return f"EX-{self.exhibit:04d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival(Record):
    """One time the bytes of a media item came in: under which name, how, when; the name's raw bytes as hex."""

    TABLE: ClassVar[str] = "arrival"
    media: str = ""
    name: str = field(default="", metadata=search())
    raw_name: str = ""
    folder: str = field(default="", metadata=search())
    modified_at: str = ""
    arrived_at: str = ""
    by: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents(Record):
    """What software read out of the file; id = the media's SHA-256. Lengths in pixels and milliseconds.

    `facts`: {name: [{"value", "source"}, …]} as in METADATA; `readers`: {reader: version}; `reason`: why it could not
    be read, empty when it could.
    """

    TABLE: ClassVar[str] = "contents"
    format: str = field(default="", metadata=search())
    width: int | None = None
    height: int | None = None
    orientation: int | None = None
    duration_ms: int | None = None
    frame_rate: str = ""
    frame_count: int | None = None
    video_codec: str = field(default="", metadata=search())
    audio_codec: str = field(default="", metadata=search())
    facts: Json = field(default_factory=dict, metadata=search())
    readers: Json = field(default_factory=dict)
    hashes: Json = field(default_factory=dict, metadata=search())
    reason: str = field(default="", metadata=search())


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Record):
    """A media item belongs to an incident, in a role; id = link_id(incident, media)."""

    TABLE: ClassVar[str] = "attachment"
    incident: str = ""
    media: str = ""
    role: str = words.Role.SHOWS_EVENT
    note: str = field(default="", metadata=search())


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """An account, person, organisation or publication, with its Admiralty letter and the reason for it."""

    TABLE: ClassVar[str] = "source"
    name: str = field(default="", metadata=search())
    kind: str = words.SourceKind.ACCOUNT
    platform: str = field(default="", metadata=search())
    url: str = field(default="", metadata=search())
    reliability: str = ""
    reliability_reason: str = field(default="", metadata=search())
    note: str = field(default="", metadata=search())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting(Record):
    """One place and time where a media item was seen."""

    TABLE: ClassVar[str] = "sighting"
    media: str = ""
    url: str = field(default="", metadata=search())
    platform: str = field(default="", metadata=search())
    source: str = ""
    source_role: str = ""
    posted_at: str = ""
    posted_basis: str = ""
    captured_at: str = ""
    captured_by: str = field(default="", metadata=search())
    captured_how: str = field(default="", metadata=search())
    caption: str = field(default="", metadata=search())
    archive_url: str = field(default="", metadata=search())
    note: str = field(default="", metadata=search())


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Record):
    """A checkable statement by a source at a time, with its parts; `third_party`: somebody else's verification."""

    TABLE: ClassVar[str] = "claim"
    statement: str = field(default="", metadata=search())
    incident: str = ""
    source: str = ""
    said_at: str = ""
    url: str = field(default="", metadata=search())
    what: str = field(default="", metadata=search())
    where: str = field(default="", metadata=search())
    when: str = field(default="", metadata=search())
    who: str = field(default="", metadata=search())
    why: str = field(default="", metadata=search())
    third_party: bool = False
    note: str = field(default="", metadata=search())


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Record):
    """A media item or step speaks to a claim or one part of it; id = link_id(claim, part, subject)."""

    TABLE: ClassVar[str] = "evidence"
    claim: str = ""
    part: str = ""
    subject: Ref = ""
    stance: str = words.Stance.NEUTRAL
    strength: str = ""
    note: str = field(default="", metadata=search())


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Record):
    """One examination of a subject. Redoing it adds a step that names the one it supersedes."""

    TABLE: ClassVar[str] = "step"
    subject: Ref = ""
    pillar: str = words.Pillar.CONTENT
    question: str = field(default="", metadata=search())
    method: str = field(default="", metadata=search())
    method_version: str = ""
    tool: str = field(default="", metadata=search())
    tool_version: str = ""
    parameters: Json = field(default_factory=dict, metadata=search())
    output: Json = None
    result: str = words.Result.INCONCLUSIVE
    finding: str = field(default="", metadata=search())
    confidence: str = words.Confidence.LOW
    not_before: str = ""
    not_after: str = ""
    latitude: str = ""
    longitude: str = ""
    radius_m: int | None = None
    by: str = field(default="", metadata=search())
    at: str = ""
    supersedes: str = ""
    observation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Record):
    """What software noticed by itself; id = link_id(media, code, key). Not a step until a person accepts it."""

    TABLE: ClassVar[str] = "observation"
    media: str = ""
    code: str = field(default="", metadata=search())
    severity: str = words.Severity.INFO
    text: str = field(default="", metadata=search())
    facts: Json = field(default_factory=list, metadata=search())
    innocent: str = field(default="", metadata=search())
    decision: str = words.ObservationDecision.OPEN
    reason: str = field(default="", metadata=search())
    decided_by: str = ""
    decided_at: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Record):
    """The reasoned conclusion on a media item, claim or incident. A newer one supersedes; all stay readable."""

    TABLE: ClassVar[str] = "assessment"
    subject: Ref = ""
    status: str = words.Status.UNASSESSED
    reasoning: str = field(default="", metadata=search())
    confidence: str = ""
    likelihood: str = ""
    credibility: str = ""
    open_questions: str = field(default="", metadata=search())
    by: str = field(default="", metadata=search())
    at: str = ""
    supersedes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Record):
    """A second person's word on a step or an assessment."""

    TABLE: ClassVar[str] = "review"
    subject: Ref = ""
    outcome: str = words.ReviewOutcome.AGREES
    text: str = field(default="", metadata=search())
    by: str = field(default="", metadata=search())
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Record):
    """Two media items (SHA-256 `a` < `b`) share content; id = link_id(a, b). Numbers inside are decimal strings."""

    TABLE: ClassVar[str] = "match"
    a: str = ""
    b: str = ""
    relation: str = words.Relation.REENCODE
    score: str = ""
    how: str = ""
    transform: Json = None
    segments: Json = field(default_factory=list)
    differing: Json = field(default_factory=list)
    explanation: str = field(default="", metadata=search())
    decision: str = words.MatchDecision.SUGGESTED
    decided_relation: str = ""
    decided_by: str = ""
    decided_at: str = ""
    note: str = field(default="", metadata=search())


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(Record):
    """A numbered geometry on a picture or exact frame: points [[x, y], …] as decimal strings in 0–1 of the picture."""

    TABLE: ClassVar[str] = "annotation"
    media: str = ""
    frame: int | None = None
    kind: str = words.AnnotationKind.BOX
    points: Json = field(default_factory=list)
    number: int = 0
    colour: int = 0
    name: str = field(default="", metadata=search())
    layer: str = ""
    note: str = field(default="", metadata=search())


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch(Record):
    TABLE: ClassVar[str] = "saved_search"
    name: str = field(default="", metadata=search())
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingDismissed(Record):
    """An advice of what is missing, put aside with a reason; id = link_id(rule, subject)."""

    TABLE: ClassVar[str] = "missing_dismissed"
    rule: str = ""
    subject: Ref = ""
    reason: str = field(default="", metadata=search())
    by: str = ""
    at: str = ""


ENTITIES: dict[str, type[Record]] = {
    cls.TABLE: cls
    for cls in (
        Case, Person, Incident, Place, Interval, IncidentLink, Tag, Tagging, Media, Arrival, Contents, Attachment,
        Source, Sighting, Claim, Evidence, Step, Observation, Assessment, Review, Match, Annotation, SavedSearch,
        MissingDismissed,
    )
}  # fmt: skip


def decimal(value: float, places: int = 6) -> str:
    """A float as the decimal string that records hold: no exponent, no trailing zeros, `-0` is `0`."""
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def without_floats(value: Json) -> Json:
    """`value` with every float as a decimal string, so that it can be recorded."""
    match value:
        case float():
            return decimal(value)
        case dict():
            return {str(key): without_floats(item) for key, item in value.items()}
        case list() | tuple():
            return [without_floats(item) for item in value]
        case _:
            return value
