"""What the verbs record, what they refuse, and that undo takes them back."""

from __future__ import annotations

from pathlib import Path

import pytest

from osintdesk.app import claims, incidents, ingest, matches, media_items, missing, sightings, verification
from osintdesk.app.search import Filters, facets, find, search
from osintdesk.app.session import Session
from osintdesk.case.case_file import put
from osintdesk.core.domain import Incident, Match, Media, Observation, Tag, link_id, ref
from osintdesk.core.errors import UsageError
from tests.pictures import save_jpeg


def incident(session: Session, title: str = "Low-flying jets") -> str:
    made, commit = incidents.add_incident(session, title=title)
    commit.result()
    return made


def media(session: Session, tmp_path: Path, count: int = 1) -> list[str]:
    paths = [save_jpeg(tmp_path / f"picture {seed}.jpg", seed) for seed in range(count)]
    return [i.sha256 for i in ingest.start_import(session, paths).future.result().added]


def test_attach_names_its_undo_step_and_comes_back(session: Session, tmp_path: Path) -> None:
    jets = incident(session)
    [sha256] = media(session, tmp_path)
    media_items.attach(session, jets, [sha256], "context").result()
    assert session.undo_label == "Attach EX-0001 to Low-flying jets"
    assert find(session, "", Filters(incidents=frozenset({jets}))) == [sha256]
    session.undo().result()
    assert find(session, "", Filters(incidents=frozenset({jets}))) == []
    assert session.redo_label == "Attach EX-0001 to Low-flying jets"
    session.redo().result()
    assert find(session, "", Filters(incidents=frozenset({jets}))) == [sha256]


def test_an_incident_has_places_times_links_and_tags(session: Session) -> None:
    jets, crossing = incident(session), incident(session, "Crossing near Sudzha")
    subject = ref("incident", jets)
    incidents.add_place(session, subject, name="Sudzha", latitude="51.191", longitude="35.271").result()
    incidents.add_place(session, subject, name="Rylsk", latitude="51.57", longitude="34.68").result()
    incidents.add_interval(
        session, subject, not_before="2024-08-06T20:26:00+03:00", not_after="2024-08-06T20:46:00+03:00", zone="+03:00"
    ).result()
    incidents.link_incidents(session, jets, crossing, "related").result()
    media_items.tag(session, [subject], "Kursk").result()
    media_items.tag(session, [ref("incident", crossing)], "kursk").result()
    assert [t.name for t in session.records.all(Tag)] == ["Kursk"]
    incidents.edit_incident(session, jets, work_status="in progress").result()
    assert session.records.one(Incident, jets).work_status == "in progress"
    assert incidents.find_incident(session.records, "crossing").id == crossing


@pytest.mark.parametrize(
    "fields",
    [{"latitude": "91", "longitude": "0"}, {"latitude": "51,1", "longitude": "35"}, {"latitude": "51.1"}],
    ids=["out of range", "not a number", "half"],
)
def test_a_place_that_cannot_be_is_refused_with_a_sentence(session: Session, fields: dict[str, str]) -> None:
    subject = ref("incident", incident(session))
    with pytest.raises(UsageError, match=r"\.$"):
        incidents.add_place(session, subject, **fields)


def test_a_time_that_ends_before_it_begins_is_refused(session: Session) -> None:
    with pytest.raises(UsageError):
        incidents.add_interval(
            session,
            ref("incident", incident(session)),
            not_before="2024-08-07T00:00:00Z",
            not_after="2024-08-06T00:00:00Z",
        )


def test_a_step_is_superseded_not_overwritten(session: Session, tmp_path: Path) -> None:
    subject = ref("media", media(session, tmp_path)[0])
    verification.add_step(session, subject, pillar="location", question="Where?", result="inconclusive").result()
    first = verification.steps_of(session.records, subject)[0]
    verification.supersede_step(session, first.id, result="supports", finding="The tower matches.").result()
    [second] = verification.steps_of(session.records, subject)
    assert (second.question, second.result, second.supersedes) == ("Where?", "supports", first.id)
    assert len(verification.steps_of(session.records, subject, superseded=True)) == 2
    with pytest.raises(UsageError):
        verification.supersede_step(session, first.id, result="supports")


def test_an_observation_becomes_a_step_or_is_dismissed_with_a_reason(session: Session, tmp_path: Path) -> None:
    [sha256] = media(session, tmp_path)
    seen = [
        Observation(id=link_id(sha256, code), media=sha256, code=code, severity="look", text=f"{code}.")
        for code in ("TEST_ONE", "TEST_TWO")
    ]
    session.commit("note", [put(o) for o in seen]).result()
    with pytest.raises(UsageError):
        verification.dismiss_observation(session, seen[0].id, " ")
    verification.dismiss_observation(session, seen[0].id, "Normal for this platform.").result()
    verification.accept_observation(session, seen[1].id, confidence="low").result()
    still_open = {o.code for o in verification.observations_of(session.records, sha256, only_open=True)}
    assert not still_open & {"TEST_ONE", "TEST_TWO"}
    accepted = session.records.one(Observation, seen[1].id)
    steps = verification.steps_of(session.records, ref("media", sha256))
    assert [(s.id, s.finding) for s in steps] == [(accepted.step, "TEST_TWO.")]
    session.undo().result()
    assert not verification.steps_of(session.records, ref("media", sha256))
    assert session.records.one(Observation, seen[1].id).decision == "open"


