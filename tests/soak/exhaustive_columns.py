"""
Proves the tables of columns against the scalar engine for every rule, place and start day, and every convention.

    python tests/soak/exhaustive_columns.py          # all places of column_trials.PLACES
    python tests/soak/exhaustive_columns.py CN 45    # those named

Each due day, version and refusal is compared from 2004-01-01 to 2026-12-31; bounds on every seventh day, since one of
them costs the scalar engine as much as a thousand due days.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import column_trials as trials

from gov_deadlines import HOUR, WORKING_DAY, FixedDate, LawBook, Period, Roll, SameDay

BOUNDS_STEP = 7


def of_place(place: str) -> tuple[str, int, int]:
    """How many answers of *place* agreed: by the law, and by bare limits under every convention."""
    law = sum(trials.of_rule(rule, place, bounds_step=BOUNDS_STEP) for rule in LawBook.load())
    bare = 0
    for limit in trials.LIMITS:
        named = isinstance(limit, FixedDate | SameDay)
        still = isinstance(limit, SameDay) or (isinstance(limit, Period) and limit.unit in (HOUR, WORKING_DAY))
        for roll in (Roll.WORKING_DAY,) if still else Roll:
            bare += trials.of_limit(limit, place, roll, bounds_step=BOUNDS_STEP)
        if not named:
            bare += trials.of_limit(limit, place, Roll.NONE, before=True, bounds_step=BOUNDS_STEP)
    return place, law, bare


def main() -> None:
    """Prints per place how many answers agreed; ends with an AssertionError at the first that does not."""
    begun, agreed = time.monotonic(), 0
    with ProcessPoolExecutor(2) as pool:
        for place, law, bare in pool.map(of_place, sys.argv[1:] or trials.PLACES):
            told = f"{place}: {law:,} answers by the law and {bare:,} by bare limits agree with the scalar engine"
            print(told, flush=True)  # noqa: T201
            agreed += law + bare
    print(f"{agreed:,} answers agree, 0 differ; {time.monotonic() - begun:.0f} s")  # noqa: T201


if __name__ == "__main__":
    main()
