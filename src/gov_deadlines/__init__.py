"""
Legal deadlines of Chinese government information disclosure, counted on the official working-day calendar.

    >>> import gov_deadlines as gd
    >>> from datetime import date
    >>> gd.due("enforcement.penalty", date(2020, 5, 20), jurisdiction="520323").due
    datetime.date(2020, 5, 29)

Names load on first use, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

# To type checkers this name is true; importing it from typing would cost more than everything else here.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from .civil import SHANGHAI, civil_day
    from .deadline import Alternative, Certainty, Conflict, Deadline, due
    from .errors import (
        BadInput,
        CalendarNotPublished,
        Fault,
        GovDeadlinesError,
        NoRuleInForce,
        Undecidable,
        UnknownRegion,
        UnknownRule,
    )
    from .law.book import LawBook
    from .law.rule import Document, Mark, Rank, Rule, Version
    from .period import (
        DAY,
        HOUR,
        MONTH,
        WEEK,
        WORKING_DAY,
        YEAR,
        Count,
        FixedDate,
        Period,
        Roll,
        SameDay,
        Unit,
    )
    from .step import Step, StepKind
    from .workdays.calendar import WorkCalendar
    from .workdays.day import Day, DayKind
    from .workdays.notice import Clause, Confidence, Notice, NoticeKind
    from .workdays.wording import read_notice

_HOMES = {
    "civil": "SHANGHAI civil_day",
    "deadline": "Alternative Certainty Conflict Deadline due",
    "errors": "BadInput CalendarNotPublished Fault GovDeadlinesError NoRuleInForce Undecidable"
    " UnknownRegion UnknownRule",
    "law.book": "LawBook",
    "law.rule": "Document Mark Rank Rule Version",
    "period": "Count DAY FixedDate HOUR MONTH Period Roll SameDay Unit WEEK WORKING_DAY YEAR",
    "step": "Step StepKind",
    "workdays.calendar": "WorkCalendar",
    "workdays.day": "Day DayKind",
    "workdays.notice": "Clause Confidence Notice NoticeKind",
    "workdays.wording": "read_notice",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "DAY",
    "HOUR",
    "MONTH",
    "SHANGHAI",
    "WEEK",
    "WORKING_DAY",
    "YEAR",
    "Alternative",
    "BadInput",
    "CalendarNotPublished",
    "Certainty",
    "Clause",
    "Confidence",
    "Conflict",
    "Count",
    "Day",
    "DayKind",
    "Deadline",
    "Document",
    "Fault",
    "FixedDate",
    "GovDeadlinesError",
    "LawBook",
    "Mark",
    "NoRuleInForce",
    "Notice",
    "NoticeKind",
    "Period",
    "Rank",
    "Roll",
    "Rule",
    "SameDay",
    "Step",
    "StepKind",
    "Undecidable",
    "Unit",
    "UnknownRegion",
    "UnknownRule",
    "Version",
    "WorkCalendar",
    "civil_day",
    "due",
    "read_notice",
]


if not TYPE_CHECKING:  # to a type checker the face is what is imported above, and nothing else

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_HOME[name]}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
