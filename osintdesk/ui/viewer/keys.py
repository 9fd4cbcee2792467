"""Keys of the viewer: one table, from which both what they do and what the sheet of shortcuts says is derived."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from osintdesk.core.i18n import N_


@dataclass(frozen=True, slots=True)
class Key:
    """`keys` as written by Qt ("Shift+Right"), what the user reads, the name of the command, only for videos?"""

    keys: tuple[str, ...]
    label: str
    command: str
    video: bool = False


KEYS = (
    Key(("Space",), N_("Play or pause"), "toggle_play", True),
    Key(("J",), N_("Play backwards, again: faster"), "shuttle_back", True),
    Key(("K",), N_("Pause"), "pause", True),
    Key(("L",), N_("Play, again: faster"), "shuttle_on", True),
    Key(("Left",), N_("One frame back"), "step_back", True),
    Key(("Right",), N_("One frame on"), "step_on", True),
    Key(("Shift+Left",), N_("Ten frames back"), "step_back_ten", True),
    Key(("Shift+Right",), N_("Ten frames on"), "step_on_ten", True),
    Key(("Ctrl+Left",), N_("Key frame before"), "key_back", True),
    Key(("Ctrl+Right",), N_("Key frame after"), "key_on", True),
    Key(("Home",), N_("First frame"), "first_frame", True),
    Key(("End",), N_("Last frame"), "last_frame", True),
    Key(("[",), N_("In mark"), "mark_in", True),
    Key(("]",), N_("Out mark"), "mark_out", True),
    Key(("\\",), N_("Remove the marks"), "clear_marks", True),
    Key(("/",), N_("Loop between the marks"), "toggle_loop", True),
    Key(("M",), N_("Sound on or off"), "toggle_sound", True),
    Key(("S",), N_("Keep this frame"), "keep_frame", True),
    Key(("C",), N_("Keep what the selected box shows"), "keep_crop"),
    Key(("Ctrl+J",), N_("Go to a frame, time, PTS or citation"), "go_to"),
    Key(("Z",), N_("Fit"), "fit"),
    Key(("Shift+Z",), N_("1:1"), "one_to_one"),
    Key(("+", "=", "Shift++", "Ctrl++", "Ctrl+="), N_("Zoom in"), "zoom_in"),
    Key(("-", "Ctrl+-"), N_("Zoom out"), "zoom_out"),
    Key(("R",), N_("Turn right"), "turn_right"),
    Key(("Shift+R",), N_("Turn left"), "turn_left"),
    Key(("Q",), N_("Loupe"), "toggle_loupe"),
    Key(("E",), N_("Adjust the view"), "adjust"),
    Key(("B",), N_("Annotate"), "toggle_annotate"),
    Key(("Del", "Backspace"), N_("Remove the selected annotation"), "remove_annotation"),
    Key(("Return", "Enter"), N_("Finish the polygon"), "finish_shape"),
    Key(("PgUp",), N_("Previous item"), "previous_item"),
    Key(("PgDown",), N_("Next item"), "next_item"),
    Key(("Ctrl+Shift+C",), N_("Copy citation"), "copy_citation"),
    Key(("Esc",), N_("Back"), "escape"),
)

_BY_SEQUENCE = {sequence: key for key in KEYS for sequence in key.keys}


def key_of(event: QKeyEvent) -> Key | None:
    """The entry for what was pressed; the number pad counts as the other keys."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sequence = QKeySequence(event.key() | modifiers.value).toString(QKeySequence.SequenceFormat.PortableText)
    return _BY_SEQUENCE.get(sequence)
