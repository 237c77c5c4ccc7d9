"""
The other libraries, each asked the same two questions in the words of its own interface.

numpy, pandas and bizdays know no Chinese calendar: they are handed a week of seven working days and every rest day
as a holiday, which makes them exact.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import attrs
import bizdays
import chinese_calendar
import holidays
import numpy as np
from rounds import Case, Rows
from workalendar.asia import China

from gov_deadlines import WorkCalendar

ONE_DAY = timedelta(days=1)
MOST = 250
CALENDAR = WorkCalendar.load("CN")

# chinesecalendar does not know that 2005-12-31 was worked, and workalendar that 2020-01-31 and 2020-02-01 were not:
# each is asked only where it can be right.
FIRST, LAST = date(2007, 1, 1), CALENDAR.last
WORKALENDAR_FIRST, WORKALENDAR_LAST = date(2020, 3, 1), date(2023, 12, 31)


@attrs.frozen
class Peer:
    """One library: the expressions that give ``shift(day, n)`` and ``count(after, through)``, and its days."""

    name: str
    shift: str
    count: str
    names: dict[str, object]
    first: date = FIRST
    last: date = LAST


@cache
def rest_days() -> list[date]:
    """Every rest day of the calendar."""
    span = (CALENDAR.last - CALENDAR.first).days + 1
    days = (CALENDAR.first + timedelta(days=offset) for offset in range(span))
    return [day for day in days if not CALENDAR.is_working_day(day)]


@cache
def peers() -> tuple[Peer, ...]:
    """All of them; pandas only where it is installed."""
    warnings.filterwarnings("ignore", message="Support years")  # workalendar, at each year it builds
    week = np.busdaycalendar(weekmask="1111111", holidays=np.array(rest_days(), dtype="datetime64[D]"))
    handed = bizdays.Calendar(holidays=rest_days(), startdate=CALENDAR.first, enddate=CALENDAR.last)
    built = holidays.country_holidays("CN", years=range(CALENDAR.first.year, CALENDAR.last.year + 1))
    found = (
        Peer(
            "holidays",
            "cn.get_nth_working_day(day, n)",
            "cn.get_working_days_count(after + one, through)",
            {"cn": built},
        ),
        Peer("bizdays", "cn.offset(day, n)", "cn.bizdays(after, through)", {"cn": handed}),
        Peer(
            "numpy",
            "np.busday_offset(day, n, roll='backward', busdaycal=week)",
            "np.busday_count(after + one, through + one, busdaycal=week)",
            {"np": np, "week": week},
        ),
        Peer(
            "workalendar",
            "cn.add_working_days(day, n)",
            "cn.get_working_days_delta(after, through)",
            {"cn": China()},
            WORKALENDAR_FIRST,
            WORKALENDAR_LAST,
        ),
        Peer(
            "chinesecalendar",
            "cc.find_workday(n - 1, day + one)",
            "len(cc.get_workdays(after + one, through))",
            {"cc": chinese_calendar},
        ),
    )
    try:
        from pandas.tseries.offsets import CustomBusinessDay
    except ImportError:
        return found
    steps = {n: CustomBusinessDay(n, calendar=week) for n in range(1, MOST + 1)}
    return *found, Peer("pandas", "day + steps[n]", "", {"steps": steps})


def fresh_days(first: date, last: date, seed: int = 0) -> Rows:
    """Makes dates drawn from the span, each an object of its own."""
    draw, ordinals = random.Random(seed), range(first.toordinal(), last.toordinal() + 1)

    def rows(count: int) -> Sequence[date]:
        return [date.fromordinal(ordinal) for ordinal in draw.choices(ordinals, k=count)]

    return rows


def agrees(peer: Peer, case: Case, rows: Sequence[tuple[Any, ...]], expected: Iterable[object]) -> bool:
    """Whether the peer gives what is *expected* on all *rows*; prints on how many, and the first that differs."""
    answer_to = case.compiled()[1]
    answers = ((row, as_plain(answer_to(*row, **case.names)), right) for row, right in zip(rows, expected, strict=True))
    wrong = [(row, answer, right) for row, answer, right in answers if answer != right]
    agreed = f"{len(rows) - len(wrong)} of {len(rows)}"
    print(f"  {peer.name} agrees on {agreed} random ({case.target}), {peer.first}..{peer.last}")
    for row, answer, right in wrong[:1]:
        print(f"    for {', '.join(map(str, row))} it says {answer}, expected {right}")
    return not wrong


def as_plain(answer: Any) -> object:
    """A peer's answer as a date or an int, for the comparison alone: not timed."""
    plain = answer.item() if isinstance(answer, np.generic) else answer
    return plain.date() if isinstance(plain, datetime) else plain
