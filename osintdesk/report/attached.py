"""Files inside the PDF: the case as this report tells it, and the whole custody log, for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from osintdesk.core.domain import ENTITIES, Arrival, Media, Person, Record, SavedSearch, split_ref
from osintdesk.report.document import Attachment
from osintdesk.report.scope import Scope

_PEOPLE = frozenset({"by", "decided_by", "collected_by", "assigned_to", "captured_by"})


def attachments(scope: Scope, report_id: str) -> tuple[Attachment, ...]:
    if not scope.options.attach:
        return ()
    t = scope.t
    return (
        Attachment(
            "case.json", "application/json", t("The case as this report tells it"), dump(case_data(scope, report_id))
        ),
        Attachment("log.json", "application/json", t("The custody log"), dump(log_data(scope))),
    )


def dump(data: Any) -> bytes:
    """JSON with sorted keys: the same bytes for the same data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "backslashreplace")


def case_data(scope: Scope, report_id: str) -> dict[str, Any]:
    state = scope.state
    return {
        "format": "osintdesk-report-case",
        "version": 1,
        "report": report_id,
        "case": state.case_id,
        "state": {"entry": state.seq, "head": state.head, "at": state.at},
        "records": {
            cls.TABLE: rows for cls in ENTITIES.values() if (rows := [_row(scope, r) for r in _told(scope, cls)])
        },
    }


def _told(scope: Scope, cls: type[Record]) -> Iterable[Record]:
    """Records of one kind that belong to what the report is about."""
    if cls is SavedSearch or (cls is Person and not scope.options.names):
        return
    whole = scope.options.incidents is None and scope.options.exhibits is None
    shown = _shown(scope)
    for record in scope.records.all(cls):
        if whole or _belongs(record, shown):
            yield record


def _shown(scope: Scope) -> frozenset[str]:
    ids = {r.id for r in (*scope.incidents, *scope.exhibits, *scope.claims, *scope.steps, *scope.matches)}
    return frozenset(ids | {scope.case.id})


def _belongs(record: Record, shown: frozenset[str]) -> bool:
    """Whether the record is shown, or everything it hangs on is."""
    if record.id in shown:
        return True
    if isinstance(record, Media):
        return False
    ends = [getattr(record, name, "") for name in ("media", "incident", "claim", "a", "b")]
    subject = split_ref(getattr(record, "subject", ""))[1]
    held = [end for end in (*ends, subject) if end]
    return bool(held) and all(end in shown for end in held)


def _row(scope: Scope, record: Record) -> dict[str, Any]:
    values = {k: v for k, v in record.values().items() if v not in ("", None, [], {}) and k != "deleted"}
    for name in _PEOPLE & values.keys():
        values[name] = scope.people(values[name])
    if isinstance(record, Arrival):
        values.pop("folder", None)
        values.pop("raw_name", None)
    if isinstance(record, Media):
        values["exhibit"] = record.number
    number = scope.numbers.of(record)
    return {"id": record.id, **({"number": number} if number else {}), **values}


def log_data(scope: Scope) -> list[dict[str, Any]]:
    """Every entry; entries on what this report does not cover keep their number, time and hash only."""
    names = scope.people.replacements()
    whole = scope.options.incidents is None and scope.options.exhibits is None
    shown = _shown(scope)
    rows = []
    for row in scope.log:
        data: dict[str, Any] = {"number": row.number, "at": row.at, "by": scope.people.copy(row.by), "hash": row.hash}
        if whole or split_ref(row.ref)[1] in shown:
            data |= {"label": renamed(row.label, names), "ref": row.ref}
        rows.append(data)
    return rows


def renamed(label: str, names: dict[str, str]) -> str:
    for name, role in names.items():
        label = label.replace(name, role)
    return label
