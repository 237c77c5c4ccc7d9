"""What a column of starts or acts holds: days as they are, instants as civil days of Asia/Shanghai, one by one else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import numpy as np

from ...civil import civil_day
from ...errors import BadInput
from .days import EPOCH, LAST, NO_DAY, Codes, Days
from .problem import Problem

PER_DAY = {"h": 24, "m": 1_440, "s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
"""How many units of datetime64 make a day."""

# From 1991-09-15 on Asia/Shanghai is eight hours, a third of a day, ahead of UTC without exception.
STEADY_DAY = 7_927
_WRAPS = 1 << 64
_ORIGIN = datetime(1970, 1, 1, tzinfo=UTC)
_TELL = "expected days (datetime64[D], date32) or instants in UTC (datetime64 finer than days, aware datetimes)"
_TELL_ZH = "应为日期（datetime64[D]、date32）或 UTC 时刻（细于日的 datetime64、带时区的 datetime）"


@attrs.frozen(eq=False)
class Moments:
    """A column of days or instants as whole numbers, with what could not be read; *per_day* is 1 for days."""

    values: np.ndarray
    unit: str = "D"
    problems: Codes | None = None

    @property
    def per_day(self) -> int:
        """How many units make a day."""
        return PER_DAY.get(self.unit, 1)

    @property
    def are_instants(self) -> bool:
        """Whether they are instants."""
        return self.unit != "D"

    def days(self, block: slice, scratch: Days, *, early: bool = False) -> Days:
        """
        The civil days of *block*; *early* where some may lie before China's clocks stood still, in 1991.

        They are written to *scratch* where they are not there as 64-bit numbers already.
        """
        part = self.values[block]
        if not self.are_instants:
            days = _wide(part, scratch)
            if days is scratch:
                scratch[part == np.iinfo(part.dtype).min] = NO_DAY
            return days
        per_day = self.per_day
        np.add(part, per_day // 3, out=scratch)
        np.floor_divide(scratch, per_day, out=scratch)
        least, most = part.min(initial=0), part.max(initial=0)
        if least == NO_DAY:
            scratch[part == NO_DAY] = NO_DAY
        if most > LAST - per_day // 3:  # where the sum wrapped around
            late = np.flatnonzero(part > LAST - per_day // 3)
            whole, rest = np.divmod(part[late], per_day)
            scratch[late] = whole + (rest >= per_day - per_day // 3)
        if early:
            old = np.flatnonzero((part < STEADY_DAY * per_day) & (part != NO_DAY))
            scratch[old] = _old_days(part[old], self.unit)
        return scratch

    def places(self, block: slice, scratch: Days, origin: int, width: int) -> Days:
        """
        How far the civil days of *block* lie from the day *origin*, in a span of *width* places that begins with it.

        A place outside of the span is told apart from those in it, and no more: it may lie on the other side.
        """
        per_day = self.per_day
        if not self.are_instants or origin * per_day < NO_DAY or (origin + width) * per_day > LAST:
            # In what is narrower than a column of 64 bits, what stands for no day lies outside of every span by itself.
            days = self.days(block, scratch, early=True) if self.are_instants else _wide(self.values[block], scratch)
            return np.subtract(days, origin, out=scratch) if origin else days
        # Divided without a sign, which takes half the time; what lies before the origin wraps around to far beyond it.
        instants, unsigned = self.values[block], scratch.view(np.uint64)
        np.add(instants.view(np.uint64), np.uint64((per_day // 3 - origin * per_day) % _WRAPS), out=unsigned)
        np.floor_divide(unsigned, np.uint64(per_day), out=unsigned)
        if origin < STEADY_DAY:
            old = np.flatnonzero((instants < STEADY_DAY * per_day) & (instants != NO_DAY))
            scratch[old] = _old_days(instants[old], self.unit) - origin
        return scratch


def _wide(part: np.ndarray, scratch: Days) -> Days:
    """*part* in 64 bits: itself, or written to *scratch*."""
    if part.dtype == np.int64:
        return part
    np.copyto(scratch, part)
    return scratch


def read(values: Any, path: str = "starts") -> Moments:
    """
    *values* as :class:`Moments`.

    Raises: BadInput, for what is no column of days or instants.
    """
    if isinstance(values, Moments):
        return values
    if not isinstance(values, np.ndarray):
        if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
            raise _refused(path, f"{values!r}", f"{values!r}")
        values = _of_objects(list(values))
    if values.ndim != 1:
        raise _refused(path, f"an array of {values.ndim} dimensions", f"{values.ndim} 维数组")
    if values.dtype.kind == "M":
        return _of_datetimes(values, path)
    if values.dtype.kind == "i":
        return Moments(values if values.dtype in (np.int32, np.int64) else values.astype(np.int64))
    if values.dtype.kind == "u" and values.dtype.itemsize < np.dtype(np.int64).itemsize:
        return Moments(values.astype(np.int64))
    if values.dtype.kind == "O":
        return _one_by_one(values)
    raise _refused(path, f"dtype {values.dtype}", f"dtype {values.dtype}")


def midnights(values: np.ndarray) -> Moments:
    """Instants without a zone as the days they stand for; one that is no midnight stands for none."""
    unit = np.datetime_data(values.dtype)[0]
    whole = values.astype("M8[D]")
    numbers, off = whole.view(np.int64), (values.view(np.int64) % PER_DAY.get(unit, 1) != 0) & ~np.isnat(values)
    problems = np.where(off, np.int8(Problem.NAIVE), np.int8(0))
    return Moments(np.where(off, NO_DAY, numbers), "D", problems if off.any() else None)


def end_of_days(days: Days, unit: str) -> Days:
    """24:00 in Asia/Shanghai of *days*, none of them missing, as instants in UTC."""
    per_day = PER_DAY[unit]
    ends = (days + 1) * per_day - per_day // 3
    old = np.flatnonzero(days < STEADY_DAY)
    if old.size:
        from ...civil import end_of

        told, back = np.unique(days[old], return_inverse=True)
        seconds = [int(end_of(date.fromordinal(day + EPOCH)).timestamp()) for day in told.tolist()]
        told_ends = np.array(seconds)
        finer, coarser = per_day // PER_DAY["s"], PER_DAY["s"] // per_day  # one of them is 0, or both are 1
        ends[old] = (told_ends * finer if finer else told_ends // coarser)[back]
    return ends


def _of_objects(values: list[Any]) -> np.ndarray:
    held = np.empty(len(values), dtype=object)
    held[:] = values
    return held


def _of_datetimes(values: np.ndarray, path: str) -> Moments:
    unit, step = np.datetime_data(values.dtype)
    if unit not in PER_DAY and (unit, step) != ("D", 1):
        raise _refused(path, f"dtype {values.dtype}", f"dtype {values.dtype}")
    numbers = values.astype(values.dtype.newbyteorder("="), copy=False).view(np.int64)
    if step == 1:
        return Moments(numbers, unit)
    # Units such as four seconds reach further than single ones: cast by numpy, some of its versions wrap around there.
    most, missing = LAST // step, numbers == NO_DAY
    beyond = ((numbers > most) | (numbers < -most)) & ~missing
    problems = np.where(beyond, np.int8(Problem.BEYOND_YEARS), np.int8(0)) if beyond.any() else None
    return Moments(np.where(beyond | missing, NO_DAY, numbers * step), unit, problems)


def _one_by_one(values: np.ndarray) -> Moments:
    """Dates, aware datetimes and what stands for nothing, each by itself; instants only where all are."""
    read_ = [_one(value) for value in values.tolist()]
    problems = np.array([problem for _, problem in read_], dtype=np.int8)
    told = [moment for moment, _ in read_ if moment is not None]
    if told and all(isinstance(moment, datetime) for moment in told):
        whole = [NO_DAY if moment is None else _micros(moment - _ORIGIN) for moment, _ in read_]
        return Moments(np.array(whole, dtype=np.int64), "us", problems)
    days = [NO_DAY if moment is None else civil_day(moment).toordinal() - EPOCH for moment, _ in read_]
    return Moments(np.array(days, dtype=np.int64), "D", problems)


def _one(value: Any) -> tuple[date | None, int]:
    """The moment that *value* names, or why it names none."""
    if is_missing(value):
        return None, Problem.NO_START
    if isinstance(value, np.datetime64):
        value = _of_numpy(value)
        if isinstance(value, Problem):
            return None, value
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            return None, Problem.NAIVE
        try:
            civil_day(value)
        except BadInput:
            return None, Problem.BEYOND_YEARS
        return value, Problem.NONE
    return (value, Problem.NONE) if isinstance(value, date) else (None, Problem.NO_DAY)


def _of_numpy(value: np.datetime64) -> date | Problem:
    """The day or instant that a scalar of numpy stands for, as it does in a column of its dtype."""
    try:
        column = _of_datetimes(np.array([value]), "")
    except BadInput:
        return Problem.NO_DAY
    number = int(column.values[0])
    try:
        if not column.are_instants:
            return date.fromordinal(number + EPOCH)
        return _ORIGIN + timedelta(microseconds=number * PER_DAY["us"] // column.per_day)
    except (OverflowError, ValueError):
        return Problem.BEYOND_YEARS


def is_missing(value: Any) -> bool:
    """Whether *value* stands for nothing: ``None``, NaN and NaT, and the NA of pandas, which will not be compared."""
    try:
        return value is None or bool(value != value)  # noqa: PLR0124  # only NaN and NaT differ from themselves
    except TypeError:
        return True
    except (ValueError, ArithmeticError):  # an array, which differs in parts, and a decimal that signals
        return False


def _micros(span: timedelta) -> int:
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds


def _old_days(instants: np.ndarray, unit: str) -> Days:
    """Civil days of instants before 1991, when clocks in China were not always eight hours ahead."""
    hour = PER_DAY[unit] // 24
    found = []
    for instant in instants.tolist():
        seconds = instant * 3600 // hour
        try:
            found.append(civil_day(datetime.fromtimestamp(seconds, UTC)).toordinal() - EPOCH)
        except (OverflowError, ValueError, OSError):
            found.append(NO_DAY)
    return np.array(found, dtype=np.int64)


def _refused(path: str, en: str, zh: str) -> BadInput:
    return BadInput.of(path, f"{en} is no column of days; {_TELL}", f"{zh} 不是日期列；{_TELL_ZH}")
