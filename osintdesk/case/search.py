"""Text made ready for search: the same folding for what is indexed and what is asked.

Letters are compared without case, marks (é = e, ё = е, Arabic vowel signs) and width; Arabic alef, yeh and teh marbuta
forms are one; tatweel is dropped. Chinese and Japanese, which put no spaces between words, are indexed by character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache

from osintdesk.core.domain import ENTITIES, Json, Media, Record

_SAME = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "ی": "ي", "ک": "ك", "ı": "i", "ł": "l", "ø": "o", "đ": "d"})
_TOKEN = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|"
    "[^\\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_ASKED = re.compile(r'"([^"]*)"?|(\S+)')
_ARTICLE = re.compile("[وفبك]?ال(..+)|[وف]?لل(..+)")
_WORD = re.compile(r"\S+")
_AROUND = 60


def folded(text: str) -> str:
    """`text` without case, marks and width."""
    if text.isascii():
        return text.lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(c)[0] != "M")
    return unicodedata.normalize("NFKC", bare).casefold().translate(_SAME)


def tokens(text: str) -> list[str]:
    """The words of `text`, folded; each Chinese or Japanese character is one."""
    return _TOKEN.findall(folded(text))


def bare(words: Iterable[str]) -> list[str]:
    """The Arabic ones among folded `words` without conjunction, preposition and article, to be found by as well."""
    return [found.group(1) or found.group(2) for word in words if (found := _ARTICLE.match(word))]


def question(words: str) -> str:
    """The FTS5 query for what a user typed: every word must be there, as a beginning; in quotes exactly and in order.

    Empty when nothing can be searched for. No input is a syntax error.
    """
    return " AND ".join(_phrase(quoted or plain, exact=not plain) for quoted, plain in _asked(words))


def _asked(words: str) -> Iterator[tuple[str, str]]:
    for quoted, plain in _ASKED.findall(words.replace("\x00", " ")):
        if tokens(quoted or plain):
            yield quoted, plain


def _phrase(text: str, *, exact: bool) -> str:
    return f'"{" ".join(tokens(text))}"' + ("" if exact else " *")


def sought(words: str) -> list[str]:
    """The first token of each word or phrase asked for."""
    return [tokens(quoted or plain)[0] for quoted, plain in _asked(words)]


def snippet(text: str, words: list[str]) -> str:
    """The part of `text` around the first of `words` (folded beginnings), on one line; empty when none is in it."""
    place = next((m.start() for m in _WORD.finditer(text) if _holds(m.group(), words)), None)
    if place is None:
        return ""
    begin, end = max(0, place - _AROUND), place + 2 * _AROUND
    cut = text[begin:end]
    if begin:
        cut = "…" + cut.partition(" ")[2] if " " in cut[:_AROUND] else "…" + cut
    return " ".join((cut + ("…" if end < len(text) else "")).split())


def _holds(word: str, words: list[str]) -> bool:
    found = tokens(word)
    return any(token.startswith(start) for token in found + bare(found) for start in words)


@cache
def _searched(table: str) -> tuple[str, ...]:
    return tuple(f.name for f in fields(ENTITIES[table]) if f.metadata.get("search"))


def texts(record: Record) -> dict[str, str]:
    """Everything of a record that search finds, by field."""
    found = {name: "\n".join(_flat(getattr(record, name))) for name in _searched(record.TABLE)}
    if isinstance(record, Media):
        found |= {"exhibit": f"{record.number} EX{record.exhibit} {record.exhibit}", "sha256": record.id}
    return {name: text for name, text in found.items() if text}


def _flat(value: Json) -> Iterator[str]:
    match value:
        case None | bool():
            return
        case {"value": item, "source": _}:
            yield from _flat(item)
        case dict():
            for item in value.values():
                yield from _flat(item)
        case list() | tuple():
            for item in value:
                yield from _flat(item)
        case _:
            yield str(value)
