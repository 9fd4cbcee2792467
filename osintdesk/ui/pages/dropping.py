"""Adding media by drop onto a page, or by the file dialog: they are imported and attached to the page's incident."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QWidget

from osintdesk.core.i18n import _
from osintdesk.ui import importing
from osintdesk.ui.desk import Desk
from osintdesk.ui.widgets import Label, column


class DropFiles(QObject):
    """Takes files and folders dropped on `page`; `incident()` says what they are attached to."""

    def __init__(self, page: QWidget, desk: Desk, incident: Callable[[], str]) -> None:
        super().__init__(page)
        self._page, self._desk, self._incident = page, desk, incident
        self._veil = _Veil(page)
        page.setAcceptDrops(not desk.read_only)
        page.installEventFilter(self)

    def choose(self) -> None:
        """Ask for files."""
        importing.choose_files(self._desk, incident=self._incident() or None)

    def start(self, paths: Sequence[Path]) -> None:
        """Import in the background; the items appear as they are preserved."""
        if paths and not self._desk.read_only:
            importing.start(self._desk, paths, incident=self._incident() or None, how="drop")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.DragEnter if isinstance(event, QDragEnterEvent) and importing.paths_of(event.mimeData()):
                event.acceptProposedAction()
                self._veil.come(self._page)
                return True
            case QEvent.Type.DragLeave:
                self._veil.hide()
            case QEvent.Type.Drop if isinstance(event, QDropEvent):
                self._veil.hide()
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.start(importing.paths_of(event.mimeData()))
                return True
            case _:
                pass
        return False


class _Veil(QFrame):
    """Lies over the page while files are held over it."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setProperty("ground", "drop")
        self.setProperty("over", True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        text = Label(_("Drop to attach to this incident"), "heading")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(None, text, None))
        self.hide()

    def come(self, page: QWidget) -> None:
        self.setGeometry(page.rect().adjusted(8, 8, -8, -8))
        self.show()
        self.raise_()
