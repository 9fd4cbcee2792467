"""Exhibits: the full sheet of what shows the event, the short form of what is context or reference."""

from __future__ import annotations

from osintdesk.core.domain import Annotation, Arrival, Attachment, Contents, Media, Sighting, Source, Step
from osintdesk.core.words import Role
from osintdesk.report.blocks import (
    Block,
    ContactSheet,
    FactList,
    Heading,
    Inline,
    Labelled,
    Paragraph,
    Picture,
    Run,
    Shape,
    ShapeKind,
    ShortExhibit,
    ShortExhibits,
    Still,
    Strip,
    Table,
    Thumbnail,
    Together,
)
from osintdesk.report.document import Section
from osintdesk.report.facts import fact_table, observation_table, says_anything
from osintdesk.report.gallery import CONTACT, SHORT, WIDE
from osintdesk.report.inline import cite, join, ltr, mono, plain, text
from osintdesk.report.language import number
from osintdesk.report.scope import Scope
from osintdesk.report.sections.cells import cell, fact, grey, head
from osintdesk.report.times import duration, stream

_SHOWS = frozenset({Role.SHOWS_EVENT, Role.SHOWS_AFTERMATH})
_OUTLINED = 80


def exhibits(scope: Scope) -> list[Section]:
    if not scope.exhibits:
        return []
    full, short = split(scope)
    blocks: list[Block] = []
    for media in full:
        blocks += sheet(scope, media, outlined=len(full) <= _OUTLINED)
    most = scope.most.short_forms
    if short:
        if full:
            blocks.append(Heading(scope.t("Other exhibits, short form"), anchor="short-exhibits"))
        blocks.append(ShortExhibits(tuple(short_form(scope, media) for media in short[:most])))
    if short[most:]:
        blocks.append(Heading(scope.t("Further exhibits, contact sheet"), anchor="contact-sheet"))
        blocks.append(ContactSheet(tuple(thumbnail(scope, media) for media in short[most:])))
    return [Section("", scope.t("Exhibits"), tuple(blocks), anchor="exhibits")]


def split(scope: Scope) -> tuple[list[Media], list[Media]]:
    """Exhibits with a sheet of their own, and those in short form.

    A sheet is for what shows the event or its aftermath and was examined or annotated, those with most steps first when
    there are very many; and for everything when the report is about chosen exhibits.
    """
    if scope.options.template == "exhibit" or scope.options.exhibits is not None:
        return list(scope.exhibits), []
    deserving = [m for m in scope.exhibits if _deserves_sheet(scope, m)]
    deserving.sort(key=lambda m: -len(scope.records.where(Step, subject=m.ref)))
    chosen = {m.id for m in deserving[: scope.most.sheets]}
    return [m for m in scope.exhibits if m.id in chosen], [m for m in scope.exhibits if m.id not in chosen]


def _deserves_sheet(scope: Scope, media: Media) -> bool:
    shows = any(a.role in _SHOWS for a in scope.records.where(Attachment, media=media.id))
    return shows and bool(
        scope.records.where(Step, subject=media.ref) or scope.records.where(Annotation, media=media.id)
    )


def sheet(scope: Scope, media: Media, *, outlined: bool = True) -> list[Block]:
    """Everything about one exhibit."""
    t = scope.t
    blocks: list[Block] = [
        Heading(title(scope, media), lead=media.number, anchor=media.number.lower(), outlined=outlined)
    ]
    blocks += [Paragraph(text(media.description))] if media.description else []
    blocks.append(_still(scope, media))
    blocks = [Together(tuple(blocks)), *_frames(scope, media)]
    blocks.append(hashes(scope, media))
    sightings = sighting_table(scope, media)
    blocks.append(
        sightings
        or Paragraph(plain(t("No sighting is recorded.")), side=(Labelled("", plain(t("Sightings"), "strong")),))
    )
    if not says_anything(scope.records.get(Contents, media.id)):
        blocks.append(_silent(scope))
    for table in (_arrivals(scope, media), fact_table(scope, media), observation_table(scope, media)):
        blocks += [table] if table else []
    examined = join([(cite(scope.numbers.of(s)),) for s in scope.steps if s.subject == media.ref], " ")
    blocks.append(FactList((fact(t("Examined in"), examined or plain(t("no step"))),)))
    return blocks


def title(scope: Scope, media: Media) -> str:
    return media.title or scope.t.capital(media.kind)


def _silent(scope: Scope) -> Paragraph:
    t = scope.t
    words = t(
        "Nothing that matters: no time, position, device, software or Content Credentials. That "
        "is normal after a platform re-encoded a file."
    )
    return Paragraph(plain(words), side=(Labelled("", plain(t("Read from the file"), "strong")),))


def _still(scope: Scope, media: Media) -> Still:
    frame = _annotated_frame(scope, media)
    if frame is None:
        shapes = shapes_of(scope, media, frame=None)
        alt = scope.t("Picture of {exhibit}: {title}", exhibit=media.number, title=title(scope, media))
        picture = scope.gallery.picture(media, WIDE, alt=alt, shapes=shapes)
        return Still(picture, still_facts(scope, media), _still_caption(scope, media, shapes, (cite(media.number),)))
    picture, citation, shapes = frame
    return Still(picture, still_facts(scope, media), _still_caption(scope, media, shapes, (citation,)))


