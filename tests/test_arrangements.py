"""How comparable arrangements are, which festivals are arranged as one, and how far a run of days off reaches."""

from datetime import date

import pytest

from gov_deadlines.workdays.arrangement import Arrangement, Block, blocks_of, widened
from gov_deadlines.workdays.statutory import Regulation, StatutoryHoliday, regulation_of


def block(*festivals, anchor, days, granted=None):
    """A festival whose anchor and days are of May 2020: the 1st is a Friday."""
    held = tuple(date(2020, 5, day) for day in days)
    return Block(festivals, date(2020, 5, anchor), held, len(held) if granted is None else granted)


TOLD = block("春节", anchor=4, days=(4, 5, 6))


@pytest.mark.parametrize(
    ("other", "rung"),
    [
        (block("春节", anchor=4, days=(4, 5, 6)), 0),
        (block("春节", anchor=11, days=(11, 12, 13)), 0),
        # Under another law: it grants more days, or begins on another day of the festival.
        (block("春节", anchor=4, days=(4, 5, 6, 7)), 1),
        (block("春节", anchor=4, days=(3, 4, 5)), 1),
        (block("国庆节", anchor=11, days=(11, 12, 13)), 2),
        (block("春节", anchor=5, days=(5, 6, 7)), 3),
        (block("春节", anchor=5, days=(5, 6, 7, 8)), 3),
        (block("元旦", "春节", anchor=4, days=(3, 4, 5, 6)), 4),
        (block("国庆节", anchor=5, days=(5, 6, 7)), 5),
        (block("元旦", "春节", anchor=5, days=(5, 6, 7)), 5),
        (block("元旦", anchor=4, days=(4,)), 6),
    ],
)
def test_arrangements_are_compared_by_festival_law_and_weekday(other, rung):
    """The rungs as they are documented; of one rung the younger stands first."""
    arrangement = Arrangement(2019, other, other.first, other.last, 0, 0)

    assert arrangement.distance(TOLD) == (rung, -2019)


def test_two_festivals_within_a_week_are_arranged_as_one():
    """The first two that are; those before and after stay as they are, and more days are granted than there are."""
    held = [("甲", "01-01", 1), ("乙", "05-01", 3), ("丙", "05-03", 2), ("丁", "05-07", 1), ("戊", "10-01", 1)]
    law = Regulation("own", "", date(2020, 1, 1), tuple(StatutoryHoliday(name, n, fixed=day) for name, day, n in held))

    assert blocks_of(2020, law) == (
        Block(("甲",), date(2020, 1, 1), (date(2020, 1, 1),), 1),
        Block(("乙", "丙"), date(2020, 5, 1), tuple(date(2020, 5, day) for day in (1, 2, 3, 4)), 5),
        Block(("丁",), date(2020, 5, 7), (date(2020, 5, 7),), 1),
        Block(("戊",), date(2020, 10, 1), (date(2020, 10, 1),), 1),
    )


@pytest.mark.parametrize(
    ("off", "worked", "run"),
    [
        ((4,), (), (2, 3, 4)),
        ((8,), (), (8, 9, 10)),
        ((6,), (), (6,)),
        ((4, 8), (), (2, 3, 4, 8, 9, 10)),
        ((4, 8), (3, 9), (4, 8)),
        ((4, 8), (2, 10), (3, 4, 8, 9)),
    ],
)
def test_run_of_days_off_takes_in_the_rest_days_beside_it(off, worked, run):
    """Before its first and after its last, up to one that is worked."""
    days, on, whole = ([date(2020, 5, day) for day in each] for each in (off, worked, run))

    assert widened(days, on) == set(whole)


def test_law_of_a_year_is_that_of_its_first_day():
    """One in force from 1 January is; one from the day after is the law of the next year."""
    old, new, late = (
        Regulation(id, "", day, ())
        for id, day in (("old", date(2008, 1, 1)), ("new", date(2027, 1, 1)), ("late", date(2027, 1, 2)))
    )

    assert regulation_of(2026, [new, old, late]) == old
    assert regulation_of(2027, [late, old, new]) == new
    assert regulation_of(2028, [late, old, new]) == late
