"""The style sheet: one template, filled from the tokens by plain substitution.

Variants are dynamic properties: `kind` for what a button or label is, `tone` for the role of a text's colour,
`ground` for the background of a panel (window, page, surface, raised, sunken, canvas, card, …).
"""

from __future__ import annotations

from string import Template

from osintdesk.ui.theme.tokens import STATUS_ROLES, Tokens

_GROUNDS = ("window", "page", "surface", "raised", "sunken", "canvas", "selected")
_TONES = ("text", "text2", "text3", "accent", "on_accent", *STATUS_ROLES)

_TEMPLATE = Template("""
* { outline: none; etch-disabled-text: 0; activate-on-singleclick: 0; combobox-popup: 0; }
QToolTip { background: $raised; color: $text; border: 1px solid $popover_edge; padding: 4px 8px; }
QMenuBar { background: $window; color: $text2; border-bottom: 1px solid $line; padding: 2px 8px 0 8px; }
QMenuBar::item { padding: 5px 8px; margin: 1px 0; border-radius: 4px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; color: $text; }
QMenu { background: $raised; color: $text; border: 1px solid $popover_edge; border-radius: 10px; padding: 5px; }
QMenu::item { padding: 6px 14px 6px 8px; border-radius: 4px; margin: 0; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 5px 0; }

QPushButton, QToolButton { border: 1px solid transparent; border-radius: 6px; color: $text; background: transparent; }
QPushButton { padding: 0 11px; }
QPushButton[kind="secondary"] { background: $surface; border-color: $outline; }
QPushButton[kind="secondary"]:hover { background: $hover; }
QPushButton[kind="secondary"]:pressed { background: $pressed; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[kind="primary"]:disabled { background: $accent_disabled; border-color: transparent; color: $on_accent; }
QPushButton[kind="secondary"]:disabled { color: $disabled; border-color: $line; }
QPushButton[kind="quiet"]:hover, QToolButton:hover { background: $hover; }
QPushButton[kind="quiet"]:pressed, QToolButton:pressed { background: $pressed; }
QPushButton[kind="quiet"]:disabled { color: $disabled; }
QPushButton[kind="bad"] { background: $surface; border-color: $bad; color: $bad; }
QPushButton[kind="bad"]:hover { background: $bad_tint; }
QPushButton[kind="link"] { color: $accent; padding: 0 2px; border: none; text-align: left; }
QPushButton[kind="link"]:hover { color: $accent_hover; text-decoration: underline; }
QPushButton[kind="link"]:disabled { color: $disabled; }
QPushButton[kind="footnote"] { color: $text2; padding: 0; border: none; }
QPushButton[kind="footnote"]:hover { color: $accent; }
QPushButton[kind="message"] { color: $text; padding: 0 2px; border: none; text-decoration: underline; }
QPushButton[kind="message"]:hover { color: $accent; }
QToolButton:checked { background: $selected; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton::menu-indicator { image: none; width: 0; }

QAbstractScrollArea { background: transparent; border: none; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox {
    background: $surface; color: $text; border: 1px solid $edge; border-radius: 6px; padding: 4px 9px;
    selection-background-color: $selection; selection-color: $text; placeholder-text-color: $text3; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus {
    border: 2px solid $accent; padding: 3px 8px; }
QLineEdit[problem="true"], QPlainTextEdit[problem="true"] { border-color: $bad; }
QLineEdit:disabled, QPlainTextEdit:disabled { color: $disabled; border-color: $line; }
QLineEdit[kind="bare"], QPlainTextEdit[kind="bare"] { border: none; background: transparent; padding: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }

QScrollArea > QWidget > QWidget[ground=""] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $thumb; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar[idle="true"]::handle { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QAbstractItemView { background: transparent; color: $text; selection-background-color: $selected;
    selection-color: $text; border: none; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $popover_edge; padding: 4px; }
QTableView, QTreeView { background: $surface; gridline-color: $line; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $text3; border: none; border-bottom: 1px solid $line;
    padding: 0 8px; font-size: ${caption_points}pt; font-weight: 500; }
QTableCornerButton::section { background: $surface; border: none; }

QTabBar::tab { padding: 8px 2px; margin-right: 20px; color: $text2; background: transparent;
    border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $selected; }
QProgressBar { background: $track; border: none; border-radius: 2px; height: 4px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QFrame[ground="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[ground="card_dashed"] { background: transparent; border: 1px dashed $edge; border-radius: 8px; }
QFrame[ground="card_current"] { background: $surface; border: 2px solid $accent; border-radius: 8px; }
QFrame[ground="popover"] { background: $raised; border: 1px solid $popover_edge; border-radius: 10px; }
QFrame[ground="segmented"] { background: $sunken; border: none; border-radius: 6px; }
QFrame[ground="toolbar"] { background: $window; border: none; border-bottom: 1px solid $line; }
QFrame[ground="header"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[ground="activity"] { background: $window; border: none; border-top: 1px solid $line; }
QFrame[ground="rail"] { background: $window; border: none; border-right: 1px solid $line; }
QFrame[ground="aside"] { background: $surface; border: none; border-left: 1px solid $line; }
QFrame[ground="side"] { background: $page; border: none; border-right: 1px solid $line; }
QFrame[ground="line"] { background: $line; border: none; }
QFrame[ground="field"] { background: $surface; border: 1px solid $edge; border-radius: 6px; }
QFrame[ground="field"][focused="true"] { border: 2px solid $accent; }
QFrame[ground="drop"] { background: transparent; border: 1px dashed $outline; border-radius: 8px; }
QFrame[ground="drop"][over="true"] { background: $selected; border-color: $accent; }
QFrame[ground="key"] { background: $page; border: 1px solid $line; border-radius: 4px; }
$derived
""")


def _mix(one: str, other: str, share: float) -> str:
    """`share` of `one` over `other`, opaque."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _derived(tokens: Tokens) -> str:
    """The rules that exist once for each role."""
    grounds = [f'QWidget[ground="{g}"] {{ background: {getattr(tokens, g)}; border: none; }}' for g in _GROUNDS]
    tones = [f'QLabel[tone="{t}"], QPushButton[tone="{t}"] {{ color: {getattr(tokens, t)}; }}' for t in _TONES]
    edge = "1px solid {}" if tokens.name == "high contrast" else "none; /* {} */"
    tints = [
        f'QFrame[ground="{r}_tint"] {{ background: {tokens.tint(r)}; border: {edge.format(getattr(tokens, r))};'
        f" border-radius: 6px; }}"
        for r in ("accent", *STATUS_ROLES)
    ]
    return "\n".join((*grounds, *tones, *tints))


def style_sheet(tokens: Tokens, caption_points: float) -> str:
    """The style sheet of the whole program for one table of colours; table headers in the caption's size."""
    colours = tokens.colours()
    return _TEMPLATE.substitute(
        colours,
        disabled=_mix(tokens.text, tokens.surface, 0.45),
        accent_disabled=_mix(tokens.accent, tokens.surface, 0.45),
        thumb=_mix(tokens.edge, tokens.page, 0.45),
        selection=_mix(tokens.accent, tokens.surface, 0.30),
        track=tokens.line,
        caption_points=f"{caption_points:.2f}",
        derived=_derived(tokens),
    )
