"""What differs between two calendars, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .calendar import WEEKEND, WorkCalendar


def changes(before: WorkCalendar, after: WorkCalendar) -> Iterator[tuple[date, bool, bool]]:
    """
    Each day that is worked in one calendar and off in the other: the day, what it was and what it is.

    Where only one of them covers a day, the other stands for the ordinary week.
    """

    def works(calendar: WorkCalendar, day: date) -> bool:
        return calendar.is_working_day(day) if calendar.first <= day <= calendar.last else day.weekday() not in WEEKEND

    first, last = min(before.first, after.first), max(before.last, after.last)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        was, now = works(before, day), works(after, day)
        if was is not now:
            yield day, was, now
