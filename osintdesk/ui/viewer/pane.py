"""The viewer without the case: canvas, transport, strip and tools for one picture or video.

What needs the case (keeping frames, annotations, citations) is told by signals; the page answers them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from osintdesk.core.domain import Annotation
from osintdesk.core.i18n import _
from osintdesk.ui.theme import theme
from osintdesk.ui.viewer.annotating import AnnotationLayer, DrawTool, SelectTool
from osintdesk.ui.viewer.canvas import KEY_STEP, Canvas
from osintdesk.ui.viewer.keys import key_of
from osintdesk.ui.viewer.lens import Loupe, MeasureTool, Veil
from osintdesk.ui.viewer.loading import PictureLoader, Wanted
from osintdesk.ui.viewer.player import Marks, Player
from osintdesk.ui.viewer.raster import Raster
from osintdesk.ui.viewer.recording import Recording
from osintdesk.ui.viewer.scrubber import Scrubber
from osintdesk.ui.viewer.sound import Sound
from osintdesk.ui.viewer.strip import SmallFrames, Strip
from osintdesk.ui.viewer.toolbox import Toolbox
from osintdesk.ui.viewer.transport import Transport
from osintdesk.ui.widgets import EmptyState, column, hairline, panel


class ViewerPane(QWidget):
    """Shows one item; `command(name)` does what a key or button of `viewer.keys` asks for."""

    frame_shown = Signal(int)
    status_changed = Signal()
    failed = Signal(str)
    said = Signal(str)
    commanded = Signal(str)
    """A command that the page must carry out: keep_frame, copy_citation, previous_item, …"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.player: Player | None = None
        self._frames: SmallFrames | None = None
        self._sound: Sound | None = None
        self.pointed: tuple[int, int] | None = None
        self.annotating = False
        self.canvas = Canvas()
        self.canvas.ground = lambda: theme().colour("canvas")
        self.canvas.greyscale = lambda: theme().greyscale
        self.canvas.veil = Veil()
        self.canvas.setAccessibleName(_("Picture"))
        self.loader = PictureLoader(self)
        self.layer = AnnotationLayer(self.canvas)
        self.loupe = Loupe(self.canvas)
        self.measure = MeasureTool(self.canvas)
        self.toolbox = Toolbox(self.canvas)
        self.scrubber, self.transport, self.strip = Scrubber(), Transport(), Strip()
        self.trouble: QWidget | None = None
        """What stands in the picture's place: why it cannot be shown, or a recording."""
        self._build()
        self._connect()
        self.close_item()

    def _build(self) -> None:
        self.timing: QFrame = panel(
            column(self.scrubber, self.transport, self.strip, space=8, margins=(16, 8, 16, 8)), "surface"
        )
        self._line = hairline()
        self._box = column(self.canvas, self._line, self.timing, space=0)
        self._box.setStretch(0, 1)
        self.setLayout(self._box)
        self.toolbox.move(12, 12)
        self.toolbox.hide()

    def _connect(self) -> None:
        self.loader.arrived.connect(self._show_raster)
        self.loader.failed.connect(self._show_trouble)
        self.scrubber.scrubbed.connect(self.show_frame)
        self.strip.chosen.connect(self.show_frame)
        self.strip.is_hidden = lambda: self.canvas.is_veiled
        self.canvas.reveal_changed.connect(self.strip.update)
        self.canvas.pointed.connect(self._take_pointer)
        self.toolbox.chosen.connect(self._take_tool)
        self.transport.sound_toggled.connect(lambda _on: self.toggle_sound())
        self.transport.citation_wanted.connect(lambda: self.commanded.emit("copy_citation"))
        theme().changed.connect(self.canvas.picture_changed)
        theme().greyscale_changed.connect(self.canvas.picture_changed)

    # What is shown

    def open_picture(self, wanted: Wanted, *, hidden: str = "") -> None:
        """Show a picture; `hidden` says why it is veiled."""
        self._begin(hidden)
        self.loader.load(wanted)

    def open_video(self, path: Path, *, has_sound: bool, hidden: str = "", first: Raster | None = None) -> None:
        """Open a video on its first frame, silent and standing; `first` is shown until that is decoded."""
        self._begin(hidden)
        if first is not None:
            self.canvas.show_picture(first)
        self.player = Player(path, self)
        self._frames = SmallFrames(path, self)
        self._sound = Sound(path, self.player) if has_sound else None
        self.player.frame_shown.connect(self._show_frame)
        self.player.failed.connect(self._show_trouble)
        self.player.marks_changed.connect(self.status_changed)
        self.scrubber.set_player(self.player)
        self.transport.set_player(self.player)
        self.transport.set_sound(False, has_sound)
        self.strip.set_player(self.player, self._frames)
        self._show_timing(True)

    def _begin(self, hidden: str) -> None:
        self.close_item()
        self.canvas.hide_picture(hidden)

    def close_item(self) -> None:
        """Let go of what is shown: threads end, files are closed."""
        self.loader.forget()
        self.canvas.show_picture(None)
        self._clear_trouble()
        self.measure.clear()
        self.layer.set_draft(None)
        self.layer.show_annotations(())
        self._show_timing(False)
        for widget in (self.scrubber, self.transport):
            widget.set_player(None)
        self.strip.set_player(None, None)
        self._close_player()

    def _close_player(self) -> None:
        parts: tuple[Sound | SmallFrames | Player | None, ...] = (self._sound, self._frames, self.player)
        self._sound = self._frames = self.player = None
        for part in parts:
            if part is not None:
                part.close()

    def _show_timing(self, shown: bool) -> None:
        self._line.setVisible(shown)
        self.timing.setVisible(shown)

    def _show_raster(self, raster: Raster) -> None:
        first = self.canvas.picture is None
        self.canvas.show_picture(raster, keep_view=not first)
        if first:
            self.canvas.fit()
        self.status_changed.emit()

    def _show_frame(self, number: int) -> None:
        if self.player is not None and self.player.raster is not None:
            self._show_raster(self.player.raster)
            self.frame_shown.emit(number)

    def _show_trouble(self, reason: str) -> None:
        """What cannot be shown is said in the picture's place; the original is preserved all the same."""
        self.failed.emit(reason)
        if self.canvas.picture is not None and self.player is not None and self.player.number >= 0:
            return
        self._clear_trouble()
        self._show_timing(False)
        self._instead_of_picture(EmptyState("unreadable", _("This cannot be shown"), reason, parent=self))

    def open_recording(self, path: Path, *, length: float, picture: bytes | None) -> None:
        """Show the waveform of a recording, silent and standing at its beginning."""
        self._begin("")
        recording = Recording(path, length=length, picture=picture, parent=self)
        recording.said.connect(self.said)
        self._instead_of_picture(recording)
        recording.setFocus()

    def show_other(self, icon: str, heading: str, sentence: str) -> None:
        """An item that is not looked at here: a document, a recording of sound."""
        self._begin("")
        self._instead_of_picture(EmptyState(icon, heading, sentence, parent=self))

    def _instead_of_picture(self, widget: QWidget) -> None:
        self.trouble = widget
        self.canvas.hide()
        self._box.insertWidget(0, widget, 1)

    def _clear_trouble(self) -> None:
        if self.trouble is not None:
            self.trouble.hide()
            self.trouble.deleteLater()
            self.trouble = None
        self.canvas.show()

    def show_frame(self, number: int) -> None:
        if self.player is not None:
            self.player.show(number)

    def show_annotations(self, annotations: Sequence[Annotation], frames: Sequence[tuple[int, int]] = ()) -> None:
        """Annotations of what is shown now; `frames`: (frame, colour) of every annotation of the video."""
        self.layer.show_annotations(annotations)
        self.scrubber.set_notes(frames)

    # Tools

    def set_annotating(self, on: bool) -> None:
        self.annotating = on
        self.toolbox.setVisible(on)
        self.toolbox.raise_()
        self._take_tool(self.toolbox.current if on else "")

    def _take_tool(self, key: str) -> None:
        self.layer.set_draft(None)
        self.measure.clear()
        match key:
            case "":
                self.canvas.tool = None
            case "select":
                self.canvas.tool = SelectTool(self.layer)
            case "measure":
                self.canvas.tool = self.measure
            case _:
                self.canvas.tool = DrawTool(self.layer, key)
        self.canvas.show_cursor()

    def _take_pointer(self, at: tuple[int, int] | None) -> None:
        self.pointed = at
        self.status_changed.emit()

    # Commands

    def command(self, name: str) -> bool:
        """Do what a key asks for; False when the pane cannot, and the page must."""
        act = self._commands().get(name) or (self._video_commands(self.player).get(name) if self.player else None)
        if act is None:
            return False
        act()
        return True

    def _commands(self) -> dict[str, Callable[[], object]]:
        canvas = self.canvas
        return {
            "fit": canvas.fit,
            "one_to_one": canvas.one_to_one,
            "zoom_in": lambda: canvas.zoom(KEY_STEP),
            "zoom_out": lambda: canvas.zoom(1 / KEY_STEP),
            "turn_right": lambda: canvas.rotate(1),
            "turn_left": lambda: canvas.rotate(-1),
            "finish_shape": self._finish_shape,
        }

    def _video_commands(self, player: Player) -> dict[str, Callable[[], object]]:
        return {
            "toggle_play": player.toggle,
            "shuttle_back": lambda: player.shuttle(-1),
            "pause": player.pause,
            "shuttle_on": lambda: player.shuttle(1),
            "step_back": lambda: player.step(-1),
            "step_on": lambda: player.step(1),
            "step_back_ten": lambda: player.step(-10),
            "step_on_ten": lambda: player.step(10),
            "key_back": lambda: player.step_key(-1),
            "key_on": lambda: player.step_key(1),
            "first_frame": lambda: player.show(0),
            "last_frame": lambda: player.show(len(player) - 1),
            "mark_in": player.mark_in,
            "mark_out": player.mark_out,
            "clear_marks": lambda: player.set_marks(Marks()),
            "toggle_loop": self.transport.loop.toggle,
            "toggle_sound": self.toggle_sound,
        }

    def _finish_shape(self) -> None:
        if isinstance(self.canvas.tool, DrawTool):
            self.canvas.tool.finish()

    def toggle_sound(self) -> None:
        if self._sound is not None:
            was_on, on = self._sound.is_on, self._sound.toggle()
            self.transport.set_sound(on, True)
            if not was_on and not on:
                self.said.emit(_("This computer has no sound device that can be used."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_V and not event.modifiers() and not event.isAutoRepeat():
            self.canvas.reveal(True)
            return
        key = key_of(event)
        if key is None or (key.video and self.player is None):
            super().keyPressEvent(event)
        elif not self.command(key.command):
            self.commanded.emit(key.command)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_V and not event.isAutoRepeat():
            self.canvas.reveal(False)
        else:
            super().keyReleaseEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing plays where nobody looks."""
        if self.player is not None:
            self.player.pause()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.strip.setVisible(self.height() > 420)
