"""A profile, an author and a case of each test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from osintdesk.case.case_file import Author, CaseFile, Profile


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


@pytest.fixture
def author(profile: Profile) -> Author:
    return Author("Anna Weber", "Verification desk", profile.key())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Kursk.osintcase"


@pytest.fixture
def case(folder: Path, author: Author, profile: Profile) -> Iterator[CaseFile]:
    with CaseFile.create(folder, title="Low-flying jets", author=author, profile=profile) as opened:
        yield opened
