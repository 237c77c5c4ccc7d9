"""Every due day agrees with a second count of the law, which looks into nothing but its TOML: a sample of the soak."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from . import count_trials, oracle, second_count
from .second_count import Limit

SHANGHAI = ZoneInfo("Asia/Shanghai")
NATION = oracle.nation()
PLACES = count_trials.places()


@pytest.mark.parametrize("place", PLACES)
def test_due_days_agree_with_a_second_count(place):
    """Every rule, from days spread over 2004 to 2026, others in each place: plain, disturbed, refused and bare."""
    step = 211 if place == "CN" else 1499
    tally = count_trials.of_place(place, step, PLACES.index(place) * 17 % step)

    assert tally.differences == []
    assert min(tally.answers, tally.refusals, tally.courses, tally.bare) > 50


def test_second_count_reads_the_whole_law():
    """No rule and no text of the law is left out of it."""
    found = {rule: len(texts) for rule, texts in second_count.law().items()}

    assert found == {rule: len(count_trials.BOOK[rule].versions) for rule in count_trials.BOOK}


@pytest.mark.parametrize(
    ("limit", "start", "end"),
    [
        (Limit("working_day", 7), date(2020, 5, 20), date(2020, 5, 29)),
        (Limit("working_day", 20), date(2020, 1, 6), date(2020, 2, 10)),  # over 春节 as lengthened
        (Limit("day", 15, roll="working_day"), date(2020, 9, 17), date(2020, 10, 9)),
        (Limit("day", 15, roll="none"), date(2020, 9, 17), date(2020, 10, 2)),
        (Limit("month", 1), date(2020, 1, 31), date(2020, 2, 29)),
        (Limit("year", 1), date(2020, 2, 29), date(2021, 2, 28)),
        (Limit("week", 1, before=True), date(2020, 5, 20), date(2020, 5, 13)),
        (Limit("working_day", 3, before=True), date(2020, 5, 6), date(2020, 4, 28)),
        (Limit("fixed", 0, 1, 31), date(2020, 1, 31), date(2021, 1, 31)),
        (Limit("fixed", 2020, 6, 30), date(2020, 7, 1), date(2020, 6, 30)),
        (Limit("same_day"), date(2020, 5, 23), date(2020, 5, 23)),
        (Limit("word"), date(2020, 5, 20), "undecidable"),
        (Limit("hour", 5), date(2020, 5, 20), "undecidable"),
        (Limit("working_day", 20), date(2026, 12, 20), "calendar_not_published"),
    ],
)
def test_second_count_by_hand(limit, start, end):
    """The oracle itself, by cases a clerk can count on the calendar."""
    assert second_count.end(limit, start, NATION) == end


def test_second_count_of_what_is_left_out_and_of_hours():
    """Days left out are stepped over, an extension is added at the end, and hours run on."""
    out = ((date(2020, 5, 21), date(2020, 5, 25)), (date(2020, 5, 23), date(2020, 5, 26)))
    night = datetime(2020, 5, 20, 22, tzinfo=SHANGHAI)

    assert second_count.end(Limit("working_day", 7), date(2020, 5, 20), NATION, out) == date(2020, 6, 3)
    assert second_count.end(Limit("working_day", 7), date(2020, 5, 20), NATION, (), 2) == date(2020, 6, 2)
    assert second_count.end(Limit("day", 3), date(2020, 5, 20), NATION, out) == date(2020, 5, 28)
    assert second_count.end(Limit("hour", 5), night, NATION) == night + timedelta(hours=5)
