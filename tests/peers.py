"""
What other libraries answer to the same questions, and where they are known to answer otherwise.

Some bring the Chinese calendar with them and are asked whether each day is worked. Others only count: numpy, pandas,
polars and bizdays are handed a week of seven working days and every rest day as a holiday, and show that the counting
is right. Left out is exchange_calendars: an exchange never opens on a make-up Saturday, so it differs by its nature.
"""

from __future__ import annotations

import csv
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from typing import Any

import gov_deadlines as gd

from . import oracle

ONE_DAY = timedelta(days=1)
NATION = gd.WorkCalendar.load("CN")
NAMES = ("chinesecalendar", "holidays", "chinese-days", "workalendar", "numpy", "pandas", "polars", "bizdays")
Shift = Callable[[Sequence[date], int], Sequence[date]]
Count = Callable[[Sequence[date], Sequence[date]], Sequence[int]]


@dataclass(frozen=True)
class Difference:
    """A span of days on which a peer is known to say otherwise, and the notice that decides."""

    peer: str
    first: date
    last: date
    peer_works: bool
    notice: str
    in_favour: str
    why: str


@dataclass(frozen=True)
class Peer:
    """
    One library: whether it works on a day, if it knows, and how it counts, many questions at a time.

    *ahead* are the numbers of working days that it is asked for, *back* those before a day; *only_from_working_days* is
    for one that moves a rest day before it counts.
    """

    name: str
    first: date = oracle.FIRST
    last: date = oracle.LAST
    works: Callable[[date], bool] | None = None
    shift: Shift | None = None
    count: Count | None = None
    ahead: Sequence[int] = (1, 7, 20)
    back: Sequence[int] = ()
    only_from_working_days: bool = False


@dataclass
class Tally:
    """How far a peer agreed."""

    peer: str
    days: int = 0
    shifts: int = 0
    counts: int = 0
    listed: int = 0
    differences: list[str] = field(default_factory=list)


@cache
def known() -> tuple[Difference, ...]:
    """The differences that are listed."""
    with (oracle.ANSWERS / "peer_differences.csv").open(encoding="utf-8", newline="") as table:
        return tuple(
            Difference(
                row["peer"], date.fromisoformat(row["first"]), date.fromisoformat(row["last"]),
                row["peer_says"] == "works", row["notice"], row["in_favour"], row["why"],
            )
            for row in csv.DictReader(table)
        )  # fmt: skip


def agreement(peer: Peer, step: int = 1) -> Tally:
    """What of every *step*-th day agrees; a listed difference that no longer occurs differs too."""
    tally = Tally(peer.name)
    listed = {
        day: each.peer_works for each in known() if each.peer == peer.name for day in oracle.days(each.first, each.last)
    }
    days = list(oracle.days(peer.first, peer.last))
    if peer.works is not None:
        for day in days:
            said, ours = peer.works(day), NATION.is_working_day(day)
            if day in listed and said == ours:
                tally.differences.append(f"{day}: listed as a difference, and there is none")
            elif day not in listed and said != ours:
                tally.differences.append(f"{day}: works={said}, here {ours}, and no difference is listed")
            tally.days += day not in listed
            tally.listed += day in listed
    calendar = _as_listed(days, listed)
    asked = days[::step]
    if peer.only_from_working_days:
        asked = [day for day in asked if calendar.is_working_day(day)]
    for n in (*peer.ahead, *(-n for n in peer.back)):
        _shifts(tally, peer, calendar, asked, n)
    _counts(tally, peer, calendar, asked)
    return tally


def _as_listed(days: Sequence[date], listed: Mapping[date, bool]) -> gd.WorkCalendar:
    """Our calendar, with each listed day as the peer has it: then every count must agree as well."""
    works = {day: listed.get(day, NATION.is_working_day(day)) for day in days}
    return gd.WorkCalendar.of(
        days[0],
        days[-1],
        rest_days=[day for day, working in works.items() if not working],
        work_days=[day for day, working in works.items() if working],
    )


def _shifts(tally: Tally, peer: Peer, calendar: gd.WorkCalendar, asked: Sequence[date], n: int) -> None:
    if peer.shift is None:
        return
    wanted: dict[date, date] = {}
    for day in asked:
        try:
            wanted[day] = calendar.shift(day, n)
        except gd.CalendarNotPublished:
            continue
    for day, said in zip(wanted, peer.shift(list(wanted), n), strict=True):
        tally.shifts += 1
        if said != wanted[day]:
            tally.differences.append(f"{n} working days from {day}: {said}, here {wanted[day]}")


def _counts(tally: Tally, peer: Peer, calendar: gd.WorkCalendar, asked: Sequence[date]) -> None:
    """Over spans of one to four hundred days, each day with another."""
    if peer.count is None:
        return
    ends = [day + timedelta(days=1 + day.toordinal() * 7 % 400) for day in asked]
    spans = [(day, end) for day, end in zip(asked, ends, strict=True) if end < peer.last]
    said = peer.count([day for day, _ in spans], [end for _, end in spans])
    for (after, through), number in zip(spans, said, strict=True):
        tally.counts += 1
        if number != calendar.count(after, through):
            ours = calendar.count(after, through)
            tally.differences.append(f"working days in ({after}, {through}]: {number}, here {ours}")


def installed() -> Iterator[Peer]:
    """Those that are there."""
    for name in NAMES:
        found = peer(name)
        if found is not None:
            yield found


def peer(name: str) -> Peer | None:
    """The peer of that name; ``None`` when it is not installed."""
    try:
        return _MAKERS[name]()
    except ModuleNotFoundError:
        return None


