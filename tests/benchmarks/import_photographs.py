"""Importing photographs, against doing the same by hand: sha256sum, exiftool and imagehash, one file after the other.

    python -m tests.benchmarks.import_photographs [COUNT] [FOLDER]

COUNT photographs of 12 megapixels are generated (200 when not given); with FOLDER, its pictures are taken instead.
The import ends when every file is preserved, read, drawn, fingerprinted and compared with all others.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import imagehash
import numpy as np
from PIL import Image

from osintdesk.app.ingest import Summary, start_import
from osintdesk.app.profile import load_profile
from osintdesk.app.session import Session


def photographs(folder: Path, count: int) -> list[Path]:
    """Pictures of 4000 × 3000 with EXIF, all different."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Example", "Example One", "2024:08:06 20:29:31"
    paths = []
    for number in range(count):
        random = np.random.default_rng(number)
        coarse = Image.fromarray(random.integers(0, 255, (6, 8, 3), dtype=np.uint8)).resize((4000, 3000), 3)
        fine = Image.fromarray(random.integers(0, 255, (150, 200, 3), dtype=np.uint8)).resize((4000, 3000), 3)
        paths.append(folder / f"IMG_{number:04d}.jpg")
        Image.blend(coarse, fine, 0.3).save(paths[-1], quality=88, exif=exif)
    return paths


def by_hand(paths: list[Path]) -> float:
    """Seconds for the three tools, one file after the other."""
    start = time.perf_counter()
    for path in paths:
        subprocess.run(["sha256sum", path], check=True, capture_output=True)
        subprocess.run(["exiftool", "-j", path], check=True, capture_output=True)
        imagehash.phash(Image.open(path))
    return time.perf_counter() - start


def by_import(paths: list[Path], place: Path) -> tuple[float, Summary]:
    """Seconds until everything is in the case, and what was done."""
    os.environ["OSINTDESK_PROFILE"] = str(place / "profile")
    with Session.create(place / "case", title="Benchmark", profile=load_profile()) as session:
        start = time.perf_counter()
        summary = start_import(session, paths).future.result()
        return time.perf_counter() - start, summary


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    if not shutil.which("exiftool") or not shutil.which("sha256sum"):
        print("This needs exiftool and sha256sum as the peer.")
        return 3
    with tempfile.TemporaryDirectory(prefix="osintdesk-bench-") as name:
        place = Path(name)
        paths = sorted(Path(sys.argv[2]).glob("*.jpg"))[:count] if len(sys.argv) > 2 else photographs(place, count)
        hashlib.sha256(b"".join(p.read_bytes() for p in paths)).hexdigest()  # all in the page cache, for both
        hand = by_hand(paths)
        own, summary = by_import(paths, place)
    print(f"{len(paths)} pictures, {os.cpu_count()} cores")
    print(f"sha256sum + exiftool -j + imagehash.phash   {hand:7.1f} s   {1000 * hand / len(paths):6.0f} ms a picture")
    print(f"import, thumbnails and matches included     {own:7.1f} s   {1000 * own / len(paths):6.0f} ms a picture")
    print(
        f"ratio {own / hand:.2f}; {len(summary.added)} added, {len(summary.unreadable)} unreadable, {summary.matches} matches"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
