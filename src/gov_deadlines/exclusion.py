"""Days that a limit leaves out although they were worked, and where a count ends when it steps over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

import attrs

from .errors import BadInput, CalendarNotPublished
from .workdays.calendar import WorkCalendar


@attrs.frozen
class Exclusion:
    """
    The days in (*after*, *through*], which do not count toward a limit, and why.

    The day on which the time begins still counts, and the day on which it ends does not: begun and ended on one day, it
    leaves out none.
    """

    after: date
    through: date
    zh: str = ""
    en: str = ""

    @property
    def days(self) -> int:
        """How many calendar days it holds."""
        return (self.through - self.after).days


def union(exclusions: Iterable[Exclusion]) -> tuple[Exclusion, ...]:
    """
    *exclusions* in order, with those that overlap or touch made one: a day left out twice is left out once.

    >>> first = Exclusion(date(2020, 3, 2), date(2020, 3, 10))
    >>> [each.days for each in union([first, Exclusion(date(2020, 3, 6), date(2020, 3, 12))])]
    [10]
    """
    merged: list[Exclusion] = []
    for each in sorted(exclusions, key=lambda span: (span.after, span.through)):
        if each.after >= each.through:
            continue
        if merged and each.after <= merged[-1].through:
            merged[-1] = _joined(merged[-1], each)
        else:
            merged.append(each)
    return tuple(merged)


def last_working_day(calendar: WorkCalendar, start: date, n: int, excluded: Sequence[Exclusion]) -> date:
    """
    The *n*-th working day after *start* that none of *excluded* (a union) leaves out.

    Raises: CalendarNotPublished.
    """
    for begin, end in _counted(start, excluded):
        if end is None:
            return calendar.shift(begin, n)
        # Days left out beyond the last notice ask nothing of the calendar when the count is full before it ends.
        held = calendar.count(begin, min(end, calendar.last))
        if held >= n or end > calendar.last:
            return calendar.shift(begin, n)
        n -= held
    raise AssertionError("the last stretch has no end")


def last_calendar_day(nominal: date, start: date, excluded: Sequence[Exclusion]) -> date:
    """*nominal*, the end of a limit that counts every day from *start*, put off by the days left out before it."""
    for each in excluded:
        after = max(each.after, start)
        if after < nominal and after < each.through:
            try:
                nominal += timedelta(days=(each.through - after).days)
            except OverflowError:
                en = f"the days left out through {each.through} lead from {nominal} out of the years 1 to 9999"
                zh = f"扣除至{each.through}的日子使{nominal}超出公历1年至9999年"
                raise BadInput.of("excluded", f"{en}; check when they end", f"{zh}；请核对何时止") from None
    return nominal


def bounds(calendar: WorkCalendar, start: date, n: int, excluded: Sequence[Exclusion]) -> tuple[date, date]:
    """The earliest and the latest day :func:`last_working_day` can turn out to be once the missing notices are out."""
    try:
        return _bounds(calendar, start, n, excluded)
    except CalendarNotPublished:
        # Where days before those left out fall away, the latest day may lie beyond the end.
        return _bounds(calendar.projected(calendar.last.year + 1), start, n, excluded)


def _bounds(calendar: WorkCalendar, start: date, n: int, excluded: Sequence[Exclusion]) -> tuple[date, date]:
    found = []
    for side in (0, 1):
        left = n
        for begin, end in _counted(start, excluded):
            reached = calendar.bounds(begin, left)[side]
            if end is None or reached <= end:
                found.append(reached)
                break
            left -= _held(calendar, begin, end, most=side == 0)
    return found[0], found[1]


def is_settled(calendar: WorkCalendar, start: date, due: date, excluded: Sequence[Exclusion]) -> bool:
    """Whether no notice that is missing could change the count from *start* to *due*."""
    stretches = ((begin, due if end is None else min(end, due)) for begin, end in _counted(start, excluded))
    return all(calendar.is_settled(begin, end) for begin, end in stretches if begin < end)


def held(count: Callable[[date, date], int], start: date, through: date, excluded: Sequence[Exclusion]) -> int:
    """How many days *count* finds in (*start*, *through*] outside *excluded*."""
    stretches = ((begin, through if end is None else min(end, through)) for begin, end in _counted(start, excluded))
    return sum(count(begin, end) for begin, end in stretches if begin < end)


def _counted(start: date, excluded: Sequence[Exclusion]) -> Iterator[tuple[date, date | None]]:
    """The stretches (begin, end] after *start* that count; the last has no end."""
    for each in excluded:
        if each.after > start:
            yield start, each.after
        start = max(start, each.through)
    yield start, None


def _held(calendar: WorkCalendar, begin: date, end: date, *, most: bool) -> int:
    """The most or the fewest working days that (*begin*, *end*] can turn out to hold."""
    plain = calendar.count(begin, end)
    swings = (doubt.swing(begin, end) for doubt in calendar.doubts_in(begin, end))
    return max(0, plain + sum(gain if most else loss for loss, gain in swings))


def _joined(one: Exclusion, other: Exclusion) -> Exclusion:
    through = max(one.through, other.through)
    zh = one.zh if other.zh in one.zh else f"{one.zh}、{other.zh}".strip("、")
    en = one.en if other.en in one.en else f"{one.en}, {other.en}".strip(", ")
    return Exclusion(one.after, through, zh, en)
