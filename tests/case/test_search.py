"""Search finds every value in any script, and no input is an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osintdesk.case import search
from osintdesk.case.cache import Cache
from osintdesk.case.case_file import CaseFile, edit, put, remove
from osintdesk.core.domain import Contents, Incident, Media, Record, Sighting
from osintdesk.core.records import Records
from tests.case.helpers import add_file, add_incident

RECORDS: list[Record] = [
    Incident(id="ru", title="Жители Суджи видели самолёты", description="низко летящие"),
    Incident(id="ar", title="كُتُب المدينة", description="طائرات فوق المدرســـة"),
    Incident(id="zh", title="习近平在北京 says 東京タワー"),
    Incident(id="de", title="Straße nach École", description="über den Häusern; ΣΊΣΥΦΟΣ"),
    Incident(id="gone", title="vanished", deleted=True),
    Sighting(id="post", media="m", url="https://t.me/kursk_news/1681", caption="low-flying jets, smoke rising"),
    Media(id="4be109c7" + "0" * 56, exhibit=12, title="clip_07.mov", md5="d41d8cd98f00b204"),
    Contents(id="c", facts={"Make": [{"value": "Canon EOS 5D", "source": "EXIF"}]}, hashes={"phash": "ff00aa"}),
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cache]:
    with Cache.of(tmp_path_factory.mktemp("cache")) as made:
        made.reindex(Records(RECORDS))
        yield made


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("судж", "incident:ru"),
        ("САМОЛЕТЫ низко", "incident:ru"),
        ("كتب", "incident:ar"),
        ("مدينه", "incident:ar"),
        ("المدرسة", "incident:ar"),
        ("مدرسه", "incident:ar"),
        ("北京", "incident:zh"),
        ("近平", "incident:zh"),
        ("習", None),
        ("京北", None),
        ("タワー", "incident:zh"),
        ("strasse ecole", "incident:de"),
        ("haus", "incident:de"),
        ("σισυφοσ", "incident:de"),
        ("vanished", None),
        ("jet smo", "sighting:post"),
        ("ets", None),
        ('"low flying jets"', "sighting:post"),
        ('"flying low"', None),
        ('"low fly"', None),
        ("kursk_news", "sighting:post"),
        ("t.me/kursk_news/1681", "sighting:post"),
        ("EX-0012", "media:4be109c7" + "0" * 56),
        ("ex12", "media:4be109c7" + "0" * 56),
        ("4be109c7", "media:4be109c7" + "0" * 56),
        ("clip_07.mov", "media:4be109c7" + "0" * 56),
        ("d41d8", "media:4be109c7" + "0" * 56),
        ("canon eos", "contents:c"),
        ("ff00aa", "contents:c"),
    ],
)
def test_words_are_found_in_any_script(cache: Cache, words: str, found: str | None) -> None:
    assert [hit.ref for hit in cache.search(words)] == ([found] if found else [])


def test_a_hit_shows_where_and_in_which_field(cache: Cache) -> None:
    (hit,) = cache.search("самолеты")
    assert (hit.field, hit.snippet) == ("title", "Жители Суджи видели самолёты")
    (hit,) = cache.search("eos")
    assert (hit.field, hit.snippet) == ("facts", "Canon EOS 5D")


def test_a_long_text_is_cut_around_the_word() -> None:
    found = search.snippet("before " * 100 + "the needle here " + "after " * 100, ["needle"])
    assert found.startswith("…before")
    assert "the needle here" in found
    assert found.endswith("…")
    assert len(found) < 250


def test_search_can_be_kept_to_some_tables_and_a_number(cache: Cache) -> None:
    assert [hit.ref for hit in cache.search("low", tables=["media"])] == []
    assert [hit.ref for hit in cache.search("low", tables=["sighting", "media"])] == ["sighting:post"]
    assert cache.search("low", tables=[]) == []
    assert cache.search("low", limit=0) == []


@pytest.mark.parametrize(
    "words",
    ["", " ", '"', '""', "*", "AND", "NOT x", "NEAR(", "(", "a OR", "^", "-", "x:y", "{", "'", "\x00", "\ud800", "\\"],
)
def test_no_input_is_an_error(cache: Cache, words: str) -> None:
    assert isinstance(cache.search(words), list)


@given(words=st.text())
def test_no_text_at_all_is_an_error(cache: Cache, words: str) -> None:
    assert isinstance(cache.search(words), list)


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_word_of_a_text_finds_it(cache: Cache, text: str) -> None:
    cache.index("tag:any", {"name": text})
    for word in text.split():
        if search.tokens(word):
            assert "tag:any" in [hit.ref for hit in cache.search(word.replace('"', " "))], word
    cache.index("tag:any", {})
    assert [hit for hit in cache.search(text.replace('"', " ")) if hit.ref == "tag:any"] == []


# Following a case


def test_the_index_follows_what_is_committed(case: CaseFile) -> None:
    with Cache.of(case.path) as cache:
        incident = add_incident(case, "Jets over Sudzha")
        assert cache.follow(case) > 0
        assert [hit.ref for hit in cache.search("sudzha")] == [incident.ref]
        case.commit("Retitle", [edit(incident, title="Smoke")])
        assert cache.follow(case) == 1
        assert cache.follow(case) == 0
        assert (cache.search("sudzha"), [hit.ref for hit in cache.search("smoke")]) == ([], [incident.ref])
        case.commit("Remove", [remove(incident)])
        cache.follow(case)
        assert cache.search("smoke") == []
        case.undo()
        cache.follow(case)
        assert [hit.ref for hit in cache.search("smoke")] == [incident.ref]


def test_a_new_cache_takes_in_the_whole_case(case: CaseFile) -> None:
    media = add_file(case, b"x", "kursk.mov")
    with Cache.of(case.path) as cache:
        cache.follow(case)
        assert media.ref in [hit.ref for hit in cache.search(media.id[:12])]
        cache.put_readings(media.id, [{"name": "Make", "value": "Canon"}])
    (case.path / "cache.db").write_bytes(b"nonsense" * 999)
    with Cache.of(case.path) as cache:
        assert cache.search("kursk") == []
        cache.follow(case)
        assert [hit.ref.split(":")[0] for hit in cache.search("kursk")] == ["arrival"]


def test_readings_are_found_and_stay_found_when_the_index_is_made_anew(case: CaseFile) -> None:
    media = add_file(case, b"x")
    with Cache.of(case.path) as cache:
        cache.follow(case)
        cache.put_readings(media.id, [{"name": "LensModel", "value": "Summilux 35", "path": "EXIF"}])
        cache.reindex(case.records)
        (hit,) = cache.search("summilux")
        assert (hit.ref, hit.field, hit.snippet) == (media.ref, "readings", "Summilux 35")
        cache.put_readings(media.id, [{"name": "LensModel", "value": "Elmarit"}])
        assert cache.search("summilux") == []


def test_a_case_put_back_to_an_older_state_is_indexed_anew(case: CaseFile, tmp_path: Path) -> None:
    with Cache.of(tmp_path) as cache:
        case.commit("Add", [put(Incident(id="later", title="later"))])
        cache.follow(case)
        cache._note_indexed(case.case_id, case.length() + 50)
        case.commit("Add", [put(Incident(id="other", title="other"))])
        cache.follow(case)
        assert [hit.ref for hit in cache.search("other")] == ["incident:other"]
