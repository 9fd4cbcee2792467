"""The media page with a real case: tiles, filters, search, selection, bulk edits, hidden pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from osintdesk.app.search import NOT_ATTACHED, Filters
from osintdesk.case.case_file import put
from osintdesk.core import words
from osintdesk.core.domain import Attachment, Incident, Media, Tag
from osintdesk.ui.desk import Desk
from osintdesk.ui.pages.media import MediaPage
from osintdesk.ui.pages.media.bulk import AttachDialog, SensitivityDialog, TagDialog
from osintdesk.ui.pages.media.facets import ROW, FacetModel, rows_of
from osintdesk.ui.pages.media.model import TILE, MediaModel
from osintdesk.ui.pages.media.query import ORDERS, Asked, Query, query_from
from osintdesk.ui.pages.media.tiles import tile_of
from osintdesk.ui.theme import theme
from osintdesk.ui.widgets import EmptyState
from tests.ui.shell_case import PATIENCE, media_records, sha_of

Fatal = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[MediaPage]:
    made = MediaPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    desk.actions.set_page(made.commands())
    qtbot.waitUntil(lambda: made.model.rowCount() == 20, timeout=PATIENCE)
    yield made


def incident_named(desk: Desk, title: str) -> str:
    return next((i.id for i in desk.records.all(Incident) if i.title == title), "")


def shown(page: MediaPage) -> list[str]:
    return [page.model.tile(row).number for row in range(page.model.rowCount())]


def narrowed(page: MediaPage, qtbot: QtBot, query: Query) -> list[str]:
    serial = page._serial
    page.set_query(query)
    qtbot.waitUntil(
        lambda: page._serial > serial and page._answer is not None and page.model.ids == list(page._answer.ids)
    )
    qtbot.wait(60)
    return shown(page)


def test_the_models_are_sound(desk: Desk) -> None:
    media, facets = MediaModel(lambda: desk.records), FacetModel()
    testers = QAbstractItemModelTester(media, Fatal), QAbstractItemModelTester(facets, Fatal)
    found = Asked(desk.session).answer(Query())
    media.set_ids(found.ids[:10])
    media.set_ids(found.ids)
    media.set_ids(found.ids[::-1])
    media.refresh({found.ids[0]})
    facets.set_rows(rows_of(desk.records, Filters(), found.counts, ()))
    facets.set_rows(rows_of(desk.records, Filters(kinds=frozenset({"video"})), found.counts, {"kinds"}))
    media.set_ids([])
    assert all(testers)


@pytest.mark.parametrize(
    ("number", "state", "second"),
    [(1, "rest", "6 Aug 2024 19:01"), (18, "reading", "Reading…"), (19, "unreadable", "Preserved, 4.1\u202fMB")],
)
def test_a_tile_says_how_it_stands(desk: Desk, number: int, state: str, second: str) -> None:
    tile = tile_of(desk.records, sha_of(number))
    assert (tile.number, tile.state, tile.second) == (f"EX-{number:04d}", state, second)


def test_a_tile_is_spoken_whole(desk: Desk) -> None:
    assert tile_of(desk.records, sha_of(1)).spoken == (
        "EX-0001, video, 12 s, In progress, 3 matches, Generated evening 1"
    )
    assert "header cut off" in tile_of(desk.records, sha_of(19)).spoken


def test_an_original_that_is_gone_is_never_hidden(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.original(sha_of(4)).unlink()
    page._asked = Asked(desk.session)
    page.ask()
    qtbot.waitUntil(lambda: page.model.tile(3).state == "missing", timeout=PATIENCE)
    assert page.model.tile(3).second == "Original missing"


def test_filters_of_a_group_add_and_groups_narrow(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    jets, convoy = incident_named(desk, "Low-flying jets"), incident_named(desk, "Convoy on the E38")
    one = narrowed(page, qtbot, Query(filters=Filters(incidents=frozenset({jets}))))
    both = narrowed(page, qtbot, Query(filters=Filters(incidents=frozenset({jets, convoy}))))
    videos = narrowed(
        page, qtbot, Query(filters=Filters(incidents=frozenset({jets, convoy}), kinds=frozenset({"video"})))
    )
    assert set(one) < set(both) and set(videos) < set(both)


def test_counts_say_what_a_choice_would_leave(desk: Desk) -> None:
    asked = Asked(desk.session)
    counts = asked.answer(Query(filters=Filters(kinds=frozenset({"image"})))).counts
    for kind, number in counts["kinds"].items():
        assert number == len(asked.answer(Query(filters=Filters(kinds=frozenset({kind})))).ids)
    for status, number in counts["statuses"].items():
        filters = Filters(kinds=frozenset({"image"}), statuses=frozenset({status}))
        assert number == len(asked.answer(Query(filters=filters)).ids)


def test_words_are_found_in_every_value(page: MediaPage, qtbot: QtBot) -> None:
    assert narrowed(page, qtbot, Query(words="IMG_4407")) == ["EX-0007"]
    assert narrowed(page, qtbot, Query(words="kind:audio")) == ["EX-0017"]
    assert narrowed(page, qtbot, Query(words="tag:evening")) == ["EX-0001"]


def test_nothing_found_says_so_and_offers_the_way_out(page: MediaPage, qtbot: QtBot) -> None:
    assert narrowed(page, qtbot, Query(words="nowhere")) == []
    empty = page._views.currentWidget()
    assert isinstance(empty, EmptyState) and empty.accessibleName() == "Nothing found"
    page.clear()
    qtbot.waitUntil(lambda: page.model.rowCount() == 20, timeout=PATIENCE)
    assert page._views.currentWidget() is page.grid


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_shows_every_item(page: MediaPage, qtbot: QtBot, order: str) -> None:
    assert len(narrowed(page, qtbot, Query(words="IMG", order=order))) == 20


def test_a_query_is_remembered_and_odd_ones_are_passed_over(desk: Desk) -> None:
    query = Query("smoke", Filters(incidents=frozenset({NOT_ATTACHED}), posted=("2024-08-05", "")), "seen")
    assert query_from(query.to_json()) == query
    assert query_from({"groups": {"kinds": 3}, "order": "luck", "posted": [1]}) == Query()
    assert query_from("nonsense") == Query()


def test_the_arrows_move_and_shift_extends(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    page.select_one(sha_of(1))
    qtbot.keyClick(page.grid, Qt.Key.Key_Right)
    qtbot.keyClick(page.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    columns = page.grid.columns
    assert len(desk.selection) == columns + 1
    assert desk.selection[0] == sha_of(2 + columns)


def test_arrows_follow_the_eye_from_right_to_left(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    page.grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    page.select_one(sha_of(1))
    qtbot.keyClick(page.grid, Qt.Key.Key_Left)
    assert desk.selection == (sha_of(2),)
    assert page.grid.rect_of(0).left() > page.grid.rect_of(1).left()


def test_what_is_under_the_pointer_is_what_is_painted_there(page: MediaPage) -> None:
    for row in range(page.model.rowCount()):
        rect = page.grid.rect_of(row)
        if page.grid.viewport().rect().contains(rect):
            assert page.grid.indexAt(rect.center()).row() == row
            assert page.grid.indexAt(rect.topLeft() - QPoint(2, 2)).row() != row


def test_columns_fill_the_width_at_any_size(page: MediaPage, qtbot: QtBot) -> None:
    for width in (900, 1000, 1234, 1600):
        page.resize(width, 700)
        for wanted in (120, 200, 320):
            page.grid.set_tile_width(wanted)
            last = page.grid.rect_of(page.grid.columns - 1)
            free = page.grid.viewport().width() - last.right()
            assert 0 < free <= 11 + page.grid.columns


def test_adding_an_item_does_not_move_what_one_looks_at(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    page.grid.set_tile_width(320)
    page.grid.verticalScrollBar().setValue(137)
    page.select_one(sha_of(4))
    before = page.grid.verticalScrollBar().value(), page.grid.rect_of(5)
    desk.session.commit("Import", media_records(21, [])).result()
    qtbot.waitUntil(lambda: page.model.rowCount() == 21, timeout=PATIENCE)
    assert (page.grid.verticalScrollBar().value(), page.grid.rect_of(5)) == before
    assert desk.selection == (sha_of(4),)


def test_grid_and_list_share_the_selection(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    page.select_one(sha_of(3))
    page.set_view("list")
    assert page._views.currentWidget() is page.table
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert desk.selection == (sha_of(4),)
    page.set_view("grid")
    assert desk.selection == (sha_of(4),)


def test_select_all_takes_every_item(page: MediaPage, desk: Desk) -> None:
    desk.actions.trigger("select_all")
    assert len(desk.selection) == 20
    desk.actions.trigger("select_none")
    assert desk.selection == ()


def test_items_are_attached_and_it_can_be_undone(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    smoke = incident_named(desk, "Smoke near Sudzha")
    page.select_all()
    dialog = AttachDialog(desk, desk.selection)
    qtbot.addWidget(dialog)
    dialog.incident.set_value(smoke)
    dialog.role.set_value(words.Role.CONTEXT)
    with qtbot.waitSignal(desk.told, timeout=PATIENCE) as told:
        dialog.accept()
    assert told.args[0].text == "Attached 20 items to Smoke near Sudzha."
    assert {a.role for a in desk.records.where(Attachment, incident=smoke)} == {"context"}
    undo = dict(told.args[0].actions)["Undo"]
    with qtbot.waitSignal(desk.changed, timeout=PATIENCE):
        undo()
    assert desk.records.where(Attachment, incident=smoke) == []


def test_items_go_to_an_incident_made_on_the_way(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    dialog = AttachDialog(desk, [sha_of(5)])
    qtbot.addWidget(dialog)
    dialog.incident.set_value("new")
    dialog.accept()
    assert dialog.trouble.text().startswith("An incident needs a title")
    dialog.title.setText("Bridge over the Seym")
    dialog.accept()
    qtbot.waitUntil(
        lambda: any(desk.records.where(Attachment, incident=incident_named(desk, "Bridge over the Seym"))),
        timeout=PATIENCE,
    )


def test_a_tag_is_put_on_and_taken_off(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    dialog = TagDialog(desk, [sha_of(2), sha_of(3)])
    qtbot.addWidget(dialog)
    dialog.name.setText("dusk")
    with qtbot.waitSignal(desk.changed, timeout=PATIENCE):
        dialog.accept()
    assert "dusk" in {tag.name for tag in desk.records.all(Tag)}
    assert narrowed(page, qtbot, Query(words="tag:dusk")) == ["EX-0002", "EX-0003"]


def test_sensitivity_leaves_alone_what_differs(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    dialog = SensitivityDialog(desk, [sha_of(7), sha_of(8)])
    qtbot.addWidget(dialog)
    assert dialog._boxes[words.Sensitivity.GRAPHIC].checkState() == Qt.CheckState.PartiallyChecked
    dialog._boxes[words.Sensitivity.MINORS].setChecked(True)
    with qtbot.waitSignal(desk.changed, timeout=PATIENCE):
        dialog.accept()
    items = [desk.records.one(Media, sha_of(number)) for number in (7, 8)]
    assert [item.minors for item in items] == [True, True]
    assert [item.graphic for item in items] == [False, True]


def tile_colours(page: MediaPage, row: int) -> set[int]:
    """The saturations in the picture of a tile."""
    image = page.grid.grab(page.grid.rect_of(row)).toImage()
    inner = [(x, y) for x in range(30, image.width() - 50, 7) for y in range(12, 80, 5)]
    return {image.pixelColor(x, y).hsvSaturation() for x, y in inner}


def picture_shown(page: MediaPage, row: int) -> bool:
    return max(tile_colours(page, row)) > 60


def test_a_graphic_picture_is_hidden_until_v_is_held(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    row = page.model.row_of(sha_of(8))
    qtbot.waitUntil(lambda: picture_shown(page, 0), timeout=PATIENCE)
    qtbot.waitUntil(lambda: desk.thumbnails.get(sha_of(8), QSize(1, 1), hidden=True) is not None, timeout=PATIENCE)
    assert not picture_shown(page, row)
    desk.reveal(True)
    qtbot.waitUntil(lambda: picture_shown(page, row), timeout=PATIENCE)
    desk.reveal(False)
    assert not picture_shown(page, row)


def test_a_held_press_shows_that_one_picture(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    row = page.model.row_of(sha_of(8))
    at = page.grid.rect_of(row).center()
    qtbot.mousePress(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: picture_shown(page, row), timeout=PATIENCE)
    assert desk.is_hidden(sha_of(8)), "the others stay hidden"
    qtbot.mouseRelease(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert not picture_shown(page, row)


def test_whole_window_greyscale_takes_the_colour_out_of_every_picture(page: MediaPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: picture_shown(page, 0), timeout=PATIENCE)
    theme().greyscale = True
    try:
        qtbot.waitUntil(lambda: not picture_shown(page, 0), timeout=PATIENCE)
    finally:
        theme().greyscale = False


def test_a_citation_is_copied(page: MediaPage, desk: Desk) -> None:
    page.select_one(sha_of(12))
    desk.actions.trigger("copy_citation")
    assert QGuiApplication.clipboard().text() == "EX-0012"


def test_letters_in_the_grid_are_commands_and_in_the_field_words(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    page.search.line.setFocus()
    qtbot.keyClicks(page.search.line, "tag")
    assert page.search.text() == "tag"
    page.select_one(sha_of(1))
    qtbot.keyClicks(page.grid, "9")
    assert desk.selection == (sha_of(1),)


def test_files_are_accepted_where_they_are_dropped(page: MediaPage, tmp_path: Path) -> None:
    from osintdesk.ui.importing import paths_of

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a b.jpg")), QUrl("https://example.org/x.jpg")])
    assert paths_of(data) == [tmp_path / "a b.jpg"]
    assert page.acceptDrops()


def test_the_page_comes_back_as_it_was_left(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    narrowed(page, qtbot, Query(filters=Filters(kinds=frozenset({"image"})), order="size"))
    page.set_view("list")
    page.toggle_facets()
    again = MediaPage(desk)
    qtbot.addWidget(again)
    again.restore(page.state())
    assert again.query == page.query and again.view == "list" and not again.facets.isVisibleTo(again)


def test_facets_are_set_from_the_keyboard(page: MediaPage, qtbot: QtBot) -> None:
    model = page.facets.list.model()
    row = next(r for r in range(model.rowCount()) if model.index(r, 0).data(ROW).value == "image")
    page.facets.list.setCurrentIndex(model.index(row, 0))
    qtbot.keyClick(page.facets.list, Qt.Key.Key_Space)
    assert page.query.filters.kinds == {"image"}
    spoken = model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Image, ")


def test_a_change_elsewhere_repaints_the_tile(page: MediaPage, desk: Desk, qtbot: QtBot) -> None:
    assert page.model.tile(4).graphic is False
    desk.session.commit("Mark", [put(replace(desk.records.one(Media, sha_of(5)), graphic=True))]).result()
    qtbot.waitUntil(lambda: page.model.index(4, 0).data(TILE).graphic, timeout=PATIENCE)


def test_a_screen_reader_hears_each_tile(page: MediaPage) -> None:
    grid = QAccessible.queryAccessibleInterface(page.grid)
    assert grid is not None and grid.childCount() >= 20
    said = [grid.child(place).text(QAccessible.Text.Name) for place in range(grid.childCount())]
    assert "EX-0001, video, 12 s, In progress, 3 matches, Generated evening 1" in said
