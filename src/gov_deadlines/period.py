"""Limits and how they are counted: a number and a unit, a fixed date or the anchor's own day -> due day and steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, cast

import attrs

from .civil import ONE_DAY, after_hours, civil_day, end_of
from .errors import BadInput, Undecidable
from .exclusion import Exclusion, bounds, is_settled, last_calendar_day, last_working_day, union
from .step import Step, StepKind, passed, walked
from .unit import DAY, HOUR, MONTH, WEEK, WORKING_DAY, YEAR, Roll, Unit, roll_or, rolled
from .workdays.calendar import WorkCalendar


@attrs.frozen
class Count:
    """
    Where a limit ends: *due*, the last day (``None`` for hours), and the instant *due_at*, with the steps to it.

    Units: the period includes all of *due*, to 24:00 in Asia/Shanghai, and for hours the instant *due_at* itself.
    """

    limit: Limit
    start: date | datetime
    calendar: WorkCalendar
    due: date | None
    roll: Roll
    before: bool = False
    excluded: tuple[Exclusion, ...] = ()
    extra: Period | None = None

    @property
    def due_at(self) -> datetime:
        """The instant at which the limit ends."""
        if self.due is not None:
            return end_of(self.due)
        assert isinstance(self.limit, Period)
        assert isinstance(self.start, datetime)
        n = self.limit.plus(self.extra).n
        return after_hours(self.start, -n if self.before else n)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Each thing that decided the day: replaying them gives the same day."""
        return (*self.limit.steps(self), *self._doubt_steps())

    @property
    def is_settled(self) -> bool:
        """Whether no notice that is missing could move the day: told without working out how far it could."""
        window = self.window
        return window is None or self._is_settled(*window)

    @property
    def bounds(self) -> tuple[date, date] | None:
        """The earliest and latest day this can turn out to be, or ``None`` when it is settled."""
        if self.is_settled:
            return None
        limit, start = self.limit, civil_day(self.start)
        if isinstance(limit, Period) and limit.unit is WORKING_DAY:
            n = limit.plus(self.extra).n
            return (
                bounds(self.calendar, start, n, self.excluded) if not self.before else self.calendar.bounds(start, -n)
            )
        return self.calendar.bounds(self.nominal - ONE_DAY, 1)

    @property
    def nominal(self) -> date:
        """The day the limit ends on before any roll, for limits that count every day or name their day."""
        start = civil_day(self.start)
        limit = self.limit.plus(self.extra) if isinstance(self.limit, Period) else self.limit
        return last_calendar_day(limit.nominal(start, before=self.before), start, self.excluded)

    @property
    def told_end(self) -> datetime | None:
        """:attr:`due_at`; ``None`` on the last day of all, whose end is no instant that can be written."""
        return None if self.due == date.max else self.due_at

    def to_dict(self) -> dict[str, Any]:
        """The count in plain values, for JSON."""
        bounds = self.bounds
        return {
            "due": self.due.isoformat() if self.due else None,
            "due_at": self.told_end.isoformat() if self.told_end else None,
            "certainty": "provisional" if bounds else "settled",
            "earliest": bounds[0].isoformat() if bounds else None,
            "latest": bounds[1].isoformat() if bounds else None,
            "steps": [step.to_dict() for step in self.steps],
        }

    @property
    def window(self) -> tuple[date, date] | None:
        """The span (after, through] whose working days decide the answer; none when no calendar is needed."""
        if self.due is None:
            return None
        start = civil_day(self.start)
        if isinstance(self.limit, Period) and self.limit.unit is WORKING_DAY:
            return (start, self.due) if not self.before else (self.due - ONE_DAY, start - ONE_DAY)
        if self.roll is Roll.NONE:
            return None
        return self.nominal - ONE_DAY, self.due

    def _is_settled(self, after: date, through: date) -> bool:
        """Whether the working days of the window are, those left out apart."""
        if self.excluded and isinstance(self.limit, Period) and self.limit.unit is WORKING_DAY:
            return is_settled(self.calendar, after, through, self.excluded)
        return self.calendar.is_settled(after, through)

    def _doubt_steps(self) -> Iterator[Step]:
        window = self.window
        if window is not None and not self._is_settled(*window):
            for doubt in self.calendar.doubts_in(*window):
                yield Step(StepKind.DOUBT, window[0] + ONE_DAY, window[1], doubt=doubt)


