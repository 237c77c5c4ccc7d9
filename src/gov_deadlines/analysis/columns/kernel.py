"""The loop over a column: block by block, so that what a block needs stays in the processor's caches."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs
import numpy as np

from ...errors import BadInput
from .answers import Answers, Instants
from .counting import Leg, ends
from .days import FIRST_DAY, LAST, LAST_DAY, NO_DAY, Codes, Days, arrays_of, number_of
from .problem import Problem
from .reading import Moments, is_missing, read
from .stack import ADDS, DATE32, MOST, NO_DAY_32, REFUSES, Stack, ends_in, moves_by

BLOCK = 1 << 17
"""So many rows at most are worked on together; half as many where the tables of a stack want room in the caches too."""

_INT64 = np.dtype(np.int64)


def due_days(
    stack: Stack, starts: Any, *, rows: Any = None, suspended: Any = None, n: Any = None, out: np.ndarray | None = None
) -> Answers:
    """The due day of each start: see :meth:`Table.due`; *rows* choose the row of the stack, for one of many tables."""
    run = Run.of(stack, starts, rows, suspended, n)
    due = np.empty(run.size, dtype=np.int64) if out is None else _whole(out, run.size)
    for _ in run.blocks(due):
        pass
    return Answers(due.view("M8[D]") if out is None else out, run.problems)


def due_instants(
    stack: Stack, starts: Any, *, rows: Any = None, suspended: Any = None, n: Any = None, out: np.ndarray | None = None
) -> Instants:
    """The instant at which each limit ends: see :meth:`Table.due_at`."""
    run = Run.of(stack, starts, rows, suspended, n)
    unit = run.starts.unit if run.starts.are_instants else "us"
    instants = np.empty(run.size, dtype=np.int64) if out is None else _instants_out(out, run.size, unit)
    for block, _, missing in run.blocks(instants, unit):
        if missing.size:
            at, ends = ends_by_hours(run, block, missing)
            instants[block][at] = ends
    return Instants(instants.view(f"M8[{unit}]"), run.problems)


def ends_by_hours(run: Run, block: slice, missing: Days) -> tuple[Days, Days]:
    """
    The rows of a block whose limit in hours starts from an instant, and where it ends: their problem is gone.

    Those whose limit leads out of the years, or of what their unit can hold, have another.
    """
    if not run.stack.has_hours or not run.starts.are_instants or run.problems is None:
        return _NONE, _NONE
    problems = run.problems[block]
    at = missing[problems[missing] == Problem.NEEDS_INSTANT]
    hours = np.take(run.stack.hours, run.index[at], mode="clip")
    at, hours = at[hours != 0], hours[hours != 0]
    starts, per_day = run.starts.values[block][at], run.starts.per_day
    steps = hours * (per_day // 24)
    # Every day there is, from its beginning in UTC to its end in China.
    first, last = max(FIRST_DAY * per_day, -LAST), min((LAST_DAY + 1) * per_day - per_day // 3 - 1, LAST)
    fits = (starts <= last - np.maximum(steps, 0)) & (starts >= first - np.minimum(steps, 0))
    problems[at] = np.where(fits, 0, Problem.BEYOND_YEARS)
    return at[fits], (starts + steps)[fits]


@attrs.define(eq=False)
class Run:
    """One pass over a column: what comes in, the problems found on the way, and room to work in."""

    stack: Stack
    starts: Moments
    rows: np.ndarray | None = None
    suspended: np.ndarray | None = None
    n: np.ndarray | None = None
    problems: Codes | None = None
    index: Days = attrs.field(init=False)
    """The places in the stack of the block at hand."""
    _places: Days = attrs.field(init=False)
    _moved: Days = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        room = min(self._step, self.size)
        self._places, self._moved = (np.empty(room, dtype=np.int64) for _ in range(2))
        self.index = self._places

    @classmethod
    def of(cls, stack: Stack, starts: Any, rows: Any, suspended: Any, n: Any) -> Run:
        """The pass over *starts*. Raises: BadInput, for columns that are none or of other lengths."""
        moments = read(starts)
        size = moments.values.size
        run = cls(
            stack,
            moments,
            None if rows is None else _rows(rows, size, len(stack.tables)),
            None if suspended is None else _numbers(suspended, size, "suspended"),
            None if n is None else _numbers(n, size, "n"),
        )
        if moments.problems is not None and moments.problems.any():
            run.problems = moments.problems.copy()
        return run

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self.starts.values.size

    @property
    def _step(self) -> int:
        return BLOCK if self.rows is None else BLOCK // 2

    def blocks(self, out: np.ndarray | None = None, unit: str = "D") -> Iterator[tuple[slice, Days, Days]]:
        """
        Block by block its slice, its due days or, in another *unit*, their ends, and the places in it that have none.

        They are written to *out* where that is given, and are else gone with the next block.
        """
        wide = out is None or out.dtype == _INT64
        tables = self._tables(unit if wide else DATE32)
        least = NO_DAY if wide else NO_DAY_32
        own = np.empty_like(self._places) if out is None else None
        for begin in range(0, self.size, self._step):
            block = slice(begin, min(begin + self._step, self.size))
            length = block.stop - begin
            due = own[:length] if own is not None else out[block]  # type: ignore[index]
            index = self.index = self._index(block, length)
            wrong = self._fill(block, index, due, tables, unit)
            # The least number there is stands for no day: one look at the least of a block finds out whether any is.
            missing = np.flatnonzero(due == least) if wrong or due.min() == least else _NONE
            if missing.size:
                self._explain(block, index, missing, unit)
            yield block, due, missing

    def note(self, at: Days, problem: Problem) -> None:
        """Put down that the rows *at* have no answer for that reason."""
        self._problem_array()[at] = problem

    def _tables(self, unit: str) -> tuple[np.ndarray, np.ndarray | None]:
        """The due days, and for limits that days left out or other numbers move, their strips."""
        moved = self.suspended is not None or self.n is not None
        return self.stack.dues_in(unit), self.stack.strips_in(unit) if moved else None

    def _index(self, block: slice, length: int) -> Days:
        """Where in the stack the rows of a block stand."""
        stack = self.stack
        index = self.starts.places(block, self._places[:length], stack.origin, stack.width)
        if self.rows is not None:
            # One look for both ends: read without a sign, what lies before the first place is far beyond the last.
            if index.view(np.uint64).max() >= stack.width:
                index = np.clip(index, 0, stack.width - 1, out=self._places[:length])
            shelf = self._moved[:length]
            np.multiply(self.rows[block], stack.width, out=shelf, dtype=np.int64, casting="unsafe")
            index = np.add(index, shelf, out=self._places[:length])
        return index

    def _fill(
        self, block: slice, index: Days, due: np.ndarray, tables: tuple[np.ndarray, np.ndarray | None], unit: str
    ) -> bool:
        """The due days of a block, and whether some row was refused for what was left out of it."""
        dues, strips = tables
        if strips is None:
            np.take(dues, index, out=due, mode="clip")
            return False
        left_out, n, wrong = self._numbers(block, index)
        step = 0 if n is None else moves_by(self._bare_leg)
        if step is None and n is not None:
            due[:] = ends_in(unit, self._counted_anew(block, n, left_out))
        else:
            place = self._moved[: due.size]
            np.take(self.stack.places if n is None else self.stack.bare_places, index, out=place, mode="clip")
            if step and n is not None:
                (np.add if step > 0 else np.subtract)(place, n, out=place)
            if left_out is not None:
                np.add(place, left_out, out=place)
            np.take(strips, place, out=due, mode="clip")
        if wrong.size:
            due[wrong] = NO_DAY if due.dtype == _INT64 else NO_DAY_32
        return bool(wrong.size)

    def _numbers(self, block: slice, index: Days) -> tuple[Any, Any, Days]:
        """The days left out of each row and its own number, where there are such, and the rows refused for them."""
        left_out: Any = None
        n: Any = None
        refused: list[tuple[Days, Problem]] = []
        if self.suspended is not None:
            left_out, bad = _held_to(self.suspended[block], 0)
            refused.append((bad, Problem.BAD_NUMBER))
            if not self.stack.all_add:
                mood = np.take(self.stack.moods, index, mode="clip")
                refused.append((np.flatnonzero((mood == REFUSES) & (left_out > 0)), Problem.NOT_TO_BE_SUSPENDED))
                left_out = np.where(mood == ADDS, left_out, 0)
        if self.n is not None:
            n, bad = _held_to(self.n[block], 1)
            refused.append((bad, Problem.BAD_NUMBER))
        found = [at for at, _ in refused if at.size]
        for at, problem in refused:
            if at.size:
                self._problem_array()[block][at] = problem
        return left_out, n, np.concatenate(found) if found else _NONE

    @property
    def _bare_leg(self) -> Leg:
        """The one leg of the one table of a bare limit, which alone takes numbers of its rows' own."""
        table = self.stack.tables[0]
        assert not isinstance(table, Problem)
        return table.legs[0]

    def _counted_anew(self, block: slice, n: np.ndarray, left_out: Any) -> Days:
        """The due days of a block for weeks, months and years of other numbers: these are no shift of the table's."""
        table, leg = self.stack.tables[0], self._bare_leg
        assert not isinstance(table, Problem)
        days = self.starts.days(block, np.empty(n.size, dtype=np.int64), early=True)
        within = (days >= number_of(table.first)) & (days <= number_of(table.last))
        signed = n.astype(np.int64) * (-1 if leg.before else 1)
        held = 0 if left_out is None else left_out
        found = ends(leg, np.where(within, days, self.stack.first), arrays_of(table.calendar), signed, held)
        nowhere = np.flatnonzero(within & (found.due == NO_DAY))
        if nowhere.size:
            problems = self._problem_array()[block]
            problems[nowhere] = np.where(problems[nowhere] == 0, found.problems[nowhere], problems[nowhere])
        return np.where(within, found.due, NO_DAY)

    def _explain(self, block: slice, index: Days, missing: Days, unit: str) -> None:
        """Why the rows at *missing* have no day, unless that is known already."""
        problems = self._problem_array()[block]
        asked = missing[problems[missing] == 0]
        told = np.take(self.stack.problems, index[asked], mode="clip")
        if not told.all():
            beyond = np.take(self.stack.plain, index[asked], mode="clip") == 1
            if unit != "D":
                days = np.empty(index.size, dtype=np.int64)
                self._fill(block, index, days, self._tables("D"), "D")
                beyond |= days[asked] != NO_DAY
            untold = np.where(beyond, Problem.BEYOND_YEARS, Problem.CALENDAR_NOT_PUBLISHED)
            told = np.where(told == 0, untold, told)
        nothing = self.starts.values[block][asked] == np.iinfo(self.starts.values.dtype).min
        problems[asked] = np.where(nothing & (told == Problem.OUTSIDE_TABLE), Problem.NO_START, told)

    def _problem_array(self) -> Codes:
        if self.problems is None:
            self.problems = np.zeros(self.size, dtype=np.int8)
        return self.problems


