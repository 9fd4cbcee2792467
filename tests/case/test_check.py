"""Whatever is changed in a case behind the program's back is found and named."""

from __future__ import annotations

import io
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from osintdesk.case import entries
from osintdesk.case.case_file import Author, CaseFile, Finding, Profile, edit
from osintdesk.core import canonical
from osintdesk.core.domain import Media
from osintdesk.core.errors import CaseDamaged, CaseInUse, KnownError
from osintdesk.core.progress import Reporting, State
from tests.case.helpers import add, add_file, add_incident, state


@pytest.fixture
def full(case: CaseFile) -> Path:
    """A closed case with a few of everything."""
    incident = add_incident(case, "Jets")
    for n in range(3):
        add_file(case, f"picture {n}".encode(), f"{n}.jpg")
    case.commit("Retitle", [edit(incident, title="Two jets")], why="counted")
    case.note("Export", "export", {"to": "editor"})
    case.close()
    return case.path


def _check(path: Path, author: Author, profile: Profile) -> list[Finding]:
    with CaseFile.open(path, author=author, profile=profile) as case:
        return case.check()


def _tamper(path: Path, *statements: str, values: tuple[object, ...] = ()) -> None:
    """As somebody who knows SQLite would: guards dropped, changed, guards put back."""
    with closing(sqlite3.connect(path / "case.db")) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement, values)
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()


def test_a_sound_case_has_no_findings(full: Path, author: Author, profile: Profile) -> None:
    assert _check(full, author, profile) == []


def _replaced(column: str, old: str, new: str) -> str:
    table = "entry" if column == "body" else "payload"
    changed = f"CAST(replace(CAST({column} AS TEXT), '{old}', '{new}') AS BLOB)"
    return f"UPDATE {table} SET {column} = {changed} WHERE number = 3"


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        (
            _replaced("body", "set", "sez"),
            {"entry-altered"},
        ),
        (
            "UPDATE entry SET hash = substr(hash, 2) || substr(hash, 1, 1) WHERE number = 3",
            {"entry-altered", "chain-broken"},
        ),
        ("UPDATE entry SET entity = 'incident:other' WHERE number = 3", {"entry-altered"}),
        ("UPDATE entry SET kind = 'note' WHERE number = 3", {"entry-altered"}),
        ("DELETE FROM entry WHERE number = 4", {"log-gap", "chain-broken"}),
        (
            _replaced("payload", "Jets", "Jats"),
            {"content-altered"},
        ),
        (
            _replaced("payload", "Anna", "Anne"),
            {"content-altered"},
        ),
        (
            "UPDATE payload SET payload = CAST('nonsense' AS BLOB) WHERE number = 3",
            {"content-altered"},
        ),
        ("UPDATE payload SET salt = x'00' WHERE number = 3", {"content-altered"}),
        ("UPDATE payload SET step = 1 WHERE number = 5", {"content-altered"}),
        ("UPDATE payload SET grp = 'x' WHERE number = 3", {"content-altered"}),
        ("UPDATE payload SET payload = NULL WHERE number = 11", {"content-withheld"}),
        ("UPDATE incident SET title = 'forged'", {"table-differs"}),
        ("UPDATE media SET graphic = 1 WHERE exhibit = 2", {"table-differs"}),
        ("DELETE FROM arrival", {"table-missing"}),
        ("INSERT INTO tag (id, deleted, name, colour) VALUES ('t', 0, 'forged', 0)", {"table-extra"}),
        ("INSERT INTO conflict VALUES ('tag', 't', 'name', '[]')", {"table-differs"}),
        ("UPDATE head SET signature = '00'", {"signature-wrong"}),
        ("UPDATE head SET hash = substr(hash, 2) || substr(hash, 1, 1)", {"signature-wrong", "log-shortened"}),
        ("INSERT INTO intent VALUES ('i', 'lost.jpg', '', '', '', '2024-08-06T00:00:00Z')", {"leftover-intent"}),
    ],
)
def test_every_change_of_the_database_is_found(
    full: Path, author: Author, profile: Profile, statement: str, codes: set[str]
) -> None:
    _tamper(full, statement)
    found = _check(full, author, profile)
    assert codes <= {f.code for f in found}
    assert all(f.text.endswith(".") and f.name for f in found)


def test_a_rewritten_end_of_the_log_is_found_by_its_signed_head(full: Path, author: Author, profile: Profile) -> None:
    _tamper(full, "DELETE FROM entry WHERE number = (SELECT max(number) FROM entry)")
    _tamper(full, "DELETE FROM payload WHERE number NOT IN (SELECT number FROM entry)")
    found = _check(full, author, profile)
    assert [f.code for f in found] == ["log-shortened", "log-shortened"]


