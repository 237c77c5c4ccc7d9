"""A table held against the scalar engine, start by start: what tests/test_columns.py and `make soak-columns` share."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from gov_deadlines import (
    DAY,
    HOUR,
    MONTH,
    WEEK,
    WORKING_DAY,
    YEAR,
    BadInput,
    CalendarNotPublished,
    Deadline,
    FixedDate,
    GovDeadlinesError,
    LawBook,
    NoRuleInForce,
    Period,
    Roll,
    SameDay,
    Undecidable,
    WorkCalendar,
    due,
)
from gov_deadlines.analysis import columns
from gov_deadlines.analysis.columns import Problem, Table

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
PLACES = ("CN", "45", "650100", "520323", "610724")
LIMITS = (
    *(Period(n, WORKING_DAY) for n in (1, 2, 5, 7, 15, 20, 30, 60, 250)),
    *(Period(n, DAY) for n in (1, 3, 10, 15, 30, 60, 365)),
    *(Period(n, WEEK) for n in (1, 2, 26)),
    *(Period(n, MONTH) for n in (1, 2, 3, 6, 12, 13)),
    *(Period(n, YEAR) for n in (1, 2, 5, 20)),
    Period(5, HOUR),
    FixedDate(1, 31),
    FixedDate(3, 31),
    FixedDate(10, 1),
    FixedDate(12, 31),
    FixedDate(5, 1, 2020),
    SameDay(),
)
ONE_DAY = timedelta(days=1)

# What the scalar engine says when it refuses, by the word that its own message has for it.
REFUSALS = (
    (NoRuleInForce, "", Problem.NO_RULE_IN_FORCE),
    (CalendarNotPublished, "", Problem.CALENDAR_NOT_PUBLISHED),
    (Undecidable, "only a word", Problem.ONLY_A_WORD),
    (Undecidable, "hours run from an instant", Problem.NEEDS_INSTANT),
    (BadInput, "out of the years", Problem.BEYOND_YEARS),
)


def days(first: date = FIRST, last: date = LAST, step: int = 1) -> Iterator[date]:
    """Every *step*-th day of a span."""
    return (first + timedelta(days=offset) for offset in range(0, (last - first).days + 1, step))


def problem_of(refusal: GovDeadlinesError) -> Problem:
    """The problem that stands for *refusal* in a column."""
    return next(p for kind, word, p in REFUSALS if isinstance(refusal, kind) and word in str(refusal))


def of_rule(rule: str, place: str, *, step: int = 1, bounds_step: int = 1) -> int:
    """How many starts of *rule* in *place* agree with the scalar engine: an AssertionError where one does not."""
    calendar, book = WorkCalendar.load(place), LawBook.load()
    table = columns.table(rule, jurisdiction=place, first=FIRST, last=LAST)

    def ask(day: date) -> Deadline:
        return due(rule, day, jurisdiction=place, calendar=calendar, book=book)

    def one(day: date):
        deadline = ask(day)
        return deadline.due, deadline.version, lambda: deadline.bounds

    return _agree(table, one, step, bounds_step)


def of_limit(limit, place: str, roll: Roll, *, before: bool = False, step: int = 1, bounds_step: int = 1) -> int:
    """The same for a bare limit."""
    calendar = WorkCalendar.load(place)
    table = columns.table_of(limit, calendar, roll=roll, before=before, first=FIRST, last=LAST)

    def one(day: date):
        count = limit.end(day, calendar, roll=roll, before=before)
        return count.due, None, lambda: count.bounds

    return _agree(table, one, step, bounds_step)


def _agree(table: Table, one: Callable, step: int, bounds_step: int) -> int:
    dues, problems, which = table.dues.tolist(), table.problems.tolist(), table.which.tolist()
    provisional, earliest, latest = table.provisional.tolist(), table.earliest.tolist(), table.latest.tolist()
    agreed = 0
    for place, day in enumerate(days(step=step)):
        at = place * step
        try:
            expected, version, bounds = one(day)
        except GovDeadlinesError as refusal:
            found, wanted = (dues[at], problems[at]), (None, problem_of(refusal))
        else:
            found, wanted = (dues[at], problems[at]), (expected, 0)
            assert version is None or table.versions[which[at]] is version, (table, day)
            if place % bounds_step == 0:
                found, wanted = (*found, provisional[at], earliest[at], latest[at]), (*wanted, *_told(bounds))
        assert found == wanted, (table, day, found, wanted)
        agreed += 1
    return agreed


def _told(bounds: Callable) -> tuple[bool, date | None, date | None]:
    """Whether the answer is provisional, and its bounds; none where the calendar does not reach them."""
    try:
        found = bounds()
    except CalendarNotPublished:
        return True, None, None
    return (True, *found) if found else (False, None, None)
