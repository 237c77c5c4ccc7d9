"""Where limits end for many starts at once: the arithmetic of ``period`` and ``unit`` over arrays."""

from __future__ import annotations

import attrs
import numpy as np

from ...law.rule import Version
from ...period import FixedDate, Limit, NamedDay, Period
from ...unit import DAY, HOUR, WEEK, WORKING_DAY, YEAR, Roll
from .days import FIRST_DAY, LAST_DAY, NO_DAY, Codes, DayArrays, Days, number_of
from .problem import Problem

_MONTHS_OF_YEAR = 12
_DAYS_OF = {DAY: 1, WEEK: 7}


@attrs.frozen
class Leg:
    """A limit and how it is counted: what counting needs of a version, and all there is of a bare limit."""

    limit: Limit | None
    roll: Roll
    before: bool = False
    minimum: bool = False

    @classmethod
    def of(cls, version: Version) -> Leg:
        """What counting needs of *version*."""
        return cls(version.limit, version.roll, version.before, version.minimum)

    @property
    def counts_working_days(self) -> bool:
        """Whether it runs over working days alone."""
        return isinstance(self.limit, Period) and self.limit.unit is WORKING_DAY

    @property
    def in_hours(self) -> bool:
        """Whether it runs from an instant."""
        return isinstance(self.limit, Period) and self.limit.unit is HOUR

    @property
    def rolls(self) -> Roll:
        """Where its nominal day moves off a rest day."""
        named_still = isinstance(self.limit, NamedDay) and not self.limit.rolls
        return Roll.NONE if self.before or self.in_hours or self.counts_working_days or named_still else self.roll

    @property
    def asks_calendar(self) -> bool:
        """Whether its day depends on which days are worked."""
        return self.counts_working_days or self.rolls is not Roll.NONE

    @property
    def looks_back(self) -> bool:
        """Whether its day is the first of a window that ends on the start."""
        return self.minimum and self.before

    @property
    def n(self) -> int:
        """Its signed number; 0 for a named day."""
        if not isinstance(self.limit, Period):
            return 0
        return -self.limit.n if self.before else self.limit.n


@attrs.frozen(eq=False)
class Ends:
    """Per start the day before any roll, the day after it (:data:`NO_DAY` where there is none), and why not."""

    nominal: Days
    due: Days
    problems: Codes


def ends(leg: Leg, starts: Days, calendar: DayArrays, n: Days | int | None = None, left_out: Days | int = 0) -> Ends:
    """
    Where *leg* ends for each of *starts*; *n* stands in for its own signed number, and *left_out* days are added.

    Limits in hours end nowhere here: they need instants.
    """
    signed = leg.n if n is None else n
    if leg.limit is None or leg.in_hours:
        problem = Problem.ONLY_A_WORD if leg.limit is None else Problem.NEEDS_INSTANT
        nowhere = np.full(starts.shape, NO_DAY)
        return Ends(nowhere, nowhere, np.full(starts.shape, problem, dtype=np.int8))
    if leg.counts_working_days:
        due = shifted(calendar, starts, signed + left_out)
        return Ends(due, due, _problems(due, Problem.CALENDAR_NOT_PUBLISHED))
    nominal = nominal_days(leg.limit, starts, signed)
    nominal = within_years(np.where(nominal == NO_DAY, NO_DAY, nominal + left_out))
    problems = _problems(nominal, Problem.BEYOND_YEARS)
    if leg.rolls is Roll.NONE:
        return Ends(nominal, nominal, problems)
    due = rolled(calendar, nominal, leg.rolls)
    return Ends(nominal, due, np.where(problems > 0, problems, _problems(due, Problem.CALENDAR_NOT_PUBLISHED)))


def shifted(calendar: DayArrays, starts: Days, n: Days | int) -> Days:
    """The n-th working day after each start (n > 0) or before it (n < 0); :data:`NO_DAY` outside the calendar."""
    at, within = calendar.positions(starts)
    place = calendar.through[at] + n + (np.less(n, 0) & ~calendar.works[at])
    within &= (place >= 1) & (place < calendar.working.size)
    return np.where(within, calendar.working[np.where(within, place, 0)], NO_DAY)


def nominal_days(limit: Limit, starts: Days, n: Days | int) -> Days:
    """The day *limit* ends on by the plain calendar, *n* its signed number; :data:`NO_DAY` beyond what dates hold."""
    if isinstance(limit, FixedDate):
        return within_years(_named(limit, starts))
    if not isinstance(limit, Period):
        return starts
    if limit.unit in _DAYS_OF:
        return within_years(starts + np.multiply(n, _DAYS_OF[limit.unit]))
    return within_years(_months_on(starts, np.multiply(n, _MONTHS_OF_YEAR if limit.unit is YEAR else 1)))


def rolled(calendar: DayArrays, days: Days, roll: Roll) -> Days:
    """*days*, moved off rest days as *roll* says; :data:`NO_DAY` where the calendar does not tell."""
    at, within = calendar.positions(days)
    moved = calendar.next_working[at]
    if roll is Roll.DAY_AFTER:
        # A holiday ends where its days end; a plain weekend is walked off as in the other reading.
        plain = calendar.next_plain[at]
        moved = np.where(plain != days, plain, moved)
    return np.where(within, moved, NO_DAY)


def _named(limit: FixedDate, starts: Days) -> Days:
    """The one date, or the first such date after each start."""
    if limit.year is not None:
        from datetime import date

        return np.full(starts.shape, number_of(date(limit.year, limit.month, limit.day)))
    years = starts.astype("M8[D]").astype("M8[Y]")
    this, following = (_in_year(years + np.timedelta64(ahead, "Y"), limit) for ahead in (0, 1))
    return np.where(this > starts, this, following)


def _in_year(years: np.ndarray, limit: FixedDate) -> Days:
    months = years.astype("M8[M]") + np.timedelta64(limit.month - 1, "M")
    return _numbers(months) + limit.day - 1


def _months_on(starts: Days, months: Days | int) -> Days:
    """The same day of the month *months* on, or the last of that month where it has no such day."""
    begun = starts.astype("M8[D]").astype("M8[M]")
    target = begun + np.asarray(months).astype("m8[M]")
    following = target + np.timedelta64(1, "M")
    return np.minimum(_numbers(target) + (starts - _numbers(begun)), _numbers(following) - 1)


def _numbers(months: np.ndarray) -> Days:
    """The first day of each month, as a number."""
    return months.astype("M8[D]").view(np.int64)


def within_years(days: Days) -> Days:
    """*days*, :data:`NO_DAY` in place of those beyond what dates hold."""
    return np.where((days >= FIRST_DAY) & (days <= LAST_DAY), days, NO_DAY)


def _problems(days: Days, problem: Problem) -> Codes:
    return np.where(days == NO_DAY, np.int8(problem), np.int8(0))