@attrs.frozen
class Period:
    """
    A number of units: 20 working days, 5 hours, 6 months.

    Raises: BadInput, for a number that is not a whole one above 0.

    >>> Period(20, WORKING_DAY).end(date(2026, 1, 5), WorkCalendar.load("CN")).due
    datetime.date(2026, 2, 2)
    """

    n: int
    unit: Unit

    def __attrs_post_init__(self) -> None:
        if type(self.n) is not int or self.n < 1:
            raise BadInput.of(
                "n",
                f"{self.n!r} is no length of a period; expected a whole number from 1",
                f"{self.n!r} 不是期间的长度；应为不小于1的整数",
            )
        if not isinstance(self.unit, Unit):
            raise BadInput.of(
                "unit",
                f"{self.unit!r} is no unit; expected one of {', '.join(unit.value for unit in Unit)}",
                f"{self.unit!r} 不是期间单位；应为 {'、'.join(unit.value for unit in Unit)} 之一",
            )

    def end(
        self,
        start: date | datetime,
        calendar: WorkCalendar,
        *,
        roll: Roll | None = None,
        before: bool = False,
        excluded: Iterable[Exclusion] = (),
        extra: Period | None = None,
    ) -> Count:
        """
        Where this period ends when the act that starts it falls on *start*.

        Units: days count from the day after *start* and include the last; hours run on from the instant *start*.
        *roll* decides where a last day that is a rest day moves: by default to the next working day for days, weeks,
        months and years, and nowhere for working days and hours. *before* counts back from *start* and never rolls.
        *excluded* are days left out although they were worked; *extra* extends the period, in the same unit, from its
        unextended end.
        Source: 民法典第二百零一条至第二百零三条.
        Raises: CalendarNotPublished, when counting runs past the last notice; BadInput, for a naive datetime;
        Undecidable, for hours from a day without an instant.
        """
        roll = roll_or(roll, Roll.WORKING_DAY)
        if before or self.unit in (HOUR, WORKING_DAY):
            roll = Roll.NONE
        left_out = union(excluded)
        due = self.last(civil_day(start), calendar, roll, before=before, start=start, excluded=left_out, extra=extra)
        return Count(self, start, calendar, due, roll, before, left_out, extra)

    def last(
        self,
        day: date,
        calendar: WorkCalendar,
        roll: Roll,
        *,
        before: bool = False,
        start: date | datetime | None = None,
        excluded: tuple[Exclusion, ...] = (),
        extra: Period | None = None,
    ) -> date | None:
        """
        The last day alone, ``None`` for hours: what :meth:`end` says without how it came about.

        *day* is the legal day of the start; only hours look at the instant *start* itself. *excluded* is a union.
        """
        if excluded or extra:
            return self._last_after_all(day, calendar, roll, before, start, excluded, extra)
        if self.unit is WORKING_DAY:
            return calendar.shift(day, -self.n if before else self.n)
        if self.unit is not HOUR:
            nominal = self.nominal(day, before=before)
            return nominal if before else rolled(nominal, calendar, roll)
        if not isinstance(start, datetime):
            raise Undecidable(
                f"{self.n} hours run from an instant, but {start or day} is a day only; give an aware datetime",
                f"{self.n}小时须从具体时刻起算，而{start or day}只有日期；请提供带时区的时刻",
            )
        after_hours(start, -self.n if before else self.n)
        return None

    def _last_after_all(
        self,
        day: date,
        calendar: WorkCalendar,
        roll: Roll,
        before: bool,
        start: date | datetime | None,
        excluded: tuple[Exclusion, ...],
        extra: Period | None,
    ) -> date | None:
        """The last day of a period that was extended, or that leaves days out."""
        if before or (self.unit is HOUR and excluded):
            en = f"{self.text('en')} counted back or in hours leave no days out and are not extended"
            raise BadInput.of("excluded", en, f"倒算的期间和按小时计算的期间不扣除日期，也不延长（{self.text('zh')}）")
        whole = self.plus(extra)
        if self.unit is WORKING_DAY:
            return last_working_day(calendar, day, whole.n, excluded)
        if self.unit is HOUR:
            return whole.last(day, calendar, roll, start=start)
        return rolled(last_calendar_day(whole.nominal(day), day, excluded), calendar, roll)

    def plus(self, extra: Period | None) -> Period:
        """
        This period, longer by *extra*.

        Raises: BadInput, when they are in different units, which nothing says how to add.
        """
        if extra is None:
            return self
        if extra.unit is not self.unit:
            en = f"{self.text('en')} cannot be extended by {extra.text('en')}; expected the same unit"
            raise BadInput.of("extra", en, f"{self.text('zh')}不能延长{extra.text('zh')}；单位应当一致")
        return Period(self.n + extra.n, self.unit)

    def nominal(self, start: date, *, before: bool = False) -> date:
        """The day the period ends on by the plain calendar, before any roll; not for hours and working days."""
        n = -self.n if before else self.n
        try:
            if self.unit is DAY:
                return start + timedelta(days=n)
            if self.unit is WEEK:
                return start + timedelta(weeks=n)
            from pendulum import Date  # only here: month ends are its business, and no other count waits for it

            day = Date(start.year, start.month, start.day)
            end = day.add(months=n) if self.unit is MONTH else day.add(years=n)
        except (OverflowError, ValueError):
            raise _beyond(self, start) from None
        return date(end.year, end.month, end.day)

    def text(self, lang: str) -> str:
        """The period in words: ``20个工作日``, ``20 working days``."""
        return f"{self.n}{self.unit.zh}" if lang == "zh" else f"{self.n} {self.unit.en(self.n)}"

    def to_dict(self) -> dict[str, Any]:
        """The shape periods have in JSON."""
        return {"n": self.n, "unit": self.unit.value}

    def steps(self, count: Count) -> Iterator[Step]:
        """How *count* came to its day."""
        if self.unit is HOUR:
            assert isinstance(count.start, datetime)
            day = civil_day(count.start)
            yield Step(StepKind.START, day, day, at=count.start)
            yield Step(StepKind.REACHED, civil_day(count.due_at), civil_day(count.due_at), at=count.due_at)
            return
        assert count.due is not None
        start = civil_day(count.start)
        yield _start_step(count)
        if self.unit is WORKING_DAY:
            first, last = (start + ONE_DAY, count.due) if start < count.due else (count.due, start - ONE_DAY)
            if count.extra:
                unextended = last_working_day(count.calendar, start, self.n, count.excluded)
                yield from walked(count.calendar, first, unextended, count.excluded)
                yield Step(StepKind.EXTENDED, unextended, unextended)
                first = unextended + ONE_DAY
            yield from walked(count.calendar, first, last, count.excluded)
            yield Step(StepKind.REACHED, count.due, count.due)
            return
        for each in count.excluded:
            if start < each.through and each.after < count.nominal:
                yield Step(StepKind.EXCLUDED, max(start, each.after) + ONE_DAY, each.through, exclusion=each)
        if count.extra:
            unextended = last_calendar_day(self.nominal(start), start, count.excluded)
            yield Step(StepKind.EXTENDED, unextended, unextended)
        nominal = count.nominal
        clamped = self.unit in (MONTH, YEAR) and not count.excluded and nominal.day != start.day
        yield Step(StepKind.CLAMPED if clamped else StepKind.REACHED, nominal, nominal)
        yield from _roll_steps(count, nominal)


