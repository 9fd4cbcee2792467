"""The pages of the window: one table. Rail, menu, keys and navigation follow from it.

A page is a `widgets.Page`; its factory gets the `Desk`. It is made when it is first shown, and `shown(**arguments)` is
called on each visit. `commands()` of a page names what it does with the actions of the window (`ui.actions`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from osintdesk.app.matches import open_matches
from osintdesk.core.domain import Claim, Incident, Media, Source
from osintdesk.core.i18n import N_

if TYPE_CHECKING:
    from osintdesk.core.records import Records
    from osintdesk.ui.desk import Desk

Factory = Callable[["Desk"], QWidget]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: `name` for `Desk.navigate`, shown `title`, icon by meaning.

    `rail`: it has a place in the rail, in the order of the table; else `under` names the rail page it belongs to.
    `inspector`: the inspector stands beside it. `count`: the number at its rail item; `work`: it is work to do.
    """

    name: str
    title: str
    icon: str
    factory: Factory
    rail: bool = True
    under: str = ""
    inspector: bool = False
    count: Callable[[Records], int] | None = None
    work: bool = False


def lazily(module: str, name: str) -> Factory:
    """A factory that imports its page when it is first shown, so that the window starts fast."""

    def make(desk: Desk) -> QWidget:
        made: QWidget = getattr(import_module(f"osintdesk.ui.{module}"), name)(desk)
        return made

    return make


PAGES: tuple[PageSpec, ...] = (
    PageSpec("overview", N_("Overview"), "overview", lazily("pages.overview", "OverviewPage")),
    PageSpec(
        "incidents",
        N_("Incidents"),
        "incident",
        lazily("pages.incidents", "IncidentsPage"),
        count=lambda r: r.count(Incident),
    ),
    PageSpec(
        "incident", N_("Incident"), "incident", lazily("pages.incident", "IncidentPage"), rail=False, under="incidents"
    ),
    PageSpec(
        "media",
        N_("Media"),
        "media",
        lazily("pages.media", "MediaPage"),
        inspector=True,
        count=lambda r: r.count(Media),
    ),
    PageSpec(
        "viewer", N_("Viewer"), "media", lazily("pages.viewer", "ViewerPage"), rail=False, under="media", inspector=True
    ),
    PageSpec(
        "verification",
        N_("Verification"),
        "verification",
        lazily("pages.verification", "VerificationPage"),
        rail=False,
        under="media",
    ),
    PageSpec("claims", N_("Claims"), "claim", lazily("pages.claims", "ClaimsPage"), count=lambda r: r.count(Claim)),
    PageSpec(
        "sources", N_("Sources"), "source", lazily("pages.sources", "SourcesPage"), count=lambda r: r.count(Source)
    ),
    PageSpec("timeline", N_("Timeline"), "timeline", lazily("pages.timeline", "TimelinePage")),
    PageSpec(
        "matches",
        N_("Matches"),
        "match",
        lazily("pages.matches", "MatchesPage"),
        count=lambda r: len(open_matches(r)),
        work=True,
    ),
    PageSpec("reports", N_("Reports"), "report", lazily("pages.reports", "ReportsPage")),
    PageSpec("log", N_("Log"), "log", lazily("pages.log", "LogPage")),
    PageSpec("settings", N_("Settings"), "settings", lazily("pages.settings", "SettingsPage"), rail=False),
)

# The panel beside pages that show media.
INSPECTOR: Factory | None = lazily("inspector", "Inspector")


def page_named(name: str) -> PageSpec | None:
    return next((spec for spec in PAGES if spec.name == name), None)
