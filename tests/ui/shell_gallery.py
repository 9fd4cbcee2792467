"""Every component on one sheet, to put beside the design's: `python -m tests.ui.shell_gallery OUT.png [light|dark]`."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication, QWidget

from osintdesk.core import words
from osintdesk.ui import widgets as w
from osintdesk.ui.theme import Mark, install, mark, theme
from osintdesk.ui.theme.marks import SENSITIVITY


def _types() -> QWidget:
    styles = ("display", "title", "heading", "strong", "body", "small", "caption")
    line = w.row(*(w.Label(f"{s.capitalize()}", s) for s in styles), None, space=20)
    other = w.row(
        w.Label("00:01:07.240 #1681", "mono"), w.Label("Суджа"), w.Label("كورسك"), w.Label("库尔斯克"), None, space=20
    )
    return w.Card(w.Label("Type", "caption_strong", "text2"), line, other)


def _chips() -> QWidget:
    statuses = list(words.Status)
    first = w.row(*(w.Chip(mark(s)) for s in statuses[:5]), None)
    second = w.row(*(w.Chip(mark(s)) for s in statuses[5:]), None)
    third = w.row(*(w.Chip(mark(r)) for r in words.Result), w.Chip(SENSITIVITY["graphic"], "Graphic"), None)
    last = w.row(
        w.Chip(Mark("observation", "warn"), "Open observation"), w.Avatar("A. Kaya"), w.Avatar("M. Orel"), None
    )
    return w.Card(
        w.Label("Assessment status, step result, marks", "caption_strong", "text2"), first, second, third, last
    )


def _buttons() -> QWidget:
    rows = []
    for kind, text in (("primary", "Save as step"), ("secondary", "Import…"), ("quiet", "Dismiss…"), ("link", "Undo")):
        off = w.Button(text, kind)
        off.setEnabled(False)
        rows.append(w.row(w.Button(text, kind), w.Button(text, kind, icon="import"), off, None, space=16))
    view = w.Segmented([("grid", "Grid", "view_grid"), ("list", "List", "view_list")], icons_only=True)
    by = w.Segmented([("p", "By pillar", ""), ("t", "By time", ""), ("c", "By claim", "")])
    switches = [w.Switch("on"), w.Switch("off")]
    switches[0].setChecked(True)
    boxes = [w.CheckBox("Low-flying jets", checked=True), w.CheckBox("Smoke near Sudzha")]
    rows.append(
        w.row(view, by, w.IconButton("panel_right", "Inspector", checkable=True), *switches, *boxes, None, space=12)
    )
    return w.Card(w.Label("Buttons", "caption_strong", "text2"), *rows, space=10)


def _fields() -> QWidget:
    form = w.Form(
        [
            w.Field("title", "Title", required=True),
            w.Field("status", "Work status", choices=words.WorkStatus, half=True),
            w.Field("after", "Not after", kind="time", half=True),
            w.Field("note", "Note", kind="lines"),
        ]
    )
    form.set_values({"title": "Two jets pass over a village", "after": "2024-08-06T17:12:00Z"})
    form.problem("after", "Before “not before”. Swap them?")
    return w.Card(w.Label("Fields", "caption_strong", "text2"), form)


def _notices() -> QWidget:
    return w.Card(
        w.Notice("Attached EX-0003 to Low-flying jets.", "accent", icon="attach"),
        w.Notice("3 of 1,200 files could not be read. They are preserved.", "warn", icon="observation"),
        w.Notice("clip_07.mov was not imported: it needs 1.4 GB and the disk has 0.2 GB left.", "bad", icon="bad"),
        w.Notice(
            "The source was never assessed.",
            "warn",
            icon="missing",
            title="What is missing",
            links=[("Assess the source", lambda: None)],
        ),
    )


def _table() -> QWidget:
    columns = [
        w.Column("name", "Exhibit", lambda r: r[0], width=100, strong=True, mark=lambda r: mark(words.MediaKind.VIDEO)),
        w.Column("title", "Title", lambda r: r[1], stretch=True),
        w.Column("status", "Assessment", lambda r: mark(r[2]).label, chip=True, mark=lambda r: mark(r[2]), width=140),
        w.Column("time", "Posted", lambda r: r[3], number=True, width=110),
    ]
    table = w.RecordTable(columns, name="Media")
    table.set_rows(
        [
            ("EX-0012", "Two jets pass over a village at dusk", words.Status.IN_PROGRESS, "6 Aug 18:52"),
            ("EX-0013", "Repost with a logo", words.Status.MISATTRIBUTED, "6 Aug 19:20"),
            ("EX-0015", "Smoke over fields", words.Status.VERIFIED, "6 Aug 17:10"),
        ]
    )
    table.selectRow(1)
    table.setFixedHeight(140)
    return w.Card(table)


def gallery() -> QWidget:
    """The sheet."""
    empty = w.EmptyState(
        "media",
        "No media yet",
        "Photos, videos, audio and documents that you collect appear here.",
        primary=w.Button("Import files…", "primary", icon="import"),
        alternative=w.Button("Paste a link", "quiet"),
    )
    section = w.Section("Verification", "5 of 7 pillars")
    section.body.addWidget(w.Facts([("File", "IMG_4471_repost.mp4"), ("Size", "1920 × 1080, 25 fps, 61 MB")]))
    left = w.column(_types(), _buttons(), _fields(), _notices(), None)
    right = w.column(_chips(), _table(), w.Card(empty), w.Card(section), None)
    page = w.Page()
    page.body.addLayout(w.row(left, right, margins=16))
    return page


def main(out: str, choice: str = "light", scale: str = "1") -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    install(application, choice=choice, text_scale=float(scale))
    sheet = gallery()
    sheet.resize(1440, 900)
    sheet.show()
    application.processEvents()
    sheet.grab().save(out)
    assert theme().tokens.name


if __name__ == "__main__":
    main(*sys.argv[1:])
