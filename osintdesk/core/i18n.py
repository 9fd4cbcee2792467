"""Translations by gettext: `_` for a text, `ngettext` for a count, `N_` to mark a text that is translated later."""

from __future__ import annotations

import gettext as _gettext
import os

from osintdesk.core.resources import resource_path

_active: _gettext.NullTranslations = _gettext.NullTranslations()


def use_language(language: str | None = None) -> None:
    """Switch to `language` (a code like `ar`); None takes it from the environment. Unknown gives English."""
    global _active
    chosen = [language] if language else [os.environ.get(n, "") for n in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    codes = [code for value in chosen for code in (value or "").split(":") if code]
    _active = _gettext.translation("osintdesk", str(resource_path("locale")), languages=codes or ["en"], fallback=True)


def _(text: str) -> str:
    """`text` in the active language."""
    return _active.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The plural form for `count`, with `{n}` filled in (thousands by U+202F)."""
    return _active.ngettext(one, many, count).format(n=f"{count:,}".replace(",", "\u202f"))


def N_(text: str) -> str:
    """Marks `text` for translation where it is shown, not where it is declared."""
    return text
