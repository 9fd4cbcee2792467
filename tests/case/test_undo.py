"""Undo and redo of everything but the taking in of originals, also after reopening."""

from __future__ import annotations

import pytest

from osintdesk.case.case_file import Author, CaseFile, Profile, edit, put
from osintdesk.core.domain import Incident, Media, Tag, new_id
from osintdesk.core.errors import UsageError
from tests.case.helpers import add_file, add_incident, state


def test_an_action_is_undone_and_done_again(case: CaseFile) -> None:
    incident = add_incident(case, "Jets")
    case.commit("Retitle", [edit(incident, title="Two jets", description="low")])
    assert case.undo_label == "Retitle"
    done = case.undo()
    assert done.changed == (incident.ref,)
    assert case.records.one(Incident, incident.id) == incident
    assert (case.undo_label, case.redo_label) == ("Add Jets", "Retitle")
    case.redo()
    assert case.records.one(Incident, incident.id).description == "low"
    assert (case.undo_label, case.redo_label) == ("Retitle", None)


def test_undoing_a_creation_leaves_a_tombstone_that_can_come_back(case: CaseFile) -> None:
    incident = add_incident(case, "Jets")
    case.undo()
    assert case.records.count(Incident) == 0
    hidden = case.records.get(Incident, incident.id)
    assert hidden is not None
    assert hidden.title == "Jets"
    case.redo()
    assert case.records.one(Incident, incident.id) == incident


def test_undo_goes_on_after_reopening(case: CaseFile, author: Author, profile: Profile) -> None:
    states = [state(case)]
    for title in ("a", "b", "c"):
        add_incident(case, title)
        states.append(state(case))
    case.undo()
    case.close()
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        assert (again.undo_label, again.redo_label) == ("Add b", "Add c")
        again.undo()
        again.redo()
        again.redo()
        assert state(again) == states[3]
        assert [entry.label for entry in again.log()][-4:] == [
            "Undo: Add c",
            "Undo: Add b",
            "Redo: Add b",
            "Redo: Add c",
        ]


def test_a_new_action_ends_what_could_be_redone(case: CaseFile) -> None:
    add_incident(case, "a")
    case.undo()
    add_incident(case, "b")
    assert (case.undo_label, case.redo_label) == ("Add b", None)
    with pytest.raises(UsageError, match="nothing to redo"):
        case.redo()


def test_nothing_to_undo_is_said(case: CaseFile) -> None:
    with pytest.raises(UsageError, match="nothing to undo"):
        case.undo()


def test_taking_in_an_original_is_not_undone(case: CaseFile) -> None:
    incident = add_incident(case, "Jets")
    media = add_file(case, b"picture")
    assert case.undo_label == "Add Jets"
    case.undo()
    assert case.records.get(Incident, incident.id) is not None
    assert case.records.one(Media, media.id) == media


def test_what_software_changed_since_is_kept(case: CaseFile) -> None:
    incident = add_incident(case, "Jets")
    case.commit("Describe", [edit(incident, title="Two jets", description="by hand")])
    case.commit("Reading", [edit(case.records.one(Incident, incident.id), description="by software")], step=False)
    case.undo()
    now = case.records.one(Incident, incident.id)
    assert (now.title, now.description) == ("Jets", "by software")


def test_an_undo_that_finds_nothing_left_to_do_is_still_one_step(
    case: CaseFile, author: Author, profile: Profile
) -> None:
    incident = add_incident(case, "Jets")
    case.commit("Describe", [edit(incident, description="by hand")])
    case.commit("Reading", [edit(case.records.one(Incident, incident.id), description="by software")], step=False)
    case.undo()
    case.close()
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        assert (again.undo_label, again.redo_label) == ("Add Jets", "Describe")


def test_many_changes_are_one_step(case: CaseFile) -> None:
    case.commit("Add 500 tags", [put(Tag(id=new_id(), name=str(n))) for n in range(500)])
    case.undo()
    assert case.records.count(Tag) == 0
    case.redo()
    assert case.records.count(Tag) == 500
