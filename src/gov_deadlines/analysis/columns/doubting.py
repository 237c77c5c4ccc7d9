"""How far missing notices can move many due days: the doubts of a calendar over arrays of spans."""

from __future__ import annotations

import attrs
import numpy as np

from ...workdays.calendar import WorkCalendar
from ...workdays.doubt import Doubt, Unpublished
from ...workdays.gap import RegionGap, record
from ...workdays.index import CUSTOM
from ...workdays.projection import OpenSwaps
from .counting import shifted
from .days import EPOCH, NO_DAY, DayArrays, Days, Flags, arrays_of, day_of, number_of

Swing = tuple[Days, Days]


def is_settled(calendar: WorkCalendar, after: Days, through: Days) -> Flags:
    """Per span (after, through] whether no notice that is missing could change its working days."""
    settled = through <= number_of(calendar.firm_through)
    for doubt in calendar.doubts:
        settled &= ~_touches(doubt, arrays_of(calendar), after, through)
    return settled


def bounds(calendar: WorkCalendar, starts: Days, n: Days | int) -> tuple[Days, Days]:
    """
    The earliest and the latest day that the n-th working day from each of *starts* can turn out to be.

    :data:`NO_DAY` where the calendar does not reach, projected as far as the bounds need it.
    """
    number = np.broadcast_to(np.asarray(n, dtype=np.int64), starts.shape)
    due = shifted(arrays_of(calendar), starts, number)
    forward = number > 0
    after, through = np.where(forward, starts, due - 1), np.where(forward, due, starts - 1)
    early, late = due.copy(), due.copy()
    told = due != NO_DAY
    open_at = np.flatnonzero(told & ~is_settled(calendar, after, np.where(told, through, 0)))
    if not open_at.size:
        return early, late
    # The days that the year after may set begin this far before the calendar's own end.
    published = calendar.projected_from.toordinal() - 1 if calendar.projected_from else calendar.last.toordinal()
    reach = published - calendar.firm_through.toordinal()
    beyond = (through[open_at] > number_of(calendar.last) - reach) & (calendar.region != CUSTOM)
    for at, ahead in ((open_at[~beyond], 0), (open_at[beyond], 1)):
        if at.size:
            reaching = calendar.projected(calendar.last.year + 1) if ahead else calendar
            early[at], late[at] = _both(reaching, starts[at], number[at])
    return early, late


def _both(calendar: WorkCalendar, starts: Days, n: Days, *, again: bool = True) -> tuple[Days, Days]:
    """Earliest and latest by the doubts of *calendar*; once more with a year added where one of them leaves it."""
    scene = _Scene(calendar, arrays_of(calendar), starts, n, shifted(arrays_of(calendar), starts, n))
    early, late = scene.bound(most=n > 0), scene.bound(most=n < 0)
    left = np.flatnonzero((early == NO_DAY) | (late == NO_DAY))
    if left.size and again and calendar.region != CUSTOM:
        wide = calendar.projected(calendar.last.year + 1)
        early[left], late[left] = _both(wide, starts[left], n[left], again=False)
    elif left.size:
        early[left] = late[left] = NO_DAY
    return early, late


@attrs.frozen(eq=False)
class _Scene:
    """Counts that are in doubt: per row where it starts, its signed number, and its end if nothing is."""

    calendar: WorkCalendar
    days: DayArrays
    starts: Days
    n: Days
    due: Days

    def bound(self, *, most: Flags) -> Days:
        """Per row where it ends when all that is in doubt adds working days (*most*) or takes them away."""
        end, outward = self.due.copy(), np.where(self.n > 0, 1, -1)
        wanted, most = np.abs(self.n), np.broadcast_to(most, self.n.shape)
        rows = np.flatnonzero(end != NO_DAY)
        while rows.size:  # outward, until enough is counted
            counted, within = self._counted(rows, end[rows], most[rows])
            end[rows[~within]] = NO_DAY
            rows = rows[within & (counted < wanted[rows])]
            end[rows] += outward[rows]
        rows = np.flatnonzero((end != NO_DAY) & (end != self.starts + outward))
        while rows.size:  # and back, as long as it still is
            nearer = end[rows] - outward[rows]
            counted, _ = self._counted(rows, nearer, most[rows])
            rows = rows[counted >= wanted[rows]]
            end[rows] -= outward[rows]
            rows = rows[end[rows] != self.starts[rows] + outward[rows]]
        return end

    def _counted(self, rows: Days, end: Days, most: Flags) -> tuple[Days, Flags]:
        """Per row its working days up to *end* under the scenario, and whether the calendar tells."""
        days, forward = self.days, self.n[rows] > 0
        after = np.where(forward, self.starts[rows], end - 1)
        through = np.where(forward, end, self.starts[rows] - 1)
        within = (after >= days.first) & (through <= days.last) & (through >= days.first) & (after <= days.last)
        counted = days.held(through) - days.held(after)
        for doubt in self.calendar.doubts:
            loss, gain = _swing(doubt, days, after, through)
            counted = counted + np.where(most, gain, loss)
        return counted, within


def _touches(doubt: Doubt, days: DayArrays, after: Days, through: Days) -> Flags:
    if isinstance(doubt, Unpublished):
        return (after < number_of(doubt.last)) & (through >= number_of(doubt.first))
    loss, gain = _swing(doubt, days, after, through)
    return np.not_equal(loss, 0) | np.not_equal(gain, 0)


def _swing(doubt: Doubt, days: DayArrays, after: Days, through: Days) -> Swing:
    """The most working days that each span may lose and gain by *doubt*: its own ``swing``, over arrays."""
    if isinstance(doubt, Unpublished):
        return np.zeros_like(after), np.zeros_like(after)
    if isinstance(doubt, OpenSwaps):
        return _open_swing(doubt, after, through)
    if isinstance(doubt, RegionGap):
        return _gap_swing(doubt, days, after, through)
    told = [doubt.swing(day_of(a), day_of(t)) for a, t in zip(after.tolist(), through.tolist(), strict=True)]
    loss, gain = np.array(told, dtype=np.int64).reshape(-1, 2).T
    return loss, gain


def _gap_swing(doubt: RegionGap, days: DayArrays, after: Days, through: Days) -> Swing:
    begin = np.maximum(after, number_of(doubt.region.reach(doubt.year)) - 1)
    end = np.minimum(through, np.datetime64(f"{doubt.year}-12-31", "D").astype(np.int64))
    working = days.held(end) - days.held(begin)
    off, worked = record(doubt.region.code)
    touched = begin < end
    loss = np.where(touched, -np.minimum(off, working), 0)
    return loss, np.where(touched, np.minimum(worked, (end - begin) - working), 0)


def _open_swing(doubt: OpenSwaps, after: Days, through: Days) -> Swing:
    lines = np.array(doubt.lines, dtype=np.int64)
    top, origin = lines.shape[1] - 1, doubt.origin - EPOCH
    begin, end = np.maximum(after - origin, 0), np.minimum(through - origin, top)
    touched = begin < end
    moves = lines[:, np.clip(end, 0, top)] - lines[:, np.clip(begin, 0, top)]
    return np.where(touched, moves.min(axis=0), 0), np.where(touched, moves.max(axis=0), 0)
