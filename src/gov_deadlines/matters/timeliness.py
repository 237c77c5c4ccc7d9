"""How a duty stands to its limit at a moment, and by how much it was passed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import Enum
from math import ceil
from typing import Any

import attrs

from ..civil import aware, civil_day, end_of
from ..deadline import Deadline
from ..errors import CalendarNotPublished, Lang, said
from ..period import Period
from ..unit import Unit


class Timeliness(Enum):
    """How a duty stands to its limit at a moment; worked out when asked, and stored nowhere."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    LATE = "late"
    VOID = "void"

    @property
    def zh(self) -> str:
        """The Chinese word for it."""
        return {
            "not_due": "未到期",
            "due_soon": "临近到期",
            "due_today": "当日到期",
            "overdue": "已逾期",
            "on_time": "按期",
            "late": "逾期完成",
            "void": "不再需要",
        }[self.value]


@attrs.frozen
class Lateness:
    """
    By how much a limit was passed, in its own unit.

    Units: working days or hours begun for such limits, else calendar days; *days* are calendar days, since an act on a
    rest day is late by none of the working days. *seconds* only for hour limits.
    """

    n: int
    unit: Unit
    days: int
    seconds: float | None = None

    def text(self, lang: Lang) -> str:
        """``3个工作日``, ``3 working days``."""
        if self.n == 0:
            days = f"{self.days} {Unit.DAY.en(self.days)}"
            return said(lang, f"{self.days}日（其间没有工作日）", f"{days}, none of them worked")
        return f"{self.n}{self.unit.zh}" if lang == "zh" else f"{self.n} {self.unit.en(self.n)}"

    def to_dict(self) -> dict[str, Any]:
        """The lateness in plain values, for JSON."""
        plain = {"n": self.n, "unit": self.unit.value, "days": self.days}
        return plain if self.seconds is None else plain | {"seconds": self.seconds}


def lateness(deadline: Deadline, act: date | datetime) -> Lateness:
    """By how much *act* lies beyond *deadline*."""
    limit = deadline.version.limit
    if deadline.due is None:
        late = instant(act) - deadline.due_at.astimezone(UTC)
        return Lateness(ceil(late / timedelta(hours=1)), Unit.HOUR, late.days, late.total_seconds())
    day = civil_day(act)
    days = (day - deadline.due).days
    if isinstance(limit, Period) and limit.unit is Unit.WORKING_DAY:
        try:
            return Lateness(deadline.calendar.count(deadline.due, day), Unit.WORKING_DAY, days)
        except CalendarNotPublished:
            return Lateness(days, Unit.DAY, days)
    return Lateness(days, Unit.DAY, days)


def instant(moment: date | datetime) -> datetime:
    """The instant of *moment* in UTC: a day stands for its end."""
    return (aware(moment, "moment") if isinstance(moment, datetime) else end_of(moment)).astimezone(UTC)
