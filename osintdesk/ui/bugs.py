"""A mistake of the program: said as one, with the report to read. Nothing is sent anywhere."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

import PySide6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from osintdesk import __version__
from osintdesk.core.i18n import _
from osintdesk.ui.bridge import Mailbox
from osintdesk.ui.widgets import Button, Dialog, TextArea


def bug_report(error: BaseException) -> str:
    """What a developer needs: versions and where it happened; no names of files or cases beyond the error's own."""
    where = "".join(traceback.format_exception(error))
    return (
        f"OSINT Desk {__version__}\nPython {platform.python_version()}, PySide6 {PySide6.__version__}, "
        f"{platform.system()} {platform.release()}\n\n{where}"
    )


class BugDialog(Dialog):
    """Says what happened and shows the report before anything else can be done with it."""

    def __init__(self, parent: QWidget | None, error: BaseException) -> None:
        self.report = bug_report(error)
        area = TextArea(self.report, name=_("Report"), lines=12)
        area.setReadOnly(True)
        sentence = _(
            "What was recorded before is kept. Nothing is sent anywhere: read the report, "
            "copy it, and give it to whoever can mend it."
        )
        copy = Button(_("Copy the report"), "quiet", icon="copy", on=self.copy)
        super().__init__(parent, _("OSINT Desk made a mistake"), sentence, area, wide=True, quiet=copy)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)


class BugHook:
    """Catches what nobody caught, in every thread, and shows it once at a time."""

    def __init__(self, parent: Callable[[], QWidget | None]) -> None:
        self._parent = parent
        self._mailbox = Mailbox()
        self._open = False

    def install(self) -> None:
        sys.excepthook = self._caught
        threading.excepthook = lambda given: self.show(given.exc_value) if given.exc_value else None

    def _caught(self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        self.show(error)

    def show(self, error: BaseException) -> None:
        """May be called from any thread."""
        sys.stderr.write(bug_report(error))
        if not isinstance(error, KeyboardInterrupt):
            self._mailbox.post(lambda: self._say(error))

    def _say(self, error: BaseException) -> None:
        if self._open:
            return
        self._open = True
        dialog = BugDialog(self._parent(), error)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self, _result: int) -> None:
        self._open = False
