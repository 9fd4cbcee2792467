"""The media page: grid and list of every media item, filters, search, selection and what is done with it."""

from osintdesk.ui.pages.media.page import MediaPage

__all__ = ["MediaPage"]
