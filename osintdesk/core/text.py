"""Text from strangers, made safe to look at: control and bidirectional characters become visible."""

from __future__ import annotations

import unicodedata

_INVISIBLE = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2060\u2061\u2062\u2063\u2064\ufeff")
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Joiners are needed by Persian, Indic scripts and emoji sequences, so they stay.
_KEPT = frozenset("\u200c\u200d")


def visible(text: str, *, lines: bool = False) -> str:
    """`text` with control, bidi and invisible characters written as ⟨U+XXXX⟩, lone surrogates too.

    With `lines`, line feeds and tabs stay. What comes back holds no character that turns or hides its neighbours.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char, lines) for char in text)


def _shown(char: str, lines: bool) -> str:
    if lines and char in "\n\t":
        return char
    if char in _KEPT:
        return char
    if char in _BIDI or char in _INVISIBLE or unicodedata.category(char) in {"Cc", "Cs", "Co", "Zl", "Zp"}:
        return f"⟨U+{ord(char):04X}⟩"
    return char


def isolate(text: str) -> str:
    """`text` in a left-to-right isolate: hashes, paths, coordinates, timecodes and exhibit numbers in any interface."""
    return f"\u2066{text}\u2069"


def file_name(raw: bytes) -> str:
    """A file name's bytes as text; bytes that are not UTF-8 are written as ⟨0xXX⟩, then as `visible`."""
    text = raw.decode("utf-8", "surrogateescape")
    return visible("".join(f"⟨0x{ord(c) - 0xDC00:02X}⟩" if "\udc80" <= c <= "\udcff" else c for c in text))


def short_hash(sha256: str) -> str:
    """First and last eight digits, in fours: `4be1 09c7 … a2f0 77d3`."""
    return f"{sha256[:4]} {sha256[4:8]} … {sha256[-8:-4]} {sha256[-4:]}"


def size(count: int) -> str:
    """Bytes in decimal units (`61 MB`, `1.4 GB`); under 1000 exact."""
    if count < 1000:
        return f"{count}\u202fB"
    value = float(count)
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.5:
            return f"{value:.0f}\u202f{unit}" if value >= 9.95 else f"{value:.1f}\u202f{unit}"
    return f"{value:.0f}\u202fPB"
