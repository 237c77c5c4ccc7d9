"""What periods are counted in, and where a last day that is a rest day moves to."""

from __future__ import annotations

from datetime import date
from enum import Enum

from .civil import ONE_DAY
from .errors import BadInput
from .workdays.calendar import WorkCalendar
from .workdays.day import DayKind


class Unit(Enum):
    """What a period is counted in: the words of the statutes."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    WORKING_DAY = "working_day"

    @property
    def zh(self) -> str:
        """The statutory term, as it follows a number."""
        return _UNIT_ZH[self]

    def en(self, n: int) -> str:
        """The English word after the number *n*."""
        return self.value.replace("_", " ") + ("" if n == 1 else "s")


_UNIT_ZH = {
    Unit.HOUR: "小时",
    Unit.DAY: "日",
    Unit.WEEK: "周",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
    Unit.WORKING_DAY: "个工作日",
}

HOUR, DAY, WEEK = Unit.HOUR, Unit.DAY, Unit.WEEK
MONTH, YEAR, WORKING_DAY = Unit.MONTH, Unit.YEAR, Unit.WORKING_DAY


class Roll(Enum):
    """Where a last day that is a rest day moves to."""

    WORKING_DAY = "working_day"
    """The first working day after it: court practice."""
    DAY_AFTER = "day_after"
    """The day after the rest days end, taken by the letter: it may be a plain Saturday after a holiday."""
    NONE = "none"
    """Nowhere."""


def rolled(day: date, calendar: WorkCalendar, roll: Roll) -> date:
    """*day*, moved off a rest day as *roll* says."""
    if roll is Roll.NONE:
        return day
    if roll is Roll.WORKING_DAY:
        return calendar.roll(day)
    if calendar.day(day).kind is not DayKind.HOLIDAY:
        return calendar.roll(day)
    while calendar.day(day).kind is DayKind.HOLIDAY:
        day += ONE_DAY
    return day


def roll_or(roll: Roll | None, usual: Roll) -> Roll:
    """*roll*, or the usual one when none is asked for; a name is no roll, lest it pass for the wrong one."""
    if roll is not None and not isinstance(roll, Roll):
        names = ", ".join(f"Roll.{each.name}" for each in Roll)
        raise BadInput.of("roll", f"{roll!r} is no roll; expected one of {names}", f"{roll!r} 应为 {names} 之一")
    return roll or usual
