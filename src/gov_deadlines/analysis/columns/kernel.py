"""The loop over a column: block by block, so that what a block needs stays in the processor's caches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import numpy as np

from ...errors import BadInput
from .answers import Answers, Instants
from .counting import Leg, ends
from .days import NO_DAY, Codes, Days, arrays_of, number_of
from .problem import Problem
from .reading import STEADY_DAY, Moments, end_of_days, read
from .stack import ADDS, MOST, NO_DAY_32, REFUSES, Stack, moves_by

BLOCK = 1 << 17

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
    for block, due, missing in run.blocks():
        fill_instants(run, block, due, missing, instants[block], unit)
    return Instants(instants.view(f"M8[{unit}]"), run.problems)


def fill_instants(run: Run, block: slice, due: Days, missing: Days, out: Days, unit: str) -> None:
    """The instants of one block of due days; a limit in hours takes its problem away where its start is an instant."""
    per_day = _per_day(unit)
    np.add(due, 1, out=out)
    np.multiply(out, per_day, out=out)
    np.subtract(out, per_day // 3, out=out)
    if run.stack.first < STEADY_DAY:
        told = np.flatnonzero(due != NO_DAY)
        out[told] = end_of_days(due[told], unit)
    if missing.size:
        out[missing] = NO_DAY
        if run.stack.has_hours and run.starts.are_instants and run.problems is not None:
            _fill_hours(run, block, missing, out, per_day)


def _fill_hours(run: Run, block: slice, missing: Days, out: Days, per_day: int) -> None:
    problems = run.problems
    assert problems is not None
    told = missing[problems[block][missing] == Problem.NEEDS_INSTANT]
    hours = np.take(run.stack.hours, run.index[told], mode="clip")
    told, hours = told[hours != 0], hours[hours != 0]
    out[told] = run.starts.values[block][told] + hours * (per_day // 24)
    problems[block][told] = 0


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
    _days: Days = attrs.field(init=False)
    _moved: Days = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        room = min(BLOCK, self.size)
        self._places, self._days, self._moved = (np.empty(room, dtype=np.int64) for _ in range(3))
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

    def blocks(self, out: np.ndarray | None = None) -> Iterator[tuple[slice, Days, Days]]:
        """
        Block by block its slice, its due days, and the places in it that have none.

        The due days are written to *out* where that is given, and are else gone with the next block.
        """
        tables = self._tables(np.int64 if out is None else out.dtype)
        least = NO_DAY if out is None or out.dtype == _INT64 else NO_DAY_32
        early = self.stack.first < STEADY_DAY
        own = np.empty(min(BLOCK, self.size), dtype=np.int64) if out is None else None
        for begin in range(0, self.size, BLOCK):
            block = slice(begin, min(begin + BLOCK, self.size))
            length = block.stop - begin
            due = own[:length] if own is not None else out[block]  # type: ignore[index]
            days = self.starts.days(block, self._days[:length], early=early)
            index = self.index = self._index(block, days, length)
            wrong = self._fill(block, index, due, tables)
            # The least number there is stands for no day: one look at the least of a block finds out whether any is.
            missing = np.flatnonzero(due == least) if wrong or due.min() == least else _NONE
            if missing.size:
                self._explain(block, days, index, missing)
            yield block, due, missing

    def note(self, at: Days, problem: Problem) -> None:
        """Put down that the rows *at* have no answer for that reason."""
        self._problem_array()[at] = problem

    def _tables(self, dtype: Any) -> tuple[np.ndarray, np.ndarray | None]:
        """The due days, and for limits that days left out or other numbers move, their strips."""
        stack, wide = self.stack, dtype == _INT64
        moved = self.suspended is not None or self.n is not None
        strips = (stack.strips if wide else stack.strips_32) if moved else None
        return stack.dues if wide else stack.dues_32, strips

    def _index(self, block: slice, days: Days, length: int) -> Days:
        """Where in the stack the rows of a block stand."""
        stack, index = self.stack, self._places[:length]
        if not stack.origin:  # places are the days themselves
            return days
        np.subtract(days, stack.origin, out=index)
        if self.rows is not None:
            if index.min() < 0 or index.max() >= stack.width:
                np.clip(index, 0, stack.width - 1, out=index)
            shelf = self._moved[:length]
            np.multiply(self.rows[block], stack.width, out=shelf, dtype=np.int64, casting="unsafe")
            np.add(index, shelf, out=index)
        return index

    def _fill(self, block: slice, index: Days, due: np.ndarray, tables: tuple[np.ndarray, np.ndarray | None]) -> bool:
        """The due days of a block, and whether some row was refused for what was left out of it."""
        dues, strips = tables
        if strips is None:
            np.take(dues, index, out=due, mode="clip")
            return False
        left_out, n, wrong = self._numbers(block, index)
        step = 0 if n is None else moves_by(self._bare_leg)
        if step is None and n is not None:
            due[:] = self._counted_anew(block, n, left_out)
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
        return np.where(within, found.due, NO_DAY)

    def _explain(self, block: slice, days: Days, index: Days, missing: Days) -> None:
        """Why the rows at *missing* have no day, unless that is known already."""
        problems = self._problem_array()[block]
        asked = missing[problems[missing] == 0]
        told = np.take(self.stack.problems, index[asked], mode="clip")
        told = np.where(told == 0, Problem.CALENDAR_NOT_PUBLISHED, told)
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
        array = np.array([value if type(value) is int else -1 for value in array.ravel().tolist()], dtype=np.int64)
    elif array.dtype.kind not in "iu":
        raise BadInput.of(
            path,
            f"dtype {array.dtype} is no column of numbers of days; expected whole numbers",
            f"dtype {array.dtype} 不是天数列；应为整数",
        )
    if array.dtype == np.uint64:
        array = np.minimum(array, MOST + 1).astype(np.int64)
    if array.ndim == 0:
        return np.broadcast_to(array, (size,))
    if array.shape != (size,):
        raise _unequal(path, array.shape, size)
    return array


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


def _per_day(unit: str) -> int:
    return Moments(_NONE, unit).per_day
