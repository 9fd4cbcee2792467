"""The one table of colours: every painter, palette and style sheet takes its colours from here by role.

Three frozen tables (light, dark, high contrast) with the same roles. Text roles reach WCAG AA on every background;
the ratios are checked by a test. No other file names a colour.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from PySide6.QtGui import QColor

BACKGROUNDS = ("window", "page", "surface", "raised", "hover", "selected", "sunken")
STATUS_ROLES = ("ok", "partly", "warn", "bad", "misattributed", "manipulated", "progress", "neutral")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Colours by role as `#RRGGBB`; `*_tint` is the background under a status colour; `scrim_alpha` is 0–1."""

    name: str
    dark: bool
    window: str
    page: str
    surface: str
    raised: str
    sunken: str
    canvas: str
    hover: str
    selected: str
    line: str
    outline: str
    edge: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    scrim: str
    scrim_alpha: float
    on_scrim: str
    pressed: str
    popover_edge: str
    shadow: str
    shadow_alpha: float
    ok: str
    ok_tint: str
    partly: str
    partly_tint: str
    warn: str
    warn_tint: str
    bad: str
    bad_tint: str
    misattributed: str
    misattributed_tint: str
    manipulated: str
    manipulated_tint: str
    progress: str
    progress_tint: str
    neutral: str
    neutral_tint: str
    map_land: str
    map_field: str
    map_field2: str
    map_water: str
    map_road: str

    def tint(self, role: str) -> str:
        """The background under `role` (`accent` has `selected`)."""
        return self.selected if role == "accent" else str(getattr(self, f"{role}_tint"))

    def colours(self) -> dict[str, str]:
        """Every role that is a colour."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, str) and value.startswith("#")}


LIGHT = Tokens(
    name="light", dark=False,
    window="#EEF0F2", page="#F7F8F9", surface="#FFFFFF", raised="#FFFFFF", sunken="#E4E7EA", canvas="#D5D8DB",
    hover="#E6E9EC", selected="#DCE8FA", line="#D9DDE1", outline="#ADB1B8", edge="#7A828C",
    text="#1A1D21", text2="#464E57", text3="#5C656F",
    accent="#1D5DC0", accent_hover="#174C9F", accent_pressed="#133F86", on_accent="#FFFFFF",
    scrim="#0C0E10", scrim_alpha=0.72, on_scrim="#FFFFFF", pressed="#DADEE2",
    popover_edge="#D9DDE1", shadow="#000000", shadow_alpha=0.16,
    ok="#17703A", ok_tint="#DCF0E3", partly="#0A6D69", partly_tint="#D8EFED", warn="#835200", warn_tint="#FBEED0",
    bad="#B0241C", bad_tint="#FBE4E2", misattributed="#9C430A", misattributed_tint="#FBE8DA",
    manipulated="#822B93", manipulated_tint="#F3E3F6", progress="#4247BD", progress_tint="#E6E7FA",
    neutral="#56606A", neutral_tint="#E4E7EA",
    map_land="#EEF0EA", map_field="#E6EBDC", map_field2="#E9E7D8", map_water="#BCD3E4", map_road="#D9B36B",
)  # fmt: skip

DARK = Tokens(
    name="dark", dark=True,
    window="#1B1D20", page="#141618", surface="#202326", raised="#2A2E32", sunken="#0F1112", canvas="#0B0C0D",
    hover="#2A2E32", selected="#1D3351", line="#31363B", outline="#565D64", edge="#77808A",
    text="#E9EBEE", text2="#B6BCC4", text3="#969EA8",
    accent="#7DB0FF", accent_hover="#9CC3FF", accent_pressed="#8FB2E8", on_accent="#0A1A33",
    scrim="#08090A", scrim_alpha=0.76, on_scrim="#FFFFFF", pressed="#0F1112",
    popover_edge="#3A4046", shadow="#000000", shadow_alpha=0.55,
    ok="#74CE90", ok_tint="#17331F", partly="#5FCAC3", partly_tint="#123433", warn="#EABB4D", warn_tint="#382C11",
    bad="#FF9086", bad_tint="#441F1D", misattributed="#FFA66C", misattributed_tint="#3E2715",
    manipulated="#E0A4EC", manipulated_tint="#38203E", progress="#A9ADFF", progress_tint="#272950",
    neutral="#A6AEB7", neutral_tint="#2F3439",
    map_land="#181C1D", map_field="#1D2321", map_field2="#212320", map_water="#24384A", map_road="#6B5A36",
)  # fmt: skip

HIGH_CONTRAST = Tokens(
    name="high contrast", dark=True,
    window="#000000", page="#000000", surface="#000000", raised="#000000", sunken="#000000", canvas="#000000",
    hover="#1A1A1A", selected="#003A8C", line="#FFFFFF", outline="#FFFFFF", edge="#FFFFFF",
    text="#FFFFFF", text2="#FFFFFF", text3="#E0E0E0",
    accent="#7FC4FF", accent_hover="#B5DDFF", accent_pressed="#B5DDFF", on_accent="#000000",
    scrim="#000000", scrim_alpha=1.0, on_scrim="#FFFFFF", pressed="#1A1A1A",
    popover_edge="#FFFFFF", shadow="#000000", shadow_alpha=0.0,
    ok="#6BF08E", ok_tint="#000000", partly="#5FF0E6", partly_tint="#000000", warn="#FFD23F", warn_tint="#000000",
    bad="#FF9C94", bad_tint="#000000", misattributed="#FFB27A", misattributed_tint="#000000",
    manipulated="#F2A6FF", manipulated_tint="#000000", progress="#C3C6FF", progress_tint="#000000",
    neutral="#FFFFFF", neutral_tint="#000000",
    map_land="#181C1D", map_field="#1D2321", map_field2="#212320", map_water="#24384A", map_road="#6B5A36",
)  # fmt: skip

THEMES = {tokens.name: tokens for tokens in (LIGHT, DARK, HIGH_CONTRAST)}

# The same in every theme and in the report; from the ninth on again, with a dashed line.
ANNOTATION = ("#E69F00", "#56B4E9", "#2FC296", "#F0E442", "#E58FBE", "#FF7F2A", "#9DB7FF", "#FFFFFF")
ANNOTATION_NUMBER = "#111111"
ANNOTATION_CASING = "#000000"


def annotation_colour(number: int) -> tuple[str, bool]:
    """Colour and whether the line is dashed, for the annotation or pair counted from 0."""
    return ANNOTATION[number % len(ANNOTATION)], (number // len(ANNOTATION)) % 2 == 1


@cache
def qcolor(colour: str, alpha: float = 1.0) -> QColor:
    """`#RRGGBB` as a colour (shared: never change it in place)."""
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two opaque colours, 1–21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
