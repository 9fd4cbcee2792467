"""How many copies of a picture are found, and how many strangers are taken for one.

Run: python -m tests.benchmarks.similar_pictures [--originals 26] [--half report] [--peers 12]

All photographs without a group are in the index. Originals are taken evenly from one half of them (`tune`: the even
ones, on which thresholds were fixed; `report`: the odd ones), attacked in 39 ways, and looked for. A match with
another picture than the original (or its twin) is false. Pairs of one scene are then compared, and counted when they
are called a copy. The named peers see the same queries: their threshold is the largest with no more than one false
pair in a hundred thousand on the other half, and their usual one.
"""

from __future__ import annotations

import argparse
import io
import itertools
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import cv2
import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from osintdesk.core.words import Relation
from osintdesk.similar.compare import compare_pictures
from osintdesk.similar.hashes import unpacked
from osintdesk.similar.index import Index
from osintdesk.similar.picture import fingerprint_picture
from tests.benchmarks import photographs
from tests.benchmarks.photographs import small, table
from tests.benchmarks.picture_attacks import ATTACKS, GROUPS, attacked

Bits = NDArray[np.bool_]
Query = tuple[str, str, Image.Image]
WANTED = {
    "all": 0.90,
    "easy": 0.99,
    "letterbox": 0.97,
    "mirror, turned 90 and 180": 0.98,
    "crop 80 %": 0.92,
    "crop 50 %": 0.80,
    "screens": 0.85,
}


def queries(photos: Path, names: list[str]) -> list[Query]:
    """(attack, original, attacked picture at its own size) for every original and attack."""
    made = []
    for number, name in enumerate(names):
        with Image.open(photos / name) as image:
            original = image.convert("RGB")
        made += [(attack, name, attacked(attack, original, number)) for attack in ATTACKS]
    return made


def find(photos: Path, asked: list[Query], names: list[str]) -> tuple[dict[str, list[bool]], list[tuple[str, ...]]]:
    """Ask the index for every query: found or not by attack, and the false matches."""
    pictures = {name: photographs.load(photos / name) for name in names}
    prints = {name: fingerprint_picture(image) for name, image in pictures.items()}
    same = photographs.twins(names, np.array([unpacked(prints[name].full) for name in names]))
    found: dict[str, list[bool]] = defaultdict(list)
    false: list[tuple[str, ...]] = []
    spent = nominated = 0.0
    with tempfile.TemporaryDirectory() as folder, Index.open(Path(folder)) as index:
        index.add_many(prints.items())
        for attack, name, picture in asked:
            query = small(picture)
            taken = fingerprint_picture(query)
            start = time.process_time()
            nominated += name in {each.key for each in index.candidates(taken)}
            matches = index.matches_for(taken, picture=query, picture_of=pictures.get)
            spent += time.process_time() - start
            keys = {key for key, comparison in matches if comparison.relation is not Relation.SAME_SCENE}
            found[attack].append(name in keys)
            false += [(attack, name, key) for key in keys if key != name and frozenset((key, name)) not in same]
    print(f"{len(asked)} queries, {len(names)} pictures; original among the candidates {nominated / len(asked):.3f};")
    print(f"{1000 * spent / len(asked):.0f} ms CPU per query (candidates twice, verification once)\n")
    return found, false


def report(found: dict[str, list[bool]], false: list[tuple[str, ...]]) -> None:
    """Print recall by group and attack."""
    groups = {"all": tuple(ATTACKS), **GROUPS}
    rows = []
    for group, attacks in groups.items():
        values = list(itertools.chain.from_iterable(found[attack] for attack in attacks))
        rows.append((group, len(values), f"{np.mean(values):.3f}", WANTED.get(group, "")))
    table(("group", "queries", "found", "wanted"), rows)
    missed = {attack: values.count(False) for attack, values in found.items() if not all(values)}
    print("\nmissed:", ", ".join(f"{attack} {count}" for attack, count in missed.items()) or "none")
    print(f"false: {len(false)} in {sum(map(len, found.values()))} queries", *false, sep="\n  ")


def same_scenes(photos: Path, *, most: int) -> None:
    """Compare pairs of frames of one scene; a copy is what they should hardly ever be called."""
    rows, total, called = [], 0, 0
    for scene, names in photographs.scenes(photos).items():
        chosen = [photographs.load(photos / name) for name in names[:most]]
        kinds = [compare_pictures(a, b) for a, b in itertools.combinations(chosen, 2)]
        copies = sum(each.related and each.relation is not Relation.SAME_SCENE for each in kinds)
        scenes = sum(each.relation is Relation.SAME_SCENE for each in kinds)
        rows.append((scene, len(kinds), scenes, copies))
        total, called = total + len(kinds), called + copies
    table(("same scene", "pairs", "said so", "called a copy"), rows)
    print(f"called a copy: {called} of {total}, {called / total:.3f} (wanted: at most 0.10)\n")


def speed() -> None:
    """CPU time for one photograph of 12 megapixels, as it is at import."""
    rng = np.random.default_rng(1)
    ground = cv2.resize(rng.integers(0, 255, (90, 120, 3), dtype=np.uint8), (4000, 3000), interpolation=cv2.INTER_CUBIC)
    buffer = io.BytesIO()
    Image.fromarray(ground).save(buffer, "JPEG", quality=90)
    data = buffer.getvalue()

    def thumbnail() -> Image.Image:
        image = Image.open(io.BytesIO(data))
        image.draft("RGB", (512, 512))
        image.thumbnail((512, 512))
        return image.convert("RGB")

    made = thumbnail()
    rows = [
        ("decode to a thumbnail of 512", _spent(thumbnail)),
        ("whole fingerprint of the thumbnail", _spent(lambda: fingerprint_picture(made))),
        ("imagehash.phash(Image.open())", _spent(lambda: imagehash.phash(Image.open(io.BytesIO(data))))),
    ]
    table(("12 megapixels", "ms CPU"), [(name, f"{value:.1f}") for name, value in rows])
    print()


