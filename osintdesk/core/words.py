"""The enumerations of the field (see DOMAIN): stored values are the English words, shown through translation."""

from __future__ import annotations

from enum import StrEnum

from osintdesk.core.i18n import N_


class MediaKind(StrEnum):
    IMAGE = N_("image")
    VIDEO = N_("video")
    AUDIO = N_("audio")
    DOCUMENT = N_("document")
    OTHER = N_("other")


class WorkStatus(StrEnum):
    """Where the work on an incident stands."""

    TO_DO = N_("to do")
    IN_PROGRESS = N_("in progress")
    HELP_NEEDED = N_("help needed")
    READY_FOR_REVIEW = N_("ready for review")
    COMPLETED = N_("completed")
    CANCELLED = N_("cancelled")


class Role(StrEnum):
    """What a media item is to an incident."""

    SHOWS_EVENT = N_("shows the event")
    SHOWS_AFTERMATH = N_("shows the aftermath")
    CONTEXT = N_("context")
    REFERENCE = N_("reference")


class Precision(StrEnum):
    """Place precision: exact ±10 m, vicinity ±100 m, locality ±1 km, then by name only."""

    EXACT = N_("exact")
    VICINITY = N_("vicinity")
    LOCALITY = N_("locality")
    SETTLEMENT = N_("settlement")
    REGION = N_("region")
    UNKNOWN = N_("unknown")


class TimeBasis(StrEnum):
    """What a time rests on."""

    FILE_METADATA = N_("file metadata")
    PLATFORM = N_("platform")
    STATED = N_("stated by a person")
    INFERRED = N_("inferred")


class SourceRole(StrEnum):
    """What the account did with the footage."""

    ORIGINATOR = N_("originator")
    UPLOADER = N_("uploader")
    REPOSTER = N_("re-poster")


class SourceKind(StrEnum):
    ACCOUNT = N_("account")
    PERSON = N_("person")
    ORGANISATION = N_("organisation")
    PUBLICATION = N_("publication")


class Pillar(StrEnum):
    """First Draft's five pillars, with content (what is shown) and technical (the file itself)."""

    PROVENANCE = N_("provenance")
    SOURCE = N_("source")
    DATE = N_("date")
    LOCATION = N_("location")
    MOTIVATION = N_("motivation")
    CONTENT = N_("content")
    TECHNICAL = N_("technical")


class Result(StrEnum):
    """What a verification step says on its question."""

    SUPPORTS = N_("supports")
    CONTRADICTS = N_("contradicts")
    INCONCLUSIVE = N_("inconclusive")
    NOTHING_FOUND = N_("nothing found")


class Confidence(StrEnum):
    LOW = N_("low")
    MODERATE = N_("moderate")
    HIGH = N_("high")


class Status(StrEnum):
    """The reasoned conclusion on a media item, claim or incident."""

    UNASSESSED = N_("unassessed")
    IN_PROGRESS = N_("in progress")
    VERIFIED = N_("verified")
    PARTLY_VERIFIED = N_("partly verified")
    UNVERIFIED = N_("unverified")
    CONTRADICTED = N_("contradicted")
    MISATTRIBUTED = N_("misattributed")
    MANIPULATED = N_("manipulated or staged")


class Likelihood(StrEnum):
    """ICD 203 terms; `LIKELIHOOD_RANGES` has the percentages. Empty = not stated."""

    NOT_STATED = ""
    ALMOST_NO_CHANCE = N_("almost no chance")
    VERY_UNLIKELY = N_("very unlikely")
    UNLIKELY = N_("unlikely")
    ROUGHLY_EVEN = N_("roughly even chance")
    LIKELY = N_("likely")
    VERY_LIKELY = N_("very likely")
    ALMOST_CERTAIN = N_("almost certain")


LIKELIHOOD_RANGES: dict[Likelihood, tuple[int, int]] = {
    Likelihood.ALMOST_NO_CHANCE: (1, 5),
    Likelihood.VERY_UNLIKELY: (5, 20),
    Likelihood.UNLIKELY: (20, 45),
    Likelihood.ROUGHLY_EVEN: (45, 55),
    Likelihood.LIKELY: (55, 80),
    Likelihood.VERY_LIKELY: (80, 95),
    Likelihood.ALMOST_CERTAIN: (95, 99),
}


class Stance(StrEnum):
    """What a piece of evidence says on a claim."""

    SUPPORTS = N_("supports")
    CONTRADICTS = N_("contradicts")
    NEUTRAL = N_("neutral")


class Strength(StrEnum):
    WEAK = N_("weak")
    STRONG = N_("strong")


class Severity(StrEnum):
    """How much an observation asks to be looked at."""

    INFO = N_("info")
    LOOK = N_("look")
    STRONG = N_("strong")


class ObservationDecision(StrEnum):
    OPEN = N_("open")
    ACCEPTED = N_("accepted")
    DISMISSED = N_("dismissed")


class Relation(StrEnum):
    """How two media items that share content relate."""

    SAME_FILE = N_("same file")
    REENCODE = N_("re-encode")
    CROP = N_("crop or letterbox")
    MIRRORED = N_("mirrored")
    EXCERPT = N_("excerpt of")
    CONTAINS = N_("contains")
    SCREEN = N_("screen recording or photo of a screen")
    SAME_SCENE = N_("same scene by another camera")
    NOT_RELATED = N_("not related")


class MatchDecision(StrEnum):
    SUGGESTED = N_("suggested")
    CONFIRMED = N_("confirmed")
    REJECTED = N_("rejected")


class Sensitivity(StrEnum):
    """Why an item must be handled with care; several may hold. Values are the names of Media's fields."""

    GRAPHIC = "graphic"
    PERSONAL = "personal"
    MINORS = "minors"
    DELETED_BY_SOURCE = "deleted_by_source"


class ReviewOutcome(StrEnum):
    AGREES = N_("agrees")
    DISAGREES = N_("disagrees")
    ASKS = N_("asks")


class IncidentRelation(StrEnum):
    RELATED = N_("related")
    PART_OF = N_("part of")
    SAME_EVENT = N_("same event")
    EARLIER = N_("earlier than")


class ClaimPart(StrEnum):
    WHAT = N_("what")
    WHERE = N_("where")
    WHEN = N_("when")
    WHO = N_("who")
    WHY = N_("why")


class AnnotationKind(StrEnum):
    POINT = N_("point")
    LINE = N_("line")
    ARROW = N_("arrow")
    BOX = N_("box")
    POLYGON = N_("polygon")
    TEXT = N_("text")
    BLUR = N_("blur region")


RELIABILITY: dict[str, str] = {
    "A": N_("reliable"),
    "B": N_("usually reliable"),
    "C": N_("fairly reliable"),
    "D": N_("not usually reliable"),
    "E": N_("unreliable"),
    "F": N_("reliability cannot be judged"),
}

CREDIBILITY: dict[str, str] = {
    "1": N_("confirmed by other sources"),
    "2": N_("probably true"),
    "3": N_("possibly true"),
    "4": N_("doubtfully true"),
    "5": N_("improbable"),
    "6": N_("truth cannot be judged"),
}
