"""How long a report takes and how much memory: `python tests/benchmarks/report_speed.py [INCIDENTS PICTURES]`.

Builds a case of so many incidents and pictures (JPEG of 950 px, each one different). Each picture has a sighting and
what was read from the file; each incident a place, a claim, a verification step on its first picture, and evidence; every
tenth picture a match. Sets the full report with all sections. The peer in the same run is the bare typesetter on a document
that holds the same pictures and one line of text each.
"""

from __future__ import annotations

import hashlib
import io
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import typst
from PIL import Image

from osintdesk.core.domain import (
    Attachment,
    Case,
    Claim,
    Contents,
    Evidence,
    Incident,
    Match,
    Media,
    Place,
    Record,
    Sighting,
    Source,
    Step,
    link_id,
)
from osintdesk.core.records import Records
from osintdesk.report.build import build
from osintdesk.report.glyphs import font_folder
from osintdesk.report.options import Options
from osintdesk.report.state import CaseState, LogRow
from osintdesk.report.typeset import compile_folder, lay_out, page_count


def picture(seed: int, long_side: int) -> bytes:
    """A JPEG of photographic size (about 80 kB at 950 px, 11 kB at 240 px): smooth noise."""
    rng = random.Random(seed)
    noise = Image.frombytes("RGB", (64, 36), rng.randbytes(64 * 36 * 3)).resize((1280, 720), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    noise.resize((long_side, long_side * 9 // 16)).save(out, "JPEG", quality=84)
    return out.getvalue()


class Stored:
    """Pictures that wait on the disk, as the case's cache holds them."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        for number in range(count):
            (folder / str(number)).write_bytes(picture(number, 950))
        self.names = {sha(number): folder / str(number) for number in range(count)}

    def picture(self, name: str, long_side: int) -> bytes | None:
        return self.names[name].read_bytes()

    def strip(self, name: str) -> list[tuple[float, int, bytes]]:
        return []


def sha(number: int) -> str:
    return hashlib.sha256(f"picture {number}".encode()).hexdigest()


def case(incidents: int, pictures: int) -> Records:
    records: list[Record] = [Case(id="c", title="Benchmark", time_zone="Europe/Kyiv"), Source(id="s", name="Channel")]
    for i in range(incidents):
        records.append(Incident(id=f"i{i}", title=f"Incident number {i} at the crossroads"))
        records.append(
            Place(
                id=f"p{i}",
                subject=f"incident:i{i}",
                name="Crossroads",
                latitude=str(50 + i / 1000),
                longitude="35.1",
                precision="locality",
            )
        )
        records.append(Claim(id=f"c{i}", statement=f"Claim number {i}", incident=f"i{i}", source="s"))
    for n in range(pictures):
        records += _exhibit(n, n % incidents, incidents)
    for n in range(0, pictures - 1, 10):
        a, b = sorted((sha(n), sha(n + 1)))
        records.append(Match(id=link_id(a, b), a=a, b=b, score="0.9"))
    return Records(records)


def _exhibit(n: int, incident: int, incidents: int) -> list[Record]:
    name = sha(n)
    return [
        Media(
            id=name,
            exhibit=n + 1,
            size=123_456,
            md5=name[:32],
            sha1=name[:40],
            kind="image",
            mime="image/jpeg",
            title=f"Photograph {n}",
            collected_at="2024-08-06T10:00:00Z",
        ),
        Contents(id=name, width=4000, height=2250, facts={"make": [{"value": "Canon", "source": "exifread: IFD0"}]}),
        Attachment(id=link_id(f"i{incident}", name), incident=f"i{incident}", media=name),
        Sighting(id=f"g{n}", media=name, url=f"https://example.org/{n}", source="s", posted_at="2024-08-06T09:00:00Z"),
        *(_examined(n, name, incident) if n < incidents else []),
    ]


def _examined(n: int, name: str, incident: int) -> list[Record]:
    return [
        Step(
            id=f"t{n}",
            subject=f"media:{name}",
            question="Is it older?",
            result="supports",
            finding="No older copy was found.",
            by="A",
            at="2024-08-07T09:00:00Z",
            not_after="2024-08-06T09:00:00Z",
        ),
        Evidence(id=f"e{n}", claim=f"c{incident}", subject=f"media:{name}", stance="supports"),
    ]


def log(records: Records) -> list[LogRow]:
    rows = [(m.ref, "Original preserved") for m in records.all(Media)] + [
        (s.ref, "Step added") for s in records.all(Step)
    ]
    return [
        LogRow(n, "2024-08-06T10:00:00Z", "A", label, ref, hashlib.sha256(str(n).encode()).hexdigest())
        for n, (ref, label) in enumerate(rows, 1)
    ]


def ours(incidents: int, pictures: int, stored: Stored, out: Path) -> tuple[float, float, float, float, int, int]:
    records = case(incidents, pictures)
    rows = log(records)
    state = CaseState("c", "r", len(rows), "ab" * 32, "2024-08-09T08:00:00Z", {"OSINT Desk": "0"})
    start, cpu = time.perf_counter(), time.process_time()
    document = build(records, rows, stored, Options(), state=state)
    built = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        lay_out(document, Path(folder))
        laid = time.perf_counter()
        pdf, _ = compile_folder(Path(folder), state.at)
    done, spent = time.perf_counter(), time.process_time() - cpu
    out.write_bytes(pdf)
    return built - start, laid - built, done - laid, spent, page_count(pdf), len(pdf)


def peer(pictures: int, stored: Stored) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = ['#set document(title: "peer")', '#set text(font: "Noto Sans")', "= Pictures"]
        for number in range(pictures):
            (folder / f"{number}.jpg").write_bytes((stored.folder / str(number)).read_bytes())
            lines.append(f'#image("{number}.jpg", alt: "picture", width: 80mm) Picture {number}\n')
        (folder / "main.typ").write_text("\n".join(lines))
        start = time.perf_counter()
        typst.compile(
            str(folder / "main.typ"),
            font_paths=[str(font_folder())],
            ignore_system_fonts=True,
            pdf_standards=["a-3a", "ua-1"],
            timestamp=datetime(2024, 8, 9, tzinfo=UTC),
        )
        return time.perf_counter() - start


def main() -> None:
    incidents, pictures = (int(a) for a in sys.argv[1:3]) if len(sys.argv) > 2 else (50, 200)
    with tempfile.TemporaryDirectory() as name:
        stored = Stored(Path(name), pictures)
        build_s, lay_s, set_s, cpu, pages, size = ours(incidents, pictures, stored, Path(name) / "out.pdf")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        bare = peer(pictures, stored)
    print(
        "incidents pictures | build s  lay out s  typeset s  together s  CPU s | pages  PDF MB  peak MB | bare typst s"
    )
    print(
        f"{incidents:9} {pictures:8} | {build_s:7.2f}  {lay_s:9.2f}  {set_s:9.2f}  {build_s + lay_s + set_s:10.2f}  {cpu:5.2f} | "
        f"{pages:5}  {size / 1e6:6.1f}  {memory:7.0f} | {bare:12.2f}"
    )


if __name__ == "__main__":
    main()
