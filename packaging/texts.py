"""Translations: collect the program's texts into a template, and compile what translators wrote.

`python3 packaging/dev.py texts` writes `build/osintdesk.pot` and, for each
`resources/locale/LANGUAGE/LC_MESSAGES/osintdesk.po`, the `.mo` beside it. Standard library only.
"""

from __future__ import annotations

import ast
import re
import struct
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "build" / "osintdesk.pot"
LOCALES = ROOT / "resources" / "locale"

# Name of the marking function → how many of its first arguments are texts.
MARKS = {"_": 1, "N_": 1, "ngettext": 2}
HEADER = "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
_LINE = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)?\s*(".*")\s*$')
_MAGIC = 0x950412DE


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the program: singular, plural or "", and the files that use it."""

    one: str
    many: str
    files: tuple[str, ...]


class Unmarkable(ValueError):
    """A text that is put together before it is translated, so that no translator can ever see it."""


def collect(package: Path) -> list[Text]:
    """All marked texts below `package`, sorted. Raises Unmarkable, naming file and line."""
    found: dict[tuple[str, str], set[str]] = {}
    for path in sorted(package.rglob("*.py")):
        for one, many in _marked(path):
            found.setdefault((one, many), set()).add(path.relative_to(package.parent).as_posix())
    return [Text(one, many, tuple(sorted(files))) for (one, many), files in sorted(found.items())]


def _marked(path: Path) -> list[tuple[str, str]]:
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return [_texts(call, path) for call in calls if isinstance(call.func, ast.Name) and call.func.id in MARKS]


def _texts(call: ast.Call, path: Path) -> tuple[str, str]:
    assert isinstance(call.func, ast.Name)
    given = call.args[: MARKS[call.func.id]]
    if any(isinstance(part, (ast.JoinedStr, ast.BinOp)) for part in given):
        raise Unmarkable(f"{path}:{call.lineno}: the text is put together before it is translated")
    plain = [part.value for part in given if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return (plain[0] if plain else "", plain[1] if len(plain) > 1 else "")


def template(texts: list[Text]) -> str:
    """The `.pot` for translators."""
    parts = [f'msgid ""\nmsgstr {_quoted(HEADER)}\n']
    for text in texts:
        if not text.one:
            continue
        plural = f'msgid_plural {_quoted(text.many)}\nmsgstr[0] ""\nmsgstr[1] ""' if text.many else 'msgstr ""'
        parts.append(f"#: {' '.join(text.files)}\nmsgid {_quoted(text.one)}\n{plural}\n")
    return "\n".join(parts)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n")
    return f'"{escaped}"'


def read_catalogue(source: str) -> dict[str, str]:
    """Key → translation of a `.po`, plurals joined by NUL as gettext has them; without untranslated and fuzzy ones."""
    catalogue: dict[str, str] = {}
    for block in re.split(r"\n\s*\n", source):
        fields = _fields(block)
        forms = [value for name, value in sorted(fields.items()) if name.startswith("msgstr")]
        if "msgid" in fields and any(forms) and not re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE):
            key = "\0".join(fields[name] for name in ("msgid", "msgid_plural") if name in fields)
            catalogue[key] = "\0".join(forms)
    return catalogue


def _fields(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if matched := _LINE.match(line):
            name = matched[1] or name
            fields[name] = fields.get(name, "") + ast.literal_eval(matched[2])
    return fields


def compiled(catalogue: dict[str, str]) -> bytes:
    """The bytes of a `.mo` (GNU gettext manual, "The Format of GNU MO Files"), sorted, without a hash table."""
    pairs = sorted((key.encode(), value.encode()) for key, value in catalogue.items())
    tables = 28 + 16 * len(pairs)
    ids, values, body = [], [], b""
    for column, entries in ((0, ids), (1, values)):
        for pair in pairs:
            entries.append(struct.pack("<II", len(pair[column]), tables + len(body)))
            body += pair[column] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, tables)
    return head + b"".join(ids) + b"".join(values) + body


def main() -> None:
    texts = collect(ROOT / "osintdesk")
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(template(texts), encoding="utf-8", newline="\n")
    print(f"{len(texts)} texts are in {TEMPLATE}.")
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/osintdesk.po")):
        catalogue = read_catalogue(source.read_text(encoding="utf-8"))
        source.with_suffix(".mo").write_bytes(compiled(catalogue))
        print(f"{source.parent.parent.name}: {len(catalogue) - 1} of {len(texts)} texts are translated.")
