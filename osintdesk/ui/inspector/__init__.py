"""The panel beside the media: what is recorded of the selected items, in six tabs."""

from osintdesk.ui.inspector.inspector import Inspector

__all__ = ["Inspector"]
