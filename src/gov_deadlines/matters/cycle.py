"""The spans in which recurring duties come round: years, quarters, months, weeks, each with its name."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

import attrs

from ..civil import ONE_DAY
from ..errors import BadInput
from ..law.rule import Every

_NAMES = {
    Every.YEAR: re.compile(r"(\d{4})"),
    Every.QUARTER: re.compile(r"(\d{4})-Q([1-4])"),
    Every.MONTH: re.compile(r"(\d{4})-(\d{2})"),
    Every.WEEK: re.compile(r"(\d{4})-W(\d{2})"),
}


@attrs.frozen(order=True)
class Cycle:
    """One span, from *first* through *last*; spans of one kind follow each other without overlap and without a hole."""

    first: date
    last: date
    every: Every = attrs.field(order=False)

    @property
    def id(self) -> str:
        """``2020``, ``2020-Q1``, ``2020-03``, ``2020-W13``: weeks begin on Monday and are numbered as ISO 8601 does."""
        year, month = self.first.year, self.first.month
        match self.every:
            case Every.YEAR:
                return f"{year:04}"
            case Every.QUARTER:
                return f"{year:04}-Q{month // 3 + 1}"
            case Every.MONTH:
                return f"{year:04}-{month:02}"
            case Every.WEEK:
                iso = self.first.isocalendar()
                return f"{iso.year:04}-W{iso.week:02}"


def cycle_of(every: Every, day: date) -> Cycle:
    """
    The span of that kind which *day* lies in.

    >>> cycle_of(Every.QUARTER, date(2020, 5, 20)).id
    '2020-Q2'
    """
    if every is Every.WEEK:
        monday = date.fromordinal(max(1, day.toordinal() - day.weekday()))
        return Cycle(monday, date.fromordinal(min(date.max.toordinal(), monday.toordinal() + 6)), every)
    months = {Every.YEAR: 12, Every.QUARTER: 3, Every.MONTH: 1}[every]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return Cycle(date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]), every)


def cycle_named(id: str, path: str = "period") -> Cycle:
    """
    The span that *id* names.

    Raises: BadInput, for anything else.

    >>> cycle_named("2020-W13").last
    datetime.date(2020, 3, 29)
    """
    for every, pattern in _NAMES.items():
        match = pattern.fullmatch(str(id))
        if match is None:
            continue
        year, number = int(match[1]), int(match[2]) if match.lastindex == 2 else 1
        try:
            if every is Every.WEEK:
                return cycle_of(every, date.fromisocalendar(year, number, 1))
            return cycle_of(every, date(year, number * 3 if every is Every.QUARTER else number, 1))
        except ValueError:
            break
    en = f"{id!r} names no span; expected one like 2020, 2020-Q1, 2020-03 or 2020-W13"
    raise BadInput.of(path, en, f"{id!r} 不是所属期间；应如 2020、2020-Q1、2020-03、2020-W13")


def cycles(every: Every, first: date, through: date) -> Iterator[Cycle]:
    """
    The spans of that kind from the one with *first* in it to the one with *through* in it.

    Raises: BadInput, for more of them than any duty has.
    """
    if (through - first).days // _DAYS[every] > _MOST:
        en = f"a series from {first} to {through} has more than {_MOST} spans; start it later, or ask earlier"
        zh = f"自{first}至{through}的系列超过{_MOST}期；请把开始日期改晚，或询问较早的日期"
        raise BadInput.of("from", en, zh)
    while first <= through:
        each = cycle_of(every, first)
        yield each
        if each.last == date.max:
            return
        first = each.last + ONE_DAY


_MOST = 10_000
_DAYS = {Every.YEAR: 365, Every.QUARTER: 90, Every.MONTH: 28, Every.WEEK: 7}
