"""
The days that words of a notice mean: the year and month that are left out, and what a calendar day cannot be.

Days and weekdays are from the calendar: 2027-01-01 is a Friday, 2027-02-06 new year by the moon, 2027-05-01 a Saturday.
"""

from datetime import date, timedelta

import pytest

from gov_deadlines.workdays.wording.days import DayFinder, feast_days, weekday_en, weekday_zh
from gov_deadlines.workdays.wording.sentence import read_sentence


def found(words, *, year=2027, festival="火把节", off=()):
    """The days of *words* as ISO texts, and the faults found: the words quoted, in English and in Chinese."""
    faults = []
    finder = DayFinder(year, festival, lambda *fault: faults.append(fault))
    finder.off.update(off)
    days = []
    for said in read_sentence(words).statements:
        these = finder.find(said.spans, said.text)
        days.append(None if these is None else " ".join(f"{day:%Y-%m-%d}" for day in these))
    return days, faults


@pytest.mark.parametrize(
    ("words", "year", "festival", "days"),
    [
        # A year left out is that of the notice, or of the days around.
        ("7月26日放假", 2027, "火把节", ["2027-07-26"]),
        ("12月31日放假", 2027, "元旦", ["2026-12-31"]),
        ("1月2日上班", 2027, "元旦", ["2027-01-02"]),
        ("12月31日放假", 2027, "火把节", ["2027-12-31"]),
        ("2026年12月30日放假,1月2日上班", 2027, "", ["2026-12-30", "2027-01-02"]),
        ("1月2日放假,12月30日上班", 2027, "", ["2027-01-02", "2026-12-30"]),
        # A month left out is that of the day before it.
        ("7月26日、27日放假", 2027, "火把节", ["2027-07-26 2027-07-27"]),
        ("7月26日至28日放假,29日上班", 2027, "火把节", ["2027-07-26 2027-07-27 2027-07-28", "2027-07-29"]),
        ("7月31日、8月1日、2日放假", 2027, "火把节", ["2027-07-31 2027-08-01 2027-08-02"]),
        # The longest run, the shortest, and both ends of how far from the festival a day may be.
        ("7月1日至8月1日放假", 2027, "", [" ".join(f"{date(2027, 7, 1) + timedelta(n):%Y-%m-%d}" for n in range(32))]),
        ("7月1日至1日放假", 2027, "", ["2027-07-01"]),
        ("6月30日放假", 2027, "劳动节", ["2027-06-30"]),
        ("3月2日放假", 2027, "劳动节", ["2027-03-02"]),
        ("4月7日放假", 2027, "春节", ["2027-04-07"]),  # 60 days after 02-06, the middle of when 春节 can be
    ],
)
def test_words_mean_days_in_order(words, year, festival, days):
    """Each statement has its days in the order of its words."""
    assert found(words, year=year, festival=festival) == (days, [])


def test_a_day_among_those_off_is_looked_for_in_their_month():
    """After 9月30日至10月3日, 其中1日 is of October; alone 2日 after 8月 would have been of the day before it."""
    off = [date(2027, 7, 30), date(2027, 7, 31), date(2027, 8, 1)]

    assert found("7月30日至8月1日放假,其中31日为法定假日", off=off)[0][1] == "2027-07-31"
    assert found("7月30日至8月1日放假,其中1日为法定假日", off=off)[0][1] == "2027-08-01"
    assert found("7月30日至8月1日放假,2日上班", off=off)[0][1] == "2027-08-02"


def test_a_day_in_a_list_or_at_the_end_of_a_run_is_of_the_month_before_it():
    """The 2nd of August is off and was spoken of; after 7月1日 the 2nd is of July all the same."""
    off = [date(2027, 8, 2)]

    assert found("8月2日放假,7月1日、2日上班", off=off)[0][1] == "2027-07-01 2027-07-02"
    assert found("8月2日放假,7月1日至2日上班", off=off)[0][1] == "2027-07-01 2027-07-02"


@pytest.mark.parametrize(("before", "year"), [("1月13日", 2026), ("1月14日", 2027)])
def test_a_month_without_a_year_is_the_one_nearest_by_its_middle(before, year):
    """From 2027-01-13 it is 182 days back to the middle of July and 183 on, a day later the other way round."""
    _, [(_, told, _)] = found(f"{before}放假,7月1日上班", festival="")

    assert told.startswith(f"{year}-07-01 lies more than 60 days from 2027")


def test_a_day_off_of_a_month_that_was_not_spoken_of_is_not_meant():
    """The 26th of June is off too, but July was spoken of."""
    off = [date(2027, 6, 26)]

    assert found("7月24日放假,26日上班", off=off)[0] == ["2027-07-24", "2027-07-26"]


