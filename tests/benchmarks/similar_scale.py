"""How long questions take when there are a million hashes and a hundred thousand pictures.

Run: python -m tests.benchmarks.similar_scale [--rows 1000000] [--pictures 100000] [--pairs 100000]

Hashes are those of the photographs with a third of their bits changed; descriptors are those of the photographs with
a fifth of their bits changed, mixed anew for every picture. The photographs themselves are among them, and must be
found from half of their area.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import imagehash
import numpy as np
from numpy.typing import NDArray

from osintdesk.similar import hashes, inverted
from osintdesk.similar.picture import PictureFingerprint, fingerprint_picture
from osintdesk.similar.scan import Rows
from tests.benchmarks import photographs
from tests.benchmarks.photographs import small, table
from tests.benchmarks.picture_attacks import attacked


def _wall(work: Callable[[], object], times: int) -> tuple[float, float]:
    """Median wall and CPU milliseconds."""
    walls, spent = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(1000 * (time.perf_counter() - wall))
        spent.append(1000 * (time.process_time() - cpu))
    return float(np.median(walls)), float(np.median(spent))


def _strangers(known: NDArray[np.bool_], count: int, share: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    chosen = known[rng.integers(0, len(known), count)]
    return np.asarray(chosen ^ (rng.random(chosen.shape, np.float32) < share))


def scan(prints: list[PictureFingerprint], count: int) -> None:
    """One question to `count` hashes, with one and with three regions, each in eight forms."""
    rng = np.random.default_rng(1)
    known = np.array([hashes.unpacked(each.full) for each in prints])
    rows = Rows()
    for start in range(0, count, 100_000):
        words = hashes.as_words(_strangers(known, min(100_000, count - start), 0.35, rng))
        rows.extend(np.arange(start, start + len(words)), words, np.zeros(len(words), np.int32))
    one, three = known[:1], known[:3]
    others = [imagehash.hex_to_hash(each.phash).hash.ravel() for each in prints[:1]]
    flat = rng.integers(0, 2, (min(count, 200_000), 64)).astype(bool)
    results = [
        ("one region, eight forms", _wall(lambda: rows.near(one, most=68), 9)),
        ("three regions, eight forms", _wall(lambda: rows.near(three, most=68), 5)),
    ]
    table((f"{count:,} hashes", "ms", "ms CPU"), [(name, f"{w:.1f}", f"{c:.1f}") for name, (w, c) in results])
    wall, _ = _wall(lambda: (flat != others[0]).sum(axis=1), 3)
    print(f"beside it, imagehash's own way (bool arrays), one form: {wall * count / len(flat):.0f} ms\n")


def pairs(prints: list[PictureFingerprint], count: int) -> None:
    """Every pair of `count` pictures."""
    rng = np.random.default_rng(2)
    known = np.array([hashes.unpacked(each.full) for each in prints])
    bits = _strangers(known, count, 0.35, rng)
    bits[1::100] = bits[::100][: len(bits[1::100])] ^ (rng.random((len(bits[1::100]), 256)) < 0.1)
    rows = Rows()
    rows.extend(np.arange(count), hashes.as_words(bits), np.zeros(count, np.int32))
    start, cpu = time.perf_counter(), time.process_time()
    found = {(one, other) for one, other, _ in rows.pairs(most=60)}
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    planted = {(i, i + 1) for i in range(0, count - 1, 100)}
    print(f"all pairs of {count:,} pictures in eight forms: {wall:.0f} s, {cpu:.0f} s CPU, two threads;")
    print(f"{len(found & planted)} of {len(planted)} planted pairs, {len(found - planted)} others\n")


def features(prints: dict[str, PictureFingerprint], photos: Path, count: int) -> None:
    """One picture asked of the inverted file of `count` pictures."""
    rng = np.random.default_rng(3)
    pool = np.concatenate([each.local.codes[: inverted.STRONGEST] for each in prints.values()])
    vocabulary = inverted.Vocabulary(inverted.chosen_words(pool, inverted.word_count(count * inverted.STRONGEST)))
    start = time.process_time()
    words = vocabulary.nearest(pool)[:, 0]
    filing = 1000 * (time.process_time() - start) / len(prints)
    documents = np.repeat(np.arange(len(prints)), [len(p.local.codes[: inverted.STRONGEST]) for p in prints.values()])
    segments = [inverted.filed(words, documents.astype(np.uint32), pool, count=len(vocabulary))]
    with tempfile.TemporaryDirectory() as folder:
        for start_at in range(len(prints), count, 20_000):
            end = min(count, start_at + 20_000)
            segment = _made(pool, words, start_at, end, len(vocabulary), rng)
            inverted.write(segment, Path(folder) / f"{start_at}.segment")
        written = sorted(Path(folder).glob("*.segment"))
        size = sum(path.stat().st_size for path in written) / (count - len(prints))
        segments += [inverted.read(path) for path in written]
        _asked(prints, photos, segments, vocabulary, count)
    print(f"{size:.0f} bytes a picture on disk; {filing:.0f} ms CPU to file one; {len(vocabulary):,} words\n")


def _made(
    pool: NDArray[np.uint8], words: NDArray[np.int64], start: int, end: int, count: int, rng: np.random.Generator
) -> inverted.Segment:
    chosen = rng.integers(0, len(pool), (end - start) * inverted.STRONGEST)
    noise = np.packbits(rng.random((len(chosen), 128), np.float32) < 0.2, axis=1)
    documents = np.repeat(np.arange(start, end), inverted.STRONGEST).astype(np.uint32)
    return inverted.filed(words[chosen], documents, pool[chosen] ^ noise, count=count)


def _asked(
    prints: dict[str, PictureFingerprint],
    photos: Path,
    segments: list[inverted.Segment],
    vocabulary: inverted.Vocabulary,
    count: int,
) -> None:
    walls, spent, ranks = [], [], []
    for number, name in enumerate(list(prints)[::40]):
        picture = small(attacked("crop 50 %", photographs.load(photos / name), number))
        codes = fingerprint_picture(picture).local.codes
        wall, cpu = time.perf_counter(), time.process_time()
        votes = inverted.votes(segments, vocabulary, codes, documents=count)
        walls.append(1000 * (time.perf_counter() - wall))
        spent.append(1000 * (time.process_time() - cpu))
        ranks.append(int((votes > votes[list(prints).index(name)]).sum()))
    median, worst = float(np.median(walls)), float(np.max(walls))
    print(f"local features of {count:,} pictures: {median:.0f} ms a question ({worst:.0f} at most), ", end="")
    print(f"{np.median(spent):.0f} ms CPU, both handednesses;")
    print(f"half of the area found among the first 20 in {np.mean(np.array(ranks) < 20):.2f} of {len(ranks)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--pictures", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--photos", type=int, default=823)
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    photos = photographs.folder("photos")
    names = photographs.clean(photos)[: chosen.photos]
    prints = {name: fingerprint_picture(photographs.load(photos / name)) for name in names}
    scan(list(prints.values()), chosen.rows)
    if chosen.pictures:
        features(prints, photos, chosen.pictures)
    if chosen.pairs:
        pairs(list(prints.values()), chosen.pairs)


if __name__ == "__main__":
    main()
