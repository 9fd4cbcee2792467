"""Two processes on one case: the second is told who has it, may read, and harms nothing."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from osintdesk.case.case_file import Author, CaseFile, Profile
from osintdesk.core.domain import Incident
from osintdesk.core.errors import CaseInUse
from tests.case.helpers import add_incident, state

_HOLDER = """
import sys
from pathlib import Path
from osintdesk.case.case_file import Author, CaseFile, Profile, put
from osintdesk.core.domain import Incident, new_id
case = CaseFile.open(Path(sys.argv[1]), author=Author("Ben Okafor"), profile=Profile(Path(sys.argv[2])))
print("held", flush=True)
for line in sys.stdin:
    count = int(line)
    for n in range(count):
        case.commit("Add", [put(Incident(id=new_id(), title=f"by Ben {n}"))])
    print(len(list(case.records.all(Incident))), flush=True)
case.close()
"""


@contextmanager
def _held(path: Path, profile: Path) -> Iterator[subprocess.Popen[str]]:
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path), str(profile)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert process.stdin
    assert process.stdout
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


def _let_write(process: subprocess.Popen[str], count: int) -> int:
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{count}\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def test_the_second_process_is_told_who_holds_the_case(
    case: CaseFile, author: Author, profile: Profile, tmp_path: Path
) -> None:
    case.close()
    with _held(case.path, tmp_path / "ben") as holder:
        with pytest.raises(CaseInUse) as refused:
            CaseFile.open(case.path, author=author, profile=profile)
        sentence = str(refused.value)
        assert re.search(r"in use by Ben Okafor on .+ since \d{4}-.+ UTC, process \d+", sentence)
        assert f"process {holder.pid}" in sentence
        assert _let_write(holder, 3) == 3
    with CaseFile.open(case.path, author=author, profile=profile) as again:
        assert again.records.count(Incident) == 3
        assert again.check() == []


def test_a_case_in_use_can_be_read_as_it_stands(
    case: CaseFile, author: Author, profile: Profile, tmp_path: Path
) -> None:
    case.close()
    with _held(case.path, tmp_path / "ben") as holder:
        for count in (5, 300, 700):
            total = _let_write(holder, count)
            with CaseFile.open(case.path, author=author, profile=profile, read_only=True) as reading:
                assert reading.records.count(Incident) == total
                assert [f for f in reading.check() if f.severity == "error"] == []
        assert _let_write(holder, 1) == total + 1


def test_reading_while_the_other_writes_gives_a_state_that_was(
    case: CaseFile, author: Author, profile: Profile, tmp_path: Path
) -> None:
    case.close()
    with _held(case.path, tmp_path / "ben") as holder:
        assert holder.stdin
        holder.stdin.write("1500\n")
        holder.stdin.flush()
        counts = []
        for _ in range(5):
            with CaseFile.open(case.path, author=author, profile=profile, read_only=True) as reading:
                assert [f for f in reading.check() if f.severity == "error"] == []
                counts.append(reading.records.count(Incident))
        assert counts == sorted(counts)
        assert holder.stdout
        assert holder.stdout.readline() == "1500\n"


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_a_killed_process_leaves_the_case_free_and_whole(
    case: CaseFile, author: Author, profile: Profile, tmp_path: Path
) -> None:
    case.close()
    with _held(case.path, tmp_path / "ben") as holder:
        assert _let_write(holder, 50) == 50
        holder.send_signal(signal.SIGKILL)
        holder.wait(20)
        with CaseFile.open(case.path, author=author, profile=profile) as again:
            assert again.records.count(Incident) == 50
            assert again.check() == []
            before = state(again)
            add_incident(again, "after")
            assert state(again) != before


def test_a_damaged_note_of_who_holds_the_case_does_no_harm(
    case: CaseFile, author: Author, profile: Profile, tmp_path: Path
) -> None:
    case.close()
    with _held(case.path, tmp_path / "ben"):
        (case.path / "in-use.json").write_bytes(b"\xff{")
        with pytest.raises(CaseInUse, match="in use by another program"):
            CaseFile.open(case.path, author=author, profile=profile)