@pytest.mark.parametrize(
    ("words", "year", "festival", "fault"),
    [
        (
            "27日放假",
            2027,
            "火把节",
            ("27日", "has no month, and none stands before it; expected 1月2日", "缺少月份；应写作1月2日"),
        ),
        (
            "2月29日放假",
            2027,
            "春节",
            ("2月29日", "there is no 2027-02-29; check the day", "没有2027-02-29这一天；请核对日期"),
        ),
        (
            "13月1日放假",
            2027,
            "春节",
            ("13月1日", "there is no 2027-13-01; check the day", "没有2027-13-01这一天；请核对日期"),
        ),
        (
            "0月1日放假",
            2027,
            "春节",
            ("0月1日", "there is no 2027-00-01; check the day", "没有2027-00-01这一天；请核对日期"),
        ),
        (
            "7月1日放假",
            2027,
            "劳动节",
            (
                "7月1日",
                "2027-07-01 lies more than 60 days from 劳动节; check the month and the year",
                "2027-07-01与劳动节相距超过60天；请核对年月",
            ),
        ),
        (
            "3月1日放假",
            2027,
            "劳动节",
            (
                "3月1日",
                "2027-03-01 lies more than 60 days from 劳动节; check the month and the year",
                "2027-03-01与劳动节相距超过60天；请核对年月",
            ),
        ),
        (
            "2029年7月1日放假",
            2027,
            "",
            (
                "2029年7月1日",
                "2029-07-01 lies more than 60 days from 2027; check the month and the year",
                "2029-07-01与2027相距超过60天；请核对年月",
            ),
        ),
        (
            "7月1日至8月2日放假",
            2027,
            "",
            (
                "7月1日至8月2日放假",
                "runs from 2027-07-01 to 2027-08-02; expected an end after the start, at most 31 days on",
                "从2027-07-01到2027-08-02；终日应在始日之后31日以内",
            ),
        ),
        (
            "7月3日至1日放假",
            2027,
            "",
            (
                "7月3日至1日放假",
                "runs from 2027-07-03 to 2027-07-01; expected an end after the start, at most 31 days on",
                "从2027-07-03到2027-07-01；终日应在始日之后31日以内",
            ),
        ),
    ],
)
def test_days_that_cannot_be_are_told_and_none_is_given(words, year, festival, fault):
    """The fault quotes the day as written, or the run with its words; nothing of the statement is kept."""
    assert found(words, year=year, festival=festival) == ([None], [fault])


def test_a_day_that_is_wrong_leaves_no_trace():
    """After 2月30日 nothing is known of a month: the next day without one is as bare as before."""
    days, faults = found("2月30日放假,27日上班", festival="")

    assert days == [None, None]
    assert [quote for quote, _, _ in faults] == ["2月30日", "27日"]


def test_two_days_must_be_near_each_other_where_no_festival_tells():
    """Without a festival the first day is the measure: 60 days on is near, 61 is not."""
    assert found("7月1日放假,8月30日上班", festival="") == (["2027-07-01", "2027-08-30"], [])
    days, faults = found("7月1日放假,8月31日上班", festival="")
    assert (days, [quote for quote, _, _ in faults]) == (["2027-07-01", None], ["8月31日"])


@pytest.mark.parametrize(
    "words",
    [
        "7月26日(星期一)放假",
        "7月24日、25日(星期六、星期日)上班",
        "7月24日至30日(星期六至星期五)放假",
        "7月24日(星期六)至30日(星期五)放假",
        "7月24日、25日、26日(星期日、星期一)放假",
        "7月23日、24日至25日(星期六、星期日)放假",
        "7月24日至25日(星期日)放假",
    ],
)
def test_weekdays_in_brackets_are_checked_against_the_calendar(words):
    """One is of the day before it; several are of as many days before, or of a run's ends."""
    assert found(words)[1] == []


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (
            "7月26日(星期二)放假",
            (
                "7月26日(星期二)",
                "2027-07-26 is a Monday; check the day or the mark",
                "2027-07-26是星期一；请核对日期或星期",
            ),
        ),
        (
            "7月24日、25日(星期五、星期六)上班",
            (
                "25日(星期五、星期六)",
                "2027-07-24 is a Saturday, 2027-07-25 is a Sunday; check the day or the mark",
                "2027-07-24是星期六、2027-07-25是星期日；请核对日期或星期",
            ),
        ),
        (
            "7月24日至30日(星期六至星期四)放假",
            (
                "30日(星期六至星期四)",
                "2027-07-24 is a Saturday, 2027-07-30 is a Friday; check the day or the mark",
                "2027-07-24是星期六、2027-07-30是星期五；请核对日期或星期",
            ),
        ),
        (
            "7月24日(星期日)至30日放假",
            (
                "7月24日(星期日)",
                "2027-07-24 is a Saturday; check the day or the mark",
                "2027-07-24是星期六；请核对日期或星期",
            ),
        ),
        (
            "7月26日(星期一、星期二)放假",
            (
                "7月26日(星期一、星期二)",
                "2027-07-26 is a Monday; check the day or the mark",
                "2027-07-26是星期一；请核对日期或星期",
            ),
        ),
    ],
)
def test_a_weekday_that_is_wrong_is_told_with_the_right_one(words, fault):
    """The days are given all the same, for the other checks."""
    days, faults = found(words)

    assert faults == [fault]
    assert None not in days


def test_festivals_of_the_nation_fall_between_two_days_of_the_year():
    """By the sun one day or a few, by the moon a month: 春节 is never before 01-21 nor after 02-21."""
    assert feast_days("元旦", 2027) == (date(2027, 1, 1),)
    assert feast_days("清明节", 2027) == tuple(date(2027, 4, day) for day in (3, 4, 5, 6))
    spring = feast_days("春节", 2027)
    assert (spring[0], spring[-1], len(spring)) == (date(2027, 1, 21), date(2027, 2, 21), 32)


def test_weekdays_have_their_names_whatever_the_locale():
    """From Monday 2027-07-26 on."""
    week = [date(2027, 7, 26) + timedelta(days=n) for n in range(7)]

    assert [weekday_zh(day) for day in week] == [f"星期{mark}" for mark in "一二三四五六日"]
    assert [weekday_en(day)[:2] for day in week] == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
