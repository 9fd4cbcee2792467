"""Makes the example case with the same verbs that a person uses, by two people: an analyst and a reviewer."""

from __future__ import annotations

import tempfile
from pathlib import Path

import av
from PIL import Image

from osintdesk.app import annotations as drawing
from osintdesk.app import claims, incidents, ingest, matches, media_items, sightings, verification
from osintdesk.app.demo.findings import ASSESSMENTS, DISMISSAL, EVIDENCE, REVIEW_AGREES, REVIEW_ASKS, STEPS
from osintdesk.app.demo.footage import ORIGINAL, REPOST, write_files
from osintdesk.app.demo.story import (
    ANALYST,
    CASE,
    CASE_TITLE,
    CLAIMS,
    CROSSING,
    INCIDENTS,
    INTERVALS,
    ITEMS,
    JETS,
    PLACES,
    REVIEWER,
    SOURCES,
)
from osintdesk.app.profile import Profile, folder, remember
from osintdesk.app.session import Session
from osintdesk.case.case_file import Author
from osintdesk.core import words
from osintdesk.core.domain import Match, Media, Observation, Ref, decimal, ref
from osintdesk.core.errors import KnownError
from osintdesk.core.i18n import _
from osintdesk.core.progress import NO_PROGRESS, Progress

NAME = "Kursk example.osintcase"
FRAME = 52
# What is marked on the kept moment: name, kind, and two corners as shares of width and height.
MARKED = (
    ("First jet", "box", (("0.597", "0.187"), ("0.696", "0.259"))),
    ("Second jet", "box", (("0.817", "0.147"), ("0.906", "0.212"))),
    ("Water tower", "box", (("0.676", "0.594"), ("0.727", "0.834"))),
)


def example_folder() -> Path:
    """Where the example case is kept: in the user's own folder."""
    return folder() / "example"


def make_example(where: Path, *, progress: Progress = NO_PROGRESS) -> Path:
    """Make the example case below `where`, or find the one made before; the path of its folder."""
    case = where / NAME
    if (case / "case.db").exists():
        remember(case, CASE_TITLE)
        return case
    if case.exists():
        raise KnownError(_("“{path}” is there, but is not a case. Move it away, then try again.").format(path=case))
    where.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="osintdesk-example-") as place:
        files = write_files(Path(place), progress=progress)
        analyst = Author(name=ANALYST)
        with Session.create(case, title=CASE_TITLE, profile=Profile(name=ANALYST), author=analyst, **CASE) as session:
            _Story(session, files, progress).tell()
    with Session.open(case, profile=Profile(name=REVIEWER), author=Author(name=REVIEWER)) as session:
        _review(session)
    remember(case, CASE_TITLE)
    return case


