"""Known media: packs of fingerprints with what is known of each, and lists of hashes. No picture is in either.

A pack is JSON Lines in UTF-8: a header `{"format": "osintdesk-known-media", "version": 1, "title": …}`, then one object
a line. Of clips only the signs of the frames' frequencies and the key points go into a pack, from which no frame can
be seen. Anything in a pack from a stranger is checked before it is used.
"""

from __future__ import annotations

import base64
import binascii
import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from osintdesk.core.errors import FileProblem
from osintdesk.core.i18n import _
from osintdesk.core.text import visible
from osintdesk.similar.clip import VideoFingerprint
from osintdesk.similar.comparison import Comparison
from osintdesk.similar.index import Fingerprint, Index
from osintdesk.similar.packing import BadFingerprint
from osintdesk.similar.picture import PictureFingerprint

FORMAT = "osintdesk-known-media"
VERSION = 1
_MOST_LINE = 64 * 1024 * 1024
_MOST_TEXT = 20_000
_HASHES = {"sha256": 64, "md5": 32}
_HEX = re.compile(r"(?<![0-9a-fA-F])(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{32})(?![0-9a-fA-F])")


@dataclass(frozen=True, slots=True)
class About:
    """What is known of one media item: free text from the pack's maker; date as RFC 3339 or a part of it."""

    title: str = ""
    status: str = ""
    date: str = ""
    place: str = ""
    link: str = ""
    note: str = ""
    sha256: str = ""
    md5: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """One entry of a pack; without a fingerprint it is known by its hashes only."""

    about: About
    fingerprint: Fingerprint | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """A read pack, its entries in their order."""

    title: str
    entries: tuple[Known, ...]


def write_pack(path: Path, entries: Iterable[Known], *, title: str) -> int:
    """Write a pack, replacing the file at once; returns how many entries it has."""
    draft = path.with_name(path.name + ".part")
    count = 0
    with draft.open("w", encoding="utf-8", newline="\n") as out:
        out.write(_line({"format": FORMAT, "version": VERSION, "title": title}))
        for entry in entries:
            out.write(_line(_object(entry)))
            count += 1
    draft.replace(path)
    return count


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _object(entry: Known) -> dict[str, Any]:
    known = {name: text for name, text in asdict(entry.about).items() if text}
    if entry.fingerprint is None:
        return known
    stripped = entry.fingerprint
    if isinstance(stripped, VideoFingerprint):
        stripped = stripped.without_pictures()
    kind = "picture" if isinstance(stripped, PictureFingerprint) else "clip"
    return {**known, "kind": kind, "fingerprint": base64.b64encode(stripped.to_bytes()).decode("ascii")}


def read_pack(path: Path) -> Pack:
    """Read a pack; FileProblem names the line that is wrong."""
    try:
        with path.open("rb") as lines:
            header = _header(path, lines.readline(_MOST_LINE))
            entries = tuple(_entries(path, lines))
    except OSError as error:
        raise FileProblem(_("{name} could not be read: {why}.").format(name=_name(path), why=error.strerror)) from None
    return Pack(header, entries)


def _header(path: Path, line: bytes) -> str:
    value = _parsed(path, 1, line)
    if value.get("format") != FORMAT:
        raise FileProblem(_("{name} is not a pack of known media.").format(name=_name(path)))
    if value.get("version") != VERSION:
        raise FileProblem(_("{name} was written by a newer program. Update, and try again.").format(name=_name(path)))
    return _text(path, 1, value, "title")


def _entries(path: Path, lines: Iterable[bytes]) -> Iterator[Known]:
    for number, line in enumerate(lines, 2):
        if len(line) > _MOST_LINE:
            raise _wrong(path, number)
        if line.strip():
            yield _entry(path, number, _parsed(path, number, line))


def _entry(path: Path, number: int, value: dict[str, Any]) -> Known:
    about = About(**{each.name: _text(path, number, value, each.name) for each in fields(About)})
    for name, length in _HASHES.items():
        found = getattr(about, name)
        if found and not (len(found) == length and _HEX.fullmatch(found)):
            raise _wrong(path, number)
    return Known(about, _fingerprint(path, number, value))


