"""The look: contrast as promised, colours in one table only, live switching, icons and fonts that travel along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from osintdesk.core import words
from osintdesk.ui.theme import icon, install, mark, painting, pixmap, shown, status_mark, theme
from osintdesk.ui.theme import icons as icon_table
from osintdesk.ui.theme.tokens import BACKGROUNDS, STATUS_ROLES, THEMES, Tokens, contrast
from osintdesk.ui.theme.typography import STYLES, make_font

UI = Path(__file__).resolve().parents[2] / "osintdesk" / "ui"
ALL = pytest.mark.parametrize("tokens", THEMES.values(), ids=THEMES.keys())


def test_the_ratio_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@ALL
@pytest.mark.parametrize("role", ["text", "text2", "text3", "accent", *STATUS_ROLES])
def test_text_can_be_read_on_every_background(tokens: Tokens, role: str) -> None:
    lowest = min(contrast(getattr(tokens, role), getattr(tokens, ground)) for ground in BACKGROUNDS)
    assert lowest >= 4.5


@ALL
def test_edges_of_fields_are_seen(tokens: Tokens) -> None:
    assert min(contrast(tokens.edge, getattr(tokens, ground)) for ground in BACKGROUNDS) >= 3


@ALL
@pytest.mark.parametrize("role", STATUS_ROLES)
def test_a_status_can_be_read_on_its_tint(tokens: Tokens, role: str) -> None:
    assert contrast(getattr(tokens, role), tokens.tint(role)) >= 4.5


@ALL
def test_words_on_the_accent_can_be_read(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent_hover) >= 4.5
    assert contrast(tokens.accent, tokens.canvas) >= 3


def test_high_contrast_is_high() -> None:
    tokens = THEMES["high contrast"]
    assert min(contrast(tokens.text, getattr(tokens, ground)) for ground in BACKGROUNDS) >= 7


def test_no_colour_stands_outside_the_table() -> None:
    allowed = UI / "theme" / "tokens.py"
    found = [
        f"{path.relative_to(UI)}:{number}"
        for path in UI.rglob("*.py")
        if path != allowed
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if re.search(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b(?![0-9A-Za-z])", line.split("# ")[0])
    ]
    assert found == []


def test_the_theme_switches_live(qapp: QApplication, qtbot: QtBot, dressed: None) -> None:
    widget = QWidget()
    widget.setProperty("ground", "surface")
    widget.setAttribute(Qt_styled())
    qtbot.addWidget(widget)
    widget.resize(20, 20)
    colours = []
    for choice in THEMES:
        install(qapp, choice=choice, reduced_motion=True)
        colours.append((widget.grab().toImage().pixelColor(10, 10).name(), qapp.palette().window().color().name()))
    assert [grabbed for grabbed, _window in colours] == [t.surface.lower() for t in THEMES.values()]
    assert [window for _grabbed, window in colours] == [t.window.lower() for t in THEMES.values()]


def Qt_styled() -> object:
    from PySide6.QtCore import Qt

    return Qt.WidgetAttribute.WA_StyledBackground


def test_the_text_scale_reaches_every_style(qapp: QApplication, dressed: None) -> None:
    before = theme().font("body").pointSizeF()
    install(qapp, choice="light", text_scale=2.0)
    assert theme().font("body").pointSizeF() == pytest.approx(2 * before)
    assert qapp.font().pointSizeF() == pytest.approx(2 * before)


def test_motion_ends_when_it_is_reduced(qapp: QApplication, dressed: None) -> None:
    install(qapp, choice="light", reduced_motion=False)
    assert theme().duration(140) == 140
    install(qapp, choice="light", reduced_motion=True)
    assert theme().duration(140) == 0


@pytest.mark.parametrize("style", STYLES)
def test_the_fonts_travel_along(qapp: QApplication, dressed: None, style: str) -> None:
    info = QFontInfo(make_font(style))
    assert info.family() in {"Inter", "JetBrains Mono"}
    assert info.weight() == STYLES[style].weight


@pytest.mark.parametrize("name", sorted(icon_table.names()))
def test_every_icon_can_be_drawn(qapp: QApplication, name: str) -> None:
    image = pixmap(name, 16, "text").toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16))


def test_an_icon_follows_the_theme_by_itself(qapp: QApplication, dressed: None) -> None:
    made = icon("search", "text")

    def darkest() -> int:
        image = made.pixmap(18, 18).toImage()
        seen = [image.pixelColor(x, y) for x in range(18) for y in range(18)]
        return max((c for c in seen if c.alpha() > 200), key=lambda c: c.alpha()).lightness()

    light = darkest()
    install(qapp, choice="dark")
    assert light < 80 < 160 < darkest()


def test_every_value_of_the_field_has_its_mark() -> None:
    for enumeration in (words.Status, words.Result, words.WorkStatus, words.Severity, words.MediaKind, words.Pillar,
                        words.Role, words.Relation, words.MatchDecision, words.Sensitivity):  # fmt: skip
        for value in enumeration:
            assert mark(value).icon in icon_table.names(), value
            assert mark(value).label


def test_each_status_has_a_shape_of_its_own() -> None:
    files = [icon_table.names()[mark(status).icon] for status in words.Status]
    assert len(set(files)) == len(files)


def test_a_status_of_a_newer_program_is_shown_in_its_words() -> None:
    assert status_mark("beyond doubt").label == "Beyond doubt"
    assert shown("in progress") == "In progress"


def test_a_hidden_picture_shows_nothing_of_itself(qapp: QApplication) -> None:
    from PySide6.QtGui import QImage

    from tests.ui.shell_case import picture

    blocks = painting.hidden(QImage.fromData(picture(3)))
    assert (blocks.width(), blocks.height()) == (16, 9)
    assert blocks.isGrayscale()