class _Story:
    """The analyst's part."""

    def __init__(self, session: Session, files: dict[str, Path], progress: Progress) -> None:
        self._session, self._files, self._progress = session, files, progress
        self._incidents: dict[str, str] = {}
        self._sources: dict[str, str] = {}
        self._claims: dict[str, str] = {}
        self._media: dict[str, str] = {}

    def tell(self) -> None:
        self._make_incidents()
        self._make_sources()
        self._collect()
        self._make_claims()
        self._decide_matches()
        self._answer_observations()
        self._examine()
        self._keep_frame()
        self._conclude()

    def _make_incidents(self) -> None:
        for name, fields in INCIDENTS.items():
            made, commit = incidents.add_incident(self._session, **fields)
            commit.result()
            self._incidents[name] = made
            incidents.add_place(self._session, ref("incident", made), **PLACES[name]).result()
            incidents.add_interval(self._session, ref("incident", made), **INTERVALS[name]).result()
        note = "The flight was filmed on the day of the reported crossing."
        incidents.link_incidents(
            self._session, self._incidents[JETS], self._incidents[CROSSING], words.IncidentRelation.RELATED, note
        ).result()

    def _make_sources(self) -> None:
        for name, fields in SOURCES.items():
            self._sources[name], commit = sightings.add_source(self._session, **fields)
            commit.result()

    def _collect(self) -> None:
        paths = [self._files[item.file] for item in ITEMS]
        work = ingest.start_import(
            self._session, paths, incident=self._incidents[JETS], how="file dialog", progress=self._progress
        )
        summary = work.future.result()
        self._media = {item.name: item.sha256 for item in summary.added}
        for item in ITEMS:
            sha256 = self._media[item.file]
            media_items.describe(self._session, sha256, title=item.title, description=item.description).result()
            media_items.attach(self._session, self._incidents[JETS], [sha256], item.role).result()
            for name in item.tags:
                media_items.tag(self._session, [ref("media", sha256)], name).result()
            if item.sighting:
                known = self._sources.get(str(item.sighting.get("source", "")), "")
                sightings.add_sighting(self._session, sha256, **{**item.sighting, "source": known}).result()

    def _make_claims(self) -> None:
        for name, fields in CLAIMS.items():
            linked = {
                "source": self._sources[str(fields["source"])],
                "incident": self._incidents[str(fields["incident"])],
            }
            self._claims[name], commit = claims.add_claim(self._session, **{**fields, **linked})
            commit.result()

    def _decide_matches(self) -> None:
        """The copy is confirmed; whatever else was noticed is left for the reader to decide."""
        pair = {self._media[ORIGINAL], self._media[REPOST]}
        for match in list(self._session.records.all(Match)):
            if {match.a, match.b} == pair:
                matches.decide(
                    self._session, match.id, decision=words.MatchDecision.CONFIRMED, note="Mirrored and cropped."
                ).result()

    def _answer_observations(self) -> None:
        """One is accepted as a step, one dismissed with a reason, the others are left open."""
        waiting = sorted(self._session.records.all(Observation), key=lambda o: (o.code, o.media))
        by_code = {o.code: o for o in reversed(waiting)}
        accepted, dismissed = by_code.get("TIME_AFTER_POSTED"), by_code.get("ENCODER_LAVF")
        if accepted is not None:
            verification.accept_observation(self._session, accepted.id, confidence="moderate").result()
        if dismissed is not None:
            verification.dismiss_observation(self._session, dismissed.id, DISMISSAL).result()

    def _examine(self) -> None:
        for file, fields in STEPS:
            given = dict(fields)
            subject = ref("media", self._media[file])
            if given.pop("redo", False):
                before = verification.steps_of(self._session.records, subject)[-1]
                verification.supersede_step(self._session, before.id, **given).result()
            else:
                verification.add_step(self._session, subject, **given).result()
        for claim, part, file, stance, strength, note in EVIDENCE:
            claims.link_evidence(
                self._session,
                self._claims[claim],
                ref("media", self._media[file]),
                part=part,
                stance=stance,
                strength=strength,
                note=note,
            ).result()

    def _keep_frame(self) -> None:
        parent = self._media[ORIGINAL]
        for name, kind, points in MARKED:
            drawing.annotate(
                self._session, parent, frame=FRAME, kind=kind, name=name, points=[list(p) for p in points]
            )[1].result()
        data, seconds = _frame(self._session.original(parent), FRAME, self._files[ORIGINAL].parent)
        number = self._session.records.one(Media, parent).number
        commit = ingest.add_derivative(
            self._session,
            parent,
            data,
            name=f"{number}_frame_{FRAME}.png",
            made_by="keep frame",
            parameters={"frame": FRAME, "seconds": seconds},
        ).result()
        ingest.read_rest(self._session)
        kept = commit.changed[0].split(":", 1)[1]
        media_items.attach(self._session, self._incidents[JETS], [kept], words.Role.SHOWS_EVENT).result()
        media_items.describe(self._session, kept, title="The moment both jets are above the village").result()

    def _conclude(self) -> None:
        for name, status, confidence, likelihood, reasoning, questions in ASSESSMENTS:
            verification.assess(
                self._session,
                self._subject(name),
                status=status,
                reasoning=reasoning,
                confidence=confidence,
                likelihood=likelihood,
                open_questions=questions,
            ).result()

    def _subject(self, name: str) -> Ref:
        if name in self._media:
            return ref("media", self._media[name])
        if name in self._incidents:
            return ref("incident", self._incidents[name])
        return ref("claim", self._claims[name])


def _frame(path: Path, number: int, place: Path) -> tuple[bytes, str]:
    """One frame of a clip as PNG, and its time in seconds."""
    with av.open(str(path)) as file:
        for index, frame in enumerate(file.decode(video=0)):
            if index == number:
                target = place / "frame.png"
                Image.fromarray(frame.to_ndarray(format="rgb24")).save(target)
                return target.read_bytes(), decimal(float(frame.time or 0))
    raise ValueError(f"the clip has no frame {number}")


def _review(session: Session) -> None:
    """The second person: agrees with the place, asks about the smoke."""
    for step in verification.steps_of(session.records, _main(session)):
        if step.pillar == words.Pillar.LOCATION:
            verification.review(session, step.ref, words.ReviewOutcome.AGREES, REVIEW_AGREES).result()
    current = verification.current_assessment(session.records, _main(session))
    if current is not None:
        verification.review(session, current.ref, words.ReviewOutcome.ASKS, REVIEW_ASKS).result()


def _main(session: Session) -> Ref:
    return session.records.exhibit(1).ref
