"""The viewer page: one exhibit at a time, with everything that looking at it needs and what is kept from it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QWidget

from osintdesk.app.matches import matches_of
from osintdesk.core.domain import Arrival, Contents, Media
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import N_, _
from osintdesk.core.text import visible
from osintdesk.core.words import AnnotationKind, MediaKind
from osintdesk.ui.viewer.adjusting import AdjustPopover
from osintdesk.ui.viewer.citation import Citation, read_citation, timecode
from osintdesk.ui.viewer.keeping import Kept, boxed_crop, keep, shown_frame
from osintdesk.ui.viewer.keys import KEYS
from osintdesk.ui.viewer.lens import pixel_text
from osintdesk.ui.viewer.loading import Wanted, pixels_of_bytes, upright_size
from osintdesk.ui.viewer.narrowing import GivesWay, give_way
from osintdesk.ui.viewer.notes import Notes
from osintdesk.ui.viewer.pane import ViewerPane
from osintdesk.ui.viewer.places import frame_of
from osintdesk.ui.viewer.raster import Raster
from osintdesk.ui.viewer.toolbox import ToggleButton, ZoomControl
from osintdesk.ui.widgets import (
    Button,
    ElidedLabel,
    EmptyState,
    Field,
    Form,
    FormDialog,
    IconButton,
    Label,
    Page,
    Toolbar,
    hairline,
)

if TYPE_CHECKING:
    from osintdesk.case.case_file import Commit
    from osintdesk.ui.actions import Commands
    from osintdesk.ui.desk import Desk

_NO_VIEW = {
    MediaKind.DOCUMENT: ("kind_document", N_("A document"), N_("It is preserved; its facts are in the inspector.")),
    MediaKind.OTHER: (
        "kind_other",
        N_("A file of another kind"),
        N_("It is preserved; its facts are in the inspector."),
    ),
}
_LOOKED_AT = (MediaKind.IMAGE, MediaKind.VIDEO)
_NARROWEST = 480
_TITLE = 130


class ViewerPage(Page):
    """Shown by `desk.navigate("viewer", media=sha, frame=…, items=…)`; Previous and Next go through `items`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.media = ""
        self._items: tuple[str, ...] = ()
        self._wanted: Citation | None = None
        self.pane = ViewerPane()
        self.notes = Notes(desk, self.pane)
        self.number, self.title = Label("", "strong"), ElidedLabel("", "body", "text2")
        self.place = Label("", "body", "text2")
        self.title.setMinimumWidth(_TITLE)
        self.zoom = ZoomControl()
        self.adjusting = AdjustPopover()
        self._make_buttons()
        self.bar = self._toolbar()
        super().__init__(self.bar, self.pane)
        self.body.setStretch(1, 1)
        self.empty = EmptyState("kind_image", _("Nothing is open"), _("Open an exhibit from Media to look at it here."))
        self.body.addWidget(self.empty, 1)
        self._connect()
        self._show_empty(True)

    # Making

    def _make_buttons(self) -> None:
        self.back = IconButton("back", _("Back"), on=self.desk.back, shortcut="Esc")
        self.previous = IconButton("previous", _("Previous item"), on=lambda: self.step_item(-1), shortcut="PgUp")
        self.next = IconButton("next", _("Next item"), on=lambda: self.step_item(1), shortcut="PgDn")
        self.loupe = IconButton("loupe", _("Loupe"), checkable=True, shortcut="Q")
        self.adjust = IconButton("adjust", _("Adjust the view"), on=self.open_adjusting, shortcut="E")
        self.rotate = IconButton(
            "rotate_right", _("Turn the view"), on=lambda: self.pane.canvas.rotate(1), shortcut="R"
        )
        self.annotate = ToggleButton("annotation", _("Annotate"), on=self.toggle_annotate, shortcut="B")
        self.annotate_small = IconButton(
            "annotation", _("Annotate"), on=self.toggle_annotate, checkable=True, shortcut="B"
        )
        self.compare = Button(_("Compare"), icon="compare", on=self.open_compare)
        self.compare_small = IconButton("compare", _("Compare"), on=self.open_compare)
        self.keep = Button(_("Keep frame"), "primary", icon="keep_frame", on=self.keep_frame, tip="S")

    def _toolbar(self) -> Toolbar:
        bar = Toolbar(
            *(self.back, self.number, self.title, self.place, self.previous, self.next, _divider(), self.zoom),
            *(
                self.loupe,
                self.adjust,
                self.rotate,
                _divider(),
                self.annotate,
                self.annotate_small,
                self.compare,
                self.compare_small,
                self.keep,
            ),
        )
        bar.box.setStretchFactor(self.title, 1)
        bar.setMinimumWidth(_NARROWEST)
        return bar

    def _connect(self) -> None:
        pane = self.pane
        pane.commanded.connect(self.command)
        pane.frame_shown.connect(lambda _number: self._show_frame())
        pane.status_changed.connect(self._tell_status)
        pane.said.connect(partial(self.desk.message, kind="info"))
        pane.canvas.view_changed.connect(self._show_zoom)
        self.zoom.changed.connect(lambda key: pane.canvas.fit() if key == "fit" else pane.canvas.one_to_one())
        self.zoom.scale_chosen.connect(pane.canvas.scale_to)
        self.loupe.toggled.connect(pane.loupe.toggle)
        self.adjusting.changed.connect(pane.canvas.set_look)
        self.desk.changed.connect(self._take_commit)
        self.desk.revealed_changed.connect(pane.canvas.reveal)
        self.desk.preferences_changed.connect(self._show_hidden)
        self.desk.closing.connect(self.close_page)

    # Opening

    def shown(self, **arguments: object) -> None:
        """`media` (SHA-256), and perhaps `frame`, `seconds`, `items`."""
        items = arguments.get("items")
        if isinstance(items, Sequence) and not isinstance(items, str):
            self._items = tuple(str(item) for item in items)
        media, frame = arguments.get("media"), arguments.get("frame")
        if isinstance(media, str) and media:
            self.open(media, frame=frame if isinstance(frame, int) else None)
        elif not self.media and self.desk.selection:
            self.open(self.desk.selection[0])
        self.pane.canvas.setFocus()

    def open(self, media: str, *, frame: int | None = None) -> None:
        """Show an exhibit; a frame that is named is gone to as soon as the video is open."""
        item = self.desk.records.get(Media, media)
        if item is None or item.deleted:
            return
        if media != self.media or self.pane.trouble is not None:
            self.media = self.notes.media = media
            self._show_empty(False)
            self.adjusting.reset()
            self._open_item(item)
            self.desk.select([media])
        self._show_title(item)
        self._give_way()
        if frame is not None:
            self._go_to_frame(frame)

    def _open_item(self, item: Media) -> None:
        contents = self.desk.records.get(Contents, item.id)
        is_video = item.kind == MediaKind.VIDEO
        looked_at = item.kind in _LOOKED_AT
        for widget in (self.annotate, self.annotate_small, self.zoom, self.loupe, self.adjust, self.rotate):
            widget.setVisible(looked_at)
        self.keep.setVisible(is_video)
        self.keep.setEnabled(not self.desk.read_only)
        path, thumbnail = self.desk.session.original(item.id), self.desk.cache.thumbnail(item.id)
        size = upright_size(contents)
        if is_video:
            pixels = pixels_of_bytes(thumbnail) if thumbnail else None
            first = Raster(pixels, size) if pixels is not None and size is not None else None
            silent = contents is not None and not contents.audio_codec
            self.pane.open_video(path, has_sound=not silent, hidden=self._hidden(item), first=first)
        elif item.kind == MediaKind.AUDIO:
            length = (contents.duration_ms or 0) / 1000 if contents is not None else 0.0
            self.pane.open_recording(path, length=length, picture=thumbnail)
        elif item.kind == MediaKind.IMAGE:
            self.pane.open_picture(Wanted(path, size, thumbnail), hidden=self._hidden(item))
        else:
            icon, heading, sentence = _NO_VIEW.get(MediaKind(item.kind), _NO_VIEW[MediaKind.OTHER])
            self.pane.show_other(icon, _(heading), _(sentence))
        self.notes.show()

    def _hidden(self, item: Media) -> str:
        return _("graphic violence") if item.graphic and self.desk.preferences.hide_graphic else ""

    def _show_hidden(self) -> None:
        item = self.desk.records.get(Media, self.media)
        if item is not None and self._hidden(item) != self.pane.canvas.hidden_reason:
            self.pane.canvas.hide_picture(self._hidden(item))
            self.pane.strip.update()

    def _show_empty(self, empty: bool) -> None:
        self.empty.setVisible(empty)
        self.pane.setVisible(not empty)

    def _show_title(self, item: Media) -> None:
        self.number.setText(item.number)
        self.title.setText(visible(item.title or self._first_name(item)))
        items = self.items()
        here = items.index(item.id) + 1 if item.id in items else 0
        self.place.setText(_("{n} of {m}").format(n=here, m=len(items)) if here else "")
        self.previous.setEnabled(here > 1)
        self.next.setEnabled(0 < here < len(items))
        self.pane.canvas.setAccessibleName(f"{item.number}, {item.title or _(item.kind)}")

    def _first_name(self, item: Media) -> str:
        return next((arrival.name for arrival in self.desk.records.where(Arrival, media=item.id)), "")

    def items(self) -> tuple[str, ...]:
        """What Previous and Next go through: what was given, else all by exhibit number."""
        records = self.desk.records
        known = [m for m in self._items if (found := records.get(Media, m)) is not None and not found.deleted]
        if self.media in known:
            return tuple(known)
        return tuple(m.id for m in sorted(records.all(Media), key=lambda m: m.exhibit))

    def step_item(self, by: int) -> None:
        items = self.items()
        if self.media in items:
            place = items.index(self.media) + by
            if 0 <= place < len(items):
                self.open(items[place])

    # Commands

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of the table, those of videos only where there is one."""
        return [(key.keys[0], key.label) for key in KEYS if self.pane.player is not None or not key.video]

    def commands(self) -> Commands:
        """What the window's actions do here."""
        return {"copy_citation": self.copy_citation}

    def command(self, name: str) -> None:
        """What the pane could not do alone."""
        act = {
            "keep_frame": self.keep_frame,
            "copy_citation": self.copy_citation,
            "previous_item": lambda: self.step_item(-1),
            "next_item": lambda: self.step_item(1),
            "toggle_annotate": self.toggle_annotate,
            "toggle_loupe": self.loupe.toggle,
            "adjust": self.open_adjusting,
            "go_to": self.ask_place,
            "remove_annotation": self.notes.remove,
            "keep_crop": self.keep_crop,
            "escape": self.escape,
        }.get(name)
        if act is not None:
            act()

    def open_adjusting(self) -> None:
        self.adjusting.open_below(self.adjust)

    def toggle_annotate(self) -> None:
        on = not self.pane.annotating
        self.pane.set_annotating(on)
        for button in (self.annotate, self.annotate_small):
            button.setChecked(on)

    def escape(self) -> None:
        """Out of what was begun last: a shape, the tools, the page."""
        if self.pane.layer.draft is not None:
            self.pane.layer.set_draft(None)
        elif self.pane.annotating:
            self.toggle_annotate()
        else:
            self.desk.back()

    def citation(self) -> Citation | None:
        """What is seen now, as it is cited."""
        item = self.desk.records.get(Media, self.media)
        player = self.pane.player
        if item is None:
            return None
        if player is None or player.number < 0:
            return Citation(item.exhibit)
        return Citation(item.exhibit, player.seconds(), player.number)

    def copy_citation(self) -> None:
        citation = self.citation()
        if citation is not None:
            QGuiApplication.clipboard().setText(str(citation))
            self.desk.message(_("Copied {citation}.").format(citation=citation), icon="citation")

    def open_citation(self, text: str) -> None:
        """Go to what a citation names; UsageError when there is no such exhibit."""
        citation = read_citation(text)
        media = self.desk.records.exhibit(citation.exhibit)
        self.open(media.id)
        self._wanted = citation
        self._go_to_wanted()

    def ask_place(self) -> None:
        """Ask for a frame, time, PTS or citation, and go there."""
        hint = _("1681, 00:01:07.240, 67.24 s, pts 860672 or EX-0012@00:01:07.240#1681")
        form = Form([Field("place", _("Frame, time, PTS or citation"), required=True, hint=hint, kind="mono")])
        dialog = FormDialog(
            self, _("Go to"), "", form, verb=_("Go"), on_accept=lambda values: self.go_to(str(values["place"]))
        )
        dialog.open()

    def go_to(self, text: str) -> None:
        """Show the place that `text` names; UsageError when there is none."""
        if text.strip().upper().startswith("EX"):
            self.open_citation(text)
            return
        player = self.pane.player
        if player is None or not player.index:
            raise UsageError(_("This exhibit has no frames. Write a citation such as EX-0012."))
        player.show(frame_of(text, player.index))

    def _go_to_frame(self, frame: int) -> None:
        item = self.desk.records.get(Media, self.media)
        self._wanted = Citation(item.exhibit if item else 0, None, frame)
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        """Now if the video is open, else when it is."""
        player, wanted = self.pane.player, self._wanted
        if player is None or wanted is None:
            self._wanted = None
        elif player.index:
            self._wanted = None
            frame = wanted.frame if wanted.frame is not None else player.index.at(wanted.seconds or 0)
            player.show(frame)

    def open_compare(self) -> None:
        """The pairs of this exhibit; when it has none, another one to lay beside it is asked for."""
        if matches_of(self.desk.records, self.media):
            self.desk.navigate("matches", media=self.media)
            return
        others = [m for m in self.desk.records.all(Media) if m.id != self.media and m.kind in _LOOKED_AT]
        named = [(m.id, f"{m.number}  {visible(m.title)}") for m in sorted(others, key=lambda m: m.exhibit)]
        form = Form([Field("other", _("Compare with"), choices=named)])
        dialog = FormDialog(
            self,
            _("Compare"),
            _("Lay another picture or video beside this one."),
            form,
            verb=_("Compare"),
            on_accept=lambda values: self.desk.navigate("matches", a=self.media, b=str(values["other"])),
        )
        dialog.accept_button.setEnabled(bool(named))
        dialog.open()

    def keep_frame(self) -> None:
        """Make the shown frame an exhibit of its own, with what is needed to make it again."""
        player, item = self.pane.player, self.desk.records.get(Media, self.media)
        if player is None or item is None or self.desk.read_only:
            return
        player.pause()
        self._keep(item, shown_frame(item, player))

    def keep_crop(self) -> None:
        """Make what the selected box shows an exhibit of its own."""
        picture, box = self.pane.canvas.picture, self.notes.selected()
        item = self.desk.records.get(Media, self.media)
        if not isinstance(picture, Raster) or picture.is_reduced or item is None or self.desk.read_only:
            return
        if box is None or box.kind != AnnotationKind.BOX:
            self.desk.message(_("Select a box first: what it shows is kept."), kind="info")
            return
        if self.pane.player is not None:
            self.pane.player.pause()
        self._keep(item, boxed_crop(item, picture.pixels, box, self.pane.player))

    def _keep(self, item: Media, kept: Kept | None) -> None:
        if kept is not None:
            keep(self.desk, item, kept, self)

    # What changes

    def _take_commit(self, commit: Commit) -> None:
        tables = {reference.partition(":")[0] for reference in commit.changed}
        if "annotation" in tables:
            self.notes.show()
        item = self.desk.records.get(Media, self.media)
        if item is not None and tables & {"media", "contents"}:
            self._show_title(item)
            self._show_hidden()

    def _show_frame(self) -> None:
        if self._wanted is not None:
            self._go_to_wanted()
        self.notes.show()
        self._tell_status()

    def _show_zoom(self) -> None:
        view = self.pane.canvas.view
        self.zoom.show_scale(view.scale, view.fitted)

    def _tell_status(self) -> None:
        if self.isVisible():
            self.status_changed.emit(self.status())

    def status(self) -> str:
        """`EX-0012@00:01:07.240#1681  In … Out … (37.5 s)`, and the pixel under the pointer."""
        parts = [str(self.citation() or ""), self._marks_text()]
        if self.pane.pointed is not None:
            parts.append(pixel_text(self.pane.canvas, self.pane.pointed))
        return "   ".join(part for part in parts if part)

    def _marks_text(self) -> str:
        player = self.pane.player
        if player is None or not player.index or (player.marks.first is None and player.marks.last is None):
            return ""
        first, last = player.marks.span(len(player))
        start, end = player.seconds(first), player.seconds(last)
        return _("In {start}  Out {end}  ({seconds} s)").format(
            start=timecode(start), end=timecode(end), seconds=f"{float(end - start):.1f}"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        """When narrow, labels of secondary buttons go first, then what is used least."""
        looking = bool(self.media) and self.zoom.isVisibleTo(self)
        order = [GivesWay(self.compare, self.compare_small), GivesWay(self.place)]
        order += [GivesWay(self.annotate, self.annotate_small), GivesWay(self.rotate)] if looking else []
        order.append(GivesWay(self.title))
        give_way(self.bar.box, self.width(), order)

    def close_page(self) -> None:
        """End the threads of what is open; the window calls it before the case is closed."""
        self.pane.close_item()
        self.media = ""


def _divider() -> QWidget:
    line = hairline(vertical=True)
    line.setFixedHeight(20)
    return line
