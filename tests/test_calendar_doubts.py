"""What a calendar says of a notice that is missing, in both languages, and how far what it rests on reaches."""

from datetime import date

import pytest

from gov_deadlines import WorkCalendar
from gov_deadlines.workdays import packaged
from gov_deadlines.workdays.gap import record
from gov_deadlines.workdays.projection import OpenSwaps


def gap(region, year):
    """The doubt of a place about a year without its notice."""
    return next(doubt for doubt in WorkCalendar.load(region).doubts if doubt.year == year)


def test_missing_notice_of_a_place_is_told_with_what_its_own_notices_did():
    """延边 gave three days in each year that is sourced, 2023 to 2025, and had none worked."""
    assert gap("2224", 2026).reason("zh") == (
        "延边朝鲜族自治州2026年自行放假的通知（州庆）不在数据中；上下限按已有地方通知一年最多多放3个工作日、多上0个休息日估计"
    )
    assert gap("2224", 2026).reason("en") == (
        "the 2026 notice of Yanbian (州庆) is not in the data; bounds: at most 3 "
        "working days off and 0 rest days worked, the most that local notices have set in a year"
    )


def test_place_whose_festivals_are_not_known_may_have_had_a_notice():
    """甘孜 has no sourced year: the most of any place stands in."""
    assert gap("5133", 2026).reason("zh") == (
        "甘孜藏族自治州2026年自行放假的通知有无未查明；上下限按已有地方通知一年最多多放12个工作日、多上4个休息日估计"
    )


@pytest.mark.parametrize(
    ("code", "most"),
    [
        # 广西 in 2017: Thursday 03-30 to Saturday 04-01, which the nation worked; Saturday 04-08 made up for it.
        ("45", (3, 1)),
        ("2224", (3, 0)),
        # 凉山 in 2023: 08-09 to 08-16, Saturday 10-07, which the nation worked, and 11-20 to 11-26; four days worked.
        ("5134", (12, 4)),
        ("5133", (12, 4)),
    ],
)
def test_record_of_a_place_is_the_most_of_one_year(code, most):
    """Working days of the nation that it had off, rest days that it had worked."""
    assert record(code) == most


SWAPS = OpenSwaps(2027, "春节", 12, (2019, 2024), date(2027, 2, 1).toordinal(), ((0, 0, 1, 1), (0, -1, -1, 0)))


def test_open_swaps_are_told_with_the_years_they_were_carried_from():
    """How many patterns, from how many arrangements of which years."""
    assert SWAPS.reason("zh") == (
        "2027年放假安排通知尚未公布，春节如何调休未定；上下限按2种可能的安排估计，取自2019、2024年通知中最可比的12次安排，"
        "并计入完全不调休的情形"
    )
    assert SWAPS.reason("en") == (
        "no holiday notice for 2027 is out, so how weekends are swapped around 春节 is open; "
        "bounds: 2 possible patterns, carried from the 12 most comparable "
        "arrangements in the notices for 2019, 2024, one without any swap included"
    )


def test_unpublished_year_is_told_with_the_first_day_that_it_moves():
    """Notices for a year have reached into the last three days of the year before."""
    unpublished = WorkCalendar.load("CN").projected(2027).doubts[0]

    assert unpublished.reason("zh") == "2027年放假安排通知尚未公布，2026-12-29起的日子为推算"
    assert unpublished.reason("en") == "no holiday notice for 2027 is out; from 2026-12-29 on the days are projected"


@pytest.mark.parametrize(
    ("after", "through", "swing"),
    [
        ((2, 1), (2, 4), (0, 1)),
        ((2, 1), (2, 3), (-1, 1)),
        ((1, 1), (2, 2), (-1, 0)),
        ((2, 2), (2, 3), (0, 1)),
        ((2, 3), (12, 31), (0, 1)),
        ((2, 2), (2, 2), (0, 0)),
        ((2, 3), (2, 2), (0, 0)),
        ((2, 4), (12, 31), (0, 0)),
        ((1, 1), (2, 1), (0, 0)),
    ],
)
def test_swing_is_what_the_patterns_differ_by_within_the_span(after, through, swing):
    """Up to 02-02, 02-03 and 02-04 one pattern is 0, 1, 1 days ahead of the guess, the other -1, -1, 0."""
    assert SWAPS.swing(date(2027, *after), date(2027, *through)) == swing


def test_doubts_reach_no_further_than_the_calendar():
    """新疆 carried on to 2028 has no doubt about its notice of 2029."""
    assert max(doubt.year for doubt in WorkCalendar.load("5133").projected(2028).doubts) == 2028


def test_projection_rests_on_the_law_that_was_known():
    """The day before the law of 2025 was public, 2025 is projected by that of 2014."""
    known = WorkCalendar.load("CN").known_as_of(date(2024, 11, 11))
    old, new = (next(law for law in packaged.regulations() if law.id == id) for id in ("2014", "2025"))

    assert known.last == date(2024, 12, 31)
    assert known.projected(2025) == known.projected(2025, regulation=old)
    assert known.projected(2025) != known.projected(2025, regulation=new)
