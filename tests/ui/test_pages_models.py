"""What the pages show, read from a small case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osintdesk.core import words
from osintdesk.core.domain import Case, Contents, Incident, Media, Step
from osintdesk.core.records import Records
from osintdesk.ui.pages import (
    claims_model,
    incident_model,
    incidents_model,
    log_model,
    overview_model,
    phrases,
    reports_model,
    sources_model,
    timeline_model,
    verification_model,
)
from tests.ui.pages_example import CLIP, CLIP_REF, JETS, OLD, ZONE, example


def test_times_say_both_zones() -> None:
    said = phrases.span_of("2024-08-06T17:26:00Z", "2024-08-06T17:46:00Z", ZONE)
    assert said == "6 Aug 2024, 17:26 to 17:46 UTC (20:26 to 20:46 MSK)"
    assert phrases.moment("2024-08-06T22:30:00Z", ZONE) == "6 Aug 2024, 22:30 UTC (7 Aug 01:30 MSK)"
    assert phrases.span_of("", "2024-08-06T18:52:00Z", "UTC") == "not after 6 Aug 2024, 18:52 UTC"


def test_a_time_that_cannot_be_read_is_shown_as_it_stands() -> None:
    assert phrases.moment("yesterday\u202e") == "yesterday⟨U+202E⟩"


def test_the_list_of_incidents_names_time_place_and_counts() -> None:
    rows = incidents_model.rows(example(), ZONE)
    jets = rows[0]
    assert jets.when == "6 Aug 2024, 17:26 to 17:46 UTC (20:26 to 20:46 MSK)"
    assert jets.where == "Village near Sudzha, Суджа, vicinity and 1 more"
    assert jets.counted == "4 media items, 4 claims"
    assert jets.cover == CLIP


def test_the_board_has_a_column_for_each_work_status() -> None:
    columns = incidents_model.columns(incidents_model.rows(example(), ZONE))
    assert [column.work_status for column in columns] == list(words.WorkStatus)
    assert [len(column.rows) for column in columns] == [1, 1, 1, 0, 0, 0]


def test_incidents_are_found_by_words_of_their_place() -> None:
    assert [r.id for r in incidents_model.rows(example(), ZONE, containing="суджа village")] == ["jets"]


def test_the_incident_page_counts_what_is_settled_and_what_is_not() -> None:
    view = incident_model.view(example(), "jets", ZONE)
    assert view is not None
    assert [(c.number, c.text) for c in view.counts] == [
        (4, "media items"),
        (1, "verified or partly"),
        (3, "not yet assessed"),
        (1, "match to decide"),
        (4, "claims, 2 without evidence"),
    ]
    assert view.position == "1 of 3"
    assert [item.note for item in view.strip] == ["earliest", "shows the event", "shows the aftermath", "reference"]
    assert view.strip[0].duration == "1:52"
    assert [linked.relation for linked in view.linked] == ["same evening"]


def test_evidence_bars_weigh_strong_evidence_twice() -> None:
    view = incident_model.view(example(), "jets", ZONE)
    assert view is not None
    bar = view.claims[0].bar
    assert (bar.supports, bar.neutral, bar.contradicts) == (3, 1, 1)
    assert view.claims[2].status == words.Status.CONTRADICTED
    assert view.claims[3].third_party


def test_a_removed_incident_has_no_page() -> None:
    records = example()
    records.put(replace(records.one(Incident, "jets"), deleted=True))
    assert incident_model.view(records, "jets", ZONE) is None


def test_pillars_say_what_their_steps_say() -> None:
    lines = {line.title: line.text for line in verification_model.pillar_lines(example(), CLIP_REF)}
    assert lines["Date"] == "3 steps, supports, 1 observation"
    assert lines["Source"] == "No step yet"
    assert lines["Technical"] == "1 step, inconclusive"


def test_the_band_names_the_binding_step() -> None:
    view = verification_model.pillar_view(example(), CLIP_REF, "date", ZONE)
    band = view.bands[0]
    assert band.text == "Filmed between 17:26 and 17:46 UTC on 6 August 2024"
    assert band.beside == "(20:26 to 20:46 MSK)"
    assert band.binding == "Binding: step 2 at both ends"
    assert [card.number for card in view.steps] == [1, 2, 3]
    assert [card.id for card in view.superseded] == ["light-old"]


def test_the_band_names_steps_that_exclude_each_other() -> None:
    records = example()
    records.put(
        Step(id="x", subject=CLIP_REF, pillar="date", question="Clock?", result="supports",
             not_before="2024-08-06T19:30:00Z", at="2024-08-13T00:00:00Z")
    )  # fmt: skip
    band = verification_model.pillar_view(records, CLIP_REF, "date", ZONE).bands[0]
    assert band.bad
    assert "steps 1 and 4 exclude each other" in band.text
    assert "steps 2 and 4 exclude each other" in band.text


def test_the_place_band_names_radius_and_step() -> None:
    band = verification_model.pillar_view(example(), CLIP_REF, "location", ZONE).bands[0]
    assert band.text == "Filmed within 100\u202fm of 51.19043, 35.26821"
    assert band.binding == "Binding: step 4"


def test_bound_bars_share_one_axis_with_ticks_of_the_intersection() -> None:
    view = verification_model.pillar_view(example(), CLIP_REF, "date", ZONE)
    first, second = view.steps[0].bar, view.steps[1].bar
    assert first is not None and second is not None
    assert first.ticks == second.ticks == second.windows[0]
    assert first.windows[0][0] == 0.0 and first.text == "not after 18:52 UTC"
    assert second.text == "17:26 to 17:46 UTC"


def test_an_observation_is_shown_under_its_pillar_until_it_is_decided() -> None:
    view = verification_model.pillar_view(example(), CLIP_REF, "date", ZONE)
    assert [o.title for o in view.observations] == ["The creation time in the container is after the post"]
    technical = verification_model.pillar_view(example(), CLIP_REF, "technical", ZONE)
    assert technical.decided[0].decided.startswith("Dismissed by A. Kaya")


def test_nobody_reviews_their_own_assessment() -> None:
    assert not verification_model.assessment_panel(example(), CLIP_REF, "A. Kaya").may_review
    panel = verification_model.assessment_panel(example(), CLIP_REF, "M. Orel")
    assert panel.may_review and panel.reviewed == "2 of 2" and len(panel.older) == 1


def test_every_pillar_has_a_view_for_every_subject() -> None:
    for subject in (CLIP_REF, JETS, "claim:c4", "media:unknown"):
        for pillar in words.Pillar:
            assert verification_model.pillar_view(example(), subject, pillar, ZONE).title
        assert verification_model.head(example(), subject, ZONE).title


def test_the_grid_has_a_row_for_each_part_and_a_column_for_each_piece() -> None:
    grid = claims_model.grid(example(), "c4")
    assert grid is not None
    assert [row.label for row in grid.rows] == ["Two military jets", "Kursk region", "On 6 August", "The whole claim"]
    assert grid.columns == ("0012", "0013", "0015", "0020", "Step 3")
    assert grid.rows[0].cells[0].icon == "evidence_supports_strongly"
    assert grid.rows[2].cells[3].role == "bad"
    assert grid.rows[0].cells[1].icon == ""


def test_evidence_that_discriminates_comes_first() -> None:
    weighed = claims_model.competing(example(), ["c4", "c6"])
    assert weighed[0].discriminates and weighed[0].stances == ("supports", "contradicts")


def test_claims_of_a_subject_come_from_its_incident() -> None:
    assert set(claims_model.claims_on(example(), CLIP_REF)) == {"c4", "c5", "c6", "c7"}


def test_sources_show_letter_reason_and_sightings() -> None:
    rows = {row.name: row for row in sources_model.source_rows(example(), ZONE)}
    assert rows["Channel A"].letter_words == "C, fairly reliable"
    assert rows["Channel B"].letter_words == "never assessed"
    view = sources_model.source_view(example(), "a", ZONE)
    assert view is not None and view.sightings[0].posted == "6 Aug 2024, 18:52 UTC (21:52 MSK)"


def test_the_overview_says_what_waits_and_how_far_the_work_is() -> None:
    view = overview_model.view(example(), ZONE, "A. Kaya")
    looks = {look.icon: look for look in view.looks}
    assert looks["match"].number == 1
    assert looks["observation"].number == 1
    assert looks["comment"].action == f"verification {CLIP_REF}"
    assert [(share.status, share.number) for share in view.progress] == [
        (words.Status.UNASSESSED, 3),
        (words.Status.PARTLY_VERIFIED, 1),
    ]
    assert view.missing and view.news[0].made == "12 Aug 2024 14:45 UTC"


def test_the_overview_of_an_empty_case_stands() -> None:
    view = overview_model.view(Records([Case(id="c", title="")]), "UTC", "A. Kaya")
    assert view.title and not view.looks and not view.news


def test_the_timeline_has_lanes_for_what_is_known() -> None:
    lanes = timeline_model.lanes(example(), ZONE)
    assert list(dict.fromkeys(lane.group for lane in lanes)) == ["incidents", "bounds", "sightings", "files", "claims"]
    labels = [lane.label for lane in lanes if lane.group == "bounds"]
    assert labels == ["EX-0012: Earliest sighting", "EX-0012: Sun and shadow", "EX-0012: result"]
    assert timeline_model.lanes(Records([]), ZONE) == []


def test_a_time_in_a_file_is_a_point_only_when_its_zone_is_known() -> None:
    def spans(**facts: str) -> list[timedelta]:
        held = {name: [{"value": value, "source": "EXIF"}] for name, value in facts.items()}
        records = Records([Media(id="a", exhibit=1), Contents(id="a", facts=held)])
        marks = [m for lane in timeline_model.lanes(records, ZONE) if lane.group == "files" for m in lane.marks]
        return [m.end - m.start for m in marks if m.start and m.end]

    assert spans(date_time_original="2022:07:14 12:05:33", offset_time_original="+03:00") == [timedelta(0)]
    assert spans(date_time_original="2022:07:14 12:05:33") == [timedelta(hours=26)]
    assert spans(media_create_date="2024:08:06 17:29:31") == [timedelta(0)]
    assert spans(media_create_date="0000:00:00 00:00:00") == []


def test_a_timeline_of_one_subject_leaves_the_rest_out() -> None:
    lanes = timeline_model.lanes(example(), ZONE, subject=CLIP_REF)
    assert {mark.ref for lane in lanes for mark in lane.marks} == {CLIP_REF}


moments = st.integers(0, 140 * 366 * 24 * 60).map(lambda m: datetime(1950, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
spans = st.floats(1, 60 * 24 * 365 * 40).map(lambda minutes: timedelta(minutes=minutes))


@given(moments, spans, st.sampled_from(["UTC", "Europe/Moscow", "America/New_York", "Asia/Kathmandu"]))
def test_ticks_lie_inside_in_order_and_are_not_too_many(start: datetime, length: timedelta, zone: str) -> None:
    found = timeline_model.ticks(start, start + length, ZoneInfo(zone))
    assert len(found) <= 20
    assert all(start <= tick.at <= start + length for tick in found)
    # Compared in UTC: in the hour that a clock is put back, local times repeat.
    assert [t.at.astimezone(UTC) for t in found] == sorted({t.at.astimezone(UTC) for t in found})
    if length > timedelta(hours=3):
        assert found


class LogLine:
    """A line of the log as the case file gives it."""

    def __init__(self, number: int, label: str, ref: str, **fields: object) -> None:
        self.number, self.label, self.ref = number, label, ref
        self.replica, self.seq, self.hash = "replica-1", number, f"{number:064x}"
        self.at, self.by, self.kind, self.why, self.group = (
            f"2024-08-1{1 + number // 3}T15:0{number}:00.000Z",
            "A. Kaya",
            "set",
            "",
            "",
        )
        self.fields: dict[str, object] = {}
        self.event, self.undoes = "", ""
        for name, value in fields.items():
            setattr(self, name, value)


def log() -> list[LogLine]:
    return [
        LogLine(1, "Add incident", "incident:jets", group="g1"),
        LogLine(2, "Attach EX-0012", "attachment:x", group="g2"),
        LogLine(3, "Attach EX-0012", CLIP_REF, group="g2"),
        LogLine(4, "Make report a.pdf", "case:case", kind="note", event="report", by="M. Orel",
                fields={"sha256": "ab", "pages": 9, "template": "case", "head": "ff"}),
    ]  # fmt: skip


def test_the_log_tells_one_action_in_one_row_under_its_day() -> None:
    rows = log_model.filtered(log_model.log_rows(log(), example()), log_model.Filter())
    assert [row.label for row in rows] == ["Make report a.pdf", "Attach EX-0012", "Add incident"]
    assert [row.day for row in rows] == ["Monday 12 August 2024", "", "Sunday 11 August 2024"]
    assert rows[1].detail == "2 entries"


@pytest.mark.parametrize(
    ("wanted", "labels"),
    [
        (log_model.Filter(by="M. Orel"), ["Make report a.pdf"]),
        (log_model.Filter(kind="reads"), ["Make report a.pdf"]),
        (log_model.Filter(subject=CLIP_REF), ["Attach EX-0012"]),
        (log_model.Filter(words="incident add"), ["Add incident"]),
        (log_model.Filter(words="nothing like this"), []),
    ],
)
def test_the_log_is_filtered(wanted: log_model.Filter, labels: list[str]) -> None:
    rows = log_model.filtered(log_model.log_rows(log(), example()), wanted)
    assert [row.label for row in rows] == labels


def test_each_entry_names_the_hash_before_it() -> None:
    before = log_model.previous_hashes(log())
    assert before[1] == "0" * 64 and before[3] == f"{2:064x}"


def test_reports_that_were_made_come_from_the_log() -> None:
    made = reports_model.made_reports(log(), {"ab": "/tmp/a.pdf"}, "UTC")
    assert [(m.name, m.pages, m.template) for m in made] == [("a.pdf", 9, "Evidence file")]


def test_a_report_warns_of_what_is_open() -> None:
    assert reports_model.cautions(example(), "jets") == [
        "One observation is open.",
        "3 media items are not assessed.",
        "The report will say so.",
    ]


def test_report_options_follow_the_form() -> None:
    made = reports_model.options(
        {"template": "brief", "language": "ar", "names": True, "place_decimals": ""}, "jets", ("summary",)
    )
    assert (made.template, made.incidents, made.sections, made.place_decimals) == (
        "brief",
        ("jets",),
        ("summary",),
        None,
    )


def test_a_report_is_named_with_characters_that_every_disk_takes() -> None:
    records = example()
    records.put(replace(records.one(Incident, "jets"), title='a/b:c*"?'))
    assert reports_model.file_name(records, "jets", "brief") == "a b c - brief.pdf"
    assert OLD in example()._tables["media"]
