"""
The latest start by brute force: every start asked forwards, and the answers turned round in a table.

Nothing here knows how a limit is turned round: for each day the last start that ends by it and the first that does not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import accumulate

import gov_deadlines as gd

FIRST, LAST = date(2019, 1, 1), date(2021, 12, 31)
PLACES = ("CN", "520323", "610724", "45")
ONE_DAY = timedelta(days=1)
Found = tuple[date | None, date | None]
"""The last start in time, and the last one up to which all are."""
BOOK = gd.LawBook.load()
RULES = [
    name
    for name in BOOK
    if any(version.limit and getattr(version.limit, "unit", None) is not gd.HOUR for version in BOOK[name].versions)
]


def days(first: date = FIRST, last: date = LAST, step: int = 1) -> Iterator[date]:
    """Each day, or each *step*-th."""
    while first <= last:
        yield first
        first += step * ONE_DAY


def needed_by(deadline: gd.Deadline) -> date:
    """The first day by which the duty is done, its latest day taken for its end."""
    assert deadline.due is not None
    end = deadline.latest or deadline.due
    return end if deadline.looks_back or not deadline.version.minimum else end + ONE_DAY


def forwards(rule: str, place: str, calendar: gd.WorkCalendar) -> dict[date, date]:
    """Per start that has an answer, the day by which it is done: a search that no arithmetic shortens."""
    found = {}
    # What is counted back from an event is asked for events after the day, up to half a year's look back.
    for start in days(date(1999, 1, 1), date(2022, 8, 31)):
        try:
            found[start] = needed_by(gd.due(rule, start, jurisdiction=place, calendar=calendar, book=BOOK))
        except gd.GovDeadlinesError:
            continue
    return found


def scanned(ends: dict[date, date], by: date) -> Found:
    """The last start up to *by* that is done by then, and the last before any that is not."""
    good = [start for start, end in ends.items() if start <= by and end <= by]
    bad = [start for start, end in ends.items() if start <= by and end > by]
    return (good[-1], _before(bad[0], good) if bad else good[-1]) if good else (None, None)


def table(ends: dict[date, date], *, back: bool) -> dict[date, Found]:
    """For each day what a scan of all starts finds, by one sort of them; *back* lets starts lie after the day."""
    by_end = sorted((end, start) for start, end in ends.items())
    best = list(accumulate((start for _, start in by_end), max))
    least = list(accumulate((start for _, start in reversed(by_end)), min))[::-1]
    found: dict[date, Found] = {}
    for by in days():
        at = bisect_right(by_end, (by, date.max))
        if at == 0:
            found[by] = None, None
        elif best[at - 1] > by and not back:  # a day that is named, past which starts go on
            found[by] = scanned(ends, by)
        else:
            start = best[at - 1]
            late = least[at] if at < len(by_end) else None
            found[by] = start, start if late is None or late > start else _before(late, ends)
    return found


def _before(day: date, starts: Iterable[date]) -> date | None:
    return max((start for start in starts if start < day), default=None)


def differences(rule: str, place: str, step: int = 1) -> Iterator[str]:
    """Each day of 2019 to 2021 for which the answer is not the one of the search."""
    calendar = gd.WorkCalendar.load(place)
    ends = forwards(rule, place, calendar)
    if not ends:
        return
    back = any(version.before for version in BOOK[rule].versions)
    wanted = table(ends, back=back)
    for by in days(step=step):
        want = wanted[by]
        try:
            got = gd.latest_start(rule, by, jurisdiction=place, calendar=calendar, book=BOOK)
            seen: object = (got.start, got.safe_start)
        except (gd.BadInput, gd.NoRuleInForce, gd.Undecidable):  # no start is done by then, or none has an answer
            seen = None, None
        if seen != want:
            yield f"{rule} in {place} by {by}: {seen} instead of {want}"