def test_a_whole_log_written_anew_is_found_by_who_holds_an_earlier_head(
    full: Path, author: Author, profile: Profile, tmp_path: Path
) -> None:
    """Consistent in itself, signed by nobody: only what the profile remembers tells."""
    with closing(sqlite3.connect(full / "case.db")) as connection:
        rows = connection.execute(
            "SELECT body, payload FROM entry JOIN payload USING (number) ORDER BY number"
        ).fetchall()
    head = entries.Head(canonical.loads(rows[0][0])["r"])
    for number, (body, payload) in enumerate(rows, 1):
        said = canonical.loads(body)
        forged = entries.read_payload(payload.replace(b"Two jets", b"No jets"))
        entry = entries.seal(said["case"], head, tuple(said["t"]), entity=said["e"], kind=said["k"], payload=forged)
        head = entry.head
        _tamper(full, "UPDATE entry SET hash = ?, body = ? WHERE number = ?", values=(entry.hash, entry.body, number))
        _tamper(
            full,
            "UPDATE payload SET salt = ?, payload = ? WHERE number = ?",
            values=(entry.salt, entry.payload, number),
        )
    _tamper(full, "DELETE FROM head")
    _tamper(full, "UPDATE incident SET title = 'No jets'")
    assert [f.code for f in _check(full, author, profile)] == ["log-shortened"]
    stranger = Profile(tmp_path / "stranger")
    assert _check(full, Author("Stranger"), stranger) == []


def _remove(path: Path) -> None:
    path.unlink()


