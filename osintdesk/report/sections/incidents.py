"""Each incident: what is said to have happened, where, when, and which other incidents it belongs to."""

from __future__ import annotations

from collections import Counter

from osintdesk.core.domain import Incident, IncidentLink, Interval, Place, Step
from osintdesk.report.blocks import Block, FactList, Heading, Inline, Labelled, Paragraph, Run, Table, TimeBounds
from osintdesk.report.bounds import Bound, axes, bounds_of, together
from osintdesk.report.document import Section
from osintdesk.report.inline import cite, filled, join, ltr, paragraphs, plain, text
from osintdesk.report.places import map_of, position
from osintdesk.report.scope import Scope
from osintdesk.report.sections.cells import cell, fact, head


def incidents(scope: Scope) -> list[Section]:
    """One incident is a section of its own; several stand in one section."""
    if not scope.incidents:
        return []
    if len(scope.incidents) == 1:
        one = scope.incidents[0]
        number = scope.numbers.of(one)
        title = scope.t("Incident {number}", number=number)
        return [Section("", title, tuple(incident_blocks(scope, one, level=2)), anchor=number.lower())]
    blocks: list[Block] = []
    most = scope.most.incidents
    for count, incident in enumerate(scope.incidents):
        number = scope.numbers.of(incident)
        blocks.append(
            Heading(incident.title, lead=number, anchor=number.lower(), outlined=len(scope.incidents) <= 40, wide=True)
        )
        blocks += incident_blocks(scope, incident, level=3) if count < most else _shortened(scope, incident)
    return [Section("", scope.t("Incidents"), tuple(blocks), anchor="incidents")]


def incident_blocks(scope: Scope, incident: Incident, *, level: int) -> list[Block]:
    """Opening line, description, map and places, drawn time bounds, linked incidents."""
    blocks: list[Block] = [Paragraph(_opening(scope, incident, titled=level == 2))]
    if len(scope.incidents) > 3:
        blocks += [Paragraph(p) for p in paragraphs(incident.description)]
    blocks += _places(scope, incident)
    blocks += _times(scope, incident, level)
    blocks += _links(scope, incident, level)
    return blocks


def _shortened(scope: Scope, incident: Incident) -> list[Block]:
    """One paragraph and the places and times in a list: for the later ones of very many incidents."""
    t = scope.t
    places = [
        join([text(p.name), position(scope, p.latitude, p.longitude)])
        for p in scope.records.where(Place, subject=incident.ref)
    ]
    times = [scope.clock.span(i.not_before, i.not_after) for i in scope.records.where(Interval, subject=incident.ref)]
    facts = (
        fact(t("Place"), join(places, "; ") or plain(t("not recorded"))),
        fact(t("Time"), join(times, "; ") or plain(t("not recorded"))),
    )
    return [Paragraph(_opening(scope, incident, titled=False)), FactList(facts)]


def _opening(scope: Scope, incident: Incident, *, titled: bool) -> Inline:
    t = scope.t
    title: Inline = (*text(incident.title.rstrip("."), "strong"), Run(". ", "strong")) if titled else ()
    status = plain(t("Work status: {status}.", status=t(incident.work_status)) + " ")
    verdict = plain(t("Assessment: {status}.", status=scope.status(incident).lower()) + " ")
    return (*title, *status, *verdict, *_roles(scope, incident))


def _roles(scope: Scope, incident: Incident) -> Inline:
    """How many exhibits stand in which role, with citations where they are few."""
    t = scope.t
    held = [a for a in scope.attachments(incident) if any(m.id == a.media for m in scope.exhibits)]
    if not held:
        return plain(t("No exhibit is attached."))
    counts = Counter(a.role for a in held)
    words = ", ".join(f"{t(role)}: {count}" for role, count in counts.items())
    cited = join([(cite(scope.numbers.ref(f"media:{a.media}")),) for a in held[:8]], ", ")
    more = plain(" …") if len(held) > 8 else ()
    return (*plain(t("Exhibits by role: {roles}", roles=words) + " ("), *cited, *more, *plain(")."))


def _places(scope: Scope, incident: Incident) -> list[Block]:
    t = scope.t
    places = scope.records.where(Place, subject=incident.ref)
    if not places:
        return [FactList((fact(t("Place"), plain(t("not recorded"))),))]
    drawn = map_of(scope, places)
    lists = [FactList(tuple(_place(scope, place)), columns=2) for place in places]
    return [*([drawn] if drawn else []), *lists]


def _place(scope: Scope, place: Place) -> list[Labelled]:
    t = scope.t
    names = join([text(place.name), text(place.local_name, "grey")])
    facts = [
        fact(t("Place"), names or plain(t("without a name"))),
        fact(t("Coordinates"), position(scope, place.latitude, place.longitude)),
        fact(t("Precision"), plain(precision(scope, place))),
        fact(t("View"), view(scope, place)),
    ]
    if place.note:
        facts.append(fact(t("Note"), place.note))
    return facts


