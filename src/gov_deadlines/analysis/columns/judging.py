"""How many rows stand to their limits on one day: in time, late, not due, overdue, or too early for a minimum."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import numpy as np

from ...civil import aware, civil_day
from ...errors import BadInput
from .answers import Standings
from .days import LAST, NO_DAY, Days, number_of
from .kernel import BLOCK, Run, ends_by_hours
from .problem import Problem, Status
from .reading import PER_DAY, STEADY_DAY, Moments, end_of_days, read
from .stack import Stack

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@attrs.frozen
class AsOf:
    """The day, and the instant in microseconds, as of which rows are judged; a date stands for its end."""

    day: int
    micros: int

    @classmethod
    def of(cls, moment: date | datetime) -> AsOf:
        """Raises: BadInput at ``as_of``, for a naive datetime and for what is no moment."""
        day = number_of(civil_day(moment, "as_of"))
        if not isinstance(moment, datetime):
            # By numbers: the last day of all has an end too, which is no datetime.
            return cls(day, int(end_of_days(np.array([day]), "us")[0]))
        span = aware(moment, "as_of") - _EPOCH
        return cls(day, (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds)


def standings(
    stack: Stack,
    starts: Any,
    acts: Any = None,
    *,
    as_of: date | datetime,
    rows: Any = None,
    suspended: Any = None,
    n: Any = None,
) -> Standings:
    """How each row stands on *as_of*: see :meth:`Table.timeliness`."""
    run, moment = Run.of(stack, starts, rows, suspended, n), AsOf.of(as_of)
    done = None if acts is None else _acts(acts, run.size)
    if done is not None and done.problems is not None:
        unread = np.where(done.problems == Problem.NO_START, 0, done.problems)
        if unread.any():
            run.note(np.flatnonzero(unread), Problem.NO_ACT)
    status, late = np.empty(run.size, dtype=np.int8), np.empty(run.size, dtype=np.int64)
    room, early = np.empty(min(run.size, BLOCK), dtype=np.int64), stack.first < STEADY_DAY
    for block, due, missing in run.blocks():
        act = None if done is None else done.days(block, room[: due.size], early=early)
        _judge(due, act, moment.day, status[block], late[block])
        if stack.has_minimums:
            _judge_minimums(run, block, due, act, moment.day, status[block], late[block])
        if missing.size:
            status[block][missing], late[block][missing] = Status.UNKNOWN, 0
            _judge_hours(run, block, missing, done, moment, status[block], late[block])
    if run.problems is not None:
        unknown = run.problems != 0
        status[unknown], late[unknown] = Status.UNKNOWN, 0
    return Standings(status, run.problems, late_days=late)


def _acts(acts: Any, size: int) -> Moments:
    done = read(acts, "acts")
    if done.values.shape != (size,):
        raise BadInput.of(
            "acts",
            f"{done.values.size} acts beside {size} starts; expected one for each",
            f"完成时间{done.values.size}个，与{size}个起算日不符",
        )
    return done


def _judge(due: Days, act: Days | None, as_of: int, status: np.ndarray, late: Days) -> None:
    """
    Status and lateness of a block of last days.

    One less than the least number there is, which stands for no act, is the greatest: what is not done lies after
    every day, without a pass of its own.
    """
    if act is None:
        np.subtract(as_of, due, out=late)
        np.greater(late, 0, out=status, casting="unsafe")
        np.add(status, Status.NOT_DUE, out=status)
    else:
        np.subtract(act, 1, out=late)
        open_ = late >= as_of
        np.minimum(late, as_of - 1, out=late)
        np.add(late, 1, out=late)
        np.subtract(late, due, out=late)
        np.greater(late, 0, out=status, casting="unsafe")
        np.add(status, open_, out=status, casting="unsafe")
        np.add(status, open_, out=status, casting="unsafe")
        np.add(status, Status.ON_TIME, out=status)
    np.maximum(late, 0, out=late)


def _judge_minimums(
    run: Run, block: slice, due: Days, act: Days | None, as_of: int, status: np.ndarray, late: Days
) -> None:
    """The rows of a block whose limit is a minimum: before it is over an act is too early, and never late after."""
    kind = np.take(run.stack.minimums, run.index[: due.size], mode="clip")
    at = np.flatnonzero(kind)
    if not at.size:
        return
    start = run.starts.days(block, np.empty(due.size, dtype=np.int64), early=True)[at]
    acted = np.full(at.size, NO_DAY) if act is None else act[at]
    done, back, due = (acted != NO_DAY) & (acted <= as_of), kind[at] == 2, due[at]
    too_soon = np.where(back, acted < due, acted <= due)
    # A window that looks back closes on its start; a minimum that runs on stays open for ever.
    passed = np.where(back, np.where(done, acted, as_of) - start, 0)
    undone = np.where(passed > 0, Status.OVERDUE, Status.NOT_DUE)
    met = np.where(too_soon, Status.EARLY, np.where(passed > 0, Status.LATE, Status.ON_TIME))
    status[at], late[at] = np.where(done, met, undone), np.maximum(passed, 0)


def _judge_hours(
    run: Run, block: slice, missing: Days, done: Moments | None, as_of: AsOf, status: np.ndarray, late: Days
) -> None:
    """The rows of a block whose limit is in hours: by instants, the last one included."""
    at, ends = ends_by_hours(run, block, missing)
    if not at.size:
        return
    end = _micros(ends, run.starts.unit, up=False)
    acted = np.full(at.size, NO_DAY)
    if done is not None:
        acted = done.values[block][at].astype(np.int64)
        given = acted != np.iinfo(done.values.dtype).min
        if not done.are_instants and given.any():
            run.note(at[given] + block.start, Problem.NO_ACT)
        acted = np.where(given, _micros(acted, done.unit if done.are_instants else "us", up=True), NO_DAY)
    met = (acted != NO_DAY) & (acted <= as_of.micros)
    passed = np.where(met, acted, as_of.micros) - end
    over = passed > 0
    status[at] = np.where(
        met, np.where(over, Status.LATE, Status.ON_TIME), np.where(over, Status.OVERDUE, Status.NOT_DUE)
    )
    late[at] = np.maximum(passed, 0) // PER_DAY["us"]


def _micros(instants: Days, unit: str, *, up: bool) -> Days:
    """*instants* in microseconds, finer ones cut off or taken up to the next; what lies too far off stays far off."""
    per_day, micros = PER_DAY[unit], PER_DAY["us"]
    if per_day <= micros:
        times, most = micros // per_day, LAST // 2 // (micros // per_day)  # half, so that two can be compared
        return np.clip(instants, -most, most) * times
    finer = per_day // micros
    return -(-instants // finer) if up else instants // finer
