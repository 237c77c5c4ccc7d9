"""Every start day of a span with its due day: one table per rule, calendar and place, and columns looked up in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import numpy as np

from ...civil import legal_day
from ...deadline import grounds
from ...errors import BadInput, NoRuleInForce
from ...law.book import LawBook
from ...law.rule import Rule, Version
from ...period import Limit, NamedDay, Period
from ...unit import Roll, roll_or
from ...workdays.calendar import WorkCalendar
from . import export
from .answers import Answers, Instants, Standings
from .counting import Leg, ends
from .days import NO_DAY, Codes, Days, Flags, arrays_of, day_of, number_of
from .doubting import bounds, is_settled
from .judging import standings
from .kernel import due_days, due_instants
from .problem import Problem
from .stack import Stack

if TYPE_CHECKING:
    import pyarrow as pa


_Array = TypeVar("_Array", bound="np.ndarray")
_UNITS_WITH_N = "days, weeks, months, years or working days"


@attrs.frozen(eq=False, repr=False)
class Table:
    """
    For each start day from *first* to *last* its due day, by the version of the rule that binds on that day.

    *which* is the place of that version in *versions* (for a bare limit there are none, and one leg), -1 where none
    binds; *problems* holds why a day has no due day, as :class:`Problem` numbers them. The arrays cannot be written.

    >>> from gov_deadlines.analysis import columns
    >>> penalties = columns.table("enforcement.penalty", jurisdiction="520323")
    >>> penalties.due(np.array(["2020-05-20", "2020-05-23"], dtype="M8[D]")).due
    array(['2020-05-29', '2020-06-02'], dtype='datetime64[D]')
    """

    calendar: WorkCalendar
    first: date
    last: date
    legs: tuple[Leg, ...]
    which: np.ndarray
    nominal: Days
    """The day before any roll, as a number."""
    due_numbers: Days
    """The due day as a number of days from 1970-01-01; the least int64 there is, which numpy shows as NaT, for none."""
    problems: Codes
    versions: tuple[Version, ...] = ()
    rule: Rule | None = None
    jurisdiction: str = "CN"
    as_known_on: date | None = None

    @property
    def starts(self) -> np.ndarray:
        """The start days, datetime64[D]."""
        return self._start_numbers.view("M8[D]")

    @property
    def dues(self) -> np.ndarray:
        """The due days, datetime64[D]; NaT where there is none."""
        return self.due_numbers.view("M8[D]")

    @cached_property
    def provisional(self) -> Flags:
        """Whether a notice that is missing could move the due day."""
        return _frozen(self._in_doubt())

    @property
    def earliest(self) -> np.ndarray:
        """The earliest day it can turn out to be, datetime64[D]; NaT where it is settled."""
        return self._bounds[0].view("M8[D]")

    @property
    def latest(self) -> np.ndarray:
        """The latest day it can turn out to be, datetime64[D]; NaT where it is settled."""
        return self._bounds[1].view("M8[D]")

    def due(self, starts: Any, *, suspended: Any = None, n: Any = None, out: np.ndarray | None = None) -> Answers:
        """
        The due day of each start, datetime64[D], NaT where there is none, and why.

        *starts* are datetime64[D], whole numbers of days from 1970-01-01 (int32 is Arrow's date32), or instants in UTC:
        datetime64 finer than days, which become civil days of Asia/Shanghai. A sequence of ``date``, aware
        ``datetime`` and ``None`` is read one by one. *suspended* days are left out of the count, per row or for all:
        working days of a limit in working days, calendar days of another, before its last day moves. *n* stands in
        for the number of a bare limit. *out*, of as many int64, datetime64[D] or int32, takes the answers: an int32
        holds its least number where there is none.
        Raises: BadInput, for what is no column of days, of other lengths, and for *n* where the law sets the number.
        """
        return due_days(self._stack, starts, suspended=suspended, n=self._own(n), out=out)

    def due_at(self, starts: Any, *, suspended: Any = None, n: Any = None, out: np.ndarray | None = None) -> Instants:
        """
        The instant at which each limit ends, datetime64 in UTC: 24:00 of the due day in Asia/Shanghai, or the hours on.

        Its unit is that of *starts*, microseconds where those are days; a limit in hours needs instants.
        Raises: as :meth:`due`.
        """
        return due_instants(self._stack, starts, suspended=suspended, n=self._own(n), out=out)

    def timeliness(
        self, starts: Any, acts: Any = None, *, as_of: date | datetime, suspended: Any = None, n: Any = None
    ) -> Standings:
        """
        How each row stands to its limit on *as_of*, and by how many calendar days it is late.

        *acts* tell when the duty was met, in the forms of *starts*; NaT, or an act after *as_of*, is not met yet. A
        limit in hours is held against instants, for which a date as *as_of* stands for its end.
        Raises: as :meth:`due`.
        """
        return standings(self._stack, starts, acts, as_of=as_of, suspended=suspended, n=self._own(n))

    def to_arrow(self) -> pa.Table:
        """The table for other engines, a row per start day: see ``export`` for its columns."""
        return export.to_arrow(self)

    def write_parquet(self, path: Any) -> None:
        """Write :meth:`to_arrow` to a Parquet file, to be joined on the start day."""
        export.write_parquet(self, path)

    def to_sql(self, name: str, dialect: str = "postgresql") -> str:
        """The table as CREATE TABLE and INSERT statements of a database, to be joined on the start day."""
        return export.to_sql(self, name, dialect)

    def __len__(self) -> int:
        return self.due_numbers.size

    def __repr__(self) -> str:
        what = self.rule.id if self.rule else self.legs[0].limit.text("en") if self.legs[0].limit else ""
        return f"<Table {what} in {self.jurisdiction}: {self.first}..{self.last}, {self.calendar!r}>"

    @cached_property
    def _start_numbers(self) -> Days:
        first = number_of(self.first)
        return _frozen(np.arange(first, first + len(self), dtype=np.int64))

    @cached_property
    def _stack(self) -> Stack:
        return Stack.of((self,))

    def _in_doubt(self) -> Flags:
        doubted = np.zeros(len(self), dtype=np.bool_)
        for at, leg in self._counted():
            starts, nominal, due = self._start_numbers[at], self.nominal[at], self.due_numbers[at]
            if leg.counts_working_days:
                after, through = (due - 1, starts - 1) if leg.before else (starts, due)
            else:
                after, through = nominal - 1, due
            doubted[at] = ~is_settled(self.calendar, after, through)
        return doubted

    @cached_property
    def _bounds(self) -> tuple[Days, Days]:
        early, late = np.full(len(self), NO_DAY), np.full(len(self), NO_DAY)
        for every, leg in self._counted():
            at = every[self.provisional[every]]
            if at.size:
                begin, n = (self._start_numbers[at], leg.n) if leg.counts_working_days else (self.nominal[at] - 1, 1)
                early[at], late[at] = bounds(self.calendar, begin, n)
        return _frozen(early), _frozen(late)

    def _counted(self) -> list[tuple[Days, Leg]]:
        """Per leg that asks the calendar, the places of the table that it answers."""
        answered = self.due_numbers != NO_DAY
        asking = ((number, leg) for number, leg in enumerate(self.legs) if leg.asks_calendar)
        return [(np.flatnonzero(answered & (self.which == number)), leg) for number, leg in asking]

    def _own(self, n: Any) -> Any:
        """*n*, once it is sure that it stands in for the number of a bare limit."""
        if n is None:
            return None
        limit = self.legs[0].limit
        if self.versions or not isinstance(limit, Period) or self.legs[0].in_hours:
            raise BadInput.of(
                "n",
                f"{self!r} has numbers of its own; only a table of a bare limit in {_UNITS_WITH_N} takes others",
                "只有自行给出期间（日、周、月、年、工作日）的表才能逐行另给数字",
            )
        return n


def table(
    rule: str,
    *,
    calendar: WorkCalendar | None = None,
    jurisdiction: str = "CN",
    book: LawBook | None = None,
    as_known_on: date | None = None,
    cases: frozenset[str] | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Table:
    """
    The due day of *rule* for every start from *first* to *last*, by default the span of the calendar.

    The arguments are those of :func:`gov_deadlines.due`, which gives the same day for each start, and refuses where a
    problem stands here.
    Raises: UnknownRule; UnknownRegion; CalendarNotPublished, when nothing was known on *as_known_on*; BadInput, for a
    span that ends before it begins.

    >>> answers = table("request.answer", first=date(2019, 5, 14), last=date(2019, 5, 15))
    >>> [version.limit.n for version in answers.versions], answers.dues
    ([15, 20], array(['2019-06-04', '2019-06-13'], dtype='datetime64[D]'))
    """
    calendar, book, as_known_on = grounds(jurisdiction, calendar, book, as_known_on)
    found = book[rule]
    starts, span = _span(calendar, first, last)
    versions, which = _binding(found, starts, jurisdiction, as_known_on, cases)
    legs = tuple(Leg.of(version) for version in versions)
    nominal, dues, problems = _filled(calendar, starts, legs, which)
    return Table(
        calendar,
        *span,
        legs,
        which,
        nominal,
        dues,
        problems,
        versions=versions,
        rule=found,
        jurisdiction=jurisdiction,
        as_known_on=as_known_on,
    )


def table_of(
    limit: Limit,
    calendar: WorkCalendar,
    *,
    roll: Roll | None = None,
    before: bool = False,
    first: date | None = None,
    last: date | None = None,
) -> Table:
    """
    The day on which a bare *limit*, without the law, ends for every start from *first* to *last*.

    *roll* and *before* mean what they mean to the limit's own ``end``, which gives the same day for each start.
    Raises: BadInput, for a named day counted back, and a span that ends before it begins.

    >>> from gov_deadlines import DAY
    >>> table_of(Period(10, DAY), WorkCalendar.load("CN"), first=date(2020, 5, 20), last=date(2020, 5, 21)).dues
    array(['2020-06-01', '2020-06-01'], dtype='datetime64[D]')
    """
    if before and isinstance(limit, NamedDay):
        limit.end(calendar.first, calendar, before=True)  # which refuses, and says why
    usual = Roll.NONE if isinstance(limit, NamedDay) else Roll.WORKING_DAY
    leg = Leg(limit, roll_or(roll, usual), before)
    starts, span = _span(calendar, first, last)
    which = _frozen(np.zeros(starts.size, dtype=np.int16))
    nominal, dues, problems = _filled(calendar, starts, (leg,), which)
    place, known = calendar.region, calendar.as_known_on
    return Table(calendar, *span, (leg,), which, nominal, dues, problems, jurisdiction=place, as_known_on=known)


def _span(calendar: WorkCalendar, first: date | None, last: date | None) -> tuple[Days, tuple[date, date]]:
    begin = calendar.first if first is None else legal_day(first, "first")
    end = calendar.last if last is None else legal_day(last, "last")
    if end < begin:
        raise BadInput.of("last", f"{end} lies before first, {begin}", f"{end} 早于起始日 {begin}")
    return np.arange(number_of(begin), number_of(end) + 1, dtype=np.int64), (begin, end)


def _binding(
    rule: Rule, starts: Days, jurisdiction: str, as_known_on: date | None, cases: frozenset[str] | None
) -> tuple[tuple[Version, ...], np.ndarray]:
    """The versions that bind in the span, and per start the place of its own among them, or -1."""
    texts = rule.versions
    turns = sorted(
        {number_of(v.in_force_from) for v in texts} | {number_of(v.in_force_to) + 1 for v in texts if v.in_force_to}
    )
    # What binds changes on these days alone, so that it is asked once for each stretch that the span touches.
    stretch = np.searchsorted(turns, starts, side="right")
    found: dict[Version | None, int] = {None: -1}
    numbers = {}
    for number in np.unique(stretch).tolist():
        some_day = starts[np.searchsorted(stretch, number)].item()
        numbers[number] = found.setdefault(_binds(rule, some_day, jurisdiction, as_known_on, cases), len(found) - 1)
    per_stretch = np.array([numbers.get(number, -1) for number in range(len(turns) + 1)], dtype=np.int16)
    return tuple(version for version in found if version is not None), _frozen(per_stretch[stretch])


def _binds(
    rule: Rule, day: int, jurisdiction: str, as_known_on: date | None, cases: frozenset[str] | None
) -> Version | None:
    try:
        return rule.standing(day_of(day), jurisdiction, as_known_on=as_known_on, cases=cases).binding
    except NoRuleInForce:
        return None


def _filled(calendar: WorkCalendar, starts: Days, legs: Sequence[Leg], which: np.ndarray) -> tuple[Days, Days, Codes]:
    """Nominal days, due days and problems, each start by its own leg."""
    nominal, due = np.full(starts.size, NO_DAY), np.full(starts.size, NO_DAY)
    problems = np.full(starts.size, Problem.NO_RULE_IN_FORCE, dtype=np.int8)
    for number, leg in enumerate(legs):
        at = np.flatnonzero(which == number)
        found = ends(leg, starts[at], arrays_of(calendar))
        nominal[at], due[at], problems[at] = found.nominal, found.due, found.problems
    return _frozen(nominal), _frozen(due), _frozen(problems)


def _frozen(array: _Array) -> _Array:
    array.flags.writeable = False
    return array
