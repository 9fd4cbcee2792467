"""Matches: pairs that may show the same, compared side by side or laid over each other, and decided with one key."""

from osintdesk.ui.pages.matches.page import MatchesPage

__all__ = ["MatchesPage"]
