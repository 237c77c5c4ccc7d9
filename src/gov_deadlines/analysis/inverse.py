"""A limit turned round: the last start whose limit ends by a day, by arithmetic on the calendar, without a search."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

import attrs

from ..civil import ONE_DAY
from ..errors import CalendarNotPublished, NoRuleInForce
from ..law.rule import Rule, Version
from ..period import FixedDate, Period, SameDay
from ..unit import DAY, MONTH, WEEK, WORKING_DAY, YEAR, Roll, rolled
from ..workdays.calendar import WorkCalendar


@attrs.frozen
class Stretch:
    """Starts under one text with a number: every day from *first* through *last*."""

    first: date
    last: date
    version: Version


def stretches(
    rule: Rule, jurisdiction: str, *, as_known_on: date | None = None, cases: frozenset[str] | None = None
) -> Iterator[Stretch]:
    """
    The starts of *rule* in *jurisdiction* text by text, in order; days on which none sets a number are in none.

    Within a stretch the limit ends no earlier for a later start; from one to the next it may.
    """
    turns = sorted(
        {version.in_force_from for version in rule.versions}
        | {version.in_force_to + ONE_DAY for version in rule.versions if version.in_force_to}
    )
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        try:
            binding = rule.standing(turn, jurisdiction, as_known_on=as_known_on, cases=cases).binding
        except NoRuleInForce:
            continue
        if binding.limit is not None:
            yield Stretch(turn, following - ONE_DAY if following else date.max, binding)


def last_start(version: Version, end: date, calendar: WorkCalendar) -> date | None:
    """
    The last start whose limit under *version* ends on or before *end*; ``None`` when the calendar holds none.

    Units: days; whether the version was in force on the start is not asked.
    Raises: CalendarNotPublished, when the calendar does not reach *end*.

    >>> from gov_deadlines import LawBook
    >>> law = LawBook.load()["request.answer"].in_force(date(2020, 1, 6))
    >>> last_start(law, date(2020, 2, 10), WorkCalendar.load("CN"))
    datetime.date(2020, 1, 6)
    """
    limit = version.limit
    if isinstance(limit, SameDay):
        return end
    if isinstance(limit, Period) and limit.unit is WORKING_DAY:
        calendar.is_working_day(end)
        counted = _before_the_act if version.before else _working_days_back
        return counted(limit.n, end, calendar)
    if not version.before and version.roll is not Roll.NONE:
        unrolled = _unrolled(end, calendar, version.roll)
        if unrolled is None:
            return None
        end = unrolled
    if isinstance(limit, FixedDate):
        return _before_fixed(limit, end)
    assert isinstance(limit, Period)
    return mirrored(limit, end, forward=version.before)


def first_start(stretch: Stretch, calendar: WorkCalendar) -> date:
    """The first start of *stretch* that the calendar can answer for: only how far back a limit can be asked at all."""
    version, limit, first = stretch.version, stretch.version.limit, calendar.first
    if isinstance(limit, Period) and limit.unit is WORKING_DAY:
        if version.before:
            first = calendar.roll(first)
            first = (first if limit.n == 1 else calendar.shift(first, limit.n - 1)) + ONE_DAY
        return max(stretch.first, first)
    if isinstance(limit, Period) and limit.unit in (DAY, WEEK, MONTH, YEAR) and version.roll is not Roll.NONE:
        return stretch.first if version.before else max(stretch.first, mirrored(limit, first - ONE_DAY) + ONE_DAY)
    return stretch.first


def mirrored(limit: Period, end: date, *, forward: bool = False) -> date:
    """
    The last day from which *limit*, in days, weeks, months or years, ends on or before *end*, by the plain calendar.

    Where a month lacks the day, the limit ends on its last one (民法典第二百零二条), so that several starts end on
    one day, and the last of them is meant. *forward* is for limits that count back.

    >>> mirrored(Period(1, MONTH), date(2021, 2, 28))
    datetime.date(2021, 1, 31)
    """
    day = limit.nominal(end, before=not forward)
    if limit.unit in (MONTH, YEAR) and end.day == monthrange(end.year, end.month)[1]:
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day


def _working_days_back(n: int, end: date, calendar: WorkCalendar) -> date | None:
    """The eve of the *n*-th working day back from *end*, itself included: one day later, one day too few are left."""
    left = n - calendar.is_working_day(end)
    try:
        return (calendar.shift(end, -left) if left else end) - ONE_DAY
    except CalendarNotPublished:  # fewer than n working days lie between the calendar's beginning and *end*
        return None


def _before_the_act(n: int, end: date, calendar: WorkCalendar) -> date | None:
    """The last day whose *n*-th working day before it is *end* or earlier. Raises: CalendarNotPublished."""
    try:
        worked = end if calendar.is_working_day(end) else calendar.shift(end, -1)
    except CalendarNotPublished:
        return None
    return calendar.shift(worked, n)


def _unrolled(end: date, calendar: WorkCalendar, roll: Roll) -> date | None:
    """The last day that *roll* moves no further than *end*; ``None`` when the calendar holds none."""
    calendar.is_working_day(end)
    day = end
    while day >= calendar.first:
        try:
            if rolled(day, calendar, roll) <= end:
                return day
        except CalendarNotPublished:  # the rest days at the end of the calendar: they move past it
            pass
        day -= ONE_DAY
    return None


def _before_fixed(limit: FixedDate, end: date) -> date | None:
    """The eve of the last such date up to *end*: a start on the date itself waits for the next one."""
    if limit.year is not None:
        return date.max if date(limit.year, limit.month, limit.day) <= end else None
    this_year = date(end.year, limit.month, limit.day)
    return (this_year if this_year <= end else this_year.replace(year=end.year - 1)) - ONE_DAY