_COMMON_YEAR = 2001
_SATURDAY = 5


class NamedDay:
    """A limit that names its day instead of counting to it; it has no unit, and nothing to count back."""

    __slots__ = ()
    rolls: ClassVar[bool]

    def nominal(self, start: date, *, before: bool = False) -> date:
        """The day itself, before any roll."""
        raise NotImplementedError

    def text(self, lang: str) -> str:
        """The limit in words."""
        raise NotImplementedError

    def end(
        self,
        start: date | datetime,
        calendar: WorkCalendar,
        *,
        roll: Roll | None = None,
        before: bool = False,
        excluded: Iterable[Exclusion] = (),
        extra: Period | None = None,
    ) -> Count:
        """
        The day that goes with *start*; it moves off a rest day only when *roll* says so, and the anchor's own never.

        What is left out of a count does not move a day that is named.
        Raises: BadInput, when it is to be counted *before* something: a day that is named is not counted.
        """
        if before:
            en, zh = f"{self.text('en')} cannot be counted back", f"{self.text('zh')}不能倒算"
            raise BadInput.of("before", f"{en}; only a period can", f"{zh}；只有期间可以")
        roll = roll_or(roll, Roll.NONE) if self.rolls else Roll.NONE
        # The two kinds below are all there are, which the union of limits says and a base class cannot.
        return Count(cast("Limit", self), start, calendar, self.last(civil_day(start), calendar, roll), roll)

    def last(
        self,
        day: date,
        calendar: WorkCalendar,
        roll: Roll,
        *,
        before: bool = False,
        start: date | datetime | None = None,
        excluded: tuple[Exclusion, ...] = (),
        extra: Period | None = None,
    ) -> date:
        """The day alone, for a start on *day*: what :meth:`end` says without how it came about."""
        return rolled(self.nominal(day), calendar, roll if self.rolls else Roll.NONE)


