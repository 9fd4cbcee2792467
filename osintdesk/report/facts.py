"""What a file says about itself, as far as it matters to a reader, and what software noticed about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase

from osintdesk.core.domain import Contents, Media, Observation
from osintdesk.core.i18n import N_
from osintdesk.core.words import ObservationDecision
from osintdesk.report.blocks import Heading, Inline, Table
from osintdesk.report.inline import cite, join, plain, text
from osintdesk.report.scope import Scope
from osintdesk.report.sections.cells import cell, code, grey, head, strong
from osintdesk.report.times import safe


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact that matters: its names in `Contents.facts`, its label, and whether its absence is worth a line."""

    label: str
    names: tuple[str, ...]
    absence: bool = False
    place: bool = False


FACTS: tuple[Shown, ...] = (
    Shown(N_("Time of capture"), ("date_time_original", "creation_date", "sub_sec_time_original"), absence=True),
    Shown(N_("Offset of that time"), ("offset_time_original",)),
    Shown(N_("Creation time"), ("media_create_date", "create_date", "creation_time")),
    Shown(N_("Time of change"), ("modify_date",)),
    Shown(N_("Satellite time"), ("gps_date_time",)),
    Shown(N_("Position"), ("latitude", "longitude", "altitude", "location"), absence=True, place=True),
    Shown(N_("Direction of view"), ("gps_img_direction",), place=True),
    Shown(N_("Device"), ("make", "model", "lens_model"), absence=True),
    Shown(N_("Serial number"), ("body_serial", "maker_note_serial", "image_unique_id")),
    Shown(N_("Software"), ("software", "encoder", "xmp_creator_tool", "handler", "muxer"), absence=True),
    Shown(N_("Editing history"), ("xmp_history", "xmp_document_id")),
    Shown(N_("Caption in the file"), ("iptc_caption", "iptc_credit", "description", "title", "comment")),
    Shown(N_("Embedded preview"), ("embedded_thumbnail",)),
    Shown(N_("Content Credentials"), ("c2pa",), absence=True),
    Shown(N_("Duration"), ("duration", "video_duration", "audio_duration")),
    Shown(N_("Frame rate"), ("frame_rate",)),
    Shown(N_("Size in pixels"), ("width", "height")),
)

PLACE_NAMES = frozenset(name for shown in FACTS if shown.place for name in shown.names)
_MOST_VALUES = 4


def held(value: object) -> list[dict[str, str]]:
    """The facts under one name as a list of {"value", "source"}, whatever was stored."""
    items = value if isinstance(value, list) else [value]
    return [
        {"value": safe(i.get("value", "")), "source": safe(i.get("source", ""))} if isinstance(i, dict) else
        {"value": safe(i), "source": ""}
        for i in items
    ]  # fmt: skip


def fact_table(scope: Scope, media: Media) -> Table | None:
    """Property, value, where in the file, and the letter of the observation that speaks of it."""
    t = scope.t
    contents = scope.records.get(Contents, media.id)
    if contents is None or not says_anything(contents):
        return None
    letters = _letters(scope, media)
    rows = []
    for shown in FACTS:
        values = list(_values(scope, contents, shown))
        if not values and shown.absence:
            rows.append((strong(t(shown.label)), cell(plain(t("absent"))), cell(()), cell(())))
        for name, value, source in values[:_MOST_VALUES]:
            rows.append((strong(t(shown.label)), cell(value), code(source), cell(plain(letters.get(name, "")))))
    readers = ", ".join(f"{name} {version}" for name, version in sorted(dict(contents.readers or {}).items()))
    words = t(
        "Values as the file states them. They are not findings. Absence of metadata is normal "
        "after a platform re-encoded a file."
    )
    caption = join([plain(words), plain(t("Read by {readers}.", readers=readers)) if readers else ()], " ")
    columns = (
        head(t("Property"), width=32),
        head(t("Value"), share=3),
        head(t("Where in the file"), share=3),
        head(t("Observation"), width=21),
    )
    return Table(columns, tuple(rows), caption, heading=Heading(t("Read from the file"), level=3, outlined=False))


def says_anything(contents: Contents | None) -> bool:
    """Whether any fact that matters was read out of the file."""
    facts = contents.facts if contents and isinstance(contents.facts, dict) else {}
    return any(facts.get(name) for shown in FACTS for name in shown.names)


def _values(scope: Scope, contents: Contents, shown: Shown) -> Iterator[tuple[str, Inline, str]]:
    facts = contents.facts if isinstance(contents.facts, dict) else {}
    seen: set[tuple[str, str]] = set()
    for name in shown.names:
        for fact in held(facts[name]) if name in facts else []:
            key = (fact["value"], fact["source"])
            if key not in seen:
                seen.add(key)
                yield name, _value(scope, name, fact["value"]), fact["source"]


def _value(scope: Scope, name: str, value: str) -> Inline:
    """A position as coarse as the edition; a value that is no plain number is then withheld."""
    if name not in PLACE_NAMES:
        return text(value[:400])
    if scope.options.place_decimals is None:
        return text(value)
    shown = scope.place(value) if name in {"latitude", "longitude"} else ""
    return text(shown) if shown else plain(scope.t("present; withheld"), "grey")


def _observations(scope: Scope, media: Media) -> list[tuple[str, Observation]]:
    found = scope.records.where(Observation, media=media.id)
    return [(_letter(n), seen) for n, seen in enumerate(found)]


def _letter(index: int) -> str:
    return (
        ascii_lowercase[index]
        if index < 26
        else f"{ascii_lowercase[(index // 26 - 1) % 26]}{ascii_lowercase[index % 26]}"
    )


def _letters(scope: Scope, media: Media) -> dict[str, str]:
    """Letters of observations by the name of the fact that they speak of."""
    letters: dict[str, list[str]] = {}
    for letter, seen in _observations(scope, media):
        for fact in seen.facts if isinstance(seen.facts, list) else []:
            if isinstance(fact, dict) and letter not in letters.setdefault(str(fact.get("name", "")), []):
                letters[str(fact.get("name", ""))].append(letter)
    return {name: " ".join(found) for name, found in letters.items()}


def observation_table(scope: Scope, media: Media) -> Table | None:
    t = scope.t
    rows = []
    for letter, seen in _observations(scope, media):
        innocent = join([plain(t("Innocent explanation:")), text(seen.innocent)], " ") if seen.innocent else ()
        rows.append(
            (
                cell(letter),
                code(seen.code),
                cell(seen.text, grey(innocent)),
                cell(*_answer(scope, seen)),
                cell(seen.reason),
            )
        )
    if not rows:
        return None
    columns = (
        head("", width=8),
        head(t("Code"), width=36),
        head(t("What software noticed"), share=1),
        head(t("Answer"), width=28),
        head(t("Reason"), share=1),
    )
    return Table(
        columns, tuple(rows), heading=Heading(t("Observations and how they were answered"), level=3, outlined=False)
    )


def _answer(scope: Scope, seen: Observation) -> tuple[Inline, ...]:
    t = scope.t
    if (
        seen.decision == ObservationDecision.ACCEPTED
        and seen.step
        and (number := scope.numbers.ref(f"step:{seen.step}"))
    ):
        answer: Inline = (*plain(t("Accepted as") + " ", "strong"), cite(number))
    elif seen.decision == ObservationDecision.OPEN:
        return (plain(t("Not answered")),)
    else:
        answer = plain(t.capital(seen.decision), "strong")
    return answer, plain(scope.people(seen.decided_by), "grey")
