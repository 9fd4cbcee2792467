"""Which clips are found in which, and whether at the right second.

Run: python -m tests.benchmarks.similar_video [--half report|tune|all] [--negatives 4] [--peers]

Originals are cut, attacked in 16 ways, encoded and compared with their original (found, and each piece placed within a
second) and with other originals (which must not be called a copy). Clips of one signer in one room are negatives too.
A clip shorter than two seconds after the attack is not asked.
"""

from __future__ import annotations

import argparse
import io
import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from osintdesk.core.words import Relation
from osintdesk.similar.clip import VideoFingerprint, fingerprint_clip
from osintdesk.similar.compare import compare_clips, compare_picture_clip
from osintdesk.similar.comparison import Comparison, Segment
from tests.benchmarks import clips, photographs
from tests.benchmarks.photographs import small, table
from tests.benchmarks.picture_attacks import attacked as attacked_picture

_LEAST_SECONDS = 2.0
_STILL_ATTACKS = ("JPEG 30", "crop 50 %", "mirror", "letterbox black", "desktop screenshot")


def placed(parts: Iterable[Segment], piece: clips.Piece) -> bool:
    """Whether a segment puts the middle of what it shares with the true piece within a second."""
    a_start, a_end, b_start, b_end = piece
    speed = (a_end - a_start) / (b_end - b_start)
    for part in parts:
        low, high = max(b_start, part.b_start), min(b_end, part.b_end)
        middle = (low + high) / 2
        told = part.a_start + part.speed * (middle - part.b_start)
        if high - low > 0.3 * (b_end - b_start) and abs(told - (a_start + speed * (middle - b_start))) < 1:
            return True
    return False


def is_copy(found: Comparison) -> bool:
    return found.related and found.relation is not Relation.SAME_SCENE


def sampled(source: str | io.BytesIO) -> VideoFingerprint:
    return fingerprint_clip(clips.sample(source), 0.0)


def speed(path: Path) -> None:
    """How many times faster than real time one core takes a fingerprint."""
    start = time.process_time()
    taken = sampled(str(path))
    whole = time.process_time() - start
    start = time.process_time()
    frames = list(clips.sample(str(path)))
    decoding = time.process_time() - start
    size = len(taken.to_bytes()) / taken.duration / 1000
    shape = f"{frames[0][1].shape[1]} × {frames[0][1].shape[0]}"
    print(f"{path.name} at {shape}: {taken.duration / whole:.0f} × real time on one core, decoding included")
    print(f"({taken.duration / decoding:.0f} × for decoding alone); {size:.1f} kB a second of clip\n")


