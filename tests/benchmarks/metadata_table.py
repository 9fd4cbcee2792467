"""What is read of a collection, and how fast, beside exifread alone, Pillow alone and exiftool.

    python tests/benchmarks/metadata_table.py [MEDIA_FOLDER]

Needs the measuring media (`shared/media` beside the checkout, or OSINTDESK_SHARED). Every reader answers in this one
process, one file after the other; exiftool by one process for all files, its start included. The share is that of the
scored fields whose reference value is met; "wrong" counts fields that have values and none that fits.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from osintdesk.core.readings import Reading
from osintdesk.media.examine import examine
from osintdesk.media.facts import facts_of
from osintdesk.media.kinds import Sniffed, sniff
from osintdesk.media.readers import libraries
from osintdesk.media.readers.findings import Findings
from osintdesk.media.results import METADATA_STAGES, READINGS

ROOT = Path(__file__).resolve().parents[2]
Facts = dict[str, list[str]]


def main() -> None:
    logging.disable(logging.CRITICAL)
    shared = Path(os.environ.get("OSINTDESK_SHARED") or ROOT.parent / "shared")
    media = Path(sys.argv[1]) if len(sys.argv) > 1 else shared / "media"
    scale = _scale(shared)
    references = json.loads((media / "reference" / "exiftool.json").read_text(encoding="utf-8"))
    wanted = {
        r["SourceFile"]: r
        for r in references
        if (media / r["SourceFile"]).exists()
        and not r["SourceFile"].startswith("hostile/")
        and not r["SourceFile"].lower().endswith(".srt")
    }
    hostile = sorted(path for path in (media / "hostile").rglob("*") if path.is_file())
    print(f"{len(wanted)} files, {len(hostile)} hostile ones")
    print(
        f"{'reader':34s}{'image %':>9s}{'wrong':>7s}{'video %':>9s}{'wrong':>7s}{'ms/file':>9s}{'worst hostile s':>17s}"
    )
    for name, reader in READERS.items():
        _row(name, reader, scale, media, wanted, hostile)
    _exiftool_row(scale, media, wanted)
    print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def _scale(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_metadata", shared / "tools" / "score_metadata.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _values(readings: list[Reading] | tuple[Reading, ...]) -> Facts:
    return {name: [fact.value for fact in found] for name, found in facts_of(readings).items()}


def _own(path: Path) -> Facts:
    return _values(examine(path, stages=[READINGS]).readings)


def _all(path: Path) -> Facts:
    return _values(examine(path, stages=METADATA_STAGES).readings)


def _library(work: Callable[[Path, Sniffed, libraries.Known, Findings], None]) -> Callable[[Path], Facts]:
    def read(path: Path) -> Facts:
        findings = Findings()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                work(path, sniff(path), libraries.Known(), findings)
        except Exception:
            return _values(findings.readings)
        return _values(findings.readings)

    return read


def _exifread_alone(path: Path) -> Facts:
    """Without the sizes in its tags: they are the camera's, not those of the file."""
    facts = _library(libraries._exifread)(path)
    return {name: values for name, values in facts.items() if name not in {"width", "height"}}


def _pillow_alone(path: Path) -> Facts:
    """All that Pillow offers: EXIF, size, colour profile, IPTC, and the raw XMP packet (parsed by our reader)."""
    from PIL import Image, IptcImagePlugin

    from osintdesk.media.readers.xmp import read_xmp

    facts = _library(libraries._pillow)(path)
    try:
        with warnings.catch_warnings(), Image.open(path) as image:
            warnings.simplefilter("ignore")
            facts["width"], facts["height"] = [str(image.width)], [str(image.height)]
            findings = Findings()
            packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
            read_xmp(packet.encode() if isinstance(packet, str) else packet, findings, "XMP")
            iptc = IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:
        return facts
    for name, key in (("iptc_caption", (2, 120)), ("iptc_credit", (2, 110))):
        if isinstance(iptc.get(key), bytes):
            facts[name] = [iptc[key].decode("utf-8", "replace")]
    return {**_values(findings.readings), **facts}


READERS: dict[str, Callable[[Path], Facts]] = {
    "OSINT Desk, own reader": _own,
    "OSINT Desk, with its libraries": _all,
    "exifread 3.5 alone": _exifread_alone,
    "Pillow 13 + pillow-heif alone": _pillow_alone,
    "PyAV alone": _library(libraries._pyav),
}


def _row(
    name: str, reader: Callable[[Path], Facts], scale: ModuleType, media: Path, wanted: dict, hostile: list[Path]
) -> None:
    started, answers = time.perf_counter(), {}
    for file in wanted:
        answers[file] = reader(media / file)
    took = (time.perf_counter() - started) * 1000 / len(wanted)
    worst = max((_timed(reader, path) for path in hostile), default=0.0)
    _print(name, *_score(scale, wanted, answers), took, f"{worst:.2f}")


def _timed(reader: Callable[[Path], Facts], path: Path) -> float:
    started = time.perf_counter()
    try:
        reader(path)
    except Exception:
        return time.perf_counter() - started
    return time.perf_counter() - started


def _score(scale: ModuleType, wanted: dict, answers: dict[str, Facts]) -> tuple[dict[str, float], Counter[str]]:
    total, right, wrong = Counter[str](), Counter[str](), Counter[str]()
    for file, reference in wanted.items():
        kind = "video" if scale.is_video(reference) else "image"
        for fact, value in scale.expected(reference).items():
            found = answers[file].get(fact, [])
            total[kind] += 1
            met = any(scale.equal(fact, value, each) for each in found)
            right[kind] += met
            wrong[kind] += bool(found) and not met
    return {kind: 100 * right[kind] / total[kind] for kind in total}, wrong


def _print(name: str, share: dict[str, float], wrong: Counter[str], took: float, worst: str) -> None:
    image, video = share.get("image", 0.0), share.get("video", 0.0)
    print(f"{name:34s}{image:9.1f}{wrong['image']:7d}{video:9.1f}{wrong['video']:7d}{took:9.1f}{worst:>17s}")


def _exiftool_row(scale: ModuleType, media: Path, wanted: dict) -> None:
    program = shutil.which("exiftool")
    if program is None:
        print("exiftool is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        arguments = Path(folder) / "files.txt"
        arguments.write_text("\n".join(str(media / file) for file in wanted), encoding="utf-8")
        started = time.perf_counter()
        run = [
            program,
            "-config",
            "",
            "-j",
            "-G1",
            "-n",
            "-struct",
            "-fast2",
            "-api",
            "largefilesupport=1",
            "-@",
            str(arguments),
        ]
        answer = subprocess.run(run, capture_output=True, check=False)
        took = (time.perf_counter() - started) * 1000 / len(wanted)
    found = {str(Path(j["SourceFile"]).relative_to(media)): j for j in json.loads(answer.stdout)}
    answers = {
        file: {name: [str(value)] for name, value in scale.expected(found.get(file, {})).items()} for file in wanted
    }
    version = subprocess.run([program, "-ver"], capture_output=True, check=False).stdout.decode().strip()
    _print(f"exiftool {version} -fast2, one batch", *_score(scale, wanted, answers), took, "not measured")


if __name__ == "__main__":
    main()
