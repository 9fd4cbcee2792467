"""Annotations between canvas and case: what is drawn becomes a record, and records are shown on their own frame."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor

from osintdesk.app import annotations as verbs
from osintdesk.core.domain import Annotation
from osintdesk.core.i18n import _
from osintdesk.core.words import AnnotationKind
from osintdesk.ui.viewer.shapes import stored_points
from osintdesk.ui.widgets import Field, Form, FormDialog, Menu

if TYPE_CHECKING:
    from osintdesk.case.case_file import Commit
    from osintdesk.ui.desk import Desk
    from osintdesk.ui.viewer.pane import ViewerPane

Points = list[tuple[float, float]]


class Notes(QObject):
    """The annotations of one item; `media` is set by the page."""

    def __init__(self, desk: Desk, pane: ViewerPane) -> None:
        super().__init__(pane)
        self._desk, self._pane = desk, pane
        self.media = ""
        pane.layer.drawn.connect(self.add)
        pane.layer.changed.connect(self.move)
        pane.layer.text_wanted.connect(self.ask_text)
        pane.layer.opened.connect(self.edit)
        pane.layer.menu_wanted.connect(self.open_menu)

    def _frame(self) -> int | None:
        player = self._pane.player
        return player.number if player is not None else None

    def show(self) -> None:
        """Those of the shown frame on the canvas, those of all frames as dots on the line."""
        player = self._pane.player
        shown = verbs.annotations_of(self._desk.records, self.media, frame=self._frame())
        everywhere = self._desk.records.where(Annotation, media=self.media)
        frames = [(a.frame, a.colour) for a in everywhere if a.frame is not None] if player else []
        self._pane.show_annotations(shown if player is None or not player.is_playing else (), frames)

    def selected(self) -> Annotation | None:
        return self._desk.records.get(Annotation, self._pane.layer.selected)

    def add(self, kind: str, points: Points, name: str = "") -> None:
        """Record a shape on the shown frame, and select it."""
        frame = self._frame()

        def annotate() -> Future[Commit]:
            made, future = verbs.annotate(
                self._desk.session, self.media, kind=kind, points=stored_points(points), frame=frame, name=name
            )
            self._pane.layer.selected = made
            return future

        self._desk.run(annotate, say="")

    def move(self, annotation: str, points: Points) -> None:
        stored = stored_points(points)
        before = self._desk.records.get(Annotation, annotation)
        if before is not None and before.points != stored:
            self._desk.run(lambda: verbs.edit_annotation(self._desk.session, annotation, points=stored), say="")

    def remove(self, annotation: str = "") -> None:
        """Remove this annotation, or the selected one; Undo brings it back."""
        wanted = annotation or self._pane.layer.selected
        if wanted and not self._desk.read_only:
            self._desk.run(lambda: verbs.remove_annotation(self._desk.session, wanted))

    def ask_text(self, points: Points) -> None:
        """Ask what is to be written there."""
        form = Form([Field("text", _("Text"), required=True)])
        dialog = FormDialog(
            self._pane,
            _("Write on the picture"),
            _("The text is part of the case; the file is not touched."),
            form,
            verb=_("Write"),
            on_accept=lambda values: self.add(AnnotationKind.TEXT, points, str(values["text"])),
        )
        dialog.open()

    def edit(self, annotation: str) -> None:
        """Name an annotation and note what it shows."""
        record = self._desk.records.get(Annotation, annotation)
        if record is None or self._desk.read_only:
            return
        name = _("Text") if record.kind == AnnotationKind.TEXT else _("Name")
        form = Form([Field("name", name), Field("note", _("Note"), kind="lines")])
        dialog = FormDialog(
            self._pane,
            _("Annotation {number}").format(number=record.number),
            "",
            form,
            verb=_("Save"),
            values={"name": record.name, "note": record.note},
            on_accept=lambda values: self._desk.run(
                lambda: verbs.edit_annotation(self._desk.session, annotation, **values), say=""
            ),
        )
        dialog.open()

    def open_menu(self, annotation: str) -> None:
        """What can be done with an annotation, where the pointer is."""
        menu = Menu(_("Annotation"), self._pane)
        record = self._desk.records.get(Annotation, annotation)
        free = not self._desk.read_only
        menu.item(_("Name and note…"), partial(self.edit, annotation), icon="edit", enabled=free)
        if record is not None and record.kind == AnnotationKind.BOX:
            crop = partial(self._pane.commanded.emit, "keep_crop")
            menu.item(_("Keep this crop"), crop, icon="crop", enabled=free, shortcut="C")
        menu.item(_("Remove"), partial(self.remove, annotation), icon="remove", enabled=free, shortcut="Del")
        menu.popup(QCursor.pos())
