"""The example case shows every part filled in, is whole, and gives the same report twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from osintdesk.app.checking import check
from osintdesk.app.demo import make_example
from osintdesk.app.missing import missing
from osintdesk.app.profile import load_profile
from osintdesk.app.reporting import make_report
from osintdesk.app.session import Session
from osintdesk.app.verification import status_of, steps_of
from osintdesk.core.domain import ENTITIES, Annotation, Claim, Contents, Match, Media, Review, Source, Step
from osintdesk.core.words import MatchDecision, Pillar
from osintdesk.report.options import Options


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the example case, made once for all tests here."""
    place = tmp_path_factory.mktemp("example")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OSINTDESK_PROFILE", str(place / "profile"))
        yield make_example(place)


@pytest.fixture
def example(folder: Path) -> Iterator[Session]:
    """The case, open read-only: nothing that a test does is recorded."""
    with Session.open(folder, profile=load_profile(), read_only=True) as session:
        yield session


def test_every_part_is_filled_in(example: Session) -> None:
    records = example.records
    unused = {"saved_search", "missing_dismissed", "observation"}
    empty = [t for t, cls in ENTITIES.items() if t not in unused and not records.count(cls)]
    assert not empty
    assert all(records.get(Contents, m.id) for m in records.all(Media))
    assert all(example.cache.thumbnail(m.id) for m in records.all(Media))
    main = records.exhibit(1)
    assert {s.pillar for s in steps_of(records, main.ref)} >= set(Pillar) - {Pillar.MOTIVATION, Pillar.TECHNICAL}
    assert status_of(records, main.ref) == "partly verified"
    assert status_of(records, records.exhibit(4).ref) == "misattributed"


def test_the_reported_claims_stand_with_who_made_them(example: Session) -> None:
    said = {c.statement: example.records.one(Source, c.source).name for c in example.records.all(Claim)}
    by_words = {
        "verified by the BBC": "BBC",
        "11 tanks": "Russian officials",
        "24 people were wounded": "Moscow",
        "moved out": "Alexei Smirnov",
        "Kyiv had not commented": "Kyiv",
        "75,000": "Seleznyov",
    }
    for words, who in by_words.items():
        assert any(words in statement and who in name for statement, name in said.items()), words


def test_the_repost_is_found_mirrored_and_confirmed(example: Session) -> None:
    pair = {example.records.exhibit(1).id, example.records.exhibit(2).id}
    [match] = [m for m in example.records.all(Match) if {m.a, m.b} == pair]
    assert match.decision == MatchDecision.CONFIRMED and match.segments
    assert all(segment["mirrored"] for segment in match.segments)


def test_unrelated_pictures_do_not_match(example: Session) -> None:
    old, reference = example.records.exhibit(4).id, example.records.exhibit(5).id
    assert not [m for m in example.records.all(Match) if {m.a, m.b} & {old, reference}]


def test_two_people_worked_on_it(example: Session) -> None:
    assert {s.by for s in example.records.all(Step)} == {"A. Kaya (example)"}
    assert {r.by for r in example.records.all(Review)} == {"M. Orel (example)"}
    assert example.records.where(Annotation, media=example.records.exhibit(1).id)


def test_what_remains_is_said(example: Session) -> None:
    rules = {m.rule for m in missing(example.records)}
    assert {"source-unassessed", "zone-unresolved", "pillar-without-step", "claim-without-evidence"} <= rules


def test_the_case_is_whole(folder: Path) -> None:
    with Session.open(folder, profile=load_profile()) as session:
        assert check(session).result() == []


def test_the_same_state_gives_the_same_report(example: Session, tmp_path: Path) -> None:
    """A read-only case records nothing, so both reports stand for the same head of the log."""
    first, second = (make_report(example, tmp_path / name, Options()).result() for name in ("a.pdf", "b.pdf"))
    assert first.sha256 == second.sha256 == hashlib.sha256((tmp_path / "b.pdf").read_bytes()).hexdigest()


def test_it_is_made_once(example: Session) -> None:
    assert make_example(example.path.parent) == example.path