@attrs.frozen
class FixedDate(NamedDay):
    """
    A month and day each year, or one day alone; the date itself is included.

    Raises: BadInput, for a day that no year has, 29 February of every year included.
    """

    rolls: ClassVar[bool] = True
    month: int
    day: int
    year: int | None = None

    def __attrs_post_init__(self) -> None:
        parts = (self.month, self.day) if self.year is None else (self.year, self.month, self.day)
        try:
            if any(type(part) is not int for part in parts):
                raise TypeError
            date(_COMMON_YEAR if self.year is None else self.year, self.month, self.day)
        except (ValueError, TypeError):
            written = "-".join(map(str, parts))
            raise BadInput.of(
                "fixed",
                f"{written!r} is no date; expected a month and day that every year has, or one date",
                f"{written!r} 不是日期；应为每年都有的月日，或某一年的某日",
            ) from None

    def nominal(self, start: date, *, before: bool = False) -> date:
        """The first such date after *start*, or the one date."""
        if self.year is not None:
            return date(self.year, self.month, self.day)
        this_year = date(start.year, self.month, self.day)
        if this_year > start:
            return this_year
        try:
            return date(start.year + 1, self.month, self.day)
        except ValueError:
            raise _beyond(self, start) from None

    def text(self, lang: str) -> str:
        """The date in words: ``1月31日前(含当日)``, ``by 01-31``."""
        if lang == "zh":
            return (f"{self.year}年" if self.year else "") + f"{self.month}月{self.day}日前（含当日）"
        return "by " + (f"{self.year}-" if self.year else "") + f"{self.month:02}-{self.day:02}"

    def to_dict(self) -> dict[str, Any]:
        """The shape fixed dates have in JSON."""
        return {"fixed": (f"{self.year}-" if self.year else "") + f"{self.month:02}-{self.day:02}"}

    def steps(self, count: Count) -> Iterator[Step]:
        """How *count* came to its day."""
        nominal = self.nominal(civil_day(count.start))
        yield _start_step(count)
        yield Step(StepKind.REACHED, nominal, nominal)
        yield from _roll_steps(count, nominal)


@attrs.frozen
class SameDay(NamedDay):
    """The anchor's own day: what must be done together with it (同步), which did not wait for a working day either."""

    rolls: ClassVar[bool] = False

    def nominal(self, start: date, *, before: bool = False) -> date:
        """*start* itself."""
        return start

    def text(self, lang: str) -> str:
        """``同日``, ``the same day``."""
        return "同步（当日）" if lang == "zh" else "the same day"

    def to_dict(self) -> dict[str, Any]:
        """The shape of a limit on the same day in JSON."""
        return {"same_day": True}

    def steps(self, count: Count) -> Iterator[Step]:
        """How *count* came to its day."""
        yield _start_step(count)


Limit = Period | FixedDate | SameDay


def _beyond(period: Period | FixedDate, start: date | datetime) -> BadInput:
    return BadInput.of(
        "n",
        f"{period.text('en')} from {start} lead out of the years 1 to 9999",
        f"自{start}起{period.text('zh')}超出公历1年至9999年",
    )


def _start_step(count: Count) -> Step:
    day = civil_day(count.start)
    return Step(StepKind.START, day, day, at=count.start if isinstance(count.start, datetime) else None)


def _roll_steps(count: Count, nominal: date) -> Iterator[Step]:
    assert count.due is not None
    if count.due != nominal:
        yield from passed(count.calendar, nominal, count.due - ONE_DAY)
        yield Step(StepKind.ROLLED, nominal, count.due)
    elif count.roll is not Roll.NONE and nominal.weekday() >= _SATURDAY:
        # A weekend day that is worked ends the period after all: the notice that has it worked is part of the proof.
        yield from passed(count.calendar, nominal, nominal)
