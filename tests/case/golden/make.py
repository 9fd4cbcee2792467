"""Makes the stored case of the present format: once, when a format is released. Run: python -m tests.case.golden.make

The stored cases of older formats are never made again: they prove that old cases open.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

from osintdesk.case import schema
from osintdesk.case.case_file import Author, CaseFile, Profile, edit, put, remove
from osintdesk.core import words
from osintdesk.core.domain import (
    Attachment,
    Claim,
    Incident,
    Interval,
    Observation,
    Place,
    Sighting,
    Step,
    Tag,
    Tagging,
    link_id,
)
from tests.case.helpers import state

HERE = Path(__file__).parent


def fill(case: CaseFile) -> None:
    """A little of everything that an entry can be."""
    incident = Incident(id="5a0c1f7e-0000-4000-8000-000000000001", title="Low-flying jets over the Kursk region")
    place = Place(
        id="place-1", subject=incident.ref, name="Sudzha", local_name="Суджа", latitude="51.1906", radius_m=900
    )
    when = Interval(id="when-1", subject=incident.ref, not_before="2024-08-06T00:00:00+03:00", zone="Europe/Moscow")
    case.commit("Add incident", [put(incident), put(place), put(when)], why="from the post")
    for number, name in enumerate(("jets.mov", "caf\udce9.jpg", "习近平.png"), 1):
        preserved = case.preserve(io.BytesIO(f"golden original {number}".encode()), name=name)
        arrival = preserved.arrival(by="Anna Weber", how="dropped")
        fields = {"kind": "video" if number == 1 else "image", "mime": "", "graphic": number == 2}
        case.add_media(preserved, arrival=arrival, media_fields=fields, label=f"Add EX-000{number}")
        link = Attachment(id=link_id(incident.id, preserved.sha256), incident=incident.id, media=preserved.sha256)
        case.commit(f"Attach EX-000{number}", [put(link)])
    first = case.records.exhibit(1)
    facts = [{"name": "CreateDate", "value": None, "list": [1, True, "x\u202e"]}]
    case.commit("Observe", [put(Observation(id="seen", media=first.id, code="no-date", facts=facts))], step=False)
    case.commit(
        "Sighting", [put(Sighting(id="post", media=first.id, url="https://example.org/1", platform="Telegram"))]
    )
    claim = Claim(id="claim", statement="Jets flew low", incident=incident.id, third_party=True)
    step = Step(
        id="step", subject=first.ref, question="Where?", result=words.Result.SUPPORTS, parameters={"error": "0.5"}
    )
    case.commit("Verify", [put(claim), put(step)])
    tag = Tag(id="tag", name="smoke", colour=3)
    link = Tagging(id=link_id(incident.ref, tag.id), subject=incident.ref, tag=tag.id)
    case.commit("Tag", [put(tag), put(link)])
    case.commit("Untag", [remove(link)])
    case.undo()
    case.undo()
    case.redo()
    case.commit("Retitle", [edit(incident, title="Jets, low", work_status=words.WorkStatus.IN_PROGRESS)])
    case.undo()
    case.note("Export report", "export", {"to": "report.pdf", "pages": 12})


def main() -> None:
    name = f"v{schema.MAJOR}.{schema.MINOR}"
    with tempfile.TemporaryDirectory() as place:
        profile = Profile(Path(place) / "profile")
        author = Author("Anna Weber", "Verification desk", profile.key())
        path = Path(place) / "Golden.osintcase"
        with CaseFile.create(
            path, title="Golden case", author=author, profile=profile, time_zone="Europe/Moscow"
        ) as case:
            fill(case)
            expected = {"state": state(case), "labels": [e.label for e in case.log()], "undo": case.undo_label}
        with zipfile.ZipFile(HERE / f"{name}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                target.write(file, file.relative_to(path.parent))
        (HERE / f"{name}.json").write_text(json.dumps(expected, indent=1, ensure_ascii=True, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
