"""Every text can be translated: nothing is put together before it is looked up, and catalogues come through whole."""

from __future__ import annotations

import gettext
import io
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))

import texts  # noqa: E402

ARABIC = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;\\n"

#: osintdesk/ui/rail.py
msgid "Media \\"raw\\"\\n"
msgstr "وسائط "
"\\"خام\\"\\n"

msgid "{n} file"
msgid_plural "{n} files"
msgstr[0] "ملف"
msgstr[1] "ملفان"
msgstr[2] "{n} ملفات"

#, fuzzy
msgid "Log"
msgstr "guessed"

msgid "Map"
msgstr ""
"""


def test_every_text_of_the_program_can_be_translated() -> None:
    found = texts.collect(ROOT / "osintdesk")
    assert len(found) > 100
    assert all(text.files for text in found)


def test_a_text_put_together_before_its_translation_is_found(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text('title = _(f"{name} was added")\n')
    with pytest.raises(texts.Unmarkable, match=r"page\.py:1"):
        texts.collect(tmp_path)


def test_a_translators_work_reaches_the_reader() -> None:
    made = gettext.GNUTranslations(io.BytesIO(texts.compiled(texts.read_catalogue(ARABIC))))
    assert made.gettext('Media "raw"\n') == 'وسائط "خام"\n'
    assert [made.ngettext("{n} file", "{n} files", count) for count in (1, 2, 5)] == ["ملف", "ملفان", "{n} ملفات"]


def test_what_is_not_translated_stays_english() -> None:
    made = gettext.GNUTranslations(io.BytesIO(texts.compiled(texts.read_catalogue(ARABIC))))
    assert [made.gettext("Log"), made.gettext("Map")] == ["Log", "Map"]


def test_the_template_holds_every_text_once() -> None:
    given = [texts.Text('Say "no"', "", ("a.py",)), texts.Text("{n} file", "{n} files", ("b.py", "c.py"))]
    read = texts.template(given).replace('msgstr ""', 'msgstr "x"').replace('] ""', '] "x"')
    assert set(texts.read_catalogue(read)) == {"", 'Say "no"', "{n} file\0{n} files"}
