"""Which icon, colour and words stand for each value of the field's enumerations: one table, for every page.

Colour never stands alone: each status has its own shape. `mark(words.Status.VERIFIED)` → Mark("status_verified", "ok").
"""

from __future__ import annotations

from dataclasses import dataclass

from osintdesk.core import words
from osintdesk.core.i18n import _


@dataclass(frozen=True, slots=True)
class Mark:
    """Icon by meaning, colour role, and the English words that are shown translated."""

    icon: str
    role: str
    text: str = ""

    @property
    def label(self) -> str:
        """As shown: translated, with a capital."""
        shown = _(self.text)
        return shown[:1].upper() + shown[1:]


STATUS: dict[str, Mark] = {
    words.Status.UNASSESSED: Mark("status_unassessed", "neutral"),
    words.Status.IN_PROGRESS: Mark("status_in_progress", "progress"),
    words.Status.VERIFIED: Mark("status_verified", "ok"),
    words.Status.PARTLY_VERIFIED: Mark("status_partly_verified", "partly"),
    words.Status.UNVERIFIED: Mark("status_unverified", "neutral"),
    words.Status.CONTRADICTED: Mark("status_contradicted", "bad"),
    words.Status.MISATTRIBUTED: Mark("status_misattributed", "misattributed"),
    words.Status.MANIPULATED: Mark("status_manipulated", "manipulated"),
}

RESULT: dict[str, Mark] = {
    words.Result.SUPPORTS: Mark("result_supports", "ok"),
    words.Result.CONTRADICTS: Mark("result_contradicts", "bad"),
    words.Result.INCONCLUSIVE: Mark("result_inconclusive", "neutral"),
    words.Result.NOTHING_FOUND: Mark("result_nothing_found", "neutral"),
}

WORK: dict[str, Mark] = {
    words.WorkStatus.TO_DO: Mark("work_to_do", "neutral"),
    words.WorkStatus.IN_PROGRESS: Mark("work_in_progress", "progress"),
    words.WorkStatus.HELP_NEEDED: Mark("work_help_needed", "warn"),
    words.WorkStatus.READY_FOR_REVIEW: Mark("work_ready_for_review", "partly"),
    words.WorkStatus.COMPLETED: Mark("work_completed", "ok"),
    words.WorkStatus.CANCELLED: Mark("work_cancelled", "neutral"),
}

SEVERITY: dict[str, Mark] = {
    words.Severity.INFO: Mark("info", "neutral"),
    words.Severity.LOOK: Mark("observation", "warn"),
    words.Severity.STRONG: Mark("bad", "bad"),
}

KIND: dict[str, Mark] = {kind: Mark(f"kind_{kind}", "text2") for kind in words.MediaKind}

PILLAR: dict[str, Mark] = {pillar: Mark(f"pillar_{pillar}", "text2") for pillar in words.Pillar}

ROLE: dict[str, Mark] = {
    words.Role.SHOWS_EVENT: Mark("role_shows_event", "text2"),
    words.Role.SHOWS_AFTERMATH: Mark("role_shows_aftermath", "text2"),
    words.Role.CONTEXT: Mark("role_context", "text2"),
    words.Role.REFERENCE: Mark("role_reference", "text2"),
}

RELATION: dict[str, Mark] = {
    words.Relation.SAME_FILE: Mark("relation_same_file", "text2"),
    words.Relation.REENCODE: Mark("relation_reencode", "text2"),
    words.Relation.CROP: Mark("relation_crop", "text2"),
    words.Relation.MIRRORED: Mark("relation_mirrored", "text2"),
    words.Relation.EXCERPT: Mark("relation_excerpt_of", "text2"),
    words.Relation.CONTAINS: Mark("relation_contains", "text2"),
    words.Relation.SCREEN: Mark("relation_screen", "text2"),
    words.Relation.SAME_SCENE: Mark("relation_same_scene", "text2"),
    words.Relation.NOT_RELATED: Mark("relation_not_related", "text2"),
}

DECISION: dict[str, Mark] = {
    words.MatchDecision.SUGGESTED: Mark("decision_suggested", "progress"),
    words.MatchDecision.CONFIRMED: Mark("decision_confirmed", "ok"),
    words.MatchDecision.REJECTED: Mark("decision_rejected", "neutral"),
}

SENSITIVITY: dict[str, Mark] = {
    words.Sensitivity.GRAPHIC: Mark("sensitivity_graphic", "neutral", "graphic violence"),
    words.Sensitivity.PERSONAL: Mark("sensitivity_personal", "neutral", "personal information visible"),
    words.Sensitivity.MINORS: Mark("sensitivity_minors", "neutral", "minors visible"),
    words.Sensitivity.DELETED_BY_SOURCE: Mark("sensitivity_deleted", "neutral", "deleted by source"),
}

_ALL = (
    (words.Status, STATUS), (words.Result, RESULT), (words.WorkStatus, WORK), (words.Severity, SEVERITY),
    (words.MediaKind, KIND), (words.Pillar, PILLAR), (words.Role, ROLE), (words.Relation, RELATION),
    (words.MatchDecision, DECISION), (words.Sensitivity, SENSITIVITY),
)  # fmt: skip


def mark(value: object) -> Mark:
    """The mark of an enumeration's member; KeyError when it has none."""
    for enumeration, table in _ALL:
        if isinstance(value, enumeration):
            found = table[value]
            return found if found.text else Mark(found.icon, found.role, str(value))
    raise KeyError(value)


def status_mark(stored: str) -> Mark:
    """The mark of a stored assessment status; a word of a newer program is shown as unassessed with that word."""
    found = STATUS.get(stored)
    return Mark(found.icon, found.role, stored) if found else Mark("status_unassessed", "neutral", stored)


def shown(value: str) -> str:
    """A stored word as shown: translated, with a capital."""
    text = _(value) if value else ""
    return text[:1].upper() + text[1:]
