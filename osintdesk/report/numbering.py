"""How things and people are called in a report: I-01, S-05, C-02, M-03, and roles instead of names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_uppercase

from osintdesk.core.domain import (
    Assessment,
    Claim,
    Incident,
    Match,
    Media,
    Observation,
    Person,
    Record,
    Review,
    Step,
    split_ref,
)  # fmt: skip
from osintdesk.core.records import Records
from osintdesk.report.language import Language
from osintdesk.report.state import LogRow

_LETTERS: dict[type[Record], str] = {Incident: "I", Step: "S", Claim: "C", Match: "M"}


class Numbers:
    """Numbers of incidents, steps, claims and matches by the order of their first writing; the same in every report."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._numbers: dict[str, str] = {}
        for cls, letter in _LETTERS.items():
            for count, record in enumerate(records.all(cls, deleted=True), start=1):
                self._numbers[record.ref] = f"{letter}-{count:02d}"

    def of(self, record: Record) -> str:
        """`S-05`, `EX-0012`, or nothing for a record that has no number."""
        return self.ref(record.ref)

    def ref(self, reference: str) -> str:
        table, entity_id = split_ref(reference)
        if table == Media.TABLE:
            media = self._records.get(Media, entity_id)
            return media.number if media else ""
        return self._numbers.get(reference, "")


class People:
    """Names or roles of those who did something. A person is known by an id of the case or by the name as written."""

    def __init__(self, records: Records, log: Sequence[LogRow], t: Language, *, names: bool) -> None:
        self._names = names
        self._known = {p.id: p.name or p.id[:8] for p in records.all(Person, deleted=True)}
        self.analysts = {key: t("Analyst {n}", n=n) for n, key in enumerate(self._keys(_acts(records)), start=1)}
        judges = [key for key in self._keys(r.by for r in records.all(Review)) if key not in self.analysts]
        self.reviewers = {key: t("Reviewer {letter}", letter=_letter(n)) for n, key in enumerate(judges)}
        self._roles = self.analysts | self.reviewers
        self._copies: dict[str, str] = {}
        for row in log:
            self._copies.setdefault(row.by, f"R{len(self._copies) + 1}")

    def _keys(self, people: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(self._known.get(person, person) for person in people if person))

    def __call__(self, person: str) -> str:
        """The name or role of `person`; empty when nobody is stated."""
        key = self._known.get(person, person)
        return key if self._names else self._roles.get(key, "")

    def copy(self, by: str) -> str:
        """The copy of the case that wrote a log entry: R1, R2, …, or who it was when names are wanted."""
        return self._known.get(by, by) if self._names else self._copies.get(by, "")

    def replacements(self) -> dict[str, str]:
        """What stands instead of what, in every text of a report without names; longest first."""
        if self._names:
            return {}
        ids = {ident: self._roles.get(name, "–") for ident, name in self._known.items()}
        known = {name: self._roles.get(name, "–") for name in self._known.values()}
        pairs = {k: v for k, v in (known | self._roles | ids).items() if len(k) > 3}
        return dict(sorted(pairs.items(), key=lambda item: (-len(item[0]), item[0])))

    def shown(self) -> tuple[list[str], list[str]]:
        """Those who examined, and those who only reviewed, as printed."""
        return [self(key) for key in self.analysts], [self(key) for key in self.reviewers]


def _acts(records: Records) -> Iterable[str]:
    yield from (s.by for s in records.all(Step, deleted=True))
    yield from (a.by for a in records.all(Assessment, deleted=True))
    yield from (m.collected_by for m in records.all(Media))
    yield from (o.decided_by for o in records.all(Observation))
    yield from (m.decided_by for m in records.all(Match))


def _letter(index: int) -> str:
    return ascii_uppercase[index] if index < 26 else f"{ascii_uppercase[index // 26 - 1]}{ascii_uppercase[index % 26]}"