def _spent(work: Callable[[], object], times: int = 9) -> float:
    values = []
    for _ in range(times):
        start = time.process_time()
        work()
        values.append(1000 * (time.process_time() - start))
    return float(np.median(values))


def _flat(value: imagehash.ImageHash) -> Bits:
    return np.asarray(value.hash).ravel()


def peers() -> dict[str, tuple[int, Callable[[Image.Image], Bits]]]:
    """The installed peers: name → usual threshold, bits of a picture."""
    known: dict[str, tuple[int, Callable[[Image.Image], Bits]]] = {
        "imagehash pHash": (10, lambda image: _flat(imagehash.phash(image))),
        "imagehash dHash": (10, lambda image: _flat(imagehash.dhash(image))),
        "imagehash wHash": (10, lambda image: _flat(imagehash.whash(image))),
    }
    try:
        import pdqhash

        known["pdqhash"] = (31, lambda image: pdqhash.compute(np.asarray(image))[0].astype(bool))
    except ImportError:
        print("pdqhash is not installed")
    try:
        import base64

        from czkawka import ImageSimilarity

        finder = ImageSimilarity()

        def czkawka(image: Image.Image) -> Bits:
            with tempfile.NamedTemporaryFile(suffix=".png") as file:
                image.save(file.name)
                text = finder.hash_image(file.name)
                data = base64.b64decode(text + "=" * (-len(text) % 4))
                return np.unpackbits(np.frombuffer(data, np.uint8)) > 0

        known["czkawka binding"] = (5, czkawka)
    except ImportError:
        print("the czkawka binding is not installed")
    return known


def compare_peers(photos: Path, asked: list[Query], names: list[str], other_half: list[str]) -> None:
    """Recall of each peer on the same queries."""
    images = {name: photographs.load(photos / name) for name in names}
    rows = []
    for peer, (usual, bits_of) in peers().items():
        bits = np.array([bits_of(images[name]) for name in names])
        start = time.process_time()
        wanted = np.array([bits_of(small(picture)) for _, _, picture in asked])
        spent = (time.process_time() - start) / len(asked)
        apart = _apart(wanted, bits)
        fixed = _threshold(bits, [names.index(name) for name in other_half])
        place = {name: i for i, name in enumerate(names)}
        true = np.array([apart[i, place[name]] for i, (_, name, _) in enumerate(asked)])
        strangers = np.array([(apart[i] <= usual).sum() - (true[i] <= usual) for i in range(len(asked))])
        recall = [float((true <= limit).mean()) for limit in (fixed, usual)]
        rows.append(
            (peer, fixed, f"{recall[0]:.3f}", usual, f"{recall[1]:.3f}", strangers.sum(), f"{1000 * spent:.1f}")
        )
    table(("peer", "fixed at", "found", "usual", "found", "strangers at usual", "ms"), rows)


def _apart(a: Bits, b: Bits) -> NDArray[np.float32]:
    left, right = a.astype(np.float32) * 2 - 1, b.astype(np.float32) * 2 - 1
    return np.asarray((a.shape[1] - left @ right.T) / 2)


def _threshold(bits: Bits, half: list[int]) -> int:
    """The largest distance with at most one false pair in a hundred thousand among the other half."""
    apart = _apart(bits[half], bits[half])
    values = np.sort(apart[np.triu_indices(len(half), 1)])
    # Twins are in the collection: pairs nearer than a fortieth of the bits are not counted as strangers.
    values = values[values > bits.shape[1] / 4 * 0.75] if bits.shape[1] == 256 else values[values > 4]
    return int(values[int(len(values) * 1e-5)]) - 1


def crop_resistant(photos: Path, asked: list[Query], *, most: int) -> None:
    """imagehash.crop_resistant_hash on a few queries: it takes half a second a picture."""
    every = max(1, len(asked) // most)
    few = asked[::every][:most]
    known = {name: imagehash.crop_resistant_hash(photographs.load(photos / name)) for name in {q[1] for q in few}}
    hits = false = 0
    start = time.process_time()
    for _attack, name, picture in few:
        found = imagehash.crop_resistant_hash(small(picture))
        hits += found.matches(known[name])
        false += sum(found.matches(other) for key, other in known.items() if key != name)
    spent = (time.process_time() - start) / len(few)
    print(f"imagehash crop-resistant hash: found {hits / len(few):.3f} of {len(few)}, ", end="")
    print(f"false {false} of {len(few) * (len(known) - 1)} pairs, {1000 * spent:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--originals", type=int, default=26)
    parser.add_argument("--references", type=int, default=10_000)
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--peers", type=int, default=0, help="run the peers; so many queries for the slowest")
    parser.add_argument("--scene", type=int, default=10, help="frames of each scene")
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    photos = photographs.folder("photos")
    names = photographs.clean(photos)
    halves = {"tune": names[::2], "report": names[1::2]}
    half = halves[chosen.half]
    originals = half[:: max(1, len(half) // chosen.originals)][: chosen.originals]
    references = sorted({*originals, *names[: chosen.references]})
    speed()
    same_scenes(photos, most=chosen.scene)
    asked = queries(photos, originals)
    report(*find(photos, asked, references))
    if chosen.peers:
        other = [name for name in halves["tune" if chosen.half == "report" else "report"] if name in set(references)]
        compare_peers(photos, asked, references, other)
        crop_resistant(photos, asked, most=chosen.peers)


if __name__ == "__main__":
    main()
