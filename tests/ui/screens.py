"""Pictures of every page of the example case, in every look: `python -m tests.ui.screens FOLDER [CASE] [LOOK …]`.

Looks: light, dark, contrast, arabic, large (200 % text), small (1280 × 720), wide (2560 × 1440). Without CASE the example
case is made first. The real window is drawn without a screen; look at what comes out.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from osintdesk.app.demo import make_example
from osintdesk.app.profile import Preferences, Profile
from osintdesk.app.session import Session
from osintdesk.core.domain import Incident, Media
from osintdesk.core.i18n import use_language
from osintdesk.ui.application import dress, make_application
from osintdesk.ui.pages import PAGES
from osintdesk.ui.window import Window


@dataclass(frozen=True, slots=True)
class Look:
    """How the window is dressed for a picture."""

    preferences: Preferences
    width: int = 1440
    height: int = 900


_PLAIN = Preferences(theme="light", reduced_motion=True)
LOOKS: dict[str, Look] = {
    "light": Look(_PLAIN),
    "dark": Look(replace(_PLAIN, theme="dark")),
    "contrast": Look(replace(_PLAIN, theme="contrast")),
    "arabic": Look(replace(_PLAIN, language="ar")),
    "large": Look(replace(_PLAIN, text_scale=200)),
    "small": Look(_PLAIN, 1280, 720),
    "wide": Look(_PLAIN, 2560, 1440),
}


def settle(application: QApplication, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        application.processEvents()
        time.sleep(0.01)


def visits(window: Window) -> dict[str, dict[str, object]]:
    """Every page with the arguments that show something on it."""
    desk = window.desk
    assert desk is not None
    media = next(desk.records.all(Media))
    incident = next(desk.records.all(Incident))
    special: dict[str, dict[str, object]] = {
        "media": {"select": media.id},
        "viewer": {"media": media.id},
        "incident": {"id": incident.id},
        "verification": {"subject": media.ref},
    }
    return {spec.name: special.get(spec.name, {}) for spec in PAGES}


def pictures(application: QApplication, case: Path, name: str, folder: Path) -> None:
    """One picture of the start page and of each page, in the look `name`."""
    look = LOOKS[name]
    use_language(look.preferences.language or "en")
    dress(look.preferences)
    profile = Profile("A. Kaya", "", look.preferences)
    window = Window(profile, dress=dress)
    window.resize(look.width, look.height)
    window.show()
    settle(application, 0.5)
    window.grab().save(str(folder / f"start-{name}.png"))
    window.use(Session.open(case, profile=profile))
    window.resize(look.width, look.height)
    for number, (page, arguments) in enumerate(visits(window).items(), start=1):
        window.desk.navigate(page, **arguments)  # type: ignore[union-attr]
        settle(application, 1.2)
        window.grab().save(str(folder / f"{number:02d}-{page}-{name}.png"))
    window.show_palette()
    settle(application, 0.3)
    window.grab().save(str(folder / f"palette-{name}.png"))
    window.close()


def main(out: str, case: str = "", *wanted: str) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["OSINTDESK_PROFILE"] = str(Path(temporary) / "profile")
        path = Path(case) if case else make_example(Path(temporary) / "example")
        application = make_application()
        for name in wanted or LOOKS:
            pictures(application, path, name, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