def _write(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.chmod(0o644)
        path.write_bytes(data)

    return write


@pytest.mark.parametrize(
    ("harm", "code"),
    [(_remove, "missing"), (_write(b"picture x"), "altered"), (_write(b"longer than it was"), "altered")],
)
def test_a_missing_or_altered_original_is_named(
    full: Path, author: Author, profile: Profile, harm: Callable[[Path], None], code: str
) -> None:
    with CaseFile.open(full, author=author, profile=profile) as case:
        media = case.records.exhibit("EX-0002")
        harm(case.original_path(media.id))
        (found,) = case.check()
        assert (found.code, found.severity, found.name) == (f"original-{code}", "error", media.ref)
        assert "EX-0002" in found.text
        case.check(originals="sample")
        if code == "missing":
            assert case.original_state(media.id) == "missing"


def test_an_original_that_was_swapped_for_a_link_is_altered(full: Path, author: Author, profile: Profile) -> None:
    with CaseFile.open(full, author=author, profile=profile) as case:
        one, two = (case.original_path(case.records.exhibit(n).id) for n in (1, 2))
        one.unlink()
        one.symlink_to(two)
        assert [f.code for f in case.check()] == ["original-altered"]


def test_strange_files_among_the_originals_are_named(full: Path, author: Author, profile: Profile) -> None:
    (full / "originals" / "notes.txt").write_text("x")
    sub = next(p for p in (full / "originals").iterdir() if len(p.name) == 2)
    (sub / "x\u202e.jpg").write_text("x")
    found = _check(full, author, profile)
    assert [f.code for f in found] == ["file-extra", "file-extra"]
    assert any("x⟨U+202E⟩.jpg" in f.text for f in found)


def test_only_sizes_are_looked_at_when_asked(full: Path, author: Author, profile: Profile) -> None:
    with CaseFile.open(full, author=author, profile=profile) as case:
        _write(b"picture x")(case.original_path(case.records.exhibit(1).id))
        assert case.check(originals="none") == []


def test_tables_are_made_again(full: Path, author: Author, profile: Profile) -> None:
    with CaseFile.open(full, author=author, profile=profile) as case:
        before = state(case)
    _tamper(full, "UPDATE incident SET title = 'forged'")
    _tamper(full, "DELETE FROM arrival")
    _tamper(full, "INSERT INTO tag (id, deleted, name, colour) VALUES ('t', 0, 'forged', 0)")
    with CaseFile.open(full, author=author, profile=profile) as case:
        records = case.records
        assert state(case) != before
        assert case.check(rebuild=True) == []
        assert state(case) == before
        assert case.records is records
    with CaseFile.open(full, author=author, profile=profile) as case:
        assert state(case) == before


def test_a_damaged_cache_is_only_mentioned(full: Path, author: Author, profile: Profile) -> None:
    (full / "cache.db").write_bytes(b"nonsense" * 1000)
    assert [(f.code, f.severity) for f in _check(full, author, profile)] == [("cache-damaged", "info")]


def test_progress_is_told_and_the_check_can_be_stopped(full: Path, author: Author, profile: Profile) -> None:
    told: list[State] = []
    with CaseFile.open(full, author=author, profile=profile) as case:
        case.check(progress=Reporting(told.append, interval=0))
    assert told


# Left behind by an import that was cut off


def test_leftovers_are_found_and_cleaned_up(case: CaseFile, author: Author, profile: Profile, tmp_path: Path) -> None:
    source = tmp_path / "lost.jpg"
    source.write_bytes(b"x")
    intent = case.intend(source)
    (case.path / "originals" / "tmp" / intent.id).write_bytes(b"half")
    case.close()
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        assert sorted((left.kind, left.name, left.size) for left in again.leftovers()) == [
            ("copy", "lost.jpg", 4),
            ("intent", "lost.jpg", 0),
        ]
        assert again.clean_up() == 1
        assert (again.leftovers(), again.check()) == ([], [])


def test_an_import_under_way_is_left_alone(case: CaseFile, tmp_path: Path) -> None:
    source = tmp_path / "going.jpg"
    source.write_bytes(b"x")
    intent = case.intend(source)
    preserved = case.originals.take_in(intent, source)
    assert (case.leftovers(), case.check(), case.clean_up()) == ([], [], 0)
    case.add_media(preserved, arrival=preserved.arrival(by="Anna", how="dropped"), media_fields={}, label="Add")
    assert case.check() == []
    (case.path / "originals" / "tmp" / "stray").write_bytes(b"x")
    assert [left.kind for left in case.leftovers()] == ["copy"]


def test_an_original_without_a_media_item_is_adopted(case: CaseFile, author: Author, profile: Profile) -> None:
    preserved = case.preserve(io.BytesIO(b"whole"), name="lost.jpg")
    case.close()
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        left = next(left for left in again.leftovers() if left.kind == "original")
        assert (left.id, left.name) == (preserved.sha256, "lost.jpg")
        again.adopt(left, label="Adopt lost.jpg", media_fields={"kind": "image"})
        media = again.records.one(Media, preserved.sha256)
        assert (media.number, media.size, media.md5) == ("EX-0001", 5, preserved.md5)
        assert (again.leftovers(), again.check()) == ([], [])


def test_an_altered_original_is_not_adopted(case: CaseFile, author: Author, profile: Profile) -> None:
    preserved = case.preserve(io.BytesIO(b"whole"), name="lost.jpg")
    _write(b"other")(case.original_path(preserved.sha256))
    case.close()
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        left = next(left for left in again.leftovers() if left.kind == "original")
        with pytest.raises(KnownError, match="altered"):
            again.adopt(left, label="Adopt")


# Damage of the file itself


def _large(case: CaseFile) -> None:
    for n in range(150):
        add_incident(case, f"incident {n} " + "x" * 200)
    add(case, b"kept")


def test_a_damaged_database_is_made_again_from_what_can_be_read(
    case: CaseFile, author: Author, profile: Profile
) -> None:
    _large(case)
    length = case.length()
    case.close()
    path = case.path / "case.db"
    data = bytearray(path.read_bytes())
    # Every page after the schema's that holds entries of the middle of the log.
    hurt = [n for n in range(len(data) // 4096) if b"incident 70 xx" in data[n * 4096 : n * 4096 + 4096]]
    for page in hurt:
        data[page * 4096 : page * 4096 + 100] = bytes(100)
    path.write_bytes(data)
    with pytest.raises(KnownError), CaseFile.open(case.path, author=author, profile=profile) as opened:
        assert "database-damaged" in {f.code for f in opened.check()}
        raise CaseDamaged
    kept = CaseFile.repair(case.path)
    assert kept.read_bytes() == bytes(data)
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        assert length - 20 < len(again.log()) <= length
        assert again.records.exhibit(1)
        assert {f.code for f in again.check()} & {"log-gap", "content-withheld", "chain-broken"}
        add_incident(again, "work goes on")


def test_a_case_in_use_is_not_repaired(case: CaseFile) -> None:
    with pytest.raises(CaseInUse):
        CaseFile.repair(case.path)


def test_a_database_of_which_nothing_can_be_read_is_left_as_it_is(case: CaseFile) -> None:
    case.close()
    (case.path / "case.db").write_bytes(b"nonsense" * 5000)
    with pytest.raises(CaseDamaged, match=r"Restore case\.db from a backup|damaged"):
        CaseFile.repair(case.path)
    assert (case.path / "case.db").read_bytes() == b"nonsense" * 5000
    assert not list(case.path.glob("fresh-*"))


def test_any_flipped_bit_of_the_log_or_tables_is_found_or_does_not_matter(
    full: Path, author: Author, profile: Profile
) -> None:
    """What opens without a finding must show and hold exactly what it did."""
    path = full / "case.db"
    with CaseFile.open(full, author=author, profile=profile) as case:
        case.check()
        before, log = state(case), case.log()
    sound, notes = path.read_bytes(), {p: p.read_bytes() for p in profile.folder.rglob("*.json")}
    chance = random.Random(2024)
    written = [place for place, byte in enumerate(sound) if byte]
    found = 0
    for _ in range(150):
        flipped = bytearray(sound)
        flipped[chance.choice(written)] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        for suffix in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        for note, text in notes.items():
            note.write_bytes(text)
        try:
            with CaseFile.open(full, author=author, profile=profile, read_only=True) as case:
                if case.check():
                    found += 1
                else:
                    assert (state(case), case.log()) == (before, log)
        except KnownError:
            found += 1
    path.write_bytes(sound)
    assert found > 75
