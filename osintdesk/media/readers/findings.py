"""What readers hand over while they read, within bounds that no file can push."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from osintdesk.core.errors import FileProblem
from osintdesk.core.readings import Reading
from osintdesk.media.readers.window import Cut
from osintdesk.media.results import TrackPoint

OWN = "osintdesk"
MAX_READINGS = 8000
MAX_TEXT = 6000
MAX_TOTAL = 4 << 20
MAX_POINTS = 50_000


@dataclass(slots=True)
class Findings:
    """Readings, embedded thumbnails (`path`, JPEG bytes), a timed position track, and what could not be read."""

    readings: list[Reading] = field(default_factory=list)
    thumbnails: list[tuple[str, bytes]] = field(default_factory=list)
    track: list[TrackPoint] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _room: int = MAX_TOTAL

    def add(
        self,
        name: str,
        value: object,
        path: str,
        *,
        raw: str | None = None,
        offset: int | None = None,
        reader: str = OWN,
    ) -> None:
        """Note one reading; texts are cut at 6,000 characters, and all of it at 8,000 readings and 4 MB."""
        shown = clean(str(value))
        stored = shown if raw is None else clean(raw)
        self._room -= len(shown) + len(stored) + len(path) + 40
        if self._room < 0 or len(self.readings) >= MAX_READINGS:
            self.problem("There is more metadata than is taken in; the rest was left out.")
            return
        place = path if offset is None else f"{path}@0x{offset:x}"
        self.readings.append(Reading(clean(name)[:200], shown, stored, reader, place[:1000]))

    def problem(self, sentence: str) -> None:
        """Note once that something could not be read."""
        if sentence not in self.problems and len(self.problems) < 20:
            self.problems.append(sentence)

    def values(self, name: str) -> list[str]:
        return [reading.value for reading in self.readings if reading.name == name]


def clean(text: str) -> str:
    """Storable text: no lone surrogates, no NUL at the end, at most 6,000 characters."""
    text = text[: MAX_TEXT + 1].rstrip("\x00")
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT] + "…"
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def decoded(data: bytes) -> str:
    """Text of unstated encoding: UTF-8 where it is valid, else Latin-1."""
    data = data.rstrip(b"\x00")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def attempt(findings: Findings, what: str, work: Callable[[], object]) -> None:
    """Run one reader; a structure that breaks off or makes no sense is noted and ends only that reader."""
    try:
        work()
    except Cut:
        findings.problem(f"The {what} breaks off or points outside the file.")
    except FileProblem as problem:
        findings.problem(str(problem))
    except RecursionError:
        findings.problem(f"The {what} is nested too deeply.")
    except MemoryError:
        findings.problem(f"The {what} needs too much memory.")
    except Exception as error:  # bytes of strangers can break any assumption; the other readers go on
        findings.problem(f"The {what} could not be read ({type(error).__name__}).")