def test_an_assessment_needs_reasons_and_keeps_its_history(session: Session, tmp_path: Path) -> None:
    subject = ref("media", media(session, tmp_path)[0])
    assert verification.status_of(session.records, subject) == "unassessed"
    with pytest.raises(UsageError):
        verification.assess(session, subject, status="verified", reasoning="")
    verification.assess(session, subject, status="unverified", reasoning="Nothing found yet.").result()
    verification.assess(session, subject, status="partly verified", reasoning="Place and date fit.").result()
    newest, oldest = verification.assessments_of(session.records, subject)
    assert (newest.supersedes, newest.status, oldest.status) == (oldest.id, "partly verified", "unverified")
    with pytest.raises(UsageError, match="second person"):
        verification.review(session, newest.ref, "agrees")


def test_a_claim_takes_evidence_for_its_parts(session: Session, tmp_path: Path) -> None:
    subject = ref("media", media(session, tmp_path)[0])
    made, commit = claims.add_claim(session, statement="Jets on 6 August", what="Jets", when="6 August 2024")
    commit.result()
    claims.link_evidence(session, made, subject, part="what", stance="supports", strength="strong").result()
    claims.link_evidence(session, made, subject, part="what", stance="contradicts").result()
    [evidence] = claims.evidence_of(session.records, made)
    assert evidence.stance == "contradicts"
    rules = {m.rule for m in missing.missing(session.records, ref("claim", made))}
    assert "claim-date-unsupported" in rules


def test_a_decided_match_is_remembered(session: Session, tmp_path: Path) -> None:
    a, b = sorted(media(session, tmp_path, 2))
    session.commit("find", [put(Match(id=link_id(a, b), a=a, b=b, score="0.9"))]).result()
    assert len(matches.open_matches(session.records)) == 1
    matches.decide(session, link_id(a, b), decision="rejected").result()
    decided = session.records.one(Match, link_id(a, b))
    assert (decided.decision, decided.decided_relation, bool(decided.decided_by)) == ("rejected", "not related", True)
    assert not matches.open_matches(session.records) and not matches.matches_of(session.records, a)


def test_every_value_is_found(session: Session, tmp_path: Path) -> None:
    first, second = media(session, tmp_path, 2)
    media_items.describe(session, first, title="Дым над Суджей", description="烟雾 over قرية").result()
    sightings.add_sighting(session, second, url="https://example.org/channel/77", platform="Telegram").result()
    media_items.tag(session, [ref("media", second)], "repost").result()
    assert find(session, "судж") == [first]
    assert find(session, "烟雾") == [first] == find(session, "قرية")
    assert find(session, "channel 77") == [second]
    assert find(session, "repost") == [second] == find(session, "tag:repost")
    assert find(session, "kind:image platform:Telegram") == [second]
    assert find(session, second[:12]) == [second]
    assert find(session, '"unbalanced AND (') == []
    assert any(hit.media == (first,) for hit in search(session, "дым"))


def test_facets_count_what_each_value_would_leave(session: Session, tmp_path: Path) -> None:
    every = media(session, tmp_path, 3)
    jets = incident(session)
    media_items.attach(session, jets, every[:2]).result()
    counts = facets(session.records, session.records.all(Media), Filters(incidents=frozenset({jets})))
    assert counts["incidents"] == {jets: 2, "-": 1}
    assert counts["kinds"] == {"image": 2}


def test_what_is_missing_is_said_and_can_be_put_aside(session: Session, tmp_path: Path) -> None:
    jets = incident(session)
    [sha256] = media(session, tmp_path)
    media_items.attach(session, jets, [sha256]).result()
    subject = ref("media", sha256)
    rules = {m.rule for m in missing.missing(session.records, subject)}
    assert {"no-sighting", "pillar-without-step"} <= rules
    with pytest.raises(UsageError):
        missing.dismiss(session, "no-sighting", subject, "")
    missing.dismiss(session, "no-sighting", subject, "Received by hand.").result()
    assert "no-sighting" not in {m.rule for m in missing.missing(session.records, subject)}


def test_a_change_is_told_to_subscribers_until_they_leave(session: Session) -> None:
    heard: list[str] = []
    leave = session.subscribe(lambda commit: heard.append(commit.label))
    incident(session, "First")
    leave()
    incident(session, "Second")
    assert heard == ["Add incident First"]