def name_and_version(name: str) -> str:
    """As the package index has them."""
    return f"{name} {version(name)}"


def _one_by_one(question: Callable[..., Any]) -> Callable[..., list[Any]]:
    """*question* asked of each row; numbers that are no sequence are the same in all."""

    def ask(first: Sequence[Any], second: Any) -> list[Any]:
        many = second if isinstance(second, Sequence) else [second] * len(first)
        return [question(one, other) for one, other in zip(first, many, strict=True)]

    return ask


def _chinesecalendar() -> Peer:
    import chinese_calendar as peer

    return Peer(
        "chinesecalendar",
        works=peer.is_workday,
        shift=_one_by_one(lambda day, n: peer.find_workday(n - 1, day + ONE_DAY)),
        count=_one_by_one(lambda after, through: len(peer.get_workdays(after + ONE_DAY, through))),
        ahead=(1, 7, 20),
    )


def _holidays() -> Peer:
    import holidays

    peer = holidays.country_holidays("CN", years=range(oracle.FIRST.year - 1, oracle.LAST.year + 1))
    return Peer(
        "holidays",
        works=peer.is_working_day,
        shift=_one_by_one(peer.get_nth_working_day),
        count=_one_by_one(lambda after, through: peer.get_working_days_count(after + ONE_DAY, through)),
        ahead=(1, 2, 5, 7, 15, 20, 60),
        back=(1, 5, 20),
    )


def _chinese_days() -> Peer:
    import chinesedays as peer

    return Peer(
        "chinese-days",
        works=peer.is_workday,
        shift=_one_by_one(peer.find_next_workday),
        count=_one_by_one(lambda after, through: peer.count_workdays(after + ONE_DAY, through)),
        ahead=(1, 7, 20),
        back=(1, 7),
    )


def _workalendar() -> Peer:
    from workalendar.asia import China

    peer = China()

    def quietly(question: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*of: Any) -> Any:
            with warnings.catch_warnings():  # it says at each year that it knows those alone
                warnings.simplefilter("ignore")
                return question(*of)

        return ask

    return Peer(
        "workalendar",
        date(2018, 1, 1),
        date(2023, 12, 31),
        works=quietly(peer.is_working_day),
        shift=_one_by_one(quietly(peer.add_working_days)),
        count=_one_by_one(quietly(peer.get_working_days_delta)),
        ahead=(1, 7, 20),
    )


@cache
def _rest_days() -> tuple[date, ...]:
    return tuple(day for day in oracle.days() if not NATION.is_working_day(day))


def _numpy() -> Peer:
    import numpy as np

    week = np.busdaycalendar(weekmask="1111111", holidays=np.array(_rest_days(), dtype="M8[D]"))

    def shift(days: Sequence[date], n: int) -> list[date]:
        roll = "backward" if n > 0 else "forward"
        return np.busday_offset(np.array(days, dtype="M8[D]"), n, roll=roll, busdaycal=week).tolist()  # type: ignore[no-any-return]

    def count(after: Sequence[date], through: Sequence[date]) -> list[int]:
        first, last = (np.array(each, dtype="M8[D]") + np.timedelta64(1, "D") for each in (after, through))
        return np.busday_count(first, last, busdaycal=week).tolist()  # type: ignore[no-any-return]

    every = (*range(1, 41), 60, 100, 250, 400)
    return Peer("numpy", shift=shift, count=count, ahead=every, back=every)


def _pandas() -> Peer:
    import pandas as pd
    from pandas.tseries.offsets import CustomBusinessDay

    def shift(days: Sequence[date], n: int) -> list[date]:
        step = CustomBusinessDay(n, weekmask="Mon Tue Wed Thu Fri Sat Sun", holidays=list(_rest_days()))
        return [(pd.Timestamp(day) + step).date() for day in days]

    return Peer("pandas", shift=shift, ahead=(1, 7, 20, 60), back=(1, 7, 20))


def _polars() -> Peer:
    import polars as pl

    resting, week = list(_rest_days()), [True] * 7

    def shift(days: Sequence[date], n: int) -> list[date]:
        roll = "backward" if n > 0 else "forward"
        column = pl.Series(days, dtype=pl.Date)
        return column.dt.add_business_days(n, week_mask=week, holidays=resting, roll=roll).to_list()  # type: ignore[arg-type]

    def count(after: Sequence[date], through: Sequence[date]) -> list[int]:
        frame = pl.DataFrame({"after": after, "through": through})
        first, last = (pl.col(name) + pl.duration(days=1) for name in ("after", "through"))
        told = frame.select(pl.business_day_count(first, last, week_mask=week, holidays=resting))
        return told.to_series().to_list()

    every = (*range(1, 41), 60, 100, 250, 400)
    return Peer("polars", shift=shift, count=count, ahead=every, back=every)


def _bizdays() -> Peer:
    import bizdays

    week = bizdays.Calendar(holidays=list(_rest_days()), startdate=oracle.FIRST, enddate=oracle.LAST)
    return Peer(
        "bizdays",
        shift=_one_by_one(week.offset),
        count=_one_by_one(week.bizdays),
        ahead=(1, 2, 5, 7, 15, 20, 60, 250),
        back=(1, 5, 20),
        only_from_working_days=True,
    )


_MAKERS: Mapping[str, Callable[[], Peer]] = {
    "chinesecalendar": _chinesecalendar,
    "holidays": _holidays,
    "chinese-days": _chinese_days,
    "workalendar": _workalendar,
    "numpy": _numpy,
    "pandas": _pandas,
    "polars": _polars,
    "bizdays": _bizdays,
}
