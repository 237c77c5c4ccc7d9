"""
Holds the latest start against a search over every start, for every day of 2019 to 2021 and every rule with a number.

The places named, or all of tests/starts.py: make soak-latest-start PLACES="CN 45".
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import starts

SHOWN = 10


def main(places: list[str], say: Callable[[str], object] = sys.stdout.write) -> int:
    """Check each place and tell what was checked; 1 when anything differed."""
    answers = differing = 0
    for place in places or starts.PLACES:
        began = time.perf_counter()
        found = [each for rule in starts.RULES for each in starts.differences(rule, place)]
        days = (starts.LAST - starts.FIRST).days + 1
        seconds = time.perf_counter() - began
        say(f"{place}: {len(starts.RULES)} rules, {days} days each: {len(found)} differences, {seconds:.0f} s\n")
        for each in found[:SHOWN]:
            say(f"  {each}\n")
        answers += len(starts.RULES) * days
        differing += len(found)
    say(f"{answers:,} answers, {differing} differences\n")
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