_NONE = np.empty(0, dtype=np.int64)


def _held_to(numbers: np.ndarray, least: int) -> tuple[np.ndarray, Days]:
    """*numbers*, with *least* in place of those that are no such number, and the places of those."""
    if numbers.min() >= least and (numbers.dtype.itemsize <= 2 or numbers.max() <= MOST):
        return numbers, _NONE
    bad = np.flatnonzero((numbers < least) | (numbers > MOST))
    held = numbers.copy()
    held[bad] = least
    return held, bad


def _numbers(values: Any, size: int, path: str) -> np.ndarray:
    """*values*, one for all or one per row, as whole numbers; missing ones become one that is refused in its row."""
    array = np.asarray(values)
    if array.dtype.kind == "f":
        whole = np.isfinite(array) & (array == np.floor(array)) & (np.abs(array) <= MOST)
        array = np.where(whole, array, -1).astype(np.int64)
    elif array.dtype.kind == "O":
        array = _of_objects(array, path)
    elif array.dtype.kind not in "iu":
        raise refuse_numbers(path, f"dtype {array.dtype}")
    if array.dtype == np.uint64:
        array = np.minimum(array, MOST + 1).astype(np.int64)
    if array.ndim == 0:
        return np.broadcast_to(array, (size,))
    if array.shape != (size,):
        raise _unequal(path, array.shape, size)
    return array


