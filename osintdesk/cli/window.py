"""Opens the window; kept apart so that commands start without loading Qt."""

from __future__ import annotations


def open_window(case: str | None) -> int:
    """Run the window until it is closed."""
    from osintdesk.ui.application import run

    return run(case)
