"""Lines of runs out of text: citations that link, scripts with their language, words too long for a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise

from osintdesk.core.text import visible
from osintdesk.report.blocks import Inline, Run, RunKind

_CITE = re.compile(r"(?<![\w-])(?:EX-\d{4,}(?:@[0-9:.]*\d(?:#\d+)?)?|S-\d{2,})(?![\w-])")
_LONG = re.compile(r"\S{25,}")
_PIECE = 12

# First code point, last, language for speech and glyph forms.
_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0400, 0x052F, "ru"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "ar"),
    (0x0750, 0x077F, "ar"),
    (0x3040, 0x30FF, "ja"),
    (0x3400, 0x9FFF, "zh"),
    (0xAC00, 0xD7AF, "ko"),
)
_UKRAINIAN = frozenset("іїєґІЇЄҐ")


def text(value: str, kind: RunKind = "text") -> Inline:
    """Runs of somebody's text: made visible, line breaks kept, citations linked, languages marked."""
    lines = visible(value.strip("\r\n").replace("\r\n", "\n"), lines=True).replace("\t", "    ").split("\n")
    runs: list[Run] = []
    for number, line in enumerate(lines):
        runs += [Run("", "br")] if number else []
        runs += _cited(line, kind)
    return tuple(runs)


def plain(value: str, kind: RunKind = "text") -> Inline:
    """One run of the program's own words."""
    return (Run(value, kind),) if value else ()


def mono(value: str) -> Inline:
    """Hashes, paths, codes: in the fixed-width face, left to right, breakable where it is long."""
    return tuple(_broken(visible(value), "mono"))


def cite(number: str, to: str = "") -> Run:
    """A citation; it leads to the anchor of its number."""
    return Run(number, "cite", to or anchor(number))


def anchor(number: str) -> str:
    """`EX-0012@00:01:07.240#1681` → `ex-0012`."""
    return number.split("@")[0].lower()


def ltr(value: str) -> Run:
    """Times, ranges, hashes and numbers with units: never turned in right-to-left text."""
    return Run(value, "ltr")


def join(parts: list[Inline] | tuple[Inline, ...], between: str = " · ") -> Inline:
    """The parts that say something, with `between` between them."""
    filled = [part for part in parts if part]
    runs: list[Run] = []
    for number, part in enumerate(filled):
        runs += [Run(between)] if number else []
        runs += part
    return tuple(runs)


def filled(template: str, **parts: Inline) -> Inline:
    """A sentence with `{name}` in it, each filled with runs: the order stays the translator's."""
    runs: list[Run] = []
    for piece in re.split(r"(\{\w+\})", template):
        name = piece[1:-1]
        if piece[:1] == "{" and name in parts:
            runs += parts[name]
        elif piece:
            runs.append(Run(piece))
    return tuple(runs)


def or_dash(runs: Inline) -> Inline:
    """A cell is never empty."""
    return runs if any(run.text for run in runs) else (Run("–", "grey"),)


def paragraphs(value: str) -> tuple[Inline, ...]:
    """Blocks of text separated by an empty line."""
    return tuple(text(part) for part in re.split(r"\n\s*\n", value.strip()) if part.strip())


def _cited(line: str, kind: RunKind) -> Iterator[Run]:
    position = 0
    for found in _CITE.finditer(line):
        yield from _languages(line[position : found.start()], kind)
        yield cite(found.group())
        position = found.end()
    yield from _languages(line[position:], kind)


def _languages(value: str, kind: RunKind) -> Iterator[Run]:
    for lang, part in _by_script(value):
        for run in _broken(part, kind):
            yield Run(run.text, run.kind, lang=lang) if lang and run.text else run


def _broken(value: str, kind: RunKind) -> Iterator[Run]:
    """Words of 25 characters and more in pieces, so that a line can end inside them."""
    position = 0
    for found in _LONG.finditer(value):
        if found.start() > position:
            yield Run(value[position : found.start()], kind)
        yield from _pieces(found.group(), kind)
        position = found.end()
    if position < len(value):
        yield Run(value[position:], kind)


def _pieces(word: str, kind: RunKind) -> Iterator[Run]:
    cuts = [0, *(i for i in range(_PIECE, len(word), _PIECE)), len(word)]
    for start, end in pairwise(cuts):
        yield Run(word[_whole(word, start) : _whole(word, end)], kind)
        if end < len(word):
            yield Run("", "soft")


def _whole(word: str, index: int) -> int:
    """`index`, moved behind marks and joiners that belong to the character before it."""
    while 0 < index < len(word) and (unicodedata.combining(word[index]) or word[index] in "\u200c\u200d\ufe0f"):
        index += 1
    return index


def _by_script(value: str) -> Iterator[tuple[str, str]]:
    """Stretches of one language; characters of no script join the stretch before them."""
    if value.isascii():
        if value:
            yield "", value
        return
    tagged: list[tuple[str, str]] = []
    for char in value:
        lang = _script(char)
        tagged.append((tagged[-1][0] if lang is None and tagged else lang or "", char))
    for lang, group in groupby(tagged, key=lambda item: item[0]):
        part = "".join(char for _, char in group)
        yield ("uk" if lang == "ru" and _UKRAINIAN & set(part) else lang), part


def _script(char: str) -> str | None:
    """Language of the character's script; "" for Latin letters, None for what belongs to every script."""
    code = ord(char)
    for first, last, lang in _SCRIPTS:
        if first <= code <= last:
            return lang
    return "" if char.isalpha() else None
