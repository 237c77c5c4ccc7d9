"""
Spoils catalogues in every shape and container, and holds what comes of them to a catalogue or a refusal.

    python tests/soak/catalogues.py            two thousand spoiled files
    python tests/soak/catalogues.py 20000      as many as asked for

Each that is read is shown, checked against the law and made law of too. Exits with 1 when any ended in another error or
took long; each is shown by its seed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.catalogue_trials import trial

COUNT, SHOWN = 2_000, 20


def main(asked: list[str], say: Callable[[str], object] = sys.stdout.write) -> int:
    """Try them all, on every processor, and tell what was found; 1 when anything was."""
    wanted = int(asked[0]) if asked else COUNT
    began = time.perf_counter()
    with ProcessPoolExecutor() as workers:
        told = list(workers.map(trial, range(wanted), chunksize=50))
    faults = [(seed, fault) for seed, fault in enumerate(told) if fault]
    for seed, fault in faults[:SHOWN]:
        say(f"seed {seed}: {fault}\n")
    say(f"{wanted} spoiled catalogues, {len(faults)} at fault; {time.perf_counter() - began:.0f} s\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
