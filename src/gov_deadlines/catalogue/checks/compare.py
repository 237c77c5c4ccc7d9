"""Whether one limit ends later than another: by the number in the same unit, else counted from each day of a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum

import attrs

from ...errors import CalendarNotPublished
from ...law.rule import Recurrence, Version
from ...period import FixedDate, Period
from ...unit import HOUR, WORKING_DAY, Roll
from ...workdays.calendar import WorkCalendar
from ..counting import Countable


class Result(Enum):
    """How a limit compares with the one of the law."""

    WITHIN = "within"
    LONGER = "longer"
    SOMETIMES = "sometimes"
    """It ends later for some starts only."""
    UNKNOWN = "unknown"


@attrs.frozen
class Comparison:
    """The result; for unlike units the starts that were counted, those for which it ends later, and the first such."""

    result: Result
    starts: int = 0
    later: int = 0
    example: tuple[date, date, date] | None = None
    """A start, the last day by the catalogue and the one by the law."""

    @property
    def is_longer(self) -> bool:
        """Whether it ends later, be it for some starts only."""
        return self.result in (Result.LONGER, Result.SOMETIMES)


def compare(mine: Countable, version: Version, calendar: WorkCalendar, on: date) -> Comparison:
    """How *mine* compares with the limit of *version*, unlike units counted from each day of the year of *on*."""
    its = version.limit
    if version.minimum or version.before or isinstance(mine, Recurrence):
        return Comparison(Result.UNKNOWN)
    if isinstance(mine, FixedDate) and isinstance(its, FixedDate) and mine.year == its.year:
        return _plainly((mine.month, mine.day) > (its.month, its.day))
    if not isinstance(mine, Period) or not isinstance(its, Period):
        return Comparison(Result.UNKNOWN)
    if mine.unit is its.unit:
        return _plainly(mine.n > its.n)
    if HOUR in (mine.unit, its.unit):
        # So many hours are over before as many days are; nothing else is sure without an instant.
        within = mine.unit is HOUR and its.unit is not HOUR and mine.n <= 24 * its.n
        return Comparison(Result.WITHIN if within else Result.UNKNOWN)
    return _counted(mine, its, version.roll, calendar, on)


def _plainly(longer: bool) -> Comparison:
    return Comparison(Result.LONGER if longer else Result.WITHIN)


def _counted(mine: Period, its: Period, roll: Roll, calendar: WorkCalendar, on: date) -> Comparison:
    starts = later = 0
    example = None
    my_roll = Roll.NONE if mine.unit is WORKING_DAY else Roll.WORKING_DAY
    for day in _year(on):
        try:
            ends = mine.last(day, calendar, my_roll), its.last(day, calendar, roll)
        except CalendarNotPublished:
            continue
        if ends[0] is None or ends[1] is None:
            continue
        starts += 1
        if ends[0] > ends[1]:
            later += 1
            example = example or (day, ends[0], ends[1])
    if not starts:
        return Comparison(Result.UNKNOWN)
    result = Result.WITHIN if not later else Result.LONGER if later == starts else Result.SOMETIMES
    return Comparison(result, starts, later, example)


def _year(on: date) -> Iterator[date]:
    first = date(on.year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(on.year, 12, 31) - first).days + 1))