def _annotated_frame(scope: Scope, media: Media) -> tuple[Picture, Run, tuple[Shape, ...]] | None:
    """The frame that carries most annotations, where exact frames can be had."""
    frames = [a.frame for a in scope.records.where(Annotation, media=media.id) if a.frame is not None]
    if not frames:
        return None
    index = max(sorted(set(frames)), key=frames.count)
    found = scope.gallery.frame(media, index, WIDE)
    if found is None:
        return None
    asset, (seconds, _, _) = found
    shapes = shapes_of(scope, media, frame=index)
    number = f"{media.number}@{stream(seconds)}#{index}"
    alt = scope.t("Frame {n} of {exhibit}", n=index, exhibit=media.number)
    return Picture(asset.name, alt, asset.width / asset.height, shapes=shapes), cite(number), shapes


def shapes_of(scope: Scope, media: Media, *, frame: int | None) -> tuple[Shape, ...]:
    """Annotations of the picture or of one frame as shapes with their numbers."""
    found = [a for a in scope.records.where(Annotation, media=media.id) if a.frame == frame and a.kind in _DRAWN]
    shapes = (Shape(str(a.number), _DRAWN[a.kind], points(a.points)) for a in sorted(found, key=lambda a: a.number))
    return tuple(shape for shape in shapes if shape.points)


_DRAWN: dict[str, ShapeKind] = {
    "point": "point",
    "line": "line",
    "arrow": "arrow",
    "box": "box",
    "polygon": "polygon",
    "text": "point",
}


def points(value: object) -> tuple[tuple[float, float], ...]:
    """Points in 0–1 out of a record's decimal strings; nothing when they are none."""
    try:
        found = [(float(x), float(y)) for x, y in value]  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return ()
    return tuple((round(min(1, max(0, x)), 5), round(min(1, max(0, y)), 5)) for x, y in found)


def _still_caption(scope: Scope, media: Media, shapes: tuple[Shape, ...], citation: Inline) -> Inline:
    t = scope.t
    notes = {str(a.number): a for a in scope.records.where(Annotation, media=media.id)}
    runs: list[Run] = [*citation, Run(". ")]
    for shape in shapes:
        note = notes[shape.label]
        said = join([text(note.name), text(note.note)], ": ") or plain(t("no name"))
        runs += [Run(f"{shape.label} ", "strong"), *said, Run(". ")]
    runs.append(Run(t("Limits: reduced for print and without its metadata; not enhanced.")))
    return tuple(runs)


def still_facts(scope: Scope, media: Media) -> tuple[Labelled, ...]:
    t = scope.t
    roles = [t.capital(a.role) for a in scope.records.where(Attachment, media=media.id)]
    facts = [
        fact(t("Role"), plain(", ".join(dict.fromkeys(roles)) or t("not attached to an incident"))),
        fact(t("Assessment"), plain(scope.status(media), "strong")),
        fact(t("Sensitivity"), plain(sensitivity(scope, media))),
        fact(t("Form"), form(scope, media)),
        fact(t("Received"), received(scope, media)),
    ]
    parent = scope.records.get(Media, media.parent) if media.parent else None
    if parent:
        facts.append(fact(t("Derived from"), join([(cite(parent.number),), text(media.made_by)])))
    return tuple(facts)


def sensitivity(scope: Scope, media: Media) -> str:
    t = scope.t
    words = {
        "graphic": t("graphic violence"),
        "personal": t("personal information visible"),
        "minors": t("minors visible"),
        "deleted_by_source": t("deleted by source"),
    }
    return ", ".join(word for name, word in words.items() if getattr(media, name)) or t("None")


def form(scope: Scope, media: Media) -> Inline:
    """`1280 × 720 px · 00:01:31.200 · video/mp4 · H.264 + AAC`."""
    held = scope.records.get(Contents, media.id) or Contents(id=media.id)
    size = f"{held.width} × {held.height} px" if held.width and held.height else ""
    length = duration(held.duration_ms) if held.duration_ms else ""
    rate = f"{held.frame_rate} fps" if held.frame_rate else ""
    codecs = " + ".join(filter(None, (held.video_codec, held.audio_codec)))
    measured = [(ltr(part),) for part in (size, length, rate) if part]
    named = [text(part) for part in (media.mime or held.format, codecs) if part]
    reason = [text(scope.t("could not be read: {reason}", reason=held.reason))] if held.reason else []
    return join([*measured, *named, *reason]) or plain(scope.t("not known"), "grey")


