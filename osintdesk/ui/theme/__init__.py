"""The look: one table of colours, one of sizes, one of text styles, one of icons; everything on the screen uses them.

- `theme().colour("text2")`, `.hex("line")`, `.font("strong")`, `.duration(140)`, `.greyscale`; signals `changed`,
  `greyscale_changed`
- `icon("match")` for buttons and menus, `pixmap(name, size, role)` and `paint_icon(painter, rect, name, role)`
- `mark(words.Status.VERIFIED)` → icon, colour role and words of a value; `status_mark(stored)`
- `metrics.*` sizes; `painting.*` rounded pictures, badges, hidden pictures; `apply.install(application, …)`
"""

from osintdesk.ui.theme import metrics, painting
from osintdesk.ui.theme.apply import install
from osintdesk.ui.theme.current import CHOICES, Theme, theme
from osintdesk.ui.theme.icons import icon, paint_icon, pixmap
from osintdesk.ui.theme.marks import Mark, mark, shown, status_mark
from osintdesk.ui.theme.tokens import annotation_colour, qcolor

__all__ = [
    "CHOICES", "Mark", "Theme", "annotation_colour", "icon", "install", "mark", "metrics", "paint_icon", "painting",
    "pixmap", "qcolor", "shown", "status_mark", "theme",
]  # fmt: skip
