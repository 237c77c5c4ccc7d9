"""
Holds ``due`` against a second count of the law, for every rule of the law, every place and every start of 2004 to 2026.

    python -m tests.soak.due                all places with days or texts of their own, and the nation
    python -m tests.soak.due CN 520323      those named

No sample: which text binds is found a second time from the plain TOML, where its limit ends by walking day by day; each
kind of limit besides with days left out and extensions, and limits that no text sets under every roll and backwards.
Exits with 1 on any difference.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from tests import count_trials as trials


def main(asked: list[str], say: Callable[[str], object] = sys.stdout.write) -> int:
    """Check each place and tell what was checked; 1 when anything differed."""
    began, held, differing = time.perf_counter(), 0, 0
    with ProcessPoolExecutor(2) as pool:
        for tally in pool.map(trials.of_place, asked or trials.places()):
            held, differing = held + tally.held, differing + len(tally.differences)
            say(
                f"{tally.place}: {tally.answers:,} due days and {tally.refusals:,} refusals, "
                f"{tally.courses:,} with days left out or extended, {tally.bare:,} of bare limits: "
                f"{len(tally.differences)} differences\n"
            )
            for difference in tally.differences[: trials.SHOWN]:
                say(f"  {difference}\n")
            sys.stdout.flush()
    say(f"{held:,} answers, {differing} differences, {time.perf_counter() - began:.0f} s\n")
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
