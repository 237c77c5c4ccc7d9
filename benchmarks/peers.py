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
from types import ModuleType
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
        Peer("holidays", "cn.get_nth_working_day(day, n)", "cn.get_working_days_count(after + one, through)", {"cn": built}),
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
    pandas = _pandas()
    if pandas is None:
        return found
    return *found, Peer("pandas", "day + steps[n]", "", {"steps": _Steps(pandas, week)})


def _pandas() -> ModuleType | None:
    try:
        import pandas as pd
    except ImportError:
        return None
    return pd


class _Steps(dict[int, Any]):
    """pandas' offset for each n, made once, as a caller who counts the same n many times would keep it."""

    def __init__(self, pandas: ModuleType, week: np.busdaycalendar) -> None:
        super().__init__()
        self._made = lambda n: pandas.tseries.offsets.CustomBusinessDay(n, calendar=week)

    def __missing__(self, n: int) -> Any:
        self[n] = self._made(n)
        return self[n]


def fresh_days(first: date, last: date, seed: int = 0) -> Rows:
    """Makes dates drawn from the span, each an object of its own."""
    draw, span = random.Random(seed), (last - first).days

    def rows(count: int) -> Sequence[date]:
        return [first + timedelta(days=draw.randint(0, span)) for _ in range(count)]

    return rows


def agreement(peer: Peer, case: Case, rows: Iterable[tuple[Any, ...]], expected: Iterable[object]) -> tuple[int, str]:
    """On how many *rows* the peer gives what is *expected*, and the first on which it does not."""
    agreed, first = 0, ""
    for row, right in zip(rows, expected, strict=True):
        answer = as_plain(case.answer(*row))
        agreed += answer == right
        first = first or (f"{peer.name} says {answer} for {row}, expected {right}" if answer != right else "")
    return agreed, first


def as_plain(answer: Any) -> object:
    """A peer's answer as a date or an int, for the comparison alone: not timed."""
    plain = answer.item() if isinstance(answer, np.generic) else answer
    return plain.date() if isinstance(plain, datetime) else plain
