"""Canonical JSON gives the bytes of RFC 8785, and refuses what it could not give."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from osintdesk.core import canonical
from osintdesk.core.errors import UsageError

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_KEY = st.text(st.characters(max_codepoint=127))
_INTEGER = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | _INTEGER | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEY, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_the_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert canonical.dumps(value) == rfc8785.dumps(value)


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert canonical.loads(canonical.dumps(value)) == value
    assert canonical.normal(value) == value


class Colour(StrEnum):
    RED = "red"


def test_enumerations_and_tuples_are_written_as_text_and_lists() -> None:
    assert canonical.dumps({"a": (Colour.RED, 1)}) == b'{"a":["red",1]}'
    assert [type(v) for v in canonical.normal((Colour.RED, True, 1))] == [str, bool, int]


@pytest.mark.parametrize(
    "value",
    [1.0, 2**53, -(2**53), "\ud800", {"é": 1}, {1: 2}, b"bytes", {"a": [object()]}, float("nan"), {"\ud800": 1}],
)
def test_what_has_no_canonical_form_is_refused_with_a_sentence(value: Any) -> None:
    with pytest.raises(UsageError, match=r"\.$"):
        canonical.dumps(value)
