"""`osintdesk metadata`: readings, facts and observations of bare files and of exhibits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from osintdesk.cli import main
from tests.media import made


def _answers(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[dict[str, object]]]:
    code = main(["metadata", *words])
    return code, [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]


def test_one_line_a_file_in_their_order_with_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = made.written(tmp_path, "-odd\u2028name.jpg", made.camera_jpeg())
    empty = made.written(tmp_path, "empty.jpg", b"")
    code, answers = _answers(capsys, "--jsonl", "--", str(good), str(empty), str(tmp_path / "gone.jpg"))
    assert code == 1 and [answer["file"] for answer in answers] == [str(good), str(empty), str(tmp_path / "gone.jpg")]
    assert answers[0]["facts"]["make"][0] == {  # type: ignore[index]
        "value": "Canon",
        "source": answers[0]["facts"]["make"][0]["source"],  # type: ignore[index]
    }
    assert {"name", "value", "raw", "reader", "path"} == set(answers[0]["readings"][0])  # type: ignore[index]
    assert answers[1]["reason"] == "The file is empty." and answers[2]["error"] == "There is no such file."


def test_claims_are_held_against_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made.written(tmp_path, "IMG_20240806_185200.jpg", made.camera_jpeg())
    _code, plain = _answers(capsys, "--jsonl", str(path))
    claims = ("--posted-at", "2024-08-01T00:00:00Z", "--claimed-place", "50.45,30.52")
    _code, claimed = _answers(capsys, "--jsonl", *claims, str(path))
    before, after = ({o["code"] for o in answer[0]["observations"]} for answer in (plain, claimed))  # type: ignore[attr-defined]
    assert after - before == {"TIME_AFTER_POSTED", "PLACE_CLAIM_MISMATCH"}


def test_one_file_as_one_document_and_as_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made.written(tmp_path, "a.jpg", made.camera_jpeg())
    assert main(["metadata", "--json", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["format"] == "jpeg"
    assert main(["metadata", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "SOFTWARE_EDITOR" in shown and "[osintdesk: APP1/IFD0@0x" in shown and "Canon EOS 80D" in shown


def test_a_broken_claim_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made.written(tmp_path, "a.jpg", made.jpeg())
    assert main(["metadata", "--posted-at", "yesterday", str(path)]) == 2
    assert main(["metadata", "--claimed-place", "nowhere", str(path)]) == 2


def test_an_exhibit_is_read_with_the_claims_of_its_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OSINTDESK_PROFILE", str(tmp_path / "profile"))
    case, photo = tmp_path / "Test.osintcase", made.written(tmp_path, "a.jpg", made.camera_jpeg())
    assert main(["new", str(case), "--title", "Test"]) == 0
    added = [
        "add",
        str(case),
        str(photo),
        "--source-url",
        "https://example.org/1",
        "--posted-at",
        "2024-08-01T00:00:00Z",
    ]
    assert main(added) in (0, 1)
    capsys.readouterr()
    _code, answers = _answers(capsys, "--jsonl", str(case), "EX-0001")
    assert answers[0]["file"] == "EX-0001"
    assert "TIME_AFTER_POSTED" in {o["code"] for o in answers[0]["observations"]}  # type: ignore[attr-defined]
