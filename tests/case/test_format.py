"""Cases of every format that was ever released open as they were, and FORMAT.md tells the truth about them."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from osintdesk.case import schema, signing
from osintdesk.case.case_file import Author, CaseFile, Profile
from osintdesk.case.entries import Head
from osintdesk.core.domain import Media, Person
from tests.case.helpers import add_file, add_incident, state

GOLDEN = Path(__file__).parent / "golden"
FORMAT = Path(schema.__file__).parent / "FORMAT.md"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.zip"))


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def golden(name: str, tmp_path: Path) -> Path:
    """The stored case, unpacked."""
    with zipfile.ZipFile(GOLDEN / f"{name}.zip") as stored:
        stored.extractall(tmp_path)
    return tmp_path / "Golden.osintcase"


def test_the_present_format_is_among_the_stored_ones() -> None:
    assert f"v{schema.MAJOR}.{schema.MINOR}" in NAMES


def test_a_stored_case_opens_as_it_was_and_can_be_worked_on(
    name: str, golden: Path, author: Author, profile: Profile
) -> None:
    expected = json.loads((GOLDEN / f"{name}.json").read_text())
    with CaseFile.open(golden, author=author, profile=profile) as case:
        assert case.check() == []
        shown = state(case)
        for table, rows in expected["state"].items():
            for entity_id, values in rows.items():
                assert values.items() <= shown[table][entity_id].items()  # newer programs may know more fields
        assert [entry.label for entry in case.log()] == expected["labels"]
        case.rebuild()
        assert state(case) == shown
        add_incident(case, "new work")
        assert add_file(case, b"new").number == "EX-0004"
        case.undo()
        assert case.check() == []
        assert len(list(case.records.all(Person))) == 2


def test_the_script_on_the_format_page_checks_a_case(golden: Path, tmp_path: Path) -> None:
    script = tmp_path / "check.py"
    script.write_text(re.findall(r"```python\n(.*?)```", FORMAT.read_text(), re.S)[-1])
    command = [sys.executable, "-I", str(script), str(golden)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert re.match(r"3 originals and \d+ entries are as they were written\nend of chain ", done.stdout), done.stderr
    original = next((golden / "originals").glob("??/*"))
    original.chmod(0o644)
    original.write_bytes(b"altered")
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


def test_tables_and_columns_are_those_on_the_format_page(golden: Path) -> None:
    said = {table: set(re.findall(r"`(\w+)`", columns)) for table, columns in _described()}
    with closing(sqlite3.connect(golden / "case.db")) as connection:
        for table, columns in said.items():
            real = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            assert real <= columns if table not in {"fact", "intent"} else real, table
        derived = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert said.keys() <= derived
        assert connection.execute("PRAGMA application_id").fetchone()[0] == 0x4F534943


def _described() -> list[tuple[str, str]]:
    part = FORMAT.read_text().split("## The log")[1].split("## What the entries")[0]
    return re.findall(r"^\| `(\w+)` \| (.*`number`.*|`replica` ·.*|imports.*|`tbl`.*|`case`.*) \|$", part, re.M)


def test_a_head_is_signed_as_the_format_page_says(golden: Path) -> None:
    with closing(sqlite3.connect(golden / "case.db")) as connection:
        replica, seq, digest, signature = connection.execute(
            "SELECT replica, seq, hash, signature FROM head"
        ).fetchone()
        case_id = connection.execute("SELECT value FROM fact WHERE name = 'case'").fetchone()[0]
        key = connection.execute("SELECT public_key FROM person").fetchone()[0]
    said = json.dumps({"case": case_id, "h": digest, "r": replica, "s": seq}, separators=(",", ":")).encode()
    assert signing.verifies(key, signature, b"oscase/head/v1\0" + said)
    assert not signing.verifies(key, signature, signing.signed_part(case_id, Head(replica, seq + 1, digest)))
    assert not signing.verifies("nonsense", signature, b"")


def test_the_note_in_the_folder_tells_how_to_check_the_originals(golden: Path) -> None:
    text = (golden / "README.txt").read_text()
    command = "\n".join(line.strip() for line in text.splitlines() if "sha256sum" in line or "find originals" in line)
    assert "sha256sum -c" in command
    done = subprocess.run(["/bin/sh", "-c", command], cwd=golden, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count(": OK")) == (0, 3), done.stderr


def test_persons_and_media_are_identified_by_hashes(golden: Path, author: Author, profile: Profile) -> None:
    with CaseFile.open(golden, author=author, profile=profile, read_only=True) as case:
        for person in case.records.all(Person):
            assert person.id == hashlib.sha256(bytes.fromhex(person.public_key)).hexdigest()
        for media in case.records.all(Media):
            assert media.id == hashlib.sha256(case.original_path(media.id).read_bytes()).hexdigest()
