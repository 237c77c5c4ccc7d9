"""A deadline keeps to what was given: the course, the knowledge, the kind of case; and counts tell it step by step."""

from datetime import date, datetime

import attrs
import pytest

import gov_deadlines as gd
from gov_deadlines import (
    DAY,
    HOUR,
    MONTH,
    SHANGHAI,
    WORKING_DAY,
    BadInput,
    Exclusion,
    FixedDate,
    LawBook,
    Period,
    Roll,
    WorkCalendar,
)
from gov_deadlines.course import Course

CALENDAR = WorkCalendar.load("CN")
NEXT = CALENDAR.projected(2027)


def test_day_set_in_its_stead_is_the_deadline_and_its_count():
    """Whatever day it is: Sunday 2020-03-01 does not move."""
    until = date(2020, 3, 1)

    found = gd.due("enforcement.penalty", date(2020, 1, 6), jurisdiction="520323", course=Course(until=until))

    assert (found.rule.id, found.start, found.due) == ("enforcement.penalty", date(2020, 1, 6), until)
    assert (found.jurisdiction, found.book) == ("520323", LawBook.load())
    assert found.calendar == WorkCalendar.load("520323")
    assert found.count == FixedDate(3, 1, 2020).end(date(2020, 1, 6), found.calendar)
    assert [(step.kind.value, step.first, step.last) for step in found.steps] == [
        ("start", date(2020, 1, 6), date(2020, 1, 6)),
        ("reached", until, until),
    ]


def test_day_set_in_its_stead_keeps_the_knowledge_and_the_case():
    """As without one: what was public by a day, and the way in which the request came."""
    asked = {"as_known_on": date(2020, 6, 5), "cases": frozenset({"fax"})}

    found = gd.due("request.receipt", date(2020, 6, 1), course=Course(until=date(2020, 6, 9)), **asked)

    assert (found.due, found.as_known_on, found.cases) == (date(2020, 6, 9), *asked.values())
    assert found.calendar.as_known_on == date(2020, 6, 5)


@pytest.mark.parametrize("case", ["signed_post", "unsigned_post", "in_person", "fax"])
def test_standing_is_that_of_the_case(case):
    """Each way of asking for information has a text of its own for the day of receipt."""
    found = gd.due("request.receipt", date(2020, 6, 1), cases=frozenset({case}))

    assert case in found.version.cases
    assert found.standing.binding == found.version


def test_standing_is_that_of_the_day_of_knowledge():
    """国办发〔2018〕118号 became public on 2019-01-03: the day before, it stood nowhere."""
    before, after = (gd.due("enforcement.penalty", date(2018, 12, 5), as_known_on=date(2019, 1, day)) for day in (2, 3))

    assert before.version.document.number == "国办发〔2015〕51号"
    assert before.standing.binding == before.version
    assert after.version.document.number == "国办发〔2018〕118号"
    assert before.version not in (after.version, after.standing.binding)


def test_count_rolls_as_the_version_says():
    """Five days from Monday 2020-01-06 are Saturday: it stays where the text moves no last day."""
    found = gd.due("enforcement.penalty", date(2020, 1, 6))
    rolling = attrs.evolve(found, version=attrs.evolve(found.version, limit=Period(5, DAY), roll=Roll.WORKING_DAY))
    staying = attrs.evolve(rolling, version=attrs.evolve(rolling.version, roll=Roll.NONE))

    assert (rolling.count.due, staying.count.due) == (date(2020, 1, 13), date(2020, 1, 11))


@pytest.mark.parametrize(
    ("found", "act"),
    [
        (gd.due("enforcement.penalty", date(2020, 1, 6)), datetime(2020, 1, 7, 9)),  # noqa: DTZ001
        (gd.due("accident.unit_report", datetime(2020, 1, 6, 9, tzinfo=SHANGHAI)), datetime(2020, 1, 6, 9)),  # noqa: DTZ001
    ],
    ids=["days", "hours"],
)
def test_act_at_a_time_without_a_zone_is_refused(found, act):
    """The fault is about the act."""
    with pytest.raises(BadInput) as refused:
        found.in_time(act)

    assert [fault.path for fault in refused.value.faults] == ["act"]


def test_hours_that_are_extended_end_later():
    """Five and three from nine o'clock."""
    nine = datetime(2020, 1, 6, 9, tzinfo=SHANGHAI)

    count = Period(5, HOUR).end(nine, CALENDAR, extra=Period(3, HOUR))

    assert (count.due, count.due_at) == (None, datetime(2020, 1, 6, 17, tzinfo=SHANGHAI))


def test_bounds_of_an_extended_count_are_those_of_its_whole_length():
    """Twenty working days and ten are thirty."""
    start = date(2026, 12, 1)

    count = Period(20, WORKING_DAY).end(start, NEXT, extra=Period(10, WORKING_DAY))

    assert count.bounds == NEXT.bounds(start, 30) != NEXT.bounds(start, 20)


def test_bounds_of_a_count_back_are_those_of_the_shift_back():
    """Twelve working days before 2027-03-01, around the spring festival."""
    count = Period(12, WORKING_DAY).end(date(2027, 3, 1), NEXT, before=True)

    assert count.bounds == NEXT.bounds(date(2027, 3, 1), -12)
    assert count.bounds[0] < count.bounds[1]


@pytest.mark.parametrize(
    ("count", "window"),
    [
        (Period(5, WORKING_DAY).end(date(2020, 1, 6), CALENDAR), (date(2020, 1, 6), date(2020, 1, 13))),
        # Back from Monday 01-13 the fifth working day is Monday 01-06, which counts; the 13th does not.
        (Period(5, WORKING_DAY).end(date(2020, 1, 13), CALENDAR, before=True), (date(2020, 1, 5), date(2020, 1, 12))),
        # What every day counts for needs the calendar from its nominal end to where it rolls.
        (Period(5, DAY).end(date(2020, 1, 6), CALENDAR), (date(2020, 1, 10), date(2020, 1, 13))),
        (Period(1, MONTH).end(date(2020, 1, 6), CALENDAR, roll=Roll.NONE), None),
        (Period(5, DAY).end(date(2020, 1, 6), CALENDAR, before=True), None),
        (Period(5, HOUR).end(datetime(2020, 1, 6, 9, tzinfo=SHANGHAI), CALENDAR), None),
        (FixedDate(1, 11).end(date(2020, 1, 6), CALENDAR), None),
        (
            FixedDate(1, 11).end(date(2020, 1, 6), CALENDAR, roll=Roll.WORKING_DAY),
            (date(2020, 1, 10), date(2020, 1, 13)),
        ),
    ],
)
def test_window_holds_the_days_that_decide(count, window):
    """None where the calendar is not asked."""
    assert count.window == window


def test_roll_past_a_missing_notice_is_in_doubt_though_days_are_left_out_there():
    """
    德宏's notice of 2019 is missing, that of 2018 is not: 12-31 is off, and a roll from it ends where 2019 begins.

    Days left out after the nominal end put nothing off, and make no day certain on which the roll ends.
    """
    calendar = WorkCalendar.load("5331")
    left_out = Exclusion(date(2018, 12, 31), date(2019, 1, 10))

    for excluded in ((), (left_out,)):
        count = Period(5, DAY).end(date(2018, 12, 26), calendar, excluded=excluded)
        assert (count.nominal, count.due) == (date(2018, 12, 31), date(2019, 1, 2))
        assert not count.is_settled
    assert Period(5, DAY).end(date(2018, 12, 20), calendar).is_settled
