"""What only several files of a case together show: one device under two names, common ancestors, pairs, series."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import PurePath

from osintdesk.core.i18n import N_, _
from osintdesk.core.readings import Fact, Noticed
from osintdesk.verify.consistency.moments import read_moment
from osintdesk.verify.consistency.subject import INFO, LOOK

_SERIALS = ("body_serial", "maker_note_serial", "camera_serial")
_UNIQUE = ("image_unique_id", "maker_note_unique_id")
_PLACEHOLDERS = re.compile(r"[0 .\-?x]*|unknown|none|n/?a", re.IGNORECASE)
_RAWS = frozenset("cr2 cr3 crw nef arw srw pef orf rw2 raf dng x3f mrw 3fr iiq".split())
_MOST = 12


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One file of the case: `id` as the case knows it, `label` as people do (`EX-0012`)."""

    id: str
    label: str
    name: str
    format: str
    facts: Mapping[str, Sequence[Fact]]

    def value(self, name: str) -> str:
        found = self.facts.get(name, ())
        return found[0].value if found else ""


Answer = Iterator[tuple[str, Noticed]]


def observe_case(files: Iterable[CaseFile]) -> dict[str, list[Noticed]]:
    """For each file's id what is noticed by comparing it with the others."""
    everything = list(files)
    found: dict[str, list[Noticed]] = defaultdict(list)
    for check in _CHECKS:
        for identifier, noticed in check(everything):
            found[identifier].append(noticed)
    return dict(found)


def _groups(
    files: Sequence[CaseFile], key: Callable[[CaseFile], Iterable[str]]
) -> Iterator[tuple[str, list[CaseFile]]]:
    groups: dict[str, list[CaseFile]] = defaultdict(list)
    for file in files:
        for value in dict.fromkeys(key(file)):
            if value and not _PLACEHOLDERS.fullmatch(value):
                groups[value].append(file)
    return ((value, group) for value, group in groups.items() if len(group) > 1)


def _values(file: CaseFile, names: Iterable[str]) -> list[str]:
    return [fact.value.strip() for name in names for fact in file.facts.get(name, ())]


def _others(file: CaseFile, group: Sequence[CaseFile]) -> str:
    return ", ".join(other.label for other in [f for f in group if f.id != file.id][:_MOST])


def _facts(file: CaseFile, names: Iterable[str], value: str) -> tuple[Fact, ...]:
    return tuple(fact for name in names for fact in file.facts.get(name, ()) if fact.value.strip() == value)


def _reused(files: Sequence[CaseFile]) -> Answer:
    """One serial number or unique identifier: a link between files; under two models, a conflict."""
    for names, what in ((_SERIALS, N_("serial number")), (_UNIQUE, N_("unique image identifier"))):
        for value, group in _groups(files, lambda file, names=names: _values(file, names)):  # type: ignore[misc]
            models = {file.value("model") for file in group if file.value("model")}
            for file in group:
                yield file.id, _reuse(file, group, names, what, value, len(models) > 1)


def _reuse(
    file: CaseFile, group: Sequence[CaseFile], names: Sequence[str], what: str, value: str, conflict: bool
) -> Noticed:
    if conflict:
        text = _("The {what} {value} also stands in {others}, which names another model.")
    else:
        text = _("The {what} {value} also stands in {others}: consistent with one device.")
    words = text.format(what=_(what), value=value, others=_others(file, group))
    innocent = N_(
        "Some makers write the same placeholder into every device; tags may have been copied between pictures."
    )
    severity = LOOK if conflict else INFO
    return Noticed(
        "SERIAL_OR_UID_REUSED",
        severity,
        words,
        (*_facts(file, names, value), *file.facts.get("model", ())[:1]),
        _(innocent),
    )


def _ancestors(files: Sequence[CaseFile]) -> Answer:
    names = ("xmp_original_document_id", "xmp_derived_from", "xmp_document_id")
    for value, group in _groups(files, lambda file: _values(file, names)):
        for file in group:
            text = _("XMP names the same ancestor document in {others}.").format(others=_others(file, group))
            innocent = N_("Pictures saved from one template or one layered document share it.")
            yield file.id, Noticed("XMP_SAME_ANCESTOR", INFO, text, _facts(file, names, value), _(innocent))


def _live_pairs(files: Sequence[CaseFile]) -> Answer:
    for value, group in _groups(files, lambda file: _values(file, ["content_identifier"])):
        for file in group:
            text = _("A Live Photo: {others} carries the same content identifier.").format(others=_others(file, group))
            yield file.id, Noticed("PAIR_LIVE_PHOTO", INFO, text, _facts(file, ["content_identifier"], value), "")


def _same_stem(files: Sequence[CaseFile]) -> Answer:
    """A raw file and its JPEG, or a clip and its subtitle track: one stem, and one time or one device."""
    for _stem, group in _groups(files, lambda file: [PurePath(file.name).stem.lower()]):
        raws = [file for file in group if file.format in _RAWS]
        pictures = [file for file in group if file.format in {"jpeg", "heic", "heif"}]
        clips = [file for file in group if file.format in {"mp4", "mov"}]
        tracks = [file for file in group if file.format == "srt"]
        for one, two, code, text in (
            *(
                (a, b, "PAIR_RAW_JPEG", N_("Raw file and developed picture of one name: {other}."))
                for a in raws
                for b in pictures
                if _same_time(a, b)
            ),
            *(
                (a, b, "PAIR_CLIP_TRACK", N_("Clip and position track of one name: {other}."))
                for a in clips
                for b in tracks
            ),
        ):
            yield one.id, Noticed(code, INFO, _(text).format(other=two.label))
            yield two.id, Noticed(code, INFO, _(text).format(other=one.label))


def _same_time(one: CaseFile, two: CaseFile) -> bool:
    return one.value("date_time_original") == two.value("date_time_original")


_NUMBERED = re.compile(r"(.*?)(\d{3,6})(?:\(\d+\))?$")


def _series(files: Sequence[CaseFile]) -> Answer:
    """Numbered neighbours of one device whose times run against their numbers."""
    by_camera: dict[tuple[str, str], list[tuple[int, CaseFile]]] = defaultdict(list)
    for file in files:
        found = _NUMBERED.match(PurePath(file.name).stem)
        serials = _values(file, _SERIALS)
        if found and serials:
            by_camera[serials[0], found[1].lower()].append((int(found[2]), file))
    for members in by_camera.values():
        yield from _against_order(sorted(members, key=lambda member: member[0]))


def _against_order(members: Sequence[tuple[int, CaseFile]]) -> Answer:
    for (number, first), (following, second) in pairwise(members):
        one, two = (read_moment(file.value("date_time_original")) for file in (first, second))
        if one is None or two is None or following - number > 50 or following == number:
            continue
        if two.local < one.local - timedelta(minutes=1):
            text = _("In the camera's numbered series it stands after {other}, but its time is earlier.")
            innocent = N_("The camera's clock was set back, or its counter started anew.")
            facts = (*second.facts.get("date_time_original", ())[:1], *first.facts.get("date_time_original", ())[:1])
            yield second.id, Noticed("SERIES_OUT_OF_ORDER", LOOK, text.format(other=first.label), facts, _(innocent))


_CHECKS = (_reused, _ancestors, _live_pairs, _same_stem, _series)
CASE_CODES = (
    "SERIAL_OR_UID_REUSED",
    "XMP_SAME_ANCESTOR",
    "PAIR_LIVE_PHOTO",
    "PAIR_RAW_JPEG",
    "PAIR_CLIP_TRACK",
    "SERIES_OUT_OF_ORDER",
)
