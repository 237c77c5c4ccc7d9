"""Tables laid out for looking up: flat arrays with a place for what lies outside, one table above the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from ...errors import BadInput
from ...period import NamedDay, Period
from ...unit import DAY, WORKING_DAY, Roll
from .counting import Leg, within_years
from .days import LAST, NO_DAY, Codes, Days, arrays_of, number_of
from .problem import Problem
from .reading import PER_DAY, end_of_days

if TYPE_CHECKING:
    from .answers import Answers, Instants, Standings
    from .table import Table

DATE32 = "date32"
NO_DAY_32 = np.iinfo(np.int32).min
MOST = 32_767
"""The greatest number of days left out, and the greatest number of a period."""

# Room on either side of a strip, so that a place moved by two such numbers never reaches the next strip.
_PAD = 1 << 16
# A table that begins so few days after 1970 is laid out from that day on, and its starts are places as they are.
_NEAR_EPOCH = 40_000

ADDS, IGNORES, REFUSES = 0, 1, 2
"""What days left out do to a limit: lengthen it, nothing (a named day), or they are refused (back, and in hours)."""


@attrs.frozen(eq=False)
class Stack:
    """
    Tables over one span of starts, laid out flat: per row of the stack *width* places, the first and last for outside.

    The place of a start is its number less *origin*, clipped into the row. A problem in place of a table fills a row.
    """

    tables: tuple[Table | Problem, ...]
    origin: int
    width: int
    _remembered: dict[tuple[str, str], np.ndarray] = attrs.field(factory=dict, init=False, repr=False)
    """The due days and strips in each unit that was asked for."""

    @classmethod
    def of(cls, tables: Sequence[Table | Problem]) -> Stack:
        """
        The stack of *tables*.

        Raises: BadInput, when there is none, or their spans differ.
        """
        spans = {(table.first, table.last) for table in tables if not isinstance(table, Problem)}
        if len(spans) != 1:
            found = ", ".join(f"{first}..{last}" for first, last in sorted(spans))
            raise BadInput.of(
                "tables",
                f"tables of one span are stacked, but these have {found or 'none'}; give all one first and last",
                f"叠放的表应有相同的起止日，而这些表为 {found or '空'}",
            )
        ((first, last),) = spans
        begin, end = number_of(first), number_of(last)
        origin = 0 if len(tables) == 1 and 0 < begin < _NEAR_EPOCH else begin - 1
        return cls(tuple(tables), origin, end - origin + 2)

    def due(self, starts: Any, rows: Any, *, suspended: Any = None, out: np.ndarray | None = None) -> Answers:
        """
        The due day of each start by the table whose place in *tables* stands in *rows*: else as :meth:`Table.due`.

        Raises: as there; BadInput, for places that are none.
        """
        from .kernel import due_days  # late, here and below: the loop over a column is written for stacks

        return due_days(self, starts, rows=rows, suspended=suspended, out=out)

    def due_at(self, starts: Any, rows: Any, *, suspended: Any = None, out: np.ndarray | None = None) -> Instants:
        """The instant at which each limit ends, by the table in *rows*: else as :meth:`Table.due_at`."""
        from .kernel import due_instants

        return due_instants(self, starts, rows=rows, suspended=suspended, out=out)

    def timeliness(
        self, starts: Any, rows: Any, acts: Any = None, *, as_of: date | datetime, suspended: Any = None
    ) -> Standings:
        """How each row stands, by the table in *rows*: else as :meth:`Table.timeliness`."""
        from .judging import standings

        return standings(self, starts, acts, as_of=as_of, rows=rows, suspended=suspended)

    @cached_property
    def first(self) -> int:
        """The first start day."""
        return number_of(next(table for table in self.tables if not isinstance(table, Problem)).first)

    @cached_property
    def dues(self) -> Days:
        """The due days."""
        return self._laid([_of(table, "due_numbers") for table in self.tables], NO_DAY)

    def dues_in(self, unit: str) -> np.ndarray:
        """The due days, or their ends as instants in that unit; as :data:`DATE32`, :data:`NO_DAY_32` for none."""
        return self._told("dues", unit)

    def strips_in(self, unit: str) -> np.ndarray:
        """The strips in the same way."""
        return self._told("strips", unit)

    @cached_property
    def problems(self) -> Codes:
        """Why there is no due day."""
        rows = [_of(table, "problems") for table in self.tables]
        outside = [int(table) if isinstance(table, Problem) else int(Problem.OUTSIDE_TABLE) for table in self.tables]
        laid = self._laid(rows, 0).reshape(-1, self.width)
        begin = self.first - self.origin
        for number, problem in enumerate(outside):
            laid[number, :begin] = laid[number, -1] = problem
            if isinstance(self.tables[number], Problem):
                laid[number] = problem
        return laid.ravel()

    @cached_property
    def which(self) -> np.ndarray:
        """The place of the binding version in its table, -1 where none binds."""
        return self._laid([_of(table, "which") for table in self.tables], -1)

    @cached_property
    def provisional(self) -> np.ndarray:
        """Whether a missing notice could move the due day."""
        return self._laid([_of(table, "provisional") for table in self.tables], 0)

    @cached_property
    def hours(self) -> np.ndarray:
        """The signed hours of a limit in hours; 0 for every other."""
        return self._per_leg(lambda leg: leg.n if leg.in_hours else 0, np.int64)

    @cached_property
    def has_hours(self) -> bool:
        """Whether any limit is in hours."""
        return bool(self.hours.any())

    @cached_property
    def minimums(self) -> Codes:
        """1 for a minimum period, 2 for one that looks back, 0 for every other limit."""
        return self._per_leg(lambda leg: 2 if leg.looks_back else int(leg.minimum), np.int8)

    @cached_property
    def has_minimums(self) -> bool:
        """Whether any limit is a minimum."""
        return bool(self.minimums.any())

    @cached_property
    def moods(self) -> Codes:
        """What days left out do there: :data:`ADDS`, :data:`IGNORES` or :data:`REFUSES`."""
        return self._per_leg(_mood, np.int8)

    @cached_property
    def all_add(self) -> bool:
        """Whether days left out lengthen every limit."""
        return not self.moods.any()

    @cached_property
    def plain(self) -> Codes:
        """Whether each limit ends on plain days, which run on beyond every calendar: 1 or 0."""
        return self._per_leg(lambda leg: int(not leg.counts_working_days and leg.rolls is Roll.NONE), np.int8)

    @cached_property
    def places(self) -> Days:
        """Where each limit ends on its strip: so many places further on it ends when as many days are left out."""
        rows: list[np.ndarray | None] = []
        for table in self.tables:
            if isinstance(table, Problem):
                rows.append(None)
                continue
            row = np.zeros(len(table), dtype=np.int64)
            for number, leg in enumerate(table.legs):
                at = np.flatnonzero(table.which == number)
                row[at] = self._on_strip(table, leg, at)
            rows.append(row)
        return self._laid(rows, 0)

    @cached_property
    def bare_places(self) -> Days:
        """The same for a bare limit of no units at all, so that a row's own number can be added or taken away."""
        (table,) = self.tables
        assert not isinstance(table, Problem)
        return self._laid([self._on_strip(table, table.legs[0], np.arange(len(table)), bare=True)], 0)

    @property
    def strips(self) -> Days:
        """The days that places stand for: working days, days moved off rest days, plain days, with room between."""
        return self._strips[0]

    @cached_property
    def _strips(self) -> tuple[Days, dict[tuple[int, str], int], int]:
        """The strips one after the other, where each begins, and the first plain day."""
        parts: list[Days] = [np.full(_PAD, NO_DAY)]
        begins: dict[tuple[int, str], int] = {}
        at, plain = _PAD, []
        for table in self.tables:
            if isinstance(table, Problem):
                continue
            for leg in table.legs:
                key = _strip(table, leg)
                if key is None or key in begins:
                    continue
                if key[1] == Roll.NONE.value:
                    found = table.nominal[table.nominal != NO_DAY]
                    plain += [found.min().item(), found.max().item()] if found.size else []
                    plain += [number_of(table.first), number_of(table.last)]
                    continue
                days = arrays_of(table.calendar)
                told = {WORKING_DAY.value: days.working, "roll": days.next_working}
                strip = told.get(key[1])
                if strip is None:
                    own = np.arange(days.first, days.last + 1)
                    strip = np.where(days.next_plain != own, days.next_plain, days.next_working)
                begins[key] = at
                parts += [strip, np.full(_PAD, NO_DAY)]
                at += strip.size + _PAD
        first_plain = min(plain, default=0) - _PAD
        if plain:
            begins[0, Roll.NONE.value] = at
            parts.append(within_years(np.arange(first_plain, max(plain) + _PAD + 1)))
        return np.concatenate(parts), begins, first_plain

    def _on_strip(self, table: Table, leg: Leg, at: Days, *, bare: bool = False) -> Days:
        """
        The places of the starts *at* on the strip of *leg*; 0, where nothing is, for starts that have none.

        A *bare* one ends where it begins.
        """
        _, begins, first_plain = self._strips
        key = _strip(table, leg)
        if key is None:
            return np.zeros(at.size, dtype=np.int64)
        days, starts = arrays_of(table.calendar), table.starts.view(np.int64)[at]
        nominal, n = (starts, 0) if bare else (table.nominal[at], leg.n)
        if leg.counts_working_days:
            position, within = days.positions(starts)
            place = days.through[position] + n + ((leg.n < 0) & ~days.works[position])
            return np.where(within, begins[key] + np.clip(place, -_PAD, days.working.size - 1 + _PAD), 0)
        if key[1] == Roll.NONE.value:
            return np.where(nominal == NO_DAY, 0, begins.get(key, 0) + nominal - first_plain)
        length = days.last - days.first + 1
        position = np.clip(nominal - days.first, -_PAD, length - 1 + _PAD)
        return np.where(nominal == NO_DAY, 0, begins[key] + position)

    def _told(self, name: str, unit: str) -> np.ndarray:
        """Days of the stack in that unit, worked out once."""
        found = self._remembered.get((name, unit))
        if found is None:
            found = self._remembered[name, unit] = ends_in(unit, getattr(self, name))
        return found

    def _per_leg(self, told: Callable[[Leg], int], dtype: type) -> np.ndarray:
        rows: list[np.ndarray | None] = []
        for table in self.tables:
            if isinstance(table, Problem):
                rows.append(None)
            else:
                # The place -1, where no version binds, is the last one.
                values: np.ndarray = np.array([*map(told, table.legs), 0], dtype=dtype)
                rows.append(values[table.which])
        return self._laid(rows, 0)

    def _laid(self, rows: Sequence[np.ndarray | None], outside: int) -> np.ndarray:
        """*rows* one after the other, with *outside* before and after each, and for a row that is none."""
        dtype = next(row.dtype for row in rows if row is not None)
        laid = np.full((len(rows), self.width), outside, dtype=dtype)
        begin = self.first - self.origin
        for number, row in enumerate(rows):
            if row is not None:
                laid[number, begin : begin + row.size] = row
        return laid.ravel()


