"""
Spoils labelled phrases by a character or three, and holds what is read of them to what the text has.

    python tests/soak/phrases.py            a hundred thousand spoiled phrases
    python tests/soak/phrases.py 500000     as many as asked for

Half of them keep their numbers, and then no other number, unit or anchor may be read without a warning. Exits with 1
when one was; each is shown with the phrase it came from.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.phrase_trials import labelled, trial

COUNT, BATCH, SHOWN = 100_000, 2_500, 20
Found = list[tuple[str, str, list[str]]]


def batch(seed: int) -> Found:
    """The faults among one batch of spoiled phrases."""
    rows = labelled("limit_phrases.jsonl") + labelled("limit_phrases_more.jsonl")
    return trial(rows, seed, BATCH, spare_numbers=seed % 2 == 0, most=1 + 2 * (seed // 2 % 2))


def main(asked: list[str], say: Callable[[str], object] = sys.stdout.write) -> int:
    """Try them in all, on every processor, and tell what was found; 1 when anything was."""
    wanted = int(asked[0]) if asked else COUNT
    began = time.perf_counter()
    batches = -(-wanted // BATCH)
    found: Found = []
    with ProcessPoolExecutor() as workers:
        for faulty in workers.map(batch, range(1000, 1000 + batches)):
            found += faulty
    for raw, text, told in found[:SHOWN]:
        say(f"{raw!r}\n  {text!r}\n  {'; '.join(told)}\n")
    say(f"{batches * BATCH} spoiled phrases, {len(found)} misread; {time.perf_counter() - began:.0f} s\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
