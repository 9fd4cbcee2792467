"""The main job on the command line, as a script would do it: every answer as JSON, every ending as an exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from osintdesk.cli import main
from tests.pictures import save_jpeg, scene

Run = Callable[..., Any]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with --json, checks its exit code and answers its document."""
    monkeypatch.setenv("OSINTDESK_PROFILE", str(tmp_path / "profile"))

    def running(*words: object, code: int = 0) -> Any:
        capsys.readouterr()
        assert main([*map(str, words), "--json"]) == code
        return json.loads(capsys.readouterr().out)

    return running


def test_from_a_new_case_to_a_check(run: Run, tmp_path: Path) -> None:
    case = Path(run("new", tmp_path / "Kursk", "--title", "Kursk", "--time-zone", "Europe/Moscow")["path"])
    folder = tmp_path / "in"
    folder.mkdir()
    save_jpeg(folder / "a.jpg", 1)
    scene(1).resize((420, 276)).save(folder / "b.jpg", quality=50)
    place = ("--place", "Sudzha", "--latitude", "51.191", "--longitude", "35.271")
    made = run("incident", "add", case, "--title", "Jets fly low", *place, "--not-before", "2024-08-06T20:26:00+03:00")
    assert made["places"][0]["latitude"] == "51.191"
    added = run("add", case, folder, "--incident", "Jets", "--source-url", "https://example.org/1")
    assert [i["exhibit"] for i in added["added"]] == ["EX-0001", "EX-0002"]

    listed = run("media", "list", case)["media"]
    assert [m["file_names"] for m in listed] == [["a.jpg"], ["b.jpg"]]
    assert all(len(m["sha256"]) == 64 and m["kind"] == "image" for m in listed)

    [pair] = run("matches", "list", case)["matches"]
    assert (pair["a"]["exhibit"], pair["b"]["exhibit"]) in {("EX-0001", "EX-0002"), ("EX-0002", "EX-0001")}
    assert run("matches", "decide", case, "EX-1", "EX-2", "confirmed")["decision"] == "confirmed"

    step = run(
        *("step", "add", case, "EX-0001", "--pillar", "location", "--question", "Where?"),
        *("--result", "supports", "--finding", "The tower matches.", "--confidence", "moderate"),
    )
    redone = run("step", "supersede", case, step["id"][:8], "--finding", "Tower and road match.")
    assert redone["supersedes"] == step["id"]
    run("claim", "add", case, "--statement", "Jets flew low", "--incident", "Jets", "--what", "Jets")
    run("claim", "link", case, "Jets flew", "EX-0001", "supports", "--part", "what")
    assessed = run("assess", case, "EX-0001", "--status", "partly verified", "--reason", "Place fits.")
    assert assessed["status"] == "partly verified"
    assert run("media", "show", case, "EX-0001")["status"] == "partly verified"
    assert run("search", case, "tower")["found"][0]["exhibits"] == ["EX-0001"]

    assert run("undo", case)["action"].startswith("Assess EX-0001")
    assert run("media", "show", case, "EX-0001")["assessments"] == []
    run("redo", case)
    log = run("log", case, "--of", "EX-0001")["entries"]
    assert any("Add a.jpg" in e["label"] for e in log)
    assert run("check", case) == {"whole": True, "findings": []}