def copies(
    originals: dict[str, VideoFingerprint], sources: dict[str, clips.Clip], names: list[str], *, negatives: int
) -> None:
    """Ask for every attack on every chosen original."""
    every = list(originals)
    found: dict[str, list[bool]] = defaultdict(list)
    where: dict[str, list[bool]] = defaultdict(list)
    false: list[str] = []
    asked = 0
    spent = 0.0
    for name, attack in itertools.product(names, clips.NAMES):
        number = every.index(name)
        other = every[(number + 5) % len(every)]
        file, pieces = clips.attacked(attack, sources[name], sources[other], number)
        taken = sampled(file)
        if taken.times[-1] + 0.25 < _LEAST_SECONDS - 0.1:
            continue
        start = time.process_time()
        comparison = compare_clips(originals[name], taken)
        spent += time.process_time() - start
        found[attack].append(is_copy(comparison))
        if is_copy(comparison):
            where[attack] += [placed(comparison.segments, piece) for piece in pieces]
        if not found[attack][-1] or not all(placed(comparison.segments, piece) for piece in pieces):
            print(f"  {attack}, {name}: {comparison.relation}, {comparison.explanation}")
        strangers = [key for key in every if key not in {name, other}]
        for key in strangers[:: max(1, len(strangers) // negatives)] if negatives else ():
            asked += 1
            if is_copy(compare_clips(originals[key], taken)):
                false.append(f"{attack} of {name} in {key}")
    for one, other in itertools.combinations(every, 2):
        asked += 1
        if is_copy(compare_clips(originals[one], originals[other])):
            false.append(f"{one} in {other}")
    _report(found, where)
    count = sum(map(len, found.values()))
    print(f"\n{1000 * spent / count:.0f} ms CPU a pair; false: {len(false)} of {asked} pairs", *false, sep="\n  ")


def _report(found: dict[str, list[bool]], where: dict[str, list[bool]]) -> None:
    rows = [
        (attack, len(found[attack]), f"{np.mean(found[attack]):.2f}", f"{np.mean(where[attack] or [0]):.2f}")
        for attack in found
    ]
    alls, places = list(itertools.chain(*found.values())), list(itertools.chain(*where.values()))
    rows.append(("all (wanted .90 and .93)", len(alls), f"{np.mean(alls):.3f}", f"{np.mean(places):.3f}"))
    print()
    table(("attack", "clips", "found", "within 1 s"), rows)


def stills(originals: dict[str, VideoFingerprint], sources: dict[str, clips.Clip], names: list[str]) -> None:
    """Ask for attacked frames of the originals, and for the same frames in the others."""
    rng = np.random.default_rng(5)
    rows, false, asked = [], 0, 0
    for attack in _STILL_ATTACKS:
        found, near = [], []
        for name in names:
            clip = sources[name]
            second = float(rng.uniform(0, clip.duration - 0.3))
            frame = Image.fromarray(clip.frames[int(second * clip.rate)])
            picture = small(attacked_picture(attack, frame, len(found)))
            comparison = compare_picture_clip(picture, originals[name])
            found.append(is_copy(comparison))
            near.append(any(p.b_start - 1 <= second <= p.b_end + 1 for p in comparison.segments[:1]))
            for other in originals:
                if other != name and other[:3] != name[:3]:
                    asked += 1
                    false += is_copy(compare_picture_clip(picture, originals[other]))
        rows.append((attack, len(found), f"{np.mean(found):.2f}", f"{np.mean(near):.2f}"))
    print()
    table(("still in a clip", "stills", "found", "within 1 s"), rows)
    print(f"false: {false} of {asked}")


def frame_hash_peer(sources: dict[str, clips.Clip], names: list[str]) -> None:
    """vPDQ's rule on pdqhash: copies when 80 % of the frames of one have a frame within 31 bits in the other."""
    try:
        import pdqhash
    except ImportError:
        print("\npdqhash is not installed; vpdq is not compared")
        return

    def hashes(source: str | io.BytesIO) -> np.ndarray:  # type: ignore[type-arg]
        taken = [pdqhash.compute(frame) for _, frame in clips.sample(source, per_second=1)]
        return np.array([bits for bits, quality in taken if quality >= 50] or [np.zeros(256)], np.float32) * 2 - 1

    paths = {path.stem: path for path in photographs.folder("videos").iterdir() if path.stem in sources}
    every = list(sources)
    known = {name: hashes(str(paths[name])) for name in names}
    found: Callable[[str, np.ndarray], bool] = lambda name, b: bool(  # type: ignore[type-arg]  # noqa: E731
        (((256 - b @ known[name].T) / 2).min(axis=1) <= 31).mean() >= 0.8
    )
    right, wrong, total = 0, 0, 0
    for name, attack in itertools.product(names, clips.NAMES):
        number = every.index(name)
        file, _ = clips.attacked(attack, sources[name], sources[every[(number + 5) % len(every)]], number)
        taken = hashes(file)
        right, total = right + found(name, taken), total + 1
        wrong += sum(found(other, taken) for other in names if other != name)
    print(f"\nvPDQ's rule on pdqhash frames: found {right / total:.3f} of {total}, false {wrong}; no seconds are told")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=("tune", "report", "all"), default="all")
    parser.add_argument("--negatives", type=int, default=4, help="other originals asked for each attacked clip")
    parser.add_argument("--peers", action="store_true")
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    paths = sorted(path for path in photographs.folder("videos").iterdir() if path.suffix in {".mp4", ".mkv", ".avi"})
    for path in paths:
        if "480p" in path.name:
            speed(path)
    originals = {path.stem: sampled(str(path)) for path in paths}
    sources = {path.stem: clips.read(path) for path in paths}
    halves = {"tune": list(originals)[::2], "report": list(originals)[1::2], "all": list(originals)}
    names = halves[chosen.half]
    copies(originals, sources, names, negatives=chosen.negatives)
    stills(originals, sources, names)
    if chosen.peers:
        frame_hash_peer(sources, names)


if __name__ == "__main__":
    main()