_RANGES = {"exact": "± 10 m", "vicinity": "± 100 m", "locality": "± 1 km"}


def precision(scope: Scope, place: Place) -> str:
    """The class with its range; the radius when one is stated."""
    t = scope.t
    size = f"± {place.radius_m} m" if place.radius_m else _RANGES.get(place.precision, "")
    held = t("coordinates rounded") if scope.options.place_decimals is not None and place.latitude else ""
    return ", ".join(part for part in (t.capital(place.precision), size, held) if part)


def view(scope: Scope, place: Place) -> Inline:
    if scope.options.place_decimals is not None:
        return plain(scope.t("not in this edition"), "grey")
    if not place.bearing:
        return plain(scope.t("not stated"), "grey")
    error = f" ± {place.bearing_error}°" if place.bearing_error else ""
    angle = f"; {scope.t('angle')} {place.view_angle}°" if place.view_angle else ""
    return (ltr(f"{place.bearing}°{error}{angle}"),)


def _times(scope: Scope, incident: Incident, level: int) -> list[Block]:
    t = scope.t
    blocks: list[Block] = [Heading(t("Time"), level=level, outlined=level == 2)]
    stated = scope.records.where(Interval, subject=incident.ref)
    facts = tuple(fact(t("Stated"), _interval(scope, i)) for i in stated)
    blocks.append(FactList(facts or (fact(t("Stated"), plain(t("no interval is recorded"))),)))
    drawing = time_bounds(scope, steps_on(scope, incident))
    blocks.append(drawing or Paragraph(plain(t("No verification step bounds the time."))))
    return blocks


def _interval(scope: Scope, interval: Interval) -> Inline:
    basis = plain(scope.t("Basis: {basis}", basis=scope.t(interval.basis)), "grey")
    return join([scope.clock.span(interval.not_before, interval.not_after), basis, text(interval.note, "grey")])


def steps_on(scope: Scope, incident: Incident) -> list[Step]:
    """Standing steps on the incident, its claims, and the exhibits that show it or its aftermath."""
    showing = {f"media:{a.media}" for a in scope.attachments(incident) if a.role.startswith("shows")}
    claims = {c.ref for c in scope.claims if c.incident == incident.id}
    replaced = scope.superseded_by()
    return [s for s in scope.steps if s.subject in {incident.ref} | showing | claims and s.id not in replaced]


def time_bounds(scope: Scope, steps: list[Step]) -> TimeBounds | None:
    """The drawing of all bounds that these steps set; None when they set none."""
    t = scope.t
    bounds = bounds_of((scope.numbers.of(step), step) for step in steps)
    if not bounds:
        return None
    left = together(bounds)
    return TimeBounds(axes(bounds, scope.clock, t), _caption(scope, bounds), _alt(scope, left.excluded))


def _alt(scope: Scope, excluded: bool) -> str:
    return (
        scope.t("Time bounds: nothing is left")
        if excluded
        else scope.t("Time bounds by step, drawn as bars on an axis")
    )


def _caption(scope: Scope, bounds: list[Bound]) -> Inline:
    t, left = scope.t, together(bounds)
    words = t("Time bounds. Each bar is what one step allows; hatching runs on where a step gives no end.") + " "
    if left.excluded:
        numbers = join([(cite(number),) for number in left.excluding], ", ")
        answer = filled(t("{steps} exclude each other: no time is left."), steps=numbers)
    else:
        start: Inline = (cite(left.binds_start),) if left.binds_start else plain(t("none"))
        end: Inline = (cite(left.binds_end),) if left.binds_end else plain(t("none"))
        answer = filled(t("Binding for the start: {a}; for the end: {b}."), a=start, b=end)
    limits = plain(" " + t("Limits: a bound is as good as the step that sets it."))
    return (*plain(words), *answer, *limits)


def _links(scope: Scope, incident: Incident, level: int) -> list[Block]:
    t = scope.t
    rows = []
    for link in scope.records.all(IncidentLink):
        if incident.id not in {link.a, link.b}:
            continue
        other = scope.records.get(Incident, link.b if link.a == incident.id else link.a)
        if other and not other.deleted:
            relation = (
                t(link.relation)
                if link.a == incident.id
                else t("{relation} (from the other side)", relation=t(link.relation))
            )
            rows.append((cell(scope.cite(other)), cell(other.title), cell(plain(relation)), cell(link.note)))
    if not rows:
        return []
    columns = (
        head(t("No."), width=14),
        head(t("Incident"), share=2),
        head(t("Relation"), width=34),
        head(t("Note"), share=1),
    )
    return [Table(columns, tuple(rows), heading=Heading(t("Linked incidents"), level=3, outlined=False))]