def test_an_altered_original_is_named_by_the_check(run: Run, tmp_path: Path) -> None:
    case = Path(run("new", tmp_path / "case", "--title", "T")["path"])
    sha256 = run("add", case, save_jpeg(tmp_path / "a.jpg", 1))["added"][0]["sha256"]
    original = case / "originals" / sha256[:2] / sha256
    original.chmod(0o644)
    data = bytearray(original.read_bytes())
    data[len(data) // 2] ^= 1
    original.write_bytes(data)
    answer = run("check", case, code=1)
    assert not answer["whole"]
    assert any("EX-0001" in finding["text"] for finding in answer["findings"])


def test_an_unreadable_file_ends_with_one_and_is_preserved(run: Run, tmp_path: Path) -> None:
    case = run("new", tmp_path / "case", "--title", "T")["path"]
    (tmp_path / "cut.jpg").write_bytes(save_jpeg(tmp_path / "a.jpg", 1).read_bytes()[:300])
    answer = run("add", case, tmp_path / "cut.jpg", code=1)
    assert answer["could_not_be_read"][0]["name"] == "cut.jpg"
    assert answer["added"][0]["exhibit"] == "EX-0001"


def test_the_report_is_set_and_recorded(run: Run, tmp_path: Path) -> None:
    case = run("new", tmp_path / "case", "--title", "T")["path"]
    run("add", case, save_jpeg(tmp_path / "a.jpg", 1))
    first = run("report", case, "-o", tmp_path / "one.pdf")
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF-")
    assert first["pages"] >= 3
    assert any(e["label"] == "Make report one.pdf" for e in run("log", case)["entries"])


def test_bare_files_are_compared(run: Run, tmp_path: Path) -> None:
    scene(3).save(tmp_path / "a.png")
    scene(3).resize((500, 328)).save(tmp_path / "b.jpg", quality=60)
    scene(4).save(tmp_path / "c.jpg")
    same = run("compare", tmp_path / "a.png", tmp_path / "b.jpg")
    assert same["related"] and same["score"] > 0.5 and same["transform"]
    assert not run("compare", tmp_path / "a.png", tmp_path / "c.jpg")["related"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["media", "list", "nowhere.osintcase"], 3, "nowhere"),
        (["assess", "CASE", "EX-0099", "--status", "verified", "--reason", "r"], 2, "EX-0099"),
        (["incident", "add", "CASE", "--title", "T", "--latitude", "91", "--longitude", "1"], 2, "91"),
        (["undo", "CASE"], 2, "nothing to undo"),
        (["compare", "no.jpg", "nothing.jpg"], 3, "no.jpg"),
    ],
)
def test_a_wrong_request_gets_one_sentence_and_its_code(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, says: str
) -> None:
    case = run("new", tmp_path / "case", "--title", "T")["path"]
    assert main([case if word == "CASE" else word for word in words]) == code
    said = capsys.readouterr().err
    assert says in said and said.count("\n") == 1


def test_every_command_explains_itself_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    from osintdesk.cli.program import COMMANDS

    for name in COMMANDS:
        with pytest.raises(SystemExit) as ending:
            main([name, "--help"])
        assert ending.value.code == 0
        assert "osintdesk " + name in capsys.readouterr().out


def test_a_pack_of_known_media_recognises_a_copy_in_another_case(run: Run, tmp_path: Path) -> None:
    first = run("new", tmp_path / "first", "--title", "First")["path"]
    scene(7).save(tmp_path / "a.jpg", quality=92)
    run("add", first, tmp_path / "a.jpg")
    run("assess", first, "EX-1", "--status", "misattributed", "--reason", "It is of 2020.")
    pack = tmp_path / "old.oskpack"
    assert run("known", "export", first, "-o", pack, "--where", "status:misattributed")["entries"] == 1
    assert (tmp_path / "a.jpg").read_bytes()[200:400] not in pack.read_bytes()
    assert run("known", "use", pack)["entries"] == 1

    second = run("new", tmp_path / "second", "--title", "Second")["path"]
    scene(7).resize((420, 276)).save(tmp_path / "b.jpg", quality=50)
    run("add", second, tmp_path / "b.jpg", tmp_path / "a.jpg")
    noticed = [o for o in run("step", "list", second)["observations"] if o["code"] == "KNOWN_MEDIA"]
    assert sorted(o["severity"] for o in noticed) == ["look", "strong"]
    assert all("misattributed" in o["text"] for o in noticed)

    run("known", "put-away", "old.oskpack")
    assert run("known", "list")["known"] == []


def test_a_hash_list_is_used_too(run: Run, tmp_path: Path) -> None:
    import hashlib

    path = save_jpeg(tmp_path / "a.jpg", 8)
    (tmp_path / "hashes.txt").write_text(f"{hashlib.md5(path.read_bytes()).hexdigest()}  seen in 2020\n")
    run("known", "use", tmp_path / "hashes.txt")
    case = run("new", tmp_path / "case", "--title", "T")["path"]
    run("add", case, path)
    assert [o for o in run("step", "list", case)["observations"] if o["code"] == "KNOWN_MEDIA"]