def kept_as(scope: Scope, media: Media) -> Inline:
    """`video/mp4 · H.264 + AAC · 18 442 716 bytes`, or why it could not be read."""
    held = scope.records.get(Contents, media.id) or Contents(id=media.id)
    codecs = " + ".join(filter(None, (held.video_codec, held.audio_codec)))
    size = (ltr(scope.t("{n} bytes", n=number(media.size))),)
    reason = text(scope.t("could not be read: {reason}", reason=held.reason)) if held.reason else ()
    return join([text(media.mime or held.format), text(codecs), size, reason])


def received(scope: Scope, media: Media) -> Inline:
    t = scope.t
    first = min(scope.records.where(Arrival, media=media.id), key=lambda a: a.arrived_at, default=None)
    at = media.collected_at or (first.arrived_at if first else "")
    by = scope.people(media.collected_by)
    size = (ltr(t("{n} bytes", n=number(media.size))),)
    return join([scope.clock(at, seconds=True), text(media.collected_how), plain(by), size], ", ")


def _frames(scope: Scope, media: Media) -> list[Block]:
    if media.kind != "video":
        return []
    frames = tuple((picture, stream(s), f"#{index}") for picture, s, index in scope.gallery.strip(media))
    caption = scope.t("Key frames; time in the stream and frame counted from 0.")
    return [Strip(frames, plain(caption))] if frames else []


def hashes(scope: Scope, media: Media) -> FactList:
    t = scope.t
    rows = [("SHA-256", mono(media.sha256)), ("MD5", mono(media.md5)), ("SHA-1", mono(media.sha1))]
    facts = [fact(label, value or plain(t("not recorded"))) for label, value in rows]
    return FactList((*facts, fact(t("Size"), (ltr(t("{n} bytes", n=number(media.size))),))), tinted=True)


def sighting_table(scope: Scope, media: Media) -> Table | None:
    t = scope.t
    rows = []
    for count, seen in enumerate(scope.sightings(media), start=1):
        rows.append(
            (
                cell(str(count)),
                cell(scope.clock(seen.posted_at), grey(t(seen.posted_basis)) if seen.posted_basis else ()),
                cell(scope.clock(seen.captured_at), grey(seen.captured_how)),
                cell(*_who(scope, seen)),
                cell(mono(seen.url), mono(seen.archive_url), text(seen.caption, "grey"), text(seen.note, "grey")),
            )
        )
    if not rows:
        return None
    columns = (
        head(t("No."), width=8),
        head(t("Posted"), width=34),
        head(t("Captured"), width=34),
        head(t("Source and role"), width=36),
        head(t("Address, archive and caption"), share=1),
    )
    return Table(columns, tuple(rows), heading=Heading(t("Sightings"), level=3, outlined=False))


def _who(scope: Scope, seen: Sighting) -> tuple[Inline, ...]:
    source = scope.records.get(Source, seen.source)
    name = text(source.name) if source else plain(scope.t("not known"), "grey")
    role = join([plain(scope.t(seen.source_role)) if seen.source_role else (), text(seen.platform)])
    return name, grey(role)


def _arrivals(scope: Scope, media: Media) -> Table | None:
    t = scope.t
    arrivals = sorted(scope.records.where(Arrival, media=media.id), key=lambda a: a.arrived_at)
    if not arrivals:
        return None
    rows = tuple(
        (
            cell(scope.clock.utc(a.arrived_at, seconds=True)),
            cell(mono(a.name)),
            cell(scope.clock.utc(a.modified_at, seconds=True)),
            cell(a.how or plain(t("not stated"), "grey"), grey(scope.people(a.by))),
        )
        for a in arrivals
    )
    columns = (
        head(t("Came in"), width=38),
        head(t("File name as received"), share=1),
        head(t("File changed"), width=38),
        head(t("How"), width=32),
    )
    return Table(columns, rows, heading=Heading(t("Arrivals"), level=3, outlined=False))


def thumbnail(scope: Scope, media: Media) -> Thumbnail:
    t = scope.t
    alt = t("Picture of {exhibit}: {title}", exhibit=media.number, title=title(scope, media))
    picture = scope.gallery.picture(media, CONTACT, alt=alt)
    return Thumbnail(media.number, title(scope, media), media.number.lower(), picture, scope.status(media))


def short_form(scope: Scope, media: Media) -> ShortExhibit:
    t = scope.t
    alt = t("Picture of {exhibit}: {title}", exhibit=media.number, title=title(scope, media))
    earliest = next(iter(scope.sightings(media)), None)
    found = scope.assessment(media)
    steps = join([(cite(scope.numbers.of(s)),) for s in scope.steps if s.subject == media.ref], " ")
    finding = text(found.reasoning.split("\n")[0]) if found and found.reasoning else steps
    facts = (
        fact(t("Received"), scope.clock(media.collected_at)),
        fact(t("Form"), form(scope, media)),
        fact(t("Posted"), scope.clock(earliest.posted_at) if earliest else plain(t("no sighting"), "grey")),
        fact(t("Finding"), finding or plain(t("none"), "grey")),
    )
    return ShortExhibit(
        media.number, title(scope, media), media.number.lower(), scope.gallery.picture(media, SHORT, alt=alt),
        scope.status(media), facts,
    )  # fmt: skip
