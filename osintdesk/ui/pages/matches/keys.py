"""Keys of the review of matches, as the sheet of shortcuts says them."""

from __future__ import annotations

from osintdesk.core.i18n import N_

KEYS = (
    ("1", N_("Confirm as suggested")),
    ("2", N_("Confirm as another relation")),
    ("3", N_("Same scene by another camera")),
    ("4", N_("Not related")),
    ("5", N_("Decide later")),
    ("Space", N_("Blink between both")),
    ("Left", N_("One frame back on both")),
    ("Right", N_("One frame on on both")),
    ("Up", N_("Pair before")),
    ("Down", N_("Pair after")),
    ("A", N_("Lay B on A by what they share")),
    ("O", N_("Outline what they share")),
    ("X", N_("Mirror B")),
    ("E", N_("Adjust the view")),
    ("Z", N_("Fit")),
)
