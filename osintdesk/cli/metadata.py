"""`osintdesk metadata`: every reading of a file with its reader and path, the facts, and what does not fit."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from osintdesk.app.claimed import Claimed, claimed_of
from osintdesk.app.read_metadata import Asked, metadata_of
from osintdesk.cli.output import Subparsers, add_command, opened, show_json, show_line
from osintdesk.core import instants
from osintdesk.core.errors import UsageError
from osintdesk.core.i18n import _
from osintdesk.verify import coordinates

Document = dict[str, Any]


def add_parser(commands: Subparsers[argparse.ArgumentParser]) -> None:
    parser = add_command(
        commands,
        "metadata",
        says=_("every reading of a file with its reader and path, and what does not fit"),
        example="osintdesk metadata Kursk.osintcase EX-0001   or   osintdesk metadata clip.mp4 photo.jpg --json",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help=_("files, or a case and an exhibit"))
    parser.add_argument("--jsonl", action="store_true", help=_("print one JSON line a file"))
    parser.add_argument(
        "--posted-at", metavar="T", help=_("when it is said to have been posted (2024-08-06T18:52:00+03:00)")
    )
    parser.add_argument("--claimed-place", metavar="LAT,LON", help=_("where it is said to have been taken"))
    parser.add_argument("--exiftool", action="store_true", help=_("let exiftool read too, where it is installed"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    documents = _documents(arguments)
    if arguments.jsonl:
        return _ended([_line(document) for document in documents])
    found = list(documents)
    if arguments.json:
        show_json(found[0] if len(found) == 1 else {"files": found})
    else:
        for document in found:
            _show(document)
    return _ended([_complete(document) for document in found])


def _documents(arguments: argparse.Namespace) -> Iterator[Document]:
    first = Path(arguments.files[0])
    if first.is_dir():
        return _of_exhibits(first, arguments)
    claimed = Claimed(_posted(arguments.posted_at), _places(arguments.claimed_place))
    asked = (Asked(Path(name), Path(name).name, claimed) for name in arguments.files)
    return metadata_of(asked, second_reader=arguments.exiftool)


def _of_exhibits(case: Path, arguments: argparse.Namespace) -> Iterator[Document]:
    """Exhibits by number or hash; what is claimed comes from their sightings and incidents."""
    if len(arguments.files) < 2:
        raise UsageError(_("Name the exhibit too, like EX-0001."))
    with opened(case, read_only=True) as session:
        asked = []
        for name in arguments.files[1:]:
            media = session.records.exhibit(name)
            claimed = claimed_of(session.records, media.id)
            asked.append(Asked(session.originals.path(media.id), _name(session, media.id), claimed, media.number))
        yield from metadata_of(asked, second_reader=arguments.exiftool, readable=session.originals.folder)


def _name(session: Any, sha256: str) -> str:
    from osintdesk.app import views

    names = views.media(session.records, sha256).get("file_names") or [""]
    return str(names[0])


def _posted(text: str | None) -> datetime | None:
    return instants.parse(text) if text else None


def _places(text: str | None) -> tuple[tuple[float, float], ...]:
    if not text:
        return ()
    found = coordinates.parse(text)
    return ((float(found.latitude), float(found.longitude)),)


def _line(document: Document) -> bool:
    # ASCII only: a file's texts may hold U+0085 or U+2028, at which many readers of lines would break.
    print(json.dumps(document, ensure_ascii=True), flush=True)
    return _complete(document)


def _complete(document: Document) -> bool:
    return "error" not in document and "reason" not in document


def _ended(complete: Sequence[bool]) -> int:
    return 0 if all(complete) else 1


def _show(document: Document) -> None:
    """Facts first, then what does not fit, then every reading by its group."""
    show_line(f"{document['file']}  {document.get('mime', '')}")
    for problem in (document.get("error"), document.get("reason")):
        if problem:
            show_line(f"  {problem}")
    _show_facts(document.get("facts", {}))
    _show_observations(document.get("observations", []))
    _show_readings(document.get("readings", []))
    show_line()


def _show_facts(facts: Document) -> None:
    if facts:
        show_line(f"  {_('facts')}")
    for name, values in facts.items():
        for value in values:
            show_line(f"    {name.replace('_', ' '):28s} {value['value'][:100]}   [{value['source']}]")


def _show_observations(observations: list[Document]) -> None:
    if observations:
        show_line(f"  {_('observations')}")
    for noticed in observations:
        show_line(f"    {noticed['severity']:7s}{noticed['code']}: {noticed['text']}")
        if noticed["innocent"]:
            show_line(f"           {noticed['innocent']}")


def _show_readings(readings: list[Document]) -> None:
    group = ""
    for reading in readings:
        here = f"{reading['reader']}: {reading['path'].partition('@')[0]}"
        if here != group:
            group = here
            show_line(f"  {group}")
        show_line(f"    {reading['name']:28s} {reading['value'][:120]}")
