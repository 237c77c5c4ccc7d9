"""
Proves shift and count equal to a walk for every day and every n in ±1..±400, where the answer leaves the calendar too.

    python tests/soak/exhaustive_calendar.py            the nation and every place with days of its own
    python tests/soak/exhaustive_calendar.py CN 45      those alone

No sample: from each day of 2004-2026 one walk goes 400 working days ahead and one 400 back, and each day it passes,
working or not, is held against ``count`` and each working day against ``shift``. Exits with 1 on any difference.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import oracle

from gov_deadlines import CalendarNotPublished, WorkCalendar

FARTHEST = 400
SHOWN = 20


class Tally:
    """What was checked, and what differed."""

    def __init__(self) -> None:
        self.shifts = self.counts = self.refusals = 0
        self.differences: list[str] = []

    def differs(self, call: str, got: object, expected: object) -> None:
        """Note one difference."""
        self.differences.append(f"{call} gives {got}, the walk {expected}")


def walk(calendar: WorkCalendar, works: Mapping[date, bool], origin: date, sign: int, tally: Tally) -> int:
    """Walk from *origin* until 400 working days or the end, checking each day; the working days met are returned."""
    shift, count, one_day = calendar.shift, calendar.count, sign * oracle.ONE_DAY
    day, n, counted = origin, 0, 0
    while n < FARTHEST:
        # (day, origin] backwards takes in the origin and leaves out the day, (origin, day] forward the other way about.
        counted += works[day] if sign < 0 else 0
        day += one_day
        working = works.get(day)
        if working is None:
            break
        if working:
            n += 1
            if (got := shift(origin, sign * n)) != day:
                tally.differs(f"shift({origin}, {sign * n})", got, day)
        counted += working if sign > 0 else 0
        if (there := count(origin, day)) != sign * counted or count(day, origin) != -there:
            tally.differs(f"count({origin}, {day})", there, sign * counted)
        tally.counts += 2
    tally.shifts += n
    return n


def refuses(calendar: WorkCalendar, origin: date, n: int) -> bool:
    """Whether the calendar says that the n-th working day lies outside it."""
    try:
        calendar.shift(origin, n)
    except CalendarNotPublished:
        return True
    return False


def check(calendar: WorkCalendar, works: Mapping[date, bool], tally: Tally) -> None:
    """Check every day of the calendar against the walk over *works*."""
    for origin in works:
        for sign in (1, -1):
            met = walk(calendar, works, origin, sign, tally)
            for n in range(met + 1, FARTHEST + 1):
                tally.refusals += 1
                if not refuses(calendar, origin, sign * n):
                    tally.differs(f"shift({origin}, {sign * n})", "an answer", "leaves the calendar")


def main(codes: list[str], say: Callable[[str], object] = sys.stdout.write) -> int:
    """Check the calendars of *codes* and tell what was checked; 1 when anything differed."""
    answers = differing = 0
    for code in codes or ["CN", *oracle.places()]:
        began, tally = time.perf_counter(), Tally()
        works = oracle.nation() if code == "CN" else oracle.place(code)
        check(WorkCalendar.load(code), works, tally)
        say(
            f"{code}: {len(works)} days from {min(works)} to {max(works)}, every n in ±1..±{FARTHEST}: "
            f"{tally.shifts} shifts, {tally.refusals} refusals and {tally.counts} counts in "
            f"{time.perf_counter() - began:.0f} s, {len(tally.differences)} differences\n"
        )
        for difference in tally.differences[:SHOWN]:
            say(f"  {difference}\n")
        answers += tally.shifts + tally.refusals + tally.counts
        differing += len(tally.differences)
    say(f"{answers:,} answers, {differing} differences\n")
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
