"""Details: what the item is, where it belongs, what must be known before looking at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from osintdesk.app.media_items import describe, tags_of
from osintdesk.core import words
from osintdesk.core.domain import Arrival, Attachment, Incident, Media
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.text import short_hash, size, visible
from osintdesk.ui.inspector.links import Link
from osintdesk.ui.inspector.part import Part, contents_of, shared
from osintdesk.ui.theme import mark
from osintdesk.ui.viewer.citation import timecode
from osintdesk.ui.widgets import (
    Button,
    ElidedLabel,
    Facts,
    Field,
    Form,
    FormDialog,
    Label,
    Notice,
    Section,
    column,
    panel,
)
from osintdesk.ui.wording import dimensions, long_time


class Details(Part):
    """Facts of the file and its place in the case."""

    tables = frozenset({"media", "contents", "attachment", "incident", "tagging", "tag", "arrival"})

    def fill(self, item: Media) -> None:
        contents = contents_of(self.records, item)
        if contents is not None and contents.reason:
            self.put(_padded(Notice(visible(contents.reason), "bad", icon="unreadable")))
        facts = Section(_("Details"), line=False)
        facts.body.addWidget(Facts([*self._file_facts(item), *self._case_facts(item)]))
        self.put(facts)
        self.put(self._description(item))
        if item.parent or self._derivatives(item):
            self.put(self._family(item))
        self.put(self._hashes(item))

    def fill_shared(self, items: Sequence[Media]) -> None:
        section = Section(_("Details"), line=False)
        of_file: list[tuple[str, Callable[[Media], str]]] = [
            (_("Kind"), lambda m: _(m.kind)),
            (_("Size"), lambda m: dimensions(contents_of(self.records, m)) or "–"),
            (_("Collected"), lambda m: long_time(m.collected_at, self.desk.zone) if m.collected_at else "–"),
            (_("By"), lambda m: m.collected_by or "–"),
            (_("Attached to"), self._incident_names),
            (_("Tags"), self._tag_names),
            (_("Sensitivity"), sensitivity),
        ]
        section.body.addWidget(Facts([(name, shared(items, value)) for name, value in of_file]))
        together = size(sum(item.size for item in items))
        section.body.addWidget(Label(_("{size} together").format(size=together), "caption", "text3"))
        self.put(section)

    # Facts

    def _file_facts(self, item: Media) -> list[tuple[str, str | QWidget]]:
        contents = contents_of(self.records, item)
        found: list[tuple[str, str | QWidget]] = [(_("File"), self._names(item)), ("SHA-256", self._hash(item))]
        found.append((_("Size"), self._measures(item)))
        if contents is not None and contents.duration_ms is not None:
            found.append((_("Length"), timecode(contents.duration_ms / 1000)))
        if contents is not None and (contents.video_codec or contents.audio_codec):
            codecs = ", ".join(c for c in (contents.video_codec, contents.audio_codec) if c)
            found.append((_("Streams"), visible(codecs)))
        return found

    def _case_facts(self, item: Media) -> list[tuple[str, str | QWidget]]:
        collected = long_time(item.collected_at, self.desk.zone) if item.collected_at else "–"
        by = f"{collected}, {visible(item.collected_by)}" if item.collected_by else collected
        return [
            (_("Collected"), by),
            (_("Attached to"), self._attachments(item)),
            (_("Tags"), self._tag_names(item) or _("None")),
            (_("Sensitivity"), sensitivity(item)),
        ]

    def _names(self, item: Media) -> QWidget:
        arrivals = sorted(self.records.where(Arrival, media=item.id), key=lambda a: a.arrived_at)
        names = list(dict.fromkeys(arrival.name for arrival in arrivals))
        return panel(column(*(ElidedLabel(name, "small", middle=True) for name in names or ["–"]), space=0))

    def _hash(self, item: Media) -> QWidget:
        label = Label(short_hash(item.id), "mono", selectable=True)
        label.setToolTip(item.id)
        label.setAccessibleName(f"SHA-256 {item.id}")
        return label

    def _measures(self, item: Media) -> str:
        contents = contents_of(self.records, item)
        rate = _("{rate} fps").format(rate=contents.frame_rate) if contents and contents.frame_rate else ""
        pixels = f"{contents.width} × {contents.height}" if contents and contents.width and contents.height else ""
        return ", ".join(part for part in (pixels, rate, size(item.size)) if part)

    def _attachments(self, item: Media) -> QWidget | str:
        found = self._incidents(item)
        if not found:
            return _("Nothing yet")
        box = column(space=0)
        for link, incident in found:
            box.addWidget(Link(incident.title, partial(self.desk.navigate, "incident", id=incident.id)))
            box.addWidget(Label(_(link.role), "small", "text3"))
        return panel(box)

    def _incidents(self, item: Media) -> list[tuple[Attachment, Incident]]:
        links = self.records.where(Attachment, media=item.id)
        pairs = [(link, self.records.get(Incident, link.incident)) for link in links]
        return [(link, incident) for link, incident in pairs if incident is not None and not incident.deleted]

    def _incident_names(self, item: Media) -> str:
        return ", ".join(sorted(incident.title for _link, incident in self._incidents(item))) or _("Nothing yet")

    def _tag_names(self, item: Media) -> str:
        return ", ".join(tag.name for tag in tags_of(self.records, item.ref))

    # Sections

    def _description(self, item: Media) -> Section:
        section = Section(_("Description"))
        text = visible(item.description, lines=True)
        if text:
            section.body.addWidget(Label(text, "small", wrap=True, selectable=True))
        else:
            hint = _("Colleagues can read it instead of looking.")
            section.body.addWidget(Label(hint, "small", "text3", wrap=True))
        if not self.desk.read_only:
            verb = _("Edit title and description…") if text or item.title else _("Describe…")
            section.body.addWidget(Button(verb, "link", on=partial(self._describe, item)))
        return section

    def _describe(self, item: Media) -> None:
        form = Form([Field("title", _("Title")), Field("description", _("Description"), kind="lines")])
        dialog = FormDialog(
            self,
            _("Describe {exhibit}").format(exhibit=item.number),
            _("Say what is seen, so that a colleague need not look."),
            form,
            verb=_("Save"),
            values={"title": item.title, "description": item.description},
            on_accept=lambda values: self.desk.run(lambda: describe(self.desk.session, item.id, **values)),
        )
        dialog.open()

    def _derivatives(self, item: Media) -> list[Media]:
        return sorted(self.records.where(Media, parent=item.id), key=lambda m: m.exhibit)

    def _family(self, item: Media) -> Section:
        """From what it was made and what was made of it."""
        made = self._derivatives(item)
        counted = ngettext("{n} derivative", "{n} derivatives", len(made)) if made else ""
        section = Section(_("Made from this") if made else _("Made from"), counted)
        parent = self.records.get(Media, item.parent) if item.parent else None
        if parent is not None:
            section.body.addWidget(self._link(parent, _("Made from {exhibit}").format(exhibit=parent.number)))
            for name, value in parameter_lines(item):
                section.body.addWidget(Facts([(name, value)]))
        for child in made:
            section.body.addWidget(self._link(child, f"{child.number}  {child.title}"))
        return section

    def _link(self, item: Media, text: str) -> Link:
        return Link(text, partial(self.desk.navigate, "viewer", media=item.id))

    def _hashes(self, item: Media) -> Section:
        contents = contents_of(self.records, item)
        section = Section(_("Hashes"), is_open=False)
        pairs = [("SHA-256", item.id), ("SHA-1", item.sha1), ("MD5", item.md5)]
        hashes = contents.hashes if contents is not None and isinstance(contents.hashes, dict) else {}
        pairs += [(str(name), str(value)) for name, value in hashes.items()]
        for name, value in pairs:
            if value:
                section.body.addWidget(Label(name, "caption", "text3"))
                section.body.addWidget(Label(_spaced(value), "mono_caption", wrap=True, selectable=True))
        return section


def sensitivity(item: Media) -> str:
    """The marks of an item in words."""
    found = [mark(kind).label for kind in words.Sensitivity if getattr(item, kind.value)]
    return ", ".join(found) or _("None")


def parameter_lines(item: Media) -> list[tuple[str, str]]:
    """How a derivative was made, for people."""
    parameters = item.parameters if isinstance(item.parameters, dict) else {}
    lines = [(_("By"), visible(item.made_by))] if item.made_by else []
    return lines + [(str(name).replace("_", " "), visible(str(value))) for name, value in parameters.items()]


def _spaced(value: str) -> str:
    """Digits in eights, so that a long hash can wrap."""
    return " ".join(value[i : i + 8] for i in range(0, len(value), 8))


def _padded(widget: QWidget) -> QWidget:
    return panel(column(widget, margins=(16, 12, 16, 0)))
