"""What the reports page shows: the choices for a new report, what it will say, and the reports that were made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from osintdesk.app.verification import status_of
from osintdesk.core import words
from osintdesk.core.domain import Attachment, Claim, Incident, Media, Observation, Step
from osintdesk.core.i18n import N_, _, ngettext
from osintdesk.core.records import Records
from osintdesk.core.text import visible
from osintdesk.report.language import languages
from osintdesk.report.options import Options
from osintdesk.ui.pages import phrases
from osintdesk.ui.pages.log_model import Entry


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of report: what it is for, in one sentence."""

    name: str
    title: str
    sentence: str


TEMPLATES: tuple[Template, ...] = (
    Template("case", N_("Evidence file"), N_("Everything recorded: exhibits, steps, claims, hashes, custody log.")),
    Template("brief", N_("Brief"), N_("Two to four pages: what is claimed, what holds, what does not, what is open.")),
    Template("exhibit", N_("Exhibit sheets"), N_("One sheet for each exhibit, with its sightings, steps and hashes.")),
    Template("custody", N_("Custody"), N_("The log, the hashes of the originals, and how to check both.")),
)

SECTION_TITLES: dict[str, str] = {
    "summary": N_("Summary"), "open": N_("Not established"), "method": N_("Methods and limits"),
    "incidents": N_("Incidents"), "exhibits": N_("Exhibits"), "matches": N_("Matches"),
    "steps": N_("Verification steps"), "claims": N_("Claims and evidence"),
    "contradicting": N_("What contradicts"), "assessment": N_("Assessment"), "hashes": N_("Hashes of originals"),
    "custody": N_("Custody log"), "scales": N_("Scales and words"),
}  # fmt: skip

# What each language calls itself; those are offered in which reports can be made.
_OWN_NAMES = {"en": "English", "ar": "العربية", "uk": "Українська", "ru": "Русский", "fr": "Français", "de": "Deutsch"}
LANGUAGES: tuple[tuple[str, str], ...] = tuple((code, _OWN_NAMES.get(code, code)) for code in languages())


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One block of the report, with what it will hold."""

    name: str
    title: str
    text: str


def section_lines(records: Records) -> list[SectionLine]:
    """The blocks of an evidence file, in order, with what they hold of this case."""
    held = {
        "incidents": ngettext("{n} incident", "{n} incidents", records.count(Incident)),
        "exhibits": ngettext("{n} item", "{n} items", records.count(Media)),
        "steps": ngettext("{n} step", "{n} steps", records.count(Step)),
        "claims": ngettext("{n} claim", "{n} claims", records.count(Claim)),
        "hashes": ngettext("{n} row", "{n} rows", records.count(Media)),
    }
    return [SectionLine(name, _(title), held.get(name, "")) for name, title in SECTION_TITLES.items()]


def scopes(records: Records) -> list[tuple[str, str]]:
    """What a report may be on: the whole case, or one incident by its id."""
    incidents = [(incident.id, visible(incident.title)) for incident in records.all(Incident)]
    return [("", _("The whole case")), *incidents]


def cautions(records: Records, scope: str) -> list[str]:
    """What the reader of the report will be told is open: sentences for before it is made."""
    inside = {a.media for a in records.where(Attachment, incident=scope)} if scope else None
    waiting = [
        o
        for o in records.all(Observation)
        if o.decision == words.ObservationDecision.OPEN
        and o.severity != words.Severity.INFO
        and (inside is None or o.media in inside)
    ]
    fresh = [
        m
        for m in records.all(Media)
        if (inside is None or m.id in inside) and status_of(records, m.ref) == words.Status.UNASSESSED
    ]
    said = []
    if waiting:
        said.append(ngettext("One observation is open.", "{n} observations are open.", len(waiting)))
    if fresh:
        said.append(ngettext("One media item is not assessed.", "{n} media items are not assessed.", len(fresh)))
    return [*said, _("The report will say so.")] if said else []


def file_name(records: Records, scope: str, template: str) -> str:
    """A name for the file: case or incident, kind of report; only characters that every file system takes."""
    incident = records.get(Incident, scope) if scope else None
    title = incident.title if incident else records.case.title
    plain = "".join(c if c.isalnum() or c in " -_" else " " for c in title)
    return f"{' '.join(plain.split())[:80] or 'Report'} - {template}.pdf"


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report that was made, as the log knows it; `path` is empty when this desk does not know where it lies."""

    id: str
    name: str
    made: str
    template: str
    pages: int
    sha256: str
    head: str
    path: str


def made_reports(entries: Iterable[Entry], known: dict[str, str], zone: str) -> list[MadeReport]:
    """The reports of the log, the newest first; `known` maps SHA-256 of a report to its path."""
    found = [e for e in entries if getattr(e, "event", "") == "report"]
    return [_made(entry, known, zone) for entry in sorted(found, key=lambda e: e.number, reverse=True)]


def _made(entry: Entry, known: dict[str, str], zone: str) -> MadeReport:
    sha = str(entry.fields.get("sha256", ""))
    path = known.get(sha, "")
    template = str(entry.fields.get("template", ""))
    titles = {t.name: t.title for t in TEMPLATES}
    pages = entry.fields.get("pages", 0)
    return MadeReport(
        str(entry.number),
        Path(path).name if path else visible(entry.label),
        _("{name}, {when}").format(name=visible(entry.by), when=phrases.moment(entry.at, zone)),
        _(titles[template]) if template in titles else visible(template),
        pages if isinstance(pages, int) else 0,
        sha,
        str(entry.fields.get("head", "")),
        path,
    )


def options(values: dict[str, object], scope: str, sections: tuple[str, ...]) -> Options:
    """The report's options from the form's values."""
    every = tuple(SECTION_TITLES)
    decimals = str(values.get("place_decimals", "2"))
    return Options(
        template=str(values.get("template", "case")),  # type: ignore[arg-type]
        incidents=(scope,) if scope else None,
        sections=None if sections == every else sections,
        language=str(values.get("language", "en")),
        audience=str(values.get("audience", "")),
        names=bool(values.get("names")),
        place_decimals=int(decimals) if decimals else None,
        title=str(values.get("title", "")),
        handling=str(values.get("handling", "")),
        sensitive=bool(values.get("sensitive")),
        attach=bool(values.get("attach", True)),
    )
