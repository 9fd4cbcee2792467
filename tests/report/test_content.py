"""What a report says, read from its tree."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from osintdesk.core.domain import Case, Incident, Interval, Media, Step
from osintdesk.core.errors import UsageError
from osintdesk.core.records import Records
from osintdesk.report.blocks import StepCard, Table, TimeBounds
from osintdesk.report.build import build
from osintdesk.report.document import Document, anchors, citations, plain_text
from osintdesk.report.options import SECTIONS, Most, Options
from tests.report import sample
from tests.report.conftest import Made, document


def blocks(doc: Document, cls: type) -> list:
    return [b for s in doc.sections for b in s.blocks if isinstance(b, cls)]


def section(doc: Document, anchor: str) -> str:
    return plain_text(next(s for s in doc.sections if s.anchor == anchor))


def test_every_section_is_there_in_order(made: Made) -> None:
    found = [s.anchor for s in made.document.sections]
    assert found == list(SECTIONS)


def test_every_citation_leads_somewhere(made: Made) -> None:
    assert citations(made.document)
    assert citations(made.document) <= anchors(made.document)


def test_a_citation_of_what_the_report_does_not_hold_is_no_link() -> None:
    doc = document(sections=("steps",))
    assert "EX-0012" in plain_text(doc)
    assert "ex-0012" not in citations(doc)


def test_anchors_are_unique(made: Made) -> None:
    import collections

    from osintdesk.report.document import _inner

    counts = collections.Counter(a for v in _inner(made.document.sections) if (a := getattr(v, "anchor", "")))
    assert [a for a, n in counts.items() if n > 1] == []


def test_times_come_in_utc_and_in_the_zone_of_the_case(made: Made) -> None:
    assert "2024-08-06 06:41 UTC (09:41 MSK)" in plain_text(made.document.sections)


def test_the_verdict_keeps_likelihood_and_confidence_apart(made: Made) -> None:
    table = next(b for b in blocks(made.document, Table) if any("Likelihood" in plain_text(c.head) for c in b.columns))
    row = next(r for r in table.rows if plain_text(r[0].lines) == "I-01")
    assert [plain_text(c.lines) for c in row[2:5]] == ["Partly verified", "very likely · 80–95 %", "moderate"]


def test_a_superseded_step_stays_and_says_so(made: Made) -> None:
    cards = {c.number: c for c in blocks(made.document, StepCard)}
    assert cards["S-05"].superseded == "Superseded by S-06"
    assert "S-05" in plain_text(cards["S-06"].facts)


def test_the_binding_steps_are_named(made: Made) -> None:
    cards = {c.number: c for c in blocks(made.document, StepCard)}
    assert cards["S-06"].badges == ("binding: start", "binding: end")
    bounds = blocks(made.document, TimeBounds)[0]
    assert "2024-08-06 05:34–05:55 UTC" in plain_text(bounds)
    assert "08:34–08:55 MSK" in plain_text(bounds)


def test_bounds_that_exclude_each_other_are_said_so() -> None:
    records = Records(
        [
            Case(id="c"),
            Incident(id="i", title="I"),
            Step(id="a", subject="incident:i", not_before="2024-08-07T00:00:00Z"),
            Step(id="b", subject="incident:i", not_after="2024-08-06T00:00:00Z"),
        ]
    )
    doc = build(records, [], sample.Painted(), Options(), state=sample.state())
    assert "S-01, S-02 exclude each other: no time is left." in plain_text(doc.sections)


def test_what_a_file_says_and_what_people_conclude_stand_in_separate_tables(made: Made) -> None:
    for table in blocks(made.document, Table):
        heads = {plain_text(c.head) for c in table.columns}
        assert not ("Where in the file" in heads and heads & {"Finding", "Result", "Status", "Confidence"})


def test_a_graphic_exhibit_shows_no_picture_unless_asked(made: Made) -> None:
    text = plain_text(made.document.sections)
    assert "Picture not shown: graphic violence, minors visible" in text
    shown = document(sensitive=True)
    assert "Picture not shown" not in plain_text(shown.sections)
    assert len(shown.assets) == len(made.document.assets) + 1


def test_a_redacted_copy_stands_for_a_sensitive_exhibit() -> None:
    records = sample.records()
    copy = Media(
        id=sample.STILL[::-1], exhibit=40, kind="image", parent=sample.GRAPHIC, parameters={"redaction": "blur"}
    )
    records.put(copy)

    class WithCopy(sample.Painted):
        def picture(self, name: str, long_side: int) -> bytes | None:
            return super().picture(sample.STILL if name == copy.id else name, long_side)

    doc = build(records, sample.log(), WithCopy(), Options(), state=sample.state())
    assert "Picture not shown" not in plain_text(doc.sections)


def test_contradicting_evidence_has_its_own_section_with_answers(made: Made) -> None:
    text = section(made.document, "contradicting")
    assert "EX-0019 contradicts C-01" in text
    assert "Answered in the assessment of" in text
    assert "EX-0012 and EX-0017 are not two recordings" in text
    assert "Reviewer B disagrees" in text


def test_what_remains_open_is_collected(made: Made) -> None:
    text = section(made.document, "open")
    assert "Who recorded EX-0012?" in text
    assert "Ask for the camera file by a secure channel." in text
    assert "Nobody has assessed this claim." in text
    assert "Withheld from this edition" in text


def test_one_incident_reports_on_what_belongs_to_it() -> None:
    doc = document(incidents=(sample.IDS["crossing"],))
    text = plain_text(doc.sections)
    assert "EX-0028" in text and "Around 300 troops" in text
    assert "EX-0019" not in text
    case = json.loads(next(a.data for a in doc.attachments if a.name == "case.json"))
    assert {m["exhibit"] for m in case["records"]["media"]} == {"EX-0028"}
    log = json.loads(next(a.data for a in doc.attachments if a.name == "log.json"))
    assert len(log) == len(sample.log())
    assert not any(row.get("ref") == "step:step1" for row in log)


def test_an_unknown_incident_is_refused() -> None:
    with pytest.raises(UsageError, match="There is no incident"):
        document(incidents=("nothing",))


def test_coordinates_are_as_coarse_as_asked_everywhere() -> None:
    for decimals in (2, 1, 0):
        doc = document(place_decimals=decimals)
        whole = plain_text(doc.sections) + "".join(a.data.decode() for a in doc.attachments)
        found = re.findall(r"\b(?:51|35)\.\d{3,}", whole)
        assert found == []


def test_roles_stand_for_names_in_every_text(made: Made) -> None:
    whole = plain_text((made.document.cover, made.document.sections)) + "".join(
        a.data.decode() for a in made.document.attachments
    )
    for name in (sample.ANA, sample.LEA, sample.MIA, "Noor Haddad"):
        assert name not in whole
    assert "Analyst 1" in whole and "Reviewer B" in whole


def test_names_are_replaced_inside_sentences() -> None:
    records = sample.records()
    step = records.one(Step, "step10")
    records.put(replace(step, finding=f"{sample.ANA} wrote to the uploader."))
    doc = build(records, sample.log(), sample.Painted(), Options(), state=sample.state())
    assert "Analyst 1 wrote to the uploader." in plain_text(doc.sections)


def test_the_report_id_follows_state_and_options(made: Made) -> None:
    assert document().report_id == made.document.report_id
    assert document(names=True).report_id != made.document.report_id


def test_very_many_are_shortened_and_it_is_said() -> None:
    few = Most(
        incidents=1,
        sheets=1,
        short_forms=1,
        matches=1,
        step_cards=2,
        verdicts=2,
        claims_in_grid=1,
        sightings=2,
        log_rows=4,
    )
    doc = document(most=few)
    text = plain_text(doc.sections)
    assert "Further steps, shortened" in text
    assert "The first 2 of 6 sightings" in text
    assert "further incidents and claims are not listed here" in text
    assert citations(doc) <= anchors(doc)
    for number in ("EX-0012", "EX-0017", "EX-0019", "EX-0021", "EX-0026", "EX-0028", "EX-0029"):
        assert number.lower() in anchors(doc)


def test_an_empty_case_gives_a_report_that_says_so() -> None:
    doc = build(Records([Case(id="c")]), [], sample.Painted(), Options(), state=sample.state())
    text = plain_text(doc.sections)
    assert "No verification step is recorded." in text
    assert "Nothing has been assessed." in text
    assert doc.title == "Untitled case"


def test_an_odd_time_is_printed_as_it_stands() -> None:
    records = Records(
        [
            Case(id="c"),
            Incident(id="i"),
            Interval(id="t", subject="incident:i", not_before="last summer", not_after="x"),
        ]
    )
    doc = build(records, [], sample.Painted(), Options(), state=sample.state())
    assert "last summer" in plain_text(doc.sections)


def test_a_match_is_drawn_as_the_program_records_it(made: Made) -> None:
    """The form of a record comes from the comparison itself, not from this test."""
    from osintdesk.core.domain import Match, link_id, without_floats
    from osintdesk.core.words import Relation
    from osintdesk.report.blocks import PicturePair
    from osintdesk.similar.comparison import Comparison, Difference, Transform

    corners = ((0.1, 0.2), (0.9, 0.2), (0.9, 0.8), (0.1, 0.8))
    place = Transform(
        (0.1, 0.2, 0.9, 0.8),
        (0, 0, 1, 1),
        0,
        False,
        1,
        ((1, 0, 0), (0, 1, 0)),
        (100, 100),
        (100, 100),
        corners,
        corners[::-1],
    )
    found = Comparison(
        True, Relation.CROP, 0.9, place, differing=(Difference((0.2, 0.2, 0.3, 0.3), (0.4, 0.4, 0.5, 0.5)),)
    )
    values = without_floats(found.to_json())
    a, b = sorted((sample.OLD, sample.STILL))
    records = sample.records()
    records.put(
        Match(
            id=link_id(a, b),
            a=a,
            b=b,
            relation="crop or letterbox",
            transform=values["transform"],
            differing=values["differing"],
        )
    )
    doc = build(records, [], sample.Painted(), Options(sections=("matches",)), state=sample.state())
    pairs = [
        p for together in doc.sections[0].blocks for p in getattr(together, "blocks", ()) if isinstance(p, PicturePair)
    ]
    shapes = [(s.kind, s.points) for p in pairs for s in p.left.shapes + p.right.shapes]
    assert ("region", corners) in shapes and ("region", corners[::-1]) in shapes
    assert ("box", ((0.2, 0.2), (0.3, 0.3))) in shapes and ("box", ((0.4, 0.4), (0.5, 0.5))) in shapes


def test_limits_of_a_declared_method_are_printed() -> None:
    from osintdesk.verify.methods import METHODS

    method = next(m for m in METHODS if m.limits)
    records = Records([Case(id="c"), Step(id="s", subject="case:c", method=method.name)])
    doc = build(records, [], sample.Painted(), Options(), state=sample.state())
    assert method.limits in plain_text(doc.sections) and method.title in plain_text(doc.sections)


def test_the_letters_of_an_explanation_are_named_in_the_order_of_the_record() -> None:
    from osintdesk.core.domain import Match, link_id

    a, b = sorted((sample.OLD, sample.STILL))
    records = sample.records()
    records.put(Match(id=link_id(a, b), a=a, b=b, explanation="A is seen in B."))
    doc = build(records, [], sample.Painted(), Options(sections=("matches",)), state=sample.state())
    named = {m.id: m.number for m in records.all(Media)}
    assert f"Here A is {named[a]} and B is {named[b]}." in plain_text(doc.sections)