def _of(table: Table | Problem, name: str) -> np.ndarray | None:
    return None if isinstance(table, Problem) else getattr(table, name)


def _strip(table: Table, leg: Leg) -> tuple[int, str] | None:
    """The strip that *leg* ends on: its calendar and what it holds; plain days are the same in every calendar."""
    if leg.limit is None or leg.in_hours:
        return None
    if leg.counts_working_days:
        return id(arrays_of(table.calendar)), WORKING_DAY.value
    if leg.rolls is Roll.NONE:
        return 0, Roll.NONE.value
    return id(arrays_of(table.calendar)), "roll" if leg.rolls is Roll.WORKING_DAY else leg.rolls.value


def _mood(leg: Leg) -> int:
    if isinstance(leg.limit, NamedDay):
        return IGNORES
    return REFUSES if leg.before or leg.in_hours else ADDS


def moves_by(leg: Leg) -> int | None:
    """By how many places one more of its units moves its end; none for units of uneven length, and weeks."""
    if isinstance(leg.limit, Period) and leg.limit.unit in (DAY, WORKING_DAY):
        return -1 if leg.before else 1
    return None


def ends_in(unit: str, days: Days) -> np.ndarray:
    """*days* as they are, in 32 bits, or as the instants in UTC at which they end; what *unit* cannot hold is none."""
    if unit == "D":
        return days
    if unit == DATE32:
        return np.where(days == NO_DAY, NO_DAY_32, days).astype(np.int32)
    ends, reach = np.full(days.size, NO_DAY), LAST // PER_DAY[unit]
    told = np.flatnonzero((days > -reach) & (days < reach))
    ends[told] = end_of_days(days[told], unit)
    return ends
