"""The media items that are shown, for grid and list alike: column 0 is the tile, all columns are the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from osintdesk.app.media_items import tags_of
from osintdesk.app.search import first_seen
from osintdesk.core.domain import Arrival, Attachment, Contents, Incident, Media
from osintdesk.core.i18n import N_, _
from osintdesk.core.records import Records
from osintdesk.core.text import size, visible
from osintdesk.ui.pages.media.tiles import Tile, Tiles
from osintdesk.ui.theme import Mark, status_mark
from osintdesk.ui.wording import short_time

Index = QModelIndex | QPersistentModelIndex
TILE = int(Qt.ItemDataRole.UserRole)
SHA = TILE + 1
MARK = TILE + 2
_NOWHERE = QModelIndex()

Show = Callable[[Records, Tile], str]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of the list view; `sort` names the order of the query that its header gives."""

    title: str
    width: int
    text: Show
    sort: str = ""
    number: bool = False
    strong: bool = False
    stretch: bool = False
    mark: Callable[[Tile], Mark | None] | None = None
    chip: bool = False


def _title(records: Records, tile: Tile) -> str:
    media = records.one(Media, tile.id)
    names = records.where(Arrival, media=tile.id)
    return media.title or (names[0].name if names else "")


def _incidents(records: Records, tile: Tile) -> str:
    links = records.where(Attachment, media=tile.id)
    titles = [found.title for found in (records.get(Incident, link.incident) for link in links) if found]
    return ", ".join(titles)


def _collected(records: Records, tile: Tile) -> str:
    return short_time(records.one(Media, tile.id).collected_at)


def _dimensions(records: Records, tile: Tile) -> str:
    contents = records.get(Contents, tile.id)
    return f"{contents.width} × {contents.height}" if contents and contents.width else ""


def _tags(records: Records, tile: Tile) -> str:
    return ", ".join(tag.name for tag in tags_of(records, f"media:{tile.id}"))


COLUMNS: tuple[ListColumn, ...] = (
    ListColumn(
        N_("Exhibit"), 104, lambda r, t: t.number, "exhibit", strong=True,
        mark=lambda t: Mark(f"kind_{t.kind}", "text2"),
    ),
    ListColumn(N_("Title or file name"), 220, _title, "title", stretch=True),
    ListColumn(
        N_("Assessment"), 138, lambda r, t: status_mark(t.status).label, "status",
        mark=lambda t: status_mark(t.status), chip=True,
    ),
    ListColumn(N_("First seen, UTC"), 136, lambda r, t: short_time(first_seen(r, t.id)), "seen", number=True),
    ListColumn(N_("Incidents"), 150, _incidents),
    ListColumn(N_("Tags"), 110, _tags),
    ListColumn(N_("Length"), 64, lambda r, t: t.duration, "length", number=True),
    ListColumn(N_("Pixels"), 92, _dimensions, number=True),
    ListColumn(N_("Size"), 72, lambda r, t: size(r.one(Media, t.id).size), "size", number=True),
    ListColumn(N_("Collected, UTC"), 136, _collected, "collected", number=True),
)  # fmt: skip


class MediaModel(QAbstractTableModel):
    """Media ids in an order; everything else is asked of the records when it is shown."""

    def __init__(self, records: Callable[[], Records], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records = records
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self.tiles = Tiles(records)

    @property
    def ids(self) -> Sequence[str]:
        return self._ids

    def row_of(self, sha: str) -> int:
        """The row of a media item, -1 when it is not shown."""
        return self._rows.get(sha, -1)

    def set_ids(self, ids: Sequence[str]) -> bool:
        """Show these, in this order; whether more than an addition at the end changed."""
        new = list(ids)
        known = len(self._ids)
        if new[:known] == self._ids:
            if len(new) > known:
                self.beginInsertRows(_NOWHERE, known, len(new) - 1)
                self._take(new)
                self.endInsertRows()
            return False
        self.beginResetModel()
        self._take(new)
        self.endResetModel()
        return True

    def _take(self, ids: list[str]) -> None:
        self._ids = ids
        self._rows = {sha: row for row, sha in enumerate(ids)}

    def refresh(self, media: set[str] | None = None) -> None:
        """These items changed (all of them without `media`)."""
        self.tiles.forget(media)
        last = len(COLUMNS) - 1
        if media is None:
            if self._ids:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, last))
            return
        for row in (self._rows.get(sha, -1) for sha in media):
            if row >= 0:
                self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def tile(self, row: int) -> Tile:
        return self.tiles.get(self._ids[row])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role == SHA:
            return self._ids[index.row()]
        tile, column = self.tile(index.row()), COLUMNS[index.column()]
        match role:
            case _ if role == TILE:
                return tile
            case _ if role == MARK:
                return column.mark(tile) if column.mark else None
            case Qt.ItemDataRole.DisplayRole:
                return visible(column.text(self._records(), tile))
            case Qt.ItemDataRole.AccessibleTextRole:
                return tile.spoken if index.column() == 0 else visible(column.text(self._records(), tile))
            case Qt.ItemDataRole.ToolTipRole:
                return visible(_title(self._records(), tile)) or None
            case _:
                return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(COLUMNS[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignTrailing if COLUMNS[section].number else Qt.AlignmentFlag.AlignLeading
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
