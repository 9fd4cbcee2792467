"""A real open case in a folder of the test's own, and pictures to put into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from osintdesk.app.profile import load_profile
from osintdesk.app.session import Session


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A new case, open for writing."""
    monkeypatch.setenv("OSINTDESK_PROFILE", str(tmp_path / "profile"))
    with Session.create(tmp_path / "case", title="Test", profile=load_profile(), time_zone="Europe/Moscow") as made:
        yield made
