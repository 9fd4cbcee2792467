"""How commands open the window: the program's entry hands the way in, for command line and window are strangers."""

from __future__ import annotations

from collections.abc import Callable

from osintdesk.core.errors import KnownError
from osintdesk.core.i18n import _

# Path of a case, or None for the start page → exit code when the window was closed.
OpenWindow = Callable[[str | None], int]


def no_window(case: str | None) -> int:
    """Where nobody handed a window in."""
    raise KnownError(_("No window can be opened from here. Start it with: osintdesk {case}").format(case=case or ""))
