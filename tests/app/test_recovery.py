"""An import that was cut off: what is whole is listed, what is not is named, nothing is left lying about."""

from __future__ import annotations

from pathlib import Path

from osintdesk.app.ingest import read_rest
from osintdesk.app.recovery import recover
from osintdesk.app.session import Session
from osintdesk.core.domain import Contents, Media
from tests.pictures import save_jpeg


def test_an_original_that_was_preserved_but_not_recorded_is_adopted_and_read(session: Session, tmp_path: Path) -> None:
    path = save_jpeg(tmp_path / "a.jpg", 1)
    preserved = session.submit(lambda case: _cut_off_after_rename(case, path)).result()
    found = recover(session)
    assert found.adopted == ("EX-0001",) and not found.cut_off
    assert session.records.one(Media, preserved).size == path.stat().st_size
    assert "EX-0001" in found.sentences()[0]
    assert read_rest(session) == 1
    assert session.records.one(Contents, preserved).width == 640


def test_a_file_whose_copy_was_not_finished_is_named_and_its_rest_removed(session: Session, tmp_path: Path) -> None:
    path = save_jpeg(tmp_path / "clip of 6 August.jpg", 2)
    session.submit(lambda case: _cut_off_while_copying(case, path)).result()
    found = recover(session)
    assert found.cut_off == ("clip of 6 August.jpg",) and not found.adopted
    assert not session.originals.in_flight()
    assert recover(session).sentences() == []


def _cut_off_after_rename(case, path: Path) -> str:  # type: ignore[no-untyped-def]
    intent = case.intend(path)
    preserved = case.originals.take_in(intent, path)
    case._under_way.clear()  # as in a new process, which knows of no import under way
    return str(preserved.sha256)


def _cut_off_while_copying(case, path: Path) -> None:  # type: ignore[no-untyped-def]
    intent = case.intend(path)
    (case.originals.folder / "tmp" / intent.id).write_bytes(path.read_bytes()[:500])
    case._under_way.clear()