def _fingerprint(path: Path, number: int, value: dict[str, Any]) -> Fingerprint | None:
    packed, kind = value.get("fingerprint"), value.get("kind")
    if packed is None:
        return None
    try:
        data = base64.b64decode(packed, validate=True)
        if kind == "picture":
            return PictureFingerprint.from_bytes(data)
        if kind == "clip":
            return VideoFingerprint.from_bytes(data)
    except (BadFingerprint, binascii.Error, TypeError, ValueError):
        raise _wrong(path, number) from None
    raise _wrong(path, number)


def _parsed(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        raise _wrong(path, number) from None
    if not isinstance(value, dict):
        raise _wrong(path, number)
    return value


def _text(path: Path, number: int, value: dict[str, Any], name: str) -> str:
    text = value.get(name, "")
    if not isinstance(text, str) or len(text) > _MOST_TEXT:
        raise _wrong(path, number)
    return text


def _wrong(path: Path, number: int) -> FileProblem:
    return FileProblem(_("Line {number} of {name} is not as it should be.").format(number=number, name=_name(path)))


def _name(path: Path) -> str:
    return visible(path.name)


class KnownMedia:
    """Entries of any number of packs, ready to be asked whether something is among them."""

    def __init__(self, entries: Iterable[Known]) -> None:
        self._entries = list(entries)
        self._index = Index.in_memory()
        self._index.add_many(
            (str(number), entry.fingerprint)
            for number, entry in enumerate(self._entries)
            if entry.fingerprint is not None
        )
        self._by_hash = {
            found: number
            for number, entry in enumerate(self._entries)
            for found in (entry.about.sha256.lower(), entry.about.md5.lower())
            if found
        }

    def __len__(self) -> int:
        return len(self._entries)

    def by_hash(self, *hashes: str) -> Known | None:
        """The entry with one of these SHA-256 or MD5 values, in hexadecimal of either case."""
        numbers = (self._by_hash.get(each.lower()) for each in hashes)
        return next((self._entries[number] for number in numbers if number is not None), None)

    def like(self, fingerprint: Fingerprint, *, limit: int = 10) -> list[tuple[Known, Comparison]]:
        """The entries that share content with it (it is A, the entry B), the surest first."""
        found = self._index.matches_for(fingerprint, picture_of=lambda key: None, limit=limit)
        return [(self._entries[int(key)], comparison) for key, comparison in found]


def read_hash_list(path: Path) -> dict[str, str]:
    """SHA-256 and MD5 values, in lower case, with what else stands on their line.

    One hash per line, what `sha256sum` and `md5sum` print, and CSV in any order of columns are understood. Lines
    without a hash are passed over; FileProblem when there is none at all.
    """
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise FileProblem(_("{name} could not be read: {why}.").format(name=_name(path), why=error.strerror)) from None
    found = dict(pair for line in text.splitlines() for pair in _hashes_in(line))
    if not found:
        raise FileProblem(_("{name} has no SHA-256 or MD5 value in it.").format(name=_name(path)))
    return found


def _hashes_in(line: str) -> Iterator[tuple[str, str]]:
    if line.lstrip().startswith("#"):
        return
    hashes = [match.group(0) for match in _HEX.finditer(line)]
    rest = _HEX.sub("", line).replace('"', "").strip(" \t,;*")
    for each in hashes:
        yield each.lower(), rest


def write_hash_list(path: Path, entries: Iterable[About], *, as_csv: bool = False) -> int:
    """Write the SHA-256 of the entries (MD5 where there is none), one per line, or all that is known as CSV."""
    known = [entry for entry in entries if entry.sha256 or entry.md5]
    with path.open("w", encoding="utf-8", newline="") as out:
        if not as_csv:
            out.writelines(f"{entry.sha256 or entry.md5}\n" for entry in known)
            return len(known)
        names = ("sha256", "md5", "title", "status", "date", "place", "link", "note")
        writer = csv.DictWriter(out, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _cell(getattr(entry, name)) for name in names} for entry in known)
    return len(known)


def _cell(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return "'" + text if text[:1] in "=+-@\t\r" and text else text
