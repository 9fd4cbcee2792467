"""On the measuring collection the facts equal those of the reference reader, to the shares that are promised."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from osintdesk.media.examine import examine
from osintdesk.media.results import READINGS

PROMISED = {"image": 96.0, "video": 93.0}
WRONG = {"image": 3, "video": 3}


def _scale(shared: Path) -> ModuleType:
    """The scoring script's own idea of what is expected and what is equal."""
    spec = importlib.util.spec_from_file_location("score_metadata", shared / "tools" / "score_metadata.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_the_own_reader_alone_reaches_the_promised_coverage(shared: Path) -> None:
    scale, media = _scale(shared), shared / "media"
    references = json.loads((media / "reference" / "exiftool.json").read_text(encoding="utf-8"))
    total, right, wrong = Counter[str](), Counter[str](), Counter[str]()
    for reference in references:
        name = reference["SourceFile"]
        if not (media / name).exists() or name.startswith("hostile/") or name.lower().endswith(".srt"):
            continue
        kind = "video" if scale.is_video(reference) else "image"
        facts = examine(media / name, stages=[READINGS]).facts
        for fact, wanted in scale.expected(reference).items():
            values = [found.value for found in facts.get(fact, ())]
            total[kind] += 1
            right[kind] += any(scale.equal(fact, wanted, value) for value in values)
            wrong[kind] += bool(values) and not any(scale.equal(fact, wanted, value) for value in values)
    for kind, promised in PROMISED.items():
        assert 100 * right[kind] / total[kind] >= promised
        assert wrong[kind] <= WRONG[kind]
