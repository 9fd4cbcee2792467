"""A finding in sentences for the person who decides."""

from __future__ import annotations

from osintdesk.core.i18n import _, ngettext
from osintdesk.core.words import Relation
from osintdesk.similar.comparison import Comparison, Transform
from osintdesk.similar.judge import WHOLE_SHARE, Finding
from osintdesk.similar.surroundings import Around


def NOTHING() -> str:
    return _("No shared content was found.")


def ONLY_A_MARK() -> str:
    return _("Only a small part is alike in both, such as a logo, a watermark or a caption; the pictures differ.")


def explained(finding: Finding) -> Comparison:
    """The comparison that is handed out."""
    sentences = [_where(finding), *_key_points(finding), *_around(finding), *_differs(finding)]
    return Comparison(
        related=True,
        relation=finding.relation,
        score=finding.score,
        transform=finding.transform,
        differing=finding.differing,
        edited=finding.edited,
        keypoints=finding.inliers,
        keypoints_matched=finding.matched,
        explanation=" ".join(sentences),
    )


def _where(finding: Finding) -> str:
    """`B shows 58 % of the area of A, at 1.43 times the size, mirrored, turned by 90°.`"""
    if finding.covered_a >= WHOLE_SHARE:
        shown = _("B shows all of A")
    else:
        shown = _("B shows {share}\u202f% of the area of A").format(share=round(100 * finding.covered_a))
    size = _("at {scale} times the size").format(scale=f"{finding.transform.scale:.2f}")
    return f"{shown}, {size}, {_turned(finding.transform)}."


def _turned(found: Transform) -> str:
    degrees = _("turned by {degrees}°").format(degrees=f"{found.rotation:.0f}") if abs(found.rotation) >= 1 else ""
    if found.mirrored:
        return f"{_('mirrored')}, {degrees}" if degrees else _("mirrored")
    return degrees or _("without rotation or mirroring")


def _key_points(finding: Finding) -> list[str]:
    if not finding.matched:
        return [_("The pictures agree as wholes; they have too few key points to compare.")]
    text = _("{fitting} of {matched} key points fit one position.")
    return [text.format(fitting=finding.inliers, matched=finding.matched)]


def _around(finding: Finding) -> list[str]:
    sentences = []
    if finding.angled:
        sentences.append(_("B shows it at an angle, as a photo of a screen does."))
    for name, kind in (("A", finding.on_a), ("B", finding.on_b)):
        if kind is Around.PLAIN:
            sentences.append(_("{name} has plain or blurred bars around it.").format(name=name))
        elif kind is Around.PAGE:
            sentences.append(_("{name} shows it on a page or screen with text.").format(name=name))
        elif kind is Around.PICTURE:
            sentences.append(_("{name} shows it set into another picture.").format(name=name))
    return sentences


def _differs(finding: Finding) -> list[str]:
    if finding.relation is Relation.SAME_SCENE:
        return [_("Parts have moved or their grain differs: more likely another moment of the same scene than a copy.")]
    if finding.edited and finding.differing:
        return [ngettext("{n} part differs.", "{n} parts differ.", len(finding.differing))]
    return []
