"""Whatever is done to a case, in any order: its records are what the log says, undo gives back, and the check is clean."""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from osintdesk.case.case_file import Author, CaseFile, Profile, edit, put, remove
from osintdesk.core.domain import Incident, Media, Observation, Place, Record, Tag, Tagging, link_id, new_id
from tests.case.helpers import state

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_FACTS = st.lists(
    st.dictionaries(st.sampled_from("ab"), st.none() | st.booleans() | st.integers(0, 9) | _TEXT), max_size=2
)


class Work(RuleBasedStateMachine):
    """Random work on one case; `model` is what the records should be, `past` the states that undo leads back to."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="osintdesk-machine-"))
        self.profile = Profile(self.folder / "profile")
        self.author = Author("Anna", "", self.profile.key())

    @initialize()
    def begin(self) -> None:
        self.case = CaseFile.create(self.folder / "Case", title="x", author=self.author, profile=self.profile)
        self.undos: list[dict[str, Any]] = []
        self.redos: list[dict[str, Any]] = []

    def teardown(self) -> None:
        if hasattr(self, "case"):
            assert self.case.check() == []
            before = state(self.case)
            self.case.rebuild()
            assert state(self.case) == before
            self.case.close()
        shutil.rmtree(self.folder)

    def _step(self, label: str, *changes: Any, why: str = "") -> None:
        before = self._visible()
        if self.case.commit(label, changes, why=why).group:
            self.undos.append(before)
            self.redos.clear()

    def _visible(self) -> dict[str, Any]:
        """What a user can see: undoing a creation leaves a tombstone, which is not seen."""
        return {t: {i: v for i, v in rows.items() if not v["deleted"]} for t, rows in state(self.case).items()}

    def _any(self, data: st.DataObject, cls: type[Record]) -> Any:
        return data.draw(st.sampled_from(list(self.case.records.all(cls, deleted=True))))

    def _has(self, cls: type[Record]) -> bool:
        return any(True for _ in self.case.records.all(cls, deleted=True))

    @rule(title=_TEXT, places=st.integers(0, 2))
    def add_incident(self, title: str, places: int) -> None:
        incident = Incident(id=new_id(), title=title)
        made = [Place(id=new_id(), subject=incident.ref, radius_m=n or None) for n in range(places)]
        self._step("Add incident", put(incident), *map(put, made))

    @rule(facts=_FACTS, text=_TEXT)
    def observe(self, facts: Any, text: str) -> None:
        self._step("Observe", put(Observation(id=link_id(text), media="m", facts=facts, text=text)))

    @precondition(lambda self: self._has(Incident))
    @rule(data=st.data(), title=_TEXT, description=_TEXT)
    def change(self, data: st.DataObject, title: str, description: str) -> None:
        incident = self._any(data, Incident)
        self._step("Edit", edit(incident, title=title, description=description, deleted=False), why=title)

    @precondition(lambda self: self._has(Incident))
    @rule(data=st.data(), name=st.sampled_from(["smoke", "jets"]))
    def tag(self, data: st.DataObject, name: str) -> None:
        incident, tag = self._any(data, Incident), Tag(id=link_id(name), name=name)
        link = Tagging(id=link_id(incident.ref, tag.id), subject=incident.ref, tag=tag.id)
        self._step("Tag", put(tag), put(link))

    @precondition(lambda self: self._has(Tagging))
    @rule(data=st.data())
    def untag(self, data: st.DataObject) -> None:
        self._step("Untag", remove(self._any(data, Tagging)))

    @precondition(lambda self: self._has(Incident))
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self._step("Delete", remove(self._any(data, Incident)))

    @rule(byte=st.integers(0, 3))
    def take_in(self, byte: int) -> None:
        preserved = self.case.preserve(io.BytesIO(bytes([byte])), name="clip.mov")
        arrival = preserved.arrival(by="Anna", how="dropped")
        self.case.add_media(preserved, arrival=arrival, media_fields={"kind": "video"}, label="Add clip.mov")
        # What undo leads back to has the original as well: taking it in is not undone.
        now = self._visible()
        for past in (*self.undos, *self.redos):
            past["media"], past["arrival"] = now["media"], now["arrival"]

    @rule()
    def note(self) -> None:
        before = state(self.case)
        self.case.note("Check", "check", {"findings": 0})
        assert state(self.case) == before

    @rule()
    def undo(self) -> None:
        assert (self.case.undo_label is not None) == bool(self.undos)
        if self.undos:
            now = self._visible()
            self.case.undo()
            assert self._visible() == self.undos.pop()
            self.redos.append(now)

    @rule()
    def redo(self) -> None:
        assert (self.case.redo_label is not None) == bool(self.redos)
        if self.redos:
            now = self._visible()
            self.case.redo()
            assert self._visible() == self.redos.pop()
            self.undos.append(now)

    @rule()
    def reopen(self) -> None:
        before, head = state(self.case), self.case.head()
        self.case.close()
        self.case = CaseFile.open(self.folder / "Case", author=self.author, profile=self.profile)
        assert state(self.case) == before
        assert self.case.head() == head

    @rule()
    def rebuild(self) -> None:
        before = state(self.case)
        self.case.rebuild()
        assert state(self.case) == before

    @invariant()
    def exhibits_are_numbered_without_gaps(self) -> None:
        if hasattr(self, "case"):
            numbers = [media.exhibit for media in self.case.records.all(Media, deleted=True)]
            assert numbers == list(range(1, len(numbers) + 1))


TestWork = Work.TestCase
TestWork.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
