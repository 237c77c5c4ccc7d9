"""What is handed in for a count: the limit's own ways, and what is no calendar or no law."""

from datetime import date, datetime
from pathlib import Path

import pytest

import gov_deadlines as gd
from gov_deadlines import (
    DAY,
    HOUR,
    SHANGHAI,
    WORKING_DAY,
    BadInput,
    Exclusion,
    Fault,
    FixedDate,
    Period,
    Roll,
    SameDay,
    Step,
    StepKind,
    Undecidable,
    WorkCalendar,
)

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


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        ((2, 29), "2-29"),
        ((13, 1), "13-1"),
        ((2, 29, 2027), "2027-2-29"),
        (("1", 31), "1-31"),
        ((1, 31, True), "True-1-31"),
    ],
)
def test_day_that_no_year_has_is_refused(parts, written):
    """Quoted as it was given; 29 February is a day of one leap year alone."""
    assert fault_of(lambda: FixedDate(*parts)) == Fault(
        "fixed",
        f"{written!r} is no date; expected a month and day that every year has, or one date",
        f"{written!r} 不是日期；应为每年都有的月日，或某一年的某日",
    )
    assert FixedDate(2, 29, 2028).nominal(date(2020, 1, 6)) == date(2028, 2, 29)


def test_last_day_alone_is_that_of_the_count():
    """Forward unless it is asked for back, and back without a roll: five days before the 16th is Saturday."""
    five = Period(5, DAY)

    assert five.last(date(2020, 1, 6), CALENDAR, Roll.WORKING_DAY) == date(2020, 1, 13)
    assert five.last(date(2020, 1, 16), CALENDAR, Roll.WORKING_DAY, before=True) == date(2020, 1, 11)
    assert Period(5, WORKING_DAY).last(date(2020, 1, 6), CALENDAR, Roll.NONE) == date(2020, 1, 13)


@pytest.mark.parametrize("start", [None, date(2020, 1, 6)])
def test_hours_need_an_instant(start):
    """The day is told that was given."""
    with pytest.raises(Undecidable) as refused:
        Period(5, HOUR).last(date(2020, 1, 6), CALENDAR, Roll.NONE, start=start)

    assert (
        refused.value.message("en")
        == "5 hours run from an instant, but 2020-01-06 is a day only; give an aware datetime"
    )
    assert refused.value.message("zh") == "5小时须从具体时刻起算，而2020-01-06只有日期；请提供带时区的时刻"


@pytest.mark.parametrize("before", [False, True])
def test_hours_that_lead_out_of_all_years_are_refused(before):
    """Forward from the last day, back from the first; the other way there is an answer."""
    edge, other = datetime(1, 1, 2, 12, tzinfo=SHANGHAI), datetime(9999, 12, 30, 12, tzinfo=SHANGHAI)
    edge, other = (edge, other) if before else (other, edge)

    with pytest.raises(BadInput):
        Period(72, HOUR).end(edge, CALENDAR, before=before)
    assert Period(72, HOUR).end(other, CALENDAR, before=before).due is None


@pytest.mark.parametrize(
    ("limit", "options", "en", "zh"),
    [
        (Period(5, DAY), {"before": True, "extra": Period(1, DAY)}, "5 days", "5日"),
        (
            Period(20, WORKING_DAY),
            {"before": True, "excluded": [Exclusion(date(2020, 1, 7), date(2020, 1, 8))]},
            "20 working days",
            "20个工作日",
        ),
        (Period(1, HOUR), {"excluded": [Exclusion(date(2020, 1, 7), date(2020, 1, 8))]}, "1 hour", "1小时"),
    ],
)
def test_what_is_counted_back_or_in_hours_leaves_nothing_out(limit, options, en, zh):
    """Nor is it extended."""
    start = datetime(2020, 1, 6, 9, tzinfo=SHANGHAI)

    assert fault_of(lambda: limit.end(start, CALENDAR, **options)) == Fault(
        "excluded",
        f"{en} counted back or in hours leave no days out and are not extended",
        f"倒算的期间和按小时计算的期间不扣除日期，也不延长（{zh}）",
    )


def day(number):
    """A day of January 2020, of which the 6th, 13th and 20th are Mondays."""
    return date(2020, 1, number)


def test_steps_of_a_count_of_days_tell_what_is_left_out_within_it():
    """What is over by the start, or begins with the end, tells nothing; what had begun counts from the day after."""
    left_out = [
        Exclusion(day(1), day(6)),
        Exclusion(day(8), day(10), "听证", "hearing"),
        Exclusion(day(14), day(20)),
    ]
    nine = datetime(2020, 1, 6, 9, tzinfo=SHANGHAI)

    count = Period(6, DAY).end(nine, CALENDAR, excluded=left_out)

    assert (count.nominal, count.due) == (day(14), day(14))
    assert list(count.steps) == [
        Step(StepKind.START, day(6), day(6), at=nine),
        Step(StepKind.EXCLUDED, day(9), day(10), exclusion=left_out[1]),
        Step(StepKind.REACHED, day(14), day(14)),
    ]
    begun = Exclusion(day(2), day(8), "听证", "hearing")
    assert list(Period(6, DAY).end(day(6), CALENDAR, excluded=[begun]).steps) == [
        Step(StepKind.START, day(6), day(6)),
        Step(StepKind.EXCLUDED, day(7), day(8), exclusion=begun),
        Step(StepKind.REACHED, day(14), day(14)),
    ]


def test_steps_of_an_extended_count_walk_each_day_once():
    """Five working days from the 6th end on Monday the 13th; three more on the 16th: one weekend lies between."""
    count = Period(5, WORKING_DAY).end(day(6), CALENDAR, extra=Period(3, WORKING_DAY))

    assert [(step.kind, step.first, step.last) for step in count.steps] == [
        (StepKind.START, day(6), day(6)),
        (StepKind.SKIPPED, day(11), day(12)),
        (StepKind.EXTENDED, day(13), day(13)),
        (StepKind.REACHED, day(16), day(16)),
    ]
