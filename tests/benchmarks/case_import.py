"""Take in a large file: speed beside `cp` and a flush, memory flat. Run: python -m tests.benchmarks.case_import [MiB] [FOLDER]

Peer: `cp` of the same file on the same disk, then fsync of the copy; three turns each, one after the other.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from osintdesk.case.case_file import Author, CaseFile, Profile
from osintdesk.core.files import sync, sync_folder


def make(path: Path, megabytes: int, turn: int) -> None:
    """A file of bytes that no disk can shorten, another one each turn."""
    block = os.urandom(1 << 20)
    with path.open("wb") as stream:
        stream.write(turn.to_bytes(8, "big"))
        for n in range(megabytes):
            stream.write(n.to_bytes(8, "big") + block[8:])
        stream.flush()
        sync(stream.fileno())


def copied(source: Path, target: Path) -> float:
    begin = time.perf_counter()
    subprocess.run(["cp", str(source), str(target)], check=True)
    descriptor = os.open(target, os.O_RDONLY)
    sync(descriptor)
    os.close(descriptor)
    sync_folder(target.parent)
    return time.perf_counter() - begin


def taken_in(case: CaseFile, source: Path) -> tuple[float, float]:
    """Seconds by the clock, and of processor time."""
    begin, cpu = time.perf_counter(), time.process_time()
    preserved = case.preserve(source)
    case.add_media(preserved, arrival=preserved.arrival(by="Anna", how="dropped"), media_fields={}, label="Add")
    return time.perf_counter() - begin, time.process_time() - cpu


def memory() -> int:
    """The most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 2048
    where = sys.argv[2] if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory(dir=where) as name:
        place = Path(name)
        source, copy = place / "long.mov", place / "copy.mov"
        with CaseFile.create(place / "Case", title="x", author=Author("Anna"), profile=Profile(place / "p")) as case:
            before, times = memory(), []
            for turn in range(3):
                make(source, megabytes, turn)
                peer = copied(source, copy)
                copy.unlink()
                own, cpu = taken_in(case, source)
                for path in case.originals.folder.glob("??/*"):
                    path.unlink()
                times.append((peer, own))
                speed = [f"{megabytes / seconds:6.0f} MiB/s" for seconds in (peer, own)]
                print(
                    f"cp + fsync {peer:6.2f} s {speed[0]}   import {own:6.2f} s {speed[1]} ({cpu:.2f} s CPU)   {peer / own:4.0%}"
                )
            ratio = statistics.median(peer / own for peer, own in times)
            print(f"median {ratio:.0%} of the speed of cp + fsync (at least 50 %); memory grew {memory() - before} MB")


if __name__ == "__main__":
    main()
