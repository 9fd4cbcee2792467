"""Cases are made, opened, changed and read; what was said to be kept is there after reopening."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from osintdesk.case import schema
from osintdesk.case.case_file import Author, CaseFile, Change, Profile, edit, put, remove
from osintdesk.core import words
from osintdesk.core.domain import Case, Incident, Media, Observation, Person, Tag, Tagging, link_id, new_id
from osintdesk.core.errors import CaseDamaged, CaseError, CaseInUse, CaseTooNew, UsageError
from tests.case.helpers import add_file, add_incident, state


def test_a_new_case_has_its_folder_and_its_first_records(tmp_path: Path, author: Author, profile: Profile) -> None:
    with CaseFile.create(tmp_path / "Kursk", title="Jets", author=author, profile=profile, purpose="news") as case:
        assert case.path == tmp_path / "Kursk.osintcase"
        assert {p.name for p in case.path.iterdir()} >= {"case.db", "originals", "README.txt"}
        assert (case.records.case.title, case.records.case.purpose) == ("Jets", "news")
        assert [p.name for p in case.records.all(Person)] == ["Anna Weber"]
        assert [entry.label for entry in case.log()] == ["Begin to work on the case", "Create the case"]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_everything_is_there_after_reopening(case: CaseFile, author: Author, profile: Profile) -> None:
    incident = add_incident(case, "Jets over Sudzha")
    add_file(case, b"picture")
    case.commit("Retitle", [edit(incident, title="Two jets", work_status=words.WorkStatus.IN_PROGRESS)])
    before, head = state(case), case.head()
    case.close()
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        assert state(again) == before
        assert again.head() == head
        assert again.records.one(Incident, incident.id).work_status == "in progress"


def test_a_case_is_found_without_its_suffix_and_by_its_database(
    case: CaseFile, author: Author, profile: Profile
) -> None:
    case.close()
    for path in (case.path, case.path.with_suffix(""), case.path / "case.db"):
        CaseFile.open(path, author=author, profile=profile).close()


def test_a_case_is_never_made_over_something(tmp_path: Path, author: Author, profile: Profile) -> None:
    taken = tmp_path / "Taken.osintcase"
    taken.mkdir()
    (taken / "letter.txt").write_text("mine")
    with pytest.raises(CaseError, match="already something at"):
        CaseFile.create(taken, title="x", author=author, profile=profile)
    assert [p.name for p in taken.iterdir()] == ["letter.txt"]
    (taken / "letter.txt").unlink()
    CaseFile.create(taken, title="x", author=author, profile=profile).close()


def test_one_commit_is_one_group_with_who_when_and_why(case: CaseFile) -> None:
    tag, incident = Tag(id=new_id(), name="smoke"), Incident(id=new_id(), title="Jets")
    tagging = Tagging(id=link_id(incident.ref, tag.id), subject=incident.ref, tag=tag.id)
    done = case.commit("Tag Jets", [put(tag), put(incident), put(tagging)], why="seen in frame 12")
    assert done.changed == (tag.ref, incident.ref, tagging.ref)
    entries = case.log(of=incident.ref)
    assert [(e.by, e.label, e.why, e.group, e.fields) for e in entries] == [
        ("Anna Weber", "Tag Jets", "seen in frame 12", done.group, {"title": "Jets"})
    ]
    assert entries[0].at == done.at or entries[0].at < done.at


def test_what_changes_nothing_is_not_written(case: CaseFile) -> None:
    incident = add_incident(case, "Jets")
    length = case.length()
    done = case.commit("Nothing", [put(incident), edit(incident, title="Jets"), edit(incident)])
    assert (done.changed, case.length(), case.undo_label) == ((), length, "Add Jets")


def test_put_sets_back_what_the_record_does_not_say(case: CaseFile) -> None:
    incident = Incident(id=new_id(), title="Jets", description="low")
    case.commit("Add", [put(incident)])
    case.commit("Empty", [put(replace(incident, description=""))])
    assert case.records.one(Incident, incident.id).description == ""


def test_a_removed_link_comes_back_when_it_is_put_again(case: CaseFile) -> None:
    link = Tagging(id=link_id("incident:1", "t"), subject="incident:1", tag="t")
    case.commit("Tag", [put(link)])
    case.commit("Untag", [remove(link)])
    assert case.records.where(Tagging, subject="incident:1") == []
    case.commit("Tag", [put(link)])
    assert case.records.where(Tagging, subject="incident:1") == [link]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("nothing", "1", {}), "has no 'nothing'"),
        (Change("incident", "", {}), "has no id"),
        (Change("incident", "1", {"colour": 1}), "has no field 'colour'"),
        (Change("incident", "1", {"title": 1}), "takes text"),
        (Change("incident", "1", {"deleted": 1}), "takes yes or no"),
        (Change("place", "1", {"radius_m": True}), "takes a whole number or nothing"),
        (Change("observation", "1", {"facts": [1.5]}), "float cannot be recorded"),
        (Change("incident", "1", {"title": "\udc80"}), "not valid Unicode"),
    ],
)
def test_what_does_not_belong_into_a_record_is_refused_and_nothing_is_written(
    case: CaseFile, change: Change, said: str
) -> None:
    before, length = state(case), case.length()
    with pytest.raises(UsageError, match=said):
        case.commit("Add", [put(Tag(id="1", name="first")), change])
    assert (state(case), case.length()) == (before, length)


def test_values_of_every_kind_come_back_as_they_were(case: CaseFile, author: Author, profile: Profile) -> None:
    facts = [{"a": None, "b": [True, 1, "Ж\u0000\n\u202e"], "c": {}}]
    seen = Observation(id="o", media="m", facts=facts, text="習近平 “x” \u007f")
    case.commit("Note", [put(seen)])
    case.close()
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        assert again.records.one(Observation, "o") == seen


def test_a_note_is_in_the_log_and_changes_nothing(case: CaseFile) -> None:
    media, before = add_file(case, b"x"), state(case)
    case.note("Hand over EX-0001", "hand-over", {"to": "editor"}, about=media.ref)
    entry = case.log(of=media.ref)[-1]
    assert (entry.kind, entry.event, entry.fields) == ("note", "hand-over", {"to": "editor"})
    assert state(case) == before
    assert case.undo_label is None


def test_the_log_can_be_read_in_parts(case: CaseFile) -> None:
    for title in "abc":
        add_incident(case, title)
    assert [e.label for e in case.log(after=2)] == ["Add a", "Add b", "Add c"]
    assert [e.label for e in case.log(limit=2, newest_first=True)] == ["Add c", "Add b"]
    assert [e.number for e in case.log()] == [1, 2, 3, 4, 5]
    assert len({e.hash for e in case.log()}) == 5


def test_the_clock_of_the_log_never_goes_back(case: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    add_incident(case, "now")
    monkeypatch.setattr("time.time_ns", lambda: 0)
    add_incident(case, "long ago")
    times = [entry.at for entry in case.log()]
    assert times == sorted(times)
    assert [f.code for f in case.check()] == []


def test_another_thread_cannot_write(case: CaseFile) -> None:
    caught: list[BaseException] = []

    def write() -> None:
        try:
            add_incident(case, "x")
        except BaseException as error:
            caught.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert isinstance(caught[0], sqlite3.ProgrammingError)
    assert case.records.count(Incident) == 0


def test_the_head_is_signed_at_closing(case: CaseFile, author: Author, profile: Profile) -> None:
    add_incident(case, "Jets")
    head = case.head()
    case.close()
    connection = sqlite3.connect(case.path / "case.db")
    signed = connection.execute("SELECT replica, seq, hash FROM head").fetchall()
    connection.close()
    assert signed == [head]
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        assert again.check() == []


def test_an_author_without_a_key_can_work_too(tmp_path: Path, profile: Profile) -> None:
    nobody = Author("Someone")
    path = tmp_path / "Case"
    with CaseFile.create(path, title="x", author=nobody, profile=profile) as case:
        add_incident(case, "Jets")
    with CaseFile.open(path, author=nobody, profile=profile) as case:
        assert (case.check(), case.undo_label) == ([], "Add Jets")


# Who writes: replicas


def test_a_copied_folder_becomes_a_new_replica(
    case: CaseFile, author: Author, profile: Profile, tmp_path: Path
) -> None:
    first = case.head()[0]
    case.close()
    copy = tmp_path / "Copy.osintcase"
    shutil.copytree(case.path, copy)
    with CaseFile.open(copy, author=author, profile=profile) as other:
        add_incident(other, "in the copy")
        assert other.head()[0] != first
        assert other.check() == []
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        add_incident(again, "in the first")
        assert again.head()[0] == first


def test_a_moved_folder_stays_the_same_replica(
    case: CaseFile, author: Author, profile: Profile, tmp_path: Path
) -> None:
    replica = case.head()[0]
    case.close()
    moved = case.path.rename(tmp_path / "Moved.osintcase")
    with CaseFile.open(moved, author=author, profile=profile) as again:
        assert again.head()[0] == replica


def test_an_older_copy_put_back_becomes_a_new_replica_and_is_named(
    case: CaseFile, author: Author, profile: Profile, tmp_path: Path
) -> None:
    case.close()
    backup = tmp_path / "backup.db"
    shutil.copy(case.path / "case.db", backup)
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        add_incident(again, "later")
        first = again.head()[0]
    shutil.copy(backup, case.path / "case.db")
    with CaseFile.open(case.path, author=author, profile=profile) as restored:
        assert [f.code for f in restored.check()] == ["log-shortened"]
        add_incident(restored, "other")
        assert restored.head()[0] != first


def test_a_session_that_was_cut_off_goes_on_as_the_same_replica(
    case: CaseFile, author: Author, profile: Profile, tmp_path: Path
) -> None:
    replica, _, _ = case.head()
    add_incident(case, "not yet remembered by the profile")
    cut = tmp_path / "cut"
    cut.mkdir()
    # As a killed process leaves it: the files as they are, the profile from the last opening.
    shutil.copytree(profile.folder, cut / "profile")
    case.close()
    shutil.rmtree(profile.folder)
    shutil.copytree(cut / "profile", profile.folder)
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        assert again.head()[0] == replica
        assert again.undo_label == "Add not yet remembered by the profile"


def test_another_key_is_another_replica(case: CaseFile, profile: Profile, tmp_path: Path) -> None:
    replica = case.head()[0]
    case.close()
    other = Author("Ben", "", Profile(tmp_path / "other").key())
    with CaseFile.open(case.path, author=other, profile=profile) as again:
        add_incident(again, "by Ben")
        assert again.head()[0] != replica
        assert {p.name for p in again.records.all(Person)} == {"Anna Weber", "Ben"}
        assert again.check() == []


def test_a_person_may_be_called_otherwise_later(case: CaseFile, author: Author, profile: Profile) -> None:
    case.close()
    renamed = replace(author, name="Anna Weber-Okafor")
    with CaseFile.open(case.path, author=renamed, profile=profile) as again:
        add_incident(again, "Jets")
        assert [p.name for p in again.records.all(Person)] == ["Anna Weber-Okafor"]
        assert [e.by for e in again.log()] == ["Anna Weber", "Anna Weber", "Anna Weber-Okafor", "Anna Weber-Okafor"]
        again.undo()
        assert again.undo_label is None
        assert [p.name for p in again.records.all(Person)] == ["Anna Weber-Okafor"]
        assert again.check() == []


# What cannot be opened


def test_no_case_there_is_said(tmp_path: Path, author: Author, profile: Profile) -> None:
    with pytest.raises(CaseError, match="There is no case at"):
        CaseFile.open(tmp_path / "absent", author=author, profile=profile)
    assert not list(tmp_path.glob("absent*"))


def test_a_case_open_here_is_not_opened_twice(case: CaseFile, author: Author, profile: Profile) -> None:
    with pytest.raises(CaseInUse, match="already open here"):
        CaseFile.open(case.path, author=author, profile=profile)
    add_incident(case, "still mine")


def _execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path / "case.db")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_newer_case_is_refused_and_left_alone(case: CaseFile, author: Author, profile: Profile) -> None:
    case.close()
    _execute(case.path, f"PRAGMA user_version = {(schema.MAJOR + 1) * 1000}")
    before = (case.path / "case.db").read_bytes()
    with pytest.raises(CaseTooNew, match=r"newer OSINT Desk.*Update the program"):
        CaseFile.open(case.path, author=author, profile=profile)
    assert (case.path / "case.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database" * 1000, b"SQLite format 3\x00" + b"\x00" * 5000])
def test_something_else_in_place_of_the_database_is_said(
    case: CaseFile, author: Author, profile: Profile, content: bytes
) -> None:
    case.close()
    (case.path / "case.db").write_bytes(content)
    with pytest.raises(CaseDamaged, match=r"case\.db in “Kursk\.osintcase”"):
        CaseFile.open(case.path, author=author, profile=profile)


def test_foreign_program_code_in_a_database_is_not_run(case: CaseFile, author: Author, profile: Profile) -> None:
    case.close()
    _execute(case.path, "CREATE TRIGGER forge AFTER INSERT ON entry BEGIN DELETE FROM media; END")
    with pytest.raises(CaseDamaged, match="did not put there"):
        CaseFile.open(case.path, author=author, profile=profile)


def test_tables_of_another_program_version_are_made_again_from_the_log(
    case: CaseFile, author: Author, profile: Profile
) -> None:
    add_file(case, b"x")
    before = state(case)
    case.close()
    _execute(case.path, "ALTER TABLE media DROP COLUMN description", "DROP TABLE tag")
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        assert state(again) == before
        assert again.check() == []


def test_the_log_of_a_case_cannot_be_rewritten_by_mistake(case: CaseFile) -> None:
    case.close()
    for statement in ("UPDATE entry SET seq = 7", "DELETE FROM entry"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            _execute(case.path, statement)


# Read-only


def test_a_read_only_case_can_be_read_and_not_changed(case: CaseFile, author: Author, profile: Profile) -> None:
    media = add_file(case, b"x")
    before = state(case)
    case.close()
    files = {p: p.stat().st_mtime_ns for p in case.path.rglob("*")}
    with CaseFile.open(case.path, author=author, profile=profile, read_only=True) as reading:
        assert reading.read_only
        assert state(reading) == before
        assert reading.original_path(media.id).read_bytes() == b"x"
        assert reading.check() == []
        with pytest.raises(CaseError, match="read-only"):
            add_incident(reading, "no")
        with pytest.raises(CaseError, match="read-only"):
            reading.rebuild()
    assert {p: p.stat().st_mtime_ns for p in case.path.rglob("*")} == files


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="needs file permissions")
def test_a_case_without_write_permission_is_said_and_can_be_read(
    case: CaseFile, author: Author, profile: Profile
) -> None:
    case.close()
    if os.geteuid() == 0:
        pytest.skip("the administrator may write everywhere")
    (case.path / "case.db").chmod(0o444)
    case.path.chmod(0o555)
    try:
        with pytest.raises(CaseError):
            CaseFile.open(case.path, author=author, profile=profile)
        CaseFile.open(case.path, author=author, profile=profile, read_only=True).close()
    finally:
        case.path.chmod(0o755)


def test_the_case_record_can_be_changed_like_any_other(case: CaseFile) -> None:
    case.commit("Retitle", [edit(case.records.case, title="Jets over Kursk", time_zone="Europe/Moscow")])
    assert case.records.case.time_zone == "Europe/Moscow"
    assert [c.title for c in case.records.all(Case)] == ["Jets over Kursk"]


def test_exhibit_numbers_are_given_once(case: CaseFile, author: Author, profile: Profile) -> None:
    first, second = add_file(case, b"1"), add_file(case, b"2")
    case.commit("Remove", [remove(second)])
    case.close()
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        third = add_file(again, b"3")
        assert [first.number, second.number, third.number] == ["EX-0001", "EX-0002", "EX-0003"]
        assert again.records.get(Media, second.id) is not None
