"""Sizes in device-independent pixels at 100 % text; heights grow with the text (`height`)."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics

SPACE = (4, 8, 12, 16, 24, 32, 48)

MENU_BAR = 30
TOOLBAR = 48
ACTIVITY_BAR = 28
BUTTON = 30
BUTTON_SMALL = 26
FIELD = 32
RAIL_ITEM = 32
FACET_ROW = 26
MENU_ROW = 28
TABLE_ROW = 32
TABLE_HEADER = 28
SECTION_HEADER = 36
DECISION_BUTTON = 46
TARGET = 24

RAIL = 164
RAIL_COLLAPSED = 52
FACETS = 200
FACETS_NARROW = 196
INSPECTOR = 312
INSPECTOR_NARROW = 288
INSPECTOR_RANGE = (264, 480)
SECONDARY = 216
DIALOG = 420
DIALOG_WIDE = 560
PALETTE = 600
MESSAGE_BAR = 520
OVERVIEW_MAX = 1600
SEARCH_MIN = 240

RADIUS_MARK = 3
RADIUS_CHIP = 4
RADIUS_BUTTON = 6
RADIUS_CARD = 8
RADIUS_POPOVER = 10

WIDE = 1366
NARROW = 1024
SMALLEST = (900, 600)


def height(token: int, font: QFont) -> int:
    """The height of a row: the token, or more when the text is larger."""
    return max(token, QFontMetrics(font).height() + 8)
