"""Finding what a person names on the command line or in a link: an exhibit, incident, claim, step or reference."""

from __future__ import annotations

from osintdesk.app.incidents import find_incident
from osintdesk.core.domain import ENTITIES, Claim, Ref, split_ref
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _
from osintdesk.core.records import Records


def find_subject(records: Records, name: str) -> Ref:
    """The reference meant by `EX-0001`, `incident:…`, `claim:…`, a SHA-256, or an incident's title."""
    table, entity_id = split_ref(name)
    if table in ENTITIES and entity_id:
        return _by_table(records, table, entity_id)
    try:
        return records.exhibit(name).ref
    except UsageError:
        pass
    try:
        return find_incident(records, name).ref
    except UsageError:
        raise UsageError(_("There is no exhibit or incident “{name}” in this case.").format(name=name)) from None


def _by_table(records: Records, table: str, entity_id: str) -> Ref:
    fits = [r for r in records.all(ENTITIES[table]) if r.id.startswith(entity_id)]
    exact = [r for r in fits if r.id == entity_id]
    if len(exact or fits) != 1:
        raise UsageError(_("“{name}” names no single one; give more of its id.").format(name=f"{table}:{entity_id}"))
    return (exact or fits)[0].ref


def find_claim(records: Records, name: str) -> Claim:
    """A claim by id, the beginning of its id, or the beginning of its statement."""
    start = name.casefold()
    fits = [c for c in records.all(Claim) if c.id.startswith(name) or c.statement.casefold().startswith(start)]
    if len(fits) != 1:
        raise UsageError(_("“{name}” names no single claim; give more of its id or statement.").format(name=name))
    return fits[0]
