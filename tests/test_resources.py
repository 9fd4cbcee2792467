"""The resources: complete, named, licensed, and found beside the checkout as well as inside an installed package."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from osintdesk.core.resources import resource_path

ROOT = Path(__file__).resolve().parent.parent
ICONS: dict[str, str] = json.loads(resource_path("icons", "icons.json").read_text(encoding="utf-8"))
FONTS = sorted(resource_path("fonts").rglob("*.ttf"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SVG = "{http://www.w3.org/2000/svg}"

# Which characters each font must draw: the scripts for which the window and the reports rely on it.
SAMPLES = {
    "Inter": "Aåéß ΑΩ Жяїў 0123 ≥→",
    "JetBrainsMono": "Aåß Жяї 0123",
    "NotoSans": "Aåéßđ ΑΩ Жяїўґ",
    "NotoSansMono": "Aß Ж ≥→⟨⟩",
    "NotoSansArabic": "كورسك ٠١٢ پچژ",
    "NotoSansHebrew": "קורסק",
    "NotoSansSC": "库尔斯克",
}


@pytest.mark.parametrize("meaning", sorted(ICONS))
def test_icon_is_there_and_takes_the_colour_of_its_role(meaning: str) -> None:
    text = resource_path("icons", ICONS[meaning]).read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.attrib["viewBox"] == "0 0 24 24"
    assert list(root), "an empty picture"
    assert set(re.findall(r'(?:stroke|fill)="([^"]+)"', text)) <= {"currentColor", "none"}
    assert 'stroke-width="2"' in text


def test_icon_names_can_be_used_in_code() -> None:
    assert [name for name in ICONS if not name.isidentifier()] == []


def test_every_icon_file_has_a_meaning() -> None:
    files = {path.name for path in resource_path("icons").glob("*.svg")}
    assert files - set(ICONS.values()) == {"app.svg"}


# Calls that name an icon, and the place of the name among their arguments.
ICON_CALLS = {"icon": 0, "set_icon": 0, "pixmap": 0, "paint_icon": 2}


def icons_named(source: str) -> set[str]:
    """The icons that `source` names as plain text, in calls or as the keyword `icon`."""
    named: set[str] = set()
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        function = getattr(call.func, "id", getattr(call.func, "attr", ""))
        place = ICON_CALLS.get(function, len(call.args))
        given = [*call.args[place : place + 1], *(word.value for word in call.keywords if word.arg == "icon")]
        named |= {node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return named - {""}


def test_every_icon_that_the_window_names_is_there() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "osintdesk" / "ui").rglob("*.py")}
    unknown = {str(path.relative_to(ROOT)): icons_named(text) - set(ICONS) for path, text in sources.items()}
    assert not {path: names for path, names in unknown.items() if names}


def test_a_name_without_an_icon_is_noticed() -> None:
    assert icons_named('paint_icon(p, r, "ghost", "text2"); Button(icon="shade"); icon("match")') == {
        "ghost",
        "shade",
        "match",
    }


def test_mirrored_icons_are_icons() -> None:
    mirrored = json.loads(resource_path("icons", "mirrored.json").read_text(encoding="utf-8"))
    assert set(mirrored) <= set(ICONS)


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.name)
def test_font_draws_its_scripts_and_travels_with_its_licence(path: Path) -> None:
    family = path.stem.partition("-")[0]
    with TTFont(path, lazy=True) as font:
        drawn = font.getBestCmap()
    assert [character for character in SAMPLES[family] if character != " " and ord(character) not in drawn] == []
    licence = resource_path("licences", f"OFL-{family}.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_every_family_is_there() -> None:
    assert {path.stem.partition("-")[0] for path in FONTS} == set(SAMPLES)


def test_every_dependency_is_pinned_and_named_in_the_notices() -> None:
    notices = resource_path("licences", "THIRD-PARTY.md").read_text(encoding="utf-8").lower()
    for requirement in PROJECT["project"]["dependencies"]:
        name, separator, version = requirement.partition("==")
        assert separator and version, f"{requirement} is not pinned"
        assert f"| {name.lower()} |" in notices, f"{name} is missing in the notices"


def test_installed_package_finds_its_own_resources(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "osintdesk" / "core", tmp_path / "osintdesk" / "core")
    shutil.copy(ROOT / "osintdesk" / "__init__.py", tmp_path / "osintdesk")
    inside = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]["resources"]
    (tmp_path / inside).mkdir(parents=True)
    asked = "from osintdesk.core.resources import resource_path; print(resource_path('icons', 'app.svg'))"
    words = [sys.executable, "-c", asked]
    done = subprocess.run(words, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True)
    assert done.stdout.strip() == str(tmp_path / inside / "icons" / "app.svg"), done.stderr
