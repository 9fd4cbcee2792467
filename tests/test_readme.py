"""What README promises can be typed as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from osintdesk.cli.program import COMMANDS, parser

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TYPED = [line.strip() for line in re.findall(r"^    (osintdesk .+)$", README, re.MULTILINE)]


@pytest.mark.parametrize("line", [line for line in TYPED if "#" not in line])
def test_command_of_the_readme_is_understood(line: str) -> None:
    parser().parse_args(shlex.split(line)[1:])


def test_every_command_is_in_the_readme() -> None:
    shown = {line.split()[1] for line in TYPED}
    assert set(COMMANDS) - shown == set()


def test_the_two_commands_come_first() -> None:
    assert re.findall(r"^    python3 packaging/dev.py (\w+)", README, re.MULTILINE)[:2] == ["run", "test"]


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", README))
def test_link_of_the_readme_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()
