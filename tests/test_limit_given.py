"""What is handed in for a count: the limit's own ways, and what is no calendar or no law."""

from datetime import date
from pathlib import Path

import pytest

import gov_deadlines as gd
from gov_deadlines import DAY, WORKING_DAY, BadInput, Fault, FixedDate, Period, Roll, SameDay, WorkCalendar

CALENDAR = WorkCalendar.load("CN")


def fault_of(ask):
    """The one fault of what is refused."""
    with pytest.raises(BadInput) as refused:
        ask()
    (fault,) = refused.value.faults
    return fault


@pytest.mark.parametrize("value", ["CN", 2020, gd.WorkCalendar])
def test_what_is_no_calendar_is_refused(value):
    """It is quoted, with where calendars come from."""
    assert fault_of(lambda: gd.due("request.answer", date(2020, 1, 6), calendar=value)) == Fault(
        "calendar",
        f"{value!r} is no WorkCalendar; expected one like WorkCalendar.load('CN')",
        f"{value!r} 不是 WorkCalendar；应如 WorkCalendar.load('CN')",
    )


@pytest.mark.parametrize("value", ["law", Path("law")])
def test_what_is_no_law_book_is_refused(value):
    """It is quoted, with where law books come from."""
    assert fault_of(lambda: gd.due("request.answer", date(2020, 1, 6), book=value)) == Fault(
        "book",
        f"{value!r} is no LawBook; expected one like LawBook.load(Path('law'))",
        f"{value!r} 不是 LawBook；应如 LawBook.load(Path('law'))",
    )


@pytest.mark.parametrize(
    ("limit", "en", "zh"),
    [
        (FixedDate(1, 31), "by 01-31", "1月31日前（含当日）"),
        (FixedDate(3, 1, 2027), "by 2027-03-01", "2027年3月1日前（含当日）"),
        (SameDay(), "the same day", "同步（当日）"),
    ],
)
def test_named_day_cannot_be_counted_back(limit, en, zh):
    """It is no count; the refusal says the limit in words."""
    assert fault_of(lambda: limit.end(date(2020, 1, 6), CALENDAR, before=True)) == Fault(
        "before", f"{en} cannot be counted back; only a period can", f"{zh}不能倒算；只有期间可以"
    )


def test_day_of_the_anchor_never_rolls():
    """Saturday 2020-01-11 stays, whatever roll is asked for; a fixed date moves to Monday when it is asked for."""
    saturday = date(2020, 1, 11)

    same = SameDay().end(saturday, CALENDAR, roll=Roll.WORKING_DAY)
    fixed = FixedDate(1, 11).end(date(2020, 1, 6), CALENDAR, roll=Roll.WORKING_DAY)

    assert (same.due, same.roll) == (saturday, Roll.NONE)
    assert SameDay().last(saturday, CALENDAR, Roll.WORKING_DAY) == saturday
    assert (fixed.due, fixed.roll) == (date(2020, 1, 13), Roll.WORKING_DAY)
    assert FixedDate(1, 11).end(date(2020, 1, 6), CALENDAR).due == saturday


def test_extended_period_ends_by_its_whole_length_before_any_roll():
    """Ten days and three from Monday 2020-05-04 are Sunday 05-17, which rolls to Monday; unextended it is 05-14."""
    count = Period(10, DAY).end(date(2020, 5, 4), CALENDAR, extra=Period(3, DAY))

    assert (count.nominal, count.due) == (date(2020, 5, 17), date(2020, 5, 18))
    assert Period(10, DAY).end(date(2020, 5, 4), CALENDAR).nominal == date(2020, 5, 14)


@pytest.mark.parametrize(
    ("limit", "start", "en", "zh"),
    [
        (Period(5, DAY), date(9999, 12, 30), "5 days from 9999-12-30", "自9999-12-30起5日"),
        (FixedDate(1, 31), date(9999, 2, 1), "by 01-31 from 9999-02-01", "自9999-02-01起1月31日前（含当日）"),
    ],
)
def test_limit_beyond_all_years_is_refused(limit, start, en, zh):
    """The refusal says the limit and its start."""
    assert fault_of(lambda: limit.nominal(start)) == Fault(
        "n", f"{en} lead out of the years 1 to 9999", f"{zh}超出公历1年至9999年"
    )


def test_extension_in_another_unit_is_refused():
    """Nothing says how to add days to working days."""
    assert fault_of(lambda: Period(20, WORKING_DAY).plus(Period(5, DAY))) == Fault(
        "extra",
        "20 working days cannot be extended by 5 days; expected the same unit",
        "20个工作日不能延长5日；单位应当一致",
    )