def _of_objects(values: np.ndarray, path: str) -> np.ndarray:
    """Numbers of any type, each by itself. Raises: BadInput, for a column whose values are texts or truths alone."""
    held = values.ravel().tolist()
    told = [value for value in held if not is_missing(value)]
    if told and all(isinstance(value, (str, bool, np.bool_)) for value in told):
        raise refuse_numbers(path, f"a column of {type(told[0]).__name__}")
    return np.array([_number(value) for value in held], dtype=np.int64).reshape(values.shape)


def _number(value: Any) -> int:
    """*value* where it is a whole number that may be taken, of whichever type; else one that is refused in its row."""
    if isinstance(value, Decimal):
        # Held to the range first: a decimal of a few characters may have a million digits.
        fits = value.is_finite() and 0 <= value <= MOST and value == int(value)
    else:
        is_whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
        fits = is_whole and bool(0 <= value <= MOST)
    return int(value) if fits else -1


def refuse_numbers(path: str, what: str) -> BadInput:
    """The refusal of a column that holds no numbers."""
    return BadInput.of(
        path,
        f"{what} is no column of numbers of days; expected whole numbers, which texts become by a cast",
        f"{what} 不是天数列；应为整数，文字请先转换为整数",
    )


def _rows(values: Any, size: int, height: int) -> np.ndarray:
    rows = np.asarray(values)
    if rows.dtype.kind not in "iu" or rows.shape != (size,) or (size and not 0 <= rows.min() <= rows.max() < height):
        raise BadInput.of(
            "rows",
            f"{rows.dtype} of shape {rows.shape} chooses no table; expected {size} whole numbers, 0 to {height - 1}",
            f"{rows.dtype} {rows.shape} 不能选定表；应为{size}个0至{height - 1}的整数",
        )
    return rows


def _whole(out: np.ndarray, size: int) -> np.ndarray:
    fits = isinstance(out, np.ndarray) and out.shape == (size,) and out.dtype in ("M8[D]", np.int64, np.int32)
    if not fits:
        raise _no_room(out, size, "int64, datetime64[D] or int32")
    return out.view(np.int64) if out.dtype.kind == "M" else out


def _instants_out(out: np.ndarray, size: int, unit: str) -> Days:
    if not (isinstance(out, np.ndarray) and out.shape == (size,) and out.dtype in (f"M8[{unit}]", np.int64)):
        raise _no_room(out, size, f"int64 or datetime64[{unit}]")
    return out.view(np.int64)


def _no_room(out: Any, size: int, kinds: str) -> BadInput:
    given = f"{getattr(out, 'dtype', type(out).__name__)} of shape {getattr(out, 'shape', '-')}"
    return BadInput.of(
        "out", f"{given} takes no answers; expected {size} of {kinds}", f"{given} 不能存放结果；应为{size}个 {kinds}"
    )


def _unequal(path: str, shape: tuple[int, ...], size: int) -> BadInput:
    return BadInput.of(
        path, f"shape {shape} beside {size} starts; expected one for each", f"形状 {shape} 与{size}个起算日不符"
    )
