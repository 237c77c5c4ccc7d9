"""A calendar as arrays: what its index says of each day, to be asked of many days at once."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import attrs
import numpy as np
from numpy.typing import NDArray

from ...workdays.calendar import WorkCalendar
from ...workdays.day import DayKind

Days = NDArray[np.int64]
"""Days as numpy counts them: from 1970-01-01, which is 0."""
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]

NO_DAY = np.iinfo(np.int64).min
"""What numpy holds for NaT."""
LAST = np.iinfo(np.int64).max
"""The greatest number of a column, of days or of instants."""
EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = date.min.toordinal() - EPOCH, date.max.toordinal() - EPOCH


def number_of(day: date) -> int:
    """*day* as numpy counts days."""
    return day.toordinal() - EPOCH


def day_of(number: int) -> date:
    """The day of that *number*."""
    return date.fromordinal(number + EPOCH)


@attrs.frozen(eq=False)
class DayArrays:
    """
    One calendar as arrays; a position is a day's distance from its *first*.

    *through* counts the working days up to and with each day; *working* holds them from place 1, place 0 holds
    :data:`NO_DAY`; *next_working* and *next_plain* hold, for each day, the first from it on that is worked and that is
    no holiday, and :data:`NO_DAY` where the calendar ends before.
    """

    first: int
    last: int
    works: Flags
    through: Days
    working: Days
    next_working: Days
    next_plain: Days

    def positions(self, days: Days) -> tuple[Days, Flags]:
        """The positions of *days*, and which of them lie in the calendar; the others get position 0."""
        within = (days >= self.first) & (days <= self.last)
        return np.where(within, days - self.first, 0), within

    def held(self, days: Days) -> Days:
        """How many working days of the calendar lie up to each of *days*; none before its first."""
        at = np.clip(days - self.first, -1, self.last - self.first)
        return np.where(at < 0, 0, self.through[np.maximum(at, 0)])


@lru_cache(maxsize=64)
def arrays_of(calendar: WorkCalendar) -> DayArrays:
    """*calendar* as arrays, made once for equal calendars."""
    kinds = np.frombuffer(calendar.kinds(), dtype=np.uint8)
    names = list(DayKind)
    works = kinds <= names.index(DayKind.MAKEUP)
    first = number_of(calendar.first)
    days = np.arange(first, first + kinds.size, dtype=np.int64)
    through = np.cumsum(works, dtype=np.int64)
    working = np.concatenate([[NO_DAY], days[works]])
    return DayArrays(
        first,
        number_of(calendar.last),
        works,
        through,
        working,
        _next(days, works),
        _next(days, kinds != names.index(DayKind.HOLIDAY)),
    )


def _next(days: Days, wanted: Flags) -> Days:
    """For each day the first from it on that is *wanted*."""
    found = np.minimum.accumulate(np.where(wanted, days, LAST)[::-1])[::-1]
    return np.where(found == LAST, NO_DAY, found)
